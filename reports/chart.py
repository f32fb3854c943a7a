"""A plot with two scales on a figure's sheet: ticks at round numbers, titles that fit; tints and hatches in order."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from gametheory.polynomial import Number, decimal
from reports.drawing import COLOURS, INK, MUTED, RULE, panel, write
from reports.labelling import fitted, text_height
from reports.phrases import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["FILLS", "STROKES", "Chart", "chart", "letter", "padded", "shown", "ticks", "tint"]

STROKES: tuple[tuple[str, Any, str], ...] = (
    (COLOURS[0], "solid", "o"),
    (COLOURS[1], (0, (5, 1.5)), "s"),
    (COLOURS[2], (0, (1, 1)), "^"),
    (COLOURS[3], (0, (6, 1.5, 1, 1.5)), "D"),
)
"""Colour, dashes and marker of a line, so that no two lines differ by colour alone."""


def tint(colour: str, share: float = 0.22) -> tuple[float, float, float]:
    """A colour thinned with white, to stand behind text."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return 1 - share * (1 - red), 1 - share * (1 - green), 1 - share * (1 - blue)


FILLS: tuple[tuple[tuple[float, float, float], str], ...] = (
    (tint(COLOURS[0]), ""),
    (tint(COLOURS[1]), "////"),
    (tint(COLOURS[2]), "...."),
    (tint(COLOURS[3]), "\\\\\\\\"),
    ((0.94, 0.94, 0.94), "xxxx"),
    ((1.0, 1.0, 1.0), "----"),
)
"""Tint and hatch of an area."""


def letter(index: int) -> str:
    """The name of one of several things that are too narrow for a label: A to Z, then A2."""
    round_, place = divmod(index, 26)
    return f"{chr(ord('A') + place)}{round_ + 1 if round_ else ''}"


def shown(value: Number) -> str:
    """A number on an axis or beside a mark, as readers expect it, also where it is irrational."""
    return number(value) if isinstance(value, Fraction) else f"\N{ALMOST EQUAL TO}{decimal(value, 3).rstrip('…')}"


def ticks(low: Fraction, high: Fraction, most: int) -> list[Fraction]:
    """At most so many round numbers in a range, evenly spaced by 1, 2 or 5 times a power of ten."""
    span = high - low
    if span <= 0:
        return [low]
    power = Fraction(10) ** (len(str(ceil(span))) if span >= 1 else -len(str(floor(1 / span)))) / 1000
    while True:
        for factor in (1, 2, 5):
            step = power * factor
            first, last = ceil(low / step), floor(high / step)
            if last - first < max(most, 1):
                return [step * index for index in range(first, last + 1)]
        power *= 10


def padded(low: Fraction, high: Fraction, share: Fraction = Fraction(1, 20)) -> tuple[Fraction, Fraction]:
    """A range made a little wider at both ends; one of no width gets some."""
    margin = (high - low) * share or Fraction(1, 2)
    return low - margin, high + margin


@dataclass(frozen=True, slots=True)
class Chart:
    """A plot on a sheet.

    Attributes
    ----------
    axes : Axes
        Where to draw in the plot's own numbers.
    left, top, width, height : float
        Where it lies on the sheet, in inches.
    across, up : (Fraction, Fraction)
        The ends of its scales.
    """

    axes: Axes
    left: float
    top: float
    width: float
    height: float
    across: tuple[Fraction, Fraction]
    up: tuple[Fraction, Fraction]

    def spot(self, x: object, y: object) -> tuple[float, float]:
        """Where a point of the plot lies on the sheet, in inches."""
        low, high = map(float, self.across)
        bottom, top = map(float, self.up)
        return (
            self.left + (float(x) - low) / (high - low) * self.width,  # type: ignore[arg-type]
            self.top + (top - float(y)) / (top - bottom) * self.height,  # type: ignore[arg-type]
        )


def chart(
    sheet: Axes,
    box: tuple[float, float, float, float],
    across: tuple[Fraction, Fraction],
    up: tuple[Fraction, Fraction],
    *,
    x_title: str = "",
    y_title: str = "",
    size: float = 7.0,
    every_tick: tuple[bool, bool] = (True, True),
) -> Chart:
    """Make a plot whose area is `box` (left, top, width, height); the title of its height stands above it.

    `every_tick` says for either scale whether its ticks are labelled.
    """
    left, top, width, height = box
    inner = panel(sheet, *box)
    inner.set_xlim(float(across[0]), float(across[1]))
    inner.set_ylim(float(up[0]), float(up[1]))
    for side, spine in inner.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(RULE)
    inner.patch.set_alpha(0)
    marks = (ticks(*across, max(2, int(width / 0.6))), ticks(*up, max(2, int(height / 0.32))))
    inner.set_xticks(list(map(float, marks[0])), list(map(number, marks[0])) if every_tick[0] else [""] * len(marks[0]))
    inner.set_yticks(list(map(float, marks[1])), list(map(number, marks[1])) if every_tick[1] else [""] * len(marks[1]))
    inner.tick_params(labelsize=size, labelcolor=INK, color=RULE, length=2.5, pad=2)
    inner.minorticks_off()
    if x_title:
        text = fitted(x_title, width, size, 2)
        write(sheet, left + width / 2, top + height + 0.22, text, fontsize=size, color=MUTED, ha="center", va="top")
    if y_title:
        text = fitted(y_title, width + 0.3, size, 2)
        write(sheet, left - 0.3, top - 0.06 - text_height(text, size) / 2, text, fontsize=size, color=MUTED)
    return Chart(inner, left, top, width, height, across, up)
