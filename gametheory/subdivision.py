"""Branch and prune: every completely mixed equilibrium of a support profile, enclosed, or the proof that there is none.

The strategies over a support profile form a product of simplices. It is cut into *cells*, products of smaller
simplices. Gains from one action over another are affine in every other player's strategy, so over a cell they take
their extremes at its vertices. A cell goes

- when some action yields its player strictly more than one of its support, all over the cell;
- when a combination of the indifference equations, taken so that it is about one unknown's distance from a solution,
has
  one sign all over the cell;
- when one solution is enclosed and proven (`IndifferenceSystem.one_root`) and the equations are injective on the convex
  hull of the cell and the enclosure: C F' stays within 1 of the identity in the maximum norm.

What is left is halved along its longest edge. Where all solutions are regular this ends with a proof that all are
found; singular solutions and continua leave cells behind (branch and bound for systems of equations: Neumaier 1990,
"Interval Methods for Systems of Equations", chapter 5; that cells of simplices make ranges exact is peculiar to games).

Cells are held in floats, many at a time. Their vertices are dyadic, so without error; gains are scaled to [-1, 1] and
are sums of products with weights that sum to one, so their error stays far below `ERROR`, and no sign within it is
used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

import numpy as np

from gametheory.indifference import Box, IndifferenceSystem
from gametheory.interval import Interval

__all__ = ["Isolation", "isolate"]

Array = np.ndarray[Any, np.dtype[np.float64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
Cells = list[Array]
"""For each mixer an array of shape (cells, vertices, actions of its support): the vertices as weights."""

GROWTH = 3
"""The cells that a system may take grow by this factor with each unknown, as those of random games do."""

LEAST_CELLS = 20
"""What that growth starts from: a random 2x2x2 game's three unknowns take some tens of cells, and are allowed 540."""

ERROR = 2.0**-40
"""More than the rounding error of a gain: each is at most 3 nested sums of at most 2^8 products of size at most one."""

DIGITS = 15
"""The decimals of the enclosures."""


@dataclass(frozen=True, slots=True)
class Isolation:
    """What a subdivision proves.

    Attributes
    ----------
    boxes : tuple of Box
        Boxes with exactly one solution of the indifference equations each; some may lie outside the simplices.
    cells : int
        How many cells were looked at.
    resolved : bool
        Whether every completely mixed equilibrium of the support profile lies in one of the boxes.
    """

    boxes: tuple[Box, ...]
    cells: int
    resolved: bool


def isolate(system: IndifferenceSystem, most_cells: int) -> Isolation:
    """Enclose every completely mixed equilibrium of a support profile (see the module's head).

    Parameters
    ----------
    most_cells : int
        The cells to look at before giving up; also given up after `LEAST_CELLS * GROWTH**unknowns`.
    """
    most_cells = min(most_cells, LEAST_CELLS * GROWTH ** len(system.unknowns))
    with np.errstate(all="ignore"):  # a matrix near singular overflows; what comes of it proves nothing and is not used
        return _isolate(_Gains(system), most_cells)


def _isolate(gains: _Gains, most_cells: int) -> Isolation:
    cells: Cells = [np.eye(size)[None] for size in gains.sizes]
    proofs = _Proofs(gains.system)
    looked_at = 0
    while len(cells[0]):
        looked_at += len(cells[0])
        if looked_at > most_cells:
            return Isolation(tuple(proofs.boxes), looked_at, False)
        cells = _kept(cells, ~gains.dominated(cells))
        if not len(cells[0]):
            break
        inverse = gains.inverse(cells)
        keep = ~gains.one_signed(cells, inverse)
        cells, inverse = _kept(cells, keep), inverse[keep]
        if not len(cells[0]):
            break
        cells = _halved(_kept(cells, ~_settled(gains, cells, inverse, proofs)))
    return Isolation(tuple(proofs.boxes), looked_at, True)


_FAILURES = 20  # proofs that fail come from singular solutions; each costs as much as many cells
_FAR = 1e6  # where Newton's method is stopped


def _settled(gains: _Gains, cells: Cells, inverse: Array, proofs: _Proofs) -> Flags:
    """The cells whose only possible solution is proven to be the one in one of the boxes; new boxes are made for it."""
    settled = np.zeros(len(inverse), dtype=bool)
    alone = np.flatnonzero(gains.injective(cells, inverse))
    if not len(alone):
        return settled
    some = [cell[alone] for cell in cells]
    centres = _unknowns([cell.mean(axis=1) for cell in some])
    widths = np.max([np.ptp(cell, axis=1).max(axis=1) for cell in some], axis=0)
    points = gains.solutions(some)
    near = np.abs(points - centres).max(axis=1) <= 2 * widths
    boxes = np.array([proofs.box_at(point) if close else -1 for point, close in zip(points, near, strict=True)])
    found = boxes >= 0
    if found.any():
        corners = [gains.system.corners(box) for box in proofs.boxes]
        hulls = [
            np.concatenate(
                [cell[found], np.array([[*map(_floats, corners[box][mixer])] for box in boxes[found]])], axis=1
            )
            for mixer, cell in zip(gains.system.mixers, some, strict=True)
        ]
        settled[alone[found]] = gains.injective(hulls, inverse[alone[found]])
    return settled


