"""The parts of a document, in no format: headings, paragraphs, lists, tables, figures and notes.

Text is a sequence of *runs*: plain strings, `Emphasis`, `Code`, and `Reference` to a heading, a figure or a table of
the same document. A `Document` numbers its figures and tables and refuses a reference that leads nowhere. Nothing here
is escaped or coloured: that is for a format to do, and every format must treat every string as plain text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Literal
from unicodedata import category

__all__ = [
    "Block",
    "Bullets",
    "Cell",
    "Code",
    "Document",
    "Emphasis",
    "Figure",
    "Heading",
    "Mark",
    "Note",
    "Paragraph",
    "Reference",
    "Run",
    "Runs",
    "Table",
    "Terms",
    "WhatIf",
    "escaped",
    "plain",
    "run_text",
    "text_of",
]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Text that is stressed; `strong` where it should be seen from across the page."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """Text to be typed or compared letter by letter: a command, a name in a file, a hash."""

    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to the part of this document with that anchor; its text is the part's label ("Table 2") by default."""

    anchor: str
    text: str = ""


Run = str | Emphasis | Code | Reference
Runs = tuple[Run, ...]
Mark = Literal["", "stable", "unstable"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. Level 1 is a section of the document; the document's title is not a heading."""

    kind: ClassVar[str] = "heading"
    level: Literal[1, 2, 3]
    text: str
    anchor: str
    contents: str = ""
    """What the table of contents says instead, where the heading is long."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. A `lead` is what a reader in a hurry should read, and a `small` one what she may skip."""

    kind: ClassVar[str] = "paragraph"
    runs: Runs
    role: Literal["body", "lead", "small"] = "body"


@dataclass(frozen=True, slots=True)
class WhatIf(Paragraph):
    """Settings for the reader to move, with the answers that follow, where a format can compute; a paragraph elsewhere.

    Its runs say what it is and where it comes to life, so a format that knows nothing of it prints them.

    Attributes
    ----------
    data : mapping
        JSON-ready data, as `reports.what_if` makes them.
    """

    anchor: str = field(kw_only=True)
    data: Mapping[str, Any] = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points, numbered where their order matters."""

    kind: ClassVar[str] = "bullets"
    items: tuple[Runs, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms and what they stand for."""

    kind: ClassVar[str] = "terms"
    items: tuple[tuple[Runs, Runs], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: whether it is the head of its row, and whether it stands for something stable or not."""

    runs: Runs
    mark: Mark = ""
    head: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one row of column heads and a caption.

    Attributes
    ----------
    align : str
        One letter a column: `l`, `c` or `r`.
    """

    kind: ClassVar[str] = "table"
    anchor: str
    caption: Runs
    head: tuple[Runs, ...]
    rows: tuple[tuple[Cell, ...], ...]
    align: str

    def __post_init__(self) -> None:
        widths = {len(self.align), *map(len, self.rows)}
        if widths != {len(self.head)} or set(self.align) - set("lcr"):
            raise ValueError(f"the table {self.anchor} has {len(self.head)} column heads, and rows of {sorted(widths)}")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure.

    Attributes
    ----------
    caption : tuple of runs
        Why the figure matters.
    alt : str
        What one sees in it, for those who do not.
    images : mapping from str to bytes
        The picture by file suffix (``"svg"``).
    data : tuple of mappings
        The numbers that it draws, one mapping a row, all with the same keys.
    """

    kind: ClassVar[str] = "figure"
    anchor: str
    caption: Runs
    alt: str
    images: Mapping[str, bytes]
    data: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Blocks set apart: a caveat, or an aside that the argument does not need (`folded` where it can be opened)."""

    kind: ClassVar[str] = "note"
    title: str
    blocks: tuple[Block, ...]
    folded: bool = False


Block = Heading | Paragraph | Bullets | Terms | Table | Figure | Note


@dataclass(frozen=True)
class Document:
    """A document.

    Attributes
    ----------
    properties : mapping from str to str
        What file properties may hold: the generator, the hash of the inputs.
    data : mapping
        What the document rests on as plain data (texts, numbers, lists and mappings), for formats that hold data.

    Raises
    ------
    ValueError
        If two parts have one anchor, or a reference leads nowhere.
    """

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    language: str = "en"
    properties: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        labels = self.labels
        for block in self.walk():
            for run in _runs_of(block):
                if isinstance(run, Reference) and run.anchor not in labels:
                    raise ValueError(f"a reference leads to {run.anchor!r}, and the document has no such part")

    def walk(self) -> Iterator[Block]:
        """Every block, those inside notes too, in reading order."""
        pending = list(reversed(self.blocks))
        while pending:
            block = pending.pop()
            yield block
            if isinstance(block, Note):
                pending += reversed(block.blocks)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """What each anchor's part is called: "Figure 1", "Table 2", or a heading's text."""
        labels: dict[str, str] = {}
        counts = {"figure": 0, "table": 0}
        for block in self.walk():
            if not isinstance(block, Heading | Figure | Table):
                continue
            if block.anchor in labels:
                raise ValueError(f"two parts of the document have the anchor {block.anchor!r}")
            if isinstance(block, Heading):
                labels[block.anchor] = block.contents or block.text
            else:
                counts[block.kind] += 1
                labels[block.anchor] = f"{block.kind.capitalize()} {counts[block.kind]}"
        return labels


def plain(text: str) -> str:
    """`text` on one line, with control characters and the marks that reorder or hide text written as escapes."""
    joined = " ".join(text.split())
    if joined.isprintable():
        return joined
    return "".join(escaped(character) if category(character) in _HIDDEN else character for character in joined)


def run_text(text: str) -> str:
    """A run's text made `plain`, with the space that parts it from its neighbours kept at either end."""
    before, after = (" " if edge.isspace() else "" for edge in (text[:1], text[-1:]))
    return f"{before}{plain(text)}{after}" if text.strip() else " " * bool(text)


def text_of(runs: Runs, labels: Mapping[str, str] | None = None) -> str:
    """The runs as one plain string; references by their labels."""
    return plain("".join(run if isinstance(run, str) else _text(run, labels or {}) for run in runs))


def _text(run: Emphasis | Code | Reference, labels: Mapping[str, str]) -> str:
    if isinstance(run, Reference):
        return run.text or labels.get(run.anchor, run.anchor)
    return run.text


_HIDDEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


def escaped(character: str) -> str:
    """A character as the escape that stands for it."""
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _runs_of(block: Block) -> Iterator[Run]:
    match block:
        case Paragraph():
            yield from block.runs
        case Bullets():
            for item in block.items:
                yield from item
        case Terms():
            for term, meaning in block.items:
                yield from (*term, *meaning)
        case Table():
            yield from block.caption
            for head in block.head:
                yield from head
            for row in block.rows:
                for cell in row:
                    yield from cell.runs
        case Figure():
            yield from block.caption
