"""The least value that legal sequences of moves lead to, from every state at once, with its own proof.

Let v(t) be a value of each state, and C(t, j) the least value among t, to which player j has just moved, and all states
that legal sequences lead to from there. C is the greatest function that satisfies, for every move of a player k other
than j from t to u,

    C(t, j) <= v(t)    and    C(t, j) <= C(u, k)

so whatever satisfies these is nowhere too great; and a claim is not too small where it is v(t), or is handed on to a
move whose claim is the same and stands nearer to its source. Both are checked move by move, at the cost of looking at
each once, whatever found the claims.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from gametheory.errors import CertificateError
from gametheory.graph_model import Graphs
from gametheory.legal_sequences import NOBODY, Step

__all__ = ["LeastReachable", "check_least", "least_reachable"]


@dataclass(frozen=True, slots=True)
class LeastReachable:
    """Claims of least values, by last mover and state; `NOBODY` is the last mover before any move has been made.

    Attributes
    ----------
    claims : mapping from int to list of int or None
        C(t, j), for the players who may move. Under `NOBODY` the least value of the states that moves lead to, t itself
        only if they lead back; None where nobody can move.
    onward : mapping from int to list of tuple or None
        The mover and the state that a claim is handed on to; None for a claim that is the state's own value.
    order : mapping from int to list of int
        Less for what stands nearer to its source.
    """

    claims: Mapping[int, list[int | None]]
    onward: Mapping[int, list[tuple[int, int] | None]]
    order: Mapping[int, list[int]]

    @property
    def least(self) -> list[int | None]:
        """For every state the least value in its reachable list, None where the list is empty."""
        return self.claims[NOBODY]


def least_reachable(graphs: Graphs, movers: Collection[int], values: Sequence[int]) -> LeastReachable:
    """The least value in the reachable list of `movers`, from every state.

    States are taken in ascending order of their values, and each sends its value back along the moves that lead to it,
    as far as no lesser value has come. So each pair of a state and a last mover is settled once, and the cost grows as
    the number of moves times the number of movers.

    Parameters
    ----------
    graphs : tuple of tuple of tuple of int
        `GraphModel.moves`, or `GraphModel.improvement_graphs()` for improvements only.
    movers : collection of int
        The players whose legal sequences count.
    values : sequence of int
        One a state.
    """
    count = len(values)
    origins: dict[int, list[list[int]]] = {}
    for player in movers:
        back: list[list[int]] = [[] for _ in range(count)]
        for state, targets in enumerate(graphs[player]):
            for target in targets:
                back[target].append(state)
        origins[player] = back
    claims: dict[int, list[int | None]] = {last: [None] * count for last in (*movers, NOBODY)}
    onward: dict[int, list[tuple[int, int] | None]] = {last: [None] * count for last in claims}
    order = {last: [0] * count for last in claims}
    earlier = {player: [last for last in claims if last != player] for player in movers}
    settled = 0
    for source in sorted(range(count), key=values.__getitem__):
        value = values[source]
        waiting = [(player, source) for player in movers if claims[player][source] is None]
        for player, _ in waiting:
            claims[player][source] = value
            order[player][source] = settled
        while waiting:
            node = waiting.pop()
            player, state = node
            for origin in origins[player][state]:
                for last in earlier[player]:
                    if claims[last][origin] is None:
                        settled += 1
                        claims[last][origin] = value
                        onward[last][origin] = node
                        order[last][origin] = settled
                        if last != NOBODY:
                            waiting.append((last, origin))
        settled += 1
    return LeastReachable(claims, onward, order)


def check_least(step: Step, movers: Collection[int], values: Sequence[int], found: LeastReachable) -> None:
    """Check every claim, by the definition in the head of this module.

    Parameters
    ----------
    step : function of player and state
        Where the player can move.
    movers, values
        As in `least_reachable`.
    found : LeastReachable
        The claims.

    Raises
    ------
    CertificateError
        If one is wrong.
    """
    for last in (*movers, NOBODY):
        for state, claim in enumerate(found.claims[last]):
            bounds = [] if last == NOBODY else [values[state]]
            for player in movers:
                if player != last:
                    for target in step(player, state):
                        bound = found.claims[player][target]
                        if bound is None:
                            raise CertificateError(f"no least value is claimed of state {target} after player {player}")
                        bounds.append(bound)
            via = found.onward[last][state]
            if claim is None:
                sound = not bounds
            elif any(bound < claim for bound in bounds):
                sound = False
            elif via is None:
                sound = last != NOBODY and claim == values[state]
            else:
                player, target = via
                sound = (
                    player in movers
                    and player != last
                    and target in step(player, state)
                    and found.claims[player][target] == claim
                    and found.order[player][target] < found.order[last][state]
                )
            if not sound:
                raise CertificateError(f"{claim} is not the least value from state {state} on, after player {last}")
