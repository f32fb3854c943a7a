"""Games that are hard to write down: hostile names, payoffs of every size."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import strategies as st

from gametheory.exact import MOST_DIGITS
from gametheory.game import StrategicGame
from payoffs.errors import ScenarioError
from tests.games import COARSE, QUARTERS, WIDE, games

HOSTILE = st.sampled_from([*"ab \\\"'{},;=+-@/\t\r\n\u202e\ufeff\uff1dé🕊<", "=cmd()", " \\ ", '\\"', "'=", "NFG", "0"])
NAMES = st.lists(HOSTILE | st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6).map("".join)
PROPER_NAMES = NAMES.filter(str.strip)
BIG = st.integers(-(10**MOST_DIGITS) + 1, 10**MOST_DIGITS - 1).map(Fraction)
TINY = BIG.filter(bool).map(lambda number: 1 / number)
PAYOFFS = st.one_of(COARSE, QUARTERS, WIDE, BIG, TINY, st.floats(allow_nan=False, allow_infinity=False).map(Fraction))


@st.composite
def named_games(draw: st.DrawFn, players: st.SearchStrategy[int]) -> StrategicGame:
    """A game with payoffs of every size, ties included, and names that are hard to write down."""
    game = draw(games(players, most_actions=3, numbers=PAYOFFS))
    names = draw(st.lists(PROPER_NAMES, min_size=len(game.players), max_size=len(game.players), unique=True))
    actions = [draw(st.lists(PROPER_NAMES, min_size=size, max_size=size, unique=True)) for size in game.shape]
    return StrategicGame(tuple(names), tuple(map(tuple, actions)), game.payoffs)


TWO_PLAYERS = named_games(st.just(2))
PRISONERS = StrategicGame.from_arrays(
    [[[3, 0], [5, 1]], [[3, 5], [0, 1]]], ["row", "column"], [["quiet", "talk"], ["hush", "tell"]]
)


def faults(error: pytest.ExceptionInfo[ScenarioError]) -> list[tuple[int | None, int | None, str]]:
    return [(fault.line, fault.column, fault.message) for fault in error.value.faults]


HEAD = 'NFG 1 R "" { "A" "B" } '
