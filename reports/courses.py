"""Equilibria along one weight or lever: exact at each flip, and at points between flips close enough to draw."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from gametheory.flip_answer import Cell
from gametheory.game import StrategicGame
from gametheory.polynomial import enclosed
from gametheory.solution import Equilibrium, Solution
from gametheory.solve import solve
from reports.analyses import flips, nearest, once_a_study, standing

if TYPE_CHECKING:
    from gametheory.flip_answer import FlipPoints
    from reports.study import Study

__all__ = ["Course", "Effect", "Moment", "course", "effects", "most_telling"]

_POINTS = 13
"""At how many points equilibria are solved between two flips, where somebody mixes."""

_WITHIN = Fraction(1, 10_000)
"""How near to a flip the first and the last of them are, as a share of the stretch."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The equilibria at one value of a parameter.

    Attributes
    ----------
    value : Fraction
        The value.
    components : tuple of tuple of Equilibrium
        The extreme equilibria of each connected component.
    """

    value: Fraction
    components: tuple[tuple[Equilibrium, ...], ...]


@dataclass(frozen=True, slots=True)
class Course:
    """The equilibria along one parameter.

    Attributes
    ----------
    found : FlipPoints
        The parameter, its flips and the stretches between them.
    stretches : tuple of tuple of Moment
        For each stretch its moments, ascending. Payoffs of pure equilibria are affine between any two; the moments of
        mixed ones are evenly spaced.
    turns : tuple of Moment
        One a flip at a rational value, ascending.
    """

    found: FlipPoints
    stretches: tuple[tuple[Moment, ...], ...]
    turns: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What one parameter does to the players while everybody goes on as in the first equilibrium of the answer.

    All is affine in the parameter, so its values at the two ends of the range say what it is in between.

    Attributes
    ----------
    found : FlipPoints
        The parameter, with where the answer flips.
    payoffs : tuple of (Fraction, Fraction)
        Each player's expected payoff at the low and at the high end.
    losses : tuple of tuple of (Fraction, Fraction)
        For each player and each of its other actions what the player would lose by taking it, at the low and at the
        high end. Empty where somebody mixes.
    """

    found: FlipPoints
    payoffs: tuple[tuple[Fraction, Fraction], ...]
    losses: tuple[tuple[tuple[Fraction, Fraction], ...], ...]

    @property
    def swing(self) -> Fraction:
        """By how much the players' payoffs change over the whole range, together."""
        return sum((abs(high - low) for low, high in self.payoffs), Fraction(0))

    def at(self, value: Fraction, ends: tuple[Fraction, Fraction]) -> Fraction:
        """What is `ends` at the two ends of the range, at a value of the parameter."""
        entry = self.found.parameter
        return ends[0] + (ends[1] - ends[0]) * (value - entry.low) / (entry.high - entry.low)

    def loss(self, player: int, value: Fraction) -> Fraction:
        """What the player would lose by its next best action at a value of the parameter; negative for a gain."""
        return min(self.at(value, ends) for ends in self.losses[player])

    def extremes(self, player: int) -> tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]:
        """The least and the greatest `loss` over the range, each after the value of the parameter at which it is so.

        The least of affine functions is concave: its least value is at an end, its greatest where two of them cross.
        """
        entry = self.found.parameter
        values = [entry.low, entry.high]
        for (low, high), (other_low, other_high) in combinations(self.losses[player], 2):
            slope = (high - low) - (other_high - other_low)
            if slope and 0 < (share := (other_low - low) / slope) < 1:
                values.append(entry.low + share * (entry.high - entry.low))
        seen = [(value, self.loss(player, value)) for value in values]
        return min(seen, key=lambda one: one[1]), max(seen, key=lambda one: one[1])


@once_a_study
def effects(study: Study, game: str) -> tuple[Effect, ...]:
    """The effect of each weight and lever with a range; none where no equilibrium is known exactly."""
    entry = study.games[game]
    if not entry.solution.equilibria:
        return ()
    held, stage = entry.solution.equilibria[0], standing(study, game)
    found = []
    for one in flips(study, game):
        name = one.parameter.name
        low, high = (stage.at({name: value}) for value in (one.parameter.low, one.parameter.high))
        payoffs = zip(*(Equilibrium.of(there, held.strategies).payoffs for there in (low, high)), strict=True)
        losses = zip(_losses(low, held), _losses(high, held), strict=True)
        found.append(Effect(one, tuple(payoffs), tuple(tuple(zip(*own, strict=True)) for own in losses)))
    return tuple(found)


def _losses(game: StrategicGame, held: Equilibrium) -> list[list[Fraction]]:
    """For each player what each of its other actions would cost it; nothing where somebody mixes."""
    profile = held.profile
    if profile is None:
        return [[] for _ in game.players]
    return [
        [
            game.payoff(player, profile) - game.payoff(player, (*profile[:player], action, *profile[player + 1 :]))
            for action in range(len(actions))
            if action != profile[player]
        ]
        for player, actions in enumerate(game.actions)
    ]


def most_telling(study: Study, game: str) -> FlipPoints | None:
    """The parameter nearest to a flip; where none flips anything, the one that moves payoffs most; None without any."""
    if near := nearest(study, game):
        return near[0]
    most = max(effects(study, game), key=lambda effect: effect.swing, default=None)
    return most.found if most is not None and most.swing else None


@once_a_study
def course(study: Study, game: str, name: str) -> Course:
    """The equilibria of a game along its weight or lever called `name`, one of those in `flips`."""
    found = next(one for one in flips(study, game) if one.parameter.name == name)
    stage = standing(study, game)

    def solved(value: Fraction) -> Moment:
        answer = solve(stage.moved({name: value}), found.play)
        return Moment(value, _components(answer) if isinstance(answer, Solution) else ())

    def moments(cell: Cell) -> tuple[Moment, ...]:
        low, high = enclosed(cell.low).upper, enclosed(cell.high).lower
        if len(cell.pattern.pure) == len(cell.pattern.supports):
            return tuple(Moment(value, _pure(stage.at({name: value}), cell)) for value in (low, high))
        # Just within the ends, where there may be other equilibria.
        steps = [min(max(Fraction(step, _POINTS - 1), _WITHIN), 1 - _WITHIN) for step in range(_POINTS)]
        return tuple(solved(low + (high - low) * step) for step in steps)

    return Course(
        found,
        tuple(map(moments, found.cells)),
        tuple(solved(flip.value) for flip in found.flips if isinstance(flip.value, Fraction)),
    )


def _components(solution: Solution) -> tuple[tuple[Equilibrium, ...], ...]:
    return tuple(tuple(solution.equilibria[index] for index in component) for component in solution.components)


def _pure(game: StrategicGame, cell: Cell) -> tuple[tuple[Equilibrium, ...], ...]:
    """The pure equilibria of a pattern that has no other, in a game that has this pattern or is at the end of it."""
    return tuple(
        tuple(
            Equilibrium.pure_at(game, tuple(own[0] for own in supports))
            for supports in dict.fromkeys(one for subset in component for one in subset)
        )
        for component in cell.pattern.components
    )
