"""What WordprocessingML needs beside text: styles, fields, bookmarks, cell properties, and a file without dates.

The element and attribute names are those of ECMA-376, part 1, chapter 17.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.styles.style import ParagraphStyle
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

__all__ = [
    "HEIGHT",
    "ROOM",
    "element",
    "field",
    "head_row",
    "linked",
    "marked",
    "paragraph",
    "ruled",
    "runs_of",
    "shaded",
    "styled",
    "undated",
    "whole_row",
    "written",
]

ROOM, HEIGHT = 459.0, 600.0
"""The width of the text, and the most height of a picture, in points."""

_SERIF, _MONO = "Georgia", "Consolas"
_ACCENT, _MUTED = "00558A", "595959"
_PARAGRAPHS: dict[str, dict[str, Any]] = {
    "Normal": {"size": 10.5, "after": 7, "line": 1.2},
    "Title": {"size": 28, "bold": True, "before": 150, "after": 14, "colour": "1B1B1B"},
    "Subtitle": {"size": 14, "after": 24, "colour": _MUTED, "italic": False},
    "Heading 1": {"size": 20, "bold": True, "before": 0, "after": 12, "colour": "1B1B1B", "new_page": True},
    "Heading 2": {"size": 12.5, "bold": True, "before": 16, "after": 6, "colour": _ACCENT},
    "Heading 3": {"size": 10.5, "bold": True, "before": 12, "after": 4, "colour": "1B1B1B"},
    "Contents": {"size": 16, "bold": True, "after": 10},
    "toc 1": {"after": 4},
    "Caption": {"size": 9, "before": 8, "after": 6, "colour": _MUTED, "bold": False},
    "Lead": {"size": 13, "after": 9},
    "Small": {"size": 9, "colour": _MUTED},
    "Term": {"bold": True, "after": 0, "follows": True},
    "Meaning": {"indent": 18},
    "Note Title": {"size": 9.5, "bold": True, "colour": _MUTED, "indent": 14, "after": 3, "bar": True, "follows": True},
    "Note": {"size": 10, "indent": 14, "bar": True},
    "Table Text": {"size": 9, "before": 1, "after": 1, "line": 1.05},
    "Picture": {"after": 2, "before": 8, "follows": True},
    "List Bullet": {"after": 4},
    "List Number": {"after": 4},
    "Header": {"size": 8.5, "colour": _MUTED},
    "Footer": {"size": 8.5, "colour": _MUTED},
}


def element(name: str, /, **attributes: str) -> Any:
    """An element of the main namespace with attributes of the same."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def styled(file: WordDocument, language: str) -> None:
    """Set the page and the styles: the built-in ones where Word has them, so that its own tools find them."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm, Pt

    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Pt((595.3 - ROOM) / 2)
    section.top_margin, section.bottom_margin = Mm(28), Mm(24)
    known = {style.name for style in file.styles}
    for name, wanted in _PARAGRAPHS.items():
        style: Any = file.styles[name] if name in known else file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if name not in known:
            style.base_style = file.styles["Normal"]
        _shape(style, **wanted)
    code: Any = file.styles.add_style("Code", WD_STYLE_TYPE.CHARACTER)
    _letters(code, _MONO)
    link: Any = file.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    _coloured(link, _ACCENT)
    _letters(file.styles["Normal"], _SERIF)
    file.styles["Normal"].element.get_or_add_rPr().append(element("lang", val=language))


def _shape(
    style: ParagraphStyle,
    *,
    size: float = 0,
    bold: bool | None = None,
    italic: bool | None = None,
    colour: str = "",
    before: float | None = None,
    after: float | None = None,
    line: float = 0,
    indent: float = 0,
    follows: bool = False,
    new_page: bool = False,
    bar: bool = False,
) -> None:
    """Give a style its letters (points, six-digit colour) and its spacing (points; `line` a multiple)."""
    from docx.shared import Pt

    _letters(style, _SERIF)
    style.font.bold, style.font.italic = bold, italic
    shape = style.paragraph_format
    if size:
        style.font.size = Pt(size)
    if colour:
        _coloured(style, colour)
    if before is not None:
        shape.space_before = Pt(before)
    if after is not None:
        shape.space_after = Pt(after)
    if line:
        shape.line_spacing = line
    if indent:
        shape.left_indent = Pt(indent)
    shape.keep_with_next = follows or style.name.startswith("Heading") if style.name else follows
    shape.page_break_before = new_page
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(element("pBdr").tag):
        properties.remove(border)  # the rule under the built-in title
    if bar:
        borders = element("pBdr")
        borders.append(element("left", val="single", sz="12", space="8", color="B3B3B3"))
        properties.insert_element_before(borders, *_AFTER_BORDERS)


_AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")


def _letters(style: Any, name: str) -> None:
    """Name a style's typeface for all scripts, in place of the theme's."""
    style.font.name = name
    fonts = style.element.rPr.rFonts
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(f"{fonts.tag.removesuffix('rFonts')}{script}", name)


def _coloured(style: Any, colour: str) -> None:
    from docx.shared import RGBColor

    style.font.color.rgb = RGBColor.from_string(colour)


def paragraph(file: WordDocument, style: str, text: str = "") -> Paragraph:
    """A new paragraph at the end of a file."""
    made = file.add_paragraph(text)
    made._p.style = style.replace(" ", "")  # a style's id; the library would look it up anew for each paragraph
    return made


def written(line: Paragraph, text: str, style: str = "") -> Any:
    """Append a run of text in a character style; its element."""
    made = line.add_run(text)._r
    if style:
        made.style = style
    return made


def runs_of(line: Paragraph) -> list[Run]:
    """The runs of a paragraph, those of its links too."""
    from docx.text.run import Run

    return [Run(found, line) for found in line._p.iter(element("r").tag)]


def field(line: Paragraph, code: str, result: str, style: str = "", *, stale: bool = False) -> list[Any]:
    """Append a field with what it stands for until a program works it out anew; the elements that it is made of."""
    begin = element("fldChar", fldCharType="begin", **({"dirty": "true"} if stale else {}))
    instruction = element("instrText")
    instruction.text = f" {code} "
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    made = []
    for part in (begin, instruction, element("fldChar", fldCharType="separate"), result):
        run = written(line, part if isinstance(part, str) else "", style)
        if not isinstance(part, str):
            run.append(part)
        made.append(run)
    end = written(line, "")
    end.append(element("fldChar", fldCharType="end"))
    return [*made, end]


def marked(number: int, name: str, first: Any, last: Any) -> None:
    """Put a bookmark around the runs from `first` to `last`."""
    first.addprevious(element("bookmarkStart", id=str(number), name=name))
    last.addnext(element("bookmarkEnd", id=str(number)))


def linked(line: Paragraph, name: str, text: str) -> None:
    """Append a link to a bookmark of the same file."""
    link = element("hyperlink", anchor=name, history="1")
    link.append(written(line, text, "Hyperlink"))
    line._p.append(link)


def ruled(table: Table, widths: tuple[float, ...], caption: str) -> None:
    """Give a table its widths in points, rules between rows, and a name for those who cannot see it."""
    properties = table._tbl.tblPr
    borders = element("tblBorders")
    for side, size in (("top", "8"), ("bottom", "8"), ("insideH", "4")):
        borders.append(element(side, val="single", sz=size, space="0", color="1B1B1B" if size == "8" else "B3B3B3"))
    for part in (
        element("tblW", w=str(round(sum(widths) * 20)), type="dxa"),
        borders,
        element("tblLayout", type="fixed"),
        element("tblLook", firstRow="1", firstColumn="1", lastRow="0", lastColumn="0", noHBand="1", noVBand="1"),
        element("tblCaption", val=caption),
    ):
        for old in properties.findall(part.tag):
            properties.remove(old)
        properties.append(part)
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.set(f"{column.tag.removesuffix('gridCol')}w", str(round(width * 20)))


def head_row(row: Any) -> None:
    """Let a row be repeated at the top of every page that its table reaches."""
    row._tr.get_or_add_trPr().append(element("tblHeader"))


def whole_row(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(element("cantSplit"))


def shaded(cell: _Cell, colour: str) -> None:
    """Colour a cell's ground."""
    cell._tc.get_or_add_tcPr().append(element("shd", val="clear", color="auto", fill=colour))


def undated(file: WordDocument) -> bytes:
    """The file's bytes, with no date in it: the same content gives the same bytes."""
    properties = file.core_properties._element
    for part in list(properties):
        if part.tag.endswith(("}created", "}modified")):
            properties.remove(part)
    out, made = BytesIO(), BytesIO()
    file.save(out)
    with ZipFile(out) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name), source.read(name), ZIP_DEFLATED)
    return made.getvalue()
