"""The command that writes figures for other people's texts: pictures, data, descriptions and snippets."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reports.options import At, Debug, PolicyName, Quiet, Readings, ScenarioName
from reports.terminal import Terminal

if TYPE_CHECKING:
    from reports.study import Study

__all__ = ["embed"]

_UNITS = {"mm": 1 / 25.4, "cm": 1 / 2.54, "in": 1.0, "pt": 1 / 72}
_LEAST, _MOST = 2.0, 40.0  # inches: less holds no words, more no page


def embed(
    game: Annotated[
        str | None,
        typer.Argument(metavar="GAME", help="A game of the scenario; leave it out for a figure of the whole scenario."),
    ] = None,
    figure: Annotated[
        list[str] | None, typer.Option("--figure", metavar="NAME", help="One of `detente list`. May be repeated.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Every figure that has something to show: of GAME, or of all, by folder.")
    ] = False,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="Made where it is missing.")] = Path(
        "figures"
    ),
    width: Annotated[
        str, typer.Option("--width", metavar="LENGTH", help="Such as 85mm, 8.5cm, 3.35in or 241pt.")
    ] = "175.26mm",
    style: Annotated[
        Path | None, typer.Option("--style", metavar="FILE", help="A matplotlib style sheet, for fonts and colours.")
    ] = None,
    scenario: ScenarioName = None,
    at: At = None,
    reading: Readings = None,
    policy: PolicyName = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Write a figure for a text of yours: SVG, PNG, PDF, its data, a description, and snippets that place it."""
    from reports.embed import Plot, write_files
    from reports.figures import FIGURES
    from reports.options import assignments, scenario_named
    from reports.phrases import counted
    from reports.study import make_study
    from reports.style import read_style

    terminal = Terminal(quiet)
    if every and figure:
        raise typer.BadParameter("--all takes every figure; leave it or --figure out", param_hint="--figure")
    if not every and not figure:
        raise typer.BadParameter(
            f"name a figure, or ask for --all; there are {', '.join(FIGURES.names())}", param_hint="--figure"
        )
    names = tuple(dict.fromkeys(FIGURES.canonical(name) for name in figure or ()))
    inches = _inches(width)
    sheet = None if style is None else read_style(style)
    found = scenario_named(scenario)
    started = time.monotonic()
    study = make_study(
        found, games=[game] if game else None, readings=reading or (), policy=policy, at=assignments(at, "--at")
    )
    plots = [Plot(study, name, whose, inches, sheet) for whose, name in _asked(study, game, names)]
    written = 0
    for plot in plots:
        for path in write_files(plot, output / plot.game if every and not game else output):
            terminal.line(str(path))
            written += 1
        if plot.size()[0] > inches * 1.001:
            terminal.message(f"{plot.name} is {plot.size()[0] * 25.4:.0f} mm wide: narrower it could not be read")
    figures = counted(len(plots), "figure")
    terminal.message(f"{figures.capitalize()}, {written} files in {time.monotonic() - started:.1f} s")


def _asked(study: Study, game: str | None, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Which figures of which games: those named, or all that have something to show."""
    from reports.embed import figures_of

    only = next(iter(study.games)) if game else ""
    if names:
        return [(only, name) for name in names]
    return [(whose, name) for whose in ([only] if game else ["", *study.games]) for name in figures_of(study, whose)]


def _inches(text: str) -> float:
    """A length with its unit, in inches."""
    read = re.fullmatch(r"\s*(\d{1,6}(?:\.\d{1,12})?)\s*(mm|cm|in|pt)\s*", text, flags=re.ASCII)
    if not read:
        raise typer.BadParameter(f"{text!r} is not a length such as 85mm, 8.5cm, 3.35in or 241pt", param_hint="--width")
    inches = float(read[1]) * _UNITS[read[2]]
    if not _LEAST <= inches <= _MOST:
        raise typer.BadParameter(
            f"{text} is {inches:.3g} inches; a figure can be from {_LEAST:g} to {_MOST:g} inches wide",
            param_hint="--width",
        )
    return inches
