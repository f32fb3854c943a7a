from __future__ import annotations

import json
import warnings
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.concepts import nash, pure_nash
from gametheory.cross_check import CrossCheck, Reason, Scope, Verdict, compare, cross_check
from gametheory.deviation import profitable_deviations
from gametheory.errors import InvalidParameter, NotApplicable
from gametheory.game import StrategicGame
from gametheory.nashpy_process import Algorithm, Call, Ending, perform

ENUMERATIONS = (Algorithm.SUPPORT_ENUMERATION, Algorithm.VERTEX_ENUMERATION)


def _game(A: object, B: object) -> StrategicGame:
    return StrategicGame.from_arrays([A, B])


def _called(algorithm: Algorithm, A: list[list[float]], B: list[list[float]]) -> Call:
    """One enumeration in this process: those never hang on small games."""
    profiles = []
    error = None
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            perform(algorithm, None, A, B, profiles.append)
        except Exception as raised:  # noqa: BLE001 - whatever nashpy raises
            error = type(raised).__name__
    texts = tuple({(warning.category.__name__, str(warning.message)) for warning in heard})
    return Call(algorithm, None, Ending.FAILED if error else Ending.FINISHED, tuple(profiles), texts, error)


def _enumerated(game: StrategicGame) -> CrossCheck:
    A, B = ([list(map(float, row)) for row in game.matrix(player)] for player in (0, 1))
    return compare(game, nash.solve(game), [_called(algorithm, A, B) for algorithm in ENUMERATIONS])


def _told(game: StrategicGame, *profiles: object, algorithm: Algorithm = Algorithm.VERTEX_ENUMERATION) -> CrossCheck:
    """The check of an algorithm that would have returned these profiles."""
    return compare(game, nash.solve(game), [Call(algorithm, None, Ending.FINISHED, profiles)])


def test_a_generic_game_agrees_everywhere():
    game = _game([[3, 0], [0, 2]], [[2, 0], [0, 3]])
    check = cross_check(game, nash.solve(game), seconds=20)
    assert check.agrees
    assert [one.found for one in check.algorithms[:2]] == [(0, 1, 2), (0, 1, 2)]
    assert not check.payoffs_rounded
    assert not check.unlisted
    lemke_howson = check.algorithms[2]
    assert lemke_howson.missed == ((2, Reason.ONE_PER_LABEL),)
    assert [call.label for call in lemke_howson.calls] == [0, 1, 2, 3]
    assert sum(returned.times for returned in lemke_howson.returned) == 4


def test_the_continuum_that_nashpy_loses():
    game = _game([[-3, 3], [-3, 5]], [[2, 7], [4, 2]])
    solution = nash.solve(game)
    points = [equilibrium.strategies for equilibrium in solution.equilibria]
    assert set(points) == {((0, 1), (1, 0)), ((Fraction(2, 7), Fraction(5, 7)), (1, 0))}
    check = cross_check(game, solution, seconds=20)
    assert check.agrees is False
    support, vertex, lemke_howson = check.algorithms
    mixed = points.index(((Fraction(2, 7), Fraction(5, 7)), (1, 0)))
    assert support.missed == ((mixed, Reason.UNEQUAL_SUPPORTS),)
    assert support.missed_components == ()
    assert not support.calls[0].warnings  # and it says nothing
    assert vertex.missed == ((0, Reason.UNBOUNDED_POLYTOPE), (1, Reason.UNBOUNDED_POLYTOPE))
    assert vertex.missed_components == (0,)
    assert lemke_howson.agrees


