from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import linear_program
from gametheory.concepts import nash, pure_nash
from gametheory.errors import CertificateError
from gametheory.game import StrategicGame
from gametheory.security import certify, security_level, security_levels
from tests.games import games

F = Fraction


@settings(max_examples=150, deadline=None)
@given(games(most_actions=4))
def test_no_equilibrium_yields_less(game):
    levels = security_levels(game)
    for equilibrium in nash.solve(game).equilibria:
        assert all(level.value <= payoff for level, payoff in zip(levels, equilibrium.payoffs, strict=True))


@settings(max_examples=80, deadline=None)
@given(games(players=st.integers(1, 3), most_actions=3))
def test_pure_levels_and_several_players(game):
    for player, level in enumerate(security_levels(game)):
        least = [
            min(game.payoff(player, profile) for profile in game.profiles() if profile[player] == action)
            for action in range(game.shape[player])
        ]
        assert level.pure_value == max(least) <= level.value
        assert level.pure_actions == tuple(
            name for name, value in zip(game.actions[player], least, strict=True) if value == max(least)
        )
    for equilibrium in pure_nash.solve(game).equilibria:
        for level, payoff in zip(security_levels(game), equilibrium.payoffs, strict=True):
            assert level.value <= payoff


@settings(max_examples=80, deadline=None)
@given(games(most_actions=4))
def test_in_zero_sum_games_the_levels_are_the_value(game):
    """Von Neumann (1928): the two security levels add up to zero, and every equilibrium yields them."""
    zero_sum = replace(game, payoffs=(game.payoffs[0], tuple(-value for value in game.payoffs[0])))
    ours, theirs = security_levels(zero_sum)
    assert ours.value + theirs.value == 0
    assert {equilibrium.payoffs for equilibrium in nash.solve(zero_sum).equilibria} == {(ours.value, theirs.value)}


def test_a_known_game():
    """Rock, paper, scissors."""
    level = security_level(StrategicGame.from_arrays([[[0, -1, 1], [1, 0, -1], [-1, 1, 0]], [[0] * 3] * 3]), 0)
    assert (level.pure_value, level.value) == (-1, 0)
    assert level.strategy == (F(1, 3),) * 3
    assert level.held_to == tuple(((action,), F(1, 3)) for action in range(3))


def test_three_players_may_have_to_correlate_to_hold_one_down():
    """Independent mixing by the others could hold the first player to 3/4 at best; a common coin holds it to 1/2."""
    own = [[[0, 1], [1, 1]], [[1, 1], [1, 0]]]
    level = security_level(StrategicGame.from_arrays([own, [[[0] * 2] * 2] * 2, [[[0] * 2] * 2] * 2]), 0)
    assert level.value == F(1, 2)
    assert level.strategy == (F(1, 2), F(1, 2))
    assert level.held_to == (((0, 0), F(1, 2)), ((1, 1), F(1, 2)))


@pytest.mark.parametrize("limit", [0, 10**9])
@pytest.mark.parametrize("scale", [F(10) ** 300, F(1, 10**300), F(10**40 + 1, 3)])
def test_extreme_payoffs(monkeypatch, limit, scale):
    monkeypatch.setattr(linear_program, "LARGEST_BY_SIMPLEX", limit)
    level = security_level(StrategicGame.from_arrays([[[2 * scale, 0], [0, scale]], [[0] * 2] * 2]), 0)
    assert level.value == scale * F(2, 3)
    assert level.strategy == (F(1, 3), F(2, 3))


def test_a_false_level_is_refused():
    game = StrategicGame.from_arrays([[[2, 0], [0, 1]], [[0] * 2] * 2])
    level = security_level(game, 0)
    for wrong in (
        replace(level, value=level.value - F(1, 10**30)),
        replace(level, strategy=level.strategy[::-1]),
        replace(level, strategy=(F(2), F(-1))),
        replace(level, held_to=(((0,), F(1)),)),
    ):
        with pytest.raises(CertificateError):
            certify(game, wrong)
