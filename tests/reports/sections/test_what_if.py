from __future__ import annotations

import json
import re
from fractions import Fraction
from importlib.resources import files

import pytest

from gametheory.parameters import MultiAffine, Parameter
from reports.document import Block, Document, Paragraph, WhatIf, text_of
from reports.formats import FORMATS
from reports.sections.what_if import PHRASES, steps, what_if
from reports.study import Study, make_study
from tests.reports.made import chase, dilemma, effect, game, hunt, player, scenario, standstill

SCRIPTS = "".join(
    part.read_text(encoding="utf-8")
    for part in files("reports.formats").joinpath("what_if").iterdir()
    if part.name.endswith(".js")
)


def block(study: Study) -> WhatIf:
    return next(part for part in what_if(study) if isinstance(part, WhatIf))


@pytest.mark.parametrize(
    ("default", "low", "high", "values", "count"),
    [
        ("2", "0", "3", [], 12),
        ("2", "0", "3", ["1/8"], 24 * 5),
        ("1/2", "0", "1", [], 20),
        ("1/4", "0", "1", ["1/10"], 20),
        ("1/4", "0", "1", ["1/100"], 100),
        ("0", "-2", "1/2", [], 25),
        ("7", "0", "14", [], 14),
        ("0", "0", "1/1000", [], 20),
        ("1/3", "0", "1", [], 100),
        ("1", "1", "1", [], 0),
        ("5", "0", "1" + "0" * 40, [], 100),
    ],
)
def test_a_slider_stops_at_round_numbers_and_at_every_stated_value(
    default: str, low: str, high: str, values: list[str], count: int
) -> None:
    parameter = Parameter("p", Fraction(default), Fraction(low), Fraction(high))
    assert steps(parameter, map(Fraction, values)) == count


def test_the_data_are_the_games_payoffs(study: Study) -> None:
    data = block(study).data
    assert json.loads(json.dumps(data)) == data
    for shown in data["games"]:
        payoffs = study.games[shown["id"]].parametric.payoffs
        held = tuple(
            tuple(MultiAffine({frozenset(names): Fraction(value) for value, names in cell}) for cell in row)
            for row in shown["payoffs"]
        )
        assert held == payoffs
        used = {name for row in payoffs for cell in row for name in cell.parameters}
        assert {name for group in shown["groups"] for name in group["parameters"]} == used <= data["parameters"].keys()


def test_presets_start_where_the_report_stands() -> None:
    plain = next(shown for shown in block(make_study(scenario())).data["games"] if shown["id"] == "toll")
    assert [group["start"] for group in plain["readings"]] == ["north_frugal", "south_frugal"]
    assert (plain["kept"], plain["policy"], plain["at"]) == ([], "", {})
    assert plain["policies"] == ["aid", "advice"]
    moved = make_study(scenario(), readings=["north_generous"], policy="aid", at={"south_trade": "1/2"})
    toll, ferry = (found for found in block(moved).data["games"] if found["id"] in {"toll", "ferry"})
    assert [group["start"] for group in toll["readings"]] == ["north_generous", "south_frugal"]
    assert [group["neutral"] for group in toll["readings"]] == ["north_frugal", "south_frugal"]
    assert (toll["kept"], toll["policy"], toll["at"]) == ([], "aid", {"south_trade": "1/2"})
    assert (ferry["kept"], ferry["readings"]) == (["north_generous"], [])


def test_readings_that_all_change_something_leave_the_weights_by_default_to_choose() -> None:
    changing = dilemma().model_copy(update={"readings": {"north": ("north_generous",)}})
    (shown,) = block(make_study(scenario(toll=changing))).data["games"]
    assert [(group["start"], group["neutral"]) for group in shown["readings"]] == [("", "")]


def test_the_command_names_the_scenario() -> None:
    elsewhere = make_study(scenario(toll=dilemma()), named="my bridges")
    assert block(elsewhere).data["games"][0]["command"] == "detente solve toll --scenario 'my bridges'"


def test_a_game_too_large_to_show_is_named(study: Study) -> None:
    assert [shown["id"] for shown in block(study).data["games"]] == ["toll", "ferry", "causeway", "ford"]
    assert text_of(block(study).runs).endswith("Not there, as it would be too large to show: “The viaduct”.")
    assert "too large" not in text_of(block(make_study(scenario(ferry=chase()))).runs)


def test_there_is_no_section_without_anything_to_move() -> None:
    assert list(what_if(make_study(scenario(viaduct=hunt())))) == []
    bare = standstill().model_copy(update={"effects": ()})
    assert list(what_if(make_study(scenario(ford=bare)))) == []
    fixed = scenario(ford=standstill())
    interests = {
        name: entry.model_copy(update={"range": (entry.weight, entry.weight)})
        for name, entry in fixed.interests.items()
    }
    assert list(what_if(make_study(fixed.model_copy(update={"interests": interests})))) == []


def test_one_player_is_enough() -> None:
    alone = game(
        "The lonely ford", (player("North", "north", "mend", "leave"),), (effect("north_trade", "1", north="mend"),)
    )
    assert block(make_study(scenario(ford=alone))).data["games"][0]["shape"] == [2]


def test_the_page_asks_for_every_phrase_and_for_no_other() -> None:
    asked = set(re.findall(r"""phrases\.(\w+)|say\(\s*"(\w+)"|verdict\("(\w+)"\)""", SCRIPTS))
    assert {name for names in asked for name in names if name} <= PHRASES.keys()
    assert [name for name in PHRASES if not re.search(rf"\b{name}\b", SCRIPTS)] == []


@pytest.mark.parametrize("name", FORMATS.names())
def test_every_format_says_what_only_a_page_can_do(name: str, study: Study) -> None:
    blocks: tuple[Block, ...] = (block(study),)
    told = Document("T", "S", (Paragraph(block(study).runs),))
    rendered = FORMATS.load(name).render(Document("T", "S", blocks))
    if name == "html":
        assert text_of(block(study).runs).replace("“", "").split(".")[0] in rendered.decode()
    else:  # to a format that cannot compute it is a paragraph
        assert rendered == FORMATS.load(name).render(told)
