from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import linear_program
from gametheory.errors import CertificateError
from gametheory.linear_program import Constraints, Infeasible, Optimum, Unbounded, maximize, maximize_each, verify

SIMPLEX, FLOATS = 10**9, 0


@pytest.fixture(params=[SIMPLEX, FLOATS], ids=["simplex", "floats first"])
def route(request, monkeypatch):
    monkeypatch.setattr(linear_program, "LARGEST_BY_SIMPLEX", request.param)
    return request.param


@st.composite
def programs(draw):
    """Small programs with ties, redundant rows and every kind of outcome."""
    size, upper, equal = draw(st.integers(1, 4)), draw(st.integers(0, 4)), draw(st.integers(0, 2))
    number = st.sampled_from([Fraction(k, 2) for k in range(-4, 5)])
    row = st.lists(number, min_size=size, max_size=size)
    limit = st.tuples(row, number)
    constraints = Constraints(
        size,
        draw(st.lists(limit, min_size=upper, max_size=upper)),
        draw(st.lists(limit, min_size=equal, max_size=equal)),
    )
    return constraints, draw(row)


def vertices(constraints):
    """Every vertex by brute force: all choices of `size` tight constraints, each solved by Cramer's rule."""
    size = constraints.size
    axes = [([-int(k == j) for k in range(size)], 0) for j in range(size)]
    rows = [*constraints.at_most, *constraints.equal, *axes]
    for chosen in combinations(rows, size):
        matrix = [list(row) for row, _ in chosen]
        below = determinant(matrix)
        if below:
            numbers = [number for _, number in chosen]
            point = [
                Fraction(determinant([[*row[:j], n, *row[j + 1 :]] for row, n in zip(matrix, numbers, strict=True)]))
                / below
                for j in range(size)
            ]
            if feasible(constraints, point):
                yield point


def determinant(matrix):
    if not matrix:
        return 1
    return sum(
        (-1) ** k * value * determinant([row[:k] + row[k + 1 :] for row in matrix[1:]])
        for k, value in enumerate(matrix[0])
    )


def dot(row, point):
    return sum(a * x for a, x in zip(row, point, strict=True))


def feasible(constraints, point):
    return (
        min(point) >= 0
        and all(dot(row, point) <= number for row, number in constraints.at_most)
        and all(dot(row, point) == number for row, number in constraints.equal)
    )


@settings(max_examples=200, deadline=None)
@given(programs())
def test_the_simplex_method_agrees_with_every_vertex(program):
    constraints, objective = program
    outcome = maximize(constraints, objective)
    verify(constraints, objective, outcome)
    values = [dot(objective, vertex) for vertex in vertices(constraints)]
    if isinstance(outcome, Optimum):
        assert outcome.value == max(values)
    else:
        assert isinstance(outcome, Infeasible) == (not values)


@settings(max_examples=60, deadline=None)
@given(programs())
def test_floats_first_gives_the_same_value(program):
    constraints, objective = program
    by_simplex = maximize(constraints, objective)
    by_floats = linear_program._Floats(constraints).maximize(objective)
    if by_floats is not None:
        assert isinstance(by_simplex, Optimum)
        assert by_floats.value == by_simplex.value


@settings(max_examples=60, deadline=None)
@given(programs(), st.lists(st.lists(st.integers(-3, 3), min_size=4, max_size=4), min_size=1, max_size=5))
def test_shared_constraints_do_not_change_an_outcome(program, objectives):
    constraints, _ = program
    objectives = [objective[: constraints.size] for objective in objectives]
    for objective, outcome in zip(objectives, maximize_each(constraints, objectives), strict=True):
        alone = maximize(constraints, objective)
        assert type(outcome) is type(alone)
        if isinstance(outcome, Optimum):
            assert outcome.value == alone.value


def test_floats_are_kept_where_they_verify(monkeypatch):
    monkeypatch.setattr(linear_program, "LARGEST_BY_SIMPLEX", FLOATS)
    monkeypatch.setattr(linear_program, "_Dictionary", None)  # so the simplex method can't answer in their place
    found = maximize(Constraints(2, [([1, 3], 2), ([3, 1], 2)]), [1, 1])
    assert found == Optimum(Fraction(1), (Fraction(1, 2), Fraction(1, 2)), (Fraction(1, 4), Fraction(1, 4)))


def test_beales_cycling_program_ends(route):
    """Beale (1955), on which the steepest coefficient alone goes round for ever."""
    rows = [
        ([Fraction(1, 4), -60, -Fraction(1, 25), 9], 0),
        ([Fraction(1, 2), -90, -Fraction(1, 50), 3], 0),
        ([0, 0, 1, 0], 1),
    ]
    found = maximize(Constraints(4, rows), [Fraction(3, 4), -150, Fraction(1, 50), -6])
    assert found.value == Fraction(1, 20)


@pytest.mark.parametrize(
    "scale",
    [10**300, Fraction(1, 10**300), 10**39 + 7, Fraction(1, 3)],
    ids=["huge", "tiny", "40 digits", "a third"],
)
def test_extreme_numbers_stay_exact(route, scale):
    rows = [([scale, 3 * scale], 2), ([3 * scale, scale + 1], 2)]
    constraints = Constraints(2, rows)
    found = maximize(constraints, [1, 1])
    verify(constraints, [1, 1], found)
    assert found.value == max(dot([1, 1], vertex) for vertex in vertices(constraints))


def test_numbers_beyond_what_floats_tell_apart(route):
    near = 1 + Fraction(1, 10**40)
    found = maximize(Constraints(2, [([1, 1], 1)]), [1, near])
    assert found.primal == (0, 1)
    assert found.value == near


def test_infeasible_and_unbounded_carry_proofs(route):
    apart = Constraints(1, [([1], 1), ([-1], -2)])
    found = maximize(apart, [1])
    assert isinstance(found, Infeasible)
    verify(apart, [1], found)
    free = Constraints(2, [([1, -1], 0)])
    found = maximize(free, [0, 1])
    assert isinstance(found, Unbounded)
    verify(free, [0, 1], found)


def test_no_constraints_at_all(route):
    assert maximize(Constraints(2), [-1, 0]).value == 0
    assert isinstance(maximize(Constraints(2), [1, 0]), Unbounded)


PROGRAM = Constraints(2, [([1, 1], 1)], [([1, -1], 0)])
GOOD = maximize(PROGRAM, [2, 1])


@pytest.mark.parametrize(
    "broken",
    [
        replace(GOOD, value=GOOD.value + Fraction(1, 10**30)),
        replace(GOOD, primal=(Fraction(1), Fraction(0))),
        replace(GOOD, primal=GOOD.primal[:1]),
        replace(GOOD, dual=(-GOOD.dual[0], GOOD.dual[1])),
        replace(GOOD, dual=(GOOD.dual[0] + 1, GOOD.dual[1])),
        replace(GOOD, dual=GOOD.dual[:1]),
        Infeasible(GOOD.dual),
        Infeasible((Fraction(0), Fraction(0))),
        Unbounded(GOOD.primal, GOOD.primal),
        Unbounded(GOOD.primal, (Fraction(0), Fraction(0))),
    ],
)
def test_a_broken_certificate_is_refused(broken):
    verify(PROGRAM, [2, 1], GOOD)
    with pytest.raises(CertificateError, match="fails its certificate"):
        verify(PROGRAM, [2, 1], broken)


def test_rows_of_another_length_are_refused():
    with pytest.raises(ValueError, match="a row of 1 numbers constrains 2 coordinates"):
        Constraints(2, [([1], 1)])
