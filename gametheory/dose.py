"""How much of a change of parameters it takes until the answer changes, exactly.

The *dose* of a setting is the share of the way, in a straight line, from where its parameters stand to where it puts
them. Along it payoffs are affine as long as no two of the parameters that move multiply each other, so the flip points
of the dose are those of any parameter (`gametheory.flip_points`).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from gametheory.errors import NotAffine
from gametheory.flip_answer import FlipPoints
from gametheory.flip_points import flip_points
from gametheory.game import ParametricGame
from gametheory.parameters import MultiAffine, Parameter, point_of
from gametheory.solve import Play

__all__ = ["DOSE", "dose_response", "dosed"]

DOSE = "dose"


def dosed(game: ParametricGame, setting: Mapping[str, object]) -> ParametricGame:
    """The game in one parameter, the dose: from 0, the default, to 1, where all of the setting is in place.

    Raises
    ------
    UnknownName, InvalidParameter, InvalidNumber
        If the setting names a parameter that is not there, or puts one outside its range.
    NotAffine
        If two of the parameters that move multiply each other in a payoff.
    """
    start, end = point_of(game.parameters), point_of(game.parameters, setting)
    moving = {name for name in setting if start[name] != end[name]}
    dose = MultiAffine.parameter(DOSE)
    along = {
        name: MultiAffine.constant(start[name]) + MultiAffine.constant(end[name] - start[name]) * dose
        for name in moving
    }

    def expression(payoff: MultiAffine) -> MultiAffine:
        left = payoff.given({name: value for name, value in start.items() if name not in moving})
        parts = []
        for product, coefficient in left.terms.items():
            if len(product) > 1:
                one, other = sorted(product)[:2]
                raise NotAffine(f"{one} and {other} multiply each other, so payoffs are not affine in the dose of both")
            part = MultiAffine.constant(coefficient)
            parts.append(part * along[next(iter(product))] if product else part)
        return MultiAffine.sum(parts)

    payoffs = tuple(tuple(map(expression, own)) for own in game.payoffs)
    return ParametricGame(
        game.players, game.actions, payoffs, {DOSE: Parameter(DOSE, Fraction(0), Fraction(0), Fraction(1))}
    )


def dose_response(game: ParametricGame, setting: Mapping[str, object], play: Play | None = None) -> FlipPoints:
    """Every dose of a setting at which the answer changes.

    Raises
    ------
    As `dosed` and `gametheory.flip_points.flip_points`.
    """
    return flip_points(dosed(game, setting), DOSE, play=play)
