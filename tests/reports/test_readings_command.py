"""The command that counts readings: text, data, and the words that counts are no odds."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from unittest import mock

import pytest
from typer.testing import CliRunner, Result

from payoffs.scenario_file import load_scenario
from reports.cli import app

SCENARIO = load_scenario("north_korea_2017")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["readings", *arguments], env={"COLUMNS": "140"})


def test_the_table_says_that_counts_are_no_probability() -> None:
    shown = run("dual-freeze", "--without", "us_refuses_the_exchange").stdout
    assert "9 readings: 3 for us_rok x 3 for dprk. Counts of readings are not a probability." in shown
    assert "suspend, moratorium" in shown
    assert "matters most" in shown


def test_the_question_to_ask_first_is_the_one_whose_answer_settles_the_freeze() -> None:
    shown = run("coercion").stdout
    assert "20 pairs of outcomes are left open" in shown
    first = shown.split("Nash moves by")[1].splitlines()[2]
    assert first.split() == ["dprk", "hold,", "test", "1,564", "hold,", "freeze", "966", "all"]


def test_where_answers_move_nothing_under_one_concept_the_next_is_asked() -> None:
    """In every reading one outcome is the only Nash equilibrium, so that only timing leaves something to ask."""
    shown = run("engagement", "--concept", "pure_nash").stdout
    assert "30 pairs of outcomes are left open, and no single answer would move a share." in shown
    shown = run("engagement", "--concept", "pure_nash", "--concept", "subgame_perfect").stdout
    assert "SPE moves by" in shown


def test_the_data_are_versioned() -> None:
    document = json.loads(run("coercion", "--json").stdout)
    assert (document["schema"], document["game"], document["readings"]) == (1, "coercion", 2530)
    assert document["open_pairs"] == len(document["questions"]) == 20
    assert document["by_weights"][0]["profile"] == {"us": "tighten", "dprk": "test"}
    assert document["by_weights"][0]["equilibrium"] == "must"
    assert document["by_weights"][0]["weights"].keys() <= SCENARIO.interests.keys()
    assert document["by_weights"][4]["equilibrium"] == "cannot"
    assert document["by_weights"][4]["weights"] is None
    assert document["swaps_to_change"][0] == {
        "profile": {"us": "tighten", "dprk": "test"},
        "least": 1,
        "by_player": {"us": 1, "dprk": 2},
    }
    best = max(document["questions"], key=lambda question: Fraction(question["moves"]["pure_nash"]))
    assert [answer["readings"] for answer in best["answers"].values()] == [1564, 966]


def test_rows_hold_every_change() -> None:
    rows = list(csv.DictReader(io.StringIO(run("dual_freeze", "--csv", "--concept", "pure-nash").stdout)))
    stated = [row for row in rows if not row["change"]]
    assert len(stated) == 4
    assert stated[3]["stable_in"] == stated[3]["counted"] == "3"
    assert "dprk: suspend/moratorium > suspend/test" in {row["change"] for row in rows}


def test_what_weights_leave_open_has_a_share_with_its_error() -> None:
    document = json.loads(run("sponsorship", "--json", "--seed", "3", "--samples", "200").stdout)
    shares = [entry["share"] for entry in document["by_weights"] if entry["equilibrium"] == "can"]
    assert len(shares) == 3
    for share in shares:
        low, high = share["bounds_99"]
        assert low < share["share"] < high
        assert share["points"] == 200
    assert json.loads(run("sponsorship", "--json", "--seed", "3", "--samples", "200").stdout) == document


def test_tiers_are_part_of_what_weights_must_agree_with() -> None:
    weights = {
        name: Fraction(value)
        for entry in json.loads(run("engagement", "--json", "--concept", "pure_nash").stdout)["by_weights"]
        if entry["weights"]
        for name, value in entry["weights"].items()
    }
    worst, *others = (name for tier in SCENARIO.salience["russia"].tiers for name in tier if name in weights)
    assert others
    assert all(weights[worst] >= weights[other] for other in others)


def test_where_readings_are_drawn_it_is_said() -> None:
    with mock.patch("gametheory.readings.MOST_CELLS", 20_000):
        shown = run("engagement", "--samples", "300", "--seed", "5").stdout
        document = json.loads(run("engagement", "--samples", "300", "--seed", "5", "--json").stdout)
    assert "SPE, SEQ: estimated from 300 readings drawn at random (seed 5)" in shown
    assert document["sampled"]["sequentially_stable"]["drawn"] == 300
    assert document["sampled"]["sequentially_stable"]["seed"] == 5
    estimate = document["outcomes"][7]["estimates"]["sequentially_stable"]
    assert estimate == {"share": "1", "standard_error": 0.0, "bounds_99": [pytest.approx(0.9825, abs=1e-4), 1.0]}


def test_ties_are_counted_on_request() -> None:
    shown = run("sponsorship", "--ties").stdout
    assert "55 readings, ties included: 5 for us x 11 for sponsors." in shown


def test_shares_stand_where_counts_would_be_too_long() -> None:
    shown = run("dual_freeze_allies", "--concept", "pure_nash").stdout
    assert "165,957,120 readings" in shown
    assert "8.1 %" in shown
    assert "all" in shown
    assert "none" in shown


def test_weights_that_no_comparison_leaves_are_told() -> None:
    with mock.patch("gametheory.weight_polytope.WeightPolytope.empty", return_value=True):
        assert "No weights within their ranges agree" in run("sponsorship").stdout


def test_too_many_open_pairs_are_told() -> None:
    with mock.patch("gametheory.readings.MOST_QUESTIONS", 3):
        assert "5 pairs of outcomes are left open, too many to try each answer." in run("sponsorship").stdout


def test_misuse_is_told() -> None:
    assert run("dual_freeze", "--without", "us_refuses").exit_code == 2
    assert "us_refuses_the_exchange" in run("dual_freeze", "--without", "us_refuses").stderr
    assert run("dual_freeze", "--concept", "nash").exit_code == 2
    assert run("dual_freze").exit_code == 2
    assert run("dual_freeze", "--samples", "1").exit_code == 2
    assert run("dual_freeze_allies", "--samples", "100000000").exit_code == 1


def test_a_ranking_full_of_ties_says_so_in_a_line_instead_of_a_table_of_dashes() -> None:
    at = [word for name in SCENARIO.interests for word in ("--at", f"{name}={SCENARIO.weight_range[0]}")]
    assert SCENARIO.weight_range[0] == 0
    shown = run("coercion", "--concept", "pure_nash", *at)
    assert "none can, or there are ties." in shown.stdout
    assert "exchanges of neighbours in a ranking change whether" not in shown.stdout
