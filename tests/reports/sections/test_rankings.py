from __future__ import annotations

import pytest

from payoffs.scenario_file import load_scenario
from reports import findings as kinds
from reports.analyses import rankings
from reports.document import text_of
from reports.findings import findings
from reports.sections.rankings import rankings_table
from reports.study import Study, make_study
from reports.wording import say


@pytest.fixture(scope="module")
def korea() -> Study:
    return make_study(load_scenario("north_korea_2017"), games=["dual_freeze", "coercion", "thaad", "pipeline"])


def rows(study: Study, game: str) -> list[list[str]]:
    (table,) = rankings_table(study, study.games[game], "rankings")
    return [[text_of(cell.runs) for cell in row] for row in table.rows]


def said(study: Study, game: str) -> list[str]:
    wanted = (kinds.StableInRankings, kinds.ComparisonThatMatters)
    return [say(claim, study) for claim in findings(study) if claim.game == game and isinstance(claim, wanted)]


def test_the_hand_count_of_coercion_is_told(korea: Study) -> None:
    told = {row[0]: row[1:] for row in rows(korea, "coercion")}
    assert told["Washington: tighten the sanctions; Pyongyang: go on testing"][0] == "2,530 of 2,530"
    assert told["Washington: hold the sanctions as they are; Pyongyang: freeze its tests"][0] == "966 of 2,530"
    first, second = said(korea, "coercion")
    assert "23 for Washington and 110 for Pyongyang. Under every one of the 2,530 combinations" in first
    assert "(a count, not a probability)" in first
    assert second.startswith("The one comparison that matters most is “")


def test_one_ranking_each_is_said_to_be_one(korea: Study) -> None:
    assert said(korea, "thaad")[0].startswith(
        "Taken all together, the stated comparisons leave one ranking of the outcomes"
    )


def test_readings_that_are_drawn_say_so_with_their_error(korea: Study) -> None:
    (table,) = rankings_table(korea, korea.games["pipeline"], "rankings")
    found = rankings(korea, "pipeline")
    assert found is not None
    assert found.drawn
    assert "combinations were drawn evenly" in text_of(table.caption)
    assert all("%" in row[2] or row[2] == "none" for row in rows(korea, "pipeline"))
    assert not found.without, "comparisons are left out only where readings are few"


def test_a_part_too_large_to_be_counted_out_is_called_a_share(korea: Study) -> None:
    first, _ = said(korea, "pipeline")
    assert "% of the combinations (a share, not a probability)" in first
    assert "of the outcomes open: 10,080 for Moscow, 10,080 for Seoul and 20,160 for Pyongyang" in first


def test_a_reading_sets_its_comparisons_aside() -> None:
    scenario = load_scenario("north_korea_2017")
    name = next(name for name, reading in scenario.readings.items() if reading.sets_aside)
    aside = set(scenario.readings[name].sets_aside)
    game = next(key for key, entry in scenario.games.items() if aside & {one.id for one in entry.comparisons})
    with_all, without = (rankings(make_study(scenario, games=[game], readings=names), game) for names in ((), (name,)))
    assert with_all is not None
    assert without is not None
    assert (without.total or 0) > (with_all.total or 0)
