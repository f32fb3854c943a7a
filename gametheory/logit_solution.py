"""What the principal branch of logit equilibria yields: points at some precisions, the curve, and where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.deviation import profitable_deviations
from gametheory.errors import TooLarge
from gametheory.game import StrategicGame, Strategies
from gametheory.solution import Equilibrium, Solution

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FloatStrategies", "LogitEquilibrium", "LogitLimit", "LogitSolution", "limit_of"]

FloatStrategies = tuple[tuple[float, ...], ...]

LIMIT_TOLERANCE = 1e-4
"""How near the extrapolated branch must come to a Nash equilibrium in each probability, to be said to approach it."""


@dataclass(frozen=True, slots=True)
class LogitEquilibrium(Equilibrium):
    """A logit equilibrium, rounded to decimals.

    Attributes
    ----------
    precision : Fraction
        In units of one over payoffs.
    """

    precision: Fraction

    @classmethod
    def at(cls, game: StrategicGame, strategies: Strategies, precision: Fraction) -> LogitEquilibrium:
        """The profile with its expected payoffs, at a precision."""
        payoffs = tuple(game.expected_payoff(player, strategies) for player in range(len(game.players)))
        return cls(strategies, payoffs, precision)


@dataclass(frozen=True, slots=True)
class LogitLimit:
    """Where the principal branch leads, as far as floats tell.

    Attributes
    ----------
    strategies : tuple of tuple of float
        Extrapolated from the last two points, whose distance from the limit mostly falls like one over the precision.
    scaled_precision : float
        At the last point.
    regret : tuple of Fraction
        How much each player could gain at the last point; at most the logarithm of its number of actions, over the
        precision.
    nash : Solution
        The Nash equilibria that were compared: all, or the pure ones where the mixed ones are out of reach.
    equilibrium : int or None
        The one that the branch approaches, as an index into `nash.equilibria`, counted on into `nash.enclosed`.
    component : int or None
        The connected component that it approaches, likewise; `equilibrium` is None where that is at no extreme point.
    error : float or None
        The largest difference in a probability between the last point and that equilibrium, or the nearest of the
        component.
    """

    strategies: FloatStrategies
    scaled_precision: float
    regret: tuple[Fraction, ...]
    nash: Solution
    equilibrium: int | None
    component: int | None
    error: float | None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data; the equilibrium that is approached is written out."""
        known = self.nash.to_dict()
        every = [*known["equilibria"], *known["enclosed"]]
        return {
            "strategies": _by_name(self.nash.game, self.strategies),
            "scaled_precision": self.scaled_precision,
            "regret": {player: str(gain) for player, gain in zip(self.nash.players, self.regret, strict=True)},
            "compared_with": self.nash.concept,
            "equilibrium": None if self.equilibrium is None else every[self.equilibrium],
            "component": self.component,
            "error": self.error,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class LogitSolution(Solution):
    """The principal branch of a game.

    `equilibria` are the points at the precisions asked for, in order along the branch (`LogitEquilibrium`).

    Attributes
    ----------
    residual : float
        The largest difference between a probability of `equilibria` and the logit response.
    payoff_range : Fraction
        The greatest range of a player's payoffs; a scaled precision divided by it is a precision.
    scaled_precisions : tuple of float
        Of each point of the branch, in order along it.
    branch : tuple of tuple of tuple of float
        The strategies at each point.
    turning_points, bifurcations : tuple of float
        The scaled precisions at which the branch turns back, and at which another crosses it.
    limit : LogitLimit or None
        None where the branch could not be followed to the end.
    """

    residual: float
    payoff_range: Fraction
    scaled_precisions: tuple[float, ...]
    branch: tuple[FloatStrategies, ...]
    turning_points: tuple[float, ...]
    bifurcations: tuple[float, ...]
    limit: LogitLimit | None

    def to_dict(self) -> dict[str, Any]:
        """As `Solution.to_dict`, each equilibrium with its precision, and the branch and its limit besides."""
        document = Solution.to_dict(self)
        for entry, equilibrium in zip(document["equilibria"], self.equilibria, strict=True):
            assert isinstance(equilibrium, LogitEquilibrium)
            entry["precision"] = str(equilibrium.precision)
        document |= {
            "residual": self.residual,
            "payoff_range": str(self.payoff_range),
            "branch": {
                "scaled_precision": list(self.scaled_precisions),
                "profile": {
                    player: {
                        action: [point[index][number] for point in self.branch] for number, action in enumerate(actions)
                    }
                    for index, (player, actions) in enumerate(zip(self.players, self.game.actions, strict=True))
                },
            },
            "turning_points": list(self.turning_points),
            "bifurcations": list(self.bifurcations),
            "limit": None if self.limit is None else self.limit.to_dict(),
        }
        return document

    def to_frame(self) -> pd.DataFrame:
        """One row a point of the branch, player and action, as a pandas frame.

        Columns: point (number), scaled_precision, player, action, probability.
        """
        import pandas as pd

        rows = [
            (number, precision, player, action, weight)
            for number, (precision, point) in enumerate(zip(self.scaled_precisions, self.branch, strict=True))
            for player, actions, strategy in zip(self.players, self.game.actions, point, strict=True)
            for action, weight in zip(actions, strategy, strict=True)
        ]
        return pd.DataFrame(rows, columns=["point", "scaled_precision", "player", "action", "probability"])

    def __str__(self) -> str:
        lines = [
            f"{self.concept} of the {self.form} game: principal branch ({self.method}, {self.arithmetic}, "
            f"residual {self.residual:.0e})"
        ]
        for equilibrium in self.equilibria:
            assert isinstance(equilibrium, LogitEquilibrium)
            played = _shown(self.game, equilibrium.strategies)
            lines.append(f"  scaled precision {float(equilibrium.precision * self.payoff_range):.6g}: {played}")
        for kind, places in (("turns back", self.turning_points), ("is crossed by another", self.bifurcations)):
            if places:
                lines.append(f"  {kind} at scaled precision {', '.join(f'{place:.4g}' for place in places)}")
        limit = self.limit
        if limit is None:
            lines.append(f"  followed only to scaled precision {self.scaled_precisions[-1]:.4g}")
        elif limit.error is None:
            lines.append(f"  leads to {_shown(self.game, limit.strategies)}, none of the known equilibria")
        else:
            kind = f"component {limit.component}" if limit.equilibrium is None else f"equilibrium {limit.equilibrium}"
            lines.append(
                f"  leads to {_shown(self.game, limit.strategies)}: {kind} of {limit.nash.concept} "
                f"(error {limit.error:.0e})"
            )
        return "\n".join(lines)


def limit_of(game: StrategicGame, precisions: Sequence[float], branch: Sequence[FloatStrategies]) -> LogitLimit:
    """What the end of a branch, as long as it is, says of its limit."""
    nash = _nash(game)
    last = branch[-1]
    strategies = _extrapolated(precisions[-2:], branch[-2:])
    regret = _regret(game, last)
    every: list[FloatStrategies] = [
        *(tuple(tuple(map(float, own)) for own in found.strategies) for found in nash.equilibria),
        *(tuple(tuple(map(float, own)) for own in found.enclosure) for found in nash.enclosed),
    ]
    distances = [_distance(strategies, other) for other in every]
    nearest = min(range(len(every)), key=distances.__getitem__, default=None)
    if nearest is not None and distances[nearest] <= LIMIT_TOLERANCE:
        component = next(
            (number for number, members in enumerate(nash.components) if nearest in members),
            len(nash.components) + nearest - len(nash.equilibria),
        )
        error = _distance(last, every[nearest])
        return LogitLimit(strategies, precisions[-1], regret, nash, nearest, component, error)
    for subset in nash.maximal_subsets:
        corners = [every[index] for index in subset]
        if len(corners) > 1 and _distance(strategies, _projected(strategies, corners)) <= LIMIT_TOLERANCE:
            component = next(number for number, members in enumerate(nash.components) if subset[0] in members)
            error = _distance(last, _projected(last, corners))
            return LogitLimit(strategies, precisions[-1], regret, nash, None, component, error)
    return LogitLimit(strategies, precisions[-1], regret, nash, None, None, None)


def _nash(game: StrategicGame) -> Solution:
    """All Nash equilibria where those are quickly found, else the pure ones."""
    from gametheory.concepts import CONCEPTS
    from gametheory.solve import default_play

    try:
        found: Solution = CONCEPTS.load(default_play(game).concept).solve(game)
    except TooLarge:
        found = CONCEPTS.load("pure_nash").solve(game)
    return found


def _extrapolated(precisions: Sequence[float], points: Sequence[FloatStrategies]) -> FloatStrategies:
    """The limit of a curve p + c / precision through two points, within the simplex."""
    first, second = precisions
    found = []
    for before, after in zip(*points, strict=True):
        line = [max(0.0, (second * b - first * a) / (second - first)) for a, b in zip(before, after, strict=True)]
        found.append(tuple(weight / sum(line) for weight in line))
    return tuple(found)


def _regret(game: StrategicGame, strategies: FloatStrategies) -> tuple[Fraction, ...]:
    whole = [[Fraction(weight) for weight in strategy] for strategy in strategies]
    profile = tuple(tuple(weight / sum(strategy) for weight in strategy) for strategy in whole)
    gains = dict.fromkeys(game.players, Fraction(0))
    for deviation in profitable_deviations(game, profile):
        gains[deviation.player] = max(gains[deviation.player], deviation.gain)
    return tuple(gains.values())


def _distance(strategies: FloatStrategies, others: FloatStrategies) -> float:
    return max(
        abs(weight - other)
        for strategy, other_strategy in zip(strategies, others, strict=True)
        for weight, other in zip(strategy, other_strategy, strict=True)
    )


def _projected(strategies: FloatStrategies, corners: Sequence[FloatStrategies]) -> FloatStrategies:
    """For each player the point of the hull of the corners' strategies that is nearest to its own."""
    import numpy as np
    from scipy.optimize import nnls

    found = []
    for player, strategy in enumerate(strategies):
        hull = np.array(sorted({corner[player] for corner in corners})).T
        heavy = np.full((1, hull.shape[1]), 1e3)  # a row that makes the weights sum to one
        weights, _ = nnls(np.vstack([hull, heavy]), np.append(strategy, 1e3))
        found.append(tuple(map(float, hull @ (weights / weights.sum()))))
    return tuple(found)


def _by_name(game: StrategicGame, strategies: FloatStrategies) -> dict[str, dict[str, float]]:
    return {
        player: dict(zip(actions, strategy, strict=True))
        for player, actions, strategy in zip(game.players, game.actions, strategies, strict=True)
    }


def _shown(game: StrategicGame, strategies: Sequence[Sequence[float | Fraction]]) -> str:
    return "; ".join(
        f"{player}: " + ", ".join(f"{action} {float(weight):.4g}" for action, weight in zip(actions, own, strict=True))
        for player, actions, own in zip(game.players, game.actions, strategies, strict=True)
    )
