"""Gambit itself as the oracle of its format: it reads what `detente` writes, and `detente` reads what it writes."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import pygambit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.game import StrategicGame
from payoffs.errors import ScenarioError
from payoffs.interchange import format_nfg, parse_nfg, read_game
from tests.games import COARSE, QUARTERS, WIDE, games

CATALOGUE = sorted((Path(pygambit.__file__).parent / "catalog_data").rglob("*.nfg"))

# Gambit 17 takes no control characters, no double or outer spaces, and reads a doubled backslash as three.
LABELS = st.text(st.sampled_from("abé \"'{},=<0"), min_size=1, max_size=5).filter(
    lambda label: label.strip() == label and "  " not in label
)
NUMBERS = st.one_of(COARSE, QUARTERS, WIDE, st.integers(-(10**40), 10**40).map(Fraction))


@st.composite
def labelled_games(draw: st.DrawFn) -> StrategicGame:
    game = draw(games(st.integers(1, 4), most_actions=3, numbers=NUMBERS))
    names = draw(st.lists(LABELS, min_size=len(game.players), max_size=len(game.players), unique=True))
    actions = [draw(st.lists(LABELS, min_size=size, max_size=size, unique=True)) for size in game.shape]
    return StrategicGame(tuple(names), tuple(map(tuple, actions)), game.payoffs)


def as_gambit_has_it(theirs: pygambit.Game) -> StrategicGame:
    """The game that Gambit holds, asked for profile by profile."""
    players = tuple(theirs.players)
    actions = tuple(tuple(theirs.get_strategies(player)) for player in players)
    payoffs = tuple(tuple(map(Fraction, map(str, array.ravel()))) for array in theirs.to_arrays())
    return StrategicGame(players, actions, payoffs)


@settings(deadline=None)
@given(labelled_games())
def test_gambit_reads_what_is_written_here(game: StrategicGame) -> None:
    theirs = pygambit.read_nfg(io.BytesIO(format_nfg(game, 'a "title"').encode()))
    assert theirs.title == 'a "title"'
    assert as_gambit_has_it(theirs) == game


@settings(deadline=None)
@given(labelled_games())
def test_what_gambit_writes_is_read_here(game: StrategicGame) -> None:
    written = pygambit.read_nfg(io.BytesIO(format_nfg(game).encode())).to_nfg()
    assert "{ " in written.partition('""')[2]  # Gambit writes the outcome form, so this is the other half of the reader
    assert parse_nfg(written) == game


@settings(deadline=None)
@given(st.from_regex(r"\A[a-z]{1,3}(\\[a-z]{1,3}){0,2}\Z"))
def test_single_backslashes_mean_the_same_to_both(label: str) -> None:
    text = f'NFG 1 R "" {{ "A" }} {{ {{ "{label}" }} }} 1'
    theirs = pygambit.read_nfg(io.BytesIO(text.encode()))
    assert parse_nfg(text) == as_gambit_has_it(theirs) == parse_nfg(theirs.to_nfg())


def test_the_catalogue_has_games_to_compare() -> None:
    assert len(CATALOGUE) > 5


@pytest.mark.parametrize("path", CATALOGUE, ids=lambda path: path.stem)
def test_published_games_are_read_alike(path: Path) -> None:
    assert read_game(path) == as_gambit_has_it(pygambit.read_nfg(path))


@pytest.mark.parametrize(
    "text",
    [
        'NFG 1 R "" { "A" "B" } { 2 2 } 1 2 3 4 5 6 7',
        'NFG 1 R "" { "A" "B" } { 2 2 } 1 2 3 4 5 6 7 8 9',
        'NFG 1 R "" { "A" "B" } { { "a" "b" } } 1 2 3 4',
        'NFG 1 R "" { "A" "B" } { 1 1 } { { "" 1 2 } } 2',
        'NFG 1 R "" { "A" "B" } { 1 1 } 1,5 2',
        'NFG 2 R "" { "A" "B" } { 1 1 } 1 2',
        'NFG 1 R "" { A B } { 1 1 } 1 2',
    ],
)
def test_both_refuse_what_is_broken(text: str) -> None:
    with pytest.raises(ValueError, match="Parse error"):
        pygambit.read_nfg(io.BytesIO(text.encode()))
    with pytest.raises(ScenarioError):
        parse_nfg(text)
