"""The report as data: its blocks, its figures' numbers, and the findings on which its sentences rest.

The object has `schema` (1), `title`, `subtitle`, `language`, `properties`, `blocks` and `data`. A block has a `kind`;
the keys of each kind are those of the classes of `reports.document`. A line of text is a list of runs, each with its
`kind` (text, emphasis, strong, code, reference) and `text`; a reference has the anchor it leads `to`. What the document
rests on stands under `data`, numbers as fractions in strings.
"""

from __future__ import annotations

from reports.delivery import json_text
from reports.document import Document
from reports.formats._plain_data import plain_data

__all__ = ["IMAGES", "SCHEMA", "SUFFIX", "assets", "render"]

SUFFIX = ".json"
IMAGES: tuple[str, ...] = ()
SCHEMA = 1


def render(document: Document) -> bytes:
    """The object, in UTF-8."""
    return json_text({"schema": SCHEMA} | plain_data(document) | {"data": dict(document.data)}).encode("utf-8")


def assets(document: Document) -> dict[str, bytes]:
    """Nothing: the pictures are left out, and their numbers are not."""
    del document
    return {}
