"""Coarse correlated equilibria: each player does best to sign up to a mediator's draw before it is told its own action.

A distribution p over the pure profiles is a coarse correlated equilibrium when for every player i and action b of its
own, the sum over the profiles s of p(s) (u_i(b, s_-i) - u_i(s)) is at most zero (Moulin and Vial 1978, International
Journal of Game Theory 7; Young 2004, Strategic Learning and Its Limits, section 3.2). Every correlated equilibrium is
one. They are the long-run averages of play in which nobody regrets not having played one action throughout.
"""

from __future__ import annotations

from math import prod

from gametheory.correlation import (
    CorrelatedSolution,
    DeviationWhenTold,
    Incentive,
    certify_correlated,
    solve_correlated,
    violations,
)
from gametheory.game import StrategicGame
from gametheory.solution import Equilibrium

__all__ = ["ACCEPTS", "certify", "deviations", "incentives", "solve"]

ACCEPTS = (StrategicGame,)


def deviations(game: StrategicGame, equilibrium: Equilibrium) -> tuple[DeviationWhenTold, ...]:
    """Every action that a player would rather play throughout; empty exactly at a coarse correlated equilibrium.

    Takes a `CorrelatedEquilibrium`, or strategies played independently.
    """
    return violations(game, incentives(game), equilibrium)


def solve(game: StrategicGame) -> CorrelatedSolution:
    """The bounds of the coarse correlated equilibria, each proven by its dual.

    Raises
    ------
    TooLarge
        If the game has too many pure profiles.
    """
    return solve_correlated(game, "coarse_correlated", incentives(game))


def certify(game: StrategicGame, solution: CorrelatedSolution) -> None:
    """Check every distribution and every bound; raises `CertificateError` where one fails."""
    certify_correlated(game, incentives(game), solution)


def incentives(game: StrategicGame) -> list[Incentive]:
    """What each player gains by always doing b, as a function of the distribution."""
    found = []
    for player, values in enumerate(game.payoffs):
        own, stride = game.shape[player], prod(game.shape[player + 1 :])
        for action in range(own):
            gains = [
                values[position + (action - position // stride % own) * stride] - value
                for position, value in enumerate(values)
            ]
            found.append(Incentive(player, None, action, tuple(gains)))
    return found
