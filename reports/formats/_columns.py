"""How wide each column of a table is to be, and how large its letters, from what stands in it.

The widths are those of the automatic table layout of CSS 2.1 (section 17.5.2.2): a column is no narrower than its
longest word and no wider than its longest cell, and columns share what room there is between the two. Where even the
longest words do not fit beside each other the letters become smaller, and at last words are broken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reports.document import Table, text_of

__all__ = ["Columns", "columns"]

_SIZES = (9.0, 8.0, 7.0, 6.0)
_LETTER = 0.5
"""The width of a letter in ems: a little more than the mean of the text faces in use, so that words fit."""
_PADDING = 1.0
"""The room at the sides of a cell, in ems."""
_LONGEST_WORD, _LONGEST_CELL = 20, 64


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
    most = [min(_LONGEST_CELL, max(map(len, column))) for column in texts]
    for size in _SIZES:
        shortest, longest = ([(count * _LETTER + _PADDING) * size for count in counts] for counts in (least, most))
        if sum(shortest) <= room:
            break
    unbroken = _LONGEST_WORD
    if sum(shortest) > room:
        widths = [width * room / sum(shortest) for width in shortest]
        unbroken = max(1, int((min(widths) / size - _PADDING) / _LETTER))
    elif sum(longest) <= room:
        widths = longest
    else:
        share = (room - sum(shortest)) / (sum(longest) - sum(shortest))
        widths = [low + share * (high - low) for low, high in zip(shortest, longest, strict=True)]
    return Columns(size, tuple(widths), unbroken)
