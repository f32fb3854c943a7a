"""Nash equilibria in mixed strategies of two-player games: all of them, exactly, however degenerate.

Let the first player have m actions and the second n, with payoff matrices A and B. The *best-response polyhedron* of
the first player is {(x, v) : x >= 0, sum x = 1, v >= x . B[:, j] for every j}; at (x, v) the label i stands for x_i = 0
and the label m + j for v = x . B[:, j], that is, for action j being a best response to x. The second player's is
defined alike. A pair of vertices that together carry all m + n labels is an *extreme equilibrium*, and the set of Nash
equilibria is the union of the *maximal Nash subsets* conv(X) x conv(Y), where X x Y is a maximal biclique of the graph
whose edges are the extreme equilibria. Subsets that touch share an extreme equilibrium, so the connected components of
that graph are the connected components of the set of equilibria (Winkels 1979; Avis, Rosenberg, Savani and von Stengel
2010, Economic Theory 42, sections 2 and 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from gametheory.deviation import Deviation, profitable_deviations
from gametheory.errors import NotApplicable
from gametheory.exact import common_denominator
from gametheory.game import StrategicGame, Strategies
from gametheory.polyhedra import extreme_rays
from gametheory.solution import Equilibrium, Solution

__all__ = ["ACCEPTS", "deviations", "solve"]

ACCEPTS = (StrategicGame,)

Strategy = tuple[Fraction, ...]
Pair = tuple[int, int]


def deviations(game: StrategicGame, equilibrium: Equilibrium) -> tuple[Deviation, ...]:
    """Every action that would pay a player more; empty exactly at an equilibrium."""
    return profitable_deviations(game, equilibrium.strategies)


def solve(game: StrategicGame) -> Solution:
    """All extreme equilibria of a two-player game, its maximal Nash subsets and its components.

    Raises
    ------
    NotApplicable
        If there are not two players.
    TooLarge
        If the game is too large for its vertices to be listed.
    """
    if len(game.players) != 2:
        raise NotApplicable(
            f"nash takes two players, and this game has {len(game.players)}; pure_nash takes any number"
        )
    rows, columns = _undominated(game)
    first = [[game.payoff(0, (i, j)) for i in rows] for j in columns]
    second = [[game.payoff(1, (i, j)) for j in columns] for i in rows]
    ours = _vertices(second, own_first=True)
    theirs = _vertices(first, own_first=False)
    pairs = _completely_labelled(ours, theirs, len(rows) + len(columns))
    spread = {
        (x, y): (_spread(ours[x][0], rows, game.shape[0]), _spread(theirs[y][0], columns, game.shape[1]))
        for x, y in pairs
    }
    ordered = sorted(pairs, key=lambda pair: _order(spread[pair]))
    index = {pair: number for number, pair in enumerate(ordered)}
    return Solution(
        game=game,
        concept="nash",
        method="vertex enumeration",
        arithmetic="exact rational",
        complete=True,
        equilibria=tuple(Equilibrium.of(game, spread[pair]) for pair in ordered),
        maximal_subsets=tuple(sorted(_indices(subset, index) for subset in _maximal_bicliques(ordered))),
        components=tuple(sorted(_indices(component, index) for component in _components(ordered))),
    )


def _undominated(game: StrategicGame) -> tuple[list[int], list[int]]:
    """The actions left once those strictly dominated by another action are removed, again and again.

    No equilibrium plays a strictly dominated action, and removing one leaves the set of equilibria as it was, so its
    extreme points and subsets too. Weakly dominated actions stay: removing them can lose equilibria.
    """
    rows, columns = range(game.shape[0]), range(game.shape[1])
    payoffs = game.payoffs
    width = game.shape[1]
    kept_rows, kept_columns = list(rows), list(columns)
    while True:
        ours = _not_dominated(kept_rows, [[payoffs[0][i * width + j] for j in kept_columns] for i in kept_rows])
        theirs = _not_dominated(kept_columns, [[payoffs[1][i * width + j] for i in ours] for j in kept_columns])
        if ours == kept_rows and theirs == kept_columns:
            return ours, theirs
        kept_rows, kept_columns = ours, theirs


def _not_dominated(actions: list[int], lines: list[list[Fraction]]) -> list[int]:
    return [
        action
        for action, line in zip(actions, lines, strict=True)
        if not any(all(map(Fraction.__gt__, other, line)) for other in lines)
    ]


def _vertices(payoffs: Sequence[Sequence[Fraction]], *, own_first: bool) -> list[tuple[Strategy, int]]:
    """The vertices of a player's best-response polyhedron, each a strategy with its mask of labels.

    `payoffs[i]` is what each of the opponent's actions yields the opponent when the player plays i. Labels of the first
    player's actions come before those of the second's, so `own_first` says which block is the player's own.
    """
    own, other = len(payoffs), len(payoffs[0])
    scale = common_denominator(tuple(value for row in payoffs for value in row))
    whole = [[int(value * scale) for value in row] for row in payoffs]
    # In homogeneous coordinates (x_1 .. x_own, v) the polyhedron is a cone; its one ray with x = 0 is not a vertex.
    rows = [[int(column == action) for column in range(own + 1)] for action in range(own)]
    rows += [[*(-whole[action][reply] for action in range(own)), 1] for reply in range(other)]
    vertices = []
    for ray in extreme_rays(rows):
        total = sum(ray.direction[:own])
        if total:
            zeros, replies = ray.tight & ((1 << own) - 1), ray.tight >> own
            labels = zeros | replies << own if own_first else replies | zeros << other
            vertices.append((tuple(Fraction(value, total) for value in ray.direction[:own]), labels))
    return vertices


def _completely_labelled(
    ours: list[tuple[Strategy, int]], theirs: list[tuple[Strategy, int]], labels: int
) -> list[Pair]:
    """The pairs of vertices that together carry every label."""
    every = (1 << labels) - 1
    masks = [mask for _, mask in theirs]
    return [
        (x, y)
        for x, (_, mask) in enumerate(ours)
        for missing in (every & ~mask,)
        for y, other in enumerate(masks)
        if other & missing == missing
    ]


def _spread(strategy: Strategy, actions: list[int], size: int) -> Strategy:
    """A strategy over some of the actions as one over all of them."""
    weights = [Fraction(0)] * size
    for action, weight in zip(actions, strategy, strict=True):
        weights[action] = weight
    return tuple(weights)


def _order(strategies: Strategies) -> tuple[bool, tuple[Fraction, ...]]:
    """Pure equilibria first, then by the weight on earlier actions."""
    weights = tuple(-weight for strategy in strategies for weight in strategy)
    return sum(bool(weight) for weight in weights) > len(strategies), weights


def _indices(pairs: list[Pair], index: dict[Pair, int]) -> tuple[int, ...]:
    return tuple(sorted(index[pair] for pair in pairs))


def _maximal_bicliques(pairs: list[Pair]) -> list[list[Pair]]:
    """The maximal products X x Y all of whose pairs are in `pairs`.

    The second sides of maximal bicliques are the non-empty intersections of neighbourhoods; each determines its first
    side, the vertices whose neighbourhood holds it.
    """
    neighbours: dict[int, frozenset[int]] = {}
    for x, y in pairs:
        neighbours[x] = neighbours.get(x, frozenset()) | {y}
    closed: set[frozenset[int]] = set()
    for neighbourhood in set(neighbours.values()):
        closed |= {neighbourhood & other for other in closed} | {neighbourhood}
    return [[(x, y) for x in neighbours if side <= neighbours[x] for y in side] for side in closed if side]


def _components(pairs: list[Pair]) -> list[list[Pair]]:
    """The pairs grouped by the connected components of the graph whose edges they are."""
    by_x: dict[int, list[Pair]] = {}
    by_y: dict[int, list[Pair]] = {}
    for pair in pairs:
        by_x.setdefault(pair[0], []).append(pair)
        by_y.setdefault(pair[1], []).append(pair)
    components = []
    left = dict.fromkeys(pairs)
    while left:
        found = [left.popitem()[0]]
        for x, y in found:  # grows while it is walked
            for pair in (*by_x.pop(x, ()), *by_y.pop(y, ())):
                if pair in left:
                    del left[pair]
                    found.append(pair)
        components.append(found)
    return components
