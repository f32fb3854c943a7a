from __future__ import annotations

from fractions import Fraction

import pytest

from reports.drawing import COLUMN_WIDTH, FULL_WIDTH
from reports.figures import sweep
from reports.study import Study
from tests.reports.figures.drawn import points, sheet_of, texts_of


def test_the_data_are_the_payoffs_drawn_and_lines_break_at_flips(korea: Study) -> None:
    axes = sheet_of(sweep, korea, "unsc_draft")
    sweep.draw(korea, axes, "unsc_draft")
    rows = [row for row in sweep.data(korea, "unsc_draft") if row["player"] == "russia" and row["at"] == "stretch"]
    lines = [points(line) for line in axes.child_axes[1].lines if line.get_linewidth() == 2.0]
    drawn = {point for line in lines for point in line}
    assert drawn == {(float(Fraction(row["value"])), float(Fraction(row["payoff"]))) for row in rows}
    assert [len(line) for line in lines] == [2, 2]


@pytest.mark.parametrize("width", [FULL_WIDTH, COLUMN_WIDTH])
def test_each_equilibrium_has_a_letter_in_every_plot_and_a_row_below(korea: Study, width: float) -> None:
    axes = sheet_of(sweep, korea, "pipeline", width)
    said = sweep.draw(korea, axes, "pipeline")
    written = [text.get_text() for text in texts_of(axes)]
    for name in "ABC":
        assert written.count(name) == 3
        assert sum(text.startswith(f"{name}: ") for text in written) == 1
    assert said.startswith("Three plots, one a player")


def test_it_does_not_apply_where_no_payoff_moves(korea: Study) -> None:
    assert not sweep.applies(korea, "dual_freeze")
    assert sweep.applies(korea, "thaad")
