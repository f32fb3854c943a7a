"""Maps of two parameters, exactly and with their certificate: pure and all equilibria of 3x3 games, and their areas."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from gametheory.game import ParametricGame
from gametheory.parameters import MultiAffine, Parameter
from gametheory.region_map import RegionMap
from gametheory.regions import regions
from gametheory.solve import Play


def games(size: int, count: int) -> list[ParametricGame]:
    """Every payoff moves with both parameters: the densest case."""
    rng = np.random.default_rng(size)
    names = tuple(tuple(f"{side}{index}" for index in range(size)) for side in "ab")
    entries = {name: Parameter(name, Fraction(1, 2), Fraction(0), Fraction(1)) for name in "pq"}
    drawn = rng.integers(-9, 10, (count, 2, size * size, 3)).tolist()

    def cell(constant: int, of_p: int, of_q: int) -> MultiAffine:
        terms = {frozenset[str](): constant, frozenset("p"): of_p, frozenset("q"): of_q}
        return MultiAffine({product: Fraction(value) for product, value in terms.items() if value})

    return [
        ParametricGame(
            ("row", "column"), names, tuple(tuple(cell(*numbers) for numbers in row) for row in game), entries
        )
        for game in drawn
    ]


@pytest.mark.parametrize("concept", ["pure_nash", "nash"])
def test_a_map_of_a_three_by_three_game(benchmark: BenchmarkFixture, concept: str) -> None:
    drawn = games(3, 5)

    def every() -> list[RegionMap]:
        found = [regions(game, "p", "q", play=Play(concept=concept)) for game in drawn]
        for one in found:
            assert one.regions
        return found

    found = benchmark.pedantic(every, rounds=2)
    benchmark.extra_info["games"] = len(drawn)
    assert all(abs(sum(float(region.share.value) for region in one.regions) - 1) < 1e-6 for one in found)
    assert sum(len(one.regions) for one in found) > len(drawn)
