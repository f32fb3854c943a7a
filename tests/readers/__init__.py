"""How the words of each format are read back: one file a format, with `words(content) -> str` in reading order."""

from __future__ import annotations

from importlib import import_module

__all__ = ["words"]


def words(name: str, content: bytes) -> str:
    """The text of a file in the format called `name`."""
    text: str = import_module(f"tests.readers.{name}").words(content)
    return text
