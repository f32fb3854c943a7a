"""Payoffs that do not hold what comparisons state, as a reader of the files is told of them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from payoffs.contradictions import MOST_PAIRS
from payoffs.errors import Fault, ScenarioError
from payoffs.scenario_file import read_scenario
from tests.payoffs.conftest import GAME, MAIN, Write, line_of


def faults_of(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(folder)
    return caught.value.faults


def comparison(identifier: str, player: str, prefers: str, to: str, rest: str = "paragraphs = [1]") -> str:
    stated = f'id = "{identifier}"\nplayer = "{player}"\nprefers = {{ {prefers} }}\nto = {{ {to} }}'
    return f"[[comparisons]]\n{stated}\n{rest}\n\n"


def with_comparisons(*added: str) -> str:
    return GAME.replace("[readings]", "".join(added) + "[readings]")


def test_default_weights_that_contradict_a_comparison_are_told_with_what_would_satisfy_it(write: Write) -> None:
    """Washington gets 2 * 1/2 - 1 = 0 where both stop, and 0 where nobody does."""
    game = with_comparisons(
        comparison("deal", "us", 'us = "suspend", dprk = "moratorium"', 'us = "continue", dprk = "test"')
    )
    (fault,) = faults_of(write(freeze=game))
    assert fault.line == line_of(game, 'id = "deal"') - 1
    assert fault.message == (
        "the default weights contradict the comparison 'deal' of freeze: us gets 0 at (us=suspend, dprk=moratorium) "
        "and 0 at (us=continue, dprk=test); it should get more at the first"
    )
    assert fault.hint.splitlines() == [
        "all comparisons of us in this game hold, all else at its default, with any one of:",
        "  us_calm more than 2 and at most 4 (it is 2)",
        "  us_assurance more than 0 and less than 1 (it is 1)",
        "  verification more than 1/2 and at most 1 (it is 1/2)",
        "  offer more than 0 and less than 1 (it is 0)",
    ]


def test_what_is_said_to_satisfy_does(write: Write, tmp_path: Path) -> None:
    game = with_comparisons(
        comparison("deal", "us", 'us = "suspend", dprk = "moratorium"', 'us = "continue", dprk = "test"')
    )
    folder = write(MAIN.replace("default = 0.5", 'default = "501/1000"'), freeze=game)
    assert read_scenario(folder).levers["verification"].default == Fraction(501, 1000)


def test_a_tie_satisfies_a_comparison_that_allows_it(write: Write) -> None:
    deal = 'us = "suspend", dprk = "moratorium"', 'us = "continue", dprk = "test"'
    game = with_comparisons(comparison("deal", "us", *deal, "strict = false\nparagraphs = [1]"))
    assert read_scenario(write(freeze=game)).games["freeze"].comparisons[3].strict is False


def test_where_no_single_value_satisfies_it_is_said(write: Write) -> None:
    game = with_comparisons(
        comparison("gift", "us", 'us = "suspend", dprk = "moratorium"', 'us = "continue", dprk = "moratorium"')
    )
    (fault,) = faults_of(write(freeze=game))
    assert "us gets 0 at (us=suspend, dprk=moratorium) and 1 at (us=continue, dprk=moratorium)" in fault.message
    assert fault.hint == (
        "no single weight or lever, all else at its default, makes all comparisons of us in this game hold"
    )


def test_a_reading_that_contradicts_a_comparison_it_does_not_set_aside(write: Write) -> None:
    main = MAIN.replace('sets_aside = ["us_keeps"]\n', "")
    (fault,) = faults_of(write(main))
    assert Path(fault.path).name == "scenario.toml"
    assert fault.line == line_of(main, "[readings.trusting]")
    assert fault.message == (
        "the reading 'trusting' contradicts the comparison 'us_keeps' of freeze, which it does not set aside: us gets "
        "0 at (us=continue, dprk=test) and 0 at (us=suspend, dprk=test); it should get more at the first"
    )
    assert fault.hint.splitlines() == [
        "all comparisons of us in this game hold, all else as in this reading, with any one of:",
        "  us_assurance more than 0 and at most 5/2 (it is 0)",
        "  us_exercises more than 0 and at most 4 (it is 0)",
    ]


def test_readings_that_contradict_only_when_crossed(write: Write) -> None:
    """A moratorium gains Washington calm * verification and costs it 1/3: 1 * 1/2 and 2 * 1/4 pay, 1 * 1/4 does not."""
    main = MAIN + (
        '[readings.calm]\ndefinition = "d"\nset = { us_calm = 1 }\nparagraphs = [1]\n'
        '[readings.blind]\ndefinition = "d"\nset = { verification = "1/4" }\nparagraphs = [1]\n'
    )
    game = with_comparisons(
        comparison("deal", "us", 'us = "suspend", dprk = "moratorium"', 'us = "suspend", dprk = "test"')
    )
    game = game.replace('us = ["base", "trusting"]', 'us = ["base", "calm"]')
    game = game.replace('dprk = ["base", "eager"]', 'dprk = ["base", "blind"]')
    extra = (
        '[[effects]]\ninterest = "us_assurance"\nwhen = { dprk = "moratorium" }\nlevel = "-1/3"\nparagraphs = [2]\n\n'
    )
    game = game.replace("[[comparisons]]", extra + "[[comparisons]]", 1)
    faults = faults_of(write(main, freeze=game))
    assert {Path(fault.path).name for fault in faults} == {"freeze.toml"}
    assert [fault.message.split(":")[0] for fault in faults] == [
        f"the readings calm and blind together contradict the comparison '{named}' of freeze, which none of them sets "
        "aside"
        for named in ("us_quiet", "deal")
    ]


def test_comparisons_that_go_round_in_a_circle_are_named_with_what_they_rest_on(write: Write) -> None:
    game = with_comparisons(
        comparison("one", "dprk", 'dprk = "test"', 'dprk = "moratorium"', "paragraphs = [1, 3]"),
        comparison(
            "two",
            "dprk",
            'us = "continue", dprk = "moratorium"',
            'us = "suspend", dprk = "test"',
            'assumption = "size"\nparagraphs = [2]',
        ),
    )
    (fault,) = faults_of(write(freeze=game))
    assert fault.message.startswith("these comparisons of dprk go round in a circle, so no weights can satisfy them: ")
    for named in ("one (paragraph 1, 3)", "two (paragraph 2; assumption size)", "dprk_relief (assumption size)"):
        assert named in fault.message
    assert fault.line == line_of(game, 'id = "dprk_relief"') - 1


def test_payoffs_are_not_judged_where_what_they_hang_on_is_at_fault(write: Write) -> None:
    """A weight out of range would contradict a comparison as well; only its cause is told."""
    main = MAIN.replace(
        "weight = 2\nparagraphs = [1]\n\n[interests.us_assurance]",
        "weight = -2\nparagraphs = [1]\n\n[interests.us_assurance]",
    )
    (fault,) = faults_of(write(main))
    assert fault.message == "the weight -2 is outside its range, 0 to 4"


def test_payoffs_are_judged_beside_faults_that_they_do_not_hang_on(write: Write) -> None:
    main = MAIN.replace('at = "2.1"', 'at = "9.1"').replace('sets_aside = ["us_keeps"]\n', "")
    assert [fault.message.split(",")[0] for fault in faults_of(write(main))] == [
        "the reading 'trusting' contradicts the comparison 'us_keeps' of freeze",
        "there is no paragraph 9; the source has 3",
    ]


def test_comparisons_that_stand_for_too_many_pairs_are_refused(write: Write) -> None:
    actions = ", ".join(f'{{ id = "a{number}", label = "a" }}' for number in range(MOST_PAIRS + 1))
    player = f'[[players]]\nid = "china"\nname = "c"\nactors = ["china"]\nactions = [{actions}]\n\n[[effects]]'
    (fault,) = faults_of(write(freeze=GAME.replace("[[effects]]", player, 1)))
    assert fault.message == (
        f"the comparisons stand for more than {MOST_PAIRS} pairs of profiles, the most that are looked at"
    )


def test_a_long_cycle_is_cut_and_many_cycles_are_told_by_the_first(write: Write) -> None:
    size = 60
    actions = "".join(f'[[players.actions]]\nid = "a{number}"\nlabel = "a"\n\n' for number in range(size))

    def ahead(identifier: str, better: int, worse: int) -> str:
        return comparison(
            identifier, "dprk", f'us = "suspend", dprk = "a{better}"', f'us = "suspend", dprk = "a{worse}"'
        )

    wide = GAME.replace("[[players.actions]]", actions + "[[players.actions]]", 1)
    ring = "".join(ahead(f"c{number}", number, (number + 1) % size) for number in range(size))
    (fault,) = faults_of(write(freeze=wide.replace("[readings]", ring + "[readings]")))
    assert fault.message.endswith(", and 40 more")
    pairs = "".join(
        ahead(f"there{number}", number, number + 1) + ahead(f"back{number}", number + 1, number)
        for number in range(0, size, 2)
    )
    (Path(fault.path).parent / "freeze.toml").write_text(wide.replace("[readings]", pairs + "[readings]"))
    assert len(faults_of(Path(fault.path).parent)) == 20
