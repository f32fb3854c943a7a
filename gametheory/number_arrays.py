"""Reading arrays of numbers exactly: what a user hands over becomes words, integers or fractions, or an error."""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory.errors import InvalidGame, InvalidNumber
from gametheory.exact import exact

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "as_fractions",
    "as_integers",
    "by",
    "check_finite",
    "floats_as_integers",
    "numeric_array",
    "objects",
    "words",
]

_WRONG_KINDS = {
    "b": "truth values",
    "c": "complex numbers",
    "U": "text",
    "S": "bytes",
    "T": "text",
    "M": "dates",
    "m": "time spans",
    "V": "records",
}


def numeric_array(values: Any, what: str) -> NDArray[Any]:
    """`values` as an array of integers, floats of at most 64 bits, or objects; not copied if it is one.

    Raises
    ------
    InvalidNumber
        If it holds anything else, or masks some of its entries.
    InvalidGame
        If it is ragged.
    """
    if isinstance(values, np.ma.MaskedArray):
        raise InvalidNumber(f"the {what} are a masked array; every entry is needed")
    try:
        array = np.asarray(values)
    except (ValueError, TypeError) as error:
        raise InvalidGame(f"the {what} do not make an array: rows may have different lengths") from error
    kind = array.dtype.kind
    if kind in _WRONG_KINDS:
        raise InvalidNumber(f"the {what} are {_WRONG_KINDS[kind]} ({array.dtype}); numbers are needed")
    if kind == "f" and array.dtype.itemsize > 8 and np.finfo(array.dtype).nmant > 52:
        raise InvalidNumber(
            f"the {what} are {array.dtype}, longer than 64 bits; round them to float64, or use fractions"
        )
    return array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))


def check_finite(block: NDArray[Any], start: int, what: str) -> None:
    """Raise `InvalidNumber` at the first number of a block that is not finite.

    Parameters
    ----------
    block : array whose last axis is the game
    start : int
        The number of the block's first game.
    what : str
        What an entry is, with one place for each other axis, counted from 1; the last takes all that remain.
    """
    finite = np.isfinite(block)
    if finite.all():
        return
    *place, game = (int(index) for index in np.argwhere(~finite)[0])
    value = block[(*place, game)]
    first, rest = place[0] + 1, ", ".join(str(index + 1) for index in place[1:])
    raise InvalidNumber(f"{what.format(first, rest)} in game {start + game} is {value}; a finite number is needed")


def words(block: NDArray[Any]) -> NDArray[Any]:
    """Integers of any width as int64, or uint64 where they need it."""
    if block.dtype != np.uint64:
        return block.astype(np.int64, copy=False)
    return block if block.size and int(block.max()) >= 2**63 else block.astype(np.int64)


def as_fractions(block: NDArray[Any], start: int, what: str = "a number") -> NDArray[Any]:
    """An array of fractions, from numbers of any kind; its last axis is the game, the first of them number `start`."""
    games = block.shape[-1]
    flat = [
        exact(value, f"{what} in game {start + position % games}")
        for position, value in enumerate(block.ravel().tolist())
    ]
    return objects(flat).reshape(block.shape)


def as_integers(block: NDArray[Any], start: int) -> NDArray[Any]:
    """Objects scaled to integers, by one scale for each entry of the first axis; in int64 where they fit."""
    fractions = as_fractions(block, start, "a payoff")
    found = np.empty_like(fractions)
    for index, part in enumerate(fractions):
        scale = lcm(*{value.denominator for value in part.ravel().tolist()})
        flat = [value.numerator * (scale // value.denominator) for value in part.ravel().tolist()]
        found[index] = objects(flat).reshape(part.shape)
    if found.size and min(found.ravel().tolist()) >= -(2**63) and max(found.ravel().tolist()) < 2**63:
        return found.astype(np.int64)
    return found


def floats_as_integers(block: NDArray[np.float64]) -> NDArray[Any]:
    """Floats scaled to Python integers, by one power of two for each entry of the first axis and each of the last."""
    mantissa, exponent = np.frexp(block)
    exponent = np.where(block == 0, np.iinfo(np.int32).max, exponent)
    axes = tuple(range(1, block.ndim - 1))
    shift = np.where(block == 0, 0, exponent - exponent.min(axis=axes, keepdims=True))
    whole: NDArray[Any] = np.ldexp(mantissa, 53).astype(np.int64).astype(object)
    shifted: NDArray[Any] = whole << shift.astype(object)
    return shifted


def by(shape: tuple[int, ...]) -> str:
    """A shape as it is read aloud."""
    return "x".join(map(str, shape)) or "of a single number"


def objects(values: list[Any]) -> NDArray[Any]:
    """A list as a one-dimensional array of objects, whatever they are."""
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found
