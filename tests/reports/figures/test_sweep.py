from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from gametheory.solve import solve
from reports.analyses import standing
from reports.courses import course, effects, most_telling
from reports.drawing import COLUMN_WIDTH, FULL_WIDTH
from reports.figures import sweep
from reports.study import Study
from tests.reports.figures.drawn import points, sheet_of, texts_of


@pytest.mark.parametrize("game", ["enforcement", "coercion", "unsc_draft"])
def test_payoffs_are_those_of_a_fresh_solution_within_each_stretch_and_at_each_flip(korea: Study, game: str) -> None:
    found = most_telling(korea, game)
    assert found is not None
    along = course(korea, game, found.parameter.name)
    stage = standing(korea, game)
    for cell, stretch in zip(along.found.cells, along.stretches, strict=True):
        middle = {found.parameter.name: cell.sample}
        solved = solve(stage.moved(middle)).equilibria
        assert {one.supports for one in solved} == {
            one.supports for moment in stretch for part in moment.components for one in part
        }
        for moment in stretch:
            game_there = stage.at({found.parameter.name: moment.value})
            for one in (one for part in moment.components for one in part):
                assert one.payoffs == tuple(
                    game_there.expected_payoff(player, one.strategies) for player in range(len(game_there.players))
                )
    assert [turn.value for turn in along.turns] == [flip.value for flip in found.flips]


def test_the_data_are_the_payoffs_drawn_and_lines_break_at_flips(korea: Study) -> None:
    axes = sheet_of(sweep, korea, "unsc_draft")
    sweep.draw(korea, axes, "unsc_draft")
    rows = [row for row in sweep.data(korea, "unsc_draft") if row["player"] == "russia" and row["at"] == "stretch"]
    lines = [points(line) for line in axes.child_axes[1].lines if line.get_linewidth() == 2.0]
    drawn = {point for line in lines for point in line}
    assert drawn == {(float(Fraction(row["value"])), float(Fraction(row["payoff"]))) for row in rows}
    assert [len(line) for line in lines] == [2, 2]


@pytest.mark.parametrize("width", [FULL_WIDTH, COLUMN_WIDTH])
def test_each_equilibrium_has_a_letter_in_every_plot_and_a_row_below(korea: Study, width: float) -> None:
    axes = sheet_of(sweep, korea, "pipeline", width)
    said = sweep.draw(korea, axes, "pipeline")
    written = [text.get_text() for text in texts_of(axes)]
    for name in "ABC":
        assert written.count(name) == 3
        assert sum(text.startswith(f"{name}: ") for text in written) == 1
    assert said.startswith("Three plots, one a player")


def test_what_would_be_lost_is_the_least_over_the_other_actions(korea: Study) -> None:
    for effect in effects(korea, "coercion"):
        parameter = effect.found.parameter
        (profile,) = korea.games["coercion"].stable
        for value in (parameter.low, (parameter.low + 2 * parameter.high) / 3, parameter.high):
            there = standing(korea, "coercion").at({parameter.name: value})
            for player in (0, 1):
                at_stake = [
                    there.payoff(player, pair)
                    for pair in product(range(3), range(3))
                    if pair[1 - player] == profile[1 - player] and pair != profile
                ]
                others = [there.payoff(player, profile) - payoff for payoff in at_stake]
                assert effect.loss(player, value) == min(others)
                (_, least), (_, most) = effect.extremes(player)
                assert least <= min(others) <= most


def test_it_does_not_apply_where_no_payoff_moves(korea: Study) -> None:
    assert not sweep.applies(korea, "dual_freeze")
    assert sweep.applies(korea, "thaad")
