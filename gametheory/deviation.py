"""Profitable deviations, exactly: the certificate of every reported equilibrium. Knows games, and no solver.

A profile of mixed strategies is a Nash equilibrium if and only if no player has an action that yields it more against
the others' strategies than its own strategy does (Nash 1951, Annals of Mathematics 54).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gametheory.errors import CertificateError
from gametheory.game import StrategicGame, Strategies
from gametheory.indifference import IndifferenceSystem
from gametheory.interval import Interval

__all__ = ["Deviation", "check_strategies", "possible_deviations", "profitable_deviations"]


@dataclass(frozen=True, slots=True)
class Deviation:
    """An action that would pay a player more than what it does now, and by how much."""

    player: str
    action: str
    gain: Fraction


def profitable_deviations(game: StrategicGame, strategies: Strategies) -> tuple[Deviation, ...]:
    """Every action that would yield its player more than its strategy does; empty exactly at a Nash equilibrium."""
    found = []
    for index, player in enumerate(game.players):
        values = game.action_payoffs(index, strategies)
        own = sum((weight * value for weight, value in zip(strategies[index], values, strict=True)), Fraction(0))
        found += [
            Deviation(player, action, value - own)
            for action, value in zip(game.actions[index], values, strict=True)
            if value > own
        ]
    return tuple(found)


def check_strategies(game: StrategicGame, strategies: Strategies) -> None:
    """Raise `CertificateError` unless there is one probability distribution a player, over its actions."""
    if len(strategies) != len(game.players):
        raise CertificateError(f"{len(strategies)} strategies for {len(game.players)} players")
    for player, actions, strategy in zip(game.players, game.actions, strategies, strict=True):
        if len(strategy) != len(actions) or min(strategy) < 0 or sum(strategy) != 1:
            raise CertificateError(f"the strategy of {player!r} is not a distribution over its actions: {strategy}")


def possible_deviations(game: StrategicGame, enclosure: tuple[tuple[Interval, ...], ...]) -> tuple[Deviation, ...]:
    """Every action that may yield its player as much as its strategy does, at the equilibrium within `enclosure`.

    Empty means that there is exactly one profile within the intervals at which every player is indifferent among the
    actions that it plays, and that it is a Nash equilibrium, which no other action matches. That profile need not be
    known: Krawczyk's test (`gametheory.indifference`) proves that it exists and is alone.

    Parameters
    ----------
    enclosure : tuple of tuple of Interval
        For each player and action an interval of probabilities; exactly zero for the actions that are not played.

    Returns
    -------
    tuple of Deviation
        With the greatest gain that the intervals leave open.

    Raises
    ------
    CertificateError
        If the intervals are not distributions over the game's actions, or are not proven to hold one solution.
    """
    if [len(strategy) for strategy in enclosure] != list(game.shape):
        raise CertificateError("the intervals are not one a player and action")
    supports = tuple(tuple(action for action, side in enumerate(own) if side.upper) for own in enclosure)
    for player, own, support in zip(game.players, enclosure, supports, strict=True):
        if not support or any(side.lower < 0 or (side.lower == 0 and not side.exact) for side in own):
            raise CertificateError(f"the intervals of {player!r} leave open whether an action is played")
        last = own[support[-1]]
        low = 1 - sum(own[action].upper for action in support[:-1])
        high = 1 - sum(own[action].lower for action in support[:-1])
        if low < last.lower or high > last.upper:
            raise CertificateError(f"the intervals of {player!r} leave out probabilities that would sum to one")
    system = IndifferenceSystem(game, supports)
    box = tuple(enclosure[player][action] for player, action in system.unknowns)
    if not system.one_root(box):
        raise CertificateError(
            "the intervals are not proven to hold exactly one solution of the indifference equations"
        )
    found = []
    for index, (player, support) in enumerate(zip(game.players, supports, strict=True)):
        for action, name in enumerate(game.actions[index]):
            if action not in support:
                gain = system.gap_range(index, action, support[-1], box).upper
                if gain >= 0:
                    found.append(Deviation(player, name, gain))
    return tuple(found)
