"""Between which values of one parameter a stable outcome stays stable: the flip points next to where it stands.

What a player would lose by leaving an outcome is affine in each parameter while the others stand still, so the values
at which an outcome is stable form an interval, and its ends are flip points of the pure equilibria.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gametheory.equilibrium_pattern import Pattern
from gametheory.flip_answer import FlipPoint, FlipPoints
from gametheory.flip_points import flip_points
from gametheory.game import ParametricGame, Profile
from gametheory.incentive import Incentive
from gametheory.parameters import Parameter, Point
from gametheory.solve import Play

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
    used = frozenset[str]().union(*(cell.parameters for row in game.payoffs for cell in row))
    found = []
    for name, entry in stage.parameters.items():
        if not stable or name not in used or entry.low == entry.high:
            continue
        answer = flip_points(stage, name, play=Play(concept="pure_nash"))
        for profile in stable:
            below = [flip for flip in answer.flips if flip.value <= entry.default and _ends(flip.before, profile)]
            above = [flip for flip in answer.flips if flip.value >= entry.default and _ends(flip.after, profile)]
            low, mover_below = _bound(stage, answer, profile, below[-1], -1) if below else (None, None)
            high, mover_above = _bound(stage, answer, profile, above[0], 1) if above else (None, None)
            if below or above:
                own = game.parameters[name]
                found.append(StableRange(profile, own, entry.default, low, high, mover_below, mover_above))
    order = list(game.parameters)
    return tuple(sorted(found, key=lambda entry: (entry.profile, entry.distance, order.index(entry.parameter.name))))


def _ends(beyond: Pattern | None, profile: Profile) -> bool:
    return beyond is not None and profile not in beyond.pure


def _bound(
    stage: ParametricGame, answer: FlipPoints, profile: Profile, flip: FlipPoint, side: int
) -> tuple[Fraction, tuple[int, int]]:
    """The value beyond which an outcome is no longer stable, and the first who would then leave it, by which action."""
    beyond = next(cell for cell in answer.cells if (cell.high if side < 0 else cell.low) == flip.value)
    game = stage.at({answer.parameter.name: beyond.sample})
    movers = [
        (constraint.player, action)
        for constraint in flip.binding
        if isinstance(constraint, Incentive)
        for action in constraint.actions
        if game.payoff(constraint.player, moved(profile, constraint.player, action))
        > game.payoff(constraint.player, profile)
        and constraint.against == ((*profile[: constraint.player], *profile[constraint.player + 1 :]),)
        and profile[constraint.player] in constraint.actions
    ]
    assert isinstance(flip.value, Fraction)
    return flip.value, min(movers)
