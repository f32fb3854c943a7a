"""Backward induction: the subgame-perfect equilibria of a tree, counted by the outcomes that they lead to.

The tree is cut into pieces (see `ExtensiveGame.pieces`), and these are solved from the last to the first. What is kept
of a subgame is one entry for each lottery over ends that an equilibrium of it leads to, with the number of equilibria
that do, and one of them.

- A move of chance combines what its branches lead to.
- At a single move, an action `a` that leads to an outcome worth `v` to the mover is part of as many equilibria as there
  are ways to let every other action lead to an outcome worth no more than `v`.
- Any other piece is a small game for each combination of payoffs at its exits, and the equilibria of its strategic form
  are found by `nash`, or, where that is out of reach, by `pure_nash`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate, product
from math import prod
from typing import cast

from gametheory.concepts import nash, pure_nash
from gametheory.errors import TooLarge
from gametheory.plans import PlanGame
from gametheory.solution import Solution
from gametheory.solve import default_play
from gametheory.tree import Behaviour, ExtensiveGame, Piece
from gametheory.tree_nodes import Chance, Move, Node, Terminal

__all__ = ["MOST_OUTCOMES", "Induction", "backward_induction"]

MOST_OUTCOMES = 50_000
"""The most outcomes beyond one each that subgames may have together, and the most games that a piece may make."""

MOST_CHECKED = 2_000_000
"""The most outcomes times nodes of a tree whose certificates are worked out."""

_ZERO, _ONE = Fraction(0), Fraction(1)

_Reached = tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """What equilibria of a subgame lead to, how many do, and how one of them goes on.

    `local` is the behaviour in the piece by information set; `exits` what is chosen at the piece's exits, in their
    order, but for the exit numbered `instead[0]`, where it is `instead[1]`: outcomes that differ in one exit share the
    rest.
    """

    reached: _Reached
    payoffs: tuple[Fraction, ...]
    count: int
    local: tuple[tuple[int, tuple[Fraction, ...]], ...] = ()
    exits: tuple[_Found, ...] = ()
    instead: tuple[int, _Found] | None = None


@dataclass(frozen=True, slots=True)
class Induction:
    """The equilibria that backward induction finds.

    Attributes
    ----------
    found : tuple of (Behaviour, dict, payoffs, count)
        One equilibrium for each lottery over ends: its behaviour, the lottery, the payoffs, and how many lead to it.
    finite : bool
        Whether every piece with several movers has isolated equilibria only, all of which were found.
    """

    found: tuple[tuple[Behaviour, dict[int, Fraction], tuple[Fraction, ...], int], ...]
    finite: bool


def backward_induction(game: ExtensiveGame) -> Induction:
    """Solve a tree from its ends to its root.

    Raises
    ------
    TooLarge
        If ties leave more than `MOST_OUTCOMES` outcomes to keep.
    """
    kept: dict[int, list[_Found]] = {
        number: [_Found(((number, Fraction(1)),), node.payoffs, 1)] for number, node in game.terminals()
    }
    beyond_one, finite = 0, True
    for piece in reversed(game.pieces()):
        options = [kept.pop(number) for number in piece.exits]
        root = game.nodes[piece.root]
        outcomes: Iterable[_Found]
        if len(piece.inner) > 1:
            solver = _PieceSolver(game, piece)
            outcomes = solver.solve(options)
        elif isinstance(root, Chance):
            _refuse_beyond(prod(map(len, options)))
            outcomes = (_combined(root.probabilities, choice) for choice in product(*options))
        else:
            own_set = cast(Move, root).information_set
            outcomes = _by_choice(own_set, game.information_sets[own_set].player, options)
        kept[piece.root] = _merged(outcomes, MOST_OUTCOMES - beyond_one)
        beyond_one += max(0, len(kept[piece.root]) - 1)
        if len(piece.inner) > 1:
            finite &= solver.finite
    found = kept[0]
    if len(found) * len(game.nodes) > MOST_CHECKED:
        raise TooLarge(
            f"ties leave {len(found):,} outcomes of a tree with {len(game.nodes):,} nodes, which makes "
            f"{len(found) * len(game.nodes):,} nodes to check; no more than {MOST_CHECKED:,} are"
        )
    return Induction(
        tuple((_behaviour(game, entry), dict(entry.reached), entry.payoffs, entry.count) for entry in found), finite
    )


def _refuse_beyond(outcomes: int) -> None:
    if outcomes > MOST_OUTCOMES:
        raise TooLarge(f"ties leave more than {MOST_OUTCOMES:,} outcomes of subgames, the most that are listed")


def _merged(outcomes: Iterable[_Found], most: int) -> list[_Found]:
    """One entry for each lottery over ends, with the sum of the counts."""
    counts: dict[_Reached, int] = {}
    first: dict[_Reached, _Found] = {}
    for number, outcome in enumerate(outcomes):
        if number > most:
            _refuse_beyond(MOST_OUTCOMES + 1)
        counts[outcome.reached] = counts.get(outcome.reached, 0) + outcome.count
        first.setdefault(outcome.reached, outcome)
    return [replace(entry, count=counts[reached]) for reached, entry in first.items()]


def _by_choice(own_set: int, player: int, options: Sequence[Sequence[_Found]]) -> Iterator[_Found]:
    if not all(options):  # a subgame without an equilibrium of the kind that is looked for
        return
    worths = [sorted((entry.payoffs[player], entry.count) for entry in entries) for entries in options]
    values = [[worth for worth, _ in entries] for entries in worths]
    counts = [list(accumulate((count for _, count in entries), initial=0)) for entries in worths]
    threshold = max(own[0] for own in values)
    ways: dict[Fraction, tuple[list[int], int, tuple[_Found, ...]]] = {}
    for action, entries in enumerate(options):
        for entry in entries:
            worth = entry.payoffs[player]
            if worth < threshold:
                continue
            if worth not in ways:
                within = [own_counts[bisect_right(own, worth)] for own, own_counts in zip(values, counts, strict=True)]
                others = tuple(next(other for other in own if other.payoffs[player] <= worth) for own in options)
                ways[worth] = within, prod(within), others
            within, every, others = ways[worth]
            local = ((own_set, _certain(action, len(options))),)
            count = entry.count * (every // within[action])
            yield _Found(entry.reached, entry.payoffs, count, local, others, (action, entry))


def _certain(action: int, actions: int) -> tuple[Fraction, ...]:
    chances = [_ZERO] * actions
    chances[action] = _ONE
    return tuple(chances)


def _combined(
    probabilities: Sequence[Fraction],
    choice: tuple[_Found, ...],
    local: tuple[tuple[int, tuple[Fraction, ...]], ...] = (),
) -> _Found:
    """What a choice at the exits leads to when each is reached with its probability."""
    taken = [(chance, entry) for chance, entry in zip(probabilities, choice, strict=True) if chance]
    reached = tuple((number, chance * weight) for chance, entry in taken for number, weight in entry.reached)
    players = range(len(choice[0].payoffs))
    payoffs = tuple(sum((chance * entry.payoffs[player] for chance, entry in taken), Fraction(0)) for player in players)
    return _Found(reached, payoffs, prod(entry.count for entry in choice), local, choice)


class _PieceSolver:
    """The equilibria of a piece in which a player moves without knowing all that was done before."""

    def __init__(self, game: ExtensiveGame, piece: Piece) -> None:
        self.game, self.piece = game, piece
        moves = [node.information_set for number in piece.inner if isinstance(node := game.nodes[number], Move)]
        self.sets = tuple(dict.fromkeys(moves))
        self.movers = tuple(sorted({game.information_sets[number].player for number in self.sets}))
        self.finite = True

    def solve(self, options: Sequence[Sequence[_Found]]) -> Iterator[_Found]:
        """What the piece's equilibria lead to, for every choice among what its exits can lead to."""
        grouped: list[dict[tuple[Fraction, ...], list[_Found]]] = []
        for entries in options:
            groups: dict[tuple[Fraction, ...], list[_Found]] = {}
            for entry in entries:
                groups.setdefault(tuple(entry.payoffs[player] for player in self.movers), []).append(entry)
            grouped.append(groups)
        _refuse_beyond(prod(map(len, grouped)))
        for payoffs in product(*grouped):
            alike = [groups[worth] for groups, worth in zip(grouped, payoffs, strict=True)]
            for behaviour in self._equilibria(payoffs):
                yield from self._outcomes(behaviour, alike)

    def _outcomes(self, behaviour: Behaviour, groups: Sequence[list[_Found]]) -> Iterator[_Found]:
        local = tuple(zip(self.sets, behaviour, strict=True))
        chances = self._exit_probabilities(dict(local))
        # What an exit off the path leads to changes nothing but the number of equilibria.
        apart = [
            group if chance else [replace(group[0], count=sum(entry.count for entry in group))]
            for group, chance in zip(groups, chances, strict=True)
        ]
        _refuse_beyond(prod(map(len, apart)))
        for choice in product(*apart):
            yield _combined(chances, choice, local)

    def _exit_probabilities(self, local: dict[int, tuple[Fraction, ...]]) -> list[Fraction]:
        reach = {self.piece.root: Fraction(1)}
        for number in self.piece.inner:
            node = self.game.nodes[number]
            if isinstance(node, Terminal):
                continue
            chances = local[node.information_set] if isinstance(node, Move) else node.probabilities
            for chance, below in zip(chances, self.game.successors[number], strict=True):
                reach[below] = reach[number] * chance
        return [reach[number] for number in self.piece.exits]

    def _equilibria(self, payoffs: Sequence[tuple[Fraction, ...]]) -> list[Behaviour]:
        """The extreme equilibria of the piece when its exits pay this to those who move in it."""
        form = self._alone(payoffs).strategic_form()
        solution = self._nash(form)
        if not solution.complete or any(len(component) > 1 for component in solution.components):
            self.finite = False
        if solution.enclosed or (solution.concept == "pure_nash" and len(self.movers) > 1):
            self.finite = False
        return list(dict.fromkeys(form.behaviour(found.strategies) for found in solution.equilibria))

    def _nash(self, form: PlanGame) -> Solution:
        if default_play(form).concept == "nash":
            try:
                return nash.solve(form)
            except TooLarge:
                pass
        return pure_nash.solve(form)

    def _alone(self, payoffs: Sequence[tuple[Fraction, ...]]) -> ExtensiveGame:
        """The piece as a game of those who move in it."""
        game, piece = self.game, self.piece
        sets = {number: index for index, number in enumerate(self.sets)}
        players = {player: index for index, player in enumerate(self.movers)}
        worth = dict(zip(piece.exits, payoffs, strict=True))
        nodes: list[Node] = []
        for number in sorted((*piece.inner, *piece.exits)):
            node = game.nodes[number]
            if number in worth:
                nodes.append(Terminal(worth[number]))
            elif isinstance(node, Move):
                nodes.append(Move(sets[node.information_set]))
            else:
                nodes.append(node)
        entries = [game.information_sets[number] for number in self.sets]
        return ExtensiveGame(
            tuple(game.players[player] for player in self.movers),
            tuple(replace(entry, player=players[entry.player]) for entry in entries),
            tuple(nodes),
        )


def _behaviour(game: ExtensiveGame, found: _Found) -> Behaviour:
    """The behaviour of one equilibrium, put together from that of its pieces."""
    chosen: dict[int, tuple[Fraction, ...]] = {}
    ahead = [found]
    while ahead:
        entry = ahead.pop()
        chosen.update(entry.local)
        ahead += [
            entry.instead[1] if entry.instead is not None and entry.instead[0] == number else exit_
            for number, exit_ in enumerate(entry.exits)
        ]
    return tuple(chosen[number] for number in range(len(game.information_sets)))
