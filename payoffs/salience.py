"""Salience tiers: which interests of an actor weigh no less than others, what that asks of weights, and what breaks it.

The tiers T_1, T_2, ... of an actor say that each interest in T_k weighs no less than each in T_(k+1), and so in every
later tier. In a game that lacks some of the interests, tiers ask of the others what is left when the missing ones may
stand anywhere in their ranges: no less than the least that a later one can weigh, no more than the greatest that an
earlier one can.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from gametheory.game import ParametricGame
from gametheory.parameters import MultiAffine
from payoffs.scenario import Salience, Scenario
from payoffs.utility import weight_ranges

__all__ = ["outweighed", "salience_conditions"]


def salience_conditions(scenario: Scenario, stage: ParametricGame) -> tuple[MultiAffine, ...]:
    """What must not be negative for the weights of a game to agree with the tiers of all actors."""
    ranges = weight_ranges(scenario)
    found: list[MultiAffine] = []
    for salience in scenario.salience.values():
        tiers = [[name for name in tier if name in stage.parameters] for tier in salience.tiers]
        absent = [[ranges[name] for name in tier if name not in stage.parameters] for tier in salience.tiers]
        for number, tier in enumerate(tiers):
            least = max((low for later in absent[number + 1 :] for low, _ in later), default=None)
            most = min((high for earlier in absent[:number] for _, high in earlier), default=None)
            weights = [MultiAffine.parameter(name) for name in tier]
            if least is not None:
                found += [weight - MultiAffine.constant(least) for weight in weights]
            if most is not None:
                found += [MultiAffine.constant(most) - weight for weight in weights]
        for upper, lower in pairwise(tier for tier in tiers if tier):
            found += [MultiAffine.parameter(more) - MultiAffine.parameter(less) for more in upper for less in lower]
    return tuple(found)


def outweighed(salience: Salience, weights: Mapping[str, Fraction]) -> Iterator[tuple[str, str]]:
    """For each tier the lightest interest with the heaviest of the next, where that one weighs more."""
    for upper, lower in pairwise(salience.tiers):
        lightest, heaviest = min(upper, key=weights.__getitem__), max(lower, key=weights.__getitem__)
        if weights[lightest] < weights[heaviest]:
            yield lightest, heaviest
