"""One TOML file as it was read: its data with numbers kept exact, and faults that know their place in it.

Bad input ends here: a file that is missing, is no file, is too large, is not UTF-8, holds NUL, nests absurdly, holds an
integer of a million digits or breaks TOML's grammar becomes a `ScenarioError` with the place of the fault.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from decimal import Decimal, InvalidOperation
from functools import cached_property
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from gametheory.exact import MOST_DIGITS
from payoffs.errors import Fault, ScenarioError
from payoffs.toml_places import Entry, KeyPath, entries, places

__all__ = ["LARGEST_FILE", "TomlDocument"]

LARGEST_FILE = 5_000_000
"""The most bytes that a file may have."""

_DEEPEST = 100


class TomlDocument:
    """A TOML document that has been read.

    Parameters
    ----------
    name : str
        The file as the user named it.
    text : str
        Its content, with line feeds alone at the ends of lines.

    Attributes
    ----------
    data : dict
        The content as `tomllib` reads it, with tuples for arrays and `decimal.Decimal` for numbers with a point or an
        exponent, so that 0.1 is one tenth.

    Raises
    ------
    ScenarioError
        If the text is not valid TOML.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.data = self._parsed()

    @classmethod
    def read(cls, file: Path | Traversable, name: str) -> TomlDocument:
        """The document in a file.

        Raises
        ------
        ScenarioError
            If the file cannot be read or its content is not valid TOML.
        """
        try:
            if not file.is_file():  # a folder, or a pipe or device that might never end
                raise ScenarioError([Fault(name, None, None, _what_stands_there(file))])
            with file.open("rb") as stream:
                content = stream.read(LARGEST_FILE + 1)
        except OSError as error:
            reason = f"the file cannot be read: {error.strerror or error}"
            raise ScenarioError([Fault(name, None, None, reason)]) from None
        if len(content) > LARGEST_FILE:
            reason = f"the file has more than {LARGEST_FILE:,} bytes, the most that are read"
            raise ScenarioError([Fault(name, None, None, reason)])
        return cls(name, _decoded(content, name))

    @cached_property
    def _places(self) -> dict[KeyPath, Entry]:
        return places(self.text)  # only ever asked for where there is a fault

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def _line_and_column(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def fault(self, path: KeyPath, message: str, *, at_key: bool = False, hint: str = "") -> Fault:
        """The fault of what stands at `path`, or, where nothing does, of the table or array that it should stand in."""
        place = path
        while place and place not in self._places:
            place = place[:-1]
        if not place:
            return self._fault_at(0, message, hint)
        entry = self._places[place]
        return self._fault_at(entry.key if at_key or place != path else entry.value, message, hint)

    def _fault_at(self, offset: int, message: str, hint: str = "") -> Fault:
        line, column = self._line_and_column(offset)
        start = offset - column + 1
        end = self.text.find("\n", offset)
        text = self.text[start : end if end >= 0 else len(self.text)]
        return Fault(self.name, line, column, message, text, hint)

    def _parsed(self) -> dict[str, Any]:
        nul = self.text.find("\0")
        if nul >= 0:
            raise ScenarioError([self._fault_at(nul, "the file holds a NUL character, so it is not text")])
        dotted = _DOTTED.search(self.text)
        if dotted:  # tomllib's time grows with the square of their number
            raise ScenarioError([self._fault_at(dotted.start(), f"more than {_DEEPEST} names are joined by dots")])
        try:
            return dict(_frozen(tomllib.loads(self.text, parse_float=_decimal)))
        except tomllib.TOMLDecodeError as error:
            raise ScenarioError([self._syntax_fault(str(error))]) from None
        except RecursionError:
            raise ScenarioError([self._nesting_fault()]) from None
        except ValueError:  # Python's own limit on the digits of an integer
            raise ScenarioError([self._long_integer_fault()]) from None

    def _syntax_fault(self, reason: str) -> Fault:
        found = _TOMLLIB_PLACE.search(reason)
        what = reason[: found.start()] if found else reason
        if found and found["line"]:
            line, column = int(found["line"]), int(found["column"])
        else:
            line, column = self._line_and_column(len(self.text.rstrip()))
        start_of_line = self._line_starts[line - 1]
        repeated = self._first_repeated(start_of_line) if _OVERWRITES.match(what) else None
        if repeated is not None:
            earlier, later = repeated
            first_line, _ = self._line_and_column(earlier.key)
            name = ".".join(map(str, later.path))
            return self._fault_at(
                later.key, f"{name!r} stands here a second time; it first stands in line {first_line}"
            )
        return self._fault_at(start_of_line + column - 1, f"this is not TOML: {what[:1].lower()}{what[1:]}")

    def _first_repeated(self, last_line: int) -> tuple[Entry, Entry] | None:
        """The two entries of the first key or table that is defined twice by the line at which `tomllib` gave up."""
        end = self.text.find("\n", last_line)
        first: dict[KeyPath, Entry] = {}
        for entry in entries(self.text):
            if 0 <= end < entry.key:
                return None
            if entry.kind == "implied":
                continue
            if entry.path in first:
                return first[entry.path], entry
            first[entry.path] = entry
        return None

    def _nesting_fault(self) -> Fault:
        deepest = next((entry for entry in entries(self.text) if len(entry.path) > _DEEPEST), None)
        return self._fault_at(deepest.value if deepest else 0, f"more than {_DEEPEST} arrays or tables are nested here")

    def _long_integer_fault(self) -> Fault:
        for entry in entries(self.text):
            found = _LONG_INTEGER.match(self.text, entry.value)
            if found:
                return self._fault_at(
                    entry.value, f"an integer of {len(found[0])} digits; no more than {MOST_DIGITS} are held"
                )
        return self._fault_at(0, "the file holds a date or an integer that cannot be held")


_TOMLLIB_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_OVERWRITES = re.compile("Cannot (?:overwrite|declare|mutate|redefine)|Duplicate")
_LONG_INTEGER = re.compile(rf"[-+]?[0-9][0-9_]{{{MOST_DIGITS},}}")
_DOTTED = re.compile(rf"""(?<![\w"'-])(?:[\w"'-]++[ \t]*+\.[ \t]*+){{{_DEEPEST}}}""")


def _what_stands_there(file: Path | Traversable) -> str:
    if file.is_dir():
        return "this is a folder; a file is needed"
    return "this is not an ordinary file" if isinstance(file, Path) and file.exists() else "there is no such file"


def _decoded(content: bytes, name: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8-sig", errors="replace")) + 1
        reason = f"the byte 0x{content[error.start]:02x} is not UTF-8, which TOML is written in"
        raise ScenarioError([Fault(name, line, column, reason)]) from None
    return text.replace("\r\n", "\n")


def _decimal(text: str) -> Decimal | str:
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent beyond what even Decimal holds: the text itself, for `exact` to refuse
        return text


def _frozen(value: Any) -> Any:
    """`value` with tuples for lists, as the models hold them."""
    if isinstance(value, dict):
        return {key: _frozen(part) for key, part in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
