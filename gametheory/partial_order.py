"""Partial orders: what pairs "better, worse" say together, closed under transitivity, or the circle they go round in.

Pairs are strict, or weak where a tie is left open. Elements that weak pairs hold equal both ways form one *class*. The
classes are partially ordered: one is above another if a path of pairs leads down to it, and strictly above if a strict
pair is on a path.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gametheory.errors import InvalidGame, TooLarge

__all__ = ["MOST_ELEMENTS", "Pair", "PartialOrder", "bits"]

MOST_ELEMENTS = 2000
"""The most elements of a partial order."""

Pair = tuple[int, int]
"""A better element and a worse one."""


@dataclass(frozen=True, slots=True)
class PartialOrder:
    """A partial order of the elements 0, 1, ..., closed under transitivity.

    Attributes
    ----------
    classes : tuple of tuple of int
        The elements; those that the pairs hold equal stand together. In the order of their first elements.
    above : tuple of int
        For each class a bit mask of the other classes that are at least as good: bit k for class k.
    strictly_above : tuple of int
        The part of it that is better.
    """

    classes: tuple[tuple[int, ...], ...]
    above: tuple[int, ...]
    strictly_above: tuple[int, ...]

    @classmethod
    def from_pairs(
        cls, size: int, strict: Iterable[Pair] = (), weak: Iterable[Pair] = (), names: Sequence[str] = ()
    ) -> PartialOrder:
        """The least partial order in which all pairs hold.

        Parameters
        ----------
        size : int
            The number of elements.
        strict, weak : iterable of (int, int)
            Pairs (better, worse) of elements; a weak pair is "at least as good".
        names : sequence of str, optional
            What the elements are called in messages.

        Raises
        ------
        InvalidGame
            If the pairs go round in a circle with a strict one in it; the message names the circle.
        TooLarge
            If there are more than `MOST_ELEMENTS` elements.
        """
        if size > MOST_ELEMENTS:
            raise TooLarge(f"a partial order of {size} elements; no more than {MOST_ELEMENTS} are held")
        better_by_far, at_least = [0] * size, [0] * size
        for masks, pairs in ((better_by_far, strict), (at_least, weak)):
            for better, worse in pairs:
                if not (0 <= better < size and 0 <= worse < size):
                    raise InvalidGame(f"the pair {better}, {worse} is not of elements from 0 to {size - 1}")
                masks[worse] |= 1 << better
        direct = [one | two for one, two in zip(better_by_far, at_least, strict=True)]
        reach = [mask | 1 << element for element, mask in enumerate(direct)]
        for through in range(size):
            bit, onward = 1 << through, reach[through]
            for element in range(size):
                if reach[element] & bit:
                    reach[element] |= onward
        far = [0] * size
        for element in range(size):
            for step in bits(reach[element]):
                for better in bits(better_by_far[step]):
                    far[element] |= reach[better]
            if far[element] >> element & 1:
                raise InvalidGame(_circle(element, better_by_far, direct, reach, names))
        class_of: dict[int, int] = {}
        classes: list[tuple[int, ...]] = []
        for element in range(size):
            if element not in class_of:
                members = tuple(other for other in bits(reach[element]) if reach[other] >> element & 1)
                class_of.update(dict.fromkeys(members, len(classes)))
                classes.append(members)

        def of_classes(mask: int, own: int) -> int:
            found = 0
            for element in bits(mask):
                found |= 1 << class_of[element]
            return found & ~(1 << own)

        above = tuple(of_classes(reach[members[0]], number) for number, members in enumerate(classes))
        strictly = tuple(of_classes(far[members[0]], number) for number, members in enumerate(classes))
        return cls(tuple(classes), above, strictly)

    @classmethod
    def of_ranks(cls, ranks: Sequence[int]) -> PartialOrder:
        """The order in which an element of a higher rank is better, and nothing is said of equal ranks."""
        by_rank: dict[int, list[int]] = {}
        for element, rank in enumerate(ranks):
            by_rank.setdefault(rank, []).append(element)
        levels = [by_rank[rank] for rank in sorted(by_rank, reverse=True)]
        pairs = [(one, two) for high, low in pairwise(levels) for one in high for two in low]
        return cls.from_pairs(len(ranks), pairs)

    def extended(self, pair: Pair, strict: bool = True) -> PartialOrder | None:
        """The order in which one more pair holds, strictly or else as a tie; None if that goes round in a circle."""
        held, weak = list(self._pairs(self.strictly_above)), list(self._pairs(self.above))
        weak += [two for members in self.classes for one in pairwise(members) for two in (one, one[::-1])]
        if not strict:
            weak += [pair, pair[::-1]]
        try:
            return PartialOrder.from_pairs(self.size, [*held, pair] if strict else held, weak)
        except InvalidGame:
            return None

    def _pairs(self, above: Sequence[int]) -> Iterator[Pair]:
        for worse, mask in enumerate(above):
            for better in bits(mask):
                yield self.classes[better][0], self.classes[worse][0]

    @property
    def size(self) -> int:
        """The number of elements."""
        return sum(map(len, self.classes))

    def open_pairs(self, ties: bool = False) -> Iterator[Pair]:
        """Every pair of elements of which more than one order is open, one element of each class.

        Parameters
        ----------
        ties : bool
            Whether elements may tie, so that a weak pair leaves it open whether they do; the better one stands first.
        """
        for one in range(len(self.classes)):
            for two in range(one + 1, len(self.classes)):
                if self.above[one] >> two & 1:
                    better, worse = two, one
                else:
                    better, worse = one, two
                decided = self.strictly_above if ties else self.above
                if not decided[worse] >> better & 1:
                    yield self.classes[better][0], self.classes[worse][0]


def bits(mask: int) -> Iterator[int]:
    """The numbers of the bits that are set, ascending."""
    while mask:
        bit = mask & -mask
        yield bit.bit_length() - 1
        mask ^= bit


def _circle(
    element: int, strict: Sequence[int], direct: Sequence[int], reach: Sequence[int], names: Sequence[str]
) -> str:
    """A shortest circle through a strict pair, among the elements that are better than themselves by `element`."""
    around = [other for other in bits(reach[element]) if reach[other] >> element & 1]
    start, goal = next((one, two) for one in around for two in bits(strict[one]) if two in around)
    came_from = {goal: goal}
    waiting = deque([goal])
    while start not in came_from:
        here = waiting.popleft()
        for better in bits(direct[here]):
            if better not in came_from:
                came_from[better] = here
                waiting.append(better)
    path = [start]
    while path[-1] != goal:
        path.append(came_from[path[-1]])
    shown = [names[one] if names else str(one) for one in (*path, start)]
    return f"the pairs go round in a circle, each better than or as good as the next: {' > '.join(shown)}"
