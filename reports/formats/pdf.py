"""A tagged PDF (PDF/UA-1) to be printed or read aloud: bookmarks, a contents page, numbered figures, running headers.

Typst sets it by the template `report.typ`. The document reaches the template as JSON, never as markup, so no text of it
can act. Letters that none of the fonts at hand has are written as escapes, for PDF/UA admits no blank box.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from reports.document import Document, Figure, Table, escaped
from reports.drawing import shortened
from reports.formats._columns import columns
from reports.formats._plain_data import plain_data
from reports.formats._typesetting import RenderingFailed, letters, workplace

__all__ = ["IMAGES", "SUFFIX", "assets", "render"]

SUFFIX = ".pdf"
IMAGES = ("svg",)

_ROOM = 459.0
"""The width of the text in points, as the template sets it."""
_TITLE, _SECTION = 62, 44
"""The most letters of the title, and of a section's, in the running header."""
_MOST_WHOLE = 400
"""The most letters in a cell of a row that is kept on one page, or of a head that every page repeats."""


def render(document: Document) -> bytes:
    """The file. The same document gives the same bytes where the same fonts are installed.

    The fonts are those that come with Typst and matplotlib; those of the machine are asked only for letters (of
    another script) that none of them has.

    Raises
    ------
    RenderingFailed
        If Typst refuses the document, which is a fault of the template.
    """
    content = json.dumps(_content(document), ensure_ascii=False)
    with workplace() as root:
        _write(root, document, lambda text: text)
        made = _compiled(root, content, own_fonts_only=True)
        if isinstance(made, str):
            made = _compiled(root, content, own_fonts_only=False)
        if isinstance(made, str):
            known = letters()
            _write(root, document, lambda text: _spelled(text, known))
            made = _compiled(root, _spelled(content, known, "\\\\"), own_fonts_only=True)
    if isinstance(made, str):
        raise RenderingFailed(f"the PDF cannot be set: {made}")
    return made


def assets(document: Document) -> dict[str, bytes]:
    """Nothing: the file is whole."""
    del document
    return {}


def _content(document: Document) -> dict[str, Any]:
    """The plain data of a document, with the measures of its tables and the files of its figures."""
    content = plain_data(document)
    measured = {
        block.anchor: columns(block, document.labels, _ROOM) for block in document.walk() if isinstance(block, Table)
    }
    pictures = {block.anchor: _name(block) for block in document.walk() if isinstance(block, Figure)}
    content["numbered"] = {anchor: document.labels[anchor] for anchor in (*measured, *pictures)}
    content["brief"] = shortened(content["title"], _TITLE)
    for block in _walk(content["blocks"]):
        if block["kind"] == "heading":
            block["brief"] = shortened(block["text"], _SECTION)
        elif block["kind"] == "table":
            made = measured[block["anchor"]]
            block |= {"size": made.size, "widths": made.widths, "unbroken": made.unbroken}
            block["repeat"] = max(map(_length, block["head"])) <= _MOST_WHOLE
            block["whole"] = [max(_length(cell["runs"]) for cell in row) <= _MOST_WHOLE for row in block["rows"]]
        elif block["kind"] == "figure":
            block["file"] = pictures[block["anchor"]]
            del block["data"]
    return content


def _walk(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        yield block
        yield from _walk(block.get("blocks", []))


def _length(runs: list[dict[str, str]]) -> int:
    return sum(len(run["text"]) for run in runs)


def _name(figure: Figure) -> str:
    return f"{figure.anchor}.svg"


def _write(root: Path, document: Document, spelled: Callable[[str], str]) -> None:
    """Put the template and the pictures, as `spelled`, where the typesetter looks for them."""
    (root / "report.typ").write_bytes(files("reports.formats").joinpath("report.typ").read_bytes())
    for block in document.walk():
        if isinstance(block, Figure):
            (root / _name(block)).write_text(spelled(block.images["svg"].decode()), encoding="utf-8")


def _compiled(root: Path, content: str, *, own_fonts_only: bool) -> bytes | str:
    """The file, or what Typst says of a letter that no font has."""
    import typst

    try:
        made: bytes = typst.compile(
            root / "report.typ",
            format="pdf",
            root=root,
            font_paths=[root / "fonts"],
            ignore_system_fonts=own_fonts_only,
            sys_inputs={"document": content},
            pdf_standards=["ua-1"],
            timestamp=0,
        )
    except typst.TypstError as error:
        if "could not be displayed with font" in error.message:
            return error.message
        raise RenderingFailed(f"the PDF cannot be set: {error.message}") from error
    return made


def _spelled(text: str, known: frozenset[int], backslash: str = "\\") -> str:
    """`text` with every letter that is not `known` written as an escape."""
    return "".join(
        letter if ord(letter) in known or letter.isspace() else escaped(letter).replace("\\", backslash)
        for letter in text
    )
