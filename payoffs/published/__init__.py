"""Published games in strategic form with all their equilibria, against which the solvers can be held.

Payoffs are facts, typed anew from the works cited. `games.json` states for each game all extreme Nash equilibria and
the number of connected components, and whether the source states them or this project computed them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Literal

from gametheory.game import StrategicGame, Strategies

__all__ = ["PublishedGame", "published_games"]


@dataclass(frozen=True, slots=True)
class PublishedGame:
    """A published game and what is published of it.

    Attributes
    ----------
    id, title, source : str
        Its name here, what it is called, and where it is printed.
    stated : str
        Who states the equilibria: the ``"source"``, or only this project's own ``"computation"``.
    game : StrategicGame
        Its payoffs.
    equilibria : frozenset of strategies
        All extreme Nash equilibria.
    components : int
        How many connected components all equilibria form.
    """

    id: str
    title: str
    source: str
    stated: Literal["source", "computation"]
    game: StrategicGame
    equilibria: frozenset[Strategies]
    components: int


@cache
def published_games() -> tuple[PublishedGame, ...]:
    """Every published game that comes with this package, in the order of its file."""
    text = files(__name__).joinpath("games.json").read_text(encoding="utf-8")
    return tuple(
        PublishedGame(
            id=entry["id"],
            title=entry["title"],
            source=entry["source"],
            stated=entry["stated"],
            game=StrategicGame.from_arrays([entry["row"], entry["column"]]),
            equilibria=frozenset(
                tuple(tuple(map(Fraction, strategy)) for strategy in point) for point in entry["equilibria"]
            ),
            components=entry["components"],
        )
        for entry in json.loads(text)["games"]
    )
