from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from fractions import Fraction
from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.concepts import nash, quantal_response
from gametheory.concepts.quantal_response import deviations
from gametheory.errors import CertificateError, InvalidParameter, NotApplicable, TooLarge
from gametheory.game import StrategicGame
from gametheory.logit_branch import LogitResponse, trace
from gametheory.logit_solution import LogitEquilibrium, LogitSolution
from gametheory.solution import Equilibrium
from gametheory.solve import Play, solve
from payoffs.interchange import format_nfg
from tests.games import COARSE, QUARTERS, games


def traced(*payoffs: object) -> LogitSolution:
    return solved(StrategicGame.from_arrays(payoffs))


def solved(game: StrategicGame) -> LogitSolution:
    solution = solve(game, Play(concept="quantal_response"))
    assert isinstance(solution, LogitSolution)
    return solution


def scaled(solution: LogitSolution) -> list[Fraction]:
    return [equilibrium.precision * solution.payoff_range for equilibrium in solution.equilibria]


@settings(max_examples=60, deadline=None)
@given(games(players=st.integers(1, 3), most_actions=3, numbers=st.one_of(COARSE, QUARTERS)))
def test_the_branch_starts_even_reproduces_itself_and_ends_where_nobody_gains_much(game):
    solution = solved(game)
    assert set(scaled(solution)) == set(quantal_response.DEFAULT_SCALED_PRECISIONS)
    for strategy, size in zip(solution.equilibria[0].strategies, game.shape, strict=True):
        assert [float(weight) for weight in strategy] == pytest.approx([1 / size] * size, abs=1e-14)
    assert solution.residual < quantal_response.RESIDUAL_TOLERANCE
    assert not solution.complete
    assert solution.arithmetic == "float64"
    limit = solution.limit
    assert limit is not None
    # What a logit response gives up is at most its entropy over the precision.
    for gain, size in zip(limit.regret, game.shape, strict=True):
        assert float(gain / solution.payoff_range) <= log(size) / limit.scaled_precision + 1e-12
    if len(game.players) == 2:
        assert limit.component is not None
        assert limit.error is not None
        assert limit.error < 1e-3


def test_one_player_has_the_closed_form():
    for equilibrium in traced([0, 1, 3]).equilibria:
        odds = [exp(float(equilibrium.precision) * value - 3 * float(equilibrium.precision)) for value in (0, 1, 3)]
        expected = [one / sum(odds) for one in odds]
        assert [float(weight) for weight in equilibrium.strategies[0]] == pytest.approx(expected, abs=1e-12)


def test_matching_pennies_with_an_unequal_prize_by_an_equation_in_one_unknown():
    # With p, q the first actions' probabilities and s the logistic function: p = s(l (10 q - 1)), q = s(l (1 - 2 p)).
    game = StrategicGame.from_arrays([[[9, 0], [0, 1]], [[0, 1], [1, 0]]])
    asked = [Fraction(1, 4), Fraction(1), Fraction(3)]
    solution = quantal_response.solve(game, asked)
    assert [equilibrium.precision for equilibrium in solution.equilibria] == asked

    def logistic(value: float) -> float:
        return 1 / (1 + exp(-value))

    for precision, equilibrium in zip(asked, solution.equilibria, strict=True):
        low, high = 0.0, 1.0
        for _ in range(60):  # the right side falls in p
            p = (low + high) / 2
            response = logistic(precision * (10 * logistic(precision * (1 - 2 * p)) - 1))
            low, high = (p, high) if response > p else (low, p)
        assert float(equilibrium.strategies[0][0]) == pytest.approx(low, abs=1e-9)
    assert solution.limit is not None
    (found,) = nash.solve(game).equilibria
    assert solution.limit.nash.equilibria[solution.limit.equilibrium or 0] == found


