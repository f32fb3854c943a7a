"""The command that solves a game in many worlds, and how it shows what it found."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reports.delivery import json_text
from reports.options import (
    At,
    Concept,
    Csv,
    Debug,
    Form,
    GameName,
    Json,
    PlayName,
    PolicyName,
    Quiet,
    Readings,
    RulesGiven,
    ScenarioName,
    play_asked,
    scenario_named,
    stage_asked,
)
from reports.progress import Progress
from reports.terminal import Terminal

if TYPE_CHECKING:
    from gametheory.sampling_plan import SamplingPlan
    from gametheory.sweep import Sweep

__all__ = ["sweep"]


def sweep(
    game: GameName,
    over: Annotated[
        list[str] | None,
        typer.Option(
            "--over",
            metavar="NAME[=LO:HI[:STEPS]]",
            help="A parameter to move, by default over its whole range. May be repeated.",
        ),
    ] = None,
    samples: Annotated[int | None, typer.Option("--samples", metavar="N", help="How many points to sample.")] = None,
    method: Annotated[
        str | None, typer.Option("--method", metavar="sobol|lhs|random|grid", help="How points are chosen.")
    ] = None,
    points: Annotated[
        Path | None, typer.Option("--points", metavar="FILE.csv", help="The points: a column a parameter.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Which of all such samples.")] = 0,
    keep: Annotated[
        str, typer.Option("--keep", metavar="points,payoffs", help="What rows hold beside outcomes; none for nothing.")
    ] = "points",
    part_format: Annotated[
        str | None, typer.Option("--format", metavar="parquet|csv", help="What worlds are written as.")
    ] = None,
    workers: Annotated[int | None, typer.Option("--workers", help="Processes; by default one a processor.")] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="ADDRESS", help="Have a Dask cluster do the work.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FOLDER", help="Write every world here; an ended sweep goes on."),
    ] = None,
    play: PlayName = None,
    form: Form = None,
    concept: Concept = None,
    rules: RulesGiven = None,
    scenario: ScenarioName = None,
    at: At = None,
    reading: Readings = None,
    policy: PolicyName = None,
    as_json: Json = False,
    as_csv: Csv = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Solve a game in many worlds: in what share of them each outcome is the only equilibrium, or one of several."""
    terminal = Terminal(quiet)
    plan = _plan(over or [], samples, method, points, seed)
    asked = stage_asked(game, scenario, at, reading, policy)
    from gametheory.game import ParametricGame
    from gametheory.sweep import sweep as sweep_game

    if not isinstance(asked.game, ParametricGame):
        raise typer.BadParameter(f"{asked.name} is a file, whose payoffs have no parameters to move")
    source: dict[str, Any] = {"game": asked.name}
    if asked.stated is not None:
        from payoffs.scenario_file import scenario_hash

        source["scenario"] = scenario_hash(scenario_named(scenario))
    progress = Progress(quiet)
    started = time.monotonic()
    try:
        found = sweep_game(
            asked.game,
            plan,
            play=play_asked(asked, play, form, concept, None, rules),
            folder=output,
            keep=tuple(part.strip() for part in keep.split(",") if part.strip() and keep.strip() != "none"),
            format=part_format,
            workers=workers,
            scheduler=scheduler,
            progress=progress,
            source=source,
        )
    finally:
        progress.end()
    if as_json:
        terminal.data(json_text({"schema": 1, "game": asked.name, **found.to_dict()}))
    elif as_csv:
        terminal.data(found.to_frame().to_csv(index=False))
    else:
        show_sweep(terminal, asked.title, found)
    _statistics(terminal, found, time.monotonic() - started)


def show_sweep(terminal: Terminal, title: str, found: Sweep) -> None:
    """Print the share of worlds in which each outcome is stable; outcomes that never are stay out."""
    tally = found.tally
    terminal.heading(title)
    terminal.line(f"{found.play.concept} in {found.worlds:,} worlds of {', '.join(found.parameters)}")
    terminal.line()
    columns = ["outcome", "the only equilibrium", "one of several", "risk dominant"]
    counts = zip(found.outcomes, tally.only, tally.several, tally.risk_dominant, strict=True)
    rows = [(name, *(_share(found, count) for count in each)) for name, *each in counts if any(each)]
    terminal.table(columns, rows, (1, 2, 3))
    terminal.line()
    for count, what in (
        (tally.none, "have no equilibrium of this kind"),
        (tally.mixed, "have only equilibria that leave the outcome to chance"),
        (tally.infinite, "have infinitely many equilibria"),
    ):
        if count:
            terminal.line(f"{_share(found, count)} of the worlds {what}.")
    terminal.line("Shares of worlds in these ranges, which are no probabilities.")


