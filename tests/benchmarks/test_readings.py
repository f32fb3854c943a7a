"""All readings of a game under every concept that rankings decide, and what each comparison more or less would do."""

from __future__ import annotations

from pytest_benchmark.fixture import BenchmarkFixture

from gametheory.reading_counts import Readings
from gametheory.readings import readings
from payoffs.orders import stated_comparisons
from payoffs.scenario_file import load_scenario
from payoffs.utility import parametric_game

SCENARIO = load_scenario("north_korea_2017")


def test_all_readings_of_coercion_with_every_comparison_dropped_and_every_answer_tried(
    benchmark: BenchmarkFixture,
) -> None:
    stage = parametric_game(SCENARIO, "coercion")
    stated = stated_comparisons(SCENARIO.games["coercion"], stage)

    def counted() -> Readings:
        return readings(stage.at(), stated, drop_each=True, add_each=True)

    found = benchmark.pedantic(counted, rounds=3)
    assert found.total == 2530
    assert not found.drawn
    assert len(found.without) == len(SCENARIO.games["coercion"].comparisons)
    assert len(found.questions) == 20


def test_half_a_million_readings_of_three_players(benchmark: BenchmarkFixture) -> None:
    stage = parametric_game(SCENARIO, "engagement")
    stated = stated_comparisons(SCENARIO.games["engagement"], stage, ["russia_does_not_lead_into_failure"])
    found = benchmark.pedantic(lambda: readings(stage.at(), stated), rounds=1)
    assert found.total == found.counted("pure_nash") > 500_000
