"""How long a user waits: whole processes, from the shell to the answer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from payoffs.scenario_file import load_scenario
from payoffs.scenarios import DEFAULT

DETENTE = [sys.executable, "-c", "from reports.cli import main; main()"]


def detente(*arguments: str) -> str:
    done = subprocess.run([*DETENTE, *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def test_help(benchmark: BenchmarkFixture) -> None:
    assert "solve" in benchmark(detente, "--help")


def test_solving_a_game_of_the_scenario(benchmark: BenchmarkFixture) -> None:
    assert json.loads(benchmark(detente, "solve", "dual_freeze", "--json"))["complete"]


def test_the_whole_report(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    benchmark.pedantic(detente, args=("report", "-o", str(target)), rounds=2)
    assert target.stat().st_size > 10_000


def test_reading_the_scenario(benchmark: BenchmarkFixture) -> None:
    scenario = benchmark(load_scenario, DEFAULT)
    assert len(scenario.games) == 9


@pytest.mark.parametrize("command", [["--version"], ["list"]])
def test_small_commands(benchmark: BenchmarkFixture, command: list[str]) -> None:
    assert benchmark(detente, *command)
