"""A line cut at the real roots of polynomials, and the sign of each polynomial in every cell, as bit masks.

The roots r_1 < ... < r_k that lie within the closed range cut it into 2k + 1 cells, numbered from below: cell 2i is the
open interval between r_i and r_(i+1) (or the range's end), and cell 2i + 1 is the point r_(i+1). A polynomial has one
sign all over a cell, and changes it exactly at its roots of odd multiplicity; so one evaluation gives all its signs,
also at roots that are irrational. Bit c of a mask says something of cell c.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from gametheory.polynomial import Number, between, real_roots

__all__ = ["SignLine", "Signs"]

Signs = tuple[int, int]
"""The cells in which a polynomial is negative, and those in which it is positive."""


class SignLine:
    """The cells that polynomials cut out of a range.

    Parameters
    ----------
    low, high : Fraction
        The ends of the range; low < high.
    polynomials : iterable of flint.fmpz_poly
        The polynomials whose signs will be asked for.

    Attributes
    ----------
    roots : tuple of Fraction or RealRoot
        All their roots within the range, ascending; a polynomial that is zero everywhere has none.
    cells : int
        How many cells there are, 2 * len(roots) + 1. The first and the last are empty where an end is a root.
    everywhere : int
        The mask of all cells.
    """

    def __init__(self, low: Fraction, high: Fraction, polynomials: Iterable[Any]) -> None:
        self.low, self.high = low, high
        self._polynomials: dict[tuple[Any, ...], Any] = {}
        roots: dict[tuple[Any, ...], list[tuple[Number, int]]] = {}
        for polynomial in polynomials:
            key = tuple(polynomial.coeffs())
            if key not in self._polynomials:
                self._polynomials[key] = polynomial
                roots[key] = [(root, times) for root, times in real_roots(polynomial) if low <= root <= high]
        self.roots: tuple[Number, ...] = tuple(sorted({root for own in roots.values() for root, _ in own}))
        self.cells = 2 * len(self.roots) + 1
        self.everywhere = (1 << self.cells) - 1
        self._cell_of = {root: 2 * index + 1 for index, root in enumerate(self.roots)}
        self._sampled = next(cell for cell in range(0, self.cells, 2) if self.exists(cell))
        self._at = self.sample(self._sampled)
        self._signs = {key: self._all_signs(self._polynomials[key], own) for key, own in roots.items()}

    def exists(self, cell: int) -> bool:
        """Whether a cell holds a number."""
        low, high = self.ends(cell)
        return cell % 2 == 1 or low < high

    def ends(self, cell: int) -> tuple[Number, Number]:
        """Between which numbers a cell lies: twice its point, for a point."""
        if cell % 2:
            return self.roots[cell // 2], self.roots[cell // 2]
        below = self.roots[cell // 2 - 1] if cell else self.low
        return below, self.roots[cell // 2] if cell < self.cells - 1 else self.high

    def sample(self, cell: int) -> Fraction | None:
        """A rational number in the cell; None at an irrational root."""
        low, high = self.ends(cell)
        if cell % 2:
            return low if isinstance(low, Fraction) else None
        return between(low, high)

    def signs(self, polynomial: Any) -> Signs:
        """The masks of the cells in which one of the polynomials is negative, and positive."""
        return self._signs[tuple(polynomial.coeffs())]

    def _all_signs(self, polynomial: Any, roots: list[tuple[Number, int]]) -> Signs:
        from flint import fmpq

        assert self._at is not None
        value = polynomial(fmpq(self._at.numerator, self._at.denominator))
        if value == 0:  # the sample is no root, so it is zero everywhere
            return 0, 0
        masks = [0, 0]
        sign, start = int(value > 0), 0
        cuts = sorted((self._cell_of[root], times) for root, times in roots)
        if sum(times for cell, times in cuts if cell < self._sampled) % 2:
            sign = 1 - sign  # the sign before the first cut
        for cell, times in cuts:
            masks[sign] |= (1 << cell) - (1 << start)
            start = cell + 1
            if times % 2:
                sign = 1 - sign
        masks[sign] |= (1 << self.cells) - (1 << start)
        return masks[0], masks[1]
