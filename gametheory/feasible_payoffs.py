"""Feasible and individually rational payoffs of two players: what any arrangement at all could average.

Payoffs are *feasible* when a lottery over pure profiles yields them, and *individually rational* when no player gets
less than its minmax payoff, to which the other can hold it; for two players that is the security level
(`gametheory.security`). By the folk theorem all those strictly above it are equilibrium payoffs of patient enough
players (Fudenberg and Maskin 1986, Econometrica 54).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from gametheory.convex_hull import at_least, corners
from gametheory.errors import NotApplicable
from gametheory.game import Profile, StrategicGame
from gametheory.security import security_levels

__all__ = ["FeasiblePayoffs", "feasible_payoffs", "lottery_for"]

Point = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class FeasiblePayoffs:
    """What two players could average.

    Attributes
    ----------
    feasible : tuple of (Fraction, Fraction)
        The corners of the polygon of all feasible payoffs, anticlockwise.
    minmax : tuple of Fraction
        What each player can be held to.
    rational : tuple of (Fraction, Fraction)
        The corners of the part in which both get at least that.
    """

    feasible: tuple[Point, ...]
    minmax: Point
    rational: tuple[Point, ...]


def feasible_payoffs(game: StrategicGame) -> FeasiblePayoffs:
    """The feasible payoffs of a two-player game, and those of them that are individually rational.

    Raises
    ------
    NotApplicable
        If there are not two players.
    """
    if len(game.players) != 2:
        raise NotApplicable(f"feasible payoffs are drawn for two players, and this game has {len(game.players)}")
    feasible = corners(zip(*game.payoffs, strict=True))
    minmax = tuple(level.value for level in security_levels(game))
    return FeasiblePayoffs(tuple(feasible), minmax, tuple(at_least(feasible, minmax)))


def lottery_for(game: StrategicGame, payoffs: Point) -> dict[Profile, Fraction] | None:
    """A lottery over at most three pure profiles of a two-player game that yields `payoffs`; None if there is none.

    A point of a convex hull in the plane lies in a triangle of its corners (Caratheodory 1907).
    """
    of: dict[Point, Profile] = {}
    for profile, point in zip(game.profiles(), zip(*game.payoffs, strict=True), strict=True):
        of.setdefault(point, profile)
    hull = corners(of)
    for triangle in combinations(hull, min(3, len(hull))):
        weights = _barycentric(triangle, payoffs)
        if weights is not None:
            return {of[point]: weight for point, weight in zip(triangle, weights, strict=True) if weight}
    return None


def _barycentric(points: tuple[Point, ...], target: Point) -> tuple[Fraction, ...] | None:
    """The weights with which the points average to the target, if none is negative."""
    if len(points) == 1:
        return (Fraction(1),) if points[0] == target else None
    if len(points) == 2:
        (a, b), step = points, [two - one for one, two in zip(*points, strict=True)]
        axis = 0 if step[0] else 1
        share = (target[axis] - a[axis]) / step[axis]
        hit = all(one + share * way == goal for one, way, goal in zip(a, step, target, strict=True))
        return (1 - share, share) if hit and 0 <= share <= 1 else None
    a, b, c = points
    area = _cross(a, b, c)
    weights = (_cross(target, b, c) / area, _cross(a, target, c) / area, _cross(a, b, target) / area)
    return weights if min(weights) >= 0 else None


def _cross(a: Point, b: Point, c: Point) -> Fraction:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
