"""`detente solve --graph`: the graph model that a game states, as text, data and a table, and what does not fit it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reports.cli import app
from tests.payoffs.conftest import GAME, MAIN
from tests.payoffs.test_graph import GRAPH


@pytest.fixture
def folder(tmp_path: Path) -> str:
    (tmp_path / "scenario.toml").write_text(MAIN, encoding="utf-8")
    (tmp_path / "freeze.toml").write_text(GAME + GRAPH, encoding="utf-8")
    return str(tmp_path)


def solve(folder: str, *options: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["solve", "freeze", "--scenario", folder, *options])
    return done.exit_code, done.stdout, done.stderr


def test_text_data_and_a_table(folder: str) -> None:
    code, text, _ = solve(folder, "--graph", "--concept", "nash_stable")
    assert code == 0
    assert "3 equilibria among 6 states" in text
    assert "  NNN: stable for us, dprk; equilibrium; status quo" in text
    assert "in order: pause (us), freeze (dprk), test (dprk)." in text
    document = json.loads(solve(folder, "--graph", "--concept", "nash-stable", "--json")[1])
    assert (document["schema"], document["game"], document["concept"]) == (1, "freeze", "nash_stable")
    assert [entry["state"] for entry in document["equilibria"]] == ["NNN", "NNY", "YNY"]
    assert document["stable"]["dprk"] == ["NNN", "YNN", "YYN", "NNY", "YNY"]
    rows = list(csv.DictReader(io.StringIO(solve(folder, "--graph", "--csv")[1])))
    assert len(rows) == 12


@pytest.mark.parametrize(
    "options",
    [
        ("--form", "ordinal"),
        ("--at", "us_calm=1"),
        ("--reading", "base"),
        ("--concept", "nash"),
        ("--concept", "nash_stabel"),
        ("--cross-check",),
    ],
)
def test_what_does_not_go_with_it_is_refused(folder: str, options: tuple[str, ...]) -> None:
    code, text, error = solve(folder, "--graph", *options)
    assert (code, text) == (2, "")
    assert "Traceback" not in error


def test_a_game_without_a_graph_model_says_what_makes_one() -> None:
    done = CliRunner().invoke(app, ["solve", "dual_freeze", "--graph"])
    assert done.exit_code != 0
    assert "form ordinal" in done.stderr
