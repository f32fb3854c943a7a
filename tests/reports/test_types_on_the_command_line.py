"""Games with types on the command line: stated plays, other orders, and errors that teach."""

from __future__ import annotations

import csv
import io
import json

import pytest
from typer.testing import CliRunner, Result

from reports.cli import app


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_a_stated_signalling_game_names_what_the_signal_tells() -> None:
    done = run("solve", "sponsorship", "--play", "signal", "--policy", "assurance_for_seoul", "--json")
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert (document["concept"], document["complete"]) == ("perfect_bayesian", True)
    (found,) = document["equilibria"]
    assert found["separation"] == {"sponsors": "semi_separating"}
    assert {belief["about"] for belief in found["beliefs"]} == {"sponsors"}
    told = run("solve", "sponsorship", "--play", "signal", "--policy", "assurance_for_seoul")
    assert "(sponsors semi_separating)" in told.output


def test_types_go_with_the_form_whatever_the_order_and_the_concept() -> None:
    once = run("solve", "sponsorship", "--form", "incomplete-information", "--csv")
    assert once.exit_code == 0, once.output
    rows = list(csv.DictReader(io.StringIO(once.stdout)))
    assert {(row["player"], row["type"]) for row in rows} == {
        ("us", "us"),
        ("sponsors", "sincere"),
        ("sponsors", "opportunistic"),
    }
    reversed_order = run("solve", "sponsorship", "--play", "signal", "--order", "us,sponsors", "--json")
    assert json.loads(reversed_order.stdout)["order"] == ["us", "sponsors"]
    compared = run("compare", "sponsorship", "--play", "simultaneous", "--play", "unsure_of_sponsors", "--json")
    assert compared.exit_code == 0, compared.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("thaad", "--form", "incomplete_information"), "thaad states no types, so nobody is unsure of anything"),
        (("sponsorship", "--form", "incomplete_information", "--rules", "types=3"), "for each player its types"),
        (("sponsorship", "--form", "incomplete_information", "--concept", "perfect_bayesian"), "give an order"),
        (("sponsorship", "--play", "signal", "--order", "us"), "leaves out sponsors"),
        (("sponsorship", "--play", "signall"), "the nearest is 'signal'"),
    ],
)
def test_errors_say_what_is_missing(arguments: tuple[str, ...], message: str) -> None:
    done = run("solve", *arguments)
    assert done.exit_code == 2
    assert isinstance(done.exception, SystemExit), done.exception
    assert message in done.output
