"""Ensembles of given worlds, and small games whose policies can be judged by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

import numpy as np

from gametheory.ensemble import Ensemble
from gametheory.game import ParametricGame
from gametheory.parameters import MultiAffine, Parameter
from gametheory.worlds import Points

ONE: frozenset[str] = frozenset()


def worlds_at(columns: Sequence[Mapping[str, Fraction]], strata: Sequence[int] | None = None) -> Ensemble:
    """An ensemble with a world for each column; of one kind, or of the kinds numbered."""
    names = tuple(columns[0])
    denominator = lcm(*(value.denominator for column in columns for value in column.values()))
    numerators = np.array([[int(column[name] * denominator) for column in columns] for name in names])
    kinds = np.array(strata if strata is not None else [0] * len(columns))
    named = tuple(f"kind {number}" for number in range(int(kinds.max()) + 1))
    points = Points(names, numerators.reshape(len(names), len(columns)), denominator)
    return Ensemble(points, named, kinds, 0, (False,) * len(named))


def sum_of(*terms: tuple[object, str]) -> MultiAffine:
    """A payoff such as sum_of((1, "x"), (-1, "x y"), ("1/2", ""))."""
    found = {frozenset(names.split()): Fraction(str(coefficient)) for coefficient, names in terms}
    return MultiAffine({product: value for product, value in found.items() if value})


def game_of(
    payoffs: Sequence[Sequence[MultiAffine]], shape: Sequence[int], ranges: Mapping[str, tuple[object, object, object]]
) -> ParametricGame:
    """A game of players a, b, ...; each range is (low, default, high)."""
    return ParametricGame(
        tuple("abc"[: len(shape)]),
        tuple(tuple(f"{'abc'[player]}{action}" for action in range(size)) for player, size in enumerate(shape)),
        tuple(map(tuple, payoffs)),
        {
            name: Parameter(name, Fraction(str(default)), Fraction(str(low)), Fraction(str(high)))
            for name, (low, default, high) in ranges.items()
        },
    )


def threshold_game() -> ParametricGame:
    """Player a gets x + y by its first action and 1/2 by its second; b, who has no choice, gets 1 with the first."""
    half, nothing = sum_of(("1/2", "")), sum_of()
    return game_of(
        [[sum_of((1, "x"), (1, "y")), half], [sum_of((1, "")), nothing]],
        (2, 1),
        {"x": (0, "1/2", 1), "y": (0, 0, 1)},
    )


def coordination_game() -> ParametricGame:
    """Both get 2 + y at one pure equilibrium, 1 - z at the other, and less when they mix."""
    both = [sum_of((2, ""), (1, "y")), sum_of(), sum_of(), sum_of((1, ""), (-1, "z"))]
    return game_of([both, both], (2, 2), {"x": (0, 0, 1), "y": (0, 0, 1), "z": (0, 0, "1/2")})
