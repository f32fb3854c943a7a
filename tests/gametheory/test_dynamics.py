from __future__ import annotations

import json
from fractions import Fraction
from math import exp, log, prod

import numpy as np
import pytest

from gametheory import dynamics, moran_process
from gametheory.dynamics import bimatrix_replicator_dynamics, fictitious_play, replicator_dynamics
from gametheory.errors import InvalidParameter, NotApplicable, TooLarge
from gametheory.game import StrategicGame
from gametheory.moran_process import fixation
from gametheory.trajectory import seeded

HAWK_DOVE = [[-1, 2], [0, 1]]
ROCK_SCISSORS_PAPER = [[0, 1, -1], [-1, 0, 1], [1, -1, 0]]


def symmetric(A: list[list[object]]) -> StrategicGame:
    return StrategicGame.from_arrays([A, [list(column) for column in zip(*A, strict=True)]])


def test_the_replicator_of_a_dominant_action_is_the_logistic_curve():
    # With payoffs 1 and 0 whatever the other does, dx/dt = x (1 - x).
    run = replicator_dynamics(symmetric([[1, 1], [0, 0]]), ["0.1", "0.9"], duration=20, points=41)
    odds = 0.1 / 0.9
    for time, (share, _) in zip(run.times, run.shares[0], strict=True):
        assert share == pytest.approx(odds * exp(time) / (1 + odds * exp(time)), abs=1e-6)
    assert run.arithmetic == "float64"
    assert run.method.startswith("nashpy ")


def test_the_replicator_ends_at_the_stable_mixture_of_hawks_and_doves():
    run = replicator_dynamics(symmetric(HAWK_DOVE), ["0.9", "0.1"], duration=200)
    assert run.end[0] == pytest.approx((0.5, 0.5), abs=1e-6)
    assert max(run.regret) < Fraction(1, 10**5)
    assert run.drift < 1e-9
    assert not run.warnings


def test_the_product_of_shares_is_constant_in_rock_scissors_paper():
    run = replicator_dynamics(symmetric(ROCK_SCISSORS_PAPER), ["0.2", "0.3", "0.5"], duration=100)
    for shares in run.shares[0]:
        assert prod(shares) == pytest.approx(0.03, rel=1e-4)


@pytest.mark.parametrize(("factor", "shift"), [("1e300", 0), ("1e-300", 0), (1, "1e12"), ("1e400", "-1e500")])
def test_the_units_of_payoffs_do_not_matter(factor, shift):
    def moved(value: int) -> Fraction:
        return value * Fraction(factor) + Fraction(shift)

    start = ["0.2", "0.3", "0.5"]
    plain = replicator_dynamics(symmetric(ROCK_SCISSORS_PAPER), start)
    other = replicator_dynamics(symmetric([[moved(value) for value in row] for row in ROCK_SCISSORS_PAPER]), start)
    assert other.shares == plain.shares
    assert other.times == plain.times


