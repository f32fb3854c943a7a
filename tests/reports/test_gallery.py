from __future__ import annotations

import pytest

from reports import gallery as module
from reports.document import Document, Figure
from reports.drawing import FigureFailed, applies, draw_figure, figure_anchor
from reports.figures import FIGURES, payoff_matrix
from reports.gallery import FEWEST_SHARED, gallery
from reports.study import Study

GAMES = (
    "payoff_matrix",
    "payoff_terms",
    "stability_grid",
    "game_tree",
    "critical_discount_factor",
    "tornado",
    "sweep",
    "distance_to_flip",
)


def test_workers_draw_the_bytes_that_one_process_draws(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_processors", lambda: 2)
    wanted = [(name, game) for name in GAMES for game in study.games if applies(name, study, game)]
    assert len(wanted) >= FEWEST_SHARED, "enough for workers to be started"
    told: list[tuple[int, int]] = []
    with gallery(study, GAMES, (), ("svg",), lambda done, total: told.append((done, total))) as figures:
        shared = [next(figures.of(name, game=game)) for name, game in wanted]
    assert shared == [draw_figure(name, study, game) for name, game in wanted]
    assert told[-1] == (len(wanted), len(wanted))


def test_one_processor_draws_the_same_when_asked(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_processors", lambda: 1)
    with gallery(study, ("payoff_matrix",), (), ("svg",)) as figures:
        assert figures.has("payoff_matrix", "toll")
        assert not figures.has("completion_map", "ferry")
        assert [one.anchor for one in figures.of("payoff_matrix", game="toll")] == ["toll-payoff-matrix"]
        assert list(figures.of("completion_map", game="ferry")) == []


@pytest.mark.parametrize("processors", [1, 2])
def test_a_figure_that_fails_fails_the_report_by_name(
    study: Study, monkeypatch: pytest.MonkeyPatch, processors: int
) -> None:
    def broken(*_: object) -> str:
        raise ZeroDivisionError("no ink")

    monkeypatch.setattr(payoff_matrix, "draw", broken)
    monkeypatch.setattr(module, "_processors", lambda: processors)
    with (
        gallery(study, GAMES, (), ("svg",)) as figures,
        pytest.raises(FigureFailed, match="payoff_matrix of"),
    ):
        list(figures.of("payoff_matrix", game="toll"))


def test_a_report_shows_every_figure_wherever_it_applies(study: Study, document: Document) -> None:
    shown = [block.anchor for block in document.walk() if isinstance(block, Figure)]
    wanted = [
        figure_anchor(game, name)
        for name in FIGURES.names()
        for game in ("", *study.games)
        if applies(name, study, game)
    ]
    assert sorted(shown) == sorted(wanted)
