"""Nash equilibria in mixed strategies: no player would gain by another strategy, the others' being what they are.

Two players: all extreme equilibria, the maximal Nash subsets and the components, however degenerate the game
(`gametheory.vertex_enumeration`, `gametheory.nash_subsets`). Three and more: all pure equilibria, and the mixed ones
exactly or in proven enclosures (`gametheory.support_enumeration`). One player: the actions that yield most. In each
case the actions that another action strictly dominates are removed first, which changes no equilibrium.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fractions import Fraction

from gametheory.deviation import Deviation, possible_deviations, profitable_deviations
from gametheory.errors import TooLarge
from gametheory.game import StrategicGame, Strategies
from gametheory.interval import Interval
from gametheory.nash_subsets import components, maximal_products
from gametheory.reduction import restricted, spread, undominated
from gametheory.solution import EnclosedEquilibrium, Equilibrium, Solution
from gametheory.vertex_enumeration import extreme_equilibria

__all__ = ["ACCEPTS", "deviations", "solve"]

ACCEPTS = (StrategicGame,)


def deviations(game: StrategicGame, equilibrium: Equilibrium | EnclosedEquilibrium) -> tuple[Deviation, ...]:
    """Every action that would pay a player more; empty exactly at an equilibrium.

    At an enclosed equilibrium: every action that is not proven to pay less.
    """
    if isinstance(equilibrium, EnclosedEquilibrium):
        return possible_deviations(game, equilibrium.enclosure)
    return profitable_deviations(game, equilibrium.strategies)


def solve(game: StrategicGame) -> Solution:
    """The Nash equilibria of a game.

    Returns
    -------
    Solution
        For one and two players complete, with every extreme equilibrium. For more, the pure equilibria are all there;
        `unresolved` names the support profiles that may carry mixed ones beyond those reported, and `complete` says
        that there is none.

    Raises
    ------
    TooLarge
        If the enumeration is out of reach.
    """
    kept = undominated(game)
    inner = restricted(game, kept)
    if len(game.players) == 1:  # every action that is left yields the same
        one = [tuple(Fraction(int(action == best)) for action in range(len(kept[0]))) for best in range(len(kept[0]))]
        return _solution(game, {(spread((weights,), kept, game.shape, Fraction(0))) for weights in one}, "comparison")
    if len(game.players) == 2:
        try:
            points = extreme_equilibria(inner.matrix(0), inner.matrix(1))
        except TooLarge as error:
            size = " x ".join(map(str, inner.shape))
            raise TooLarge(
                f"all equilibria of this game, {size} without strictly dominated actions, ask for {error}; the concept "
                "pure_nash takes games of this size"
            ) from error
        exact = {spread(point, kept, game.shape, Fraction(0)) for point in points}
        return _solution(game, exact, "vertex enumeration")

    from gametheory.support_enumeration import all_equilibria

    found = all_equilibria(inner)
    nothing = Interval(Fraction(0), Fraction(0))
    enclosed = [
        EnclosedEquilibrium(
            spread(system.enclosure(box), kept, game.shape, nothing),
            tuple(system.payoff_range(player, box) for player in range(len(game.players))),
        )
        for system, box in found.enclosures
    ]
    unresolved = [
        tuple(tuple(own[action] for action in support) for own, support in zip(kept, supports, strict=True))
        for supports in found.unresolved
    ]
    exact = {spread(point, kept, game.shape, Fraction(0)) for point in found.points}
    return _solution(game, exact, "support enumeration", enclosed, unresolved)


def _solution(
    game: StrategicGame,
    points: Collection[Strategies],
    method: str,
    enclosed: Iterable[EnclosedEquilibrium] = (),
    unresolved: Iterable[tuple[tuple[int, ...], ...]] = (),
) -> Solution:
    ordered = sorted(points, key=_order)
    index = {point: number for number, point in enumerate(ordered)}
    subsets = maximal_products(ordered)
    intervals = tuple(sorted(enclosed, key=lambda found: _order([[s.lower for s in own] for own in found.enclosure])))
    left_open = tuple(sorted(unresolved))
    return Solution(
        game=game,
        concept="nash",
        method=method,
        arithmetic="exact rational and proven intervals" if intervals else "exact rational",
        complete=not left_open,
        equilibria=tuple(Equilibrium.of(game, point) for point in ordered),
        maximal_subsets=_indices(subsets, index),
        components=_indices(components(ordered, subsets), index),
        enclosed=intervals,
        unresolved=left_open,
    )


def _order(strategies: Iterable[Iterable[Fraction]]) -> tuple[bool, tuple[Fraction, ...]]:
    """Pure equilibria first, then by the weight on earlier actions."""
    weights = tuple(-weight for strategy in strategies for weight in strategy)
    return any(weight not in {0, -1} for weight in weights), weights


def _indices(groups: Iterable[Iterable[Strategies]], index: dict[Strategies, int]) -> tuple[tuple[int, ...], ...]:
    return tuple(sorted(tuple(sorted(index[point] for point in group)) for group in groups))
