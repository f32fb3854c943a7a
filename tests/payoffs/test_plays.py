"""Stated plays: read, checked at their place, and handed to the solver."""

from __future__ import annotations

import pytest

from gametheory.errors import UnknownName
from gametheory.solve import Play, solve
from payoffs.errors import ScenarioError
from payoffs.plays import play_named
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
    ],
)
def test_a_play_at_fault_is_named_at_its_place(write: Write, wrong: str, part: str, message: str) -> None:
    text = GAME + wrong
    with pytest.raises(ScenarioError) as caught:
        read_scenario(write(MAIN, freeze=text))
    (fault,) = caught.value.faults
    assert fault.line == line_of(text, part)
    assert message in fault.message
