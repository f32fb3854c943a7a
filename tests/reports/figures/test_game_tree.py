from __future__ import annotations

from fractions import Fraction

import pytest
from matplotlib.figure import Figure

from gametheory.tree_solution import TreeSolution
from payoffs.scenario_file import load_scenario
from reports.drawing import COLUMN_WIDTH, FULL_WIDTH
from reports.figures import game_tree
from reports.study import Study, make_study


@pytest.fixture(scope="module")
def engagement() -> Study:
    return make_study(load_scenario("north_korea_2017"), games=["engagement"])


def test_following_what_is_chosen_leads_to_the_equilibrium(study: Study) -> None:
    entry = study.games["toll"]
    answer = entry.plays["north_first"]
    assert isinstance(answer, TreeSolution)
    rows = [row for row in game_tree.data(study, "toll") if row["play"] == "north_first"]
    assert len(rows) == 2 + 4
    after: tuple[str, ...] = ()
    payoffs = ""
    while not payoffs:
        (step,) = [row for row in rows if row["after"] == " / ".join(after) and row["chosen"] == "true"]
        assert step["on_path"] == "true"
        after, payoffs = (*after, step["action"]), step["payoffs"]
    assert tuple(map(Fraction, payoffs.split(", "))) == answer.equilibria[0].payoffs


def test_a_second_order_of_moves_is_one_that_leads_elsewhere(engagement: Study) -> None:
    plays = list(dict.fromkeys(row["play"] for row in game_tree.data(engagement, "engagement")))
    assert len(plays) == 2
    first, second = (engagement.games["engagement"].plays[name].outcomes()[0].profile for name in plays)
    assert first != second


@pytest.mark.parametrize("width", [COLUMN_WIDTH, FULL_WIDTH])
def test_the_path_is_thick_and_its_end_framed(engagement: Study, width: float) -> None:
    drawing = Figure(figsize=game_tree.size(engagement, "engagement", width))
    axes = drawing.add_axes((0, 0, 1, 1))
    told = game_tree.draw(engagement, axes, "engagement")
    trees = told.count("A tree with 8 ends.")
    assert trees >= 1
    thick = [line for line in axes.lines if line.get_linewidth() > 2]
    assert len(thick) == 3 * trees
    framed = [patch for patch in axes.patches if patch.get_linewidth() == 1.4]
    assert len(framed) == trees
    assert told.count(": the path is ") == trees, "sentences begin with capitals"
    assert "the path is Moscow: lead in engagement, then Washington: back the talks, then Pyongyang: negotiate" in told


def test_a_game_that_is_never_played_in_sequence_has_no_tree(study: Study) -> None:
    assert game_tree.applies(study, "toll")
    assert not game_tree.applies(study, "ferry")
