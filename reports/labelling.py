"""Where labels fit: text measured as it will print, broken to a width, and placed where nothing else stands.

All lengths are inches on a sheet (`reports.drawing.canvas`), so that a layout made for one width can be made for
another. The fonts are those that matplotlib is set to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import ceil, hypot
from typing import TYPE_CHECKING, Any, NamedTuple

from reports.document import plain
from reports.drawing import write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["LEADING", "Placed", "Room", "fitted", "font_size", "place", "put", "spread", "text_height", "text_width"]

LEADING = 1.2
"""From one line of text to the next, as a multiple of the size of the font."""

_NARROW = 4.5
_GRAIN = 0.03
_SLACK = 1.03


def font_size(width: float) -> float:
    """The size of the letters, in points, of a figure so many inches wide."""
    return 7.0 if width < _NARROW else 8.0


def text_width(text: str, size: float, weight: str = "normal") -> float:
    """How wide one line of text prints at a size in points, at most: renderers move letters by parts of a pixel."""
    from matplotlib import rcParams

    fonts = (*rcParams["font.family"], *rcParams["font.sans-serif"])
    return _SLACK * size / 72 * sum(_advance(character, weight, fonts) for character in text)


@lru_cache(maxsize=4096)
def _advance(character: str, weight: str, fonts: tuple[str, ...]) -> float:
    """The width of a character in the fonts that matplotlib is set to, as a multiple of their size."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    del fonts  # they tell apart what is remembered
    font = FontProperties(size=100, weight=weight)
    return float(text_to_path.get_text_width_height_descent(character, font, False)[0]) / 100


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

    # Letters are wider than an eighth of their size, so what is cut off here could not be shown anyway.
    rest = plain(text[: 10 * _most_letters(width, size, lines)])[: _most_letters(width, size, lines)].strip()
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


def _most_letters(width: float, size: float, lines: int) -> int:
    return ceil(lines * (width * 72 / size * 8 + 1))


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

    def inside(self, polygons: Iterable[Sequence[tuple[float, float]]]) -> Any:
        """Which parts of the room lie in one of some polygons."""
        import numpy as np
        from matplotlib.path import Path

        rows, columns = self.taken.shape
        across, down = np.meshgrid(
            self.left + _GRAIN * (np.arange(columns) + 0.5), self.top + _GRAIN * (np.arange(rows) + 0.5)
        )
        middles = np.column_stack([across.ravel(), down.ravel()])
        found = np.zeros(middles.shape[0], dtype=bool)
        for polygon in polygons:
            found |= Path([*polygon, polygon[0]], closed=True).contains_points(middles)
        return found.reshape(self.taken.shape)

    def holds(self, within: Any, x: float, y: float) -> bool:
        """Whether a point lies in a part of the room; one on the room's own side lies in the part beside it."""
        row = min(max(int((y - self.top) / _GRAIN), 0), within.shape[0] - 1)
        column = min(max(int((x - self.left) / _GRAIN), 0), within.shape[1] - 1)
        return bool(within[row, column])

    def middle(self, within: Any) -> tuple[float, float]:
        """The centre of a part of the room; of an empty part the centre of the room."""
        import numpy as np

        rows, columns = np.nonzero(within if within.any() else np.ones_like(within))
        return self.left + _GRAIN * (float(columns.mean()) + 0.5), self.top + _GRAIN * (float(rows.mean()) + 0.5)

    def find(
        self, width: float, height: float, x: float, y: float, within: Any = None
    ) -> tuple[float, float, float] | None:
        """The free box of a size whose nearest side is nearest to a point: its left, its top, and how far that is.

        None where no such box is free. The box is not taken.
        """
        import numpy as np

        rows, columns = ceil(height / _GRAIN), ceil(width / _GRAIN)
        if rows > self.taken.shape[0] or columns > self.taken.shape[1]:
            return None
        taken = self.taken if within is None else self.taken | ~within
        filled = np.pad(taken.astype(np.int32).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
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


class Placed(NamedTuple):
    """A label with its place: its text, broken, and the middle of its box."""

    text: str
    x: float
    y: float
    size: float


def place(
    room: Room,
    text: str,
    spot: tuple[float, float],
    size: float,
    widths: Iterable[float],
    *,
    lines: int = 4,
    farthest: float = 0.45,
    weight: str = "normal",
    within: Any = None,
) -> Placed | None:
    """Take free room near a spot for `text`, whole, broken to the first of the `widths` in which it fits.

    Parameters
    ----------
    widths : iterable of float
        How wide its lines may be, in the order in which to try.
    lines : int
        How many lines it may have.
    farthest : float
        How far from the spot it may stand.
    within : bool array, optional
        The part of the room to which it is kept (see `Room.inside`).

    Returns
    -------
    Placed or None
        None for a text that would have to be cut, or to stand too far away.
    """
    for width in widths:
        broken = fitted(text, width, size, lines, weight)
        if broken.endswith("…") and not plain(text).endswith("…"):
            continue
        wide = max((text_width(line, size, weight) for line in broken.splitlines()), default=0.0) + 0.06
        high = text_height(broken, size) + 0.04
        found = room.find(wide, high, *spot, within=within)
        if found is not None and found[2] <= farthest:
            left, top, _ = found
            room.block(left, top, left + wide, top + high)
            return Placed(broken, left + wide / 2, top + high / 2, size)
    return None


def put(axes: Axes, placed: Placed, **style: Any) -> None:
    """Write a label where it was placed."""
    write(axes, placed.x, placed.y, placed.text, **{"fontsize": placed.size, "ha": "center", **style})
