"""Nash equilibria of two-player games, held to brute force over vertices and to their symmetries."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.deviation import profitable_deviations
from gametheory.game import StrategicGame, Strategies
from gametheory.solution import Solution
from gametheory.solve import Play, solve
from tests.games import NUMBERS, games, permuted, swapped


def game_of(first: list[list[object]], second: list[list[object]]) -> StrategicGame:
    return StrategicGame.from_arrays([first, second])


def points(solution: Solution) -> set[Strategies]:
    return {equilibrium.strategies for equilibrium in solution.equilibria}


def test_the_continuum_that_support_enumeration_takes_for_a_point() -> None:
    solution = solve(game_of([[-3, 3], [-3, 5]], [[2, 7], [4, 2]]))
    assert points(solution) == {
        ((Fraction(0), Fraction(1)), (Fraction(1), Fraction(0))),
        ((Fraction(2, 7), Fraction(5, 7)), (Fraction(1), Fraction(0))),
    }
    assert solution.maximal_subsets == ((0, 1),)
    assert solution.components == ((0, 1),)
    assert solution.complete


def test_entry_deterrence_keeps_its_two_components() -> None:
    solution = solve(game_of([[0, 0], [-1, 1]], [[2, 2], [-1, 1]]))
    assert len(solution.equilibria) == 3
    assert sorted(map(len, solution.components)) == [1, 2]
    out_and_fight = ((Fraction(1), Fraction(0)), (Fraction(1), Fraction(0)))
    assert out_and_fight in points(solution)


def test_a_game_of_ties_is_one_product() -> None:
    solution = solve(game_of([[0] * 5] * 5, [[0] * 5] * 5))
    assert len(solution.equilibria) == 25
    assert solution.maximal_subsets == (tuple(range(25)),)
    assert solution.components == (tuple(range(25)),)


def test_two_subsets_that_touch_are_one_component() -> None:
    # The first player is indifferent against b1; the second against a1: an L of two segments with a corner at (a1, b1).
    solution = solve(game_of([[1, 1], [1, 0]], [[1, 1], [1, 0]]))
    assert sorted(map(len, solution.maximal_subsets)) == [2, 2]
    assert solution.components == ((0, 1, 2),)


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (1, 3), (3, 1), (2, 5)])
def test_players_with_one_action_are_no_special_case(rows: int, columns: int) -> None:
    first = [[0] * columns for _ in range(rows)]
    second = [list(range(columns)) for _ in range(rows)]
    solution = solve(game_of(first, second))
    assert len(solution.equilibria) == rows
    assert all(equilibrium.strategies[1][-1] == 1 for equilibrium in solution.equilibria)


def test_payoffs_of_any_size_are_exact() -> None:
    big = 10**300
    solution = solve(game_of([[big + 1, 0], [0, 1]], [[1, 0], [0, big]]))
    mixed = next(e for e in solution.equilibria if not e.pure)
    assert mixed.strategies == (
        (Fraction(big, big + 1), Fraction(1, big + 1)),
        (Fraction(1, big + 2), Fraction(big + 1, big + 2)),
    )


@settings(max_examples=200)
@given(games(most_actions=3))
def test_every_vertex_pair_and_no_other_is_found(game: StrategicGame) -> None:
    assert points(solve(game)) == brute_force(game)


def brute_force(game: StrategicGame) -> set[Strategies]:
    """The pairs of vertices that are equilibria, the vertices found by solving every system of tight rows."""
    return {
        (x, y)
        for x in strategy_vertices([list(row) for row in game.matrix(1)])
        for y in strategy_vertices([list(column) for column in zip(*game.matrix(0), strict=True)])
        if not profitable_deviations(game, (x, y))
    }


def strategy_vertices(payoffs: list[list[Fraction]]) -> set[tuple[Fraction, ...]]:
    """Vertices (x, v) of {x >= 0, sum x = 1, v >= x . payoffs[:, j]}, from every choice of rows made tight."""
    size = len(payoffs)
    rows = [[Fraction(int(i == k)) for k in range(size)] + [Fraction(0)] for i in range(size)]
    rows += [[-payoffs[i][j] for i in range(size)] + [Fraction(1)] for j in range(len(payoffs[0]))]
    found = set()
    for chosen in combinations(rows, size):
        point = unique_solution([*chosen, [Fraction(1)] * size + [Fraction(0)]], [Fraction(0)] * size + [Fraction(1)])
        if point is not None and all(sum(a * z for a, z in zip(row, point, strict=True)) >= 0 for row in rows):
            found.add(tuple(point[:-1]))
    return found


def unique_solution(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction] | None:
    work = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for column in range(len(work)):
        pivot = next((index for index in range(column, len(work)) if work[index][column]), None)
        if pivot is None:
            return None
        work[column], work[pivot] = work[pivot], work[column]
        work[column] = [value / work[column][column] for value in work[column]]
        for index, row in enumerate(work):
            if index != column and row[column]:
                factor = row[column]
                work[index] = [value - factor * other for value, other in zip(row, work[column], strict=True)]
    return [row[-1] for row in work]


@given(games(), st.data())
def test_every_mixture_within_a_maximal_subset_is_an_equilibrium(game: StrategicGame, data: st.DataObject) -> None:
    solution = solve(game)
    for subset in solution.maximal_subsets:
        members = [solution.equilibria[index].strategies for index in subset]
        sides = [sorted({strategies[side] for strategies in members}) for side in (0, 1)]
        assert len(members) == len(sides[0]) * len(sides[1]), "a maximal Nash subset is a product"
        mixture = tuple(
            tuple(
                sum((weight * strategy[action] for weight, strategy in zip(weights, side, strict=True)), Fraction(0))
                for action in range(len(side[0]))
            )
            for side in sides
            for weights in (proportions(data, len(side)),)
        )
        assert profitable_deviations(game, mixture) == ()


def proportions(data: st.DataObject, size: int) -> list[Fraction]:
    parts = data.draw(st.lists(st.integers(1, 5), min_size=size, max_size=size))
    return [Fraction(part, sum(parts)) for part in parts]


@given(games())
def test_no_maximal_subset_holds_another_and_all_equilibria_are_covered(game: StrategicGame) -> None:
    solution = solve(game)
    subsets = [set(subset) for subset in solution.maximal_subsets]
    assert not any(one < other for one in subsets for other in subsets)
    assert set().union(*subsets) == set(range(len(solution.equilibria)))
    assert sorted(index for component in solution.components for index in component) == list(
        range(len(solution.equilibria))
    )
    for subset in subsets:
        assert sum(bool(subset & set(component)) for component in solution.components) == 1


@given(games())
def test_an_equilibrium_exists_and_their_number_is_odd_where_nothing_is_degenerate(game: StrategicGame) -> None:
    solution = solve(game)
    assert solution.equilibria
    if all(len(component) == 1 for component in solution.components) and all(
        len(game_best) == len(support)
        for equilibrium in solution.equilibria
        for game_best, support in zip(best_replies(game, equilibrium.strategies), equilibrium.supports, strict=True)
    ):
        # Quasi-strict, isolated equilibria only: a regular game, which has an odd number (Wilson 1971).
        assert len(solution.equilibria) % 2 == 1


def best_replies(game: StrategicGame, strategies: Strategies) -> list[list[int]]:
    replies = []
    for player in range(2):
        values = game.action_payoffs(player, strategies)
        replies.append([action for action, value in enumerate(values) if value == max(values)])
    return replies


@given(games(), st.data())
def test_actions_may_be_listed_in_any_order(game: StrategicGame, data: st.DataObject) -> None:
    orders = [data.draw(st.permutations(range(size))) for size in game.shape]
    expected = {
        tuple(tuple(strategy[action] for action in order) for strategy, order in zip(point, orders, strict=True))
        for point in points(solve(game))
    }
    assert points(solve(permuted(game, orders))) == expected


@given(games())
def test_players_may_be_listed_in_any_order(game: StrategicGame) -> None:
    assert points(solve(swapped(game))) == {(y, x) for x, y in points(solve(game))}


@given(games(), NUMBERS, st.fractions(min_value=Fraction(1, 50), max_value=50))
def test_scale_and_shift_of_payoffs_do_not_matter(game: StrategicGame, shift: Fraction, scale: Fraction) -> None:
    moved = StrategicGame(
        game.players,
        game.actions,
        (tuple(scale * value + shift for value in game.payoffs[0]), game.payoffs[1]),
    )
    before, after = solve(game), solve(moved)
    assert points(before) == points(after)
    assert before.components == after.components


@given(games())
def test_pure_nash_finds_the_pure_ones(game: StrategicGame) -> None:
    pure = {equilibrium.strategies for equilibrium in solve(game).equilibria if equilibrium.pure}
    assert points(solve(game, Play(concept="pure_nash"))) == pure


@given(games(players=st.integers(1, 4), most_actions=3))
def test_pure_nash_is_the_definition_for_any_number_of_players(game: StrategicGame) -> None:
    def stable(profile: tuple[int, ...]) -> bool:
        return all(
            game.payoff(player, (*profile[:player], other, *profile[player + 1 :])) <= game.payoff(player, profile)
            for player in range(len(game.players))
            for other in range(game.shape[player])
        )

    found = [equilibrium.profile for equilibrium in solve(game, Play(concept="pure_nash")).equilibria]
    assert found == [profile for profile in game.profiles() if stable(profile)]


def test_numpy_users_get_the_same_answer() -> None:
    rng = np.random.default_rng(7)
    first, second = rng.integers(-9, 9, (2, 4, 3))
    assert points(solve(StrategicGame.from_arrays([first, second]))) == points(
        solve(game_of(first.tolist(), second.tolist()))
    )
