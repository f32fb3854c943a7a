"""Stated comparisons of outcomes: the pairs of profiles they stand for, their cycles, and what contradicts them.

A comparison says that a player prefers one (partial) profile to another. *Ceteris paribus*: the players that it does
not name do the same in both, so it stands for one pair of profiles for each way in which they may act. All the pairs of
a player together span the partial order that the source licenses.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from gametheory.game import ParametricGame, Profile
from gametheory.parameters import MultiAffine, Point
from payoffs.scenario import Comparison, Game

__all__ = [
    "Contradiction",
    "Interval",
    "contradictions",
    "cycles",
    "expand",
    "number_of_pairs",
    "values_that_satisfy",
]


_CYCLES_TOLD = 20


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A pair of profiles that payoffs rank otherwise than a comparison does."""

    comparison: Comparison
    better: Profile
    worse: Profile
    payoff_of_better: Fraction
    payoff_of_worse: Fraction


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers from `low` to `high`, without an end that is open."""

    low: Fraction
    high: Fraction
    low_open: bool = False
    high_open: bool = False

    @property
    def empty(self) -> bool:
        """Whether no number lies in it."""
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def where_positive(self, constant: Fraction, slope: Fraction, strict: bool) -> Interval:
        """The part in which constant + slope * x is positive, or is not negative where `strict` is false."""
        if slope == 0:
            return self if constant > 0 or (constant == 0 and not strict) else Interval(Fraction(1), Fraction(0))
        root = -constant / slope
        if slope > 0:
            low, low_open = max((self.low, self.low_open), (root, strict))
            return Interval(low, self.high, low_open, self.high_open)
        high, closed = min((self.high, not self.high_open), (root, not strict))
        return Interval(self.low, high, self.low_open, not closed)

    def __str__(self) -> str:
        if self.low == self.high:
            return f"exactly {self.low}"
        low = f"more than {self.low}" if self.low_open else f"at least {self.low}"
        high = f"less than {self.high}" if self.high_open else f"at most {self.high}"
        return f"{low} and {high}"


def expand(game: Game, comparison: Comparison) -> list[tuple[Profile, Profile]]:
    """The pairs (better, worse) of profiles, in action indices, that a comparison stands for.

    Parameters
    ----------
    game : Game
        The game that states the comparison.
    comparison : Comparison
        Both its profiles name the same players.

    Returns
    -------
    list of pair of tuple of int
        One pair for every profile of the players that it does not name, whose actions are alike in both.
    """
    choices: list[list[tuple[int, int]]] = []
    for player in game.players:
        ids = [action.id for action in player.actions]
        if player.id in comparison.prefers:
            choices.append([(ids.index(comparison.prefers[player.id]), ids.index(comparison.to[player.id]))])
        else:
            choices.append([(index, index) for index in range(len(ids))])
    return [
        (tuple(better for better, _ in choice), tuple(worse for _, worse in choice)) for choice in product(*choices)
    ]


def number_of_pairs(game: Game) -> int:
    """How many pairs of profiles all comparisons of the game stand for."""
    return sum(
        prod(len(player.actions) for player in game.players if player.id not in comparison.prefers)
        for comparison in game.comparisons
    )


def cycles(game: Game) -> Iterator[tuple[Comparison, ...]]:
    """Comparisons of one player that contradict each other, whatever the weights: each in turn, back to the first.

    A cycle without a strict comparison is a tie, which contradicts nothing. Once a cycle is told, its comparisons are
    left out of the search for the next; the search ends after twenty cycles of a player.
    """
    for player in game.players:
        stated = [comparison for comparison in game.comparisons if comparison.player == player.id]
        for _ in range(_CYCLES_TOLD):
            cycle = _first_cycle(game, stated)
            if not cycle:
                break
            yield tuple(cycle.values())
            stated = [comparison for comparison in stated if comparison.id not in cycle]


def _first_cycle(game: Game, stated: Sequence[Comparison]) -> dict[str, Comparison]:
    """The comparisons, by id, of a shortest cycle through one of the strict ones; empty where there is none."""
    worse_than: dict[Profile, dict[Profile, Comparison]] = {}
    for comparison in stated:
        for better, worse in expand(game, comparison):
            below = worse_than.setdefault(better, {})
            if comparison.strict or worse not in below:
                below[worse] = comparison
    component = _strong_components(worse_than)
    for better, below in worse_than.items():
        for worse, comparison in below.items():
            if comparison.strict and component[better] == component[worse]:
                around = [comparison, *_shortest_path(worse_than, worse, better)]
                return {entry.id: entry for entry in around}
    return {}


def _strong_components(successors: Mapping[Profile, Iterable[Profile]]) -> dict[Profile, Profile]:
    """For each node one node that stands for its strongly connected component (Kosaraju's two searches)."""
    predecessors: dict[Profile, list[Profile]] = {}
    for node, below in successors.items():
        predecessors.setdefault(node, [])
        for successor in below:
            predecessors.setdefault(successor, []).append(node)
    finished: list[Profile] = []
    seen: set[Profile] = set()
    for root in predecessors:
        if root in seen:
            continue
        seen.add(root)
        path = [(root, iter(successors.get(root, ())))]
        while path:
            node, remaining = path[-1]
            for successor in remaining:
                if successor not in seen:
                    seen.add(successor)
                    path.append((successor, iter(successors.get(successor, ()))))
                    break
            else:
                finished.append(node)
                path.pop()
    component: dict[Profile, Profile] = {}
    for root in reversed(finished):
        waiting = [root]
        while waiting:
            node = waiting.pop()
            if node not in component:
                component[node] = root
                waiting += predecessors[node]
    return component


def _shortest_path(
    edges: Mapping[Profile, Mapping[Profile, Comparison]], start: Profile, end: Profile
) -> list[Comparison]:
    """The labels along a shortest path, which exists."""
    came_from: dict[Profile, Profile] = {start: start}
    waiting = deque([start])
    while end not in came_from:
        node = waiting.popleft()
        for successor in edges.get(node, ()):
            if successor not in came_from:
                came_from[successor] = node
                waiting.append(successor)
    labels: list[Comparison] = []
    node = end
    while node != start:
        labels.append(edges[came_from[node]][node])
        node = came_from[node]
    return labels[::-1]


def contradictions(
    game: Game, stage: ParametricGame, point: Point, set_aside: Collection[str] = ()
) -> Iterator[Contradiction]:
    """Every comparison that the payoffs at a point contradict, with the first pair of profiles that shows it.

    Parameters
    ----------
    game : Game
        Where the comparisons are stated.
    stage : ParametricGame
        The same game's payoffs.
    point : mapping from str to Fraction
        A value for every parameter of `stage`.
    set_aside : collection of str
        Ids of comparisons that need not hold.
    """
    known: dict[tuple[int, Profile], Fraction] = {}

    def payoff(player: int, profile: Profile) -> Fraction:
        if (player, profile) not in known:
            known[player, profile] = stage.payoffs[player][stage.position(profile)].at(point)
        return known[player, profile]

    for comparison in game.comparisons:
        if comparison.id in set_aside:
            continue
        player = stage.players.index(comparison.player)
        for better, worse in expand(game, comparison):
            high, low = payoff(player, better), payoff(player, worse)
            if high < low or (high == low and comparison.strict):
                yield Contradiction(comparison, better, worse, high, low)
                break


def values_that_satisfy(
    game: Game, stage: ParametricGame, player: str, point: Mapping[str, Fraction], set_aside: Collection[str] = ()
) -> dict[str, Interval]:
    """For each single parameter, where it would have to stand for all comparisons of a player to hold.

    Parameters
    ----------
    game, stage, set_aside
        As in `contradictions`.
    player : str
        The player whose comparisons are to hold.
    point : mapping from str to Fraction
        Where all other parameters stay.

    Returns
    -------
    dict from str to Interval
        The parameters that can do it alone, within their ranges; empty where none can.
    """
    row = stage.payoffs[stage.players.index(player)]
    advantages: list[tuple[MultiAffine, bool]] = []
    for comparison in game.comparisons:
        if comparison.player == player and comparison.id not in set_aside:
            for better, worse in expand(game, comparison):
                advantages.append((row[stage.position(better)] - row[stage.position(worse)], comparison.strict))
    found = {}
    for name in _parameters_of(advantages, stage):
        parameter = stage.parameters[name]
        interval = Interval(parameter.low, parameter.high)
        for advantage, strict in advantages:
            constant, slope = advantage.affine_in(name)
            interval = interval.where_positive(constant.at(point), slope.at(point), strict)
            if interval.empty:
                break
        else:
            found[name] = interval
    return found


def _parameters_of(advantages: Iterable[tuple[MultiAffine, bool]], stage: ParametricGame) -> list[str]:
    used = frozenset[str]().union(*(advantage.parameters for advantage, _ in advantages))
    return [name for name in stage.parameters if name in used]
