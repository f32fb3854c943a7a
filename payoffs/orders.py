"""The partial orders that a scenario's comparisons give the players of a game, ready for counting readings."""

from __future__ import annotations

from collections.abc import Collection

from gametheory.errors import UnknownName
from gametheory.game import ParametricGame
from gametheory.parameters import MultiAffine
from gametheory.readings import Stated
from payoffs.comparisons import expand
from payoffs.salience import salience_conditions
from payoffs.scenario import Game, Scenario
from payoffs.utility import parametric_game

__all__ = ["stated_comparisons", "stated_margins"]


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


def stated_margins(scenario: Scenario, game_id: str, moving: Collection[str] | None = None) -> tuple[MultiAffine, ...]:
    """What the stated comparisons and the tiers of salience ask of a game's weights: that none of these is negative.

    For a comparison, the better payoff less the worse one; for tiers, a weight less one of the next tier.

    Parameters
    ----------
    scenario : Scenario
    game_id : str
    moving : collection of str, optional
        Only the margins that these parameters move are of interest.

    Returns
    -------
    tuple of MultiAffine
        In the weights alone. Every lever stands at its default, whatever a policy would make of it: comparisons are
        stated of the situation that the source describes, and that is how they bear witness to the weights.
    """
    stage = parametric_game(scenario, game_id)
    levers = {name: entry.default for name, entry in stage.parameters.items() if name not in scenario.interests}
    margins = tuple(
        (stage.payoffs[stated.player][better] - stage.payoffs[stated.player][worse]).given(levers)
        for stated in stated_comparisons(scenario.games[game_id], stage)
        for better, worse in stated.pairs
    ) + salience_conditions(scenario, stage)
    return tuple(margin for margin in margins if moving is None or not margin.parameters.isdisjoint(moving))
