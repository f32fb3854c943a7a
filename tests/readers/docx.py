"""The words of a DOCX file, paragraph by paragraph, with the results of its fields and without their codes."""

from __future__ import annotations

from io import BytesIO

import docx
from docx.oxml.ns import qn

__all__ = ["words"]


def words(content: bytes) -> str:
    """The text of the body in reading order."""
    body = docx.Document(BytesIO(content)).element.body
    return "\n".join(
        "".join(part.text or "" for part in paragraph.iter(qn("w:t"))) for paragraph in body.iter(qn("w:p"))
    )
