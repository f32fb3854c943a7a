"""The command that maps where in the space of weights and levers which outcome is stable, and how it shows that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from reports.delivery import deliver, json_text
from reports.flip_command import parameters_asked, play_to_map, refuse_types
from reports.options import (
    At,
    Concept,
    Csv,
    Debug,
    Form,
    GameName,
    Json,
    Order,
    Output,
    PlayName,
    PolicyName,
    Quiet,
    Readings,
    RulesGiven,
    ScenarioName,
    stage_asked,
)
from reports.terminal import Terminal

if TYPE_CHECKING:
    from gametheory.outcome_polyhedra import OutcomePolyhedra
    from gametheory.region_map import Area, RegionMap

__all__ = ["regions", "show_map", "show_polyhedra"]


def regions(
    game: GameName,
    over: Annotated[
        list[str],
        typer.Option(
            "--over",
            metavar="NAME[=LOW:HIGH]",
            help="What moves: two for a map of all answers; any number with --outcomes.",
        ),
    ],
    outcomes: Annotated[
        bool, typer.Option("--outcomes", help="For each pure outcome the polyhedron in which it is an equilibrium.")
    ] = False,
    play: PlayName = None,
    form: Form = None,
    concept: Concept = None,
    order: Order = None,
    rules: RulesGiven = None,
    scenario: ScenarioName = None,
    at: At = None,
    reading: Readings = None,
    policy: PolicyName = None,
    output: Output = None,
    as_json: Json = False,
    as_csv: Csv = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Map where in the space of weights and levers which outcome is stable, exactly, with areas or volumes."""
    from gametheory.outcome_polyhedra import outcome_polyhedra
    from gametheory.regions import regions as map_regions

    terminal = Terminal(quiet)
    asked = stage_asked(game, scenario, at, reading, policy)
    stage, named = parameters_asked(asked, over, scenario)
    ranges: dict[str, tuple[object, object]] = dict(named)
    chosen = play_to_map(asked, play, form, concept, order, rules)
    refuse_types(asked, chosen)
    found: RegionMap | OutcomePolyhedra
    if outcomes:
        if chosen is not None:
            raise typer.BadParameter("--outcomes is about pure equilibria of simultaneous choices, and takes no play")
        found = outcome_polyhedra(stage, list(ranges), ranges=ranges)
    else:
        if len(ranges) != 2:
            raise typer.BadParameter(
                f"a map is of two parameters, and {len(ranges)} are named; --outcomes takes any number",
                param_hint="--over",
            )
        first, second = ranges
        found = map_regions(stage, first, second, play=chosen, ranges=ranges)
    if as_json or (output is not None and not as_csv):
        deliver(terminal, json_text({"schema": 1, "game": asked.name, **found.to_dict()}), output)
    elif as_csv:
        deliver(terminal, found.to_frame().to_csv(index=False), output)
    else:
        from gametheory.region_map import RegionMap

        terminal.heading(asked.title)
        if isinstance(found, RegionMap):
            show_map(terminal, found)
        else:
            show_polyhedra(terminal, found)


def show_map(terminal: Terminal, found: RegionMap) -> None:
    """Print what is stable in which share of the plane, and which curves bound it."""
    from gametheory.polynomial import decimal

    for entry in (found.first, found.second):
        terminal.line(f"{entry.name}, now {entry.default}, from {entry.low} to {entry.high}")
    names = (found.first.name, found.second.name)
    rows, numbered = [], dict[str, int]()
    for region in found.regions:
        curves = {curve.text(*names) for piece in region.pieces for curve in (piece.lower, piece.upper) if curve}
        between = [numbered.setdefault(curve, len(numbered) + 1) for curve in sorted(curves)]
        here = " (now)" if region.pattern == found.now else ""
        left, right = min(piece.left for piece in region.pieces), max(piece.right for piece in region.pieces)
        stretch = f"{decimal(left)} to {decimal(right)}"
        stable = region.pattern.text(found.game.actions) + here
        rows.append((_share(region.share), stable, stretch, ", ".join(map(str, sorted(between)))))
    terminal.line()
    terminal.table(["share", f"stable ({found.play.concept})", names[0], "bounded by"], rows, [0])
    for curve, number in numbered.items():
        terminal.line(f"{number}: {curve}")
    if not found.exact:
        terminal.line("Curves are exact; shares beside a curve that is not straight are by quadrature.")


def show_polyhedra(terminal: Terminal, found: OutcomePolyhedra) -> None:
    """Print in which share of the box each outcome is an equilibrium, and how many corners bound it."""
    for entry in found.over:
        terminal.line(f"{entry.name}, now {entry.default}, from {entry.low} to {entry.high}")
    terminal.line()
    rows = [
        (
            f"{100 * float(outcome.share):.4g}%",
            "/".join(found.game.named(outcome.profile).values()),
            "" if outcome.vertices is None else str(len(outcome.vertices)),
        )
        for outcome in found.outcomes
    ]
    terminal.table(["share", "outcome", "vertices"], rows, [0, 2])
    if found.samples:
        error = max(outcome.error for outcome in found.outcomes)
        terminal.line(
            f"Shares are of {found.samples} points drawn at random; 99% sure to be within {100 * error:.2g}%."
        )


def _share(area: Area) -> str:
    return f"{100 * float(area.value):.4g}%"
