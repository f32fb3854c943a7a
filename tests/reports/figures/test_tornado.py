from __future__ import annotations

from fractions import Fraction

import pytest
from matplotlib.patches import Rectangle

from gametheory.deviation import profitable_deviations
from reports.analyses import standing
from reports.drawing import COLUMN_WIDTH, FULL_WIDTH
from reports.figures import tornado
from reports.study import Study
from tests.reports.figures.drawn import sheet_of


@pytest.mark.parametrize("game", ["coercion", "dual_freeze", "engagement"])
def test_losses_are_those_of_a_fresh_game_and_negative_just_where_leaving_pays(korea: Study, game: str) -> None:
    entry, stage = korea.games[game], standing(korea, game)
    held = entry.solution.equilibria[0]
    rows = list(tornado.data(korea, game))
    assert rows
    for row in rows:
        player = stage.player_index(row["player"])
        for value, loss in ((row["least_at"], row["least"]), (row["greatest_at"], row["greatest"])):
            there = stage.at({row["parameter"]: Fraction(value)})
            yields = there.action_payoffs(player, held.strategies)
            own = held.strategies[player].index(Fraction(1))
            others = [payoff for action, payoff in enumerate(yields) if action != own]
            assert Fraction(loss) == yields[own] - max(others)
            gains = [one for one in profitable_deviations(there, held.strategies) if one.player == row["player"]]
            assert bool(gains) == (Fraction(loss) < 0)


def test_of_a_mixture_the_payoffs_are_shown_while_everybody_goes_on(korea: Study) -> None:
    stage, held = standing(korea, "enforcement"), korea.games["enforcement"].solution.equilibria[0]
    for row in tornado.data(korea, "enforcement"):
        assert row["quantity"] == "payoff"
        there = stage.at({row["parameter"]: Fraction(row["greatest_at"])})
        assert there.expected_payoff(stage.player_index(row["player"]), held.strategies) == Fraction(row["greatest"])


@pytest.mark.parametrize("width", [FULL_WIDTH, COLUMN_WIDTH])
def test_bars_come_longest_first_and_are_hatched_below_zero(korea: Study, width: float) -> None:
    axes = sheet_of(tornado, korea, "engagement", width)
    said = tornado.draw(korea, axes, "engagement")
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    negative = [row for row in tornado.data(korea, "engagement") if Fraction(row["least"]) < 0]
    assert sum(bool(bar.get_hatch()) for bar in bars) == len(negative) > 0
    rows = [row for row in tornado.data(korea, "engagement") if row["player"] == "russia"]
    spans = [Fraction(row["greatest"]) - Fraction(row["least"]) for row in rows]
    assert spans == sorted(spans, reverse=True)
    assert "What Moscow would lose by leaving, now 1" in said or "What Moscow would lose by leaving, now 0" in said


def test_a_game_without_a_known_equilibrium_has_none(study: Study) -> None:
    assert tornado.applies(study, "toll")
    assert not tornado.applies(study, "viaduct")
