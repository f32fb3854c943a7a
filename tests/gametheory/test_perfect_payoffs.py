"""Subgame-perfect payoffs held to self-generation, to what is known of them and to brute force."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.concepts import perfect_payoffs
from gametheory.convex_hull import at_least, corners, distance
from gametheory.errors import NotApplicable
from gametheory.feasible_payoffs import feasible_payoffs, lottery_for
from gametheory.game import StrategicGame
from gametheory.self_generation import enforced, reduced, self_generating, within
from gametheory.solve import Play, solve
from tests.games import QUARTERS, games

DILEMMA = StrategicGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
PENNIES = StrategicGame.from_arrays([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
SMALL = games(most_actions=2, numbers=QUARTERS)


def payoffs_of(game: StrategicGame, discount: object) -> perfect_payoffs.PerfectPayoffs:
    answer = solve(game, Play("repeated", "perfect_payoffs", {"discount": discount}))
    assert isinstance(answer, perfect_payoffs.PerfectPayoffs)
    return answer


def test_the_dilemma_of_patient_players_is_its_individually_rational_payoffs() -> None:
    answer = payoffs_of(DILEMMA, "9/10")
    assert answer.inside == feasible_payoffs(DILEMMA).rational
    assert answer.error is not None
    assert answer.error < Fraction(1, 10**9)


def test_the_dilemma_of_impatient_players_is_its_stage_equilibrium() -> None:
    answer = payoffs_of(DILEMMA, "1/10")
    assert answer.inside == ((1, 1),)
    assert payoffs_of(DILEMMA, 0).inside == ((1, 1),)
    assert payoffs_of(DILEMMA, 0).complete


def test_where_no_pure_equilibrium_can_be_enforced_the_set_is_empty() -> None:
    answer = payoffs_of(PENNIES, "1/2")
    assert answer.outside == answer.inside == ()
    assert answer.complete
    assert answer.payoff_ranges() is None
    assert "no subgame-perfect equilibrium" in str(answer)


@settings(max_examples=40, deadline=None)
@given(SMALL, st.sampled_from(["1/4", "1/2", "3/4"]))
def test_the_inner_polygon_generates_itself_and_the_outer_one_holds_it(game: StrategicGame, discount: str) -> None:
    answer = payoffs_of(game, discount)
    assert self_generating(game, Fraction(discount), answer.inside)
    assert within(answer.inside, answer.outside)
    rational = feasible_payoffs(game)
    assert all(distance(rational.feasible, corner) == 0 for corner in answer.inside)
    pure = [e.payoffs for e in solve(game, Play(concept="pure_nash")).equilibria]
    assert within(pure, answer.outside)


@settings(max_examples=40, deadline=None)
@given(SMALL)
def test_patience_never_takes_a_payoff_away(game: StrategicGame) -> None:
    less, more = payoffs_of(game, "1/2"), payoffs_of(game, "3/4")
    assert all(distance(more.outside, corner) < Fraction(1, 10**6) for corner in less.inside)


@settings(max_examples=60, deadline=None)
@given(SMALL, st.sampled_from([Fraction(1, 4), Fraction(1, 2), Fraction(4, 5)]))
def test_a_reduction_lies_within_what_is_enforced(game: StrategicGame, discount: Fraction) -> None:
    feasible = feasible_payoffs(game).feasible
    assert within(reduced(game, discount, feasible), enforced(game, discount, feasible))


@settings(max_examples=60, deadline=None)
@given(games(most_actions=3, numbers=QUARTERS), st.data())
def test_a_feasible_payoff_is_a_lottery_over_three_profiles_at_most(game: StrategicGame, data: st.DataObject) -> None:
    points = list(zip(*game.payoffs, strict=True))
    weights = data.draw(st.lists(st.integers(0, 3), min_size=len(points), max_size=len(points)).filter(sum))
    total = sum(weights)
    target = tuple(
        sum((Fraction(w, total) * p[axis] for w, p in zip(weights, points, strict=True)), Fraction(0))
        for axis in (0, 1)
    )
    lottery = lottery_for(game, target)
    assert lottery is not None
    assert len(lottery) <= 3
    assert sum(lottery.values()) == 1
    for player in (0, 1):
        assert sum(w * game.payoff(player, profile) for profile, w in lottery.items()) == target[player]


def test_a_payoff_out_of_reach_has_no_lottery() -> None:
    assert lottery_for(DILEMMA, (Fraction(5), Fraction(5))) is None


@given(st.lists(st.tuples(QUARTERS, QUARTERS), min_size=1, max_size=8), st.tuples(QUARTERS, QUARTERS))
def test_cutting_a_polygon_leaves_what_reaches_the_bounds(
    points: list[tuple[Fraction, Fraction]], bounds: tuple[Fraction, Fraction]
) -> None:
    polygon = corners(points)
    cut = at_least(polygon, bounds)
    assert all(x >= bounds[0] and y >= bounds[1] for x, y in cut)
    assert within(cut, tuple(polygon))
    assert all(distance(cut, p) == 0 for p in polygon if p[0] >= bounds[0] and p[1] >= bounds[1])


def test_what_it_cannot_take_is_said() -> None:
    three = StrategicGame.from_arrays([[[[0, 1], [1, 0]], [[1, 1], [0, 0]]]] * 3)
    with pytest.raises(NotApplicable, match="two players"):
        payoffs_of(three, "1/2")
    with pytest.raises(NotApplicable, match="discount factor"):
        solve(DILEMMA, Play("repeated", "perfect_payoffs"))
    with pytest.raises(NotApplicable, match="detection_lag"):
        solve(DILEMMA, Play("repeated", "perfect_payoffs", {"discount": "1/2", "detection_lag": 2}))


def test_the_answer_is_data() -> None:
    answer = payoffs_of(DILEMMA, "9/10")
    assert json.loads(json.dumps(answer.to_dict()))["inside"][0] == ["1", "1"]
    assert set(answer.to_frame().polygon) == {"inside", "outside"}
    assert answer.payoff_ranges() == ((1, Fraction(13, 3)), (1, Fraction(13, 3)))
