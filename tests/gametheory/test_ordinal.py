"""The ordinal form: what its rules say and refuse, and what they do to the graph model."""

from __future__ import annotations

from typing import Any

import pytest

from gametheory.errors import InvalidGame, UnknownName
from gametheory.forms.ordinal import Rules, play
from gametheory.game import StrategicGame
from gametheory.solve import Play, solve

GAME = StrategicGame.from_arrays(
    [[[3, 1], [4, 2]], [[3, 4], [1, 2]]], ["us", "dprk"], [["suspend", "continue"], ["moratorium", "test"]]
)


def test_every_action_can_be_changed_and_payoffs_become_ranks() -> None:
    model = play(GAME, Rules())
    assert model.states == ("suspend, moratorium", "suspend, test", "continue, moratorium", "continue, test")
    assert model.moves == (((2,), (3,), (0,), (1,)), ((1,), (0,), (3,), (2,)))
    assert model.ranks == ((3, 1, 4, 2), (3, 4, 1, 2))
    assert model.stage is GAME
    assert model.status_quo is None


@pytest.mark.parametrize("written", [{"us": "continue", "dprk": "test"}, "us=continue, dprk = test"])
def test_the_status_quo_is_a_profile(written: Any) -> None:
    assert play(GAME, Rules(status_quo=written)).status_quo == 3


@pytest.mark.parametrize("written", [{"us": "suspend", "dprk": ["test"]}, "us=suspend,dprk=test"])
def test_irreversible_actions_cannot_be_left(written: Any) -> None:
    assert play(GAME, Rules(irreversible=written)).moves == (((), (), (0,), (1,)), ((1,), (), (3,), ()))


def test_whoever_cannot_go_back_is_exploited_in_peace() -> None:
    """Each would break its promise if it could; who has made none keeps to its best reply."""
    rules = {"irreversible": {"us": "suspend"}}
    answer = solve(GAME, Play("ordinal", "nash_stable", rules))
    assert [outcome.profile for outcome in answer.outcomes()] == [(0, 1), (1, 1)]


def test_names_of_actions_that_hold_commas_stay_apart() -> None:
    game = StrategicGame.from_arrays([[[0, 0], [0, 0]]] * 2, None, [["a", "a, b"], ["b, c", "c"]])
    assert len(set(play(game, Rules()).states)) == 4


@pytest.mark.parametrize(
    ("rules", "error", "message"),
    [
        ({"status_quo": {"us": "continue"}}, InvalidGame, "no action for dprk"),
        ({"status_quo": "us=continue,us=suspend"}, InvalidGame, "'us' two actions"),
        ({"status_quo": {"us": ["continue", "suspend"]}}, InvalidGame, "'us' two actions"),
        ({"status_quo": "continue"}, InvalidGame, "player=action"),
        ({"status_quo": ["continue"]}, InvalidGame, "by player"),
        ({"status_quo": {"us": 1, "dprk": "test"}}, InvalidGame, "'us' with 1"),
        ({"status_quo": {"us": "continu", "dprk": "test"}}, UnknownName, "nearest is 'continue'"),
        ({"irreversible": {"russia": "test"}}, UnknownName, "no player"),
        ({"irreversible": {"us": "test"}}, UnknownName, "no action of us"),
        ({"irreversible": 3}, InvalidGame, "by player"),
        ({"irreversible": {"us": None}}, InvalidGame, "'us' with None"),
        ({"options": []}, UnknownName, "rule of the ordinal form"),
    ],
)
def test_rules_that_cannot_be_are_refused(rules: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        solve(GAME, Play("ordinal", "nash_stable", rules))
