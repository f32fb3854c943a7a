"""Every full ranking that the source leaves to two players, and what is stable in each pair of rankings.

Comparisons that some reading of the game sets aside are not taken for granted: the rankings agree with all others. So
the map holds every reading that the scenario names, if its payoffs rank the outcomes without ties, and those that it
does not name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from gametheory.errors import InvalidGame, TooLarge
from gametheory.game import Profile, StrategicGame
from gametheory.linear_extensions import Rankings, Ranks
from gametheory.partial_order import PartialOrder
from gametheory.solve import Play, solve
from payoffs.orders import stated_comparisons
from payoffs.utility import settings
from reports.analyses import once_a_study, standing
from reports.study import Study, stable_under

__all__ = ["MOST_RANKINGS", "Completions", "completions"]

MOST_RANKINGS = 8
"""The most rankings of one player that are set against the other's."""

_MOST_OUTCOMES = 12


@dataclass(frozen=True, slots=True)
class Completions:
    """Two players' rankings and the outcomes that are stable in each pair.

    Attributes
    ----------
    game : StrategicGame
        Who plays what.
    rankings : tuple of tuple of Ranks
        For each player its rankings; more is better.
    stable : mapping from (int, int) to tuple of Profile
        For each pair of rankings, by number, the pure Nash equilibria.
    named : tuple of mapping from str to int
        For each player the readings of the scenario that have one of its rankings, and which.
    here : (int, int), or None
        The pair that the study's own payoffs have; None where they tie, or contradict a comparison.
    """

    game: StrategicGame
    rankings: tuple[tuple[Ranks, ...], tuple[Ranks, ...]]
    stable: Mapping[tuple[int, int], tuple[Profile, ...]]
    named: tuple[Mapping[str, int], Mapping[str, int]]
    here: tuple[int, int] | None


@once_a_study
def completions(study: Study, game: str) -> Completions | None:
    """The rankings that the comparisons of a game leave its two players.

    None where there are not two players, or more than `MOST_RANKINGS` rankings of one of them, or nothing is open.
    """
    entry = study.games[game]
    stage = entry.stage
    size = prod(stage.shape)
    if len(stage.players) != 2 or size > _MOST_OUTCOMES:
        return None
    readings = study.scenario.readings
    contested = {one for names in entry.game.readings.values() for name in names for one in readings[name].sets_aside}
    contested &= {comparison.id for comparison in entry.game.comparisons}
    stated = stated_comparisons(entry.game, entry.parametric, contested)
    listed: list[tuple[Ranks, ...]] = []
    for player in range(2):
        own = [one for one in stated if one.player == player]
        strict = [pair for one in own if one.strict for pair in one.pairs]
        weak = [pair for one in own if not one.strict for pair in one.pairs]
        try:
            allowed = Rankings(PartialOrder.from_pairs(size, strict, weak))
            if allowed.count() > MOST_RANKINGS:
                return None
        except (InvalidGame, TooLarge):
            return None
        listed.append(tuple(allowed))
    if len(listed[0]) * len(listed[1]) == 1:
        return None
    pairs = {
        (row, column): _stable(stage, (one, two))
        for row, one in enumerate(listed[0])
        for column, two in enumerate(listed[1])
    }
    named = _named(study, game, 0, listed[0]), _named(study, game, 1, listed[1])
    own_rankings = [_place(stage.payoffs[player], listed[player]) for player in range(2)]
    row, column = own_rankings
    here = None if row is None or column is None else (row, column)
    return Completions(stage, (listed[0], listed[1]), pairs, named, here)


def _stable(stage: StrategicGame, ranks: tuple[Ranks, Ranks]) -> tuple[Profile, ...]:
    payoffs = tuple(tuple(map(Fraction, own)) for own in ranks)
    ranked = StrategicGame(stage.players, stage.actions, payoffs)
    return stable_under(solve(ranked, Play(concept="pure_nash")))


def _named(study: Study, game: str, player: int, listed: tuple[Ranks, ...]) -> dict[str, int]:
    """The readings of one player whose payoffs have one of the rankings listed."""
    entry = study.games[game]
    parametric = standing(study, game)
    found = {}
    for name in entry.game.readings.get(entry.stage.players[player], ()):
        point = settings(study.scenario, readings=(name,), policy=study.policy, at=study.at)
        there = parametric.at({key: value for key, value in point.items() if key in parametric.parameters})
        place = _place(there.payoffs[player], listed)
        if place is not None:
            found[name] = place
    return found


def _place(payoffs: tuple[Fraction, ...], listed: tuple[Ranks, ...]) -> int | None:
    """Which of the rankings the payoffs have; None for one with ties, or none of these."""
    order = sorted(range(len(payoffs)), key=lambda position: payoffs[position])
    if len(set(payoffs)) < len(payoffs):
        return None
    found = (place for place, ranks in enumerate(listed) if sorted(order, key=lambda one: ranks[one]) == order)
    return next(found, None)
