"""The command that compares a scenario's policies over the worlds that its readings allow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from reports.delivery import deliver, json_text
from reports.options import (
    Asked,
    At,
    Concept,
    Csv,
    Debug,
    Form,
    Json,
    Output,
    Quiet,
    RulesGiven,
    ScenarioName,
    assignments,
    play_asked,
    scenario_named,
)
from reports.policy_tables import show_policies
from reports.progress import Progress
from reports.terminal import Terminal

if TYPE_CHECKING:
    from gametheory.solve import Play
    from payoffs.scenario import Scenario

__all__ = ["policies"]


def policies(
    game: Annotated[
        list[str] | None, typer.Argument(metavar="[GAME]...", help="Games to look at closely; left out, all in short.")
    ] = None,
    policy: Annotated[
        list[str] | None,
        typer.Option(
            "--policy", metavar="A[+B]", help="A policy, or several done together. May be repeated; else all."
        ),
    ] = None,
    pairs: Annotated[
        bool, typer.Option("--pairs", help="Add every pair of policies that move a game together.")
    ] = False,
    want: Annotated[
        str | None, typer.Option("--want", metavar="PLAYER=ACTION,...", help="What is wanted of some of the players.")
    ] = None,
    samples: Annotated[
        int | None, typer.Option("--samples", metavar="N", help="Worlds a game: 10,000, or 500 where solved singly.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="Which worlds; equal seeds, equal answers.")] = 0,
    reading: Annotated[
        list[str] | None,
        typer.Option("--reading", metavar="NAME", help="Only worlds of this reading. May be repeated."),
    ] = None,
    play: Annotated[
        str | None, typer.Option("--play", metavar="NAME", help="A play, in the games that state it.")
    ] = None,
    form: Form = None,
    concept: Concept = None,
    rules: RulesGiven = None,
    scenario: ScenarioName = None,
    at: At = None,
    output: Output = None,
    as_json: Json = False,
    as_csv: Csv = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Compare policies over the worlds that the readings allow: who gains, who loses, what holds everywhere."""
    from gametheory.errors import NoWorlds
    from payoffs.policies import compare_policies

    terminal = Terminal(quiet)
    found = scenario_named(scenario)
    plays, games = _plays(found, game, play, form, concept, rules)
    wanted = None if want is None else assignments(want.split(","), "--want")
    progress = Progress(quiet)
    try:
        compared = compare_policies(
            found,
            games or None,
            policy or None,
            pairs=pairs,
            samples=samples,
            seed=seed,
            readings=reading or (),
            at=assignments(at, "--at"),
            plays=plays,
            goal=None if wanted is None else {player: str(action) for player, action in wanted.items()},
            progress=progress,
        )
    except NoWorlds as error:
        raise NoWorlds(f"{error} (--reading NAME draws worlds of the readings that are named only)") from error
    finally:
        progress.end()
    if as_json or (output is not None and not as_csv):
        deliver(terminal, json_text({"schema": 1, **compared.to_dict()}), output)
    elif as_csv:
        deliver(terminal, compared.to_frame().to_csv(index=False), output)
    else:
        show_policies(terminal, compared, closely=bool(game))


def _plays(
    scenario: Scenario,
    games: Sequence[str] | None,
    play: str | None,
    form: str | None,
    concept: str | None,
    rules: list[str] | None,
) -> tuple[dict[str, Play], list[str]]:
    """How each game is played, where the options say so, and which games to look at."""
    from payoffs.utility import game_named, parametric_game

    names = [game_named(scenario, name) for name in games or ()]
    if not any((play, form, concept, rules)):
        return {}, names
    if play is not None and not names:
        wanted = play.replace("-", "_")
        names = [name for name, entry in scenario.games.items() if wanted in entry.plays]
        if not names:
            raise typer.BadParameter(f"no game of the scenario states a play named {play}", param_hint="--play")
    plays = {}
    for name in names or scenario.games:
        entry = scenario.games[name]
        asked = Asked(name, entry.title, parametric_game(scenario, name), entry, scenario)
        plays[name] = play_asked(asked, play, form, concept, None, rules)
    return plays, names
