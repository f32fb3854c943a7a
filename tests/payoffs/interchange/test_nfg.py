"""Gambit's format: the order of profiles, both forms, quoting, and every fault with its place."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.game import StrategicGame
from payoffs.errors import ScenarioError
from payoffs.interchange import (
    format_nfg,
    parse_nfg,
)
from tests.payoffs.interchange.hard_games import HEAD, faults

TWO_BY_THREE = StrategicGame(
    ("A", "B"),
    (("1", "2"), ("1", "2", "3")),
    (tuple(map(Fraction, (11, 12, 13, 21, 22, 23))), tuple(map(Fraction, (-11, -12, -13, -21, -22, -23)))),
)


def test_the_first_player_moves_fastest() -> None:
    text = 'NFG 1 R "" { "A" "B" } { 2 3 } 11 -11 21 -21 12 -12 22 -22 13 -13 23 -23'
    assert parse_nfg(text) == TWO_BY_THREE
    assert format_nfg(TWO_BY_THREE).split()[-12:] == text.split()[-12:]


@settings(deadline=None)
@given(st.lists(st.integers(1, 3), min_size=1, max_size=4))
def test_profiles_of_any_shape_are_read_where_they_stand(shape: list[int]) -> None:
    # Every payoff spells its own profile, written down by counting with the first player as the lowest digit.
    spelled = [
        "".join(map(str, reversed(profile))) for profile in product(*(range(1, size + 1) for size in reversed(shape)))
    ]
    players = [f"p{index}" for index in range(len(shape))]
    body = " ".join(" ".join([digits] * len(players)) for digits in spelled)
    quoted = " ".join(f'"{player}"' for player in players)
    game = parse_nfg(f'NFG 1 R "" {{ {quoted} }} {{ {" ".join(map(str, shape))} }} {body}')
    for profile in game.profiles():
        expected = Fraction("".join(str(action + 1) for action in profile))
        assert all(game.payoff(player, profile) == expected for player in range(len(players)))


@pytest.mark.parametrize("kind", ["R", "D"])
@pytest.mark.parametrize("comment", ["", '"a comment, { braces } and \\"quotes\\""'])
@pytest.mark.parametrize("strategies", ["{ 2 3 }", '{ { "1" "2" } { "1" "2" "3" } }', '{ { "" "" } { "" "2" "" } }'])
@pytest.mark.parametrize("gap", [" ", "\r\n\t "])
def test_outcome_form_and_payoff_form_agree(kind: str, comment: str, strategies: str, gap: str) -> None:
    head = gap.join(["NFG", "1", kind, '"t"', "{", '"A"', '"B"', "}", *strategies.split(" "), comment])
    outcomes = '{ { "x" 11, -11 } { "" 21 -21 } { "z" 12,-12 }\n{ "" 22 -22 } {"" 13 -13 }{ "" 23, -23} }'
    assert parse_nfg(f"{head}{gap}{outcomes}{gap}1 2 3 4 5 6") == TWO_BY_THREE
    assert parse_nfg(f"{head}{gap}11 -11 21 -21 12 -12 22 -22 13 -13 23 -23{gap}") == TWO_BY_THREE


def test_outcome_zero_pays_nothing_and_outcomes_repeat() -> None:
    game = parse_nfg('NFG 1 R "" { "A" "B" } { 2 2 } { { "war" -5 -7/2 } } 1 0 0 1')
    ours, theirs, nothing = Fraction(-5), Fraction(-7, 2), Fraction(0)
    assert game.payoffs == ((ours, nothing, nothing, ours), (theirs, nothing, nothing, theirs))


def test_quotes_and_backslashes_in_names() -> None:
    game = parse_nfg(r'NFG 1 R "\"" { "say \"no\"" } { { "a\b" "c\\" "\\\"" } } 1 2 3')
    assert game.players == ('say "no"',)
    assert game.actions == (("a\\b", "c\\", '\\"'),)


def test_players_without_a_name_are_numbered() -> None:
    assert parse_nfg('NFG 1 R "" { "" "B" " " } { 1 1 1 } 1 2 3').players == ("player_1", "B", "player_3")


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("  \n", None, None, "the file is empty"),
        ("hello", 1, 1, "NFG (a strategic game begins with NFG 1 R) should stand here, but the file has 'hello'"),
        ("N 1 R", 1, 1, "NFG (a strategic game begins with NFG 1 R) should stand here, but the file has 'N'"),
        ("NFG 2 R", 1, 5, "1 (a strategic game begins with NFG 1 R) should stand here, but the file has '2'"),
        ("NFG 1\nX", 2, 1, "R or D (a strategic game begins with NFG 1 R) should stand here, but the file has 'X'"),
        ('EFG 2 R "" { "A" }', 1, 1, "this is an extensive game (a tree of moves); a strategic game is needed"),
        ("NFG 1 R title", 1, 9, "the title in quotes should stand here, but the file has 'title'"),
        ('NFG 1 R "title', 1, 9, "this quote is never closed"),
        ('NFG 1 R "title\\"', 1, 9, "this quote is never closed"),
        ('NFG 1 R "" { }', 1, 14, "the name of a player in quotes should stand here, but the file has '}'"),
        ('NFG 1 R "" { "A" ', 1, 18, "the '}' of the list of players should stand here, but the file ends"),
        ('NFG 1 R "" { "A" "A" } { 1 1 } 1 1', 1, 18, "two players are named 'A'"),
        (HEAD, 1, 24, "the '{' of the list of strategies should stand here, but the file ends"),
        (HEAD + "{ 2 }", 1, 24, "2 players need a number of strategies each; the file has 1"),
        (HEAD + '{ { "a" } }', 1, 24, "2 players need a list of strategies each; the file has 1"),
        (HEAD + '{ { "a" } { "b" } { "c" } }', 1, 24, "2 players need a list of strategies each; the file has 3"),
        (HEAD + '{ { "a" } { } }', 1, 36, "the name of a strategy in quotes should stand here, but the file has '}'"),
        (HEAD + '{ { "a" "a" } { "b" } } 1 1 1 1', 1, 32, "two strategies of 'A' are named 'a'"),
        (HEAD + '{ { "2" "" } { "b" } } 1 1 1 1', 1, 32, "two strategies of 'A' are named '2'"),
        (HEAD + "{ 2 0 }", 1, 28, "a number of strategies should be a positive integer, but it is '0'"),
        (HEAD + "{ 2 -1 }", 1, 28, "a number of strategies should be a positive integer, but it is '-1'"),
        (HEAD + "{ 2 1.5 }", 1, 28, "a number of strategies should be a positive integer, but it is '1.5'"),
        (HEAD + "{ 2 2 }", 1, 31, "8 payoffs are needed (2 x 2 profiles, 2 players); the file has 0"),
        (HEAD + "{ 1 2 }\n1 2 3\n\n", 2, 6, "4 payoffs are needed (1 x 2 profiles, 2 players); the file has 3"),
        (HEAD + "{ 1 2 }\n1 2 3 4\n5 6", 3, 1, "4 payoffs are needed (1 x 2 profiles, 2 players); the file has 6"),
        (HEAD + "{ 1 2 } { }", 1, 35, "2 outcome numbers are needed, one for each of 1 x 2 profiles; the file has 0"),
        (HEAD + '{ 1 1 } { { "" 1 2 } } 2', 1, 47, "there is no outcome 2; the file lists 1"),
        (HEAD + '{ 1 1 } { { "" 1 2 } } -1', 1, 47, "the number of an outcome is needed, but this is '-1'"),
        (HEAD + '{ 1 1 } { { "" 1 } } 1', 1, 34, "outcome 1 needs 2 payoffs, one a player; it has 1"),
        (HEAD + '{ 1 1 } { { "" 1 2 3 } } 1', 1, 34, "outcome 1 needs 2 payoffs, one a player; it has 3"),
        (HEAD + "{ 1 1 } { { 1 } } 1", 1, 36, "the name of an outcome in quotes should stand here, but the file has '1'"),  # noqa: E501
        (HEAD + "{ 1 1 } 1 \0", 1, 34, "there is a NUL byte here, so this is not a text file"),
    ],
)  # fmt: skip
def test_a_broken_nfg_is_refused_with_its_place(text: str, line: int | None, column: int | None, message: str) -> None:
    with pytest.raises(ScenarioError) as error:
        parse_nfg(text, "game.nfg")
    assert faults(error) == [(line, column, message)]


def test_the_message_shows_the_place() -> None:
    with pytest.raises(ScenarioError) as error:
        parse_nfg(HEAD + "{ 1 1 }\n1 \x1b[31mred", "game.nfg")
    assert str(error.value) == (
        "game.nfg:2:3: error: the payoff is '\\x1b[31mred'; write an integer, a decimal or a fraction such as 2/7\n"
        "    1 \\x1b[31mred\n"
        "      ^\n"
        "    payoffs are separated by spaces, and decimals take a point"
    )


@settings(deadline=None)
@given(st.data())
def test_every_truncation_of_a_game_is_refused(data: st.DataObject) -> None:
    text = format_nfg(TWO_BY_THREE).rstrip()
    cut = data.draw(st.integers(0, len(text) - len("-23")))
    with pytest.raises(ScenarioError):
        parse_nfg(text[:cut])
