"""What all solutions have in common, whatever game they solve: how they were found, which outcomes are stable."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.game import Profile

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Answer", "Outcome"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A stable outcome in terms of the stage game, so that answers under different plays can be set side by side.

    Attributes
    ----------
    lottery : mapping from tuple of int to Fraction
        The pure profiles of the stage game that come about, each with its probability; they sum to one.
    payoffs : tuple of Fraction
        What each player expects.
    """

    lottery: Mapping[Profile, Fraction]
    payoffs: tuple[Fraction, ...]

    @property
    def profile(self) -> Profile | None:
        """The one profile that comes about for certain; None where chance or mixing decides."""
        return next(iter(self.lottery)) if len(self.lottery) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(ABC):
    """What is stable in one game under one form and concept. Each family of concepts adds what it finds.

    Attributes
    ----------
    concept, form : str
        What counts as stable, and how the game was played; `gametheory.solve.solve` names the form.
    method, arithmetic : str
        How the answer was found, and whether exactly; where not, with what error.
    complete : bool
        True only where the method proves that nothing is missing.
    """

    concept: str
    method: str
    arithmetic: str
    complete: bool
    form: str = "simultaneous"

    @property
    @abstractmethod
    def players(self) -> tuple[str, ...]:
        """Who plays."""

    @abstractmethod
    def outcomes(self) -> tuple[Outcome, ...]:
        """The stable outcomes in terms of the stage game, without repeats."""

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data, every exact number a fraction in a string."""

    @abstractmethod
    def to_frame(self) -> pd.DataFrame:
        """One tidy pandas frame."""

    @abstractmethod
    def __str__(self) -> str:
        """A few lines to read."""

    def payoff_ranges(self) -> tuple[tuple[Fraction, Fraction], ...] | None:
        """The least and the greatest payoff of each player over the stable outcomes; None where there is none."""
        found = [outcome.payoffs for outcome in self.outcomes()]
        return tuple((min(values), max(values)) for values in zip(*found, strict=True)) or None
