from __future__ import annotations

from dataclasses import replace

from payoffs.scenario_file import load_scenario
from reports.document import Paragraph, Table, text_of
from reports.sections.alternatives import alternatives
from reports.study import Study, make_study, same_answer


def test_a_study_without_other_plays_has_no_such_section(study: Study) -> None:
    bare = {name: replace(entry, plays={}) for name, entry in study.games.items()}
    assert list(alternatives(study))
    assert list(alternatives(replace(study, games=bare))) == []


def test_every_stated_play_is_counted_once() -> None:
    study = make_study(load_scenario("north_korea_2017"), games=["dual_freeze", "engagement", "thaad"])
    blocks = list(alternatives(study))
    (table,) = (block for block in blocks if isinstance(block, Table))
    same = {
        name: sum(same_answer(entry, answer) for answer in entry.plays.values()) for name, entry in study.games.items()
    }
    for row, name in zip(table.rows, study.games, strict=True):
        told = [text_of(cell.runs) for cell in row[1:]]
        counted = sum(
            int(text.split()[3]) if text.startswith("the same in") else int(text == "the same") for text in told
        )
        assert counted == same[name]
    words = text_of(next(block for block in blocks if isinstance(block, Paragraph)).runs)
    assert f"{sum(len(entry.plays) for entry in study.games.values())} ways in all" in words
