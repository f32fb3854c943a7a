"""Graph models that a game states: read, solved, and every fault named at its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gametheory.errors import NotApplicable
from gametheory.stability import solve_graph
from payoffs.errors import ScenarioError
from payoffs.graph import graph_model
from payoffs.scenario_file import read_scenario
from payoffs.starter import write_starter
from tests.payoffs.conftest import GAME, MAIN, Write, line_of

GRAPH = """
[graph]
paragraphs = [1]
infeasible = ["- Y Y"]
irreversible = { test = "Y" }
status_quo = "N N N"
options = [
  { id = "pause", owner = "us", label = "pause exercises" },
  { id = "freeze", owner = "dprk", label = "freeze the programme" },
  { id = "test", owner = "dprk", label = "test a weapon", paragraphs = [1] },
]

[graph.preferences.us]
paragraphs = [2]
ranking = [
  "N Y N",
  ["Y Y N", "N N N"],
  "Y N N",
  "- N Y",
]

[graph.preferences.dprk]
assumption = "salience"
priorities = [
  "pause",
  "not freeze if not pause",
  "not test",
]
"""


def test_a_stated_graph_model_is_read_and_solved(write: Write) -> None:
    scenario = read_scenario(write(MAIN, freeze=GAME + GRAPH))
    model = graph_model(scenario.games["freeze"])
    assert model.players == ("us", "dprk")
    assert model.states == ("NNN", "YNN", "NYN", "YYN", "NNY", "YNY")
    assert model.ranks[0] == (3, 2, 4, 3, 1, 1)
    # pause decides first, then whether freezing was for nothing, then whether a test was held
    assert model.ranks[1] == (3, 5, 1, 5, 2, 4)
    assert model.status_quo == 0
    assert model.moves[1][4] == (), "a test cannot be taken back, and rules out a freeze"
    answer = solve_graph(model, "nash_stable")
    assert [model.states[state] for state in answer.equilibria] == ["NNN", "NNY", "YNY"]
    assert answer.to_dict()["status_quo"] == "NNN"


def test_a_game_without_one_says_what_makes_one(write: Write) -> None:
    scenario = read_scenario(write(MAIN, freeze=GAME))
    with pytest.raises(NotApplicable, match="under the form ordinal"):
        graph_model(scenario.games["freeze"])


def test_players_without_options_have_preferences_and_no_moves(write: Write) -> None:
    text = GRAPH.replace('owner = "dprk"', 'owner = "us"')
    model = graph_model(read_scenario(write(MAIN, freeze=GAME + text)).games["freeze"])
    assert model.players == ("us", "dprk")
    assert set(model.moves[1]) == {()}


@pytest.mark.parametrize(
    ("right", "wrong", "place", "message"),
    [
        ("paragraphs = [1]\ninf", "inf", "[graph]", "neither a paragraph nor an assumption"),
        ('"- Y Y"', '"- Y Y -"', 'infeasible = ["- Y Y -"]', "4 letters; there are 3 options"),
        ('"- Y Y"', '"- Y J"', 'infeasible = ["- Y J"]', "'J' in place 3"),
        ('"- Y Y"', '"- - -"', "[graph]", "leave no state"),
        ('test = "Y"', 'tset = "Y"', "irreversible", "no option is named 'tset'"),
        ('test = "Y"', 'test = "-"', "irreversible", "'Y' or 'N'"),
        ('"N N N"\nopt', '"N N -"\nopt', 'status_quo = "N N -"', "2 match this pattern"),
        ('"N N N"\nopt', '"N Y Y"\nopt', 'status_quo = "N Y Y"', "0 match this pattern"),
        ('"freeze", owner', '"pause", owner', 'id = "pause", owner = "dprk"', "two options are named 'pause'"),
        ('"freeze", owner = "dprk"', '"freeze", owner = "dprx"', "dprx", "no player is named 'dprx'"),
        ('"test", owner = "dprk"', '"test", owner = "us"', '"test", owner = "us"', "do not stand together"),
        ("paragraphs = [2]\nrank", "rank", "[graph.preferences.us]", "neither a paragraph nor an assumption"),
        ("[graph.preferences.dprk]", "[graph.preferences.dprx]", "[graph.preferences.dprx]", "no player is named"),
        ('  "N Y N",\n', "", "ranking = [", "leaves out NYN"),
        ('  "N Y N",\n', '  "N Y N",\n  "- Y N",\n', "ranking = [", "in level 1 of this ranking, and by"),
        ('"N Y N",', '"N Y",', '"N Y",', "2 letters"),
        ('["Y Y N", "N N N"]', '["Y Y N", "N N"]', '["Y Y N", "N N"]', "2 letters"),
        ('  "pause",\n', '  "puase",\n', '  "puase"', "no option is named 'puase'"),
        ('"not test"', '"not"', '"not"', "an option was expected in place 2"),
        ('"not freeze if not pause"', '"freeze if"', '"freeze if"', "an option was expected in place 3"),
        ("ranking = [", 'priorities = ["test"]\nranking = [', "[graph.preferences.us]", "this has both"),
        ('infeasible = ["- Y Y"]', 'merged = ["- Y -"]', "priorities", "a part of the merged state"),
        ("options = [", "option = [", "option = [", "options"),
    ],
)
def test_a_fault_is_named_at_its_place(write: Write, right: str, wrong: str, place: str, message: str) -> None:
    assert right in GRAPH
    text = GAME + GRAPH.replace(right, wrong, 1)
    with pytest.raises(ScenarioError) as caught:
        read_scenario(write(MAIN, freeze=text))
    told = {fault.line: f"{fault.message} {fault.hint}" for fault in caught.value.faults}
    line = line_of(text, place)
    assert line in told, told
    assert message in told[line]


def test_all_faults_come_at_once(write: Write) -> None:
    text = GAME + GRAPH.replace('"N Y N",', '"N Y",').replace('"not test"', '"not"').replace("[2]", "[99]")
    with pytest.raises(ScenarioError) as caught:
        read_scenario(write(MAIN, freeze=text))
    lines = [line_of(text, "[99]"), line_of(text, '"N Y",'), line_of(text, '"not"')]
    assert [fault.line for fault in caught.value.faults] == lines


def test_conflicts_that_cannot_be_listed_are_a_fault_too(write: Write) -> None:
    options = ",\n".join(f'{{ id = "o{number}", owner = "us", label = "o" }}' for number in range(30))
    text = f"""
[graph]
paragraphs = [1]
options = [{options}]
[graph.preferences.us]
paragraphs = [1]
priorities = ["o1"]
[graph.preferences.dprk]
paragraphs = [1]
priorities = ["o2"]
"""
    with pytest.raises(ScenarioError) as caught:
        read_scenario(write(MAIN, freeze=GAME + text))
    (fault,) = caught.value.faults
    assert "of the 2^30 combinations" in fault.message


def test_the_graph_model_of_the_readme_fits_the_starter_scenario(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```toml\n(\[graph\].*?)^```", readme, flags=re.MULTILINE | re.DOTALL)
    folder = tmp_path / "water"
    write_starter(folder)
    with (folder / "water_release.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{block}")
    model = graph_model(read_scenario(folder).games["water_release"])
    assert model.states == ("NNN", "YNN", "NYN", "YYN", "NNY", "NYY")
    assert solve_graph(model).equilibria
