"""Two thousand feasible states and four players under every concept, and how the cost grows with the states."""

from __future__ import annotations

import time

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from gametheory.graph_model import GraphModel
from gametheory.option_form import OptionForm
from gametheory.option_preferences import graph_model, ranks_by_priorities
from gametheory.stability import solve_graph

CONCEPTS = (
    "nash_stable",
    "simultaneously_stable",
    "sequentially_stable",
    "symmetric_metarational",
    "general_metarational",
)
PLAYERS = ("a", "b", "c", "d")


def options(count: int) -> GraphModel:
    """Four players with three options each, of whose 4,096 combinations patterns leave 2,016."""
    rng = np.random.default_rng(count)
    form = OptionForm(
        {player: tuple(f"{player}{number}" for number in range(3)) for player in PLAYERS},
        infeasible=("YY----------", "---YY-------", "------YYY---"),
    )
    names = list(form.names)
    priorities = {}
    for player in PLAYERS:
        one, two = rng.permutation(names), rng.permutation(names)
        priorities[player] = [
            f"{'not ' if rng.integers(2) else ''}{here} if {there}" for here, there in zip(one, two, strict=True)
        ]
    ranks = {player: ranks_by_priorities(form, statements) for player, statements in priorities.items()}
    return graph_model(form, ranks)


def drawn(states: int) -> GraphModel:
    """Four players with a few moves each from every state, drawn at random."""
    rng = np.random.default_rng(states)
    moves = tuple(
        tuple(tuple(sorted(set(rng.integers(0, states, 4).tolist()) - {state})) for state in range(states))
        for _ in PLAYERS
    )
    ranks = tuple(tuple(rng.permutation(states).tolist()) for _ in PLAYERS)
    return GraphModel(PLAYERS, tuple(f"s{number}" for number in range(states)), moves, ranks)


def test_every_concept_on_two_thousand_feasible_states(benchmark: BenchmarkFixture) -> None:
    def all_concepts() -> tuple[int, dict[str, int]]:
        model = options(3)
        return len(model.states), {concept: len(solve_graph(model, concept).equilibria) for concept in CONCEPTS}

    states, found = benchmark.pedantic(all_concepts, rounds=1)
    assert states == 2_016
    assert 0 < found["nash_stable"] <= found["symmetric_metarational"] <= found["general_metarational"] <= states
    assert found["nash_stable"] <= found["sequentially_stable"] <= found["general_metarational"]
    assert found["nash_stable"] <= found["simultaneously_stable"]


@pytest.mark.parametrize("concept", ["general_metarational", "symmetric_metarational", "sequentially_stable"])
def test_the_cost_grows_as_the_moves(benchmark: BenchmarkFixture, concept: str) -> None:
    """Eight times the states with as many moves from each: eight times the cost and not sixty-four."""
    small, large = drawn(1_000), drawn(8_000)

    def cost(model: GraphModel) -> float:
        started = time.process_time()
        solve_graph(model, concept)
        return time.process_time() - started

    once = min(cost(small) for _ in range(3))
    many = benchmark.pedantic(cost, args=(large,), rounds=1)
    benchmark.extra_info["growth"] = many / once
    assert many / once < 24
