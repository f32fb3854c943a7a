"""CSV tables: the layout, what spreadsheets leave behind, formulas disarmed, and every fault with its place."""

from __future__ import annotations

import csv
import io
from fractions import Fraction

import pytest
from hypothesis import given, settings

from gametheory.errors import NotApplicable
from gametheory.game import StrategicGame
from payoffs.errors import ScenarioError
from payoffs.interchange import (
    format_csv,
    parse_csv,
    parse_nfg,
    to_nashpy,
)
from tests.payoffs.interchange.hard_games import PRISONERS, TWO_PLAYERS, faults

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def test_a_table_as_a_spreadsheet_saves_it() -> None:
    text = '\ufeffrow \\ column,hush,tell,\r\nquiet,"3, 3",0;5,\r\n,,,\r\n talk ,"(5; 0)"," 1 ; 1 ",\r\n\r\n'
    assert parse_csv(text) == PRISONERS
    assert parse_csv(text.replace("\r\n", "\n")) == PRISONERS
    assert parse_csv(text.replace("\r\n", "\r")) == PRISONERS


def test_an_empty_corner_gets_default_players() -> None:
    game = parse_csv(',hush,tell\nquiet,"3,3","0,5"\ntalk,"5,0","1,1"\n')
    assert game.players == ("player_1", "player_2")
    assert game.payoffs == PRISONERS.payoffs


def test_the_table_that_is_written() -> None:
    assert format_csv(PRISONERS) == (
        '"row \\ column","hush","tell"\n"quiet","(3; 3)","(0; 5)"\n"talk","(5; 0)","(1; 1)"\n'
    )


@settings(deadline=None)
@given(TWO_PLAYERS)
def test_no_cell_of_a_table_begins_a_formula(game: StrategicGame) -> None:
    cells = [cell for row in csv.reader(io.StringIO(format_csv(game), newline="")) for cell in row]
    assert len(cells) == (game.shape[0] + 1) * (game.shape[1] + 1)  # the standard library sees the same table
    assert not [cell for cell in cells if cell.startswith(FORMULA_STARTS)]


def test_a_formula_is_written_behind_an_apostrophe() -> None:
    names = ("=cmd()", "'=cmd()", "-1", "plain", "'quoted'")
    game = StrategicGame(("@a\\b", "c"), (names, ("x",)), ((Fraction(-1),) * 5, (Fraction(1),) * 5))
    first = [row[0] for row in csv.reader(io.StringIO(format_csv(game)))]
    assert first == ["'@a\\\\b \\ c", "'=cmd()", "''=cmd()", "'-1", "plain", "'quoted'"]


TABLE = "r \\ c,x,y\n"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", None, None, "the file is empty"),
        (",,\n,\n", 1, 1, "the first row names no action of the column player"),
        ("r \\ c;x;y\nz;1,5;2", 1, 1, "the first row names no action of the column player"),
        ("players,x\ny,1;2", 1, 1, "the first cell should name both players, but it is 'players'"),
        ("r \\ c \\ d,x\ny,1;2", 1, 1, "the first cell should name both players, but it is 'r \\\\ c \\\\ d'"),
        (" \\ c,x\ny,1;2", 1, 2, "the first cell should name both players, but it is '\\\\ c'"),
        ("r \\ r,x\ny,1;2", 1, 1, "two players are named 'r'"),
        ("r \\ c,x,x\ny,1;2,1;2", 1, 9, "two actions of 'c' are named 'x'"),
        ("r \\ c,x,,y\ny,1;2,1;2,1;2", 1, 9, "an action has no name"),
        (TABLE + "z,1;2,1;2\nz,1;2,1;2", 3, 1, "two actions of 'r' are named 'z'"),
        (TABLE + ",1;2,1;2", 2, 1, "an action has no name"),
        (TABLE, 1, 10, "the table has no row with payoffs"),
        (TABLE + "z,1;2", 2, 1, "the row 'z' has 1 payoff cells; 2 are needed"),
        (TABLE + "z,1,5;2,3;4", 2, 1, "the row 'z' has 3 payoff cells; 2 are needed"),
        (TABLE + "z,1,2", 2, 3, "a payoff cell holds two numbers, but this one is '1'"),
        (TABLE + "z,1;2;3,1;2", 2, 3, "a payoff cell holds two numbers, but this one is '1;2;3'"),
        (TABLE + "z,,1;2", 2, 3, "a payoff cell holds two numbers, but this one is ''"),
        (TABLE + 'z,"1,5; 2",1;2', 2, 4, "the row player's payoff is '1,5'"),
        (TABLE + 'z,"1;2,1;2', 2, 3, "this quote is never closed"),
        (TABLE + 'z,"1;2"3,1;2', 2, 8, "only a comma or the end of the line may follow a closing quote"),
        (TABLE + 'z "the" z,1;2,1;2', 2, 3, "a cell with a quote in it must be quoted whole"),
        (TABLE + "z,1;2,1;\0", 2, 9, "there is a NUL byte here, so this is not a text file"),
    ],
)
def test_a_broken_table_is_refused_with_its_place(
    text: str, line: int | None, column: int | None, message: str
) -> None:
    with pytest.raises(ScenarioError) as error:
        parse_csv(text, "game.csv")
    fault = faults(error)[0]
    assert fault[:2] == (line, column)
    assert fault[2].startswith(message)


def test_a_table_tells_all_its_faults_at_once() -> None:
    with pytest.raises(ScenarioError) as error:
        parse_csv(TABLE + "a,1;2,true;1\na,1;2,1;2\nb,1;2\nc,1;nan,1;2")
    assert [fault[:2] for fault in faults(error)] == [(2, 7), (4, 1), (5, 3), (3, 1)]


def test_semicolons_and_tabs_are_named() -> None:
    for mark, word in ((";", "semicolons"), ("\t", "tabs")):
        with pytest.raises(ScenarioError, match=f"separated by {word}: save it with commas"):
            parse_csv(f"r \\ c{mark}x{mark}y\nz{mark}1,5{mark}2")


def test_a_table_holds_two_players() -> None:
    three = parse_nfg('NFG 1 R "" { "A" "B" "C" } { 1 1 1 } 1 2 3')
    with pytest.raises(NotApplicable, match=r"3: write an \.nfg file"):
        format_csv(three)
    with pytest.raises(NotApplicable, match="two players; this game has 3"):
        to_nashpy(three)
