"""Bounds of a share, held to the binomial distribution itself."""

from __future__ import annotations

from fractions import Fraction
from math import comb, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.binomial_bounds import CONFIDENCE, share_bounds, standard_error
from gametheory.errors import InvalidParameter


def at_least(hits: int, draws: int, share: float) -> float:
    """The probability of so many hits or more, summed exactly."""
    p = Fraction(share)
    return float(sum(comb(draws, k) * p**k * (1 - p) ** (draws - k) for k in range(hits, draws + 1)))


@given(st.integers(1, 40), st.data())
def test_a_true_share_at_a_bound_would_hit_as_often_half_a_percent_of_the_time(draws: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, draws))
    low, high = share_bounds(hits, draws)
    tail = (1 - CONFIDENCE) / 2
    if hits:
        assert at_least(hits, draws, low) == pytest.approx(tail)
    if hits < draws:
        assert 1 - at_least(hits + 1, draws, high) == pytest.approx(tail)
    assert (low == 0, high == 1) == (hits == 0, hits == draws)
    assert low <= hits / draws <= high
    assert standard_error(hits, draws) == pytest.approx(sqrt(hits / draws * (1 - hits / draws) / draws))


def test_draws_that_are_not_quite_uniform_widen_the_bounds() -> None:
    (low, high), (lower, higher) = share_bounds(50, 100), share_bounds(50, 100, 0.01)
    assert lower == pytest.approx(low - 0.01)
    assert higher == pytest.approx(high + 0.01)
    assert share_bounds(50, 100, 1.0) == (0, 1)


@pytest.mark.parametrize(("hits", "draws"), [(0, 0), (2, 1), (-1, 3)])
def test_no_share_is_no_share(hits: int, draws: int) -> None:
    with pytest.raises(InvalidParameter, match="no share"):
        share_bounds(hits, draws)
    with pytest.raises(InvalidParameter, match="no share"):
        standard_error(hits, draws)