def _share(found: Sweep, count: int) -> str:
    """A count as a percentage, which neither 0 nor 100 is said for all but none and all."""
    share = found.share(count)
    text = f"{float(share):.2%}"
    if text == "0.00%" and count:
        return "< 0.01%"
    return "> 99.99%" if text == "100.00%" and share < 1 else text if count else "0"


def _statistics(terminal: Terminal, found: Sweep, seconds: float) -> None:
    who = "on the cluster" if not found.workers else f"in {found.workers} process{'es' if found.workers > 1 else ''}"
    before = found.worlds - found.made
    text = f"{found.made:,} worlds in {seconds:.1f} s ({found.made / max(seconds, 1e-9):,.0f} a second) {who}"
    terminal.message(text + (f"; {before:,} were there already" if before else ""))
    if found.folder is not None:
        terminal.message(f"The worlds are in {found.folder / 'worlds'}, the counts in {found.folder / 'summary.json'}")


def _plan(over: list[str], samples: int | None, method: str | None, points: Path | None, seed: int) -> SamplingPlan:
    from gametheory.sampling_plan import METHODS, Grid, PointsFile, Sample

    if points is not None:
        for option, value in (("--over", over), ("--samples", samples), ("--method", method)):
            if value:
                raise typer.BadParameter(f"{option} does not go with --points, which gives every point")
        return PointsFile(points)
    if not over:
        raise typer.BadParameter("name a parameter to move: --over NAME=LO:HI, or --points FILE.csv")
    spans: dict[str, tuple[Any, ...]] = {}
    for text in over:
        name, ends = _span(text)
        if name in spans:
            raise typer.BadParameter(f"{name} is given twice", param_hint="--over")
        spans[name] = ends
    stepped = [name for name, ends in spans.items() if len(ends) == 3]
    if method == "grid" or (method is None and samples is None):
        missing = [name for name in spans if name not in stepped]
        if missing:
            raise typer.BadParameter(
                f"a grid needs LO:HI:STEPS, which {missing[0]} has not; or sample with --samples N", param_hint="--over"
            )
        if samples is not None:
            raise typer.BadParameter("--samples does not go with a grid, whose STEPS say how many points there are")
        return Grid({name: (ends[0], ends[1], ends[2]) for name, ends in spans.items()})
    if method is not None and method not in METHODS:
        from gametheory.errors import UnknownName

        raise UnknownName("sampling method", method, (*METHODS, "grid"))
    if samples is None:
        raise typer.BadParameter(f"the method {method} needs --samples N")
    if stepped:
        raise typer.BadParameter(
            f"{stepped[0]} has STEPS, which only a grid takes; leave them out, or --samples", param_hint="--over"
        )
    return Sample(
        {name: (ends[0], ends[1]) if ends else None for name, ends in spans.items()}, samples, method or "sobol", seed
    )


def _span(text: str) -> tuple[str, tuple[Any, ...]]:
    """What NAME, NAME=LO:HI or NAME=LO:HI:STEPS says."""
    name, equals, rest = text.partition("=")
    parts = [part.strip() for part in rest.split(":")] if equals else []
    if not name.strip() or (equals and (len(parts) not in {2, 3} or not all(parts))):
        raise typer.BadParameter(f"{text!r} is not of the form NAME=LO:HI or NAME=LO:HI:STEPS", param_hint="--over")
    if len(parts) < 3:
        return name.strip(), tuple(parts)
    if not (parts[2].isascii() and parts[2].isdigit() and len(parts[2]) <= 100):
        raise typer.BadParameter(f"{text!r}: STEPS is {parts[2]!r}, not a positive integer", param_hint="--over")
    return name.strip(), (parts[0], parts[1], int(parts[2]))
