"""Batches, held to the single exact solver, to symmetries of games and to what is known of their equilibria."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gametheory import complementarity
from gametheory.batch import iter_batches, solve_batch
from gametheory.batch_solution import BatchSolution
from gametheory.determinants import MOST_ACTIONS, Minors, Polyhedron
from gametheory.errors import CertificateError
from gametheory.game import StrategicGame
from gametheory.solve import Play, solve
from tests.games import COARSE, QUARTERS, games

SHAPES = list(product(range(1, MOST_ACTIONS + 1), repeat=2))
KINDS: dict[str, Callable[[np.random.Generator, tuple[int, ...]], NDArray[Any]]] = {
    "tied": lambda rng, shape: rng.integers(-1, 2, shape),
    "quarters": lambda rng, shape: rng.integers(-8, 9, shape) / 4,
    "tenths": lambda rng, shape: rng.integers(-20, 21, shape) / 10,
    "generic": lambda rng, shape: rng.random(shape),
    "long": lambda rng, shape: rng.integers(-3, 4, shape) * 2**60 + rng.integers(0, 2, shape),
}


def batch(shape: tuple[int, ...], count: int, kind: str = "tied", seed: int = 0) -> NDArray[Any]:
    rng = np.random.default_rng([seed, *shape, list(KINDS).index(kind)])
    return KINDS[kind](rng, (len(shape), *shape, count))


def assert_equals_single_solver(payoffs: Any, concept: str = "nash", **options: Any) -> BatchSolution:
    solution = solve_batch(payoffs, concept, **options)
    for k in range(len(solution)):
        alone = solve(solution.game(k), Play(concept=concept))
        assert solution.equilibria(k) == alone.equilibria
        if concept == "nash":
            assert solution.infinite[k] == any(len(subset) > 1 for subset in alone.maximal_subsets)
    return solution


def labels(solution: BatchSolution) -> set[tuple[int, int, int]]:
    """Every equilibrium as the game and the labels of its two vertices, which name these."""
    game = np.repeat(np.arange(len(solution)), solution.counts)
    records = solution.records
    return set(zip(game.tolist(), records["first_labels"].tolist(), records["second_labels"].tolist(), strict=True))


def relabelled(masks: set[tuple[int, int, int]], new: list[int], swap: bool = False) -> set[tuple[int, int, int]]:
    def moved(mask: int) -> int:
        return sum(1 << target for label, target in enumerate(new) if mask >> label & 1)

    return {(g, moved(b), moved(a)) if swap else (g, moved(a), moved(b)) for g, a, b in masks}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", SHAPES)
def test_equals_the_single_solver(shape: tuple[int, int], kind: str) -> None:
    assert_equals_single_solver(batch(shape, 8, kind))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["tied", "quarters", "generic"])
@pytest.mark.parametrize("shape", [(2, 2), (2, 3), (3, 3), (4, 3), (4, 4), (2, 5), (5, 5)])
def test_equals_the_single_solver_on_many_games(shape: tuple[int, int], kind: str) -> None:
    assert_equals_single_solver(batch(shape, 1000 if sum(shape) < 8 else 300, kind, seed=1))


@given(games(most_actions=MOST_ACTIONS, numbers=st.one_of(COARSE, QUARTERS)))
@settings(max_examples=150, deadline=None)
def test_any_game_in_coarse_payoffs(game: StrategicGame) -> None:
    payoffs = np.array(game.payoffs, dtype=object).reshape(2, *game.shape, 1)
    assert_equals_single_solver(payoffs)
    assert_equals_single_solver((payoffs * 4).astype(int), denominator=4)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", [(1, 1), (2, 2), (3, 4), (5, 5), (2, 2, 2), (3, 1, 2), (3, 3, 3), (2, 2, 2, 2), (3,)])
def test_pure_equilibria_equal_the_single_solver(shape: tuple[int, ...], kind: str) -> None:
    payoffs = batch(shape, 12, kind)
    assert_equals_single_solver(payoffs, "pure_nash")
    assert_equals_single_solver(payoffs.astype(object), "pure_nash")


def test_pure_equilibria_are_among_the_extreme_ones() -> None:
    payoffs = batch((4, 4), 3000)
    pure, all_of_them = solve_batch(payoffs, "pure_nash"), solve_batch(payoffs)
    mask = all_of_them.supports
    is_pure = (mask & (mask - np.uint64(1)) == 0).all(axis=1)
    game = np.repeat(np.arange(3000), all_of_them.counts)
    assert np.array_equal(np.bincount(game[is_pure], minlength=3000), pure.counts)


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (3, 5), (5, 5)])
@pytest.mark.parametrize("kind", ["tied", "quarters", "generic"])
def test_nondegenerate_games_have_an_odd_number_and_every_game_has_some(shape: tuple[int, int], kind: str) -> None:
    solution = solve_batch(batch(shape, 3000, kind))
    assert (solution.counts > 0).all()
    assert (solution.counts[~solution.degenerate] % 2 == 1).all()
    assert not (solution.infinite & ~solution.degenerate).any()
    assert (kind == "tied" and shape == (5, 5)) or (~solution.degenerate).any()


@pytest.mark.parametrize("shape", [(2, 2), (2, 4), (3, 3), (5, 4)])
@pytest.mark.parametrize("kind", ["tied", "quarters", "long"])
def test_scaling_and_shifting_payoffs_changes_nothing(shape: tuple[int, int], kind: str) -> None:
    payoffs = batch(shape, 500, kind).astype(object)
    before = solve_batch(payoffs)
    rng = np.random.default_rng(3)
    changed = payoffs * rng.integers(1, 10**6, (2, 1, 1, 500)).astype(object)
    changed[0] += rng.integers(-(10**9), 10**9, (1, shape[1], 500)).astype(object)  # by the other's action
    changed[1] += rng.integers(-(10**9), 10**9, (shape[0], 1, 500)).astype(object)
    after = solve_batch(changed)
    assert np.array_equal(before.records, after.records)
    assert np.array_equal(before.offsets, after.offsets)
    assert np.array_equal(before.flags, after.flags)


@pytest.mark.parametrize("shape", [(2, 2), (2, 4), (3, 3), (5, 4)])
def test_permuting_actions_permutes_the_answer(shape: tuple[int, int]) -> None:
    payoffs = batch(shape, 1000)
    rows, columns = (np.random.default_rng(4).permutation(size) for size in shape)
    moved = solve_batch(payoffs[:, rows][:, :, columns])
    assert labels(solve_batch(payoffs)) == relabelled(labels(moved), [*rows.tolist(), *(shape[0] + columns).tolist()])


@pytest.mark.parametrize("shape", [(2, 2), (2, 4), (3, 3), (5, 4)])
def test_exchanging_the_players_exchanges_their_strategies(shape: tuple[int, int]) -> None:
    payoffs = batch(shape, 1000)
    first, second = shape
    swapped = labels(solve_batch(payoffs[::-1].swapaxes(1, 2)))
    assert labels(solve_batch(payoffs)) == relabelled(
        swapped, [first + j for j in range(second)] + list(range(first)), swap=True
    )


def test_degenerate_two_by_two_games_are_those_where_a_pure_strategy_has_two_best_replies() -> None:
    values = np.array(list(product(range(3), repeat=8))).T.reshape(2, 2, 2, -1)
    solution = solve_batch(values)
    own, others = values
    tied = (own[0] == own[1]).any(axis=0) | (others[:, 0] == others[:, 1]).any(axis=0)
    assert np.array_equal(solution.degenerate, tied)


@pytest.mark.parametrize(
    ("first", "second", "degenerate", "infinite"),
    [
        ([[-3, 3], [-3, 5]], [[2, 7], [4, 2]], True, True),  # a continuum that support enumeration takes for a point
        ([[0, 0], [-1, 1]], [[2, 2], [-1, 1]], True, True),  # entry deterrence
        ([[1, 1], [0, 0]], [[1, 0], [0, 0]], True, False),  # a tie at an action that is never played
        ([[3, 0], [0, 2]], [[2, 0], [0, 3]], False, False),  # battle of the sexes
        ([[1, 1, 1], [0, 0, 0]], [[0, 2, 1], [2, 0, 1]], True, False),  # three best replies to an even mixture only
    ],
)
def test_flags_of_known_games(first: Any, second: Any, degenerate: bool, infinite: bool) -> None:
    solution = assert_equals_single_solver(np.array([first, second])[..., None])
    assert (solution.degenerate[0], solution.infinite[0]) == (degenerate, infinite)


def test_the_records_are_in_rows_by_game_and_without_repeats() -> None:
    solution = solve_batch(batch((4, 4), 9000))  # more than one block
    assert solution.offsets[0] == 0
    assert solution.offsets[-1] == len(solution.records) == len(np.unique(np.array(sorted(labels(solution))), axis=0))
    assert (np.diff(solution.offsets) >= 1).all()
    for k in (0, 4095, 4096, 8999):
        part = solution.records[solution.offsets[k] : solution.offsets[k + 1]]
        bases = list(zip(part["first_basis"].tolist(), part["second_basis"].tolist(), strict=True))
        assert bases == sorted(set(bases))


def test_a_batch_in_python_integers_of_more_than_one_block() -> None:
    small = batch((2, 3), 5000)
    huge = solve_batch(small.astype(object) * 10**30)
    assert labels(huge) == labels(solve_batch(small))
    assert np.array_equal(huge.flags, solve_batch(small).flags)


@pytest.mark.parametrize("concept", ["nash", "pure_nash"])
@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 4097])
def test_a_batch_is_the_sum_of_its_games(concept: str, count: int) -> None:
    payoffs = batch((2, 3), count)
    solution = solve_batch(payoffs, concept)
    assert len(solution) == len(solution.counts) == count
    for k in range(0, count, 16):
        assert solution.equilibria(k) == solve_batch(payoffs[..., k : k + 1], concept).equilibria(0)


@pytest.mark.parametrize("concept", ["nash", "pure-nash"])
def test_parts_add_up_to_the_whole(concept: str) -> None:
    payoffs = batch((3, 3), 1000, "tenths")
    whole = solve_batch(payoffs, concept)
    parts = list(iter_batches(payoffs, concept, games=300))
    assert [part.first for part in parts] == [0, 300, 600, 900]
    assert np.array_equal(np.concatenate([part.records for part in parts]), whole.records)
    assert np.array_equal(np.concatenate([part.flags for part in parts]), whole.flags)
    assert parts[2].equilibria(5) == whole.equilibria(605)
    assert parts[1].to_frame()["game"].min() == 300


def test_the_frame_tells_supports() -> None:
    frame = solve_batch(np.array([[[3, 0], [0, 2]], [[2, 0], [0, 3]]])[..., None]).to_frame()
    assert frame["player_1"].tolist() == ["a1", "a2", "a1+a2"]
    assert frame["pure"].tolist() == [True, True, False]
    frame = solve_batch(np.array([[[3, 0], [0, 2]], [[2, 0], [0, 3]]])[..., None], "pure_nash").to_frame()
    assert frame["player_2"].tolist() == ["a1", "a2"]
    assert solve_batch(np.zeros((2, 2, 2, 0))).to_frame().empty


def test_what_is_printed_counts_games_and_equilibria() -> None:
    text = str(solve_batch(np.array([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])[..., None], "pure_nash"))
    assert "1 2x2 games" in text
    assert "1 games have none" in text


# --- the tests are tested: each fault planted in the solver must come to light ---


def _drop_a_support(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_the_last(test: Callable[..., NDArray[np.uint64]]) -> Callable[..., NDArray[np.uint64]]:
        def weakened(polyhedron: Polyhedron, signs: NDArray[np.uint64]) -> NDArray[np.uint64]:
            found = test(polyhedron, signs)
            found[-1] = 0
            return found

        return weakened

    for name in ("_strictly_feasible", "_feasible"):
        monkeypatch.setattr(complementarity, name, without_the_last(getattr(complementarity, name)))


def _flip_a_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    evaluate = Minors.evaluate

    def flipped(self: Minors, payoffs: NDArray[Any]) -> NDArray[Any]:
        values = evaluate(self, payoffs)
        np.negative(values[-1], out=values[-1])
        return values

    monkeypatch.setattr(Minors, "evaluate", flipped)


def _skip_a_tie(monkeypatch: pytest.MonkeyPatch) -> None:
    evaluate = Minors.evaluate

    def nudged(self: Minors, payoffs: NDArray[Any]) -> NDArray[Any]:
        values = evaluate(self, payoffs)
        values[values == 0] = 1
        return values

    monkeypatch.setattr(Minors, "evaluate", nudged)


@pytest.mark.parametrize("fault", [_drop_a_support, _flip_a_sign, _skip_a_tie])
def test_a_planted_fault_is_found(fault: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch) -> None:
    payoffs = batch((3, 3), 200, "quarters")
    assert_equals_single_solver(payoffs[..., :20])
    fault(monkeypatch)
    with pytest.raises((AssertionError, CertificateError)):
        assert_equals_single_solver(payoffs)
