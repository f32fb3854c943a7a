"""The options that commands share, and what they spell: a scenario, a game at one point, a play, a profile."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gametheory.game import ParametricGame, Profile, StrategicGame
    from gametheory.graph_model import GraphModel
    from gametheory.solve import Play
    from gametheory.tree import ExtensiveGame
    from payoffs.scenario import Game, Scenario

__all__ = [
    "Asked",
    "At",
    "Concept",
    "Csv",
    "Debug",
    "Form",
    "GameName",
    "Json",
    "Order",
    "Output",
    "PlayName",
    "PolicyName",
    "Quiet",
    "Readings",
    "RulesGiven",
    "ScenarioName",
    "Verbose",
    "assignments",
    "graph_asked",
    "play_asked",
    "profile_spelled",
    "scenario_named",
    "stage_asked",
    "tree_asked",
]

GameName = Annotated[str, typer.Argument(metavar="GAME", help="A game of the scenario, or a file: .nfg, .csv or .efg.")]
ScenarioName = Annotated[
    str | None, typer.Option("--scenario", metavar="FOLDER", help="A scenario's folder, or a built-in one's name.")
]
At = Annotated[
    list[str] | None, typer.Option("--at", metavar="NAME=VALUE", help="Set a weight or a lever. May be repeated.")
]
Readings = Annotated[
    list[str] | None,
    typer.Option("--reading", metavar="NAME", help="Take the weights of a reading. May be repeated."),
]
PolicyName = Annotated[str | None, typer.Option("--policy", metavar="NAME", help="Take a policy's lever settings.")]
PlayName = Annotated[str | None, typer.Option("--play", metavar="NAME", help="A play that the game states.")]
Form = Annotated[str | None, typer.Option("--form", help="How the game is played.")]
Concept = Annotated[str | None, typer.Option("--concept", help="What counts as stable.")]
Order = Annotated[
    str | None, typer.Option("--order", metavar="A,B,...", help="Who moves first, second, ...: the rule order.")
]
RulesGiven = Annotated[
    list[str] | None, typer.Option("--rules", metavar="KEY=VALUE,...", help="Rules of the form. May be repeated.")
]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Write the data to this file.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON (documented in the README, versioned).")]
Csv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No messages but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say more on standard error.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]


@dataclass(frozen=True, slots=True)
class Asked:
    """The game that a command was asked about."""

    name: str
    title: str
    game: StrategicGame | ParametricGame
    stated: Game | None = None
    scenario: Scenario | None = None

    def with_types(self, play: Play) -> Play:
        """The play with the types that the game states, where its form takes types and its rules name none.

        Raises
        ------
        NotApplicable
            If its form needs types, and there are none.
        """
        from gametheory.errors import NotApplicable
        from payoffs.type_settings import FORM, with_types

        if self.scenario is not None:
            play = with_types(self.scenario, self.name, play)
        if play.form == FORM and not play.rules.get("types"):
            raise NotApplicable(
                f"{self.name} states no types, so nobody is unsure of anything; see [types] in the README"
            )
        return play


def play_asked(
    asked: Asked, name: str | None, form: str | None, concept: str | None, order: str | None, rules: list[str] | None
) -> Play:
    """The play that the options spell; what a stated play leaves open, they may add."""
    from gametheory.concepts import CONCEPTS
    from gametheory.solve import Play, default_play

    base = default_play(asked.game)
    if name is not None:
        from payoffs.plays import play_named

        if asked.stated is None:
            raise typer.BadParameter(f"{asked.name} is a file, and states no plays", param_hint="--play")
        base = play_named(asked.stated, name)
    if order is not None:
        form = form or (base.form if name is not None else "sequential")
    chosen = {**base.rules, **_rules_given(form or base.form, rules)}
    if order is not None:
        chosen["order"] = tuple(part.strip() for part in order.split(","))
    if concept is None and name is None and form is not None and form != base.form:
        concept = _default_concept(form)
    return asked.with_types(Play(form or base.form, CONCEPTS.canonical(concept or base.concept), chosen))


def _rules_given(form: str, texts: list[str] | None) -> dict[str, str]:
    """The rules that --rules options spell, each one or several as in ``RULE=VALUE,RULE=VALUE``."""
    from gametheory.forms import FORMS
    from payoffs.plays import rules_spelled

    found: dict[str, str] = {}
    for text in texts or ():
        more = rules_spelled(FORMS.canonical(form), text)
        if twice := found.keys() & more.keys():
            raise typer.BadParameter(f"{min(twice)} is set twice", param_hint="--rules")
        found |= more
    return found


def graph_asked(asked: Asked, unfit: Mapping[str, object]) -> GraphModel:
    """The graph model that a scenario's game states; `unfit` are the options that would change payoffs or plays."""
    from payoffs.graph import graph_model

    _refuse(unfit, "does not go with --graph, which has states, moves and rankings of its own")
    if asked.stated is None:
        raise typer.BadParameter(f"{asked.name} is a file, and states no graph model", param_hint="--graph")
    return graph_model(asked.stated)


