"""Data as JSON and as CSV, to standard output or to a file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from reports.terminal import Terminal

__all__ = ["csv_text", "deliver", "json_text"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SIGNED = re.compile(r"[+-]\d+(/\d+|(\.\d+)?([eE][+-]?\d+)?)")


def json_text(document: Mapping[str, Any]) -> str:
    """A document as JSON, exact numbers as fractions in strings."""
    return json.dumps(document, indent=2, ensure_ascii=False, default=_plain) + "\n"


def _plain(value: object) -> str:
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def csv_text(rows: Sequence[Mapping[str, str]]) -> str:
    """Rows of equal columns as CSV, with a header; what a spreadsheet could take for a formula begins with a quote."""
    import csv
    import io

    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else [])
    writer.writeheader()
    writer.writerows({column: _inert(cell) for column, cell in row.items()} for row in rows)
    return text.getvalue()


def _inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _SIGNED.fullmatch(cell) else cell


def deliver(terminal: Terminal, text: str, output: Path | None) -> None:
    """Write data to standard output, or to a file by renaming a finished one."""
    if output is None or str(output) == "-":
        terminal.data(text)
        return
    from payoffs.atomic_write import write_atomically

    write_atomically(output, text.encode())
    terminal.message(f"The data are in {output}")
