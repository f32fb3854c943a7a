"""Where in the plane of two parameters which equilibria exist, exactly: cells of constant answer between curves.

Payoffs are affine in each parameter while the other stands still. What decides the answer (`gametheory.conditions`) is
then the sign of polynomials in both: for pure equilibria lines, or hyperbolas where the parameters multiply each other;
for mixed ones curves of the degree of a determinant in each. The plane is decomposed by cylinders: between two
neighbouring critical values of the first parameter (`gametheory.plane_projection`) the curves run above one another in
one order, so cutting the line of the second parameter over one rational value in between (`gametheory.flip_points`)
gives the answer in every strip. Strips and cylinders between which nothing changes are then merged. The certificate: at
a point of each piece the concept's own solver, which knows nothing of these signs, must find the same pattern.

What is not covered is of no area: on the curves and on the upright lines between cylinders, ask `flip_points` or
`solve`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from gametheory.conditions import Entries
from gametheory.equilibrium_pattern import Pattern
from gametheory.errors import CertificateError, InvalidParameter, NotApplicable, UnknownName
from gametheory.exact import common_denominator
from gametheory.flip_points import cut, parameter_range, play_of, question
from gametheory.game import ParametricGame, StrategicGame
from gametheory.parameters import Parameter
from gametheory.plane_projection import Rectangle, critical_values, curves_of, plane_ring, roots_above, terms_of
from gametheory.polynomial import Number, between
from gametheory.region_map import Curve, Piece, RegionMap
from gametheory.solve import Play

__all__ = ["regions"]

Strip = tuple[Curve | None, Curve | None, Pattern]
"""The curves below and above, None for a side of the rectangle, and the pattern between them."""


def regions(
    game: ParametricGame | StrategicGame,
    first: str,
    second: str,
    *,
    at: Mapping[str, object] | None = None,
    play: Play | None = None,
    ranges: Mapping[str, tuple[object, object]] | None = None,
) -> RegionMap:
    """Cut the plane of two parameters into pieces of constant answer, while the other parameters stand still.

    Parameters
    ----------
    game : ParametricGame
        The stage game.
    first, second : str
        The parameters that move.
    at : mapping from str to number, optional
        Where parameters stand that differ from their defaults.
    play : Play, optional
        As in `gametheory.flip_points.flip_points`.
    ranges : mapping from str to (number, number), optional
        The ranges to look at; by default the parameters' own.

    Raises
    ------
    UnknownName, InvalidParameter
        If a parameter does not exist, both are the same, or a range is empty or leaves the parameter's own.
    NotApplicable
        If what decides the answer is not the sign of finitely many polynomials that are known.
    TooLarge
        If there are too many of them.
    """
    if isinstance(game, StrategicGame):
        raise NotApplicable("the game has no parameters that could move")
    stage = game.moved(at)
    asked_ranges = {name.replace("-", "_"): ends for name, ends in (ranges or {}).items()}
    if strange := asked_ranges.keys() - {name.replace("-", "_") for name in (first, second)}:
        raise UnknownName("parameter that moves", min(strange), (first, second))
    x, y = (
        parameter_range(stage, name, *asked_ranges.get(name.replace("-", "_"), (None, None)))
        for name in (first, second)
    )
    if x.name == y.name:
        raise InvalidParameter(f"a map needs two parameters, and both are {x.name}; flip points take one")
    chosen = play_of(stage, play)
    stage = stage.along(x.name, y.name)
    asked = question(stage, chosen)
    within = Rectangle(x.low, x.high, y.low, y.high)

    def payoffs(x_value: Fraction, y_value: Fraction) -> StrategicGame:
        return asked.payoffs({x.name: x_value, y.name: y_value})

    conditions = asked.conditions(_entries(payoffs, within, (x.name, y.name)), lambda value: asked.solved({}))
    found = curves_of(conditions.polynomials(), within)
    curves = [terms_of(curve) for curve in found]
    ends: list[Number] = [x.low, *critical_values(found, within), x.high]
    cylinders: list[tuple[Number, Number, Fraction, list[Strip]]] = []
    for left, right in pairwise(ends):
        value = between(left, right)
        strips = _strips(stage, x, y, value, chosen, curves, within)
        if cylinders and cylinders[-1][3] == strips:
            left, value = cylinders[-1][0], cylinders[-1][2]
            cylinders.pop()
        cylinders.append((left, right, value, strips))
    pieces = []
    for left, right, value, strips in cylinders:
        for lower, upper, pattern in strips:
            low, high = (_height(curve, value, within, end) for curve, end in ((lower, y.low), (upper, y.high)))
            sample = (value, between(low, high))
            solved = asked.solved({x.name: sample[0], y.name: sample[1]})
            if solved != pattern:
                raise CertificateError(f"at {sample} signs say {pattern}, and solving says {solved}")
            pieces.append(Piece(left, right, lower, upper, pattern, sample))
    return RegionMap(asked.game, x, y, chosen, tuple(pieces), asked.solved({}))


def _entries(payoffs: Any, within: Rectangle, names: tuple[str, str]) -> Entries:
    """Payoffs as polynomials in both parameters, from the games at the corners of the rectangle and in its middle."""
    ring = plane_ring()
    left, right, bottom, top = within.left, within.right, within.bottom, within.top
    width, height = right - left, top - bottom
    corners = [payoffs(left, bottom), payoffs(right, bottom), payoffs(left, top), payoffs(right, top)]
    middle = payoffs((left + right) / 2, (bottom + top) / 2)
    entries = []
    for player, name in enumerate(middle.players):
        found = []
        rows = [game.payoffs[player] for game in (*corners, middle)]
        for base, across, up, both, inner in zip(*rows, strict=True):
            if 4 * inner != base + across + up + both:
                raise NotApplicable(f"the payoffs of {name} are not affine in each of {names[0]} and {names[1]}")
            # base + a (x - left) + b (y - bottom) + c (x - left) (y - bottom)
            a, b, c = (across - base) / width, (up - base) / height, (both - across - up + base) / (width * height)
            found.append((base - a * left - b * bottom + c * left * bottom, a - c * bottom, b - c * left, c))
        scale = common_denominator(tuple(value for four in found for value in four))
        powers = ((0, 0), (1, 0), (0, 1), (1, 1))
        entries.append(
            [
                ring.from_dict({power: int(value * scale) for power, value in zip(powers, four, strict=True) if value})
                for four in found
            ]
        )
    return entries


def _strips(
    stage: ParametricGame,
    x: Parameter,
    y: Parameter,
    value: Fraction,
    play: Play,
    curves: Sequence[Mapping[tuple[int, int], int]],
    within: Rectangle,
) -> list[Strip]:
    """What there is above a value of the first parameter that is not critical, from below."""
    above = {
        root: Curve(curve, branch) for curve in curves for branch, root in enumerate(roots_above(curve, value, within))
    }
    found = cut(stage.moved({x.name: value}), y, play)
    points = [point for point in found.points if y.low < found.line.roots[point // 2] < y.high]
    borders = [None, *(above[found.line.roots[point // 2]] for point in points), None]
    strips = []
    for number, first in enumerate([0, *(point + 1 for point in points)]):
        # At a root at the lower side there is nothing below it.
        pattern = found.patterns[first] or found.patterns[first + 2]
        assert pattern is not None
        strips.append((borders[number], borders[number + 1], pattern))
    return strips


def _height(curve: Curve | None, value: Fraction, within: Rectangle, end: Fraction) -> Number:
    return end if curve is None else roots_above(curve.terms, value, within)[curve.branch]
