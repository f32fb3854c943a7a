"""How wide each column of a table is to be, and how large its letters, from what stands in it.

A column is no narrower than its longest word and no wider than its longest cell, as in the automatic table layout of
CSS 2.1 (section 17.5.2.2). Columns share what room is left in proportion to the square root of what each could still
use, so that one long text neither starves the others nor is starved. Where even the longest words do not fit beside
each other the letters become smaller, and at last words are broken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from reports.document import Table, text_of

__all__ = ["Columns", "columns"]

_SIZES = (9.0, 8.0, 7.0, 6.0)
_LETTER = 0.5
"""The width of a letter in ems: a little more than the mean of the text faces in use, so that words fit."""
_PADDING = 1.0
"""The room at the sides of a cell, in ems."""
_LONGEST_WORD = 20


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one table.

    Attributes
    ----------
    size : float
        The size of its letters in points.
    widths : tuple of float
        The width of each column in points, together no more than the page's.
    unbroken : int
        The most letters of a word that surely fit within a line of the narrowest column.
    """

    size: float
    widths: tuple[float, ...]
    unbroken: int


def columns(table: Table, labels: Mapping[str, str], room: float) -> Columns:
    """The columns of a table that may be `room` points wide."""
    cells = [[head, *(row[index].runs for row in table.rows)] for index, head in enumerate(table.head)]
    texts = [[text_of(runs, labels) for runs in column] for column in cells]
    words = [max((len(word) for text in column for word in text.split()), default=0) for column in texts]
    least = [min(_LONGEST_WORD, word) for word in words]
    most = [max(map(len, column)) for column in texts]
    for size in _SIZES:
        shortest, longest = ([(count * _LETTER + _PADDING) * size for count in counts] for counts in (least, most))
        if sum(shortest) <= room:
            break
    unbroken = _LONGEST_WORD
    if sum(shortest) > room:
        widths = [width * room / sum(shortest) for width in shortest]
        unbroken = max(1, int((min(widths) / size - _PADDING) / _LETTER))
    else:
        widths = _shared(shortest, longest, room)
    return Columns(size, tuple(widths), unbroken)


def _shared(shortest: list[float], longest: list[float], room: float) -> list[float]:
    """Widths between the shortest and the longest, together no more than `room`."""
    widths = list(longest)
    growing = {at for at, (low, high) in enumerate(zip(shortest, longest, strict=True)) if low < high}
    while sum(widths) > room and growing:
        left = room - sum(width for at, width in enumerate(widths) if at not in growing)
        left -= sum(shortest[at] for at in growing)
        needs = {at: sqrt(longest[at] - shortest[at]) for at in growing}
        for at in growing:
            widths[at] = shortest[at] + left * needs[at] / sum(needs.values())
        content = {at for at in growing if widths[at] >= longest[at]}
        for at in content:
            widths[at] = longest[at]
        if not content:
            break
        growing -= content
    return widths
