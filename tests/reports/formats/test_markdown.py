from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from reports.document import Bullets, Cell, Code, Document, Figure, Heading, Note, Paragraph, Table, text_of
from reports.formats import markdown
from reports.report import report
from reports.study import make_study
from tests.readers.pandoc import syntax_tree
from tests.reports.made import HOSTILE, scenario


def rendered(document: Document) -> str:
    """What a common Markdown reader makes of it, with links made of bare addresses too."""
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    return str(reader.render(markdown.render(document).decode("utf-8")))


def test_the_same_study_gives_the_same_bytes_and_files(document: Document) -> None:
    again = report(make_study(scenario()))
    assert markdown.render(document) == markdown.render(again)
    assert markdown.assets(document) == markdown.assets(again)


def test_every_figure_is_linked_and_is_an_svg_file(document: Document) -> None:
    text = markdown.render(document).decode()
    files = markdown.assets(document)
    assert len(files) == sum(isinstance(block, Figure) for block in document.walk())
    for name, content in files.items():
        assert f"]({name})" in text
        assert ElementTree.fromstring(content).tag.endswith("svg")


def test_two_reports_can_share_a_folder(document: Document) -> None:
    changed = markdown.assets(report(make_study(scenario(), at={"north_cost": 1})))
    for name in changed.keys() & markdown.assets(document).keys():
        assert changed[name] == markdown.assets(document)[name]
    assert changed.keys() != markdown.assets(document).keys()


@pytest.mark.parametrize("which", ["document", "hostile_document"])
def test_tables_keep_their_columns(which: str, request: pytest.FixtureRequest) -> None:
    document: Document = request.getfixturevalue(which)
    page = rendered(document)
    tables = [block for block in document.walk() if isinstance(block, Table)]
    parts = re.findall(r"<table>.*?</table>", page, flags=re.DOTALL)
    assert len(parts) == len(tables)
    for part, table in zip(parts, tables, strict=True):
        assert part.count("<th") - part.count("<thead") == len(table.head)
        assert part.count("<td") == len(table.head) * len(table.rows)


def test_harmful_text_is_text(hostile_document: Document) -> None:
    page = rendered(hostile_document)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    targets = re.findall(r'(?:href|src)="([^"]*)"', page)
    assert targets
    assert all(target.startswith(("#", "figures/")) for target in targets)
    assert "\u202e" not in page


@pytest.mark.parametrize(
    "text",
    [
        "# no heading",
        "1. no list",
        "- no list",
        "+ no list",
        "= x",
        "> no quote",
        "12) no list",
        "* no",
        "---",
        "~~~",
        "    code",
    ],
)
def test_what_begins_a_line_is_text(text: str) -> None:
    page = rendered(Document("T", "S", (Paragraph((text,)), Bullets(((text,),)))))
    body = page.split("</h1>")[1]
    assert not re.search(r"<h[2-6]|<ol>|<blockquote>|<pre>|<ul>\s*<li>\s*<ul>", body), body
    assert page.count("<ul>") == 1


@pytest.mark.parametrize("text", ["a`b", "``", "a|b", "plain", "`", HOSTILE])
def test_code_is_what_was_given(text: str) -> None:
    page = rendered(Document("T", "S", (Table("t", ("c",), (("h",),), ((Cell((Code(text),)),),), "l"),)))
    assert page.count("<td") == 1
    assert "<script" not in page
    shown = re.sub(r"<[^>]*>", "", page.split("<td")[1]).split(">", 1)[1]
    for mark, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&quot;", '"')):
        shown = shown.replace(mark, character)
    assert text_of((text,)) in shown


def test_bare_addresses_are_not_made_into_links() -> None:
    text = markdown.render(
        Document("T", "S", (Paragraph(("see https://x.example or www.x.example or a@b.example",)),))
    ).decode()
    assert "https://" not in text
    assert "www." not in text
    assert "a@b" not in text


def test_notes_are_quoted_whole() -> None:
    note = Note(
        "N", (Paragraph(("one",)), Table("t", ("c",), (("h",),), ((Cell(("1",)),),), "l"), Heading(3, "H", "h"))
    )
    page = rendered(Document("T", "S", (note,)))
    quoted = page[page.index("<blockquote>") : page.index("</blockquote>")]
    assert "one" in quoted
    assert "<table>" in quoted
    assert "<h4>" in quoted


def test_pandoc_reads_every_part_and_gives_columns_the_room_they_need(document: Document) -> None:
    tree = syntax_tree(markdown.render(document), "markdown")
    parts = list(elements(tree["blocks"]))
    tables = [part["c"] for part in parts if part["t"] == "Table"]
    assert len(tables) == sum(isinstance(block, Table) for block in document.walk())
    for table in tables:
        widths = [width["c"] for _, width in table[2] if width["t"] == "ColWidth"]
        assert sum(widths) <= 1.001
    assert any(len({width["c"] for _, width in table[2] if width["t"] == "ColWidth"}) > 1 for table in tables)
    known = {part["c"][0][0] for part in parts if part["t"] in {"Span", "Image"}} | {
        part["c"][1][0] for part in parts if part["t"] == "Header"
    }
    links = {part["c"][2][0] for part in parts if part["t"] == "Link"}
    assert links
    assert links <= {f"#{anchor}" for anchor in known}
    pictures = {part["c"][2][0] for part in parts if part["t"] == "Image"}
    assert pictures == markdown.assets(document).keys()


def elements(node: Any) -> Iterator[dict[str, Any]]:
    """Every element of pandoc's tree."""
    if isinstance(node, list):
        for part in node:
            yield from elements(part)
    elif isinstance(node, dict):
        yield node
        yield from elements(node.get("c"))
