"""On which parameter an answer hangs, where the answer is a label: global sensitivity indices of a categorical output.

Let Y be the label of a world and G its Gini index, the probability that two independent worlds differ in it. For a
parameter i, with the others X_-i,

- *total index*: P(Y changes when X_i is drawn anew given X_-i) / G,
- *first-order index*: 1 - P(two worlds that share X_i, and nothing else, differ) / G.

Written over the indicators of the labels these are the sum of E Var(1{Y=k} | X_-i), and that of Var E(1{Y=k} | X_i),
each over the sum of Var 1{Y=k}: Sobol's indices of the one-hot labels, weighted by their variances (Lamboni, Monod and
Makowski 2011, Reliability Engineering & System Safety 96; Gamboa, Janon, Klein and Lagnoux 2014, Electronic Journal of
Statistics 8). Labels may be numbered in any way. A total index of 0 says that the parameter never matters, of 1 that
nothing is known of the answer without it; where the parameters depend on each other both keep their meaning, but first
order may then exceed total.

The total index is estimated as Jansen (1999, Computer Physics Communications 117) does, from worlds in which one
parameter is drawn anew. The first-order index is estimated from the same worlds, sorted by the parameter: neighbours
share it up to what a few places in that order mean (Gamboa, Gremaud, Klein and Lagnoux 2022, Bernoulli 28). Intervals
are percentiles of a bootstrap over batches of worlds, or of groups of neighbours (Efron and Tibshirani 1993, An
Introduction to the Bootstrap, section 13.3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory.binomial_bounds import CONFIDENCE
from gametheory.errors import InvalidParameter
from gametheory.estimate import IntervalEstimate
from gametheory.sampling_plan import random_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LEAST_WORLDS", "Sensitivity", "gini_index", "label_sensitivity"]

LEAST_WORLDS = 64
"""The fewest worlds from which indices are estimated."""

_REPLICATES = 1000
_BATCHES = 256
_NEIGHBOURS = 4


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How much the answer hangs on one parameter.

    Attributes
    ----------
    parameter : str
    changes : IntervalEstimate
        The probability that the answer changes when this one parameter is drawn anew.
    total, first_order : IntervalEstimate, or None
        The indices; None where the answer is the same in all worlds.
    """

    parameter: str
    changes: IntervalEstimate
    total: IntervalEstimate | None
    first_order: IntervalEstimate | None


def gini_index(labels: NDArray[np.intp]) -> float:
    """The share of the pairs of worlds that differ in their labels: an unbiased estimate of the Gini index."""
    return float(_gini(np.bincount(labels)))


def label_sensitivity(
    names: Sequence[str],
    values: NDArray[np.float64],
    labels: NDArray[np.intp],
    anew: NDArray[np.intp],
    seed: int = 0,
) -> tuple[Sensitivity, ...]:
    """The sensitivity of labels to each parameter.

    Parameters
    ----------
    names : sequence of str
    values : (parameters, worlds) array
        The parameters in each world.
    labels : (worlds,) array of integers, not negative
        The answers.
    anew : (parameters, worlds) array of integers
        ``anew[i, w]`` is the answer in world w with parameter i drawn anew.
    seed : int
        Of the bootstrap.

    Raises
    ------
    InvalidParameter
        If there are fewer worlds than `LEAST_WORLDS`.
    """
    number = len(labels)
    if number < LEAST_WORLDS:
        raise InvalidParameter(
            f"{number} worlds are too few for sensitivity indices; at least {LEAST_WORLDS} are needed"
        )
    changed = anew != labels
    present, labels = np.unique(labels, return_inverse=True)
    share, gini = changed.mean(axis=1), gini_index(labels)
    again = _Bootstrap(number, len(present), seed)
    shares = again.mean(changed)
    totals = shares / again.gini(labels)[:, None]
    found = []
    groups = _Bootstrap(number // _NEIGHBOURS, len(present), seed)
    for row, name in enumerate(names):
        neighbours = labels[np.argsort(values[row], kind="stable")][: groups.number * _NEIGHBOURS]
        neighbours = neighbours.reshape(-1, _NEIGHBOURS)
        one, two = np.triu_indices(_NEIGHBOURS, 1)
        apart = (neighbours[:, one] != neighbours[:, two]).mean(axis=1)
        firsts = 1 - groups.mean(apart[None])[:, 0] / groups.gini(neighbours)
        found.append(
            Sensitivity(
                name,
                _estimate(share[row], shares[:, row]),
                _estimate(share[row] / gini, totals[:, row]) if gini else None,
                _estimate(1 - apart.mean() / gini, firsts) if gini else None,
            )
        )
    return tuple(found)


class _Bootstrap:
    """Replicates of means and Gini indices, from batches that are drawn with replacement.

    Parameters
    ----------
    number : int
        Of the units that are dealt out to the batches.
    kinds : int
        Of labels.
    seed : int
    """

    def __init__(self, number: int, kinds: int, seed: int) -> None:
        self.number, self._kinds = number, kinds
        batches = min(number, _BATCHES)
        self._batch = np.arange(number) % batches
        words = random_words(seed, "bootstrap", "", 0, _REPLICATES * batches).astype(np.int64)
        drawn = (words * batches >> 32) + np.repeat(np.arange(_REPLICATES) * batches, batches)
        self._times = np.bincount(drawn, minlength=_REPLICATES * batches).reshape(_REPLICATES, batches).astype(float)
        self._sizes = self._times @ np.bincount(self._batch)

    def mean(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """The means of each row of values, one a unit: (replicates, rows)."""
        sums = np.stack([np.bincount(self._batch, row, self._times.shape[1]) for row in values], axis=1)
        return np.asarray(self._times @ sums / self._sizes[:, None])

    def gini(self, labels: NDArray[np.intp]) -> NDArray[np.float64]:
        """The Gini index of labels, any number a unit; NaN in a replicate that has only one, which tells nothing."""
        batch = self._batch if labels.ndim == 1 else self._batch[:, None]
        shape = self._times.shape[1], self._kinds
        counts = np.bincount((batch * self._kinds + labels).ravel(), minlength=shape[0] * shape[1]).reshape(shape)
        found = _gini(self._times @ counts)
        return np.asarray(np.where(found > 0, found, np.nan))


def _gini(counts: NDArray[Any]) -> Any:
    """The share of pairs that differ, along the last axis of counts."""
    number = counts.sum(axis=-1)
    return 1 - (counts * (counts - 1)).sum(axis=-1) / (number * (number - 1))


def _estimate(value: float, replicates: NDArray[np.float64]) -> IntervalEstimate:
    tail = (1 - CONFIDENCE) / 2
    known = replicates[np.isfinite(replicates)]
    low, high = np.quantile(known, (tail, 1 - tail)).tolist() if len(known) else (value, value)
    return IntervalEstimate(float(value), min(low, float(value)), max(high, float(value)))
