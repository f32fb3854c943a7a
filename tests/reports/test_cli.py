"""The command line as a contract: names, JSON, exit codes, streams, and no traceback for anything a user can do."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from gametheory import __version__
from gametheory.game import StrategicGame
from gametheory.solve import solve
from payoffs.interchange import read_game, write_game
from reports.cli import app

DETENTE = [sys.executable, "-c", "from reports.cli import main; main()"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def process(
    *arguments: str, environment: dict[str, str] | None = None, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*DETENTE, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **(environment or {})},
    )


@pytest.fixture
def starter(tmp_path: Path) -> str:
    folder = str(tmp_path / "vell")
    assert run("new", folder).exit_code == 0
    return folder


def test_the_version_is_the_package_s() -> None:
    assert run("--version").stdout == f"detente {__version__}\n"


@pytest.mark.parametrize("command", ["list", "check", "explain", "solve", "compare", "report", "new", "export"])
def test_every_command_explains_itself_under_both_names_of_help(command: str) -> None:
    short, long = run(command, "-h"), run(command, "--help")
    assert short.exit_code == long.exit_code == 0
    assert short.stdout == long.stdout
    assert "Usage: " in short.stdout


def test_solve_prints_the_documented_json() -> None:
    done = run("solve", "dual-freeze", "--json")
    document = json.loads(done.stdout)
    assert {
        "schema",
        "game",
        "form",
        "concept",
        "method",
        "complete",
        "players",
        "actions",
        "equilibria",
        "maximal_subsets",
        "components",
        "cross_check",
    } <= document.keys()
    assert (document["schema"], document["game"], document["form"]) == (1, "dual_freeze", "simultaneous")
    assert document["players"] == ["us_rok", "dprk"]
    assert document["actions"] == {"us_rok": ["suspend", "continue"], "dprk": ["moratorium", "test"]}
    assert document["complete"] is True
    assert document["cross_check"] is None
    (equilibrium,) = document["equilibria"]
    assert equilibrium["profile"] == {
        "us_rok": {"suspend": "0", "continue": "1"},
        "dprk": {"moratorium": "0", "test": "1"},
    }
    assert equilibrium["pure"] is True
    assert {player: Fraction(value) for player, value in equilibrium["payoffs"].items()}.keys() == {"us_rok", "dprk"}
    assert document["maximal_subsets"] == document["components"] == [[0]]


def test_no_equilibrium_of_a_kind_is_a_document(tmp_path: Path) -> None:
    path = tmp_path / "pennies.csv"
    write_game(StrategicGame.from_arrays([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]), path)
    done = run("solve", str(path), "--concept", "pure-nash", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["equilibria"] == []
    assert "No pure equilibrium" in run("solve", str(path), "--concept", "pure_nash").stdout


def test_a_continuum_is_told_in_text_and_indices(tmp_path: Path) -> None:
    path = tmp_path / "continuum.nfg"
    write_game(StrategicGame.from_arrays([[[-3, 3], [-3, 5]], [[2, 7], [4, 2]]]), path)
    document = json.loads(run("solve", str(path), "--json").stdout)
    assert document["maximal_subsets"] == [[0, 1]]
    assert "2/7" in document["equilibria"][1]["profile"]["player_1"].values()
    assert "Mixtures within {0, 1} are equilibria too" in run("solve", str(path)).stdout


def test_the_cross_check_says_what_nashpy_misses_and_why(tmp_path: Path) -> None:
    path = tmp_path / "continuum.nfg"
    write_game(StrategicGame.from_arrays([[[-3, 3], [-3, 5]], [[2, 7], [4, 2]]]), path)
    opinion = json.loads(run("solve", str(path), "--json", "--cross-check").stdout)["cross_check"]
    support = next(check for check in opinion["algorithms"] if check["algorithm"] == "support_enumeration")
    assert support["missed"] == [{"equilibrium": 1, "reason": "unequal_supports"}]
    assert "equally many actions" in run("solve", str(path), "--cross-check").stdout


def test_parameters_readings_and_policies_move_the_answer(starter: str) -> None:
    def at(*arguments: str) -> dict[str, str]:
        done = run("solve", "water_release", "--scenario", starter, "--json", *arguments)
        assert done.exit_code == 0, done.stderr
        payoffs: dict[str, str] = json.loads(done.stdout)["equilibria"][0]["payoffs"]
        return payoffs

    assert at() == {"upland": "-1", "lowland": "0"}
    assert at("--policy", "swap")["upland"] == "-1/2"
    assert at("--at", "power_swap=1")["upland"] == "0"
    assert at("--policy", "swap", "--reading", "harvest-first")["lowland"] == "3"
    assert at("--at", "up_quiet_border=0.1")["upland"] == "-1/20"


def test_explain_opens_a_cell_whose_terms_add_up() -> None:
    done = run("explain", "dual_freeze", "--profile", "us_rok=suspend,dprk=moratorium", "--json")
    cells = json.loads(done.stdout)["cells"]
    assert [cell["player"] for cell in cells] == ["us_rok", "dprk"]
    for cell in cells:
        assert sum((Fraction(term["contribution"]) for term in cell["terms"]), Fraction(0)) == Fraction(cell["payoff"])
        assert all(term["paragraphs"] or term["assumption"] for term in cell["terms"])
    rows = list(csv.DictReader(io.StringIO(run("explain", "dual_freeze", "--csv").stdout)))
    assert {row["us_rok"] for row in rows} == {"suspend", "continue"}
    assert "par. 19" in run("explain", "dual_freeze").stdout


def test_check_names_what_it_holds_and_list_what_there_is(starter: str) -> None:
    assert "no faults. It holds 1 game, 4 interests, 1 lever, 2 readings, 1 policy," in run("check", starter).stdout
    assert json.loads(run("check", starter, "--json").stdout)["holds"]["games"] == 1
    listed = json.loads(run("list", "--scenario", starter, "--json").stdout)
    assert [game["game"] for game in listed["games"]] == ["water_release"]
    assert "nash" in listed["concepts"]
    assert "water_release" in run("list", "--scenario", starter).stdout


def test_the_schemas_are_json() -> None:
    assert json.loads(run("check", "--schema").stdout)


def test_several_equilibria_come_with_facts_to_choose_by() -> None:
    arguments = ["solve", "dual_freeze", "--reading", "us_reassured"]
    shown = run(*arguments).stdout
    assert "everyone gets most in 0" in shown
    assert "1 is the safer" in shown
    document = json.loads(run(*arguments, "--json").stdout)
    assert document["advice"]["payoff_dominant"] == 0
    assert document["advice"]["risk_dominant"] is None
    assert document["degeneracy"] is None
    assert json.loads(run("solve", "dual_freeze", "--json").stdout)["advice"] is None


def test_ties_that_make_a_game_fragile_are_told(tmp_path: Path) -> None:
    path = tmp_path / "ties.nfg"
    write_game(StrategicGame.from_arrays([[[0, 0], [-1, 1]], [[2, 2], [-1, 1]]]), path)
    assert "Degenerate: player_2 has 2 best responses" in run("solve", str(path)).stdout
    assert json.loads(run("solve", str(path), "--json").stdout)["degeneracy"]["allowed"] == 1


def test_an_irrational_equilibrium_is_never_shown_as_a_fraction(tmp_path: Path) -> None:
    first = [[[0, 1], [1, 0]], [[2, 0], [0, 1]]]
    path = tmp_path / "three.nfg"
    rng = np.random.default_rng(4)
    for _ in range(50):
        game = StrategicGame.from_arrays([first, *rng.integers(0, 5, (2, 2, 2, 2)).tolist()])
        if solve(game).enclosed:
            break
    write_game(game, path)
    document = json.loads(run("solve", str(path), "--json").stdout)
    bounds = [
        weight
        for strategy in document["enclosed"][0]["profile"].values()
        for weight in strategy.values()
        if not isinstance(weight, str)
    ]
    assert bounds
    assert all(Fraction(weight["lower"]) < Fraction(weight["upper"]) for weight in bounds)
    assert "no fractions" in run("solve", str(path)).stdout


def test_the_rules_of_a_form_come_from_the_command_line() -> None:
    done = run("solve", "dual_freeze", "--form", "repeated", "--rules", "discount=9/10", "--json")
    document = json.loads(done.stdout)
    assert (document["form"], document["concept"], document["discount"]) == ("repeated", "sustainable", "9/10")
    assert "discount factor" in run("solve", "dual_freeze", "--form", "repeated").stdout
    assert run("solve", "dual_freeze", "--form", "repeated", "--rules", "discount=1").exit_code == 2
    assert run("solve", "dual_freeze", "--form", "repeated", "--rules", "patience=1").exit_code == 2
    assert run("solve", "dual_freeze", "--play", "nothing_stated").exit_code == 2


@pytest.mark.parametrize("concept", ["correlated", "coarse_correlated", "rationalizable", "nash", "pure_nash"])
def test_every_strategic_concept_prints_text_data_and_a_table(concept: str) -> None:
    assert run("solve", "dual_freeze", "--concept", concept).stdout.startswith("The dual freeze")
    assert json.loads(run("solve", "dual_freeze", "--concept", concept, "--json").stdout)["concept"] == concept
    assert list(csv.reader(io.StringIO(run("solve", "dual_freeze", "--concept", concept, "--csv").stdout)))


def test_export_round_trips(tmp_path: Path) -> None:
    path = tmp_path / "dual.nfg"
    assert run("export", "dual_freeze", "-o", str(path)).exit_code == 0
    game = read_game(path)
    assert game.players == ("us_rok", "dprk")
    again = json.loads(run("solve", str(path), "--json").stdout)
    assert again["equilibria"] == json.loads(run("solve", "dual_freeze", "--json").stdout)["equilibria"]


def test_a_game_comes_from_standard_input(tmp_path: Path) -> None:
    path = tmp_path / "dual.nfg"
    run("export", "dual_freeze", "-o", str(path))
    done = process("solve", "-", "--json", stdin=path.read_text(encoding="utf-8"))
    assert json.loads(done.stdout)["players"] == ["us_rok", "dprk"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["solve", "dual_freze"], "nearest is 'dual_freeze'"),
        (["solve", "dual_freeze", "--concept", "nsh"], "nearest is 'nash'"),
        (["solve", "dual_freeze", "--form", "simultanous"], "nearest is 'simultaneous'"),
        (["solve", "dual_freeze", "--at", "us_extended_deterence=1"], "nearest is 'us_extended_deterrence'"),
        (["solve", "dual_freeze", "--at", "us_extended_deterrence=999"], "outside its range"),
        (["solve", "dual_freeze", "--at", "us_extended_deterrence=nan"], "write an integer"),
        (["solve", "dual_freeze", "--at", "us_extended_deterrence=1e999999999"], "exponents"),
        (["solve", "dual_freeze", "--at", "us_extended_deterrence"], "NAME=VALUE"),
        (["solve", "dual_freeze", "--reading", "nobody"], "reading"),
        (["solve", "dual_freeze", "--policy", "nothing"], "policy"),
        (["explain", "dual_freeze", "--profile", "us_rok=suspend"], "no action for dprk"),
        (["explain", "dual_freeze", "--profile", "us_rok=suspnd,dprk=test"], "nearest is 'suspend'"),
        (["check", "no/such/folder"], "no/such/folder"),
        (["solve", "no_such_file.nfg"], "no_such_file.nfg"),
        (["solve", "game.nfg", "--at", "x=1"], "goes with a game of a scenario"),
        (["report", "-o", "report.xyz"], "xyz"),
        (["report", "--only", "dual_freze"], "nearest is 'dual_freeze'"),
        (["frobnicate"], "frobnicate"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_misuse_is_told_apart_and_leaves_with_2(arguments: list[str], message: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2, done.output
    assert message in " ".join(done.stderr.split())
    assert done.stdout == ""
    assert "Traceback" not in done.output


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = run("new", str(tmp_path))
    assert done.exit_code == 1
    assert "not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_output_that_cannot_be_written_is_an_error_and_leaves_nothing(tmp_path: Path, starter: str) -> None:
    done = run("report", "--scenario", starter, "-o", str(tmp_path / "nowhere" / "report.html"))
    assert done.exit_code == 1
    assert "cannot be written" in done.stderr
    target = tmp_path / "folder.html"
    target.mkdir()
    done = run("report", "--scenario", starter, "-o", str(target))
    assert done.exit_code == 1
    assert list(target.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions are those of POSIX")
def test_a_read_only_target_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "dual.nfg"
    target.write_text("mine")
    target.chmod(stat.S_IRUSR)
    done = run("export", "dual_freeze", "-o", str(target))
    if os.geteuid() != 0:  # the superuser may write anything
        assert done.exit_code == 1
        assert target.read_text() == "mine"


def test_a_closed_pipe_ends_quietly() -> None:
    with subprocess.Popen(
        [*DETENTE, "explain", "dual_freeze"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        complaint = child.stderr.read()
        assert child.wait(timeout=60) == 0
    assert complaint == b""


def test_names_cannot_drive_the_terminal(tmp_path: Path) -> None:
    hostile = ["\x1b[31mred", "<script>", "=cmd()", "a/../b", "\u202ekcab"]
    path = tmp_path / "hostile.nfg"
    write_game(StrategicGame.from_arrays([[[1] * 5], [list(range(5))]], actions=[["only"], hostile]), path)
    shown = run("solve", str(path)).stdout
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "\\x1b[31mred" in shown
    assert json.loads(run("solve", str(path), "--json").stdout)["actions"]["player_2"] == hostile


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {}])
def test_no_colour_off_a_terminal(environment: dict[str, str]) -> None:
    assert "\x1b" not in process("solve", "dual_freeze", environment=environment).stdout


def test_data_goes_to_stdout_and_messages_to_stderr(tmp_path: Path) -> None:
    loud = run("export", "dual_freeze", "-o", str(tmp_path / "a.nfg"))
    quiet = run("export", "dual_freeze", "-q", "-o", str(tmp_path / "b.nfg"))
    assert loud.stdout == quiet.stdout == quiet.stderr == ""
    assert "a.nfg" in loud.stderr


def test_a_fault_of_the_program_owns_up_without_a_traceback() -> None:
    code = "import gametheory.solve as s; s.solve = None; from reports.cli import main; main()"
    broken = [sys.executable, "-c", code, "solve", "dual_freeze"]
    done = subprocess.run(broken, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "internal error" in done.stderr
    assert "Traceback" not in done.stderr
    traced = subprocess.run([*broken, "--debug"], capture_output=True, text=True, check=False)
    assert "Traceback" in traced.stderr


def test_a_huge_payoff_is_printed_short_and_kept_exact(tmp_path: Path) -> None:
    path = tmp_path / "huge.nfg"
    write_game(StrategicGame.from_arrays([[["1e300", 0], [0, "1/3"]], [[1, 0], [0, 1]]]), path)
    assert "~1e+300" in run("solve", str(path)).stdout
    assert json.loads(run("solve", str(path), "--json").stdout)["equilibria"][0]["payoffs"]["player_1"] == str(10**300)
