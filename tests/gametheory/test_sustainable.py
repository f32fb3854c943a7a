"""Sustainable outcomes held to closed forms, to the discounted sums and to their certificate."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.concepts import sustainable
from gametheory.discount_factors import Reason, endless_punishment, finite_punishment
from gametheory.errors import CertificateError, InvalidNumber, InvalidParameter, UnknownName
from gametheory.game import StrategicGame
from gametheory.interval import Interval
from gametheory.solve import Play, solve
from tests.games import QUARTERS, games


def dilemma(reward: object, temptation: object, sucker: object, punishment: object) -> StrategicGame:
    first = [[reward, sucker], [temptation, punishment]]
    return StrategicGame.from_arrays([first, [list(column) for column in zip(*first, strict=True)]])


def sustained(game: StrategicGame, **rules: object) -> sustainable.SustainableAnswer:
    answer = solve(game, Play("repeated", "sustainable", rules))
    assert isinstance(answer, sustainable.SustainableAnswer)
    return answer


@st.composite
def dilemmas(draw: st.DrawFn) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    sucker, punishment, reward, temptation = sorted(draw(st.lists(QUARTERS, min_size=4, max_size=4, unique=True)))
    return reward, temptation, sucker, punishment


@given(dilemmas())
def test_grim_trigger_in_the_prisoners_dilemma_has_its_closed_form(values: tuple[Fraction, ...]) -> None:
    reward, temptation, _, punishment = values
    promise = sustained(dilemma(*values)).promises[0]
    assert promise.threshold == (temptation - reward) / (temptation - punishment)
    assert promise.binding == (0, 1)


@given(dilemmas(), st.integers(2, 6))
def test_a_detection_lag_raises_the_threshold_to_its_root(values: tuple[Fraction, ...], lag: int) -> None:
    reward, temptation, _, punishment = values
    at_once = (temptation - reward) / (temptation - punishment)
    late = sustained(dilemma(*values), detection_lag=lag).promises[0].threshold
    if isinstance(late, Interval):
        assert late.lower**lag < at_once < late.upper**lag
        assert late.upper - late.lower <= Fraction(1, 2**39)
    else:
        assert late is not None
        assert late**lag == at_once


def test_a_rational_root_is_recognised() -> None:
    # d - r = 4, d - v = 9: the square root of 4/9.
    assert endless_punishment(Fraction(5), Fraction(9), Fraction(0), 2).threshold == Fraction(2, 3)


def discounted(stream: list[Fraction], discount: Fraction) -> Fraction:
    return (1 - discount) * sum((value * discount**t for t, value in enumerate(stream)), Fraction(0))


@given(dilemmas(), st.integers(1, 3), st.integers(1, 4), st.fractions(min_value=0, max_value=Fraction(99, 100)))
def test_a_finite_punishment_holds_exactly_where_the_discounted_sums_say_so(
    values: tuple[Fraction, ...], lag: int, periods: int, discount: Fraction
) -> None:
    reward, temptation, _, punishment = values
    deterrence = finite_punishment(reward, temptation, punishment, lag, periods)
    whole = lag + periods
    conform = discounted([reward] * whole, discount)
    deviate = discounted([temptation] * lag + [punishment] * periods, discount)
    assert deterrence.holds(discount) in {conform >= deviate, None}
    if deterrence.threshold is None:
        assert deterrence.reason is Reason.PUNISHMENT_TOO_SHORT


@given(games(most_actions=3), st.fractions(min_value=0, max_value=Fraction(99, 100), max_denominator=100))
def test_what_is_sustained_is_what_the_definition_says(game: StrategicGame, discount: Fraction) -> None:
    answer = sustained(game, discount=discount)
    for promise in answer.promises:
        gains = [
            temptation
            for temptation in promise.temptations
            if (1 - discount) * temptation.tempting + discount * temptation.punished > temptation.here
            and temptation.tempting > temptation.here
        ]
        assert (promise in answer.sustained) == (not gains)
    stage_equilibria = {e.profile for e in solve(game).equilibria if e.pure}
    assert stage_equilibria <= {promise.profile for promise in answer.sustained}


@given(games(most_actions=3))
def test_patience_only_adds(game: StrategicGame) -> None:
    levels = [{p.profile for p in sustained(game, discount=d).sustained} for d in ("0", "1/2", "9/10", "99/100")]
    levels.append({p.profile for p in sustained(game).sustained})
    assert all(less <= more for less, more in pairwise(levels))


def test_no_discount_factor_helps_where_the_punishment_is_no_worse() -> None:
    promise = sustained(dilemma(3, 5, 0, 1)).promises[1]
    assert promise.threshold is None
    assert promise.binding == (0,)
    assert promise.temptations[0].endless.reason is Reason.PUNISHMENT_NO_WORSE


def test_tit_for_tat_in_the_published_tournament() -> None:
    # Axelrod's payoffs 5, 3, 1, 0: a Nash equilibrium from max(2/4, 2/3) on, and never subgame perfect.
    promise = sustained(dilemma(3, 5, 0, 1)).promises[0]
    assert promise.tit_for_tat is not None
    assert promise.tit_for_tat.nash == (Fraction(2, 3), Fraction(1))
    assert promise.tit_for_tat.subgame_perfect is None
    # Where doing one's part costs 2 and gives 4 whatever the other does, it is perfect at the ratio of the two alone.
    symmetric = sustained(dilemma(2, 4, -2, 0)).promises[0].tit_for_tat
    assert symmetric is not None
    assert symmetric.subgame_perfect == (Fraction(1, 2), Fraction(1, 2))


@pytest.mark.parametrize("discount", ["1", "-1/2", "2", 1])
def test_discount_factors_outside_their_range_are_refused(discount: object) -> None:
    with pytest.raises(InvalidParameter, match="at least 0 and below 1"):
        sustained(dilemma(3, 5, 0, 1), discount=discount)


@pytest.mark.parametrize(
    ("rules", "error"),
    [
        ({"discount": "nan"}, InvalidNumber),
        ({"detection_lag": "1/2"}, InvalidParameter),
        ({"detection_lag": 0}, InvalidParameter),
        ({"punishment": 10**9}, InvalidParameter),
        ({"discuont": 1}, UnknownName),
    ],
)
def test_rules_that_make_no_sense_are_refused(rules: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        sustained(dilemma(3, 5, 0, 1), **rules)


def test_the_certificate_catches_a_promise_that_does_not_hold() -> None:
    answer = sustained(dilemma(3, 5, 0, 1), discount="1/4")
    first = answer.promises[0]
    easy = tuple(
        replace(temptation, endless=endless_punishment(Fraction(1), Fraction(1), Fraction(0), 1))
        for temptation in first.temptations
    )
    wrong = replace(answer, promises=(replace(first, temptations=easy), *answer.promises[1:]))
    with pytest.raises(CertificateError):
        sustainable.certify(answer.game, wrong)


def test_the_answer_is_data() -> None:
    answer = sustained(dilemma(3, 5, 0, 1), discount="9/10", punishment=2, detection_lag=1)
    document = json.loads(json.dumps(answer.to_dict()))
    assert document["outcomes"][0]["threshold"] == "1/2"
    assert document["outcomes"][0]["sustained"] is True
    frame = answer.to_frame()
    assert len(frame) == 4 * 2
    assert {outcome.profile for outcome in answer.outcomes()} == {(0, 0), (1, 1)}
    assert answer.payoff_ranges() == ((1, 3), (1, 3))
    assert "from 1/2 on; sustained at 9/10" in str(answer)
    assert str(answer).count("sustained at") == 2
    assert "sustained at" not in str(sustained(dilemma(3, 5, 0, 1)))


@given(games(players=st.just(3), most_actions=2, numbers=QUARTERS))
def test_three_players_are_answered_too(game: StrategicGame) -> None:
    answer = sustained(game, discount="4/5")
    assert len(answer.promises) == len(list(game.profiles()))
