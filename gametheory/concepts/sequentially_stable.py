"""Sequential stability: an improvement is deterred if the others undo it by moves that serve themselves.

State s is sequentially stable (SEQ) for player i if for every unilateral improvement s1 of i from s there is a state s2
to which a legal sequence of unilateral improvements of the others leads from s1, and which i does not prefer to s. Each
move of such a sequence is to a state that its mover prefers to the state just before, so that the sanction is credible.
Source: Fraser and Hipel (1979), IEEE Transactions on Systems, Man and Cybernetics 9; for graph models with n players
Fang, Hipel and Kilgour (1993), Interactive Decision Making, section 3.4.
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
    """Every unilateral improvement that no credible response undoes; empty exactly at an equilibrium."""
    return unsanctioned(game, state, _worths)


def solve(game: GraphModel) -> StabilityAnswer:
    """Which states are sequentially stable, and for whom."""
    return solve_by_responses(game, "sequentially_stable", game.improvement_graphs(), game.ranks)


def certify(game: GraphModel, answer: StabilityAnswer) -> None:
    """Check move by move what is said of every state; raises `CertificateError` where it is wrong."""
    certify_by_responses(game, answer, game.improvements, game.ranks)


def _worths(game: GraphModel, player: int, state: int, target: int) -> Iterator[int]:
    """How the player ranks each state that improvements of the others lead to."""
    del state
    return worths_of_responses(game, game.improvements, player, target, game.ranks[player].__getitem__)
