from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from gametheory.readings import readings
from gametheory.solve import solve
from payoffs.orders import stated_comparisons
from payoffs.scenario_file import load_scenario
from reports.completions import completions
from reports.figures import completion_map
from reports.study import Study, make_study
from tests.reports.made import dilemma, scenario


@pytest.fixture(scope="module")
def freeze() -> Study:
    return make_study(load_scenario("north_korea_2017"), games=["dual_freeze"])


def test_the_counts_are_those_of_the_readings(freeze: Study) -> None:
    entry, found = freeze.games["dual_freeze"], completions(freeze, "dual_freeze")
    assert found is not None
    contested = {
        one
        for names in entry.game.readings.values()
        for name in names
        for one in freeze.scenario.readings[name].sets_aside
    }
    stated = stated_comparisons(entry.game, entry.parametric, contested & {one.id for one in entry.game.comparisons})
    counted = readings(entry.stage, stated, concepts=["pure_nash"])
    assert tuple(map(len, found.rankings)) == counted.rankings == (3, 3)
    for position, profile in enumerate(found.game.profiles()):
        assert sum(profile in stable for stable in found.stable.values()) == counted.counts["pure_nash"][position]


def test_the_readings_that_have_names_are_found_at_their_rankings(freeze: Study) -> None:
    found = completions(freeze, "dual_freeze")
    assert found is not None
    assert found.here is not None
    for one, two in product(*found.named):
        study = make_study(freeze.scenario, games=["dual_freeze"], readings=(one, two))
        there = completions(study, "dual_freeze")
        assert there is not None
        assert there.here == (found.named[0][one], found.named[1][two])
        solved = {outcome.profile for outcome in solve(study.games["dual_freeze"].stage).outcomes()} - {None}
        assert solved == set(found.stable[there.here])


def test_one_cell_is_framed_where_the_study_stands(freeze: Study) -> None:
    axes = Figure(figsize=completion_map.size(freeze, "dual_freeze")).add_axes((0, 0, 1, 1))
    told = completion_map.draw(freeze, axes, "dual_freeze")
    framed = [patch for patch in axes.patches if isinstance(patch, Rectangle) and patch.get_linewidth() > 2]
    assert len(framed) == 1
    assert "Pyongyang: halt nuclear and missile tests is stable in 1 of 9." in told
    rows = list(completion_map.data(freeze, "dual_freeze"))
    assert len(rows) == 9 * 4
    assert sum(row["here"] == "true" for row in rows) == 4


def test_payoffs_that_tie_stand_nowhere_on_the_map() -> None:
    study = make_study(scenario(toll=dilemma()), at={"north_cost": 0, "north_trade": 0})
    assert study.games["toll"].stage.payoffs[0] == (Fraction(0),) * 4
    found = completions(study, "toll")
    assert found is None or found.here is None


def test_what_is_settled_or_too_open_is_not_shown(study: Study) -> None:
    assert not completion_map.applies(study, "viaduct")
    assert not completion_map.applies(study, "causeway")
    assert not completion_map.applies(study, "ferry"), "24 rankings a player"
