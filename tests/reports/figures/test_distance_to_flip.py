from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from gametheory.flip_points import flip_points
from reports.analyses import standing
from reports.drawing import COLUMN_WIDTH, FULL_WIDTH
from reports.figures import distance_to_flip
from reports.study import Study
from tests.reports.figures.drawn import first, sheet_of


def test_distances_are_those_of_the_solver_and_ascend(study: Study) -> None:
    rows = list(distance_to_flip.data(study, "toll"))
    stage = standing(study, "toll")
    assert {row["parameter"] for row in rows} == set(stage.parameters)
    for row in rows:
        found = flip_points(stage, row["parameter"])
        assert row["distance"] == ("" if found.nearest is None else str(found.nearest.distance))
        assert int(row["flips"]) == len(found.flips)
    distances = [Fraction(row["distance"]) for row in rows if row["distance"]]
    assert distances == sorted(distances)
    assert len(distances) > 1


@pytest.mark.parametrize("width", [FULL_WIDTH, COLUMN_WIDTH])
def test_lines_are_as_long_as_the_distances_and_end_at_a_mark(study: Study, width: float) -> None:
    axes = sheet_of(distance_to_flip, study, "toll", width)
    said = distance_to_flip.draw(study, axes, "toll")
    ends = [line for line in axes.lines if line.get_marker() in ("o", "s")]
    collections: Any = axes.collections
    grid = [x for (x, _), _ in collections[0].get_segments()]
    distances = [Fraction(row["distance"]) for row in distance_to_flip.data(study, "toll") if row["distance"]]
    drawn = [(first(line) - grid[0]) / (grid[-1] - grid[0]) for line in ends]
    assert drawn == pytest.approx(list(map(float, distances)))
    assert f"{len(distances)} in all" in said
    assert "up to" in said or "down to" in said


def test_there_is_nothing_to_show_where_nothing_flips(korea: Study) -> None:
    assert distance_to_flip.applies(korea, "coercion")
    assert not distance_to_flip.applies(korea, "dual_freeze")
