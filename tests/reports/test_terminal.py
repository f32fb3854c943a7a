"""Tables fit for a terminal: whole words, nothing lost, no wider than it is."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reports.terminal import Terminal, _widths

WORDS = st.text(st.characters(codec="ascii", categories=["L", "Nd", "P"]), min_size=1, max_size=12)
CELLS = st.lists(WORDS, max_size=6).map(" ".join)
TABLES = st.integers(1, 5).flatmap(
    lambda columns: st.lists(st.lists(CELLS, min_size=columns, max_size=columns), min_size=1, max_size=4)
)


@given(TABLES, st.integers(10, 100))
@example([["", "", "0 0", "0 0 0 0 0 0"]], 23)
def test_columns_fit_and_hold_their_words_wherever_words_can_fit(rows: list[list[str]], available: int) -> None:
    widths = _widths(rows, available)
    columns = list(zip(*rows, strict=True))
    longest = [max((len(word) for cell in column for word in cell.split()), default=1) for column in columns]
    gaps = 3 * (len(columns) - 1)
    if sum(longest) + gaps > available:
        assert widths == [None] * len(columns)
        return
    held = [width for width in widths if width is not None]
    assert len(held) == len(columns)
    assert sum(held) + gaps <= available
    assert all(width >= word for width, word in zip(held, longest, strict=True))
    natural = [max(word, *map(len, column)) for column, word in zip(columns, longest, strict=True)]
    if sum(natural) + gaps <= available:
        assert held == natural


@pytest.mark.parametrize("width", [80, 44, 20])
def test_a_table_too_wide_is_folded_between_words_if_it_can_be(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    names = ["a_policy_with_a_long_name", "another"]
    Terminal().table(["policy", "what it does"], [(name, "it does a thing or two for everyone") for name in names])
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= width
    assert (names[0] in shown) == (width > 25 + 3 + 8)
    assert "".join(shown.split()).count("thing") == 2


def test_an_empty_table_has_its_heads(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal().table(["one", ""], [])
    assert "one" in capsys.readouterr().out
