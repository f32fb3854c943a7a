"""Whether names in a game's file refer to something, entries say where they come from, and nothing stands twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations, product
from math import prod

from gametheory.concepts import CONCEPTS
from gametheory.errors import DetenteError, UnknownName
from gametheory.forms import FORMS
from gametheory.solve import Play, rules_of
from payoffs.graph import in_graph
from payoffs.references import Declared, Finding, all_known, citation, counted_twice, no_name, paragraphs
from payoffs.scenario import Comparison, Effect, Game, Scenario, StatedPlay
from payoffs.toml_places import KeyPath
from payoffs.type_settings import FORM as TYPED
from payoffs.type_settings import in_types, with_types
from payoffs.utility import factors

__all__ = ["MOST_CROSSINGS", "in_game", "repeated_comparisons"]

MOST_CROSSINGS = 1000
"""The most combinations of readings that one game may ask for."""

_Ids = Mapping[str, Collection[str]]


def in_game(scenario: Scenario, name: str, declared: Declared, left_out: Collection[str] = ()) -> Iterator[Finding]:
    """Every finding in one game's file that does not need its payoffs; `left_out` are parts that could not be read."""
    game = scenario.games[name]
    assumptions = {**declared.assumptions, **game.assumptions}
    for assumption in game.assumptions:
        if assumption in declared.assumptions:
            message = f"the scenario has an assumption {assumption!r} already"
            yield Finding(name, ("assumptions", assumption), message, at_key=True, spoils=False)
    yield from paragraphs(name, (), game.paragraphs, scenario)
    faults_of_players = list(_players(name, game, scenario, declared, assumptions))
    yield from faults_of_players
    if any(finding.path[-1] == "id" for finding in faults_of_players):
        return  # with one id for two things, no reference to it can be judged
    players = {player.id: dict.fromkeys(action.id for action in player.actions) for player in game.players}
    represented = {actor: player.id for player in game.players for actor in player.actors}
    first: dict[object, int] = {}
    for index, effect in enumerate(game.effects):
        path = ("effects", index)
        yield from citation(name, path, effect, scenario, assumptions)
        yield from _effect(name, path, effect, scenario, declared, players, represented)
        earlier = first.setdefault((effect.interest, _met(game, effect), tuple(sorted(effect.times))), index)
        if earlier != index:
            message = f"effect number {earlier + 1} is on the same interest at the same profiles with the same levers"
            yield Finding(name, path, message, at_key=True)
    first = {}
    for index, comparison in enumerate(game.comparisons):
        path = ("comparisons", index)
        yield from citation(name, path, comparison, scenario, assumptions)
        yield from _comparison(name, path, comparison, players)
        key = (comparison.player, frozenset(comparison.prefers.items()), frozenset(comparison.to.items()))
        earlier = first.setdefault(key, index)
        if earlier != index:
            message = f"the comparison {game.comparisons[earlier].id!r} compares the same outcomes already"
            yield Finding(name, path, message, at_key=True)
    yield from _wanted(name, game, players)
    yield from _crossed_readings(name, game, scenario, declared, players)
    faults_of_types = list(in_types(name, game, scenario, declared, assumptions))
    yield from faults_of_types
    for play, stated in game.plays.items():
        yield from citation(name, ("plays", play), stated, scenario, assumptions)
        if stated.form != TYPED or not (faults_of_types or "types" in left_out):
            yield from _play(name, ("plays", play), stated, scenario)
    if game.graph is not None:
        yield from in_graph(name, game, game.graph, scenario, assumptions)


def repeated_comparisons(scenario: Scenario) -> Iterator[Finding]:
    """A finding for each comparison whose id another one bears, in the same game or in an earlier one."""
    first: dict[str, str] = {}
    for name, game in scenario.games.items():
        for index, comparison in enumerate(game.comparisons):
            if comparison.id in first:
                message = f"the game {first[comparison.id]!r} has a comparison named {comparison.id!r} already"
                yield Finding(name, ("comparisons", index, "id"), message)
            first.setdefault(comparison.id, name)


def _players(
    name: str, game: Game, scenario: Scenario, declared: Declared, assumptions: Collection[str]
) -> Iterator[Finding]:
    seen: set[str] = set()
    acted_for: dict[str, str] = {}
    for index, player in enumerate(game.players):
        path = ("players", index)
        if player.id in seen:
            yield Finding(name, (*path, "id"), f"two players are named {player.id!r}")
        seen.add(player.id)
        yield from all_known(name, (*path, "actors"), "actor", player.actors, declared.actors)
        for number, actor in enumerate(player.actors):
            if acted_for.setdefault(actor, player.id) != player.id:
                message = f"the player {acted_for[actor]!r} acts for {actor!r} already"
                yield Finding(name, (*path, "actors", number), message)
        actions: set[str] = set()
        for number, action in enumerate(player.actions):
            if action.id in actions:
                yield Finding(name, (*path, "actions", number, "id"), f"two actions are named {action.id!r}")
            actions.add(action.id)
            yield from citation(name, (*path, "actions", number), action, scenario, assumptions, must=False)
            yield from all_known(
                name,
                (*path, "actions", number, "enacts"),
                "action record",
                action.enacts,
                declared.actions,
                spoils=False,
            )


