"""The answer in each of many worlds as a label: which equilibria there are, without their numbers.

Two worlds have the same label when the same actions are played in their (extreme) equilibria: the label is the set of
the equilibria's supports. Labels are numbered in the order in which they are met; nothing may depend on the numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from gametheory.batch import solve_batch
from gametheory.batch_solution import BatchSolution
from gametheory.equilibrium_pattern import Supports, pattern_of
from gametheory.errors import DetenteError
from gametheory.game import ParametricGame
from gametheory.solve import Play, solve
from gametheory.sweep_answers import WorldSolver
from gametheory.worlds import Points

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["AnswerLabels"]

_BLOCK = 2**14


class AnswerLabels:
    """Labels the answers to a game under a play.

    Parameters
    ----------
    game : ParametricGame
    play : Play
        Simultaneous ``nash`` (two players, up to 5x5) and ``pure_nash`` are solved in batches, the rest one by one.
    """

    def __init__(self, game: ParametricGame, play: Play) -> None:
        self._game, self._play = game, play
        self._known: dict[tuple[Supports, ...], int] = {}

    def __len__(self) -> int:
        return len(self._known)

    @property
    def supports(self) -> tuple[tuple[Supports, ...], ...]:
        """For each label met so far the supports of its equilibria."""
        return tuple(self._known)

    def of(self, points: Points, told: Callable[[int], None] | None = None) -> NDArray[np.intp]:
        """The label of each world. Where these are solved one by one, `told` is called before each with its number."""
        if not WorldSolver(self._game, points, self._play).in_batches:
            return self._one_by_one(points, told)
        parts = []
        for start in range(0, points.worlds, _BLOCK):
            numerators, denominator = points.points(start, start + _BLOCK)
            solution = solve_batch(
                self._game, self._play.concept, points=numerators, names=points.names, denominator=denominator
            )
            parts.append(self._batch(solution))
        return np.concatenate(parts)

    def _number(self, supports: tuple[Supports, ...]) -> int:
        return self._known.setdefault(supports, len(self._known))

    def _batch(self, solution: BatchSolution) -> NDArray[np.intp]:
        world = np.repeat(np.arange(len(solution)), solution.counts)
        if solution.concept == "pure_nash":
            size, code = prod(solution.shape), solution.records["profile"].astype(np.intp)
        else:
            used, width = solution.supports.astype(np.intp), 1 << solution.shape[1]
            size, code = width << solution.shape[0], used[:, 0] * width + used[:, 1]
        table = np.zeros((len(solution), size), dtype=bool)
        table[world, code] = True
        packed, first, inverse = np.unique(np.packbits(table, axis=1), axis=0, return_index=True, return_inverse=True)
        found = np.empty(len(packed), dtype=np.intp)
        supports = solution.supports
        for number, example in enumerate(first.tolist()):
            masks = supports[solution.offsets[example] : solution.offsets[example + 1]].tolist()
            found[number] = self._number(tuple(sorted({tuple(map(_members, own)) for own in masks})))
        return found[inverse.reshape(-1)]

    def _one_by_one(self, points: Points, told: Callable[[int], None] | None) -> NDArray[np.intp]:
        labels = np.empty(points.worlds, dtype=np.intp)
        for world, column in enumerate(points.numerators.T.tolist()):
            if told is not None:
                told(world)
            at = {name: Fraction(value, points.denominator) for name, value in zip(points.names, column, strict=True)}
            try:
                labels[world] = self._number(pattern_of(solve(self._game, self._play, at)).supports)
            except DetenteError as error:
                place = ", ".join(f"{name}={value}" for name, value in at.items())
                raise DetenteError(f"world {world} ({place}): {error}") from error
        return labels


def _members(mask: int) -> tuple[int, ...]:
    return tuple(bit for bit in range(mask.bit_length()) if mask >> bit & 1)
