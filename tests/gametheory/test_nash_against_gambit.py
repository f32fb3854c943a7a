"""All Nash equilibria of two-player games, held to Gambit's exact enumeration: an implementation that shares nothing.

Gambit lists some equilibria of degenerate games twice and returns none once a payoff reaches 2^31; both are avoided
here by comparing sets and by small payoffs. It is a test's oracle only.
"""

from __future__ import annotations

import io
from fractions import Fraction

import numpy as np
import pygambit
import pytest

from gametheory.batch import solve_batch
from gametheory.game import StrategicGame, Strategies
from gametheory.solve import solve
from payoffs.interchange import format_nfg

SHAPES = [(2, 2), (2, 3), (3, 3), (4, 2), (4, 4), (5, 5)]
KINDS = {"generic": 10_000, "tied": 4, "coarse": 2}


def gambit_equilibria(game: StrategicGame) -> set[Strategies]:
    theirs = pygambit.read_nfg(io.BytesIO(format_nfg(game).encode()))
    found = pygambit.nash.enummixed_solve(theirs, rational=True).equilibria
    return {
        tuple(
            tuple(Fraction(str(equilibrium[player][action])) for action in actions)
            for player, actions in zip(game.players, game.actions, strict=True)
        )
        for equilibrium in found
    }


def differences(shape: tuple[int, int], kind: str, games: int) -> int:
    rng = np.random.default_rng([*shape, KINDS[kind], games])
    payoffs = rng.integers(0, KINDS[kind], (2, *shape, games))
    batch = solve_batch(payoffs)
    wrong = 0
    for number in range(games):
        game = StrategicGame.from_arrays(payoffs[..., number].tolist())
        theirs = gambit_equilibria(game)
        ours = {equilibrium.strategies for equilibrium in solve(game).equilibria}
        batched = {equilibrium.strategies for equilibrium in batch.equilibria(number)}
        wrong += not (ours == batched == theirs)
    return wrong


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{shape[0]}x{shape[1]}")
def test_a_few_games_of_each_shape(shape: tuple[int, int], kind: str) -> None:
    assert differences(shape, kind, 25) == 0


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["generic", "tied"])
@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (4, 4), (5, 5)], ids=lambda shape: f"{shape[0]}x{shape[1]}")
def test_two_thousand_games_of_each_shape(shape: tuple[int, int], kind: str) -> None:
    assert differences(shape, kind, 2_000) == 0
