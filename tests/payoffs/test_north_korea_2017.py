"""The built-in scenario of 2017 against rankings and equilibria worked out by hand, and against its own rules."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from gametheory.deviation import profitable_deviations
from gametheory.game import Profile, StrategicGame
from gametheory.solution import Equilibrium
from gametheory.solve import solve
from payoffs.comparisons import expand
from payoffs.scenario import Cited, Scenario
from payoffs.scenario_file import load_scenario
from payoffs.utility import game_at, parametric_game, profiles_meeting, settings

REFERENCE = json.loads(Path(__file__).parents[1].joinpath("reference", "north_korea_2017.json").read_text())


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario("north_korea_2017")


@pytest.fixture(params=REFERENCE["games"], ids=lambda entry: " ".join([entry["game"], *entry["readings"]]))
def by_hand(request: pytest.FixtureRequest) -> dict[str, Any]:
    entry: dict[str, Any] = request.param
    return entry


def game_of(scenario: Scenario, by_hand: dict[str, Any]) -> StrategicGame:
    return game_at(scenario, by_hand["game"], settings(scenario, readings=by_hand["readings"]))


def written(game: StrategicGame, profile: Profile) -> str:
    return " ".join(game.named(profile).values())


def pure_equilibria(game: StrategicGame) -> set[str]:
    return {
        written(game, profile)
        for profile in game.profiles()
        if not profitable_deviations(game, Equilibrium.pure_at(game, profile).strategies)
    }


def test_players_and_actions_are_those_of_the_reference(scenario: Scenario, by_hand: dict[str, Any]) -> None:
    game = game_of(scenario, by_hand)
    assert {player: list(actions) for player, actions in zip(game.players, game.actions, strict=True)} == by_hand[
        "actions"
    ]


def test_payoffs_rank_the_outcomes_as_by_hand(scenario: Scenario, by_hand: dict[str, Any]) -> None:
    game = game_of(scenario, by_hand)
    for index, player in enumerate(game.players):
        payoffs = {written(game, profile): game.payoff(index, profile) for profile in game.profiles()}
        ranks = {outcome: sum(other <= payoff for other in payoffs.values()) for outcome, payoff in payoffs.items()}
        assert ranks == by_hand["ranks"][player]


def test_pure_equilibria_are_those_found_by_hand(scenario: Scenario, by_hand: dict[str, Any]) -> None:
    game = game_of(scenario, by_hand)
    assert pure_equilibria(game) == set(by_hand["pure_nash"])
    solved = {written(game, found.profile) for found in solve(game).equilibria if found.profile is not None}
    assert solved == set(by_hand["pure_nash"])


def test_dominant_actions_are_those_found_by_hand(scenario: Scenario, by_hand: dict[str, Any]) -> None:
    if "dominant" not in by_hand:
        assert len(by_hand["actions"]) == 3  # found by hand for two players only
        return
    game = game_of(scenario, by_hand)
    dominant = {}
    for index, player in enumerate(game.players):
        others = list(product(*(range(size) for size in (*game.shape[:index], 1, *game.shape[index + 1 :]))))
        for action in range(game.shape[index]):
            if all(
                game.payoff(index, (*rest[:index], action, *rest[index + 1 :]))
                > game.payoff(index, (*rest[:index], rival, *rest[index + 1 :]))
                for rest in others
                for rival in range(game.shape[index])
                if rival != action
            ):
                dominant[player] = game.actions[index][action]
    assert dominant == by_hand["dominant"]


def test_every_combination_of_readings_is_held_to_a_ranking_by_hand(scenario: Scenario) -> None:
    for name in ("coercion", "dual_freeze", "engagement"):
        crossed = {frozenset(combination) for combination in product(*scenario.games[name].readings.values())}
        by_hand = {frozenset(entry["readings"]) for entry in REFERENCE["games"] if entry["game"] == name}
        assert crossed == by_hand


@pytest.mark.parametrize("penalty", [Fraction(9, 20), Fraction(1, 2), Fraction(3, 4), Fraction(19, 20)])
def test_in_the_inspection_game_a_heavier_penalty_lowers_monitoring_and_leaves_evasion(
    scenario: Scenario, penalty: Fraction
) -> None:
    stage = parametric_game(scenario, "enforcement")
    value = {name: parameter.default for name, parameter in stage.parameters.items()}
    (found,) = solve(stage, at={"penalty": penalty}).equilibria
    (_, evasion), (monitoring, _) = found.strategies
    # Moscow evades just so often that a check costs Washington what it finds, and is checked just so often that
    # evading costs it what enforcing does (Tsebelis 1989, American Political Science Review 83).
    seen = 1 - value["exemption_scope"]
    found_by_checking = value["enforcement_leakage"] * (seen - value["self_reporting"])
    assert evasion * value["us_sanctions_enforcement"] * found_by_checking == (
        value["us_respond_to_tests"] * value["monitoring_cost"]
    )
    cost = (
        value["rus_own_sanction_cost"] * seen * (1 - value["russian_cost_tolerance"])
        + value["rus_avoid_instability"] / 8
    )
    at_stake = penalty * (value["rus_own_sanction_cost"] + value["rus_international_respect"])
    assert at_stake * (monitoring * seen + (1 - monitoring) * value["self_reporting"]) == cost


@pytest.mark.parametrize(
    ("name", "player", "set_aside", "number"),
    [
        ("dual_freeze", "us_rok", "us_refuses_the_exchange", 3),
        ("dual_freeze", "us_rok", None, 1),
        ("dual_freeze", "dprk", None, 3),
        ("coercion", "us", None, 23),
        ("coercion", "dprk", None, 110),
    ],
)
def test_the_comparisons_leave_so_many_full_rankings(
    scenario: Scenario, name: str, player: str, set_aside: str | None, number: int
) -> None:
    rankings = {tuple(ranking) for ranking in full_rankings(scenario, name, player, set_aside)}
    assert len(rankings) == number
    for entry in REFERENCE["games"]:
        at_odds = any(scenario.readings[reading].sets_aside for reading in entry["readings"])
        if entry["game"] == name and (set_aside or not at_odds):
            ranks = entry["ranks"][player]
            assert tuple(sorted(ranks, key=ranks.__getitem__, reverse=True)) in rankings


def test_tightening_against_tests_is_stable_in_every_full_ranking_of_coercion(scenario: Scenario) -> None:
    for ranking in full_rankings(scenario, "coercion", "us"):
        assert min((f"{action} test" for action in ("tighten", "hold", "relax")), key=ranking.index) == "tighten test"
    for ranking in full_rankings(scenario, "coercion", "dprk"):
        assert (
            min((f"tighten {action}" for action in ("test", "freeze", "disarm")), key=ranking.index) == "tighten test"
        )


def full_rankings(scenario: Scenario, name: str, player: str, set_aside: str | None = None) -> Iterator[list[str]]:
    """Every strict ranking, best outcome first, that the game's comparisons of the player allow."""
    game = scenario.games[name]
    shape = game_at(scenario, name)
    better: dict[str, set[str]] = {written(shape, profile): set() for profile in shape.profiles()}
    for comparison in game.comparisons:
        if comparison.player == player and comparison.id != set_aside:
            for preferred, other in expand(game, comparison):
                better[written(shape, other)].add(written(shape, preferred))

    def extended(ranking: list[str]) -> Iterator[list[str]]:
        if len(ranking) == len(better):
            yield ranking
        for outcome, above in better.items():
            if outcome not in ranking and above.issubset(ranking):
                yield from extended([*ranking, outcome])

    return extended([])


