from __future__ import annotations

from io import BytesIO

import pytest
from matplotlib.image import imread

from reports.formats._typesetting import PPI, RenderingFailed, letters, rasterised
from tests.reports.pictures import IMAGES


def test_a_drawing_becomes_a_picture_of_its_size_and_the_same_one_each_time() -> None:
    made = rasterised({"one": IMAGES["svg"], "two": IMAGES["svg"]})
    assert made["one"] == made["two"] == rasterised({"x": IMAGES["svg"]})["x"]
    height, width, _ = imread(BytesIO(made["one"])).shape
    assert (width, height) == (2 * PPI, 1 * PPI)


def test_what_is_drawn_is_there_in_its_place() -> None:
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="72pt" viewBox="0 0 72 72">'
        b'<rect width="72" height="72" fill="#ffffff"/><rect width="36" height="36" fill="#0000ff"/></svg>'
    )
    picture = imread(BytesIO(rasterised({"square": svg})["square"]))
    assert tuple(picture[PPI // 4, PPI // 4][:3]) == (0, 0, 1)
    assert tuple(picture[3 * PPI // 4, 3 * PPI // 4][:3]) == (1, 1, 1)


def test_a_drawing_that_cannot_be_read_is_named() -> None:
    with pytest.raises(RenderingFailed, match="the figure broken"):
        rasterised({"broken": b"<svg"})


def test_letters_of_other_scripts_are_drawn_too() -> None:
    svg = IMAGES["svg"].replace(b"</svg>", '<text x="9" y="9" font-size="9">\U0001308b</text></svg>'.encode())
    assert 0x1308B not in letters()
    assert rasterised({"x": svg})["x"] != b""


def test_the_fonts_of_figures_have_what_reports_are_written_in() -> None:
    assert {
        ord(letter) for letter in "aZ09éŽжΩ\N{MINUS SIGN}\N{RIGHTWARDS ARROW}\N{GREATER-THAN OR EQUAL TO}"
    } <= letters()
