"""A plot with two scales on a figure's sheet: ticks at round numbers, titles that fit; tints and hatches in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from gametheory.polynomial import Number, decimal
from reports.drawing import COLOURS, INK, MUTED, RULE, SURFACE, panel, write
from reports.labelling import Room, fitted, text_height
from reports.phrases import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "FILLS",
    "GLYPHS",
    "STROKES",
    "Frame",
    "Segment",
    "chart",
    "hbar",
    "letter",
    "padded",
    "rules",
    "shown",
    "ticks",
    "tint",
]

Segment = tuple[tuple[float, float], tuple[float, float]]
"""A straight line from one point to another."""

_TICK = 0.04

STROKES: tuple[tuple[str, Any, str], ...] = (
    (COLOURS[0], "solid", "o"),
    (COLOURS[1], (0, (5, 1.5)), "s"),
    (COLOURS[2], (0, (1, 1)), "^"),
    (COLOURS[3], (0, (6, 1.5, 1, 1.5)), "D"),
)
"""Colour, dashes and marker of a line, so that no two lines differ by colour alone."""

GLYPHS = {
    "o": "\N{BLACK CIRCLE}",
    "s": "\N{BLACK SQUARE}",
    "^": "\N{BLACK UP-POINTING TRIANGLE}",
    "D": "\N{BLACK DIAMOND}",
}
"""The markers as letters, for a label to say whose it is where colours do not show."""


def tint(colour: str, share: float = 0.22) -> tuple[float, float, float, float]:
    """A colour so thin that the paper shows through, whatever colour that has, to stand behind text."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue, share


FILLS: tuple[tuple[tuple[float, float, float, float], str], ...] = (
    (tint(COLOURS[0]), ""),
    (tint(COLOURS[1]), "////"),
    (tint(COLOURS[2]), "...."),
    (tint(COLOURS[3]), "\\\\\\\\"),
    (tint(INK, 0.06), "xxxx"),
    (tint(SURFACE, 1.0), "----"),
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
class Frame:
    """Where a plot lies on a sheet, and the ends of its scales.

    Attributes
    ----------
    left, top, width, height : float
        Its area, in inches.
    across, up : (Fraction, Fraction)
        The least and the greatest value of its horizontal and of its vertical scale.
    """

    left: float
    top: float
    width: float
    height: float
    across: tuple[Fraction, Fraction]
    up: tuple[Fraction, Fraction]

    def spot(self, x: Fraction | float, y: Fraction | float) -> tuple[float, float]:
        """Where a point of the plot lies on the sheet, in inches."""
        low, high = map(float, self.across)
        bottom, top = map(float, self.up)
        return (
            self.left + (float(x) - low) / (high - low) * self.width,
            self.top + (top - float(y)) / (top - bottom) * self.height,
        )

    def room(self) -> Room:
        """The room in it."""
        return Room(self.left, self.top, self.left + self.width, self.top + self.height)


def rules(axes: Axes, segments: Sequence[Segment], **style: Any) -> None:
    """Draw straight lines, all in one style."""
    from matplotlib.collections import LineCollection

    axes.add_collection(LineCollection(list(segments), **{"zorder": 1, **style}), autolim=False)


def hbar(axes: Axes, left: float, right: float, level: float, height: float, **style: Any) -> None:
    """Draw a horizontal bar on a sheet, `level` being half way up."""
    from matplotlib.patches import Rectangle

    axes.add_patch(Rectangle((left, level - height / 2), right - left, height, **{"linewidth": 0.8, **style}))


def chart(
    sheet: Axes,
    frame: Frame,
    *,
    size: float,
    x_title: str = "",
    y_title: str = "",
    x_lines: int = 2,
    numbered: bool = True,
) -> Axes:
    """Axes in a frame of a sheet, with ticks at round numbers; the title of the vertical scale stands above them.

    `size` is that of the letters, in points; `x_lines` is how many of them `x_title` may have, and `numbered` says
    whether the scales have ticks and numbers.
    """
    left, top, width, height = frame.left, frame.top, frame.width, frame.height
    inner = panel(sheet, left, top, width, height)
    inner.set_xlim(float(frame.across[0]), float(frame.across[1]))
    inner.set_ylim(float(frame.up[0]), float(frame.up[1]))
    # Matplotlib's own ticks take longer to make than all else in a figure together.
    inner.set_axis_off()
    bottom = top + height
    marks = [((left, top), (left, bottom)), ((left, bottom), (left + width, bottom))]
    for value in ticks(*frame.across, max(2, int(width / (0.09 * size)))) if numbered else []:
        x = frame.spot(value, frame.up[0])[0]
        marks.append(((x, bottom), (x, bottom + _TICK)))
        write(sheet, x, bottom + _TICK + 0.09, number(value), fontsize=size, ha="center")
    for value in ticks(*frame.up, max(2, int(height / (0.055 * size)))) if numbered else []:
        y = frame.spot(frame.across[0], value)[1]
        marks.append(((left - _TICK, y), (left, y)))
        write(sheet, left - _TICK - 0.03, y, number(value), fontsize=size, ha="right")
    rules(sheet, marks, color=RULE, linewidth=0.8)
    if x_title:
        text = fitted(x_title, width, size, x_lines)
        write(sheet, left + width / 2, top + height + 0.2, text, fontsize=size, color=MUTED, ha="center", va="top")
    if y_title:
        text = fitted(y_title, width + left - 0.12, size, 2)
        write(sheet, 0.12, top - 0.1 - text_height(text, size) / 2, text, fontsize=size, color=MUTED)
    return inner
