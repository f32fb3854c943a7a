"""The command line: each command reads what was asked for, calls one front door, and writes what comes back.

Imports that take time stand inside the commands, so that help appears at once.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from gametheory import __version__
from gametheory.errors import DetenteError
from reports.compare_command import compare
from reports.delivery import csv_text, json_text
from reports.design_command import design
from reports.embed_command import embed
from reports.flip_command import flip
from reports.options import (
    At,
    Csv,
    Debug,
    GameName,
    Json,
    PolicyName,
    Quiet,
    Readings,
    ScenarioName,
    assignments,
    profile_spelled,
    scenario_named,
)
from reports.policies_command import policies
from reports.readings_command import readings
from reports.regions_command import regions
from reports.solve_command import export, solve
from reports.sweep_command import sweep
from reports.terminal import Terminal
from reports.thresholds_command import thresholds
from reports.uncertainty_command import uncertainty

__all__ = ["app", "main"]

DONE, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130


class _Commands(TyperGroup):
    """The commands, with every error turned into a message and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()  # a closed pipe shows itself here, while it can still be answered
            return result
        except KeyboardInterrupt:
            _leave("interrupted", INTERRUPTED)
        except BrokenPipeError:
            # Whoever read our output has had enough. Python would complain while closing the stream, so close it first.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(DONE) from None
        except DetenteError as error:
            if "--debug" in sys.argv:
                raise
            _leave(str(error), MISUSED if _is_misuse(error) else FAILED)
        except OSError as error:
            if "--debug" in sys.argv:
                raise
            _leave(f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}", FAILED)


