from __future__ import annotations

import importlib
import pkgutil
from xml.etree import ElementTree

import pytest

import gametheory
import reports
from gametheory.answer import Answer
from gametheory.game import StrategicGame
from gametheory.solve import Play, solve
from reports.notebook import RESULTS, html
from tests.documentation.shell import Shell
from tests.reports.made import HOSTILE


def dilemma() -> StrategicGame:
    return StrategicGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])


def parsed(shown: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<div>{shown.replace('<br>', '<br/>')}</div>")


def test_every_answer_with_a_frame_is_shown() -> None:
    known = {module for module, _ in RESULTS}
    for module in pkgutil.walk_packages(gametheory.__path__, "gametheory."):
        for kind in vars(importlib.import_module(module.name)).values():
            if isinstance(kind, type) and kind.__module__ == module.name and hasattr(kind, "to_frame"):
                assert issubclass(kind, Answer) or (kind.__module__, kind.__name__) in RESULTS, kind
                known.discard(module.name)
    assert not known, "registered, and not there"


def test_the_extension_registers_answers_and_leaves_others_alone() -> None:
    shell = Shell()
    reports.load_ipython_extension(shell)
    assert all(set(formatter.printers) == set(RESULTS) for formatter in shell.formatters.values())
    assert shell.html([1, 2]) is None
    answer = solve(dilemma())
    assert "nash of the simultaneous game: 1 equilibrium" in (shell.html(answer) or "")
    assert shell.plain(answer) == str(answer)
    assert shell.plain([1, 2]) == "[1, 2]"


def test_a_matrix_marks_best_responses_and_what_is_stable() -> None:
    root = parsed(html(solve(dilemma())))
    table = next(root.iter("table"))
    cells = ["".join(cell.itertext()) for cell in table.iter("td")][1:]
    assert cells == ["3, 3", "0, 5", "5, 0", "1, 1 (Nash)"]
    assert [len(list(cell.iter("u"))) for cell in table.iter("td")][1:] == [0, 1, 1, 2]
    assert "best responses are underlined" in "".join(next(table.iter("caption")).itertext())
    assert {head.get("scope") for head in table.iter("th")} == {"col", "row"}


@pytest.mark.parametrize(
    "play",
    [Play("sequential", "subgame_perfect"), Play("ordinal", "sequentially_stable"), Play("repeated", "sustainable")],
)
def test_answers_of_every_form_are_shown(play: Play) -> None:
    answer = solve(dilemma(), play)
    shown = html(answer)
    assert parsed(shown) is not None
    assert f"The data: {len(answer.to_frame())} rows" in shown


def test_names_that_mean_harm_are_shown_as_names() -> None:
    game = StrategicGame((HOSTILE, "b"), (("<img onerror=x>", "d"), ("e", "f")), dilemma().payoffs)
    root = parsed(html(solve(game)))
    assert not list(root.iter("img"))
    assert not list(root.iter("script"))
    assert "\u202e" not in "".join(root.itertext())


def test_long_answers_are_cut_and_say_so() -> None:
    game = StrategicGame.from_arrays([[[1] * 7] * 7] * 2)
    shown = html(solve(game))
    assert "more lines" in shown
    assert "of which the first 60 are shown" in shown
