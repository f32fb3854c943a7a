"""Games of nashpy, both ways."""

from __future__ import annotations

from fractions import Fraction

import nashpy
import numpy as np
import pytest

from gametheory.errors import InvalidNumber
from gametheory.game import StrategicGame
from payoffs.interchange import (
    from_nashpy,
    to_nashpy,
)
from tests.payoffs.interchange.hard_games import PRISONERS


def test_to_nashpy_says_whether_payoffs_were_rounded() -> None:
    game, exact = to_nashpy(StrategicGame.from_arrays([[["0.1", 2]], [[3, 4]]]))
    assert not exact
    assert game.payoff_matrices[0].tolist() == [[0.1, 2.0]]
    assert to_nashpy(PRISONERS)[1]


def test_a_payoff_beyond_floats_is_refused() -> None:
    with pytest.raises(InvalidNumber, match=r"beyond 1\.8e308"):
        to_nashpy(StrategicGame.from_arrays([[[10**400]], [[1]]]))


def test_the_two_games_have_the_same_equilibria() -> None:
    game, _ = to_nashpy(PRISONERS)
    (equilibrium,) = game.support_enumeration()
    assert [strategy.tolist() for strategy in equilibrium] == [[0, 1], [0, 1]]


def test_from_nashpy_takes_floats_at_their_binary_value_and_zero_sum_games() -> None:
    game = from_nashpy(nashpy.Game(np.array([[0.1, -2.0]])))
    assert game.payoffs == ((Fraction(0.1), Fraction(-2)), (-Fraction(0.1), Fraction(2)))
    assert game.actions == (("a1",), ("a1", "a2"))


@pytest.mark.parametrize("matrix", [[[np.nan]], [[np.inf]], [[True]], [[1j]]])
def test_from_nashpy_refuses_what_is_no_number(matrix: object) -> None:
    with pytest.raises(InvalidNumber):
        from_nashpy(nashpy.Game(matrix, [[1]]))
