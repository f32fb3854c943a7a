"""The plays that a scenario's game is given, as the plays that a solver takes."""

from __future__ import annotations

from gametheory.errors import UnknownName
from gametheory.solve import Play
from payoffs.scenario import Game

__all__ = ["play_named"]


def play_named(game: Game, name: str) -> Play:
    """The stated play called `name`, whether written with hyphens or underscores.

    Raises
    ------
    UnknownName
        If the game states no such play.
    """
    wanted = name.replace("-", "_")
    if wanted not in game.plays:
        raise UnknownName("play of this game", name, game.plays)
    stated = game.plays[wanted]
    return Play(stated.form, stated.concept, stated.rules)