@pytest.mark.slow
def test_census_of_all_2x2_games_with_payoffs_0_1_2():
    counts: Counter[str] = Counter()
    reasons: Counter[Reason] = Counter()
    for payoffs in product(range(3), repeat=8):
        game = _game([payoffs[:2], payoffs[2:4]], [payoffs[4:6], payoffs[6:]])
        support, vertex = _enumerated(game).algorithms
        assert not support.added
        assert not vertex.added
        counts["games"] += 1
        counts["support enumeration misses an equilibrium"] += bool(support.missed)
        counts["and does not warn"] += bool(support.missed) and not support.calls[0].warnings
        counts["vertex enumeration fails"] += vertex.calls[0].ending is Ending.FAILED
        finished = vertex.calls[0].ending is Ending.FINISHED
        counts["vertex enumeration finishes without a component"] += finished and bool(vertex.missed_components)
        reasons.update(reason for one in (support, vertex) for _, reason in one.missed)
    assert counts == {
        "games": 6561,
        "support enumeration misses an equilibrium": 1620,
        "and does not warn": 648,
        "vertex enumeration fails": 161,
        "vertex enumeration finishes without a component": 1200,
    }
    # Nothing is left unexplained.
    assert set(reasons) == {Reason.UNEQUAL_SUPPORTS, Reason.UNBOUNDED_POLYTOPE}


def test_a_hanging_lemke_howson_is_cut_off_and_said_so():
    game = _game([[1], [2], [3]], [[1], [4], [3]])
    check = cross_check(game, nash.solve(game), seconds=1.5)
    lemke_howson = check.algorithms[2]
    assert lemke_howson.calls[0].ending is Ending.CUT_OFF
    assert not lemke_howson.agrees
    assert lemke_howson.missed == ((0, Reason.CUT_OFF),)
    assert check.algorithms[1].missed == ((0, Reason.FAILED),)
    assert check.algorithms[0].agrees


@pytest.mark.parametrize("exponent", [9, 12])
def test_large_payoffs_drown_in_the_absolute_tolerance(exponent):
    big = 10**exponent
    support, vertex = _enumerated(_game([[3 * big, 1], [0, 2 * big]], [[2 * big, 0], [1, 3 * big]])).algorithms
    assert support.agrees
    assert vertex.missed_components == (0, 1, 2)
    assert {reason for _, reason in vertex.missed} == {Reason.SCALE}


def test_near_ties_are_added_by_the_relative_tolerance_and_their_regret_is_exact():
    step = Fraction(1, 10**7)
    game = _game([[1, 1 + step], [1 + step, 1]], [[1, 0], [0, 1]])
    check = _enumerated(game)
    assert check.payoffs_rounded
    support, vertex = check.algorithms
    assert support.agrees
    assert {(one.verdict, one.reason) for one in vertex.added} == {(Verdict.NOT_EQUILIBRIUM, Reason.TOLERANCE)}
    corner = next(one for one in vertex.added if [max(map(abs, s)) for s in one.profile] == [1, 1])
    assert corner.regret == (step, 0)


def test_payoffs_beyond_floats_are_a_fact_and_no_crash():
    game = _game([["1e400", 0], [0, 1]], [[0, 1], [1, 0]])
    check = cross_check(game, nash.solve(game))
    assert check.scope is Scope.PAYOFFS_OVERFLOW
    assert check.agrees is None
    assert check.to_dict()["algorithms"] == []
    largest = _game([["1e300", "-1e300"], ["-1e300", "1e300"]], [["-1e300", "1e300"], ["1e300", "-1e300"]])
    check = cross_check(largest, nash.solve(largest), seconds=20)
    assert {(one.verdict, one.reason) for one in check.algorithms[2].returned} == {(Verdict.MALFORMED, Reason.OVERFLOW)}
    assert check.algorithms[2].missed == ((0, Reason.ROUNDING),)
    json.dumps(check.to_dict(), allow_nan=False)


