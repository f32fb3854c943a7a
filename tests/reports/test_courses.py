from __future__ import annotations

from itertools import product

import pytest

from gametheory.solve import solve
from reports.analyses import standing
from reports.courses import course, effects, most_telling
from reports.study import Study


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


def test_the_most_telling_parameter_is_the_nearest_to_a_flip_or_else_moves_payoffs_most(korea: Study) -> None:
    found = most_telling(korea, "enforcement")
    assert found is not None
    assert found.parameter.name == "monitoring_cost"
    assert most_telling(korea, "dual_freeze") is None


def test_just_within_a_stretch_of_mixtures_everybody_mixes(korea: Study) -> None:
    along = course(korea, "enforcement", "monitoring_cost")
    first = along.stretches[0]
    assert len(first) > 2
    assert all(len(own) == 2 for moment in first for part in moment.components for one in part for own in one.supports)
    low, high = along.found.cells[0].low, along.found.cells[0].high
    assert all(low < moment.value < high for moment in first)
