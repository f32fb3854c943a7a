"""Worlds: parameter points drawn evenly from ranges, or from the part of them where stated preferences hold.

A *margin* is an expression in the parameters that must not be negative, such as the payoff at one outcome less that at
another. Without margins the parameters are independent and each is uniform over its range. With them the points are
uniform over what is left. Parameters that a margin holds together form a *group*; different groups are independent.

A group is drawn by rejection from its ranges, so its points are independent and exactly even. Where too few of the
candidates pass, those that do start a Gibbs walk (Geman and Geman 1984; in a convex body Smith's 1984 hit and run along
the axes), which is even in the limit; `Worlds.walked` says so. One parameter is *drawn anew*, the others as they are,
from the interval that the margins leave it. All of that is exact: values stand at the midpoints of 2**16 cells of a
range, as in `gametheory.sampling_plan`, and margins are weighed in integers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory.errors import NotAffine, NoWorlds, UnknownName
from gametheory.exact import common_denominator
from gametheory.game import ParametricGame
from gametheory.parameters import MultiAffine
from gametheory.sampling_plan import Sample, random_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CELLS", "Points", "Worlds", "draw_worlds"]

_BITS = 16
CELLS = 2**_BITS
"""Into how many cells of equal width a range is cut; values stand at their midpoints."""

_MOST_CANDIDATES = 2**20
_SWEEPS = 100
_BLOCK = 2**16


@dataclass(frozen=True, eq=False)
class Points:
    """Given points, as a plan that `gametheory.sweep_answers.WorldSolver` takes.

    Attributes
    ----------
    names : tuple of str
        The parameters that move.
    numerators : (parameters, worlds) array of integers
    denominator : int
        What the numerators are to be divided by.
    """

    names: tuple[str, ...]
    numerators: NDArray[Any]
    denominator: int

    @property
    def worlds(self) -> int:
        """How many points there are."""
        return int(self.numerators.shape[1])

    def points(self, start: int, stop: int) -> tuple[NDArray[Any], int]:
        """The points from `start` to `stop`, and what they are to be divided by."""
        return self.numerators[:, start:stop], self.denominator

    def values(self) -> NDArray[np.float64]:
        """The points, rounded."""
        return np.asarray(self.numerators / self.denominator, dtype=np.float64)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data."""
        return {"names": list(self.names), "denominator": self.denominator, "numerators": self.numerators.tolist()}


@dataclass(frozen=True, eq=False)
class Worlds:
    """Points drawn evenly.

    Attributes
    ----------
    names : tuple of str
        The parameters that move.
    ranges : tuple of (Fraction, Fraction)
        The ends of the range of each.
    cells : (parameters, worlds) array of int64
        In which of the 2**16 cells of its range each parameter lies.
    slopes, constants : arrays of integers, of shape (margins, parameters) and (margins,)
        The margins that some points of the ranges do not meet: constants + slopes @ (2 cells + 1) >= 0.
    seed : int
    walked : bool
        Whether some group was drawn by a walk, and not by rejection.
    """

    names: tuple[str, ...]
    ranges: tuple[tuple[Fraction, Fraction], ...]
    cells: NDArray[np.int64]
    slopes: NDArray[Any]
    constants: NDArray[Any]
    seed: int
    walked: bool

    def __len__(self) -> int:
        return int(self.cells.shape[1])

    @property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """The parameters, by number, that margins hold together; one that none holds is a group of its own."""
        return _groups(self.slopes)

    @cached_property
    def points(self) -> Points:
        """The points as exact numbers."""
        return self._points(self.cells)

    def anew(self, row: int) -> Points:
        """The same points but for one parameter, which is drawn anew where the margins let it, given the others."""
        cells = self.cells.copy()
        words = random_words(self.seed, "anew", self.names[row], 0, len(self))
        cells[row] = _drawn(cells, row, self.slopes, self.constants, words)
        return self._points(cells)

    def mean(self, row: int) -> Fraction:
        """The mean of a parameter: exact where it is free, that of the points where a margin holds it."""
        low, high = self.ranges[row]
        if not self.slopes[:, row].any():
            return (low + high) / 2
        return low + (high - low) * Fraction(2 * int(self.cells[row].sum()) + len(self), 2 * CELLS * len(self))

    def value(self, row: int, cell: int) -> Fraction:
        """The lower end of a cell; that of the cell after the last is the upper end of the range."""
        low, high = self.ranges[row]
        return low + (high - low) * Fraction(cell, CELLS)

    def _points(self, cells: NDArray[np.int64]) -> Points:
        steps = [(high - low) / (2 * CELLS) for low, high in self.ranges]
        lows = [low for low, _ in self.ranges]
        denominator = lcm(*(number.denominator for number in (*lows, *steps)))
        scaled = [(int(low * denominator), int(step * denominator)) for low, step in zip(lows, steps, strict=True)]
        large = max(denominator, *(abs(base) + 2 * CELLS * step for base, step in scaled)) >= 2**63
        odd = (2 * cells + 1).astype(object if large else np.int64)
        rows = [base + step * own for (base, step), own in zip(scaled, odd, strict=True)]
        return Points(self.names, np.stack(rows), denominator)


