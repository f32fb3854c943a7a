"""Logit quantal response equilibria: everybody plays better actions more often, the more so the higher the precision.

At precision l a profile is a *logit equilibrium* when each player plays each action a with probability proportional to
exp(l u(a)), where u(a) is what a yields against the others' strategies (McKelvey and Palfrey 1995, Games and Economic
Behavior 10). At l = 0 all play evenly. The *principal branch* is the curve of equilibria that starts there; as l grows
it approaches, but for coincidences, one Nash equilibrium. Other branches can exist at high l and are not followed.

The precision has the unit of one over payoffs: doubling all payoffs halves it. So the *scaled* precision, l times the
greatest range of a player's payoffs, is what compares between games: at 0 payoffs do not count, at 1 the worst mistake
is e times less likely than the best action, at 100 mistakes of a twentieth of the range are rare.

Everything is in floats. A reported equilibrium is rounded to 15 decimals, and its strategies reproduce themselves to
within `RESIDUAL_TOLERANCE`, which `deviations` recomputes from the exact payoffs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, prod
from typing import TYPE_CHECKING

from gametheory.errors import InvalidParameter, NotApplicable, TooLarge
from gametheory.exact import exact
from gametheory.game import StrategicGame, Strategies
from gametheory.logit_solution import LogitEquilibrium, LogitSolution, limit_of
from gametheory.solution import Equilibrium

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["ACCEPTS", "Mistake", "deviations", "residual", "solve"]

ACCEPTS = (StrategicGame,)

RESIDUAL_TOLERANCE = 1e-9
"""The largest difference between a probability and the logit response that counts as an equilibrium."""

DEFAULT_SCALED_PRECISIONS = (0, 1, 2, 5, 10, 20, 50, 100, 1000)
"""Where equilibria are reported unless asked for elsewhere."""

MOST_SCALED_PRECISION = 10**5
"""The greatest scaled precision at which an equilibrium can be asked for: beyond, 15 decimals are too few."""

LAST_SCALED_PRECISION = 1e6
"""How far the branch is followed to see where it leads."""

MOST_PROFILES = 20_000
MOST_ACTIONS = 100
"""The largest games whose branch is followed: each step solves a linear system as large as there are actions."""

_DECIMALS = 10**15


@dataclass(frozen=True, slots=True)
class Mistake:
    """An action played more or less often than the logit response to the profile."""

    player: str
    action: str
    probability: Fraction
    response: float


def deviations(game: StrategicGame, equilibrium: Equilibrium) -> tuple[Mistake, ...]:
    """Every action whose probability differs from the logit response by more than `RESIDUAL_TOLERANCE`.

    Raises
    ------
    NotApplicable
        If the equilibrium is no `LogitEquilibrium`: without a precision nothing can be said.
    """
    if not isinstance(equilibrium, LogitEquilibrium):
        raise NotApplicable("a quantal response equilibrium is one at a precision, and this profile has none")
    return tuple(
        Mistake(player, action, weight, likely)
        for player, actions, strategy, response in zip(
            game.players,
            game.actions,
            equilibrium.strategies,
            _responses(game, equilibrium.strategies, equilibrium.precision),
            strict=True,
        )
        for action, weight, likely in zip(actions, strategy, response, strict=True)
        if abs(float(weight) - likely) > RESIDUAL_TOLERANCE
    )


def residual(game: StrategicGame, equilibrium: LogitEquilibrium) -> float:
    """The largest difference between a probability and the logit response to the profile."""
    responses = _responses(game, equilibrium.strategies, equilibrium.precision)
    return max(
        abs(float(weight) - likely)
        for strategy, response in zip(equilibrium.strategies, responses, strict=True)
        for weight, likely in zip(strategy, response, strict=True)
    )


def solve(game: StrategicGame, precisions: Sequence[object] | None = None) -> LogitSolution:
    """The principal branch, the equilibria on it at some precisions, and the Nash equilibrium that it approaches.

    Parameters
    ----------
    precisions : sequence of number, optional
        Where to report equilibria, in units of one over payoffs; by default at `DEFAULT_SCALED_PRECISIONS` divided by
        the greatest range of payoffs. Where the branch turns back, a precision can have several.

    Raises
    ------
    InvalidParameter
        If a precision is negative or beyond `MOST_SCALED_PRECISION`.
    TooLarge
        If the game has more than `MOST_PROFILES` profiles or `MOST_ACTIONS` actions.
    """
    from gametheory.logit_branch import LogitResponse, trace

    if prod(game.shape) > MOST_PROFILES or sum(game.shape) > MOST_ACTIONS:
        raise TooLarge(
            f"{prod(game.shape)} profiles of {sum(game.shape)} actions: the branch is followed for no more than "
            f"{MOST_PROFILES} profiles and {MOST_ACTIONS} actions"
        )
    spread = max(max(values) - min(values) for values in game.payoffs) or Fraction(1)
    scaled = _scaled_precisions(precisions, spread)
    response = LogitResponse(_normalised(game, spread))
    wanted = {float(precision): precision for precision in scaled}
    branch = trace(response, LAST_SCALED_PRECISION, wanted)
    equilibria = tuple(
        LogitEquilibrium.at(
            game,
            _rounded([list(map(float, own)) for own in response.strategies(point.coordinates)]),
            wanted[point.precision] / spread,
        )
        for point in branch.at
    )
    path = tuple(
        tuple(tuple(map(float, own)) for own in response.strategies(point.coordinates)) for point in branch.points
    )
    along = tuple(point.precision for point in branch.points)
    return LogitSolution(
        game=game,
        concept="quantal_response",
        method="principal branch by pseudo-arclength continuation",
        arithmetic="float64",
        complete=False,
        equilibria=equilibria,
        residual=max((residual(game, equilibrium) for equilibrium in equilibria), default=0.0),
        payoff_range=spread,
        scaled_precisions=along,
        branch=path,
        turning_points=tuple(point.precision for point in branch.turning_points),
        bifurcations=tuple(point.precision for point in branch.bifurcations),
        limit=limit_of(game, along, path) if branch.reached else None,
    )


def _scaled_precisions(precisions: Sequence[object] | None, spread: Fraction) -> list[Fraction]:
    if precisions is None:
        return list(map(Fraction, DEFAULT_SCALED_PRECISIONS))
    scaled = []
    for value in precisions:
        precision = exact(value, "the precision")
        if not 0 <= precision * spread <= MOST_SCALED_PRECISION:
            most = MOST_SCALED_PRECISION / spread
            raise InvalidParameter(f"a precision of {precision}; in this game it may be from 0 to {most}")
        scaled.append(precision * spread)
    return scaled


def _normalised(game: StrategicGame, spread: Fraction) -> list[NDArray[np.float64]]:
    """Each player's payoffs from zero, in units of the greatest range, as an array with one axis a player."""
    import numpy as np

    return [
        np.array([float((value - min(values)) / spread) for value in values]).reshape(game.shape)
        for values in game.payoffs
    ]


def _rounded(strategies: list[list[float]]) -> Strategies:
    """The strategies as decimals that sum to one: what rounding leaves goes to the likeliest action."""
    found = []
    for strategy in strategies:
        weights = [round(weight * _DECIMALS) for weight in strategy]
        weights[weights.index(max(weights))] += _DECIMALS - sum(weights)
        found.append(tuple(Fraction(weight, _DECIMALS) for weight in weights))
    return tuple(found)


def _responses(game: StrategicGame, strategies: Strategies, precision: Fraction) -> list[list[float]]:
    """The logit response of each player, from exact payoffs: floats enter with the exponential."""
    found = []
    for player in range(len(game.players)):
        earned = game.action_payoffs(player, strategies)
        most = max(earned)
        odds = [exp(float(max(precision * (value - most), _NEVER))) for value in earned]
        total = sum(odds)
        found.append([one / total for one in odds])
    return found


_NEVER = Fraction(-1000)  # exp of it is zero in floats
