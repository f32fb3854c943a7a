"""Weights that agree with comparisons: verdicts held to exact sampling, to the certificate and to the scenario."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.deviation import profitable_deviations
from gametheory.errors import InvalidParameter, NotMultiAffine, UnknownName
from gametheory.game import ParametricGame, StrategicGame
from gametheory.parameters import MultiAffine, Parameter
from gametheory.solution import Equilibrium
from gametheory.weight_polytope import Preference, Verdict, WeightPolytope, weight_polytope
from payoffs.comparisons import expand
from payoffs.scenario_file import load_scenario
from payoffs.utility import parametric_game

SCENARIO = load_scenario("north_korea_2017")
LEVELS = st.sampled_from([Fraction(level, 2) for level in (-2, -1, 0, 1, 2)])


@st.composite
def weighted_games(draw: st.DrawFn) -> ParametricGame:
    """2x2 games in which each player has two interests with weights from 0 to 2."""
    names = ("a", "b", "c", "d")
    parameters = {name: Parameter(name, Fraction(1), Fraction(0), Fraction(2)) for name in names}
    payoffs = tuple(
        tuple(
            MultiAffine.sum(MultiAffine.parameter(name) * MultiAffine.constant(draw(LEVELS)) for name in own)
            for _ in range(4)
        )
        for own in (names[:2], names[2:])
    )
    return ParametricGame(("one", "two"), (("x", "y"),) * 2, payoffs, parameters)


def stable(stage: StrategicGame, profile: tuple[int, ...]) -> bool:
    return all(
        stage.payoff(player, profile) >= stage.payoff(player, (*profile[:player], action, *profile[player + 1 :]))
        for player in (0, 1)
        for action in (0, 1)
    )


@settings(max_examples=40, deadline=None)
@given(weighted_games(), st.data())
def test_verdicts_agree_with_a_grid_of_weights(game: ParametricGame, data: st.DataObject) -> None:
    profiles = list(game.profiles())
    better, worse = data.draw(st.permutations(profiles).map(lambda order: order[:2]))
    preference = Preference(data.draw(st.integers(0, 1)), better, worse, strict=True)
    polytope = weight_polytope(game, [preference])
    grid = [game.at(dict(zip("abcd", point, strict=True))) for point in product((0, Fraction(1, 2), 1, 2), repeat=4)]
    allowed = [
        stage for stage in grid if stage.payoff(preference.player, better) > stage.payoff(preference.player, worse)
    ]
    if polytope.empty():
        assert not allowed
        return
    for profile in profiles:
        verdict = polytope.verdict(profile)
        found = [stable(stage, profile) for stage in allowed]
        assert not (verdict is Verdict.MUST and not all(found))
        assert not (verdict is Verdict.CANNOT and any(found))
        weights = polytope.weights_for(profile)
        assert (weights is None) == (verdict is Verdict.CANNOT)
        if weights is not None:
            there = game.at(weights)
            assert not profitable_deviations(there, Equilibrium.pure_at(there, profile).strategies)
            assert there.payoff(preference.player, better) > there.payoff(preference.player, worse)


def literal(game_id: str) -> WeightPolytope:
    game, stage = SCENARIO.games[game_id], parametric_game(SCENARIO, game_id)
    stated = [
        Preference(stage.player_index(one.player), better, worse, one.strict)
        for one in game.comparisons
        for better, worse in expand(game, one)
    ]
    return weight_polytope(stage, stated, [name for name in stage.parameters if name in SCENARIO.interests])


@pytest.mark.parametrize(("game", "outcome"), [("dual_freeze", (1, 1)), ("coercion", (0, 0)), ("unsc_draft", (0, 0))])
def test_the_stated_comparisons_leave_the_weights_no_other_answer(game: str, outcome: tuple[int, ...]) -> None:
    polytope = literal(game)
    verdicts = {profile: polytope.verdict(profile) for profile in polytope.game.profiles()}
    assert verdicts.pop(outcome) is Verdict.MUST
    assert set(verdicts.values()) == {Verdict.CANNOT}


def test_shares_are_seeded_and_right_where_they_are_known() -> None:
    # A weight from 0 to 2 against a half: (x, x) is stable where it is at least 1/2, in three quarters of the range.
    a = MultiAffine.parameter("a")
    half, nothing = MultiAffine.constant(Fraction(1, 2)), MultiAffine.constant(0)
    parameters = {name: Parameter(name, Fraction(1), Fraction(0), Fraction(2)) for name in ("a", "b")}
    game = ParametricGame(("one", "two"), (("x", "y"),) * 2, ((a, a, half, half), (nothing,) * 4), parameters)
    polytope = weight_polytope(game, [], ["a", "b"])
    found = polytope.shares([(0, 0)], points=4000, seed=3)[0, 0]
    assert found == polytope.shares([(0, 0)], points=4000, seed=3)[0, 0]
    assert abs(found.share - 0.75) < 5 * max(found.error, 0.01)
    low, high = found.bounds
    assert low < 0.75 < high < low + 0.1
    assert polytope.verdict((0, 0)) is Verdict.CAN


def test_products_of_weights_are_refused_by_name_until_one_is_fixed() -> None:
    a, b = MultiAffine.parameter("a"), MultiAffine.parameter("b")
    parameters = {name: Parameter(name, Fraction(1), Fraction(0), Fraction(2)) for name in ("a", "b")}
    game = ParametricGame(("one",), (("x", "y"),), ((a * b, a),), parameters)
    with pytest.raises(NotMultiAffine, match="a and b multiply"):
        weight_polytope(game, [])
    assert weight_polytope(game, [], ["a"]).verdict((0,)) is Verdict.MUST
    assert weight_polytope(game, [], ["a"], {"b": "1/2"}).verdict((0,)) is Verdict.CAN


def test_what_makes_no_sense_is_refused() -> None:
    stage = parametric_game(SCENARIO, "dual_freeze")
    with pytest.raises(UnknownName):
        weight_polytope(stage, [], ["nobody"])
    both_ways = [Preference(0, (0, 0), (1, 1)), Preference(0, (1, 1), (0, 0))]
    polytope = weight_polytope(stage, both_ways, ["us_deescalation"])
    assert polytope.empty()
    with pytest.raises(InvalidParameter, match="no weights"):
        polytope.verdict((0, 0))
    with pytest.raises(InvalidParameter, match="no volume"):
        polytope.shares([(0, 0)])
    with pytest.raises(InvalidParameter, match="too few"):
        weight_polytope(stage, [], ["us_deescalation"]).shares([(0, 0)], points=3)


def test_a_walk_that_never_leaves_an_outcome_does_not_make_it_certain() -> None:
    """Stable but for a corner of one part in ten thousand: all points agree, and the bounds leave the corner room."""
    a, b = MultiAffine.parameter("a"), MultiAffine.parameter("b")
    parameters = {name: Parameter(name, Fraction(1, 2), Fraction(0), Fraction(1)) for name in ("a", "b")}
    corner = MultiAffine.constant(Fraction(2)) - MultiAffine.constant(Fraction(1, 71))
    game = ParametricGame(("one",), (("x", "y"),), ((corner, a + b),), parameters)
    polytope = weight_polytope(game, [])
    assert polytope.verdict((0,)) is Verdict.CAN
    found = polytope.shares([(0,), (1,)], points=200, seed=1)
    assert (found[0,].share, found[0,].error) == (1.0, 0.0)
    assert found[0,].bounds[0] < 1 - Fraction(1, 71) ** 2 / 2
    low, high = found[1,].bounds
    assert low == 0
    assert high == pytest.approx(1 - found[0,].bounds[0])


def test_conditions_narrow_the_weights() -> None:
    a, b = MultiAffine.parameter("a"), MultiAffine.parameter("b")
    parameters = {name: Parameter(name, Fraction(1), Fraction(0), Fraction(2)) for name in ("a", "b")}
    game = ParametricGame(("one",), (("x", "y"),), ((a, b),), parameters)
    assert weight_polytope(game, [], conditions=[a - b]).verdict((0,)) is Verdict.MUST
    both = weight_polytope(game, [], conditions=[a - b, b - a])
    assert both.verdict((1,)) is Verdict.MUST
    assert not both.empty()
    assert not both.has_volume()
    assert weight_polytope(game, [], conditions=[a - b]).has_volume()
    assert weight_polytope(game, [], conditions=[a - MultiAffine.constant(3)]).empty()
    with pytest.raises(UnknownName, match="'c'"):
        weight_polytope(game, [], conditions=[MultiAffine.parameter("c")])
    with pytest.raises(NotMultiAffine, match="a and b"):
        weight_polytope(game, [], conditions=[a * b])
