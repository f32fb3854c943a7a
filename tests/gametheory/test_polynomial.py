from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import isqrt

import flint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.interval import Interval
from gametheory.polynomial import Number, RealRoot, between, enclosed, integer_polynomial, real_roots

rationals = st.fractions(min_value=-9, max_value=9, max_denominator=12)
coefficients = st.lists(st.integers(-30, 30), min_size=1, max_size=6).filter(any)


def roots_of(*coefficients: int) -> list[Number]:
    return sorted(root for root, _ in real_roots(flint.fmpz_poly(list(coefficients))))


def sturm_count(polynomial: list[Fraction]) -> int:
    """The number of distinct real roots by Sturm's theorem: a second way, with nothing of FLINT in it."""

    def trimmed(values: list[Fraction]) -> list[Fraction]:
        while values and not values[-1]:
            values = values[:-1]
        return values

    def remainder(one: list[Fraction], two: list[Fraction]) -> list[Fraction]:
        one = list(one)
        while len(one) >= len(two):
            factor = one[-1] / two[-1]
            for place in range(len(two)):
                one[len(one) - len(two) + place] -= factor * two[place]
            one = one[:-1]
        return trimmed(one)

    chain = [trimmed(polynomial), trimmed([place * value for place, value in enumerate(polynomial)][1:])]
    while chain[-1]:
        chain.append([-value for value in remainder(chain[-2], chain[-1])])
    chain.pop()

    def changes(sign: int) -> int:
        leading = [values[-1] * sign ** (len(values) - 1) > 0 for values in chain]
        return sum(one != two for one, two in pairwise(leading))

    return changes(-1) - changes(1)


@given(coefficients)
def test_as_many_roots_as_sturm_counts_each_a_change_of_sign(values: list[int]) -> None:
    found = roots_of(*values)
    assert (
        len(set(found)) == len(found) == (sturm_count([Fraction(value) for value in values]) if any(values[1:]) else 0)
    )
    polynomial = flint.fmpz_poly(values)
    for root in found:
        if isinstance(root, Fraction):
            assert polynomial(flint.fmpq(root.numerator, root.denominator)) == 0
        else:
            assert polynomial % flint.fmpz_poly(list(root.polynomial)) == 0
            assert len(root.polynomial) > 2


@given(st.lists(st.tuples(rationals, st.integers(1, 3)), min_size=1, max_size=4, unique_by=lambda pair: pair[0]))
def test_rational_roots_are_rational_with_their_multiplicity(planned: list[tuple[Fraction, int]]) -> None:
    polynomial = integer_polynomial([Fraction(1)])
    for root, times in planned:
        polynomial *= integer_polynomial([-root, Fraction(1)]) ** times
    assert sorted(real_roots(polynomial)) == sorted(planned)


@given(coefficients, coefficients, rationals)
def test_comparison_is_exact(one: list[int], two: list[int], number: Fraction) -> None:
    every = sorted({*roots_of(*one), *roots_of(*two), number})
    for low, high in pairwise(every):
        assert (low < high, high > low, low >= high, low == high) == (True, True, False, False)
        assert low < between(low, high) < high
        assert enclosed(low, Fraction(1, 10**30)).lower <= enclosed(high, Fraction(1, 10**30)).upper


def test_the_golden_ratio() -> None:
    low, high = roots_of(-1, -1, 1)
    assert isinstance(low, RealRoot)
    assert isinstance(high, RealRoot)
    assert high.decimal(30) == "1.618033988749894848204586834365…"
    assert low.decimal(6) == "-0.618033…"
    assert str(high).startswith("1.6180339887498")
    assert Fraction(1618033, 10**6) < high < Fraction(1618034, 10**6)
    assert float(high) == pytest.approx((1 + 5**0.5) / 2, rel=1e-15)
    assert high.narrowed(Fraction(1, 10**40)).upper - high.narrowed(Fraction(1, 10**40)).lower <= Fraction(1, 10**40)
    assert high in {roots_of(1, 2, 0, -1)[-1], high}


def test_decimals_are_those_of_an_integer_square_root() -> None:
    digits = 60
    root = roots_of(-2, 0, 1)[1]
    assert isinstance(root, RealRoot)
    assert root.decimal(digits).replace(".", "").rstrip("…") == str(isqrt(2 * 10 ** (2 * digits)))


def test_roots_close_together_come_apart() -> None:
    # x^2 - 2 and x^2 - 2 - 10^-40
    (_, one), (_, two) = roots_of(-2, 0, 1), roots_of(-2 * 10**40 - 1, 0, 10**40)
    assert one < two
    assert one < between(one, two) < two
    assert enclosed(Fraction(1, 3)) == Interval(Fraction(1, 3), Fraction(1, 3))
