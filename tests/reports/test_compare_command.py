"""Plays side by side on the command line: text, JSON, CSV, and errors that teach."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from payoffs.interchange import write_tree
from reports.cli import app
from tests.published_trees import deterrence

PLAYS = ("--play", "simultaneous/nash", "--play", "simultaneous/correlated")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["compare", *arguments])


def test_the_order_of_moves_decides_the_draft_and_a_mediator_does_not() -> None:
    done = run("unsc_draft", *PLAYS, "--play", "sequential:order=us,russia/subgame_perfect", "--json")
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert (document["schema"], document["game"], document["against"]) == (1, "unsc_draft", "simultaneous/nash")
    alone, mediated, led = document["plays"]
    assert [outcome["lottery"][0]["profile"] for outcome in alone["outcomes"]] == [{"us": "insist", "russia": "block"}]
    assert mediated["gains"]["us"] == {"least": "0", "greatest": "0"}
    assert document["dominance_solvable"] is True
    assert [outcome["lottery"][0]["profile"] for outcome in led["outcomes"]] == [{"us": "settle", "russia": "go_along"}]
    assert led["rules"] == {"order": "us,russia"}


def test_the_text_says_who_gains_and_what_a_mediator_adds() -> None:
    done = run("unsc-draft", *PLAYS, "--play", "sequential:order=us,russia")
    assert done.exit_code == 0, done.output
    for sentence in (
        "insist/block  (payoffs ",
        "Play 2: nobody gains or loses against play 1.",
        "Play 3: us, russia would gain whichever outcomes come about.",
        "A mediator adds nothing where all choose at the same time",
    ):
        assert sentence in done.stdout
    mixed = run("enforcement", *PLAYS)
    assert "A mediator adds nothing" not in mixed.stdout


def test_csv_has_a_row_a_play_and_player() -> None:
    rows = list(csv.DictReader(io.StringIO(run("dual_freeze", *PLAYS, "--csv").stdout)))
    assert [(row["play"], row["player"]) for row in rows] == [
        ("simultaneous/nash", "us_rok"),
        ("simultaneous/nash", "dprk"),
        ("simultaneous/correlated", "us_rok"),
        ("simultaneous/correlated", "dprk"),
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("dual_freeze",), "--play"),
        (("dual_freeze", "--play", "simultaneous"), "a comparison needs two plays or more"),
        (("dual_freeze", "--play", "simultaneous", "--play", "simultaneous"), "is given twice"),
        (("dual_freeze", *PLAYS, "--play", "sequental"), "the nearest is 'sequential'"),
        (("dual_freeze", *PLAYS, "--play", "sequential:order=us_rok"), "leaves out dprk"),
        (("dual_freez", *PLAYS), "the nearest is 'dual_freeze'"),
    ],
)
def test_a_misuse_is_told_and_leaves_with_two(arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert message in " ".join(done.output.replace("│", " ").split())
    assert "Traceback" not in done.output


def test_a_tree_is_compared_under_concepts_by_where_they_lead(tmp_path: Path) -> None:
    """A threat that is not credible: Nash equilibrium keeps it, subgame perfection does not."""
    file = tmp_path / "deterrence.efg"
    write_tree(deterrence(challenger_hard=True, defender_hard=False), file)
    asked = ("--play", "subgame_perfect", "--play", "extensive/nash")
    document = json.loads(run(str(file), *asked, "--json").stdout)
    assert document["actions"] == {}
    perfect, nash = document["plays"]
    assert [outcome["lottery"][0]["profile"] for outcome in perfect["outcomes"]] == [{"end": "win"}]
    assert {outcome["lottery"][0]["profile"]["end"] for outcome in nash["outcomes"]} == {"win", "quo"}
    assert nash["gains"]["defender"] == {"least": "0", "greatest": "2"}
    assert "  win  (payoffs 4, 2)" in run(str(file), *asked).stdout
    piped = CliRunner().invoke(app, ["compare", "-", *asked], input=file.read_text())
    assert "  win  (payoffs 4, 2)" in piped.stdout
    for wrong, message in (("sequential/nash", "write a concept alone"), ("subgame_perfct", "subgame_perfect")):
        done = run(str(file), "--play", "nash", "--play", wrong)
        assert done.exit_code == 2
        assert message in done.stderr
    assert run(str(file), *asked, "--at", "x=1").exit_code == 2


def test_an_end_without_a_name_is_called_by_the_way_to_it(tmp_path: Path) -> None:
    file = tmp_path / "draft.efg"
    assert CliRunner().invoke(app, ["export", "unsc_draft", "--order", "us,russia", "-o", str(file)]).exit_code == 0
    document = json.loads(run(str(file), "--play", "subgame_perfect", "--play", "nash", "--json").stdout)
    ends = [outcome["lottery"][0]["profile"]["end"] for outcome in document["plays"][1]["outcomes"]]
    assert sorted(ends) == ["insist/block", "settle/go_along"]
