"""What pandoc reads in a file of a given format, so that no reader is of the making of the one who writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

from tests.programs import output

__all__ = ["plain_text", "syntax_tree"]

_QUOTES = {
    "DoubleQuote": "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}",
    "SingleQuote": "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}",
}


def syntax_tree(content: bytes, format_name: str) -> dict[str, Any]:
    """The document as pandoc's tree."""
    tree: dict[str, Any] = json.loads(output("pandoc", "--from", format_name, "--to", "json", content=content))
    return tree


def plain_text(content: bytes, format_name: str, *, numbered: bool = False) -> str:
    """Every letter that a reader sees, in reading order: no addresses, no names of files, no attributes.

    With `numbered`, tables and figures have numbers that the format's own program would give them.
    """
    counts: dict[str, Iterator[int]] = {"Table": count(1), "Image": count(1)} if numbered else {}
    tree = syntax_tree(content, format_name)
    return "".join(_texts([tree["meta"].get("title"), tree["blocks"]], counts))


def _texts(node: Any, counts: dict[str, Iterator[int]]) -> Iterator[str]:
    if isinstance(node, list):
        for part in node:
            yield from _texts(part, counts)
    elif isinstance(node, dict):
        kind: str = node.get("t", "")
        content: Any = node.get("c")
        if kind in counts:
            yield f"{'Table' if kind == 'Table' else 'Figure'} {next(counts[kind])}."
        if kind == "Str":
            yield content
        elif kind in {"Space", "SoftBreak", "LineBreak"}:
            yield " "
        elif kind in {"Code", "CodeBlock", "Math", "RawInline", "RawBlock"}:
            yield content[-1]
        elif kind == "Image":
            yield from _texts(content[1], counts)
        elif kind == "Quoted":
            quotes = _QUOTES[content[0]["t"]]
            yield quotes[0]
            yield from _texts(content[1], counts)
            yield quotes[1]
        else:
            yield from _texts(content, counts)
            yield "\n"
