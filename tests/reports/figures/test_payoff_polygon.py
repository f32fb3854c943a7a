from __future__ import annotations

from fractions import Fraction

import pytest
from matplotlib.patches import Polygon

from gametheory.feasible_payoffs import lottery_for
from gametheory.security import security_levels
from reports.drawing import COLUMN_WIDTH, FULL_WIDTH
from reports.figures import payoff_polygon
from reports.study import Study
from tests.reports.figures.drawn import points, sheet_of, texts_of


def rows_of(study: Study, game: str, kind: str) -> list[tuple[Fraction, ...]]:
    players = study.games[game].stage.players
    return [
        tuple(Fraction(row[player]) for player in players)
        for row in payoff_polygon.data(study, game)
        if row["kind"] == kind
    ]


@pytest.mark.parametrize("game", ["coercion", "enforcement", "unsc_draft"])
def test_every_point_is_what_the_solver_says(korea: Study, game: str) -> None:
    entry = korea.games[game]
    stage = entry.stage
    assert sorted(rows_of(korea, game, "outcome")) == sorted(zip(*stage.payoffs, strict=True))
    assert rows_of(korea, game, "security levels") == [tuple(level.value for level in security_levels(stage))]
    assert set(rows_of(korea, game, "Nash equilibrium")) == {one.payoffs for one in entry.solution.equilibria}
    levels = rows_of(korea, game, "security levels")[0]
    rational = rows_of(korea, game, "individually rational corner")
    assert rational
    for point in rational:
        assert all(own >= level for own, level in zip(point, levels, strict=True))
        assert lottery_for(stage, point) is not None


def test_a_mediator_helps_where_correlated_equilibria_reach_beyond_the_only_pure_ones(study: Study) -> None:
    assert payoff_polygon.applies(study, "toll")
    assert rows_of(study, "toll", "correlated equilibrium corner") == rows_of(study, "toll", "Nash equilibrium")
    assert not payoff_polygon.applies(study, "causeway")


@pytest.mark.parametrize("width", [FULL_WIDTH, COLUMN_WIDTH])
def test_rings_and_diamonds_stand_at_the_payoffs_and_outcomes_are_named(korea: Study, width: float) -> None:
    axes = sheet_of(payoff_polygon, korea, "unsc_draft", width)
    said = payoff_polygon.draw(korea, axes, "unsc_draft")
    plot = axes.child_axes[0]
    for marker, kind in (("o", "outcome"), ("D", "Nash equilibrium")):
        drawn = {points(line)[0] for line in plot.lines if line.get_marker() == marker}
        assert drawn == {(float(x), float(y)) for x, y in rows_of(korea, "unsc_draft", kind)}
    written = " ".join(" ".join(text.get_text() for text in texts_of(axes)).split())
    for player in korea.games["unsc_draft"].game.players:
        for action in player.actions:
            assert action.label in written
    assert "Diamonds mark equilibria at" in said
    assert any(isinstance(patch, Polygon) and patch.get_hatch() for patch in plot.patches)
