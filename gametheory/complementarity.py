"""Extreme equilibria of blocks of bimatrix games: which pairs of vertices carry every label, from signs in words.

A vertex of a player's best-response polyhedron is labelled with the own actions that it does not use and with the
opponent's actions that are best replies to it. A pair of vertices is an equilibrium if and only if the two carry every
label between them, and the equilibria found so are exactly the extreme ones (Mangasarian 1964, SIAM J. Appl. Math. 12).

Where a game is nondegenerate every vertex has one basis, so an equilibrium is a pair of feasible bases that complement
each other: one AND of words decides 64 games. Where it is degenerate the distinct label masks of the feasible bases are
its vertices, and the pairs with a full union its equilibria.

A block's answer is one sorted array of 64-bit records, each packed from the most significant bit down as

    game in the block (28) | basis of player 1 (8) | of player 2 (8) | labels at player 1's vertex (10) | 2's (10)

so that sorting orders equilibria by game, then by basis. A vertex with several bases is named by the first of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory.determinants import Minors, Polyhedron, polyhedra

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["DEGENERATE", "INFINITE", "ExtremeEquilibria", "by_game"]

DEGENERATE = 1
"""Flag of a game in which some mixed strategy has more pure best replies than actions in its support."""

INFINITE = 2
"""Flag of a game with infinitely many equilibria: two extreme ones share a strategy, so all between them are too."""

GAME, FIRST_BASIS, SECOND_BASIS, FIRST_LABELS = (np.uint64(shift) for shift in (36, 28, 20, 10))


class ExtremeEquilibria:
    """The extreme equilibria of blocks of games of one shape, in buffers that are used again from block to block.

    Parameters
    ----------
    shape : (int, int)
        The numbers of actions.
    dtype : numpy dtype
        float64, int64 or object (Python integers): what the payoffs come in.
    games : int
        The most games in a block, at most 65536; rounded up to a multiple of 64.
    """

    def __init__(self, shape: tuple[int, int], dtype: Any, games: int) -> None:
        self.games = -(-games // 64) * 64
        first, second, self._partner = polyhedra(*shape)
        self._polyhedra = first, second
        self._minors = Minors(first, dtype, self.games), Minors(second, dtype, self.games)
        self._payoffs = np.zeros((2, *shape, self.games), dtype=dtype)
        self._full = np.uint16((1 << sum(shape)) - 1)

    def solve(
        self, payoffs: NDArray[Any], bounds: tuple[tuple[float, ...], ...] | None = None
    ) -> tuple[NDArray[np.uint64], NDArray[np.uint8], NDArray[np.bool_] | None]:
        """The records and flags of a block.

        Parameters
        ----------
        payoffs : (2, actions of player 1, actions of player 2, games) array
            Payoffs in whose arithmetic the minors are exact, or nearly so if `bounds` are given.
        bounds : pair of tuples of float, optional
            For each player's polyhedron how far its minors may be off, by order.

        Returns
        -------
        records : array of uint64
        flags : (games,) array of uint8
        doubtful : (2, games) array of bool, or None
            Where a minor of a player's polyhedron is within its bound of zero, so that its sign is not certain; None
            if no bounds are given.
        """
        count = payoffs.shape[-1]
        if count < self.games:  # the words' last bits need some payoffs; the games there are left out below
            self._payoffs[..., :count] = payoffs
            payoffs = self._payoffs
        signs, doubtful = [], []
        for player, minors in enumerate(self._minors):
            opponents = payoffs[1] if player == 0 else payoffs[0].transpose(1, 0, 2)
            values = minors.evaluate(opponents)
            signs.append(minors.pack())
            if bounds is not None:
                doubtful.append(_within(values, minors.polyhedron, bounds[player])[:count])
        records, flags = self._from_signs(signs, count)
        return records, flags, np.stack(doubtful) if bounds is not None else None

    def _from_signs(self, signs: list[NDArray[np.uint64]], count: int) -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
        present = np.packbits(np.arange(self.games) < count, bitorder="little").view("<u8")
        zeros = [
            ~(sign[:size] | sign[size : 2 * size])
            for sign, size in zip(signs, (p.minors for p in self._polyhedra), strict=True)
        ]
        strict = [_strictly_feasible(p, sign) & present for p, sign in zip(self._polyhedra, signs, strict=True)]
        flags = np.zeros(count, dtype=np.uint8)
        if not any((zero & present).any() for zero in zeros):
            return self._complementary(strict), flags
        weak = [_feasible(p, sign) & present for p, sign in zip(self._polyhedra, signs, strict=True)]
        tied = np.zeros_like(present)
        for w, s in zip(weak, strict, strict=True):
            tied |= np.bitwise_or.reduce(w & ~s, axis=0)
        if not tied.any():
            return self._complementary(strict), flags
        for s in strict:
            s &= ~tied
        one, two = (_vertices(p, w & tied, zero) for p, w, zero in zip(self._polyhedra, weak, zeros, strict=True))
        degenerate, sharing = self._completely_labelled(one, two)
        flags[:] = DEGENERATE * np.unpackbits(tied.astype("<u8", copy=False).view(np.uint8), bitorder="little")[:count]
        flags[sharing] |= INFINITE
        records = np.concatenate((self._complementary(strict), degenerate))
        return by_game(records), flags

    def _complementary(self, feasible: list[NDArray[np.uint64]]) -> NDArray[np.uint64]:
        """The equilibria of nondegenerate games: complementary bases, both feasible."""
        first, second = self._polyhedra
        game, basis = _entries(feasible[0] & feasible[1][self._partner])
        partner = self._partner[basis]
        return _record(game, basis, partner, first.labels[basis], second.labels[partner])

    def _completely_labelled(self, first: _Vertices, second: _Vertices) -> tuple[NDArray[np.uint64], NDArray[np.intp]]:
        """The equilibria of degenerate games: every pair of a game's vertices with a full union of labels.

        The second array holds the games in which two of them have the same strategy of one player.
        """
        (game, basis, labels), (other_game, other_basis, other_labels) = first, second
        number = np.bincount(other_game, minlength=self.games)
        width = number[game]
        shift = (np.cumsum(number) - number)[game] - (np.cumsum(width) - width)
        one = np.repeat(np.arange(len(game), dtype=np.int32), width)
        two = np.arange(len(one), dtype=np.int32) + np.repeat(shift.astype(np.int32), width)
        full = np.flatnonzero((labels[one] | other_labels[two]) == self._full)
        one, two = one[full], two[full]
        records = _record(game[one], basis[one], other_basis[two], labels[one], other_labels[two])
        sharing = np.concatenate([game[one][_repeated(vertex)] for vertex in (one, two)])
        return records, sharing


def by_game(records: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Records ordered by game, those of one game as they are: a radix sort, linear in their number."""
    return records[np.argsort((records >> GAME).astype(np.uint16), kind="stable")]


