"""What a report asks beyond its games' answers, computed once a study: where they flip, what else the source allows.

Each function is memoised in the study that it is asked of, so that a figure, a table and a sentence that need the same
facts share one computation, and a report that shows none of them pays for none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from itertools import permutations
from math import factorial, prod
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from gametheory.errors import InvalidParameter, NotApplicable, TooLarge
from gametheory.game import ParametricGame, Profile
from gametheory.solve import Play, solve
from reports.study import stable_under

if TYPE_CHECKING:
    from gametheory.design import Design
    from gametheory.flip_answer import FlipPoints
    from gametheory.reading_counts import Readings
    from gametheory.region_map import RegionMap
    from gametheory.side_payments import SidePayments
    from payoffs.policy_comparison import PolicyComparison
    from reports.study import Study

__all__ = [
    "MOST_ORDERS",
    "MOST_OUTCOMES",
    "MOST_RANKINGS",
    "ORDINAL",
    "POLICY_WORLDS",
    "RANKINGS_DRAWN",
    "RANKING_CONCEPTS",
    "Remedy",
    "by_concept",
    "flips",
    "nearest",
    "once_a_study",
    "policies",
    "rankings",
    "region",
    "remedy",
    "standing",
]

P = ParamSpec("P")
R = TypeVar("R")


def once_a_study(function: Callable[Concatenate[Study, P], R]) -> Callable[Concatenate[Study, P], R]:
    """Memoise a function of a study and of hashable arguments in the study."""

    @wraps(function)
    def remembered(study: Study, /, *args: P.args, **kwargs: P.kwargs) -> R:
        key = (function.__module__, function.__qualname__, args, tuple(sorted(kwargs.items())))
        if key not in study.memory:
            study.memory[key] = function(study, *args, **kwargs)
        found: R = study.memory[key]
        return found

    return remembered


@once_a_study
def standing(study: Study, game: str) -> ParametricGame:
    """The game with its parameters where the study stands."""
    parametric = study.games[game].parametric
    return parametric.moved({name: value for name, value in study.point.items() if name in parametric.parameters})


@once_a_study
def flips(study: Study, game: str) -> tuple[FlipPoints, ...]:
    """For each weight and lever of a game that has a range, where the answer flips along it alone; in their order.

    Empty for a game in which that is out of reach.
    """
    from gametheory.flip_points import flip_points

    stage = standing(study, game)
    try:
        return tuple(flip_points(stage, name) for name, entry in stage.parameters.items() if entry.low < entry.high)
    except (NotApplicable, TooLarge):
        return ()


@once_a_study
def nearest(study: Study, game: str) -> tuple[FlipPoints, ...]:
    """Those of them that flip at all, the nearest flip (as a share of the range) first; ties in their order."""

    def distance(found: FlipPoints) -> float:
        return float(found.nearest.distance) if found.nearest else 1.0

    return tuple(sorted((found for found in flips(study, game) if found.nearest), key=distance))


@once_a_study
def region(study: Study, game: str) -> RegionMap | None:
    """The map over the two parameters whose flips are nearest; None where fewer than two flip anything."""
    from gametheory.regions import regions

    names = [found.parameter.name for found in nearest(study, game)[:2]]
    try:
        return regions(standing(study, game), names[0], names[1]) if len(names) == 2 else None
    except (NotApplicable, TooLarge):
        return None


ORDINAL = ("general_metarational", "symmetric_metarational", "sequentially_stable")
"""The concepts of the graph model, in which countermoves are foreseen, from the weakest to the strongest."""

MOST_OUTCOMES, MOST_ORDERS = 64, 24
"""The most outcomes of a game that are tried under every concept, and the most orders of moves."""


@once_a_study
def by_concept(study: Study, game: str) -> tuple[tuple[Play, frozenset[Profile]], ...]:
    """Which outcomes are stable under each concept that needs no more than the order of each player's payoffs.

    Pure Nash equilibrium, subgame perfection for each order of observed moves, and the concepts of the graph model, in
    that order, at the study's point. Nothing where the game has more than `MOST_OUTCOMES` outcomes or `MOST_ORDERS`
    orders of moves, or fewer than two players.
    """
    stage = study.games[game].stage
    players = len(stage.players)
    if players < 2 or prod(stage.shape) > MOST_OUTCOMES or factorial(players) > MOST_ORDERS:
        return ()
    orders = (Play("sequential", "subgame_perfect", {"order": order}) for order in permutations(stage.players))
    plays = (Play(concept="pure_nash"), *orders, *(Play("ordinal", concept) for concept in ORDINAL))
    return tuple((play, frozenset(stable_under(solve(stage, play)))) for play in plays)


POLICY_WORLDS = 2000
"""The worlds of each game over which a report compares policies."""


@once_a_study
def policies(study: Study) -> PolicyComparison | InvalidParameter | None:
    """The scenario's policies over common worlds of the study's games; None where none moves a game of them.

    Or why they cannot be compared: some readings contradict the comparisons, and there is no world of them.
    """
    from payoffs.policies import compare_policies

    if not study.scenario.policies:
        return None
    try:
        found = compare_policies(
            study.scenario,
            study.games,
            samples=POLICY_WORLDS,
            readings=study.readings,
            at=study.at,
            nearest=False,
        )
    except InvalidParameter as error:
        return error
    return found if any(found.moves(name) for name in found.policies) else None


RANKING_CONCEPTS = ("pure_nash", "subgame_perfect", "sequentially_stable")
"""The concepts under which a report counts the rankings that a source allows."""

RANKINGS_DRAWN, MOST_RANKINGS = 2000, 200_000
"""How many readings a report draws where there are too many to list, and up to how many it leaves comparisons out."""


@once_a_study
def rankings(study: Study, game: str) -> Readings | None:
    """In how many of the rankings that a game's comparisons allow each outcome is stable, and without each comparison.

    Comparisons that the study's readings set aside are left out. Counts without each comparison are of pure Nash
    equilibria, and only where there are no more than `MOST_RANKINGS` readings. None for a game without comparisons, or
    one that is too large.
    """
    from gametheory.readings import readings
    from payoffs.orders import stated_comparisons

    entry = study.games[game]
    aside = {name for reading in study.readings for name in study.scenario.readings[reading].sets_aside}
    own = {comparison.id for comparison in entry.game.comparisons}
    stated = stated_comparisons(entry.game, entry.parametric, aside & own)
    if not stated or len(entry.stage.players) < 2 or prod(entry.stage.shape) > MOST_OUTCOMES:
        return None
    try:
        found = readings(entry.stage, stated, concepts=RANKING_CONCEPTS, samples=RANKINGS_DRAWN)
        if found.total is None or found.total > MOST_RANKINGS:
            return found
        return replace(
            found, without=readings(entry.stage, stated, concepts=RANKING_CONCEPTS[:1], drop_each=True).without
        )
    except TooLarge:
        return None


@dataclass(frozen=True, slots=True)
class Remedy:
    """What would make a wanted outcome stable: the least change of levers, and the least payments as things are."""

    design: Design
    payments: SidePayments


@once_a_study
def remedy(study: Study, game: str) -> Remedy | None:
    """What would make the outcome stable that the game's question is about; None where the scenario names none."""
    from gametheory.design import design
    from gametheory.side_payments import side_payments

    entry = study.games[game]
    if not entry.game.wanted:
        return None
    stage = standing(study, game)
    profile = tuple(stage.actions[player].index(entry.game.wanted[name]) for player, name in enumerate(stage.players))
    levers = [name for name in study.scenario.levers if name in stage.parameters]
    try:
        return Remedy(design(stage, profile, levers=levers, in_groups=True), side_payments(stage, profile))
    except TooLarge:
        return None
