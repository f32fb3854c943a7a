from __future__ import annotations

from typing import Any

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, FancyArrowPatch, Rectangle

from payoffs.graph import graph_model
from payoffs.scenario import Game
from payoffs.scenario_file import load_scenario
from reports.drawing import COLUMN_WIDTH, FULL_WIDTH
from reports.figures import state_graph
from reports.study import Study, make_study
from tests.reports.made import NORTH, SOUTH, game, scenario

GRAPH: dict[str, Any] = {
    "paragraphs": (1,),
    "options": (
        {"id": "release", "owner": "north", "label": "release water"},
        {"id": "complain", "owner": "south", "label": "complain abroad"},
        {"id": "divert", "owner": "south", "label": "dig a canal"},
    ),
    "infeasible": ("Y - Y",),
    "irreversible": {"divert": "Y"},
    "status_quo": "N N N",
    "preferences": {
        "north": {"paragraphs": (1,), "ranking": ("N N N", ("Y N N", "N Y N"), "Y Y N", "- - Y")},
        "south": {"paragraphs": (1,), "priorities": ("release", "not complain if release", "not divert")},
    },
}


def canal(**changed: Any) -> Game:
    return game("The canal", (NORTH, SOUTH), (), graph={**GRAPH, **changed})


def drawn(study: Study, name: str, width: float = FULL_WIDTH) -> tuple[Any, str]:
    axes = Figure(figsize=state_graph.size(study, name, width)).add_axes((0, 0, 1, 1))
    return axes, state_graph.draw(study, axes, name)


@pytest.mark.parametrize("width", [COLUMN_WIDTH, FULL_WIDTH])
def test_an_arrow_for_every_improvement_and_a_ring_for_every_state(width: float) -> None:
    study = make_study(scenario(canal=canal()))
    model = graph_model(study.games["canal"].game)
    axes, told = drawn(study, "canal", width)
    rows = list(state_graph.data(study, "canal"))
    arrows = [patch for patch in axes.patches if isinstance(patch, FancyArrowPatch)]
    improving = [
        (player, state, target)
        for player in range(2)
        for state in range(len(model.states))
        for target in model.improvements(player, state)
    ]
    assert len(arrows) == len(improving) == sum(row["improvement"] == "true" for row in rows)
    assert len(rows) == sum(len(targets) for graph in model.moves for targets in graph)
    assert sum(isinstance(patch, Ellipse) for patch in axes.patches) == len(model.states)
    assert sum(isinstance(patch, Rectangle) for patch in axes.patches) == 1, "where things stand"
    assert "Things stand at 1 (nothing is done)." in told
    assert "release water" in told


def test_the_way_from_where_things_stand_is_thick() -> None:
    study = make_study(scenario(canal=canal(irreversible={}, status_quo="Y Y N")))
    axes, _ = drawn(study, "canal")
    rows = list(state_graph.data(study, "canal"))
    path = [row for row in rows if row["from_status_quo"] == "true"]
    thick = [patch for patch in axes.patches if isinstance(patch, FancyArrowPatch) and patch.get_linewidth() > 2]
    assert len(thick) == len(path) >= 2
    assert all(row["improvement"] == "true" for row in path)


def test_states_of_a_game_in_matrix_form_stand_like_its_cells() -> None:
    study = make_study(load_scenario("north_korea_2017"), games=["dual_freeze"])
    axes, told = drawn(study, "dual_freeze")
    first, second, third, _ = (patch.get_center() for patch in axes.patches if isinstance(patch, Ellipse))
    assert first[1] == second[1] < third[1]
    assert first[0] == third[0] < second[0]
    assert "Sequentially stable: 4 (continue large joint exercises; go on testing)." in told


def test_a_game_that_is_nowhere_played_move_by_move_is_not_shown(study: Study) -> None:
    assert not any(state_graph.applies(study, name) for name in study.games)
