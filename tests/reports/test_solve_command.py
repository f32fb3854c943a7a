"""`solve` and `export` with moves in sequence: orders, rules, trees from files, and what does not go together."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gametheory.tree import ExtensiveGame
from payoffs.interchange import format_efg, read_game, read_tree, write_tree
from reports.cli import app
from tests.published_trees import deterrence, poker, princess_bride


def run(*words: str, text: str | None = None) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(words), input=text)
    return done.exit_code, done.output


def tree_file(folder: Path, game: ExtensiveGame, name: str = "game.efg") -> str:
    write_tree(game, folder / name, "a title")
    return str(folder / name)


def test_the_order_of_moves_turns_the_veto_around() -> None:
    code, shown = run("solve", "unsc_draft", "--order", "us,russia")
    assert code == 0
    assert "0  us: settle; russia: go_along" in shown
    assert "off the path, russia at 'insist': block" in shown
    code, shown = run("solve", "unsc_draft", "--order", "russia, us", "--json")
    document = json.loads(shown)
    assert (code, document["form"], document["concept"], document["complete"]) == (
        0,
        "sequential",
        "subgame_perfect",
        True,
    )
    path = document["equilibria"][0]["outcomes"][0]["path"]
    assert [step["action"] for step in path] == ["block", "insist"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--order", "us"), "the order of moves us leaves out russia; it needs all of us, russia"),
        (("--order", "us,rusia"), "no player is named 'rusia'; the nearest is 'russia'"),
        (("--order", "us,russia", "--rules", "noise=2"), "the noise is 2"),
        (("--form", "sequential", "--rules", "ordr=us"), "the nearest is 'order'"),
        (("--form", "sequential", "--rules", "order"), "is not a rule of the sequential form; write RULE=VALUE"),
        (("--form", "commitment", "--rules", "leader=rus"), "no player is named 'rus'"),
        (("--concept", "subgame_perfect"), "does not take the game that the simultaneous form makes"),
        (("--concept", "stackelberg"), "; stackelberg goes with the form commitment"),
        (("--concept", "perfect-payoffs"), "; perfect_payoffs goes with the form repeated"),
        (("--form", "repeated", "--rules", "discount=1/2,discount=1/3"), "discount of the repeated form is set twice"),
        (("--form", "repeated", "--rules", "discount=1/2", "--rules", "discount=1/3"), "discount is set twice"),
    ],
)
def test_rules_that_do_not_fit_are_answered_in_a_line(words: tuple[str, ...], message: str) -> None:
    code, shown = run("solve", "unsc_draft", *words)
    assert code == 2
    assert message in " ".join(shown.replace("│", " ").split())
    assert "Traceback" not in shown


def test_noise_and_commitment_are_rules() -> None:
    code, shown = run("solve", "unsc_draft", "--order", "us,russia", "--rules", "noise=1/100", "--concept", "nash")
    assert code == 0
    assert "nash of the sequential game" in shown
    code, shown = run("solve", "enforcement", "--form", "commitment", "--rules", "leader=us", "--json")
    document = json.loads(shown)
    assert (code, document["leader"]) == (0, "us")
    assert document["strong"] == document["weak"]


def test_a_tree_from_a_file(tmp_path: Path) -> None:
    file = tree_file(tmp_path, deterrence(True, False))
    code, shown = run("solve", file)
    assert code == 0
    assert "challenger: challenge; defender: concede" in shown
    assert "off the path, challenger at 'challenge/defy': press on" in shown
    code, shown = run("solve", tree_file(tmp_path, poker()), "--concept", "nash", "--json")
    (equilibrium,) = json.loads(shown)["equilibria"]
    assert (code, equilibrium["payoffs"]) == (0, {"fred": "1/3", "alice": "-1/3"})
    code, shown = run("solve", file, "--csv")
    assert shown.splitlines()[0].startswith("equilibrium,player,information_set,action,probability")
    code, shown = run("solve", tree_file(tmp_path, princess_bride()), "--concept", "nash", "--cross-check")
    assert (code, "Second opinion" in shown) == (0, True)


def test_a_tree_says_itself_how_it_is_played(tmp_path: Path) -> None:
    file = tree_file(tmp_path, poker())
    for words in (("--order", "fred,alice"), ("--rules", "noise=1"), ("--at", "x=1"), ("--form", "sequential")):
        code, shown = run("solve", file, *words)
        assert code == 2
        assert "which says itself how the game is played" in " ".join(shown.replace("│", " ").split())
    assert run("solve", file, "--cross-check")[0] == 2
    assert run("solve", file, "--concept", "subgame-perfect")[0] == 0
    code, shown = run("solve", file, "--concept", "sustainable")
    assert (code, "does not take the game" in shown) == (2, True)


def test_a_broken_tree_and_a_missing_file(tmp_path: Path) -> None:
    broken = tmp_path / "broken.efg"
    broken.write_text(format_efg(poker())[:-20], encoding="utf-8")
    code, shown = run("solve", str(broken))
    assert (code, ": error: " in shown, "Traceback" in shown) == (2, True, False)
    code, shown = run("solve", str(tmp_path / "none.efg"))
    assert (code, "there is no such file" in shown) == (2, True)


def test_export_writes_trees_and_their_strategic_forms(tmp_path: Path) -> None:
    tree, hidden, form = (str(tmp_path / name) for name in ("seen.efg", "hidden.efg", "form.nfg"))
    assert run("export", "unsc_draft", "-o", tree, "--order", "russia,us")[0] == 0
    assert read_tree(tree).perfect_information
    assert run("export", "unsc_draft", "-o", hidden)[0] == 0
    assert len(read_tree(hidden).information_sets) == 2
    assert run("export", hidden, "-o", form)[0] == 0
    assert run("export", "unsc_draft", "-o", str(tmp_path / "game.nfg"))[0] == 0
    assert read_game(form) == read_game(tmp_path / "game.nfg")
    copy = str(tmp_path / "copy.efg")
    assert run("export", tree, "-o", copy)[0] == 0
    assert read_tree(copy) == read_tree(tree)
    code, shown = run("export", "unsc_draft", "-o", form, "--order", "us,russia")
    assert (code, "only a tree has an order of moves" in " ".join(shown.replace("│", " ").split())) == (2, True)


def test_ties_are_told_with_their_number(tmp_path: Path) -> None:
    from gametheory.tree import Decision, Terminal

    end = Terminal((Fraction(0), Fraction(0)))
    ties = Decision("a", {name: Decision("b", dict.fromkeys("xy", end)) for name in "pq"})
    code, shown = run("solve", tree_file(tmp_path, ExtensiveGame.from_tree(["a", "b"], ties)))
    assert code == 0
    assert "4 stable outcomes, to which 8 equilibria lead" in shown
    assert "2 equilibria lead here, of which one is" in shown


def test_a_tree_is_read_from_standard_input(tmp_path: Path) -> None:
    text = Path(tree_file(tmp_path, deterrence(challenger_hard=True, defender_hard=False))).read_text()
    code, shown = run("solve", "-", text=text)
    assert code == 0
    assert "challenger: challenge; defender: concede" in shown
    assert "subgame_perfect of the extensive game" in shown
    code, shown = run("solve", "-", "--order", "defender,challenger", text=text)
    assert code == 2
    assert "says itself how the game is played" in " ".join(shown.replace("│", " ").split())
    assert run("solve", "-", text='NFG 1 R "" { "a" "b" } { 1 1 }\n\n1 2\n')[0] == 0
    assert run("solve", "-", text="")[0] == 2


def test_rules_may_stand_together_as_in_a_play_of_a_comparison() -> None:
    apart = ("--rules", "discount=9/10", "--rules", "detection_lag=2")
    found = [
        run("solve", "dual-freeze", "--form", "repeated", *rules, "--json")
        for rules in (apart, ("--rules", "discount=9/10,detection_lag=2"))
    ]
    assert found[0] == found[1]
    document = json.loads(found[0][1])
    assert (document["discount"], document["detection_lag"]) == ("9/10", 2)


def test_a_concept_that_does_not_fit_is_answered_with_those_that_do() -> None:
    code, shown = run("solve", "coercion", "--form", "ordinal", "--concept", "nash")
    assert code == 2
    assert "these do: general_metarational, nash_stable, sequentially_stable" in " ".join(shown.split())


def test_a_graph_model_shows_routes_and_who_would_jump_together() -> None:
    asked = ("solve", "coercion", "--form", "ordinal", "--rules", "status_quo=us=hold,dprk=test")
    code, shown = run(*asked)
    assert code == 0
    assert "relax, freeze: us to relax, test; dprk to relax, freeze" in shown
    assert "by moves; cannot be done without us, dprk" in shown
    assert "us and dprk would move together from tighten, test to relax, freeze" in shown
    document = json.loads(run(*asked, "--json")[1])
    tighten, *_ = document["routes"]
    assert tighten == {
        "state": "tighten, test",
        "by": "by improvements",
        "moves": [{"player": "us", "to": "tighten, test"}],
        "indispensable": ["us"],
    }
    assert {jump["to"] for jump in document["coalition_jumps"]} == {"relax, freeze", "relax, disarm"}
    code, shown = run("solve", "dual_freeze", "--form", "ordinal")
    assert "From the status quo" not in shown
    assert "No coalition would move together" in shown
