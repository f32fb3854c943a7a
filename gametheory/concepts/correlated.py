"""Correlated equilibria: a mediator draws a profile, tells each player its own action, and each does best to obey.

A distribution p over the pure profiles is a correlated equilibrium when for every player i and actions a, b of its own,
the sum over the others' profiles o of p(a, o) (u_i(b, o) - u_i(a, o)) is at most zero (Aumann 1974, Journal of
Mathematical Economics 1). Every Nash equilibrium is one, and so is every lottery over them. What the polytope of these
distributions allows is computed in `gametheory.correlation`; any number of players.
"""

from __future__ import annotations

from fractions import Fraction
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
    """Every recommendation that a player would rather not follow; empty exactly at a correlated equilibrium.

    Takes a `CorrelatedEquilibrium`, or strategies played independently.
    """
    return violations(game, incentives(game), equilibrium)


def solve(game: StrategicGame) -> CorrelatedSolution:
    """The bounds of the correlated equilibria, each proven by its dual.

    Raises
    ------
    TooLarge
        If the game has too many pure profiles.
    """
    return solve_correlated(game, "correlated", incentives(game))


def certify(game: StrategicGame, solution: CorrelatedSolution) -> None:
    """Check every distribution and every bound; raises `CertificateError` where one fails."""
    certify_correlated(game, incentives(game), solution)


def incentives(game: StrategicGame) -> list[Incentive]:
    """What each player gains by doing b when told a, as a function of the distribution."""
    found = []
    for player, values in enumerate(game.payoffs):
        own, stride = game.shape[player], prod(game.shape[player + 1 :])
        for told in range(own):
            for action in range(own):
                if action == told:
                    continue
                gains = [Fraction(0)] * len(values)
                for block in range(told * stride, len(values), own * stride):
                    for position in range(block, block + stride):
                        gains[position] = values[position + (action - told) * stride] - values[position]
                found.append(Incentive(player, told, action, tuple(gains)))
    return found
