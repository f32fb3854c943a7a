"""Hypothesis strategies for games whose payoffs move with two parameters, in coarse steps, where ties are the norm."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod

from hypothesis import strategies as st

from gametheory.game import ParametricGame, Profile
from gametheory.parameters import MultiAffine, Parameter
from tests.games import TWO

NAMES = ("p", "q")
STEPS = 4
"""How many steps the range of a parameter has on the grid."""

_ONE: frozenset[str] = frozenset()
COARSE = st.integers(-2, 2).map(Fraction)


@st.composite
def parametric_games(
    draw: st.DrawFn,
    players: st.SearchStrategy[int] = TWO,
    most_actions: int = 3,
    products: bool = False,
) -> tuple[ParametricGame, Profile]:
    """A game with payoffs c + a p + b q (+ d p q), and one of its profiles."""
    count = draw(players)
    shape = draw(st.tuples(*(st.integers(2, most_actions) for _ in range(count))))
    monomials = [_ONE, frozenset("p"), frozenset("q"), *([frozenset("pq")] if products else [])]

    def expression() -> MultiAffine:
        terms = {monomial: draw(COARSE) for monomial in monomials}
        return MultiAffine({monomial: value for monomial, value in terms.items() if value})

    payoffs = tuple(tuple(expression() for _ in range(prod(shape))) for _ in range(count))
    parameters = {}
    for name in NAMES:
        default = draw(st.sampled_from([Fraction(step, STEPS) for step in range(STEPS + 1)]))
        parameters[name] = Parameter(name, 2 * default - 1, Fraction(-1), Fraction(1))
    names = tuple(f"player_{index}" for index in range(1, count + 1))
    actions = tuple(tuple(f"a{index}" for index in range(1, size + 1)) for size in shape)
    game = ParametricGame(names, actions, payoffs, parameters)
    return game, draw(st.sampled_from(list(game.profiles())))


def grid(game: ParametricGame) -> Iterator[tuple[dict[str, Fraction], Fraction]]:
    """Points all over the ranges, each with the share of the ranges by which it lies off the defaults."""
    axes = [
        [entry.low + (entry.high - entry.low) * Fraction(step, 2 * STEPS) for step in range(2 * STEPS + 1)]
        for entry in game.parameters.values()
    ]
    for values in product(*axes):
        point = dict(zip(game.parameters, values, strict=True))
        share = sum(
            (abs(point[name] - entry.default) / (entry.high - entry.low) for name, entry in game.parameters.items()),
            Fraction(0),
        )
        yield point, share
