"""A scenario's policies compared: over the worlds that its readings allow, in every game that they move.

A *world* of a game is a reading of the source for each of its players, and weights. The weights that a reading sets
stand there; the others lie anywhere within their ranges where they agree with the tiers of salience and with every
comparison of the game that the readings do not set aside, levers standing where the source has them. An instrument
that weighs nothing is not drawn, as the ends that it serves weigh already. Each combination of readings has as many
worlds. Weights are drawn evenly, by rejection, or by a random walk where hardly any agree (`gametheory.worlds`); the
result says which. A share of worlds counts what a fair reader could hold; it is not a probability.

A *policy* then moves levers, in the same worlds. What is compared, and with what error, is in
`gametheory.robustness_answer`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import prod

from gametheory.dose import dose_response
from gametheory.ensemble import Stratum, draw_ensemble
from gametheory.errors import InvalidParameter, NotApplicable, TooLarge, UnknownName
from gametheory.flip_points import flip_points
from gametheory.game import ParametricGame
from gametheory.parameters import Point
from gametheory.robustness import in_arrays, robustness
from gametheory.solve import Play
from payoffs.orders import stated_comparisons
from payoffs.policy_comparison import STATUS_QUO, Firmness, GamePolicies, PolicyComparison, PolicySetting
from payoffs.salience import salience_conditions
from payoffs.scenario import Game, Scenario
from payoffs.utility import game_named, parameters_used, parametric_game, settings

__all__ = ["SAMPLES", "SAMPLES_ONE_BY_ONE", "compare_policies", "policy_setting"]

SAMPLES = 10_000
"""The worlds of a game where nobody says how many."""

SAMPLES_ONE_BY_ONE = 500
"""Likewise under a play that is solved world by world."""

_MOST_LINES = 100


def compare_policies(
    scenario: Scenario,
    games: Iterable[str] | None = None,
    policies: Iterable[str] | None = None,
    *,
    pairs: bool = False,
    samples: int | None = None,
    seed: int = 0,
    readings: Sequence[str] = (),
    at: Mapping[str, object] | None = None,
    plays: Mapping[str, Play] | None = None,
    goal: Mapping[str, str] | None = None,
    nearest: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> PolicyComparison:
    """Compare policies over common worlds.

    Parameters
    ----------
    scenario : Scenario
    games : iterable of str, optional
        The games to look at; by default all.
    policies : iterable of str, optional
        Names of policies, or several joined by a plus sign to be done together; by default all of the scenario's.
    pairs : bool
        Whether to add every pair of these that move a game together, can be done together, and do not hold each other.
    samples : int, optional
        How many worlds a game has; by default `SAMPLES`, or `SAMPLES_ONE_BY_ONE` under a play that needs it.
    seed : int
        Which of all such samples.
    readings : sequence of str
        Draw worlds of these readings only; of several for one player, from each.
    at : mapping from str to number, optional
        Where single weights and levers stand, whatever readings and policies say.
    plays : mapping from str to Play, optional
        For some of the games how they are played, if not simultaneously.
    goal : mapping from str to str, optional
        Actions of players that are wanted, judged in the games that have all of them.
    nearest : bool
        Whether to look, with each policy in place, for the parameter that is nearest to a flip.
    progress : callable, optional
        Called now and then with how many worlds are done with, and how many there are.

    Returns
    -------
    PolicyComparison

    Raises
    ------
    UnknownName
        If there is no such game, policy, reading, parameter, player or action.
    InvalidParameter
        If policies to be joined put a lever in different places, readings cannot hold together, or a value is out of
        range.
    NoWorlds
        If no weights agree with the comparisons under some readings; the message says which.
    NotApplicable, TooLarge
        If a play does not take its game, or too many worlds are asked for.
    """
    chosen = list(scenario.games if games is None else dict.fromkeys(game_named(scenario, name) for name in games))
    named = list(dict.fromkeys(policies)) if policies is not None else list(scenario.policies)
    compared = {one.name: one for one in (policy_setting(scenario, name) for name in named)}
    alone = tuple(compared)
    joined = _pairs(scenario, chosen, compared, pairs)
    for _, _, both in joined:
        compared.setdefault(both.name, both)
    fixed = settings(scenario, at=at)
    judged = chosen if goal is not None and len(chosen) == 1 else _games_with(scenario, chosen, goal)
    found: dict[str, GamePolicies] = {}
    for name in chosen:
        stage = parametric_game(scenario, name)
        own = {parameter: value for parameter, value in fixed.items() if parameter in stage.parameters}
        here, play = stage.moved(own), (plays or {}).get(name)
        number = samples if samples is not None else SAMPLES if in_arrays(here, play) else SAMPLES_ONE_BY_ONE

        def told(done: int, total: int, before: int = len(found) * number, worlds: int = number) -> None:
            if progress is not None:
                progress(before + worlds * done // total, worlds * len(chosen))

        strata = _strata(scenario, name, stage, readings, own, number)
        worlds = draw_ensemble(stage, _drawn(scenario, stage), strata, number, seed).without(own)
        moves = {
            policy: {n: value for n, value in one.setting.items() if n in stage.parameters and n not in own}
            for policy, one in compared.items()
        }
        robust = robustness(
            here,
            {STATUS_QUO: {}, **moves},
            worlds,
            play=play,
            goal=goal if name in judged else None,
            pairs=[(first, second, both.name) for first, second, both in joined],
            progress=told,
        )
        first_kind = here.moved({n: value for n, value in strata[0].at.items() if n not in own})
        asked = {STATUS_QUO: {}, **{policy: moves[policy] for policy in alone}}
        found[name] = GamePolicies(
            game=name,
            title=scenario.games[name].title,
            actors={player.id: player.actors for player in scenario.games[name].players},
            robustness=robust,
            firmness=_firmness(first_kind, asked, play, nearest),
        )
    return PolicyComparison(
        title=scenario.title,
        policies=compared,
        games=found,
        readings=tuple(readings),
        at=fixed,
        goal=goal,
        seed=seed,
    )


def policy_setting(scenario: Scenario, name: str) -> PolicySetting:
    """A policy by its name, or several joined by plus signs.

    Raises
    ------
    UnknownName
        If there is no such policy.
    InvalidParameter
        If two of them put a lever in different places.
    """
    parts = []
    for asked in dict.fromkeys(part.strip().replace("-", "_") for part in name.split("+")):
        if asked not in scenario.policies:
            raise UnknownName("policy", asked, scenario.policies)
        parts.append(asked)
    merged: dict[str, Fraction] = {}
    for part in parts:
        for lever, value in scenario.policies[part].set.items():
            if merged.setdefault(lever, value) != value:
                raise InvalidParameter(
                    f"{part} puts {lever} at {value}, and another part of {name} at {merged[lever]}; they cannot be "
                    "done together"
                )
    entries = [scenario.policies[part] for part in parts]
    return PolicySetting(
        name="+".join(parts),
        parts=tuple(parts),
        definition=" ".join(entry.definition for entry in entries),
        setting=merged,
        agreed_by=tuple(dict.fromkeys(actor for entry in entries for actor in entry.agreed_by)),
        paragraphs=tuple(sorted({number for entry in entries for number in entry.paragraphs})),
        assumptions=tuple(dict.fromkeys(entry.assumption for entry in entries if entry.assumption)),
    )


def _pairs(
    scenario: Scenario, games: Iterable[str], compared: Mapping[str, PolicySetting], every: bool
) -> list[tuple[str, str, PolicySetting]]:
    """Pairs of policies with what joins them: one that is compared itself or, where every pair is wanted, a new one."""
    used = [parameters_used(scenario.games[name]) for name in games]
    found = []
    for first, second in combinations(compared.values(), 2):
        one, other = first.setting.items(), second.setting.items()
        clash = any(second.setting.get(lever, value) != value for lever, value in one)
        if clash or one <= other or other <= one:
            continue
        union = {**first.setting, **second.setting}
        both = next((policy for policy in compared.values() if policy.setting == union), None)
        meet = any(names & first.setting.keys() and names & second.setting.keys() for names in used)
        if both is None and every and meet:
            both = policy_setting(scenario, "+".join((*first.parts, *second.parts)))
        if both is not None:
            found.append((first.name, second.name, both))
    return found


def _drawn(scenario: Scenario, stage: ParametricGame) -> list[str]:
    """The weights that differ between worlds: all but those of instruments whose ends weigh in their stead."""
    idle = {
        name for name, interest in scenario.interests.items() if interest.kind == "instrument" and not interest.weight
    }
    return [name for name in stage.parameters if name in scenario.interests and name not in idle]


def _strata(
    scenario: Scenario, name: str, stage: ParametricGame, readings: Sequence[str], fixed: Point, most: int
) -> list[Stratum]:
    """A kind of world for each combination of readings."""
    game = scenario.games[name]
    axes = _axes(scenario, game, stage, readings)
    if not isinstance(most, int):
        raise InvalidParameter(f"{most!r} samples were asked for; a positive integer is needed")
    if prod(map(len, axes)) > most:
        raise InvalidParameter(
            f"{name} has {prod(map(len, axes)):,} combinations of readings; {most:,} worlds are fewer than one each"
        )
    comparisons = {comparison.id for comparison in game.comparisons}
    weights = {parameter: value for parameter, value in fixed.items() if parameter in scenario.interests}
    strata = []
    for combination in product(*axes):
        aside = {one for reading in combination for one in scenario.readings[reading].sets_aside} & comparisons
        held = settings(scenario, readings=combination)
        margins = tuple(
            stage.payoffs[stated.player][better] - stage.payoffs[stated.player][worse]
            for stated in stated_comparisons(game, stage, aside)
            for better, worse in stated.pairs
        ) + salience_conditions(scenario, stage)
        own = {parameter: value for parameter, value in held.items() if parameter in stage.parameters}
        strata.append(Stratum(" + ".join(combination) or "as stated", own | weights, margins))
    return strata


def _axes(scenario: Scenario, game: Game, stage: ParametricGame, readings: Sequence[str]) -> list[tuple[str, ...]]:
    """The readings to cross: those that the game states for its players, or of those the ones that are asked for."""
    asked = [reading.replace("-", "_") for reading in readings]
    for reading in asked:
        settings(scenario, readings=(reading,))  # which knows whether there is one
    axes = [tuple(one for one in axis if one in asked) or axis for axis in game.readings.values()]
    others: list[list[str]] = []  # what is asked for and not stated by this game, alternatives together
    for reading in asked:
        if any(reading in axis for axis in axes):
            continue
        alternatives = [axis for one in scenario.games.values() for axis in one.readings.values() if reading in axis]
        group = next((group for group in others if any(group[0] in axis for axis in alternatives)), None)
        if group is None:
            others.append([reading])
        else:
            group.append(reading)
    bears = [group for group in others if any(scenario.readings[one].set.keys() & stage.parameters for one in group)]
    return [*axes, *map(tuple, bears)]


def _games_with(scenario: Scenario, games: Sequence[str], goal: Mapping[str, str] | None) -> list[str]:
    """The games that have all the players and actions that a goal names."""
    if goal is None:
        return []
    wanted = {player.replace("-", "_"): action.replace("-", "_") for player, action in goal.items()}
    found = []
    for name in games:
        actions = {player.id: [action.id for action in player.actions] for player in scenario.games[name].players}
        if all(action in actions.get(player, ()) for player, action in wanted.items()):
            found.append(name)
    if not found:
        spelled = ", ".join(f"{player}={action}" for player, action in goal.items())
        raise InvalidParameter(f"none of the games {', '.join(games)} has all of {spelled}")
    return found


def _firmness(
    stage: ParametricGame, moves: Mapping[str, Mapping[str, Fraction]], play: Play | None, nearest: bool
) -> dict[str, Firmness]:
    """For the status quo and each policy that moves the game, how near its answer is to another."""
    found: dict[str, Firmness] = {}
    known: dict[tuple[tuple[str, Fraction], ...], Firmness] = {}
    for name, move in moves.items():
        real = {lever: value for lever, value in move.items() if value != stage.parameters[lever].default}
        if real or name == STATUS_QUO:
            key = tuple(sorted(real.items()))
            if key not in known:
                known[key] = _firmness_of(stage, real, play, nearest)
            found[name] = known[key]
    return found


def _firmness_of(stage: ParametricGame, move: Mapping[str, Fraction], play: Play | None, near: bool) -> Firmness:
    if play is not None and play.form == "incomplete_information":
        return Firmness(None, None, "types move parameters of their own, so there is no single line to look along")
    dose, nearest, why_not = None, None, ""
    try:
        if move:
            dose = dose_response(stage, move, play)
    except (NotApplicable, TooLarge) as error:  # NotAffine among them
        why_not = str(error)
    if not near:
        return Firmness(dose, None, why_not)
    here = stage.moved(move)
    moving = [name for name, entry in here.parameters.items() if entry.low < entry.high]
    if len(moving) > _MOST_LINES:
        return Firmness(dose, None, why_not or f"{len(moving)} parameters are more than are looked along one by one")
    try:
        along = [flip_points(here, name, play=play) for name in moving]
    except (NotApplicable, TooLarge) as error:
        return Firmness(dose, None, why_not or str(error))
    distances = {number: float(one.nearest.distance) for number, one in enumerate(along) if one.nearest is not None}
    nearest = along[min(distances, key=distances.__getitem__)] if distances else None
    return Firmness(dose, nearest, why_not)
