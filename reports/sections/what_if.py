"""The what-if part of a report as plain data: games, payoffs, weights, levers, presets, and the phrases to answer in.

The page of the HTML report holds a second implementation of the arithmetic and of a few sentences. Everything that it
says is put together from the phrases given here; `reports.wording` says the same of a study at the same settings, and
the tests hold the two together.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import prod
from typing import Any

from gametheory.parameters import Parameter
from payoffs.scenario import Scenario
from reports.document import Block, Heading, WhatIf
from reports.phrases import chooses, counted, joined, parameter_name, quoted, spelled
from reports.study import GameStudy, Study

__all__ = ["MOST_CELLS", "MOST_TERMS", "steps", "what_if"]

MOST_CELLS, MOST_TERMS = 64, 5000
"""The most outcomes, and the most terms in its payoffs, of a game that the page shows."""

_FEWEST_STEPS, _MOST_STEPS, _STEPS = 12, 240, 100
_MANTISSAS = (5, Fraction(5, 2), 2, 1)
_SPELLED = 13

PHRASES: Mapping[str, str] = {
    # What is stable, and why nobody would move, as in `reports.wording`.
    "one": "one outcome is stable: {outcome}",
    "one_definite": "among definite choices, one outcome is stable: {outcome}",
    "several": "{count} {are} stable, and nothing here says which would come about: {told}",
    "outcome": "outcome",
    "outcomes": "outcomes",
    "definite_outcome": "outcome of definite choices",
    "definite_outcomes": "outcomes of definite choices",
    "mixture": "mixture",
    "mixtures": "mixtures",
    "counted": "{count} {noun}",
    "is": "is",
    "are": "are",
    "and": "and",
    "either": "either {told}",
    "or": "; or",
    "more": "one of {count} more",
    "mixed_one": "no outcome of definite choices is stable; what is stable is a mixture that leaves nobody anything "
    "to gain, and is no forecast: {mixture}",
    "mixed_several": "no outcome of definite choices is stable; what is stable is {count}, such as one that leaves "
    "nobody anything to gain, and is no forecast: {mixture}",
    "none": "no outcome of definite choices is stable: from each, somebody would rather move",
    "joined": "the stable points are not all isolated: {count} of them are joined by others in between, because "
    "somebody is indifferent there",
    "given": "given that {others}, {said}",
    "best": "{name} {does} best to {label} rather than {instead}",
    "as_soon": "{name} would as soon {instead} as {label}: {name} {loses} nothing by moving",
    "mixes": "{name} {chooses} {parts}",
    "to": "to {label} {share}",
    "half": "half of the time",
    "once": "once in {denominator}",
    "times": "{numerator} times in {denominator}",
    "about": "about {percent} times in 100",
    "share": "with the share {number}",
    "choice": "{name}: {label}",
    "all_others": ", and",
    # The page's own.
    "not_sought": "Mixtures are not sought on this page for a game of this size, only outcomes of definite choices.",
    "same": "{count} {are} stable, just as where the report stands",
    "same_outcomes": "{count} {are} stable, the outcomes as where the report stands but not the mixtures",
    "other": "{count} {are} stable, and not as where the report stands",
    "otherwise": "Where the report stands, what is stable is {told}.",
    "otherwise_mixed": "Where the report stands, only a mixture is stable.",
    "otherwise_mixture": "Where the report stands, the mixture is another one.",
    "otherwise_none": "Where the report stands, no outcome of definite choices is stable.",
    "quoted": "“{text}”",
    "untouched": "Everything stands as in the report.",
    "changed": "Different from where the report stands: {told}.",
    "at": "{name} at {number}",
    "no_reading": "{who}: the weights by default",
    "no_policy": "no policy",
    "in_report": "{number} in the report",
    "from_to": "{then} \N{RIGHTWARDS ARROW} {number}",
    "game": "Game",
    "reading": "Reading of what moves {who}",
    "unread": "The weights by default",
    "policy": "Policy",
    "unpolicied": "No policy",
    "answer": "What is then stable",
    "why": "Why nobody would move",
    "mixed": "The mixtures",
    "gets": "{name} {gets} {number}",
    "weight": "{label} {fraction}",
    "exactly": "{name}: {weights}, payoff {payoff}",
    "exact": "(Exactly: {told}.)",
    "caveat": "Stable means that nobody would rather move alone; it does not mean likely. The weights are the "
    "analyst's.",
    "controls": "Weights and levers",
    "weights": "What {who} wants: weights",
    "levers": "Levers and circumstances",
    "reset": "Back to the report",
    "link": "Link to these settings",
    "command": "The same from the command line:",
    "caption": "Payoffs at these settings: {rows} in rows{columns}{panel}.",
    "columns": ", {who} in columns",
    "panel": "; {told}",
    "legend": "From top to bottom: {players}. Bold and underlined: the best reply to what the others do. "
    "Framed: stable.",
    "reply": "best reply",
    "stable": "stable",
    "turns": "A filled stretch under a slider: there, all else standing still, other outcomes would be stable.",
    "alone": "can change the answer alone",
    "left_out": "The link asks for what this report does not have, and that was left out: {told}.",
    "outside": "{name} at {number}, outside its range {low} to {high}",
}
"""What the page says, by the name under which its script asks for it. Braces are filled in there."""


def what_if(study: Study) -> Iterator[Block]:
    """The section: nothing where no game of the study has a weight or lever to move and few enough outcomes to show."""
    shown = [entry for entry in study.games.values() if _movable(entry) and not _too_large(entry)]
    if not shown:
        return
    shown.sort(key=lambda entry: entry.id != study.scenario.headline)  # the page opens on the first
    yield Heading(1, "What if", "what-if")
    told = (
        "In the HTML report, with scripts allowed, this section has the weights and levers of each game to move, and "
        "readings and policies to choose; it says at once which outcomes are then stable, and why. It fetches nothing."
    )
    large = [quoted(entry.game.title) for entry in study.games.values() if _too_large(entry)]
    if large:
        more = counted(len(large) - 4, "more", "more") if len(large) > 4 else ""
        names = joined([*large[:4], more] if more else large)
        told += f" Not there, as it would be too large to show: {names}."
    yield WhatIf((told,), anchor="what-if-page", data=_data(study, shown))


def steps(parameter: Parameter, values: Iterable[Fraction]) -> int:
    """Into how many steps a slider divides a parameter's range.

    The fewest, twelve or more, for which a step is 1, 2, 2.5 or 5 times a power of ten and all of `values` are whole
    numbers of steps from the lower end; 100 where 240 do not suffice, and 0 where there is nothing to move.
    """
    width = parameter.high - parameter.low
    if not width:
        return 0
    distances = [width, *(value - parameter.low for value in (parameter.default, *values))]
    power = Fraction(10) ** (len(str(width.numerator)) - len(str(width.denominator)) + 1)
    for step in (power * mantissa / 10**digits for digits in range(5) for mantissa in _MANTISSAS):
        if _FEWEST_STEPS <= width / step <= _MOST_STEPS and all((way / step).denominator == 1 for way in distances):
            return int(width / step)
    return _STEPS


def _used(entry: GameStudy) -> set[str]:
    return {name for row in entry.parametric.payoffs for expression in row for name in expression.parameters}


def _movable(entry: GameStudy) -> bool:
    parameters = entry.parametric.parameters
    return any(parameters[name].low < parameters[name].high for name in _used(entry))


def _too_large(entry: GameStudy) -> bool:
    terms = sum(len(expression.terms) for row in entry.parametric.payoffs for expression in row)
    return prod(entry.stage.shape) > MOST_CELLS or terms > MOST_TERMS


def _data(study: Study, shown: list[GameStudy]) -> dict[str, Any]:
    scenario = study.scenario
    parameters: dict[str, Parameter] = {}
    for entry in shown:
        used = _used(entry)
        parameters |= {name: found for name, found in entry.parametric.parameters.items() if name in used}
    stated: dict[str, list[Fraction]] = {name: [] for name in parameters}
    for values in (
        study.at,
        *(reading.set for reading in scenario.readings.values()),
        *(policy.set for policy in scenario.policies.values()),
    ):
        for name, value in values.items():
            if name in stated:
                stated[name].append(value)
    return {
        "phrases": dict(PHRASES),
        "counts": [spelled(count) for count in range(_SPELLED)],
        "parameters": {
            name: {
                "definition": _definition(scenario, name),
                "phrase": parameter_name(scenario, name),
                "low": str(found.low),
                "high": str(found.high),
                "default": str(found.default),
                "steps": steps(found, stated[name]),
            }
            for name, found in parameters.items()
        },
        "readings": {name: _preset(found.definition, found.set) for name, found in scenario.readings.items()},
        "policies": {name: _preset(found.definition, found.set) for name, found in scenario.policies.items()},
        "games": [_game(study, entry) for entry in shown],
    }


def _preset(definition: str, values: Mapping[str, Fraction]) -> dict[str, Any]:
    return {"definition": definition.rstrip("."), "set": {name: str(value) for name, value in values.items()}}


def _definition(scenario: Scenario, name: str) -> str:
    entry = scenario.interests[name] if name in scenario.interests else scenario.levers[name]
    text = entry.definition.strip().rstrip(".")
    return text[:1].upper() + text[1:]


def _game(study: Study, entry: GameStudy) -> dict[str, Any]:
    scenario, used = study.scenario, _used(entry)
    groups: dict[str, list[str]] = {}
    for name in entry.parametric.parameters:
        if name in used:
            actor = scenario.interests[name].actor if name in scenario.interests else ""
            groups.setdefault(actor, []).append(name)
    varied = {player: names for player, names in entry.game.readings.items() if names}
    crossed = {name for names in varied.values() for name in names}
    bearing = [name for name, policy in scenario.policies.items() if used & policy.set.keys()]
    return {
        "id": entry.id,
        "title": entry.game.title,
        "question": entry.game.question,
        "shape": list(entry.stage.shape),
        "players": [
            {
                "name": player.name,
                "chooses": "choose" if player.plural else "chooses",
                "does": "do" if player.plural else "does",
                "gets": "get" if player.plural else "gets",
                "loses": "lose" if player.plural else "loses",
                "actions": [
                    {"label": action.label, "clause": chooses(entry, index, number)}
                    for number, action in enumerate(player.actions)
                ],
            }
            for index, player in enumerate(entry.game.players)
        ],
        "payoffs": [
            [
                [[str(coefficient), sorted(names)] for names, coefficient in expression.terms.items()]
                for expression in row
            ]
            for row in entry.parametric.payoffs
        ],
        "groups": [
            {"actor": scenario.actors[actor].name if actor else "", "parameters": names}
            for actor, names in groups.items()
        ],
        "kept": [name for name in study.readings if name not in crossed],
        "readings": [
            {
                "player": entry.game.players[entry.stage.player_index(player)].name,
                "names": list(names),
                "start": _start(study, used, names),
                "neutral": next(iter(_neutral(study, used, names)), ""),
            }
            for player, names in varied.items()
        ],
        "policies": bearing,
        "policy": study.policy if study.policy in bearing else "",
        "at": {name: str(value) for name, value in study.at.items() if name in used},
        "command": shlex.join(["detente", "solve", entry.id, *_scenario_option(study)]),
    }


def _start(study: Study, used: set[str], names: tuple[str, ...]) -> str:
    """Which reading of a player holds where the report stands: one that was asked for, or one that changes nothing."""
    asked = [name for name in names if name in study.readings]
    return next(iter([*asked, *_neutral(study, used, names)]), "")


def _neutral(study: Study, used: set[str], names: tuple[str, ...]) -> list[str]:
    """The readings that leave every weight of the game where it stands by default."""
    return [name for name in names if not used & study.scenario.readings[name].set.keys()]


def _scenario_option(study: Study) -> list[str]:
    words = shlex.split(study.command)
    start = words.index("--scenario") if "--scenario" in words else len(words)
    return words[start : start + 2]
