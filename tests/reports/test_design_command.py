"""What would have to change, on the command line: text, JSON, CSV, and errors that teach."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gametheory.game import StrategicGame
from gametheory.wanted_outcome import wanted_outcomes
from payoffs.interchange import write_game
from payoffs.scenario_file import load_scenario
from payoffs.scenarios import DEFAULT
from payoffs.utility import game_at, parametric_game
from reports.cli import app

FREEZE = ("dual_freeze", "--want", "us_rok=suspend,dprk=moratorium")
LED = ("engagement", "--want", "russia=lead,us=back,dprk=negotiate")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["design", *arguments])


@pytest.mark.parametrize("asked", [(), ("--margin", "1/10"), ("--order", "any"), ("--levers", "all")])
@pytest.mark.parametrize("game", [FREEZE, LED], ids=["freeze", "led"])
def test_the_article_s_questions_are_answered_with_a_change_that_works(
    game: tuple[str, ...], asked: tuple[str, ...]
) -> None:
    done = run(*game, *asked, "--json")
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert (document["schema"], document["kind"], document["game"]) == (1, "change", game[0])
    scenario = load_scenario(DEFAULT)
    stage = parametric_game(scenario, game[0])
    changes = {entry["parameter"]: entry["after"] for entry in document["changes"]}
    if "--levers" not in asked:
        assert set(changes) <= set(scenario.levers)
    if document["possible"]:
        (wanted,) = wanted_outcomes(
            stage, stage.profile_named(document["want"]), document["margin"], document["unique"], document["order"]
        )
        assert wanted.holds_in(game_at(scenario, game[0], changes))
        spent = sum((Fraction(entry["share_of_range"]) for entry in document["changes"]), Fraction(0))
        assert spent == Fraction(document["cost"])
    else:
        assert document["changes"] == []
        assert document["attempts"]


def test_the_text_says_what_has_to_change_and_whose_interests_make_it_dear() -> None:
    done = run(*FREEZE, "--margin", "1/10")
    for words in (
        "Wanted as an equilibrium (whoever leaves it loses 1/10 or more): us_rok: suspend, dprk: moratorium",
        "The least change:",
        "exercise_value",
        "Dearest to satisfy: us_rok.",
        "as long as those that multiply each other do not move together",
    ):
        assert words in done.stdout


def test_the_text_says_what_is_in_the_way_and_what_is_so_already() -> None:
    stuck = run(*LED)
    assert "No change of these, within their ranges, is enough" in stuck.stdout
    assert "What stands in the way:" in stuck.stdout
    assert "lead/pressure/negotiate" in stuck.stdout
    assert "There is nothing to change." in run(*LED, "--order", "any").stdout
    assert "There is nothing to change." in run("dual_freeze", "--want", "us_rok=continue,dprk=test").stdout


def test_side_payments_tell_what_is_paid_from_what_is_promised() -> None:
    done = run(*FREEZE, "--side-payments", "--unique", "--margin", "1/10")
    assert "Paid while everyone keeps to it:" in done.stdout
    assert "Promised, and paid only if play ends elsewhere:" in done.stdout
    document = json.loads(run(*FREEZE, "--side-payments", "--json").stdout)
    assert document["kind"] == "side_payments"
    assert document["off_path"] == []
    assert Fraction(document["on_path"]["us_rok"]) == Fraction(document["temptations"]["us_rok"]["gain"]) > 0
    rows = list(csv.DictReader(io.StringIO(run(*FREEZE, "--side-payments", "--csv").stdout)))
    assert [(row["kind"], row["player"]) for row in rows] == [("on path", "us_rok")]
    assert "nothing to pay" in run("dual_freeze", "--want", "us_rok=continue,dprk=test", "--side-payments").stdout


def test_a_weight_of_change_turns_to_another_lever() -> None:
    plain = json.loads(run(*FREEZE, "--order", "us_rok,dprk", "--json").stdout)
    dearest = plain["changes"][0]["parameter"]
    turned = json.loads(run(*FREEZE, "--order", "us_rok,dprk", "--weight", f"{dearest}=100", "--json").stdout)
    assert dearest not in [entry["parameter"] for entry in turned["changes"]]
    assert Fraction(turned["cost"]) > Fraction(plain["cost"])


def test_a_file_s_payoffs_are_fixed_but_can_be_paid_for(tmp_path: Path) -> None:
    path = tmp_path / "prisoners.nfg"
    write_game(StrategicGame.from_arrays([[[3, 0], [4, 1]], [[3, 4], [0, 1]]]), path, title="Prisoners")
    want = ("--want", "player_1=a1,player_2=a1")
    done = run(str(path), *want)
    assert done.exit_code == 2
    assert "try --side-payments" in done.output
    assert json.loads(run(str(path), *want, "--side-payments", "--json").stdout)["paid"] == "2"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("dual_freeze",), "--want"),
        (("dual_freeze", "--want", "us_rok=suspend"), "gives no action for dprk"),
        (("dual_freeze", "--want", "us_rok=suspnd,dprk=test"), "the nearest is 'suspend'"),
        (("dual_freeze", "--want", "suspend"), "is not of the form NAME=VALUE"),
        ((*FREEZE, "--levers", "exercise_valu"), "the nearest is 'exercise_value'"),
        ((*FREEZE, "--levers", "pipeline_value"), "no payoff of dual_freeze depends on it"),
        (
            (*FREEZE, "--levers", "exercise_value,alternative_assurance"),
            "alternative_assurance and exercise_value multiply each other",
        ),
        ((*FREEZE, "--margin", "-1"), "not negative"),
        ((*FREEZE, "--unique"), "needs a margin above zero"),
        ((*FREEZE, "--order", "dprk"), "needs each of us_rok, dprk once"),
        ((*FREEZE, "--side-payments", "--levers", "exercise_value"), "--side-payments leaves them as they are"),
        ((*FREEZE, "--weight", "exercise_value=0"), "must be positive"),
    ],
)
def test_a_misuse_is_told_and_leaves_with_two(arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2, done.output
    assert message in " ".join(done.output.replace("│", " ").split())
    assert "Traceback" not in done.output
