from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import pytest

from payoffs.errors import ScenarioError
from payoffs.toml_document import TomlDocument

MARK = "¦"


def fault_of(text: str) -> tuple[int | None, int | None, str]:
    with pytest.raises(ScenarioError) as caught:
        TomlDocument("f.toml", text)
    (fault,) = caught.value.faults
    return fault.line, fault.column, fault.message


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("a = 1\n¦a = 2\n", "'a' stands here a second time; it first stands in line 1"),
        ("[a]\nx = 1\n[b]\n[¦a]\n", "'a' stands here a second time; it first stands in line 1"),
        ("a = {x = 1, ¦x = 2}\n", "'a.x' stands here a second time; it first stands in line 1"),
        ("[[a]]\nx = 1\n[[a]]\nx = 1\n¦x = 2", "'a.1.x' stands here a second time; it first stands in line 4"),
        ('t = """\na = 1\n"""\na = 1\n¦a = 2', "'a' stands here a second time; it first stands in line 4"),
        ("a = 1\nb = ¦tru\n", "this is not TOML: invalid value"),
        ("a = [1,\n 2¦", "this is not TOML: unclosed array"),
        ("a = 'x\u2028'\nb = ¦?", "this is not TOML: invalid value"),
        ('a = "x¦\n"', "this is not TOML: illegal character '\\n'"),
        ("a = 1\nb = '¦\0'\n", "the file holds a NUL character, so it is not text"),
        ("a.b = 1\nx = [1, ¦" + "9" * 5000 + "]", "an integer of 5000 digits; no more than 1000 are held"),
        ("a = " + "[" * 100 + "¦[" * 1 + "[" * 5000, "more than 100 arrays or tables are nested here"),
        ("a = " + "{a = " * 100 + "¦" + "{a = " * 5000, "more than 100 arrays or tables are nested here"),
        ("\n[¦" + "a." * 5000 + "a]", "more than 100 names are joined by dots"),
    ],
)
def test_what_is_not_toml_is_a_fault_with_its_place(marked: str, message: str) -> None:
    before = marked[: marked.index(MARK)]
    place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert fault_of(marked.replace(MARK, "", 1)) == (*place, message)


def test_decimals_keep_every_digit_and_lists_are_tuples() -> None:
    data = TomlDocument("f", "a = 0.1\nb = [[1_000.50], {c = [1]}]\nd = 1e999999999999999999999").data
    assert data["a"] == Decimal("0.1")
    assert data["b"] == ((Decimal("1000.50"),), {"c": (1,)})
    assert data["d"] == "1e999999999999999999999"  # beyond Decimal; refused where a number is needed


@pytest.mark.parametrize("content", [b"a = 1\r\nb = x\r\n", b"\xef\xbb\xbfa = 1\nb = x\n"])
def test_line_ends_and_byte_order_marks_do_not_move_places(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "f.toml").write_bytes(content)
    with pytest.raises(ScenarioError) as caught:
        TomlDocument.read(tmp_path / "f.toml", "f.toml")
    assert str(caught.value) == "f.toml:2:5: error: this is not TOML: invalid value\n    b = x\n        ^"


def test_what_is_not_utf8_is_a_fault_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "f.toml").write_bytes("a = 1\nž = '".encode() + b"\xff'")
    with pytest.raises(ScenarioError) as caught:
        TomlDocument.read(tmp_path / "f.toml", "f.toml")
    assert str(caught.value) == "f.toml:2:6: error: the byte 0xff is not UTF-8, which TOML is written in"


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n"])
def test_an_empty_document_is_one(text: str) -> None:
    assert TomlDocument("f", text).data == {}


@pytest.mark.parametrize(
    "text",
    [
        "[a]\n" * 500_000,
        "x = '''" + "a" * 2_000_000,
        'x = """' + '"a' * 1_000_000,
        '"a" . ' * 400_000,
        "[" * 2_000_000,
        "9" * 2_000_000,
        "x = " + "9" * 2_000_000,
        "= " * 1_000_000,
    ],
    ids=["tables", "literal", "quotes", "dots", "brackets", "key", "digits", "equals"],
)
def test_enormous_nonsense_is_refused_in_no_time(text: str) -> None:
    started = time.process_time()
    fault_of(text)
    assert time.process_time() - started < 5


def test_a_fault_where_nothing_stands_is_told_of_the_table_it_should_stand_in() -> None:
    document = TomlDocument("f", "[a]\nb = 1\n")
    assert (document.fault(("a", "c"), "m").line, document.fault(("a", "c"), "m").column) == (1, 2)
    assert document.fault(("x",), "m").line == 1
    assert (document.fault(("a", "b"), "m").column, document.fault(("a", "b"), "m", at_key=True).column) == (5, 1)
