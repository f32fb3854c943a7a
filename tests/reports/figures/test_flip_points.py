from __future__ import annotations

from fractions import Fraction

from matplotlib.patches import Rectangle

from gametheory.equilibrium_pattern import pattern_of
from gametheory.flip_points import flip_points as solved
from gametheory.solve import solve
from reports.analyses import nearest, standing
from reports.drawing import COLUMN_WIDTH
from reports.figures import flip_points
from reports.study import Study
from tests.reports.figures.drawn import sheet_of, texts_of


def test_the_stretches_hold_what_a_fresh_solution_finds_there(study: Study) -> None:
    rows = list(flip_points.data(study, "toll"))
    stage = standing(study, "toll")
    assert {row["kind"] for row in rows} == {"stretch", "flip"}
    for row in rows:
        value = (Fraction(row["low"]) + Fraction(row["high"])) / 2
        answer = solve(stage.moved({row["parameter"]: value}))
        assert pattern_of(answer).text(stage.actions) == row["stable"]
        assert bool(row["binding"]) == (row["kind"] == "flip")


def test_the_strip_is_cut_at_the_flips_of_the_nearest_parameter(study: Study) -> None:
    axes = sheet_of(flip_points, study, "toll")
    said = flip_points.draw(study, axes, "toll")
    found = solved(standing(study, "toll"), nearest(study, "toll")[0].parameter.name)
    strips = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    whole = sum(strip.get_width() for strip in strips)
    span = float(found.parameter.high - found.parameter.low)
    for strip, cell in zip(strips, found.cells, strict=True):
        assert abs(strip.get_width() / whole - (float(cell.high) - float(cell.low)) / span) < 1e-9
    assert len({(strip.get_facecolor(), strip.get_hatch()) for strip in strips}) == len(
        {cell.pattern for cell in found.cells}
    )
    assert said.count("A flip at") == len(found.flips)


def test_in_a_column_what_does_not_fit_into_the_strip_stands_below_it(study: Study) -> None:
    axes = sheet_of(flip_points, study, "ferry", COLUMN_WIDTH)
    flip_points.draw(study, axes, "ferry")
    written = " ".join(text.get_text() for text in texts_of(axes))
    assert "now " in written
    assert "indifferent" in written
    assert min(text.get_fontsize() for text in texts_of(axes)) >= 6.5


def test_it_says_so_where_mixed_equilibria_were_not_looked_for(korea: Study) -> None:
    for game, said in (("engagement", True), ("coercion", False)):
        axes = sheet_of(flip_points, korea, game)
        flip_points.draw(korea, axes, game)
        assert any("definite choices only" in text.get_text() for text in texts_of(axes)) == said
