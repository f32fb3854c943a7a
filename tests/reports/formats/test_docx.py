"""The Word file has Word's own structure, and LibreOffice opens it and prints what the document says."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import docx as word
import pytest
from docx.oxml.ns import qn

from reports.document import (
    Bullets,
    Cell,
    Document,
    Emphasis,
    Figure,
    Heading,
    Note,
    Paragraph,
    Reference,
    Table,
    Terms,
)
from reports.formats import docx
from tests.contracts.test_formats import HOSTILE
from tests.contracts.test_formats import document as every_block
from tests.programs import output
from tests.reports.pictures import IMAGES

TABLE = Table(
    "t",
    ("What.",),
    (("a",), ("b",)),
    ((Cell(("x",), head=True), Cell(("1",), "stable")), (Cell(("y" * 900,)), Cell((Reference("f"),)))),
    "lr",
)
FIGURE = Figure("f", ("Why.",), "A line that rises.", IMAGES)


def opened(*blocks: Heading | Paragraph | Table | Figure | Note | Bullets | Terms) -> Any:
    made = Document("The title", "The question", blocks, properties={"generator": "a test", "scenario": "abc"})
    return word.Document(BytesIO(docx.render(made)))


def fields(file: Any) -> list[str]:
    return [" ".join((part.text or "").split()) for part in file.element.body.iter(qn("w:instrText"))]


def bookmarks(file: Any) -> dict[str, str]:
    """What stands between the start and the end of each bookmark."""
    found: dict[str, str] = {}
    for start in file.element.body.iter(qn("w:bookmarkStart")):
        inner, node = "", start.getnext()
        while node.tag != qn("w:bookmarkEnd"):
            inner += "".join(part.text or "" for part in node.iter(qn("w:t")))
            node = node.getnext()
        assert node.get(qn("w:id")) == start.get(qn("w:id"))
        found[start.get(qn("w:name"))] = inner
    return found


@pytest.fixture(scope="module")
def whole(document: Document) -> bytes:
    return docx.render(document)


def test_no_date_stands_in_the_file(whole: bytes) -> None:
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.infolist()[0].filename == "[Content_Types].xml"
        assert not re.search(rb"\d{4}-\d\d-\d\dT", archive.read("docProps/core.xml"))


def test_the_properties_say_what_it_is() -> None:
    properties = opened().core_properties
    assert (properties.title, properties.subject, properties.author) == ("The title", "The question", "a test")
    assert (properties.keywords, properties.language) == ("abc", "en")


def test_every_style_is_one_of_the_file(whole: bytes) -> None:
    file = word.Document(BytesIO(whole))
    known = {style.style_id for style in file.styles}
    used = {style.get(qn("w:val")) for name in ("w:pStyle", "w:rStyle") for style in file.element.body.iter(qn(name))}
    assert used - {None} <= known
    assert {"Heading1", "Heading2", "Caption", "ListBullet", "Lead", "TableText"} <= used


def test_captions_number_themselves_and_references_follow_them() -> None:
    file = opened(Heading(1, "One", "one"), TABLE, FIGURE, Paragraph((Reference("t"), Reference("one", "there"))))
    codes = fields(file)
    assert codes[0] == r'TOC \o "1-1" \h \z \u'
    assert [code for code in codes if code.startswith("SEQ")] == [r"SEQ Table \* ARABIC", r"SEQ Figure \* ARABIC"]
    marked = bookmarks(file)
    assert sorted(marked.values()) == ["Figure 1", "One", "Table 1"]
    referred = [code.split()[1] for code in codes if code.startswith("REF")]
    assert [marked[name] for name in referred] == ["Figure 1", "Table 1"]
    links = [link.get(qn("w:anchor")) for link in file.element.body.iter(qn("w:hyperlink"))]
    assert [marked[name] for name in links] == ["One", "One"]


def test_fields_begin_and_end_in_pairs(whole: bytes) -> None:
    file = word.Document(BytesIO(whole))
    depth = 0
    for mark in file.element.body.iter(qn("w:fldChar")):
        depth += {"begin": 1, "separate": 0, "end": -1}[mark.get(qn("w:fldCharType"))]
        assert depth in (0, 1, 2)
    assert depth == 0


def test_a_table_repeats_its_head_keeps_short_rows_whole_and_has_a_name() -> None:
    (table,) = opened(TABLE, FIGURE).tables
    head, short, long = (row._tr.trPr for row in table.rows)
    assert head.find(qn("w:tblHeader")) is not None
    assert short.find(qn("w:tblHeader")) is None
    assert short.find(qn("w:cantSplit")) is not None
    assert long is None
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "What."
    assert table.cell(1, 1)._tc.tcPr.find(qn("w:shd")).get(qn("w:fill")) == "FDF3D0"
    order = [part.tag.split("}")[1] for part in table._tbl.tblPr]
    known = ["tblStyle", "tblW", "tblBorders", "tblLayout", "tblLook", "tblCaption"]
    assert order == [name for name in known if name in order]
    assert sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.gridCol_lst) <= 459 * 20


def test_a_figure_says_what_one_sees_and_keeps_its_shape() -> None:
    (shape,) = opened(FIGURE).inline_shapes
    assert shape._inline.docPr.get("descr") == "A line that rises."
    assert shape._inline.docPr.get("name") == "Figure 1"
    assert shape.width / shape.height == pytest.approx(2, abs=0.02)
    assert shape.width.inches == pytest.approx(2, abs=0.02)


def test_each_numbered_list_starts_at_one() -> None:
    file = opened(*(Bullets((("a",), ("b",)), ordered=True) for _ in range(2)))
    used = [part.get(qn("w:val")) for part in file.element.body.iter(qn("w:numId"))]
    assert len(used) == 4
    assert used[0] == used[1] != used[2] == used[3]
    numbering = file.part.numbering_part.element
    for number in set(used):
        made = numbering.num_having_numId(int(number))
        assert made.find(qn("w:lvlOverride")).find(qn("w:startOverride")).get(qn("w:val")) == "1"


def test_emphasis_notes_and_terms_are_styles() -> None:
    file = opened(
        Paragraph((Emphasis("a"), Emphasis("b", strong=True))),
        Note("N", (Paragraph(("c",)),)),
        Terms(((("d",), ("e",)),)),
    )
    styles = {line.text: line.style.name for line in file.paragraphs}
    assert {styles[text] for text in "Nc"} == {"Note Title", "Note"}
    assert (styles["d"], styles["e"]) == ("Term", "Meaning")
    assert [run.style.name for run in file.paragraphs[-5].runs] == ["Emphasis", "Strong"]


def converted(document: Document, folder: Path) -> str:
    """The text of the file after LibreOffice has opened and printed it."""
    (folder / "report.docx").write_bytes(docx.render(document))
    home = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    output("soffice", home, "--headless", "--convert-to", "pdf", "report.docx", folder=folder)
    return "".join(output("pdftotext", "-raw", "report.pdf", "-", folder=folder).decode().split())


@pytest.mark.slow
def test_libreoffice_opens_a_whole_report(document: Document, tmp_path: Path) -> None:
    text = converted(document, tmp_path)
    for anchor, label in document.labels.items():
        block = next(block for block in document.walk() if getattr(block, "anchor", None) == anchor)
        wanted = f"{label}." if isinstance(block, Table | Figure) else getattr(block, "text", label)
        assert "".join(wanted.split()) in text, wanted
    assert "Error:" not in text


@pytest.mark.slow
def test_libreoffice_prints_harmful_text_as_text(tmp_path: Path) -> None:
    for number, kind in enumerate(("markup of pages", "formulae of sheets", "other scripts")):
        (tmp_path / str(number)).mkdir()
        text = converted(every_block(HOSTILE[kind]), tmp_path / str(number))
        assert text.count("".join(HOSTILE[kind].split())) >= 20, kind
