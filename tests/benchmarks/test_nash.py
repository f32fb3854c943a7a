"""One game at a time: the exact solver against nashpy's support enumeration on the same games, in the same run."""

from __future__ import annotations

import warnings

import nashpy
import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from gametheory.game import StrategicGame
from gametheory.solution import Solution
from gametheory.solve import solve

SIZES = (2, 3, 4, 5)


def tied_games(size: int) -> list[StrategicGame]:
    rng = np.random.default_rng(size)
    return [StrategicGame.from_arrays(rng.integers(0, 4, (2, size, size))) for _ in range(10)]


def solve_all(games: list[StrategicGame]) -> list[Solution]:
    return [solve(game) for game in games]


def nashpy_all(games: list[nashpy.Game]) -> list[int]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [len(list(game.support_enumeration())) for game in games]


@pytest.mark.parametrize("size", SIZES)
def test_exact(benchmark: BenchmarkFixture, size: int) -> None:
    benchmark.group = f"ten tied {size}x{size} games"
    solutions = benchmark(solve_all, tied_games(size))
    assert all(solution.complete and solution.equilibria for solution in solutions)


@pytest.mark.parametrize("size", SIZES)
def test_nashpy(benchmark: BenchmarkFixture, size: int) -> None:
    benchmark.group = f"ten tied {size}x{size} games"
    games = tied_games(size)
    peers = [nashpy.Game(game.array(0), game.array(1)) for game in games]
    found = benchmark(nashpy_all, peers)
    assert all(count <= len(solution.equilibria) for count, solution in zip(found, solve_all(games), strict=True))


def test_a_degenerate_game_of_five_actions_each(benchmark: BenchmarkFixture) -> None:
    rng = np.random.default_rng(1)
    game = StrategicGame.from_arrays(rng.integers(0, 3, (2, 5, 5)))
    solution = benchmark(solve, game)
    assert len(solution.equilibria) > len(solution.components)
