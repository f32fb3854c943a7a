from __future__ import annotations

from fractions import Fraction

from gametheory.solve import solve
from payoffs.scenario_file import load_scenario
from reports.analyses import flips, nearest, standing
from reports.document import Table, text_of
from reports.sections.sensitivity import sensitivity
from reports.study import Study, make_study


def table(study: Study) -> Table:
    return next(block for block in sensitivity(study) if isinstance(block, Table))


def test_the_nearest_flips_of_each_game_come_first_and_are_flips(study: Study) -> None:
    for game in study.games:
        found = nearest(study, game)
        assert {answer.parameter.name for answer in found} == {
            answer.parameter.name for answer in flips(study, game) if answer.flips
        }
        distances = [float(answer.nearest.distance) for answer in found if answer.nearest]
        assert distances == sorted(distances)
        for answer in found:
            flip, stage = answer.nearest, standing(study, game)
            assert flip is not None
            if not isinstance(flip.value, Fraction):
                continue
            beyond = next(cell for cell in answer.cells if cell.low >= flip.value or cell.high <= flip.value)
            pure = {
                entry.profile
                for entry in solve(stage.at({answer.parameter.name: beyond.sample})).equilibria
                if entry.profile
            }
            assert pure == set(beyond.pattern.pure)


def test_the_table_says_where_things_stand_and_moves_with_the_study() -> None:
    scenario = load_scenario("north_korea_2017")
    here = table(make_study(scenario, games=["sponsorship"]))
    there = table(make_study(scenario, games=["sponsorship"], at={"sponsor_sincerity": "1/3"}))

    def row(found: Table) -> tuple[str, ...]:
        return next(
            tuple(text_of(cell.runs) for cell in row) for row in found.rows if "mean it" in text_of(row[1].runs)
        )

    assert row(here)[2:5] == ("0.25", "0.375", "12.5% of its range")
    assert row(there)[2:5] == ("1/3", "0.375", "4.2% of its range")
