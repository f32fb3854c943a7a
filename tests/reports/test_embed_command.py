from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from reports.cli import app
from reports.embed_command import _inches
from reports.figures import FIGURES


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["embed", *words])


def test_the_paths_of_the_files_are_the_data(tmp_path: Path) -> None:
    done = run("dual-freeze", "--figure", "payoff-matrix", "--width", "85mm", "-o", str(tmp_path))
    assert done.exit_code == 0, done.output
    paths = [Path(line) for line in done.stdout.splitlines()]
    assert sorted(paths) == sorted(tmp_path.iterdir())
    assert "One figure, 10 files in" in done.stderr
    told = json.loads((tmp_path / "payoff_matrix.json").read_text(encoding="utf-8"))
    assert (told["game"], told["width_mm"]) == ("dual_freeze", 85.0)


def test_settings_of_the_study_reach_the_figure(tmp_path: Path) -> None:
    options = ("--reading", "us_reassured", "--policy", "assurance_for_seoul", "--at", "us_deescalation=3")
    done = run("dual_freeze", "--figure", "payoff_matrix", "-q", "-o", str(tmp_path), *options)
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    told = json.loads((tmp_path / "payoff_matrix.json").read_text(encoding="utf-8"))
    assert told["readings"] == ["us_reassured"]
    assert told["policy"] == "assurance_for_seoul"
    assert told["parameters"]["us_deescalation"] == "3"


@pytest.mark.slow
def test_all_figures_of_a_game_are_written(tmp_path: Path) -> None:
    done = run("dual_freeze", "--all", "-o", str(tmp_path))
    assert done.exit_code == 0, done.output
    stems = {path.stem for path in tmp_path.iterdir()}
    assert {"payoff_matrix", "game_tree", "completion_map"} <= stems <= set(FIGURES.names())


@pytest.mark.slow
def test_all_figures_of_a_scenario_stand_in_a_folder_a_game(tmp_path: Path) -> None:
    starter = tmp_path / "vell"
    assert CliRunner().invoke(app, ["new", str(starter)]).exit_code == 0
    done = run("--all", "--scenario", str(starter), "-o", str(tmp_path / "out"))
    assert done.exit_code == 0, done.output
    folders = {path.name for path in (tmp_path / "out").iterdir() if path.is_dir()}
    assert folders == {"water_release"}
    assert (tmp_path / "out" / "evidence_map.svg").is_file()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("dual_freeze",), "name a figure, or ask for --all"),
        (("dual_freeze", "--all", "--figure", "payoff_matrix"), "--all takes every figure"),
        (("dual_freeze", "--figure", "payoff_matrx"), "no figure is named 'payoff_matrx'"),
        (("dual_freez", "--figure", "payoff_matrix"), "part in it, 2017” is named 'dual_freez'"),
        (("--figure", "payoff_matrix"), "is of one game; the games are"),
        (("enforcement", "--figure", "payoff_terms"), "has nothing to show of the game enforcement; what has:"),
        (("dual_freeze", "--figure", "payoff_matrix", "--style", "none.mplstyle"), "there is no style sheet"),
        (("dual_freeze", "--figure", "payoff_matrix", "--width", "85"), "is not a length such as 85mm"),
        (("dual_freeze", "--figure", "payoff_matrix", "--width", "9999999mm"), "is not a length such as 85mm"),
        (("dual_freeze", "--figure", "payoff_matrix", "--width", "1mm"), "can be from 2 to 40 inches wide"),
        (("dual_freeze", "--figure", "payoff_matrix", "--width", "30000mm"), "can be from 2 to 40 inches wide"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_written(
    words: tuple[str, ...], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*words)
    assert done.exit_code == 2
    assert told in " ".join(done.output.replace("│", " ").split())
    assert not list(tmp_path.iterdir())


def test_the_last_of_several_figures_is_judged_before_the_first_is_written(tmp_path: Path) -> None:
    done = run("enforcement", "--figure", "payoff_matrix", "--figure", "payoff_terms", "-o", str(tmp_path / "out"))
    assert done.exit_code == 2
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_a_file_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("", encoding="utf-8")
    done = run("dual_freeze", "--figure", "payoff_matrix", "-o", str(path))
    assert done.exit_code == 1
    assert "cannot be made" in done.output


@pytest.mark.parametrize("text", ["85mm", "8.5cm", "3.3464567in", "240.944882pt", " 85 mm "])
def test_lengths_in_every_unit(text: str) -> None:
    assert _inches(text) == pytest.approx(85 / 25.4)
