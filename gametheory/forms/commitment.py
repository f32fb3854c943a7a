"""The commitment form: the leader binds itself to an action or a mixture, the follower sees to which and answers it.

Unlike in the sequential form, what is seen may be a mixture: an inspectorate that announces how often it will look.
"""

from __future__ import annotations

from dataclasses import dataclass

from gametheory.commitment_game import CommitmentGame
from gametheory.errors import NotApplicable
from gametheory.game import ParametricGame, StrategicGame

__all__ = ["DEFAULT_CONCEPT", "Rules", "play"]

DEFAULT_CONCEPT = "stackelberg"
"""What counts as stable where nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Who commits itself.

    Attributes
    ----------
    leader : str, optional
        The player; the first one where it is left out.
    """

    leader: str | None = None


def play(stage: StrategicGame | ParametricGame, rules: Rules) -> CommitmentGame:
    """The game in which the leader commits itself.

    Raises
    ------
    NotApplicable
        If there are not two players.
    UnknownName
        If the leader is none of them.
    """
    if len(stage.players) != 2:
        raise NotApplicable(f"the commitment form takes two players, and this game has {len(stage.players)}")
    leader = 0 if rules.leader is None else stage.player_index(rules.leader)
    return CommitmentGame(stage.at(), leader)
