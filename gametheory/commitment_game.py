"""A two-player game in which one player, the leader, commits itself for all to see before the other chooses."""

from __future__ import annotations

from dataclasses import dataclass

from gametheory.game import StrategicGame

__all__ = ["CommitmentGame"]


@dataclass(frozen=True, slots=True)
class CommitmentGame:
    """A commitment game.

    Attributes
    ----------
    stage : StrategicGame
        The game of two players.
    leader : int
        The player who commits itself, to an action or to a mixture of actions.
    """

    stage: StrategicGame
    leader: int

    @property
    def players(self) -> tuple[str, ...]:
        """Who plays."""
        return self.stage.players

    @property
    def follower(self) -> int:
        """The player who sees the commitment and answers it."""
        return 1 - self.leader

    def strategic_form(self) -> StrategicGame:
        """The stage game, for concepts in which nobody can commit itself."""
        return self.stage
