from __future__ import annotations

from matplotlib.figure import Figure

from payoffs.scenario_file import load_scenario
from reports.figures import evidence_map
from reports.study import Study, make_study


def test_every_citation_of_an_interest_is_counted_once(study: Study) -> None:
    rows = list(evidence_map.data(study, ""))
    cited = sum(len(interest.paragraphs) for interest in study.scenario.interests.values())
    assert sum(int(row["interests"]) for row in rows) == cited > 0
    for row in rows:
        for name in row["names"].split():
            interest = study.scenario.interests[name]
            assert interest.actor == row["actor"]
            assert int(row["paragraph"]) in interest.paragraphs


def test_what_is_only_implied_is_told_apart() -> None:
    scenario = load_scenario("north_korea_2017")
    study = make_study(scenario, games=["thaad"])
    implied = {name for name, interest in scenario.interests.items() if set(interest.status) == {"implied"}}
    rows = list(evidence_map.data(study, ""))
    assert {name for row in rows for name in row["names_implied"].split()} <= implied
    axes = Figure(figsize=evidence_map.size(study, "")).add_axes((0, 0, 1, 1))
    told = evidence_map.draw(study, axes, "")
    own = [interest for interest in scenario.interests.values() if interest.actor == "south_korea"]
    assert "South Korea: four interests with three of them by implication only" in told
    assert (len(own), sum(set(one.status) == {"implied"} for one in own)) == (4, 3)
    hatched = [patch for patch in axes.patches if patch.get_hatch()]
    assert len(hatched) == sum(row["interests"] == row["implied"] for row in rows) > 0
    assert all(patch.get_facecolor()[3] == 1 for patch in hatched), "a thinned face thins the hatch away"


def test_an_actor_of_whom_nothing_is_only_implied_has_none() -> None:
    scenario = load_scenario("north_korea_2017")
    stated = {name: one.model_copy(update={"status": ("stated",)}) for name, one in scenario.interests.items()}
    study = make_study(scenario.model_copy(update={"interests": stated}), games=["thaad"])
    told = evidence_map.draw(study, Figure(figsize=evidence_map.size(study, "")).add_axes((0, 0, 1, 1)), "")
    assert told.count(", none of them by implication only") == len(scenario.actors)


def test_it_is_of_the_whole_scenario(study: Study) -> None:
    assert evidence_map.applies(study, "")
    assert not evidence_map.applies(study, "toll")
