"""The principal branch of logit responses, followed from zero precision by arc length, in floats.

With l the precision and y the logarithms of all probabilities, the branch is the curve of solutions of
F(y, l) = y - log softmax(l u(exp y)) = 0 that starts at (log of even strategies, 0). Each step goes along the tangent
and comes back to the curve by Newton's method on the plane across it, so the curve may turn back in l (Turocy 2005,
Games and Economic Behavior 51, whose logarithms keep probabilities positive however small they get; Allgower and Georg
1990, Numerical Continuation Methods, chapters 2 and 8). A step is taken back and halved where Newton's method has to
correct much, or the tangent turns much, as it would in a jump to another branch.

Where the tangent's l changes sign is a *turning point*. Where the determinant of F's derivatives with the tangent below
them changes sign, another branch crosses: a *bifurcation*, which only games with a symmetry or another coincidence
have, and at which this one goes straight on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

__all__ = ["Branch", "LogitResponse", "Point", "trace"]

Array = NDArray[np.float64]

MOST_STEPS = 20_000
"""The most steps after which a branch is left where it is."""

_FIRST_STEP = 0.02
_SHORTEST_STEP = 1e-9
_MOST_CORRECTIONS = 8
_LEAST_COSINE = 0.998  # between the tangents of consecutive points
_MOST_CORRECTION = 0.02  # of the length of the step
_LONGEST_STEP = 0.25  # of 1 + l
_LONGEST_CROSSING = 1e-4  # of 1 + l
_CONVERGED = 1e-6  # of the length of the step: Newton's method squares it in the next one
_ROUNDING = 1e-13  # of the coordinates


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """A point of the branch: log probabilities of all players' actions in a row, then the precision."""

    coordinates: Array
    tangent: Array
    orientation: float

    @property
    def precision(self) -> float:
        """The precision l."""
        return float(self.coordinates[-1])


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """What was traced.

    Attributes
    ----------
    points : tuple of Point
        In order along the curve.
    turning_points, bifurcations : tuple of Point
        The points next to which the precision turns back, or another branch crosses.
    at : tuple of Point
        The points at the precisions asked for, in order along the curve; one precision can come more than once.
    reached : bool
        Whether the greatest precision was reached.
    """

    points: tuple[Point, ...]
    turning_points: tuple[Point, ...]
    bifurcations: tuple[Point, ...]
    at: tuple[Point, ...]
    reached: bool


class LogitResponse:
    """The map F of one game and its derivatives.

    Parameters
    ----------
    payoffs : sequence of array
        For each player an array with one axis a player.
    """

    def __init__(self, payoffs: Sequence[Array]) -> None:
        self.payoffs = payoffs
        self.sizes = payoffs[0].shape
        ends = np.cumsum(self.sizes)
        self.slices = [slice(int(end) - size, int(end)) for end, size in zip(ends, self.sizes, strict=True)]
        self.size = int(ends[-1])

    def start(self) -> Array:
        """Even strategies at zero precision."""
        return np.concatenate([*(np.full(size, -np.log(size)) for size in self.sizes), [0.0]])

    def strategies(self, coordinates: Array) -> list[Array]:
        """The probabilities of each player's actions."""
        return [np.exp(coordinates[own]) for own in self.slices]

    def evaluate(self, coordinates: Array) -> tuple[Array, Array]:
        """F, of length n, and its derivatives, of shape (n, n + 1), at a point with n + 1 coordinates."""
        precision = coordinates[-1]
        strategies = self.strategies(coordinates)
        value = coordinates[:-1].copy()
        derivatives = np.eye(self.size, self.size + 1)
        for player, own in enumerate(self.slices):
            others = [other for other in range(len(self.sizes)) if other != player]
            against = {other: self._against(player, other, strategies) for other in others}
            # With a single player nothing is left to contract.
            earned = against[others[0]] @ strategies[others[0]] if others else self.payoffs[player]
            exponents = precision * earned
            exponents -= exponents.max()
            odds = np.exp(exponents)
            total = odds.sum()
            response = odds / total
            value[own] -= exponents - np.log(total)
            derivatives[own, -1] = response @ earned - earned
            for other, matrix in against.items():
                slope = precision * matrix * strategies[other]
                derivatives[own, self.slices[other]] = response @ slope - slope
        return value, derivatives

    def _against(self, player: int, other: int, strategies: list[Array]) -> Array:
        """What each action of `player` earns against each of `other`, the rest mixing as they do."""
        payoffs = self.payoffs[player]
        for axis in range(payoffs.ndim - 1, -1, -1):
            if axis not in (player, other):
                payoffs = np.tensordot(payoffs, strategies[axis], axes=(axis, 0))
        return payoffs if player < other else payoffs.T


