"""A stage game played again and again: who gets what, how much the future counts, how soon a deviation is noticed.

Everyone sees what was played, after a lag, and player i gets the average (1 - d) * sum over t of d^t * u_i(a_t), where
d is the discount factor in [0, 1) (Mailath and Samuelson 2006, Repeated Games and Reputations, section 2.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gametheory.game import StrategicGame

__all__ = ["RepeatedGame"]


@dataclass(frozen=True, slots=True)
class RepeatedGame:
    """A repeated game with perfect monitoring after a lag.

    Attributes
    ----------
    stage : StrategicGame
        What is played in each period.
    discount : Fraction or None
        What a payoff one period later is worth now; None where the question is from which value on things hold.
    detection_lag : int
        For how many periods a deviation pays before the others can answer it; 1 where they see it at once.
    punishment : int or None
        For how many periods a finite punishment lasts; None where none is asked about.
    """

    stage: StrategicGame
    discount: Fraction | None
    detection_lag: int
    punishment: int | None

    @property
    def players(self) -> tuple[str, ...]:
        """Who plays."""
        return self.stage.players
