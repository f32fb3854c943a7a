from __future__ import annotations

import shlex
from fractions import Fraction

import pytest

from gametheory.deviation import profitable_deviations
from gametheory.errors import InvalidParameter, TooLarge, UnknownName
from payoffs.provenance import explain
from reports.study import MOST_OPENED, Study, best_replies, make_study
from tests.reports.made import chase, dilemma, meeting, player, scenario


def test_every_equilibrium_of_every_answer_is_one(study: Study) -> None:
    for entry in study.games.values():
        for answer in (*entry.readings, *entry.policies, entry.without_policy):
            for found in answer.solution.equilibria:
                assert not profitable_deviations(answer.solution.game, found.strategies)


def test_readings_are_crossed_and_the_rest_of_the_point_stands() -> None:
    entry = make_study(scenario(toll=dilemma()), policy="aid", at={"north_trade": 1}).games["toll"]
    assert [answer.readings for answer in entry.readings] == [
        ("north_frugal", "south_frugal"),
        ("north_frugal", "south_generous"),
        ("north_generous", "south_frugal"),
        ("north_generous", "south_generous"),
    ]
    assert {answer.policy for answer in entry.readings} == {"aid"}
    assert {answer.policy for answer in entry.policies} == {"aid", "advice"}
    assert entry.without_policy.policy is None


def test_whether_an_equilibrium_is_kept_is_what_the_answer_itself_says(study: Study) -> None:
    for entry in study.games.values():
        for answer in entry.readings:
            for kept, found in zip(answer.keeps, entry.solution.equilibria, strict=True):
                if found.profile is not None:
                    assert kept == (found.profile in answer.stable)


def test_what_all_prefer_is_better_for_everyone_and_best_replies_leave_nothing_to_gain(study: Study) -> None:
    toll = study.games["toll"]
    assert toll.preferred == {(1, 1): ((0, 0),)}
    for entry in study.games.values():
        for profile in entry.stable:
            assert all(best_replies(entry.stage, profile))


def test_an_incentive_opens_both_payoffs_exactly(study: Study) -> None:
    for name, entry in study.games.items():
        for found in entry.incentives:
            assert found.here.value - found.there.value == found.loss == sum(found.differences.values())
            assert found.here in explain(study.scenario, name, found.profile)
            alternatives = [
                entry.stage.payoff(
                    found.player, (*found.profile[: found.player], action, *found.profile[found.player + 1 :])
                )
                for action in range(entry.stage.shape[found.player])
                if action != found.profile[found.player]
            ]
            assert found.there.value == max(alternatives)


def test_dominant_actions(study: Study) -> None:
    assert [(found.player, found.action, found.strict) for found in study.games["toll"].dominant] == [
        (0, 1, True),
        (1, 1, True),
    ]
    assert study.games["ferry"].dominant == ()
    idle = make_study(scenario(toll=dilemma()), at={"south_cost": 0}).games["toll"]
    assert [found.player for found in idle.dominant] == [0]


def test_the_command_gives_the_same_study_again() -> None:
    made = make_study(
        scenario(),
        games=["toll"],
        readings=["north-generous"],
        policy="aid",
        at={"south_cost": "1/3"},
        named="my folder",
    )
    words = shlex.split(made.command)
    assert words[:4] == ["detente", "report", "--scenario", "my folder"]
    assert words[4:] == ["--only", "toll", "--reading", "north_generous", "--policy", "aid", "--at", "south_cost=1/3"]
    assert made.point == {"north_cost": 0, "south_cost": Fraction(1, 3), "subsidy": 1}
    assert list(made.games) == ["toll"]


@pytest.mark.parametrize(
    ("asked", "error", "told"),
    [
        ({"games": ["tolls"]}, UnknownName, "'toll'"),
        ({"readings": ["north_frugl"]}, UnknownName, "'north_frugal'"),
        ({"policy": "ade"}, UnknownName, "aid"),
        ({"at": {"subsidi": 1}}, UnknownName, "'subsidy'"),
        ({"at": {"subsidy": 2}}, InvalidParameter, "range"),
    ],
)
def test_what_does_not_exist_is_named(asked: dict[str, object], error: type[Exception], told: str) -> None:
    with pytest.raises(error, match=told):
        make_study(scenario(), **asked)  # type: ignore[arg-type]


def test_too_many_crossed_readings_are_refused() -> None:
    many = dilemma().model_copy(update={"readings": {"north": ("north_frugal",) * 40, "south": ("south_frugal",) * 40}})
    with pytest.raises(TooLarge, match="1600"):
        make_study(scenario(toll=many))


def test_where_ties_make_everything_stable_only_some_outcomes_are_opened() -> None:
    actions = ("mend", "leave", "raise", "lower", "paint")
    players = (player("North", "north", *actions), player("South", "south", *actions))
    flat = dilemma().model_copy(update={"readings": {}, "comparisons": (), "effects": ()})
    flat = type(flat).model_validate({**flat.model_dump(by_alias=True), "players": players})
    entry = make_study(scenario(toll=flat)).games["toll"]
    assert len(entry.stable) == 25
    assert len({found.profile for found in entry.incentives}) == MOST_OPENED == len(entry.opened)


def test_games_keep_their_families_together() -> None:
    far = meeting().model_copy(update={"family": "fords"})
    assert list(make_study(scenario(toll=dilemma(), causeway=far, ferry=chase())).games) == [
        "toll",
        "ferry",
        "causeway",
    ]


def test_a_game_too_large_for_its_mixtures_is_answered_in_pure_strategies(monkeypatch: pytest.MonkeyPatch) -> None:
    from gametheory.concepts import nash

    def refuse(_: object) -> None:
        raise TooLarge("more vertices than can be listed")

    monkeypatch.setattr(nash, "solve", refuse)
    entry = make_study(scenario(toll=dilemma())).games["toll"]
    assert entry.solution.concept == "pure_nash"
    assert entry.stable == ((1, 1),)
