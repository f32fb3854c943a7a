"""Whether an outcome is stable, judged from the definitions: against the package's own solvers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.concepts import pure_nash
from gametheory.errors import InvalidParameter, TooLarge, UnknownName
from gametheory.game import StrategicGame
from gametheory.solve import Play, solve
from gametheory.wanted_outcome import ANY_ORDER, WantedOutcome, wanted_outcomes
from tests.games import COARSE, QUARTERS, games

PRISONERS = StrategicGame.from_arrays([[[3, 0], [4, 1]], [[3, 4], [0, 1]]])


@settings(max_examples=60, deadline=None)
@given(games(players=st.integers(1, 3), most_actions=3, numbers=COARSE))
def test_equilibria_are_those_of_the_solver(game: StrategicGame) -> None:
    stable = {equilibrium.profile for equilibrium in pure_nash.solve(game).equilibria}
    for profile in game.profiles():
        assert WantedOutcome(profile).holds_in(game) == (profile in stable)


@settings(max_examples=60, deadline=None)
@given(games(players=st.integers(2, 3), most_actions=2, numbers=QUARTERS))
def test_with_a_margin_below_every_difference_the_only_one_is_the_only_one(game: StrategicGame) -> None:
    stable = [equilibrium.profile for equilibrium in pure_nash.solve(game).equilibria]
    least = Fraction(1, 4)  # payoffs are quarters, so that strictly more is at least this much more
    for profile in game.profiles():
        only = WantedOutcome(profile, least, unique=True).holds_in(game)
        assert only == (stable == [profile] and WantedOutcome(profile, least).holds_in(game))


@settings(max_examples=60, deadline=None)
@given(games(players=st.integers(2, 3), most_actions=3, numbers=COARSE), st.data())
def test_in_an_order_of_moves_outcomes_are_those_of_backward_induction(
    game: StrategicGame, data: st.DataObject
) -> None:
    order = data.draw(st.permutations(list(game.players)))
    solution = solve(game, Play("sequential", "subgame_perfect", {"order": tuple(order)}))
    found = {outcome.profile for outcome in solution.outcomes()}
    movers = tuple(map(game.player_index, order))
    held = {profile for profile in game.profiles() if WantedOutcome(profile, order=movers).holds_in(game)}
    assert held == found
    only = [p for p in game.profiles() if WantedOutcome(p, Fraction(1), True, movers).holds_in(game)]
    assert all(solution.count == 1 and found == {profile} for profile in only)  # type: ignore[attr-defined]


def test_a_margin_asks_for_more() -> None:
    assert WantedOutcome((1, 1), Fraction(1)).holds_in(PRISONERS)
    assert not WantedOutcome((1, 1), Fraction(1) + Fraction(1, 10**40)).holds_in(PRISONERS)


def test_any_order_is_each_of_them() -> None:
    assert [entry.order for entry in wanted_outcomes(PRISONERS, (0, 0), order=ANY_ORDER)] == [(0, 1), (1, 0)]
    assert [entry.order for entry in wanted_outcomes(PRISONERS, (0, 0), order="player-2, player_1")] == [(1, 0)]


@pytest.mark.parametrize(
    ("asked", "kind", "message"),
    [
        ({"want": (0, 2)}, InvalidParameter, "needs one action number a player, below"),
        ({"want": ("cooperate", "cooperate")}, InvalidParameter, "needs one action number a player, below"),
        ({"want": (0.0, 0)}, InvalidParameter, "needs one action number a player, below"),
        ({"want": (0,)}, InvalidParameter, "needs one action number a player, below"),
        ({"margin": "-1/10"}, InvalidParameter, "the margin is -1/10"),
        ({"margin": "much"}, ValueError, "the margin is 'much'"),
        ({"unique": True}, InvalidParameter, "needs a margin above zero"),
        ({"order": ["player_1"]}, InvalidParameter, "needs each of player_1, player_2 once"),
        ({"order": ["player_1", "player_1"]}, InvalidParameter, "needs each of player_1, player_2 once"),
        ({"order": ["player_1", "player_3"]}, UnknownName, "no player is named 'player_3'"),
    ],
)
def test_what_cannot_be_wanted_is_refused(asked: dict[str, object], kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=message):
        wanted_outcomes(PRISONERS, **{"want": (0, 0), **asked})  # type: ignore[arg-type]


def test_enormous_games_are_refused_before_anything_is_made() -> None:
    many = StrategicGame.from_arrays([[[0] * 20] * 20] * 2)
    with pytest.raises(TooLarge, match="400 pure profiles"):
        wanted_outcomes(many, (0, 0), order=ANY_ORDER)
    six = StrategicGame.from_arrays([[[[[[[0] * 2] * 2] * 2] * 2] * 2] * 2] * 6)
    with pytest.raises(TooLarge, match="more than 120 orders"):
        wanted_outcomes(six, (0,) * 6, order=ANY_ORDER)
