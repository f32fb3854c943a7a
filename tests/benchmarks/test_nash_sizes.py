"""How the complete enumeration of Nash equilibria grows; the indices of each answer's equilibria must sum to one."""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from gametheory.concepts import nash
from gametheory.game import StrategicGame
from tests.gametheory.test_support_enumeration import index_sum, random_game
from tests.gametheory.test_vertex_enumeration import FIRST, SECOND


def test_von_stengels_game(benchmark: BenchmarkFixture) -> None:
    solution = benchmark(nash.solve, StrategicGame.from_arrays([FIRST, SECOND]))
    assert len(solution.equilibria) == 75


@pytest.mark.parametrize("size", [8, 10, 12])
def test_random_square_games(benchmark: BenchmarkFixture, size: int) -> None:
    solution = benchmark.pedantic(nash.solve, (random_game((size, size), 0),), rounds=1)
    assert solution.complete
    assert index_sum(solution) == 1


@pytest.mark.parametrize("shape", [(2, 2, 2), (2, 2, 2, 2), (3, 3, 3)])
def test_more_players(benchmark: BenchmarkFixture, shape: tuple[int, ...]) -> None:
    solution = benchmark.pedantic(nash.solve, (random_game(shape, 1),), rounds=3)
    assert solution.complete
    assert index_sum(solution) == 1
