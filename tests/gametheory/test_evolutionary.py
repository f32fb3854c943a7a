from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.concepts import evolutionary, nash
from gametheory.concepts.evolutionary import Invasion
from gametheory.copositivity import nonpositive_direction
from gametheory.errors import NotApplicable, TooLarge
from gametheory.game import StrategicGame
from gametheory.linear_system import solve_or_kernel
from gametheory.solution import Equilibrium
from gametheory.solve import Play, solve
from tests.games import COARSE, QUARTERS

Matrix = list[list[Fraction]]


def symmetric(A: list[list[object]]) -> StrategicGame:
    return StrategicGame.from_arrays([A, [list(column) for column in zip(*A, strict=True)]])


def stable(A: list[list[object]]) -> list[tuple[Fraction, ...]]:
    solution = solve(symmetric(A), Play(concept="evolutionary"))
    assert all(found.strategies[0] == found.strategies[1] for found in solution.equilibria)
    return [found.strategies[0] for found in solution.equilibria]


def form(M: Matrix, w: tuple[Fraction | int, ...]) -> Fraction:
    return sum((M[i][j] * w[i] * w[j] for i in range(len(w)) for j in range(len(w))), Fraction(0))


def payoff(A: Matrix, x: tuple[Fraction, ...], y: tuple[Fraction, ...]) -> Fraction:
    return sum((A[i][j] * x[i] * y[j] for i in range(len(x)) for j in range(len(y))), Fraction(0))


@pytest.mark.parametrize(("value", "cost"), [(2, 4), (1, 3), (5, 7), (3, 3), (4, 3)])
def test_hawk_dove(value, cost):
    # Maynard Smith and Price 1973: hawks make up value / cost of the population where fighting costs more than it wins.
    hawks = min(Fraction(1), Fraction(value, cost))
    assert stable([[Fraction(value - cost, 2), value], [0, Fraction(value, 2)]]) == [(hawks, 1 - hawks)]


@pytest.mark.parametrize("draw", [Fraction(-1, 2), Fraction(0), Fraction(1, 2)])
def test_rock_scissors_paper_is_stable_exactly_if_a_draw_is_worse_than_the_mean(draw):
    A = [[draw, 1, -1], [-1, draw, 1], [1, -1, draw]]
    third = (Fraction(1, 3),) * 3
    assert stable(A) == ([third] if draw < 0 else [])
    against = evolutionary.deviations(symmetric(A), Equilibrium.of(symmetric(A), (third, third)))
    assert [one.advantage >= 0 for one in against] == ([] if draw < 0 else [True])


def test_coordination_has_its_two_conventions_and_not_the_mixture():
    assert stable([[3, 0], [0, 2]]) == [(1, 0), (0, 1)]


def test_a_weakly_dominated_mutant_that_draws_level_everywhere_keeps_a_strategy_from_being_stable():
    game = symmetric([[1, 1], [1, 1]])
    assert stable([[1, 1], [1, 1]]) == []
    (invasion,) = evolutionary.deviations(game, Equilibrium.pure_at(game, (0, 0)))
    assert isinstance(invasion, Invasion)
    assert (invasion.mutant, invasion.advantage) == ((0, 1), 0)


def test_an_action_outside_the_support_that_is_a_best_reply_decides():
    # Every action is a best reply to the first, and neither other one invades alone. The mutant (1 - 2a, a, a) earns
    # 2 (3 - cross) a^2 less than the first against itself, so from cross = 3 on it does not die out.
    for cross in range(6):
        A = [[0, 1, 1], [0, -1, cross], [0, cross, -1]]
        game = symmetric(A)
        against = evolutionary.deviations(game, Equilibrium.pure_at(game, (0, 0)))
        assert (against == ()) is (cross < 3)
        assert ((1, 0, 0) in stable(A)) is (cross < 3)


