"""The indifference equations of a support profile, and an exact test that a box holds one solution of them.

A *support profile* gives each player a set of actions. At a completely mixed equilibrium of it every player is
indifferent among the actions of its support: with r the last of them, u_i(a, x_-i) - u_i(r, x_-i) = 0 for each other
a. The unknowns are the probabilities of each support's actions but its last, so there are as many equations as
unknowns, and each is affine in every other player's strategy. An expression that is affine in every player's strategy
takes its extremes over a product of polytopes at their vertices, which makes ranges over boxes exact.

`one_root` is Krawczyk's test: for a box X with midpoint c and any matrix C, if c - C F(c) + (I - C F'(X))(X - c) lies
in the interior of X, then F has exactly one root in X, and its Jacobian is regular throughout X (Krawczyk 1969,
Computing 4; Neumaier 1990, "Interval Methods for Systems of Equations", theorem 5.1.8). All of it is done here on
fractions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import floor

from gametheory.game import StrategicGame, Strategies
from gametheory.interval import Interval

__all__ = ["Box", "IndifferenceSystem", "Supports"]

Supports = tuple[tuple[int, ...], ...]
"""For each player the indices of its support's actions, ascending."""

Box = tuple[Interval, ...]
"""One interval an unknown."""

Weights = tuple[Fraction, ...]
"""An affine weight for each action of a support: they sum to one, and may leave [0, 1] outside the simplex."""


