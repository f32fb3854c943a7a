"""Between which values of one parameter a stable outcome stays stable, exactly.

What a player would lose by leaving an outcome is affine in each parameter while the others stand still, so the values
at which it would not leave lie on one side of a single number; an outcome is stable where this holds of every move.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gametheory.game import ParametricGame, Profile
from gametheory.parameters import Parameter, Point

__all__ = ["StableRange", "moved", "stable_ranges"]


@dataclass(frozen=True, slots=True)
class StableRange:
    """Between which values of one parameter a stable outcome stays stable, all else standing still.

    Attributes
    ----------
    profile : tuple of int
        The outcome.
    parameter : Parameter
        What moves, within its own range.
    now : Fraction
        Where it stands.
    low, high : Fraction or None
        The outcome is stable from `low` to `high`, both included; None where the parameter's range ends first.
    mover_below, mover_above : tuple of int or None
        The player who would leave below `low` or above `high`, and the action it would take.
    """

    profile: Profile
    parameter: Parameter
    now: Fraction
    low: Fraction | None
    high: Fraction | None
    mover_below: tuple[int, int] | None
    mover_above: tuple[int, int] | None

    @property
    def nearest(self) -> tuple[bool, Fraction, tuple[int, int]]:
        """The nearer bound: whether it lies below, its value, and who would leave beyond it, by which action."""
        nearer_below = self.low is not None and (self.high is None or self.now - self.low <= self.high - self.now)
        if nearer_below and self.low is not None and self.mover_below is not None:
            return True, self.low, self.mover_below
        if self.high is None or self.mover_above is None:
            raise ValueError(f"no value of {self.parameter.name} overturns the outcome")
        return False, self.high, self.mover_above

    @property
    def distance(self) -> Fraction:
        """How far off the nearest change is, as a share of the parameter's range."""
        return abs(self.now - self.nearest[1]) / (self.parameter.high - self.parameter.low)


def moved(profile: Profile, player: int, action: int) -> Profile:
    """The profile after one player takes another action."""
    return (*profile[:player], action, *profile[player + 1 :])


def stable_ranges(game: ParametricGame, point: Point, stable: tuple[Profile, ...]) -> tuple[StableRange, ...]:
    """For each outcome the parameters that alone can overturn it, the nearest to doing so first."""
    full = {name: point.get(name, parameter.default) for name, parameter in game.parameters.items()}
    found = []
    for profile in stable:
        lows: dict[str, tuple[Fraction, tuple[int, int]]] = {}
        highs: dict[str, tuple[Fraction, tuple[int, int]]] = {}
        for player, payoffs in enumerate(game.payoffs):
            for action in range(game.shape[player]):
                if action == profile[player]:
                    continue
                margin = payoffs[game.position(profile)] - payoffs[game.position(moved(profile, player, action))]
                for name in margin.parameters:
                    constant, slope = (part.at(full) for part in margin.affine_in(name))
                    if not slope:
                        continue
                    # The player stays while constant + slope * value >= 0.
                    bound, entry = -constant / slope, game.parameters[name]
                    if slope > 0 and bound > max(entry.low, lows.get(name, (entry.low,))[0]):
                        lows[name] = bound, (player, action)
                    elif slope < 0 and bound < min(entry.high, highs.get(name, (entry.high,))[0]):
                        highs[name] = bound, (player, action)
        for name in game.parameters:
            if name in lows or name in highs:
                low, below = lows.get(name, (None, None))
                high, above = highs.get(name, (None, None))
                found.append(StableRange(profile, game.parameters[name], full[name], low, high, below, above))
    order = list(game.parameters)
    return tuple(sorted(found, key=lambda entry: (entry.profile, entry.distance, order.index(entry.parameter.name))))
