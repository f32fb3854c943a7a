"""Estimates: means, standard errors, and shares of nothing that are not called certain."""

from __future__ import annotations

from math import isnan, nan, sqrt

import numpy as np
import pytest

from gametheory.estimate import Estimate


def test_a_share_has_the_error_of_two_more_hits_and_misses() -> None:
    half = Estimate.share(48, 96)
    assert (half.mean, half.worlds) == (1 / 2, 96)
    assert half.error == pytest.approx(sqrt(1 / 4 / 100))
    assert Estimate.share(0, 96).error == pytest.approx(sqrt(0.02 * 0.98 / 100))


def test_a_mean_leaves_out_what_is_not_known() -> None:
    found = Estimate.average(np.array([1.0, nan, 3.0, 5.0]))
    assert (found.mean, found.worlds) == (3, 3)
    assert found.error == pytest.approx(2 / sqrt(3))
    assert str(found) == "3 ± 1"


def test_what_no_world_tells_is_unknown() -> None:
    for nothing in (Estimate.average(np.array([nan])), Estimate.share(0, 0)):
        assert isnan(nothing.mean)
        assert nothing.to_dict()["mean"] is None
        assert str(nothing) == "unknown"
    one = Estimate.average(np.array([2.0]))
    assert (one.mean, isnan(one.error)) == (2, True)


def test_errors_cover_as_they_say() -> None:
    """Of 400 samples of shares and means, between 92% and 98% lie within 1.96 standard errors."""
    rng = np.random.default_rng(0)
    drawn = rng.random((400, 200))
    shares = [Estimate.share(int(np.count_nonzero(row < 0.1)), 200) for row in drawn]
    means = [Estimate.average(row) for row in drawn]
    for found, true in ((shares, 0.1), (means, 0.5)):
        covered = np.mean([abs(one.mean - true) < 1.96 * one.error for one in found])
        assert 0.92 <= covered <= 0.98
