"""Best-response polyhedra of bimatrix games in determinants: every basis of every game of one shape, by signs alone.

A player with `own` actions faces an opponent with `replies` actions, whose payoffs are c[i, j] when the player uses its
action i and the opponent replies j. The player's best-response polyhedron is

    {(x, v) : x >= 0, sum(x) = 1, v >= sum_i x[i] c[i, j] for every reply j}.

A *basis* (I, J) makes tight x[i] >= 0 for the actions outside I and v >= ... for the replies in J, with |I| = |J|. By
Cramer's rule the x[i] and the slacks of the replies outside J stand, up to one common factor, as

    x[i]     :  (-1)^(rank of i in I)           N(I - i, J)
    slack[j] :  (-1)^(rank of j among J and j)  N(I, J + j)

where N(I, J), |J| = |I| + 1, is the determinant whose row j holds 1 and c[i, j] for i in I. The basis is feasible if
and only if these numbers share one weak sign and the x[i] are not all zero, and degenerate if one of them is zero.
Subtracting the first row of J from the others and expanding along the last column of I gives all N, divisions apart:

    N(I, J) = sum over t = 1 .. k of  (-1)^(t + k)  (c[i_k, j_t] - c[i_k, j_0])  N(I - i_k, J - j_t),

so on integers they are exact.

Sources: von Stengel, "Equilibrium computation for two-player games in strategic and extensive form", in Nisan et al.,
Algorithmic Game Theory (2007), section 3.4; Hadamard's maximal determinants for the bounds (Sloane's A003432).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MOST_ACTIONS", "Minors", "Polyhedron", "error_bounds", "largest_exact_range", "polyhedra"]

MOST_ACTIONS = 5
"""The most actions a player may have: a 6x6 game has 923 bases a player, which no longer fit into a byte."""

_LARGEST_MINOR = (1, 1, 1, 2, 3)
"""The largest |N(I, J)| for payoffs in [0, 1], by |I|: N is affine in each payoff, so largest on 0/1 matrices."""

Step = tuple[slice, tuple[tuple[int, slice], ...]]
"""A block of minors to fill, and for each term of its expansion the row of differences and the smaller minors."""


@dataclass(frozen=True)
class Polyhedron:
    """What is the same for the best-response polyhedron of every game of one shape.

    Attributes
    ----------
    own, replies : int
        The number of actions of the player and of its opponent.
    minors : int
        How many determinants N(I, J) with non-empty I there are. They are numbered by |I|, then J, then I, the sets I
        in colexicographic order, so that those with a given last member are consecutive. (N of an empty I is 1.)
    orders : tuple of slice
        Where the minors with |I| = 1, 2, ... stand.
    steps : tuple
        How each block of minors with |I| > 1 follows from smaller ones; the terms' signs alternate, the first is plus.
    bases : tuple of pairs (I, J)
        The bases by |I|, then I, then J.
    plus, minus : (bases, replies) arrays
        For each basis the rows of the packed signs that say whether the x[i] (first) and the slacks are positive
        (`plus`) or negative (`minus`): row r < minors says N_r > 0, minors + r that N_r < 0, then come a row of all
        ones and one of zeros.
    elements : (bases, replies) array
        The label that becomes tight as well where that number is zero.
    labels : (bases,) array
        The tight labels of each basis as a bit mask: bit i for action i of player 1, bit (actions of player 1) + j for
        action j of player 2.
    """

    own: int
    replies: int
    minors: int
    orders: tuple[slice, ...]
    steps: tuple[Step, ...]
    bases: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    plus: NDArray[np.intp]
    minus: NDArray[np.intp]
    elements: NDArray[np.uint16]
    labels: NDArray[np.uint16]

    def strategy(self, payoffs: Any, basis: int) -> tuple[int, ...]:
        """The strategy at a feasible basis, as integers proportional to the probabilities (all of one sign).

        Parameters
        ----------
        payoffs : nested sequence of int, own x replies
            The opponent's payoffs c[i][j], at any positive scale.
        basis : int
            The number of the basis.
        """
        support, tight = self.bases[basis]
        weights = [0] * self.own
        for rank, action in enumerate(support):
            rest = support[:rank] + support[rank + 1 :]
            weights[action] = (-1) ** rank * _minor(payoffs, rest, tight)
        return tuple(weights)


def _minor(payoffs: Any, actions: tuple[int, ...], replies: tuple[int, ...]) -> int:
    """N(I, J) of one game of Python integers, by the same expansion."""
    if not actions:
        return 1
    last, first = payoffs[actions[-1]], replies[0]
    size = len(actions)
    return sum(
        (-1) ** (rank + size)
        * (last[replies[rank]] - last[first])
        * _minor(payoffs, actions[:-1], replies[:rank] + replies[rank + 1 :])
        for rank in range(1, size + 1)
    )


@cache
def polyhedra(first: int, second: int) -> tuple[Polyhedron, Polyhedron, NDArray[np.intp]]:
    """The polyhedra of both players of a game with `first` x `second` actions, and how their bases complement.

    Returns
    -------
    (Polyhedron, Polyhedron, array)
        The third says for each basis (I, J) of player 1 which basis (J, I) of player 2 has just the other labels.
    """
    one = _polyhedron(first, second, 0, first)
    two = _polyhedron(second, first, first, 0)
    number = {basis: index for index, basis in enumerate(two.bases)}
    partner = np.array([number[tight, support] for support, tight in one.bases], dtype=np.intp)
    return one, two, partner


def _polyhedron(own: int, replies: int, own_label: int, reply_label: int) -> Polyhedron:
    largest = min(own, replies - 1)
    supports = {size: sorted(combinations(range(own), size), key=lambda i: i[::-1]) for size in range(largest + 1)}
    where: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
    orders, steps = [], []
    for size in range(1, largest + 1):
        start = len(where)
        for tight in combinations(range(replies), size + 1):
            for support in supports[size]:
                where[support, tight] = len(where)
            if size > 1:
                steps += [_step(where, supports, tight, last) for last in range(size - 1, own)]
        orders.append(slice(start, len(where)))
    bases = tuple(
        (support, tight)
        for size in range(1, min(own, replies) + 1)
        for support in combinations(range(own), size)
        for tight in combinations(range(replies), size)
    )
    count = len(where)
    plus = np.empty((len(bases), replies), dtype=np.intp)
    minus = np.empty_like(plus)
    elements = np.empty((len(bases), replies), dtype=np.uint16)
    labels = np.empty(len(bases), dtype=np.uint16)
    for index, (support, tight) in enumerate(bases):
        others = [reply for reply in range(replies) if reply not in tight]
        signed = [(-1 if rank % 2 else 1, where.get((_without(support, i), tight))) for rank, i in enumerate(support)]
        for reply in others:
            joined = tuple(sorted((*tight, reply)))
            signed.append((-1 if joined.index(reply) % 2 else 1, where[support, joined]))
        for column, (sign, row) in enumerate(signed):
            positive, negative = (2 * count, 2 * count + 1) if row is None else (row, count + row)
            plus[index, column], minus[index, column] = (positive, negative) if sign > 0 else (negative, positive)
        elements[index] = [own_label + i for i in support] + [reply_label + j for j in others]
        labels[index] = sum(1 << own_label + i for i in range(own) if i not in support) + sum(
            1 << reply_label + j for j in tight
        )
    for table in (plus, minus, elements, labels):
        table.setflags(write=False)  # shared by every batch of this shape
    return Polyhedron(own, replies, count, tuple(orders), tuple(steps), bases, plus, minus, elements, labels)


def _step(
    where: dict[tuple[tuple[int, ...], tuple[int, ...]], int],
    supports: dict[int, list[tuple[int, ...]]],
    tight: tuple[int, ...],
    last: int,
) -> Step:
    """How the minors (I, tight) follow whose I ends in `last`, |I| = |tight| - 1 > 1."""
    size = len(tight) - 1
    ending = [support for support in supports[size] if support[-1] == last]
    start = where[ending[0], tight]
    terms = []
    for rank in range(size, 0, -1):
        difference = where[(last,), (tight[0], tight[rank])]
        smaller = where[ending[0][:-1], _without(tight, tight[rank])]
        terms.append((difference, slice(smaller, smaller + len(ending))))
    return slice(start, start + len(ending)), tuple(terms)


def _without(members: tuple[int, ...], left_out: int) -> tuple[int, ...]:
    return tuple(member for member in members if member != left_out)


def largest_exact_range(order: int, most: int) -> int:
    """The largest range of integer payoffs for which nothing in the expansion exceeds `most`.

    With payoffs that differ by no more than R, minors with |I| = k are at most L_k R^k, and the k terms of their
    expansion together at most k L_(k-1) R^k, where L_k is the largest determinant for payoffs in [0, 1].

    Parameters
    ----------
    order : int
        The largest |I|.
    most : int
        2**53 for floats of double precision, 2**63 - 1 for integers of 64 bits.
    """
    found = most
    for size in range(1, order + 1):
        largest = most // (size * _LARGEST_MINOR[size - 1])
        found = min(found, _integer_root(largest, size))
    return found


def _integer_root(number: int, degree: int) -> int:
    low, high = 0, 1 << (number.bit_length() // degree + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**degree <= number else (low, middle)
    return low


def error_bounds(order: int, scale: float, relative: float) -> tuple[float, ...]:
    """How far minors computed in floats of double precision may be from the true ones, by |I| = 1, ..., order.

    Parameters
    ----------
    order : int
        The largest |I|.
    scale : float
        A bound on the true differences between payoffs.
    relative : float
        A bound on the error of the computed differences, as a share of `scale`; at most 1e-6.

    Notes
    -----
    With |d| <= R, |d' - d| <= e R, |N| <= L R^(k-1) and |N' - N| <= E R^(k-1), the exact product of the computed
    factors is within (e (L + E) + E) R^k of the true one, and the rounded sum of k such products within k times that
    and k^2 roundings of (1 + e) (L + E) R^k. The last factor pays for terms of second order and for underflow.
    """
    unit = 2.0**-53
    bounds = []
    error = relative
    for size in range(1, order + 1):
        if size > 1:
            largest = _LARGEST_MINOR[size - 1] + error
            error = size * (relative * largest + error + size * unit * (1 + relative) * largest)
        bounds.append(error * scale**size * (1 + 2.0**-10))
    return tuple(bounds)


class Minors:
    """All minors of a block of games and their signs, in buffers that are used again from block to block.

    Parameters
    ----------
    polyhedron : Polyhedron
        Which minors.
    dtype : numpy dtype
        float64, int64 or object (Python integers).
    games : int
        The size of the blocks, a multiple of 64.
    """

    def __init__(self, polyhedron: Polyhedron, dtype: Any, games: int) -> None:
        widest = max((step[0].stop - step[0].start for step in polyhedron.steps), default=0)
        count = polyhedron.minors
        self.polyhedron = polyhedron
        self.values: NDArray[Any] = np.empty((count, games), dtype=dtype)
        self._term: NDArray[Any] = np.empty((widest, games), dtype=dtype)
        self._truth = np.empty((count, games), dtype=bool)
        self.signs = np.zeros((2 * count + 2, games // 64), dtype=np.uint64)
        self.signs[2 * count] = np.iinfo(np.uint64).max

    def evaluate(self, payoffs: NDArray[Any]) -> NDArray[Any]:
        """The minors of a block of games.

        Parameters
        ----------
        payoffs : (own, replies, games) array
            The opponent's payoffs c[i, j].

        Returns
        -------
        (minors, games) array
            A buffer, good until the next call.
        """
        own, values = self.polyhedron.own, self.values
        row = 0
        for first, second in combinations(range(self.polyhedron.replies), 2):
            np.subtract(payoffs[:, second], payoffs[:, first], out=values[row : row + own])
            row += own
        for block, terms in self.polyhedron.steps:
            target = values[block]
            term = self._term[: len(target)]
            for rank, (difference, smaller) in enumerate(terms):
                if rank == 0:
                    np.multiply(values[difference], values[smaller], out=target)
                    continue
                np.multiply(values[difference], values[smaller], out=term)
                (np.subtract if rank % 2 else np.add)(target, term, out=target)
        return values

    def pack(self) -> NDArray[np.uint64]:
        """The signs of the minors last evaluated, 64 games to a word, in the rows that `Polyhedron.plus` counts on."""
        count = self.polyhedron.minors
        for half, compare in enumerate((np.greater, np.less)):
            compare(self.values, 0, out=self._truth)
            packed = np.packbits(self._truth, axis=1, bitorder="little")
            self.signs[half * count : (half + 1) * count] = packed.view("<u8")
        return self.signs
