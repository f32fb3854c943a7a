"""Where labels fit: text measured as it will print, broken to a width, and placed where nothing else stands.

All lengths are inches on a sheet (`reports.drawing.canvas`), so that a layout made for one width can be made for
another. The fonts are those that matplotlib is set to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, hypot
from typing import TYPE_CHECKING, Any

from reports.document import plain
from reports.drawing import write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["LEADING", "Room", "fitted", "font_size", "label", "spread", "text_height", "text_width"]

LEADING = 1.2
"""From one line of text to the next, as a multiple of the size of the font."""

_NARROW = 4.5
_GRAIN = 0.02


def font_size(width: float) -> float:
    """The size of the letters, in points, of a figure so many inches wide."""
    return 7.0 if width < _NARROW else 8.0


def text_width(text: str, size: float, weight: str = "normal") -> float:
    """How wide one line of text prints at a size in points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    found = text_to_path.get_text_width_height_descent(text, FontProperties(size=size, weight=weight), False)
    return float(found[0]) / 72


def text_height(text: str, size: float) -> float:
    """How high its lines stand together."""
    return (text.count("\n") + 1) * size * LEADING / 72


def fitted(text: str, width: float, size: float, lines: int = 1, weight: str = "normal") -> str:
    """`text` broken into at most so many lines that print no wider than `width`; an ellipsis stands for the rest."""

    def reach(rest: str, after: str = "") -> int:
        """How many letters fit, one at least."""
        low, high = 1, len(rest)
        while low < high:
            middle = (low + high + 1) // 2
            fits = text_width(rest[:middle].rstrip() + after, size, weight) <= width
            low, high = (middle, high) if fits else (low, middle - 1)
        return low

    # No letter but the narrowest is thinner than an eighth of its size, so what follows can't be shown anyway.
    rest = plain(text)[: ceil(lines * (width * 72 / size * 8 + 1))].strip()
    broken: list[str] = []
    while rest:
        cut = reach(rest)
        if cut == len(rest):
            broken.append(rest)
            break
        if len(broken) == lines - 1:
            broken.append(f"{rest[: reach(rest, '…')].rstrip()}…")
            break
        space = rest.rfind(" ", 0, cut + 1)
        cut = space if space > 0 else cut
        broken.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return "\n".join(broken)


def spread(centres: Sequence[float], widths: Sequence[float], low: float, high: float) -> list[float]:
    """The centres of things side by side, moved as little as possible so that none overlaps another or leaves a range.

    The least sum of squared moves, by pooling neighbours that collide (Ayer and others 1955, Annals of Mathematical
    Statistics 26). `centres` ascend. Things that are too wide together begin at `low` and run past `high`.
    """
    blocks: list[tuple[float, float, list[int]]] = []  # left end, width, which
    for index, (centre, width) in enumerate(zip(centres, widths, strict=True)):
        left, wide, held = centre - width / 2, width, [index]
        while True:
            left = max(min(left, high - wide), low)
            if not blocks or blocks[-1][0] + blocks[-1][1] <= left:
                break
            _, before_wide, before_held = blocks.pop()
            held, wide = before_held + held, wide + before_wide
            # The mean of where each would have the block begin.
            starts = [centres[one] - widths[one] / 2 - sum(widths[held[0] : one]) for one in held]
            left = sum(starts) / len(starts)
        blocks.append((left, wide, held))
    found = [0.0] * len(centres)
    for left, _, held in blocks:
        for one in held:
            found[one] = left + widths[one] / 2
            left += widths[one]
    return found


class Room:
    """The free room in a rectangle of a sheet.

    Parameters
    ----------
    left, top, right, bottom : float
        The rectangle.
    """

    def __init__(self, left: float, top: float, right: float, bottom: float) -> None:
        import numpy as np

        self.left, self.top = left, top
        self.taken: Any = np.zeros((ceil((bottom - top) / _GRAIN), ceil((right - left) / _GRAIN)), dtype=bool)

    def block(self, left: float, top: float, right: float, bottom: float) -> None:
        """Take a rectangle."""
        rows = slice(max(0, int((top - self.top) / _GRAIN)), max(0, ceil((bottom - self.top) / _GRAIN)))
        columns = slice(max(0, int((left - self.left) / _GRAIN)), max(0, ceil((right - self.left) / _GRAIN)))
        self.taken[rows, columns] = True

    def block_line(self, points: Sequence[tuple[float, float]], margin: float = 0.03) -> None:
        """Take what lies within a margin of a line through points."""
        for (x, y), (then_x, then_y) in zip(points, points[1:] or points, strict=False):
            steps = max(1, ceil(hypot(then_x - x, then_y - y) / _GRAIN))
            for step in range(steps + 1):
                at_x, at_y = x + (then_x - x) * step / steps, y + (then_y - y) * step / steps
                self.block(at_x - margin, at_y - margin, at_x + margin, at_y + margin)

    def find(self, width: float, height: float, x: float, y: float) -> tuple[float, float, float] | None:
        """The free box of a size whose nearest side is nearest to a point: its left, its top, and how far that is.

        None where no such box is free. The box is not taken.
        """
        import numpy as np

        rows, columns = ceil(height / _GRAIN), ceil(width / _GRAIN)
        if rows > self.taken.shape[0] or columns > self.taken.shape[1]:
            return None
        filled = np.pad(self.taken.astype(np.int32).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
        inside = (
            filled[rows:, columns:] - filled[:-rows, columns:] - filled[rows:, :-columns] + filled[:-rows, :-columns]
        )
        tops = self.top + _GRAIN * np.arange(inside.shape[0])[:, None]
        lefts = self.left + _GRAIN * np.arange(inside.shape[1])[None, :]
        aside_x = np.maximum(np.maximum(lefts - x, x - lefts - width), 0)
        aside_y = np.maximum(np.maximum(tops - y, y - tops - height), 0)
        apart = np.hypot(aside_x, aside_y)
        # Of boxes equally near, the one whose middle is nearest.
        apart = apart + 0.01 * np.hypot(lefts + width / 2 - x, tops + height / 2 - y)
        apart[inside > 0] = np.inf
        row, column = divmod(int(apart.argmin()), apart.shape[1])
        if not np.isfinite(apart[row, column]):
            return None
        return float(lefts[0, column]), float(tops[row, 0]), float(apart[row, column])


def label(
    axes: Axes,
    room: Room,
    text: str,
    spot: tuple[float, float],
    size: float,
    widths: Iterable[float],
    lines: int = 4,
    farthest: float = 0.45,
    **style: Any,
) -> bool:
    """Write `text` whole into free room near a spot, broken to the first of the `widths` that fits; say whether it did.

    A text that would have to be cut, or to stand farther away than `farthest`, is not written.
    """
    weight = style.get("fontweight", "normal")
    for width in widths:
        broken = fitted(text, width, size, lines, weight)
        if broken.endswith("…") and not plain(text).endswith("…"):
            continue
        wide = max(text_width(line, size, weight) for line in broken.splitlines()) + 0.06
        high = text_height(broken, size) + 0.04
        found = room.find(wide, high, *spot)
        if found is not None and found[2] <= farthest:
            left, top, _ = found
            room.block(left, top, left + wide, top + high)
            write(axes, left + wide / 2, top + high / 2, broken, fontsize=size, ha="center", **style)
            return True
    return False
