"""The commitment form: a leader announces what it will do, mixing included, and keeps to it; the follower then answers.

The follower sees the announced strategy, not the action that is drawn from it. So a leader who announces an inspection
rate commits to the rate. Announcing single actions only is the sequential form, in which the leader moves first.
"""

from __future__ import annotations

from dataclasses import dataclass

from gametheory.commitment_game import CommitmentGame
from gametheory.game import ParametricGame, StrategicGame

__all__ = ["DEFAULT_CONCEPT", "Rules", "play"]

DEFAULT_CONCEPT = "stackelberg"
"""What counts as stable where nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Who commits.

    Attributes
    ----------
    leader : str
        The player who announces its strategy; empty for the first of the stage game.
    """

    leader: str = ""


def play(stage: StrategicGame | ParametricGame, rules: Rules) -> CommitmentGame:
    """The game in which the leader commits.

    Raises
    ------
    UnknownName
        If the leader does not play.
    NotApplicable
        If there are not two players.
    """
    game = stage.at()
    return CommitmentGame(game, game.player_index(str(rules.leader).strip()) if rules.leader else 0)
