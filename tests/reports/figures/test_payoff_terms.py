from __future__ import annotations

from fractions import Fraction

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


def test_bars_stand_on_the_side_of_their_sign(study: Study) -> None:
    axes = Figure().add_axes((0, 0, 1, 1))
    told = payoff_terms.draw(study, axes, "toll")
    middles = {bar.get_x() for bar in axes.patches if bar.get_width()} | {
        bar.get_x() + bar.get_width() for bar in axes.patches if bar.get_width()
    }
    assert any(bar.get_width() < 0 for bar in axes.patches)
    assert len(middles) > 1
    assert "staying is better by 0.5 in all" in told
    assert "staying is better by 2 in all" in told


def test_there_is_nothing_to_show_where_nothing_definite_is_stable(study: Study) -> None:
    assert not payoff_terms.applies(study, "ferry")
    assert payoff_terms.applies(study, "toll")
