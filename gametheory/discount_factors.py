"""From which discount factor on a promise holds: exact where the threshold is rational, enclosed where it is not.

Player i is to play its part of a stage outcome that pays it r. Its best deviation pays d a period for the L periods
until it is noticed, and then the others punish. An endless punishment that pays v from then on ("grim trigger") deters
when (1 - q^L) d + q^L v <= r, where q is the discount factor, that is, when q^L (d - v) >= d - r (Friedman 1971, Review
of Economic Studies 38). A punishment of T periods, after which the outcome is played again, deters when

    (d - r) (1 + q + ... + q^(L-1)) <= (r - v) q^L (1 + q + ... + q^(T-1)),

whose two sides cross at most once, since the quotient of the polynomials grows with q.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from gametheory.interval import Interval

__all__ = ["Deterrence", "Reason", "endless_punishment", "finite_punishment", "root_of"]

_WIDTH = Fraction(1, 2**40)
_SIMPLE = 10**4


class Reason(StrEnum):
    """Why no discount factor helps, or every one does.

    NO_TEMPTATION: no deviation pays, so the outcome needs no promise. PUNISHMENT_NO_WORSE: the punishment would pay the
    player at least as much as the outcome does. PUNISHMENT_TOO_SHORT: even to the most patient, what the punishment
    takes is no more than what the deviation gains.
    """

    NO_TEMPTATION = "no_temptation"
    PUNISHMENT_NO_WORSE = "punishment_no_worse"
    PUNISHMENT_TOO_SHORT = "punishment_too_short"


@dataclass(frozen=True, slots=True)
class Deterrence:
    """From which discount factor on a punishment deters one player.

    Attributes
    ----------
    threshold : Fraction, Interval or None
        The least discount factor that does it, exact or enclosed; None where none below 1 does.
    reason : Reason or None
        Where the threshold is 0 because nothing tempts, or None, why.
    """

    threshold: Fraction | Interval | None
    reason: Reason | None = None

    def holds(self, discount: Fraction) -> bool | None:
        """Whether a discount factor is enough; None where it lies within the enclosure of the threshold."""
        if self.threshold is None:
            return False
        if isinstance(self.threshold, Fraction):
            return discount >= self.threshold
        if discount >= self.threshold.upper:
            return True
        return False if discount <= self.threshold.lower else None


def endless_punishment(here: Fraction, tempting: Fraction, punished: Fraction, lag: int) -> Deterrence:
    """When a punishment that never ends deters a deviation that pays `tempting` for `lag` periods.

    Parameters
    ----------
    here, tempting, punished : Fraction
        What the player gets a period at the outcome, while it deviates, and while it is punished.
    lag : int
        For how many periods it deviates unanswered.
    """
    if tempting <= here:
        return Deterrence(Fraction(0), Reason.NO_TEMPTATION)
    if punished >= here:
        return Deterrence(None, Reason.PUNISHMENT_NO_WORSE)
    power = (tempting - here) / (tempting - punished)
    return Deterrence(power if lag == 1 else root_of(lambda q: q**lag - power))


def finite_punishment(here: Fraction, tempting: Fraction, punished: Fraction, lag: int, periods: int) -> Deterrence:
    """When a punishment of some `periods`, after which all is as before, deters; see `endless_punishment`."""
    if tempting <= here:
        return Deterrence(Fraction(0), Reason.NO_TEMPTATION)
    if punished >= here:
        return Deterrence(None, Reason.PUNISHMENT_NO_WORSE)
    gain, loss = tempting - here, here - punished
    if loss * periods <= gain * lag:
        return Deterrence(None, Reason.PUNISHMENT_TOO_SHORT)
    return Deterrence(root_of(lambda q: loss * q**lag * _series(q, periods) - gain * _series(q, lag)))


def root_of(rising: Callable[[Fraction], Fraction]) -> Fraction | Interval:
    """Where a function that is negative at 0 and positive at 1, and changes sign once, is zero.

    Returns
    -------
    Fraction or Interval
        The root where it is a fraction with a denominator of at most 10,000; else an interval of width 2^-40 in which
        the sign changes.
    """
    low, high = Fraction(0), Fraction(1)
    while high - low > _WIDTH:
        middle = (low + high) / 2
        value = rising(middle)
        if value == 0:
            return middle
        low, high = (middle, high) if value < 0 else (low, middle)
    simple = ((low + high) / 2).limit_denominator(_SIMPLE)
    return simple if rising(simple) == 0 else Interval(low, high)


def _series(q: Fraction, terms: int) -> Fraction:
    """1 + q + ... + q^(terms - 1), for q below 1."""
    return (1 - q**terms) / (1 - q)