def _default_concept(form: str) -> str:
    """What counts as stable in a form where nobody says: the form's own word for it."""
    from gametheory.forms import FORMS

    usual: str = FORMS.load(form).DEFAULT_CONCEPT
    return usual


def stage_asked(
    game: str, scenario: str | None, at: list[str] | None, readings: list[str] | None, policy: str | None
) -> Asked:
    """The game that a command names, of a scenario or of a file, at the point that its options set."""
    if _is_file(game):
        _refuse(
            {"--at": at, "--reading": readings, "--policy": policy, "--scenario": scenario},
            f"goes with a game of a scenario, and {game} is a file",
        )
        return Asked(Path(game).name, Path(game).name, _game_in(game))
    from payoffs.utility import game_named, parametric_game, settings

    found = scenario_named(scenario)
    name = game_named(found, game)
    values = settings(found, readings=readings or (), policy=policy, at=assignments(at, "--at"))
    stage = parametric_game(found, name)
    here = {parameter: value for parameter, value in values.items() if parameter in stage.parameters}
    return Asked(name, found.games[name].title, stage.moved(here), found.games[name], found)


def tree_asked(game: str, unfit: Mapping[str, object]) -> ExtensiveGame | None:
    """The tree that a file holds, if the command names such a file; `unfit` are the options that say how to play."""
    from payoffs.interchange import TREE_SUFFIX, read_tree

    if game == "-":
        from gametheory.tree import ExtensiveGame

        found = _game_on(sys.stdin)
        tree = found if isinstance(found, ExtensiveGame) else None
    else:
        tree = read_tree(game) if Path(game).suffix.lower() == TREE_SUFFIX else None
    if tree is not None:
        _refuse(unfit, f"does not go with {game}, which says itself how the game is played")
    return tree


@lru_cache(maxsize=1)
def _game_on(stream: object) -> StrategicGame | ExtensiveGame:
    """The game on standard input; a stream can be read only once, so what was on it is kept."""
    from payoffs.interchange import read_any

    return read_any("-")


def _game_in(game: str) -> StrategicGame:
    """The game in strategic form that a file holds, or standard input."""
    from gametheory.errors import NotApplicable
    from gametheory.game import StrategicGame
    from payoffs.interchange import read_game

    if game != "-":
        return read_game(game)
    found = _game_on(sys.stdin)
    if not isinstance(found, StrategicGame):
        raise NotApplicable("standard input holds a tree of moves; this takes a game in strategic form")
    return found


def _is_file(game: str) -> bool:
    from payoffs.interchange import SUFFIXES, TREE_SUFFIX

    return game == "-" or Path(game).suffix.lower() in (*SUFFIXES, TREE_SUFFIX) or os.sep in game


def _refuse(options: Mapping[str, object], why: str) -> None:
    """Refuse options that are set and do not fit."""
    for option, value in options.items():
        if value:
            raise typer.BadParameter(f"{option} {why}")


def scenario_named(name: str | None) -> Scenario:
    """The scenario in a folder, or a built-in one by its name; the default one where none is named."""
    from payoffs.scenario_file import load_scenario
    from payoffs.scenarios import DEFAULT

    return load_scenario(name or DEFAULT)


def assignments(texts: list[str] | None, option: str) -> dict[str, object]:
    """What NAME=VALUE options say, by name."""
    found: dict[str, object] = {}
    for text in texts or ():
        name, equals, value = text.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise typer.BadParameter(f"{text!r} is not of the form NAME=VALUE", param_hint=option)
        if name.strip() in found:
            raise typer.BadParameter(f"{name.strip()} is set twice", param_hint=option)
        found[name.strip()] = value.strip()
    return found


def profile_spelled(game: StrategicGame | ParametricGame, text: str | None, option: str) -> Profile | None:
    """The profile that PLAYER=ACTION,... spells."""
    if text is None:
        return None
    return game.profile_named({player: str(action) for player, action in assignments(text.split(","), option).items()})
