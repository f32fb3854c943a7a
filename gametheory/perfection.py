"""Trembling-hand perfect equilibria of two-player games, decided exactly.

An equilibrium is *perfect* when it is the limit of equilibria of games in which every action is played by mistake with
some vanishing probability (Selten 1975, International Journal of Game Theory 4). With two players that holds exactly
when neither strategy is weakly dominated by a mixed one (van Damme 1991, Stability and Perfection of Nash Equilibria,
theorem 3.2.2), and whether a strategy is dominated depends only on which actions it plays. With three or more players
an equilibrium in undominated strategies need not be perfect, so none is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gametheory.deviation import profitable_deviations
from gametheory.dominance import weakly_dominating
from gametheory.errors import NotApplicable
from gametheory.game import StrategicGame, Strategies

__all__ = ["Imperfection", "imperfections"]


@dataclass(frozen=True, slots=True)
class Imperfection:
    """Why an equilibrium is not perfect: a strategy that would never yield a player less, and somewhere more.

    Attributes
    ----------
    player : str
        Whose strategy is weakly dominated.
    instead : tuple of Fraction
        The strategy that dominates it.
    gain : Fraction
        The sum of its gains over the other player's actions.
    """

    player: str
    instead: tuple[Fraction, ...]
    gain: Fraction


def imperfections(game: StrategicGame, strategies: Strategies) -> tuple[Imperfection, ...]:
    """What keeps a Nash equilibrium of a two-player game from being perfect: empty exactly where it is perfect.

    Raises
    ------
    NotApplicable
        If there are not two players, or the strategies are no Nash equilibrium.
    """
    if len(game.players) != 2:
        raise NotApplicable(f"perfection is decided for two players, and this game has {len(game.players)}")
    if gains := profitable_deviations(game, strategies):
        raise NotApplicable(f"only a Nash equilibrium can be perfect; here {gains[0].player!r} would deviate")
    found = ((player, weakly_dominating(game, index, strategies[index])) for index, player in enumerate(game.players))
    return tuple(Imperfection(player, *better) for player, better in found if better is not None)
