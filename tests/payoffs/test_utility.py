from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.errors import InvalidNumber, InvalidParameter, TooLarge, UnknownName
from payoffs.scenario import Scenario
from payoffs.scenario_file import read_scenario
from payoffs.utility import MOST_TERMS, check_size, game_at, game_named, parameters, parametric_game
from payoffs.utility import settings as settings_of
from tests.payoffs.conftest import GAME, MAIN, Write
from tests.payoffs.made import points, scenarios


def payoff_by_definition(
    scenario: Scenario, names: dict[str, str], player: str, point: dict[str, Fraction]
) -> Fraction:
    """The formula, term by term and number by number, for a game called ``game``."""
    game = scenario.games["game"]
    actors = next(entry.actors for entry in game.players if entry.id == player)
    total = Fraction(0)
    for identifier, interest in scenario.interests.items():
        if interest.actor not in actors:
            continue
        level = Fraction(0)
        for effect in game.effects:
            if effect.interest != identifier:
                continue
            wanted = {who: (what,) if isinstance(what, str) else what for who, what in effect.when.items()}
            if all(names[who] in what for who, what in wanted.items()):
                term = effect.level
                for factor in effect.times:
                    value = point.get(factor[-2:], scenario.levers[factor[-2:]].default)
                    term *= 1 - value if factor.startswith("1 - ") else value
                level += term
        total += point.get(identifier, interest.weight) * level
    return total


@given(scenarios(), st.data())
@settings(deadline=None)
def test_payoffs_are_what_the_definition_says_at_every_point(scenario: Scenario, data: st.DataObject) -> None:
    point = data.draw(points(scenario))
    game = game_at(scenario, "game", point)
    for profile in product(*(range(len(actions)) for actions in game.actions)):
        for index, player in enumerate(game.players):
            expected = payoff_by_definition(scenario, game.named(profile), player, point)
            assert game.payoff(index, profile) == expected


@given(scenarios())
@settings(deadline=None)
def test_the_parameters_are_those_of_the_effects_in_the_scenarios_order(scenario: Scenario) -> None:
    game = parametric_game(scenario, "game")
    used = {effect.interest for effect in scenario.games["game"].effects}
    used |= {factor[-2:] for effect in scenario.games["game"].effects for factor in effect.times}
    assert list(game.parameters) == [name for name in (*scenario.interests, *scenario.levers) if name in used]


def test_the_small_game_by_hand(write: Write) -> None:
    """Washington gets calm * verification where Pyongyang stops, less the assurance where it suspends."""
    scenario = read_scenario(write())
    stage = parametric_game(scenario, "freeze")
    assert [str(payoff) for payoff in stage.payoffs[0]] == [
        "-us_assurance + offer*us_assurance + us_calm*verification",
        "-us_assurance + offer*us_assurance",
        "1/3*us_exercises + us_calm*verification",
        "1/3*us_exercises",
    ]
    assert stage.at().payoffs == ((0, -1, 1, 0), (2, Fraction(5, 2), 0, Fraction(1, 2)))
    assert list(stage.parameters) == [
        "us_calm",
        "us_assurance",
        "us_exercises",
        "dprk_safety",
        "dprk_bomb",
        "verification",
        "offer",
    ]
    assert (stage.parameters["us_assurance"].low, stage.parameters["us_assurance"].high) == (0, Fraction(5, 2))
    assert (stage.parameters["us_calm"].low, stage.parameters["us_calm"].high) == (0, 4)


def test_a_player_that_acts_for_two_has_the_interests_of_both(write: Write) -> None:
    game = GAME.replace('actors = ["us"]', 'actors = ["us", "china"]').replace(
        "[[comparisons]]", '[[effects]]\ninterest = "china_calm"\nlevel = 0.5\nparagraphs = [3]\n\n[[comparisons]]', 1
    )
    scenario = read_scenario(write(freeze=game))
    assert game_at(scenario, "freeze").payoffs[0] == (Fraction(1, 2), Fraction(-1, 2), Fraction(3, 2), Fraction(1, 2))


