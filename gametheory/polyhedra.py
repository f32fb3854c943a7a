"""Exact polyhedra: the extreme rays of a pointed cone by the double description method, on integers.

A *cone* here is {z in R^d : a . z >= 0 for every row a}. It is *pointed* when it holds no line, that is, when its rows
have rank d; it is then the set of non-negative combinations of its finitely many extreme rays. The double description
method (Motzkin, Raiffa, Thompson and Thrall 1953; Fukuda and Prodon 1996) adds one row at a time: rays on its negative
side go, and each pair of adjacent rays that it separates gives a new one.

A ray is *simple* when no more than d - 1 rows are tight along it; they are then independent. Two simple rays are
adjacent exactly when all but one of those rows are tight along both, since d - 2 independent rows leave a face with two
extreme rays. So adjacent simple rays meet in a table, and only pairs with a degenerate ray are tested one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, gcd

from gametheory.errors import TooLarge

__all__ = ["Ray", "extreme_rays", "most_vertices"]

MOST_PAIRS = 8_000_000
"""The most pairs of rays that are looked at for adjacency before an enumeration is given up: some ten seconds."""


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
        The work after which to give up, in pairs of rays looked at for adjacency.

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
        adjacent, looked_at = _adjacent_pairs(rays, above, below, dimension, most_pairs - pairs)
        pairs += looked_at
        if pairs > most_pairs:
            raise TooLarge(
                f"the vertices of a polyhedron with {len(rows)} inequalities in {dimension - 1} dimensions, which may "
                f"have {most_vertices(len(rows), dimension - 1)} of them: the first {number} inequalities gave "
                f"{len(rays)}, and no more than {most_pairs} pairs are looked at"
            )
        for (upper, upper_value), (lower, lower_value) in adjacent:
            kept.append(_between(upper, upper_value, lower, lower_value, upper.tight & lower.tight | bit))
        rays = kept
    return rays


def most_vertices(facets: int, dimension: int) -> int:
    """The most vertices that a polyhedron with so many facets can have (McMullen 1970, the upper bound theorem).

    Dual cyclic polytopes attain it.
    """
    low, high = dimension // 2, (dimension + 1) // 2
    return comb(facets - high, low) + comb(facets - 1 - low, high - 1) if dimension else 1


Valued = tuple[Ray, int]
"""A ray, and the value of the new row along it."""


def _adjacent_pairs(
    rays: list[Ray], above: list[Valued], below: list[Valued], dimension: int, most: int
) -> tuple[list[tuple[Valued, Valued]], int]:
    """The adjacent pairs of a ray above and one below, and how many pairs were looked at; stops beyond `most`."""
    ridges: dict[int, Valued] = {}
    degenerate_below = []
    for lower in below:
        if lower[0].tight.bit_count() == dimension - 1:
            ridges.update((ridge, lower) for ridge in _ridges(lower[0].tight))
        else:
            degenerate_below.append(lower)
    simple_above = [upper for upper in above if upper[0].tight.bit_count() == dimension - 1]
    degenerate_above = [upper for upper in above if upper[0].tight.bit_count() > dimension - 1]
    looked_at = (dimension - 1) * (len(above) + len(below))
    looked_at += len(degenerate_above) * len(below) + len(simple_above) * len(degenerate_below)
    if looked_at > most:
        return [], looked_at
    found = [(upper, ridges[ridge]) for upper in simple_above for ridge in _ridges(upper[0].tight) if ridge in ridges]
    masks = [ray.tight for ray in rays]
    for uppers, lowers in ((degenerate_above, below), (simple_above, degenerate_below)):
        for upper in uppers:
            for lower in lowers:
                common = upper[0].tight & lower[0].tight
                if common.bit_count() >= dimension - 2 and _shared_by_two(common, masks):
                    found.append((upper, lower))
    return found, looked_at


def _shared_by_two(common: int, masks: list[int]) -> bool:
    """Whether no third ray is tight wherever two are: then they are adjacent (Fukuda and Prodon 1996, prop. 7)."""
    sharing = 0
    for mask in masks:
        if common & mask == common:
            sharing += 1
            if sharing > 2:
                return False
    return True


def _ridges(tight: int) -> list[int]:
    """The mask without each of its bits in turn."""
    ridges, left = [], tight
    while left:
        bit = left & -left
        ridges.append(tight ^ bit)
        left ^= bit
    return ridges


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
