"""Flip points of one parameter as a result: the intervals with one answer each, the points between them, what binds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.equilibrium_pattern import Pattern
from gametheory.errors import InvalidParameter
from gametheory.game import StrategicGame
from gametheory.incentive import Incentive, Tie
from gametheory.interval import Interval
from gametheory.parameters import Parameter
from gametheory.polynomial import Number, RealRoot, decimal
from gametheory.solve import Play

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Cell", "FlipPoint", "FlipPoints"]


@dataclass(frozen=True, slots=True)
class Cell:
    """An interval of the parameter in which the pattern of the answer is one and the same.

    Attributes
    ----------
    low, high : Fraction or RealRoot
        Its ends.
    low_included, high_included : bool
        Whether the pattern is the same at the end itself.
    pattern : Pattern
        Which equilibria there are.
    sample : Fraction
        A value in the interval; the default where it lies inside.
    """

    low: Number
    high: Number
    low_included: bool
    high_included: bool
    pattern: Pattern
    sample: Fraction

    def __contains__(self, value: Number) -> bool:
        above = self.low <= value if self.low_included else self.low < value
        return above and (value <= self.high if self.high_included else value < self.high)


@dataclass(frozen=True, slots=True)
class FlipPoint:
    """A value of the parameter at which the answer changes.

    Attributes
    ----------
    value : Fraction or RealRoot
        Where.
    before, here, after : Pattern
        Which equilibria there are just below, at the point and just above. None below the least or above the greatest
        value of the range.
    binding : tuple of Incentive or Tie
        What binds at the point, of what sets these patterns apart, the plainest first; ties of what is stable lead.
    distance : Fraction or Interval
        How far it is from the default, as a share of the range; an enclosure where the point is irrational.
    """

    value: Number
    before: Pattern | None
    here: Pattern
    after: Pattern | None
    binding: tuple[Incentive | Tie, ...]
    distance: Fraction | Interval


@dataclass(frozen=True, slots=True)
class FlipPoints:
    """The flip points of one parameter.

    Attributes
    ----------
    game : StrategicGame
        The game whose actions the patterns speak of, at the default. (Plans, where a form makes plans of actions.)
    parameter : Parameter
        What moves, with its default and the range that was looked at.
    play : Play
        The form and concept.
    cells : tuple of Cell
        The intervals between the flip points, ascending.
    flips : tuple of FlipPoint
        The flip points, ascending. Flip i stands between cells i and i + 1, or one further on where the first stands at
        the low end of the range.
    """

    game: StrategicGame
    parameter: Parameter
    play: Play
    cells: tuple[Cell, ...]
    flips: tuple[FlipPoint, ...]

    def at(self, value: Number | int) -> Pattern:
        """Which equilibria there are at a value within the range.

        Raises
        ------
        InvalidParameter
            If the value lies outside.
        """
        number = Fraction(value) if isinstance(value, int) else value
        for flip in self.flips:
            if flip.value == number:
                return flip.here
        for cell in self.cells:
            if number in cell:
                return cell.pattern
        low, high = self.parameter.low, self.parameter.high
        raise InvalidParameter(f"{self.parameter.name} is {number}, outside the range {low} to {high}")

    @property
    def now(self) -> Pattern:
        """Which equilibria there are at the default."""
        return self.at(self.parameter.default)

    @property
    def nearest(self) -> FlipPoint | None:
        """The flip point nearest to the default, the lower of two; None where nothing flips."""
        return min(self.flips, key=lambda flip: (_lower(flip.distance), _upper(flip.distance)), default=None)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data, with fractions as strings and irrational numbers as objects.

        An irrational number has its minimal ``polynomial`` (coefficients, constant term first), the ends ``lower`` and
        ``upper`` of an interval that holds no other root, and its leading digits as ``decimal``.
        """
        players, actions = self.game.players, self.game.actions

        def shown(pattern: Pattern | None) -> list[Any] | None:
            return None if pattern is None else pattern.named(actions)

        return {
            "form": self.play.form,
            "concept": self.play.concept,
            "players": list(players),
            "parameter": self.parameter.name,
            "low": str(self.parameter.low),
            "high": str(self.parameter.high),
            "default": str(self.parameter.default),
            "now": shown(self.now),
            "cells": [
                {
                    "low": _number(cell.low),
                    "high": _number(cell.high),
                    "low_included": cell.low_included,
                    "high_included": cell.high_included,
                    "components": shown(cell.pattern),
                    "sample": str(cell.sample),
                }
                for cell in self.cells
            ],
            "flips": [
                {
                    "value": _number(flip.value),
                    "before": shown(flip.before),
                    "at": shown(flip.here),
                    "after": shown(flip.after),
                    "binding": [constraint.named(players, actions) for constraint in flip.binding],
                    "distance": _share(flip.distance),
                }
                for flip in self.flips
            ],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row an interval and one a flip point, ascending, as a pandas frame.

        Columns: kind (``interval`` or ``flip``), low, high (floats), low_exact, high_exact (fractions in strings, or
        digits), equilibria (as `Pattern.text`), binding (text; empty for an interval) and distance (a float, the
        flip's share of the range; missing for an interval).
        """
        import pandas as pd

        players, actions = self.game.players, self.game.actions
        rows: list[tuple[Any, ...]] = [
            (
                "interval",
                float(cell.low),
                float(cell.high),
                decimal(cell.low),
                decimal(cell.high),
                cell.pattern.text(actions),
                "",
                None,
            )
            for cell in self.cells
        ]
        rows += [
            (
                "flip",
                float(flip.value),
                float(flip.value),
                decimal(flip.value),
                decimal(flip.value),
                flip.here.text(actions),
                "; ".join(constraint.text(players, actions) for constraint in flip.binding),
                float(flip.distance),
            )
            for flip in self.flips
        ]
        columns = ["kind", "low", "high", "low_exact", "high_exact", "equilibria", "binding", "distance"]
        rows.sort(key=lambda row: (row[1] + row[2], row[2] - row[1]))
        return pd.DataFrame(rows, columns=columns).astype({"distance": "float64"})

    def __str__(self) -> str:
        players, actions = self.game.players, self.game.actions
        entry = self.parameter
        count = f"{len(self.flips)} flip point{'s' if len(self.flips) != 1 else ''}"
        lines = [
            f"{entry.name} from {entry.low} to {entry.high} (now {entry.default}): {count} of {self.play.concept} "
            f"of the {self.play.form} game"
        ]
        flips = list(self.flips)
        for cell in self.cells:
            while flips and flips[0].value <= cell.low:
                lines += _flip_lines(flips.pop(0), players, actions)
            lines.append(f"  from {decimal(cell.low)} to {decimal(cell.high)}: {cell.pattern.text(actions)}")
        for flip in flips:
            lines += _flip_lines(flip, players, actions)
        return "\n".join(lines)


def _lower(distance: Fraction | Interval) -> Fraction:
    return distance.lower if isinstance(distance, Interval) else distance


def _upper(distance: Fraction | Interval) -> Fraction:
    return distance.upper if isinstance(distance, Interval) else distance


def _number(value: Number) -> str | dict[str, Any]:
    if isinstance(value, RealRoot):
        held = value.narrowed(Fraction(1, 10**15))
        return {
            "polynomial": [str(coefficient) for coefficient in value.polynomial],
            "lower": str(held.lower),
            "upper": str(held.upper),
            "decimal": value.decimal(),
        }
    return str(value)


def _share(distance: Fraction | Interval) -> str | dict[str, str]:
    if isinstance(distance, Interval):
        return {"lower": str(distance.lower), "upper": str(distance.upper), "decimal": distance.decimal()}
    return str(distance)


def _flip_lines(flip: FlipPoint, players: Sequence[str], actions: Sequence[Sequence[str]]) -> list[str]:
    binding = "; ".join(constraint.text(players, actions) for constraint in flip.binding[:3])
    more = f" and {len(flip.binding) - 3} more" if len(flip.binding) > 3 else ""
    return [f"  at {decimal(flip.value)}: {flip.here.text(actions)} [{binding}{more}]"]
