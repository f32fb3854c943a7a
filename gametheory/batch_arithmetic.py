"""In which arithmetic the signs of minors are decided: floats where they are exact or certain, else integers.

Only signs matter, and none changes when a player's payoffs in a game are shifted or scaled by a positive number.

1. Payoffs that are integers after scaling by a power of two, within the range in which minors of floats are exact, are
   solved in floats.
2. Other payoffs are solved in floats too, together with a bound on the error of each minor: a sign is certain where the
   minor is farther from zero (a static filter: Fortune and Van Wyk 1996, ACM Transactions on Graphics 15).
3. Games with an uncertain sign are solved again, in 64-bit integers where their range admits it, else in Python's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory.determinants import error_bounds, largest_exact_range

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["FloatForm", "float_form", "float_ranges", "integer_forms", "integer_ranges"]

UNIT_ROUNDOFF = 2.0**-53
_LARGEST_RELATIVE_ERROR = 1e-6
_SLACK = 1 + 2.0**-10


@dataclass(frozen=True)
class FloatForm:
    """A block of payoffs in floats.

    Attributes
    ----------
    payoffs : (2, actions of player 1, actions of player 2, games) array of float64
    bounds : pair of tuples of float, or None
        How far the minors of each player's polyhedron may be off, by order; None where every game is exact.
    exact : (2, games) array of bool
        For which games the minors of each player's polyhedron are exact, whatever the bounds.
    """

    payoffs: NDArray[np.float64]
    bounds: tuple[tuple[float, ...], ...] | None
    exact: NDArray[np.bool_]


def float_ranges(shape: tuple[int, int]) -> tuple[int, int]:
    """For each player's payoffs the largest range of integers for which minors of floats are exact."""
    return _ranges(shape, 2**53)


def integer_ranges(shape: tuple[int, int]) -> tuple[int, int]:
    """For each player's payoffs the largest range of integers for which minors of 64-bit integers are exact."""
    return _ranges(shape, 2**63 - 1)


def _orders(shape: tuple[int, int]) -> tuple[int, int]:
    """For each player's payoffs the largest |I| of the minors formed from them, which are its opponent's."""
    first, second = shape
    return min(second, first - 1), min(first, second - 1)


def _ranges(shape: tuple[int, int], most: int) -> tuple[int, int]:
    first, second = _orders(shape)
    return largest_exact_range(first, most), largest_exact_range(second, most)


def float_form(payoffs: NDArray[Any], errors: tuple[float, ...] = (0.0, 0.0)) -> FloatForm:
    """A block of payoffs scaled so that their minors are exact in floats, or nearly so.

    Parameters
    ----------
    payoffs : (2, actions of player 1, actions of player 2, games) array of float64, int64 or uint64
    errors : pair of float
        A bound on the absolute error of each player's payoffs.
    """
    shape = payoffs.shape[1:3]
    ranges = float_ranges(shape)
    if not any(errors):
        floats = np.empty(payoffs.shape)
        if all(_exact_together(own, limit, out) for own, limit, out in zip(payoffs, ranges, floats, strict=True)):
            return FloatForm(floats, None, np.ones((2, payoffs.shape[-1]), dtype=bool))
    scaled, exact, relative = zip(
        *(_game_by_game(own, limit, error) for own, limit, error in zip(payoffs, ranges, errors, strict=True)),
        strict=True,
    )
    bounds = [
        error_bounds(order, limit * _SLACK, largest)
        for order, limit, largest in zip(_orders(shape), ranges, relative, strict=True)
    ]
    return FloatForm(np.stack(scaled), tuple(bounds[::-1]), np.stack(exact[::-1]))


