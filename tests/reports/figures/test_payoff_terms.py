from __future__ import annotations

from fractions import Fraction

import pytest
from matplotlib.figure import Figure

from reports.figures import payoff_terms
from reports.study import Study


def test_the_data_add_up_to_what_moving_would_cost(study: Study) -> None:
    for game in ("toll", "causeway", "ford"):
        entry = study.games[game]
        for found in entry.incentives:
            told = "; ".join(f"{player}={action}" for player, action in entry.stage.named(found.profile).items())
            rows = [
                row
                for row in payoff_terms.data(study, game)
                if row["outcome"] == told and row["player"] == entry.stage.players[found.player]
            ]
            assert sum(Fraction(row["stays"]) - Fraction(row["moves"]) for row in rows) == found.loss


def test_the_bars_lead_from_one_payoff_to_the_other(study: Study) -> None:
    axes = Figure(figsize=payoff_terms.size(study, "toll")).add_axes((0, 0, 1, 1))
    told = payoff_terms.draw(study, axes, "toll")
    bars = [bar for bar in axes.patches if bar.get_width()]
    incentives = study.games["toll"].incentives
    assert len(bars) == sum(
        len(found.differences) + sum(map(bool, (found.here.value, found.there.value))) for found in incentives
    )
    scales = set()
    for found in incentives:
        for value in found.differences.values():
            fitting = {round(abs(bar.get_width() / float(value)), 9) for bar in bars if bar.get_width() * value > 0}
            scales |= fitting
            assert fitting, "no bar has the sign of the difference"
    assert "Staying is better for it by 0.5 in all" in told
    assert "Staying is better for them by 2 in all" in told


def test_interests_that_find_no_room_are_summed(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payoff_terms, "_MOST_ROWS", 1)
    axes = Figure(figsize=payoff_terms.size(study, "toll")).add_axes((0, 0, 1, 1))
    assert "two smaller differences together +0.5" in payoff_terms.draw(study, axes, "toll")


def test_there_is_nothing_to_show_where_nothing_definite_is_stable(study: Study) -> None:
    assert not payoff_terms.applies(study, "ferry")
    assert payoff_terms.applies(study, "toll")
