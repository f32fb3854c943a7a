"""The compiled kernel, held bit for bit to the one in numpy."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from gametheory import batch as front_door
from gametheory.batch import iter_batches, solve_batch
from gametheory.complementarity import ExtremeEquilibria
from gametheory.determinants import polyhedra
from gametheory.errors import NotApplicable
from tests.gametheory.test_batch import KINDS, SHAPES, batch

numba = pytest.importorskip("numba")


def assert_same(payoffs: NDArray[Any], **options: Any) -> None:
    plain, compiled = (solve_batch(payoffs, compiled=choice, **options) for choice in (False, True))
    assert np.array_equal(plain.records, compiled.records)
    assert np.array_equal(plain.offsets, compiled.offsets)
    assert np.array_equal(plain.flags, compiled.flags)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", SHAPES)
def test_the_answer_is_the_same(shape: tuple[int, int], kind: str) -> None:
    assert_same(batch(shape, 300, kind, seed=2))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", [(1, 1), (2, 2), (4, 2), (5, 5), (2, 2, 2), (3, 1, 2), (3, 3, 3), (2,) * 6, (8, 9)])
def test_pure_equilibria_are_the_same(shape: tuple[int, ...], kind: str) -> None:
    payoffs = batch(shape, 1500, kind)
    assert_same(payoffs, concept="pure_nash")
    assert_same(payoffs[..., ::3], concept="pure_nash")
    assert_same(payoffs[..., :7].astype(object), concept="pure_nash")


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 16384, 16385])
def test_at_the_borders_of_words_and_blocks(count: int) -> None:
    assert_same(batch((2, 2), count))
    assert_same(batch((2, 2), count), concept="pure_nash")


@pytest.mark.parametrize("shape", [(2, 2), (3, 4), (5, 5)])
def test_doubt_is_the_same(shape: tuple[int, int]) -> None:
    from gametheory.batch_compiled import CompiledExtremeEquilibria

    payoffs = np.random.default_rng(0).standard_normal((2, *shape, 200))
    bounds = tuple((0.3 / p.minors,) * len(p.orders) for p in polyhedra(*shape)[:2])
    *_, plain = ExtremeEquilibria(shape, np.float64, 200).solve(payoffs, bounds)
    *_, compiled = CompiledExtremeEquilibria(shape, 200).solve(payoffs, bounds)
    assert plain is not None
    assert compiled is not None
    assert plain.any()
    assert not plain.all()
    assert np.array_equal(plain, compiled)


def test_more_equilibria_than_there_was_room_for() -> None:
    assert_same(np.zeros((2, 5, 5, 200)))  # 25 each
    parts = list(iter_batches(np.zeros((2, 5, 5, 200)), games=100, compiled=True))
    assert [part.counts.tolist() for part in parts] == [[25] * 100] * 2


def test_it_is_used_by_itself_only_where_it_repays_its_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def chosen(games: int) -> str:
        return type(front_door._kernel((3, 3), games, None)[0]).__name__

    monkeypatch.delitem(sys.modules, "gametheory.batch_compiled", raising=False)
    assert [chosen(games) for games in (1, 10**6)] == ["ExtremeEquilibria"] * 2
    assert chosen(10**7) == "CompiledExtremeEquilibria"
    assert chosen(10**6) == "CompiledExtremeEquilibria"  # its start is paid for
    monkeypatch.setattr(front_door, "find_spec", lambda name: None)
    assert chosen(10**7) == "ExtremeEquilibria"
    with pytest.raises(NotApplicable, match=r"detente\[fast\]"):
        solve_batch(np.zeros((2, 2, 2, 1)), compiled=True)


def test_nothing_imports_numba_before_it_is_used() -> None:
    check = (
        "import sys, numpy; from gametheory.batch import solve_batch;"
        "solve_batch(numpy.zeros((2, 2, 2, 10))); print('numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout == "False\n"


def test_it_works_where_nothing_can_be_kept_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    from gametheory import batch_compiled

    njit = numba.njit

    def nowhere(*args: Any, cache: bool = False, **options: Any) -> Any:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return njit(*args, **options)

    monkeypatch.setattr(numba, "njit", nowhere)
    assert batch_compiled.compiled(lambda x: x + 1)(2) == 3
