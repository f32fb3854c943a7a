"""Games of nashpy, the library of two-player games in floating point, both ways."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from gametheory.errors import InvalidNumber, NotApplicable
from gametheory.game import StrategicGame

if TYPE_CHECKING:
    import nashpy

__all__ = ["from_nashpy", "to_nashpy"]


def to_nashpy(game: StrategicGame) -> tuple[nashpy.Game, bool]:
    """A two-player game for nashpy, and whether it is the same game.

    Returns
    -------
    game : nashpy.Game
        Its two matrices hold each payoff rounded to the nearest float.
    exact : bool
        Whether no payoff had to be rounded. Where it is False, ties of the game may be broken in nashpy's, and nashpy's
        answers are those of a game nearby.

    Raises
    ------
    NotApplicable
        If the game has not two players.
    InvalidNumber
        If a payoff is beyond the range of floats.
    """
    import nashpy

    if len(game.players) != 2:
        raise NotApplicable(f"nashpy's games have two players; this game has {len(game.players)}")
    try:
        matrices = [game.array(player) for player in range(2)]
    except OverflowError as error:
        raise InvalidNumber("a payoff is beyond 1.8e308, the range of the floats that nashpy computes in") from error
    floats = [[Fraction(value) for value in matrix.ravel().tolist()] for matrix in matrices]
    exact = all(tuple(held) == values for held, values in zip(floats, game.payoffs, strict=True))
    return nashpy.Game(*matrices), exact


def from_nashpy(
    game: nashpy.Game, players: Sequence[str] | None = None, actions: Sequence[Sequence[str]] | None = None
) -> StrategicGame:
    """The game that nashpy holds, each float at its binary value.

    Parameters
    ----------
    game : nashpy.Game
        Any of nashpy's games.
    players, actions : sequences of str, optional
        Names, which nashpy's games lack; by default as in `StrategicGame.from_arrays`.

    Raises
    ------
    InvalidGame
        If the matrices differ in shape, are empty, or hold anything but finite numbers.
    """
    return StrategicGame.from_arrays(game.payoff_matrices, players, actions)
