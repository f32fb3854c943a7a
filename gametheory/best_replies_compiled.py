"""Pure equilibria of blocks of games, compiled by numba: `gametheory.best_replies`, and the list in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory.batch_compiled import compiled, first_bit

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["CompiledPureEquilibria"]

_LANES = 512  # what is read from one row before the next: a page of memory
_FEW = 16  # so few profiles are all tried, where finding the next one would mispredict more than it saves


class CompiledPureEquilibria:
    """The pure equilibria of blocks of games of one shape.

    Parameters
    ----------
    shape : tuple of int
        The numbers of actions.
    games : int
        The most games in a block.
    """

    def __init__(self, shape: tuple[int, ...], games: int) -> None:
        profiles = np.arange(np.prod(shape)).reshape(shape)
        # for each player the sets of profiles among which it chooses, as rows; padded to the most actions
        self._lines = np.full((len(shape), profiles.size // min(shape), max(shape)), -1, dtype=np.int64)
        self._sizes = np.array(shape, dtype=np.int64)
        for player, size in enumerate(shape):
            lines = np.moveaxis(profiles, player, -1).reshape(-1, size)
            self._lines[player, : len(lines), :size] = lines
        self._profiles = profiles.size
        self._records = np.empty(games * profiles.size, dtype=np.uint16)

    def solve(self, payoffs: NDArray[Any]) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
        """The equilibria of a block.

        Parameters
        ----------
        payoffs : (players, actions of player 1, ..., games) array of float64 or int64

        Returns
        -------
        (array, array)
            The positions of the profiles that are equilibria, by game; a buffer, good until the next call. And how many
            each game has.
        """
        games = payoffs.shape[-1]
        number = np.empty(games, dtype=np.uint16)
        flat = np.ascontiguousarray(payoffs).reshape(len(self._sizes), self._profiles, games)
        found = _solve(flat, self._lines, self._sizes, self._records, number)
        return self._records[:found], number


@compiled
def _solve(payoffs, lines, sizes, records, number):  # type: ignore[no-untyped-def]
    players, profiles, games = payoffs.shape
    stable = np.empty(_LANES, dtype=np.uint64)
    best = np.empty(_LANES, dtype=np.uint64)
    most = np.empty(_LANES, dtype=payoffs.dtype)
    found = np.int64(0)
    for start in range(0, games, _LANES):
        width = min(_LANES, games - start)
        stable[:] = ~np.uint64(0)
        for player in range(players):
            size = sizes[player]
            best[:] = 0
            for line in range(profiles // size):
                most[:width] = payoffs[player, lines[player, line, 0], start : start + width]
                for action in range(1, size):
                    own = payoffs[player, lines[player, line, action], start : start + width]
                    for lane in range(width):
                        most[lane] = own[lane] if own[lane] > most[lane] else most[lane]
                for action in range(size):
                    profile = lines[player, line, action]
                    own = payoffs[player, profile, start : start + width]
                    bit = np.uint64(1) << np.uint64(profile)
                    for lane in range(width):
                        best[lane] |= bit if own[lane] == most[lane] else np.uint64(0)
            for lane in range(width):
                stable[lane] &= best[lane]
        for lane in range(width):
            before = found
            word = stable[lane]
            if profiles <= _FEW:
                for profile in range(profiles):
                    records[found] = profile  # kept only if the next line moves on: no branch to mispredict
                    found += np.int64(word >> np.uint64(profile) & np.uint64(1))
            else:
                while word:
                    records[found] = first_bit(word)
                    found += 1
                    word &= word - np.uint64(1)
            number[start + lane] = found - before
    return found
