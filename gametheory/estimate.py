"""Numbers estimated from worlds that were drawn: means with their standard errors, and values within intervals."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Estimate", "IntervalEstimate"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over worlds, with what the drawing of the worlds leaves open.

    Attributes
    ----------
    mean : float
        NaN where no world has a value.
    error : float
        Its standard error. That of a share is taken at two more hits and two more misses (Agresti and Coull 1998, The
        American Statistician 52), so that a share of nothing or of everything is not called certain. It is that of
        independent worlds: equal strata make it smaller than said, a random walk through worlds larger.
    worlds : int
        How many worlds have a value.
    """

    mean: float
    error: float
    worlds: int

    @classmethod
    def share(cls, hits: int, worlds: int) -> Estimate:
        """Of the worlds, those in which something is so."""
        padded = (hits + 2) / (worlds + 4)
        return cls(hits / worlds if worlds else nan, sqrt(padded * (1 - padded) / (worlds + 4)), worlds)

    @classmethod
    def average(cls, values: NDArray[np.float64]) -> Estimate:
        """Of the values that are not NaN."""
        known = values[~np.isnan(values)]
        if not len(known):
            return cls(nan, nan, 0)
        error = float(known.std(ddof=1)) / sqrt(len(known)) if len(known) > 1 else nan
        return cls(float(known.mean()), error, len(known))

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data, null for what is not known."""
        return {"mean": _known(self.mean), "error": _known(self.error), "worlds": self.worlds}

    def __str__(self) -> str:
        return "unknown" if isnan(self.mean) else f"{self.mean:.3g} ± {self.error:.1g}"


@dataclass(frozen=True, slots=True)
class IntervalEstimate:
    """A number that was estimated, within an interval that holds it with a confidence of 99%."""

    value: float
    low: float
    high: float

    def to_dict(self) -> dict[str, float]:
        """JSON-ready data."""
        return {"value": self.value, "low": self.low, "high": self.high}


def _known(value: float) -> float | None:
    return None if isnan(value) else value
