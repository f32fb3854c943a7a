"""A sheet of the size that a figure asks for, and what was written on it."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reports.drawing import FULL_WIDTH
from reports.study import Study

__all__ = ["first", "points", "sheet_of", "texts_of"]


def sheet_of(module: ModuleType, study: Study, game: str, width: float = FULL_WIDTH) -> Axes:
    """Empty axes that fill a drawing of the figure's size."""
    return Figure(figsize=module.size(study, game, width)).add_axes((0.0, 0.0, 1.0, 1.0))


def first(line: Line2D) -> float:
    """How far across a line begins."""
    data: Any = line.get_xdata()
    return float(data[0])


def points(line: Line2D) -> list[tuple[float, float]]:
    """The points of a line."""
    data: Any = line.get_xydata()
    return [(float(x), float(y)) for x, y in data]


def texts_of(axes: Axes) -> list[Any]:
    """Every text on the sheet and in its plots, but for empty ones."""
    from matplotlib.text import Text

    return [text for text in axes.findobj(Text) if text.get_text().strip() and text.get_visible()]
