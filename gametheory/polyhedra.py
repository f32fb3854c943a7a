"""Exact polyhedra: the extreme rays of a pointed cone by the double description method, on integers.

A *cone* here is {z in R^d : a . z >= 0 for every row a}. It is *pointed* when it holds no line, that is, when its rows
have rank d; it is then the set of non-negative combinations of its finitely many extreme rays. The double description
method (Motzkin, Raiffa, Thompson and Thrall 1953; Fukuda and Prodon 1996) adds one row at a time: rays on its negative
side go, and each pair of adjacent rays that it separates gives a new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

from gametheory.errors import TooLarge

__all__ = ["Ray", "extreme_rays"]

MOST_PAIRS = 30_000_000
"""The most pairs of rays that are tested for adjacency before an enumeration is given up."""


@dataclass(frozen=True, slots=True)
class Ray:
    """An extreme ray.

    Attributes
    ----------
    direction : tuple of int
        The ray in lowest terms.
    tight : int
        A bit mask of the rows that are zero along the ray: bit k for row k.
    """

    direction: tuple[int, ...]
    tight: int


def extreme_rays(rows: Sequence[Sequence[int]], most_pairs: int = MOST_PAIRS) -> list[Ray]:
    """The extreme rays of the pointed cone {z : rows . z >= 0}.

    Parameters
    ----------
    rows : sequence of sequence of int
        The inequalities, all of the same length d, with rank d.
    most_pairs : int
        The work after which to give up, in pairs of rays tested for adjacency.

    Raises
    ------
    ValueError
        If the rows have a rank below d.
    TooLarge
        If the work goes beyond `most_pairs`.
    """
    dimension = len(rows[0])
    basis, directions = _simplicial_cone(rows, dimension)
    seen = sum(1 << row for row in basis)
    rays = [Ray(direction, seen & ~(1 << row)) for row, direction in zip(basis, directions, strict=True)]
    pairs = 0
    for number, row in enumerate(rows):
        bit = 1 << number
        if seen & bit:
            continue
        seen |= bit
        kept: list[Ray] = []
        above: list[tuple[Ray, int]] = []
        below: list[tuple[Ray, int]] = []
        for ray in rays:
            value = sum(map(int.__mul__, row, ray.direction))
            if value > 0:
                kept.append(ray)
                above.append((ray, value))
            elif value < 0:
                below.append((ray, value))
            else:
                kept.append(Ray(ray.direction, ray.tight | bit))
        masks = [ray.tight for ray in rays]
        pairs += len(above) * len(below)
        if pairs > most_pairs:
            raise TooLarge(
                f"the vertices of a polyhedron with {len(rows)} inequalities in {dimension - 1} dimensions: after "
                f"{number} of them it has {len(rays)} vertices and would need more than {most_pairs} pairs to be tested"
            )
        for upper, upper_value in above:
            for lower, lower_value in below:
                common = upper.tight & lower.tight
                if common.bit_count() < dimension - 2:
                    continue
                # Adjacent exactly when no third ray is tight wherever both are (Fukuda and Prodon 1996, prop. 7).
                if sum(common & mask == common for mask in masks) == 2:
                    kept.append(_between(upper, upper_value, lower, lower_value, common | bit))
        rays = kept
    return rays


def _between(upper: Ray, upper_value: int, lower: Ray, lower_value: int, tight: int) -> Ray:
    """The ray on which the new row is zero, between one ray above it and one below."""
    return Ray(_combined(upper_value, lower.direction, lower_value, upper.direction), tight)


def _combined(
    first_factor: int, first: tuple[int, ...], second_factor: int, second: tuple[int, ...]
) -> tuple[int, ...]:
    """`first_factor * first - second_factor * second` in lowest terms."""
    return _lowest_terms([first_factor * one - second_factor * two for one, two in zip(first, second, strict=True)])


def _lowest_terms(direction: Sequence[int]) -> tuple[int, ...]:
    divisor = gcd(*direction)
    return tuple(value // divisor for value in direction)


def _simplicial_cone(rows: Sequence[Sequence[int]], dimension: int) -> tuple[list[int], list[tuple[int, ...]]]:
    """The first independent rows, and for each the ray along which it alone of them is positive.

    Starts from the lines along the axes. Each row that is not zero on all the lines left turns one of them into its
    ray, and every other direction is moved along that ray until the row is zero on it.
    """
    lines = [tuple(int(axis == column) for column in range(dimension)) for axis in range(dimension)]
    chosen: list[int] = []
    rays: list[tuple[int, ...]] = []
    for number, row in enumerate(rows):
        values = [sum(map(int.__mul__, row, line)) for line in lines]
        found = next((index for index, value in enumerate(values) if value), None)
        if found is None:
            continue
        ray, size = lines.pop(found), values.pop(found)
        if size < 0:
            ray, size = tuple(-value for value in ray), -size

        lines = [_combined(size, line, value, ray) for line, value in zip(lines, values, strict=True)]
        rays = [_combined(size, other, sum(map(int.__mul__, row, other)), ray) for other in rays]
        rays.append(ray)
        chosen.append(number)
        if not lines:
            return chosen, rays
    raise ValueError(f"the rows have rank {len(chosen)}, below {dimension}: the cone holds a line")