@pytest.mark.parametrize(
    ("policy", "name", "equilibria"),
    [
        ("embargo_off_the_table", "unsc_draft", {"insist go_along"}),
        ("monitored_enforcement", "enforcement", {"enforce rely"}),
        (
            "pipeline_offer",
            "pipeline",
            {"invest contract transit", "abstain decline transit", "abstain decline expropriate"},
        ),
        ("russian_lead_with_a_plan", "engagement", {"lead pressure hold_out"}),
        ("sincere_costly_signal", "sponsorship", {"dismiss enforce"}),
        ("assurance_for_seoul", "sponsorship", {"dismiss withhold"}),
        ("signal_and_assurance", "sponsorship", {"accept enforce"}),
        ("whole_package", "dual_freeze", {"continue test"}),
    ],
)
def test_what_a_policy_does_to_the_pure_equilibria(
    scenario: Scenario, policy: str, name: str, equilibria: set[str]
) -> None:
    assert pure_equilibria(game_at(scenario, name, settings(scenario, policy=policy))) == equilibria


def test_every_policy_changes_the_payoffs_of_some_game_and_each_of_its_levers_does(scenario: Scenario) -> None:
    for policy in scenario.policies.values():
        for lever, value in policy.set.items():
            assert any(
                game_at(scenario, name, {lever: value}).payoffs != game_at(scenario, name).payoffs
                for name in scenario.games
            )


