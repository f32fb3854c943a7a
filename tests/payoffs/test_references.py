"""Each fault alone: the small valid scenario with one thing changed, and a mark where the fault is to be found."""

from __future__ import annotations

from pathlib import Path

import pytest

from payoffs.errors import Fault, ScenarioError
from payoffs.references import counted_twice
from payoffs.scenario_file import read_scenario
from tests.payoffs.conftest import GAME, MAIN, Write

# ruff: noqa: E501  (a fault is a line of the tables below)

MARK = "¦"

CALM = '[interests.us_calm]\nactor = "us"'
SUSPENDS = 'interest = "us_assurance"\nwhen = { us = "suspend" }\nlevel = -1\ntimes = ["1 - offer"]'
QUIET = 'id = "us_quiet"\nplayer = "us"\nprefers = { dprk = "moratorium" }\nto = { dprk = "test" }'

IN_SCENARIO = [
    # keys and types
    ("year = 2017", "¦yaer = 2017\nyear = 2017", "unknown key 'yaer' in source", "the nearest is 'year'"),
    ("[interests.us_calm]", '[¦interestz]\nx = 1\n[interests.us_calm]', "unknown key 'interestz'", "the nearest is 'interests'"),
    ('[source]\ntitle = "Nothing is said"\n', "[¦source]\n", "the key 'title' is missing in source", ''),
    ('kind = "instrument"', 'kind = ¦"instrumental"', "this is the text 'instrumental'; 'end', 'instrument' or 'identity' is needed", "the nearest is 'instrument'"),
    ('range = [0, "5/2"]', 'range = ¦[0, 1, 2]', "a list of 2 is needed; this one has 3", ""),
    ('range = [0, "5/2"]', 'range = ¦[0]', "a list of two is needed; this one has 1", ""),
    ('range = [0, "5/2"]', 'range = [0, ¦inf]', "this is 'Infinity'; write an integer, a decimal or a fraction such as 2/7", ''),
    ("paragraphs = [1, 3]", "paragraphs = [1, ¦0]", "this is 0; it must be at least 1", ""),
    ("paragraphs = [1, 3]", "paragraphs = [1, ¦3.0]", "this is 3.0; a whole number is needed", ""),
    ("paragraphs = [1, 3]", "paragraphs = [1, ¦true]", "this is true; a whole number is needed", ""),
    ("paragraphs = 3", "paragraphs = ¦true", "this is true; a whole number is needed", ""),
    ("schema = 1", "schema = ¦2", "this is 2; 1 is needed", ""),
    ('name = "Beijing"', 'name = ¦""', "'name' is empty; some text is needed", ""),
    ('name = "Beijing"', 'name = ¦0.5', "this is 0.5; text in quotes is needed", ""),
    ('name = "Beijing"', 'name = ¦1979-05-27', "this is 1979-05-27; text in quotes is needed", ""),
    ('name = "Beijing"', f'name = ¦"{"x" * 2001}"', "'name' has 2001 characters; no more than 2000 are held", ""),
    ("default = 5\n", "default = ¦1e9999999999999999999999\n", "default is '1e9999999999999999999999'; exponents beyond 1000 are not held", ''),
    ("default = 5\n", f"default = ¦{'5' * 3000}\n", 'default has 2001 digits; no more than 1000 are held', ''),
    ("[actors.china]", '[actors.¦"Čína"]\nname = "C"\n[actors.china]', "'Čína' is not an id, which is lower-case letters, digits and underscores, a letter first, 64 at most", ''),
    ("[readings.eager]", '[readings.¦Eager]\ndefinition = "d"\nparagraphs = [1]\n[readings.eager]', "'Eager' is not an id, which is lower-case letters, digits and underscores, a letter first, 64 at most", ''),
    # names
    ("schema = 1", "schema = 1\nheadline = ¦\"crises\"", "no game is named 'crises'", "there are: freeze"),
    (CALM, CALM.replace('"us"', '¦"uss"'), "no actor is named 'uss'", "the nearest is 'us'"),
    ('derives_from = ["us_assurance"]', 'derives_from = [¦"us_reassurance"]', "no interest is named 'us_reassurance'", "the nearest is 'us_assurance'"),
    ('derives_from = ["us_assurance"]', 'derives_from = [¦"us_exercises"]', "'us_exercises' is an instrument itself; name the ends that it derives from", ""),
    ('derives_from = ["us_assurance"]', 'derives_from = ["us_assurance", ¦"us_assurance"]', "'us_assurance' stands in this list twice", ""),
    ('[interests.us_exercises]\nactor = "us"\ndefinition = "exercises held"\nstatus = ["implied"]\nkind = "instrument"\nderives_from = ["us_assurance"]', '[interests.¦us_exercises]\nactor = "us"\ndefinition = "exercises held"\nstatus = ["implied"]\nkind = "instrument"', "this instrument does not name the ends that it derives from", ""),
    ('kind = "instrument"\nderives', '¦derives', "only an instrument derives from ends, and this is of the kind 'end'", ""),
    ('actors = ["china"]', 'actors = [¦"chine"]', "no actor is named 'chine'", "the nearest is 'china'"),
    ('agreed_by = ["us"]', 'agreed_by = ["us", ¦"rok"]', "no actor is named 'rok'", "there are: us, dprk, china"),
    ("set = { dprk_bomb = 3 }", "set = { ¦dprk_bom = 3 }", "no interest or lever is named 'dprk_bom'", "the nearest is 'dprk_bomb'"),
    ("set = { offer = 0.5 }", "set = { ¦offr = 0.5 }", "no lever is named 'offr'", "the nearest is 'offer'"),
    ("set = { offer = 0.5 }", "set = { ¦us_calm = 1 }", "'us_calm' is the weight of an interest; a policy moves levers only", ""),
    ('sets_aside = ["us_keeps"]', 'sets_aside = ["us_keeps", ¦"us_kept"]', "no comparison is named 'us_kept'", "the nearest is 'us_keeps'"),
    ('bears_on = ["us_calm", "proposal"]', 'bears_on = ["us_calm", ¦"proposals"]', "no interest, lever or action record is named 'proposals'", "the nearest is 'proposal'"),
    ("[levers.idle]", '[levers.¦us_calm]\ndefinition = "d"\ndefault = 0\nrange = [0, 1]\nparagraphs = [1]\n[levers.idle]', "'us_calm' is an interest already; a weight and a lever need two names", ''),
    ("[actions.proposal]", '[actions.¦offer]\nactors = ["us"]\ndefinition = "d"\nparagraphs = [1]\n[actions.proposal]', "'offer' is an interest or a lever already; sentences could mean either", ''),
    ('at = "2.1"', 'at = ¦"1.1"', "sentence 1.1 is coded a second time", ""),
    ('at = "2.1"', 'at = ¦"4.1"', "there is no paragraph 4; the source has 3", ""),
    ('at = "2.1"', 'at = ¦"2"', "'2' is not a paragraph and a sentence in it, such as '7.2'", ""),
    # where it comes from
    ("paragraphs = [1, 3]", "paragraphs = [1, ¦4]", "there is no paragraph 4; the source has 3", ""),
    ('weight = 0\nassumption = "salience"', 'weight = 0\nassumption = ¦"saliense"', "no assumption is named 'saliense'", "the nearest is 'salience'"),
    ('weight = 0\nassumption = "salience"', 'weight = 0\nassumption = ¦"size"', "no assumption is named 'size'", "there are: salience"),
    ('[levers.idle]\ndefinition = "moves nothing"\ndefault = 5\nrange = [0, 10]\nparagraphs = [2]', '[levers.¦idle]\ndefinition = "moves nothing"\ndefault = 5\nrange = [0, 10]', "this names neither a paragraph nor an assumption, so nothing says where it comes from", ""),
    ('[interests.china_calm]\nactor = "china"\ndefinition = "a quiet peninsula"\nstatus = ["implied"]\nweight = 1\nparagraphs = [3]', '[interests.¦china_calm]\nactor = "china"\ndefinition = "a quiet peninsula"\nstatus = ["implied"]\nweight = 1\nparagraphs = []', "this names neither a paragraph nor an assumption, so nothing says where it comes from", ""),
    ('[policies.assure]\ndefinition = "another assurance"\nset = { offer = 0.5 }\nagreed_by = ["us"]\nassumption = "salience"', '[policies.¦assure]\ndefinition = "another assurance"\nset = { offer = 0.5 }\nagreed_by = ["us"]', 'this names neither a paragraph nor an assumption, so nothing says where it comes from', ''),
    ('[readings.eager]\ndefinition = "the weapon matters most"\nset = { dprk_bomb = 3 }\nparagraphs = [3]', '[readings.¦eager]\ndefinition = "the weapon matters most"\nset = { dprk_bomb = 3 }', 'this names neither a paragraph nor an assumption, so nothing says where it comes from', ''),
    # ranges
    ("weight_range = [0, 4]", "weight_range = ¦[4, 0]", "the range runs from 4 down to 0", ""),
    ("range = [0, 10]", "range = ¦[10, 0]", "the range runs from 10 down to 0", ""),
    ("default = 5\n", "default = ¦11\n", "the default 11 is outside its range, 0 to 10", ""),
    ("weight = 1\nrange", "weight = ¦3\nrange", "the weight 3 is outside its range, 0 to 5/2", ""),
    ('weight = 1\nparagraphs = [1, 3]', 'weight = ¦4.1\nparagraphs = [1, 3]', "the weight 41/10 is outside its range, 0 to 4", ""),
    ("set = { dprk_bomb = 3 }", "set = { dprk_bomb = ¦5 }", "dprk_bomb is set to 5, outside its range, 0 to 4", ""),
    ("set = { offer = 0.5 }", "set = { offer = ¦-0.1 }", "offer is set to -1/10, outside its range, 0 to 1", ""),
    # counted once
    ("weight = 0\n", "weight = ¦1\n", "'us_exercises' has a weight beside us_assurance, which it derives from, so it is counted twice", ""),
    ("set = { dprk_bomb = 3 }", "¦set = { us_exercises = 1 }", "under this reading 'us_exercises' is counted beside us_assurance", ""),
]  # fmt: skip

