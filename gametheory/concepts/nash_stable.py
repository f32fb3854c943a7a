"""Nash stability in a graph model: a player stays where it has no unilateral improvement.

State s is Nash stable for player i if i cannot move from s to a state that it prefers. Nobody's response is considered,
so nothing is a sanction. Where the states are the profiles of a strategic game and every action can be changed for
every other, the equilibria are its pure Nash equilibria. Source: Fang, Hipel and Kilgour (1993), Interactive Decision
Making: The Graph Model for Conflict Resolution, section 3.2, after Nash (1951).
"""

from __future__ import annotations

from gametheory.graph_model import GraphModel
from gametheory.stability import Improvement, StabilityAnswer, certify_equilibria, stability, unsanctioned

__all__ = ["ACCEPTS", "certify", "deviations", "solve"]

ACCEPTS = (GraphModel,)

RANKINGS_ONLY = True
"""The answer hangs on how each player ranks the outcomes, and on nothing else."""


def deviations(game: GraphModel, state: int) -> tuple[Improvement, ...]:
    """Every unilateral improvement from a state; empty exactly at an equilibrium."""
    return unsanctioned(game, state, _worths)


def solve(game: GraphModel) -> StabilityAnswer:
    """Which states are Nash stable, and for whom."""
    return stability(game, "nash_stable", "check of every move", lambda player, state, target: False)


def certify(game: GraphModel, answer: StabilityAnswer) -> None:
    """Check every equilibrium by the definition; raises `CertificateError` where one fails."""
    certify_equilibria(game, answer, _worths)


def _worths(game: GraphModel, player: int, state: int, target: int) -> tuple[int, ...]:
    """No response counts."""
    del game, player, state, target
    return ()
