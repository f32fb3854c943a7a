"""Types as a scenario's game states them: their faults, and the settings and the prior that a solver takes.

A type is a reading, single settings on top of it, or both. What a type sets and the game's payoffs do not use is left
out. The probability of a type is a number, the value of a lever, or what the other types of its player leave.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from gametheory.forms import FORMS
from gametheory.solve import Play
from payoffs.references import Declared, Finding, citation, no_name
from payoffs.scenario import Game, PlayerType, Scenario
from payoffs.toml_places import KeyPath
from payoffs.utility import game_named, parameters_used, weight_ranges

__all__ = ["FORM", "in_types", "type_rules", "with_types"]

FORM = "incomplete_information"
"""The form whose rules the types of a game are."""


def with_types(scenario: Scenario, game_id: str, play: Play) -> Play:
    """The play with the types that the game states, where its form takes types and its rules name none."""
    if FORMS.canonical(play.form) != FORM or "types" in play.rules:
        return play
    return replace(play, rules={**type_rules(scenario, game_id), **play.rules})


def type_rules(scenario: Scenario, game_id: str) -> dict[str, Any]:
    """The types and the prior of a game, as rules of the form with types.

    Raises
    ------
    UnknownName
        If the scenario has no such game.
    """
    game = scenario.games[game_named(scenario, game_id)]
    used = parameters_used(game)
    types: dict[str, dict[str, dict[str, Fraction]]] = {}
    prior: dict[str, dict[str, Fraction | str]] = {}
    for player, own in game.types.items():
        types[player], prior[player] = {}, {}
        for name, entry in own.items():
            settings = {} if entry.reading is None else dict(scenario.readings[entry.reading].set)
            settings |= entry.set
            types[player][name] = {parameter: value for parameter, value in settings.items() if parameter in used}
            chance = entry.lever if entry.lever is not None else entry.probability
            if chance is not None:
                prior[player][name] = chance
    return {"types": types, "prior": prior}


def in_types(
    name: str, game: Game, scenario: Scenario, declared: Declared, assumptions: Collection[str]
) -> Iterator[Finding]:
    """Every finding in what a game's file says of types."""
    players = [player.id for player in game.players]
    parameters = {**declared.interests, **declared.levers}
    ranges = weight_ranges(scenario) | {lever: entry.range for lever, entry in scenario.levers.items()}
    taken: dict[str, str] = {}
    for player, own in game.types.items():
        path: KeyPath = ("types", player)
        if player not in players:
            yield no_name(name, path, "player", player, players, at_key=True)
        for kind, entry in own.items():
            yield from citation(name, (*path, kind), entry, scenario, assumptions)
            yield from _settings(name, (*path, kind), entry, declared, parameters, ranges)
            if entry.lever is None or entry.lever not in scenario.levers:
                continue
            if taken.setdefault(entry.lever, player) != player:
                message = f"{entry.lever!r} is a probability of the types of {taken[entry.lever]!r} already"
                yield Finding(name, (*path, kind, "lever"), message)
            low, high = scenario.levers[entry.lever].range
            if low < 0 or high > 1:
                message = f"{entry.lever!r} runs from {low} to {high}, and a probability from 0 to 1"
                yield Finding(name, (*path, kind, "lever"), message)
        yield from _probabilities(name, path, own, scenario)


def _settings(
    name: str,
    path: KeyPath,
    entry: PlayerType,
    declared: Declared,
    parameters: Collection[str],
    ranges: Mapping[str, tuple[Fraction, Fraction]],
) -> Iterator[Finding]:
    if entry.reading is not None and entry.reading not in declared.readings:
        yield no_name(name, (*path, "reading"), "reading", entry.reading, declared.readings)
    if entry.lever is not None and entry.lever not in declared.levers:
        yield no_name(name, (*path, "lever"), "lever", entry.lever, declared.levers)
    if entry.lever is not None and entry.probability is not None:
        yield Finding(name, (*path, "lever"), "a probability is given already; it is a number or a lever, not both")
    for parameter, value in entry.set.items():
        low, high = ranges.get(parameter, (value, value))
        if parameter not in parameters:
            yield no_name(name, (*path, "set", parameter), "interest or lever", parameter, parameters, at_key=True)
        elif not low <= value <= high:
            message = f"{parameter} is set to {value}, outside its range, {low} to {high}"
            yield Finding(name, (*path, "set", parameter), message)


def _probabilities(name: str, path: KeyPath, own: Mapping[str, PlayerType], scenario: Scenario) -> Iterator[Finding]:
    left = [kind for kind, entry in own.items() if entry.probability is None and entry.lever is None]
    if len(left) > 1:
        message = f"{' and '.join(left)} have no probability; give a number or a lever for all but one"
        yield Finding(name, path, message, at_key=True)
        return
    levers = [entry.lever for entry in own.values() if entry.lever is not None]
    if any(lever not in scenario.levers for lever in levers):
        return
    total = sum((entry.probability for entry in own.values() if entry.probability is not None), Fraction(0))
    total += sum((scenario.levers[lever].default for lever in levers), Fraction(0))
    if total > 1 or (not left and total != 1):
        where = " where the levers stand at their defaults" if levers else ""
        yield Finding(name, path, f"the probabilities of these types sum to {total}{where}", at_key=True)
