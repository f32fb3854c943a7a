"""Rankings that a partial order allows: listed and drawn, held to all permutations and to equal chances."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise, permutations
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.errors import InvalidGame, TooLarge
from gametheory.linear_extensions import DISTANCE, Rankings
from gametheory.partial_order import Pair, PartialOrder

FIVE = [(0, 1), (0, 2), (3, 4), (3, 2)]
"""An order of five elements that is neither in parts nor in layers."""


@st.composite
def orders(draw: st.DrawFn) -> tuple[int, list[Pair], list[Pair]]:
    """A size, and strict and weak pairs that a hidden ranking agrees with."""
    hidden = draw(st.permutations(range(draw(st.integers(1, 5)))))
    pairs = st.lists(st.tuples(st.integers(0, len(hidden) - 1), st.integers(0, len(hidden) - 1)), max_size=4)
    agreeing = [
        [(one, two) for one, two in draw(pairs) if one != two and hidden.index(one) < hidden.index(two)]
        for _ in range(2)
    ]
    return len(hidden), agreeing[0], agreeing[1]


@settings(deadline=None)
@given(orders(), st.booleans())
def test_a_draw_is_one_of_those_listed(question: tuple[int, list[Pair], list[Pair]], ties: bool) -> None:
    size, strict, weak = question
    rankings = Rankings(PartialOrder.from_pairs(size, strict, weak), ties)
    listed = list(rankings)
    assert len(set(listed)) == len(listed) == rankings.count()
    draws = rankings.draw(20, seed=1)
    assert draws.exact
    assert set(draws.rankings) <= set(listed)
    assert draws == rankings.draw(20, seed=1)


@settings(deadline=None)
@given(orders(), st.booleans())
def test_the_columns_are_those_listed_in_their_order(question: tuple[int, list[Pair], list[Pair]], ties: bool) -> None:
    size, strict, weak = question
    rankings = Rankings(PartialOrder.from_pairs(size, strict, weak), ties)
    assert list(map(tuple, rankings.columns().T.tolist())) == list(rankings)


@pytest.mark.parametrize(("ties", "number"), [(False, 4000), (True, 12000)])
def test_each_ranking_is_drawn_as_often_as_any_other(ties: bool, number: int) -> None:
    rankings = Rankings(PartialOrder.from_pairs(5, FIVE), ties)
    assert far_from_even(Counter(rankings.draw(number, seed=4).rankings), rankings.count()) < 5


def test_the_chain_is_near_uniform_and_says_how_near() -> None:
    rankings = Rankings(PartialOrder.from_pairs(5, FIVE))
    listed = set(rankings)
    with mock.patch("gametheory.linear_extensions.MOST_STEPS", 3):
        unknown = Rankings(PartialOrder.from_pairs(5, FIVE))
        with pytest.raises(TooLarge):
            unknown.count()
        draws = unknown.draw(4000, seed=4)
        with pytest.raises(TooLarge):
            Rankings(PartialOrder.from_pairs(5, FIVE), ties=True).draw(1)
    assert not draws.exact
    assert str(DISTANCE) in draws.method
    assert set(draws.rankings) == listed
    assert far_from_even(Counter(draws.rankings), len(listed)) < 5


def far_from_even(drawn: Counter[tuple[int, ...]], possible: int) -> float:
    """By how many standard deviations the chi-square statistic of equal chances exceeds its expectation."""
    each = drawn.total() / possible
    statistic = sum((count - each) ** 2 / each for count in drawn.values()) + (possible - len(drawn)) * each
    freedom = possible - 1
    return float((statistic - freedom) / (2 * freedom) ** 0.5)


@given(orders(), st.booleans())
def test_open_pairs_are_those_that_rankings_disagree_on(
    question: tuple[int, list[Pair], list[Pair]], ties: bool
) -> None:
    size, strict, weak = question
    order = PartialOrder.from_pairs(size, strict, weak)
    listed = list(Rankings(order, ties))
    signs = {
        (one, two): {(ranks[one] > ranks[two]) - (ranks[one] < ranks[two]) for ranks in listed}
        for one in range(size)
        for two in range(size)
        if one < two
    }
    disagreed = {pair for pair, found in signs.items() if len(found) > 1}
    assert {(min(pair), max(pair)) for pair in order.open_pairs(ties)} == disagreed


@given(orders(), st.data())
def test_one_more_pair_leaves_the_rankings_in_which_it_holds(
    question: tuple[int, list[Pair], list[Pair]], data: st.DataObject
) -> None:
    size, strict, weak = question
    if size < 2:
        return
    one, two = data.draw(st.permutations(range(size)))[:2]
    order = PartialOrder.from_pairs(size, strict, weak)
    for is_strict in (True, False):
        kept = {
            ranks
            for ranks in Rankings(order, ties=True)
            if (ranks[one] > ranks[two] if is_strict else ranks[one] == ranks[two])
        }
        extended = order.extended((one, two), is_strict)
        assert kept == (set() if extended is None else set(Rankings(extended, ties=True)))


def test_a_circle_is_named_by_its_elements() -> None:
    with pytest.raises(InvalidGame, match=r"a > c > b > a|c > b > a > c|b > a > c > b"):
        PartialOrder.from_pairs(3, [(0, 2), (2, 1)], [(1, 0)], names="abc")
    with pytest.raises(InvalidGame, match="0 to 2"):
        PartialOrder.from_pairs(3, [(0, 3)])
    with pytest.raises(TooLarge):
        PartialOrder.from_pairs(2001)


def test_ranks_make_an_order_that_says_nothing_of_ties() -> None:
    order = PartialOrder.of_ranks([2, 1, 1, 0])
    assert list(order.open_pairs()) == [(1, 2)]
    allowed = [ranks for ranks in permutations(range(4)) if ranks[0] == 3 and ranks[3] == 0]
    assert sorted(Rankings(order)) == sorted(allowed)
    chain = PartialOrder.from_pairs(4, pairwise(range(4)))
    assert list(Rankings(chain)) == [(3, 2, 1, 0)]
