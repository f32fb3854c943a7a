"""Hypothesis strategies for games in quarter steps and small integers, where ties and degeneracy are the norm."""

from __future__ import annotations

from fractions import Fraction
from math import prod

from hypothesis import strategies as st

from gametheory.game import StrategicGame

QUARTERS = st.integers(-8, 8).map(lambda quarters: Fraction(quarters, 4))
COARSE = st.integers(0, 2).map(Fraction)
WIDE = st.fractions(min_value=-1000, max_value=1000, max_denominator=97)
TWO = st.just(2)
NUMBERS = st.one_of(COARSE, QUARTERS, WIDE)


@st.composite
def games(
    draw: st.DrawFn,
    players: st.SearchStrategy[int] = TWO,
    most_actions: int = 4,
    numbers: st.SearchStrategy[Fraction] | None = None,
) -> StrategicGame:
    """A game whose payoffs all come from one of the kinds of number above."""
    count = draw(players)
    shape = draw(st.tuples(*(st.integers(1, most_actions) for _ in range(count))))
    kind = numbers if numbers is not None else draw(st.sampled_from([COARSE, QUARTERS, WIDE]))
    size = prod(shape)
    payoffs = draw(st.tuples(*(st.tuples(*(kind for _ in range(size))) for _ in range(count))))
    names = tuple(f"player_{index}" for index in range(1, count + 1))
    actions = tuple(tuple(f"a{index}" for index in range(1, actions + 1)) for actions in shape)
    return StrategicGame(names, actions, payoffs)


def permuted(game: StrategicGame, orders: list[list[int]]) -> StrategicGame:
    """The same game with each player's actions in another order."""
    payoffs = tuple(
        tuple(
            values[game.position(tuple(order[action] for order, action in zip(orders, profile, strict=True)))]
            for profile in game.profiles()
        )
        for values in game.payoffs
    )
    actions = tuple(tuple(names[index] for index in order) for names, order in zip(game.actions, orders, strict=True))
    return StrategicGame(game.players, actions, payoffs)


def swapped(game: StrategicGame) -> StrategicGame:
    """A two-player game with its players in the other order."""
    rows, columns = game.shape
    payoffs = tuple(
        tuple(game.payoffs[player][row * columns + column] for column in range(columns) for row in range(rows))
        for player in (1, 0)
    )
    return StrategicGame(game.players[::-1], game.actions[::-1], payoffs)
