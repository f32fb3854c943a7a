from __future__ import annotations

from dataclasses import replace

import pytest

from payoffs.published import published_games
from reports.document import Table, text_of
from reports.sections import validation as section


def table() -> Table:
    return next(block for block in section.validation() if isinstance(block, Table))


def test_every_published_game_is_solved_anew_and_agrees() -> None:
    rows = table().rows
    assert [text_of(row[0].runs) for row in rows] == [entry.title for entry in published_games()]
    assert {text_of(row[-1].runs) for row in rows} == {"yes"}


def test_a_game_whose_print_says_otherwise_is_said_to_disagree(monkeypatch: pytest.MonkeyPatch) -> None:
    first, *others = published_games()
    wrong = replace(first, equilibria=others[0].equilibria)
    monkeypatch.setattr(section, "published_games", lambda: (wrong, *others))
    rows = table().rows
    assert text_of(rows[0][-1].runs) == "no"
    assert rows[0][-1].mark == "unstable"
