"""Curves in a rectangle: polynomials in two variables, factored, and the places where their arrangement changes.

Between two neighbouring critical values of x the curves run above one another without meeting, ending or turning back
(cylindrical algebraic decomposition, the projection step: Collins 1975; Basu, Pollack and Roy 2006, Algorithms in Real
Algebraic Geometry, chapter 5). Critical are the roots of

- a factor without y: a vertical line;
- the leading coefficient in y of any other factor: a branch goes to infinity there;
- its discriminant: branches meet or turn back;
- its values at the lower and the upper side of the rectangle: it comes in or goes out;
- the resultant of two factors: curves cross.

Factors whose sign cannot change in the rectangle are left out before: those whose coefficients in the basis of
Bernstein's polynomials all have one sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import Any

from gametheory.errors import TooLarge
from gametheory.polynomial import Number, integer_polynomial, real_roots

__all__ = ["MOST_CURVES", "Rectangle", "critical_values", "curves_of", "plane_ring", "roots_above", "terms_of"]

MOST_CURVES = 120
"""The most curves through a rectangle whose crossings are worked out."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """The values from `left` to `right` of x, and from `bottom` to `top` of y."""

    left: Fraction
    right: Fraction
    bottom: Fraction
    top: Fraction

    @property
    def area(self) -> Fraction:
        """Width times height."""
        return (self.right - self.left) * (self.top - self.bottom)


def plane_ring() -> Any:
    """The polynomials in x and y with integer coefficients."""
    from flint import fmpz_mpoly_ctx

    return fmpz_mpoly_ctx.get(("x", "y"), "lex")


def terms_of(polynomial: Any) -> dict[tuple[int, int], int]:
    """The coefficients by the powers of x and y, as Python's integers."""
    return {(int(of_x), int(of_y)): int(value) for (of_x, of_y), value in polynomial.to_dict().items()}


def curves_of(polynomials: Iterable[Any], within: Rectangle) -> list[Any]:
    """The irreducible factors that may change sign within the rectangle, each once, the plainest first.

    Raises
    ------
    TooLarge
        If there are more than `MOST_CURVES`.
    """
    found: dict[frozenset[Any], Any] = {}
    seen: set[frozenset[Any]] = set()
    for polynomial in polynomials:
        key = frozenset(terms_of(polynomial).items())
        if key in seen:
            continue
        seen.add(key)
        if polynomial.total_degree() < 1 or _one_sign(polynomial, within):  # constant, or zero everywhere
            continue
        for factor, _ in polynomial.factor()[1]:
            if not _one_sign(factor, within):
                found[frozenset(terms_of(factor).items())] = factor
    if len(found) > MOST_CURVES:
        raise TooLarge(
            f"{len(found)} curves run through the rectangle, on which the answer may hang; the crossings of no more "
            f"than {MOST_CURVES} are worked out. Narrow the ranges, or ask for pure_nash"
        )
    return sorted(found.values(), key=lambda curve: (curve.total_degree(), str(curve)))


def critical_values(curves: Sequence[Any], within: Rectangle) -> tuple[Number, ...]:
    """The values of x strictly between the sides at which the arrangement of the curves may change, ascending."""
    found: set[Number] = set()
    seen: set[tuple[int, ...]] = set()

    def add(polynomial: Any) -> None:
        """The roots of a polynomial in x alone."""
        coefficients = [0] * (max((power for power, _ in terms_of(polynomial)), default=0) + 1)
        for (power, _), value in terms_of(polynomial).items():
            coefficients[power] = value
        if len(coefficients) > 1 and tuple(coefficients) not in seen:
            seen.add(tuple(coefficients))
            roots = real_roots(integer_polynomial([Fraction(value) for value in coefficients]))
            found.update(root for root, _ in roots if within.left < root < within.right)

    for curve in curves:
        degree = curve.degrees()[1]
        if degree:
            add(_coefficient(curve, degree))
            for side in (within.bottom, within.top):
                add(_at_y(curve, side))
        if degree > 1:
            add(curve.discriminant("y"))
        if not degree:
            add(curve)
    for one, two in combinations([curve for curve in curves if curve.degrees()[1]], 2):
        add(one.resultant(two, "y"))
    return tuple(sorted(found))


def roots_above(terms: Mapping[tuple[int, int], int], x: Fraction, within: Rectangle) -> list[Number]:
    """The values of y strictly within the rectangle at which a curve passes over x, ascending, each once.

    `terms` are the coefficients of the curve's polynomial, by the powers of x and y.
    """
    coefficients = [Fraction(0)] * (max(of_y for _, of_y in terms) + 1)
    for (of_x, of_y), value in terms.items():
        coefficients[of_y] += value * x**of_x
    if not any(coefficients[1:]):
        return []
    return sorted(
        {root for root, _ in real_roots(integer_polynomial(coefficients)) if within.bottom < root < within.top}
    )


def _coefficient(polynomial: Any, power: int) -> Any:
    """The coefficient of a power of y."""
    terms = {(of_x, 0): value for (of_x, of_y), value in terms_of(polynomial).items() if of_y == power}
    return polynomial.context().from_dict(terms)


def _at_y(polynomial: Any, y: Fraction) -> Any:
    """A positive multiple of the polynomial in x at a value of y."""
    degree = polynomial.degrees()[1]
    terms: dict[tuple[int, int], int] = {}
    for (of_x, of_y), value in terms_of(polynomial).items():
        share = value * y.numerator**of_y * y.denominator ** (degree - of_y)
        terms[of_x, 0] = terms.get((of_x, 0), 0) + share
    return polynomial.context().from_dict({power: value for power, value in terms.items() if value})


def _one_sign(polynomial: Any, within: Rectangle) -> bool:
    """Whether all coefficients in Bernstein's basis have one sign: the polynomial then has no zero in the rectangle."""
    rows, columns = (int(power) + 1 for power in polynomial.degrees())
    table = [[Fraction(0)] * columns for _ in range(rows)]
    for (of_x, of_y), value in terms_of(polynomial).items():
        table[of_x][of_y] = Fraction(value)
    table = [_bernstein(row, within.bottom, within.top) for row in table]
    across = [_bernstein([row[column] for row in table], within.left, within.right) for column in range(columns)]
    values = [value for column in across for value in column]
    return min(values) > 0 or max(values) < 0


def _bernstein(coefficients: Sequence[Fraction], low: Fraction, high: Fraction) -> list[Fraction]:
    """The coefficients in Bernstein's basis over an interval, from those of the powers."""
    degree, width = len(coefficients) - 1, high - low
    # First in powers of the share t of the way from low to high, where x = low + width t.
    shares = [
        width**power
        * sum(
            (coefficients[other] * comb(other, power) * low ** (other - power) for other in range(power, degree + 1)),
            Fraction(0),
        )
        for power in range(degree + 1)
    ]
    return [
        sum(
            (Fraction(comb(place, power), comb(degree, power)) * shares[power] for power in range(place + 1)),
            Fraction(0),
        )
        for place in range(degree + 1)
    ]
