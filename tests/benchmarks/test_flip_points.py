"""Flip points of one parameter, exactly and with their certificate: by size of game, and of a whole scenario."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from gametheory.flip_answer import FlipPoints
from gametheory.flip_points import flip_points
from gametheory.game import ParametricGame
from gametheory.parameters import MultiAffine, Parameter
from payoffs.scenario_file import load_scenario
from payoffs.scenarios import DEFAULT
from payoffs.utility import parametric_game


def games(size: int, count: int = 10) -> list[ParametricGame]:
    rng = np.random.default_rng(size)
    actions = tuple(tuple(f"{side}{index}" for index in range(size)) for side in "ab")
    entry = Parameter("p", Fraction(1, 3), Fraction(-1), Fraction(1))
    drawn = rng.integers(-9, 10, (count, 2, size * size, 2)).tolist()
    return [
        ParametricGame(
            ("row", "column"),
            actions,
            tuple(
                tuple(
                    MultiAffine.constant(constant) + MultiAffine.constant(slope) * MultiAffine.parameter("p")
                    for constant, slope in own
                )
                for own in game
            ),
            {"p": entry},
        )
        for game in drawn
    ]


@pytest.mark.parametrize("size", [2, 3, 4])
def test_one_parameter(benchmark: BenchmarkFixture, size: int) -> None:
    drawn = games(size)

    def every() -> list[FlipPoints]:
        return [flip_points(game, "p") for game in drawn]

    found = benchmark(every)
    benchmark.extra_info["games"] = len(drawn)
    assert sum(len(answer.flips) for answer in found) > len(drawn)
    assert all(len(answer.cells) > len(answer.flips) - 2 for answer in found)


def test_every_parameter_of_every_two_player_game_of_the_scenario(benchmark: BenchmarkFixture) -> None:
    scenario = load_scenario(DEFAULT)
    stages = {name: parametric_game(scenario, name) for name in scenario.games}
    asked = [
        (stage, name)
        for stage in stages.values()
        if len(stage.players) == 2
        for name, entry in stage.parameters.items()
        if entry.low < entry.high
    ]

    def every() -> list[FlipPoints]:
        return [flip_points(stage, name) for stage, name in asked]

    found = benchmark.pedantic(every, rounds=1)
    benchmark.extra_info["parameters"] = len(asked)
    assert any(answer.flips for answer in found)
