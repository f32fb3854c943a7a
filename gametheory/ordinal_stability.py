"""Which pure outcomes are stable when each player only ranks them: many readings at once, in arrays.

A *ranking* gives each outcome a rank, more being better, and equal ranks are a tie. A *reading* has one
ranking a player.

- An outcome is a *pure Nash equilibrium* if each player would stay: none of its other actions leads to a better one.
- Under the *graph model's* concepts (Fang, Hipel and Kilgour 1993) a player also stays if each better outcome that it
  could move to is *sanctioned*: the others can go on from there, in turn and nobody twice in a row, to one that is
  no better for the player than where it stood. By any moves is general metarationality; where the player also cannot
  escape by one more move, symmetric metarationality; by moves each of which improves things for its mover, sequential
  stability.
- An outcome is *subgame perfect* in an order of observed moves if a pure subgame-perfect equilibrium leads to it. Going
  back from the last mover, an outcome survives a move if each other action of the mover leads to some survivor that is
  no better for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations
from math import factorial, prod

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import TooLarge

__all__ = ["MOST_ORDERS", "Judged", "RankArray", "improving", "stable", "stays"]

MOST_ORDERS = 120
"""The most orders of moves that are looked at: all those of five players."""

RankArray = NDArray[np.int16]
"""Rankings of one player: one row an outcome in the order of `game.profiles()`, one column a ranking."""

Judged = NDArray[np.bool_]
"""One row an outcome, one column a ranking or reading: whether the outcome is stable."""


def stable(concept: str, shape: Sequence[int], readings: Sequence[RankArray]) -> Judged:
    """The stable outcomes of each reading.

    Parameters
    ----------
    concept : str
        One of `gametheory.readings.CONCEPTS`. For ``subgame_perfect``, some order of moves has to lead there.
    shape : sequence of int
        The number of actions of each player.
    readings : sequence of array
        One array a player, whose columns belong together.

    Raises
    ------
    TooLarge
        If the players can move in more than `MOST_ORDERS` orders.
    """
    players = range(len(shape))
    if concept == "subgame_perfect":
        if factorial(len(shape)) > MOST_ORDERS:
            raise TooLarge(
                f"{len(shape)} players can move in {factorial(len(shape))} orders; subgame_perfect looks at no more "
                f"than {MOST_ORDERS}, and has to be left out"
            )
        judged = [_subgame_perfect(shape, order, readings) for order in permutations(players)]
        return np.asarray(np.logical_or.reduce(judged))
    everyone = dict(enumerate(readings))
    judged = [stays(concept, shape, player, own, everyone) for player, own in everyone.items()]
    return np.asarray(np.logical_and.reduce(judged))


def stays(
    concept: str, shape: Sequence[int], player: int, own: RankArray, others: Mapping[int, RankArray] | None = None
) -> Judged:
    """At which outcomes a player would stay, for each of its rankings.

    Parameters
    ----------
    concept : str
        ``pure_nash``, ``general_metarational``, ``symmetric_metarational`` or ``sequentially_stable``.
    shape : sequence of int
        The number of actions of each player.
    player : int
        Whose stability is asked for.
    own : array
        Its rankings.
    others : mapping from int to array, optional
        Everyone's, column by column; they count under sequential stability alone.
    """
    ranks = own.reshape(*shape, -1)
    along = np.moveaxis(ranks, player, 0)
    if concept == "pure_nash":
        found = along == along.max(0, keepdims=True)
    else:
        worth = ranks
        if concept == "symmetric_metarational":
            worth = np.broadcast_to(ranks.max(player, keepdims=True), ranks.shape)
        wishes = others if concept == "sequentially_stable" and others is not None else {}
        movers = {other: wishes.get(other) for other in range(len(shape)) if other != player}
        least = np.moveaxis(_least(worth, shape, movers), player, 0)
        here, there = along[:, None], along[None]
        found = ((there <= here) | (least[None] <= here)).all(1)
    return np.asarray(np.moveaxis(found, 0, player).reshape(len(own), -1))


def improving(shape: Sequence[int], player: int, own: RankArray) -> Judged:
    """Which of a player's moves improve things for it: one row a move, one column a ranking."""
    along = np.moveaxis(own.reshape(*shape, -1), player, 0)
    found: Judged = along[None] > along[:, None]
    return found.reshape(-1, own.shape[1])


def _least(worth: RankArray, shape: Sequence[int], movers: Mapping[int, RankArray | None]) -> RankArray:
    """The least worth to which the movers can lead from each outcome, by one or more moves, nobody twice in a row.

    A mover with rankings only moves where that improves things for itself. Where nobody can move, the least worth is
    the number of outcomes, which no rank reaches.
    """
    nowhere = np.int16(prod(shape))
    led_by = {mover: np.full_like(worth, nowhere) for mover in movers}
    changing = True
    while changing:
        changing = False
        for mover, ranks in movers.items():
            onward = worth
            for other, least in led_by.items():
                if other != mover:
                    onward = np.minimum(onward, least)
            if ranks is None:
                allowed = ~np.eye(shape[mover], dtype=bool).reshape(shape[mover], shape[mover], *[1] * len(shape))
            else:
                along = np.moveaxis(ranks.reshape(*shape, -1), mover, 0)
                allowed = along[None] > along[:, None]
            moved = np.where(allowed, np.moveaxis(onward, mover, 0)[None], nowhere).min(1)
            moved = np.moveaxis(moved, 0, mover)
            if len(movers) > 1 and (moved < led_by[mover]).any():
                changing = True
            led_by[mover] = moved
    return np.asarray(np.minimum.reduce([np.full_like(worth, nowhere), *led_by.values()]))


def _subgame_perfect(shape: Sequence[int], order: Sequence[int], readings: Sequence[RankArray]) -> Judged:
    left = np.ones((*shape, readings[0].shape[1]), dtype=bool)
    for place in range(len(order) - 1, -1, -1):
        mover = order[place]
        ranks = readings[mover].reshape(*shape, -1)
        worst = np.where(left, ranks, np.int16(prod(shape))).min(axis=tuple(order[place + 1 :]), keepdims=True)
        left &= ranks >= worst.max(axis=mover, keepdims=True)
    return left.reshape(prod(shape), -1)
