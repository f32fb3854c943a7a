"""Policies of a scenario compared: the worlds that they meet, what joins them, who must agree or loses, dominance."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gametheory.errors import InvalidParameter, NoWorlds, TooLarge, UnknownName
from gametheory.solve import Play, solve
from payoffs.comparisons import contradictions
from payoffs.policies import SAMPLES_ONE_BY_ONE, compare_policies, policy_setting
from payoffs.policy_comparison import STATUS_QUO, PolicyComparison
from payoffs.scenario import Policy, Salience, Scenario
from payoffs.scenario_file import load_scenario
from payoffs.utility import parameters, parametric_game
from tests.payoffs.made import UNIT, scenarios

F = Fraction
WORLDS = 360


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario("north_korea_2017")


@pytest.fixture(scope="module")
def compared(scenario: Scenario) -> PolicyComparison:
    return compare_policies(scenario, samples=WORLDS)


def test_the_scenario_has_the_policies_that_the_text_invites(scenario: Scenario) -> None:
    """Each rests on paragraphs or an assumption, says who would have to agree, and moves some game."""
    moved = {
        "embargo_off_the_table": {"oil_measure"},
        "monitored_enforcement": {"self_reporting"},
        "pipeline_offer": {"pipeline_value"},
        "sincere_costly_signal": {"sponsor_sincerity"},
        "assurance_for_seoul": {"alternative_assurance"},
        "russian_lead_with_a_plan": {"plan_specified", "rus_proactivity"},
    }
    assert {name: set(scenario.policies[name].set) for name in moved} == moved
    combined = [name for name in scenario.policies if name not in moved]
    assert combined
    for name in combined:
        levers = set(scenario.policies[name].set)
        parts = [part for part in moved if moved[part] <= levers]
        assert len(parts) > 1
        assert set().union(*(moved[part] for part in parts)) == levers
    for policy in scenario.policies.values():
        assert policy.paragraphs or policy.assumption
        assert set(policy.agreed_by) <= scenario.actors.keys()


def test_readings_have_equal_parts_and_their_comparisons_hold(scenario: Scenario, compared: PolicyComparison) -> None:
    for name, game in compared.games.items():
        entry, worlds, stage = scenario.games[name], game.robustness.worlds, parametric_game(scenario, name)
        combinations = list(product(*entry.readings.values()))
        assert len(worlds.strata) == len(combinations)
        sizes = [int((worlds.stratum == number).sum()) for number in range(len(combinations))]
        assert max(sizes) - min(sizes) <= 1
        for world in range(0, WORLDS, 24):
            readings = [scenario.readings[one] for one in combinations[worlds.stratum[world]]]
            point = {n: entry.default for n, entry in stage.parameters.items()} | worlds.at(world)
            for reading in readings:
                assert all(point[n] == value for n, value in reading.set.items() if n in point)
            aside = [one for reading in readings for one in reading.sets_aside]
            assert not list(contradictions(entry, stage, point, aside))


def test_worlds_hold_the_tiers_of_salience(scenario: Scenario) -> None:
    tiers = (("us_deescalation",), ("us_respond_to_tests", "us_avoid_rival_gain"))
    salient = scenario.model_copy(update={"salience": {"us": Salience(tiers=tiers, paragraphs=(1,))}})
    worlds, free = (
        compare_policies(one, ["dual_freeze"], [], samples=90).games["dual_freeze"].robustness.worlds
        for one in (salient, scenario)
    )
    low = [
        [point["us_deescalation"] - max(point["us_respond_to_tests"], point["us_avoid_rival_gain"]) for point in points]
        for points in (map(worlds.at, range(90)), map(free.at, range(90)))
    ]
    assert min(low[0]) >= 0 > min(low[1])


def test_policies_that_move_nothing_in_a_game_do_nothing_there(compared: PolicyComparison) -> None:
    assert compared.untouched == ("coercion", "thaad")
    for game in compared.games.values():
        base = game.robustness.baseline
        for name in compared.policies:
            effect = game.robustness.effects[name]
            if name not in game.moved_by:
                assert (effect.whole, effect.players) == (base.whole, base.players)
        assert game.firmness.keys() == {STATUS_QUO, *game.moved_by}


def test_a_world_is_what_solving_it_alone_says(scenario: Scenario, compared: PolicyComparison) -> None:
    """The tally of a policy in a game, with each world put together and solved by itself."""
    game = compared.games["sponsorship"]
    stage, worlds = parametric_game(scenario, "sponsorship"), game.robustness.worlds
    policy = {n: v for n, v in compared.policies["signal_and_assurance"].setting.items() if n in stage.parameters}
    found = [solve(stage, at={**worlds.at(world), **policy}).outcomes() for world in range(WORLDS)]
    only = [sum(len(own) == 1 and own[0].profile == profile for own in found) for profile in stage.profiles()]
    assert game.robustness.effects["signal_and_assurance"].whole.tally.only == tuple(only)


def test_monitoring_ends_the_inspection_game_s_mixing(compared: PolicyComparison) -> None:
    """With evasion likely to come to light by itself Russia enforces and Washington relies on it, in every world."""
    found = compared.games["enforcement"].robustness
    assert found.baseline.whole.tally.mixed == WORLDS
    tally = found.effects["monitored_enforcement"].whole.tally
    assert dict(zip(map(found.outcome, found.game.profiles()), tally.only, strict=True))["enforce/rely"] == WORLDS
    dose = compared.games["enforcement"].firmness["monitored_enforcement"].first_flip
    assert dose is not None
    stage = found.game
    half = {"self_reporting": F(1, 4) + dose.value * F(1, 2)} if isinstance(dose.value, Fraction) else {}
    assert solve(stage, at=half).equilibria != solve(stage).equilibria


def test_who_must_agree_and_who_loses(compared: PolicyComparison) -> None:
    stakes = compared.stakes("embargo_off_the_table")
    assert {(stake.game, stake.player) for stake in stakes} == {("unsc_draft", "us"), ("unsc_draft", "russia")}
    assert [stake.player for stake in compared.losers("embargo_off_the_table")] == ["russia"]
    assert compared.unwilling("embargo_off_the_table") == ()
    assert "russia" in compared.unwilling("whole_package")
    for name, policy in compared.policies.items():
        assert set(compared.unwilling(name)) <= set(policy.agreed_by)


def test_dominance_reaches_over_all_games(compared: PolicyComparison) -> None:
    assert compared.dominators("russian_lead_with_a_plan") == ("lead_with_a_pipeline",)
    for name in compared.policies:
        for other in compared.dominators(name):
            assert name not in compared.dominators(other)
            for game in compared.games.values():
                assert (other, name) in game.robustness.at_least


def test_named_combinations_tell_whether_their_parts_work_together(compared: PolicyComparison) -> None:
    pairs = {(one.first, one.second, one.both) for _, one in compared.interactions()}
    assert ("sincere_costly_signal", "assurance_for_seoul", "signal_and_assurance") in pairs
    assert ("pipeline_offer", "russian_lead_with_a_plan", "lead_with_a_pipeline") in pairs


def test_pairs_are_added_where_both_move_a_game(scenario: Scenario) -> None:
    names = ["monitored_enforcement", "pipeline_offer", "sincere_costly_signal", "signal_and_assurance"]
    found = compare_policies(scenario, ["engagement", "enforcement"], names, pairs=True, samples=20)
    assert list(found.policies)[len(names) :] == [
        "pipeline_offer+sincere_costly_signal",
        "pipeline_offer+signal_and_assurance",
    ]
    both = found.policies["pipeline_offer+sincere_costly_signal"]
    assert both.setting == {"pipeline_value": 1, "sponsor_sincerity": F(3, 4)}
    assert both.agreed_by == ("russia", "south_korea", "dprk", "china")
    assert both.paragraphs == (10, 19, 20)


def test_policies_are_joined_by_plus_signs(scenario: Scenario) -> None:
    joined = policy_setting(scenario, " pipeline-offer + monitored_enforcement+pipeline_offer")
    assert (joined.name, joined.parts) == (
        "pipeline_offer+monitored_enforcement",
        ("pipeline_offer", "monitored_enforcement"),
    )
    stronger = scenario.policies["pipeline_offer"].model_copy(update={"set": {"pipeline_value": F(3, 4)}})
    clashing = scenario.model_copy(update={"policies": {**scenario.policies, "stronger": stronger}})
    with pytest.raises(InvalidParameter, match="stronger puts pipeline_value at 3/4, and another part of"):
        policy_setting(clashing, "pipeline_offer+stronger")
    assert compare_policies(
        clashing, ["pipeline"], ["pipeline_offer", "stronger"], pairs=True, samples=5
    ).policies.keys() == {
        "pipeline_offer",
        "stronger",
    }


def test_readings_that_are_asked_for_are_the_only_ones(scenario: Scenario) -> None:
    asked = ["us-temptation", "us_reassured", "dprk_committed"]
    found = compare_policies(scenario, ["dual_freeze", "thaad", "sponsorship"], [], readings=asked, samples=12)
    assert found.games["dual_freeze"].robustness.worlds.strata == (
        "us_temptation + dprk_committed",
        "us_reassured + dprk_committed",
    )
    assert found.games["thaad"].robustness.worlds.strata == ("us_temptation", "us_reassured")
    assert found.games["sponsorship"].robustness.worlds.strata == ("us_temptation", "us_reassured")


def test_what_is_asked_for_goes_before_readings_and_policies(scenario: Scenario) -> None:
    at = {"sponsor_sincerity": 1, "us_deescalation": "1/3"}
    found = compare_policies(scenario, ["dual_freeze"], ["signal_and_assurance"], at=at, samples=18)
    game = found.games["dual_freeze"].robustness
    assert game.effects["signal_and_assurance"].setting == {"alternative_assurance": F(3, 4)}
    assert (game.game.parameters["sponsor_sincerity"].default, game.game.parameters["us_deescalation"].default) == (
        1,
        F(1, 3),
    )
    assert not {"sponsor_sincerity", "us_deescalation"} & set(game.worlds.points.names)


def test_a_goal_is_judged_where_a_game_has_it(scenario: Scenario) -> None:
    goal = {"us-rok": "suspend", "dprk": "moratorium"}
    found = compare_policies(scenario, ["dual_freeze", "thaad"], goal=goal, samples=90)
    freeze, thaad = (found.games[name].robustness for name in ("dual_freeze", "thaad"))
    assert thaad.goal is None
    assert thaad.baseline.whole.goal is None
    position = freeze.game.position((0, 0))
    tally = freeze.baseline.whole.tally
    surely, possibly = freeze.baseline.whole.goal or (None, None)
    assert surely is not None
    assert possibly is not None
    assert surely.mean * 90 == tally.only[position]
    assert possibly.mean * 90 == pytest.approx(tally.only[position] + tally.several[position])
    with pytest.raises(UnknownName, match="suspend"):
        compare_policies(scenario, ["dual_freeze"], goal={"us_rok": "suspnd"}, samples=9)
    with pytest.raises(InvalidParameter, match="none of the games"):
        compare_policies(scenario, goal={"us_rok": "suspnd"}, samples=9)


def test_a_play_may_be_asked_for(scenario: Scenario) -> None:
    play = Play("sequential", "subgame_perfect", {"order": ("us", "russia")})
    found = compare_policies(scenario, ["unsc_draft"], ["embargo_off_the_table"], plays={"unsc_draft": play})
    game = found.games["unsc_draft"].robustness
    assert len(game.worlds) == SAMPLES_ONE_BY_ONE
    assert game.play.form == "sequential"
    assert sum(game.baseline.whole.tally.only) == SAMPLES_ONE_BY_ONE


@pytest.mark.parametrize(
    ("asked", "error", "says"),
    [
        ({"games": ["dual_frieze"]}, UnknownName, "dual_freeze"),
        ({"policies": ["pipeline_ofer"]}, UnknownName, "pipeline_offer"),
        ({"policies": [""]}, UnknownName, "no policy"),
        ({"readings": ["us_calm"]}, UnknownName, "no reading"),
        ({"at": {"oil": 1}}, UnknownName, "no parameter"),
        ({"at": {"oil_measure": 2}}, InvalidParameter, "outside its range"),
        ({"samples": 8}, InvalidParameter, "dual_freeze has 9 combinations"),
        ({"samples": 10**9}, TooLarge, "worlds"),
        ({"samples": "18"}, InvalidParameter, "'18' samples were asked for"),
        ({"seed": -1}, InvalidParameter, "seed"),
        ({"at": {"us_extended_deterrence": 0, "us_ally_assurance": 0, "us_preparedness": 0, "rok_us_assurance": 0,
                 "rok_defence": 0, "us_avoid_rival_gain": 0}}, NoWorlds, "us_exercises_vital"),
    ],
)  # fmt: skip
def test_errors_say_what_is_wrong(scenario: Scenario, asked: dict[str, Any], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        compare_policies(scenario, **{"games": ["dual_freeze"], "samples": 18, **asked})


def test_data_and_text(compared: PolicyComparison) -> None:
    document = json.loads(json.dumps(compared.to_dict()))
    assert document["policies"]["pipeline_offer"]["dominated_by"] == ["lead_with_a_pipeline"]
    assert document["games"]["unsc_draft"]["firmness"]["embargo_off_the_table"]["doses"] == ["4/5"]
    assert document["games"]["thaad"]["moved_by"] == []
    frame = compared.to_frame()
    assert not frame.duplicated(["game", "setting", "stratum", "about", "measure"]).any()
    assert set(frame["setting"]) == {STATUS_QUO, *compared.policies}
    assert "embargo_off_the_table: moves unsc_draft; worse off in some world: russia in unsc_draft" in str(compared)


def test_equal_seeds_give_equal_answers_and_others_do_not(scenario: Scenario) -> None:
    again = [compare_policies(scenario, ["sponsorship"], samples=60, seed=seed).to_dict() for seed in (4, 4, 5)]
    assert again[0] == again[1]
    assert again[0]["games"] != again[2]["games"]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios(comparisons=2), st.data())
def test_any_scenario_is_compared_or_refused_with_a_reason(made: Scenario, data: st.DataObject) -> None:
    levers = list(made.levers)
    policies = {}
    for number in range(data.draw(st.integers(0, 3)) if levers else 0):
        chosen = data.draw(st.lists(st.sampled_from(levers), min_size=1, unique=True))
        policies[f"policy{number}"] = Policy(
            definition="d", set={name: data.draw(UNIT) for name in chosen}, agreed_by=("p0",), paragraphs=(1,)
        )
    wide = made.model_copy(update={"policies": policies})
    try:
        found = compare_policies(wide, samples=6, pairs=True)
    except NoWorlds:
        return  # comparisons that contradict each other or the effects leave none
    game = found.games["game"]
    names = set(parameters(wide)) & game.robustness.game.parameters.keys()
    for name, effect in game.robustness.effects.items():
        assert effect.setting.keys() <= names
        tally = effect.whole.tally
        assert tally.worlds == 6
        assert max(tally.only, default=0) + tally.none + tally.mixed <= 6
        assert (name in game.moved_by) == any(
            value != game.robustness.game.parameters[lever].default for lever, value in effect.setting.items()
        )
    json.dumps(found.to_dict())
