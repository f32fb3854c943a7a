"""The partial orders that a scenario's comparisons give the players of a game, ready for counting readings."""

from __future__ import annotations

from collections.abc import Collection

from gametheory.errors import UnknownName
from gametheory.game import ParametricGame
from gametheory.readings import Stated
from payoffs.comparisons import expand
from payoffs.scenario import Game

__all__ = ["stated_comparisons"]


def stated_comparisons(game: Game, stage: ParametricGame, without: Collection[str] = ()) -> tuple[Stated, ...]:
    """Every comparison of a game as pairs of positions, but for those that are left out by their ids.

    Raises
    ------
    UnknownName
        If one to be left out does not exist.
    """
    known = [comparison.id for comparison in game.comparisons]
    for name in without:
        if name not in known:
            raise UnknownName("comparison", name, known)
    return tuple(
        Stated(
            comparison.id,
            stage.player_index(comparison.player),
            tuple((stage.position(better), stage.position(worse)) for better, worse in expand(game, comparison)),
            comparison.strict,
        )
        for comparison in game.comparisons
        if comparison.id not in without
    )
