"""The slices of a game of three and more players: its equilibria at which at most two players mix.

A *slice* is the two-player game that is left once the others' pure actions are fixed. An equilibrium of it is one of
the game when none of the others has a better action. Within a maximal Nash subset X x Y of a slice, what another
player gains by an action is affine in both strategies. So the subset is kept whole where nobody gains at any of its
corners, and otherwise cut: to fewer corners where an action nowhere loses, to a polytope where the gains depend on
one of the two strategies only. What is left by other cuts is no product of polytopes, and is reported as unresolved.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations

from gametheory.exact import common_denominator
from gametheory.game import Profile, StrategicGame, Strategies
from gametheory.nash_subsets import maximal_products
from gametheory.polyhedra import extreme_rays
from gametheory.reduction import Actions, restricted
from gametheory.vertex_enumeration import Strategy, extreme_equilibria

__all__ = ["mixing_pairs", "slice_equilibria"]


def mixing_pairs(shape: tuple[int, ...]) -> list[tuple[int, int]]:
    """The pairs of players with a choice; where fewer than two have one, one pair that holds all who do."""
    able = [player for player, size in enumerate(shape) if size > 1]
    if len(able) < 2:
        able = sorted(sorted(range(len(shape)), key=lambda player: -shape[player])[:2])
    return list(combinations(able, 2))


def slice_equilibria(
    game: StrategicGame, pair: tuple[int, int], profile: Profile
) -> tuple[set[Strategies], set[Actions]]:
    """The equilibria at which all players but `pair` play the actions of `profile`.

    Returns
    -------
    points : set of Strategies
        Extreme equilibria: the vertices of polytopes, each set of them a product, that together are all equilibria of
        the slice outside of `unresolved`.
    unresolved : set of Actions
        The supports of maximal Nash subsets of the slice that another player's better action cuts to something else.

    Raises
    ------
    TooLarge
        If the slice is too large for its vertices to be listed.
    """
    points: set[Strategies] = set()
    unresolved: set[Actions] = set()
    one, two = pair
    kept = tuple(tuple(range(size)) if p in pair else (profile[p],) for p, size in enumerate(game.shape))
    slice_ = restricted(game, kept)
    width = game.shape[two]
    matrices = [
        [list(slice_.payoffs[player][start : start + width]) for start in range(0, game.shape[one] * width, width)]
        for player in pair
    ]
    pure = [
        tuple(Fraction(int(action == chosen)) for action in range(size))
        for chosen, size in zip(profile, game.shape, strict=True)
    ]

    def whole(x: Strategy, y: Strategy) -> Strategies:
        return (*pure[:one], x, *pure[one + 1 : two], y, *pure[two + 1 :])

    waiting = maximal_products(set(extreme_equilibria(*matrices)))
    while waiting:
        subset = waiting.pop()
        corners = sorted(subset)
        (x, y), (end_x, end_y) = corners[0], corners[-1]
        if x == end_x:
            points.update(_best_for_all(game, whole(x, y), two))
            continue
        if y == end_y:
            points.update(_best_for_all(game, whole(x, y), one))
            continue
        gains = _others_gains(game, pair, profile, [whole(*corner) for corner in corners])
        if max(map(max, gains), default=0) <= 0:
            points.update(whole(*corner) for corner in corners)
        elif tempting := [line for line in gains if min(line) >= 0 < max(line)]:
            # Nowhere a loss: no temptation only where all corners with weight are without gain.
            waiting += maximal_products({corner for corner, gain in zip(corners, tempting[0], strict=True) if not gain})
        elif (side := _cut_side(corners, gains)) is not None:
            # The temptations depend on one strategy alone; so the other set stays, and its middle stands for all of it.
            others = sorted({corner[1 - side] for corner in corners})
            middle = tuple(sum(weights) / len(others) for weights in zip(*others, strict=True))
            at = whole(x, middle) if side == 0 else whole(middle, y)
            cut = {vertex[pair[side]] for vertex in _best_for_all(game, at, pair[side])}
            points.update(whole(*(one, other)[:: 1 if side == 0 else -1]) for one in cut for other in others)
        else:
            unresolved.add(_supports(whole(*corner) for corner in corners))
            for x, y in corners:
                points.update(_best_for_all(game, whole(x, y), one))
                points.update(_best_for_all(game, whole(x, y), two))
    return points, unresolved


def _cut_side(corners: list[Strategies], gains: list[list[Fraction]]) -> int | None:
    """The side, 0 or 1, whose strategy alone decides what others gain over a subset; None where both do."""
    for side in (0, 1):
        if all(
            len({(corner[side], gain) for corner, gain in zip(corners, line, strict=True)})
            == len({corner[side] for corner in corners})
            for line in gains
            if max(line) > 0
        ):
            return side
    return None


def _supports(profiles: Iterable[Strategies]) -> Actions:
    """For each player the actions that it plays at some of the profiles."""
    return tuple(
        tuple(action for action, weights in enumerate(zip(*own, strict=True)) if any(weights))
        for own in zip(*profiles, strict=True)
    )


def _others_gains(
    game: StrategicGame, pair: tuple[int, int], profile: Profile, corners: list[Strategies]
) -> list[list[Fraction]]:
    """For each other player's action what it would gain at each of `corners`."""
    gains = []
    for player, chosen in enumerate(profile):
        if player not in pair:
            values = [game.action_payoffs(player, corner) for corner in corners]
            gains += [[line[action] - line[chosen] for line in values] for action in range(game.shape[player])]
    return gains


def _best_for_all(game: StrategicGame, strategies: Strategies, player: int) -> list[Strategies]:
    """The vertices of the polytope of strategies of `player` that make an equilibrium with the others' strategies."""
    size = game.shape[player]
    certain = [tuple(Fraction(int(action == chosen)) for action in range(size)) for chosen in range(size)]
    at = [(*strategies[:player], strategy, *strategies[player + 1 :]) for strategy in certain]
    own = [game.expected_payoff(player, point) for point in at]
    allowed = [action for action in range(size) if own[action] == max(own)]
    rows: set[tuple[int, ...]] = set()
    for other, strategy in enumerate(strategies):
        if other == player:
            continue
        values = [game.action_payoffs(other, at[action]) for action in allowed]
        played = next(action for action, weight in enumerate(strategy) if weight)
        for action in range(game.shape[other]):
            rows.add(_whole([line[played] - line[action] for line in values]))
            if strategy[action]:
                rows.add(_whole([line[action] - line[played] for line in values]))
    axes = [tuple(int(row == column) for column in range(len(allowed))) for row in range(len(allowed))]
    vertices = []
    for ray in extreme_rays([*axes, *sorted(row for row in rows if min(row) < 0)]):
        total = sum(ray.direction)
        weights = dict(zip(allowed, ray.direction, strict=True))
        strategy = tuple(Fraction(weights.get(action, 0), total) for action in range(size))
        vertices.append((*strategies[:player], strategy, *strategies[player + 1 :]))
    return vertices


def _whole(line: list[Fraction]) -> tuple[int, ...]:
    """A positive multiple of `line` in whole numbers."""
    scale = common_denominator(tuple(line))
    return tuple(int(value * scale) for value in line)
