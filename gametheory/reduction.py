"""The reduced game: what is left once the actions that another action strictly dominates are removed.

An action is *strictly dominated* by another when the other yields its player more whatever the others do. No Nash
equilibrium plays such an action, and removing it leaves the set of equilibria as it was, so removal may be repeated.
Weakly dominated actions are another matter: removing them can lose equilibria, so they stay. So do those that only a
mixture dominates, which would take a linear program each: they cost the solvers time, and never an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TypeVar

from gametheory.game import StrategicGame

__all__ = ["Actions", "restricted", "spread", "undominated"]

T = TypeVar("T")

Actions = tuple[tuple[int, ...], ...]
"""For each player the indices of some of its actions, ascending."""


def undominated(game: StrategicGame) -> Actions:
    """The actions left once those strictly dominated by another action are removed, again and again."""
    kept = tuple(tuple(range(size)) for size in game.shape)
    while True:
        left = kept
        for player in range(len(game.players)):
            left = (*left[:player], _not_dominated(game, left, player), *left[player + 1 :])
        if left == kept:
            return kept
        kept = left


def _not_dominated(game: StrategicGame, kept: Actions, player: int) -> tuple[int, ...]:
    payoffs = game.payoffs[player]
    others = [game.position(profile) for profile in product(*kept[:player], (0,), *kept[player + 1 :])]
    stride = game.position(tuple(int(index == player) for index in range(len(kept))))
    lines = {action: [payoffs[position + action * stride] for position in others] for action in kept[player]}
    return tuple(
        action
        for action, line in lines.items()
        if not any(all(more > less for more, less in zip(other, line, strict=True)) for other in lines.values())
    )


def restricted(game: StrategicGame, kept: Actions) -> StrategicGame:
    """The game in which each player has only the actions `kept`."""
    if kept == tuple(tuple(range(size)) for size in game.shape):
        return game
    positions = [game.position(profile) for profile in product(*kept)]
    return StrategicGame(
        game.players,
        tuple(tuple(names[action] for action in own) for names, own in zip(game.actions, kept, strict=True)),
        tuple(tuple(payoffs[position] for position in positions) for payoffs in game.payoffs),
    )


def spread(rows: Sequence[Sequence[T]], kept: Actions, shape: tuple[int, ...], nothing: T) -> tuple[tuple[T, ...], ...]:
    """What is said of the actions `kept`, said of all actions: `nothing` of the others."""
    return tuple(
        tuple(known.get(action, nothing) for action in range(size))
        for row, own, size in zip(rows, kept, shape, strict=True)
        for known in (dict(zip(own, row, strict=True)),)
    )
