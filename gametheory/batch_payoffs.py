"""Where the payoffs of a batch come from: an array with one game a column, or a parametric game and an array of points.

Both sources give a block of games in the arithmetic of the machine, single games in exact integers, and the payoffs of
one game as fractions. Nothing as large as the batch is ever copied.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from functools import cached_property
from math import ceil, floor, lcm, prod
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from gametheory.errors import InvalidGame, InvalidNumber, InvalidParameter, UnknownName
from gametheory.exact import common_denominator, exact
from gametheory.game import ParametricGame, StrategicGame
from gametheory.number_arrays import (
    as_fractions,
    as_integers,
    by,
    check_finite,
    floats_as_integers,
    numeric_array,
    objects,
    words,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["PayoffArray", "PayoffFamily", "Payoffs"]


Errors = tuple[float, ...]
"""For each player a bound on the absolute error of its payoffs."""


class Payoffs(Protocol):
    """The payoffs of many games of one shape."""

    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    games: int
    first: int

    def part(self, start: int, stop: int) -> Payoffs:
        """The games from `start` to `stop` as payoffs of their own, whose `first` says where they start."""

    def read(self, start: int, stop: int) -> tuple[NDArray[Any], Errors]:
        """The games from `start` to `stop`, and for each player a bound on the absolute error.

        The array has the shape (players, actions of player 1, ..., games) and the dtype float64, int64, uint64 or
        object (Python integers); each player's payoffs are at some positive scale.
        """

    def integers(self, games: NDArray[np.intp]) -> NDArray[Any]:
        """Some games exactly, in int64, uint64 or Python integers, each player's payoffs in each game at some scale."""

    def game(self, number: int) -> StrategicGame:
        """One game, exactly."""


class PayoffArray:
    """The payoffs of a batch in one array.

    Parameters
    ----------
    payoffs : array_like of shape (players, actions of player 1, actions of player 2, ..., games)
        Integers, floats, or objects that `exact` reads, such as fractions. Not copied, so not to be changed meanwhile.
    denominator : int, optional
        What integer payoffs are to be divided by.

    Raises
    ------
    InvalidGame
        If the shape is not that of a batch.
    InvalidNumber
        If it does not hold numbers, or the denominator is not a positive integer.
    """

    def __init__(self, payoffs: Any, denominator: int | None = None) -> None:
        self._array = numeric_array(payoffs, "payoffs")
        _check_batch_shape(self._array.shape)
        self._denominator = _positive_integer(denominator)
        if denominator is not None and self._array.dtype.kind not in "iuO":
            raise InvalidNumber(f"a denominator goes with payoffs in integers; these are {self._array.dtype}")
        sizes = self._array.shape[1:-1]
        self.games: int = self._array.shape[-1]
        self.first = 0
        self.players = tuple(f"player_{player}" for player in range(1, len(sizes) + 1))
        self.actions = tuple(tuple(f"a{action}" for action in range(1, size + 1)) for size in sizes)

    def part(self, start: int, stop: int) -> PayoffArray:
        """As in `Payoffs`."""
        part = copy(self)
        part._array = self._array[..., start:stop]
        part.games, part.first = part._array.shape[-1], self.first + start
        return part

    def read(self, start: int, stop: int) -> tuple[NDArray[Any], Errors]:
        """As in `Payoffs`."""
        block = self._array[..., start:stop]
        kind = block.dtype.kind
        if kind == "f":
            check_finite(block, self.first + start, "the payoff of player {} at actions {}")
            block = block.astype(np.float64, copy=False)
        elif kind == "O":
            block = as_integers(block, self.first + start)
        else:
            block = words(block)
        return block, (0.0,) * len(self.players)

    def integers(self, games: NDArray[np.intp]) -> NDArray[Any]:
        """As in `Payoffs`."""
        some = self._array[..., games]
        if some.dtype.kind == "f":
            return floats_as_integers(some.astype(np.float64))
        return as_integers(some, self.first) if some.dtype.kind == "O" else words(some)

    def game(self, number: int) -> StrategicGame:
        """As in `Payoffs`."""
        payoffs = tuple(
            tuple(exact(value) / self._denominator for value in own[..., number].ravel().tolist())
            for own in self._array
        )
        return StrategicGame(self.players, self.actions, payoffs)


