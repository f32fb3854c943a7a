"""Convex hulls of points in the plane, exactly: their corners, and the directions in which they end.

The convex hull of finitely many points is the set of their weighted averages: a polygon, a segment or a point. It is
also the intersection of the half-planes that hold all the points and are bounded by a line along one of its sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

__all__ = ["at_least", "corners", "distance", "outward_normals"]

Point = tuple[Fraction, ...]


def corners(points: Iterable[Point]) -> list[Point]:
    """The corners of the convex hull of at least one point, anticlockwise from the leftmost (Andrew 1979)."""
    ordered = sorted(set(points))
    if len(ordered) == 1:
        return ordered
    found = []
    for line in (ordered, ordered[::-1]):
        half: list[Point] = []
        for point in line:
            while len(half) > 1 and _turn(half[-2], half[-1], point) <= 0:
                half.pop()
            half.append(point)
        found += half[:-1]
    return found


def outward_normals(points: Iterable[Point]) -> tuple[Point, ...]:
    """Directions whose half-planes intersect in the convex hull of the points.

    One for each side of a polygon, perpendicular to it; a segment has two across it and two along it; a point has four,
    along the axes.
    """
    found = corners(points)
    if len(found) == 1:
        return tuple((Fraction(x), Fraction(y)) for x, y in ((1, 0), (0, 1), (-1, 0), (0, -1)))
    sides = zip(found, [*found[1:], found[0]], strict=True)
    steps = [(there[0] - here[0], there[1] - here[1]) for here, there in sides]
    along = steps if len(found) == 2 else []
    return (*((dy, -dx) for dx, dy in steps), *along)


def at_least(polygon: Sequence[Point], bounds: Point) -> list[Point]:
    """The corners of the part of a convex polygon, given by its corners, in which each coordinate reaches its bound."""
    kept = list(polygon)
    for axis, bound in enumerate(bounds):
        clipped: list[Point] = []
        for here, there in zip(kept, [*kept[1:], *kept[:1]], strict=True):
            if here[axis] >= bound:
                clipped.append(here)
            if (here[axis] - bound) * (there[axis] - bound) < 0:
                share = (bound - here[axis]) / (there[axis] - here[axis])
                clipped.append(tuple(one + share * (two - one) for one, two in zip(here, there, strict=True)))
        kept = corners(clipped) if clipped else []
    return kept


def distance(polygon: Sequence[Point], point: Point) -> Fraction:
    """An upper bound on how far a point is, in any coordinate, from a convex polygon given by its corners; 0 inside.

    The bound is the distance to the foot of the perpendicular on the nearest side.
    """
    if corners([*polygon, point]) == corners(polygon):
        return Fraction(0)
    found = []
    for here, there in zip(polygon, [*polygon[1:], *polygon[:1]], strict=True):
        step = [two - one for one, two in zip(here, there, strict=True)]
        length = sum(way * way for way in step)
        along = sum(way * (goal - one) for way, one, goal in zip(step, here, point, strict=True))
        share = min(max(Fraction(along) / length, Fraction(0)), Fraction(1)) if length else Fraction(0)
        foot = (one + share * way for one, way in zip(here, step, strict=True))
        found.append(max(abs(one - goal) for one, goal in zip(foot, point, strict=True)))
    return min(found)


def _turn(a: Point, b: Point, c: Point) -> Fraction:
    """Positive where the way from a by b to c turns left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