def trace(response: LogitResponse, most: float, wanted: Iterable[float] = ()) -> Branch:
    """Follow the principal branch until the precision `most`.

    Parameters
    ----------
    response : LogitResponse
        The game, with payoffs within a range of about one, on which lengths of steps are measured.
    most : float
        The greatest precision.
    wanted : iterable of float
        Precisions, from 0 to `most`, at which points are to be found exactly.
    """
    sought = sorted(set(wanted))
    start = response.start()
    upward = np.zeros(len(start))
    upward[-1] = 1.0
    point = _point(response, start, upward)
    points = [point]
    turning: list[Point] = []
    crossed: list[Point] = []
    at = [point for precision in sought if precision == 0]
    length = _FIRST_STEP
    while point.precision < most and len(points) < MOST_STEPS and length > _SHORTEST_STEP:
        taken = _step(response, point, length)
        if taken is None:
            length /= 2
            continue
        following, corrections = taken
        crossing = following.orientation * point.orientation < 0
        if crossing and length > _LONGEST_CROSSING * (1 + abs(point.precision)):
            length /= 2  # a jump to another branch looks the same, and does not survive short steps
            continue
        if following.tangent[-1] * point.tangent[-1] < 0:
            turning.append(_located(response, point, length, lambda one: float(one.tangent[-1])))
        if crossing:
            crossed.append(_located(response, point, length, lambda one: one.orientation))
        at += _between(response, point, following, length, sought)
        point = following
        points.append(point)
        if corrections <= 4:
            length = min(2 * length, _LONGEST_STEP * (1 + abs(point.precision)))
    return Branch(tuple(points), tuple(turning), tuple(crossed), tuple(at), point.precision >= most)


def _point(response: LogitResponse, coordinates: Array, towards: Array) -> Point:
    """The point with its tangent, oriented along `towards`."""
    _, derivatives = response.evaluate(coordinates)
    right = np.zeros(len(coordinates))
    right[-1] = 1.0
    tangent = np.linalg.solve(np.vstack([derivatives, towards]), right).astype(np.float64)
    tangent /= np.linalg.norm(tangent)
    return Point(coordinates, tangent, float(np.linalg.slogdet(np.vstack([derivatives, tangent]))[0]))


def _step(response: LogitResponse, point: Point, length: float) -> tuple[Point, int] | None:
    """The next point at this arc length and how many corrections it took; None where the step is too long."""
    predicted = point.coordinates + length * point.tangent
    with np.errstate(all="ignore"):
        try:
            found = _corrected(response, predicted, point.tangent, length)
            if found is None or np.linalg.norm(found[0] - predicted) > _MOST_CORRECTION * length:
                return None
            following = _point(response, found[0], point.tangent)
        except np.linalg.LinAlgError:
            return None
    return (following, found[1]) if following.tangent @ point.tangent >= _LEAST_COSINE else None


def _corrected(response: LogitResponse, guess: Array, normal: Array, length: float) -> tuple[Array, int] | None:
    """The solution on the plane through `guess` across `normal`, and the number of Newton steps to it.

    Small steps tell convergence, not small residuals: near a bifurcation a residual may be small far from the curve.
    """
    coordinates = guess
    for corrections in range(1, _MOST_CORRECTIONS + 1):
        value, derivatives = response.evaluate(coordinates)
        if not np.isfinite(value).all():
            return None
        right = np.append(-value, normal @ (guess - coordinates))
        try:
            change = np.linalg.solve(np.vstack([derivatives, normal]), right)
        except np.linalg.LinAlgError:
            return None
        coordinates = coordinates + change
        if np.linalg.norm(change) <= _CONVERGED * min(length, 1) + _ROUNDING * (1 + np.linalg.norm(coordinates)):
            return coordinates, corrections
    return None


def _located(response: LogitResponse, point: Point, length: float, sign: Callable[[Point], float]) -> Point:
    """A point of a step after `point`, of this length, next to which `sign` changes."""
    here, low, high = point, 0.0, length
    for _ in range(40):
        middle = (low + high) / 2
        taken = _step(response, point, middle)
        if taken is None or high - low < 1e-12 * (1 + length):
            break
        if sign(taken[0]) * sign(point) > 0:
            here, low = taken[0], middle
        else:
            high = middle
    return here


def _between(
    response: LogitResponse, point: Point, following: Point, length: float, sought: Sequence[float]
) -> list[Point]:
    """The points at the precisions passed in this step, in its direction."""
    first, last = point.precision, following.precision
    passed = [precision for precision in sought if min(first, last) < precision <= max(first, last)]
    level = np.zeros(len(point.coordinates))
    level[-1] = 1.0
    found = []
    for precision in passed if first < last else reversed(passed):
        share = (precision - first) / (last - first)
        guess = (1 - share) * point.coordinates + share * following.coordinates
        guess[-1] = precision
        with np.errstate(all="ignore"):
            result = _corrected(response, guess, level, 1e-3)
        if result is None:  # the level touches the branch at a turn, or another branch crosses right there
            near = _located(response, point, length, partial(_beyond, precision))
            coordinates = near.coordinates.copy()
        else:
            coordinates = result[0]
        coordinates[-1] = precision  # from which it differs by a rounding
        found.append(Point(coordinates, point.tangent, point.orientation))
    return found


def _beyond(precision: float, point: Point) -> float:
    return point.precision - precision
