"""Strict copositivity of a symmetric matrix, decided exactly, with a direction that refutes it where it fails.

A symmetric matrix M is *strictly copositive* when w'Mw > 0 for every w >= 0 but zero, and *strictly K-copositive* when
that holds for the w whose coordinates outside a set of free ones are non-negative. A free coordinate i is minimised
away: where M_ii > 0 the least value over w_i is at w_i = -sum_j M_ij w_j / M_ii, which leaves the Schur complement.

For the rest let every proper principal submatrix be strictly copositive. Then the least value v of w'Mw over the
simplex is positive, or it is reached in the interior, where M w = v 1. If M is regular, the latter means v < 0 and w
proportional to -M^-1 1. If M is singular, v = 0, for with v < 0 one could move along the kernel to the boundary and
keep the value; and the kernel is a line for the same reason. So one linear system for each principal submatrix decides
(compare Hadeler 1983, Linear Algebra and its Applications 49).
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from itertools import combinations

from gametheory.linear_system import Matrix, Vector, solve_or_kernel

__all__ = ["nonpositive_direction"]


def nonpositive_direction(matrix: Matrix, free: Collection[int] = ()) -> Vector | None:
    """A direction w, not zero, with w'Mw <= 0 and w_i >= 0 for every i outside `free`; None if there is none.

    Parameters
    ----------
    matrix : sequence of sequence of Fraction
        The symmetric matrix M, square.
    free : collection of int
        The coordinates that may be negative.

    Notes
    -----
    Takes one linear system for each of the 2^k - 1 sets of the k coordinates that are not free, at worst.
    """
    current = [list(row) for row in matrix]
    size = len(current)
    eliminated: list[tuple[int, list[Fraction]]] = []
    remaining = list(range(size))
    for pivot in sorted(free):
        if current[pivot][pivot] <= 0:
            return _with_eliminated({pivot: Fraction(1)}, eliminated, size)
        row = current[pivot]
        remaining.remove(pivot)
        eliminated.append((pivot, [-value / row[pivot] for value in row]))
        for i in remaining:
            factor = row[i] / row[pivot]
            current[i] = [value - factor * other for value, other in zip(current[i], row, strict=True)]
    for count in range(1, len(remaining) + 1):
        for chosen in combinations(remaining, count):
            weights = _in_the_interior([[current[i][j] for j in chosen] for i in chosen])
            if weights is not None:
                return _with_eliminated(dict(zip(chosen, weights, strict=True)), eliminated, size)
    return None


def _with_eliminated(weights: dict[int, Fraction], eliminated: list[tuple[int, list[Fraction]]], size: int) -> Vector:
    """The whole direction: each eliminated coordinate where it is best, given those eliminated after it."""
    for pivot, line in reversed(eliminated):
        weights[pivot] = sum((line[i] * weight for i, weight in weights.items()), Fraction(0))
    return tuple(weights.get(i, Fraction(0)) for i in range(size))


def _in_the_interior(matrix: Matrix) -> Vector | None:
    """A positive w with M w = v 1 and v <= 0, for M whose proper principal submatrices are strictly copositive."""
    solution, kernel = solve_or_kernel(matrix, [Fraction(-1)] * len(matrix))
    if kernel is not None and max(kernel) < 0:
        kernel = tuple(-weight for weight in kernel)
    found = solution or kernel
    return found if found is not None and min(found) > 0 else None
