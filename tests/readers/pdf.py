"""The words of a PDF: those between the header and the footer of each page, as poppler finds them."""

from __future__ import annotations

from tests.programs import output

__all__ = ["words"]

_BODY = ["-x", "0", "-y", "80", "-W", "596", "-H", "690"]
"""The part of an A4 page that is neither header nor footer, in points."""


def words(content: bytes) -> str:
    """The text in the order in which it was set."""
    return output("pdftotext", "-raw", "-r", "72", *_BODY, "-", "-", content=content).decode("utf-8")
