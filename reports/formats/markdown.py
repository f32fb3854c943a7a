r"""Pandoc's Markdown, with the figures as SVG files beside it; it reads well on code hosts too.

Every character of a document that Markdown could act on is escaped with a backslash, so tables survive pipes, and
neither tags nor links can be smuggled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256

from reports.document import (
    Block,
    Bullets,
    Cell,
    Code,
    Document,
    Emphasis,
    Figure,
    Heading,
    Note,
    Paragraph,
    Reference,
    Run,
    Runs,
    Table,
    Terms,
    plain,
    run_text,
    text_of,
)
from reports.formats._columns import columns

__all__ = ["IMAGES", "SUFFIX", "assets", "escaped", "render"]

SUFFIX = ".md"
IMAGES = ("svg",)

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~$^#&@\"']|(?<=-)-|(?<=\.)\.|!(?=\[))")
_AT_START = re.compile(r"^(\s*)([-+=:%]|\d+(?=[.)]))")
_AUTOLINK = re.compile(r"(?i)(:)(?=//)|(?<=\bwww)(\.)")
_EDGES = {"l": (":", "-"), "c": (":", ":"), "r": ("-", ":")}
_PAGE, _DASHES = 459.0, 80
"""The width of a page in points, and of a rule across it in dashes, by which pandoc tells how wide columns are."""


def render(document: Document) -> bytes:
    """The text. Figures are linked by the names that `assets` gives them."""
    head = [f"# {escaped(document.title)}", f"*{escaped(document.subtitle)}*"]
    foot = "; ".join(f"{escaped(name)}: {escaped(value)}" for name, value in document.properties.items())
    parts = [*head, *(part for block in document.blocks for part in _block(block, document)), "---", foot]
    return ("\n\n".join(filter(None, parts)) + "\n").encode("utf-8")


def assets(document: Document) -> dict[str, bytes]:
    """The figures by relative name. A name carries the start of its content's hash, so reports can share a folder."""
    return {_name(block): block.images["svg"] for block in document.walk() if isinstance(block, Figure)}


def _name(figure: Figure) -> str:
    return f"figures/{figure.anchor}-{sha256(figure.images['svg']).hexdigest()[:8]}.svg"


def _block(block: Block, document: Document) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * (block.level + 1)} {escaped(block.text)} {{#{block.anchor}}}"
        case Paragraph():
            yield _line(block.runs, document)
        case Bullets():
            marks = (f"{number}." if block.ordered else "-" for number in range(1, len(block.items) + 1))
            yield "\n".join(f"{mark} {_line(item, document)}" for mark, item in zip(marks, block.items, strict=True))
        case Terms():
            yield "\n".join(f"- {_line(term, document)}: {_line(said, document)}" for term, said in block.items)
        case Table():
            yield f"[**{document.labels[block.anchor]}.**]{{#{block.anchor}}} {_line(block.caption, document)}"
            yield "\n".join(_rows(block, document))
        case Figure():
            yield f"![{escaped(block.alt)}]({_name(block)}){{#{block.anchor}}}\\"
            yield f"**{document.labels[block.anchor]}.** {_line(block.caption, document)}"
        case Note():
            inner = (part for child in block.blocks for part in _block(child, document))
            yield "\n>\n".join(_quoted(part) for part in (f"**{escaped(block.title)}**", *inner))


def _rows(table: Table, document: Document) -> Iterable[str]:
    yield _row(_inline(head, document) for head in table.head)
    layout = columns(table, document.labels, _PAGE)
    yield _row(_rule(*edges) for edges in zip(table.align, layout.widths, strict=True))
    for row in table.rows:
        yield _row(_cell(cell, document) for cell in row)


def _rule(letter: str, width: float) -> str:
    start, end = _EDGES[letter]
    return f"{start}{'-' * max(1, round(width / _PAGE * _DASHES))}{end}"


def _cell(cell: Cell, document: Document) -> str:
    """A cell on one line; what is stable stands out in bold."""
    if cell.mark == "stable":
        return _enclosed("**", text_of(cell.runs, document.labels))
    return _inline(cell.runs, document)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _quoted(part: str) -> str:
    return "\n".join(f"> {line}" for line in part.splitlines())


def _line(runs: Runs, document: Document) -> str:
    """Runs that begin a line: what would make it a list or a heading is escaped as well."""
    return _AT_START.sub(r"\1\\\2" if not runs or not _numbered(runs[0]) else r"\1\2\\", _inline(runs, document))


def _numbered(run: Run) -> bool:
    return isinstance(run, str) and run.lstrip()[:1].isdigit()


def _inline(runs: Runs, document: Document) -> str:
    return "".join(_run(run, document) for run in runs).strip()


def _run(run: Run, document: Document) -> str:
    match run:
        case str():
            return escaped(run_text(run))
        case Emphasis():
            return _enclosed("**" if run.strong else "*", run_text(run.text))
        case Code():
            return _code(plain(run.text))
        case Reference():
            return f"[{escaped(run.text or document.labels[run.anchor])}](#{run.anchor})"


def _enclosed(mark: str, text: str) -> str:
    """Marks stand close to what they enclose, or they are no marks."""
    inner = text.strip()
    return text.replace(inner, f"{mark}{escaped(inner)}{mark}") if inner else text


def _code(text: str) -> str:
    """Code as it is; in a table no fence can hold a bar."""
    if "|" in text or not text:
        return escaped(text)
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    gap = " " if "`" in text else ""
    return f"{fence}{gap}{text}{gap}{fence}"


def escaped(text: str) -> str:
    """Text of which no letter acts; a break that `plain` leaves at either end is kept."""
    return _AUTOLINK.sub(lambda found: f"\\{found[0]}", _SPECIAL.sub(r"\\\1", run_text(text)))
