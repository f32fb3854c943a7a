from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from reports.finding_data import finding_data
from reports.findings import findings
from reports.study import Study, make_study
from reports.wording import say
from tests.reports.made import chase, dilemma, hostile, scenario


@pytest.fixture(scope="module")
def data(study: Study) -> list[dict[str, Any]]:
    return [finding_data(claim, study) for claim in findings(study)]


def of_kind(data: list[dict[str, Any]], kind: str, game: str) -> Iterator[dict[str, Any]]:
    return (claim for claim in data if claim["kind"] == kind and claim["game"] == game)


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for part in value.values():
            yield from leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part)
    else:
        yield value


def test_it_is_json_as_it_is_and_holds_every_finding(study: Study, data: list[dict[str, Any]]) -> None:
    assert json.loads(json.dumps(data)) == data
    assert [claim["says"] for claim in data] == [say(claim, study) for claim in findings(study)]
    assert all(isinstance(leaf, str | int | bool | None) for leaf in leaves(data))


def test_outcomes_are_told_by_name(data: list[dict[str, Any]]) -> None:
    (alone,) = of_kind(data, "unique_equilibrium", "toll")
    assert alone["facts"]["profile"] == {"north": "leave", "south": "leave"}
    (trap,) = of_kind(data, "pareto_improvement", "toll")
    assert trap["facts"]["preferred"] == [{"north": "mend", "south": "mend"}]
    assert trap["paragraphs"] == [1, 2]
    replies = list(of_kind(data, "best_reply", "toll"))
    assert {claim["facts"]["player"] for claim in replies} == {"north", "south"}
    assert {claim["facts"]["action"] for claim in replies} == {"mend"}


def test_mixtures_are_told_by_player_and_action() -> None:
    made = make_study(scenario(ferry=chase()))
    data = [finding_data(claim, made) for claim in findings(made)]
    (mixed,) = of_kind(data, "mixed_only", "ferry")
    (mixture,) = mixed["facts"]["mixtures"]
    for actions in mixture.values():
        assert set(actions) == {"mend", "leave"}
        assert sum(map(Fraction, actions.values())) == 1
    assert mixture["north"]["mend"] != "1"


def test_who_would_leave_beyond_a_bound_is_told_by_name() -> None:
    made = make_study(scenario(toll=dilemma()))
    turning = [finding_data(claim, made)["facts"]["range"] for claim in findings(made) if "TurnsOn" in str(type(claim))]
    assert turning
    for bounds in turning:
        assert bounds["parameter"]["name"] in made.games["toll"].parametric.parameters
        movers = [mover for mover in (bounds["mover_below"], bounds["mover_above"]) if mover]
        assert movers
        assert all(set(mover) <= {"north", "south"} for mover in movers)


def test_harmful_text_is_text() -> None:
    made = make_study(hostile())
    texts = [leaf for claim in findings(made) for leaf in leaves(finding_data(claim, made)) if isinstance(leaf, str)]
    assert any("<script>" in text for text in texts)
    assert not any("\u202e" in text or "\x1b" in text for text in texts)