app = typer.Typer(
    cls=_Commands,
    name="detente",
    help="From what a source says that states want, to payoff matrices, certified equilibria and a report.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"detente {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Take the options that need no command."""


@app.command("list")
def list_(scenario: ScenarioName = None, as_json: Json = False, quiet: Quiet = False, debug: Debug = False) -> None:
    """List the games, readings and policies of a scenario, and every form, concept, figure and format."""
    from reports.listing import listing

    terminal = Terminal(quiet)
    found = scenario_named(scenario)
    sections = listing(found)
    if as_json:
        terminal.data(json_text({"schema": 1, "scenario": found.title, **sections}))
        return
    terminal.heading(found.title)
    for title, entries in sections.items():
        terminal.line()
        terminal.heading(title)
        if entries and isinstance(entries[0], dict):
            terminal.table(tuple(entries[0]), [tuple(entry.values()) for entry in entries])
        else:
            terminal.line(", ".join(entries) or "none")


@app.command()
def check(
    scenario: Annotated[str | None, typer.Argument(metavar="SCENARIO", help="A folder, or a built-in name.")] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schemas of the files, for editors.")] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Check a scenario: every fault at once, with its place; then what it covers and what it leaves out."""
    from reports.listing import contents, gaps, one

    terminal = Terminal(quiet)
    if schema:
        from payoffs.scenario_schema import json_schema

        terminal.data(json_text(json_schema()))
        return
    found = scenario_named(scenario)
    if as_json:
        terminal.data(
            json_text(
                {"schema": 1, "scenario": found.title, "faults": [], "holds": contents(found), "gaps": gaps(found)}
            )
        )
        return
    holds = ", ".join(f"{count} {one(kind) if count == 1 else kind}" for kind, count in contents(found).items())
    terminal.line(f"{found.title}: no faults. It holds {holds}.")
    for gap, names in gaps(found).items():
        if names:
            terminal.line(f"{gap}: {', '.join(map(str, names))}")


@app.command()
def explain(
    game: GameName,
    profile: Annotated[
        str | None, typer.Option("--profile", metavar="PLAYER=ACTION,...", help="Only this outcome.")
    ] = None,
    scenario: ScenarioName = None,
    at: At = None,
    reading: Readings = None,
    policy: PolicyName = None,
    as_json: Json = False,
    as_csv: Csv = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Open payoffs into the interests, effects, paragraphs and assumptions behind them."""
    from payoffs.provenance import explain as explain_payoffs
    from payoffs.utility import game_named, parametric_game, settings
    from reports.explanation import cell_to_dict, show_explanation, term_rows

    terminal = Terminal(quiet)
    found = scenario_named(scenario)
    name = game_named(found, game)
    chosen = profile_spelled(parametric_game(found, name), profile, "--profile")
    values = settings(found, readings=reading or (), policy=policy, at=assignments(at, "--at"))
    cells = explain_payoffs(found, name, chosen, values)
    if as_json:
        opened = [cell_to_dict(found.games[name], cell) for cell in cells]
        terminal.data(json_text({"schema": 1, "game": name, "cells": opened}))
    elif as_csv:
        terminal.data(csv_text(term_rows(found.games[name], cells)))
    else:
        show_explanation(terminal, found.games[name], cells)


app.command()(solve)


@app.command()
def report(
    output: Annotated[Path, typer.Option("-o", "--output", help="The suffix chooses the format.")] = Path(
        "report.html"
    ),
    only: Annotated[list[str] | None, typer.Option("--only", metavar="GAME", help="May be repeated.")] = None,
    scenario: ScenarioName = None,
    at: At = None,
    reading: Readings = None,
    policy: PolicyName = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Write a report on a scenario, and print the bottom line of each game."""
    from payoffs.atomic_write import write_atomically
    from reports.formats import format_for
    from reports.progress import Progress
    from reports.report import bottom_lines
    from reports.report import report as make_report
    from reports.study import make_study

    terminal = Terminal(quiet)
    renderer = format_for(output)
    if not output.absolute().parent.is_dir():
        raise DetenteError(f"{output} cannot be written: there is no folder {output.absolute().parent}")
    found = scenario_named(scenario)
    study = make_study(
        found, games=only or None, readings=reading or (), policy=policy, at=assignments(at, "--at"), named=scenario
    )
    progress = Progress(quiet, "figures")
    try:
        document = make_report(study, images=renderer.IMAGES, progress=progress)
    finally:
        progress.end()
    for name, content in renderer.assets(document).items():
        (output.parent / name).parent.mkdir(exist_ok=True)
        write_atomically(output.parent / name, content)
    write_atomically(output, renderer.render(document))
    for name, sentence in bottom_lines(study).items():
        terminal.line(f"{name}: {sentence}")
    terminal.line()
    terminal.line(f"The report is in {output}")


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Must not exist, or be empty.")],
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Start a scenario of your own: a small commented one that passes `check` and `report` as it is."""
    from payoffs.starter import write_starter

    terminal = Terminal(quiet)
    for path in write_starter(folder):
        terminal.line(str(path))
    terminal.message(f"Next: edit the files, then run: detente check {folder}")


app.command()(export)
app.command()(compare)
app.command()(readings)
app.command()(design)
app.command()(flip)
app.command()(regions)
app.command()(sweep)
app.command()(policies)
app.command()(thresholds)
app.command()(uncertainty)
app.command()(embed)


def main() -> None:
    """Run the command line."""
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)  # exact probabilities of games with long payoffs are longer than Python prints
    try:
        app()
    except Exception as error:  # the last door: no user ever sees a traceback unasked
        if "--debug" in sys.argv:
            raise
        _own_up(error)
        sys.exit(FAILED)


def _own_up(error: Exception) -> None:
    """Say that an error nobody foresaw is a fault of this program, without a traceback."""
    from payoffs.errors import printable

    sys.stderr.write(
        f"detente: internal error: {type(error).__name__}: {printable(str(error))}\n"
        "This is a fault of detente and not of yours; with --debug it shows where.\n"
    )


def _is_misuse(error: DetenteError) -> bool:
    """Whether an error lies in what was asked, or in a scenario that was handed over, rather than in doing it."""
    from gametheory.errors import InvalidGame, InvalidParameter, NotApplicable, UnknownName
    from payoffs.errors import ScenarioError

    return isinstance(error, InvalidGame | InvalidParameter | NotApplicable | UnknownName | ScenarioError)


def _leave(message: str, code: int) -> NoReturn:
    from payoffs.errors import printable

    shown = "\n".join(map(printable, message.splitlines()))
    sys.stderr.write(f"{shown}\n" if ": error: " in shown.partition("\n")[0] else f"detente: error: {shown}\n")
    raise typer.Exit(code)
