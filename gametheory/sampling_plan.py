"""Which points a sweep visits: a grid, a random sample, a Latin hypercube, a Sobol sequence, or the rows of a file.

A plan names points; `bind` ties it to a game and checks it there. A bound plan gives any stretch of its points alone,
to the last bit, without going through those before it: point w depends on nothing but the plan and w. Random numbers
come from Philox, a generator whose state is a counter (Salmon and others 2011, Parallel random numbers: as easy as
1, 2, 3), keyed by the seed and the parameter's name, with w as the counter; so a parameter that is added leaves the
others' values as they are, but for a Sobol sequence, whose dimensions belong together.

Every value is an exact fraction. Samples stand at the midpoints of 2**bits cells of equal width between the ends,

    low + (high - low) * (2 u + 1) / 2**(bits + 1),  u = 0, ..., 2**bits - 1,

with 16 bits, or more where the sample needs more to keep its points apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from hashlib import blake2b
from math import lcm, prod
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from gametheory.errors import InvalidParameter, TooLarge, UnknownName
from gametheory.exact import exact
from gametheory.game import ParametricGame
from gametheory.points_file import PointsFile

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["METHODS", "MOST_WORLDS", "BoundPlan", "Grid", "PointsFile", "Sample", "SamplingPlan", "random_words"]

MOST_WORLDS = 2**31
"""The most points that a plan may have."""

LEAST_BITS = 16
"""The least number of bits of a sampled value within its range."""

Span = tuple[object, object]
"""The lowest and the highest value, as `gametheory.exact.exact` reads them."""


class BoundPlan(Protocol):
    """The points of a plan in one game; can be pickled and sent elsewhere."""

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters that move, in the order of the rows of `points`."""

    @property
    def worlds(self) -> int:
        """How many points there are."""

    def points(self, start: int, stop: int) -> tuple[NDArray[Any], int]:
        """The points from `start` to `stop`, as integers, and what these are to be divided by.

        The array has the shape (parameters, points); it is of int64, or of Python integers where these are not enough.
        All points lie within the ranges of the game's parameters.
        """

    def to_dict(self) -> dict[str, Any]:
        """Everything that the points depend on, ready for JSON."""


class SamplingPlan(Protocol):
    """A plan before it is known which game it is for."""

    def bind(self, game: ParametricGame) -> BoundPlan:
        """The points for a game.

        Raises
        ------
        UnknownName
            If the game has no parameter of some name.
        InvalidParameter, TooLarge
            If the plan cannot be carried out; the message says why.
        """


@dataclass(frozen=True)
class Grid:
    """Every combination of equally spaced values, both ends among them; the last parameter moves fastest.

    Parameters
    ----------
    over : mapping from str to (low, high, steps)
        For each parameter the ends and the number of values.
    """

    over: Mapping[str, tuple[object, object, int]]

    def bind(self, game: ParametricGame) -> BoundPlan:
        """As in `SamplingPlan`."""
        spans, steps = {}, {}
        for name, (low, high, count) in self.over.items():
            if isinstance(count, bool) or not isinstance(count, int) or count < 2:
                raise InvalidParameter(f"{name} is to take {count!r} values; a grid needs at least 2 from end to end")
            spans[name], steps[name] = (low, high), count
        ranges = _ranges(spans, game)
        sizes = tuple(steps.values())
        _check_worlds(prod(sizes), f"a grid of {' x '.join(f'{size:,}' for size in sizes)} values")
        return _BoundGrid(tuple(ranges), tuple(ranges.values()), sizes)


METHODS = ("sobol", "lhs", "random")
"""How a sample may be drawn."""


