from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gametheory.uncertainty import uncertainty
from payoffs.orders import stated_margins
from payoffs.scenario_file import load_scenario
from payoffs.scenarios import DEFAULT
from payoffs.utility import parametric_game
from reports.cli import app

SCENARIO = load_scenario(DEFAULT)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["uncertainty", *arguments])


def test_json_is_what_python_finds() -> None:
    done = run("enforcement", "--samples", "256", "--seed", "5", "--json")
    stage = parametric_game(SCENARIO, "enforcement")
    found = uncertainty(stage, margins=stated_margins(SCENARIO, "enforcement"), samples=256, seed=5)
    assert json.loads(done.stdout) == {"schema": 1, "game": "enforcement", **json.loads(json.dumps(found.to_dict()))}


def test_whole_ranges_leave_stated_comparisons_aside() -> None:
    document = json.loads(run("enforcement", "--samples", "64", "--whole-ranges", "--json").stdout)
    stage = parametric_game(SCENARIO, "enforcement")
    assert document == {
        "schema": 1,
        "game": "enforcement",
        **json.loads(json.dumps(uncertainty(stage, samples=64).to_dict())),
    }
    assert document["margins"] == 0


def test_what_is_uncertain_and_where_the_rest_stands() -> None:
    done = run(
        "enforcement", "--over", "penalty=1/2:1", "--over", "self-reporting", "--at", "monitoring_cost=1/2",
        "--samples", "64", "--json",
    )  # fmt: skip
    assert json.loads(done.stdout)["over"] == {"penalty": ["1/2", "1"], "self_reporting": ["0", "1"]}


def test_csv_holds_the_frame(tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("thaad", "--samples", "64", "--csv").stdout)))
    assert {row["part"] for row in rows} == {"acceptability", "sensitivity", "information"}
    done = run("thaad", "--samples", "64", "--csv", "-o", str(tmp_path / "t.csv"))
    assert (done.exit_code, done.stdout) == (0, "")
    assert list(csv.DictReader(io.StringIO((tmp_path / "t.csv").read_text()))) == rows


@pytest.mark.parametrize("name", SCENARIO.games)
def test_every_game_can_be_read_aloud_in_eighty_columns(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = run(name, "--samples", "256")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    tables = [at for at, line in enumerate(lines) if line and set(line) == {"─"}]
    assert len(tables) >= 1
    assert max(len(lines[at]) for at in tables) <= 80
    assert "Shares of worlds are no probabilities." in lines
    stage = parametric_game(SCENARIO, name)
    found = uncertainty(stage, margins=stated_margins(SCENARIO, name), samples=256)
    if found.gini:
        most = found.ranked[0]
        assert f"{most.changes.value:.1%}" in done.stdout
        assert most.parameter in done.stdout
    else:
        assert "hangs on no parameter" in done.stdout


def test_boxes_say_whether_they_fit() -> None:
    fits, not_fit = (run(name, "--samples", "1024", "--box").stdout for name in ("pipeline", "enforcement"))
    assert "The best box covers" in fits
    assert "dprk keeps off expropriate: -3*dprk_economic_relief + 4*dprk_economic_relief*pipeline_value >= 0" in fits
    assert "In every one of these worlds: no margin fails." in fits
    assert "No box fits: the best covers" in not_fit
    document = json.loads(run("enforcement", "--samples", "1024", "--box", "--json").stdout)
    stable = [one["profile"] for one in document["acceptability"] if one["equilibrium"]["value"]]
    assert [one["profile"] for one in document["discovery"]] == stable


def test_a_play_that_is_solved_world_by_world() -> None:
    done = run("coercion", "--form", "sequential", "--order", "us,dprk", "--samples", "64", "--over", "corner_risk")
    assert done.exit_code == 0
    assert "64 worlds" in done.stdout
    assert "What knowing it first" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("enforcement", "--samples", "3"), "3 worlds were asked for"),
        (("enforcement", "--over", "penality"), "the nearest is 'penalty'"),
        (("enforcement", "--over", "penalty=2"), "is not of the form NAME or NAME=LOW:HIGH"),
        (("enforcement", "--over", "penalty=1:0"), "the range of penalty is reversed"),
        (("enforcment",), "the nearest is 'enforcement'"),
        (("enforcement", "--box", "--form", "sequential"), "--box is about simultaneous choices"),
        (("enforcement", "--seed", "-1"), "the seed is -1"),
        (
            (
                "coercion",
                "--over",
                "us_deescalation=2.9:3",
                "--at",
                "us_deescalation=3",
                "--at",
                "us_respond_to_tests=0",
            ),
            "--whole-ranges leaves them aside",
        ),
    ],
)
def test_what_cannot_be_asked(arguments: tuple[str, ...], says: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert says in done.output.replace("\n", " ").replace("│ ", "").replace("  ", " ")
    assert "Traceback" not in done.output


def test_a_file_of_plain_payoffs_has_nothing_uncertain(tmp_path: Path) -> None:
    (tmp_path / "g.csv").write_text('"0, 0","1, 1"\n"1, 1","0, 0"\n')
    done = run(str(tmp_path / "g.csv"))
    assert done.exit_code in {1, 2}
    assert "Traceback" not in done.output
