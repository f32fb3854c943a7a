from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

from reports.drawing import FigureFailed, applies, draw_figure, shortened
from reports.figures import FIGURES, payoff_matrix
from reports.study import Study, make_study
from tests.reports.made import hostile, scenario

TEXT = "{http://www.w3.org/2000/svg}text"


def drawn(study: Study) -> Iterator[tuple[str, str]]:
    return ((name, game) for name in FIGURES.names() for game in study.games if applies(name, study, game))


def test_the_same_study_gives_the_same_bytes(study: Study) -> None:
    again = make_study(scenario())
    for name, game in drawn(study):
        assert draw_figure(name, study, game, ("svg", "png")) == draw_figure(name, again, game, ("svg", "png"))


def test_every_figure_is_drawn_for_some_game(study: Study) -> None:
    assert {name for name, _ in drawn(study)} == set(FIGURES.names())


def test_text_stays_within_the_sheet_and_mathematics_is_not_read_into_it() -> None:
    study = make_study(hostile())
    for name, game in drawn(study):
        root = ElementTree.fromstring(draw_figure(name, study, game).images["svg"])
        width, height = map(float, root.attrib["viewBox"].split()[2:])
        texts = list(root.iter(TEXT))
        assert texts
        for text in texts:
            assert 0 <= float(text.attrib["x"]) <= width
            assert 0 <= float(text.attrib["y"]) <= height
            assert len("".join(text.itertext())) < 130
        assert any("<script>" in "".join(text.itertext()) for text in texts)


def test_a_figure_that_fails_fails_by_name(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> str:
        raise ZeroDivisionError("no ink")

    monkeypatch.setattr(payoff_matrix, "draw", broken)
    with pytest.raises(FigureFailed, match=r"payoff_matrix of the game toll .*no ink"):
        draw_figure("payoff_matrix", study, "toll")


def test_shortened_text_fits() -> None:
    assert shortened("W" * 2000, 10, 2).splitlines() == ["W" * 10, "W" * 9 + "…"]
    assert shortened("a b", 10) == "a b"
