"""How a conflict can evolve from a state: where to, how fast, by whose moves, and who cannot be done without.

A conflict evolves by legal sequences of moves, in which nobody moves twice in a row (`gametheory.legal_sequences`),
either by any moves or by unilateral improvements alone. A player is *indispensable* for a state if no sequence of the
others leads there (Li, Kilgour and Hipel 2005, Journal of the Operational Research Society 56, status quo analysis).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from gametheory.graph_model import GraphModel
from gametheory.legal_sequences import Move, Step, reachable, sequences

__all__ = ["Route", "distances", "indispensable", "routes", "shortest_path"]


@dataclass(frozen=True, slots=True)
class Route:
    """How the conflict can get to a state.

    Attributes
    ----------
    moves : tuple of Move
        A legal sequence with as few moves as possible; empty if it starts there.
    indispensable : tuple of int
        The players who move in every legal sequence that leads there.
    """

    moves: tuple[Move, ...]
    indispensable: tuple[int, ...]


def distances(model: GraphModel, start: int, only_improvements: bool = False) -> dict[int, int]:
    """For every state that a legal sequence leads to, the fewest moves that it takes; 0 for the start itself."""
    found = {start: 0}
    for moves in sequences(_step(model, only_improvements), start, range(len(model.players))):
        found.setdefault(moves[-1].state, len(moves))
    return found


def shortest_path(
    model: GraphModel, start: int, goal: int, only_improvements: bool = False, without: int | None = None
) -> tuple[Move, ...] | None:
    """A legal sequence from one state to another with as few moves as possible, or None where there is none.

    Parameters
    ----------
    model : GraphModel
        The model.
    start, goal : int
        States. The sequence is empty if they are the same.
    only_improvements : bool
        Whether each move has to be to a state that its mover prefers to the state just before.
    without : int, optional
        A player who does not move.
    """
    if start == goal:
        return ()
    movers = [player for player in range(len(model.players)) if player != without]
    paths = sequences(_step(model, only_improvements), start, movers)
    return next((moves for moves in paths if moves[-1].state == goal), None)


def indispensable(model: GraphModel, start: int, goal: int, only_improvements: bool = False) -> tuple[int, ...] | None:
    """The players who move in every legal sequence from one state to another; None where there is no sequence."""
    if shortest_path(model, start, goal, only_improvements) is None:
        return None
    return tuple(
        player
        for player in range(len(model.players))
        if shortest_path(model, start, goal, only_improvements, without=player) is None
    )


def routes(model: GraphModel, start: int, goals: Collection[int], only_improvements: bool = False) -> dict[int, Route]:
    """For each of the goals that legal sequences lead to, a shortest one and who is indispensable, in one go."""
    step, everyone = _step(model, only_improvements), range(len(model.players))
    paths: dict[int, tuple[Move, ...]] = {start: ()} if start in goals else {}
    for moves in sequences(step, start, everyone):
        if moves[-1].state in goals:
            paths.setdefault(moves[-1].state, moves)
    without = [{start, *reachable(step, start, [one for one in everyone if one != player])} for player in everyone]
    return {
        goal: Route(paths[goal], tuple(player for player in everyone if goal not in without[player]))
        for goal in sorted(paths)
    }


def _step(model: GraphModel, only_improvements: bool) -> Step:
    return model.improvements if only_improvements else model.targets
