"""The PDF is tagged, numbered and linked, holds its tables on the page, and spells what no font has."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdf
import pytest

from reports.document import Cell, Document, Figure, Heading, Paragraph, Reference, Table
from reports.formats import pdf
from tests.programs import output
from tests.reports.pictures import IMAGES

WORD = "{http://www.w3.org/1999/xhtml}word"
PAGE = "{http://www.w3.org/1999/xhtml}page"


def poppler(tool: str, content: bytes, *options: str) -> str:
    """What one of poppler's tools prints of a file."""
    target = ["-"] if tool == "pdftotext" else []
    return output(tool, *options, "-", *target, content=content).decode("utf-8", "replace")


def small(*blocks: Heading | Paragraph | Table | Figure) -> Document:
    return Document("The title", "The question", blocks, properties={"generator": "a test"})


def table(columns: int, rows: int, text: str = "x") -> Table:
    cells = tuple(Cell((text,)) for _ in range(columns))
    return Table(
        "t", ("What.",), tuple((f"head{number}",) for number in range(columns)), (cells,) * rows, "l" * columns
    )


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf.render(
        small(
            Heading(1, "First", "first"),
            Paragraph((Reference("t"), " and ", Reference("f"), " and ", Reference("second", "the second"))),
            table(3, 90),
            Heading(1, "Second", "second"),
            Heading(2, "Within", "within"),
            Figure("f", ("Why.",), "A line that rises.", IMAGES),
        )
    )


def test_it_conforms_to_the_standard_for_those_who_do_not_see(made: bytes) -> None:
    file = pypdf.PdfReader(BytesIO(made))
    root: Any = file.trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert file.metadata is not None
    assert file.metadata.title == "The title"
    assert file.metadata.creation_date is None
    assert "/OpenAction" not in root
    assert "/Names" not in root or "/JavaScript" not in root["/Names"]


def test_its_parts_are_tagged_for_what_they_are(made: bytes) -> None:
    tree = poppler("pdfinfo", made, "-struct-text")
    tags = re.findall(r"^ *([A-Z][A-Za-z0-9]*)\b", tree, re.MULTILINE)
    for tag in (
        "H1",
        "H2",
        "P",
        "TOC",
        "TOCI",
        "Table",
        "THead",
        "TBody",
        "TR",
        "TH",
        "TD",
        "Figure",
        "Caption",
        "Link",
    ):
        assert tag in tags, tag
    assert tags.count("TH") == 3
    assert tags.count("TD") == 3 * 90


def figure_texts(content: bytes) -> list[str]:
    """The alternative text of every element of the structure that has one."""
    root: Any = pypdf.PdfReader(BytesIO(content)).trailer["/Root"]
    pending: list[Any] = [root["/StructTreeRoot"]]
    found: list[str] = []
    while pending:
        node = pending.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            pending += node
        elif isinstance(node, dict):
            if "/Alt" in node and node.get("/S") == "/Figure":
                found.append(str(node["/Alt"]))
            if "/K" in node:
                pending.append(node["/K"])
    return found


def test_a_figure_says_what_one_sees(made: bytes) -> None:
    assert figure_texts(made) == ["A line that rises."]


def test_bookmarks_follow_the_headings(made: bytes) -> None:
    outline: list[Any] = pypdf.PdfReader(BytesIO(made)).outline
    titles = [[inner.title for inner in entry] if isinstance(entry, list) else entry.title for entry in outline]
    assert titles == ["Contents", "First", "Second", ["Within"]]


def test_numbers_and_references_are_those_of_the_document(made: bytes) -> None:
    text = poppler("pdftotext", made, "-raw")
    assert "Table 1 and Figure 1 and the second" in text
    assert "Table 1. What." in text
    assert "Figure 1. Why." in text


def test_every_page_after_the_cover_has_its_section_number_and_the_heads_of_its_table(made: bytes) -> None:
    pages = poppler("pdftotext", made, "-layout").split("\f")[:-1]
    assert "First" not in pages[0]
    for number, page in enumerate(pages[1:], 2):
        assert re.search(rf"\b{number}\s*/\s*{len(pages)}\s*$", page)
        assert "The title" in page.splitlines()[0]
    long = [page for page in pages if re.search(r"^\s*x\s+x\s+x\s*$", page, re.MULTILINE)]
    assert len(long) > 1
    for page in long:
        assert re.search(r"head0\s+head1\s+head2", page)
        assert page.splitlines()[0].rstrip().endswith("First")
    assert pages[-1].splitlines()[0].rstrip().endswith("Second")


@pytest.mark.parametrize("columns", [1, 7, 12, 30])
@pytest.mark.parametrize("text", ["unverifiable", "a few words of text", "https://an.example/without-end/" + "w" * 90])
def test_a_table_stays_within_its_page_however_wide(columns: int, text: str) -> None:
    content = pdf.render(small(table(columns, 3, text)))
    pages = ElementTree.fromstring(poppler("pdftotext", content, "-bbox"))
    for page in pages.iter(PAGE):
        for word in page.iter(WORD):
            assert float(word.attrib["xMin"]) > 60
            assert float(word.attrib["xMax"]) < float(page.attrib["width"]) - 60, word.text


def test_the_whole_report_stays_within_its_pages(document: Document) -> None:
    content = pdf.render(document)
    pages = ElementTree.fromstring(poppler("pdftotext", content, "-bbox"))
    for number, page in enumerate(pages.iter(PAGE), 1):
        for word in page.iter(WORD):
            assert 60 < float(word.attrib["xMin"]) < float(word.attrib["xMax"]) < 536, (number, word.text)
    assert len(figure_texts(content)) == sum(isinstance(block, Figure) for block in document.walk())


def test_letters_that_no_font_has_are_spelled_out_in_text_and_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = IMAGES["svg"].replace(b"</svg>", '<text x="9" y="9">\U0001308b</text></svg>'.encode())
    document = small(Heading(1, "a \U0001308b b", "h"), Figure("f", ("c",), "d", {"svg": picture}))
    monkeypatch.setattr(pdf, "_compiled", own_fonts(pdf._compiled))
    text = poppler("pdftotext", pdf.render(document), "-raw")
    assert r"a \U0001308b b" in text
    assert text.count(r"\U0001308b") == 4  # the contents, the heading, the running header and the figure


def own_fonts(compiled: object) -> object:
    """As on a machine that has no font of its own."""

    def bare(root: Path, content: str, *, own_fonts_only: bool) -> object:
        return compiled(root, content, own_fonts_only=True)  # type: ignore[operator]

    return bare
