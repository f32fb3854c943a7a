"""The command that counts in how many readings of a source each outcome is stable, and how it shows them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reports.delivery import deliver, json_text
from reports.options import At, Csv, Debug, Json, PolicyName, Quiet, ScenarioName
from reports.terminal import Terminal

if TYPE_CHECKING:
    from gametheory.reading_counts import Readings
    from gametheory.weight_polytope import Verdict

__all__ = ["readings"]


_SHORT = {
    "pure_nash": "Nash",
    "subgame_perfect": "SPE",
    "general_metarational": "GMR",
    "symmetric_metarational": "SMR",
    "sequentially_stable": "SEQ",
}
_LONG = {
    "pure_nash": "pure Nash equilibrium",
    "subgame_perfect": "subgame perfect for some order of moves",
    "general_metarational": "general metarational",
    "symmetric_metarational": "symmetric metarational",
    "sequentially_stable": "sequentially stable",
}


def readings(
    game: Annotated[str, typer.Argument(metavar="GAME", help="A game of the scenario.")],
    concept: Annotated[
        list[str] | None, typer.Option("--concept", metavar="NAME", help="One that rankings decide. May be repeated.")
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="COMPARISON", help="Leave a stated comparison out. May be repeated."),
    ] = None,
    scenario: ScenarioName = None,
    at: At = None,
    policy: PolicyName = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write the data to this file.")] = None,
    as_json: Json = False,
    as_csv: Csv = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Count in how many of the rankings that the source allows each outcome is stable: not a probability."""
    from gametheory.readings import CONCEPTS
    from gametheory.readings import readings as count_readings
    from gametheory.weight_polytope import Preference, weight_polytope
    from payoffs.orders import stated_comparisons
    from payoffs.utility import game_named, parametric_game, settings
    from reports.options import assignments, scenario_named

    terminal = Terminal(quiet)
    found = scenario_named(scenario)
    name = game_named(found, game)
    stage = parametric_game(found, name)
    values = settings(found, policy=policy, at=assignments(at, "--at"))
    stage = stage.moved({key: value for key, value in values.items() if key in stage.parameters})
    stated = stated_comparisons(found.games[name], stage, without or ())
    chosen = tuple(one.replace("-", "_") for one in concept or ()) or CONCEPTS
    counted = count_readings(stage.at(), stated, concepts=chosen, drop_each=True)
    profiles = list(stage.profiles())
    weights = weight_polytope(
        stage,
        [
            Preference(one.player, profiles[better], profiles[worse], one.strict)
            for one in stated
            for better, worse in one.pairs
        ],
        [key for key in stage.parameters if key in found.interests],
    )
    verdicts = {} if weights.empty() else {profile: weights.verdict(profile) for profile in profiles}
    if as_json or (output is not None and not as_csv):
        document = {"schema": 1, "game": name, **counted.to_dict()}
        document["by_weights"] = [
            {"profile": stage.named(profile), "equilibrium": verdict.value} for profile, verdict in verdicts.items()
        ]
        deliver(terminal, json_text(document), output)
    elif as_csv:
        deliver(terminal, counted.to_frame().to_csv(index=False), output)
    else:
        _show(terminal, found.games[name].title, counted, list(verdicts.values()))


def _show(terminal: Terminal, title: str, counted: Readings, verdicts: list[Verdict]) -> None:
    game = counted.game
    terminal.heading(title)
    allowed = " x ".join(f"{count} for {player}" for player, count in zip(game.players, counted.rankings, strict=True))
    terminal.line(f"{counted.total} readings: {allowed}. Counts of readings are not a probability.")
    terminal.line()
    shown = [
        position
        for position in range(len(next(iter(counted.counts.values()))))
        if any(counts[position] for counts in counted.counts.values())
    ]
    profiles = list(game.profiles())
    terminal.table(
        ("outcome", *(_SHORT[concept] for concept in counted.counts), *(["by weights"] if verdicts else [])),
        [
            (
                ", ".join(game.named(profiles[position]).values()),
                *(f"{counts[position]}" for counts in counted.counts.values()),
                *([verdicts[position].value] if verdicts else []),
            )
            for position in shown
        ],
        numeric=range(1, len(counted.counts) + 1),
    )
    if len(shown) < len(profiles):
        terminal.line(f"The other {len(profiles) - len(shown)} outcomes are stable in none.")
    terminal.line("; ".join(f"{_SHORT[concept]}: {_LONG[concept]}" for concept in counted.counts) + ".")
    if verdicts:
        terminal.line(
            "By weights: whether the outcome must, can or cannot be an equilibrium at all weights that agree."
        )
    concept = next(iter(counted.counts))
    ranked = sorted(counted.without, key=lambda one: -counted.weight_of(one, concept))
    if ranked and counted.weight_of(ranked[0], concept):
        terminal.line()
        terminal.line(
            f"The comparison that matters most is {ranked[0]}: without it there are "
            f"{counted.without[ranked[0]].total} readings."
        )
