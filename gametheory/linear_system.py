"""Square linear systems over the rationals: the solution, or where there are many, the line along which they lie."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

__all__ = ["Matrix", "Vector", "solve_or_kernel"]

Vector = tuple[Fraction, ...]
Matrix = Sequence[Sequence[Fraction]]


def solve_or_kernel(matrix: Matrix, right: Sequence[Fraction]) -> tuple[Vector | None, Vector | None]:
    """The solution of a square linear system if it is unique; else a vector that spans the kernel, if that is a line.

    Returns
    -------
    solution, kernel : tuple of Fraction or None
        At most one is not None.
    """
    size = len(matrix)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    pivots: list[int] = []
    for column in range(size):
        rank = len(pivots)
        pivot = next((row for row in range(rank, size) if rows[row][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        lead = rows[rank][column]
        rows[rank] = [value / lead for value in rows[rank]]
        for row in range(size):
            if row != rank and rows[row][column]:
                factor = rows[row][column]
                rows[row] = [value - factor * other for value, other in zip(rows[row], rows[rank], strict=True)]
        pivots.append(column)
    if len(pivots) == size:
        return tuple(row[size] for row in rows), None
    if len(pivots) < size - 1:
        return None, None
    (free,) = set(range(size)) - set(pivots)
    along = dict(zip(pivots, rows, strict=False))
    return None, tuple(-along[column][free] if column in along else Fraction(1) for column in range(size))
