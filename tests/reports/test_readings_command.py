"""The command that counts readings: text, data, and the words that counts are no odds."""

from __future__ import annotations

import csv
import io
import json

from typer.testing import CliRunner

from reports.cli import app


def run(*arguments: str):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(app, ["readings", *arguments])


def test_the_table_says_that_counts_are_no_probability() -> None:
    shown = run("dual-freeze", "--without", "us_refuses_the_exchange").stdout
    assert "9 readings: 3 for us_rok x 3 for dprk. Counts of readings are not a probability." in shown
    assert "suspend, moratorium" in shown
    assert "matters most" in shown


def test_the_data_are_versioned() -> None:
    document = json.loads(run("coercion", "--json").stdout)
    assert (document["schema"], document["game"], document["readings"]) == (1, "coercion", 2530)
    assert document["by_weights"][0] == {"profile": {"us": "tighten", "dprk": "test"}, "equilibrium": "must"}
    rows = list(csv.DictReader(io.StringIO(run("dual_freeze", "--csv", "--concept", "pure-nash").stdout)))
    stated = [row for row in rows if not row["change"]]
    assert len(stated) == 4
    assert stated[3]["stable_in"] == stated[3]["counted"] == "3"


def test_misuse_is_told() -> None:
    assert run("dual_freeze", "--without", "us_refuses").exit_code == 2
    assert "us_refuses_the_exchange" in run("dual_freeze", "--without", "us_refuses").stderr
    assert run("dual_freeze", "--concept", "nash").exit_code == 2
    assert run("dual_freze").exit_code == 2
