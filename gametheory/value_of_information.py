"""What it is worth to a player to know parameters before it chooses: perfect and partial information, kept or shared.

The parameters are uncertain, as `gametheory.worlds` draws them; a player that knows none of them faces the game at
their means. For payoffs are multi-affine, and where no two parameters that depend on each other are multiplied, the
expected game is the game at the means, and the expected game given some parameters is the game at these and the means
of the others. To know a set K of parameters (all of them: *perfect* information) is worth, on average over its values,

- *kept*: what the player gains where it alone knows, and the others play on as they would if nobody knew, in an
  equilibrium s of the game at the means::

      E max_a E[u(a, s_others) | K]  -  max_a E[u(a, s_others)]

  This is the expected value of information of decision theory (Howard 1966, IEEE Transactions on Systems Science and
  Cybernetics 2; Raiffa and Schlaifer 1961, Applied Statistical Decision Theory, chapter 4), never negative.
- *shared*: what it gains where all know, and play an equilibrium of the game that they then see. That may be less than
  nothing (Hirshleifer 1971, American Economic Review 61; Kamien, Tauman and Zamir 1990, Games and Economic Behavior 2).

Where there are several equilibria nothing is picked: kept values run from the least to the greatest over the extreme
equilibria of the game at the means; shared values are given twice, at the player's worst equilibrium before and after,
and at its best. What is learnt together is a group of parameters that stated preferences tie, or a single free one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory.game import ParametricGame, Strategies
from gametheory.parameters import MultiAffine
from gametheory.solve import Play, solve
from gametheory.sweep_answers import WorldSolver
from gametheory.worlds import Points, Worlds

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Gain", "InformationValue", "value_of_information"]


@dataclass(frozen=True, slots=True)
class Gain:
    """An average over worlds.

    Attributes
    ----------
    value : float
    error : float
        Its standard error over the worlds.
    """

    value: float
    error: float

    def to_dict(self) -> dict[str, float]:
        """JSON-ready data."""
        return {"value": self.value, "error": self.error}


@dataclass(frozen=True, slots=True)
class InformationValue:
    """What knowing some parameters is worth to one player, in its own payoffs.

    Attributes
    ----------
    player : str
    parameters : tuple of str
        What becomes known.
    perfect : bool
        Whether that is all that is uncertain.
    kept : tuple of (Gain, Gain), or None
        Where the player alone knows: the least and the greatest over the equilibria that the others may be playing.
        None where there is no equilibrium of the kind that the play asks for.
    shared : tuple of (Gain, Gain), or None
        Where all know: at the player's worst equilibria, and at its best. None as before, in any world.
    """

    player: str
    parameters: tuple[str, ...]
    perfect: bool
    kept: tuple[Gain, Gain] | None
    shared: tuple[Gain, Gain] | None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data."""
        return {
            "player": self.player,
            "parameters": list(self.parameters),
            "perfect": self.perfect,
            "kept": None if self.kept is None else [gain.to_dict() for gain in self.kept],
            "shared": None if self.shared is None else [gain.to_dict() for gain in self.shared],
        }


def value_of_information(game: ParametricGame, play: Play, worlds: Worlds) -> tuple[InformationValue, ...]:
    """What it is worth to each player to know each group of parameters, and all.

    Parameters
    ----------
    game : ParametricGame
    play : Play
        Simultaneous ``nash`` or ``pure_nash``, of a size that is solved in batches.
    worlds : Worlds

    Returns
    -------
    tuple of InformationValue
        For each player all parameters, then one entry a group. Empty where that cannot be told: under other plays, and
        where parameters that depend on each other are multiplied in a payoff.
    """
    points = worlds.points
    if not WorldSolver(game, points, play).in_batches or _entangled(game, worlds):
        return ()
    at_means = game.moved({name: worlds.mean(row) for row, name in enumerate(worlds.names)})
    before = solve(at_means, play)
    everything = tuple(range(len(worlds.names)))
    learnt = []
    for group in [everything, *(group for group in worlds.groups if group != everything)]:
        names = tuple(worlds.names[row] for row in group)
        some = Points(names, points.numerators[list(group)], points.denominator)
        learnt.append((some, WorldSolver(at_means, some, play, payoffs=True).answers(0, some.worlds)[2]))
    found = []
    for player, name in enumerate(game.players):
        against = [_action_payoffs(at_means, player, equilibrium.strategies) for equilibrium in before.equilibria]
        usual = [
            MultiAffine.sum(
                cell * MultiAffine.constant(chance)
                for cell, chance in zip(actions, equilibrium.strategies[player], strict=True)
            )
            for actions, equilibrium in zip(against, before.equilibria, strict=True)
        ]
        payoffs = [equilibrium.payoffs[player] for equilibrium in before.equilibria]
        for some, after in learnt:
            kept = shared = None
            least, greatest = after.least, after.greatest
            if usual:
                gains = [_gain_of_best(_values(actions, at_means, some)) for actions in against]
                kept = min(gains, key=_value), max(gains, key=_value)
            if usual and least is not None and greatest is not None and not np.isnan(least[player]).any():
                # Less what the same equilibrium yields in each world, whose mean is known, and not less that mean: what
                # makes no difference then comes out as none, and chance enters only where play changes.
                worst, best = payoffs.index(min(payoffs)), payoffs.index(max(payoffs))
                before_worst, before_best = _values([usual[worst], usual[best]], at_means, some)
                shared = _mean(least[player] - before_worst), _mean(greatest[player] - before_best)
            found.append(InformationValue(name, some.names, len(some.names) == len(worlds.names), kept, shared))
    return tuple(found)


def _entangled(game: ParametricGame, worlds: Worlds) -> bool:
    """Whether some payoff multiplies two parameters that depend on each other."""
    tied = [{worlds.names[row] for row in group} for group in worlds.groups]
    return any(
        len(product & names) > 1 for row in game.payoffs for cell in row for product in cell.terms for names in tied
    )


def _action_payoffs(game: ParametricGame, player: int, strategies: Strategies) -> list[MultiAffine]:
    """What each action of a player yields against the others' strategies."""
    totals: list[list[MultiAffine]] = [[] for _ in game.actions[player]]
    for profile, cell in zip(game.profiles(), game.payoffs[player], strict=True):
        chance = prod(
            (strategies[other][action] for other, action in enumerate(profile) if other != player), start=Fraction(1)
        )
        if chance:
            totals[profile[player]].append(cell * MultiAffine.constant(chance))
    return [MultiAffine.sum(terms) for terms in totals]


def _values(expressions: Sequence[MultiAffine], game: ParametricGame, points: Points) -> NDArray[np.float64]:
    """Expressions at each point, the other parameters at their defaults, rounded: (expressions, worlds)."""
    fixed = {name: entry.default for name, entry in game.parameters.items() if name not in points.names}
    moving = dict(zip(points.names, points.values(), strict=True))
    values = np.zeros((len(expressions), points.worlds))
    for row, expression in zip(values, expressions, strict=True):
        for product, coefficient in expression.given(fixed).terms.items():
            row += float(coefficient) * prod((moving[name] for name in sorted(product)), start=np.float64(1))
    return values


def _gain_of_best(values: NDArray[np.float64]) -> Gain:
    """What the best action of each world yields more than the one that is best on average."""
    return _mean(values.max(axis=0) - values[values.mean(axis=1).argmax()])


def _mean(values: NDArray[np.float64]) -> Gain:
    return Gain(float(values.mean()), float(values.std(ddof=1) / sqrt(len(values))))


def _value(gain: Gain) -> float:
    return gain.value
