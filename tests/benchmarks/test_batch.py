"""Batches against the loop over nashpy that people write, and against a copy of the payoffs, paired in one run.

Run with ``pytest tests/benchmarks/test_batch.py --benchmark-enable``: each benchmark then also holds the ratio that it
measures to the one that the package promises. Otherwise they run once, on few games, for what they assert of them.
"""

from __future__ import annotations

import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nashpy
import numpy as np
import pytest
from numpy.typing import NDArray
from pytest_benchmark.fixture import BenchmarkFixture

from gametheory.batch import solve_batch
from gametheory.solve import Play, solve

GAMES = {2: 200_000, 3: 100_000, 4: 30_000, 5: 10_000}
PROMISED = {2: 1500, 3: 3500, 4: 3500, 5: 3500}
LOOPED = {2: 200, 3: 60, 4: 20, 5: 8}

compiled_too = pytest.mark.parametrize(
    "compiled", [False, pytest.param(True, marks=pytest.mark.skipif(find_spec("numba") is None, reason="needs numba"))]
)


def least(benchmark: Any) -> float:
    """The least time that the benchmark took."""
    return float(benchmark.stats.stats.min)


def quarters(shape: tuple[int, ...], count: int) -> NDArray[np.float64]:
    """Payoffs from -2 to 2 in quarter steps, of which about one in five 2x2 games ties."""
    return np.random.default_rng(list(shape)).integers(-8, 9, (len(shape), *shape, count)) / 4


def seconds(function: Callable[[], Any], rounds: int = 1) -> float:
    """The least time that a call takes."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


@compiled_too
@pytest.mark.parametrize("size", GAMES)
def test_all_equilibria_against_a_loop_of_support_enumeration(
    benchmark: BenchmarkFixture, size: int, compiled: bool
) -> None:
    games, looped = (GAMES[size], LOOPED[size]) if benchmark.enabled else (2000, 3)
    payoffs = quarters((size, size), games)
    solve_batch(payoffs[..., :64], compiled=compiled)  # what is loaded or compiled once is not what is measured
    found: list[int] = []

    def loop() -> None:
        found.clear()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of degenerate games, for which nashpy does not promise all
            for k in range(looped):
                found.append(len(list(nashpy.Game(*payoffs[..., k]).support_enumeration())))

    alone = seconds(loop) / looped
    solution = benchmark(solve_batch, payoffs, compiled=compiled)
    for k in range(looped):
        expected = solve(solution.game(k), Play(concept="nash")).equilibria
        assert solution.equilibria(k) == expected
        assert found[k] <= len(
            expected
        )  # support enumeration loses some to its tolerance, without a tie or a warning too
    assert len(solution) == games
    assert solution.offsets[-1] == len(solution.records)
    assert (solution.counts > 0).all()
    assert (solution.counts[~solution.degenerate] % 2 == 1).all()
    if benchmark.enabled:
        each = least(benchmark) / games
        missed = 1 - sum(found) / int(solution.offsets[looped])
        benchmark.extra_info |= {"us a game": each * 1e6, "times nashpy": alone / each, "nashpy misses": missed}
        assert alone / each >= PROMISED[size]


@compiled_too
@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (5, 5), (2, 2, 2), (3, 3, 3)])
def test_pure_equilibria_against_a_copy_of_the_payoffs(
    benchmark: BenchmarkFixture, shape: tuple[int, ...], compiled: bool
) -> None:
    games = (2**26 if benchmark.enabled else 2**16) // (8 * len(shape) * int(np.prod(shape)))
    payoffs = quarters(shape, games)
    copy = np.empty_like(payoffs)
    solve_batch(payoffs[..., :64], "pure_nash", compiled=compiled)
    stream = seconds(lambda: np.copyto(copy, payoffs), 5)
    solution = benchmark(solve_batch, payoffs, "pure_nash", compiled=compiled)
    stable = np.ones(payoffs.shape[1:], dtype=bool)
    for player, own in enumerate(payoffs):
        stable &= own == own.max(axis=player, keepdims=True)
    assert np.array_equal(solution.counts, np.count_nonzero(stable, axis=tuple(range(len(shape)))))
    if benchmark.enabled:
        benchmark.extra_info["times a copy"] = least(benchmark) / stream


FAMILY = """
import sys, time
from pathlib import Path
from fractions import Fraction
import numpy as np
from gametheory.batch import iter_batches
from gametheory.game import ParametricGame
from gametheory.parameters import MultiAffine, Parameter

rng = np.random.default_rng(0)
p, q = map(MultiAffine.parameter, "pq")
def payoff():
    a, b, c = (MultiAffine.constant(int(number)) for number in rng.integers(-4, 5, 3))
    return a + b * p + c * q
game = ParametricGame(
    ("x", "y"), (("a", "b", "c"),) * 2, tuple(tuple(payoff() for _ in range(9)) for _ in range(2)),
    {name: Parameter(name, Fraction(0), Fraction(-4), Fraction(4)) for name in "pq"},
)
total, step = int(sys.argv[1]), 2**17
points = (rng.integers(-4000, 4001, (2, min(step, total - start)), dtype=np.int16) for start in range(0, total, step))
games = equilibria = 0
start = time.process_time_ns()
for part in iter_batches(game, points=points, denominator=1000):
    games += len(part)
    equilibria += len(part.records)
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(games, equilibria, int(status["VmHWM"].split()[0]) * 1024, time.process_time_ns() - start)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
def test_ten_million_games_of_an_affine_family_in_little_memory(benchmark: Any) -> None:
    total = 10_000_000 if benchmark.enabled else 20_000

    def run(count: int) -> list[int]:
        command = [sys.executable, "-c", FAMILY, str(count)]
        return [int(word) for word in subprocess.run(command, capture_output=True, check=True).stdout.split()]

    *_, tenth = run(total // 10)
    games, equilibria, memory, whole = benchmark.pedantic(run, (total,), rounds=1)
    assert games == total
    assert total <= equilibria < 3 * total
    assert memory < 200e6
    if benchmark.enabled:
        linear = whole / (10 * tenth)  # of the processor's time: other processes do not count
        benchmark.extra_info |= {"bytes": memory, "times ten tenths": linear}
        assert linear < 1.5
