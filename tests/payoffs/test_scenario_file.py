from __future__ import annotations

import os
import subprocess
import sys
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest

from gametheory.errors import UnknownName
from payoffs import scenarios
from payoffs.errors import ScenarioError
from payoffs.scenario_file import MOST_GAMES, load_scenario, read_scenario, scenario_hash
from payoffs.toml_document import LARGEST_FILE
from tests.payoffs.conftest import GAME, MAIN, Write, line_of


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(folder)
    return [f"{Path(fault.path).name}:{fault.line}: {fault.message}" for fault in caught.value.faults]


def test_a_valid_scenario_is_read_exactly(write: Write) -> None:
    scenario = read_scenario(write())
    assert list(scenario.games) == ["freeze"]
    assert scenario.levers["verification"].default == Fraction(1, 2)
    assert scenario.interests["us_assurance"].range == (Fraction(0), Fraction(5, 2))
    assert scenario.games["freeze"].effects[2].when == {"us": ("continue",)}


def test_a_tenth_is_a_tenth_and_not_its_nearest_float(write: Write) -> None:
    folder = write(MAIN.replace("default = 0.5", "default = 0.1"))
    assert read_scenario(folder).levers["verification"].default == Fraction(1, 10)


@pytest.mark.parametrize("name", scenarios.names())
def test_every_built_in_scenario_reads_by_either_spelling(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.games
    assert scenario_hash(load_scenario(name.replace("_", "-"))) == scenario_hash(scenario)


def test_the_built_in_names_are_the_folders_with_a_scenario() -> None:
    folders = [entry.name for entry in files("payoffs.scenarios").iterdir() if (entry / "scenario.toml").is_file()]
    assert sorted(folders) == list(scenarios.names())
    assert "north_korea_2017" in scenarios.names()


def test_a_scenario_is_loaded_from_a_folder_by_path(write: Write) -> None:
    folder = write()
    assert load_scenario(str(folder)) == read_scenario(folder)


def test_an_unknown_name_says_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        load_scenario("north_corea_2017")
    assert caught.value.nearest == "north_korea_2017"


@pytest.mark.parametrize("name", ["", "a" * 5000, "x\0y", "\u202e"])
def test_a_hostile_name_is_unknown(name: str) -> None:
    with pytest.raises(UnknownName):
        load_scenario(name)


def test_faults_of_all_files_are_told_at_once_in_the_order_of_files_and_lines(write: Write) -> None:
    folder = write(
        MAIN.replace('actor = "us"\ndefinition = "a quiet', 'actor = "usa"\ndefinition = "a quiet').replace(
            "year = 2017", 'year = "2017"'
        ),
        freeze=GAME.replace("level = 0.5", "level = nan").replace('"us_calm"', '"us_clam"'),
        other="schema = 1\nschema = 2\n",
    )
    assert faults_of(folder) == [
        "other.toml:2: 'schema' stands here a second time; it first stands in line 1",
        f"scenario.toml:{line_of(MAIN, 'year')}: this is the text '2017'; a whole number is needed",
        f"scenario.toml:{line_of(MAIN, 'actor = ')}: no actor is named 'usa'",
        f"freeze.toml:{line_of(GAME, 'interest = ')}: no interest is named 'us_clam'",
        f"freeze.toml:{line_of(GAME, 'level = 0.5')}: level is 'NaN'; write an integer, a decimal or a fraction "
        "such as 2/7",
    ]


def test_places_stay_right_after_an_entry_that_is_left_out(write: Write) -> None:
    """The second of five effects is no effect, so the fifth is judged at another index than it has in the file."""
    folder = write(
        freeze=GAME.replace("level = -1", "level = true").replace('interest = "dprk_bomb"', 'interest = "b"')
    )
    fifth = line_of(GAME, 'interest = "dprk_bomb"')
    assert faults_of(folder) == [
        f"freeze.toml:{line_of(GAME, 'level = -1')}: level is True, a truth value; a number is needed",
        f"freeze.toml:{fifth}: no interest is named 'b'",
    ]


def test_an_entry_at_fault_is_not_unknown_to_those_that_name_it(write: Write) -> None:
    folder = write(MAIN.replace('definition = "a quiet peninsula"\nstatus = ["stated"]', 'status = ["stated"]'))
    header = line_of(MAIN, "[interests.us_calm]")
    assert faults_of(folder) == [f"scenario.toml:{header}: the key 'definition' is missing in interests.us_calm"]


def test_the_games_are_judged_by_type_when_the_main_file_cannot_be_parsed(write: Write) -> None:
    folder = write("schema = ", freeze=GAME.replace("level = -1", "level = 7"))
    assert faults_of(folder) == [
        "scenario.toml:1: this is not TOML: invalid value",
        f"freeze.toml:{line_of(GAME, 'level = -1')}: this is 7; it must be at most 1",
    ]


@pytest.mark.parametrize("name", ["Freeze", "dual freeze", "x-y", "1st", "é", "a" * 65])
def test_a_file_name_that_is_no_id_is_a_fault(write: Write, name: str) -> None:
    (found,) = faults_of(write(**{name: GAME}))
    assert found.startswith(f"{name}.toml:None: a game is named after its file, and this name is not an id")


def test_other_files_and_hidden_ones_are_left_alone(write: Write) -> None:
    folder = write()
    for name in (".freeze.toml", "notes.txt", "freeze.toml~"):
        (folder / name).write_text("not a game", encoding="utf-8")
    assert list(read_scenario(folder).games) == ["freeze"]


def test_folders_that_are_none(tmp_path: Path, write: Write) -> None:
    assert faults_of(tmp_path / "none") == ["none:None: there is no such folder"]
    assert faults_of(tmp_path) == [
        f"{tmp_path.name}:None: there is no scenario.toml in this folder, so it is no scenario"
    ]
    file = write() / "scenario.toml"
    assert faults_of(file) == ["scenario.toml:None: this is a file; a scenario is a folder"]


def test_files_that_are_none(write: Write) -> None:
    folder = write()
    (folder / "deep.toml").mkdir()
    (folder / "gone.toml").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe.toml")  # reading it would wait for ever
    assert faults_of(folder) == [
        "deep.toml:None: this is a folder; a file is needed",
        "gone.toml:None: there is no such file",
        "pipe.toml:None: this is not an ordinary file",
    ]


def test_a_file_too_large_is_refused_before_it_is_parsed(write: Write) -> None:
    folder = write()
    with (folder / "huge.toml").open("wb") as stream:
        stream.truncate(50_000_000)
    assert faults_of(folder) == [
        f"huge.toml:None: the file has more than {LARGEST_FILE:,} bytes, the most that are read"
    ]


def test_too_many_games_are_refused_before_they_are_read(write: Write) -> None:
    folder = write()
    for number in range(MOST_GAMES):
        (folder / f"g{number}.toml").touch()
    assert faults_of(folder) == [f"small:None: there are {MOST_GAMES + 1} games; no more than {MOST_GAMES} are read"]


def test_faults_name_files_as_the_user_named_the_folder(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write(freeze="x")
    monkeypatch.chdir(tmp_path)
    for asked, shown in (("small/", "small/freeze.toml"), ("./small", "./small/freeze.toml")):
        with pytest.raises(ScenarioError) as caught:
            load_scenario(asked)
        assert str(caught.value).startswith(f"{shown}:1:2: error: ")


def test_the_hash_follows_the_content_and_not_the_layout(write: Write) -> None:
    folder = write()
    before = scenario_hash(read_scenario(folder))
    actors = '[actors.dprk]\nname = "Pyongyang"\n'
    moved = MAIN.replace(actors, "").replace("[readings.base]", f"{actors}# moved here\n[readings.base]")
    (folder / "scenario.toml").write_bytes(moved.replace("\n", "\r\n").replace("0.5", "0.50").encode("utf-8-sig"))
    assert scenario_hash(read_scenario(folder)) == before
    (folder / "freeze.toml").write_text(GAME.replace('"1/3"', '"1/4"'), encoding="utf-8")
    assert scenario_hash(read_scenario(folder)) != before


def test_the_hash_does_not_depend_on_the_process() -> None:
    code = "from payoffs.scenario_file import *; print(scenario_hash(load_scenario('north_korea_2017')))"
    hashes = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(hashes) == 1


def test_the_place_of_a_key_counts_entries_of_lists_from_one(write: Write) -> None:
    text = GAME.replace('label = "stop testing"\n', "")
    (fault,) = faults_of(write(MAIN, freeze=text))
    assert fault.endswith("the key 'label' is missing in players 2, actions 1")
