"""Every answer that a report needs, computed once: games solved at a point, under each reading and under each policy.

Nothing here is prose and nothing is drawn: `reports.findings` decides what these answers allow one to claim.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import gametheory
from gametheory.answer import Answer as PlayAnswer
from gametheory.concepts.pure_nash import best_responses
from gametheory.deviation import profitable_deviations
from gametheory.dominance import dominant_actions
from gametheory.errors import TooLarge
from gametheory.game import ParametricGame, Profile, StrategicGame, Strategies
from gametheory.parameters import Point
from gametheory.solution import Equilibrium, Solution
from gametheory.solve import Play, solve
from payoffs.comparisons import expand
from payoffs.coverage import Coverage, coverage
from payoffs.plays import play_named
from payoffs.scenario import Comparison, Game, Scenario
from payoffs.scenario_file import scenario_hash
from payoffs.type_settings import with_types
from payoffs.utility import game_named, parametric_game, settings
from reports.incentives import Incentive, incentive
from reports.stable_ranges import StableRange, stable_ranges

__all__ = [
    "MOST_OPENED",
    "MOST_READINGS",
    "Answer",
    "Dominance",
    "GameStudy",
    "Study",
    "best_replies",
    "make_study",
    "mixtures",
    "same_answer",
    "stable_under",
]

MOST_READINGS = 1000
"""The most crossed readings of one game that a study solves."""

MOST_OPENED = 12
"""The most stable outcomes of one game whose payoffs are opened; where ties make more of them stable, the first."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One game's solution under some readings and a policy.

    Attributes
    ----------
    readings : tuple of str
        The readings that hold, by id.
    policy : str or None
        The policy in force.
    solution : Solution
        Its equilibria there.
    keeps : tuple of bool
        For each equilibrium of the study's own solution, whether it is an equilibrium here too.
    """

    readings: tuple[str, ...]
    policy: str | None
    solution: Solution
    keeps: tuple[bool, ...]

    @property
    def stable(self) -> tuple[Profile, ...]:
        """The outcomes of definite choices that are stable here."""
        return _pure(self.solution)


@dataclass(frozen=True, slots=True)
class Dominance:
    """An action that is a best response to everything; `strict` where it is the only one each time."""

    player: int
    action: int
    strict: bool


@dataclass(frozen=True, slots=True)
class GameStudy:
    """One game of the scenario, answered.

    Attributes
    ----------
    id : str
        The game's id.
    game : Game
        The game as the scenario states it.
    parametric, stage : ParametricGame, StrategicGame
        Its payoffs in weights and levers, and at the study's point.
    solution : Solution
        The equilibria at that point.
    dominant : tuple of Dominance
        Actions that are best whatever the others do.
    preferred : mapping from tuple of int to tuple of tuple of int
        For each stable outcome, the outcomes that every player would prefer to it.
    incentives : tuple of Incentive
        For each stable outcome and player, its next best action.
    ranges : tuple of StableRange
        For each stable outcome, the parameters that can overturn it alone, the nearest to doing so first.
    readings : tuple of Answer
        One an element of the cross product of the game's readings; the policy and single values stand.
    policies : tuple of Answer
        One a policy that bears on this game, at the study's readings and single values.
    without_policy : Answer
        The same with no policy in force.
    comparisons : mapping from str to bool
        For each stated comparison, by id, whether the payoffs at this point agree with it.
    plays : mapping from str to PlayAnswer
        For each stated play, by name, what is stable in it at this point.
    """

    id: str
    game: Game
    parametric: ParametricGame
    stage: StrategicGame
    solution: Solution
    dominant: tuple[Dominance, ...]
    preferred: Mapping[Profile, tuple[Profile, ...]]
    incentives: tuple[Incentive, ...]
    ranges: tuple[StableRange, ...]
    readings: tuple[Answer, ...]
    policies: tuple[Answer, ...]
    without_policy: Answer
    comparisons: Mapping[str, bool]
    plays: Mapping[str, PlayAnswer]

    @property
    def stable(self) -> tuple[Profile, ...]:
        """The outcomes of definite choices that are stable."""
        return _pure(self.solution)

    @property
    def opened(self) -> tuple[Profile, ...]:
        """Those of them whose payoffs are opened: `MOST_OPENED` at most."""
        return self.stable[:MOST_OPENED]


@dataclass(frozen=True, slots=True)
class Study:
    """A scenario answered at one point.

    Attributes
    ----------
    readings, policy, at
        What was asked for beside the defaults.
    point : mapping from str to Fraction
        The parameters that stand elsewhere than at their defaults.
    games : mapping from str to GameStudy
        The answers by game id.
    coverage : Coverage
        Which paragraphs of the source bear on what.
    hash, version, command : str
        What reproduces the study: the scenario's hash, the version of this package and the command.
    memory : dict
        What `reports.analyses` has worked out of it so far; no part of what the study is.
    """

    scenario: Scenario
    readings: tuple[str, ...]
    policy: str | None
    at: Mapping[str, Fraction]
    point: Mapping[str, Fraction]
    games: Mapping[str, GameStudy]
    coverage: Coverage
    hash: str
    version: str
    command: str
    memory: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)


def make_study(
    scenario: Scenario,
    *,
    games: Iterable[str] | None = None,
    readings: Iterable[str] = (),
    policy: str | None = None,
    at: Mapping[str, object] | None = None,
    named: str | None = None,
) -> Study:
    """Answer a scenario's games at one point, and around it.

    Parameters
    ----------
    scenario : Scenario
        A scenario that has been read.
    games : iterable of str, optional
        Which games; by default all of them, grouped by family.
    readings, policy, at
        The point, as `payoffs.utility.settings` merges it.
    named : str, optional
        What the command line calls the scenario, for the command that reproduces the study; None for the default one.

    Raises
    ------
    UnknownName
        For a game, reading, policy or parameter that the scenario does not have.
    InvalidParameter
        For readings that cannot hold together, or a value out of range.
    TooLarge
        If a game has more than `MOST_READINGS` crossed readings, or is itself too large.
    """
    chosen_readings = tuple(_canonical(name) for name in readings)
    chosen_policy = None if policy is None else _canonical(policy)
    point = settings(scenario, readings=chosen_readings, policy=chosen_policy, at=at)
    values = settings(scenario, at=at)
    if games is None:
        families = list(dict.fromkeys(game.family for game in scenario.games.values()))
        chosen = sorted(scenario.games, key=lambda name: families.index(scenario.games[name].family))
    else:
        chosen = list(dict.fromkeys(game_named(scenario, name) for name in games))
    asked = _Asked(scenario, chosen_readings, chosen_policy, values)
    return Study(
        scenario=scenario,
        readings=chosen_readings,
        policy=chosen_policy,
        at=values,
        point=point,
        games={name: _study_game(asked, name) for name in chosen},
        coverage=coverage(scenario),
        hash=scenario_hash(scenario),
        version=gametheory.__version__,
        command=_command(named, None if games is None else chosen, chosen_readings, chosen_policy, values),
    )


def mixtures(solution: Solution) -> tuple[Strategies, ...]:
    """The strategies of every equilibrium; of one that is known as intervals, their midpoints."""
    exact = tuple(found.strategies for found in solution.equilibria)
    return exact + tuple(
        tuple(tuple((weight.lower + weight.upper) / 2 for weight in strategy) for strategy in found.enclosure)
        for found in solution.enclosed
    )


def stable_under(answer: PlayAnswer) -> tuple[Profile, ...]:
    """The outcomes of definite choices that are stable under another play, in the order of the game's profiles."""
    return tuple(sorted({outcome.profile for outcome in answer.outcomes() if outcome.profile is not None}))


