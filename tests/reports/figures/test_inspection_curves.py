from __future__ import annotations

from fractions import Fraction

import pytest

from gametheory.concepts import nash
from reports.analyses import standing
from reports.drawing import COLUMN_WIDTH, FULL_WIDTH
from reports.figures import inspection_curves
from reports.study import Study
from tests.reports.figures.drawn import points, sheet_of, texts_of


def test_the_probabilities_are_those_of_the_indifference_conditions(korea: Study) -> None:
    stage = standing(korea, "enforcement")
    for row in inspection_curves.data(korea, "enforcement"):
        there = stage.at({row["parameter"]: Fraction(row["value"])})
        player = there.player_index(row["player"])
        probability = Fraction(row["probability"])
        if 0 < probability < 1 and {one.pure for one in nash.solve(there).equilibria} == {False}:
            (a, b), (c, d) = there.matrix(1 - player)
            other = (a - c, b - d) if player == 1 else (a - b, c - d)  # what the other gains by its first action
            assert probability * other[0] + (1 - probability) * other[1] == 0


def test_what_touches_one_side_alone_leaves_its_own_probability_as_it_is(korea: Study) -> None:
    rows = list(inspection_curves.data(korea, "enforcement"))
    assert {row["touches"] for row in rows} == {"russia", "us"}
    for touched in ("russia", "us"):
        shown = [row for row in rows if row["touches"] == touched and 0 < Fraction(row["probability"]) < 1]
        own = {row["probability"] for row in shown if row["player"] == touched}
        others = {row["probability"] for row in shown if row["player"] != touched}
        assert len(own) == 1
        assert len(others) > 3


@pytest.mark.parametrize("width", [FULL_WIDTH, COLUMN_WIDTH])
def test_both_lines_are_named_in_both_plots(korea: Study, width: float) -> None:
    axes = sheet_of(inspection_curves, korea, "enforcement", width)
    said = inspection_curves.draw(korea, axes, "enforcement")
    written = " ".join(text.get_text() for text in texts_of(axes))
    assert written.count("● Moscow: ") == written.count("■ Washington: ") == 2
    assert said.count("stays at") == 2
    assert len(axes.child_axes) == 2
    for plot in axes.child_axes:
        for line in plot.lines:
            if line.get_linewidth() == 2.2:
                assert all(0 <= y <= 1 for _, y in points(line))


def test_it_is_about_games_that_can_only_be_mixed(korea: Study, study: Study) -> None:
    assert [game for game in korea.games if inspection_curves.applies(korea, game)] == ["enforcement"]
    assert inspection_curves.applies(study, "ferry")
    assert not inspection_curves.applies(study, "toll")
