"""A conflict of four players and two thousand states under every concept, and how the cost grows with the states."""

from __future__ import annotations

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from gametheory.graph_model import GraphModel
from gametheory.stability import solve_graph

CONCEPTS = ("nash_stable", "general_metarational", "symmetric_metarational", "sequentially_stable")


def conflict(states: int) -> GraphModel:
    """Four players with a few moves each from every state, drawn at random."""
    rng = np.random.default_rng(states)
    moves = tuple(
        tuple(tuple(sorted(set(rng.integers(0, states, 4).tolist()) - {state})) for state in range(states))
        for _ in range(4)
    )
    ranks = tuple(tuple(rng.permutation(states).tolist()) for _ in range(4))
    names = tuple(f"s{number}" for number in range(states))
    return GraphModel(("a", "b", "c", "d"), names, moves, ranks)


@pytest.mark.parametrize("states", [500, 2_000])
def test_every_concept(benchmark: BenchmarkFixture, states: int) -> None:
    model = conflict(states)

    def all_concepts() -> list[int]:
        return [len(solve_graph(model, concept).equilibria) for concept in CONCEPTS]

    nash, general, symmetric, sequential = benchmark.pedantic(all_concepts, rounds=1)
    assert nash <= symmetric <= general
    assert nash <= sequential <= general
