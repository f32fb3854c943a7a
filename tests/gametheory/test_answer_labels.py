"""Labels of answers: the same where `solve` finds the same supports, in batches and one by one."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gametheory.answer_labels import AnswerLabels
from gametheory.equilibrium_pattern import pattern_of
from gametheory.errors import DetenteError
from gametheory.game import ParametricGame, Profile
from gametheory.solve import Play, solve
from gametheory.worlds import draw_worlds
from tests.parametric_games import parametric_games
from tests.threshold_games import chooser

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(game: ParametricGame, play: Play) -> None:
    points = draw_worlds(game, dict.fromkeys(game.parameters), 24).points
    labels = AnswerLabels(game, play)
    found = labels.of(points).tolist()
    for label, column in zip(found, points.numerators.T.tolist(), strict=True):
        at = {name: Fraction(value, points.denominator) for name, value in zip(points.names, column, strict=True)}
        assert labels.supports[label] == pattern_of(solve(game, play, at)).supports
    assert len(labels) == len(set(found)) == len(set(labels.supports))
    assert labels.of(points).tolist() == found, "a label keeps its number"


@QUICK
@given(parametric_games(products=True))
def test_all_equilibria_of_two_players(drawn: tuple[ParametricGame, Profile]) -> None:
    check(drawn[0], Play(concept="nash"))


@QUICK
@given(parametric_games(st.integers(2, 3)))
def test_pure_equilibria_of_more(drawn: tuple[ParametricGame, Profile]) -> None:
    check(drawn[0], Play(concept="pure_nash"))


@settings(QUICK, max_examples=5)
@given(parametric_games())
def test_plays_that_are_solved_one_by_one(drawn: tuple[ParametricGame, Profile]) -> None:
    check(drawn[0], Play("sequential", "subgame_perfect"))


def test_a_world_that_cannot_be_solved_is_named() -> None:
    game = chooser({"p": 1}, "p")
    with pytest.raises(DetenteError, match=r"world 0 \(p=.*\): "):
        AnswerLabels(game, Play("repeated", "nash")).of(draw_worlds(game, {"p": None}, 2).points)