def test_an_equilibrium_inside_a_subset_is_told_from_an_extreme_one_and_from_none():
    game = _game([[-3, 3], [-3, 5]], [[2, 7], [4, 2]])
    inside = ((1 / 7, 6 / 7), (1.0, 0.0))
    outside = ((3 / 7, 4 / 7), (1.0, 0.0))
    extreme = ((2 / 7 + 1e-9, 5 / 7 - 1e-9), (1.0, -1e-17))
    (check,) = _told(game, inside, outside, extreme, extreme).algorithms
    first, second, third = check.returned
    assert (first.verdict, first.subset, first.equilibrium) == (Verdict.INTERIOR, 0, None)
    assert second.verdict is Verdict.NOT_EQUILIBRIUM
    strategies = ((Fraction(3, 7), Fraction(4, 7)), (Fraction(1), Fraction(0)))
    gains = {deviation.player: deviation.gain for deviation in profitable_deviations(game, strategies)}
    assert second.regret == (0, gains["player_2"])
    assert (third.verdict, third.times) == (Verdict.EXTREME, 2)
    assert check.added == (second,)
    assert check.missed_components == ()


def test_malformed_profiles_are_no_distributions():
    game = _game([[3, 0], [0, 2]], [[2, 0], [0, 3]])
    bad = [((1.0,), (1.0, 0.0)), ((float("nan"), 1.0), (1.0, 0.0)), ((0.4, 0.4), (1.0, 0.0)), ((2.0, -1.0), (1.0, 0.0))]
    (check,) = _told(game, *bad).algorithms
    assert {one.verdict for one in check.returned} == {Verdict.MALFORMED}
    assert len(check.added) == len(bad)
    json.dumps(check.to_dict(), allow_nan=False)


def test_a_solution_that_lacks_an_equilibrium_is_refuted():
    game = _game([[3, 0], [0, 2]], [[2, 0], [0, 3]])
    solution = nash.solve(game)
    lacking = replace(
        solution, equilibria=solution.equilibria[:2], maximal_subsets=((0,), (1,)), components=((0,), (1,))
    )
    call = Call(Algorithm.SUPPORT_ENUMERATION, None, Ending.FINISHED, (((0.6, 0.4), (0.4, 0.6)),))
    check = compare(game, lacking, [call])
    assert [one.profile for one in check.unlisted] == [((0.6, 0.4), (0.4, 0.6))]
    assert not compare(game, solution, [call]).unlisted


def test_what_cannot_be_compared_says_why():
    three = StrategicGame.from_arrays([[[[0, 1], [1, 0]], [[1, 1], [0, 0]]]] * 3)
    check = cross_check(three, pure_nash.solve(three))
    assert (check.scope, check.agrees) == (Scope.NOT_TWO_PLAYERS, None)
    game = _game([[3, 0], [0, 2]], [[2, 0], [0, 3]])
    assert cross_check(game, pure_nash.solve(game)).scope is Scope.NOT_ALL_NASH_EQUILIBRIA
    with pytest.raises(NotApplicable, match="another game"):
        cross_check(three, nash.solve(game))
    for seconds in (0, -1, float("nan"), float("inf")):
        with pytest.raises(InvalidParameter, match="time limit"):
            cross_check(game, nash.solve(game), seconds=seconds)


quarters = st.integers(-8, 8).map(lambda number: Fraction(number, 4))


@st.composite
def bimatrix_games(draw: st.DrawFn) -> StrategicGame:
    rows, columns = draw(st.integers(2, 3)), draw(st.integers(2, 3))
    matrix = st.lists(st.lists(quarters, min_size=columns, max_size=columns), min_size=rows, max_size=rows)
    return _game(draw(matrix), draw(matrix))


@settings(max_examples=60, deadline=None)
@given(bimatrix_games())
def test_no_second_opinion_refutes_the_solver_and_every_miss_of_support_enumeration_is_explained(game):
    check = _enumerated(game)
    assert not check.unlisted
    support, vertex = check.algorithms
    assert not [one for one in support.returned if one.verdict is Verdict.NOT_EQUILIBRIUM]
    assert not [one for one in vertex.returned if one.verdict is Verdict.NOT_EQUILIBRIUM]
    for index, reason in support.missed:
        sizes = {len(support) for support in nash.solve(game).equilibria[index].supports}
        assert (reason is Reason.UNEQUAL_SUPPORTS) == (len(sizes) == 2)
    assert Reason.UNEXPLAINED not in {reason for _, reason in (*support.missed, *vertex.missed)}
