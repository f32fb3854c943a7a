"""Best-response polyhedra whose payoffs are affine in one parameter: determinants as polynomials, vertices by sign.

The others of a player choose among `others` joint actions, and the player among `replies` actions of its own, which
yield it c[i][j]. All that is combinatorial about its best-response polyhedron hangs on the signs of the determinants
N(I, J) of `gametheory.determinants`, |J| = |I| + 1. With entries affine in a parameter they are polynomials of degree
at most |I|, and their signs along the parameter's range (`gametheory.sign_line`) give the vertices at every value of
it. N(I, J) = 0 says that some weights on I, which sum to one, make the player indifferent among all of J.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import comb
from typing import Any

from gametheory.sign_line import SignLine

__all__ = ["Basis", "Condition", "ReplyMinors", "bases"]

Chosen = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """N(I, J), up to its sign: the player's replies `tied` against weights on the joint actions `against`."""

    against: Chosen
    tied: Chosen


@dataclass(frozen=True, slots=True)
class Basis:
    """A basis (I, J), the cells of the line in which it is feasible, and its conditions.

    Attributes
    ----------
    against, tied : tuple of int
        The joint actions I that may have weight, and the replies J that are best.
    feasible : int
        The mask of the cells in which it is the basis of a vertex.
    weights, slacks : mapping from int to (Condition, int)
        For each joint action in I, and for each reply outside J, the condition on it, and the mask of the cells in
        which its weight or its slack is zero.
    """

    against: Chosen
    tied: Chosen
    feasible: int
    weights: dict[int, tuple[Condition, int]]
    slacks: dict[int, tuple[Condition, int]]


class ReplyMinors:
    """The determinants of one player.

    Parameters
    ----------
    entries : list of list of flint.fmpz_poly
        `entries[i][j]`, what the player gets for its reply j against the joint action i, at any positive scale.
    """

    def __init__(self, entries: Sequence[Sequence[Any]]) -> None:
        self.entries = entries
        self.others, self.replies = len(entries), len(entries[0])
        self._known: dict[tuple[Chosen, Chosen], Any] = {}

    def count(self) -> int:
        """How many determinants there are."""
        return comb(self.others + self.replies, self.others + 1)

    def every(self, largest: int | None = None) -> Iterator[Any]:
        """All determinants with |I| from 1 to `largest`, or to the last."""
        most = min(self.others, self.replies - 1)
        for size in range(1, (most if largest is None else min(most, largest)) + 1):
            for against in combinations(range(self.others), size):
                for tied in combinations(range(self.replies), size + 1):
                    yield self.minor(against, tied)

    def minor(self, against: Chosen, tied: Chosen) -> Any:
        """N(against, tied)."""
        known = self._known.get((against, tied))
        if known is not None:
            return known
        last, size = self.entries[against[-1]], len(against)
        total: Any = 0
        for rank in range(1, size + 1):
            term = last[tied[rank]] - last[tied[0]]
            if size > 1:
                term = term * self.minor(against[:-1], tied[:rank] + tied[rank + 1 :])
            total = total - term if (rank + size) % 2 else total + term
        self._known[against, tied] = total
        return total

    def bases(self, line: SignLine, others: Chosen | None = None, replies: Chosen | None = None) -> Iterator[Basis]:
        """The bases that are feasible in some cell, where only these joint actions and replies are allowed."""
        others = tuple(range(self.others)) if others is None else others
        replies = tuple(range(self.replies)) if replies is None else replies
        signs: dict[tuple[Chosen, Chosen], tuple[int, int]] = {}

        def signs_of(against: Chosen, joined: Chosen, rank: int) -> tuple[int, int, int]:
            """The cells in which a determinant times (-1)^rank is negative, positive and zero."""
            known = signs.get((against, joined))
            if known is None:
                known = line.signs(self.minor(against, joined)) if against else (0, line.everywhere)
                signs[against, joined] = known
            negative, positive = known[::-1] if rank % 2 else known
            return negative, positive, line.everywhere & ~(negative | positive)

        for against, tied in bases(others, replies):
            not_negative = not_positive = no_weight = line.everywhere
            weights, slacks = {}, {}
            for rank, action in enumerate(against):
                rest = against[:rank] + against[rank + 1 :]
                negative, positive, zero = signs_of(rest, tied, rank)
                not_negative &= ~negative
                not_positive &= ~positive
                no_weight &= zero
                weights[action] = Condition(rest, tied), zero
            for reply in replies:
                if reply in tied or not (not_negative | not_positive):
                    continue
                joined = tuple(sorted((*tied, reply)))
                negative, positive, zero = signs_of(against, joined, joined.index(reply))
                not_negative &= ~negative
                not_positive &= ~positive
                slacks[reply] = Condition(against, joined), zero
            feasible = (not_negative | not_positive) & ~no_weight
            if feasible:
                yield Basis(against, tied, feasible, weights, slacks)


@cache
def bases(others: Chosen, replies: Chosen) -> tuple[tuple[Chosen, Chosen], ...]:
    """The pairs (I, J) with |I| = |J|."""
    return tuple(
        (against, tied)
        for size in range(1, min(len(others), len(replies)) + 1)
        for against in combinations(others, size)
        for tied in combinations(replies, size)
    )
