from __future__ import annotations

from fractions import Fraction

import pytest
from matplotlib.path import Path

from gametheory.equilibrium_pattern import pattern_of
from gametheory.regions import regions
from gametheory.solve import solve
from payoffs.scenario_file import load_scenario
from reports.analyses import region, standing
from reports.drawing import COLUMN_WIDTH, FULL_WIDTH
from reports.figures import region_map
from reports.study import Study, make_study
from tests.reports.figures.drawn import sheet_of, texts_of


def test_every_piece_holds_what_a_fresh_solution_finds_in_it(korea: Study) -> None:
    for game in ("enforcement", "sponsorship"):
        found, stage = region(korea, game), standing(korea, game)
        assert found is not None
        rows = list(region_map.data(korea, game))
        assert sum(Fraction(row["share"]) for row in rows) == 1
        pieces = [piece for part in found.regions for piece in part.pieces]
        for row, piece in zip(rows, pieces, strict=True):
            answer = solve(stage.moved({row["across"]: piece.sample[0], row["up"]: piece.sample[1]}), found.play)
            assert pattern_of(answer).text(stage.actions) == row["stable"]


def test_the_areas_drawn_hold_the_points_of_their_regions_and_no_others(korea: Study) -> None:
    axes = sheet_of(region_map, korea, "sponsorship")
    region_map.draw(korea, axes, "sponsorship")
    found = region(korea, "sponsorship")
    assert found is not None
    areas = [patch.get_path() for patch in axes.child_axes[0].patches if patch.get_linewidth() == 0]
    for index, part in enumerate(found.regions):
        for piece in part.pieces:
            x, y = map(float, piece.sample)
            assert [Path.contains_point(area, (x, y)) for area in areas] == [
                other == index for other in range(len(areas))
            ]


@pytest.mark.parametrize("width", [FULL_WIDTH, COLUMN_WIDTH])
def test_every_region_is_named_in_it_or_by_letter_below(korea: Study, width: float) -> None:
    axes = sheet_of(region_map, korea, "enforcement", width)
    said = region_map.draw(korea, axes, "enforcement")
    written = " ".join(text.get_text() for text in texts_of(axes))
    for label in ("Moscow mixes", "monitor and", "rely on"):
        assert label in written
    assert "cut into three regions" in said
    assert said.count("Here lies the ring") == 1


def test_curves_are_drawn_where_a_border_is_not_straight(korea: Study) -> None:
    found = regions(standing(korea, "enforcement"), "penalty", "self_reporting")
    bent = [piece for piece in found.pieces if piece.corners(found.rectangle) is None]
    assert bent
    for piece in bent:
        for curve, side in ((piece.lower, 1), (piece.upper, 2)):
            for point in piece.sides(found.rectangle)[:: 6 if curve else 100]:
                if curve is not None:
                    terms = sum(c * point[0] ** a * point[side] ** b for (a, b), c in curve.terms.items())
                    assert terms == pytest.approx(0, abs=1e-9)


def test_areas_with_bent_borders_are_drawn_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    own = make_study(load_scenario("north_korea_2017"), games=["enforcement"])
    found = regions(standing(own, "enforcement"), "penalty", "self_reporting")
    monkeypatch.setattr(region_map, "region", lambda *_: found)
    axes = sheet_of(region_map, own, "enforcement")
    region_map.draw(own, axes, "enforcement")
    areas = [patch.get_path() for patch in axes.child_axes[0].patches if patch.get_linewidth() == 0]
    rectangle = found.rectangle
    for step in range(200):
        x, y = Fraction(7 * step % 199 + 1, 200), Fraction(11 * step % 197 + 1, 198)
        piece = found.piece_at(x, y)
        if piece is None or min(abs(float(piece.left - x)), abs(float(piece.right - x))) < 0.02:  # type: ignore[operator]
            continue
        sides = [side for side in piece.sides(rectangle) if abs(side[0] - float(x)) < 0.05]
        if all(min(abs(float(y) - low), abs(high - float(y))) > 0.1 for _, low, high in sides):
            inside = [Path.contains_point(area, (float(x), float(y))) for area in areas]
            assert inside == [part.pattern == piece.pattern for part in found.regions]


def test_it_does_not_apply_where_fewer_than_two_things_flip_anything(korea: Study, study: Study) -> None:
    assert not region_map.applies(study, "causeway")  # two do, but only where they vanish
    assert not region_map.applies(korea, "thaad")
    assert region_map.applies(korea, "sponsorship")