class PayoffFamily:
    """The payoffs of a parametric game at many points.

    Parameters
    ----------
    game : ParametricGame
    points : array_like of shape (parameters, games)
        The parameters at each point: integers, floats (at their binary values) or objects such as fractions.
    names : sequence of str, optional
        Which parameters the rows are, by default all of the game in its order; the others stand at their defaults.
    denominator : int, optional
        What integer points are to be divided by.
    first : int
        The number that the first point has in the whole batch.

    Raises
    ------
    InvalidParameter
        If a parameter is named twice, or a row is missing.
    InvalidNumber
        If `points` does not hold numbers.
    UnknownName
        If the game has no parameter of some name.
    """

    def __init__(
        self,
        game: ParametricGame,
        points: Any,
        names: Sequence[str] | None = None,
        denominator: int | None = None,
        first: int = 0,
    ) -> None:
        self.players, self.actions = game.players, game.actions
        self._game = game
        self._names = tuple(game.parameters if names is None else names)
        for name in self._names:
            if name not in game.parameters:
                raise UnknownName("parameter", name, game.parameters)
        if len(set(self._names)) < len(self._names):
            raise InvalidParameter(f"a parameter is named twice among {', '.join(self._names)}")
        self._within = False
        self._place(points, denominator, first)
        fixed = {name: p.default for name, p in game.parameters.items() if name not in self._names}
        rows = [[expression.given(fixed).terms for expression in own] for own in game.payoffs]
        self._products = sorted(
            {frozenset(), *(product for own in rows for terms in own for product in terms)}, key=sorted
        )
        self._factors = [tuple(self._names.index(name) for name in sorted(product)) for product in self._products]
        self._degree = max(map(len, self._factors))
        scales = [common_denominator(tuple(c for terms in own for c in terms.values())) for own in rows]
        self._coefficients = np.array(
            [
                [int(terms.get(product, 0) * scale) for product in self._products]
                for own, scale in zip(rows, scales, strict=True)
                for terms in own
            ],
            dtype=object,
        )
        self._largest = [
            [max(abs(c) for c in column) for column in zip(*part, strict=True)]
            for part in np.split(self._coefficients, len(self.players))
        ]

    def _place(self, points: Any, denominator: int | None, first: int) -> None:
        self._points = numeric_array(points, "points")
        if self._points.ndim != 2 or len(self._points) != len(self._names):
            raise InvalidParameter(
                f"the points have the shape {by(self._points.shape)}; one row for each of the {len(self._names)} "
                f"parameters {', '.join(self._names)} is needed, and one column a game"
            )
        before = self.__dict__.get("_denominator")
        self._denominator = _positive_integer(denominator)
        if denominator is not None and self._points.dtype.kind not in "iuO":
            raise InvalidNumber(f"a denominator goes with points in integers; these are {self._points.dtype}")
        self.games, self.first = self._points.shape[1], first
        if self._denominator != before:
            self.__dict__.pop("_limits", None)
            self.__dict__.pop("_in_floats", None)

    def elsewhere(self, points: Any, denominator: int | None, first: int, within: bool = False) -> PayoffFamily:
        """The same game and parameters at other points; `within` says that these are known to lie in the ranges."""
        other = copy(self)
        other._place(points, denominator, first)
        other._within = within
        return other

    def part(self, start: int, stop: int) -> PayoffFamily:
        """As in `Payoffs`."""
        part = copy(self)
        part._points = self._points[:, start:stop]
        part.games, part.first = part._points.shape[1], self.first + start
        return part

    def read(self, start: int, stop: int) -> tuple[NDArray[Any], Errors]:
        """As in `Payoffs`: exact where the payoffs are integers of a machine word, else floats with a bound."""
        points = self._points[:, start:stop]
        if points.dtype.kind == "f":
            check_finite(points, self.first + start, "the parameter in row {}")
        elif points.dtype.kind == "O":
            points = as_fractions(points, self.first + start, "a parameter")
        if not self._within:
            self._check_ranges(points, self.first + start)
        if points.dtype.kind in "iu" and self._in_floats is not None:
            return self._product(self._in_floats, points), (0.0,) * len(self.players)
        whole, scale = self._whole(points)
        if whole is not None:
            weights = [scale ** (self._degree - len(factors)) for factors in self._factors]
            bound = max(self._bounds([max(abs(int(row.min())), abs(int(row.max()))) for row in whole], weights))
            for most, dtype in ((2**53, np.float64), (2**63 - 1, np.int64)):
                if bound <= most:
                    return self._product(self._scaled(weights, dtype), whole), (0.0,) * len(self.players)
        return self._approximate(points) or (self.integers(np.arange(start, stop)), (0.0,) * len(self.players))

    def integers(self, games: NDArray[np.intp]) -> NDArray[Any]:
        """As in `Payoffs`."""
        points = as_fractions(self._points[:, games], self.first, "a parameter") / self._denominator
        scales = objects([lcm(*{value.denominator for value in column}) for column in points.T.tolist()])
        whole = objects([int(value) for value in (points * scales).ravel().tolist()]).reshape(points.shape)
        products = self._monomials(whole, np.dtype(object))
        for row, factors in enumerate(self._factors):
            products[row] = products[row] * scales ** (self._degree - len(factors))
        return self._shaped(self._coefficients @ products)

    def game(self, number: int) -> StrategicGame:
        """As in `Payoffs`."""
        column = as_fractions(self._points[:, number : number + 1], self.first + number)[:, 0] / self._denominator
        return self._game.at(dict(zip(self._names, column.tolist(), strict=True)))

    @cached_property
    def _limits(self) -> list[tuple[int, int]]:
        """The least and the greatest whole numbers that are within the range of each parameter."""
        ranges = [self._game.parameters[name] for name in self._names]
        return [(ceil(p.low * self._denominator), floor(p.high * self._denominator)) for p in ranges]

    @cached_property
    def _in_floats(self) -> NDArray[np.float64] | None:
        """The coefficients, where floats hold the payoffs exactly at all whole points within the ranges."""
        sizes = [max(abs(least), abs(most)) for least, most in self._limits]
        weights = [self._denominator ** (self._degree - len(factors)) for factors in self._factors]
        return self._scaled(weights, np.float64) if max(self._bounds(sizes, weights)) <= 2**53 else None

    def _scaled(self, weights: Sequence[int], dtype: Any) -> NDArray[Any]:
        return np.asarray(self._coefficients * np.array(weights, dtype=object), dtype=dtype)

    def _check_ranges(self, points: NDArray[Any], start: int) -> None:
        for name, row, (least, most) in zip(self._names, points, self._limits, strict=True):
            parameter = self._game.parameters[name]
            if points.dtype.kind in "iu" and least <= row.min() and row.max() <= most:
                continue  # whole numbers are compared as such, which takes far less time than fractions
            for column, lower in ((int(row.argmin()), True), (int(row.argmax()), False)):
                value = exact(row[column], f"{name} of game {start + column}") / self._denominator
                if value < parameter.low if lower else value > parameter.high:
                    raise InvalidParameter(
                        f"{name} is {value} in game {start + column}, outside its range "
                        f"{parameter.low} to {parameter.high}"
                    )

    def _whole(self, points: NDArray[Any]) -> tuple[NDArray[Any] | None, int]:
        """The points as integers over a common scale; None if that is not within reach of machine words."""
        if points.dtype.kind in "iu":
            return points, self._denominator
        if points.dtype.kind == "f":
            values = points.astype(np.float64)
            if np.abs(values).max(initial=0.0) >= 2.0**53:
                return None, 1
            for bits in (0, 8, 16, 24):
                scaled = values * 2.0**bits
                if (np.rint(scaled) == scaled).all():
                    return scaled, 2**bits
            return None, 1
        fractions: NDArray[Any] = points / self._denominator
        scale = lcm(*{value.denominator for value in fractions.flat})
        if scale >= 2**62:
            return None, 1
        return objects([int(value) for value in (fractions * scale).ravel().tolist()]).reshape(points.shape), scale

    def _bounds(self, sizes: Sequence[Any], weights: Sequence[Any]) -> list[Any]:
        """For each player the largest sum of absolute terms that a payoff can have."""
        return [
            sum(
                (
                    coefficient * weight * prod(sizes[factor] for factor in factors)
                    for coefficient, weight, factors in zip(largest, weights, self._factors, strict=True)
                ),
                start=type(weights[0])(0),
            )
            for largest in self._largest
        ]

    def _approximate(self, points: NDArray[Any]) -> tuple[NDArray[np.float64], tuple[float, ...]] | None:
        """The payoffs in floats with a bound on their error; None if floats cannot hold them."""
        try:
            values = np.array(points, dtype=np.float64) / float(self._denominator)
            coefficients = self._coefficients.astype(np.float64)
            bounds = self._bounds([float(np.abs(row).max()) for row in values], [1.0] * len(self._factors))
        except OverflowError:
            return None
        if not np.isfinite(bounds).all() or max(bounds) > 1e300:
            return None
        roundings = len(self._products) + 4 * self._degree + 8
        return self._product(coefficients, values), tuple(1.01 * roundings * 2.0**-53 * b + 1e-290 for b in bounds)

    def _product(self, coefficients: NDArray[Any], points: NDArray[Any]) -> NDArray[Any]:
        return self._shaped(coefficients @ self._monomials(points, coefficients.dtype))

    def _monomials(self, points: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
        """The products of parameters that the payoffs are sums of, at each point."""
        products = np.empty((len(self._products), points.shape[1]), dtype=dtype)
        used = {factor for factors in self._factors for factor in factors}  # one that is not may be too long for dtype
        numbers = {factor: points[factor].astype(dtype, copy=False) for factor in used}
        for row, factors in enumerate(self._factors):
            products[row] = numbers[factors[0]] if factors else 1
            for factor in factors[1:]:
                products[row] *= numbers[factor]
        return products

    def _shaped(self, payoffs: NDArray[Any]) -> NDArray[Any]:
        return payoffs.reshape(len(self.players), *map(len, self.actions), payoffs.shape[-1])


_BATCH = "a batch has the shape (players, actions of player 1, actions of player 2, ..., games), the game last"


def _check_batch_shape(shape: tuple[int, ...]) -> None:
    players = shape[0] if shape else 0
    if players and len(shape) == players + 2 and all(shape[1:-1]):
        return
    problem = f"the payoffs have the shape {by(shape)}, but {_BATCH}"
    if players and len(shape) == players + 1:
        problem += "; to solve a single game, write payoffs[..., None]"
    elif len(shape) > 2 and len(shape) == shape[1] + 2:
        problem += "; where the game comes first, write numpy.moveaxis(payoffs, 0, -1)"
    raise InvalidGame(problem)


def _positive_integer(denominator: object) -> int:
    if denominator is None:
        return 1
    if isinstance(denominator, bool | np.bool_) or not isinstance(denominator, int | np.integer) or denominator < 1:
        raise InvalidNumber(f"the denominator is {denominator!r}; a positive integer is needed")
    return int(denominator)
