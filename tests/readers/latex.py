"""The words of a LaTeX file, as pandoc understands it."""

from __future__ import annotations

from tests.readers.pandoc import plain_text

__all__ = ["words"]


def words(content: bytes) -> str:
    """The text in reading order."""
    return plain_text(content, "latex-smart", numbered=True)