def _effect(
    name: str,
    path: KeyPath,
    effect: Effect,
    scenario: Scenario,
    declared: Declared,
    players: _Ids,
    represented: Mapping[str, str],
) -> Iterator[Finding]:
    if effect.interest not in declared.interests:
        yield no_name(name, (*path, "interest"), "interest", effect.interest, declared.interests)
    elif effect.interest in scenario.interests:
        actor = scenario.interests[effect.interest].actor
        if actor in declared.actors and actor not in represented and represented.keys() <= declared.actors.keys():
            message = f"{effect.interest!r} is an interest of {actor!r}, for whom no player of this game acts"
            yield Finding(name, (*path, "interest"), message)
    for player, wanted in effect.when.items():
        if player not in players:
            yield no_name(name, (*path, "when", player), "player", player, players, at_key=True)
            continue
        known = players[player]
        if isinstance(wanted, str):
            if wanted not in known:
                yield no_name(name, (*path, "when", player), f"action of {player}", wanted, known)
        elif not wanted:
            yield Finding(name, (*path, "when", player), "the list is empty, so this effect could never occur")
        else:
            yield from all_known(name, (*path, "when", player), f"action of {player}", wanted, known)
    seen: set[str] = set()
    for index, (lever, _) in enumerate(factors(effect)):
        if lever in declared.interests and lever not in declared.levers:
            message = f"{lever!r} is the weight of an interest; only levers multiply an effect"
            yield Finding(name, (*path, "times", index), message)
        elif lever not in declared.levers:
            yield no_name(name, (*path, "times", index), "lever", lever, declared.levers)
        elif lever in seen:
            message = f"{lever!r} would multiply itself; payoffs are affine in each lever"
            yield Finding(name, (*path, "times", index), message)
        seen.add(lever)


def _met(game: Game, effect: Effect) -> tuple[object, ...]:
    """What profiles an effect counts at, alike however it is written."""
    met: list[object] = []
    for player in game.players:
        wanted = effect.when.get(player.id, tuple(action.id for action in player.actions))
        met.append(frozenset((wanted,) if isinstance(wanted, str) else wanted))
    return (*met, frozenset(effect.when) - {player.id for player in game.players})


def _comparison(name: str, path: KeyPath, comparison: Comparison, players: _Ids) -> Iterator[Finding]:
    if comparison.player not in players:
        yield no_name(name, (*path, "player"), "player", comparison.player, players)
    for side in ("prefers", "to"):
        for player, action in getattr(comparison, side).items():
            if player not in players:
                yield no_name(name, (*path, side, player), "player", player, players, at_key=True)
                continue
            known = players[player]
            if action not in known:
                yield no_name(name, (*path, side, player), f"action of {player}", action, known)
    if not comparison.prefers.keys() | comparison.to.keys() <= players.keys():
        return
    if comparison.prefers.keys() != comparison.to.keys():
        message = (
            f"'prefers' names {', '.join(comparison.prefers)} and 'to' names {', '.join(comparison.to)}; "
            "both must name the same players"
        )
        yield Finding(name, path, message, at_key=True)
    elif comparison.prefers == comparison.to:
        yield Finding(name, path, "this compares an outcome with itself", at_key=True)


def _play(name: str, path: KeyPath, stated: StatedPlay, scenario: Scenario) -> Iterator[Finding]:
    for kind, registry, asked in (("form", FORMS, stated.form), ("concept", CONCEPTS, stated.concept)):
        if asked not in registry.names():
            yield no_name(name, (*path, kind), kind, asked, registry.names())
    if stated.form not in FORMS.names():
        return
    try:
        rules_of(with_types(scenario, name, Play(stated.form, stated.concept, stated.rules)))
    except UnknownName as error:
        yield no_name(name, (*path, "rules", error.name), error.kind, error.name, error.known, at_key=True)
    except DetenteError as error:
        yield Finding(name, (*path, "rules"), str(error), at_key=True)


def _wanted(name: str, game: Game, players: _Ids) -> Iterator[Finding]:
    """What is wrong with the outcome that the question is about."""
    for player, action in game.wanted.items():
        if player not in players:
            yield no_name(name, ("wanted", player), "player", player, players, at_key=True)
        elif action not in players[player]:
            yield no_name(name, ("wanted", player), f"action of {player}", action, players[player])
    missing = [player for player in players if player not in game.wanted]
    if game.wanted and missing and game.wanted.keys() <= players.keys():
        yield Finding(name, ("wanted",), f"this outcome gives no action of {', '.join(missing)}", at_key=True)


def _crossed_readings(
    name: str, game: Game, scenario: Scenario, declared: Declared, players: _Ids
) -> Iterator[Finding]:
    for player, readings in game.readings.items():
        if player not in players:
            yield no_name(name, ("readings", player), "player", player, players, at_key=True)
        yield from all_known(name, ("readings", player), "reading", readings, declared.readings)
    if prod(map(len, game.readings.values())) > MOST_CROSSINGS:
        message = f"these readings cross to more than {MOST_CROSSINGS} combinations, the most that are looked at"
        yield Finding(name, ("readings",), message, at_key=True)
        return
    for (_, here), (other, there) in combinations(game.readings.items(), 2):
        for one, (index, two) in product(here, enumerate(there)):
            if one in scenario.readings and two in scenario.readings:
                for message in _clashes(scenario, one, two):
                    yield Finding(name, ("readings", other, index), message)


def _clashes(scenario: Scenario, one: str, two: str) -> Iterator[str]:
    """Why two readings cannot hold together."""
    first, second = scenario.readings[one].set, scenario.readings[two].set
    for parameter, value in first.items():
        if second.get(parameter, value) != value:
            yield (
                f"the readings {one!r} and {two!r} cannot be crossed: "
                f"{parameter} is {value} in one and {second[parameter]} in the other"
            )
            return
    alone = {name for settings in ({}, first, second) for name in counted_twice(scenario, settings)}
    for instrument, ends in counted_twice(scenario, {**first, **second}).items():
        if instrument not in alone:
            yield f"with {one!r} and {two!r} crossed, {instrument!r} is counted beside {' and '.join(ends)}"
