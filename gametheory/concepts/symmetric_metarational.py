"""Symmetric metarationality: an improvement is deterred if a response undoes it and leaves its maker no way out.

State s is symmetric metarational (SMR) for player i if for every unilateral improvement s1 of i from s there is a state
s2 in the reachable list of the others from s1 that i does not prefer to s, and from which i cannot move to any state
that it prefers to s. The others move by legal sequences and may hurt themselves. Source: Howard (1971), Paradoxes of
Rationality; for graph models with n players Fang, Hipel and Kilgour (1993), Interactive Decision Making, section 3.4.
"""

from __future__ import annotations

from collections.abc import Iterator

from gametheory.graph_model import GraphModel
from gametheory.stability import (
    Improvement,
    StabilityAnswer,
    certify_by_responses,
    solve_by_responses,
    unsanctioned,
    worths_of_responses,
)

__all__ = ["ACCEPTS", "certify", "deviations", "solve"]

ACCEPTS = (GraphModel,)

RANKINGS_ONLY = True
"""The answer hangs on how each player ranks the outcomes, and on nothing else."""


def deviations(game: GraphModel, state: int) -> tuple[Improvement, ...]:
    """Every unilateral improvement that no inescapable response undoes; empty exactly at an equilibrium."""
    return unsanctioned(game, state, _worths)


def solve(game: GraphModel) -> StabilityAnswer:
    """Which states are symmetric metarational, and for whom."""
    return solve_by_responses(game, "symmetric_metarational", game.moves, _escapes(game))


def certify(game: GraphModel, answer: StabilityAnswer) -> None:
    """Check move by move what is said of every state; raises `CertificateError` where it is wrong."""
    certify_by_responses(game, answer, game.targets, _escapes(game))


def _escapes(game: GraphModel) -> list[list[int]]:
    return [[_escape(game, player, state) for state in range(len(game.states))] for player in range(len(game.players))]


def _escape(game: GraphModel, player: int, state: int) -> int:
    """The best rank that the player can have at a state or one move from it."""
    ranks = game.ranks[player]
    return max(ranks[reached] for reached in (state, *game.moves[player][state]))


def _worths(game: GraphModel, player: int, state: int, target: int) -> Iterator[int]:
    """The best that the player can make of each state that the others can respond with."""
    del state
    return worths_of_responses(game, game.targets, player, target, lambda response: _escape(game, player, response))
