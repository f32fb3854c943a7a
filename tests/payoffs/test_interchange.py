"""Games in and out of files: exact round trips, numbers, and input that is wrong, hostile or huge."""

from __future__ import annotations

import io
import re
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.errors import DetenteError
from gametheory.game import StrategicGame
from payoffs import interchange
from payoffs.errors import ScenarioError
from payoffs.interchange import (
    format_csv,
    format_nfg,
    from_nashpy,
    parse_csv,
    parse_nfg,
    read_game,
    to_nashpy,
    write_game,
)
from payoffs.interchange.text import MOST_PAYOFFS
from tests.games import COARSE, QUARTERS, games
from tests.payoffs.interchange.hard_games import HEAD, NAMES, PRISONERS, TWO_PLAYERS, faults, named_games


@settings(deadline=None)
@given(named_games(st.integers(1, 4)), NAMES)
def test_nfg_gives_back_every_game(game: StrategicGame, title: str) -> None:
    assert parse_nfg(format_nfg(game, title)) == game


@settings(deadline=None)
@given(TWO_PLAYERS)
def test_csv_gives_back_every_game_of_two(game: StrategicGame) -> None:
    assert parse_csv(format_csv(game)) == game


@pytest.mark.parametrize("suffix", [".nfg", ".csv", ".NFG"])
@settings(deadline=None)
@given(game=TWO_PLAYERS)
def test_files_give_back_every_game(tmp_path_factory: pytest.TempPathFactory, suffix: str, game: StrategicGame) -> None:
    path = tmp_path_factory.getbasetemp() / f"game{suffix}"
    write_game(game, path)
    assert read_game(path) == game


@settings(deadline=None)
@given(games(numbers=st.one_of(COARSE, QUARTERS, st.floats(-1e300, 1e300).map(Fraction))))
def test_nashpy_gives_back_every_game_of_floats(game: StrategicGame) -> None:
    theirs, exact = to_nashpy(game)
    assert exact
    assert from_nashpy(theirs, game.players, game.actions) == game


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("0.1", Fraction(1, 10)),
        (".5", Fraction(1, 2)),
        ("3.", 3),
        ("-6/4", Fraction(-3, 2)),
        ("+4", 4),
        ("1e300", 10**300),
        ("2.5E-3", Fraction(1, 400)),
        ("0.1234567890123456789012345678901234567890", Fraction(1234567890123456789012345678901234567890, 10**40)),
    ],
)
def test_numbers_are_exact(word: str, number: Fraction | int) -> None:
    assert parse_nfg(f'NFG 1 R "" {{ "A" }} {{ 1 }} {word}').payoffs == ((number,),)
    assert parse_csv(f"r \\ c,x\ny,{word}; {word}").payoffs == ((number,), (number,))


@pytest.mark.parametrize(
    "word", ["nan", "inf", "-Infinity", "true", "None", "1/0", "1,5", "1e999999999", "9" * 5000, "٣"]
)
def test_what_is_no_number_is_refused_in_both_formats(word: str) -> None:
    with pytest.raises(ScenarioError) as error:
        parse_nfg(f"{HEAD}{{ 1 2 }}\n1 {word} 3 {word}")
    assert [fault[:2] for fault in faults(error)] == [(2, 3), (2, 6 + len(word))]
    with pytest.raises(ScenarioError) as error:
        parse_csv(f'r \\ c,x,y\nz,"{word};1","1;{word}"')
    assert [fault[:2] for fault in faults(error)] == [(2, 4), (2, 4 + len(word) + 5)]


@settings(deadline=None)
@given(st.text(st.sampled_from(" \n\"\\{},;NFG1R02/.-='ab"), max_size=40))
def test_no_text_makes_a_parser_fail_otherwise_than_by_its_error(text: str) -> None:
    for parse, start in (
        (parse_nfg, ""),
        (parse_nfg, "NFG 1 R "),
        (parse_nfg, HEAD),
        (parse_csv, ""),
        (parse_csv, ",x\n"),
    ):
        try:
            game = parse(start + text)
        except ScenarioError:
            continue
        assert parse_nfg(format_nfg(game)) == game


