from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from gametheory.errors import InvalidParameter
from reports.chart import tint
from reports.drawing import COLOURS, INK, SURFACE, draw_figure
from reports.study import Study
from reports.style import read_style, recolour

DARK = """\
text.color: ffffff
figure.facecolor: 000000
axes.facecolor: 000000
axes.prop_cycle: cycler("color", ["ff0000", "00ff00"])
font.family: serif
font.size: 40
text.usetex: True
savefig.bbox: tight
"""


@pytest.fixture
def dark(tmp_path: Path) -> Path:
    path = tmp_path / "dark.mplstyle"
    path.write_text(DARK, encoding="utf-8")
    return path


def test_sizes_and_what_would_change_the_layout_stay_ours(dark: Path) -> None:
    assert set(read_style(dark)) == {
        "text.color", "figure.facecolor", "axes.facecolor", "axes.prop_cycle", "font.family",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["font.weigth: bold\n", "axes.facecolor: no colour\n", "axes.prop_cycle: cycler(\n"])
def test_a_style_sheet_at_fault_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.mplstyle"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidParameter, match=r"odd\.mplstyle is not a matplotlib style sheet"):
        read_style(path)


def test_a_style_sheet_that_is_not_there_is_refused_and_none_is_fetched(tmp_path: Path) -> None:
    for path in (tmp_path / "none.mplstyle", tmp_path, Path("https://example.org/a.mplstyle")):
        with pytest.raises(InvalidParameter, match="no style sheet"):
            read_style(path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd.mplstyle"
    path.write_bytes(b"\xff\xfe\x00axes")
    with pytest.raises(InvalidParameter, match="style sheet"):
        read_style(path)


def test_colours_and_their_tints_take_the_places_of_ours(dark: Path) -> None:
    drawing = Figure()
    axes = drawing.add_axes((0, 0, 1, 1))
    line = axes.plot([0, 1], color=COLOURS[0])[0]
    text = axes.text(0, 0, "a", color=INK, bbox={"facecolor": SURFACE, "edgecolor": "none"})
    bar = axes.bar(0, 1, facecolor=tint(INK, 0.1), edgecolor="#123456")[0]
    recolour(drawing, read_style(dark))
    assert to_hex(line.get_color()) == "#ff0000"
    assert to_hex(text.get_color()) == "#ffffff"
    box = text.get_bbox_patch()
    assert box is not None
    assert to_hex(box.get_facecolor()) == "#000000"
    assert bar.get_facecolor() == (1.0, 1.0, 1.0, 0.1), "a light grey on white is a dark grey on black"
    assert to_hex(bar.get_edgecolor()) == "#123456", "a stranger stays"


def test_a_figure_in_a_style_says_the_same_in_other_colours(study: Study, dark: Path) -> None:
    plain, styled = (draw_figure("payoff_matrix", study, "toll", style=style) for style in (None, read_style(dark)))
    assert (plain.alt, plain.data) == (styled.alt, styled.data)
    words = [
        "".join("".join(part.itertext()) for part in ElementTree.fromstring(one.images["svg"]).iter())
        for one in (plain, styled)
    ]
    assert "Northern League" in words[1]
    assert COLOURS[0] not in styled.images["svg"].decode()
    assert "#ff0000" in styled.images["svg"].decode()
