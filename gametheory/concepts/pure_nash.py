"""Nash equilibria in pure strategies: everyone plays one action for certain, and nobody would gain by another.

A pure profile is an equilibrium when each player's action is a best response to the others' actions. Checking every
profile finds them all, for any number of players.
"""

from __future__ import annotations

from math import prod

from gametheory.deviation import Deviation, profitable_deviations
from gametheory.game import StrategicGame
from gametheory.solution import Equilibrium, Solution

__all__ = ["ACCEPTS", "best_responses", "deviations", "solve"]

ACCEPTS = (StrategicGame,)


def deviations(game: StrategicGame, equilibrium: Equilibrium) -> tuple[Deviation, ...]:
    """Every action that would pay a player more; empty exactly at an equilibrium."""
    return profitable_deviations(game, equilibrium.strategies)


def solve(game: StrategicGame) -> Solution:
    """All pure equilibria, in the order of the game's profiles."""
    wanted = set(range(prod(game.shape)))
    for player in range(len(game.players)):
        wanted &= best_responses(game, player)
    equilibria = tuple(
        Equilibrium.pure_at(game, profile) for position, profile in enumerate(game.profiles()) if position in wanted
    )
    alone = tuple((index,) for index in range(len(equilibria)))
    return Solution(
        game=game,
        concept="pure_nash",
        method="check of every profile",
        arithmetic="exact rational",
        complete=True,
        equilibria=equilibria,
        maximal_subsets=alone,
        components=alone,
    )


def best_responses(game: StrategicGame, player: int) -> set[int]:
    """The positions of the profiles at which the player's action is a best response to the others'."""
    payoffs = game.payoffs[player]
    own = game.shape[player]
    stride = prod(game.shape[player + 1 :])
    found: set[int] = set()
    for block in range(0, len(payoffs), own * stride):
        for offset in range(block, block + stride):
            line = range(offset, offset + own * stride, stride)
            most = max(payoffs[position] for position in line)
            found.update(position for position in line if payoffs[position] == most)
    return found
