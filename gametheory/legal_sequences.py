"""Legal sequences of moves in a graph model: several players move in turn, and nobody moves twice in a row.

The *reachable list* R_H(s) of players H from a state s holds every state to which a legal sequence of one or more moves
by members of H leads from s. R+_H(s) is the same by *unilateral improvements*: each move is to a state that its mover
prefers to the state just before (Fang, Hipel and Kilgour 1993, section 3.4). What may follow a state hangs on who moved
last, so the sequences are the paths of a graph whose nodes are pairs of a state and its last mover.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

__all__ = ["NOBODY", "Move", "Step", "reachable", "sequences"]

NOBODY = -1
"""The last mover where nobody has moved yet."""

Step = Callable[[int, int], Iterable[int]]
"""The states that a player, given first, can move to from a state, given second."""


@dataclass(frozen=True, slots=True)
class Move:
    """One move: by which player, from which state, to which. All are numbers."""

    player: int
    origin: int
    state: int


def sequences(step: Step, start: int, movers: Collection[int]) -> Iterator[tuple[Move, ...]]:
    """For each state in the reachable list of `movers` one shortest legal sequence to it, the shortest first.

    Parameters
    ----------
    step : function of player and state
        Where the player can move: `GraphModel.targets`, or `GraphModel.improvements` for improvements only.
    start : int
        The state s; it is in the list itself if a sequence returns to it.
    movers : collection of int
        The players H.
    """
    before: _Before = {}
    for node in _search(step, start, movers, before):
        path = []
        while node != (start, NOBODY):
            earlier = before[node]
            path.append(Move(node[1], earlier[0], node[0]))
            node = earlier
        yield tuple(reversed(path))


def reachable(step: Step, start: int, movers: Collection[int]) -> Iterator[int]:
    """The reachable list of `movers` from `start`, the nearest states first (see `sequences`), each as it is found."""
    return (state for state, _ in _search(step, start, movers, {}))


_Node = tuple[int, int]
_Before = dict[_Node, _Node]


def _search(step: Step, start: int, movers: Collection[int], before: _Before) -> Iterator[_Node]:
    """Breadth first, for each state in the reachable list the pair of it and a last mover that is found first.

    Fills `before` with the pair that each pair was reached from.
    """
    waiting = deque([(start, NOBODY)])
    found: set[int] = set()
    while waiting:
        state, last = waiting.popleft()
        for player in movers:
            if player == last:
                continue
            for target in step(player, state):
                if (target, player) in before:
                    continue
                before[target, player] = (state, last)
                waiting.append((target, player))
                if target not in found:
                    found.add(target)
                    yield target, player
