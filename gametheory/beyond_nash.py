"""Payoffs beyond Nash: what a set of stable distributions yields that no lottery over Nash equilibria yields.

The payoffs of lotteries over the Nash equilibria of a two-player game are the convex hull of those of its extreme
equilibria: each equilibrium is a product of mixtures within a maximal Nash subset, hence a lottery over that subset's
extreme equilibria as far as payoffs go. So they are a polygon, and a convex set of payoffs reaches beyond it exactly if
it does so across one of the polygon's sides (Aumann 1974, Journal of Mathematical Economics 1, gives the first such).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gametheory.convex_hull import outward_normals
from gametheory.errors import TooLarge
from gametheory.game import StrategicGame
from gametheory.linear_program import Optimum

__all__ = ["BeyondNash", "Lotteries", "lotteries_over_nash"]


@dataclass(frozen=True, slots=True)
class Lotteries:
    """The payoffs of lotteries over Nash equilibria, as an intersection of half-planes.

    Attributes
    ----------
    sides : tuple of tuple of Fraction
        The outward directions, as in `outward_normals`.
    reach : tuple of Fraction
        The greatest payoff along each direction that a Nash equilibrium yields.
    """

    sides: tuple[tuple[Fraction, ...], ...]
    reach: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class BeyondNash:
    """The comparison, true where some stable distribution goes beyond every lottery over Nash equilibria.

    Attributes
    ----------
    lotteries : Lotteries
        What lotteries over Nash equilibria yield.
    stable : tuple of Optimum
        The greatest payoff along each of the lotteries' sides that a stable distribution yields.
    """

    lotteries: Lotteries
    stable: tuple[Optimum, ...]

    def __bool__(self) -> bool:
        return any(found.value > most for found, most in zip(self.stable, self.lotteries.reach, strict=True))


def lotteries_over_nash(game: StrategicGame) -> Lotteries | None:
    """The lotteries' payoffs, or None where there are not two players or the Nash equilibria are out of reach."""
    from gametheory.concepts import nash

    if len(game.players) != 2:
        return None
    try:
        payoffs = [equilibrium.payoffs for equilibrium in nash.solve(game).equilibria]
    except TooLarge:
        return None
    sides = outward_normals(payoffs)
    reach = tuple(max(side[0] * first + side[1] * second for first, second in payoffs) for side in sides)
    return Lotteries(sides, reach)
