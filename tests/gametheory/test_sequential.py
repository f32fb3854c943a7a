"""Moves in sequence: who sees what, noise, Bagwell's game, the orders of the scenario, and rules that are wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.concepts import nash
from gametheory.errors import DetenteError, InvalidNumber, InvalidParameter, TooLarge, UnknownName
from gametheory.forms.sequential import Rules, play
from gametheory.game import StrategicGame
from gametheory.solve import Play, solve
from gametheory.tree_nodes import Chance
from payoffs.scenario_file import load_scenario
from payoffs.utility import game_at
from payoffs.utility import settings as values_of
from tests.games import COARSE, games

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "north_korea_2017.json").read_text(encoding="utf-8"))
IN_ORDER = [
    (entry["game"], tuple(entry["readings"]), tuple(order.split()), tuple(outcomes))
    for entry in REFERENCE["games"]
    for order, outcomes in entry.get("subgame_perfect", {}).items()
]
BAGWELL = StrategicGame.from_arrays(
    [[[5, 3], [6, 4]], [[2, 1], [3, 4]]], ["leader", "follower"], [["S", "C"], ["S", "C"]]
)
"""Bagwell 1995, Games and Economic Behavior 8: S is the Stackelberg action, C that of Cournot."""


@pytest.fixture(scope="module")
def scenario() -> Any:
    return load_scenario("north_korea_2017")


@pytest.mark.parametrize(("game", "readings", "order", "outcomes"), IN_ORDER, ids=lambda value: str(value)[:40])
def test_every_order_worked_out_by_hand(
    scenario: Any, game: str, readings: tuple[str, ...], order: tuple[str, ...], outcomes: tuple[str, ...]
) -> None:
    stage = game_at(scenario, game, values_of(scenario, readings=readings))
    solution = solve(stage, Play("sequential", "subgame_perfect", {"order": order}))
    found = []
    for outcome in solution.outcomes():
        assert outcome.profile is not None
        assert outcome.payoffs == tuple(stage.payoff(player, outcome.profile) for player in range(len(stage.players)))
        found.append(" ".join(stage.named(outcome.profile).values()))
    assert sorted(found) == sorted(outcomes)
    assert solution.complete


def test_the_reference_holds_all_orders_of_three_players() -> None:
    orders = {order for game, _, order, _ in IN_ORDER if game == "engagement"}
    assert orders == set(permutations(("russia", "us", "dprk")))


def test_noise_of_one_in_a_hundred_leaves_the_three_published_equilibria() -> None:
    solution = solve(BAGWELL, Play("sequential", "nash", {"noise": "1/100"}))
    hundredth, share = Fraction(1, 100), Fraction(25, 49)
    plans = solution.game.actions[1]
    found = {
        (
            entry.strategies[0],
            tuple((plan, weight) for plan, weight in zip(plans, entry.strategies[1], strict=True) if weight),
            entry.payoffs,
        )
        for entry in solution.equilibria
    }
    assert solution.complete
    assert found == {
        ((0, 1), (("S: C, C: C", 1),), (4, 4)),
        (
            (hundredth, 1 - hundredth),
            (("S: S, C: C", share), ("S: C, C: C", 1 - share)),
            (Fraction(393, 98), Fraction(397, 100)),
        ),
        (
            (1 - hundredth, hundredth),
            (("S: S, C: S", 1 - share), ("S: S, C: C", share)),
            (Fraction(489, 98), Fraction(201, 100)),
        ),
    }
    assert [entry.strategies[0] for entry in solution.equilibria if entry.pure] == [(0, 1)]
    certain = solve(BAGWELL, Play("sequential", "subgame_perfect"))
    assert [outcome.profile for outcome in certain.outcomes()] == [(0, 0)]


@settings(deadline=None, max_examples=30)
@given(games(most_actions=3, numbers=COARSE), st.booleans())
def test_moves_that_nobody_sees_leave_the_simultaneous_game(stage: StrategicGame, turned: bool) -> None:
    order = stage.players[::-1] if turned else stage.players
    hidden = play(stage, Rules(order=order, observed=False)).strategic_form()
    assert hidden.payoffs == stage.payoffs
    assert hidden.actions == stage.actions
    assert [entry.strategies for entry in nash.solve(hidden).equilibria] == [
        entry.strategies for entry in nash.solve(stage).equilibria
    ]
    outcomes = solve(stage, Play("sequential", "nash", {"order": order, "observed": "none"})).outcomes()
    assert outcomes == solve(stage).outcomes()


@settings(deadline=None, max_examples=30)
@given(games(st.integers(1, 3), most_actions=3), st.data())
def test_the_tree_holds_every_profile_once_and_what_each_player_sees(stage: StrategicGame, data: st.DataObject) -> None:
    order = data.draw(st.permutations(stage.players))
    tree = play(stage, Rules(order=tuple(order)))
    ends = [end for _, end in tree.terminals()]
    assert sorted(end.profile for end in ends) == list(stage.profiles())  # type: ignore[type-var]
    for end in ends:
        assert end.profile is not None
        assert end.payoffs == tuple(stage.payoff(player, end.profile) for player in range(len(stage.players)))
    assert tree.perfect_information
    unseen = play(stage, Rules(order=tuple(order), observed={order[-1]: ()}))
    last = stage.players.index(order[-1])
    assert len(unseen.player_sets(last)) == 1
    assert [len(unseen.player_sets(player)) for player in range(len(order)) if player != last] == [
        len(tree.player_sets(player)) for player in range(len(order)) if player != last
    ]


def test_who_sees_whom_in_words() -> None:
    stage = StrategicGame.from_arrays([[[[0] * 2] * 2] * 2] * 3, ["a", "b", "c"])
    tree = play(stage, Rules(order="c, a, b", observed="b:c,a:none"))
    names = {
        stage.players[player]: [tree.information_sets[number].name for number in tree.player_sets(player)]
        for player in range(3)
    }
    assert names == {"a": [""], "b": ["a1", "a2"], "c": [""]}
    assert Rules(observed="b:a+c").observed == {"b": ("a", "c")}
    assert Rules(observed="ALL").observed is True
    assert Rules(observed="False").observed is False


def test_a_signal_is_wrong_with_the_probability_of_the_noise() -> None:
    stage = StrategicGame.from_arrays([[[0] * 2] * 3] * 2)
    chances = [node for node in play(stage, Rules(noise=Fraction(1, 4))).nodes if isinstance(node, Chance)]
    right, wrong = Fraction(3, 4), Fraction(1, 8)
    assert [node.probabilities for node in chances] == [
        (right, wrong, wrong),
        (wrong, right, wrong),
        (wrong, wrong, right),
    ]
    assert not [node for node in play(stage, Rules(noise=0)).nodes if isinstance(node, Chance)]
    unseen = play(stage, Rules(noise=Fraction(1, 4), observed=False))
    assert not [node for node in unseen.nodes if isinstance(node, Chance)]


@settings(deadline=None, max_examples=25)
@given(games(most_actions=3, numbers=COARSE))
def test_pure_noise_tells_nothing(stage: StrategicGame) -> None:
    actions = stage.shape[0]
    noisy = solve(stage, Play("sequential", "nash", {"noise": Fraction(actions - 1, actions)}))
    blind = {frozenset(outcome.lottery.items()) for outcome in solve(stage).outcomes()}
    assert blind <= {frozenset(outcome.lottery.items()) for outcome in noisy.outcomes()}


@pytest.mark.parametrize(
    ("rules", "error", "message"),
    [
        ({"order": "leader"}, InvalidParameter, "leaves out follower; it needs all of leader, follower"),
        ({"order": "leader,leader"}, InvalidParameter, "has leader twice"),
        ({"order": "leader,folower"}, UnknownName, "the nearest is 'follower'"),
        ({"order": 3}, InvalidParameter, "the order of moves is 3; names of players are needed"),
        ({"observed": "leader:follower"}, InvalidParameter, "leader cannot see the move of follower"),
        ({"observed": "leader"}, InvalidParameter, "write all, none, or who sees whom"),
        ({"observed": {"nobody": ()}}, UnknownName, "no player is named 'nobody'"),
        ({"observed": 3}, InvalidParameter, "what is observed is 3"),
        ({"noise": "3/2"}, InvalidParameter, "the noise is 3/2; it is the probability of a wrong signal"),
        ({"noise": "-1/100"}, InvalidParameter, "the noise is -1/100"),
        ({"noise": "much"}, InvalidNumber, "the noise is 'much'"),
        ({"noise": float("nan")}, InvalidNumber, "the noise is nan"),
        ({"turn": "leader"}, UnknownName, "rule of the sequential form"),
    ],
)
def test_rules_that_are_wrong_are_named(rules: Mapping[str, object], error: type[DetenteError], message: str) -> None:
    with pytest.raises(error, match=message):
        solve(BAGWELL, Play("sequential", "subgame_perfect", rules))


def test_a_player_named_twice_in_two_spellings() -> None:
    stage = StrategicGame.from_arrays([[[0]], [[0]]], ["us_rok", "them"])
    with pytest.raises(InvalidParameter, match="has a player twice"):
        play(stage, Rules(order=("us-rok", "us_rok")))


def test_a_stage_too_large_for_a_tree_is_told_its_size() -> None:
    size = 800
    zero = tuple([Fraction(0)] * size**2)
    names = tuple(map(str, range(size)))
    stage = StrategicGame(("a", "b"), (names, names), (zero, zero))
    with pytest.raises(TooLarge, match=r"the tree has 640,801 nodes or more; no more than 500,000 are held"):
        play(stage, Rules())
