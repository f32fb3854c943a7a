"""Two-player games of some size, and the two short cuts of their enumeration held to the plain definitions."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.errors import TooLarge
from gametheory.game import StrategicGame
from gametheory.polyhedra import extreme_rays, most_vertices
from gametheory.solve import solve
from gametheory.vertex_enumeration import best_response_vertices, extreme_equilibria
from tests.games import games

# B. von Stengel 1999, "New maximal numbers of equilibria in bimatrix games", Discrete & Computational Geometry 21: made
# from two dual cyclic polytopes. The second player's matrix is the first's with rows and columns in another order.
FIRST = [
    [9504, -660, 19976, -20526, 1776, -8976],
    [-111771, 31680, -130944, 168124, -8514, 52764],
    [397584, -113850, 451176, -586476, 29216, -178761],
    [171204, -45936, 208626, -263076, 14124, -84436],
    [1303104, -453420, 1227336, -1718376, 72336, -461736],
    [737154, -227040, 774576, -1039236, 48081, -300036],
]
ORDER = (4, 5, 2, 3, 0, 1)
SECOND = [[FIRST[ORDER[column]][ORDER[row]] for column in range(6)] for row in range(6)]


def test_the_75_equilibria_of_von_stengel() -> None:
    solution = solve(StrategicGame.from_arrays([FIRST, SECOND]))
    assert len(solution.equilibria) == 75
    assert len(solution.components) == 75
    assert solution.complete


def test_best_response_polytopes_of_that_game_are_dual_cyclic() -> None:
    # They have the most vertices that McMullen's bound allows twelve facets in six dimensions; one is at infinity.
    rows = [tuple(map(Fraction, row)) for row in SECOND]
    assert most_vertices(12, 6) == 112
    assert len(best_response_vertices(rows)) == 111


@pytest.mark.parametrize(("facets", "dimension", "most"), [(1, 0, 1), (2, 1, 2), (7, 2, 7), (6, 3, 8), (8, 4, 20)])
def test_the_upper_bound_theorem_in_low_dimensions(facets: int, dimension: int, most: int) -> None:
    assert most_vertices(facets, dimension) == most


@given(games(most_actions=4))
def test_complementary_vertices_are_found_as_by_comparing_all_pairs(game: StrategicGame) -> None:
    first, second = game.matrix(0), game.matrix(1)
    rows, columns = game.shape
    every = [
        (x.strategy, y.strategy)
        for x, y in product(best_response_vertices(second), best_response_vertices(list(zip(*first, strict=True))))
        if x.unplayed | y.replies == (1 << rows) - 1 and x.replies | y.unplayed == (1 << columns) - 1
    ]
    assert sorted(extreme_equilibria(first, second)) == sorted(every)


@given(st.lists(st.tuples(*[st.integers(-3, 3)] * 3), max_size=6))
def test_rays_do_not_depend_on_the_order_of_the_rows(extra: list[tuple[int, ...]]) -> None:
    axes = [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
    rays = {ray.direction for ray in extreme_rays([*axes, *extra])}
    assert {ray.direction for ray in extreme_rays([*axes, *reversed(extra)])} == rays
    assert {ray.direction for ray in extreme_rays([*axes, *extra, *extra])} == rays


def test_a_game_out_of_reach_is_refused_with_the_most_vertices_it_may_have() -> None:
    rows = [[int(row == column) for column in range(7)] for row in range(7)]
    rows += [[(-1) ** power * t**power for power in range(7)] for t in range(1, 9)]
    with pytest.raises(TooLarge, match=f"which may have {most_vertices(15, 6)} of them"):
        extreme_rays(rows, most_pairs=20)