def draw_worlds(
    game: ParametricGame,
    over: Mapping[str, tuple[object, object] | None],
    samples: int,
    *,
    margins: Sequence[MultiAffine] = (),
    seed: int = 0,
) -> Worlds:
    """Draw points evenly from ranges, or from the part of them where no margin is negative.

    Parameters
    ----------
    game : ParametricGame
    over : mapping from str to (low, high) or None
        What moves, each between these ends or over its whole range.
    samples : int
        How many points.
    margins : sequence of MultiAffine
        Affine in what moves; every other parameter in them stands at its default.
    seed : int
        Which of all such samples. Point w depends on nothing but the arguments and w as long as groups need no walk.

    Raises
    ------
    UnknownName, InvalidParameter, TooLarge
        As `gametheory.sampling_plan.Sample.bind`.
    NoWorlds
        If the margins leave no room.
    NotAffine
        If a margin multiplies two parameters that move.
    """
    checked = Sample(over, samples, "random", seed).bind(game).to_dict()["over"]
    names = tuple(checked)
    ranges = tuple((Fraction(low), Fraction(high)) for low, high in checked.values())
    slopes, constants = _conditions(game, names, ranges, margins)
    cells = np.empty((len(names), samples), dtype=np.int64)
    walked = False
    for group in _groups(slopes):
        kept = _accepted(names, group, samples, slopes, constants, seed)
        cells[list(group)] = kept[:, np.arange(samples) % kept.shape[1]]
        if kept.shape[1] < samples:
            walked = True
            for sweep in range(_SWEEPS):
                for row in group:
                    words = random_words(seed, f"sweep {sweep}", names[row], 0, samples)
                    cells[row] = _drawn(cells, row, slopes, constants, words, group)
    return Worlds(names, ranges, cells, slopes, constants, seed, walked)


