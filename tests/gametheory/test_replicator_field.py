from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.concepts import nash
from gametheory.dynamics import bimatrix_replicator_dynamics
from gametheory.errors import NotApplicable
from gametheory.game import StrategicGame
from gametheory.replicator_field import Kind, RestPoint, rest_points, resting_edges, velocity

HALF = Fraction(1, 2)
quarters = st.integers(-8, 8).map(lambda whole: Fraction(whole, 4))
games = st.lists(st.lists(quarters, min_size=4, max_size=4), min_size=2, max_size=2).map(
    lambda payoffs: StrategicGame.from_arrays([[row[:2], row[2:]] for row in payoffs])
)
MATCHING_PENNIES = StrategicGame.from_arrays([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
COORDINATION = StrategicGame.from_arrays([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])


@given(games)
def test_nothing_moves_at_rest_points_and_along_resting_edges(game: StrategicGame) -> None:
    for point in rest_points(game):
        assert not any(velocity(game, point.shares))
    for start, end in resting_edges(game):
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        assert not any(velocity(game, middle))


@given(games)
def test_sinks_are_the_strict_equilibria(game: StrategicGame) -> None:
    sinks = {point.shares for point in rest_points(game) if point.kind is Kind.SINK}
    strict = set()
    for found in nash.solve(game).equilibria:
        if found.pure:
            yields = [game.action_payoffs(player, found.strategies) for player in (0, 1)]
            if all(own.count(max(own)) == 1 for own in yields):
                strict.add(tuple(strategy[0] for strategy in found.strategies))
    assert sinks == strict


@given(games)
def test_the_point_within_is_the_equilibrium_that_mixes_fully_or_no_equilibrium_does(game: StrategicGame) -> None:
    within = [point.shares for point in rest_points(game) if all(0 < share < 1 for share in point.shares)]
    mixed = [
        tuple(strategy[0] for strategy in found.strategies)
        for found in nash.solve(game).equilibria
        if all(len(own) == 2 for own in found.supports)
    ]
    assert within == mixed


def test_kinds_of_known_games() -> None:
    assert rest_points(MATCHING_PENNIES)[-1] == RestPoint((HALF, HALF), Kind.CENTER)
    assert {point.kind for point in rest_points(MATCHING_PENNIES)[:-1]} == {Kind.SADDLE}
    kinds = {point.shares: point.kind for point in rest_points(COORDINATION)}
    assert kinds[Fraction(1), Fraction(1)] == kinds[Fraction(0), Fraction(0)] == Kind.SINK
    assert kinds[Fraction(1), Fraction(0)] == kinds[Fraction(0), Fraction(1)] == Kind.SOURCE
    assert kinds[Fraction(2, 3), Fraction(1, 3)] == Kind.SADDLE


def test_it_is_the_derivative_of_the_trajectories_that_nashpy_integrates() -> None:
    start = (Fraction(3, 10), Fraction(3, 5))
    first, second = ((share, 1 - share) for share in start)
    path = bimatrix_replicator_dynamics(COORDINATION, (first, second), duration=0.02, points=3)
    greatest_range = 2  # the unit of the trajectory's time is one over it
    for player, speed in enumerate(velocity(COORDINATION, start)):
        moved = path.shares[player][2][0] - path.shares[player][0][0]
        assert moved / 0.02 == pytest.approx(float(speed) / greatest_range, rel=0.02)


def test_other_shapes_are_refused() -> None:
    with pytest.raises(NotApplicable, match=r"\[2, 3\]"):
        velocity(StrategicGame.from_arrays([[[0] * 3] * 2] * 2), (HALF, HALF))
