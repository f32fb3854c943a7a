"""What the share of hits in independent draws tells of the true share: standard error and exact bounds.

Of n independent draws k are hits. The bounds of Clopper and Pearson (1934, Biometrika 26) hold the true share with at
least the stated confidence, whatever it is and however few the draws; in particular where all of them hit, or none.
"""

from __future__ import annotations

from math import sqrt

from gametheory.errors import InvalidParameter

__all__ = ["CONFIDENCE", "share_bounds", "standard_error"]

CONFIDENCE = 0.99
"""How surely the bounds hold the true share."""


def standard_error(hits: int, draws: int) -> float:
    """The standard error sqrt(p (1 - p) / n) of the share p of hits in n draws."""
    _check(hits, draws)
    return sqrt(hits * (draws - hits) / draws**3)


def share_bounds(hits: int, draws: int, distance: float = 0.0) -> tuple[float, float]:
    """Bounds that hold the true share with a confidence of `CONFIDENCE`.

    Parameters
    ----------
    hits, draws : int
        At least one draw.
    distance : float
        How far each draw may be, given those before it, from the distribution that is asked about, in total variation.
        Then hits lie between those of two binomial distributions so far to either side, and the bounds are as much
        wider.

    Raises
    ------
    InvalidParameter
        If there are no draws, or more hits than draws.
    """
    from scipy.special import betaincinv

    _check(hits, draws)
    tail = (1 - CONFIDENCE) / 2
    low = float(betaincinv(hits, draws - hits + 1, tail)) if hits else 0.0
    high = float(betaincinv(hits + 1, draws - hits, 1 - tail)) if hits < draws else 1.0
    return max(0.0, low - distance), min(1.0, high + distance)


def _check(hits: int, draws: int) -> None:
    if not 0 <= hits <= draws or not draws:
        raise InvalidParameter(f"{hits} hits in {draws} draws are no share")
