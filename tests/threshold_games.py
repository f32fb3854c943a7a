"""Games whose answer is a known function of their parameters, so that what is known of it has closed forms."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from gametheory.game import ParametricGame
from gametheory.parameters import MultiAffine, Parameter

ONE: frozenset[str] = frozenset()


def expression(terms: Mapping[str, int | Fraction]) -> MultiAffine:
    """A sum such as ``{"p q": 1, "": -1}`` for p q - 1."""
    return MultiAffine({frozenset(names.split()): Fraction(value) for names, value in terms.items() if value})


def chooser(
    gain: Mapping[str, int | Fraction], names: str = "p q r", other: Mapping[str, int | Fraction] | None = None
) -> ParametricGame:
    """A game in which the first player goes exactly where `gain` is positive, and the second always waits.

    The second player's payoff is `other` where the first one goes, and nothing else; all parameters are from 0 to 1.
    """
    nothing = MultiAffine.constant(0)
    helped = expression(other or {})
    fee = MultiAffine.constant(-1)
    first = (expression(gain), expression(gain), nothing, nothing)
    second = (helped, helped + fee, nothing, fee)
    parameters = {name: Parameter(name, Fraction(1, 2), Fraction(0), Fraction(1)) for name in names.split()}
    return ParametricGame(("one", "two"), (("go", "stay"), ("wait", "pay")), (first, second), parameters)