_Vertices = tuple["NDArray[np.intp]", "NDArray[np.intp]", "NDArray[np.uint16]"]
"""Of each distinct vertex the game, the first basis and the labels; ordered by game, then by basis."""


def _entries(words: NDArray[np.uint64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The games and bases of the bits that are set, ordered by game, then by basis."""
    bits = np.unpackbits(words.astype("<u8", copy=False).view(np.uint8), axis=1, bitorder="little")
    basis, game = np.divmod(np.flatnonzero(bits.view(bool)), bits.shape[1])
    order = np.argsort(game.astype(np.uint16), kind="stable")
    return game[order], basis[order]


def _first_with_its_key(keys: NDArray[np.intp], size: int) -> NDArray[np.bool_]:
    """Which of some keys below `size` are the first of their value."""
    place = np.empty(size, dtype=np.int32)  # only read where written
    backwards = np.arange(len(keys) - 1, -1, -1, dtype=np.int32)
    place[keys[::-1]] = backwards
    first: NDArray[np.bool_] = place[keys] == backwards[::-1]
    return first


def _repeated(vertex: NDArray[np.int32]) -> NDArray[np.bool_]:
    return np.bincount(vertex)[vertex] > 1


def _record(game: Any, basis: Any, other_basis: Any, labels: Any, other_labels: Any) -> NDArray[np.uint64]:
    record: NDArray[np.uint64] = game.astype(np.uint64) << GAME
    record |= basis.astype(np.uint64) << FIRST_BASIS
    record |= other_basis.astype(np.uint64) << SECOND_BASIS
    record |= labels.astype(np.uint64) << FIRST_LABELS
    record |= other_labels.astype(np.uint64)
    return record


def _within(values: NDArray[Any], polyhedron: Polyhedron, bounds: tuple[float, ...]) -> NDArray[np.bool_]:
    """In which games some minor is no farther from zero than its bound."""
    found = np.zeros(values.shape[1], dtype=bool)
    for block, bound in zip(polyhedron.orders, bounds, strict=True):
        found |= (np.abs(values[block]).min(axis=0) <= bound) if block.stop > block.start else False
    return found


def _strictly_feasible(polyhedron: Polyhedron, signs: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """For each basis the games in which all its numbers are of one sign."""
    found = _all(signs, polyhedron.plus)
    found |= _all(signs, polyhedron.minus)
    return found


def _feasible(polyhedron: Polyhedron, signs: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """For each basis the games in which all its numbers are of one weak sign, those of the strategy not all zero."""
    found = np.zeros((len(polyhedron.bases), signs.shape[1]), dtype=np.uint64)
    sizes = np.array([len(support) for support, _ in polyhedron.bases])
    for own, opposite in ((polyhedron.plus, polyhedron.minus), (polyhedron.minus, polyhedron.plus)):
        some = np.zeros_like(found)
        for column in range(int(sizes.max())):
            using = slice(int(np.searchsorted(sizes, column, side="right")), None)
            some[using] |= signs[own[using, column]]
        found |= some & ~_any(signs, opposite)
    return found


def _all(signs: NDArray[np.uint64], rows: NDArray[np.intp]) -> NDArray[np.uint64]:
    found: NDArray[np.uint64] = signs[rows[:, 0]]
    for column in rows.T[1:]:
        found &= signs[column]
    return found


def _any(signs: NDArray[np.uint64], rows: NDArray[np.intp]) -> NDArray[np.uint64]:
    found: NDArray[np.uint64] = signs[rows[:, 0]]
    for column in rows.T[1:]:
        found |= signs[column]
    return found


def _vertices(polyhedron: Polyhedron, feasible: NDArray[np.uint64], zeros: NDArray[np.uint64]) -> _Vertices:
    """The distinct vertices at feasible bases."""
    game, basis = _entries(feasible)
    labels = polyhedron.labels[basis]
    zero = np.zeros((polyhedron.minors + 1, feasible.shape[1] * 8), dtype=np.uint8)  # the last row: never zero
    zero[:-1] = zeros.astype("<u8", copy=False).view(np.uint8)
    rows = np.minimum(np.minimum(polyhedron.plus, polyhedron.minus), polyhedron.minors)
    byte, bit = game >> 3, (game & 7).astype(np.uint8)
    for column in range(polyhedron.replies):
        tight = (zero[rows[:, column][basis], byte] >> bit) & np.uint8(1)
        labels |= tight.astype(np.uint16) << polyhedron.elements[:, column][basis]
    masks = 1 << polyhedron.own + polyhedron.replies
    fresh = np.flatnonzero(_first_with_its_key(game * masks + labels, feasible.shape[1] * 64 * masks))
    return game[fresh], basis[fresh], labels[fresh]