def test_doubling_payoffs_halves_the_precision_and_units_do_not_matter():
    first, second = [[9, 0], [8, 7]], [[9, 8], [0, 7]]
    plain = traced(first, second)

    def moved(matrix: list[list[int]], factor: str, shift: str) -> list[list[Fraction]]:
        return [[value * Fraction(factor) + Fraction(shift) for value in row] for row in matrix]

    for factor, shift in (("2", "0"), ("1e400", "-1e402"), ("1e-400", "7")):
        other = traced(moved(first, factor, shift), moved(second, factor, shift))
        assert other.branch == plain.branch
        assert [one.precision * Fraction(factor) for one in other.equilibria] == [
            one.precision for one in plain.equilibria
        ]
        json.dumps(other.to_dict(), allow_nan=False)
        assert "scaled precision 1000" in str(other)


@settings(max_examples=40, deadline=None)
@given(st.lists(QUARTERS, min_size=4, max_size=4, unique=True))
def test_a_symmetric_2x2_coordination_game_leads_to_its_risk_dominant_equilibrium(values):
    # Turocy 2005: in 2x2 games with two strict equilibria the principal branch selects the risk-dominant one.
    worst, low, high, best = sorted(values)
    first = [[best, worst], [low, high]]
    gains = [best - low, high - worst]
    solution = traced(first, [list(column) for column in zip(*first, strict=True)])
    limit = solution.limit
    assert limit is not None
    assert limit.equilibrium is not None
    found = limit.nash.equilibria[limit.equilibrium]
    if gains[0] == gains[1]:
        assert not found.pure
        assert solution.bifurcations
    else:
        assert found.profile == ((0, 0) if gains[0] > gains[1] else (1, 1))
        assert not solution.bifurcations


