"""The repeated form: the stage game again and again, the future discounted and a deviation noticed after a lag."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gametheory.errors import InvalidParameter
from gametheory.exact import exact
from gametheory.game import ParametricGame, StrategicGame
from gametheory.repeated_game import RepeatedGame

__all__ = ["DEFAULT_CONCEPT", "MOST_PERIODS", "Rules", "play"]

MOST_PERIODS = 1000
"""The longest lag and the longest punishment, in periods."""


DEFAULT_CONCEPT = "sustainable"
"""What counts as stable where nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How the game is repeated.

    Attributes
    ----------
    discount : number, optional
        The discount factor, at least 0 and below 1. Left out, the question is from which value on an outcome holds.
    detection_lag : int
        For how many periods a deviation pays before it is answered.
    punishment : int, optional
        For how many periods a finite punishment lasts. Left out, only endless ones are asked about.

    Raises
    ------
    InvalidParameter, InvalidNumber
        If a value is out of range or no number.
    """

    discount: Fraction | int | str | None = None
    detection_lag: int | str = 1
    punishment: int | str | None = None

    def __post_init__(self) -> None:
        if self.discount is not None:
            discount = exact(self.discount, "the discount factor")
            if not 0 <= discount < 1:
                raise InvalidParameter(f"the discount factor is {discount}; it must be at least 0 and below 1")
            object.__setattr__(self, "discount", discount)
        object.__setattr__(self, "detection_lag", _periods(self.detection_lag, "the detection lag"))
        if self.punishment is not None:
            object.__setattr__(self, "punishment", _periods(self.punishment, "the punishment"))


def play(stage: StrategicGame | ParametricGame, rules: Rules) -> RepeatedGame:
    """The stage game, at its defaults, repeated for ever."""
    assert rules.discount is None or isinstance(rules.discount, Fraction)
    assert isinstance(rules.detection_lag, int)
    assert not isinstance(rules.punishment, str)
    return RepeatedGame(stage.at(), rules.discount, rules.detection_lag, rules.punishment)


def _periods(value: object, what: str) -> int:
    number = exact(value, what)
    if number.denominator != 1 or not 1 <= number <= MOST_PERIODS:
        raise InvalidParameter(f"{what} is {number} periods; it must be a whole number from 1 to {MOST_PERIODS}")
    return int(number)
