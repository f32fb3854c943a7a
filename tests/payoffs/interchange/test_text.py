"""What no text can hold is refused before it is written."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gametheory.errors import InvalidGame, InvalidNumber
from gametheory.exact import MOST_DIGITS
from gametheory.game import StrategicGame
from payoffs.interchange import (
    format_csv,
    format_nfg,
)
from tests.payoffs.interchange.hard_games import PRISONERS


@pytest.mark.parametrize("name", ["a\0b", "\ud800"])
def test_names_that_no_file_can_hold_are_refused(name: str) -> None:
    game = StrategicGame((name, "c"), (("x",), ("y",)), ((Fraction(1),), (Fraction(1),)))
    for text_of in (format_nfg, format_csv):
        with pytest.raises(InvalidGame, match="no text file can hold"):
            text_of(game)
    with pytest.raises(InvalidGame, match="no text file can hold"):
        format_nfg(PRISONERS, title=name)


@pytest.mark.parametrize("exponent", [MOST_DIGITS, -MOST_DIGITS, 5000])
def test_numbers_too_long_to_be_read_back_are_refused(exponent: int) -> None:
    game = StrategicGame(
        ("r", "c"), (("x",), ("y", "z")), ((Fraction(1),) * 2, (Fraction(1), Fraction(-10) ** exponent))
    )
    for text_of in (format_nfg, format_csv):
        with pytest.raises(InvalidNumber, match="the payoff of c at r=x, c=z has more than 1000 digits"):
            text_of(game)
