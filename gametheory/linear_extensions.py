"""Linear extensions: every ranking that a partial order allows, counted exactly, listed in order, or drawn uniformly.

A *linear extension* ranks the classes of a partial order (`gametheory.partial_order`) without ties so that every pair
holds, a weak one strictly. With ties allowed, the rankings are the *weak orders* in which every strict pair holds
strictly and every weak one at least with a tie.

Counting goes by up-sets, the sets of classes that can stand at the top: the number of ways to go on from an up-set is
the sum over the classes (or tied groups of classes) that can come next. An order that falls into parts with no pair
between them, or into layers each above the next, is counted part by part first. A draw that follows these counts is
exactly uniform. Where there are too many up-sets, linear extensions are drawn by the Markov chain of Bubley and Dyer
(1999, Discrete Mathematics 201): of n classes, the neighbours at places p and p + 1 are chosen with probability
proportional to p (n - p) and exchanged by the toss of a coin if no pair forbids it. Two coupled copies come closer by a
factor of 1 - 1/K a step, K = (n^3 - n)/6, so that after K ln(D/e) steps, D = n (n - 1)/2, a draw is within e of uniform
in total variation, wherever the chain began.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, comb, log
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from gametheory.errors import TooLarge
from gametheory.partial_order import PartialOrder, bits

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["Draws", "Rankings", "Ranks"]

Ranks = tuple[int, ...]
"""A ranking: the rank of each element. 0 is the worst, more is better, and equal is a tie."""

MOST_STEPS = 1_000_000
"""The most steps from an up-set to a next one that are looked at before counting is given up: some seconds."""

MOST_CHAIN_STEPS = 20_000_000
"""The most steps of the Markov chain for one call: some ten seconds."""

_MOST_BITS = 62  # what an integer of 64 bits can hold as a set

DISTANCE = 0.001
"""How far, at most, a draw by the Markov chain is from uniform in total variation."""


@dataclass(frozen=True, slots=True)
class Draws:
    """Rankings drawn at random.

    Attributes
    ----------
    rankings : tuple of Ranks
        Independent draws where `exact`; draws by the Markov chain otherwise.
    exact : bool
        Whether every allowed ranking was exactly as likely as any other.
    method : str
        How they were drawn, and how far from uniform they may be.
    """

    rankings: tuple[Ranks, ...]
    exact: bool
    method: str


class Rankings:
    """The rankings that a partial order allows.

    Iterating lists them all, in a fixed order: by what stands first, then second, and so on, lower numbers before
    higher ones.

    Parameters
    ----------
    order : PartialOrder
        What the rankings have to agree with.
    ties : bool
        Whether weak orders count, or only linear extensions.
    """

    def __init__(self, order: PartialOrder, ties: bool = False) -> None:
        self.order = order
        self.ties = ties
        self._whole = (1 << len(order.classes)) - 1
        self._tables: dict[int, dict[int, int]] = {}
        self._pieces: dict[int, tuple[bool, list[int]] | None] = {}
        self._too_large: TooLarge | None = None

    def count(self) -> int:
        """How many there are, exactly.

        Raises
        ------
        TooLarge
            If more than `MOST_STEPS` steps between up-sets would have to be looked at.
        """
        if self._too_large is not None:  # found out once, after seconds
            raise self._too_large
        try:
            return self._count(self._whole)
        except TooLarge as error:
            self._too_large = error
            raise

    def __iter__(self) -> Iterator[Ranks]:
        path: list[int] = []
        waiting = [self._next_groups(0, self._whole)]
        placed = 0
        while waiting:
            if placed == self._whole:
                yield self._ranks(path)
                group = None
            else:
                group = next(waiting[-1], None)
            if group is None:
                waiting.pop()
                if path:
                    placed &= ~path.pop()
            else:
                path.append(group)
                placed |= group
                waiting.append(self._next_groups(placed, self._whole))

    def columns(self) -> NDArray[np.int16]:
        """All of them at once, one a column, in the order of iteration.

        Linear extensions grow place by place in arrays: no more of them are begun than there are.
        """
        count = len(self.order.classes)
        if self.ties or count > _MOST_BITS:
            return np.array(list(self), dtype=np.int16).T.copy()
        above = np.array(self.order.above, dtype=np.int64).reshape(count)
        own = np.left_shift(np.int64(1), np.arange(count, dtype=np.int64))
        placed = np.zeros(1, dtype=np.int64)
        ranks = np.zeros((count, 1), dtype=np.int16)
        for place in range(count):
            free = ((placed[:, None] & own) == 0) & ((placed[:, None] & above) == above)
            before, chosen = np.nonzero(free)
            ranks = ranks[:, before]
            ranks[chosen, np.arange(len(chosen))] = count - 1 - place
            placed = placed[before] | own[chosen]
        classes = np.empty(self.order.size, dtype=np.intp)
        for number, elements in enumerate(self.order.classes):
            classes[list(elements)] = number
        return ranks[classes]

    def draw(self, number: int, seed: int = 0, by_chain: bool = False) -> Draws:
        """So many rankings, each uniform over all that are allowed, with replacement.

        Parameters
        ----------
        number : int
            How many.
        seed : int
            Of the random numbers.
        by_chain : bool
            Whether to go straight to the Markov chain, where it is known that they cannot be counted.

        Raises
        ------
        TooLarge
            If there are too many up-sets to count, and ties are allowed or the Markov chain would take more than
            `MOST_CHAIN_STEPS` steps.
        """
        random = Random(seed)
        if by_chain and not self.ties:
            return self._draw_by_chain(number, random)
        try:
            self.count()
        except TooLarge:
            if self.ties:
                raise
            return self._draw_by_chain(number, random)
        drawn = tuple(self._ranks(self._drawn(self._whole, random)) for _ in range(number))
        return Draws(drawn, True, f"{number} independent draws, exactly uniform by the counts of up-sets")

    def _ranks(self, groups: Sequence[int]) -> Ranks:
        """The rank of every element, from the groups of tied classes, the best first."""
        ranks = [0] * self.order.size
        for place, group in enumerate(reversed(groups)):
            for number in bits(group):
                for element in self.order.classes[number]:
                    ranks[element] = place
        return tuple(ranks)

    def _next_groups(self, placed: int, part: int) -> Iterator[int]:
        """The groups of tied classes of a part that can come next, once `placed` stand above; single ones first."""
        order = self.order
        left = part & ~placed
        free = [number for number in bits(left) if not order.above[number] & left]
        if not self.ties:
            yield from (1 << number for number in free)
            return
        candidates = [number for number in bits(left) if not order.strictly_above[number] & left]
        if len(candidates) > MOST_STEPS.bit_length():
            raise TooLarge(f"{len(candidates)} outcomes may tie with each other, in 2^{len(candidates)} ways")
        for chosen in range(1, 1 << len(candidates)):
            group = sum(1 << candidates[index] for index in bits(chosen))
            if all(not order.above[number] & left & ~group for number in bits(group)):
                yield group

    def _table(self, part: int) -> dict[int, int]:
        """For every up-set of a part, in how many ways the rest of the part can follow."""
        if part in self._tables:
            return self._tables[part]
        levels: list[dict[int, list[int]]] = [{} for _ in range(part.bit_count() + 1)]
        levels[0][0] = []
        steps = 0
        for level in levels:
            for placed in level:
                for group in self._next_groups(placed, part):
                    steps += 1
                    if steps > MOST_STEPS:
                        raise TooLarge(
                            f"the rankings of {part.bit_count()} outcomes cannot be counted: there are more than "
                            f"{MOST_STEPS} steps from one possible set of best outcomes to the next"
                        )
                    after = placed | group
                    level[placed].append(after)
                    levels[after.bit_count()].setdefault(after, [])
        ways = {part: 1}
        for level in reversed(levels[:-1]):
            for placed, onward in level.items():
                ways[placed] = sum(map(ways.__getitem__, onward))
        self._tables[part] = ways
        return ways

    def _split(self, part: int) -> tuple[bool, list[int]] | None:
        """The parts that a part falls into: side by side (True), or in layers, the best first (False); or neither."""
        if part not in self._pieces:
            above = self.order.above
            members = list(bits(part))
            related = {one: above[one] & part for one in members}
            for one in members:
                for two in bits(above[one] & part):
                    related[two] |= 1 << one
            unrelated = {one: part & ~related[one] & ~(1 << one) for one in members}
            found: tuple[bool, list[int]] | None = None
            if not self.ties:  # ties across parts are no shuffle of their rankings
                beside = _components(part, related.__getitem__)
                layers = _components(part, unrelated.__getitem__) if len(beside) == 1 else []
                if len(beside) > 1:
                    found = True, beside
                elif len(layers) > 1:
                    found = (
                        False,
                        sorted(layers, key=lambda mask: (above[next(bits(mask))] & part & ~mask).bit_count()),
                    )
            self._pieces[part] = found
        return self._pieces[part]

    def _count(self, part: int) -> int:
        split = self._split(part)
        if split is None:
            return self._table(part)[0]
        beside, parts = split
        total, size = 1, 0
        for piece in parts:
            size += piece.bit_count()
            total *= self._count(piece) * (comb(size, piece.bit_count()) if beside else 1)
        return total

    def _drawn(self, part: int, random: Random) -> list[int]:
        """The groups of a part, the best first, drawn with probabilities in proportion to the ways to go on."""
        split = self._split(part)
        if split is not None:
            beside, parts = split
            queues = [deque(self._drawn(piece, random)) for piece in parts]
            turns = [index for index, queue in enumerate(queues) for _ in queue]
            if beside:
                random.shuffle(turns)
            return [queues[index].popleft() for index in turns]
        ways, placed, path = self._table(part), 0, []
        while placed != part:
            at = random.randrange(ways[placed])
            for group in self._next_groups(placed, part):
                at -= ways[placed | group]
                if at < 0:
                    path.append(group)
                    placed |= group
                    break
        return path

    def _draw_by_chain(self, number: int, random: Random) -> Draws:
        size = len(self.order.classes)
        steps = ceil((size**3 - size) / 6 * log(size * (size - 1) / 2 / DISTANCE))
        if steps * number > MOST_CHAIN_STEPS:
            raise TooLarge(
                f"{number} rankings of {size} outcomes take {steps * number} steps of a Markov chain; "
                f"no more than {MOST_CHAIN_STEPS} are taken, which is enough for {MOST_CHAIN_STEPS // steps} rankings"
            )
        above = self.order.above
        ranking = [group.bit_length() - 1 for group in self._first()]
        weights = list(accumulate(place * (size - place) for place in range(1, size)))
        drawn = []
        for _ in range(number):
            for place in random.choices(range(size - 1), cum_weights=weights, k=steps):
                one, two = ranking[place], ranking[place + 1]
                if random.random() < 0.5 and not above[two] >> one & 1:
                    ranking[place], ranking[place + 1] = two, one
            drawn.append(self._ranks([1 << number for number in ranking]))
        method = f"{number} draws by the Bubley-Dyer chain, {steps} steps each, within {DISTANCE} of uniform"
        return Draws(tuple(drawn), False, method)

    def _first(self) -> list[int]:
        """The first linear extension, as groups of one class."""
        placed, path = 0, []
        while placed != self._whole:
            group = next(self._next_groups(placed, self._whole))
            path.append(group)
            placed |= group
        return path


def _components(part: int, neighbours: Callable[[int], int]) -> list[int]:
    """The connected components of a graph on the bits of `part`, as masks, by their first bits."""
    found = []
    while part:
        component, waiting = 0, part & -part
        while waiting:
            component |= waiting
            spread = 0
            for number in bits(waiting):
                spread |= neighbours(number)
            waiting = spread & ~component
        found.append(component)
        part &= ~component
    return found
