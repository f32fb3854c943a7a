"""Doses: the game along the way to a setting, and where its answer flips."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.dose import dose_response, dosed
from gametheory.errors import InvalidParameter, NotAffine, UnknownName
from gametheory.game import ParametricGame
from gametheory.solve import Play
from tests.ensembles import game_of, sum_of, threshold_game
from tests.parametric_games import parametric_games

F = Fraction


def test_a_dose_flips_where_the_lever_would() -> None:
    """At x = 1/4 the first action takes over where y is 1/4, a third of the way to 3/4."""
    found = dose_response(threshold_game().moved({"x": "1/4"}), {"y": "3/4"})
    assert [flip.value for flip in found.flips] == [F(1, 3)]
    assert found.nearest is not None
    assert found.nearest.distance == F(1, 3)


def test_a_dose_moves_several_levers_together() -> None:
    """The sum x + y reaches 1/2 on the way from (0, 0) to (1/2, 1/4)."""
    found = dose_response(threshold_game().moved({"x": 0}), {"x": "1/2", "y": "1/4"})
    assert [flip.value for flip in found.flips] == [F(2, 3)]


def test_a_dose_that_changes_nothing_has_no_flips() -> None:
    assert dose_response(threshold_game().moved({"x": 1}), {"y": 1}).flips == ()


def test_levers_that_multiply_each_other_have_no_straight_way() -> None:
    game = game_of([[sum_of((1, "y z")), sum_of(("1/4", ""))]], (2,), {"y": (0, 0, 1), "z": (0, 0, 1)})
    with pytest.raises(NotAffine, match="y and z multiply"):
        dosed(game, {"y": 1, "z": 1})
    assert [flip.value for flip in dose_response(game.moved({"z": 1}), {"y": 1}).flips] == [F(1, 4)]


def test_errors_are_those_of_a_point() -> None:
    with pytest.raises(UnknownName, match="nope"):
        dosed(threshold_game(), {"nope": 1})
    with pytest.raises(InvalidParameter, match="outside"):
        dosed(threshold_game(), {"y": 2})


@settings(deadline=None, max_examples=60)
@given(parametric_games(), st.sampled_from([F(n, 4) for n in range(5)]), st.data())
def test_the_game_at_a_dose_is_the_game_on_the_way(
    drawn: tuple[ParametricGame, object], dose: Fraction, data: st.DataObject
) -> None:
    game, _ = drawn
    value = st.sampled_from([F(n, 2) for n in range(-2, 3)])
    end = {name: data.draw(value) for name in data.draw(st.lists(st.sampled_from(["p", "q"]), unique=True))}
    start = {name: entry.default for name, entry in game.parameters.items()}
    way = {name: start[name] + dose * (end[name] - start[name]) for name in end}
    assert dosed(game, end).at({"dose": dose}).payoffs == game.at(way).payoffs
    found = dose_response(game, end, Play(concept="pure_nash"))
    assert (found.parameter.low, found.parameter.default, found.parameter.high) == (0, 0, 1)
