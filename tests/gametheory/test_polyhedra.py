from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.errors import TooLarge
from gametheory.polyhedra import extreme_rays


def solution_line(rows: list[list[int]], dimension: int) -> tuple[Fraction, ...] | None:
    """The direction that `rows` leave free, when they leave exactly one (plain elimination on fractions)."""
    matrix = [[Fraction(value) for value in row] for row in rows]
    pivots: list[int] = []
    for column in range(dimension):
        done = len(pivots)
        found = next((index for index in range(done, len(matrix)) if matrix[index][column]), None)
        if found is None:
            continue
        matrix[done], matrix[found] = matrix[found], matrix[done]
        matrix[done] = [value / matrix[done][column] for value in matrix[done]]
        for index, row in enumerate(matrix):
            if index != done and row[column]:
                factor = row[column]
                matrix[index] = [value - factor * other for value, other in zip(row, matrix[done], strict=True)]
        pivots.append(column)
    if len(pivots) != dimension - 1:
        return None
    free = next(column for column in range(dimension) if column not in pivots)
    line = [Fraction(0)] * dimension
    line[free] = Fraction(1)
    for index, column in enumerate(pivots):
        line[column] = -matrix[index][free]
    return tuple(line)


def brute_force(rows: list[list[int]]) -> set[tuple[Fraction, ...]]:
    """Every feasible direction that d - 1 of the rows leave as the only one, scaled to a first entry of 1 or -1."""
    dimension = len(rows[0])
    found = set()
    for chosen in combinations(rows, dimension - 1):
        line = solution_line(list(chosen), dimension)
        if line is None:
            continue
        for sign in (1, -1):
            ray = tuple(sign * value for value in line)
            if all(sum(a * z for a, z in zip(row, ray, strict=True)) >= 0 for row in rows):
                found.add(scaled(ray))
    return found


def scaled(ray: tuple[Fraction, ...] | tuple[int, ...]) -> tuple[Fraction, ...]:
    size = next(abs(Fraction(value)) for value in ray if value)
    return tuple(Fraction(value) / size for value in ray)


@st.composite
def pointed_cones(draw: st.DrawFn) -> list[list[int]]:
    dimension = draw(st.integers(1, 4))
    axes = [[int(row == column) for column in range(dimension)] for row in range(dimension)]
    more = draw(st.lists(st.lists(st.integers(-2, 2), min_size=dimension, max_size=dimension), max_size=5))
    return draw(st.permutations(axes + more))


@settings(max_examples=300)
@given(pointed_cones())
def test_the_rays_are_those_of_brute_force(rows: list[list[int]]) -> None:
    rays = extreme_rays(rows)
    assert len({ray.direction for ray in rays}) == len(rays)
    expected = brute_force(rows) if len(rows[0]) > 1 else {(Fraction(1),)} if all(r[0] >= 0 for r in rows) else set()
    assert {scaled(ray.direction) for ray in rays} == expected


@given(pointed_cones())
def test_the_mask_names_the_rows_that_are_tight(rows: list[list[int]]) -> None:
    for ray in extreme_rays(rows):
        values = [sum(a * z for a, z in zip(row, ray.direction, strict=True)) for row in rows]
        assert ray.tight == sum(1 << index for index, value in enumerate(values) if value == 0)


def test_a_cone_that_holds_a_line_is_refused() -> None:
    with pytest.raises(ValueError, match="rank 1, below 2"):
        extreme_rays([[1, 1], [2, 2]])


def test_work_beyond_the_bound_is_refused_with_the_size() -> None:
    rows = [[int(row == column) for column in range(5)] for row in range(5)]
    rows += [[t**power - (power == 4) * 10 for power in range(5)] for t in range(-6, 7)]
    with pytest.raises(TooLarge, match="18 inequalities in 4 dimensions"):
        extreme_rays(rows, most_pairs=3)