def same_answer(entry: GameStudy, answer: PlayAnswer) -> bool:
    """Whether another play makes the same outcomes stable; of games without definite ones, the same lotteries."""
    there = stable_under(answer)
    if there or entry.stable or not answer.outcomes():
        return set(there) == set(entry.stable)
    ours, theirs = (
        {frozenset(outcome.lottery.items()) for outcome in found.outcomes()} for found in (entry.solution, answer)
    )
    return ours == theirs


def _command(
    named: str | None,
    games: list[str] | None,
    readings: tuple[str, ...],
    policy: str | None,
    at: Mapping[str, Fraction],
) -> str:
    """What a reader would type to get the same study."""
    words = ["detente", "report"]
    words += [] if named is None else ["--scenario", named]
    words += [word for name in games or () for word in ("--only", name)]
    words += [word for name in readings for word in ("--reading", name)]
    words += [] if policy is None else ["--policy", policy]
    words += [word for name, value in at.items() for word in ("--at", f"{name}={value}")]
    return shlex.join(words)


def best_replies(game: StrategicGame, profile: Profile) -> tuple[bool, ...]:
    """For each player, whether its action at `profile` is a best response to the others'."""
    where = game.position(profile)
    return tuple(where in best_responses(game, player) for player in range(len(game.players)))


