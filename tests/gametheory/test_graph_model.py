"""Graph models held to Elmira, to a second implementation by matrices, and to what one concept implies of another."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import combinations
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gametheory.coalitions import coalition_improvements, equilibrium_jumps
from gametheory.concepts import CONCEPTS
from gametheory.errors import InvalidGame, NotApplicable, TooLarge, UnknownName
from gametheory.game import StrategicGame
from gametheory.graph_model import GraphModel
from gametheory.reachability import distances, indispensable, shortest_path
from gametheory.solve import Play, solve
from gametheory.stability import StabilityAnswer, solve_graph
from tests.games import COARSE, QUARTERS, games
from tests.graph_models import models

REFERENCE = Path(__file__).parents[1] / "reference"
ELMIRA = json.loads((REFERENCE / "elmira.json").read_text(encoding="utf-8"))
KOREA = json.loads((REFERENCE / "north_korea_2017.json").read_text(encoding="utf-8"))["games"]
CONCEPT_NAMES = ("nash_stable", "general_metarational", "symmetric_metarational", "sequentially_stable")

Matrix = NDArray[np.bool_]


def elmira(status_quo: int | None = 1) -> GraphModel:
    return GraphModel.from_lists(list(range(1, 10)), ELMIRA["moves"], ELMIRA["ranking"], status_quo)


@pytest.mark.parametrize("concept", CONCEPT_NAMES)
def test_elmira_is_stable_where_the_papers_say(concept: str) -> None:
    answer = solve_graph(elmira(), concept)
    assert [state + 1 for state in answer.equilibria] == ELMIRA["equilibria"][concept]
    for player, row in zip(answer.players, answer.stable, strict=True):
        assert [state + 1 for state, stable in enumerate(row) if stable] == ELMIRA["stable"][concept][player]


def test_elmira_moves_on_by_a_coalition_that_neither_could_replace() -> None:
    model = elmira()
    for names, expected in ELMIRA["coalition_improvements"].items():
        members = [model.players.index(name) for name in names.split("+")]
        found = {
            str(state + 1): sorted({one.state + 1 for one in coalition_improvements(model, state, members)})
            for state in range(9)
        }
        assert {state: reached for state, reached in found.items() if reached} == expected
    jumps = [(one.origin + 1, one.state + 1, one.coalition) for one in equilibrium_jumps(model, (4, 7, 8))]
    assert jumps == [(5, 8, (0, 1))]
    assert model.improvements(0, 4) == ()
    assert 7 not in model.improvements(1, 4)


def test_the_way_from_the_status_quo_is_told() -> None:
    model = elmira()
    assert distances(model, 0)[7] == 3
    path = shortest_path(model, 0, 7)
    assert path is not None
    assert path[-1].state == 7
    assert shortest_path(model, 8, 0) is None
    needed = indispensable(model, 0, 7)
    assert needed == (0, 1, 2)


@pytest.mark.parametrize(
    "entry", [e for e in KOREA if "stable" in e], ids=lambda e: "+".join([e["game"], *e["readings"]])
)
def test_the_scenario_s_games_are_stable_where_hand_work_says(entry: dict[str, Any]) -> None:
    game = ordinal_game(entry)
    for concept, expected in entry["stable"].items():
        answer = solve(game, Play("ordinal", concept))
        found = [" ".join(game.named(outcome.profile).values()) for outcome in answer.outcomes() if outcome.profile]
        assert sorted(found) == sorted(expected)


def ordinal_game(entry: dict[str, Any]) -> StrategicGame:
    actions = tuple(tuple(names) for names in entry["actions"].values())
    nothing = tuple((Fraction(0),) * prod(map(len, actions)) for _ in actions)
    frame = StrategicGame(tuple(entry["actions"]), actions, nothing)
    payoffs = [
        [entry["ranks"][player][" ".join(frame.named(profile).values())] for profile in frame.profiles()]
        for player in frame.players
    ]
    return StrategicGame.from_arrays([np.reshape(row, frame.shape) for row in payoffs], frame.players, actions)


# The second implementation: reachable states by matrices, after Xu, Hipel and Kilgour 2009, for any number of players.


def matrices(model: GraphModel) -> tuple[list[Matrix], list[Matrix]]:
    """For each player the moves, and the unilateral improvements."""
    size = len(model.states)
    moves, improving = [], []
    for player in range(len(model.players)):
        matrix = np.zeros((size, size), bool)
        for state in range(size):
            matrix[state, list(model.targets(player, state))] = True
        ranks = np.array(model.ranks[player])
        moves.append(matrix)
        improving.append(matrix & (ranks[None, :] > ranks[:, None]))
    return moves, improving


def reached_by(steps: list[Matrix], movers: list[int]) -> Matrix:
    """Where legal sequences of the movers lead: no player moves twice in a row."""
    size = len(steps[0])
    last = {mover: steps[mover].copy() for mover in movers}
    while True:
        grown = {
            mover: last[mover]
            | np.logical_or.reduce(
                [(last[other].astype(int) @ steps[mover].astype(int)) > 0 for other in movers if other != mover]
                or [np.zeros((size, size), bool)]
            )
            for mover in movers
        }
        if all((grown[mover] == last[mover]).all() for mover in movers):
            return np.logical_or.reduce([last[mover] for mover in movers]) if movers else np.zeros((size, size), bool)
        last = grown


def by_matrices(model: GraphModel) -> dict[str, list[list[bool]]]:
    moves, improving = matrices(model)
    size, count = len(model.states), len(model.players)
    found: dict[str, list[list[bool]]] = {name: [] for name in CONCEPT_NAMES}
    for player in range(count):
        others = [other for other in range(count) if other != player]
        ranks = np.array(model.ranks[player])
        worse = ranks[None, :] <= ranks[:, None]  # worse[s, t]: t is no better than s
        any_move, improvements = reached_by(moves, others), reached_by(improving, others)
        rows: dict[str, list[bool]] = {name: [] for name in CONCEPT_NAMES}
        for s in range(size):
            targets = np.flatnonzero(improving[player][s])
            answered = {
                "nash_stable": len(targets) == 0,
                "general_metarational": all((any_move[t] & worse[s]).any() for t in targets),
                "symmetric_metarational": all(
                    any(worse[s][r] and worse[s][moves[player][r]].all() for r in np.flatnonzero(any_move[t]))
                    for t in targets
                ),
                "sequentially_stable": all((improvements[t] & worse[s]).any() for t in targets),
            }
            for name, stable in answered.items():
                rows[name].append(bool(stable))
        for name in CONCEPT_NAMES:
            found[name].append(rows[name])
    return found


def stable_of(model: GraphModel, concept: str) -> list[list[bool]]:
    answer = solve_graph(model, concept)
    assert isinstance(answer, StabilityAnswer)
    return [list(row) for row in answer.stable]


@settings(max_examples=300, deadline=None)
@given(models())
def test_the_search_and_the_matrices_agree(model: GraphModel) -> None:
    expected = by_matrices(model)
    for concept in CONCEPT_NAMES:
        assert stable_of(model, concept) == expected[concept], concept


@settings(deadline=None)
@given(models())
def test_what_is_stable_in_one_sense_is_so_in_weaker_ones(model: GraphModel) -> None:
    tables = {concept: np.array(stable_of(model, concept)) for concept in CONCEPT_NAMES}
    for strong, weak in (
        ("nash_stable", "symmetric_metarational"),
        ("symmetric_metarational", "general_metarational"),
        ("nash_stable", "sequentially_stable"),
        ("sequentially_stable", "general_metarational"),
    ):
        assert (tables[strong] <= tables[weak]).all(), (strong, weak)


@settings(deadline=None)
@given(games(players=st.integers(1, 3), most_actions=3, numbers=st.one_of(COARSE, QUARTERS)))
def test_stable_in_the_sense_of_nash_is_a_pure_nash_equilibrium(game: StrategicGame) -> None:
    graph = {outcome.profile for outcome in solve(game, Play("ordinal", "nash_stable")).outcomes()}
    pure = {equilibrium.profile for equilibrium in solve(game, Play(concept="pure_nash")).equilibria}
    assert graph == pure


@settings(deadline=None)
@given(games(players=st.integers(2, 3), most_actions=2, numbers=QUARTERS))
def test_only_the_order_of_payoffs_counts(game: StrategicGame) -> None:
    stretched = StrategicGame(
        game.players, game.actions, tuple(tuple(value**3 + 7 for value in row) for row in game.payoffs)
    )
    for concept in CONCEPT_NAMES:
        one, two = (solve(each, Play("ordinal", concept)).outcomes() for each in (game, stretched))
        assert [outcome.profile for outcome in one] == [outcome.profile for outcome in two]


def test_every_graph_concept_is_solved_and_printed() -> None:
    takes_graphs = [name for name in CONCEPTS.names() if GraphModel in CONCEPTS.load(name).ACCEPTS]
    assert set(CONCEPT_NAMES) | {"simultaneously_stable"} <= set(takes_graphs)
    model = GraphModel.from_game(StrategicGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]]), (0, 0))
    for concept in takes_graphs:
        answer = solve_graph(model, concept)
        assert json.loads(json.dumps(answer.to_dict()))["concept"] == concept
        assert len(answer.to_frame())
        assert str(answer)


def test_unreachable_states_and_players_without_moves_are_no_trouble() -> None:
    model = GraphModel.from_lists(
        ["a", "b", "island"], {"one": {"a": ["b"]}}, {"one": ["b", "a", "island"], "two": ["a", "b", "island"]}, "a"
    )
    assert solve_graph(model, "nash_stable").equilibria == (1, 2)
    assert 2 not in distances(model, 0)


@pytest.mark.parametrize(
    ("states", "moves", "ranking", "error"),
    [
        ([1, 2], {"a": {1: [3]}}, {"a": [1, 2]}, UnknownName),
        ([1, 2], {"b": {1: [2]}}, {"a": [1, 2]}, UnknownName),
        ([1, 2], {"a": {1: [1]}}, {"a": [1, 2]}, InvalidGame),
        ([1, 2], {}, {"a": [1]}, InvalidGame),
        ([1, 2], {}, {"a": [1, 2, 2]}, InvalidGame),
        ([1, 1], {}, {"a": [1, 1]}, InvalidGame),
    ],
)
def test_models_that_make_no_sense_are_refused(
    states: list[int], moves: dict[str, Any], ranking: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        GraphModel.from_lists(states, moves, ranking)


def test_a_concept_for_other_games_says_so() -> None:
    with pytest.raises(NotApplicable):
        solve_graph(elmira(), "nash")


def test_pairs_of_players_are_all_looked_at() -> None:
    model = elmira()
    found = {one.coalition for state in range(9) for one in coalition_improvements(model, state)}
    assert found >= set(combinations(range(3), 2))


def test_an_answer_tells_which_equilibria_can_be_reached() -> None:
    answer = solve_graph(elmira(), "general_metarational")
    assert answer.reached == {0: True, 3: False, 4: True, 7: False, 8: False}
    reached = {entry["state"]: entry["reached"] for entry in answer.to_dict()["equilibria"]}
    assert reached == {
        "1": "by improvements",
        "4": "by moves",
        "5": "by improvements",
        "8": "by moves",
        "9": "by moves",
    }
    text = str(answer).splitlines()
    assert text[0].startswith("general_metarational of the ordinal game: 5 equilibria among 9 states")
    assert text[1] == "  1: stable for MoE, Uniroyal, LG; equilibrium; status quo"
    assert text[3] == "  3: stable for MoE, LG"
    assert text[5] == "  5: stable for MoE, Uniroyal, LG; equilibrium; reached from the status quo: by improvements"
    assert solve_graph(elmira(None)).reached is None
    stuck = solve_graph(elmira(9), "nash_stable")
    assert stuck.reached == {8: True}
    assert [entry["reached"] for entry in stuck.to_dict()["equilibria"]] == ["no", "no", "by improvements"]


def test_outcomes_are_profiles_of_the_stage_game_with_its_payoffs() -> None:
    game = StrategicGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
    answer = solve(game, Play("ordinal", "sequentially_stable"))
    assert [(outcome.profile, outcome.payoffs) for outcome in answer.outcomes()] == [((0, 0), (3, 3)), ((1, 1), (1, 1))]
    assert answer.payoff_ranges() == ((1, 3), (1, 3))
    alone = solve_graph(elmira(), "nash_stable").outcomes()
    assert [outcome.profile for outcome in alone] == [(4,), (7,), (8,)]
    assert alone[0].payoffs == (5, 6, 7)


def test_the_table_has_a_row_a_state_and_player() -> None:
    frame = solve_graph(elmira(), "nash_stable").to_frame()
    assert len(frame) == 27
    assert set(frame[frame.equilibrium].state) == {"5", "8", "9"}
    assert frame[(frame.player == "LG") & frame.stable].state.tolist() == ["5", "6", "7", "8", "9"]
    assert frame[frame.player == "MoE"]["rank"].tolist() == [4, 3, 8, 7, 5, 2, 9, 6, 1]


def test_a_large_model_prints_its_equilibria_only() -> None:
    nothing = GraphModel(("a",), tuple(f"s{number}" for number in range(50)), (((),) * 50,), ((1,) * 50,))
    lines = str(solve_graph(nothing)).splitlines()
    assert len(lines) == 22
    assert lines[-1] == "  and 30 more equilibria"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"players": ("a", "a")}, "two players are named 'a'"),
        ({"states": ("x", " ")}, "every state needs a name"),
        ({"moves": (((1,), ()),)}, "2 players, but the moves of 1"),
        ({"ranks": ((1, 2), (1,))}, "'b' has ranks at 1 states"),
        ({"moves": (((2,), ()), ((), ()))}, "not to another state"),
        ({"moves": (((0,), ()), ((), ()))}, "not to another state"),
        ({"status_quo": 2}, "state number 2"),
        ({"profiles": (((0,),),)}, "profiles of 1 states"),
        ({"states": (), "moves": ((), ()), "ranks": ((), ())}, "at least one state"),
    ],
)
def test_a_model_is_checked_when_it_is_made(change: dict[str, Any], message: str) -> None:
    whole: dict[str, Any] = {
        "players": ("a", "b"), "states": ("x", "y"), "moves": (((1,), ()), ((), (0,))), "ranks": ((1, 2), (2, 1))
    }  # fmt: skip
    assert GraphModel(**whole).improvements(0, 0) == (1,)
    with pytest.raises(InvalidGame, match=message):
        GraphModel(**{**whole, **change})


def test_repeated_moves_are_refused() -> None:
    with pytest.raises(InvalidGame, match="ascending"):
        GraphModel(("a",), ("x", "y", "z"), (((1, 1), (), ()),), ((1, 2, 3),))


def test_a_game_with_too_many_moves_is_refused_before_it_is_built() -> None:
    game = StrategicGame(("a", "b"), (tuple(map(str, range(300))),) * 2, ((Fraction(0),) * 90_000,) * 2)
    with pytest.raises(TooLarge, match="90000 states and 53820000 moves"):
        solve(game, Play("ordinal", "nash_stable"))