@dataclass(frozen=True)
class Sample:
    """Points spread over a box.

    Parameters
    ----------
    over : mapping from str to (low, high) or None
        For each parameter the ends; None for its whole range.
    samples : int
        How many points.
    method : {"sobol", "lhs", "random"}
        A Sobol sequence with a random digital shift, which fills the box most evenly (Joe and Kuo 2008; best with a
        power of two), a Latin hypercube, in which each of `samples` slices of every parameter has one point (McKay and
        others 1979), or independent uniform points.
    seed : int
        Which of all such samples; not negative.
    """

    over: Mapping[str, Span | None]
    samples: int
    method: str = "sobol"
    seed: int = 0

    def bind(self, game: ParametricGame) -> BoundPlan:
        """As in `SamplingPlan`."""
        if self.method not in METHODS:
            raise UnknownName("sampling method", self.method, METHODS)
        if isinstance(self.samples, bool) or not isinstance(self.samples, int) or self.samples < 1:
            raise InvalidParameter(f"{self.samples!r} samples were asked for; a positive integer is needed")
        if isinstance(self.seed, bool) or not isinstance(self.seed, int) or self.seed < 0:
            raise InvalidParameter(f"the seed is {self.seed!r}; an integer that is not negative is needed")
        _check_worlds(self.samples, f"a sample of {self.samples:,} points")
        ranges = _ranges(self.over, game)
        apart = (self.samples - 1).bit_length()  # bits that keep the points apart: of every value, or of all together
        bits = max(LEAST_BITS, apart if self.method == "lhs" else -(-apart // len(ranges)))
        names = tuple(ranges)
        for name, span in self.over.items():
            if span is not None and len(span) != 2:
                raise InvalidParameter(f"the range of {name} is {span!r}; a low and a high end are needed")
        directions = _sobol_directions(len(names)) if self.method == "sobol" else None
        return _BoundSample(names, tuple(ranges.values()), self.samples, bits, self.method, self.seed, directions)


def _ranges(over: Mapping[str, Any], game: ParametricGame) -> dict[str, tuple[Fraction, Fraction]]:
    """The ends of every range, checked, by the game's own names."""
    if not over:
        raise InvalidParameter("a sweep needs at least one parameter to move")
    found: dict[str, tuple[Fraction, Fraction]] = {}
    for asked, span in over.items():
        name = asked if asked in game.parameters else asked.replace("-", "_")
        if name not in game.parameters:
            raise UnknownName("parameter", asked, game.parameters)
        if name in found:
            raise InvalidParameter(f"{name} is given two ranges")
        parameter = game.parameters[name]
        low, high = parameter.low, parameter.high
        if span is not None:
            low, high = exact(span[0], f"the lower end of {name}"), exact(span[1], f"the upper end of {name}")
        if low == high:
            raise InvalidParameter(f"the range of {name} is empty: both of its ends are {low}")
        if low > high:
            raise InvalidParameter(f"the range of {name} is reversed: {low} to {high}; write {high} to {low}")
        for end in (low, high):
            if not parameter.low <= end <= parameter.high:
                raise InvalidParameter(f"{name} would be {end}, outside its range {parameter.low} to {parameter.high}")
        found[name] = low, high
    return found


def _check_worlds(worlds: int, what: str) -> None:
    if worlds > MOST_WORLDS:
        shown = f"{worlds:,}" if worlds < 10**18 else f"more than 10**{len(str(worlds)) - 1}"
        raise TooLarge(f"{what} has {shown} points; a sweep takes up to {MOST_WORLDS:,}")


@dataclass(frozen=True)
class _BoundGrid:
    names: tuple[str, ...]
    ranges: tuple[tuple[Fraction, Fraction], ...]
    steps: tuple[int, ...]

    @property
    def worlds(self) -> int:
        return prod(self.steps)

    def points(self, start: int, stop: int) -> tuple[NDArray[Any], int]:
        rest = np.arange(start, stop, dtype=np.int64)
        indices = []
        for size in self.steps[::-1]:
            rest, index = np.divmod(rest, size)
            indices.append(index)
        widths = [(high - low) / (size - 1) for (low, high), size in zip(self.ranges, self.steps, strict=True)]
        lattice = _Lattice.of([low for low, _ in self.ranges], widths, self.steps)
        return lattice.points(lambda row: indices[~row])

    def to_dict(self) -> dict[str, Any]:
        over = {
            name: [str(low), str(high), steps]
            for name, (low, high), steps in zip(self.names, self.ranges, self.steps, strict=True)
        }
        return {"method": "grid", "over": over}


@dataclass(frozen=True)
class _BoundSample:
    names: tuple[str, ...]
    ranges: tuple[tuple[Fraction, Fraction], ...]
    worlds: int
    bits: int
    method: str
    seed: int
    directions: list[list[int]] | None

    def points(self, start: int, stop: int) -> tuple[NDArray[Any], int]:
        draw = {"sobol": self._sobol, "lhs": self._latin_hypercube, "random": self._random}[self.method](start, stop)
        return self._lattice.points(draw)

    @cached_property
    def _lattice(self) -> _Lattice:
        cells = 2**self.bits
        widths = [(high - low) / cells for low, high in self.ranges]
        lowest = [low + width / 2 for (low, _), width in zip(self.ranges, widths, strict=True)]
        return _Lattice.of(lowest, widths, (cells,) * len(widths))

    def to_dict(self) -> dict[str, Any]:
        over = {name: [str(low), str(high)] for name, (low, high) in zip(self.names, self.ranges, strict=True)}
        return {"method": self.method, "over": over, "samples": self.worlds, "seed": self.seed, "bits": self.bits}

    def _random(self, start: int, stop: int) -> Callable[[int], NDArray[Any]]:
        return lambda row: self._words("point", row, start, stop) >> np.uint32(32 - self.bits)

    def _latin_hypercube(self, start: int, stop: int) -> Callable[[int], NDArray[Any]]:
        cells = np.uint64(2**self.bits)

        def draw(row: int) -> NDArray[Any]:
            keys = self._key("permutation", row, self._ROUNDS)
            slices = _permuted(np.arange(start, stop, dtype=np.uint64), self.worlds, keys)
            # the cells whose midpoints lie in slice s are those from ceil(s cells/n - 1/2) on; 2 n divides either side
            twice = np.uint64(2 * self.worlds)
            first, last = (
                (((slices + np.uint64(step)) * cells * np.uint64(2)) + np.uint64(self.worlds) - np.uint64(1)) // twice
                for step in (0, 1)
            )
            words = self._words("point", row, start, stop).astype(np.uint64)
            return first + (words * (last - first) >> np.uint64(32))

        return draw

    def _sobol(self, start: int, stop: int) -> Callable[[int], NDArray[Any]]:
        assert self.directions is not None
        directions = self.directions
        # Point n is the sum, modulo two, of the directions at the ones of its Gray code n ^ (n >> 1). Both are linear
        # over bits, so n = high + low has the point of its high bits plus the point of its low bits.
        bits = (stop - start - 1).bit_length()
        size = 1 << bits
        first, last = start >> bits, (stop - 1) >> bits

        def draw(row: int) -> NDArray[Any]:
            own = directions[row]
            table = _sobol_table(tuple(own), bits) if bits <= _KEPT_BITS else _sobol_points(own, bits)
            shift = self._key("shift", row, 1)[0] >> 32
            parts = []
            for block in range(first, last + 1):
                base = block << bits
                own_part = table[max(start - base, 0) : min(stop - base, size)]
                parts.append(own_part ^ np.uint32(_sobol_point(base, own) ^ shift))
            points = parts[0] if len(parts) == 1 else np.concatenate(parts)
            points >>= np.uint32(32 - self.bits)
            return points

        return draw

    _ROUNDS = 6

    def _key(self, purpose: str, row: int, words: int) -> list[int]:
        """As many 64-bit words as asked for, which only the seed, the parameter and the purpose decide."""
        return _key(self.seed, purpose, self.names[row], words)

    def _words(self, purpose: str, row: int, start: int, stop: int) -> NDArray[np.uint32]:
        return random_words(self.seed, purpose, self.names[row], start, stop)


def _key(seed: int, purpose: str, name: str, words: int) -> list[int]:
    digest = blake2b(f"{seed}\0{purpose}\0{name}".encode(), digest_size=8 * words).digest()
    return [int.from_bytes(digest[8 * word : 8 * word + 8], "little") for word in range(words)]


def random_words(seed: int, purpose: str, name: str, start: int, stop: int) -> NDArray[np.uint32]:
    """Uniform 32-bit words number `start` to `stop` of the stream that a seed, a purpose and a parameter have."""
    each = 8  # words that one step of the counter makes
    key = np.array(_key(seed, purpose, name, 2), dtype=np.uint64)
    counter = np.array([start // each, 0, 0, 0], dtype=np.uint64)
    steps = -(-stop // each) - start // each
    raw = np.random.Philox(counter=counter, key=key).random_raw(steps * each // 2)
    return raw.astype("<u8", copy=False).view("<u4")[start % each :][: stop - start]


@dataclass(frozen=True)
class _Lattice:
    """The values lowest + width * index of each parameter, all over one denominator."""

    bases: tuple[int, ...]
    slopes: tuple[int, ...]
    denominator: int
    largest: int

    @classmethod
    def of(cls, lowest: Sequence[Fraction], widths: Sequence[Fraction], cells: Sequence[int]) -> _Lattice:
        denominator = lcm(*(number.denominator for number in (*lowest, *widths)))
        bases = tuple(int(number * denominator) for number in lowest)
        slopes = tuple(int(number * denominator) for number in widths)
        largest = max(abs(base) + slope * count for base, slope, count in zip(bases, slopes, cells, strict=True))
        return cls(bases, slopes, denominator, largest)

    def points(self, index: Callable[[int], NDArray[Any]]) -> tuple[NDArray[Any], int]:
        values: NDArray[Any] | None = None
        for row, (base, slope) in enumerate(zip(self.bases, self.slopes, strict=True)):
            indices = index(row)
            if values is None:
                values = np.empty((len(self.bases), len(indices)), dtype=np.int64 if self.largest < 2**63 else object)
            np.multiply(indices, slope, out=values[row], dtype=values.dtype)
            values[row] += base
        assert values is not None
        return values, self.denominator


def _permuted(numbers: NDArray[np.uint64], size: int, keys: list[int]) -> NDArray[np.uint64]:
    """Where a random permutation of 0, ..., size - 1 takes some numbers, without holding it.

    A Feistel network permutes the numbers of an even number of bits; those that it takes out of the range go through it
    again until they are back (cycle walking: Black and Rogaway 2002, Ciphers with arbitrary finite domains).
    """
    half = np.uint64(max((size - 1).bit_length() + 1, 2) // 2)
    mask = (np.uint64(1) << half) - np.uint64(1)
    numbers = numbers.copy()
    outside = np.arange(len(numbers))
    while len(outside):
        moving = numbers[outside]
        left, right = moving >> half, moving & mask
        for key in keys:
            mixed = (right ^ np.uint64(key)) * np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio (Knuth)
            mixed ^= mixed >> np.uint64(29)
            mixed *= np.uint64(0x9E3779B97F4A7C15)
            left, right = right, left ^ (mixed >> (np.uint64(64) - half))
        numbers[outside] = left << half | right
        outside = outside[numbers[outside] >= np.uint64(size)]
    return numbers


def _sobol_directions(dimensions: int) -> list[list[int]]:
    """The 32 direction numbers of each dimension of the sequence, that of the most significant bit first.

    Joe and Kuo's table comes with scipy, which has no public way to jump to a far point in less than the time of going
    there; a test holds the points that are made from it to scipy's own.
    """
    from scipy.stats import qmc

    if dimensions > qmc.Sobol.MAXDIM:
        raise TooLarge(f"{dimensions} parameters; a Sobol sequence has up to {qmc.Sobol.MAXDIM} dimensions")
    sequence: Any = qmc.Sobol(dimensions, scramble=False, bits=32)  # scipy does not type its direction numbers
    table: list[list[int]] = sequence._sv.tolist()
    return table


def _sobol_points(directions: Sequence[int], bits: int) -> NDArray[np.uint32]:
    """The first 2**bits points of one dimension."""
    table = np.zeros(1 << bits, dtype=np.uint32)
    for bit in range(bits):
        table[1 << bit : 2 << bit] = table[: 1 << bit] ^ np.uint32(_sobol_point(1 << bit, directions))
    return table


_KEPT_BITS = 16
_sobol_table = lru_cache(maxsize=32)(_sobol_points)
"""What every stretch of a long sample starts from, for as many dimensions as take up to 8 MB."""


def _sobol_point(number: int, directions: Sequence[int]) -> int:
    gray, point = number ^ (number >> 1), 0
    for bit, direction in enumerate(directions):
        if gray >> bit & 1:
            point ^= direction
    return point
