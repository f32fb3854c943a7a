"""Counts of readings held to hand work, to solving every reading, and to counting all permutations."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, permutations, product
from math import factorial, prod
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.errors import InvalidGame, TooLarge, UnknownName
from gametheory.game import StrategicGame
from gametheory.linear_extensions import Rankings
from gametheory.partial_order import PartialOrder
from gametheory.readings import CONCEPTS, Stated, readings, swaps_to_change
from gametheory.solve import Play, solve
from payoffs.orders import stated_comparisons
from payoffs.scenario_file import load_scenario
from payoffs.utility import parametric_game
from tests.games import QUARTERS, games

SCENARIO = load_scenario("north_korea_2017")


def counted(game_id: str, *without: str) -> dict[str, dict[str, int]]:
    stage = parametric_game(SCENARIO, game_id)
    found = readings(stage.at(), stated_comparisons(SCENARIO.games[game_id], stage, without))
    names = [" ".join(stage.named(profile).values()) for profile in stage.profiles()]
    table: dict[str, dict[str, int]] = {
        concept: dict(zip(names, counts, strict=True)) for concept, counts in found.counts.items()
    }
    table["rankings"] = dict(zip(found.game.players, found.rankings, strict=True))
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
    game = draw(games(most_actions=2, numbers=st.just(Fraction(0))))
    size = prod(game.shape)
    hidden = [draw(st.permutations(range(size))) for _ in (0, 1)]
    stated = []
    for player, order in enumerate(hidden):
        for number in range(draw(st.integers(0, 3))):
            one, two = sorted(draw(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1))), key=order.index)
            if one != two:
                stated.append(Stated(f"{player}{number}", player, ((one, two),)))
    return game, stated


@settings(max_examples=25, deadline=None)
@given(small_questions())
def test_counts_are_those_of_solving_every_reading(question: tuple[StrategicGame, list[Stated]]) -> None:
    game, stated = question
    size = prod(game.shape)
    allowed = [
        [
            order
            for order in permutations(range(size))
            if all(order[a] > order[b] for one in stated if one.player == player for a, b in one.pairs)
        ]
        for player in (0, 1)
    ]
    found = readings(game, stated)
    assert found.rankings == tuple(map(len, allowed))
    if found.total > 60:
        return
    expected = {concept: [0] * size for concept in CONCEPTS}
    for reading in product(*allowed):
        ranked = StrategicGame(game.players, game.actions, tuple(tuple(map(Fraction, row)) for row in reading))
        for concept in CONCEPTS:
            for position in stable_in(ranked, concept):
                expected[concept][position] += 1
    assert {concept: list(counts) for concept, counts in found.counts.items()} == expected


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
    assert len(found.to_frame()) == 4 * len(CONCEPTS)
    assert found.to_dict()["readings"] == 3


def test_exchanges_are_counted_from_the_default_ranking() -> None:
    # Ranks of the prisoner's dilemma: mutual defection holds; one exchange in either ranking upsets it.
    game = StrategicGame.from_arrays([[[3, 1], [4, 2]], [[3, 4], [1, 2]]])
    assert swaps_to_change(game, (1, 1)) == (1, (1, 1))
    assert swaps_to_change(game, (0, 0)) == (2, (1, 1))
    tied = StrategicGame.from_arrays([[[1, 1], [0, 0]], [[3, 4], [1, 2]]])
    assert swaps_to_change(tied, (0, 1))[1][0] is None


@settings(max_examples=40, deadline=None)
@given(games(most_actions=3, numbers=QUARTERS))
def test_fewer_exchanges_never_change_it(game: StrategicGame) -> None:
    """Brute force over the rankings within one exchange: a change within one is found exactly where one is said."""
    for profile in game.profiles():
        least, each = swaps_to_change(game, profile)
        if None in each or game.shape[0] * game.shape[1] > 6:
            continue
        stable = solve(game, Play(concept="pure_nash")).equilibria
        now = any(equilibrium.profile == profile for equilibrium in stable)
        changed = any(
            (profile in [e.profile for e in solve(other, Play(concept="pure_nash")).equilibria]) != now
            for other in within_one_exchange(game)
        )
        assert changed == (least == 1)


def within_one_exchange(game: StrategicGame) -> list[StrategicGame]:
    found = []
    for player, payoffs in enumerate(game.payoffs):
        ordered = sorted(payoffs)
        for low, high in pairwise(ordered):
            swapped = tuple(high if value == low else low if value == high else value for value in payoffs)
            rows = tuple(swapped if index == player else row for index, row in enumerate(game.payoffs))
            found.append(StrategicGame(game.players, game.actions, rows))
    return found


def test_what_makes_no_sense_is_refused() -> None:
    game = StrategicGame.from_arrays([[[0, 0], [0, 0]]] * 2)
    with pytest.raises(UnknownName, match="rankings decide"):
        readings(game, [], concepts=["nash"])
    with pytest.raises(InvalidGame):
        readings(game, [Stated("one", 0, ((0, 1),)), Stated("two", 0, ((1, 0),))])
    with pytest.raises(TooLarge, match="rankings"):
        readings(StrategicGame.from_arrays([[[0] * 4] * 4] * 2), [])
    with pytest.raises(UnknownName, match="comparison"):
        stated_comparisons(SCENARIO.games["dual_freeze"], parametric_game(SCENARIO, "dual_freeze"), ["nothing"])