def test_assurance_for_seoul_makes_the_exchange_better_than_tests_for_washington(scenario: Scenario) -> None:
    exchange, tests = (
        {"us_rok": "suspend", "dprk": "moratorium"},
        {"us_rok": "continue", "dprk": "test"},
    )
    for policy, accepted in ((None, False), ("sincere_costly_signal", False), ("assurance_for_seoul", True)):
        game = game_at(scenario, "dual_freeze", settings(scenario, policy=policy))
        better = game.payoff(0, game.profile_named(exchange)) > game.payoff(0, game.profile_named(tests))
        assert better is accepted


def test_all_that_the_source_says_is_coded(scenario: Scenario) -> None:
    coded = REFERENCE["coded"]
    assert list(scenario.interests) == coded["interests"]
    assert list(scenario.levers)[: len(coded["parameters"])] == coded["parameters"]
    assert list(scenario.actions) == coded["actions"]
    sentences = [
        f"{paragraph}.{place}"
        for paragraph, number in enumerate(coded["sentences_by_paragraph"], 1)
        for place in range(1, number + 1)
    ]
    assert [sentence.at for sentence in scenario.sentences] == sentences
    assert len(coded["sentences_by_paragraph"]) == scenario.source.paragraphs
    enacted = {
        record
        for game in scenario.games.values()
        for player in game.players
        for action in player.actions
        for record in action.enacts
    }
    assert enacted == set(scenario.actions)


def test_levers_that_no_sentence_bears_on_rest_on_an_assumption(scenario: Scenario) -> None:
    for name in list(scenario.levers)[len(REFERENCE["coded"]["parameters"]) :]:
        assert scenario.levers[name].assumption is not None


def test_an_entry_cites_the_paragraphs_whose_sentences_bear_on_it(scenario: Scenario) -> None:
    said: dict[str, set[int]] = {}
    for sentence in scenario.sentences:
        for entry in sentence.bears_on:
            said.setdefault(entry, set()).add(int(sentence.at.partition(".")[0]))
    entries: dict[str, Cited] = {**scenario.interests, **scenario.levers, **scenario.actions}
    assert {name: set(entry.paragraphs) for name, entry in entries.items() if entry.paragraphs} == said


def test_instruments_weigh_nothing_and_can_be_studied_in_place_of_their_ends(scenario: Scenario) -> None:
    instruments = {name: entry for name, entry in scenario.interests.items() if entry.kind == "instrument"}
    assert len(instruments) == 3
    for name, instrument in instruments.items():
        assert instrument.weight == 0
        assert instrument.derives_from
        assert any(
            game_at(scenario, game, {name: 1}).payoffs != game_at(scenario, game).payoffs for game in scenario.games
        )


def test_no_interest_is_served_by_more_than_the_whole(scenario: Scenario) -> None:
    for game in scenario.games.values():
        gained: defaultdict[tuple[str, Profile], Fraction] = defaultdict(Fraction)
        lost: defaultdict[tuple[str, Profile], Fraction] = defaultdict(Fraction)
        for effect in game.effects:
            for profile in profiles_meeting(game, effect):
                (gained if effect.level > 0 else lost)[effect.interest, profile] += abs(effect.level)
        assert max([*gained.values(), *lost.values()]) <= 1


def test_every_name_of_an_assumption_is_used(scenario: Scenario) -> None:
    entries: list[Cited] = [
        *scenario.interests.values(),
        *scenario.levers.values(),
        *scenario.readings.values(),
        *scenario.policies.values(),
    ]
    declared = set(scenario.assumptions)
    for game in scenario.games.values():
        declared |= set(game.assumptions)
        entries += [*game.effects, *game.comparisons, *game.plays.values()]
        entries += [action for player in game.players for action in player.actions]
        entries += [entry for own in game.types.values() for entry in own.values()]
    assert {entry.assumption for entry in entries if entry.assumption} == declared


def test_labels_are_verbs_that_follow_to(scenario: Scenario) -> None:
    for game in scenario.games.values():
        for player in game.players:
            for action in player.actions:
                assert action.label[0].islower()
                assert not action.label.startswith("to ")
                assert not action.label.endswith(".")
