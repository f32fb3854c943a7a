from __future__ import annotations

from fractions import Fraction

from matplotlib.figure import Figure

from reports.figures import payoff_matrix
from reports.study import Study, make_study
from tests.reports.made import NORTH, effect, game, hunt, scenario


def alt(study: Study, game: str) -> str:
    return payoff_matrix.draw(study, Figure().add_axes((0, 0, 1, 1)), game)


def test_the_data_are_the_payoffs_and_their_best_responses(study: Study) -> None:
    stage = study.games["toll"].stage
    rows = list(payoff_matrix.data(study, "toll"))
    assert len(rows) == 8
    for row in rows:
        profile = stage.profile_named({player: row[player] for player in stage.players})
        assert Fraction(row["payoff"]) == stage.payoff(stage.player_index(row["player"]), profile)
        assert row["stable"] == str(profile == (1, 1)).lower()
    best = [row["best_response"] for row in rows if row["player"] == "north"]
    assert best == ["false", "false", "true", "true"]


def test_the_alt_text_says_which_cell_is_framed(study: Study) -> None:
    assert alt(study, "toll").count("This cell is framed as stable.") == 1
    assert alt(study, "ferry").endswith("none is stable.")
    assert "Eastmark in panels" in alt(study, "causeway")


def test_a_matrix_too_wide_for_a_page_is_not_drawn(study: Study) -> None:
    assert payoff_matrix.applies(study, "causeway")
    assert not payoff_matrix.applies(make_study(scenario(viaduct=hunt())), "viaduct")


def test_it_draws_into_axes_of_somebody_else(study: Study) -> None:
    left, right = Figure().subplots(1, 2)
    payoff_matrix.draw(study, left, "toll")
    assert left.texts
    assert not right.texts


def test_one_player_alone_makes_no_matrix() -> None:
    alone = game("The ferry alone", (NORTH,), (effect("north_trade", "1", north="mend"),))
    assert not payoff_matrix.applies(make_study(scenario(alone=alone)), "alone")