def _floats(weights: Sequence[Fraction]) -> list[float]:
    return [float(weight) for weight in weights]


class _Proofs:
    """The boxes that are proven to hold one solution each, and how many attempts failed."""

    def __init__(self, system: IndifferenceSystem) -> None:
        self.system = system
        self.boxes: list[Box] = []
        self.failures = 0

    def box_at(self, point: Array) -> int:
        """The number of the box around the solution at `point`, a new one if need be; -1 without a proof."""
        for number, box in enumerate(self.boxes):
            if all(abs(float(side) - at) < 1e-9 for side, at in zip(box, point.tolist(), strict=True)):
                return number
        if self.failures == _FAILURES:
            return -1
        exact: list[Fraction] | None = [Fraction(value) for value in point.tolist()]
        for _ in range(2):
            exact = exact and self.system.newton_step([round(value, 3 * DIGITS) for value in exact])
        box = tuple(Interval.around(value, DIGITS) for value in exact or ())
        if not box or not self.system.one_root(box):
            self.failures += 1
            return -1
        self.boxes.append(box)
        return len(self.boxes) - 1


def _kept(cells: Cells, keep: Flags) -> Cells:
    return [cell[keep] for cell in cells]


def _halved(cells: Cells) -> Cells:
    """Every cell as two, cut in the middle of its longest edge."""
    edges = [(mixer, pair) for mixer, cell in enumerate(cells) for pair in combinations(range(cell.shape[1]), 2)]
    lengths = [np.abs(cells[mixer][:, one] - cells[mixer][:, two]).max(axis=1) for mixer, (one, two) in edges]
    longest = np.argmax(lengths, axis=0)
    halves = [np.concatenate([cell, cell]) for cell in cells]
    count = len(longest)
    for number, (mixer, (one, two)) in enumerate(edges):
        cut = np.flatnonzero(longest == number)
        middle = (cells[mixer][cut, one] + cells[mixer][cut, two]) / 2
        halves[mixer][cut, one] = middle
        halves[mixer][cut + count, two] = middle
    return halves


def _unknowns(weights: Sequence[Array]) -> Array:
    """Weights over the supports, one array (cells, actions) a mixer, as the unknowns: all but each one's last."""
    return np.concatenate([weight[:, :-1] for weight in weights], axis=1)


