"""The LaTeX compiles as it is, says nothing else than the document, and numbers its parts as the document does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reports.document import Cell, Code, Document, Figure, Heading, Note, Paragraph, Reference, Table
from reports.formats import latex
from reports.report import report
from reports.study import Study
from tests.contracts.test_formats import HOSTILE
from tests.contracts.test_formats import document as every_block
from tests.programs import output
from tests.reports.pictures import IMAGES


def source(*blocks: Heading | Paragraph | Table | Figure | Note) -> str:
    return latex.render(Document("T", "S", blocks)).decode()


def compiled(document: Document, folder: Path) -> tuple[str, str]:
    """The text of the pages and the log, after as many runs as the references need."""
    (folder / "figures").mkdir()
    (folder / "report.tex").write_bytes(latex.render(document))
    for name, content in latex.assets(document).items():
        (folder / name).write_bytes(content)
    for _ in range(2):
        output(
            "lualatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "report.tex", folder=folder
        )
    text = output("pdftotext", "-raw", "report.pdf", "-", folder=folder).decode()
    return text, (folder / "report.log").read_text(encoding="utf-8", errors="replace")


def squeezed(text: str) -> str:
    """Without spaces, hyphens at ends of lines, and numbers of pages between them."""
    return "".join(re.sub(r"\n\d+\n?\f", "\n", text).split())


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", ["markup of TeX", "markup of Markdown", "markup of pages", "other scripts", "nothing but spaces"]
)
def test_it_compiles_and_prints_what_it_was_given(kind: str, tmp_path: Path) -> None:
    text, log = compiled(every_block(HOSTILE[kind]), tmp_path)
    wanted = "".join(HOSTILE[kind].split())
    assert squeezed(text).count(wanted) >= 20
    assert "undefined" not in log
    assert "Missing character" not in log
    assert "multiply defined" not in log


@pytest.mark.slow
def test_a_whole_report_compiles_with_its_references(study: Study, tmp_path: Path) -> None:
    document = report(study, images=latex.IMAGES)
    text, log = compiled(document, tmp_path)
    assert "undefined" not in log
    assert "Missing character" not in log
    whole = squeezed(text)
    for label in document.labels.values():
        if re.fullmatch(r"(Table|Figure) \d+", label):
            assert f"{label.replace(' ', '')}." in whole


def test_figures_stand_beside_it_as_pdf_files_with_alternative_texts() -> None:
    figure = Figure("f", ("Why.",), "What, [one] {sees}.", IMAGES)
    (name, content), *others = latex.assets(Document("T", "S", (figure,))).items()
    assert not others
    assert content.startswith(b"%PDF")
    assert f"alt={{What, {{[}}one{{]}} \\{{sees\\}}.}}]{{{name}}}" in source(figure)


def test_references_are_those_of_the_language() -> None:
    table = Table("t", ("c",), (("h",),), ((Cell(("x",)),),), "l")
    text = source(table, Heading(2, "Part", "p"), Paragraph((Reference("t"), Reference("t", "see"), Reference("p"))))
    assert r"\caption{c}\label{t}" in text
    assert r"\hyperref[t]{Table~\ref*{t}}\hyperref[t]{see}\hyperref[p]{Part}" in text


def test_the_heads_of_a_table_are_repeated_and_its_cells_cannot_be_options() -> None:
    table = Table("t", ("c",), (("h",), ("i",)), tuple((Cell((text,)), Cell(("y",), "stable")) for text in "[*"), "lr")
    text = source(table)
    assert text.count(r"\bfseries h & \bfseries i \\") == 2
    assert r"\endhead" in text
    assert re.findall(r"^(.*) & \\cellcolor\{stable\}y \\\\$", text, re.MULTILINE) == ["{[}", "{*}"]


def test_the_columns_of_a_table_fit_the_page() -> None:
    for count in (2, 9, 40):
        cells = tuple(Cell(("some words of text " * 9,)) for _ in range(count))
        text = source(Table("t", ("c",), (("head",),) * count, (cells,), "l" * count))
        widths = [float(width) for width in re.findall(r"p\{([\d.]+)pt\}", text)]
        assert len(widths) == count
        assert sum(widths) + 6 * count <= 460


def test_a_long_word_may_be_broken_and_a_short_one_not() -> None:
    text = source(Paragraph((Code("a" * 64), " ", "b" * 20)))
    assert text.count(r"aaaa\allowbreak{}") == 15
    assert "b" * 20 in text


def test_a_note_is_set_apart() -> None:
    assert "\\begin{quote}\n\\textbf{N}\n\ntext\n\\end{quote}" in source(Note("N", (Paragraph(("text",)),)))
