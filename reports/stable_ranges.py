"""Between which values of one parameter a stable outcome stays stable.

What a player would lose by leaving an outcome is affine in each parameter while the others stand still, so the values
at which an outcome is stable form an interval, and its ends are flip points of the pure equilibria.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from gametheory.game import ParametricGame, Profile
from gametheory.parameters import MultiAffine, Parameter, Point

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
    stage = game.moved({name: value for name, value in point.items() if name in game.parameters})
    values = {name: entry.default for name, entry in stage.parameters.items()}
    found = []
    for profile in stable:
        losses = list(_losses(stage, profile))
        for name, entry in stage.parameters.items():
            if entry.low == entry.high:
                continue
            low, mover_below, high, mover_above = entry.low, None, entry.high, None
            for mover, loss in losses:
                if name not in loss.parameters:
                    continue
                constant, slope = (part.at(values) for part in loss.affine_in(name))
                if not slope:
                    continue
                bound = -constant / slope
                if slope > 0 and bound > low:
                    low, mover_below = bound, mover
                elif slope < 0 and bound < high:
                    high, mover_above = bound, mover
            if mover_below is not None or mover_above is not None:
                found.append(
                    StableRange(
                        profile,
                        game.parameters[name],
                        entry.default,
                        None if mover_below is None else low,
                        None if mover_above is None else high,
                        mover_below,
                        mover_above,
                    )
                )
    order = list(game.parameters)
    return tuple(sorted(found, key=lambda entry: (entry.profile, entry.distance, order.index(entry.parameter.name))))


def _losses(game: ParametricGame, profile: Profile) -> Iterator[tuple[tuple[int, int], MultiAffine]]:
    """For each action that a player could take instead, what it would lose by that; players and actions ascending."""
    position = game.position(profile)
    for player, actions in enumerate(game.actions):
        for action in range(len(actions)):
            if action != profile[player]:
                other = game.position(moved(profile, player, action))
                yield (player, action), game.payoffs[player][position] - game.payoffs[player][other]
