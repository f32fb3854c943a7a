"""Three players who mix two actions each: the quadratic that one probability satisfies, and what it decides exactly.

Let x, y, z be probabilities. The indifference equations are a(y, z) = 0, b(x, z) = 0 and c(x, y) = 0, each affine in
either of its unknowns. The first gives y, and the second x, as a quotient of two affine functions of z; put into the
third and multiplied out, they leave a polynomial of degree at most two, the *eliminant*, that is zero at the z of every
solution. Where it has rational roots only, they and the solutions that belong to them are exact, double roots too,
which no enclosure can prove.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt

from gametheory.indifference import IndifferenceSystem

__all__ = ["rational_solutions"]

Affine = tuple[Fraction, Fraction]
"""The coefficients of 1 and of the unknown."""


def rational_solutions(system: IndifferenceSystem) -> list[tuple[Fraction, ...]] | None:
    """All solutions with every unknown strictly between 0 and 1, where the eliminant shows that all are rational.

    Returns
    -------
    list of tuple of Fraction, or None
        None where it does not decide: there are other than three mixers with two actions, a solution is irrational, or
        the eliminant vanishes, as it does where there is a curve of solutions.
    """
    if [len(system.supports[mixer]) for mixer in system.mixers] != [2, 2, 2]:
        return None
    for last in range(3):
        found = _solutions(system, last)
        if found is not None:
            return found
    return None


def _solutions(system: IndifferenceSystem, last: int) -> list[tuple[Fraction, ...]] | None:
    """As `rational_solutions`, by the eliminant in the unknown numbered `last`."""
    first, second = (index for index in range(3) if index != last)
    # What each player's equation says of another's unknown, once the third is known.
    over_second, under_second = _quotient(system.bilinear(first, second))
    over_first, under_first = _quotient(system.bilinear(second, first))
    constant, of_first, of_second, of_both = system.bilinear(last, first)
    eliminant = _sum(
        _product(constant, under_first, under_second),
        _product(of_first, over_first, under_second),
        _product(of_second, under_first, over_second),
        _product(of_both, over_first, over_second),
    )
    roots = _rational_roots(eliminant)
    if roots is None:
        return None
    found = []
    for root in roots:
        if not 0 < root < 1:
            continue
        below = _at(under_first, root), _at(under_second, root)
        if 0 in below:
            return None
        point = [root] * 3
        point[first], point[second] = _at(over_first, root) / below[0], _at(over_second, root) / below[1]
        if all(0 < value < 1 for value in point):
            found.append(tuple(point))
    return found


def _quotient(equation: Sequence[Fraction]) -> tuple[Affine, Affine]:
    """The numerator and denominator of u, where k + l u + m z + n u z = 0."""
    constant, of_unknown, of_last, of_both = equation
    return (-constant, -of_last), (of_unknown, of_both)


def _at(affine: Affine, value: Fraction) -> Fraction:
    return affine[0] + affine[1] * value


def _product(factor: Fraction, one: Affine, two: Affine) -> tuple[Fraction, ...]:
    return factor * one[0] * two[0], factor * (one[0] * two[1] + one[1] * two[0]), factor * one[1] * two[1]


def _sum(*polynomials: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    return tuple(sum(terms, Fraction(0)) for terms in zip(*polynomials, strict=True))


def _rational_roots(quadratic: tuple[Fraction, ...]) -> list[Fraction] | None:
    """The real roots of a polynomial of degree at most two; None where it vanishes or one is irrational."""
    constant, linear, leading = quadratic
    if not leading:
        if not linear:
            return None if not constant else []
        return [-constant / linear]
    discriminant = linear * linear - 4 * leading * constant
    if discriminant < 0:
        return []
    over, under = isqrt(discriminant.numerator), isqrt(discriminant.denominator)
    if over * over != discriminant.numerator or under * under != discriminant.denominator:
        return None
    root = Fraction(over, under)
    return sorted({(-linear - root) / (2 * leading), (-linear + root) / (2 * leading)})
