"""General metarationality: an improvement is deterred if the others can respond with anything that undoes it.

State s is general metarational (GMR) for player i if for every unilateral improvement s1 of i from s there is a state
s2 in the reachable list of the others from s1 that i does not prefer to s. The others move by legal sequences, in which
nobody moves twice in a row, and may hurt themselves. Source: Howard (1971), Paradoxes of Rationality; for graph models
with n players Fang, Hipel and Kilgour (1993), Interactive Decision Making, section 3.4.
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
    """Every unilateral improvement that no response undoes; empty exactly at an equilibrium."""
    return unsanctioned(game, state, _worths)


def solve(game: GraphModel) -> StabilityAnswer:
    """Which states are general metarational, and for whom."""
    return solve_by_responses(game, "general_metarational", game.moves, game.ranks)


def certify(game: GraphModel, answer: StabilityAnswer) -> None:
    """Check move by move what is said of every state; raises `CertificateError` where it is wrong."""
    certify_by_responses(game, answer, game.targets, game.ranks)


def _worths(game: GraphModel, player: int, state: int, target: int) -> Iterator[int]:
    """How the player ranks each state that the others can respond with."""
    del state
    return worths_of_responses(game, game.targets, player, target, game.ranks[player].__getitem__)