def test_settings_merge_readings_then_the_policy_then_single_values(write: Write) -> None:
    scenario = read_scenario(write())
    assert settings_of(scenario) == {}
    assert settings_of(scenario, readings=["trusting", "eager"]) == {"us_assurance": 0, "dprk_bomb": 3}
    merged = settings_of(
        scenario, readings=["eager"], policy="assure", at={"dprk-bomb": "7/2", "offer": 1, "us_calm": 0.25}
    )
    assert merged == {"us_calm": Fraction(1, 4), "dprk_bomb": Fraction(7, 2), "offer": 1}
    assert list(merged) == ["us_calm", "dprk_bomb", "offer"]  # the scenario's order, whatever the order asked in


def test_readings_that_set_a_parameter_differently_cannot_hold_together(write: Write) -> None:
    main = MAIN + '[readings.wary]\ndefinition = "d"\nset = { us_assurance = 2 }\nparagraphs = [1]\n'
    scenario = read_scenario(write(main))
    with pytest.raises(
        InvalidParameter, match="reading trusting sets us_assurance to 0, and the reading wary sets it to 2"
    ):
        settings_of(scenario, readings=["trusting", "wary"])
    assert settings_of(scenario, readings=["wary", "wary"]) == {"us_assurance": 2}


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"readings": ["trustng"]}, UnknownName, "no reading is named 'trustng'; the nearest is 'trusting'"),
        ({"policy": "asure"}, UnknownName, "no policy is named 'asure'; the nearest is 'assure'"),
        ({"at": {"us_clam": 1}}, UnknownName, "no parameter is named 'us_clam'; the nearest is 'us_calm'"),
        ({"at": {"us_calm": 5}}, InvalidParameter, "us_calm is 5, outside its range 0 to 4"),
        ({"at": {"us_calm": 1, "us-calm": 1}}, InvalidParameter, "us_calm is set twice"),
        ({"at": {"us_calm": "much"}}, InvalidNumber, "us_calm is 'much'"),
        ({"at": {"us_calm": float("nan")}}, InvalidNumber, "us_calm is nan"),
        ({"at": {"us_calm": True}}, InvalidNumber, "us_calm is True"),
    ],
)
def test_settings_that_are_none(write: Write, asked: dict[str, object], error: type[Exception], said: str) -> None:
    with pytest.raises(error) as caught:
        settings_of(read_scenario(write()), **asked)  # type: ignore[arg-type]
    assert said in str(caught.value)


def test_a_parameter_of_another_game_may_be_set_and_has_no_effect(write: Write) -> None:
    scenario = read_scenario(write())
    assert game_at(scenario, "freeze", {"idle": 7, "china_calm": 3}) == game_at(scenario, "freeze")
    with pytest.raises(UnknownName):
        game_at(scenario, "freeze", {"nothing": 7})


def test_games_are_found_by_either_spelling(write: Write) -> None:
    scenario = read_scenario(write(a_freeze=GAME))
    assert game_named(scenario, "a-freeze") == "a_freeze"
    with pytest.raises(UnknownName, match="nearest is 'a_freeze'"):
        parametric_game(scenario, "a_freez")


def test_all_parameters_weights_first(write: Write) -> None:
    scenario = read_scenario(write())
    assert list(parameters(scenario)) == [*scenario.interests, *scenario.levers]


def test_a_game_of_too_many_profiles_is_refused_before_it_is_built(write: Write) -> None:
    actions = ", ".join(f'{{ id = "a{number}", label = "a" }}' for number in range(64))
    players = "".join(
        f'[[players]]\nid = "p{n}"\nname = "p"\nactors = ["{a}"]\nactions = [{actions}]\n'
        for n, a in enumerate(("us", "dprk", "china", "d", "e", "f"))
    )
    main = MAIN.replace(
        "[actors.us]", '[actors.d]\nname = "d"\n[actors.e]\nname = "e"\n[actors.f]\nname = "f"\n[actors.us]'
    )
    game = GAME[: GAME.index("[[players]]")] + players
    with pytest.raises(ValueError, match=f"the game has more than {MOST_TERMS} payoff cells"):
        read_scenario(write(main.replace('sets_aside = ["us_keeps"]\n', ""), freeze=game))


def test_a_game_of_too_many_terms_is_refused(write: Write) -> None:
    scenario = read_scenario(write())
    game = scenario.games["freeze"]
    check_size(game)
    with pytest.raises(TooLarge, match=f"more than {MOST_TERMS} terms"):
        check_size(game.model_copy(update={"effects": game.effects * (MOST_TERMS // 8)}))
