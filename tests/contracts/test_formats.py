"""Every format holds the same content, as text that cannot act, in the same bytes each time.

How the words of a format are read back is said by `tests/readers`, one file a format, by means of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib import import_module

import pytest

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
    Runs,
    Table,
    Terms,
    escaped,
    plain,
    text_of,
)
from reports.formats import FORMATS
from tests.readers import words
from tests.reports.pictures import IMAGES

HOSTILE = {
    "markup of pages": "</p><script>alert(1)</script> &lt; &#60; <!-- ]]> <img src=x onerror=alert(1)>",
    "markup of Typst": '#import "x.typ" #read("/x") $x$ *a* _b_ `c` @d <e> = f // g /* h */ \\u{41} ~ -- ... "i"',
    "markup of TeX": r"\input{x} \write18{x} %a $b$ #c &d _e ^f ~g {h \} i -- j --- k ``l'' ?`m !`n ^^41 <<o>> ,,p",
    "markup of Markdown": "# a * b _c_ **d** [e](javascript:x) ![f](g) | h | `i` ~~j~~ H~2~O [^k] {#l} --- 'n' ... @o",
    "formulae of sheets": "=HYPERLINK(A1) +1 -1 @SUM(1) \tx",
    "what hides or reorders": "a\u202eb\u2066c\x1b[31md\x00e\u200bf\ufeffg\ufffeh\ud800i\ufdd0j",
    "other scripts": "Žižek Ελλάς Киев “x” ‘y’ – — … → ≥ − × ½ ’",  # noqa: RUF001
    "scripts that no font may have": "平壤 北京 😀 أ",
    "nothing but spaces": " \n\t ",
}


def document(text: str) -> Document:
    """A document of every kind of block and run, each with `text` in every place where a text may stand."""
    runs: Runs = (text, " and ", Emphasis(text), " or ", Emphasis(text, strong=True), ", ", Code(text), ". ")
    linked: Runs = (*runs, Reference("table"), " ", Reference("figure", text), " ", Reference("section"))
    return Document(
        text,
        text,
        (
            Heading(1, f"First {text}", "section", text),
            *(Paragraph(linked, role) for role in ("lead", "body", "small")),
            Heading(2, f"Second {text}", "part"),
            Bullets((runs, (text,))),
            Bullets((("one ", text), runs), ordered=True),
            Heading(3, f"Third {text}", "detail"),
            Terms(((("Term ", text), runs), ((Emphasis("other"),), (text,)))),
            Table(
                "table",
                ("Caption ", text),
                (("head ", text), ("right",), ("centre",)),
                (
                    (Cell(("row ", text), head=True), Cell((text,), "stable"), Cell(("x ", Code(text)), "unstable")),
                    (Cell(("next",), head=True), Cell(("1",)), Cell((Reference("figure"),))),
                ),
                "lrc",
            ),
            Figure(
                "figure", ("Caption ", text), f"Seen: {text}", IMAGES, ({"a": text, "b": "1"}, {"a": "x", "b": "2"})
            ),
            Note(
                f"Note {text}", (Paragraph(runs), Bullets((runs,)), Note("inner", (Paragraph((text,)),))), folded=True
            ),
        ),
        properties={"source": text},
        data={"findings": [{"says": plain(text)}]},
    )


def pieces(blocks: tuple[Block, ...], labels: dict[str, str]) -> Iterator[str]:
    """What a reader must find, in this order."""
    for block in blocks:
        match block:
            case Heading():
                yield plain(block.text)
            case Paragraph():
                yield text_of(block.runs, labels)
            case Bullets():
                yield from (text_of(item, labels) for item in block.items)
            case Terms():
                yield from (text_of(part, labels) for item in block.items for part in item)
            case Table():
                yield labels[block.anchor]
                yield text_of(block.caption, labels)
                yield from (text_of(head, labels) for head in block.head)
                yield from (text_of(cell.runs, labels) for row in block.rows for cell in row)
            case Figure():
                yield labels[block.anchor]
                yield text_of(block.caption, labels)
            case Note():
                yield plain(block.title)
                yield from pieces(block.blocks, labels)


def squeezed(text: str) -> str:
    """Without any space, for where lines are broken is for a format to say.

    What not every font has stands as escapes, and apostrophes are alike, for pandoc makes them so in LaTeX.
    """
    straight = "".join(text.split()).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return "".join(letter if ord(letter) < 0x2600 and letter != "أ" else escaped(letter) for letter in straight)


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("name", FORMATS.names())
def test_every_text_is_there_as_text_and_in_its_order(name: str, kind: str) -> None:
    made = document(HOSTILE[kind])
    content = FORMATS.load(name).render(made)
    whole = squeezed(words(name, content))
    place = 0
    for piece in map(squeezed, pieces(made.blocks, dict(made.labels))):
        found = whole.find(piece, place)
        assert found >= 0, (
            f"{piece[:80]!r} is not there, or not in its place, after {whole[max(0, place - 80) : place]!r}"
        )
        place = found + len(piece)


@pytest.mark.parametrize(
    "text", [pytest.param("Q" * 10_000, marks=pytest.mark.slow), "Qab " * 300], ids=["letters", "words"]
)
@pytest.mark.parametrize("name", FORMATS.names())
def test_a_name_without_end_is_there_to_its_last_letter(name: str, text: str) -> None:
    made = document(text)
    wanted = sum(piece.count("Q") for piece in pieces(made.blocks, dict(made.labels)))
    assert words(name, FORMATS.load(name).render(made)).count("Q") >= wanted > 40 * text.count("Q")


@pytest.mark.parametrize("name", FORMATS.names())
def test_the_same_document_gives_the_same_bytes(name: str) -> None:
    renderer = FORMATS.load(name)
    text = HOSTILE["markup of pages"]
    made = [(renderer.render(document(text)), renderer.assets(document(text))) for _ in range(2)]
    assert made[0] == made[1]
    assert renderer.render(document("other")) != made[0][0]


@pytest.mark.parametrize("name", FORMATS.names())
def test_what_stands_beside_a_file_has_names_that_hold_no_text(name: str) -> None:
    for asset, content in FORMATS.load(name).assets(document(HOSTILE["markup of TeX"])).items():
        folder, _, file = asset.partition("/")
        assert folder == "figures"
        assert file.replace("-", "").replace(".", "").isalnum()
        assert hashlib.sha256(content).hexdigest()[:8] in file
        assert content in IMAGES.values()


@pytest.mark.parametrize("name", FORMATS.names())
def test_a_document_of_nothing_is_still_a_file(name: str) -> None:
    assert "Title" in words(name, FORMATS.load(name).render(Document("Title", "", ())))


@pytest.mark.parametrize("name", FORMATS.names())
def test_blocks_without_content_are_no_fault(name: str) -> None:
    bare = Document(
        "Title",
        "",
        (
            Bullets(()),
            Bullets((), ordered=True),
            Terms(()),
            Note("Note", ()),
            Table("none", (), (("head",),), (), "l"),
            Paragraph(()),
            Paragraph(("the end",)),
        ),
    )
    assert "theend" in squeezed(words(name, FORMATS.load(name).render(bare)))


@pytest.mark.parametrize("name", FORMATS.names())
def test_every_format_can_be_read_back(name: str) -> None:
    assert import_module(f"tests.readers.{name}").words.__doc__
