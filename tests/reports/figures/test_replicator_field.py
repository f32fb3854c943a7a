from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from matplotlib.quiver import Quiver

from gametheory.replicator_field import velocity
from reports.drawing import COLUMN_WIDTH, FULL_WIDTH
from reports.figures import replicator_field
from reports.study import Study
from tests.reports.figures.drawn import points, sheet_of, texts_of


def test_the_data_are_the_field(korea: Study) -> None:
    stage = korea.games["enforcement"].stage
    rows = list(replicator_field.data(korea, "enforcement"))
    for row in rows:
        values = [Fraction(value) for value in list(row.values())[1:]]
        assert velocity(stage, (values[0], values[1])) == (values[2], values[3])
        assert (row["kind"] == "arrow") == any(values[2:])
    assert [row["kind"] for row in rows if row["kind"] != "arrow"] == ["saddle"] * 4 + ["center"]


def test_arrows_point_along_the_field(korea: Study) -> None:
    axes = sheet_of(replicator_field, korea, "unsc_draft")
    replicator_field.draw(korea, axes, "unsc_draft")
    (arrows,) = [one for one in axes.child_axes[0].collections if isinstance(one, Quiver)]
    stage = korea.games["unsc_draft"].stage
    drawn: Any = arrows
    assert len(drawn.XY) == 100
    for (x, y), across, up in zip(drawn.XY, drawn.U, drawn.V, strict=True):
        spot = Fraction(x).limit_denominator(1000), Fraction(y).limit_denominator(1000)
        true_across, true_up = map(float, velocity(stage, spot))
        assert across * true_up - up * true_across == pytest.approx(0, abs=1e-9)
        assert across * true_across + up * true_up > 0


@pytest.mark.parametrize("width", [FULL_WIDTH, COLUMN_WIDTH])
def test_equilibria_are_ringed_and_rest_points_named(korea: Study, width: float) -> None:
    axes = sheet_of(replicator_field, korea, "dual_freeze", width)
    said = replicator_field.draw(korea, axes, "dual_freeze")
    rings = {points(line)[0] for line in axes.child_axes[0].lines if line.get_markersize() == 13}
    assert rings == {(0.0, 0.0)}
    assert said.count("attracts all around it") == 1
    assert said.endswith("One ring for equilibria.")
    written = " ".join(" ".join(text.get_text() for text in texts_of(axes)).split())
    assert "Attracts all around it." in written
    for player in korea.games["dual_freeze"].game.players:
        assert all(action.label in written for action in player.actions)


def test_it_is_about_two_players_with_two_actions_each(korea: Study) -> None:
    drawn = [game for game in korea.games if replicator_field.applies(korea, game)]
    assert drawn == ["enforcement", "unsc_draft", "dual_freeze", "sponsorship", "thaad"]
