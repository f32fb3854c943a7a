from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.document import Cell, Table
from reports.formats._columns import columns


def table(*rows: tuple[str, ...]) -> Table:
    head, *others = rows
    return Table(
        "t",
        (),
        tuple((text,) for text in head),
        tuple(tuple(Cell((text,)) for text in row) for row in others),
        "l" * len(head),
    )


texts = st.text(alphabet="ab ", max_size=80)


@settings(deadline=None)
@given(st.integers(1, 12).flatmap(lambda count: st.lists(st.tuples(*[texts] * count), min_size=1, max_size=4)))
def test_columns_fit_beside_each_other_and_have_room_for_their_words(rows: list[tuple[str, ...]]) -> None:
    made = columns(table(*rows), {}, 459)
    assert sum(made.widths) <= 459 + 1e-6
    assert min(made.widths) > 0
    for at, width in enumerate(made.widths):
        words = [word for row in rows for word in row[at].split()]
        longest = max((min(len(word), made.unbroken) for word in words), default=0)
        assert width + 1e-6 >= longest * 0.5 * made.size


@settings(deadline=None)
@given(st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=4))
def test_no_column_is_wider_than_its_longest_cell(rows: list[tuple[str, ...]]) -> None:
    made = columns(table(*rows), {}, 459)
    for at, width in enumerate(made.widths):
        assert width <= (max(len(" ".join(row[at].split())) for row in rows) * 0.5 + 1) * made.size + 1e-6


def test_a_table_of_few_words_is_no_wider_than_they_are() -> None:
    made = columns(table(("a", "b"), ("one", "two")), {}, 459)
    assert made.size == 9
    assert made.widths == pytest.approx(((3 * 0.5 + 1) * 9,) * 2)


def test_a_long_text_takes_most_of_the_room_and_leaves_some() -> None:
    made = columns(table(("who", "what"), ("some words here and there", "a long text " * 40)), {}, 459)
    assert sum(made.widths) == pytest.approx(459)
    assert made.widths[0] == pytest.approx((25 * 0.5 + 1) * 9, rel=0.5)
    assert made.widths[1] > 2 * made.widths[0]


def test_letters_become_smaller_before_words_are_broken() -> None:
    sizes = [columns(table(("abcdefgh",) * count), {}, 459) for count in (10, 11, 13, 15, 40)]
    assert [made.size for made in sizes] == [9, 8, 7, 6, 6]
    assert [made.unbroken for made in sizes][:3] == [20, 20, 20]
    assert sizes[-1].unbroken < 8
