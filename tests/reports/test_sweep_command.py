from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

import reports.sweep_command as sweep_command
from gametheory.sampling_plan import Sample
from gametheory.solve import Play
from gametheory.sweep import sweep
from payoffs.scenario_file import load_scenario, scenario_hash
from payoffs.scenarios import DEFAULT
from payoffs.utility import parametric_game
from reports.cli import app
from reports.progress import Progress

RUNNER = CliRunner()


def run(*words: str) -> Any:
    return RUNNER.invoke(app, ["sweep", *words])


TWO = ("--over", "us-extended-deterrence", "--over", "dprk_regime_security=0:2")


def expected(method: str = "sobol", seed: int = 0) -> dict[str, Any]:
    game = parametric_game(load_scenario(DEFAULT), "dual_freeze")
    plan = Sample({"us_extended_deterrence": None, "dprk_regime_security": (0, 2)}, 500, method, seed)
    return sweep(game, plan).to_dict()


@pytest.mark.parametrize("method", ["sobol", "lhs", "random"])
def test_json_is_what_the_front_door_says(method: str) -> None:
    result = run("dual-freeze", *TWO, "--samples", "500", "--method", method, "--seed", "3", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"schema": 1, "game": "dual_freeze", **expected(method, 3)}
    assert "500 worlds in" in result.stderr


def test_shares_are_shown_and_csv_printed() -> None:
    shown = run("dual_freeze", *TWO, "--samples", "500")
    assert shown.exit_code == 0
    assert "nash in 500 worlds of us_extended_deterrence, dprk_regime_security" in shown.stdout
    frame = pd.read_csv(io.StringIO(run("dual_freeze", *TWO, "--samples", "500", "--csv").stdout))
    counts = expected()["outcomes"]
    assert {row["outcome"]: row["only"] for row in frame.to_dict("records")} == {
        name: row["only"] for name, row in counts.items()
    }


def test_a_grid_under_a_reading_a_policy_a_form_and_a_value(tmp_path: Path) -> None:
    scenario = load_scenario(DEFAULT)
    policy, reading = next(iter(scenario.policies)), next(iter(scenario.readings))
    words = ("--over", "us_extended_deterrence=0:2:3", "--over", "dprk_regime_security=0:3:4", "--form", "sequential")
    result = run("dual_freeze", *words, "--policy", policy, "--reading", reading, "--at", "rok_defence=1/3", "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert (found["form"], found["concept"], found["worlds"]) == ("sequential", "subgame_perfect", 12)


def test_a_folder_with_its_hash_goes_on(tmp_path: Path) -> None:
    words = ("dual_freeze", *TWO, "--samples", "500", "-o", str(tmp_path / "s"))
    assert "500 worlds in" in run(*words).stderr
    manifest = json.loads((tmp_path / "s" / "manifest.json").read_text())
    assert manifest["source"] == {"game": "dual_freeze", "scenario": scenario_hash(load_scenario(DEFAULT))}
    assert "0 worlds in" in (again := run(*words)).stderr
    assert "500 were there already" in again.stderr
    other = run(*words, "--seed", "1")
    assert other.exit_code == 2
    assert "holds another sweep: plan differ" in other.stderr


def test_points_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("us_extended_deterrence,dprk_regime_security\n1,0.1\n2,1/3\n")
    assert json.loads(run("dual_freeze", "--points", str(path), "--json").stdout)["worlds"] == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name a parameter to move"),
        (("--over", "us_extended_deterrence=0:1"), "needs LO:HI:STEPS"),
        (("--over", "us_extended_deterrence=0:1", "--method", "lhs"), "needs --samples"),
        (("--over", "us_extended_deterrence=0:1:5", "--samples", "5"), "only a grid takes"),
        (("--over", "us_extended_deterrence=0:1:5", "--samples", "5", "--method", "grid"), "does not go with a grid"),
        (("--over", "us_extended_deterrence=0", "--samples", "5"), "not of the form"),
        (("--over", "us_extended_deterrence=0::", "--samples", "5"), "not of the form"),
        (("--over", "us_extended_deterrence=0:1:x"), "not a positive integer"),
        (("--over", "us_extended_deterrence=0:1:0"), "at least 2"),
        (("--over", "us_extended_deterrence=2:1", "--samples", "5"), "reversed"),
        (("--over", "us_extended_deterrence=0:1", "--samples", "0"), "0 samples"),
        (("--over", "us_extended_deterrance", "--samples", "5"), "the nearest is 'us_extended_deterrence'"),
        (("--over", "us_extended_deterrence", "--samples", "5", "--method", "sobl"), "the nearest is 'sobol'"),
        (("--over", "us_extended_deterrence", "--samples", "5", "--keep", "payoff"), "the nearest is 'payoffs'"),
        (("--over", "us_extended_deterrence", "--samples", "9" * 12), "takes up to"),
        ((*TWO, "--over", "us-extended-deterrence", "--samples", "5"), "given twice"),
        ((*TWO, "--points", "x.csv"), "does not go with --points"),
    ],
)
def test_misuse_is_told(words: tuple[str, ...], said: str) -> None:
    result = run("dual_freeze", *words)
    assert said in " ".join(result.stderr.replace("│", " ").split())
    assert result.exit_code in {1, 2}
    assert "Traceback" not in result.stderr
    assert not result.stdout


def test_a_file_has_no_parameters(tmp_path: Path) -> None:
    path = tmp_path / "game.csv"
    assert RUNNER.invoke(app, ["export", "dual_freeze", "-o", str(path)]).exit_code == 0
    result = run(str(path), *TWO, "--samples", "5")
    assert result.exit_code == 2
    assert "no parameters to move" in " ".join(result.stderr.split())


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_waits_half_a_second_then_says_rate_and_time_left(
    terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stream(io.StringIO):
        def isatty(self) -> bool:
            return terminal

    stream, now = Stream(), [100.0]
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr("reports.sweep_command.time.monotonic", lambda: now[0])
    progress = Progress()
    progress(1000, 10_000)
    now[0] += 0.4
    progress(2000, 10_000)
    assert not stream.getvalue()
    now[0] += 1.6
    progress(5000, 10_000)
    assert stream.getvalue().strip() == "5,000 of 10,000 worlds, 2,000 a second, 2 s left"
    progress(6000, 10_000)
    progress.end()
    assert stream.getvalue().count("worlds") == 1
    assert stream.getvalue().endswith("\r" if terminal else "left\n")


def test_shares_are_not_rounded_to_none_or_all() -> None:
    game = parametric_game(load_scenario(DEFAULT), "dual_freeze")
    found = sweep(game, Sample({"us_extended_deterrence": None}, 100_000), play=Play(concept="pure_nash"))
    shown = [sweep_command._share(found, count) for count in (0, 1, 50_000, 99_999, 100_000)]
    assert shown == ["0", "< 0.01%", "50.00%", "> 99.99%", "100.00%"]


def test_help_stays_light() -> None:
    import subprocess

    code = "import sys, reports.cli; print([m for m in ('numpy', 'scipy', 'pandas', 'pyarrow') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ))
    assert run.stdout.strip() == "[]"