class IndifferenceSystem:
    """The indifference equations of one support profile of a game.

    Parameters
    ----------
    game : StrategicGame
    supports : tuple of tuple of int
        Each player's support: at least one action.

    Attributes
    ----------
    mixers : tuple of int
        The players with more than one action in their support.
    unknowns : tuple of (int, int)
        The player and action of each unknown; the equations are numbered alike.
    """

    def __init__(self, game: StrategicGame, supports: Supports) -> None:
        self.game = game
        self.supports = supports
        self.mixers = tuple(player for player, support in enumerate(supports) if len(support) > 1)
        self.unknowns = tuple((player, action) for player in self.mixers for action in supports[player][:-1])
        self._equations = tuple(self.gaps(player, action, supports[player][-1]) for player, action in self.unknowns)

    def gaps(self, player: int, action: int, reference: int) -> list[Fraction]:
        """What `action` yields `player` beyond `reference`, for each profile of the other mixers' supports."""
        game = self.game
        payoffs = game.payoffs[player]
        others = [support if index != player else (0,) for index, support in enumerate(self.supports)]
        stride = game.position(tuple(int(index == player) for index in range(len(others))))
        return [
            payoffs[position + action * stride] - payoffs[position + reference * stride]
            for position in map(game.position, product(*others))
        ]

    def _others(self, *players: int) -> list[int]:
        return [mixer for mixer in self.mixers if mixer not in players]

    def _contracted(
        self, values: Sequence[Fraction], axes: Sequence[int], weights: dict[int, Weights]
    ) -> list[Fraction]:
        """`values`, with one axis for each mixer in `axes`, summed over those that have weights."""
        inner = 1
        held = list(values)
        for mixer in reversed(axes):
            size = len(self.supports[mixer])
            if mixer not in weights:
                inner *= size
                continue
            weight = weights[mixer]
            held = [
                sum(
                    (weight[action] * held[(outer * size + action) * inner + at] for action in range(size)), Fraction(0)
                )
                for outer in range(len(held) // (size * inner))
                for at in range(inner)
            ]
        return held

    def weights(self, point: Sequence[Fraction]) -> dict[int, Weights]:
        """The unknowns' values as weights over each mixer's support; the last action takes what is left."""
        values = iter(point)
        found = {}
        for mixer in self.mixers:
            head = tuple(next(values) for _ in self.supports[mixer][1:])
            found[mixer] = (*head, 1 - sum(head, Fraction(0)))
        return found

    def strategies(self, point: Sequence[Fraction]) -> Strategies:
        """The unknowns' values as strategies over all actions."""
        weights = self.weights(point)
        return tuple(
            tuple(own.get(action, Fraction(0)) for action in range(size))
            for player, (support, size) in enumerate(zip(self.supports, self.game.shape, strict=True))
            for own in (dict(zip(support, weights.get(player, (Fraction(1),)), strict=True)),)
        )

    def bilinear(self, equation: int, unknown: int) -> tuple[Fraction, Fraction, Fraction, Fraction]:
        """One equation of three mixers with two actions each, as coefficients of 1, u, w and u w.

        u is the unknown numbered `unknown`, and w that of the third mixer.
        """
        both, early, late, neither = self._equations[equation]  # both other mixers at their first action, one, none
        if unknown == (2 if equation < 2 else 1):
            early, late = late, early
        return neither, early - neither, late - neither, both - early - late + neither

    def values(self, point: Sequence[Fraction]) -> list[Fraction]:
        """The equations' left sides at `point`: all zero exactly at a solution."""
        weights = self.weights(point)
        return [
            self._contracted(equation, self._others(player), weights)[0]
            for (player, _), equation in zip(self.unknowns, self._equations, strict=True)
        ]

    def jacobian(self, point: Sequence[Fraction]) -> list[list[Fraction]]:
        """The equations' partial derivatives at `point`, one row an equation."""
        weights = self.weights(point)
        return [[entry for entry, _ in row] for row in self._derivatives({key: [w] for key, w in weights.items()})]

    def _derivatives(self, corners: dict[int, list[Weights]]) -> list[list[tuple[Fraction, Fraction]]]:
        """The least and greatest value of each partial derivative over a product of polytopes, given by vertices."""
        rows = []
        for (player, _), equation in zip(self.unknowns, self._equations, strict=True):
            row: list[tuple[Fraction, Fraction]] = []
            for mixer in self.mixers:
                free = len(self.supports[mixer]) - 1
                if mixer == player:
                    row += [(Fraction(0), Fraction(0))] * free
                    continue
                slopes = []
                for choice in _choices(corners, self._others(player, mixer)):
                    line = self._contracted(equation, self._others(player), choice)
                    slopes.append([value - line[-1] for value in line[:-1]])
                row += [(min(column), max(column)) for column in zip(*slopes, strict=True)]
            rows.append(row)
        return rows

    def gap_range(self, player: int, action: int, reference: int, box: Box) -> Interval:
        """The range over a box of what `action` yields `player` beyond `reference`."""
        gaps = self.gaps(player, action, reference)
        return self._range(gaps, player, box)

    def payoff_range(self, player: int, box: Box) -> Interval:
        """The range over a box of what the last action of its support yields `player`: its payoff at a solution."""
        game = self.game
        others = [support if index != player else support[-1:] for index, support in enumerate(self.supports)]
        payoffs = [game.payoff(player, profile) for profile in product(*others)]
        return self._range(payoffs, player, box)

    def _range(self, values: Sequence[Fraction], player: int, box: Box) -> Interval:
        others = self._others(player)
        found = [self._contracted(values, others, choice)[0] for choice in _choices(self.corners(box), others)]
        return Interval(min(found), max(found))

    def corners(self, box: Box) -> dict[int, list[Weights]]:
        """The vertices of each mixer's part of a box, as weights over its support."""
        intervals = iter(box)
        found = {}
        for mixer in self.mixers:
            ends = [(one.lower, one.upper) for one in (next(intervals) for _ in self.supports[mixer][1:])]
            found[mixer] = [(*head, 1 - sum(head, Fraction(0))) for head in product(*ends)]
        return found

    def enclosure(self, box: Box) -> tuple[tuple[Interval, ...], ...]:
        """A box as intervals of probabilities for all of the game's actions."""
        sides = dict(zip(self.unknowns, box, strict=True))
        for mixer, corners in self.corners(box).items():
            last = [weights[-1] for weights in corners]
            sides[mixer, self.supports[mixer][-1]] = Interval(min(last), max(last))
        one, nothing = (Interval(Fraction(value), Fraction(value)) for value in (1, 0))
        return tuple(
            tuple(sides.get((player, action), one if support == (action,) else nothing) for action in range(size))
            for player, (support, size) in enumerate(zip(self.supports, self.game.shape, strict=True))
        )

    def newton_step(self, point: Sequence[Fraction]) -> list[Fraction] | None:
        """`point` moved by one exact Newton step; None where the Jacobian is singular."""
        inverse = _inverse(self.jacobian(point))
        return None if inverse is None else _moved(point, inverse, self.values(point))

    def one_root(self, box: Box) -> bool:
        """Whether Krawczyk's test proves that the box holds exactly one solution, a regular one."""
        middle = [(side.lower + side.upper) / 2 for side in box]
        radius = [(side.upper - side.lower) / 2 for side in box]
        inverse = _inverse(self.jacobian(middle))
        if inverse is None:
            return False
        # Any matrix will do for C; a rounded one keeps the fractions short.
        rounded = [[_rounded(value) for value in row] for row in inverse]
        moved = _moved(middle, rounded, self.values(middle))
        slopes = self._derivatives(self.corners(box))
        for index, row in enumerate(rounded):
            reach = abs(moved[index] - middle[index])
            for column, side in enumerate(radius):
                low, high = Fraction(int(index == column)), Fraction(int(index == column))
                for factor, line in zip(row, slopes, strict=True):
                    ends = sorted(factor * end for end in line[column])
                    low, high = low - ends[1], high - ends[0]
                reach += max(abs(low), abs(high)) * side
            if reach >= radius[index]:
                return False
        return True


def _choices(corners: dict[int, list[Weights]], mixers: Sequence[int]) -> Iterator[dict[int, Weights]]:
    """Every choice of one vertex for each of the mixers."""
    for choice in product(*(corners[mixer] for mixer in mixers)):
        yield dict(zip(mixers, choice, strict=True))


def _moved(point: Sequence[Fraction], inverse: list[list[Fraction]], values: list[Fraction]) -> list[Fraction]:
    return [
        at - sum((factor * value for factor, value in zip(row, values, strict=True)), Fraction(0))
        for at, row in zip(point, inverse, strict=True)
    ]


_DIGITS = 24


def _rounded(value: Fraction) -> Fraction:
    """`value` to some 24 significant digits."""
    if not value:
        return value
    unit = Fraction(10) ** (_DIGITS - len(str(floor(abs(value)))) + len(str(floor(1 / abs(value)))))
    return Fraction(round(value * unit)) / unit


def _inverse(matrix: list[list[Fraction]]) -> list[list[Fraction]] | None:
    """The inverse of a square matrix by elimination; None where it has none."""
    size = len(matrix)
    work = [[*row, *(Fraction(int(index == column)) for column in range(size))] for index, row in enumerate(matrix)]
    for column in range(size):
        pivot = next((index for index in range(column, size) if work[index][column]), None)
        if pivot is None:
            return None
        work[column], work[pivot] = work[pivot], work[column]
        lead = work[column][column]
        work[column] = [value / lead for value in work[column]]
        for index, row in enumerate(work):
            if index != column and row[column]:
                factor = row[column]
                work[index] = [value - factor * other for value, other in zip(row, work[column], strict=True)]
    return [row[size:] for row in work]
