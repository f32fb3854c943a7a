"""Gambit's trees: exact round trips, Gambit as the oracle, what may be left out, and every fault at its place."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pygambit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.concepts import nash
from gametheory.errors import DetenteError, InvalidGame, InvalidNumber
from gametheory.exact import MOST_DIGITS
from gametheory.forms.sequential import Rules, play
from gametheory.game import StrategicGame
from gametheory.tree import Chance, Decision, ExtensiveGame, InformationSet, Move, Nature, Terminal
from payoffs import interchange
from payoffs.errors import ScenarioError
from payoffs.interchange import efg as efg_module
from payoffs.interchange import format_efg, parse_efg, read_any, read_game, read_tree, write_game, write_tree
from tests.games import WIDE
from tests.payoffs.interchange.hard_games import NAMES, PAYOFFS, PRISONERS, PROPER_NAMES, faults
from tests.published_trees import deterrence, poker, princess_bride
from tests.trees import trees_with_unseen_moves

CATALOGUE = sorted((Path(pygambit.__file__).parent / "catalog_data").rglob("*.efg"))
HEAD = 'EFG 2 R "" { "A" "B" }\n'


@st.composite
def hard_trees(draw: st.DrawFn) -> ExtensiveGame:
    """A tree with payoffs of every size and names that are hard to write down."""
    game = draw(trees_with_unseen_moves())

    def distinct(count: int) -> tuple[str, ...]:
        return tuple(draw(st.lists(PROPER_NAMES, min_size=count, max_size=count, unique=True)))

    nodes: list[Move | Chance | Terminal] = []
    for node in game.nodes:
        if isinstance(node, Terminal):
            nodes.append(Terminal(tuple(draw(PAYOFFS) for _ in node.payoffs), name=draw(NAMES)))
        elif isinstance(node, Chance):
            nodes.append(replace(node, events=tuple(draw(PROPER_NAMES) for _ in node.events)))
        else:
            nodes.append(node)
    sets = tuple(
        InformationSet(draw(NAMES), entry.player, distinct(len(entry.actions))) for entry in game.information_sets
    )
    return ExtensiveGame(distinct(len(game.players)), sets, tuple(nodes))


@settings(deadline=None, max_examples=60)
@given(hard_trees(), NAMES)
def test_what_is_written_is_read_back(game: ExtensiveGame, title: str) -> None:
    assert parse_efg(format_efg(game, title)) == game


def test_a_stage_game_played_in_order_is_read_back_but_for_its_profiles() -> None:
    game = play(PRISONERS, Rules(noise=Fraction(1, 100)))
    plain = tuple(replace(node, profile=None) if isinstance(node, Terminal) else node for node in game.nodes)
    assert parse_efg(format_efg(game)) == replace(game, nodes=plain)


@settings(deadline=None, max_examples=30)
@given(trees_with_unseen_moves(), st.data())
def test_gambit_reads_what_is_written_here(game: ExtensiveGame, data: st.DataObject) -> None:
    nodes = tuple(
        Terminal(tuple(data.draw(WIDE) for _ in node.payoffs)) if isinstance(node, Terminal) else node
        for node in game.nodes
    )
    game = replace(game, nodes=nodes)
    theirs = pygambit.read_efg(io.BytesIO(format_efg(game, 'a "title"').encode()))
    assert theirs.title == 'a "title"'
    assert theirs.is_perfect_recall
    arrays = theirs.to_arrays()
    form = game.strategic_form()
    assert tuple(tuple(map(Fraction, map(str, array.ravel()))) for array in arrays) == form.payoffs
    assert arrays[0].shape == form.shape


@pytest.mark.parametrize("path", CATALOGUE, ids=lambda path: "/".join(path.parts[-2:]))
def test_the_games_that_gambit_ships(path: Path) -> None:
    theirs = pygambit.read_efg(path)
    if not theirs.is_perfect_recall:
        with pytest.raises(ScenarioError, match="would forget what it did"):
            read_tree(path)
        return
    game = read_tree(path)
    form = game.strategic_form()
    arrays = theirs.to_arrays()
    assert tuple(tuple(map(Fraction, map(str, array.ravel()))) for array in arrays) == form.payoffs
    assert parse_efg(format_efg(game)) == game


@pytest.mark.parametrize(
    ("path", "game"), [("books/myerson1991/fig2_1", poker()), ("books/watson2013/exercise29_6", princess_bride())]
)
def test_published_games_are_typed_as_gambit_has_them(path: str, game: ExtensiveGame) -> None:
    (file,) = (entry for entry in CATALOGUE if entry.as_posix().endswith(f"{path}.efg"))
    assert read_tree(file).strategic_form().payoffs == game.strategic_form().payoffs


def test_the_catalogue_is_there() -> None:
    assert len(CATALOGUE) > 20


def test_what_earlier_nodes_have_said_may_be_left_out() -> None:
    full = (
        HEAD + 'c "" 1 "" { "x" 1/2 "y" .5 } 0\n'
        'p "" 1 1 "s" { "l" "r" } 0\nt "" 1 "won" { 1, -1 }\nt "" 2 "lost" { -1 1 }\n'
        'p "" 1 1 "s" { "l" "r" } 0\nt "" 1 "won" { 1 -1 }\nc "" 1 "" { "x" 1/2 "y" 1/2 } 0\nt "" 0\nt "" 0\n'
    )
    short = (
        HEAD + '"a comment"\nc "" 1 { "x" 1/2 "y" 0.5 } 0 p "" 1 1 "s" { "l" "r" } 0 t "" 1 "won" { 1 -1 }'
        ' t "" 2 "lost" { -1, 1 } p "" 1 1 0 t "" 1 "won" c "" 1 0 t "" 0 t "" 0'
    ).replace("EFG 2 R", "EFG 2 D")
    game = parse_efg(full)
    assert parse_efg(short) == game
    assert [(end.name, end.payoffs) for _, end in game.terminals()] == [
        ("won", (1, -1)),
        ("lost", (-1, 1)),
        ("won", (1, -1)),
        ("", (0, 0)),
        ("", (0, 0)),
    ]


def test_outcomes_at_moves_are_paid_on_the_way() -> None:
    game = parse_efg(
        HEAD + 'p "" 1 1 "" { "l" "r" } 1 "toll" { -1, 1/2 } c "" 1 "" { "x" 1 } 2 "gift" { 10 0 } t "end" 0 t "" 1'
    )
    assert [(end.name, end.payoffs) for _, end in game.terminals()] == [
        ("end", (9, Fraction(1, 2))),
        ("toll", (-2, 1)),
    ]


def test_what_has_no_name_is_numbered() -> None:
    game = parse_efg(
        'EFG 2 R "" { "" " " } c "" 1 "" { "" 1/2 "" 1/2 } 0 p "" 2 1 "" { "" "go" } 0 t "" 0 t "" 0 t "" 0'
    )
    assert game.players == ("player_1", "player_2")
    assert game.information_sets[0].actions == ("1", "go")
    assert game.nodes[0] == Chance(("1", "2"), (Fraction(1, 2), Fraction(1, 2)))


END = 't "" 0 '


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("  \n", None, None, "the file is empty"),
        ("hello", 1, 1, "EFG (an extensive game begins with EFG 2 R) should stand here, but the file has 'hello'"),
        ("EFG 1 R", 1, 5, "2 (an extensive game begins with EFG 2 R) should stand here, but the file has '1'"),
        ("NFG 1 R", 1, 1, "this is a strategic game (payoffs without moves); a tree is needed"),
        ('EFG 2 R "t', 1, 9, "this quote is never closed"),
        ('EFG 2 R "" { }', 1, 14, "the name of a player in quotes should stand here, but the file has '}'"),
        ('EFG 2 R "" { "A" "A" } ' + END, 1, 18, "two players are named 'A'"),
        (HEAD, 2, 1, "c, p or t (a node: one branch leads to no node yet) should stand here, but the file ends"),
        (HEAD + "x", 2, 1, "c, p or t (a node: one branch leads to no node yet) should stand here, but the file has 'x'"),  # noqa: E501
        (HEAD + 'p "" 1 1 "" { "l" "r" } 0 ', 2, 27, "c, p or t (a node: 2 branches lead to no node yet) should stand here, but the file ends"),  # noqa: E501
        (HEAD + END + END, 2, 8, "the tree is whole after 1 nodes, but 't' follows"),
        (HEAD + "t 0", 2, 3, "the name of the node in quotes should stand here, but the file has '0'"),
        (HEAD + 'p "" 3 1 "" { "l" } 0 ' + END, 2, 6, "there is no player 3; they are numbered from 1 to 2"),
        (HEAD + 'p "" 0 1 "" { "l" } 0 ' + END, 2, 6, "there is no player 0; they are numbered from 1 to 2"),
        (HEAD + 'p "" x 1 "" { "l" } 0 ' + END, 2, 6, "the number of the player should be a whole number, but it is 'x'"),  # noqa: E501
        (HEAD + 'p "" 1 -1 "" { "l" } 0 ' + END, 2, 8, "the number of the information set should be a whole number, but it is '-1'"),  # noqa: E501
        (HEAD + 'p "" 1 1 "" 0 ' + END, 2, 13, "the '{' of the actions, which no earlier node has given, should stand here, but the file has '0'"),  # noqa: E501
        (HEAD + 'p "" 1 1 "" { } 0 ' + END, 2, 15, "a name in quotes should stand here, but the file has '}'"),
        (HEAD + 'p "" 1 1 "" { "l" "l" } 0 ' + END, 2, 19, "two actions are named 'l'"),
        (HEAD + 'p "" 1 1 "" { "l" "r" } 0 p "" 1 1 "" { "l" } 0 ', 2, 34, "information set 1 of 'A' offers 1 actions here, and other ones at an earlier node"),  # noqa: E501
        (HEAD + 'c "" 1 "" 0 ' + END, 2, 11, "the '{' of the events of chance, which no earlier node has given, should stand here, but the file has '0'"),  # noqa: E501
        (HEAD + 'c "" 1 "" { "x" "y" } 0 ' + END, 2, 17, "a probability should stand here, but the file has 'y'"),
        (HEAD + 'c "" 1 "" { "x" 1/3 "y" 1/3 } 0 ' + END * 2, 2, 6, "the probabilities sum to 2/3, not to 1"),
        (HEAD + 'c "" 1 "" { "x" -1 "y" 2 } 0 ' + END * 2, 2, 17, "the probability is -1, below zero"),
        (HEAD + 'c "" 1 "" { "x" 1 } 0 c "" 1 "" { "z" 1 } 0 ' + END, 2, 28, "information set 1 of chance has had other events or probabilities before"),  # noqa: E501
        (HEAD + 't "" 7', 2, 7, "the name and payoffs of outcome 7, which no earlier node has given, should stand here, but the file ends"),  # noqa: E501
        (HEAD + 't "" 1 "w" { 1 }', 2, 6, "outcome 1 needs 2 payoffs, one a player; it has 1"),
        (HEAD + 't "" 1 "w" { 1 2 3 }', 2, 6, "outcome 1 needs 2 payoffs, one a player; it has 3"),
        (HEAD + 't "" 1 "w" { 1 nan }', 2, 16, "the payoff is 'nan'; write an integer, a decimal or a fraction such as 2/7"),  # noqa: E501
        (HEAD + 'p "" 1 1 "" { "l" "r" } 0 t "" 1 "w" { 1 2 } t "" 1 "w" { 2 1 }', 2, 51, "outcome 1 has had another name or other payoffs before"),  # noqa: E501
        (HEAD + 't "" 99999999999', 2, 6, "the number of the outcome should be a whole number, but it is '99999999999'"),  # noqa: E501
        (HEAD + 't "" 0 \0', 2, 8, "there is a NUL byte here, so this is not a text file"),
    ],
)  # fmt: skip
def test_a_broken_tree_is_refused_with_its_place(text: str, line: int | None, column: int | None, message: str) -> None:
    with pytest.raises(ScenarioError) as error:
        parse_efg(text, "game.efg")
    assert faults(error)[0] == (line, column, message)


def test_a_player_who_would_forget_is_named() -> None:
    text = HEAD + 'p "" 1 1 "first" { "l" "r" } 0 p "" 1 1 "first" { "l" "r" } 0 ' + END * 3
    with pytest.raises(
        ScenarioError, match=r"game\.efg: error: 'A' would forget what it did: its information set 'first'"
    ):
        parse_efg(text, "game.efg")


@settings(deadline=None)
@given(st.data())
def test_every_truncation_of_a_tree_is_refused(data: st.DataObject) -> None:
    text = format_efg(poker()).rstrip()
    cut = data.draw(st.integers(0, len(text) - 1))
    with pytest.raises(ScenarioError):
        parse_efg(text[:cut])


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(['"a"', '""', "{", "}", "1", "0", "c", "p", "t", "1/2", ",", "x", '"']), max_size=25))
def test_any_tokens_are_read_or_refused(tokens: list[str]) -> None:
    text = HEAD + " ".join(tokens)
    try:
        game = parse_efg(text)
    except ScenarioError:
        return
    assert parse_efg(format_efg(game)) == game


def test_too_many_nodes_are_refused_while_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(efg_module, "LARGEST_TREE", 3)
    with pytest.raises(ScenarioError, match="the tree has more than 3 nodes, the most that are read"):
        parse_efg(HEAD + 'p "" 1 1 "" { "a" "b" "c" } 0 ' + END * 3)
    with pytest.raises(ScenarioError, match="a node has more than 3 branches, the most that are read"):
        parse_efg(HEAD + 'p "" 1 1 "" { "a" "b" "c" "d" } 0 ' + END * 4)


def test_a_chain_of_any_length_is_read() -> None:
    length = 5000
    text = HEAD + "".join(f'p "" 1 {number} "" {{ "stop" "go" }} 0 {END}' for number in range(1, length + 1)) + END
    assert len(parse_efg(text).information_sets) == length


@pytest.mark.parametrize("name", ["a\0b", "\ud800"])
def test_names_that_no_file_can_hold_are_refused(name: str) -> None:
    end = Terminal((Fraction(0),))
    for game in (
        ExtensiveGame.from_tree(["a"], Terminal((Fraction(0),), name=name)),
        ExtensiveGame.from_tree(["a"], Nature({name: (1, end)})),
        ExtensiveGame.from_tree(["a"], Decision("a", {name: end})),
        ExtensiveGame.from_tree(["a"], Decision("a", {"x": end}, name)),
    ):
        with pytest.raises(InvalidGame, match="no text file can hold"):
            format_efg(game)
    with pytest.raises(InvalidGame, match="no text file can hold"):
        format_efg(poker(), name)


def test_numbers_too_long_to_be_read_back_are_refused() -> None:
    with pytest.raises(InvalidNumber, match="more than 1000 digits"):
        format_efg(ExtensiveGame.from_tree(["a"], Terminal((Fraction(10**MOST_DIGITS),))))


def test_files_of_every_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree, table = tmp_path / "game.efg", tmp_path / "game.nfg"
    write_tree(deterrence(True, True), tree, "deterrence")
    write_game(PRISONERS, table)
    assert read_tree(tree) == read_any(tree) == deterrence(True, True)
    assert read_any(table) == read_game(table) == PRISONERS
    with pytest.raises(ScenarioError, match=r"files that end in \.nfg hold games in strategic form"):
        read_tree(table)
    with pytest.raises(ScenarioError, match=r"files that end in \.nfg hold games in strategic form"):
        write_tree(poker(), table)
    with pytest.raises(ScenarioError, match=r"files that end in \.efg hold games in extensive form"):
        read_game(tree)
    for path, wanted in ((tree, deterrence(True, True)), (table, PRISONERS)):
        data = io.TextIOWrapper(io.BytesIO(path.read_bytes()))
        monkeypatch.setattr("sys.stdin", data)
        assert read_any("-") == wanted
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(table.read_bytes())))
    with pytest.raises(ScenarioError, match="<stdin>:1:1: error: this is a strategic game"):
        read_tree("-")
    with pytest.raises(ScenarioError, match="there is no such file"):
        read_tree(tmp_path / "none.efg")
    assert interchange.TREE_SUFFIX not in interchange.SUFFIXES


def test_a_tree_that_was_read_is_solved() -> None:
    game = parse_efg(format_efg(princess_bride()))
    assert nash.solve(game.strategic_form()).equilibria == nash.solve(princess_bride().strategic_form()).equilibria
    stage = StrategicGame.from_arrays([[[1, 2], [3, 4]]] * 2)
    hidden = parse_efg(format_efg(play(stage, Rules(observed=False))))
    assert hidden.strategic_form().payoffs == stage.payoffs
    assert list(product(*map(range, hidden.strategic_form().shape))) == list(stage.profiles())
    with pytest.raises(DetenteError):
        parse_efg("")
