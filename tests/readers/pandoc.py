"""What pandoc reads in a file of a given format, so that no reader is of the making of the one who writes."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from typing import Any

__all__ = ["plain_text", "syntax_tree"]


def syntax_tree(content: bytes, format_name: str) -> dict[str, Any]:
    """The document as pandoc's tree."""
    done = subprocess.run(
        ["pandoc", "--from", format_name, "--to", "json"], input=content, capture_output=True, check=True, timeout=120
    )
    tree: dict[str, Any] = json.loads(done.stdout)
    return tree


def plain_text(content: bytes, format_name: str) -> str:
    """Every letter that a reader sees, in reading order: no addresses, no names of files, no attributes."""
    return "".join(_texts(syntax_tree(content, format_name)["blocks"]))


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for part in node:
            yield from _texts(part)
    elif isinstance(node, dict):
        kind: str = node.get("t", "")
        content: Any = node.get("c")
        if kind == "Str":
            yield content
        elif kind in {"Space", "SoftBreak", "LineBreak"}:
            yield " "
        elif kind in {"Code", "CodeBlock", "Math", "RawInline", "RawBlock"}:
            yield content[-1]
        elif kind == "Image":
            yield ""
        elif kind == "Quoted":
            before, after = "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
            if content[0]["t"] == "SingleQuote":
                before, after = "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
            yield before
            yield from _texts(content[1])
            yield after
        else:
            yield from _texts(content)
            yield "\n"