def test_two_populations_go_round_in_matching_pennies_and_keep_their_constant():
    game = StrategicGame.from_arrays([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
    run = bimatrix_replicator_dynamics(game, (["0.7", "0.3"], ["0.4", "0.6"]), duration=50)
    constant = [sum(map(log, (*x, *y))) for x, y in zip(*run.shares, strict=True)]
    assert max(constant) - min(constant) < 1e-5
    assert {population[0] for population in run.shares} == {(0.7, 0.3), (0.4, 0.6)}
    frame = run.to_frame()
    assert list(frame.columns) == ["time", "population", "action", "share"]
    assert len(frame) == len(run.times) * 4
    json.dumps(run.to_dict(), allow_nan=False)


def test_fictitious_play_of_a_zero_sum_game_comes_near_its_solution_and_the_seed_decides():
    game = StrategicGame.from_arrays([ROCK_SCISSORS_PAPER, [[-value for value in row] for row in ROCK_SCISSORS_PAPER]])
    run = fictitious_play(game, rounds=2000, seed=3)
    assert run == fictitious_play(game, rounds=2000, seed=3)
    assert run.shares != fictitious_play(game, rounds=2000, seed=4).shares
    assert len(run.times) == 2000
    assert sum(run.end[0]) == pytest.approx(1)
    # Robinson 1951: it converges; here to within a few per cent after 2,000 rounds.
    assert max(run.regret) < Fraction(1, 10)
    assert run.end[0] == pytest.approx((1 / 3,) * 3, abs=0.1)


def test_fictitious_play_sees_ties_exactly_as_long_as_floats_allow():
    thirds = StrategicGame.from_arrays([[["1/3", "2/7"], ["1/7", "0"]], [[1, 1], [0, 0]]])
    assert dynamics._whole(thirds, 1000)[0].tolist() == [[7, 6], [3, 0]]
    wide = StrategicGame.from_arrays([[[10**13, 0], [0, 1]], [[1, 1], [0, 0]]])
    assert dynamics._whole(wide, 100)[0].tolist() == [[10**13, 0], [0, 1]]
    assert dynamics._whole(wide, 1000)[0].tolist() == [[1, 0], [0, 1e-13]]
    # Floats of 1/10, 2/10 and 3/10 would not tie after two rounds: 1 + 2 is 3, and 0.1 + 0.2 is not 0.3.
    assert 0.1 + 0.2 != 0.3
    (tenths, _) = dynamics._whole(StrategicGame.from_arrays([[["0.1", "0.2"], ["0.3", "0"]], [[0, 0], [0, 0]]]), 10)
    assert (tenths @ np.ones(2)).tolist() == [3, 3]


def test_numpys_own_generator_is_left_alone():
    np.random.seed(11)
    expected = np.random.random(3).tolist()
    np.random.seed(11)
    fictitious_play(symmetric(HAWK_DOVE), rounds=5)
    assert np.random.random(3).tolist() == expected
    with pytest.raises(InvalidParameter, match="seed"), seeded(-1):
        pass


def test_a_moran_process_ends_when_one_action_has_taken_over():
    run = moran_process.moran_process(symmetric([[2, 2], [1, 1]]), [3, 3], seed=5)
    assert run.finished
    assert sorted(run.end[0]) == [0, 1]
    assert run.shares[0][0] == (0.5, 0.5)
    steps = [abs(one[0] - other[0]) for one, other in zip(run.shares[0], run.shares[0][1:], strict=False)]
    assert max(steps) <= 1 / 6 + 1e-12
    cut = moran_process.moran_process(symmetric([[2, 2], [1, 1]]), [3, 3], generations=2, seed=5)
    assert not cut.finished
    assert len(cut.times) == 3
    done = moran_process.moran_process(symmetric([[2, 2], [1, 1]]), [4, 0])
    assert (done.finished, done.shares) == (True, (((1.0, 0.0),),))


@pytest.mark.parametrize("advantage", [1, 2])
def test_fixation_of_one_mutant_is_as_likely_as_the_gamblers_ruin(advantage):
    # One individual of fitness r among N of fitness 1 takes over with probability (1 - 1/r) / (1 - 1/r^N), or 1/N.
    size, repetitions = 5, 400
    found = fixation(symmetric([[advantage] * 2, [1] * 2]), [1, size - 1], repetitions=repetitions, seed=1)
    assert found.unfinished == 0
    assert sum(found.counts) == repetitions
    expected = 1 / size if advantage == 1 else (1 - 1 / advantage) / (1 - advantage**-size)
    error = (expected * (1 - expected) / repetitions) ** 0.5
    assert abs(found.counts[0] / repetitions - expected) < 4 * error


def test_everyone_earning_nothing_is_neutral_and_not_an_error():
    assert moran_process.moran_process(symmetric([[0, 0], [0, 0]]), [2, 2], seed=2).finished


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: replicator_dynamics(StrategicGame.from_arrays([[[1, 2]], [[1, 2]]])), NotApplicable, "1 actions"),
        (lambda: replicator_dynamics(symmetric(HAWK_DOVE), [1, 1]), InvalidParameter, "sum to one"),
        (lambda: replicator_dynamics(symmetric(HAWK_DOVE), [1]), InvalidParameter, "2 shares"),
        (lambda: replicator_dynamics(symmetric(HAWK_DOVE), [2, -1]), InvalidParameter, "sum to one"),
        (lambda: replicator_dynamics(symmetric(HAWK_DOVE), duration=float("nan")), InvalidParameter, "duration"),
        (lambda: replicator_dynamics(symmetric(HAWK_DOVE), duration=1e9), InvalidParameter, "apart"),
        (lambda: replicator_dynamics(symmetric(HAWK_DOVE), points=10**9), InvalidParameter, "points"),
        (lambda: fictitious_play(symmetric(HAWK_DOVE), rounds=0), InvalidParameter, "rounds"),
        (
            lambda: fictitious_play(StrategicGame.from_arrays([[[[1, 2]]]] * 3)),
            NotApplicable,
            "two players are needed; this game has 3",
        ),
        (lambda: moran_process.moran_process(symmetric(HAWK_DOVE), [1, 1]), NotApplicable, "'a1' can earn -1"),
        (lambda: moran_process.moran_process(symmetric([[1, 2], [3, 4]]), [1]), InvalidParameter, "2 counts"),
        (lambda: moran_process.moran_process(symmetric([[1, 2], [3, 4]]), [1, 0]), InvalidParameter, "of 1;"),
        (lambda: moran_process.moran_process(symmetric([[1, 2], [3, 4]]), [10**6, 1]), TooLarge, "meetings"),
        (lambda: fixation(symmetric([[1, 2], [3, 4]]), [50, 50], repetitions=10**4), TooLarge, "meetings"),
    ],
)
def test_what_cannot_be_run_is_refused_by_name(call, error, said):
    with pytest.raises(error, match=said):
        call()