def test_as_many_stable_strategies_as_a_complete_multipartite_game_has_cliques():
    # Three pairs: an action does well against those of other pairs only, so each choice of one a pair is a clique, and
    # each maximal clique carries one (Vickers and Cannings 1988, Journal of Theoretical Biology 132).
    A = [[0 if i == j else -1 if i // 2 == j // 2 else 1 for j in range(6)] for i in range(6)]
    found = stable(A)
    assert len(found) == 2**3
    assert {tuple(sum(1 for weight in x[part : part + 2] if weight) for part in (0, 2, 4)) for x in found} == {
        (1, 1, 1)
    }


def test_one_action_is_stable_for_want_of_mutants():
    assert stable([[5]]) == [(1,)]


@pytest.mark.parametrize(
    ("payoffs", "said"),
    [
        ([[[1, 2]], [[1, 2]]], "player_1 has 1 actions, and player_2 2"),
        ([[[1, 2], [3, 4]], [[1, 2], [3, 4]]], "player_1 gets 2 from 'a1' against 'a2', and player_2 gets 3 from 'a1'"),
        ([[[[0, 1], [1, 0]], [[1, 1], [0, 0]]]] * 3, "this one has 3"),
    ],
)
def test_other_games_are_refused_with_the_place(payoffs, said):
    game = StrategicGame.from_arrays(payoffs)
    with pytest.raises(NotApplicable, match=said):
        evolutionary.solve(game)
    with pytest.raises(NotApplicable, match=said):
        evolutionary.deviations(game, Equilibrium.pure_at(game, (0,) * len(game.players)))


def test_two_different_strategies_are_not_one():
    game = symmetric([[0, 1], [1, 0]])
    with pytest.raises(NotApplicable, match="both play"):
        evolutionary.deviations(game, Equilibrium.pure_at(game, (0, 1)))


def test_too_many_supports_are_refused_before_they_are_tried(monkeypatch):
    monkeypatch.setattr(evolutionary, "MOST_SUPPORTS", 30)
    size = 8
    # Every pair mixes and every pure strategy is invaded, so all supports up to the whole are candidates.
    A = [[int(i != j) for j in range(size)] for i in range(size)]
    with pytest.raises(TooLarge, match="8 actions"):
        evolutionary.solve(symmetric(A))


def matrices(size: int) -> st.SearchStrategy[Matrix]:
    return st.sampled_from([COARSE, QUARTERS]).flatmap(
        lambda kind: st.lists(st.lists(kind, min_size=size, max_size=size), min_size=size, max_size=size)
    )


def grid(size: int, steps: int = 6) -> list[tuple[Fraction, ...]]:
    points = [
        tuple(Fraction(part, steps) for part in parts)
        for parts in product(range(steps + 1), repeat=size)
        if sum(parts) == steps
    ]
    assert len(points) == comb(steps + size - 1, size - 1)
    return points


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 4).flatmap(matrices))
def test_against_the_definition(A):
    found = stable(A)
    for x in found:
        for y in grid(len(A)):
            if y != x:
                loses = payoff(A, y, x) < payoff(A, x, x)
                draws = payoff(A, y, x) == payoff(A, x, x)
                assert loses or (draws and payoff(A, y, y) < payoff(A, x, y))
    # A stable strategy makes an extreme equilibrium: none is missed if a mutant refutes every other extreme one.
    game = symmetric(A)
    for equilibrium in nash.solve(game).equilibria:
        x, other = equilibrium.strategies
        if x == other and x not in found:
            (invasion,) = evolutionary.deviations(game, equilibrium)
            y = invasion.mutant
            assert y != x
            assert min(y) >= 0
            assert sum(y) == 1
            assert payoff(A, y, x) == payoff(A, x, x)
            assert invasion.advantage == payoff(A, y, y) - payoff(A, x, y) >= 0


def determinant(M: Matrix) -> Fraction:
    if not M:
        return Fraction(1)
    return sum(
        ((-1) ** j * M[0][j] * determinant([row[:j] + row[j + 1 :] for row in M[1:]]) for j in range(len(M))),
        Fraction(0),
    )


def hadeler(M: Matrix) -> bool:
    """No principal submatrix has positive cofactors in its last row and yet no positive determinant (Hadeler 1983)."""
    for size in range(1, len(M) + 1):
        for index in combinations(range(len(M)), size):
            sub = [[M[i][j] for j in index] for i in index]
            minors = [determinant([row[:j] + row[j + 1 :] for row in sub[:-1]]) for j in range(size)]
            cofactors = [(-1) ** (size - 1 + j) * minor for j, minor in enumerate(minors)]
            if min(cofactors) > 0 and determinant(sub) <= 0:
                return False
    return True


@st.composite
def symmetric_matrices(draw: st.DrawFn) -> Matrix:
    size = draw(st.integers(1, 4))
    entries = {(i, j): Fraction(draw(st.integers(-2, 3))) for i in range(size) for j in range(i, size)}
    return [[entries[min(i, j), max(i, j)] for j in range(size)] for i in range(size)]


@settings(max_examples=300, deadline=None)
@given(symmetric_matrices())
def test_strict_copositivity_against_hadelers_criterion(M):
    direction = nonpositive_direction(M)
    assert (direction is None) == hadeler(M)
    if direction is not None:
        assert min(direction) >= 0
        assert any(direction)
        assert form(M, direction) <= 0


@settings(max_examples=200, deadline=None)
@given(symmetric_matrices(), st.data())
def test_free_coordinates_may_be_negative(M, data):
    free = data.draw(st.sets(st.integers(0, len(M) - 1)))
    direction = nonpositive_direction(M, free)
    if direction is None:
        ranges = [range(-3, 4) if i in free else range(4) for i in range(len(M))]
        assert all(form(M, w) > 0 for w in product(*ranges) if any(w))
    else:
        assert any(direction)
        assert all(direction[i] >= 0 for i in range(len(M)) if i not in free)
        assert form(M, direction) <= 0


def test_linear_systems_give_a_solution_a_line_or_neither():
    one, two, zero = Fraction(1), Fraction(2), Fraction(0)
    assert solve_or_kernel([[two, one], [one, one]], [one, one]) == ((0, 1), None)
    solution, kernel = solve_or_kernel([[one, two], [two, Fraction(4)]], [one, one])
    assert solution is None
    assert kernel == (-2, 1)
    assert solve_or_kernel([[zero, zero], [zero, zero]], [one, one]) == (None, None)
