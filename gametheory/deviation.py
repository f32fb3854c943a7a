"""Profitable deviations, exactly: the certificate of every reported equilibrium. Knows games, and no solver.

A profile of mixed strategies is a Nash equilibrium if and only if no player has an action that yields it more against
the others' strategies than its own strategy does (Nash 1951, Annals of Mathematics 54).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gametheory.errors import CertificateError
from gametheory.game import StrategicGame, Strategies

__all__ = ["Deviation", "check_strategies", "profitable_deviations"]


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
