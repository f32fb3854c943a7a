"""Plays side by side: payoff ranges, gains, and what a mediator can and cannot add."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.comparison import compare
from gametheory.concepts import rationalizable
from gametheory.errors import InvalidParameter, UnknownName
from gametheory.game import StrategicGame
from gametheory.solve import Play, solve
from tests.games import COARSE, games

PURE, MEDIATED = Play(concept="pure_nash"), Play(concept="correlated")
CHICKEN = StrategicGame.from_arrays([[[6, 2], [7, 0]], [[6, 7], [2, 0]]])
PRISONERS = StrategicGame.from_arrays([[[3, 0], [4, 1]], [[3, 4], [0, 1]]])


def test_a_gain_is_the_interval_of_differences_over_all_pairs_of_outcomes() -> None:
    found = compare(CHICKEN, {"pure": PURE, "mixed": Play()})
    pure, mixed = found.played
    assert pure.ranges == ((2, 7), (2, 7))
    pairs = [new.payoffs[0] - old.payoffs[0] for new in mixed.answer.outcomes() for old in pure.answer.outcomes()]
    assert mixed.gains is not None
    assert mixed.gains[0] == (min(pairs), max(pairs)) == (-5, 5)


def test_a_mediator_spreads_the_payoffs_of_chicken_beyond_every_nash_equilibrium() -> None:
    found = compare(CHICKEN, {"alone": Play(), "mediated": MEDIATED})
    alone, mediated = found.played
    assert found.dominance_solvable is False
    assert alone.ranges == ((2, 7), (2, 7))
    assert mediated.ranges is not None
    totals = [sum(outcome.payoffs) for outcome in mediated.answer.outcomes()]
    # Aumann 1974: the lottery of one half on both giving way and a quarter on each of the others pays 5.25 each.
    assert max(totals) == Fraction(21, 2) > max(sum(outcome.payoffs) for outcome in alone.answer.outcomes())


def test_a_mediator_adds_nothing_where_dominance_decides() -> None:
    found = compare(PRISONERS, {"alone": Play(), "mediated": MEDIATED})
    assert found.dominance_solvable is True
    assert found.played[1].gains == ((0, 0), (0, 0))
    assert compare(PRISONERS, {"one": Play(), "two": PURE}).dominance_solvable is None


@settings(max_examples=40, deadline=None)
@given(games(most_actions=3, numbers=COARSE))
def test_a_mediator_never_narrows_what_can_come_about_and_never_moves_a_solvable_game(game: StrategicGame) -> None:
    found = compare(game, {"alone": Play(), "mediated": MEDIATED})
    alone, mediated = found.played
    assert alone.ranges is not None
    assert mediated.ranges is not None
    assert mediated.gains is not None
    assert all(
        low <= least and most <= high for (least, most), (low, high) in zip(alone.ranges, mediated.ranges, strict=True)
    )
    if rationalizable.solve(game).solvable:
        assert found.dominance_solvable
        assert all(gain == (0, 0) for gain in mediated.gains)


def test_patience_is_worth_the_difference_between_the_promise_and_the_one_shot_game() -> None:
    patient = Play("repeated", "sustainable", {"discount": Fraction(1, 2)})
    found = compare(PRISONERS, {"once": Play(), "again": patient})
    assert found.played[1].gains == ((0, 2), (0, 2))  # to cooperate for ever, or to defect for ever
    impatient = Play("repeated", "sustainable", {"discount": Fraction(1, 4)})
    assert compare(PRISONERS, {"once": Play(), "again": impatient}).played[1].gains == ((0, 0), (0, 0))


@settings(max_examples=40, deadline=None)
@given(games(most_actions=3), st.data())
def test_each_answer_is_that_of_solve_and_every_gain_is_reached(game: StrategicGame, data: st.DataObject) -> None:
    plays = {"pure": PURE, "all": Play(), "told": Play(concept="coarse_correlated")}
    order = data.draw(st.permutations(list(plays)))
    found = compare(game, {name: plays[name] for name in order})
    assert [entry.name for entry in found.played] == order
    for entry in found.played:
        ranges = solve(game, plays[entry.name]).payoff_ranges()
        assert entry.ranges == ranges
        first = found.played[0].ranges
        assert (entry.gains is None) == (ranges is None or first is None)
        if entry.gains is not None and ranges is not None and first is not None:
            for (low, high), (worst, best), (least, most) in zip(entry.gains, ranges, first, strict=True):
                assert {low, high} <= {new - old for new in (worst, best) for old in (least, most)}
                assert low == min(new - old for new in (worst, best) for old in (least, most))


def test_nothing_stable_is_an_answer() -> None:
    pennies = StrategicGame.from_arrays([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    found = compare(pennies, {"pure": PURE, "mixed": Play()})
    assert found.played[0].ranges is None
    assert found.played[1].gains is None
    document = found.to_dict()
    assert document["plays"][0]["payoffs"] is None
    frame = found.to_frame()
    assert frame["least"].isna().tolist() == [True, True, False, False]
    assert "nothing is stable" in str(found)


def test_data_hold_every_number_exactly() -> None:
    found = compare(CHICKEN, {"alone": Play(), "mediated": MEDIATED})
    document = found.to_dict()
    assert document["against"] == "alone"
    assert document["plays"][1]["payoffs"]["player_1"] == {"least": "2", "greatest": "7"}
    lotteries = [outcome["lottery"] for outcome in document["plays"][1]["outcomes"]]
    assert all(sum(Fraction(entry["probability"]) for entry in lottery) == 1 for lottery in lotteries)
    frame = found.to_frame()
    assert list(frame["play"]) == ["alone", "alone", "mediated", "mediated"]
    assert [Fraction(text) for text in frame["greatest_gain_exact"]] == list(map(Fraction, frame["greatest_gain"]))


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="needs two plays or more; this one has 1"):
        compare(CHICKEN, {"alone": Play()})
    with pytest.raises(UnknownName, match="nearest is 'nash'"):
        compare(CHICKEN, {"a": Play(), "b": Play(concept="nahs")})
    with pytest.raises(UnknownName, match="parameter"):
        compare(CHICKEN, {"a": Play(), "b": PURE}, at={"x": 1})
