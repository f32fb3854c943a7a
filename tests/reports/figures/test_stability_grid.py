from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.patches import Ellipse

from gametheory.solve import Play, solve
from payoffs.plays import play_named
from reports.figures import stability_grid
from reports.study import Study, stable_under


def test_the_data_agree_with_the_solver(study: Study) -> None:
    entry = study.games["toll"]
    rows = list(stability_grid.data(study, "toll"))
    for name in entry.game.plays:
        play = play_named(entry.game, name)
        stable = stable_under(solve(entry.stage, play))
        label = entry.game.plays[name].definition
        mine = [row for row in rows if row["play"] == label]
        assert len(mine) == 4
        for row in mine:
            profile = entry.stage.profile_named({player: row[player] for player in entry.stage.players})
            assert (row["stable"] == "true") == (profile in stable)
    for concept in ("general_metarational", "symmetric_metarational", "sequentially_stable"):
        stable = stable_under(solve(entry.stage, Play("ordinal", concept)))
        mine = [row for row in rows if row["concept"] == concept]
        assert sum(row["stable"] == "true" for row in mine) == len(stable) > 0


def test_a_disc_for_every_way_in_which_a_shown_outcome_is_stable(study: Study) -> None:
    axes = Figure(figsize=stability_grid.size(study, "toll")).add_axes((0, 0, 1, 1))
    told = stability_grid.draw(study, axes, "toll")
    discs = [patch for patch in axes.patches if isinstance(patch, Ellipse)]
    large = [disc for disc in discs if disc.get_width() > 0.1]
    rows = list(stability_grid.data(study, "toll"))
    assert len(large) == sum(row["stable"] == "true" for row in rows)
    assert "the Northern League: leave the bridge; the Southern Towns: leave the bridge is stable in 6 of 6" in told


def test_a_game_with_one_way_and_no_definite_outcome_is_not_shown(study: Study) -> None:
    assert not stability_grid.applies(study, "viaduct")
    assert stability_grid.applies(study, "toll")
