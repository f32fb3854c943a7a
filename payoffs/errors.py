"""Faults of files that people write: each with its place, line, caret and nearest name, and all of them at once.

Text from a file is never echoed raw: control characters and the marks that reorder text are written as escapes, and a
long line is cut around the caret.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import combining, east_asian_width

from gametheory.errors import DetenteError

__all__ = ["Fault", "ScenarioError", "printable"]

_SHOWN = 50
_BEFORE_CARET, _AFTER_CARET = 60, 40


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one file.

    Attributes
    ----------
    path : str
        The file or folder, as the user named it.
    line, column : int or None
        Where, counted from 1 in characters; None where the fault is the file's as a whole.
    message : str
        What is wrong, in one sentence without its full stop.
    text : str
        The line of the file at fault, as it stands there.
    hint : str
        What would mend it, such as the nearest name; empty where nothing is known.
    """

    path: str
    line: int | None
    column: int | None
    message: str
    text: str = ""
    hint: str = ""

    def __str__(self) -> str:
        place = f":{self.line}:{self.column}" if self.line is not None else ""
        lines = [f"{printable(self.path)}{place}: error: {printable(self.message)}"]
        if self.column is not None and self.text:
            lines += _line_with_caret(self.text, self.column)
        lines += [f"    {printable(line)}" for line in self.hint.splitlines()]
        return "\n".join(lines)


class ScenarioError(DetenteError, ValueError):
    """Everything that is wrong with a scenario or another file that was read.

    Parameters
    ----------
    faults : iterable of Fault
        At least one.

    Attributes
    ----------
    faults : tuple of Fault
        All of them, in the order of files and lines.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        shown = "\n".join(map(str, self.faults[:_SHOWN]))
        more = len(self.faults) - _SHOWN
        return f"{shown}\nand {more} more" if more > 0 else shown


def printable(text: str) -> str:
    """`text` with everything that a terminal would act on, rather than show, written as an escape."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _escape(character) for character in text)


def _escape(character: str) -> str:
    if character == "\t":
        return " "
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _line_with_caret(text: str, column: int) -> list[str]:
    """The line, cut around the caret, and the caret below the character at `column`."""
    start = max(0, column - 1 - _BEFORE_CARET)
    before, after = text[start : column - 1], text[column - 1 : column - 1 + _AFTER_CARET]
    lead = ("..." if start else "") + printable(before)
    tail = printable(after) + ("..." if len(text) > column - 1 + _AFTER_CARET else "")
    return [f"    {lead}{tail}", f"    {' ' * _width(lead)}^"]


def _width(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    return sum(0 if combining(character) else 1 + (east_asian_width(character) in "WF") for character in text)
