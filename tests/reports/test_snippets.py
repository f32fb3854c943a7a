from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from typst import compile as compile_typst

from reports.snippets import SNIPPETS, Placed, latex, markdown, quarto, typst, word
from tests.reports.made import HOSTILE

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8ffffff7f0009fb03fd05434ccf0000000049454e44ae426082"
)
TEXT = '100% of $x_1$ & {y} \\input{z} #h "q" <b> [l](u) *e* `c` ^ ~ https://a.b www.c.d \N{MINUS SIGN}1…'


def placed(text: str = TEXT) -> Placed:
    return Placed("payoff_matrix", "toll-payoff-matrix", text, text, 85 / 25.4, PNG)


def unescaped(text: str) -> str:
    return re.sub(r"\\([^A-Za-z0-9\s])", r"\1", text)


def test_every_snippet_places_its_picture_at_its_width_and_can_be_referred_to() -> None:
    for suffix, name in ((".qmd", ".png"), (".md", ".svg"), (".tex", ".pdf"), (".typ", ".svg")):
        text = SNIPPETS[suffix](placed("A caption")).decode()
        assert f"payoff_matrix{name}" in text
        assert text.count("A caption") == 2, "caption and alt text"
        if suffix != ".md":
            assert "toll-payoff-matrix" in text
            assert "85mm" in text


def test_markdown_gives_the_text_back_and_holds_no_markup_of_it() -> None:
    image, caption = markdown(placed()).decode().strip().split("\n\n")
    assert unescaped(caption) == f"*{TEXT}*"
    assert unescaped(image) == f"![{TEXT}](payoff_matrix.svg)"
    for mark in ("<", "[", "*", "`", "$", "~", "_"):
        assert not re.search(rf"(?<!\\){re.escape(mark)}", caption[1:-1]), mark


def test_an_attribute_of_quarto_ends_where_it_should() -> None:
    text = quarto(placed()).decode()
    attributes = text[text.rindex("](payoff_matrix.png){") :]
    assert attributes.count('"') == 2
    assert "&quot;q&quot;" in attributes
    assert "\\" not in attributes


def test_latex_holds_no_command_of_the_text() -> None:
    text = latex(placed()).decode()
    body = text[text.index("\\caption{") + len("\\caption{") : text.index("\n  \\label")]
    assert "\\input" not in body
    assert r"\textbackslash{}input\{z\}" in body
    assert r"100\% of \$x\_1\$ \& \{y\}" in body
    assert (
        body.replace(r"\{", "").replace(r"\}", "").count("{")
        == body.replace(r"\{", "").replace(r"\}", "").count("}") - 1
    )


def test_typst_reads_strings_only() -> None:
    text = typst(placed()).decode()
    strings = re.findall(r'"((?:[^"\\]|\\.)*)"', text)
    assert [one.replace('\\"', '"').replace("\\\\", "\\") for one in strings[1:]] == [TEXT, TEXT]
    assert text.splitlines()[2].startswith('  caption: [#"')


def test_typst_compiles_a_hostile_snippet(tmp_path: Path) -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"></svg>'
    (tmp_path / "payoff_matrix.svg").write_text(picture, encoding="utf-8")
    path = tmp_path / "main.typ"
    path.write_bytes(typst(placed(HOSTILE.replace("\x1b", "").replace("\u202e", ""))))
    assert compile_typst(path).startswith(b"%PDF")


def test_word_has_the_alt_text_and_a_caption_that_counts() -> None:
    document = Document(BytesIO(word(placed())))
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == TEXT
    assert shape.width.mm == pytest.approx(85, abs=0.1)
    caption = document.paragraphs[-1]
    assert caption.style is not None
    assert caption.style.name == "Caption"
    assert caption.text.endswith(f". {TEXT}")
    assert "SEQ Figure" in caption._p.xml
    assert word(placed()) == word(placed())
    assert {entry.date_time[0] for entry in ZipFile(BytesIO(word(placed()))).infolist()} == {1980}
