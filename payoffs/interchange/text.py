"""What the text formats share: a text with the places of its faults, names and numbers that survive, and the limits."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import NoReturn

from gametheory.errors import InvalidGame, InvalidNumber
from gametheory.exact import MOST_DIGITS
from gametheory.game import StrategicGame
from payoffs.errors import Fault, ScenarioError

__all__ = ["MOST_PAYOFFS", "Place", "SourceText", "check_names", "check_writable", "quoted"]

MOST_PAYOFFS = 2_000_000
"""The most payoffs (profiles times players) that a file may hold: two players with a thousand actions each."""

Place = tuple[int, str]
"""Where a piece of text begins, as an offset, and the piece."""

_MOST_FAULTS = 50
_LONGEST_QUOTED = 60
_TOO_LONG = 10**MOST_DIGITS


class SourceText:
    """A text that is being read, and the faults found in it so far.

    Parameters
    ----------
    text : str
        The content. A byte order mark in front is dropped.
    name : str
        What messages call it, usually the file's path.

    Raises
    ------
    ScenarioError
        If the text is empty or holds a NUL, so that it is no text.
    """

    def __init__(self, text: str, name: str) -> None:
        self.text = text.removeprefix("\ufeff")
        self.name = name
        self.faults: list[Fault] = []
        self._line = (-1, "")
        if not self.text.strip():
            raise ScenarioError([Fault(name, None, None, "the file is empty")])
        nul = self.text.find("\0")
        if nul >= 0:
            self.fail(nul, "there is a NUL byte here, so this is not a text file", "a text file in UTF-8 is needed")

    def fault(self, offset: int, message: str, hint: str = "") -> None:
        """Note a fault at `offset`; raise them all once there are more than anybody would read."""
        start = self.text.rfind("\n", 0, offset) + 1
        if start != self._line[0]:  # faults on one line share one copy of it: a line may be the whole of a big file
            end = self.text.find("\n", start)
            self._line = (start, self.text[start : end if end >= 0 else len(self.text)].removesuffix("\r"))
        line = self.text.count("\n", 0, offset) + 1
        self.faults.append(Fault(self.name, line, offset - start + 1, message, self._line[1], hint))
        if len(self.faults) >= _MOST_FAULTS:
            self.check()

    def fail(self, offset: int, message: str, hint: str = "") -> NoReturn:
        """Note a fault that leaves nothing more to read, and raise."""
        self.fault(offset, message, hint)
        raise ScenarioError(self.faults)

    def check(self) -> None:
        """Raise the faults noted so far, if there are any."""
        if self.faults:
            raise ScenarioError(self.faults)

    def check_distinct(self, names: Iterable[Place], what: str) -> None:
        """Note each name that repeats an earlier one."""
        seen = set()
        for offset, name in names:
            if name in seen:
                self.fault(offset, f"{what} are named {quoted(name)}")
            seen.add(name)


def quoted(text: str) -> str:
    """A piece of a file for a message: in quotes, cut where it is long."""
    return repr(text if len(text) <= _LONGEST_QUOTED else f"{text[: _LONGEST_QUOTED - 3]}...")


def check_names(names: Iterable[str]) -> None:
    """Raise `InvalidGame` for a name that no text in UTF-8 can hold: with a NUL, or with half of a surrogate pair."""
    for name in names:
        if "\0" in name or any("\ud800" <= character <= "\udfff" for character in name):
            raise InvalidGame(f"the name {quoted(name)} holds a character that no text file can hold")


def check_writable(game: StrategicGame, title: str = "") -> None:
    """Refuse what would not be read back: names that no text in UTF-8 can hold, and numbers with too many digits.

    Raises
    ------
    InvalidGame
        If a name or the title holds a NUL or half of a surrogate pair.
    InvalidNumber
        If a payoff, as a quotient, has more than `gametheory.exact.MOST_DIGITS` digits.
    """
    check_names((title, *game.players, *(action for actions in game.actions for action in actions)))
    for player, payoffs in zip(game.players, game.payoffs, strict=True):
        for position, payoff in enumerate(payoffs):
            if abs(payoff.numerator) >= _TOO_LONG or payoff.denominator >= _TOO_LONG:
                profile = game.named(next(islice(game.profiles(), position, None)))
                where = ", ".join(f"{other}={action}" for other, action in profile.items())
                raise InvalidNumber(
                    f"the payoff of {player} at {where} has more than {MOST_DIGITS} digits: it would not be read back"
                )
