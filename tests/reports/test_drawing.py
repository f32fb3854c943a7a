from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure

from reports.drawing import FigureFailed, applies, draw_figure, shortened
from reports.figures import FIGURES, payoff_matrix
from reports.study import Study, make_study
from tests.reports.made import hostile

TEXT = "{http://www.w3.org/2000/svg}text"


def drawn(study: Study) -> Iterator[tuple[str, str]]:
    """Every figure with the first game of the study, or the whole of it, of which it has something to show."""
    for name in FIGURES.names():
        games = [game for game in ("", *study.games) if applies(name, study, game)]
        if games:
            yield name, games[0]


def test_hostile_text_stays_text_and_mathematics_is_not_read_into_it() -> None:
    study = make_study(hostile())
    told = []
    for name, game in drawn(study):
        root = ElementTree.fromstring(draw_figure(name, study, game).images["svg"])
        assert not list(root.iter("{http://www.w3.org/2000/svg}script"))
        lines = ["".join(text.itertext()) for text in root.iter(TEXT)]
        assert lines
        assert all(len(line) < 130 for line in lines), name
        told += lines
    assert any("<script>" in line for line in told)
    assert any("$b$" in line for line in told)


def test_a_figure_that_fails_fails_by_name(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> str:
        raise ZeroDivisionError("no ink")

    monkeypatch.setattr(payoff_matrix, "draw", broken)
    with pytest.raises(FigureFailed, match=r"payoff_matrix of the game toll .*no ink"):
        draw_figure("payoff_matrix", study, "toll")


def test_letters_shrink_with_a_sheet_in_axes_that_are_too_low_for_it(study: Study) -> None:
    width, height = payoff_matrix.size(study, "toll")
    drawn = []
    for share in (1, 0.5):
        axes = Figure(figsize=(width, height)).add_axes((0, 0, 1, share))
        payoff_matrix.draw(study, axes, "toll")
        drawn.append([float(text.get_fontsize()) for text in axes.texts])
    assert drawn[1] == pytest.approx([size / 2 for size in drawn[0]], rel=0.05)


def test_shortened_text_fits() -> None:
    assert shortened("W" * 2000, 10, 2).splitlines() == ["W" * 10, "W" * 9 + "…"]
    assert shortened("a b", 10) == "a b"
