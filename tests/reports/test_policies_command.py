"""Policies compared on the command line: text that fits, JSON, CSV, and errors that teach."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from payoffs.scenario_file import load_scenario
from reports.cli import app

FEW = ("--samples", "90")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["policies", *arguments])


def text_of(*arguments: str) -> str:
    done = run(*arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_all_games_in_short() -> None:
    text = text_of(*FEW)
    assert "Each game in 90 worlds (seed 0)" in text
    assert "no probability" in text
    assert "No policy moves coercion, thaad." in text
    assert "pipeline_offer is dominated: lead_with_a_pipeline is never worse for anyone" in text
    assert "regret, at most" not in text
    for name in load_scenario("north_korea_2017").policies:
        assert re.search(rf"^{name} ", text, re.MULTILINE), name


def test_a_game_closely() -> None:
    text = text_of("sponsorship", "--samples", "300")
    for expected in (
        "In which share of the worlds of each kind nobody loses, somebody gains",
        "3: us_reassured",
        "Kinds of world: us_exercises_vital, us_temptation, us_reassured.",
        "for sponsors ",
        "Where answers flip, at the default weights of us_exercises_vital",
        "signal_and_assurance is robust to every kind of world.",
        "us has the smallest worst regret under signal_and_assurance, whole_package.",
        "Not in these games: embargo_off_the_table, monitored_enforcement",
        "A: accept/enforce",
    ):
        assert expected in text
    row = next(line for line in text.splitlines() if line.startswith("sincere_costly_signal   1/4"))
    assert "exercise_value 1/2 -> 25/64" in row


@pytest.mark.parametrize("game", ["dual_freeze_allies", "engagement", "enforcement"])
def test_tables_fit_eighty_columns(game: str) -> None:
    text = text_of(game, "--pairs", *FEW)
    tables = [line for line in text.splitlines() if "   " in line or set(line) == {"─"}]
    assert tables
    assert max(map(len, tables)) <= 80


def test_three_players_have_their_mixed_equilibria_not_sought() -> None:
    """Under a reading of nobody's, Washington and Pyongyang never settle on anything pure."""
    text = text_of("engagement", *FEW)
    assert "mixed:" not in text
    assert "none:" not in text


def test_a_goal() -> None:
    text = text_of("dual-freeze", "--want", "us_rok=suspend,dprk=moratorium", *FEW)
    assert re.search(r"policy +A +B +goal +or may be +changed", text)
    assert "every equilibrium meets the goal." in text
    document = json.loads(text_of("dual-freeze", "--want", "dprk=moratorium", "--json", *FEW))
    assert document["goal"] == {"dprk": "moratorium"}
    assert document["games"]["dual_freeze"]["settings"]["status quo"]["goal_surely"]["worlds"] == 90


def test_json_and_csv_hold_the_same_numbers(tmp_path: Path) -> None:
    asked = ("unsc_draft", "--policy", "embargo-off-the-table", "--seed", "3", "--samples", "50")
    document = json.loads(text_of(*asked, "--json"))
    assert (document["schema"], document["seed"], list(document["policies"])) == (1, 3, ["embargo_off_the_table"])
    settings = document["games"]["unsc_draft"]["settings"]
    rows = list(csv.DictReader(io.StringIO(text_of(*asked, "--csv"))))
    by_csv = {
        row["about"]: float(row["value"])
        for row in rows
        if (row["setting"], row["stratum"], row["measure"]) == ("embargo_off_the_table", "", "only")
    }
    by_json = {name: count["only"] / 50 for name, count in settings["embargo_off_the_table"]["outcomes"].items()}
    assert by_csv == by_json
    assert sum(by_json.values()) == 1
    where = tmp_path / "policies.json"
    assert text_of(*asked, "-o", str(where), "--quiet") == ""
    assert json.loads(where.read_text()) == document


def test_many_readings_are_told_as_crossed_and_no_policies_as_none(tmp_path: Path) -> None:
    text = text_of("dual-freeze", *FEW)
    crossed = "9, each of us_exercises_vital, us_temptation, us_reassured, with each of dprk_security_seeker, "
    assert f"Kinds of world: {crossed}" in text
    assert "9: us_reassured + dprk_committed" in text
    folder = tmp_path / "vell"
    assert CliRunner().invoke(app, ["new", str(folder)]).exit_code == 0
    assert "swap " in text_of("--scenario", str(folder), *FEW)
    main = folder / "scenario.toml"
    main.write_text(re.sub(r"\[policies\..*?\n\n", "", main.read_text(), flags=re.DOTALL))
    assert "there are no policies to compare" in text_of("--scenario", str(folder), *FEW)


def test_pairs_and_combinations() -> None:
    joined = "pipeline_offer+monitored_enforcement"
    document = json.loads(text_of("pipeline", "enforcement", "--policy", joined, "--json", *FEW))
    assert document["policies"][joined]["moves"] == ["pipeline", "enforcement"]
    text = text_of("engagement", "--policy", "pipeline_offer", "--policy", "sincere-costly-signal", "--pairs", *FEW)
    assert "pipeline_offer+sincere_costly_signal" in text.replace("\n", "")
    assert "complements" in text


def test_plays() -> None:
    document = json.loads(text_of("--play", "us-then-russia", "--samples", "4", "--json"))
    assert list(document["games"]) == ["enforcement", "unsc_draft"]
    assert {game["form"] for game in document["games"].values()} == {"sequential"}
    asked = ("sponsorship", "--play", "signal", "--samples", "3", "--policy", "assurance_for_seoul")
    assert "not known" in text_of(*asked)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nope"], "part in it, 2017” is named 'nope'"),
        (["thad"], "nearest is 'thaad'"),
        (["--policy", "nope"], "no policy is named 'nope'"),
        (["--policy", "pipeline_offer+"], "no policy is named ''"),
        (["--reading", "nope"], "no reading is named"),
        (["--at", "oil_measure"], "not of the form NAME=VALUE"),
        (["--at", "oil_measure=7"], "outside its range"),
        (["--samples", "0"], "fewer than one each"),
        (["--samples", "-5"], "fewer than one each"),
        (["--samples", "99999999"], "worlds"),
        (["--seed", "-1"], "seed"),
        (["--want", "us=everything"], "none of the games"),
        (["unsc_draft", "--want", "us=everything"], "no action of us"),
        (["--want", "us"], "not of the form"),
        (["--play", "nope"], "no game of the scenario states a play"),
        (["thaad", "--concept", "nope"], "no concept is named"),
        (["thaad", "--scenario", "nowhere"], "nowhere"),
    ],
)
def test_errors_teach(arguments: list[str], says: str) -> None:
    done = run(*arguments)
    assert done.exit_code in {1, 2}
    assert says in " ".join(done.output.replace("│", " ").split())
    assert "Traceback" not in done.output
