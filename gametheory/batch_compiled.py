"""The kernel of `gametheory.complementarity` compiled by numba: the same operations in the same order, by 64 games.

The minors of 64 games are evaluated lane by lane, their signs gathered in words, and the bases decided by words, as in
numpy; only a degenerate game is then taken by itself. Nothing is reordered or fused, so the answer is the same bit for
bit. Needs numba (the ``fast`` extra); the machine code is kept on disk from the first use on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numba
import numpy as np

from gametheory.complementarity import (
    DEGENERATE,
    FIRST_BASIS,
    FIRST_LABELS,
    GAME,
    INFINITE,
    SECOND_BASIS,
    by_game,
)
from gametheory.determinants import Polyhedron, polyhedra

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CompiledExtremeEquilibria", "compiled", "first_bit"]

_LANES = 64


class CompiledExtremeEquilibria:
    """As `ExtremeEquilibria`, for payoffs in floats.

    Parameters
    ----------
    shape : (int, int)
        The numbers of actions.
    games : int
        The most games in a block, at most 65536.
    """

    def __init__(self, shape: tuple[int, int], games: int) -> None:
        first, second, self._partner = polyhedra(*shape)
        rows = np.arange(2 * shape[0] * shape[1]).reshape(2, *shape)
        self._tables = _tables(first, rows[1]), _tables(second, rows[0].T)
        self._labels = first.labels, second.labels
        self._orders = first.orders, second.orders
        self._full = np.uint64((1 << sum(shape)) - 1)
        self._records = np.empty(2 * games + 64, dtype=np.uint64)

    def solve(
        self, payoffs: NDArray[np.float64], bounds: tuple[tuple[float, ...], ...] | None = None
    ) -> tuple[NDArray[np.uint64], NDArray[np.uint8], NDArray[np.bool_] | None]:
        """As `ExtremeEquilibria.solve`."""
        count = payoffs.shape[-1]
        flat = payoffs.reshape(-1, count)
        if count % _LANES:  # the last lanes need some payoffs; the games there are left out
            flat = np.pad(flat, ((0, 0), (0, -count % _LANES)))
        flags = np.zeros(count, dtype=np.uint8)
        doubtful = np.zeros((2, flat.shape[1]), dtype=np.bool_)
        limits = [
            np.repeat(np.array(bounds[player] if bounds else [0.0] * len(orders)), [o.stop - o.start for o in orders])
            for player, orders in enumerate(self._orders)
        ]
        while True:
            found = _solve(
                np.ascontiguousarray(flat),
                count,
                *self._tables,
                *self._labels,
                self._partner,
                self._full,
                *limits,
                bounds is not None,
                self._records,
                flags,
                doubtful,
            )
            if found <= len(self._records):
                break
            self._records = np.empty(found + found // 4, dtype=np.uint64)
        return by_game(self._records[:found]), flags, doubtful[:, :count] if bounds is not None else None


_Tables = tuple["NDArray[np.int64]", ...]


def _tables(polyhedron: Polyhedron, rows: NDArray[np.int64]) -> _Tables:
    """The expansion of the minors and the signs of the bases, as arrays.

    Parameters
    ----------
    polyhedron : Polyhedron
    rows : (own, replies) array
        Which row of the payoffs c[i, j] is.

    Returns
    -------
    tuple of arrays
        For each minor of order 1 the two rows of payoffs whose difference it is; for each other one the terms of its
        expansion as pairs of minors, after their number; the rows of signs of the bases (twice), and the minors these
        are of; the labels that they stand for; the sizes of the supports.
    """
    replies = range(polyhedron.replies)
    differences = [(rows[i, k], rows[i, j]) for j in replies for k in replies if j < k for i in range(polyhedron.own)]
    expansions = np.zeros((polyhedron.minors, 9), dtype=np.int64)
    for block, terms in polyhedron.steps:
        for position in range(block.stop - block.start):
            expansions[block.start + position, 0] = len(terms)
            for rank, (difference, smaller) in enumerate(terms):
                expansions[block.start + position, 1 + 2 * rank] = difference
                expansions[block.start + position, 2 + 2 * rank] = smaller.start + position
    return (
        np.array(differences, dtype=np.int64).reshape(-1, 2),
        expansions,
        polyhedron.plus.astype(np.int64),
        polyhedron.minus.astype(np.int64),
        np.minimum(np.minimum(polyhedron.plus, polyhedron.minus), polyhedron.minors).astype(np.int64),
        polyhedron.elements.astype(np.int64),
        np.array([len(support) for support, _ in polyhedron.bases], dtype=np.int64),
    )


def compiled(function: Any) -> Any:
    """`function` compiled when first called, and kept on disk where there is a place to write."""
    try:
        return numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # neither the package's folder nor the user's cache can be written
        return numba.njit(nogil=True)(function)


@compiled
def _evaluate(flat, start, differences, expansions, values):  # type: ignore[no-untyped-def]
    """The minors of 64 games, one lane a game."""
    for row in range(len(differences)):
        one, two = flat[differences[row, 0], start : start + _LANES], flat[differences[row, 1], start : start + _LANES]
        out = values[row]
        for lane in range(_LANES):
            out[lane] = one[lane] - two[lane]
    for row in range(len(differences), len(expansions)):
        e = expansions[row]
        out = values[row]
        a, b, c, d = values[e[1]], values[e[2]], values[e[3]], values[e[4]]
        if e[0] == 2:
            for lane in range(_LANES):
                out[lane] = a[lane] * b[lane] - c[lane] * d[lane]
        elif e[0] == 3:
            f, g = values[e[5]], values[e[6]]
            for lane in range(_LANES):
                out[lane] = (a[lane] * b[lane] - c[lane] * d[lane]) + f[lane] * g[lane]
        else:
            f, g, h, i = values[e[5]], values[e[6]], values[e[7]], values[e[8]]
            for lane in range(_LANES):
                out[lane] = ((a[lane] * b[lane] - c[lane] * d[lane]) + f[lane] * g[lane]) - h[lane] * i[lane]


@compiled
def _pack(values, count, signs, zeros):  # type: ignore[no-untyped-def]
    """The signs of the minors in words, in the rows that `Polyhedron.plus` counts on; returns where any is zero."""
    some = np.uint64(0)
    for row in range(count):
        positive = np.uint64(0)
        negative = np.uint64(0)
        for lane in range(_LANES):
            bit = np.uint64(1) << np.uint64(lane)
            positive |= bit if values[row, lane] > 0 else np.uint64(0)
            negative |= bit if values[row, lane] < 0 else np.uint64(0)
        signs[row] = positive
        signs[count + row] = negative
        zeros[row] = ~(positive | negative)
        some |= zeros[row]
    return some


@compiled
def _bases(signs, plus, minus, sizes, present, tied, strict, weak):  # type: ignore[no-untyped-def]
    """Where each basis is strictly, and if `tied` also weakly, feasible; returns where some is only weakly so."""
    degenerate = np.uint64(0)
    for basis in range(len(plus)):
        up, down = present, present
        for column in range(plus.shape[1]):
            up &= signs[plus[basis, column]]
            down &= signs[minus[basis, column]]
        strict[basis] = up | down
        if tied:
            not_up, not_down = np.uint64(0), np.uint64(0)
            some_up, some_down = np.uint64(0), np.uint64(0)
            for column in range(plus.shape[1]):
                positive, negative = signs[plus[basis, column]], signs[minus[basis, column]]
                not_up |= negative
                not_down |= positive
                if column < sizes[basis]:
                    some_up |= positive
                    some_down |= negative
            weak[basis] = ((some_up & ~not_up) | (some_down & ~not_down)) & present
            degenerate |= weak[basis] & ~strict[basis]
    return degenerate


# A word with a single bit, times this number, has in its upper six bits what tells which bit it was.
_DE_BRUIJN = np.uint64(0x03F79D71B4CB0A89)
_LANE = np.empty(_LANES, dtype=np.int64)
for _lane in range(_LANES):
    _LANE[(int(_DE_BRUIJN) << _lane) % 2**64 >> 58] = _lane


@compiled
def first_bit(word):  # type: ignore[no-untyped-def]
    """Where the lowest bit of a word that is not zero stands."""
    return _LANE[((word & (~word + np.uint64(1))) * _DE_BRUIJN) >> np.uint64(58)]


@compiled
def _bases_by_game(weak, degenerate, lists, lengths):  # type: ignore[no-untyped-def]
    """The feasible bases of each degenerate game."""
    lengths[:] = 0
    for basis in range(len(weak)):
        word = weak[basis] & degenerate
        while word:
            lane = first_bit(word)
            lists[lane, lengths[lane]] = basis
            lengths[lane] += 1
            word &= word - np.uint64(1)


@compiled
def _vertices(feasible, lane, zeros, rows, elements, labels, seen, stamp, bases, masks):  # type: ignore[no-untyped-def]
    """The distinct vertices of one game: the first basis and the labels of each; returns how many."""
    number = 0
    shift = np.uint64(lane)
    for basis in feasible:
        mask = np.int64(labels[basis])
        for column in range(rows.shape[1]):
            mask |= np.int64(zeros[rows[basis, column]] >> shift & np.uint64(1)) << elements[basis, column]
        if seen[mask] != stamp:
            seen[mask] = stamp
            bases[number] = basis
            masks[number] = mask
            number += 1
    return number


@compiled
def _solve(  # type: ignore[no-untyped-def]
    flat,
    count,
    tables_1,
    tables_2,
    labels_1,
    labels_2,
    partner,
    full,
    limits_1,
    limits_2,
    bounded,
    records,
    flags,
    doubtful,
):
    """The records of a block, by 64 games, then by game or basis; returns how many there are, which may not all fit."""
    differences_1, expansions_1, plus_1, minus_1, rows_1, elements_1, sizes_1 = tables_1
    differences_2, expansions_2, plus_2, minus_2, rows_2, elements_2, sizes_2 = tables_2
    minors_1, minors_2, size = len(expansions_1), len(expansions_2), len(partner)
    values_1, values_2 = np.empty((minors_1, _LANES)), np.empty((minors_2, _LANES))
    signs_1, signs_2 = np.zeros(2 * minors_1 + 2, np.uint64), np.zeros(2 * minors_2 + 2, np.uint64)
    signs_1[2 * minors_1] = signs_2[2 * minors_2] = ~np.uint64(0)
    zeros_1, zeros_2 = np.zeros(minors_1 + 1, np.uint64), np.zeros(minors_2 + 1, np.uint64)
    strict_1, strict_2 = np.empty(size, np.uint64), np.empty(size, np.uint64)
    weak_1, weak_2 = np.empty(size, np.uint64), np.empty(size, np.uint64)
    seen_1, seen_2 = np.full(1024, -1, np.int64), np.full(1024, -1, np.int64)
    bases_1, bases_2 = np.empty(size, np.int64), np.empty(size, np.int64)
    masks_1, masks_2 = np.empty(size, np.int64), np.empty(size, np.int64)
    uses_2 = np.empty(size, np.int64)
    lists_1, lists_2 = np.empty((_LANES, size), np.int64), np.empty((_LANES, size), np.int64)
    lengths_1, lengths_2 = np.empty(_LANES, np.int64), np.empty(_LANES, np.int64)
    found = 0
    one = np.uint64(1)
    for start in range(0, flat.shape[1], _LANES):
        width = min(_LANES, count - start)
        present = ~np.uint64(0) if width == _LANES else (one << np.uint64(width)) - one
        _evaluate(flat, start, differences_1, expansions_1, values_1)
        _evaluate(flat, start, differences_2, expansions_2, values_2)
        if bounded:
            for row in range(minors_1):
                for lane in range(_LANES):
                    doubtful[0, start + lane] |= abs(values_1[row, lane]) <= limits_1[row]
            for row in range(minors_2):
                for lane in range(_LANES):
                    doubtful[1, start + lane] |= abs(values_2[row, lane]) <= limits_2[row]
        tied = (
            (_pack(values_1, minors_1, signs_1, zeros_1) | _pack(values_2, minors_2, signs_2, zeros_2)) & present
        ) != 0
        degenerate = _bases(signs_1, plus_1, minus_1, sizes_1, present, tied, strict_1, weak_1)
        degenerate |= _bases(signs_2, plus_2, minus_2, sizes_2, present, tied, strict_2, weak_2)
        for basis in range(size):
            other = partner[basis]
            word = strict_1[basis] & strict_2[other] & ~degenerate
            while word:
                lane = first_bit(word)
                if found < len(records):
                    records[found] = (
                        np.uint64(start + lane) << GAME
                        | np.uint64(basis) << FIRST_BASIS
                        | np.uint64(other) << SECOND_BASIS
                        | np.uint64(labels_1[basis]) << FIRST_LABELS
                        | np.uint64(labels_2[other])
                    )
                found += 1
                word &= word - one
        if not degenerate:
            continue
        _bases_by_game(weak_1, degenerate, lists_1, lengths_1)
        _bases_by_game(weak_2, degenerate, lists_2, lengths_2)
        while degenerate:
            lane = first_bit(degenerate)
            degenerate &= degenerate - one
            game = start + lane
            flags[game] = DEGENERATE
            own, others = lists_1[lane, : lengths_1[lane]], lists_2[lane, : lengths_2[lane]]
            number_1 = _vertices(own, lane, zeros_1, rows_1, elements_1, labels_1, seen_1, game, bases_1, masks_1)
            number_2 = _vertices(others, lane, zeros_2, rows_2, elements_2, labels_2, seen_2, game, bases_2, masks_2)
            uses_2[:number_2] = 0
            for i in range(number_1):
                uses_1 = 0
                for j in range(number_2):
                    if np.uint64(masks_1[i] | masks_2[j]) != full:
                        continue
                    uses_1 += 1
                    uses_2[j] += 1
                    if uses_1 > 1 or uses_2[j] > 1:
                        flags[game] = DEGENERATE | INFINITE
                    if found < len(records):
                        records[found] = (
                            np.uint64(game) << GAME
                            | np.uint64(bases_1[i]) << FIRST_BASIS
                            | np.uint64(bases_2[j]) << SECOND_BASIS
                            | np.uint64(masks_1[i]) << FIRST_LABELS
                            | np.uint64(masks_2[j])
                        )
                    found += 1
    return found
