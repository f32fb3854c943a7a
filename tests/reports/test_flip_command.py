from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gametheory.flip_points import flip_points
from payoffs.scenario_file import load_scenario
from payoffs.scenarios import DEFAULT
from payoffs.utility import parametric_game
from reports.cli import app


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_one_parameter_as_json_is_what_flip_points_finds() -> None:
    done = run("flip", "enforcement", "--over", "penalty", "--json")
    document = json.loads(done.stdout)
    stage = parametric_game(load_scenario(DEFAULT), "enforcement")
    assert document == {
        "schema": 1,
        "game": "enforcement",
        "over": [flip_points(stage, "penalty").to_dict()],
    }
    assert document["over"][0]["flips"]


def test_the_game_flips_where_its_answer_changes() -> None:
    """Solving just beside the nearest flip gives different equilibria on its two sides."""
    document = json.loads(run("flip", "enforcement", "--over", "penalty", "--json").stdout)
    (flip, *_) = document["over"][0]["flips"]
    step = Fraction(1, 1000)
    sides = [
        json.loads(run("solve", "enforcement", "--at", f"penalty={Fraction(flip['value']) + by}", "--json").stdout)
        for by in (-step, step)
    ]
    supports = [
        [
            [action for strategy in entry["profile"].values() for action, weight in strategy.items() if weight != "0"]
            for entry in side["equilibria"]
        ]
        for side in sides
    ]
    assert supports[0] != supports[1]


def test_without_a_name_every_parameter_is_looked_at() -> None:
    done = run("flip", "enforcement")
    assert done.exit_code == 0
    stage = parametric_game(load_scenario(DEFAULT), "enforcement")
    for name, entry in stage.parameters.items():
        assert (name[:24] in done.stdout.replace("\n", "")) == (entry.low < entry.high)


def test_a_range_can_be_given_and_csv_has_a_row_an_interval_and_a_flip() -> None:
    done = run("flip", "enforcement", "--over", "penalty=1/4:3/4", "--over", "monitoring_cost", "--csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {row["parameter"] for row in rows} == {"penalty", "monitoring_cost"}
    assert {row["kind"] for row in rows} == {"interval", "flip"}
    assert min(Fraction(row["low_exact"]) for row in rows if row["parameter"] == "penalty") == Fraction(1, 4)


def test_the_order_of_moves_and_other_concepts_go_through_the_same_door() -> None:
    for options in (
        ["--order", "us,russia"],
        ["--concept", "pure_nash"],
        ["--form", "ordinal", "--concept", "nash_stable"],
    ):
        done = run("flip", "enforcement", "--over", "penalty", *options)
        assert done.exit_code == 0, done.output
        assert "stable (" in done.stdout
    refused = run("flip", "enforcement", "--over", "penalty", "--concept", "correlated")
    assert refused.exit_code == 2
    assert "pure_nash" in refused.stderr


def test_a_map_of_two_parameters() -> None:
    document = json.loads(
        run("regions", "enforcement", "--over", "penalty", "--over", "monitoring_cost", "--json").stdout
    )
    assert sum(Fraction(region["share"]) for region in document["regions"]) == 1
    assert sum(region["now"] for region in document["regions"]) == 1
    assert len(document["regions"]) > 1
    shown = run("regions", "enforcement", "--over", "penalty", "--over", "monitoring_cost").stdout
    assert "(now)" in shown
    curves = [line for line in shown.splitlines() if line.endswith(" = 0")]
    assert [curve.partition(":")[0] for curve in curves] == [str(number + 1) for number in range(len(curves))]
    assert any("monitoring_cost" in curve for curve in curves)


def test_outcomes_over_three_parameters() -> None:
    over = [word for name in ("penalty", "monitoring_cost", "rus_enforcement_discretion") for word in ("--over", name)]
    document = json.loads(run("regions", "enforcement", *over, "--outcomes", "--json").stdout)
    assert len(document["outcomes"]) == 4
    assert all(0 <= Fraction(outcome["share"]) <= 1 for outcome in document["outcomes"])
    assert run("regions", "enforcement", *over, "--outcomes").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["flip", "enforcement", "--over", "penaltyy"], "'penalty'"),
        (["flip", "coercion", "--over", "penalty"], "does not use"),
        (["flip", "enforcement", "--over", "penalty=1:0"], "empty"),
        (["flip", "enforcement", "--over", "penalty=1/2:1/2"], "one value"),
        (["flip", "enforcement", "--over", "penalty=0"], "NAME=LOW:HIGH"),
        (["flip", "enforcement", "--over", "penalty=nan:1"], "low end"),
        (["flip", "enforcement", "--over", "penalty", "--over", "penalty"], "twice"),
        (["regions", "enforcement", "--over", "penalty"], "two parameters"),
        (
            [
                "regions",
                "enforcement",
                "--over",
                "penalty",
                "--over",
                "monitoring_cost",
                "--outcomes",
                "--concept",
                "nash",
            ],
            "takes no play",
        ),
    ],
)
def test_bad_input_is_told_and_exits_with_two(arguments: list[str], says: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert says in " ".join(done.stderr.replace("│", " ").split())
    assert "Traceback" not in done.output


def test_a_file_of_plain_payoffs_has_nothing_to_move(tmp_path: Path) -> None:
    path = tmp_path / "game.csv"
    assert run("export", "dual-freeze", "-o", str(path)).exit_code == 0
    done = run("flip", str(path))
    assert done.exit_code == 2
    assert "plain payoffs" in done.stderr


def test_a_flip_right_where_a_parameter_stands_is_marked_as_such() -> None:
    at_flip = json.loads(run("flip", "enforcement", "--over", "penalty", "--json").stdout)["over"][0]["flips"][0][
        "value"
    ]
    told = run("flip", "enforcement", "--over", "penalty", "--at", f"penalty={at_flip}").stdout
    assert told.count("(now)") == 1
    assert f"at {at_flip} (now)" in told
    assert told.endswith(f"It flips right where it is now, at {at_flip}.\n")


@pytest.mark.parametrize("command", [("flip",), ("regions", "--over", "exercise_value")])
def test_plays_with_types_are_sent_to_the_commands_that_take_them(command: tuple[str, ...]) -> None:
    name, *over = command
    done = run(name, "sponsorship", "--play", "signal", *over, "--over", "sponsor_sincerity")
    assert done.exit_code == 2
    assert "detente thresholds says where their answer flips" in done.stderr
