"""Sets of equilibria: the maximal Nash subsets that extreme equilibria span, and the components those form.

A *Nash subset* is a set X_1 x ... x X_n of strategy profiles all of which are equilibria: strategies within it may be
exchanged freely. What a player gains by an action is affine in each other player's strategy, so where every choice of
points from finite sets X_i is an equilibrium, every choice from their convex hulls is one too. With two players the
set of equilibria is the union of its maximal Nash subsets, and subsets that touch share an extreme equilibrium
(Winkels 1979; Avis, Rosenberg, Savani and von Stengel 2010, Economic Theory 42, section 3).
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from typing import TypeVar

__all__ = ["components", "maximal_products"]

T = TypeVar("T", bound=Hashable)
Point = tuple[T, ...]


def maximal_products(points: Collection[Point[T]]) -> list[frozenset[Point[T]]]:
    """The maximal sets of the shape X_1 x ... x X_n that lie within a finite set of n-tuples."""
    products = {frozenset(found) for found in _closed_products(frozenset(points))}
    by_size = sorted(products, key=len, reverse=True)
    maximal: list[frozenset[Point[T]]] = []
    for found in by_size:
        if not any(found <= larger for larger in maximal):
            maximal.append(found)
    return maximal


def _closed_products(points: frozenset[Point[T]]) -> list[list[Point[T]]]:
    """Products within `points`, all the maximal ones among them.

    For a set X_1 of first coordinates, the tuples that continue every one of them are an intersection of sections; so
    the maximal products have as their X_2 x ... x X_n a maximal product of such an intersection.
    """
    if not points:
        return []
    if len(next(iter(points))) == 1:
        return [list(points)]
    sections: dict[T, frozenset[Point[T]]] = {}
    gathered: dict[T, set[Point[T]]] = {}
    for first, *rest in points:
        gathered.setdefault(first, set()).add(tuple(rest))
    sections = {first: frozenset(rests) for first, rests in gathered.items()}
    intersections: set[frozenset[Point[T]]] = set()
    for section in set(sections.values()):
        intersections |= {section & other for other in intersections} | {section}
    return [
        [(first, *rest) for first, section in sections.items() if section.issuperset(product) for rest in product]
        for intersection in intersections
        for product in _closed_products(intersection)
    ]


def components(points: Sequence[Point[T]], subsets: Sequence[Collection[Point[T]]]) -> list[list[Point[T]]]:
    """The points grouped so that two that share a subset are together."""
    of_point: dict[Point[T], list[int]] = {}
    for number, subset in enumerate(subsets):
        for point in subset:
            of_point.setdefault(point, []).append(number)
    left, taken = dict.fromkeys(points), set[int]()
    grouped = []
    while left:
        found = [left.popitem()[0]]
        for point in found:  # grows while it is walked
            for number in of_point.get(point, ()):
                if number not in taken:
                    taken.add(number)
                    for other in subsets[number]:
                        if other in left:
                            del left[other]
                            found.append(other)
        grouped.append(found)
    return grouped
