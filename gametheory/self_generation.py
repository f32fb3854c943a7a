"""Self-generation: what two patient players can average in equilibrium, if what follows is to be promised credibly.

In a repeated game of two players with public randomisation, let W be a polygon of average payoffs that may be promised
for the future, P_i its least payoff to player i, g(a) the stage payoffs of a pure profile a, h_i(a) the most that i
gains at a by deviating once, and q the discount factor. A profile a can be enforced by promising w in W when

    q (w_i - P_i) >= (1 - q) h_i(a)    for both players,

and then yields (1 - q) g(a) + q w. B(W) is the convex hull of what all profiles so yield. A polygon with W inside B(W)
is *self-generating*: all its points are subgame-perfect payoffs, and the set V* of all of those is the largest such
(Abreu, Pearce and Stacchetti 1990, Econometrica 58). Starting from all feasible payoffs, repeated reductions shrink to
V*; the reduction R used here keeps of each profile only what V* can need, g(a) itself where it enforces itself and else
the corners at which a constraint binds (Abreu and Sannikov 2014, Theoretical Economics 9).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

from gametheory.convex_hull import at_least, corners, outward_normals
from gametheory.game import Profile, StrategicGame

__all__ = ["Polygon", "enforced", "least", "one_shot_gains", "reduced", "rounded_outward", "self_generating", "within"]

Point = tuple[Fraction, ...]

Polygon = tuple[Point, ...]
"""The corners of a convex polygon, a segment or a point; empty for the empty set."""


def one_shot_gains(stage: StrategicGame, profile: Profile) -> Point:
    """The most that each player gains in the stage by another action than its own in `profile`."""
    gains = []
    for player, size in enumerate(stage.shape):
        own = (stage.payoff(player, (*profile[:player], a, *profile[player + 1 :])) for a in range(size))
        gains.append(max(own) - stage.payoff(player, profile))
    return tuple(gains)


def least(polygon: Polygon) -> Point:
    """The least payoff of each player in a polygon."""
    return tuple(map(min, zip(*polygon, strict=True)))


def enforced(stage: StrategicGame, discount: Fraction, promises: Polygon) -> Polygon:
    """B(W): the convex hull of what pure profiles yield when enforced by promises in `promises`; `discount` above 0."""
    found: list[Point] = []
    for profile in stage.profiles():
        now, enough = _enough(stage, discount, promises, profile)
        found += (_average(discount, now, later) for later in at_least(promises, enough))
    return tuple(corners(found)) if found else ()


def reduced(stage: StrategicGame, discount: Fraction, promises: Polygon) -> Polygon:
    """R(W): a subset of B(W) that holds V* whenever W does; `discount` above 0."""
    found: list[Point] = []
    for profile in stage.profiles():
        now, enough = _enough(stage, discount, promises, profile)
        if all(payoff >= bound for payoff, bound in zip(now, enough, strict=True)):
            found.append(now)
            continue
        found += (
            _average(discount, now, later)
            for later in at_least(promises, enough)
            if any(payoff == bound for payoff, bound in zip(later, enough, strict=True))
        )
    return tuple(corners(found)) if found else ()


def self_generating(stage: StrategicGame, discount: Fraction, polygon: Polygon) -> bool:
    """Whether every corner lies in B of the polygon: the certificate that all its points are equilibrium payoffs."""
    return not polygon or within(polygon, enforced(stage, discount, polygon))


def within(points: Iterable[Point], polygon: Polygon) -> bool:
    """Whether all the points lie in the polygon."""
    if not polygon:
        return not list(points)
    inside = list(points)
    for normal in outward_normals(polygon):
        most = max(_dot(normal, corner) for corner in polygon)
        if any(_dot(normal, point) > most for point in inside):
            return False
    return True


def rounded_outward(polygon: Polygon, unit: Fraction) -> Polygon:
    """A polygon around the given one whose corners are multiples of `unit`."""
    found = []
    for x, y in polygon:
        found += [
            (side * unit, end * unit)
            for side in {floor(x / unit), ceil(x / unit)}
            for end in {floor(y / unit), ceil(y / unit)}
        ]
    return tuple(corners(found)) if found else ()


def _enough(stage: StrategicGame, discount: Fraction, promises: Polygon, profile: Profile) -> tuple[Point, Point]:
    """The stage payoffs of a profile, and the least promise to each player that enforces it."""
    now = tuple(stage.payoff(player, profile) for player in (0, 1))
    gains = one_shot_gains(stage, profile)
    floors = least(promises)
    return now, tuple(low + (1 - discount) / discount * gain for low, gain in zip(floors, gains, strict=True))


def _average(discount: Fraction, now: Point, later: Point) -> Point:
    return tuple((1 - discount) * one + discount * two for one, two in zip(now, later, strict=True))


def _dot(one: Point, two: Point) -> Fraction:
    return sum(map(Fraction.__mul__, one, two), Fraction(0))
