"""The command that says how sure players must be of each other's types: text, data and misuse."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from reports.cli import app


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["thresholds", *arguments], env={"COLUMNS": "140"})


def test_what_suspicion_of_moscow_costs_is_told() -> None:
    shown = run("engagement", "--play", "unsure_of_dprk").stdout
    assert "The set of pure equilibria changes at 1/2, 25/32." in shown
    assert (
        "us would back from 1/2 on after russia: follow, and only from 25/32 on after russia: lead: 9/32 more." in shown
    )
    trusted = run("engagement", "--play", "unsure_of_dprk", "--at", "sponsor_sincerity=1").stdout
    assert "more." not in trusted


def test_the_costs_for_which_a_signal_separates_are_told() -> None:
    asked = ("sponsorship", "--play", "signal", "--policy", "assurance_for_seoul", "--over", "rus_own_sanction_cost")
    shown = run(*asked).stdout
    assert "separating: what sponsors does tells its type, from 5/3 on." in shown
    assert "No pure equilibrium, but for the ends, up to 5/3; see solve for mixed ones." in shown
    narrow = run(*asked[:-1], "rus_own_sanction_cost=2:5/2").stdout
    assert "separating: what sponsors does tells its type, everywhere." in narrow
    assert "The set of pure equilibria is the same everywhere." in narrow
    trust = run(*asked[:-2]).stdout
    assert "pooling: what sponsors does tells nothing of its type, from 7/12 on." in trust


def test_the_data_are_versioned_and_exact() -> None:
    document = json.loads(run("engagement", "--play", "unsure_of_dprk", "--json").stdout)
    assert (document["schema"], document["game"]) == (1, "engagement")
    (line,) = document["over"]
    assert line["points"] == ["1/2", "25/32"]
    assert line["premiums"] == [
        {
            "player": "us",
            "type": "us",
            "seen": {"russia": "lead"},
            "action": "back",
            "rather_than": {"russia": "follow"},
            "amount": "9/32",
        }
    ]
    backing = [one for one in line["actions"] if (one["action"], one["seen"]) == ("back", {"russia": "follow"})]
    assert [one["intervals"] for one in backing] == [[["1/2", "1"]]]


def test_rows_name_the_parameter(tmp_path: Path) -> None:
    target = tmp_path / "thresholds.csv"
    over = ("--over", "dprk_security_seeking", "--over", "sponsor_sincerity")
    assert run("engagement", "--play", "unsure_of_dprk", *over, "--csv", "-o", str(target)).exit_code == 0
    rows = list(csv.DictReader(io.StringIO(target.read_text())))
    assert {row["parameter"] for row in rows} == {"dprk_security_seeking", "sponsor_sincerity"}
    assert {"0", "1/2", "25/32", "1"} >= {
        row["low_exact"] for row in rows if row["parameter"] == "dprk_security_seeking"
    }


def test_an_order_is_enough_where_the_game_states_types() -> None:
    assert "perfect_bayesian" in run("coercion", "--order", "us,dprk").stdout
    assert "bayes_nash" in run("coercion").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("thaad",), "states no types"),
        (("coercion", "--play", "us_then_dprk"), "coercion states unsure_of_dprk, unsure_of_dprk_and_first"),
        (("coercion", "--form", "repeated"), "this one is repeated"),
        (("coercion", "--over", "dprk_security_seekin"), "dprk_security_seeking"),
        (("coercion", "--order", "us"), "leaves out dprk"),
        (("coercion", "--over", "dprk_security_seeking=1:0"), "no interval"),
        (("coercion", "--over", "dprk_security_seeking=2"), "NAME=LOW:HIGH"),
        (("game.nfg",), "game.nfg"),
    ],
)
def test_misuse_is_told_without_a_traceback(arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments)
    assert done.exit_code in {1, 2}
    assert message in done.stderr
    assert "Traceback" not in done.output
