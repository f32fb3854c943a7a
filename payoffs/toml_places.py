"""Where each key and value of a TOML document stands; what a document *means* is `tomllib`'s to say, never said here.

The scan trusts that the document is valid as far as it goes; on an invalid one it stops, early and without complaint,
having told the places before that.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

__all__ = ["Entry", "KeyPath", "entries", "places"]

KeyPath = tuple[str | int, ...]
"""The way to a value: keys of tables, and indices into arrays and arrays of tables."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One key, table header or array element as it stands in the text.

    Attributes
    ----------
    path : tuple of str or int
        Its key path.
    kind : {"table", "element", "key", "implied"}
        A ``[header]``; an element of an array or a ``[[header]]``; a ``key = value``; or a table that only stands
        inside a longer header or dotted key.
    key, value : int
        Offsets into the text where the key and the value start. For headers and elements they are the same.
    """

    path: KeyPath
    kind: Literal["table", "element", "key", "implied"]
    key: int
    value: int


def places(text: str) -> dict[KeyPath, Entry]:
    """The entry of every key path: the one that defines it, else the first that implies it."""
    found: dict[KeyPath, Entry] = {}
    for entry in entries(text):
        known = found.get(entry.path)
        if known is None or (known.kind == "implied" and entry.kind != "implied"):
            found[entry.path] = entry
    return found


def entries(text: str) -> Iterator[Entry]:
    """Every entry of the document, in the order of the text.

    Parameters
    ----------
    text : str
        A TOML document without a byte-order mark.
    """
    position = 0
    table: KeyPath = ()
    lengths: dict[KeyPath, int] = {}  # of the arrays of tables so far
    open_arrays: list[tuple[KeyPath, int]] = []  # each with its next index; an open inline table stands at -1
    while True:
        separators = _SKIPPED_IN_VALUE if open_arrays else _SKIPPED
        position = _end(separators, text, position)
        if position >= len(text):
            return
        if open_arrays and text[position] in "]}":
            open_arrays.pop()
            position += 1
            continue
        if open_arrays and open_arrays[-1][1] >= 0:
            array, index = open_arrays[-1]
            open_arrays[-1] = (array, index + 1)
            path = (*array, index)
            yield Entry(path, "element", position, position)
        elif not open_arrays and text[position] == "[":
            is_element = text.startswith("[[", position)
            keys = _keys(text, position + 1 + is_element)
            if keys is None:
                return
            names, starts, position = keys
            table = ()
            for name, start in zip(names[:-1], starts[:-1], strict=True):
                table = (*table, name)
                yield Entry(table, "implied", start, start)
                if table in lengths:
                    table = (*table, lengths[table] - 1)
            table = (*table, names[-1])
            if is_element:
                yield Entry(table, "implied", starts[-1], starts[-1])
                lengths[table] = lengths.get(table, 0) + 1
                table = (*table, lengths[table] - 1)
            yield Entry(table, "element" if is_element else "table", starts[-1], starts[-1])
            position = _end(_CLOSING_BRACKETS, text, position)
            continue
        else:
            keys = _keys(text, position)
            if keys is None:
                return
            names, starts, position = keys
            if not text.startswith("=", position):
                return
            position = _end(_BLANKS, text, position + 1)
            path = open_arrays[-1][0] if open_arrays else table
            for name, start in zip(names[:-1], starts[:-1], strict=True):
                path = (*path, name)
                yield Entry(path, "implied", start, start)
            path = (*path, names[-1])
            yield Entry(path, "key", starts[-1], position)
        opening = text[position : position + 1]
        if opening in ("[", "{"):
            open_arrays.append((path, 0 if opening == "[" else -1))
            position += 1
            continue
        end = _end(_VALUE, text, position)
        if end == position:
            return
        position = end


_BLANKS = re.compile(r"[ \t]*")
_SKIPPED = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_SKIPPED_IN_VALUE = re.compile(r"(?:[ \t\n,]|#[^\n]*)*")
_CLOSING_BRACKETS = re.compile(r"\]*")
_KEY = re.compile(r"""[ \t]*("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_-]+)[ \t]*""")
_VALUE = re.compile(
    r'''
    """(?:[^"\\]|\\.|"(?!""))*(?:"{3,5}|\Z)     # a multi-line string may end in two quotes of its own
    | \'\'\'(?:[^']|'(?!''))*(?:'{3,5}|\Z)
    | "(?:[^"\\\n]|\\.)*"?
    | '[^'\n]*'?
    | [^\s,\]}\#](?:[^,\]}\#\n]*)               # numbers, truth values, dates: they hold spaces but no comma
    ''',
    re.VERBOSE | re.DOTALL,
)


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position


def _keys(text: str, position: int) -> tuple[list[str], list[int], int] | None:
    """The parts of a dotted key, where each starts, and where what follows starts; None where there is no key."""
    names, starts = [], []
    while True:
        found = _KEY.match(text, position)
        if found is None:
            return None
        name = found[1]
        if name[0] in "\"'":
            try:
                name = tomllib.loads(f"x = {name}")["x"]
            except tomllib.TOMLDecodeError:
                return None
        names.append(name)
        starts.append(found.start(1))
        position = found.end()
        if not text.startswith(".", position):
            return names, starts, position
        position += 1
