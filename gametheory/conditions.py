"""What an answer hangs on along a line: the polynomials whose signs decide it, the pattern in every cell, what binds.

One class for each way in which the conditions of a concept are polynomial in a parameter:

- `NashConditions`: two players, all equilibria: the signs of the determinants of both best-response polyhedra decide
  which label sets their vertices have, and the pairs that carry all labels are the extreme equilibria.
- `PureConditions`: any number of players, pure equilibria: differences between a player's payoffs.
- `RationalizableConditions`: any number of players: an action survives a round if and only if it is among the best
  replies at some vertex of the polyhedron of beliefs about what is left.
- `RankingConditions`: concepts that look only at how each player ranks the outcomes: differences between its payoffs.

The polynomials are affine, or determinants of order k with affine entries, so of degree k at most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import prod
from typing import Any, Protocol

from gametheory.equilibrium_pattern import Pattern, Supports
from gametheory.errors import TooLarge
from gametheory.game import Profile, StrategicGame
from gametheory.incentive import Incentive, Tie
from gametheory.nash_subsets import components, maximal_products
from gametheory.reply_minors import Basis, Condition, ReplyMinors
from gametheory.sign_line import SignLine

__all__ = [
    "MOST_CONDITIONS",
    "Conditions",
    "NashConditions",
    "PureConditions",
    "RankingConditions",
    "RationalizableConditions",
]

MOST_CONDITIONS = 8_000
"""The most polynomials of one question: some seconds of work."""


class Conditions(Protocol):
    """The polynomials that decide an answer, and the answer in the cells that they cut."""

    def polynomials(self) -> Iterator[Any]:
        """All of them, as flint.fmpz_poly."""

    def patterns(self, line: SignLine) -> list[Pattern | None]:
        """The answer in every cell; None in a cell that is empty."""

    def binding(self, line: SignLine, point: int) -> tuple[Incentive | Tie, ...]:
        """What binds at the point that is cell number `point`, of what sets the answers around it apart."""


Entries = Sequence[Sequence[Any]]
"""For each player its payoffs as polynomials, in the order of the profiles."""


def _joint(shape: Sequence[int], player: int) -> list[Profile]:
    """The joint actions of the others."""
    return list(product(*(range(size) for index, size in enumerate(shape) if index != player)))


def _minors(game: StrategicGame, entries: Entries, player: int) -> ReplyMinors:
    return ReplyMinors(
        [
            [
                entries[player][game.position((*joint[:player], reply, *joint[player:]))]
                for reply in range(game.shape[player])
            ]
            for joint in _joint(game.shape, player)
        ]
    )


def _check_count(count: int, what: str) -> None:
    if count > MOST_CONDITIONS:
        raise TooLarge(f"{what} hang on the signs of {count:,} polynomials; no more than {MOST_CONDITIONS:,} are taken")


def _fewest(found: set[Incentive]) -> tuple[Incentive, ...]:
    """The plainest first: against certain actions, then against few."""
    return tuple(sorted(found, key=lambda one: (len(one.against), one)))


class NashConditions:
    """All equilibria of a two-player game (see the module's head)."""

    def __init__(self, game: StrategicGame, entries: Entries) -> None:
        self.shape = game.shape
        # A strategy of player 0 is a point of the polyhedron of player 1's replies, and the other way round.
        self.replies = {1: _minors(game, entries, 1), 0: _minors(game, entries, 0)}
        _check_count(sum(minors.count() for minors in self.replies.values()), "the equilibria of this game")
        self._bases: dict[int, list[Basis]] = {}
        self._vertices: dict[int, list[dict[int, list[Basis]]]] = {}
        self._pairs: list[frozenset[tuple[int, int]]] = []

    def polynomials(self) -> Iterator[Any]:
        """As in `Conditions`."""
        for minors in self.replies.values():
            yield from minors.every()

    def patterns(self, line: SignLine) -> list[Pattern | None]:
        """As in `Conditions`."""
        for replier, minors in self.replies.items():
            self._vertices[replier] = self._by_cell(line, replier, list(minors.bases(line)))
        known: dict[tuple[frozenset[int], frozenset[int]], frozenset[tuple[int, int]]] = {}
        shown: dict[frozenset[tuple[int, int]], Pattern] = {}
        found: list[Pattern | None] = []
        for cell in range(line.cells):
            sides = frozenset(self._vertices[1][cell]), frozenset(self._vertices[0][cell])
            if sides not in known:
                everything = (1 << sum(self.shape)) - 1
                known[sides] = frozenset((x, y) for x in sides[0] for y in sides[1] if x | y == everything)
            pairs = known[sides]
            self._pairs.append(pairs)
            if pairs not in shown:
                shown[pairs] = self._pattern(pairs)
            found.append(shown[pairs] if line.exists(cell) else None)
        return found

    def _by_cell(self, line: SignLine, replier: int, bases: list[Basis]) -> list[dict[int, list[Basis]]]:
        """For each cell the vertices as masks of their labels, with their bases."""
        own, reply = (0, self.shape[0]) if replier == 1 else (self.shape[0], 0)
        found: list[dict[int, list[Basis]]] = [{} for _ in range(line.cells)]
        for basis in bases:
            plain = sum(1 << reply + tied for tied in basis.tied) + sum(
                1 << own + action for action in range(self.shape[1 - replier]) if action not in basis.against
            )
            extra = [(1 << own + action, zero) for action, (_, zero) in basis.weights.items() if zero]
            extra += [(1 << reply + action, zero) for action, (_, zero) in basis.slacks.items() if zero]
            left = basis.feasible
            while left:
                bit = left & -left
                left ^= bit
                labels = plain
                for label, zero in extra:
                    if zero & bit:
                        labels |= label
                found[bit.bit_length() - 1].setdefault(labels, []).append(basis)
        return found

    def _supports(self, pair: tuple[int, ...]) -> Supports:
        first, second = self.shape
        return (
            tuple(action for action in range(first) if not pair[0] >> action & 1),
            tuple(action for action in range(second) if not pair[1] >> first + action & 1),
        )

    def _pattern(self, pairs: frozenset[tuple[int, int]]) -> Pattern:
        subsets = maximal_products(pairs)
        grouped = components(sorted(pairs), subsets)
        return Pattern.grouped(
            [[self._supports(pair) for pair in subset] for subset in subsets if subset <= set(component)]
            for component in grouped
        )

    def binding(self, line: SignLine, point: int) -> tuple[Incentive, ...]:
        """As in `Conditions`."""
        sides = [cell for cell in (point - 1, point + 1) if line.exists(cell)]
        around = [{self._supports(pair) for pair in self._pairs[cell]} for cell in (*sides, point)]
        lasting = set.intersection(*around)
        found = self._tight(line, point, sides, lasting)
        # Where the same supports stay and only the sets that they span change, what ties at the point is among them.
        return _fewest(found or self._tight(line, point, sides, set()))

    def _tight(self, line: SignLine, point: int, sides: list[int], lasting: set[Supports]) -> set[Incentive]:
        """The conditions of equilibria with other supports than the `lasting` that are zero at the point alone."""
        found: set[Incentive] = set()
        for cell in (*sides, point):
            for pair in self._pairs[cell]:
                if self._supports(pair) in lasting:
                    continue
                for replier, labels in ((1, pair[0]), (0, pair[1])):
                    for basis in self._vertices[replier][cell][labels]:
                        for condition, zero in (*basis.weights.values(), *basis.slacks.values()):
                            if zero >> point & 1 and zero != line.everywhere:
                                found.add(_incentive(replier, condition))
        return found


def _incentive(replier: int, condition: Condition) -> Incentive:
    return Incentive(replier, condition.tied, tuple((action,) for action in condition.against))


class PureConditions:
    """The pure equilibria of a game with any number of players."""

    def __init__(self, game: StrategicGame, entries: Entries) -> None:
        self.game = game
        pairs = [prod(game.shape) // size * (size * (size - 1) // 2) for size in game.shape]
        _check_count(sum(pairs), "the pure equilibria of this game")
        self.replies = [_minors(game, entries, player) for player in range(len(game.players))]
        self._stable: dict[Profile, int] = {}

    def polynomials(self) -> Iterator[Any]:
        """As in `Conditions`."""
        for minors in self.replies:
            yield from minors.every(largest=1)

    def patterns(self, line: SignLine) -> list[Pattern | None]:
        """As in `Conditions`."""
        for profile in self.game.profiles():
            stable = line.everywhere
            for _, _, (less, _) in self._constraints(line, profile):
                stable &= ~less
            self._stable[profile] = stable
        return [
            Pattern.isolated(
                tuple((action,) for action in profile) for profile, stable in self._stable.items() if stable >> cell & 1
            )
            if line.exists(cell)
            else None
            for cell in range(line.cells)
        ]

    def _constraints(self, line: SignLine, profile: Profile) -> Iterator[tuple[int, int, tuple[int, int]]]:
        """For each player and other action the cells in which what the player has is worse, and better."""
        for player, minors in enumerate(self.replies):
            joint = 0
            for index, action in enumerate(profile):
                joint = joint if index == player else joint * self.game.shape[index] + action
            for other in range(self.game.shape[player]):
                if other != profile[player]:
                    first, second = sorted((profile[player], other))
                    signs = line.signs(minors.minor((joint,), (first, second)))
                    yield player, other, signs if second == profile[player] else signs[::-1]

    def binding(self, line: SignLine, point: int) -> tuple[Incentive, ...]:
        """As in `Conditions`."""
        cells = [cell for cell in (point - 1, point, point + 1) if line.exists(cell)]
        found: set[Incentive] = set()
        for profile, stable in self._stable.items():
            if len({stable >> cell & 1 for cell in cells}) == 2:
                for player, other, (less, more) in self._constraints(line, profile):
                    if less | more and not (less | more) >> point & 1:
                        others = (*profile[:player], *profile[player + 1 :])
                        found.add(Incentive(player, tuple(sorted((profile[player], other))), (others,)))
        return _fewest(found)


class RationalizableConditions:
    """The rationalizable actions of a game with any number of players."""

    def __init__(self, game: StrategicGame, entries: Entries) -> None:
        self.game = game
        self.replies = [_minors(game, entries, player) for player in range(len(game.players))]
        _check_count(sum(minors.count() for minors in self.replies), "the rationalizable actions of this game")
        self._surviving: list[tuple[tuple[int, ...], ...]] = []

    def polynomials(self) -> Iterator[Any]:
        """As in `Conditions`."""
        for minors in self.replies:
            yield from minors.every()

    def patterns(self, line: SignLine) -> list[Pattern | None]:
        """As in `Conditions`."""
        start = tuple(tuple(range(size)) for size in self.game.shape)
        ahead: dict[tuple[tuple[int, ...], ...], int] = {start: line.everywhere}
        settled: dict[tuple[tuple[int, ...], ...], int] = {}
        while ahead:
            left, cells = ahead.popitem()
            split: dict[tuple[tuple[int, ...], ...], int] = {(): cells}
            for player in range(len(left)):
                survives = self._survives(line, left, player)
                split = {
                    (*before, kept): part
                    for before, mask in split.items()
                    for kept, part in _by_kept(survives, mask).items()
                }
            for kept, part in split.items():
                target = settled if kept == left else ahead
                target[kept] = target.get(kept, 0) | part
        self._surviving = [
            next(kept for kept, mask in settled.items() if mask >> cell & 1) for cell in range(line.cells)
        ]
        return [
            Pattern.grouped([[[tuple((action,) for action in profile) for profile in product(*kept)]]])
            if line.exists(cell)
            else None
            for cell, kept in enumerate(self._surviving)
        ]

    def _survives(self, line: SignLine, left: tuple[tuple[int, ...], ...], player: int) -> dict[int, int]:
        """The cells in which each action is a best reply to some belief about the others' actions."""
        allowed = set(product(*(own for index, own in enumerate(left) if index != player)))
        others = tuple(index for index, joint in enumerate(_joint(self.game.shape, player)) if joint in allowed)
        survives = dict.fromkeys(left[player], 0)
        for basis in self.replies[player].bases(line, others, left[player]):
            for action in basis.tied:
                survives[action] |= basis.feasible
            for action, (_, zero) in basis.slacks.items():
                survives[action] |= basis.feasible & zero
        return survives

    def binding(self, line: SignLine, point: int) -> tuple[Incentive, ...]:
        """The constraints that bind of those on the actions that stay on one side and go on the other."""
        cells = [cell for cell in (point - 1, point, point + 1) if line.exists(cell)]
        found: set[Incentive] = set()
        for player, minors in enumerate(self.replies):
            joints = _joint(self.game.shape, player)
            around = [set(self._surviving[cell][player]) for cell in cells]
            changing = set[int]().union(*around) - around[0].intersection(*around[1:])
            for size in range(1, min(minors.others, minors.replies - 1) + 1):
                for against, tied in product(
                    combinations(range(minors.others), size), combinations(range(minors.replies), size + 1)
                ):
                    nonzero = sum(line.signs(minors.minor(against, tied)))
                    if changing & set(tied) and nonzero and not nonzero >> point & 1:
                        found.add(Incentive(player, tied, tuple(joints[index] for index in against)))
        return _fewest(found)


def _by_kept(survives: dict[int, int], cells: int) -> dict[tuple[int, ...], int]:
    """The cells by which actions survive in them."""
    found: dict[tuple[int, ...], int] = {(): cells}
    for action, mask in survives.items():
        found = {
            (*kept, action) if inside else kept: part
            for kept, before in found.items()
            for inside, part in ((True, before & mask), (False, before & ~mask))
            if part
        }
    return found


class RankingConditions:
    """A concept that looks only at how each player ranks the outcomes, solved afresh in every cell."""

    def __init__(self, game: StrategicGame, entries: Entries, answer: Callable[[Fraction], Pattern]) -> None:
        self.game, self.entries, self.answer = game, entries, answer
        self.pairs = list(combinations(range(prod(game.shape)), 2))
        _check_count(len(self.pairs) * len(game.players), "the rankings of the outcomes")

    def polynomials(self) -> Iterator[Any]:
        """As in `Conditions`."""
        for own in self.entries:
            for one, two in self.pairs:
                yield own[one] - own[two]

    def patterns(self, line: SignLine) -> list[Pattern | None]:
        """As in `Conditions`."""
        samples = [line.sample(cell) if line.exists(cell) else None for cell in range(line.cells)]
        return [None if sample is None else self.answer(sample) for sample in samples]

    def binding(self, line: SignLine, point: int) -> tuple[Tie, ...]:
        """As in `Conditions`."""
        profiles = list(self.game.profiles())
        found = []
        for player, own in enumerate(self.entries):
            for one, two in self.pairs:
                nonzero = sum(line.signs(own[one] - own[two]))
                if nonzero and not nonzero >> point & 1:
                    found.append(Tie(player, (profiles[one], profiles[two])))
        return tuple(found)