IN_GAME = [
    ("paragraphs = [1]\n\n[[players]]", 'paragraphs = [1]\nwanted = { us = "suspend", ¦drpk = "test" }\n\n[[players]]', "no player is named 'drpk'", "the nearest is 'dprk'"),
    ("paragraphs = [1]\n\n[[players]]", 'paragraphs = [1]\nwanted = { us = "suspend", dprk = ¦"tests" }\n\n[[players]]', "no action of dprk is named 'tests'", "the nearest is 'test'"),
    ("paragraphs = [1]\n\n[[players]]", 'paragraphs = [1]\n¦wanted = { us = "suspend" }\n\n[[players]]', "this outcome gives no action of dprk", ""),
    ('id = "us"\n', 'id = ¦"US"\n', "'US' is not an id, which is lower-case letters, digits and underscores, a letter first, 64 at most", ''),
    ('actors = ["dprk"]', 'actors = [¦"drpk"]', "no actor is named 'drpk'", "the nearest is 'dprk'"),
    ('actors = ["dprk"]', 'actors = ["dprk", ¦"us"]', "the player 'us' acts for 'us' already", ""),
    ('id = "dprk"\nname', 'id = ¦"us"\nname', "two players are named 'us'", ''),
    ('id = "test"\nlabel', 'id = ¦"moratorium"\nlabel', "two actions are named 'moratorium'", ''),
    ('enacts = ["proposal"]', 'enacts = [¦"proposel"]', "no action record is named 'proposel'", "the nearest is 'proposal'"),
    ("paragraphs = [1]\n\n[[players]]", "paragraphs = [1, ¦9]\n\n[[players]]", "there is no paragraph 9; the source has 3", ""),
    (SUSPENDS, SUSPENDS.replace('"us_assurance"', '¦"us_assurence"'), "no interest is named 'us_assurence'", "the nearest is 'us_assurance'"),
    (SUSPENDS, SUSPENDS.replace('"us_assurance"', '¦"china_calm"'), "'china_calm' is an interest of 'china', for whom no player of this game acts", ""),
    (SUSPENDS, SUSPENDS.replace('us = "suspend"', '¦uss = "suspend"'), "no player is named 'uss'", "the nearest is 'us'"),
    (SUSPENDS, SUSPENDS.replace('us = "suspend"', 'us = ¦"suspended"'), "no action of us is named 'suspended'", "the nearest is 'suspend'"),
    (SUSPENDS, SUSPENDS.replace('us = "suspend"', 'us = ["suspend", ¦"test"]'), "no action of us is named 'test'", "there are: suspend, continue"),
    (SUSPENDS, SUSPENDS.replace('us = "suspend"', 'us = ["suspend", ¦"suspend"]'), "'suspend' stands in this list twice", ""),
    (SUSPENDS, SUSPENDS.replace('us = "suspend"', 'us = ¦[]'), "the list is empty, so this effect could never occur", ""),
    (SUSPENDS, SUSPENDS.replace('us = "suspend"', 'us = ¦3'), "this is 3; an id in quotes, or a list of ids, is needed", ""),
    (SUSPENDS, SUSPENDS.replace('us = "suspend"', 'us = ["suspend", ¦3]'), "this is 3; text in quotes is needed", ""),
    (SUSPENDS, SUSPENDS.replace('"1 - offer"', '¦"1 - ofer"'), "no lever is named 'ofer'", "the nearest is 'offer'"),
    (SUSPENDS, SUSPENDS.replace('"1 - offer"', '¦"1-offer"'), "'1-offer' is not the id of a lever, written 'lever' or '1 - lever'", ""),
    (SUSPENDS, SUSPENDS.replace('"1 - offer"', '"1 - offer", ¦"offer"'), "'offer' would multiply itself; payoffs are affine in each lever", ""),
    (SUSPENDS, SUSPENDS.replace('"1 - offer"', '¦"us_calm"'), "'us_calm' is the weight of an interest; only levers multiply an effect", ""),
    ("level = -1", "level = ¦-1.01", 'this is -1.01; it must be at least -1', ''),
    ("level = -1", 'level = ¦"1/0"', "level is '1/0', which divides by zero", ""),
    ('[[effects]]\n' + SUSPENDS + '\nparagraphs = [2]\nassumption = "salience"\n', '[[¦effects]]\n' + SUSPENDS + '\n', 'this names neither a paragraph nor an assumption, so nothing says where it comes from', ''),
    ('level = "1/3"\nassumption = "size"', 'level = "1/3"\nassumption = ¦"sise"', "no assumption is named 'sise'", "the nearest is 'size'"),
    ("[assumptions.size]", '[assumptions.¦salience]\ntext = "x"\n[assumptions.size]', "the scenario has an assumption 'salience' already", ""),
    ("[[comparisons]]", '[[¦effects]]\ninterest = "dprk_bomb"\nwhen = { dprk = ["test"], us = ["continue", "suspend"] }\nlevel = 0.25\nparagraphs = [3]\n[[comparisons]]', "effect number 5 is on the same interest at the same profiles with the same levers", ""),
    (QUIET, QUIET.replace('player = "us"', 'player = ¦"uk"'), "no player is named 'uk'", 'there are: us, dprk'),
    (QUIET, QUIET.replace('to = { dprk', 'to = { ¦dprc'), "no player is named 'dprc'", "the nearest is 'dprk'"),
    (QUIET, QUIET.replace('to = { dprk = "test"', 'to = { dprk = ¦"tests"'), "no action of dprk is named 'tests'", "the nearest is 'test'"),
    ('id = "dprk_relief"', 'id = ¦"us_quiet"', "the game 'freeze' has a comparison named 'us_quiet' already", ""),
    ('[[comparisons]]\n' + QUIET, '[[¦comparisons]]\n' + QUIET.replace('to = { dprk = "test"', 'to = { us = "suspend"'), "'prefers' names dprk and 'to' names us; both must name the same players", ""),
    ('[[comparisons]]\n' + QUIET, '[[¦comparisons]]\n' + QUIET.replace('to = { dprk = "test"', 'to = { dprk = "moratorium"'), "this compares an outcome with itself", ""),
    ("[readings]", '[[¦comparisons]]\nid = "again"\nplayer = "us"\nto = { us = "suspend", dprk = "test" }\nprefers = { dprk = "test", us = "continue" }\nassumption = "size"\n[readings]', "the comparison 'us_keeps' compares the same outcomes already", ""),
    ('us = ["base", "trusting"]', 'us = ["base", ¦"trustful"]', "no reading is named 'trustful'", "the nearest is 'trusting'"),
    ('us = ["base", "trusting"]', 'us = ["base", ¦"base"]', "'base' stands in this list twice", ""),
    ('us = ["base", "trusting"]', '¦uk = ["base", "trusting"]', "no player is named 'uk'", 'there are: us, dprk'),
]  # fmt: skip


