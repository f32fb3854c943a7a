from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.convex_hull import corners
from gametheory.correlated_payoffs import correlated_payoffs
from gametheory.errors import NotApplicable
from gametheory.game import StrategicGame
from gametheory.solve import Play, solve

quarters = st.integers(-6, 6).map(lambda whole: Fraction(whole, 4))
games = st.lists(st.lists(quarters, min_size=6, max_size=6), min_size=2, max_size=2).map(
    lambda payoffs: StrategicGame.from_arrays([[row[:3], row[3:]] for row in payoffs])
)


@given(games)
@settings(max_examples=40)
def test_it_is_the_hull_of_what_all_vertices_of_the_polytope_pay(game: StrategicGame) -> None:
    answer = solve(game, Play(concept="correlated"))
    assert answer.complete
    assert correlated_payoffs(game) == tuple(corners(found.payoffs for found in answer.outcomes()))


def test_the_game_of_chicken_that_aumann_gives() -> None:
    """With payoffs 6/6, 2/7, 7/2 and 0/0 a mediator reaches 21/4 each, more than any lottery over equilibria."""
    game = StrategicGame.from_arrays([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])
    found = correlated_payoffs(game)
    assert (Fraction(21, 4), Fraction(21, 4)) in found
    assert {(Fraction(2), Fraction(7)), (Fraction(7), Fraction(2))} <= set(found)


def test_where_only_one_equilibrium_is_stable_it_is_a_point() -> None:
    (point,) = correlated_payoffs(StrategicGame.from_arrays([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]))
    assert not any(point)


def test_other_numbers_of_players_are_refused() -> None:
    with pytest.raises(NotApplicable, match="3"):
        correlated_payoffs(StrategicGame.from_arrays([[[[0]]]] * 3))
