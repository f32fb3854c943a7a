"""Polynomials in one variable and their real roots, exactly: rational where they are, algebraic where they are not.

A polynomial with rational coefficients is a product of powers of irreducible ones. A linear factor has a rational
root. Any other has no rational root, and each of its real roots is pinned down by the factor, its *minimal
polynomial*, and an interval with rational ends that holds this root and no other. Two such numbers are the same if and
only if they are the same root of the same factor, so comparing two different ones ends: their intervals, halved again
and again, come apart. Factors and first intervals are FLINT's; the change of sign that proves a root is checked here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import total_ordering
from itertools import pairwise
from math import gcd, lcm
from typing import Any

from gametheory.errors import CertificateError
from gametheory.interval import Interval

__all__ = ["Number", "RealRoot", "between", "decimal", "enclosed", "integer_polynomial", "real_roots"]

_DIGITS = 15


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class RealRoot:
    """An irrational real root of a polynomial.

    Attributes
    ----------
    polynomial : tuple of int
        The minimal polynomial, without a common divisor and with a positive leading coefficient, constant term first.
    index : int
        Which of the polynomial's real roots, counted upwards from 0.
    interval : Interval
        Holds this root and no other of the polynomial; its ends are not roots.
    """

    polynomial: tuple[int, ...]
    index: int
    interval: Interval = field(repr=False)

    def narrowed(self, width: Fraction) -> Interval:
        """An interval no wider than `width` that holds this root and no other of its polynomial."""
        lower, upper = self.interval.lower, self.interval.upper
        rising = _at(self.polynomial, upper) > 0
        while upper - lower > width:
            middle = (lower + upper) / 2
            if (_at(self.polynomial, middle) > 0) == rising:
                upper = middle
            else:
                lower = middle
        return Interval(lower, upper)

    def decimal(self, digits: int = _DIGITS) -> str:
        """The number to so many decimals, cut off, not rounded, with an ellipsis."""
        width = Fraction(1, 10 ** (digits + 1))
        while True:
            text = self.narrowed(width).decimal()
            whole, point, decimals = text.rstrip("…").partition(".")
            if point and len(decimals) >= digits:
                return f"{whole}.{decimals[:digits]}…"
            width /= 1000  # a digit that is about to turn over needs a closer look

    def __eq__(self, other: object) -> bool:
        if isinstance(other, RealRoot):
            return self.polynomial == other.polynomial and self.index == other.index
        return False if isinstance(other, Fraction | int) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.polynomial, self.index))

    def __lt__(self, other: object) -> bool:
        if isinstance(other, RealRoot):
            if self.polynomial == other.polynomial:
                return self.index < other.index
            ours, theirs = self.interval, other.interval
            while ours.upper >= theirs.lower and theirs.upper >= ours.lower:
                ours = self.narrowed((ours.upper - ours.lower) / 4)
                theirs = other.narrowed((theirs.upper - theirs.lower) / 4)
            return ours.upper < theirs.lower
        if isinstance(other, Fraction | int):
            lower, upper = self.interval.lower, self.interval.upper
            if lower < other < upper:  # which side holds the change of sign
                return (_at(self.polynomial, Fraction(other)) > 0) == (_at(self.polynomial, upper) > 0)
            return upper <= other
        return NotImplemented

    def __float__(self) -> float:
        """The nearest that a float comes: for plots and tables of decimals, never for a proof."""
        return float(self.narrowed((abs(self.interval.lower) + abs(self.interval.upper)) / 2**70))

    def __str__(self) -> str:
        return self.decimal()


Number = Fraction | RealRoot
"""A real number that is known exactly."""


def integer_polynomial(coefficients: Sequence[Fraction]) -> Any:
    """The polynomial with these coefficients, constant term first, times a positive number that makes them integers."""
    import flint

    scale = lcm(*(value.denominator for value in coefficients))
    return flint.fmpz_poly([int(value * scale) for value in coefficients])


def real_roots(polynomial: Any) -> list[tuple[Number, int]]:
    """The real roots of a polynomial that is not zero, each with its multiplicity.

    Parameters
    ----------
    polynomial : flint.fmpz_poly

    Returns
    -------
    list of (Fraction or RealRoot, int)
        In no particular order.
    """
    if polynomial.degree() < 1:
        return []
    if polynomial.degree() == 1:
        return [(Fraction(-int(polynomial[0]), int(polynomial[1])), 1)]
    found: list[tuple[Number, int]] = []
    for factor, multiplicity in polynomial.factor()[1]:
        if factor.degree() == 1:
            found.append((Fraction(-int(factor[0]), int(factor[1])), multiplicity))
        elif factor.degree() > 1:
            found += [(root, multiplicity) for root in _irrational(factor)]
    return found


def _irrational(factor: Any) -> list[RealRoot]:
    """The real roots of an irreducible polynomial of degree two or more."""
    whole = tuple(int(value) for value in factor.coeffs())
    divisor = gcd(*whole) * (1 if whole[-1] > 0 else -1)
    coefficients = tuple(value // divisor for value in whole)
    enclosures = sorted(
        (_interval(root.real) for root, _ in factor.complex_roots() if root.imag.is_zero()), key=lambda held: held.lower
    )
    found = [RealRoot(coefficients, index, held) for index, held in enumerate(enclosures)]
    apart = all(one.upper < two.lower for one, two in pairwise(enclosures))
    if not apart or any(_at(coefficients, one.lower) * _at(coefficients, one.upper) >= 0 for one in enclosures):
        raise CertificateError(f"the real roots of {coefficients} are not isolated by {enclosures}")
    return found


def _interval(ball: Any) -> Interval:
    middle, radius = (_dyadic(part) for part in (ball.mid(), ball.rad()))
    radius = radius or Fraction(1, 2**60)
    return Interval(middle - radius, middle + radius)


def _dyadic(ball: Any) -> Fraction:
    mantissa, exponent = ball.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _at(coefficients: Sequence[int], value: Fraction) -> int:
    """A positive multiple of the value of a polynomial, whole, so that it has the value's sign."""
    over, under = value.numerator, value.denominator
    total, power = 0, 1
    for coefficient in reversed(coefficients):
        total = total * over + coefficient * power
        power *= under
    return total


def between(low: Number, high: Number) -> Fraction:
    """A rational number strictly between two different numbers, the lower first; of short digits where there is one."""
    lower, upper = enclosed(low).upper, enclosed(high).lower
    narrow = Fraction(1, 2**20)
    while lower >= upper:
        lower, upper = enclosed(low, narrow).upper, enclosed(high, narrow).lower
        narrow /= 2**20
    middle, width = (lower + upper) / 2, upper - lower
    return middle.limit_denominator(int(4 / width) + 1)  # off by less than a quarter of the width


def enclosed(number: Number, width: Fraction = Fraction(1, 10**6)) -> Interval:
    """An interval around a number, no wider than `width`; the number itself where it is rational."""
    return number.narrowed(width) if isinstance(number, RealRoot) else Interval(number, number)


def decimal(number: Number, digits: int = 6) -> str:
    """A number for a reader: a fraction where it is one, and otherwise its leading decimals."""
    return number.decimal(digits) if isinstance(number, RealRoot) else str(number)
