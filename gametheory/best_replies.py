"""Pure equilibria of a block of games of any number of players: the profiles at which every action is a best reply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["pure_equilibria"]


def pure_equilibria(
    payoffs: NDArray[Any], errors: tuple[float, ...] = ()
) -> tuple[NDArray[np.bool_], NDArray[np.bool_] | None]:
    """The profiles that are equilibria.

    Parameters
    ----------
    payoffs : (players, actions of player 1, ..., games) array
        Numbers of any kind that can be compared.
    errors : tuple of float, optional
        For each player a bound on the absolute error of its payoffs.

    Returns
    -------
    stable : (actions of player 1, ..., games) array of bool
    doubtful : (games,) array of bool, or None
        Where two actions of a player are too close for the bound to tell which is better; None if there are no errors.
    """
    stable = np.ones(payoffs.shape[1:], dtype=bool)
    best = np.empty(payoffs.shape[1:], dtype=bool)
    doubtful = np.zeros(payoffs.shape[-1], dtype=bool) if any(errors) else None
    for player, own in enumerate(payoffs):
        if own.shape[player] == 2 and doubtful is None:  # saves finding the better one
            one, two = np.moveaxis(own, player, 0)
            first, second = np.moveaxis(best, player, 0)
            np.greater_equal(one, two, out=first)
            np.greater_equal(two, one, out=second)
            stable &= best
            continue
        most = np.maximum.reduce(own, axis=player, keepdims=True)
        stable &= np.equal(own, most, out=best)
        if doubtful is not None:
            close = np.count_nonzero(most - own <= 2.01 * errors[player], axis=player)
            doubtful |= (close > 1).any(axis=tuple(range(close.ndim - 1)))
    return stable, doubtful
