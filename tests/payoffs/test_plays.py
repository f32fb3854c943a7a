"""Stated plays: read, checked at their place, and handed to the solver."""

from __future__ import annotations

import re

import pytest

from gametheory.errors import DetenteError, UnknownName
from gametheory.game import StrategicGame
from gametheory.solve import Play, solve
from payoffs.errors import ScenarioError
from payoffs.plays import play_named, play_spelled
from payoffs.scenario_file import read_scenario
from payoffs.utility import parametric_game
from tests.payoffs.conftest import GAME, MAIN, Write, line_of

PLAY = """
[plays.pure]
definition = "Only definite choices."
concept = "pure_nash"
paragraphs = [1]
"""


def test_a_stated_play_is_solved(write: Write) -> None:
    scenario = read_scenario(write(MAIN, freeze=GAME + PLAY))
    play = play_named(scenario.games["freeze"], "pure")
    assert play == Play("simultaneous", "pure_nash", {})
    assert solve(parametric_game(scenario, "freeze"), play).concept == "pure_nash"
    with pytest.raises(UnknownName, match="nearest is 'pure'"):
        play_named(scenario.games["freeze"], "puer")


@pytest.mark.parametrize(
    ("wrong", "part", "message"),
    [
        (PLAY.replace("pure_nash", "pure_nahs"), 'concept = "pure_nahs"', "concept"),
        (PLAY + 'form = "simultanous"\n', 'form = "simultanous"', "form"),
        (PLAY + "rules = { order = 1 }\n", "rules = { order = 1 }", "rule of the simultaneous form"),
        (PLAY.replace("paragraphs = [1]\n", ""), "[plays.pure]", "assumption"),
        (
            PLAY.replace("pure_nash", "subgame_perfect") + 'form = "sequential"\nrules = { order = ["us"] }\n',
            "[plays.pure]",
            "the order of moves us leaves out dprk",
        ),
        (PLAY.replace("pure_nash", "sustainable"), "[plays.pure]", "sustainable goes with the form repeated"),
    ],
)
def test_a_play_at_fault_is_named_at_its_place(write: Write, wrong: str, part: str, message: str) -> None:
    text = GAME + wrong
    with pytest.raises(ScenarioError) as caught:
        read_scenario(write(MAIN, freeze=text))
    (fault,) = caught.value.faults
    assert fault.line == line_of(text, part)
    assert message in fault.message


STAGE = StrategicGame.from_arrays([[[1, 0], [0, 1]], [[0, 1], [1, 0]]], ["us_rok", "dprk"], [["a", "b"], ["c", "d"]])


@pytest.mark.parametrize(
    ("text", "play"),
    [
        ("simultaneous", Play()),
        ("simultaneous/pure-nash", Play(concept="pure_nash")),
        ("repeated", Play("repeated", "sustainable")),
        ("repeated:discount=9/10", Play("repeated", "sustainable", {"discount": "9/10"})),
        (
            "repeated:discount=9/10, detection-lag=2/sustainable",
            Play("repeated", "sustainable", {"discount": "9/10", "detection_lag": "2"}),
        ),
        (
            "sequential:order=dprk,us_rok,noise=1/10/nash",
            Play("sequential", "nash", {"order": "dprk,us_rok", "noise": "1/10"}),
        ),
        (
            "sequential:observed=us_rok:dprk,dprk:none,order=dprk,us_rok",
            Play("sequential", "subgame_perfect", {"observed": "us_rok:dprk,dprk:none", "order": "dprk,us_rok"}),
        ),
        (
            "ordinal:status_quo=us_rok=a,dprk=d,irreversible=dprk=c/general_metarational",
            Play("ordinal", "general_metarational", {"status_quo": "us_rok=a,dprk=d", "irreversible": "dprk=c"}),
        ),
    ],
)
def test_a_play_is_read_from_its_text(text: str, play: Play) -> None:
    assert play_spelled(text, STAGE) == play
    solve(STAGE, play_spelled(text, STAGE))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no form is named ''"),
        ("simultanous/nash", "no form is named 'simultanous'; the nearest is 'simultaneous'"),
        ("simultaneous/nahs", "no concept is named 'nahs'; the nearest is 'nash'"),
        ("simultaneous/", "breaks off"),
        ("repeated:", "breaks off"),
        ("repeated:0.9", "'0.9' is not a rule of the repeated form; write RULE=VALUE"),
        ("repeated:discuont=0.9", "no rule of the repeated form is named 'discuont'; the nearest is 'discount'"),
        ("repeated:discount=0.9,detction_lag=2", "no rule of the repeated form is named 'detction_lag'"),
        ("repeated:discount=0.9,discount=0.8", "the rule discount of the repeated form is set twice"),
        ("simultaneous:order=a,b", "no rule of the simultaneous form is named 'order'"),
    ],
)
def test_a_play_that_cannot_be_read_says_why(text: str, message: str) -> None:
    with pytest.raises(DetenteError, match=re.escape(message)):
        play_spelled(text, STAGE)


def test_a_stated_play_goes_by_its_name(write: Write) -> None:
    game = read_scenario(write(MAIN, freeze=GAME + PLAY)).games["freeze"]
    assert play_spelled("pure", STAGE, game) == play_named(game, "pure")
    with pytest.raises(UnknownName, match="no form, and no play of this game, is named 'puer'; the nearest is 'pure'"):
        play_spelled("puer", STAGE, game)
