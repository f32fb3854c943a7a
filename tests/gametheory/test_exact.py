from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.errors import InvalidNumber
from gametheory.exact import MOST_DIGITS, common_denominator, exact


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (3, Fraction(3)),
        ("0.1", Fraction(1, 10)),
        (" -2/7 ", Fraction(-2, 7)),
        ("1e300", Fraction(10**300)),
        ("+.5E-3", Fraction(1, 2000)),
        ("3.", Fraction(3)),
        (Decimal("0.30"), Fraction(3, 10)),
        (0.1, Fraction(3602879701896397, 36028797018963968)),
        (np.float64(0.25), Fraction(1, 4)),
        (np.int64(7), Fraction(7)),
        (Fraction(22, 7), Fraction(22, 7)),
        ("1.2345678901234567890123456789012345678901", Fraction(12345678901234567890123456789012345678901, 10**40)),
    ],
)
def test_numbers_are_read_exactly(value: object, number: Fraction) -> None:
    assert exact(value) == number


@pytest.mark.parametrize(
    "value",
    [
        True,
        np.True_,
        float("nan"),
        float("inf"),
        np.float64("-inf"),
        Decimal("NaN"),
        Decimal("Infinity"),
        "nan",
        "inf",
        "",
        " ",
        ".",
        "e5",
        "1/0",
        "1/2/3",
        "0x10",
        "1_000",
        "٣",
        "1e999999999",
        "1" * (MOST_DIGITS + 1),
        "1" * 10_000_000,
        10 ** (2 * MOST_DIGITS + 1),
        None,
        [1],
        1j,
    ],
    ids=lambda value: repr(value)[:20],
)
def test_anything_else_is_refused_by_name(value: object) -> None:
    with pytest.raises(InvalidNumber, match="the payoff of Ruritania"):
        exact(value, "the payoff of Ruritania")


@given(st.fractions())
def test_a_fraction_written_out_comes_back(number: Fraction) -> None:
    assert exact(str(number)) == number


@given(st.decimals(allow_nan=False, allow_infinity=False, places=12))
def test_a_decimal_written_out_comes_back(number: Decimal) -> None:
    assert exact(str(number)) == Fraction(number)


@given(st.lists(st.fractions(), max_size=8).map(tuple))
def test_the_common_denominator_is_the_least(numbers: tuple[Fraction, ...]) -> None:
    scale = common_denominator(numbers)
    assert all((number * scale).denominator == 1 for number in numbers)
    assert all(
        any((number * scale / prime).denominator != 1 for number in numbers)
        for prime in range(2, min(scale, 50) + 1)
        if scale % prime == 0
    )
