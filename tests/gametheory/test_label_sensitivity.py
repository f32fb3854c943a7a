"""Sensitivity of labels: closed forms, no trust in how labels are numbered, and SALib's Sobol over one-hot labels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.errors import InvalidParameter
from gametheory.label_sensitivity import Sensitivity, gini_index, label_sensitivity

NUMBER = 4096


def indices(label: Any, parameters: int, number: int = NUMBER, seed: int = 0) -> dict[str, Sensitivity]:
    """The sensitivity of a function of independent parameters that are uniform from 0 to 1."""
    rng = np.random.default_rng(seed)
    worlds, fresh = rng.random((2, parameters, number))
    anew = []
    for row in range(parameters):
        changed = worlds.copy()
        changed[row] = fresh[row]
        anew.append(label(changed))
    names = [f"x{row}" for row in range(parameters)]
    found = label_sensitivity(names, worlds, label(worlds), np.stack(anew), seed)
    return {one.parameter: one for one in found}


def holds(estimate: Any, truth: float) -> bool:
    return bool(estimate is not None and estimate.low - 1e-9 <= truth <= estimate.high + 1e-9)


def test_a_decisive_parameter_has_index_one_and_an_irrelevant_one_nothing() -> None:
    found = indices(lambda x: (x[0] > 0.3).astype(int), 2)
    assert found["x0"].first_order is not None
    assert found["x1"].total is not None
    assert holds(found["x0"].total, 1)
    assert found["x0"].first_order.value > 0.99
    assert (found["x1"].total.value, found["x1"].total.high, found["x1"].changes.high) == (0, 0, 0)
    assert holds(found["x1"].first_order, 0)
    assert holds(found["x0"].changes, 2 * 0.3 * 0.7)


def test_two_thresholds_that_must_both_be_passed() -> None:
    """1{x > a} 1{y > b}: with p = 1 - a, q = 1 - b the variance is pq (1 - pq), E Var given y is q p (1 - p)."""
    p, q = 0.7, 0.4
    found = indices(lambda x: ((x[0] < p) & (x[1] < q)).astype(int), 3)
    variance = p * q * (1 - p * q)
    for name, own, other in (("x0", p, q), ("x1", q, p)):
        assert holds(found[name].total, other * own * (1 - own) / variance)
        assert holds(found[name].first_order, other**2 * own * (1 - own) / variance)
        assert holds(found[name].changes, 2 * other * own * (1 - own))
    assert holds(found["x2"].total, 0)


def test_whether_two_thresholds_agree_hangs_on_both_together_alone() -> None:
    found = indices(lambda x: ((x[0] > 0.5) ^ (x[1] > 0.5)).astype(int), 2)
    for one in found.values():
        assert holds(one.total, 1)
        assert holds(one.first_order, 0)


def test_a_diagonal() -> None:
    """1{x > y}: drawing x anew changes it with probability 2 E y (1 - y) = 1/3; Var E(1 | x) = Var x = 1/12."""
    for one in indices(lambda x: (x[0] > x[1]).astype(int), 2).values():
        assert holds(one.changes, 1 / 3)
        assert holds(one.total, 2 / 3)
        assert holds(one.first_order, 1 / 3)


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(9)), st.integers(0, 2**32))
def test_the_numbers_of_labels_do_not_matter(order: list[int], seed: int) -> None:
    table = np.array(order) * 7 % 10**6

    def label(x: Any) -> Any:
        return (3 * x[0]).astype(int) * 3 + (3 * x[1] * x[0]).astype(int)

    assert indices(label, 2, 64, seed) == indices(lambda x: table[label(x)], 2, 64, seed)


def three_labels(x: Any) -> Any:
    """Five kinds of world, as games have them: some frequent, some rare, one that hangs on an interaction."""
    return np.select([x[0] * x[1] > 0.5, x[0] + x[2] < 0.4, x[1] > 0.8, x[2] * x[3] > 0.6], [7, 2, 5, 0], 3)


def test_against_sobol_of_one_hot_labels_weighted_by_variance() -> None:
    from SALib.analyze import sobol
    from SALib.sample import sobol as sampling

    problem = {"num_vars": 4, "names": ["x0", "x1", "x2", "x3"], "bounds": [[0, 1]] * 4}
    answers = three_labels(sampling.sample(problem, 2**13, calc_second_order=False, seed=1).T)
    total, first, weights = np.zeros(4), np.zeros(4), 0.0
    for label in np.unique(answers):
        hot = (answers == label).astype(float)
        shown = sobol.analyze(problem, hot, calc_second_order=False, num_resamples=2, seed=1)
        total, first, weights = total + hot.var() * shown["ST"], first + hot.var() * shown["S1"], weights + hot.var()
    found = indices(three_labels, 4, 2**14)
    for row, one in enumerate(found.values()):
        assert one.total is not None
        assert one.first_order is not None
        assert abs(one.total.value - total[row] / weights) < 0.02
        assert abs(one.first_order.value - first[row] / weights) < 0.02


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    """In 30 samples of 256, 99% intervals of either index miss it less than 3 times, but for once in 300 tries."""
    found = [indices(lambda x: (x[0] > x[1]).astype(int), 2, 256, seed)["x0"] for seed in range(30)]
    for truths in ([holds(one.total, 2 / 3) for one in found], [holds(one.first_order, 1 / 3) for one in found]):
        assert truths.count(False) < 3


def test_the_gini_index_counts_pairs_that_differ() -> None:
    labels = np.array([4, 4, 1, 0])
    pairs = [(a, b) for a in range(4) for b in range(4) if a != b]
    assert gini_index(labels) == sum(labels[a] != labels[b] for a, b in pairs) / len(pairs)


def test_one_label_alone_has_no_index() -> None:
    (one,) = indices(lambda x: np.zeros(x.shape[1], dtype=int), 1, 64).values()
    assert (one.total, one.first_order, one.changes.value) == (None, None, 0)


def test_a_handful_of_worlds_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="63 worlds are too few"):
        indices(lambda x: (x[0] > 0.5).astype(int), 1, 63)
