"""Closed intervals with rational ends: what is known of a number that is not rational."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

__all__ = ["Interval"]


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers from `lower` to `upper`, both included.

    Raises
    ------
    ValueError
        If the ends are in the wrong order.
    """

    lower: Fraction
    upper: Fraction

    def __post_init__(self) -> None:
        if self.lower > self.upper:
            raise ValueError(f"an interval from {self.lower} to {self.upper} is empty")

    @classmethod
    def around(cls, value: Fraction, digits: int) -> Interval:
        """An interval of decimals with `digits` places that holds `value` with at least one unit to spare."""
        unit = 10**digits
        return cls(Fraction(floor(value * unit) - 1, unit), Fraction(ceil(value * unit) + 1, unit))

    @property
    def exact(self) -> bool:
        """Whether it holds one number only."""
        return self.lower == self.upper

    def __contains__(self, value: Fraction | int) -> bool:
        return self.lower <= value <= self.upper

    def __float__(self) -> float:
        """The middle, rounded: for plots and tables of decimals, never for a proof."""
        return float((self.lower + self.upper) / 2)

    def decimal(self) -> str:
        """The leading decimals that every number in the interval has, cut off, not rounded.

        A number that goes on is marked with an ellipsis: ``"0.61803398874989…"``. An interval that holds one number
        only gives it as a fraction, and one whose ends share no digit gives its ends.
        """
        if self.exact:
            return str(self.lower)
        if self.upper <= 0:
            return f"-{Interval(-self.upper, -self.lower).decimal()}"
        if floor(self.lower) != floor(self.upper):
            return f"{float(self.lower):.6g} to {float(self.upper):.6g}"
        places = 0
        while floor(self.lower * 10 ** (places + 1)) == floor(self.upper * 10 ** (places + 1)):
            places += 1
        digits = str(floor(self.lower * 10**places)).rjust(places + 1, "0")
        return f"{digits[: len(digits) - places]}.{digits[len(digits) - places :]}…"

    def __str__(self) -> str:
        return self.decimal()
