"""Intervals, the indifference equations, Krawczyk's test and the eliminant, each on problems solved by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.eliminant import rational_solutions
from gametheory.game import StrategicGame
from gametheory.indifference import IndifferenceSystem
from gametheory.interval import Interval
from gametheory.subdivision import isolate
from tests.games import games

RATIONALS = st.fractions(min_value=-5, max_value=5, max_denominator=1000)
FULL = ((0, 1),) * 3


@given(RATIONALS, st.integers(1, 20))
def test_an_interval_around_a_number_holds_it_with_room(value: Fraction, digits: int) -> None:
    interval = Interval.around(value, digits)
    unit = Fraction(1, 10**digits)
    assert interval.lower + unit <= value <= interval.upper - unit
    assert interval.upper - interval.lower <= 3 * unit


@given(RATIONALS, RATIONALS)
def test_the_decimals_shown_are_those_of_every_number_within(one: Fraction, two: Fraction) -> None:
    interval = Interval(min(one, two), max(one, two))
    text = interval.decimal()
    if interval.exact:
        assert Fraction(text) == one
    elif text.endswith("…"):
        shown = text.rstrip("…").rstrip(".")
        cut = Fraction(shown)
        place = Fraction(1, 10 ** len(shown.partition(".")[2]))
        sign = -1 if text.startswith("-") else 1
        assert all(0 <= sign * (end - cut) <= place for end in (interval.lower, interval.upper))
    else:
        assert " to " in text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        ("0.617", "0.6185", "0.61…"),
        ("-0.6185", "-0.617", "-0.61…"),
        ("0.9", "1.1", "0.9 to 1.1"),
        ("2/7", "2/7", "2/7"),
    ],
)
def test_decimals(low: str, high: str, text: str) -> None:
    assert str(Interval(Fraction(low), Fraction(high))) == text


def test_an_empty_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="is empty"):
        Interval(Fraction(1), Fraction(0))


@given(games(players=st.just(3), most_actions=3), st.data())
def test_values_and_derivatives_are_those_of_the_game(game: StrategicGame, data: st.DataObject) -> None:
    supports = tuple(tuple(range(size)) for size in game.shape)
    system = IndifferenceSystem(game, supports)
    point = [data.draw(RATIONALS) for _ in system.unknowns]
    strategies = system.strategies(point)
    values = system.values(point)
    for (player, action), value in zip(system.unknowns, values, strict=True):
        payoffs = game.action_payoffs(player, strategies)
        assert value == payoffs[action] - payoffs[-1]
    # The equations are affine in each unknown: a difference quotient of any width is the derivative.
    for column in range(len(point)):
        moved = system.values([value + 3 * (index == column) for index, value in enumerate(point)])
        for row, line in enumerate(system.jacobian(point)):
            assert line[column] == (moved[row] - values[row]) / 3


@given(games(players=st.just(3), most_actions=2), st.data())
def test_ranges_over_a_box_hold_every_value_and_are_attained(game: StrategicGame, data: st.DataObject) -> None:
    system = IndifferenceSystem(game, tuple(tuple(range(size)) for size in game.shape))
    ends = [sorted((data.draw(RATIONALS), data.draw(RATIONALS))) for _ in system.unknowns]
    box = tuple(Interval(low, high) for low, high in ends)
    share = data.draw(st.fractions(min_value=0, max_value=1, max_denominator=9))
    inside = system.strategies([low + share * (high - low) for low, high in ends])
    corner = system.strategies([low for low, _ in ends])
    for player in range(3):
        found = system.payoff_range(player, box)
        assert game.action_payoffs(player, inside)[-1] in found
        assert found.lower <= game.action_payoffs(player, corner)[-1] <= found.upper


def cube(*equations: tuple[int, int, int, int]) -> IndifferenceSystem:
    """The system whose equation k is a + b u + c w + d u w in the other two unknowns u and w."""
    payoffs = []
    for player, (a, b, c, d) in enumerate(equations):
        others = [index for index in range(3) if index != player]
        corner = {(1, 1): a + b + c + d, (1, 0): a + b, (0, 1): a + c, (0, 0): a}
        payoffs.append(
            tuple(
                Fraction(corner[1 - profile[others[0]], 1 - profile[others[1]]] if profile[player] == 0 else 0)
                for profile in ((i, j, k) for i in range(2) for j in range(2) for k in range(2))
            )
        )
    return IndifferenceSystem(StrategicGame(("x", "y", "z"), (("1", "0"),) * 3, tuple(payoffs)), FULL)


GOLDEN = cube(*[(-2, 1, 1, 2)] * 3)  # x y + (x + y) / 2 = 1


def test_krawczyk_accepts_a_box_with_one_root_and_no_other() -> None:
    root = Fraction(6180339887498948482, 10**19)
    around = tuple(Interval.around(root, 12) for _ in range(3))
    assert GOLDEN.one_root(around)
    beside = tuple(Interval(side.lower + Fraction(1, 10**6), side.upper + Fraction(1, 10**6)) for side in around)
    assert not GOLDEN.one_root(beside)
    partly = (around[0], around[1], beside[2])
    assert not GOLDEN.one_root(partly)


def test_krawczyk_refuses_a_singular_root() -> None:
    # Three planes through one line: the Jacobian vanishes there.
    flat = cube((0, 0, 0, 0), (-1, 1, 1, 0), (-1, 1, 1, 0))
    assert not flat.one_root(tuple(Interval.around(Fraction(1, 2), 6) for _ in range(3)))


def test_subdivision_encloses_the_golden_ratio_and_nothing_else() -> None:
    isolation = isolate(GOLDEN, 10**6)
    assert isolation.resolved
    inside = [box for box in isolation.boxes if all(side.lower > 0 and side.upper < 1 for side in box)]
    assert len(inside) == 1
    assert all(abs(float(side) - (5**0.5 - 1) / 2) < 1e-12 for side in inside[0])


def test_subdivision_gives_up_on_a_continuum_and_says_so() -> None:
    flat = cube((0, 0, 0, 0), (-1, 1, 1, 0), (-1, 1, 1, 0))
    isolation = isolate(flat, 10**6)
    assert not isolation.resolved
    assert isolate(GOLDEN, 1).resolved is False


def test_the_eliminant_leaves_irrational_solutions_and_curves_to_others() -> None:
    assert rational_solutions(GOLDEN) is None
    assert rational_solutions(cube((0, 0, 0, 0), (-1, 1, 1, 0), (-1, 1, 1, 0))) is None


@given(st.tuples(*[st.fractions(min_value=0, max_value=1, max_denominator=12)] * 3), st.data())
def test_the_eliminant_finds_a_planted_rational_solution(point: tuple[Fraction, ...], data: st.DataObject) -> None:
    x, y, z = point
    equations = []
    for u, w in ((y, z), (x, z), (x, y)):
        b, c, d = (data.draw(st.integers(-3, 3)) for _ in range(3))
        equations.append((-(b * u + c * w + d * u * w), b, c, d))
    system = cube(*equations)  # type: ignore[arg-type]
    found = rational_solutions(system)
    if found is not None:
        assert all(not any(system.values(solution)) for solution in found)
        assert (point in found) == all(0 < value < 1 for value in point)
