"""Every figure, of every game, at the width of a column and of a page: it can be read, and it is the same each time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import Any

import pytest
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from payoffs.scenario import Scenario
from payoffs.scenario_file import load_scenario
from reports.drawing import _STYLE, COLUMN_WIDTH, FULL_WIDTH, applies, draw_figure
from reports.figures import FIGURES
from reports.study import Study, make_study
from tests.reports.made import hostile, scenario

WIDTHS = (COLUMN_WIDTH, FULL_WIDTH)
SCENARIOS = {"north_korea_2017": lambda: load_scenario("north_korea_2017"), "made": scenario, "hostile": hostile}
LEAST_SIZE = 6.5
"""The smallest type, in points, that can be read in a column of 85 mm."""

DPI, NEARLY = 200, 2.0
"""Dots to the inch, and how many boxes may touch by: a box has the font's whole height, and letters seldom do."""


@cache
def study_of(name: str, game: str = "") -> Study:
    made: Scenario = SCENARIOS[name]()
    return make_study(made, games=[game] if game else None)


QUICK = {
    ("north_korea_2017", "dual_freeze", COLUMN_WIDTH),
    ("north_korea_2017", "engagement", FULL_WIDTH),
    ("hostile", "toll", COLUMN_WIDTH),
}
"""What is looked at each time: a game in which most figures apply, the largest, and one whose every text means harm."""


def cases() -> list[Any]:
    """Every scenario, game and width; an empty game is the whole scenario."""
    every = [
        (which, game, width) for which, make in SCENARIOS.items() for game in ("", *make().games) for width in WIDTHS
    ]
    return [pytest.param(*case, marks=() if case in QUICK else pytest.mark.slow) for case in every]


def drawn(name: str, study: Study, game: str, width: float) -> tuple[Figure, str]:
    module = FIGURES.load(name)
    with rc_context(_STYLE):
        drawing = Figure(figsize=module.size(study, game, width), dpi=DPI)
        alt = module.draw(study, drawing.add_axes((0.0, 0.0, 1.0, 1.0)), game)
        FigureCanvasAgg(drawing)  # whose fonts texts are measured with
        drawing.draw_without_rendering()
    return drawing, alt


def texts(drawing: Figure) -> list[tuple[Text, Bbox]]:
    """Every text that shows, ticks among them, with the box that it fills."""
    found = [text for text in drawing.findobj(Text) if text.get_visible() and text.get_text().strip()]
    return [(text, text.get_window_extent()) for text in found if _shown(text)]


def _shown(text: Text) -> bool:
    """Whether a text's axes show it: ticks of an axis that is switched off, or beyond its limits, do not appear."""
    axes = text.axes
    if axes is None:
        return True
    ticks = [(axis, tick) for axis in (axes.xaxis, axes.yaxis) for tick in axis.get_major_ticks()]
    ticks += [(axis, tick) for axis in (axes.xaxis, axes.yaxis) for tick in axis.get_minor_ticks()]
    for axis, tick in ticks:
        if text in (tick.label1, tick.label2):
            low, high = sorted(axis.get_view_interval())
            slack = (high - low) * 1e-9
            return axes.axison and axis.get_visible() and low - slack <= tick.get_loc() <= high + slack
    if text in (axes.xaxis.label, axes.yaxis.label, axes.xaxis.offsetText, axes.yaxis.offsetText):
        return bool(axes.axison)
    return True


def faults(name: str, study: Study, game: str, width: float) -> Iterator[str]:
    """What is wrong with one figure."""
    drawing, alt = drawn(name, study, game, width)
    if drawing.get_size_inches()[0] > width * 1.001:
        yield "is wider than asked for"
    page, boxes = drawing.bbox, texts(drawing)
    if not boxes:
        yield "has no words"
    for text, box in boxes:
        if float(text.get_fontsize()) < LEAST_SIZE:
            yield f"has type too small to read: {text.get_text()!r}"
        if min(box.x0 - page.x0, box.y0 - page.y0, page.x1 - box.x1, page.y1 - box.y1) < -NEARLY:
            yield f"has text that leaves the sheet: {text.get_text()!r}"
    for (one, here), (other, there) in combinations(boxes, 2):
        across = min(here.x1, there.x1) - max(here.x0, there.x0)
        down = min(here.y1, there.y1) - max(here.y0, there.y0)
        if (
            across > NEARLY and down > 3 * NEARLY
        ):  # a box leaves room for accents and descenders, lines of a text do not
            yield f"has {one.get_text()!r} upon {other.get_text()!r}"
    if len(alt) < 20 or alt == (FIGURES.load(name).__doc__ or "").splitlines()[0]:
        yield f"says no more of itself than {alt!r}"
    rows = list(FIGURES.load(name).data(study, game))
    if len({tuple(row) for row in rows}) != 1:
        yield "has no data, or rows of different columns"
    if not all(isinstance(cell, str) for row in rows for cell in row.values()):
        yield "has data that are not text"


@pytest.mark.parametrize(("which", "game", "width"), cases())
def test_figures_can_be_read(which: str, game: str, width: float) -> None:
    study = study_of(which, game)
    shown = [name for name in FIGURES.names() if applies(name, study, game)]
    found = [f"{name} {fault}" for name in shown for fault in faults(name, study, game, width)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name == "payoff_matrix" else pytest.mark.slow) for name in FIGURES.names()]
)
def test_a_figure_is_the_same_each_time(name: str) -> None:
    study = study_of("north_korea_2017")
    games = [game for game in ("", *study.games) if applies(name, study, game)]
    assert games, "a figure of nothing in the scenario that comes with the package"
    again = make_study(load_scenario("north_korea_2017"), games=games[:1] if games[0] else None)
    one, other = (draw_figure(name, found, games[0], ("svg", "png", "pdf")) for found in (study, again))
    assert one == other