def test_the_bifurcation_of_pure_coordination_is_found_where_theory_puts_it():
    # p = logistic(l (2 p - 1)) gains two more solutions where the slope l / 2 of the right side at one half passes one.
    solution = traced([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    assert solution.bifurcations == (pytest.approx(2, abs=1e-6),)
    assert solution.turning_points == ()
    assert all(weight == pytest.approx(0.5) for point in solution.branch for weight in point[0])


def turning_game() -> StrategicGame:
    """The first of a seeded sequence of random games whose branch turns back."""
    rng = np.random.default_rng(5)
    for number in range(78):
        shape = [(2, 2), (3, 3), (2, 2, 2), (4, 4), (3, 2)][number % 5]
        payoffs = [(rng.integers(0, 5, shape) if number % 2 else rng.random(shape) * 4) / 4.0 for _ in shape]
        if number == 42:
            return StrategicGame.from_arrays(payoffs)
    raise AssertionError


def test_a_branch_that_turns_back_is_followed_round_and_has_three_equilibria_between_its_turns():
    game = turning_game()
    solution = solved(game)
    forth, back = (Fraction(turn) / solution.payoff_range for turn in solution.turning_points)
    assert forth > back
    between = (forth + back) / 2
    three = quantal_response.solve(game, [between, forth * 2, back / 2]).equilibria
    assert [one.precision for one in three] == [back / 2, between, between, between, forth * 2]
    first, second, third = (np.array([float(weight) for own in one.strategies for weight in own]) for one in three[1:4])
    assert min(np.abs(first - second).max(), np.abs(second - third).max(), np.abs(first - third).max()) > 1e-3
    assert not any(deviations(game, one) for one in three)
    assert solution.limit is not None


def test_shorter_steps_lead_to_the_same_place(monkeypatch):
    rng = np.random.default_rng(3)
    for shape in [(2, 2), (3, 3), (2, 2, 2), (4, 3)] * 4:
        response = LogitResponse([rng.random(shape) for _ in shape])
        branches = []
        for cosine in (0.998, 0.9998):
            monkeypatch.setattr("gametheory.logit_branch._LEAST_COSINE", cosine)
            branches.append(trace(response, 1e4, [1, 10, 100]))
        coarse, fine = branches
        assert coarse.reached
        assert len(fine.points) > len(coarse.points)
        assert len(coarse.turning_points) == len(fine.turning_points)
        assert [one.precision for one in coarse.at] == [one.precision for one in fine.at]
        for one, other in zip(coarse.at, fine.at, strict=True):
            assert one.coordinates == pytest.approx(other.coordinates, abs=1e-7)


def test_derivatives_are_those_of_the_map():
    rng = np.random.default_rng(1)
    for shape in [(3,), (2, 3), (2, 3, 2), (2, 2, 2, 2)]:
        response = LogitResponse([rng.random(shape) for _ in shape])
        point = np.append(rng.normal(-1, 0.3, sum(shape)), 3.0)
        value, derivatives = response.evaluate(point)
        for axis in range(len(point)):
            step = np.zeros(len(point))
            step[axis] = 1e-6
            slope = (response.evaluate(point + step)[0] - response.evaluate(point - step)[0]) / 2e-6
            assert slope == pytest.approx(derivatives[:, axis], abs=1e-7)
        assert len(value) == sum(shape)


def test_gambit_traces_to_the_same_equilibrium():
    pygambit = pytest.importorskip("pygambit")
    rng = np.random.default_rng(11)
    for _ in range(15):
        game = StrategicGame.from_arrays(rng.integers(-20, 20, (2, 3, 3)).tolist())
        theirs = pygambit.nash.logit_solve(pygambit.read_nfg(io.BytesIO(format_nfg(game).encode()))).equilibrium
        limit = solved(game).limit
        assert limit is not None
        assert limit.equilibrium is not None
        for player, names, strategy in zip(game.players, game.actions, limit.strategies, strict=True):
            for name, weight in zip(names, strategy, strict=True):
                assert float(theirs[player][name]) == pytest.approx(weight, abs=5e-3)


def test_the_limit_within_a_continuum_names_the_component():
    solution = traced([[1, 1], [1, 1]], [[1, 1], [1, 1]])
    assert solution.limit is not None
    assert (solution.limit.equilibrium, solution.limit.component) == (None, 0)
    assert solution.to_dict()["limit"]["equilibrium"] is None


def test_the_certificate_catches_a_point_that_is_off():
    game = StrategicGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
    solution = solved(game)
    even = solution.equilibria[0].strategies
    assert deviations(game, LogitEquilibrium.at(game, even, Fraction(0))) == ()
    off = LogitEquilibrium.at(game, even, Fraction(1, 100))
    assert {mistake.player for mistake in deviations(game, off)} == set(game.players)
    with pytest.raises(NotApplicable, match="precision"):
        deviations(game, Equilibrium.of(game, even))


def test_a_solver_that_errs_is_caught_by_solve(monkeypatch):
    game = StrategicGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
    right = quantal_response.solve(game)
    wrong = replace(right.equilibria[3], precision=right.equilibria[4].precision)
    monkeypatch.setattr(quantal_response, "solve", lambda _: replace(right, equilibria=(wrong,)))
    with pytest.raises(CertificateError):
        solve(game, Play(concept="quantal_response"))


def test_a_branch_given_up_says_how_far_it_came(monkeypatch):
    monkeypatch.setattr("gametheory.logit_branch.MOST_STEPS", 10)
    solution = traced([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    assert solution.limit is None
    assert solution.to_dict()["limit"] is None
    assert f"followed only to scaled precision {solution.scaled_precisions[-1]:.4g}" in str(solution)


def test_the_solution_is_data():
    solution = traced([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    document = json.loads(json.dumps(solution.to_dict(), allow_nan=False))
    assert document["limit"]["equilibrium"]["profile"]["player_1"] == {"a1": "1/2", "a2": "1/2"}
    assert len(document["branch"]["scaled_precision"]) == len(document["branch"]["profile"]["player_2"]["a1"])
    assert document["equilibria"][1]["precision"] == "1/2"
    frame = solution.to_frame()
    assert len(frame) == 4 * len(solution.branch)
    assert re.search(r"equilibrium 0 of nash \(error \de[-+]\d\d\)", str(solution))


def test_what_is_out_of_range_is_refused_with_the_range():
    game = StrategicGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
    for precision in (-1, 10**6):
        with pytest.raises(InvalidParameter, match="from 0 to 20000"):
            quantal_response.solve(game, [precision])
    size = quantal_response.MOST_ACTIONS
    with pytest.raises(TooLarge, match=f"{size} actions"):
        quantal_response.solve(StrategicGame.from_arrays([[[0] * size]] * 2))
