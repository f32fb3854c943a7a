"""Ensembles: kinds of world in equal parts, common random numbers, preferences that hold, and errors that teach."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from gametheory.ensemble import MOST_DRAWN, Stratum, draw_ensemble
from gametheory.errors import InvalidParameter, NotAffine, NoWorlds, TooLarge, UnknownName
from gametheory.game import ParametricGame
from tests.ensembles import game_of, sum_of

F = Fraction
ABOVE = sum_of((1, "x"), (-1, "y"))
"""Not negative where x is at least y."""


@pytest.fixture
def game() -> ParametricGame:
    ranges = {"x": (0, "1/2", 1), "y": (-1, 0, 2), "z": (0, "1/4", 1), "stiff": (3, 3, 3)}
    return game_of([[sum_of((1, "x"), (1, "y")), sum_of((1, "z"), (1, "stiff"))]], (2,), ranges)


def test_each_kind_has_as_many_worlds_or_one_more(game: ParametricGame) -> None:
    strata = [Stratum("low", {"x": F(0)}), Stratum("free", {}), Stratum("high", {"x": F(1), "y": F("1/3")})]
    worlds = draw_ensemble(game, ["x", "y", "stiff"], strata, 11, seed=1)
    assert np.bincount(worlds.stratum).tolist() == [4, 4, 3]
    assert worlds.points.names == ("x", "y")
    at = [worlds.at(world) for world in range(len(worlds))]
    assert {point["x"] for point in at[:4]} == {F(0)}
    assert len({point["x"] for point in at[4:8]}) == 4
    assert at[8:] == [{"x": F(1), "y": F(1, 3)}] * 3


def test_kinds_share_their_draws_and_more_worlds_go_on_where_fewer_ended(game: ParametricGame) -> None:
    free = Stratum("free", {})
    alone = draw_ensemble(game, ["x", "y"], [free], 50, seed=7)
    beside = draw_ensemble(game, ["x", "y"], [Stratum("fixed", {"x": F(1, 2)}), free], 80, seed=7)
    y = beside.points.numerators[beside.points.names.index("y")]
    assert y[:40].tolist() == y[40:].tolist()
    assert [beside.at(40 + world) for world in range(40)] == [alone.at(world) for world in range(40)]
    other = draw_ensemble(game, ["x", "y"], [free], 50, seed=8)
    assert [other.at(world) for world in range(50)] != [alone.at(world) for world in range(50)]


def test_margins_hold_in_every_world_of_their_kind_and_worlds_are_even_over_the_rest(game: ParametricGame) -> None:
    worlds = draw_ensemble(game, ["x", "y"], [Stratum("above", {}, (ABOVE,)), Stratum("free", {})], 4000)
    points = [worlds.at(world) for world in range(len(worlds))]
    assert all(point["x"] >= point["y"] for point in points[:2000])
    assert not all(point["x"] >= point["y"] for point in points[2000:])
    # over the trapezium -1 <= y <= x <= 1 the mean of x is (1/2 + 1/3) / (1 + 1/2)
    mean = float(sum(point["x"] for point in points[:2000]) / 2000)
    assert mean == pytest.approx(5 / 9, abs=4 * (1 / 12 / 2000) ** 0.5)
    assert worlds.to_dict()["strata"][0] == {"stratum": "above", "worlds": 2000, "method": "rejection"}


def test_where_few_draws_agree_a_walk_finds_worlds_and_says_so(game: ParametricGame) -> None:
    corner = (sum_of((1, "z"), ("-99/100", "")), sum_of((1, "x"), (-1, "z")))
    worlds = draw_ensemble(game, ["x", "z"], [Stratum("corner", {}, corner), Stratum("free", {})], 400)
    assert worlds.walked == (True, False)
    points = [worlds.at(world) for world in range(200)]
    assert all(F(99, 100) <= point["z"] <= point["x"] for point in points)
    assert len({point["x"] for point in points}) > 100
    assert [kind["method"] for kind in worlds.to_dict()["strata"]] == ["random walk", "rejection"]


def test_worlds_without_a_parameter_leave_it_to_others(game: ParametricGame) -> None:
    worlds = draw_ensemble(game, ["x", "y"], [Stratum("free", {})], 5)
    left = worlds.without(["x", "nothing"])
    assert left.points.names == ("y",)
    assert [left.at(world)["y"] for world in range(5)] == [worlds.at(world)["y"] for world in range(5)]


def test_a_kind_with_nothing_to_draw_has_equal_worlds(game: ParametricGame) -> None:
    worlds = draw_ensemble(game, ["stiff"], [Stratum("as it is", {}, (sum_of((1, "x")),))], 3)
    assert (len(worlds), worlds.points.names, worlds.at(2)) == (3, (), {})


@pytest.mark.parametrize(
    ("names", "strata", "samples", "seed", "error", "says"),
    [
        (["x"], [], 5, 0, InvalidParameter, "one or more"),
        (["x"], [Stratum("s", {}), Stratum("s", {})], 5, 0, InvalidParameter, "name of its own"),
        (["x"], [Stratum("s", {}), Stratum("t", {})], 1, 0, InvalidParameter, "at least 2"),
        (["x"], [Stratum("s", {})], True, 0, InvalidParameter, "integer"),
        (["x"], [Stratum("s", {})], MOST_DRAWN + 1, 0, TooLarge, "262,144"),
        (["x"], [Stratum("s", {})], 5, -1, InvalidParameter, "not negative"),
        (["w"], [Stratum("s", {})], 5, 0, UnknownName, "'w'"),
        (["x"], [Stratum("s", {"x": F(2)})], 5, 0, InvalidParameter, "outside its range"),
        (["x"], [Stratum("never", {}, (sum_of((-1, "x"), (-1, "")),))], 5, 0, NoWorlds, "never: no world"),
        (["stiff"], [Stratum("never", {}, (sum_of((-1, "x")),))], 5, 0, NoWorlds, "never: there is no world"),
        (["x", "y"], [Stratum("s", {}, (sum_of((1, "x y"), ("-1/8", "")),))], 5, 0, NotAffine, "x and y"),
    ],
)
def test_errors_say_what_is_wrong(
    game: ParametricGame,
    names: list[str],
    strata: list[Stratum],
    samples: int,
    seed: int,
    error: type[Exception],
    says: str,
) -> None:
    with pytest.raises(error, match=says):
        draw_ensemble(game, names, strata, samples, seed)
