"""The replicator field of two populations with two actions each: where it points, where it rests, and of what kind.

Shares grow with the lead of an action over the mean of its population: x_a' = x_a (u(a) - mean). With two actions each,
x and y being the shares of the first ones,

    x' = x (1 - x) (u(first | y) - u(second | y)),    y' = y (1 - y) (v(first | x) - v(second | x)).

The four corners are at rest; so is the one point within where both leads vanish, if there is one, and every edge along
which the moving population's two actions earn the same. At a corner the eigenvalues of the linear part are what the
players would gain by their other action; within, they have no real part, and orbits are closed, or are of two signs
(Hofbauer and Sigmund 1998, Evolutionary Games and Population Dynamics, section 10.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import product

from gametheory.errors import NotApplicable
from gametheory.game import StrategicGame, Strategies

__all__ = ["Kind", "RestPoint", "rest_points", "resting_edges", "velocity"]

Shares = tuple[Fraction, Fraction]
"""The share of the first action in either population."""


class Kind(StrEnum):
    """What the field does around a rest point.

    SINK: all nearby points are drawn to it. SOURCE: all are driven away. SADDLE: some are drawn near first, nearly all
    are driven away. CENTER: orbits around it are closed. UNDECIDED: an eigenvalue is zero.
    """

    SINK = "sink"
    SOURCE = "source"
    SADDLE = "saddle"
    CENTER = "center"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class RestPoint:
    """A point at which the field vanishes.

    Attributes
    ----------
    shares : (Fraction, Fraction)
        The share of the first action in either population.
    kind : Kind
        What the field does around it.
    """

    shares: Shares
    kind: Kind


def velocity(game: StrategicGame, shares: Shares) -> Shares:
    """How fast the share of the first action grows in either population.

    Raises
    ------
    NotApplicable
        If there are not two players with two actions each.
    """
    _two_by_two(game)
    strategies = _strategies(shares)
    leads = [first - second for first, second in (game.action_payoffs(player, strategies) for player in (0, 1))]
    x, y = shares
    return x * (1 - x) * leads[0], y * (1 - y) * leads[1]


def rest_points(game: StrategicGame) -> tuple[RestPoint, ...]:
    """The corners, and the point within at which both populations rest, if it is the only one.

    Raises
    ------
    NotApplicable
        If there are not two players with two actions each.
    """
    _two_by_two(game)
    found = []
    for shares in product((Fraction(1), Fraction(0)), repeat=2):
        gains = [_gain(game, player, shares) for player in (0, 1)]
        if 0 in gains:
            kind = Kind.UNDECIDED
        else:
            kind = Kind.SINK if max(gains) < 0 else Kind.SOURCE if min(gains) > 0 else Kind.SADDLE
        found.append(RestPoint((shares[0], shares[1]), kind))
    # The lead of a player's first action is affine in the other's share: these are its values at the share's ends.
    ends = [[_lead(game, player, Fraction(end)) for end in (0, 1)] for player in (0, 1)]
    if all(low * high < 0 for low, high in ends):
        y, x = (low / (low - high) for low, high in ends)
        slopes = [high - low for low, high in ends]
        # The linear part has nothing on its diagonal, so its eigenvalues are the roots of this product's sign.
        found.append(RestPoint((x, y), Kind.SADDLE if slopes[0] * slopes[1] > 0 else Kind.CENTER))
    return tuple(found)


def resting_edges(game: StrategicGame) -> tuple[tuple[Shares, Shares], ...]:
    """The edges of the square of shares along which nothing moves, each by its two corners.

    Raises
    ------
    NotApplicable
        If there are not two players with two actions each.
    """
    _two_by_two(game)
    return tuple(_resting(game))


def _resting(game: StrategicGame) -> Iterator[tuple[Shares, Shares]]:
    for end in (Fraction(0), Fraction(1)):
        if _lead(game, 0, end) == 0:
            yield (Fraction(0), end), (Fraction(1), end)
        if _lead(game, 1, end) == 0:
            yield (end, Fraction(0)), (end, Fraction(1))


def _lead(game: StrategicGame, player: int, other: Fraction) -> Fraction:
    """By how much the player's first action pays more than its second, against a share of the other's first action."""
    first, second = game.action_payoffs(player, _strategies((other, other)))
    return first - second


def _gain(game: StrategicGame, player: int, corner: tuple[Fraction, ...]) -> Fraction:
    """What the player would gain at a corner by its other action."""
    lead = _lead(game, player, corner[1 - player])
    return -lead if corner[player] == 1 else lead


def _strategies(shares: Shares) -> Strategies:
    return tuple((share, 1 - share) for share in shares)


def _two_by_two(game: StrategicGame) -> None:
    if game.shape != (2, 2):
        raise NotApplicable(
            f"the replicator field is for two players with two actions each; here they have {list(game.shape)}"
        )
