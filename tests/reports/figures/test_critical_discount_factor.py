from __future__ import annotations

from fractions import Fraction

import pytest
from matplotlib.patches import Rectangle

from gametheory.concepts.sustainable import SustainableAnswer
from gametheory.solve import Play, solve
from reports.drawing import COLUMN_WIDTH, FULL_WIDTH
from reports.figures import critical_discount_factor
from reports.study import Study
from tests.reports.figures.drawn import sheet_of, texts_of


def test_a_player_is_indifferent_at_its_critical_discount_factor(korea: Study) -> None:
    rows = list(critical_discount_factor.data(korea, "enforcement"))
    critical = [row for row in rows if row["critical_discount_factor"] and not row["reason"]]
    assert critical
    for row in critical:
        factor = Fraction(row["critical_discount_factor"])
        tempted = (1 - factor) * Fraction(row["tempting"]) + factor * Fraction(row["punished"])
        assert tempted == Fraction(row["here"])
    for row in rows:
        if not row["critical_discount_factor"]:
            assert row["reason"] == "punishment_no_worse"
            assert Fraction(row["punished"]) >= Fraction(row["here"])


@pytest.mark.parametrize("width", [FULL_WIDTH, COLUMN_WIDTH])
def test_bars_are_as_long_as_the_factors_and_hatched_where_none_helps(korea: Study, width: float) -> None:
    axes = sheet_of(critical_discount_factor, korea, "enforcement", width)
    said = critical_discount_factor.draw(korea, axes, "enforcement")
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    rows = list(critical_discount_factor.data(korea, "enforcement"))
    whole = max(bar.get_width() for bar in bars)
    for bar, row in zip(bars, rows, strict=True):
        expected = float(Fraction(row["critical_discount_factor"] or 1))
        assert bar.get_width() / whole == pytest.approx(expected)
        assert bool(bar.get_hatch()) == (not row["critical_discount_factor"])
    hopeless = sum(not row["critical_discount_factor"] for row in rows)
    assert said.count("no discount factor helps") == hopeless > 0
    written = [text.get_text() for text in texts_of(axes)]
    assert sum(text.endswith("no discount factor helps") for text in written) == hopeless


def test_outcomes_come_in_the_order_of_the_patience_that_they_need(korea: Study) -> None:
    answer = solve(korea.games["coercion"].stage, Play(form="repeated", concept="sustainable"))
    assert isinstance(answer, SustainableAnswer)
    thresholds = {promise.profile: promise.threshold for promise in answer.promises}
    stage = korea.games["coercion"].stage
    rows = list(critical_discount_factor.data(korea, "coercion"))
    order = list(dict.fromkeys(tuple(row[player] for player in stage.players) for row in rows))
    found = [thresholds[stage.profile_named(dict(zip(stage.players, names, strict=True)))] for names in order]
    assert found == sorted(found, key=lambda one: 2.0 if one is None else float(one))
    assert None in found


def test_a_game_without_a_known_equilibrium_or_too_large_has_none(study: Study) -> None:
    assert critical_discount_factor.applies(study, "toll")
    assert not critical_discount_factor.applies(study, "viaduct")
