"""Policies over ten thousand worlds of every game, and of one, with every pair that moves a game together."""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from payoffs.policies import SAMPLES, compare_policies
from payoffs.policy_comparison import STATUS_QUO, PolicyComparison
from payoffs.scenario_file import load_scenario


def check(found: PolicyComparison, games: int) -> None:
    assert len(found.games) == games
    for game in found.games.values():
        assert game.robustness.effects.keys() == {STATUS_QUO, *found.policies}
        for effect in game.robustness.effects.values():
            assert effect.whole.tally.worlds == SAMPLES
            assert sum(part.tally.worlds for part in effect.strata) == SAMPLES
        assert all(effect.player(player).worst_regret[0] >= 0 for player in game.robustness.game.players)


@pytest.mark.slow
@pytest.mark.parametrize("pairs", [False, True])
def test_every_game_of_the_scenario(benchmark: BenchmarkFixture, pairs: bool) -> None:
    scenario = load_scenario("north_korea_2017")
    found = benchmark.pedantic(compare_policies, (scenario,), {"pairs": pairs}, rounds=2)
    benchmark.extra_info["worlds"] = SAMPLES
    check(found, len(scenario.games))
    assert (len(found.policies) > len(scenario.policies)) is pairs


def test_one_game_of_two_players(benchmark: BenchmarkFixture) -> None:
    scenario = load_scenario("north_korea_2017")
    found = benchmark.pedantic(compare_policies, (scenario, ["sponsorship"]), rounds=2)
    check(found, 1)