def expected_place(marked: str) -> tuple[int, int]:
    before = marked[: marked.index(MARK)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def only_fault(folder: Path) -> Fault:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(folder)
    assert len(caught.value.faults) == 1, str(caught.value)
    return caught.value.faults[0]


def check(fault: Fault, file: str, marked: str, message: str, hint: str) -> None:
    assert (Path(fault.path).name, fault.message, fault.hint) == (file, message, hint)
    assert (fault.line, fault.column) == expected_place(marked)
    assert fault.text == marked.splitlines()[expected_place(marked)[0] - 1].replace(MARK, "")


@pytest.mark.parametrize(("old", "new", "message", "hint"), IN_SCENARIO)
def test_one_fault_in_the_main_file(write: Write, old: str, new: str, message: str, hint: str) -> None:
    assert MAIN.count(old) == 1
    marked = MAIN.replace(old, new)
    check(only_fault(write(marked.replace(MARK, ""))), "scenario.toml", marked, message, hint)


@pytest.mark.parametrize(("old", "new", "message", "hint"), IN_GAME)
def test_one_fault_in_a_game(write: Write, old: str, new: str, message: str, hint: str) -> None:
    assert old in GAME
    marked = GAME.replace(old, new, 1)
    check(only_fault(write(freeze=marked.replace(MARK, ""))), "freeze.toml", marked, message, hint)


def test_the_small_scenario_itself_has_no_fault(write: Write) -> None:
    assert counted_twice(read_scenario(write()), {}) == {}


def test_a_comparison_named_as_one_of_another_game(write: Write) -> None:
    folder = write(freeze=GAME, thaw=GAME)
    with pytest.raises(ScenarioError) as caught:
        read_scenario(folder)
    assert [fault.message for fault in caught.value.faults] == [
        f"the game 'freeze' has a comparison named {name!r} already" for name in ("us_quiet", "us_keeps", "dprk_relief")
    ]
    assert {Path(fault.path).name for fault in caught.value.faults} == {"thaw.toml"}


def test_readings_that_cannot_hold_together(write: Write) -> None:
    main = MAIN.replace("set = { dprk_bomb = 3 }", "set = { dprk_bomb = 3, us_assurance = 2 }")
    fault = only_fault(write(main))
    assert fault.message == (
        "the readings 'trusting' and 'eager' cannot be crossed: us_assurance is 0 in one and 2 in the other"
    )
    assert fault.text == 'dprk = ["base", "eager"]'
    assert fault.text[(fault.column or 0) - 1 :].startswith('"eager"')


def test_readings_that_agree_on_a_parameter_can_be_crossed(write: Write) -> None:
    main = MAIN.replace(
        "set = { dprk_bomb = 3 }", 'set = { dprk_bomb = 3, us_assurance = 0 }\nsets_aside = ["us_keeps"]'
    )
    assert read_scenario(write(main)).readings["eager"].set["us_assurance"] == 0


def test_readings_that_count_an_instrument_beside_its_end_only_when_crossed(write: Write) -> None:
    """By default neither weighs anything; one reading switches the instrument on, the other its end."""
    main = MAIN.replace("weight = 1\nrange", "weight = 0\nrange").replace(
        "{ us_assurance = 0 }", "{ us_exercises = 1 }"
    )
    main = main.replace("set = { dprk_bomb = 3 }", "set = { us_assurance = 1 }")
    game = GAME.replace('id = "us_keeps"', 'id = "us_keeps"\nstrict = false')
    fault = only_fault(write(main, freeze=game))
    assert fault.message == "with 'trusting' and 'eager' crossed, 'us_exercises' is counted beside us_assurance"


def test_readings_that_cross_to_too_many_combinations(write: Write) -> None:
    names = [f"r{number}" for number in range(40)]
    main = MAIN + "".join(f'[readings.{name}]\ndefinition = "d"\nparagraphs = [1]\n' for name in names)
    fault = only_fault(
        write(main, freeze=GAME.replace('["base", "trusting"]', str(names)).replace('["base", "eager"]', str(names)))
    )
    assert fault.message == "these readings cross to more than 1000 combinations, the most that are looked at"


def test_a_hundred_thousand_faults_are_found_and_the_first_are_shown(write: Write) -> None:
    sentences = "".join(
        f'[[sentences]]\nat = "1.{number}"\ngist = "g"\nbears_on = ["nobody"]\n' for number in range(2, 20_002)
    )
    with pytest.raises(ScenarioError) as caught:
        read_scenario(write(MAIN + sentences))
    assert len(caught.value.faults) == 20_000
    assert str(caught.value).endswith("\nand 19950 more")
