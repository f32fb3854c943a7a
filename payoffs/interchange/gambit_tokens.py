"""The tokens of Gambit's files: quoted texts, braces and commas, and words; and how to write them.

In quoted text a backslash before a quote or a backslash stands for that character, and is itself anywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NoReturn

from payoffs.interchange.text import Place, SourceText, quoted

__all__ = ["Tokens", "in_braces", "in_quotes"]

# Possessive throughout, so that no text makes the matching go back over itself.
_TOKEN = re.compile(
    r'\s*+(?:(?P<text>"[^"\\]*+(?:\\.[^"\\]*+)*+")|(?P<mark>[{},])|(?P<word>[^\s{},"]++)|(?P<end>\Z))', re.DOTALL
)
_ESCAPED = re.compile(r'\\(["\\])')
_TO_ESCAPE = re.compile(r'["\\]')


def in_quotes(name: str) -> str:
    """A name as quoted text."""
    return '"' + _TO_ESCAPE.sub(r"\\\g<0>", name) + '"'


def in_braces(parts: Iterable[str]) -> str:
    """A list of what is already written."""
    return f"{{ {' '.join(parts)} }}"


class Tokens:
    """The tokens of a text, one at a time: quoted texts, braces and commas, and words.

    Attributes
    ----------
    kind : str
        ``text``, ``mark``, ``word`` or ``end``.
    value : str
        The token here, a quoted text without its quotes.
    offset : int
        Where it begins.
    """

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self._end = 0
        self.advance()

    def advance(self) -> None:
        """Go on to the next token."""
        found = _TOKEN.match(self.source.text, self._end)
        if found is None:  # only a quote without its partner fits no kind of token
            self.source.fail(self.source.text.index('"', self._end), "this quote is never closed")
        self._end = found.end()
        self.kind = found.lastgroup or "end"
        self.offset = found.start(self.kind)
        self.value = found[self.kind]
        if self.kind == "text":
            self.value = _ESCAPED.sub(r"\1", self.value[1:-1])

    def wrong(self, wanted: str) -> NoReturn:
        """Say what the file has here instead of what it should."""
        found = "the file ends" if self.kind == "end" else f"the file has {quoted(self.value)}"
        self.source.fail(self.offset, f"{wanted} should stand here, but {found}")

    def take(self, kind: str, what: str) -> Place:
        """The token here, which must be of `kind`, and go on to the next."""
        if self.kind != kind:
            self.wrong(what)
        place = self.offset, self.value
        self.advance()
        return place

    def take_mark(self, mark: str, what: str) -> None:
        """Go past the mark that opens or closes `what`."""
        if not self.at(mark):
            self.wrong(f"the {mark!r} of {what}")
        self.advance()

    def at(self, mark: str) -> bool:
        """Whether `mark` stands here."""
        return self.kind == "mark" and self.value == mark
