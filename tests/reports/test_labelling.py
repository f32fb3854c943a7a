from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.labelling import Room, fitted, spread, text_width


@given(st.text(alphabet="iW mä-", max_size=80), st.floats(0.2, 3), st.integers(1, 4))
def test_fitted_text_is_no_wider_and_loses_nothing_without_saying_so(text: str, width: float, lines: int) -> None:
    broken = fitted(text, width, 7, lines)
    assert len(broken.splitlines()) <= lines
    assert all(text_width(line, 7) <= width for line in broken.splitlines())
    whole = "".join(text.split())
    if broken.endswith("…"):
        assert whole.startswith("".join(broken[:-1].split()))
    else:
        assert "".join(broken.split()) == whole


def test_enormous_text_is_cut_at_once() -> None:
    assert fitted("W" * 10**6, 2, 8, 2).endswith("…")


@given(st.lists(st.tuples(st.floats(-1, 6), st.floats(0.1, 1)), max_size=8))
def test_spread_things_keep_their_order_and_do_not_overlap(things: list[tuple[float, float]]) -> None:
    things.sort()
    centres, widths = [one for one, _ in things], [one for _, one in things]
    placed = spread(centres, widths, 0, 10)
    ends = [(at - width / 2, at + width / 2) for at, width in zip(placed, widths, strict=True)]
    assert all(end <= start + 1e-9 for (_, end), (start, _) in pairwise(ends))
    assert all(start >= -1e-9 and end <= 10 + 1e-9 for start, end in ends)


def test_things_that_do_not_collide_stay_where_they_are() -> None:
    assert spread([1, 2, 3], [0.5, 0.5, 0.5], 0, 4) == [1, 2, 3]
    assert spread([1, 1], [1, 1], 0, 4) == pytest.approx([0.5, 1.5])


def test_the_nearest_free_box_is_found_and_none_where_all_is_taken() -> None:
    room = Room(0, 0, 2, 1)
    room.block(0, 0, 1, 1)
    left, top, apart = room.find(0.5, 0.2, 0.4, 0.5) or (0, 0, 0)
    assert left == pytest.approx(1, abs=0.03)
    assert apart == pytest.approx(0.6, abs=0.03)
    assert 0.3 <= top <= 0.5
    assert room.find(1.5, 0.2, 0, 0) is None
    room.block(0, 0, 2, 1)
    assert room.find(0.1, 0.1, 1.5, 0.5) is None
