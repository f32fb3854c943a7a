from __future__ import annotations

import pytest

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
    plain,
    text_of,
)


def table(anchor: str) -> Table:
    return Table(anchor, ("What.",), (("a",), ("b",)), ((Cell(("1",)), Cell(("2",))),), "lr")


def test_figures_and_tables_are_numbered_apart_in_reading_order_also_inside_notes() -> None:
    figure = Figure("f", ("Why.",), "What.", {})
    made = Document("T", "S", (table("one"), Note("N", (table("two"), figure)), table("three"), Heading(1, "H", "h")))
    assert made.labels == {"one": "Table 1", "two": "Table 2", "f": "Figure 1", "three": "Table 3", "h": "H"}


@pytest.mark.parametrize(
    "block",
    [
        Paragraph((Reference("nowhere"),)),
        Bullets(((Reference("nowhere"),),)),
        Note("N", (Paragraph((Reference("nowhere"),)),)),
        Table("t", (Reference("nowhere"),), (("a",),), ((Cell(("1",)),),), "l"),
        Table("t", ("c",), (("a",),), ((Cell((Reference("nowhere"),)),),), "l"),
        Figure("f", (Reference("nowhere"),), "alt", {}),
    ],
)
def test_a_reference_that_leads_nowhere_is_refused_wherever_it_stands(block: Paragraph) -> None:
    with pytest.raises(ValueError, match="nowhere"):
        Document("T", "S", (block,))


def test_two_parts_with_one_anchor_are_refused() -> None:
    with pytest.raises(ValueError, match="'one'"):
        Document("T", "S", (table("one"), Heading(1, "H", "one")))


def test_a_ragged_table_is_refused() -> None:
    with pytest.raises(ValueError, match="ragged"):
        Table("ragged", ("c",), (("a",), ("b",)), ((Cell(("1",)),),), "ll")


def test_plain_text_shows_what_would_hide_or_reorder() -> None:
    assert plain("a\n\tb  c") == "a b c"
    assert plain("a\u202eb\x1b[0m\u2066") == "a\\u202eb\\u001b[0m\\u2066"
    assert plain("Zürich — 平壤") == "Zürich — 平壤"


def test_the_text_of_runs_uses_labels() -> None:
    assert text_of(("see ", Emphasis("it"), " in ", Reference("x")), {"x": "Table 1"}) == "see it in Table 1"
