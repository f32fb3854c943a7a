from __future__ import annotations

import inspect

import pytest

from reports import findings as kinds
from reports.findings import KINDS, Finding, Sources, findings
from reports.study import Study, make_study
from tests.reports.made import dilemma, scenario, standstill


def of(made: tuple[Finding, ...], kind: type[Finding]) -> list[Finding]:
    return [found for found in made if type(found) is kind]


def test_every_kind_comes_up(study: Study) -> None:
    told = scenario().model_copy(update={"headline": "toll"})
    made = {type(found) for found in (*findings(study), *findings(make_study(told, at={"north_cost": 0})))}
    assert made == set(KINDS)


def test_every_kind_is_listed_and_says_its_condition() -> None:
    named = {
        entry for name in kinds.__all__ if inspect.isclass(entry := getattr(kinds, name)) and issubclass(entry, Finding)
    }
    assert named - {Finding} == set(KINDS)
    assert all(inspect.getdoc(kind.claims) for kind in KINDS)  # type: ignore[attr-defined]


def test_no_finding_without_a_source(study: Study) -> None:
    assert all(found.sources for found in findings(study))
    bare = standstill().model_copy(update={"effects": (), "paragraphs": ()})
    made = findings(make_study(scenario(ford=bare)))
    assert [found for found in made if found.game == "ford"] == []


def test_sources_are_those_of_the_effects_that_decide(study: Study) -> None:
    replies = [found for found in of(findings(study), kinds.BestReply) if found.game == "toll"]
    assert [found.sources for found in replies] == [Sources((2,)), Sources((1,), ("cost_size",))]


def test_counts_of_readings_are_counted(study: Study) -> None:
    held = [found for found in of(findings(study), kinds.StableInReadings) if found.game == "toll"]
    answers = study.games["toll"].readings
    assert [(found.count, found.total) for found in held] == [  # type: ignore[attr-defined]
        (sum((1, 1) in answer.stable for answer in answers), len(answers))
    ]


def test_a_dilemma_disappears_when_its_weight_does() -> None:
    assert of(findings(make_study(scenario(toll=dilemma()))), kinds.ParetoImprovement)
    indifferent = make_study(scenario(toll=dilemma()), at={"south_trade": 0})
    assert not of(findings(indifferent), kinds.ParetoImprovement)


def test_a_policy_that_changes_nothing_is_not_said_to(study: Study) -> None:
    made = findings(study)
    assert [found.policy for found in of(made, kinds.PolicyChangesOutcome)] == ["aid"]  # type: ignore[attr-defined]
    assert [found.policies for found in of(made, kinds.PoliciesLeaveOutcome)] == [("advice",)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", [kinds.UniqueEquilibrium, kinds.SeveralEquilibria, kinds.MixedOnly, kinds.NoneFound])
def test_each_game_has_exactly_one_answer(study: Study, kind: type[Finding]) -> None:
    answering = (kinds.UniqueEquilibrium, kinds.SeveralEquilibria, kinds.MixedOnly, kinds.NoneFound)
    made = findings(study)
    assert of(made, kind)
    for game in study.games:
        assert sum(found.game == game and isinstance(found, answering) for found in made) == 1
