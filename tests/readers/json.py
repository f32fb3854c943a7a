"""The words of a JSON file: every text in it that a reader of the report reads, in its order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

__all__ = ["words"]

_NOT_READ = {"align", "anchor", "kind", "mark", "role", "to"}


def words(content: bytes) -> str:
    """The texts, with the parts of a line put together."""
    return "".join(_texts(json.loads(content)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, part in value.items():
            if name not in _NOT_READ:
                yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