def _conditions(
    game: ParametricGame,
    names: Sequence[str],
    ranges: Sequence[tuple[Fraction, Fraction]],
    margins: Sequence[MultiAffine],
) -> tuple[NDArray[Any], NDArray[Any]]:
    """The margins that can fail, in integers of twice the cell plus one."""
    fixed = {name: entry.default for name, entry in game.parameters.items() if name not in names}
    rows: dict[tuple[int, ...], None] = {}
    for margin in margins:
        for name in margin.parameters:
            if name not in game.parameters:
                raise UnknownName("parameter", name, game.parameters)
        terms = margin.given(fixed).terms
        for product in terms:
            if len(product) > 1:
                one, two = sorted(product, key=names.index)[:2]
                raise NotAffine(f"{one} and {two} multiply each other in a comparison; fix one of them")
        slopes = [terms.get(frozenset((name,)), Fraction(0)) for name in names]
        constant = terms.get(frozenset(), Fraction(0)) + sum(
            (slope * low for slope, (low, _) in zip(slopes, ranges, strict=True)), Fraction(0)
        )
        widths = [slope * (high - low) for slope, (low, high) in zip(slopes, ranges, strict=True)]
        if constant + sum(width for width in widths if width > 0) < 0:
            raise NoWorlds(f"no world in these ranges agrees with {margin} >= 0")
        if constant + sum(width for width in widths if width < 0) < 0:  # else it holds everywhere
            steps = [width / (2 * CELLS) for width in widths]
            scale = common_denominator((constant, *steps))
            rows[tuple(int(value * scale) for value in (*steps, constant))] = None
    size = max((sum(abs(slope) for slope in row[:-1]) * 2 * CELLS + abs(row[-1]) for row in rows), default=0)
    table = np.array(list(rows), dtype=np.int64 if size < 2**62 else object).reshape(len(rows), len(names) + 1)
    return table[:, :-1], table[:, -1]


def _groups(slopes: NDArray[Any]) -> tuple[tuple[int, ...], ...]:
    groups = [{row} for row in range(slopes.shape[1])]
    for condition in slopes:
        held = set(np.flatnonzero(condition).tolist())
        joined = [group for group in groups if group & held]
        groups = [group for group in groups if not group & held]
        groups.append(set().union(*joined))
    return tuple(sorted(tuple(sorted(group)) for group in groups))


def _accepted(
    names: Sequence[str],
    group: Sequence[int],
    samples: int,
    slopes: NDArray[Any],
    constants: NDArray[Any],
    seed: int,
) -> NDArray[np.int64]:
    """The first candidates for a group that meet every margin, up to as many as asked for."""
    rows = list(group)
    held = np.flatnonzero(slopes[:, rows].any(axis=1))
    kept: list[NDArray[np.int64]] = []
    number = start = 0
    while number < samples and start < max(_MOST_CANDIDATES, samples):
        stop = start + (_BLOCK if len(held) else samples)
        cells = np.stack([random_words(seed, "point", names[row], start, stop) >> (32 - _BITS) for row in rows])
        cells = cells.astype(np.int64)
        fits = (slopes[held][:, rows] @ (2 * cells + 1) + constants[held, None] >= 0).all(axis=0)
        kept.append(cells[:, fits])
        number += kept[-1].shape[1]
        start = stop
    if not number:
        raise NoWorlds(
            f"none of {start:,} worlds in these ranges agrees with all the comparisons of "
            f"{', '.join(names[row] for row in rows)}; leave one out, or widen the ranges"
        )
    return np.concatenate(kept, axis=1)[:, :samples]


def _drawn(
    cells: NDArray[np.int64],
    row: int,
    slopes: NDArray[Any],
    constants: NDArray[Any],
    words: NDArray[np.uint32],
    group: Sequence[int] | None = None,
) -> NDArray[np.int64]:
    """Cells for one parameter, even over those that meet the margins where the others stand."""
    low = np.zeros(cells.shape[1], dtype=np.int64)
    high = np.full(cells.shape[1], CELLS - 1, dtype=np.int64)
    others = [other for other in (range(len(cells)) if group is None else group) if other != row]
    for condition in np.flatnonzero(slopes[:, row]):
        slope = int(slopes[condition, row])
        # rest + slope (2 cell + 1) >= 0
        rest = constants[condition] + slopes[condition, others] @ (2 * cells[others] + 1) + slope
        if slope > 0:
            low = np.maximum(low, -(rest // (2 * slope)))
        else:
            high = np.minimum(high, rest // (-2 * slope))
    low, high = low.astype(np.int64), high.astype(np.int64)  # from Python integers, where slopes are long
    return low + (words.astype(np.int64) * (high - low + 1) >> 32)
