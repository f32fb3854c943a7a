"""The least change in every game of the built-in scenario: under 0.2 s each in process."""

from __future__ import annotations

from typing import Any

import pytest

from gametheory.design import certify, design
from gametheory.wanted_outcome import ANY_ORDER
from payoffs.scenario_file import load_scenario
from payoffs.scenarios import DEFAULT
from payoffs.utility import parametric_game

SCENARIO = load_scenario(DEFAULT)


@pytest.mark.parametrize("order", [None, ANY_ORDER], ids=["at once", "any order"])
@pytest.mark.parametrize("name", SCENARIO.games)
def test_the_least_change_of_the_levers(benchmark: Any, name: str, order: str | None) -> None:
    game = parametric_game(SCENARIO, name)
    levers = [lever for lever in SCENARIO.levers if lever in game.parameters]
    want = tuple(0 for _ in game.players)
    found = benchmark(design, game, want, levers=levers, in_groups=True, order=order)
    certify(found)
    if not benchmark.disabled:
        assert benchmark.stats.stats.median < 0.2
