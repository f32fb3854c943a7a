"""Counts of readings held to hand work, to solving every reading, and to counting all permutations."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import permutations, product
from math import factorial, prod
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.errors import InvalidGame, InvalidParameter, TooLarge, UnknownName
from gametheory.game import StrategicGame
from gametheory.linear_extensions import Rankings
from gametheory.partial_order import PartialOrder
from gametheory.reading_counts import Answer
from gametheory.readings import CONCEPTS, Stated, open_questions, readings
from gametheory.solve import Play, solve
from payoffs.orders import stated_comparisons
from payoffs.scenario_file import load_scenario
from payoffs.utility import parametric_game

SCENARIO = load_scenario("north_korea_2017")


def counted(game_id: str, *without: str) -> dict[str, dict[str, int]]:
    stage = parametric_game(SCENARIO, game_id)
    found = readings(stage.at(), stated_comparisons(SCENARIO.games[game_id], stage, without))
    names = [" ".join(stage.named(profile).values()) for profile in stage.profiles()]
    table: dict[str, dict[str, int]] = {
        concept: dict(zip(names, counts, strict=True)) for concept, counts in found.counts.items()
    }
    table["rankings"] = {player: number or 0 for player, number in zip(found.game.players, found.rankings, strict=True)}
    return table


def test_the_dual_freeze_has_three_rankings_a_side_once_the_literal_sentence_is_set_aside() -> None:
    found = counted("dual_freeze", "us_refuses_the_exchange")
    assert found["rankings"] == {"us_rok": 3, "dprk": 3}
    assert found["pure_nash"]["continue test"] == 9
    assert found["pure_nash"]["suspend moratorium"] == 1
    assert found["subgame_perfect"]["suspend moratorium"] == 3
    assert found["sequentially_stable"]["suspend moratorium"] == 4


def test_the_literal_sentence_leaves_three_readings_and_one_answer() -> None:
    found = counted("dual_freeze")
    assert found["rankings"] == {"us_rok": 1, "dprk": 3}
    for concept in CONCEPTS:
        assert found[concept].pop("continue test") == 3
        assert set(found[concept].values()) == {0}


def test_coercion_has_2530_readings_and_tightening_against_tests_is_stable_in_all() -> None:
    found = counted("coercion")
    assert found["rankings"] == {"us": 23, "dprk": 110}
    assert found["pure_nash"]["tighten test"] == 2530
    assert found["pure_nash"]["hold freeze"] == 966


@st.composite
def small_questions(draw: st.DrawFn) -> tuple[StrategicGame, list[Stated]]:
    """Comparisons that a hidden ranking of each player agrees with."""
    shape = draw(st.sampled_from([(2, 2), (2, 1), (1, 3), (3,), (2, 1, 2)]))
    game = StrategicGame.from_arrays([np.zeros(shape, dtype=int).tolist()] * len(shape))
    size = prod(shape)
    stated = []
    for player in range(len(shape)):
        order = draw(st.permutations(range(size)))
        for number in range(draw(st.integers(0, 3))):
            one, two = sorted(draw(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1))), key=order.index)
            if one != two:
                stated.append(Stated(f"{player}{number}", player, ((one, two),), not draw(st.booleans())))
    return game, stated


def agreeing(stated: list[Stated], player: int, size: int, ties: bool) -> list[tuple[int, ...]]:
    """Every ranking that agrees, by trying all; a rank that is used has every lower one below it."""
    rankings = (
        [ranks for ranks in product(range(size), repeat=size) if set(ranks) == set(range(max(ranks) + 1))]
        if ties
        else list(permutations(range(size)))
    )
    own = [one for one in stated if one.player == player]
    return [
        ranks
        for ranks in rankings
        if all(ranks[a] > ranks[b] or (ranks[a] == ranks[b] and not one.strict) for one in own for a, b in one.pairs)
    ]


@pytest.mark.parametrize("ties", [False, True])
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_counts_are_those_of_solving_every_reading(ties: bool, data: st.DataObject) -> None:
    game, stated = data.draw(small_questions())
    size = prod(game.shape)
    allowed = [agreeing(stated, player, size, ties) for player in range(len(game.players))]
    found = readings(game, stated, ties=ties, add_each=True)
    assert found.rankings == tuple(map(len, allowed))
    assert found.total == prod(map(len, allowed))
    if found.total > 60:
        return
    judged = {reading: judge(game, reading) for reading in product(*allowed)}
    for concept in CONCEPTS:
        expected = [sum(position in stable[concept] for stable in judged.values()) for position in range(size)]
        assert list(found.counts[concept]) == expected
    for question in found.questions:
        one, two = question.pair
        for answer, left in question.answers.items():
            holds = {Answer.FIRST: int.__gt__, Answer.SECOND: int.__lt__, Answer.TIE: int.__eq__}[answer]
            kept = [
                stable
                for reading, stable in judged.items()
                if holds(reading[question.player][one], reading[question.player][two])
            ]
            assert left.total == len(kept)
            for concept in CONCEPTS:
                assert list(left.counts[concept]) == [
                    sum(position in stable[concept] for stable in kept) for position in range(size)
                ]


def judge(game: StrategicGame, reading: tuple[tuple[int, ...], ...]) -> dict[str, set[int]]:
    ranked = StrategicGame(game.players, game.actions, tuple(tuple(map(Fraction, row)) for row in reading))
    return {concept: stable_in(ranked, concept) for concept in CONCEPTS}


def stable_in(game: StrategicGame, concept: str) -> set[int]:
    plays: list[Any] = [Play("ordinal", concept)]
    if concept == "pure_nash":
        plays = [Play(concept=concept)]
    elif concept == "subgame_perfect":
        plays = [Play("sequential", concept, {"order": order}) for order in permutations(game.players)]
    return {
        game.position(outcome.profile)
        for play in plays
        for outcome in solve(game, play).outcomes()
        if outcome.profile is not None
    }


@given(st.integers(0, 5))
def test_an_antichain_has_every_permutation_and_a_chain_one(size: int) -> None:
    size += 1
    assert Rankings(PartialOrder.from_pairs(size)).count() == factorial(size)
    chain = [(index, index + 1) for index in range(size - 1)]
    assert Rankings(PartialOrder.from_pairs(size, chain)).count() == 1


@pytest.mark.parametrize(
    ("pairs", "size", "count"),
    [
        ([(0, 1), (1, 2), (3, 4), (4, 5), (0, 3), (1, 4), (2, 5)], 6, 5),  # the grid of two by three: a Catalan number
        ([(0, 2), (1, 2), (1, 3)], 4, 5),  # the letter N
        ([(0, 1), (2, 3)], 4, 6),
    ],
)
def test_small_orders_have_their_known_numbers(pairs: list[tuple[int, int]], size: int, count: int) -> None:
    rankings = Rankings(PartialOrder.from_pairs(size, pairs))
    listed = list(rankings)
    assert rankings.count() == len(listed) == len(set(listed)) == count
    assert all(ranks[a] > ranks[b] for ranks in listed for a, b in pairs)


def test_the_comparison_that_matters_most_is_found_by_dropping_each() -> None:
    stage = parametric_game(SCENARIO, "dual_freeze")
    found = readings(stage.at(), stated_comparisons(SCENARIO.games["dual_freeze"], stage), drop_each=True)
    assert set(found.without) == {comparison.id for comparison in SCENARIO.games["dual_freeze"].comparisons}
    assert found.weight_of("us_refuses_the_exchange", "pure_nash") == Fraction(1, 9)
    most = found.matters_most("pure_nash")
    assert most is not None
    assert found.weight_of(most, "pure_nash") == max(found.weight_of(name, "pure_nash") for name in found.without)
    assert len(found.to_frame()) == 4 * len(CONCEPTS) * (1 + len(found.without))
    assert found.to_dict()["readings"] == 3
    told: list[tuple[int, int]] = []
    again = readings(
        stage.at(),
        stated_comparisons(SCENARIO.games["dual_freeze"], stage),
        drop_each=True,
        progress=lambda *numbers: told.append(numbers),
    )
    assert again == found
    assert told == [(done, len(found.without)) for done in range(len(found.without))]
    assert str(found).splitlines() == [
        "3 readings (1 for us_rok x 3 for dprk); counts are no probability",
        f"  continue/test: {', '.join(f'{concept} 3' for concept in CONCEPTS)}",
    ]


def test_the_question_that_is_worth_most_is_found_by_trying_each_answer() -> None:
    stage = parametric_game(SCENARIO, "dual_freeze")
    stated = stated_comparisons(SCENARIO.games["dual_freeze"], stage, ["us_refuses_the_exchange"])
    found = readings(stage.at(), stated, add_each=True)
    asked = [(question.player, question.pair) for question in found.questions]
    assert asked == open_questions(stage.at(), stated)
    assert [sum(left.total or 0 for left in question.answers.values()) for question in found.questions] == [9] * len(
        asked
    )
    best = found.best_question("pure_nash")
    assert best is not None
    # The freeze is an equilibrium in the one reading in which both sides rank it first.
    assert (
        best.weight("pure_nash") == max(question.weight("pure_nash") for question in found.questions) == Fraction(1, 3)
    )
    changes = set(found.to_frame()["change"])
    assert best.spelled(stage.at(), Answer.FIRST) in changes
    assert len(changes) == 1 + 2 * len(asked)
    assert readings(stage.at(), stated).best_question("pure_nash") is None


def test_too_many_readings_are_drawn_and_the_result_says_so() -> None:
    """Three players with no comparison at all: 8! rankings each; by symmetry every outcome has the same share."""
    game = StrategicGame.from_arrays([np.zeros((2, 2, 2), dtype=int).tolist()] * 3)
    found = readings(game, [], samples=2000, seed=1)
    assert found.rankings == (factorial(8),) * 3
    assert set(found.drawn) == {"subgame_perfect", "sequentially_stable"}
    assert found.drawn["subgame_perfect"].number == found.counted("subgame_perfect") == 2000
    assert found.counted("pure_nash") == found.total == factorial(8) ** 3
    for position in range(8):
        assert found.share("pure_nash", position) == Fraction(1, 8)  # each of three stays with one half
        assert found.bounds("pure_nash", position) == (0.125, 0.125)
        low, high = found.bounds("sequentially_stable", position)
        share = found.share("sequentially_stable", position)
        assert share is not None
        assert low < share < high
        assert 0 < found.standard_error("sequentially_stable", position) < 0.012
    assert readings(game, [], samples=2000, seed=1) == found
    assert readings(game, [], samples=2000, seed=2) != found
    document = found.to_dict()
    assert document["sampled"]["subgame_perfect"]["drawn"] == 2000
    assert set(document["outcomes"][0]["estimates"]) == set(found.drawn)
    assert str(found).count("(99 % confidence)") == 16


def test_drawn_shares_are_near_the_counted_ones() -> None:
    stage = parametric_game(SCENARIO, "engagement")
    stated = stated_comparisons(SCENARIO.games["engagement"], stage)
    exact = readings(stage.at(), stated, add_each=True)
    with mock.patch("gametheory.readings.MOST_CELLS", 100_000):
        drawn = readings(stage.at(), stated, samples=3000, add_each=True)
    assert not exact.drawn
    assert set(drawn.drawn) == {"subgame_perfect", "sequentially_stable"}
    assert drawn.counts["symmetric_metarational"] == exact.counts["symmetric_metarational"]
    outside = 0
    pairs = [(exact, drawn)] + [
        (left, other.answers[answer])
        for question, other in zip(exact.questions, drawn.questions, strict=True)
        for answer, left in question.answers.items()
    ]
    for counted, estimated in pairs:
        assert estimated.rankings == counted.rankings
        for concept in drawn.drawn:
            for position in range(8):
                low, high = estimated.bounds(concept, position)
                share = counted.share(concept, position)
                assert share is not None
                outside += not low <= share <= high
    assert outside <= len(pairs) * 16 * 0.02  # bounds of 99 % each


@mock.patch("gametheory.linear_extensions.MOST_STEPS", 10_000)
def test_rankings_that_cannot_be_listed_are_drawn_one_player_at_a_time() -> None:
    """One player and a fence, up and down in turn: too many sets of best outcomes for its rankings to be counted."""
    size = 24
    game = StrategicGame.from_arrays([list(range(size))])
    stated = [Stated(f"{one}", 0, ((one, one + 1) if one % 2 else (one + 1, one),)) for one in range(size - 1)]
    found = readings(game, stated, concepts=["pure_nash"], samples=5)
    assert found.rankings == (None,)
    assert found.total is None
    assert found.drawn["pure_nash"].distance > 0
    assert "Bubley-Dyer" in found.drawn["pure_nash"].methods[0]
    assert sum(found.counts["pure_nash"]) == 5
    assert not any(found.counts["pure_nash"][::2])  # each is below a neighbour
    assert json.loads(json.dumps(found.to_dict()))["readings"] is None
    with pytest.raises(TooLarge, match="enough for"):
        readings(game, stated, concepts=["pure_nash"])


def test_hostile_sizes_are_refused_with_what_would_do() -> None:
    big = StrategicGame.from_arrays([np.zeros((50, 50), dtype=int).tolist()] * 2)
    with pytest.raises(TooLarge, match="2500 outcomes"):
        readings(big, [])
    wide = StrategicGame.from_arrays([np.zeros((9, 9), dtype=int).tolist()] * 2)
    with pytest.raises(TooLarge, match="pairs of outcomes open"):
        readings(wide, [], concepts=["pure_nash"], samples=10, add_each=True)
    with pytest.raises(TooLarge, match="are drawn"):
        readings(wide, [], samples=10**6)
    many = StrategicGame.from_arrays([np.zeros((2,) * 6, dtype=int).tolist()] * 6)
    with pytest.raises(TooLarge, match="orders"):
        readings(many, [], samples=10)
    with pytest.raises(InvalidParameter, match="at least 1"):
        readings(wide, [], samples=0)


def test_what_makes_no_sense_is_refused() -> None:
    game = StrategicGame.from_arrays([[[0, 0], [0, 0]]] * 2)
    with pytest.raises(UnknownName, match="rankings decide"):
        readings(game, [], concepts=["nash"])
    with pytest.raises(InvalidParameter, match="two is of player number 2; there are 2, from 0"):
        readings(game, [Stated("one", 0, ((0, 1),)), Stated("two", 2, ((0, 1),))])
    with pytest.raises(InvalidParameter, match="the seed is -1"):
        readings(game, [], seed=-1)
    with pytest.raises(InvalidGame):
        readings(game, [Stated("one", 0, ((0, 1),)), Stated("two", 0, ((1, 0),))])
    with pytest.raises(UnknownName, match="comparison"):
        stated_comparisons(SCENARIO.games["dual_freeze"], parametric_game(SCENARIO, "dual_freeze"), ["nothing"])
