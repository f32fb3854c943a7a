"""The routes that a batch takes through floats, 64-bit and Python integers, tested at their borders."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from gametheory import batch, batch_arithmetic
from gametheory.batch import solve_batch
from gametheory.batch_arithmetic import float_form, float_ranges, integer_forms, integer_ranges
from gametheory.determinants import _LARGEST_MINOR, Minors, error_bounds, largest_exact_range, polyhedra
from gametheory.number_arrays import floats_as_integers
from tests.gametheory.test_batch import assert_equals_single_solver

SQUARES = [(2, 2), (3, 3), (4, 4), (5, 5)]


def minors(payoffs: NDArray[Any]) -> NDArray[Any]:
    """All minors of the first player's polyhedron, in the arithmetic of the array."""
    own, replies, games = payoffs.shape
    room = -(-games // 64) * 64
    padded = np.zeros((own, replies, room), dtype=payoffs.dtype)
    padded[..., :games] = payoffs
    return Minors(polyhedra(own, replies)[0], payoffs.dtype, room).evaluate(padded)[:, :games].copy()


def extreme_payoffs(shape: tuple[int, int], largest: int, count: int = 500) -> NDArray[Any]:
    """Matrices of zeros and the largest payoff, on which minors are largest."""
    return np.random.default_rng(list(shape)).integers(0, 2, (*shape, count)).astype(object) * largest


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_the_largest_minors_are_those_of_hadamards_problem(order: int) -> None:
    bits = order * (order + 1)
    codes = np.arange(2**bits) if bits <= 12 else np.random.default_rng(0).integers(0, 2**bits, 200_000)
    matrices = (codes >> np.arange(bits)[:, None] & 1).reshape(order, order + 1, -1)
    values = minors(matrices.astype(np.int64))
    for size, block in enumerate(polyhedra(order, order + 1)[0].orders, 1):
        assert abs(values[block]).max() == _LARGEST_MINOR[size]


@pytest.mark.parametrize("shape", [*SQUARES, (5, 2), (2, 5), (4, 5)])
def test_minors_are_exact_up_to_the_range_in_each_arithmetic(shape: tuple[int, int]) -> None:
    for dtype, most in ((np.float64, 2**53), (np.int64, 2**63 - 1)):
        limit = largest_exact_range(min(shape[0], shape[1] - 1), most)
        payoffs = extreme_payoffs(shape, limit)
        payoffs += payoffs // limit * 0 - np.random.default_rng(1).integers(0, 2, payoffs.shape) * (payoffs > 0)
        assert (minors(payoffs.astype(dtype)).astype(object) == minors(payoffs)).all()


@pytest.mark.parametrize("shape", SQUARES[1:])
def test_beyond_the_range_some_minors_are_wrong(shape: tuple[int, int]) -> None:
    for dtype, most in ((np.float64, 2**53), (np.int64, 2**63 - 1)):
        payoffs = extreme_payoffs(shape, 16 * largest_exact_range(min(shape[0], shape[1] - 1), most) + 1)
        payoffs -= np.random.default_rng(1).integers(0, 8, payoffs.shape)
        assert (minors(payoffs.astype(dtype)).astype(object) != minors(payoffs)).any()


@pytest.mark.parametrize("shape", SQUARES)
def test_the_range_decides_between_floats_with_and_without_bounds(shape: tuple[int, int]) -> None:
    limit = float_ranges(shape)[0]
    payoffs = np.zeros((2, *shape, 3), dtype=np.int64)
    payoffs[:, 0, 0] = limit
    assert float_form(payoffs).bounds is None
    assert float_form(payoffs - 2**62).bounds is None
    payoffs[1, 0, 0, 1] += 1
    form = float_form(payoffs)
    assert form.bounds is not None
    assert form.exact.tolist() == [[True, False, True], [True, True, True]]


@pytest.mark.parametrize("shape", SQUARES)
@pytest.mark.parametrize("beyond", [0, 1])
@pytest.mark.parametrize("route", ["floats", "words"])
def test_tied_games_at_the_border_of_a_route(shape: tuple[int, int], beyond: int, route: str) -> None:
    limit = (float_ranges if route == "floats" else integer_ranges)(shape)[0] + beyond
    rng = np.random.default_rng([*shape, beyond])
    payoffs = rng.integers(0, 2, (2, *shape, 10)).astype(object) * limit
    payoffs[..., 5:] -= rng.integers(0, 2, payoffs[..., 5:].shape) * (payoffs[..., 5:] > 0)
    assert_equals_single_solver(payoffs)
    assert_equals_single_solver(payoffs - payoffs.max() // 2)


def test_only_uncertain_games_are_solved_again(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def watched(payoffs: NDArray[Any]) -> Any:
        for games, form in integer_forms(payoffs):
            seen.append((form.dtype, len(games)))
            yield games, form

    monkeypatch.setattr(batch, "integer_forms", watched)
    rng = np.random.default_rng(0)
    solve_batch(rng.integers(-8, 9, (2, 4, 4, 500)) / 4)
    solve_batch(rng.integers(-(10**6), 10**6, (2, 2, 2, 500)))
    solve_batch(rng.random((2, 4, 4, 500)))
    assert seen == []
    mixed = rng.random((2, 3, 3, 500))
    mixed[..., 7] = np.round(mixed[..., 7]) + 0.1  # tied, and no integers at any scale that floats admit
    mixed[..., 7] += np.eye(3) * 2.0**-40
    solve_batch(mixed)
    assert [number for _, number in seen] == [1]
    seen.clear()
    solve_batch(np.full((2, 3, 3, 4), 1.0) + np.eye(3)[..., None] * 2.0**-30)
    assert seen == []  # tied, but integers once scaled
    limit = integer_ranges((3, 3))[0]
    solve_batch(np.stack([np.zeros((2, 3, 3), int), *(np.ones((2, 3, 3), int),) * 2], axis=-1) * limit)
    assert seen == []  # all payoffs of a game alike
    tied = np.zeros((2, 3, 3, 2), dtype=object)
    tied[:, 0, 0] = [limit, limit + 1]
    solve_batch(tied)
    assert seen == [(np.dtype(np.int64), 1), (np.dtype(object), 1)]


@pytest.mark.parametrize("shape", SQUARES)
def test_computed_minors_are_within_their_bounds(shape: tuple[int, int]) -> None:
    payoffs = np.random.default_rng(7).standard_normal((2, *shape, 40))
    form = float_form(payoffs)
    assert form.bounds is not None
    computed = minors(form.payoffs[1])
    span = form.payoffs[1].max(axis=(0, 1)) - form.payoffs[1].min(axis=(0, 1))
    assert (span <= float_ranges(shape)[1]).all()
    assert (span > float_ranges(shape)[1] / 2).all()
    exact = minors(np.vectorize(Fraction, otypes=[object])(form.payoffs[1]))
    for block, bound in zip(polyhedra(*shape)[0].orders, form.bounds[0], strict=True):
        errors = abs(np.vectorize(Fraction, otypes=[object])(computed[block]) - exact[block]).max()
        assert errors <= bound
        assert bound <= 10**4 * errors  # not so wide that the filter would be idle


def test_bounds_grow_with_the_error_of_the_payoffs() -> None:
    assert all(a < b for a, b in zip(error_bounds(4, 1.0, 1e-16), error_bounds(4, 1.0, 1e-10), strict=True))
    rng = np.random.default_rng(8)
    true = rng.integers(0, 2**20, (4, 5, 200)).astype(float)
    off = true + rng.uniform(-1, 1, true.shape) / 2**10
    for block, bound in zip(polyhedra(4, 5)[0].orders, error_bounds(4, 2.0**20, 2 * 2.0**-10 / 2.0**20), strict=True):
        assert abs(minors(off)[block] - minors(true)[block]).max() <= bound


@pytest.mark.parametrize("scale", [1e300, 1e-300, 5e-324, 2.0**-1022, 1.7e308 / 3])
@pytest.mark.parametrize("shape", [(2, 2), (3, 4)])
def test_the_largest_and_the_smallest_floats(shape: tuple[int, int], scale: float) -> None:
    payoffs = np.random.default_rng(1).integers(-3, 4, (2, *shape, 20)) * scale
    assert_equals_single_solver(payoffs)
    assert_equals_single_solver(payoffs, "pure_nash")


def test_a_tiny_difference_beside_a_huge_payoff_is_not_lost() -> None:
    payoffs = np.zeros((2, 2, 2, 2))
    payoffs[0, 0] = 1e300  # the first row is better, whatever the columns
    payoffs[1, 0, 1] = 1e-300  # and then the second column is, by a hair
    payoffs[1, 1] = 1e300
    payoffs[:, :, :, 1] *= -1
    solution = assert_equals_single_solver(payoffs)
    assert [equilibrium.profile for equilibrium in solution.equilibria(0)] == [(0, 1)]


def test_games_of_very_different_sizes_in_one_block() -> None:
    payoffs = np.random.default_rng(2).integers(-2, 3, (2, 3, 3, 60)) * 10.0 ** np.random.default_rng(3).integers(
        -300, 300, 60
    )
    assert_equals_single_solver(payoffs)


@pytest.mark.parametrize(
    ("dtype", "offset"), [(np.int64, -(2**63)), (np.int64, 2**63 - 3), (np.uint64, 2**64 - 3), (np.uint8, 253)]
)
def test_the_ends_of_the_integer_types(dtype: Any, offset: int) -> None:
    small = np.random.default_rng(4).integers(0, 3, (2, 3, 3, 20)).astype(object)
    payoffs = (small + offset).astype(dtype)
    assert_equals_single_solver(payoffs)
    apart = np.array([np.iinfo(dtype).min, np.iinfo(dtype).max], dtype=dtype)[small.astype(int) % 2]
    assert_equals_single_solver(apart)
    assert_equals_single_solver(apart, "pure_nash")


def test_integer_forms_split_by_range_and_lose_nothing() -> None:
    limit = integer_ranges((3, 3))[0]
    payoffs = np.zeros((2, 3, 3, 4), dtype=object)
    payoffs[0, 1, 1] = [limit, limit + 1, -limit, 2**70]
    payoffs[1] = 2**80
    parts = {form.dtype: (games.tolist(), form) for games, form in integer_forms(payoffs)}
    assert parts[np.dtype(np.int64)][0] == [0, 2]
    assert parts[np.dtype(np.int64)][1].min() == 0
    assert parts[np.dtype(object)][0] == [1, 3]


def test_floats_become_integers_at_one_scale_a_game() -> None:
    block = np.array([[[0.0, 3.0], [0.1, -(2.0**900)]], [[5e-324, 0.0], [1.0, 0.0]]])  # players x actions x games
    whole = floats_as_integers(block)
    for player, game in product(range(2), range(2)):
        scales = {
            Fraction(int(w)) / Fraction(v)
            for w, v in zip(whole[player, :, game], block[player, :, game], strict=True)
            if v
        }
        assert len(scales) <= 1
        assert all(scale > 0 for scale in scales)
        assert [bool(w) for w in whole[player, :, game]] == [bool(v) for v in block[player, :, game]]


def test_a_bound_too_small_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    payoffs = np.random.default_rng(5).integers(-(2**40), 2**40, (2, 3, 4, 500)).astype(float)
    payoffs[1, 2] = -payoffs[1, 0] - payoffs[1, 1]  # against the even mixture all four replies are equally good
    assert solve_batch(payoffs).degenerate.all()
    monkeypatch.setattr(batch_arithmetic, "error_bounds", lambda order, *_: (0.0,) * order)
    assert not solve_batch(payoffs).degenerate.all()