def test_unknown_endings_are_refused_with_the_known_ones(tmp_path: Path) -> None:
    for call in (lambda path: read_game(path), lambda path: write_game(PRISONERS, path)):
        for name in ("game.xml", "game"):
            with pytest.raises(ScenarioError, match=r"files that end in \.nfg, \.csv or \.efg"):
                call(tmp_path / name)
        with pytest.raises(ScenarioError, match="one in strategic form is needed"):
            call(tmp_path / "game.efg")
    assert not list(tmp_path.iterdir())


def test_what_is_no_readable_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.nfg").mkdir()
    (tmp_path / "enforcement.csv").write_text(",x\ny,1;2")
    for name, message in (
        ("folder.nfg", "this is a folder, not a file"),
        ("enforcment.csv", "there is no such file\n    the nearest is 'enforcement.csv'"),
        ("nowhere/game.csv", f"there is no folder '{tmp_path / 'nowhere'}'"),
        ("\0.csv", "it cannot be read: embedded null byte"),
        ("x" * 300 + ".csv", "it cannot be read: file name too long"),
    ):
        with pytest.raises(ScenarioError, match=re.escape(message)):
            read_game(tmp_path / name)


def test_text_that_is_not_utf8_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "game.csv"
    path.write_bytes("é,x\né".encode() + b"\xff,1;2")
    with pytest.raises(ScenarioError) as error:
        read_game(path)
    assert faults(error) == [(2, 2, "the byte 0xff here is not UTF-8")]
    path.write_text(",x\ny,1;2", encoding="utf-16")
    with pytest.raises(ScenarioError, match="not UTF-8"):
        read_game(path)


@pytest.mark.parametrize("text", [format_nfg(PRISONERS), f"\ufeff \n{format_nfg(PRISONERS)}", format_csv(PRISONERS)])
def test_standard_input_tells_its_format_by_itself(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert read_game("-") == PRISONERS


def test_faults_of_standard_input_are_named_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"EFG 2 R")))
    with pytest.raises(ScenarioError, match="<stdin>:1:1: error: this is an extensive game"):
        read_game("-")
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(ScenarioError, match="standard input is closed"):
        read_game("-")


def test_a_file_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "game.csv"
    write_game(PRISONERS, path)
    monkeypatch.setattr(interchange, "MOST_BYTES", path.stat().st_size)
    assert read_game(path) == PRISONERS
    monkeypatch.setattr(interchange, "MOST_BYTES", path.stat().st_size - 1)
    with pytest.raises(ScenarioError, match="the file is bigger than"):
        read_game(path)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "{ 1000000000 2 } 1",
        HEAD + f"{{ {'9' * 5000} 1 }} 1",
        HEAD + "{ 1001 1000 } 1",
        'NFG 1 R "" { "' + '" "'.join(map(str, range(100))) + '" } { ' + "2 " * 100 + "} 1",
    ],
    ids=["billion", "digits", "product", "players"],
)
def test_a_head_that_claims_too_much_is_refused_before_anything_is_made(text: str) -> None:
    with pytest.raises(ScenarioError, match=f"more than {MOST_PAYOFFS:,} payoffs"):
        parse_nfg(text)


def test_a_row_that_is_too_long_is_refused() -> None:
    with pytest.raises(ScenarioError, match=f"more than {MOST_PAYOFFS:,} payoffs"):
        parse_csv("r \\ c" + "," * (MOST_PAYOFFS // 2 + 1))


@pytest.mark.parametrize(
    ("start", "piece"),
    [(",x\n", '"'), (",x\ny,", ";"), (",x\ny,", " "), ("", "\\"), ('NFG 1 R "', '\\"'), ("NFG 1 R ", " "), (HEAD, "{")],
)
def test_reading_takes_time_in_proportion_to_the_text(start: str, piece: str) -> None:
    # A parser that goes back over what it has read would need days for these.
    text = f'{start}{piece * 1_000_001}z"'
    with pytest.raises(ScenarioError):
        (parse_nfg if start.startswith("NFG") else parse_csv)(text)


def test_an_unwritable_folder_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DetenteError, match=r"game\.nfg cannot be written: no such file or directory"):
        write_game(PRISONERS, tmp_path / "nowhere" / "game.nfg")
