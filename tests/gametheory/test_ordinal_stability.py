"""Stability of many readings at once, held to the solvers of one game at a time."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.errors import TooLarge
from gametheory.game import StrategicGame
from gametheory.ordinal_stability import RankArray, improving, stable
from gametheory.readings import CONCEPTS
from gametheory.solve import Play, solve

SHAPES = [(2, 2), (3, 2), (2, 1), (3,), (2, 2, 2), (2, 3, 2), (1, 2, 2), (2, 2, 1, 2)]


@st.composite
def readings(draw: st.DrawFn) -> tuple[tuple[int, ...], list[RankArray]]:
    """Three readings of one game, with ties."""
    shape = draw(st.sampled_from(SHAPES))
    size = prod(shape)
    ranks = st.lists(st.lists(st.integers(0, size - 1), min_size=3, max_size=3), min_size=size, max_size=size)
    return shape, [np.array(draw(ranks), dtype=np.int16) for _ in shape]


@pytest.mark.parametrize("concept", CONCEPTS)
@settings(max_examples=40, deadline=None)
@given(readings())
def test_each_reading_is_judged_as_its_game_is_solved(
    concept: str, question: tuple[tuple[int, ...], list[RankArray]]
) -> None:
    shape, arrays = question
    judged = stable(concept, shape, arrays)
    for column in range(3):
        nested = [array[:, column].reshape(shape).tolist() for array in arrays]
        game = StrategicGame.from_arrays(nested)
        if concept == "pure_nash":
            plays = [Play(concept=concept)]
        elif concept == "subgame_perfect":
            plays = [Play("sequential", concept, {"order": order}) for order in permutations(game.players)]
        else:
            plays = [Play("ordinal", concept)]
        found = {
            game.position(outcome.profile)
            for play in plays
            for outcome in solve(game, play).outcomes()
            if outcome.profile is not None
        }
        assert set(np.flatnonzero(judged[:, column])) == found


def test_the_smallest_game_in_which_countermoves_matter() -> None:
    """The prisoner's dilemma: cooperation is no Nash equilibrium, and every concept that looks ahead has it stable."""
    arrays = [np.array([[3], [1], [4], [2]], dtype=np.int16), np.array([[3], [4], [1], [2]], dtype=np.int16)]
    cooperate, defect = 0, 3
    for concept in CONCEPTS:
        expected = {defect} if concept in {"pure_nash", "subgame_perfect"} else {cooperate, defect}
        assert set(np.flatnonzero(stable(concept, (2, 2), arrays)[:, 0])) == expected


def test_improving_moves_are_those_to_better_outcomes() -> None:
    game = StrategicGame.from_arrays([[[1, 1], [2, 0]], [[0, 0], [0, 0]]])
    assert game.payoffs[0] == tuple(map(Fraction, (1, 1, 2, 0)))
    moves = improving((2, 2), 0, np.array([[1], [1], [2], [0]], dtype=np.int16))
    assert moves.sum() == 2  # up in the first column, down in the second


def test_more_players_than_orders_can_be_tried_for() -> None:
    ranks = np.zeros((64, 1), dtype=np.int16)
    with pytest.raises(TooLarge, match="6 players"):
        stable("subgame_perfect", (2,) * 6, [ranks] * 6)
