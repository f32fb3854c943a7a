"""Two players: every extreme equilibrium, from the vertices of the best-response polyhedra.

Let the first player have m actions and the second n, with payoff matrices A and B. The *best-response polyhedron* of
the first player is {(x, v) : x >= 0, sum x = 1, v >= x . B[:, j] for every j}; at (x, v) the label i stands for x_i = 0
and the label m + j for v = x . B[:, j], that is, for action j being a best response to x. The second player's is
defined alike. A pair of vertices that together carry all m + n labels is an *extreme equilibrium* (Mangasarian 1964,
SIAM J. Appl. Math. 12; Avis, Rosenberg, Savani and von Stengel 2010, Economic Theory 42, section 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from gametheory.exact import common_denominator
from gametheory.polyhedra import extreme_rays

__all__ = ["Strategy", "Vertex", "best_response_vertices", "extreme_equilibria"]

Strategy = tuple[Fraction, ...]
Matrix = Sequence[Sequence[Fraction]]


@dataclass(frozen=True, slots=True)
class Vertex:
    """A vertex of a player's best-response polyhedron.

    Attributes
    ----------
    strategy : tuple of Fraction
        The player's mixed strategy there.
    unplayed, replies : int
        Bit masks: the player's own actions without weight, and the opponent's best responses.
    """

    strategy: Strategy
    unplayed: int
    replies: int


def extreme_equilibria(first: Matrix, second: Matrix) -> list[tuple[Strategy, Strategy]]:
    """All extreme equilibria of the bimatrix game in which the players get `first` and `second`, without repeats.

    Raises
    ------
    TooLarge
        If the game is too large for its vertices to be listed.
    """
    ours = best_response_vertices(second)
    theirs = best_response_vertices(list(zip(*first, strict=True)))
    # Every action is unplayed or a best response: what one vertex leaves open, the other has to fill.
    rows, columns = (1 << len(first)) - 1, (1 << len(first[0])) - 1
    found = []
    exact = {(y.unplayed, y.replies): y.strategy for y in theirs}
    several = [y for y in theirs if y.unplayed.bit_count() + y.replies.bit_count() > len(first[0])]
    for x in ours:
        played, no_reply = rows & ~x.unplayed, columns & ~x.replies
        if x.unplayed.bit_count() + x.replies.bit_count() > len(first):
            candidates = theirs
        else:  # x leaves open as many labels as a simple vertex has, so one of those fits only when it has just them
            candidates = several
            if (no_reply, played) in exact:
                found.append((x.strategy, exact[no_reply, played]))
        found += [(x.strategy, y.strategy) for y in candidates if not (played & ~y.replies or no_reply & ~y.unplayed)]
    return found


def best_response_vertices(payoffs: Matrix) -> list[Vertex]:
    """The vertices of a player's best-response polyhedron.

    `payoffs[i][j]` is what the opponent gets when the player plays i and the opponent j.
    """
    own, other = len(payoffs), len(payoffs[0])
    scale = common_denominator(tuple(value for row in payoffs for value in row))
    whole = [[int(value * scale) for value in row] for row in payoffs]
    # In homogeneous coordinates (x_1 .. x_own, v) the polyhedron is a cone; its one ray with x = 0 is not a vertex.
    rows = [[int(column == action) for column in range(own + 1)] for action in range(own)]
    rows += [[*(-whole[action][reply] for action in range(own)), 1] for reply in range(other)]
    return [
        Vertex(
            strategy=tuple(Fraction(value, total) for value in ray.direction[:own]),
            unplayed=ray.tight & ((1 << own) - 1),
            replies=ray.tight >> own,
        )
        for ray in extreme_rays(rows)
        for total in (sum(ray.direction[:own]),)
        if total
    ]
