from __future__ import annotations

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from payoffs.policies import compare_policies
from payoffs.scenario_file import load_scenario
from reports.analyses import POLICY_WORLDS
from reports.figures import policy_comparison
from reports.study import Study, make_study

GAMES = ["unsc_draft", "pipeline"]


@pytest.fixture(scope="module")
def two() -> Study:
    return make_study(load_scenario("north_korea_2017"), games=GAMES)


def test_the_data_are_those_of_the_comparison(two: Study) -> None:
    found = compare_policies(two.scenario, GAMES, samples=POLICY_WORLDS)
    rows = list(policy_comparison.data(two, ""))
    assert {(row["policy"], row["game"]) for row in rows} == {
        (name, game) for name in found.policies for game in found.moves(name)
    }
    for row in rows:
        effect = found.games[row["game"]].robustness.effects[row["policy"]]
        player = effect.player(row["player"])
        assert float(row["better"]) == pytest.approx(player.better.mean, abs=1e-5)
        assert float(row["worse"]) == pytest.approx(player.worse.mean, abs=1e-5)
        assert float(row["answer_changes"]) == pytest.approx(effect.whole.changed.mean, abs=1e-5)
        if row["least_regret"] == "true":
            others = found.games[row["game"]].robustness.effects.values()
            assert player.regret[0].mean == min(other.player(row["player"]).regret[0].mean for other in others)


def test_who_loses_has_a_bar_downwards_that_is_hatched(two: Study) -> None:
    rows = list(policy_comparison.data(two, ""))
    axes = Figure(figsize=policy_comparison.size(two, "")).add_axes((0, 0, 1, 1))
    told = policy_comparison.draw(two, axes, "")
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle) and patch.get_height()]
    down = [bar for bar in bars if bar.get_hatch()]
    assert all(bar.get_height() > 0 for bar in down), "further down the sheet"
    assert len(down) == sum(float(row["worse"]) > 0 for row in rows) > 0
    assert len(bars) - len(down) == sum(float(row["better"]) > 0 for row in rows)
    assert "worse off: Moscow in" in told


@pytest.mark.parametrize(("share", "told"), [(0.0, "0%"), (0.001, "<1%"), (0.5, "50%"), (0.999, ">99%"), (1.0, "100%")])
def test_a_share_is_never_rounded_to_nothing_or_all(share: float, told: str) -> None:
    assert policy_comparison._percent(share) == told


def test_nothing_is_shown_where_no_policy_moves_a_game(two: Study) -> None:
    assert policy_comparison.applies(two, "")
    assert not policy_comparison.applies(two, "pipeline")
    assert not policy_comparison.applies(make_study(two.scenario, games=["thaad"]), "")
