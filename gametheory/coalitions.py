"""Coalitions in a graph model: what players improve by moving together that none of them could alone.

A *coalition improvement* of players H from state s is a state that legal sequences of moves by members of H lead to
from s, and that every member prefers to s; the moves on the way need not be improvements. State s is *coalitionally
stable* for H if there is none, and *coalitionally Nash stable* if this is so for every coalition. A coalition
improvement from one equilibrium to another is an *equilibrium jump*: individual stability could not see it (Kilgour,
Hipel, Fang and Peng 2001, Group Decision and Negotiation 10, 159-175).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from gametheory.errors import InvalidGame, TooLarge
from gametheory.graph_model import GraphModel
from gametheory.legal_sequences import Move, sequences

__all__ = [
    "MOST_PLAYERS",
    "CoalitionImprovement",
    "coalition_improvements",
    "coalitionally_stable",
    "equilibrium_jumps",
]

MOST_PLAYERS = 12
"""The most players whose coalitions are all looked at."""


@dataclass(frozen=True, slots=True)
class CoalitionImprovement:
    """A joint improvement.

    Attributes
    ----------
    coalition : tuple of int
        The players H.
    origin, state : int
        From where to where.
    moves : tuple of Move
        A shortest legal sequence that leads there.
    """

    coalition: tuple[int, ...]
    origin: int
    state: int
    moves: tuple[Move, ...]


def coalition_improvements(
    model: GraphModel, state: int, coalition: Iterable[int] | None = None
) -> Iterator[CoalitionImprovement]:
    """The coalition improvements from a state.

    Parameters
    ----------
    model : GraphModel
        The model.
    state : int
        The state s.
    coalition : iterable of int, optional
        The players H; by default every coalition of two and more, the smaller first.

    Raises
    ------
    InvalidGame
        If the coalition is empty, or has a player who is not there.
    TooLarge
        If all coalitions of more than `MOST_PLAYERS` players are asked for.
    """
    for members in _coalitions(model, coalition):
        ranks = [model.ranks[player] for player in members]
        for moves in sequences(model.targets, state, members):
            reached = moves[-1].state
            if all(own[reached] > own[state] for own in ranks):
                yield CoalitionImprovement(members, state, reached, moves)


def coalitionally_stable(model: GraphModel, state: int, coalition: Iterable[int] | None = None) -> bool:
    """Whether no coalition of two and more, or not the one that is given, has a coalition improvement from a state."""
    return next(coalition_improvements(model, state, coalition), None) is None


def equilibrium_jumps(model: GraphModel, equilibria: Iterable[int]) -> Iterator[CoalitionImprovement]:
    """The coalition improvements from one of the equilibria to another, each by its smallest coalitions only."""
    states = set(equilibria)
    for state in sorted(states):
        smallest: dict[int, list[set[int]]] = {}
        for found in coalition_improvements(model, state):
            members = set(found.coalition)
            known = smallest.setdefault(found.state, [])
            if found.state in states and not any(other <= members for other in known):
                known.append(members)
                yield found


def _coalitions(model: GraphModel, coalition: Iterable[int] | None) -> Iterator[tuple[int, ...]]:
    count = len(model.players)
    if coalition is not None:
        members = tuple(sorted(set(coalition)))
        if not members or members[0] < 0 or members[-1] >= count:
            raise InvalidGame(f"a coalition has some of the players 0 to {count - 1}; this is {members}")
        yield members
        return
    if count > MOST_PLAYERS:
        raise TooLarge(
            f"{count} players form {2**count - count - 1} coalitions; all are looked at up to {MOST_PLAYERS} players, "
            "beyond which a coalition has to be named"
        )
    for size in range(2, count + 1):
        yield from combinations(range(count), size)
