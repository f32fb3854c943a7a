"""Salience tiers: their faults, and what they ask of the weights of a game, held to weights drawn at random."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gametheory.game import ParametricGame
from gametheory.parameters import MultiAffine, Parameter, point_of
from gametheory.weight_polytope import Verdict, weight_polytope
from payoffs.errors import ScenarioError
from payoffs.orders import stated_margins
from payoffs.salience import outweighed, salience_conditions
from payoffs.scenario import Salience, Scenario
from payoffs.scenario_file import load_scenario, read_scenario
from payoffs.scenario_schema import json_schema
from payoffs.utility import parametric_game
from tests.payoffs.conftest import MAIN, Write, line_of

NORTH_KOREA = load_scenario("north_korea_2017")
TIERS = '[salience.dprk]\ntiers = [["dprk_safety"], ["dprk_bomb"]]\nparagraphs = [1]\n'


def faults(folder: Path) -> list[tuple[int | None, str, str]]:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(folder)
    return [(fault.line, fault.message, fault.hint) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("tiers", "message", "hint"),
    [
        (TIERS.replace("dprk]", "dprkk]"), "no actor is named 'dprkk'", "the nearest is 'dprk'"),
        (TIERS.replace('"dprk_bomb"', '"dprk_bom"'), "no interest is named 'dprk_bom'", "the nearest is 'dprk_bomb'"),
        (TIERS.replace('"dprk_bomb"', '"dprk_safety"'), "'dprk_safety' stands in the tiers twice", ""),
        (TIERS.replace('"dprk_bomb"', '"us_calm"'), "'us_calm' is an interest of us", ""),
        (TIERS.replace(', ["dprk_bomb"]', ""), "'tiers' has 1; at least 2 are needed", ""),
        (TIERS.replace('["dprk_bomb"]', "[]"), "is empty; at least one is needed", ""),
        (TIERS.replace("paragraphs = [1]\n", ""), "names neither a paragraph nor an assumption", ""),
        (TIERS.replace("[1]\n", "[9]\n"), "there is no paragraph 9", ""),
        (
            '[salience.dprk]\ntiers = [["dprk_bomb"], ["dprk_safety"]]\nparagraphs = [1]\n',
            "'dprk_bomb' weighs 1 by default and 'dprk_safety', of the next tier, 2",
            "",
        ),
    ],
)
def test_each_fault_of_tiers(write: Write, tiers: str, message: str, hint: str) -> None:
    found = faults(write(MAIN + tiers))
    assert any(message in told and hint in said for _, told, said in found), found
    first = line_of(MAIN + tiers, "[salience.")
    assert all(line is not None and line >= first for line, told, _ in found if message in told)


def test_a_reading_that_contradicts_the_tiers_is_told_where_it_stands(write: Write) -> None:
    """Safety weighs 2, and the reading has the bomb weigh 3."""
    main = MAIN + TIERS
    ((line, message, _),) = faults(write(main))
    assert line == line_of(main, "set = { dprk_bomb = 3 }")
    assert message == "under this reading 'dprk_safety' weighs 2, and 'dprk_bomb', of dprk's next tier, 3"


def test_tiers_are_in_the_schema() -> None:
    schema = json_schema()["scenario"]
    assert "salience" in schema["properties"]
    assert set(schema["$defs"]["Salience"]["required"]) == {"tiers"}


def test_what_the_source_calls_the_worst_fear_leads_the_built_in_tiers() -> None:
    salience = NORTH_KOREA.salience["russia"]
    assert salience.tiers[0] == ("rus_avoid_regime_change",)
    assert {NORTH_KOREA.interests[name].actor for tier in salience.tiers for name in tier} == {"russia"}


def with_tiers(*tiers: tuple[str, ...]) -> Scenario:
    return NORTH_KOREA.model_copy(update={"salience": {"dprk": Salience(tiers=tiers, paragraphs=(1,))}})


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_conditions_hold_exactly_where_missing_interests_can_be_given_weights(data: st.DataObject) -> None:
    """A game with some of four interests: its weights agree if the others can stand somewhere and all tiers hold."""
    names = [name for name, interest in NORTH_KOREA.interests.items() if interest.actor == "dprk"][:4]
    order = data.draw(st.permutations(names))
    cuts = sorted(data.draw(st.sets(st.integers(1, 3), min_size=1)))
    tiers = tuple(tuple(order[start:stop]) for start, stop in zip([0, *cuts], [*cuts, 4], strict=True))
    bounds = {name: sorted(data.draw(st.tuples(st.integers(0, 3), st.integers(0, 3)))) for name in names}
    interests = {
        name: entry.model_copy(update={"range": tuple(map(Fraction, bounds[name]))}) if name in bounds else entry
        for name, entry in NORTH_KOREA.interests.items()
    }
    scenario = with_tiers(*tiers).model_copy(update={"interests": interests})
    salience = scenario.salience["dprk"]
    agreeing = [dict(zip(names, map(Fraction, values), strict=True)) for values in grid(list(bounds.values()))]
    agreeing = [weights for weights in agreeing if not list(outweighed(salience, weights))]
    assume(agreeing)  # as the default weights do in every scenario that is read
    present = data.draw(st.sets(st.sampled_from(names), min_size=1))
    parameters = {name: Parameter(name, Fraction(0), Fraction(0), Fraction(3)) for name in names if name in present}
    game = ParametricGame(("dprk",), (("test",),), ((MultiAffine.constant(0),),), parameters)
    weights = {name: Fraction(data.draw(st.integers(*bounds[name]))) for name in present}
    conditions = salience_conditions(scenario, game)
    holds = all(condition.at(weights) >= 0 for condition in conditions)
    assert holds == any(weights.items() <= other.items() for other in agreeing)


def grid(bounds: list[list[int]]) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = [()]
    for low, high in bounds:
        found = [(*values, value) for values in found for value in range(low, high + 1)]
    return found


def test_tiers_narrow_the_weights_of_a_game() -> None:
    """Safety or the bomb, each worth its weight: which is stable is open until a tier settles it."""
    safety, bomb = "dprk_regime_security", "dprk_nuclear_programme"
    parameters = {name: Parameter(name, Fraction(1), Fraction(0), Fraction(3)) for name in (safety, bomb)}
    payoffs = (MultiAffine.parameter(safety), MultiAffine.parameter(bomb))
    game = ParametricGame(("dprk",), (("halt", "test"),), (payoffs,), parameters)
    assert [weight_polytope(game, []).verdict((action,)) for action in (0, 1)] == [Verdict.CAN] * 2
    conditions = salience_conditions(with_tiers((safety,), ("dprk_labour_income",), (bomb,)), game)
    narrowed = weight_polytope(game, [], conditions=conditions)
    assert narrowed.verdict((0,)) is Verdict.MUST
    assert narrowed.weights_for((1,)) is not None  # where the two weigh the same
    assert narrowed.shares([(0,), (1,)])[1,].share == 0


def test_worlds_are_bounded_by_tiers_as_by_comparisons() -> None:
    names = ["rus_avoid_regime_change", "rus_avoid_instability"]
    untiered = NORTH_KOREA.model_copy(update={"salience": {}})
    stage = parametric_game(NORTH_KOREA, "unsc_draft")
    assert set(names) <= stage.parameters.keys()
    margin = MultiAffine.parameter(names[0]) - MultiAffine.parameter(names[1])
    assert margin in stated_margins(NORTH_KOREA, "unsc_draft")
    assert margin not in stated_margins(untiered, "unsc_draft")
    assert margin in stated_margins(NORTH_KOREA, "unsc_draft", names[:1])
    assert margin not in stated_margins(NORTH_KOREA, "unsc_draft", ["oil_measure"])


def test_the_defaults_of_the_built_in_games_meet_their_tiers() -> None:
    for name in NORTH_KOREA.games:
        stage = parametric_game(NORTH_KOREA, name)
        point = point_of(stage.parameters)
        assert all(condition.at(point) >= 0 for condition in salience_conditions(NORTH_KOREA, stage))
    pipeline = parametric_game(NORTH_KOREA, "engagement")
    assert salience_conditions(NORTH_KOREA, pipeline)
