"""A Word document in Word's own terms: its styles, captions that number themselves, cross-references, alt texts.

Tables and figures are numbered by SEQ fields under bookmarks and referred to by REF fields, the contents are a TOC
field, the head of a table is repeated on every page, and no date stands in the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

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
from reports.drawing import shortened
from reports.formats import _word
from reports.formats._columns import columns
from reports.formats._typesetting import PPI, rasterised

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph as WordParagraph

__all__ = ["IMAGES", "SUFFIX", "assets", "render"]

SUFFIX = ".docx"
IMAGES = ("svg",)

_FILLS = {"stable": "FDF3D0", "unstable": "F1F1EE"}
_ROLES = {"body": "Normal", "lead": "Lead", "small": "Small"}
_MOST_WHOLE = 400
"""The most letters in a cell of a row that is kept on one page, or of a head that every page repeats."""
_LONGEST_PROPERTY = 255
"""The most letters of a file's property, by the format's rules."""


def render(document: Document) -> bytes:
    """The file. The same document gives the same bytes."""
    figures = [block for block in document.walk() if isinstance(block, Figure)]
    pictures = rasterised({block.anchor: block.images["svg"] for block in figures})
    return _Writer(document, pictures).written()


def assets(document: Document) -> dict[str, bytes]:
    """Nothing: the file is whole."""
    del document
    return {}


class _Writer:
    """One document on its way into a file."""

    def __init__(self, document: Document, pictures: Mapping[str, bytes]) -> None:
        import docx

        self.document = document
        self.pictures = pictures
        self.labels = document.labels
        self.file = docx.Document()
        self.numbers = {anchor: number for number, anchor in enumerate(self.labels, 1)}
        self.numbered = {block.anchor for block in document.walk() if isinstance(block, Table | Figure)}
        _word.styled(self.file, document.language)

    def written(self) -> bytes:
        self.properties()
        self.cover()
        self.contents()
        for block in self.document.blocks:
            self.block(block)
        return _word.undated(self.file)

    def properties(self) -> None:
        known = self.file.core_properties
        known.title = plain(self.document.title)[:_LONGEST_PROPERTY]
        known.subject = plain(self.document.subtitle)[:_LONGEST_PROPERTY]
        known.author = plain(self.document.properties.get("generator", ""))[:_LONGEST_PROPERTY]
        known.keywords = plain(self.document.properties.get("scenario", ""))[:_LONGEST_PROPERTY]
        known.language = self.document.language
        known.comments = known.last_modified_by = ""
        section = self.file.sections[0]
        section.different_first_page_header_footer = True
        section.header.paragraphs[0].add_run(shortened(self.document.title, 90))
        foot = section.footer.paragraphs[0]
        foot.alignment = 2  # right
        _word.field(foot, "PAGE", "1")
        foot.add_run(" / ")
        _word.field(foot, "NUMPAGES", "1")

    def cover(self) -> None:
        _word.paragraph(self.file, "Title", plain(self.document.title))
        _word.paragraph(self.file, "Subtitle", plain(self.document.subtitle))
        for name, value in self.document.properties.items():
            line = _word.paragraph(self.file, "Small")
            line.add_run(plain(name).capitalize()).bold = True
            line.add_run(f": {plain(value)}")

    def contents(self) -> None:
        """The contents: links now, and page numbers once Word has worked the field out."""
        head = _word.paragraph(self.file, "Contents", "Contents")
        head.paragraph_format.page_break_before = True
        sections = [block for block in self.document.blocks if isinstance(block, Heading) and block.level == 1]
        if not sections:
            return
        lines = [_word.paragraph(self.file, "toc 1") for _ in sections]
        *opening, _, end = _word.field(lines[0], r'TOC \o "1-1" \h \z \u', "", stale=True)
        del opening
        for line, block in zip(lines, sections, strict=True):
            _word.linked(line, self.bookmark(block.anchor), plain(block.text))
        lines[-1]._p.append(end)

    def bookmark(self, anchor: str) -> str:
        """The bookmark of the part with that anchor; Word hides names that start with an underscore."""
        return f"_Ref{self.numbers[anchor]:08d}"

    def block(self, block: Block, inside: bool = False) -> None:
        match block:
            case Heading():
                line = _word.paragraph(self.file, f"Heading {block.level}")
                run = _word.written(line, plain(block.text))
                _word.marked(self.numbers[block.anchor], self.bookmark(block.anchor), run, run)
            case Paragraph():
                self.line(block.runs, "Note" if inside else _ROLES[block.role])
            case Bullets():
                self.bullets(block)
            case Terms():
                for term, meaning in block.items:
                    self.line(term, "Term")
                    self.line(meaning, "Meaning")
            case Table():
                self.caption(block).paragraph_format.keep_with_next = True
                self.table(block)
            case Figure():
                self.picture(block)
                self.caption(block)
            case Note():
                _word.paragraph(self.file, "Note Title", plain(block.title))
                for inner in block.blocks:
                    self.block(inner, inside=True)

    def line(self, runs: Runs, style: str) -> WordParagraph:
        made = _word.paragraph(self.file, style)
        self.runs(made, runs)
        return made

    def runs(self, line: WordParagraph, runs: Runs) -> None:
        for run in runs:
            self.run(line, run)

    def run(self, line: WordParagraph, run: Run) -> None:
        match run:
            case str():
                line.add_run(run_text(run))
            case Emphasis():
                _word.written(line, run_text(run.text), "Strong" if run.strong else "Emphasis")
            case Code():
                _word.written(line, run_text(run.text), "Code")
            case Reference():
                label = self.labels[run.anchor]
                name = self.bookmark(run.anchor)
                if run.anchor in self.numbered and run.text in ("", label):
                    _word.field(line, rf"REF {name} \h", label, "Hyperlink")
                else:
                    _word.linked(line, name, run_text(run.text or label))

    def bullets(self, block: Bullets) -> None:
        style = "List Number" if block.ordered else "List Bullet"
        lines = [self.line(item, style) for item in block.items]
        if block.ordered:
            number = self.restarted(style)
            for line in lines:
                properties = line._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = number

    def restarted(self, style: str) -> int:
        """A numbering of its own for one list, which starts at one."""
        numbering: Any = self.file.part.numbering_part.element
        used: Any = self.file.styles[style].element
        made = numbering.add_num(numbering.num_having_numId(used.pPr.numPr.numId.val).abstractNumId.val)
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(made.numId)

    def caption(self, block: Table | Figure) -> WordParagraph:
        kind, _, number = self.labels[block.anchor].partition(" ")
        line = _word.paragraph(self.file, "Caption")
        first = _word.written(line, f"{kind} ", "Strong")
        last = _word.field(line, rf"SEQ {kind} \* ARABIC", number, "Strong")[-1]
        _word.marked(self.numbers[block.anchor], self.bookmark(block.anchor), first, last)
        _word.written(line, ". ", "Strong")
        self.runs(line, block.caption)
        return line

    def table(self, block: Table) -> None:
        from docx.shared import Pt

        layout = columns(block, self.labels, _word.ROOM)
        made = self.file.add_table(0, len(block.head))
        _word.ruled(made, layout.widths, text_of(block.caption, self.labels)[:_LONGEST_PROPERTY])
        heads = tuple(Cell(runs, head=True) for runs in block.head)
        for index, cells in enumerate((heads, *block.rows)):
            row = made.add_row()
            if max(len(text_of(cell.runs, self.labels)) for cell in cells) <= _MOST_WHOLE:
                _word.whole_row(row)
                if index == 0:
                    _word.head_row(row)
            for place, cell, width, side in zip(row.cells, cells, layout.widths, block.align, strict=True):
                place.width = Pt(width)
                line = place.paragraphs[0]
                line._p.style = "TableText"
                line.alignment = "lcr".index(side)
                self.runs(line, cell.runs)
                for run in _word.runs_of(line):
                    run.bold = True if index == 0 else run.bold
                    run.font.size = Pt(layout.size)
                if cell.mark:
                    _word.shaded(place, _FILLS[cell.mark])
        _word.paragraph(self.file, "Small")

    def picture(self, block: Figure) -> None:
        from docx.shared import Inches, Pt

        line = _word.paragraph(self.file, "Picture")
        shape = line.add_run().add_picture(BytesIO(self.pictures[block.anchor]))
        across, down = (int.from_bytes(self.pictures[block.anchor][at : at + 4], "big") for at in (16, 20))
        scale = min(1.0, Pt(_word.ROOM) / Inches(across / PPI), Pt(_word.HEIGHT) / Inches(down / PPI))
        shape.width, shape.height = Inches(scale * across / PPI), Inches(scale * down / PPI)
        described = shape._inline.docPr
        described.set("descr", plain(block.alt))
        described.set("name", self.labels[block.anchor])
