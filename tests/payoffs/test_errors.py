from __future__ import annotations

from unicodedata import combining, east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.errors import DetenteError
from payoffs.errors import Fault, ScenarioError, printable


def test_a_fault_shows_its_place_its_line_a_caret_and_the_nearest_name() -> None:
    fault = Fault("a/b.toml", 3, 5, "unknown key 'wieght'", "    wieght = 2", "the nearest is 'weight'")
    assert str(fault) == (
        "a/b.toml:3:5: error: unknown key 'wieght'\n"
        "        wieght = 2\n"
        "        ^\n"
        "    the nearest is 'weight'"
    )  # fmt: skip


def test_a_fault_of_a_whole_file_has_no_place() -> None:
    assert str(Fault("a.toml", None, None, "there is no such file")) == "a.toml: error: there is no such file"


def columns_of(text: str) -> int:
    """How many columns a terminal gives to `text`: none to combining marks, two to wide characters."""
    return sum(0 if combining(character) else 1 + (east_asian_width(character) in "WF") for character in text)


@given(st.text(min_size=1), st.data())
def test_the_caret_stands_below_the_character_at_fault(text: str, data: st.DataObject) -> None:
    """Whatever is in the line, what stands above the caret is the character or the escape that stands for it."""
    text = "".join(character for character in text if character not in "\n\r") or "x"
    column = data.draw(st.integers(1, len(text)))
    _, line, caret = str(Fault("f", 1, column, "m", text)).split("\n")
    assert caret.strip() == "^"
    asked = printable(text[column - 1])
    assert any(
        columns_of(line[:split]) == len(caret) - 1 and line[split:].startswith(asked) for split in range(len(line))
    )


@given(st.text())
def test_nothing_that_a_terminal_acts_on_gets_through(text: str) -> None:
    assert printable(text).isprintable()
    shown = str(Fault(text, 1, 1, text, text, text))
    assert all(character.isprintable() or character == "\n" for character in shown)


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31m", "\\x1b[31m"),
        ("a\u202eb", "a\\u202eb"),
        ("\U000e0001", "\\U000e0001"),
        ("\ud800", "\\ud800"),
        ("\tx", " x"),
        ("ž<script>", "ž<script>"),
    ],
)
def test_what_terminals_act_on_is_escaped(hostile: str, shown: str) -> None:
    assert printable(hostile) == shown


def test_a_long_line_is_cut_around_the_caret() -> None:
    text = "a" * 5000 + "!" + "b" * 5000
    _, line, caret = str(Fault("f", 1, 5001, "m", text)).split("\n")
    assert len(line) < 120
    assert line[len(caret) - 1] == "!"
    assert line.startswith("    ...a")
    assert line.endswith("b...")


def test_all_faults_are_held_and_so_many_are_shown() -> None:
    faults = [Fault("f", number, 1, "m") for number in range(1, 53)]
    error = ScenarioError(faults)
    assert error.faults == tuple(faults)
    assert str(error).splitlines()[-2:] == ["f:50:1: error: m", "and 2 more"]
    assert isinstance(error, DetenteError)
