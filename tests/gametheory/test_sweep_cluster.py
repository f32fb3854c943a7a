"""Sweeps on a Dask cluster of real processes on the loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import gametheory.sweep as sweep_module
from gametheory.errors import DetenteError, InvalidParameter, NotApplicable
from gametheory.sampling_plan import Sample
from gametheory.sweep import sweep
from tests.gametheory.test_sweep import content, family

pytest.importorskip("distributed")

PLAN = Sample({"p": None, "q": None}, 200_000, seed=11)
GAME = family((3, 3))


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and two workers without a nanny that would start them again."""
    place = tmp_path / "scheduler.json"
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "DASK_TEMPORARY_DIRECTORY": str(tmp_path)}
    wanted = ["--scheduler-file", str(place)]
    commands = [
        ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", *wanted],
        *([["worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--death-timeout", "60", *wanted]] * 2),
    ]
    with ExitStack() as stack, (tmp_path / "cluster.log").open("wb") as log:
        processes = []
        for command in commands:
            process = stack.enter_context(
                subprocess.Popen([sys.executable, "-m", "dask", *command], env=env, stdout=log, stderr=log)
            )
            stack.callback(process.kill)
            processes.append(process)
        end = time.monotonic() + 60
        while not place.exists() or not place.read_text().strip():
            assert time.monotonic() < end, (tmp_path / "cluster.log").read_text()
            time.sleep(0.05)
        yield json.loads(place.read_text())["address"], processes[1:]


@pytest.mark.slow
def test_a_killed_worker_loses_nothing_and_changes_no_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    monkeypatch.setattr(sweep_module, "_PART_SIZES", {True: (2**11, 2**11), False: (64, 64)})
    address, workers = cluster
    total = -(-PLAN.samples // 2**11)
    seen: list[int] = []

    def kill_one_half_way(done: int, worlds: int) -> None:
        seen.append(done)
        if len(seen) == total // 2:
            workers[0].kill()
            workers[0].wait()

    found = sweep(GAME, PLAN, folder=tmp_path / "cluster", scheduler=address, progress=kill_one_half_way)
    assert workers[0].poll() is not None
    assert workers[1].poll() is None
    assert seen[-1] == PLAN.samples
    assert found.workers == 0
    alone = sweep(GAME, PLAN, folder=tmp_path / "alone", workers=1)
    assert found.tally == alone.tally
    assert content(tmp_path / "cluster") == content(tmp_path / "alone")


def test_no_scheduler_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gametheory.sweep_workers._CONNECT_SECONDS", 0.5)
    with pytest.raises(DetenteError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        sweep(GAME, PLAN, scheduler="tcp://127.0.0.1:9")
    for nowhere in ("nonsense://x", "nonsense", ""):
        with pytest.raises(InvalidParameter, match=r"is no address of a scheduler, such as tcp://host:8786"):
            sweep(GAME, PLAN, scheduler=nowhere)


def test_without_dask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NotApplicable, match="pip install"):
        sweep(GAME, PLAN, scheduler="tcp://127.0.0.1:9")