class _Gains:
    """The gains of a support profile in floats, scaled, evaluated over many cells at once."""

    def __init__(self, system: IndifferenceSystem) -> None:
        self.system = system
        self.sizes = [len(system.supports[mixer]) for mixer in system.mixers]
        self.place = {mixer: axis for axis, mixer in enumerate(system.mixers)}
        self.tensors = []
        for player, support in enumerate(system.supports):
            rows = [system.gaps(player, action, support[-1]) for action in range(system.game.shape[player])]
            most = max((abs(gap) for row in rows for gap in row), default=Fraction(0)) or Fraction(1)
            others = [size for mixer, size in zip(system.mixers, self.sizes, strict=True) if mixer != player]
            flat = np.array([[float(gap / most) for gap in row] for row in rows])
            self.tensors.append(flat.reshape(len(rows), *others))

    def at_vertices(self, player: int, cells: Cells, keep: int | None = None) -> Array:
        """A player's gains at all vertices of the others' cells: (cells, actions, vertices of each other mixer).

        The axis of the mixer `keep` stays one of actions.
        """
        own = self.place.get(player)
        axes = [axis for axis in range(len(cells)) if axis != own]
        letters = {axis: chr(ord("a") + axis) for axis in axes}
        held, labels = self.tensors[player], "O" + "".join(letters.values())
        for axis in axes:
            if axis == keep:
                continue
            after = labels.replace(letters[axis], letters[axis].upper())
            if "N" not in after:
                after = "N" + after
            held = np.einsum(f"{labels},N{letters[axis].upper()}{letters[axis]}->{after}", held, cells[axis])
            labels = after
        return held if "N" in labels else np.broadcast_to(held, (len(cells[0]), *held.shape))

    def dominated(self, cells: Cells) -> Flags:
        """The cells all over which an action yields its player strictly more than one of its support."""
        found = np.zeros(len(cells[0]), dtype=bool)
        for player, support in enumerate(self.system.supports):
            if self.system.game.shape[player] > 1:
                values = self.at_vertices(player, cells)
                values = values.reshape(*values.shape[:2], -1)
                beyond = values[:, :, None] - values[:, None, list(support)]
                found |= (beyond.min(axis=3) > 2 * ERROR).any(axis=(1, 2))
        return found

    def equations(self, cells: Cells) -> list[Array]:
        """For each mixer its equations at all vertices, with an axis of length one at its own place."""
        found = []
        for axis, mixer in enumerate(self.system.mixers):
            values = self.at_vertices(mixer, cells)[:, list(self.system.supports[mixer][:-1])]
            found.append(np.expand_dims(values, 2 + axis))
        return found

    def derivatives(self, cells: Cells) -> tuple[Array, Array]:
        """The least and greatest partial derivatives over each cell, (cells, equations, unknowns) each."""
        size = len(self.system.unknowns)
        least, most = np.zeros((2, len(cells[0]), size, size))
        row = 0
        for mixer in self.system.mixers:
            equations = list(self.system.supports[mixer][:-1])
            column = 0
            for axis, other in enumerate(self.system.mixers):
                free = self.sizes[axis] - 1
                if other != mixer:
                    values = self.at_vertices(mixer, cells, keep=axis)[:, equations]
                    kept = axis if axis < self.place[mixer] else axis - 1
                    values = np.moveaxis(values, 2 + kept, 2)
                    slopes = (values[:, :, :-1] - values[:, :, -1:]).reshape(len(values), len(equations), free, -1)
                    at = (slice(None), slice(row, row + len(equations)), slice(column, column + free))
                    least[at], most[at] = slopes.min(axis=3), slopes.max(axis=3)
                column += free
            row += len(equations)
        return least, most

    def inverse(self, cells: Cells) -> Array:
        """An inverse of the Jacobian at each cell's centre; a pseudo-inverse where it has none."""
        jacobian, _ = self.derivatives([cell.mean(axis=1, keepdims=True) for cell in cells])
        try:
            return np.asarray(np.linalg.inv(jacobian), dtype=np.float64)
        except np.linalg.LinAlgError:
            return np.asarray(np.linalg.pinv(jacobian), dtype=np.float64)

    def one_signed(self, cells: Cells, inverse: Array) -> Flags:
        """The cells all over which some combination of the equations has one sign, so that it is nowhere zero."""
        start = 0
        combined: Array | float = 0.0
        # One combination an unknown, and one for the probability of each mixer's last action.
        last = np.cumsum([0, *(size - 1 for size in self.sizes)])
        sums = [inverse[:, begin:end].sum(axis=1) for begin, end in pairwise(last)]
        factors = np.concatenate([inverse, np.stack(sums, axis=1)], axis=1)
        for values in self.equations(cells):
            block = factors[:, :, start : start + values.shape[1]]
            combined = combined + np.einsum("NRE,NE...->NR...", block, values)
            start += values.shape[1]
        flat = np.asarray(combined).reshape(*factors.shape[:2], -1)
        error = 4 * ERROR * np.abs(factors).sum(axis=2)
        found: Flags = ((flat.min(axis=2) > error) | (flat.max(axis=2) < -error)).any(axis=1)
        return found

    def injective(self, cells: Cells, inverse: Array) -> Flags:
        """The cells on which the equations are proven injective: inverse . F' stays within 1 of the identity."""
        least, most = self.derivatives(cells)
        off = np.abs(np.eye(inverse.shape[1]) - inverse @ ((least + most) / 2))
        off += np.abs(inverse) @ ((most - least) / 2) + 8 * ERROR * np.abs(inverse).sum(axis=2, keepdims=True)
        found: Flags = off.sum(axis=2).max(axis=1) < 1
        return found

    def solutions(self, cells: Cells) -> Array:
        """Where Newton's method leads from each cell's centre: (cells, unknowns), not proven to be anything."""
        weights = [cell.mean(axis=1, keepdims=True) for cell in cells]
        points = _unknowns([weight[:, 0] for weight in weights])
        for _ in range(8):
            values = np.concatenate([v.reshape(len(v), v.shape[1]) for v in self.equations(weights)], axis=1)
            step = np.einsum("NUE,NE->NU", self.inverse(weights), values)
            points = points - step
            points = np.asarray(np.clip(np.nan_to_num(points), -_FAR, _FAR))
            weights, column = [], 0
            for size in self.sizes:
                head = points[:, column : column + size - 1]
                weights.append(np.concatenate([head, 1 - head.sum(axis=1, keepdims=True)], axis=1)[:, None])
                column += size - 1
        return points