def _exact_together(payoffs: NDArray[Any], limit: int, out: NDArray[np.float64]) -> bool:
    """Write one player's payoffs as integers in floats, all games scaled alike, if their range is small enough."""
    low, high = payoffs.min(), payoffs.max()
    if payoffs.dtype.kind != "f":
        if int(high) - int(low) > limit:
            return False
        np.copyto(out, payoffs - low if max(abs(int(low)), abs(int(high))) > 2**53 else payoffs, casting="unsafe")
        return True
    with np.errstate(over="ignore"):
        span = high - low
    exponent = int(_exponent(span, limit)) if np.isfinite(span) else -1024
    if not -1000 < exponent < 1000:
        return False
    np.multiply(payoffs, 2.0**exponent, out=out)
    if not np.array_equal(np.rint(out), out):
        return False
    return exponent >= 0 or np.array_equal(out == 0, payoffs == 0)  # else a payoff may have been scaled to nothing


def _game_by_game(
    payoffs: NDArray[Any], limit: int, error: float
) -> tuple[NDArray[np.float64], NDArray[np.bool_], float]:
    """One player's payoffs scaled game by game, which games are exact, and the relative error of differences."""
    if payoffs.dtype.kind != "f":
        shifted, span = _shifted(payoffs)
        values = shifted.astype(np.float64)
        whole = span <= np.uint64(limit)
        exponent = _exponent(span.astype(np.float64), limit)
        return np.ldexp(values, exponent), whole, 3 * UNIT_ROUNDOFF
    with np.errstate(over="ignore"):
        span = payoffs.max(axis=(0, 1)) - payoffs.min(axis=(0, 1))
    hopeless = ~np.isfinite(span)
    exponent = _exponent(np.where(hopeless, 0.0, span), limit)
    values = np.where(hopeless | (span == 0), 0.0, payoffs)
    scaled = np.ldexp(values, exponent)
    relative = UNIT_ROUNDOFF
    if error:
        whole = np.zeros_like(hopeless)
        shares = UNIT_ROUNDOFF + np.ldexp(2 * error / limit, exponent)
        hopeless |= shares > _LARGEST_RELATIVE_ERROR
        relative = float(np.max(shares, where=~hopeless, initial=UNIT_ROUNDOFF))
        scaled[..., hopeless] = 0.0  # so that every minor is within its bound
    else:
        kept = (np.rint(scaled) == scaled) & ((scaled == 0) == (values == 0))
        whole = kept.all(axis=(0, 1)) & ~hopeless
    return scaled, whole, relative


def _exponent(span: Any, limit: int) -> Any:
    """The largest e with span * 2**e <= limit (0 where the span is 0)."""
    _, exponent = np.frexp(span)
    exponent = limit.bit_length() - 1 - exponent
    exponent = exponent + (np.ldexp(span, exponent + 1) <= limit)
    return np.where(span == 0, 0, exponent)


def _shifted(payoffs: NDArray[Any]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """64-bit integers less the smallest of their game, and the largest of these; modulo 2**64 no difference is lost."""
    least = payoffs.min(axis=(0, 1))
    shifted = payoffs.view(np.uint64) - least.view(np.uint64)
    return shifted, shifted.max(axis=(0, 1))


def integer_forms(payoffs: NDArray[Any]) -> Iterator[tuple[NDArray[np.intp], NDArray[Any]]]:
    """A block of integer payoffs, split into the games that 64-bit integers can solve and the others.

    Parameters
    ----------
    payoffs : (2, actions of player 1, actions of player 2, games) array of int64, uint64 or Python integers

    Yields
    ------
    (array, array)
        Positions in the block, and the payoffs of those games, as int64 or as Python integers.
    """
    ranges = integer_ranges(payoffs.shape[1:3])
    if payoffs.dtype == object:
        shifted = payoffs - payoffs.min(axis=(1, 2))[:, None, None]
        span = shifted.max(axis=(1, 2))
    else:
        parts = [_shifted(own) for own in payoffs]
        shifted, span = (np.stack(part) for part in zip(*parts, strict=True))
    fits = np.array([[value <= limit for value in own.tolist()] for own, limit in zip(span, ranges, strict=True)])
    small = fits.all(axis=0)
    if small.any():
        yield np.flatnonzero(small), shifted[..., small].astype(np.int64)
    if not small.all():
        yield np.flatnonzero(~small), payoffs[..., ~small].astype(object)
