from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from gametheory.polynomial import integer_polynomial, real_roots
from reports.chart import FILLS, STROKES, Frame, chart, letter, padded, rules, shown, ticks
from reports.drawing import canvas
from reports.phrases import number

numbers = st.fractions(min_value=-1000, max_value=1000, max_denominator=1000)


@given(numbers, numbers, st.integers(2, 12))
def test_ticks_are_round_evenly_spaced_and_in_the_range(one: Fraction, two: Fraction, most: int) -> None:
    low, high = sorted((one, two))
    found = ticks(low, high, most)
    assert len(found) <= most
    assert all(low <= tick <= high for tick in found)
    steps = {later - earlier for earlier, later in pairwise(found)}
    assert len(steps) <= 1
    for step in steps:
        digits = str(step.numerator * (1 if step.denominator == 1 else 10**9 // step.denominator)).strip("0")
        assert digits in ("1", "2", "5")


@pytest.mark.parametrize(("low", "high"), [("1/1000000", "3/1000000"), ("1e300", "3e300"), ("0", "1")])
def test_ticks_of_any_size(low: str, high: str) -> None:
    assert len(ticks(Fraction(low), Fraction(high), 6)) >= 2


def test_a_range_without_width_gets_some() -> None:
    assert padded(Fraction(2), Fraction(2)) == (Fraction(3, 2), Fraction(5, 2))
    assert padded(Fraction(0), Fraction(1)) == (Fraction(-1, 20), Fraction(21, 20))


def test_letters_go_on_after_z() -> None:
    assert [letter(index) for index in (0, 25, 26, 52)] == ["A", "Z", "A2", "A3"]


def test_an_irrational_number_is_shown_as_about() -> None:
    root = max(found for found, _ in real_roots(integer_polynomial([Fraction(-2), Fraction(0), Fraction(1)])))
    assert shown(root).startswith("≈1.41")
    assert shown(Fraction(1, 2)) == "0.5"


def test_no_two_lines_or_areas_differ_by_colour_alone() -> None:
    assert len({dashes for _, dashes, _ in STROKES}) == len({marker for _, _, marker in STROKES}) == len(STROKES)
    assert len({hatch for _, hatch in FILLS}) == len(FILLS)


def test_a_chart_has_its_numbers_on_the_sheet_and_spots_where_it_draws() -> None:
    sheet = Figure(figsize=(4, 3)).add_axes((0, 0, 1, 1))
    canvas(sheet, 4, 3)
    frame = Frame(1, 0.5, 2, 1.5, (Fraction(0), Fraction(10)), (Fraction(-1), Fraction(1)))
    plot = chart(sheet, frame, size=7, x_title="across", y_title="up")
    written = [text.get_text() for text in sheet.texts]
    assert {"0", "10", number(Fraction(-1)), "1", "across", "up"} <= set(written)
    for x, y in ((0, -1), (10, 1), (3, 0.5)):
        pixels = plot.transData.transform((x, y))
        assert sheet.transData.inverted().transform(pixels) == pytest.approx(frame.spot(x, y))
    before = len(sheet.collections)
    rules(sheet, [((0, 0), (1, 1)), ((1, 0), (0, 1))])
    assert len(sheet.collections) == before + 1