@dataclass(frozen=True, slots=True)
class _Asked:
    scenario: Scenario
    readings: tuple[str, ...]
    policy: str | None
    at: Mapping[str, Fraction]

    def point(self, readings: tuple[str, ...], policy: str | None) -> dict[str, Fraction]:
        return settings(self.scenario, readings=readings, policy=policy, at=self.at)


def _study_game(asked: _Asked, name: str) -> GameStudy:
    scenario = asked.scenario
    game, parametric = scenario.games[name], parametric_game(scenario, name)
    point = asked.point(asked.readings, asked.policy)
    stage = _stage(parametric, point)
    solution = _solve(stage)
    opened = _pure(solution)[:MOST_OPENED]

    solved = {stage.payoffs: solution}  # many readings and policies leave a game as it is

    def answer(readings: tuple[str, ...], policy: str | None) -> Answer:
        there = _stage(parametric, asked.point(readings, policy))
        if there.payoffs not in solved:
            solved[there.payoffs] = _solve(there)
        keeps = tuple(_still_stable(there, equilibrium) for equilibrium in solution.equilibria)
        return Answer(readings, policy, solved[there.payoffs], keeps)

    bearing = [key for key, entry in scenario.policies.items() if entry.set.keys() & parametric.parameters.keys()]
    return GameStudy(
        id=name,
        game=game,
        parametric=parametric,
        stage=stage,
        solution=solution,
        dominant=_dominant(stage),
        preferred={profile: _preferred(stage, profile) for profile in opened},
        incentives=tuple(
            incentive(scenario, name, stage, profile, player, point)
            for profile in opened
            for player in range(len(stage.players))
            if len(stage.actions[player]) > 1
        ),
        ranges=stable_ranges(parametric, point, opened),
        readings=tuple(answer(readings, asked.policy) for readings in _crossed(game, asked.readings)),
        policies=tuple(answer(asked.readings, policy) for policy in bearing),
        without_policy=answer(asked.readings, None),
        comparisons={entry.id: _holds(game, stage, entry) for entry in game.comparisons},
        plays={
            key: solve(parametric.moved(_of(parametric, point)), with_types(scenario, name, play_named(game, key)))
            for key in game.plays
        },
    )


def _stage(parametric: ParametricGame, point: Point) -> StrategicGame:
    return parametric.at(_of(parametric, point))


def _of(parametric: ParametricGame, point: Point) -> dict[str, Fraction]:
    return {name: value for name, value in point.items() if name in parametric.parameters}


def _solve(stage: StrategicGame) -> Solution:
    """The solution; of a game too large for its mixtures to be listed only the pure equilibria, as its concept says."""
    try:
        return solve(stage)
    except TooLarge:
        return solve(stage, Play(concept="pure_nash"))


def _pure(solution: Solution) -> tuple[Profile, ...]:
    return tuple(profile for entry in solution.equilibria if (profile := entry.profile) is not None)


def _still_stable(game: StrategicGame, equilibrium: Equilibrium) -> bool:
    return not profitable_deviations(game, equilibrium.strategies)


def _crossed(game: Game, readings: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The cross product of the game's readings, with those of `readings` that it does not vary."""
    if not game.readings:
        return [readings]
    size = prod(map(len, game.readings.values()))
    if size > MOST_READINGS:
        raise TooLarge(f"the readings of the game cross to {size}, and no more than {MOST_READINGS} are solved")
    varied = {name for names in game.readings.values() for name in names}
    kept = tuple(name for name in readings if name not in varied)
    return [tuple(dict.fromkeys((*kept, *names))) for names in product(*game.readings.values())]


def _dominant(game: StrategicGame) -> tuple[Dominance, ...]:
    found = dominant_actions(game)
    players = [game.player_index(entry.player) for entry in found]
    return tuple(
        Dominance(player, game.action_index(player, entry.action), entry.strict)
        for player, entry in zip(players, found, strict=True)
    )


def _preferred(game: StrategicGame, profile: Profile) -> tuple[Profile, ...]:
    here = game.position(profile)
    return tuple(
        other
        for position, other in enumerate(game.profiles())
        if all(payoffs[position] > payoffs[here] for payoffs in game.payoffs)
    )


def _holds(game: Game, stage: StrategicGame, comparison: Comparison) -> bool:
    """Whether the player's payoffs agree with a comparison, whatever the players that it does not name do."""
    player = stage.player_index(comparison.player)
    pairs = ((stage.payoff(player, one), stage.payoff(player, two)) for one, two in expand(game, comparison))
    return all(one > two if comparison.strict else one >= two for one, two in pairs)


def _canonical(name: str) -> str:
    return name.replace("-", "_")
