"""Sweeps of a built-in game against the loop over nashpy that people write, in one run; their memory and their scaling.

Run with ``pytest tests/benchmarks/test_sweep.py --benchmark-enable`` for the sizes that the package's promises name.
Times are the processor's, of all processes together, so that other work on the machine does not count.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import warnings
from fractions import Fraction
from pathlib import Path
from typing import Any

import nashpy
import pytest

from gametheory.sampling_plan import Sample
from gametheory.solve import Play, solve
from payoffs.scenario_file import load_scenario
from payoffs.scenarios import DEFAULT
from payoffs.utility import parametric_game

pytest.importorskip("pyarrow")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="memory and time are read from resource")

LOOPED = 20
KERNEL_RATE = 1_000_000  # worlds a second and core that are promised of all equilibria at 3x3
TIMES_NASHPY = 2000

SWEEP = """
import json, os, resource, sys, time
from gametheory.sampling_plan import Sample
from gametheory.solve import Play
from gametheory.sweep import sweep
from payoffs.scenario_file import load_scenario
from payoffs.scenarios import DEFAULT
from payoffs.utility import parametric_game
def peak():
    # Where there is /proc, not ru_maxrss: that starts from the peak of the process that started this one.
    if os.path.exists("/proc/self/status"):
        return 1024 * next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
game_name, moved, worlds, concept, workers, keep, folder = json.loads(sys.argv[1])
game = parametric_game(load_scenario(DEFAULT), game_name)
plan = Sample(dict.fromkeys(list(game.parameters)[:moved]), worlds)
sweep(game, Sample(plan.over, 100), play=Play(concept=concept))  # what is loaded once is not what is measured
before, start = sum(os.times()[:4]), time.perf_counter()
found = sweep(game, plan, play=Play(concept=concept), workers=workers, keep=tuple(keep), folder=folder)
print(json.dumps({
    "cpu": sum(os.times()[:4]) - before,
    "wall": time.perf_counter() - start,
    "bytes": peak(),
    "tally": found.tally.to_dict(),
}))
"""


def swept(
    game: str,
    moved: int,
    worlds: int,
    concept: str,
    workers: int = 1,
    keep: tuple[str, ...] = (),
    folder: Path | None = None,
) -> dict[str, Any]:
    asked = json.dumps([game, moved, worlds, concept, workers, keep, folder and str(folder)])
    one_thread = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
    output = subprocess.run(
        [sys.executable, "-c", SWEEP, asked], capture_output=True, check=True, env={**os.environ, **one_thread}
    ).stdout
    found: dict[str, Any] = json.loads(output)
    assert found["tally"]["worlds"] == worlds
    assert sum(found["tally"]["only"]) <= worlds
    return found


def test_all_equilibria_of_ten_million_worlds_against_a_loop_over_nashpy(benchmark: Any, tmp_path: Path) -> None:
    worlds = 10_000_000 if benchmark.enabled else 20_000
    game = parametric_game(load_scenario(DEFAULT), "coercion")
    plan = Sample(dict.fromkeys(game.parameters), worlds).bind(game)
    points, denominator = plan.points(0, LOOPED)
    found: list[int] = []
    start = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for column in points.T.tolist():
            at = {name: Fraction(value, denominator) for name, value in zip(plan.names, column, strict=True)}
            stage = game.at(at)
            found.append(len(list(nashpy.Game(stage.array(0), stage.array(1)).support_enumeration())))
    loop = (time.process_time() - start) / LOOPED
    for column, number in zip(points.T.tolist(), found, strict=True):
        at = {name: Fraction(value, denominator) for name, value in zip(plan.names, column, strict=True)}
        assert number <= len(solve(game, Play(concept="nash"), at).equilibria)
    result = benchmark.pedantic(swept, ("coercion", len(plan.names), worlds, "nash"), rounds=1)
    kept = swept("coercion", len(plan.names), worlds, "nash", keep=("points",), folder=tmp_path / "s")
    assert kept["tally"] == result["tally"]
    assert max(result["bytes"], kept["bytes"]) < 300e6
    if benchmark.enabled:
        rate = worlds / result["cpu"]
        size = sum(path.stat().st_size for path in tmp_path.rglob("*.parquet"))
        benchmark.extra_info |= {
            "worlds a second and core": rate,
            "written with 15 parameters": worlds / kept["cpu"],
            "bytes a world": size / worlds,
            "peak": kept["bytes"],
            "times nashpy": loop * rate,
        }
        assert rate > KERNEL_RATE
        assert loop * rate >= TIMES_NASHPY


@pytest.mark.parametrize(("game", "moved"), [("dual_freeze", 3), ("coercion", 15)])
def test_pure_worlds_to_parquet(benchmark: Any, tmp_path: Path, game: str, moved: int) -> None:
    worlds = 40_000_000 if benchmark.enabled else 200_000
    result = benchmark.pedantic(swept, (game, moved, worlds, "pure_nash"), {"folder": tmp_path / "s"}, rounds=1)
    assert sum(path.stat().st_size for path in tmp_path.rglob("*.parquet")) > 0
    assert result["bytes"] < 300e6
    if benchmark.enabled:
        rate = worlds / result["cpu"]
        benchmark.extra_info |= {"worlds a second and core": rate, "10**9 on two cores, s": 1e9 / (2 * rate)}
        assert 1e8 / (2 * rate) < 30


def test_two_workers_cost_little_more_than_one(benchmark: Any, tmp_path: Path) -> None:
    worlds = 10_000_000 if benchmark.enabled else 300_000
    one = swept("coercion", 15, worlds, "nash", 1, ("points",), tmp_path / "one")
    two = benchmark.pedantic(swept, ("coercion", 15, worlds, "nash", 2, ("points",), tmp_path / "two"), rounds=1)
    assert one["tally"] == two["tally"]
    for path in (tmp_path / "one" / "worlds").iterdir():
        assert (tmp_path / "two" / "worlds" / path.name).read_bytes() == path.read_bytes()
    if benchmark.enabled:
        # what two cores that have nothing else to do would gain; the wall clock also shows what else they do
        benchmark.extra_info |= {
            "gain": 2 * one["cpu"] / two["cpu"],
            "gain by the wall clock": one["wall"] / two["wall"],
        }
        assert 2 * one["cpu"] / two["cpu"] >= 1.7
