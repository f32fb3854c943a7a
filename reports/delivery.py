"""Data as JSON and as CSV, to standard output or to a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from reports.terminal import Terminal

__all__ = ["csv_text", "deliver", "json_text"]


def json_text(document: Mapping[str, Any]) -> str:
    """A document as JSON, exact numbers as fractions in strings."""
    return json.dumps(document, indent=2, ensure_ascii=False, default=_plain) + "\n"


def _plain(value: object) -> str:
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def csv_text(rows: list[dict[str, str]]) -> str:
    """Rows of equal columns as CSV, with a header."""
    import csv
    import io

    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else [])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def deliver(terminal: Terminal, text: str, output: Path | None) -> None:
    """Write data to standard output, or to a file by renaming a finished one."""
    if output is None or str(output) == "-":
        terminal.data(text)
        return
    from payoffs.atomic_write import write_atomically

    write_atomically(output, text.encode())
    terminal.message(f"The data are in {output}")
