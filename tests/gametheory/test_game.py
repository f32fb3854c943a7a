from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.errors import InvalidGame, InvalidNumber, UnknownName
from gametheory.game import ParametricGame, Profile, StrategicGame
from gametheory.parameters import MultiAffine, Parameter
from tests.games import games
from tests.parametric_games import parametric_games


@given(games(players=st.integers(1, 3), most_actions=3))
def test_positions_number_the_profiles(game: StrategicGame) -> None:
    assert [game.position(profile) for profile in game.profiles()] == list(range(len(game.payoffs[0])))


@given(games(players=st.integers(1, 3), most_actions=3))
def test_arrays_come_back_as_they_went(game: StrategicGame) -> None:
    nested = [np.array(row, dtype=object).reshape(game.shape) for row in game.payoffs]
    assert StrategicGame.from_arrays(nested, game.players, game.actions) == game


@given(games(most_actions=3), st.data())
def test_expected_payoffs_are_the_double_sum(game: StrategicGame, data: st.DataObject) -> None:
    strategies = tuple(
        tuple(Fraction(weight, sum(weights)) for weight in weights)
        for weights in (
            data.draw(st.lists(st.integers(0, 3), min_size=size, max_size=size).filter(sum)) for size in game.shape
        )
    )
    for player in (0, 1):
        matrix = game.matrix(player)
        total = sum(x * y * matrix[i][j] for i, x in enumerate(strategies[0]) for j, y in enumerate(strategies[1]))
        assert game.expected_payoff(player, strategies) == total


def test_names_are_found_whether_written_with_hyphens_or_underscores() -> None:
    game = StrategicGame.from_arrays(
        [[[1, 2], [3, 4]]] * 2, players=["us_rok", "dprk"], actions=[["go_on", "stop"], ["test", "freeze"]]
    )
    assert game.profile_named({"dprk": "freeze", "us-rok": "go-on"}) == (0, 1)
    assert game.named((0, 1)) == {"us_rok": "go_on", "dprk": "freeze"}
    with pytest.raises(UnknownName, match="nearest is 'freeze'"):
        game.profile_named({"us_rok": "stop", "dprk": "freze"})
    with pytest.raises(InvalidGame, match="no action for dprk"):
        game.profile_named({"us_rok": "stop"})
    with pytest.raises(InvalidGame, match="twice"):
        game.profile_named({"us_rok": "stop", "us-rok": "stop"})


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ([], "at least one player"),
        ([[]], "empty"),
        ([[[], []], [[], []]], "empty"),
        ([[[1, 2], [3]], [[1, 2], [3, 4]]], "ragged"),
        ([[[1, 2], [3, 4]], [[1, 2, 3], [4, 5, 6]]], "shape 2x2"),
        ([[1, 2], [3, 4]], "2 dimensions"),
        ([1, 2], "dimensions"),
    ],
)
def test_payoffs_that_make_no_game_are_refused(arrays: list[object], message: str) -> None:
    with pytest.raises(InvalidGame, match=message):
        StrategicGame.from_arrays(arrays)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), True, None, "x", 2j, np.bool_(True)], ids=repr)
def test_payoffs_that_are_no_numbers_are_refused_by_player(bad: object) -> None:
    with pytest.raises(InvalidNumber, match="payoffs of player 2"):
        StrategicGame.from_arrays([[[1, 2], [3, 4]], [[1, 2], [3, bad]]])


def test_hostile_names_are_kept_and_repeated_or_empty_ones_refused() -> None:
    names = ["<script>", "../../etc", "\x1b[31m", "=cmd()", "\u202e"]
    game = StrategicGame.from_arrays([list(range(5))], players=["\u0000"], actions=[names])
    assert game.actions[0] == tuple(names)
    with pytest.raises(InvalidGame, match="twice"):
        StrategicGame.from_arrays([[1, 2]], actions=[["a", "a"]])
    with pytest.raises(InvalidGame, match="need names"):
        StrategicGame.from_arrays([[1, 2]], actions=[["a", " "]])
    with pytest.raises(InvalidGame, match="twice"):
        StrategicGame.from_arrays([[[1, 2], [3, 4]]] * 2, players=["a", "a"])


def test_huge_and_long_payoffs_are_kept_to_the_last_digit() -> None:
    long = "0.1234567890123456789012345678901234567891"
    game = StrategicGame.from_arrays([[[1e300, long], ["1e300", 0]], [[0, 0], [0, 0]]])
    assert game.payoff(0, (0, 0)) == Fraction(int(1e300))
    assert game.payoff(0, (1, 0)) == 10**300
    assert game.payoff(0, (0, 1)) == Fraction(1234567890123456789012345678901234567891, 10**40)


def test_frames_are_arrays_too() -> None:
    frame = pd.DataFrame([[1, 2], [3, 4]])
    assert StrategicGame.from_arrays([frame, frame]).payoff(1, (1, 0)) == 3


def test_a_parametric_game_at_a_point() -> None:
    trust = Parameter("trust", Fraction(1, 2), Fraction(0), Fraction(1))
    expression = MultiAffine.parameter("trust") * MultiAffine.constant(3)
    game = ParametricGame(("only",), (("a",),), ((expression,),), {"trust": trust})
    assert game.at().payoff(0, (0,)) == Fraction(3, 2)
    assert game.at({"trust": "0.1"}).payoff(0, (0,)) == Fraction(3, 10)
    with pytest.raises(UnknownName, match="parameter"):
        ParametricGame(("only",), (("a",),), ((expression,),), {})


@given(parametric_games(products=True))
def test_a_game_along_one_parameter_is_the_same_game_there(made: tuple[ParametricGame, Profile]) -> None:
    whole, _ = made
    line = whole.along("p")
    assert set(line.parameters) == {"p"}
    entry = whole.parameters["p"]
    for value in (entry.low, (entry.low + entry.high) / 2, entry.high):
        assert line.at({"p": value}) == whole.at({"p": value})
