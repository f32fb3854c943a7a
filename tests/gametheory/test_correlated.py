import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import linear_program
from gametheory.concepts import coarse_correlated, correlated, nash, pure_nash
from gametheory.correlation import CorrelatedEquilibrium, distribution_of
from gametheory.errors import CertificateError, TooLarge
from gametheory.game import StrategicGame
from gametheory.security import security_levels
from gametheory.solution import Equilibrium
from gametheory.solve import Play, solve
from tests.games import games, permuted, swapped

F = Fraction
CHICKEN = StrategicGame.from_arrays([[[6, 2], [7, 0]], [[6, 7], [2, 0]]], ["us", "dprk"], [["pause", "press"]] * 2)
CONCEPTS = pytest.mark.parametrize("concept", ["correlated", "coarse_correlated"])


def bounds(solution):
    return [(found.least, found.greatest) for found in (*solution.outcome_bounds, *solution.payoff_bounds)]


def test_chicken_as_published():
    """Aumann (1974): a mediator raises the sum of payoffs in Chicken to 21/2; no lottery over equilibria does."""
    solution = solve(CHICKEN, Play(concept="correlated"))
    assert solution.welfare.value == F(21, 2)
    assert solution.welfare.primal == (F(1, 2), F(1, 4), F(1, 4), 0)
    assert solution.beyond_nash
    assert solution.complete
    assert not solution.unique
    assert len(solution.equilibria) == 5
    assert solution.equilibria[0].distribution == solution.welfare.primal
    assert bounds(solution) == [(0, F(1, 2)), (0, 1), (0, 1), (0, F(1, 5)), (2, 7), (2, 7)]


def test_chicken_in_ranks_hides_what_a_mediator_adds():
    """With the ranks 3, 2, 4, 1 as payoffs the greatest sum is 6, which pure equilibria reach."""
    ranked = StrategicGame.from_arrays([[[3, 2], [4, 1]], [[3, 4], [2, 1]]])
    assert correlated.solve(ranked).welfare.value == 6
    assert max(sum(found.payoffs) for found in pure_nash.solve(ranked).equilibria) == 6


def test_the_prisoners_dilemma_has_one():
    solution = solve(StrategicGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]]), Play(concept="correlated"))
    assert solution.unique
    assert solution.complete
    assert not solution.beyond_nash
    assert [found.distribution for found in solution.equilibria] == [(0, 0, 0, 1)]


@CONCEPTS
@settings(max_examples=60, deadline=None)
@given(game=games(most_actions=3))
def test_nash_equilibria_lie_within(concept, game):
    solution = solve(game, Play(concept=concept))
    deviations = {"correlated": correlated, "coarse_correlated": coarse_correlated}[concept].deviations
    levels = security_levels(game)
    for equilibrium in nash.solve(game).equilibria:
        assert deviations(game, equilibrium) == ()
        values = (*distribution_of(game, equilibrium), *equilibrium.payoffs)
        assert all(
            least <= value <= greatest for value, (least, greatest) in zip(values, bounds(solution), strict=True)
        )
        assert sum(equilibrium.payoffs) <= solution.welfare.value
    for level, found in zip(levels, solution.payoff_bounds, strict=True):
        assert level.value <= found.least


@settings(max_examples=40, deadline=None)
@given(games(players=st.integers(1, 3), most_actions=2))
def test_correlated_equilibria_are_coarse_and_the_same_with_two_actions_each(game):
    narrow, wide = correlated.solve(game), coarse_correlated.solve(game)
    assert bounds(narrow) == bounds(wide)
    for equilibrium in narrow.equilibria:
        assert coarse_correlated.deviations(game, equilibrium) == ()


@settings(max_examples=30, deadline=None)
@given(games(most_actions=3))
def test_correlated_bounds_lie_within_coarse_ones(game):
    for (least, greatest), (wider_least, wider_greatest) in zip(
        bounds(correlated.solve(game)), bounds(coarse_correlated.solve(game)), strict=True
    ):
        assert wider_least <= least <= greatest <= wider_greatest


@CONCEPTS
@settings(max_examples=40, deadline=None)
@given(game=games(players=st.integers(2, 3), most_actions=2), data=st.data())
def test_listed_vertices_reach_every_bound(concept, game, data):
    solution = solve(game, Play(concept=concept))
    assert solution.complete
    points = [(*found.distribution, *found.payoffs) for found in solution.equilibria]
    assert bounds(solution) == [(min(column), max(column)) for column in zip(*points, strict=True)]
    if solution.beyond_nash is not None:
        lotteries = solution.beyond_nash.lotteries
        outside = any(
            sum(map(F.__mul__, side, found.payoffs)) > reach
            for found in solution.equilibria
            for side, reach in zip(lotteries.sides, lotteries.reach, strict=True)
        )
        assert bool(solution.beyond_nash) == outside


@settings(max_examples=30, deadline=None)
@given(games(most_actions=3), st.data())
def test_relabelling_and_rescaling(game, data):
    solution = correlated.solve(game)
    orders = [data.draw(st.permutations(range(size))) for size in game.shape]
    shuffled = correlated.solve(permuted(game, orders))
    assert sorted(bounds(shuffled)[: len(game.payoffs[0])]) == sorted(bounds(solution)[: len(game.payoffs[0])])
    assert shuffled.welfare.value == solution.welfare.value
    assert bounds(correlated.solve(swapped(game)))[-2:] == bounds(solution)[:-3:-1]
    scaled = replace(game, payoffs=(tuple(3 * value - 5 for value in game.payoffs[0]), game.payoffs[1]))
    other = correlated.solve(scaled)
    assert bounds(other)[: len(game.payoffs[0])] == bounds(solution)[: len(game.payoffs[0])]
    assert bool(other.beyond_nash) == bool(solution.beyond_nash)


@CONCEPTS
@pytest.mark.parametrize("scale", [F(10) ** 300, F(1, 10**300), F(10**40 + 1, 3)], ids=["huge", "tiny", "long"])
@pytest.mark.parametrize("limit", [0, 10**9], ids=["floats first", "simplex"])
def test_extreme_payoffs(monkeypatch, concept, scale, limit):
    monkeypatch.setattr(linear_program, "LARGEST_BY_SIMPLEX", limit)
    payoffs = tuple(tuple(value * scale for value in values) for values in CHICKEN.payoffs)
    solution = solve(replace(CHICKEN, payoffs=payoffs), Play(concept=concept))
    assert solution.welfare.value == F(21, 2) * scale
    assert bounds(solution)[:4] == [(0, F(1, 2)), (0, 1), (0, 1), (0, F(1, 5))]


def test_floats_first_and_the_simplex_method_agree_on_a_game_of_six_actions(monkeypatch):
    draw = random.Random(6)
    game = StrategicGame.from_arrays([[[draw.randint(0, 4) for _ in range(6)] for _ in range(6)] for _ in range(2)])
    by_floats = coarse_correlated.solve(game)
    monkeypatch.setattr(linear_program, "LARGEST_BY_SIMPLEX", 10**9)
    assert bounds(coarse_correlated.solve(game)) == bounds(by_floats)


def test_disobedience_is_named():
    certain = tuple(F(k == 0) for k in range(4))
    told = correlated.deviations(CHICKEN, CorrelatedEquilibrium.over(CHICKEN, certain))
    assert [(found.player, found.told, found.action, found.gain) for found in told] == [
        ("us", "pause", "press", 1),
        ("dprk", "pause", "press", 1),
    ]
    before = coarse_correlated.deviations(CHICKEN, Equilibrium.pure_at(CHICKEN, (0, 0)))
    assert [(found.player, found.told, found.action, found.gain) for found in before] == [
        ("us", None, "press", 1),
        ("dprk", None, "press", 1),
    ]


def test_what_is_no_distribution_is_refused():
    with pytest.raises(CertificateError, match="not a distribution"):
        correlated.deviations(CHICKEN, CorrelatedEquilibrium.over(CHICKEN, (F(1), F(1), F(-1), F(0))))


@CONCEPTS
def test_a_false_answer_is_refused(concept):
    module = {"correlated": correlated, "coarse_correlated": coarse_correlated}[concept]
    solution = module.solve(CHICKEN)
    module.certify(CHICKEN, solution)
    first = solution.outcome_bounds[0]
    worse = replace(first.highest, value=F(1, 3))
    looser = replace(first.highest, value=F(1), primal=(F(1), F(0), F(0), F(0)))
    unstable = CorrelatedEquilibrium.over(CHICKEN, (F(1), F(0), F(0), F(0)))
    for wrong in (
        replace(solution, outcome_bounds=(replace(first, highest=worse), *solution.outcome_bounds[1:])),
        replace(solution, outcome_bounds=(replace(first, highest=looser), *solution.outcome_bounds[1:])),
        replace(solution, welfare=replace(solution.welfare, value=F(12))),
        replace(solution, equilibria=(unstable,)),
    ):
        with pytest.raises(CertificateError):
            module.certify(CHICKEN, wrong)


def test_a_game_out_of_reach_is_refused_with_its_size():
    nothing = [[0] * 11] * 11
    with pytest.raises(TooLarge, match="over 121 pure profiles take 242 exact linear programs"):
        correlated.solve(StrategicGame.from_arrays([nothing, nothing]))


def test_payoffs_too_far_apart_are_refused_rather_than_awaited():
    draw = random.Random(3)
    choices = [1, 2, 10**300, F(1, 10**300), 0]
    game = StrategicGame.from_arrays([[[draw.choice(choices) for _ in range(6)] for _ in range(6)] for _ in range(2)])
    with pytest.raises(TooLarge, match="with payoffs that take 601 digits once they are written in whole units"):
        correlated.solve(game)


def test_what_is_shown():
    solution = solve(CHICKEN, Play(concept="correlated"))
    document = solution.to_dict()
    assert document["form"] == "simultaneous"
    assert document["equilibria"][0]["profile"]["us"] == {"pause": "3/4", "press": "1/4"}
    assert document["equilibria"][0]["distribution"][0] == {
        "profile": {"us": "pause", "dprk": "pause"},
        "probability": "1/2",
    }
    assert document["outcome_bounds"][3] == {
        "profile": {"us": "press", "dprk": "press"},
        "least": "0",
        "greatest": "1/5",
    }
    assert document["payoff_bounds"]["us"] == {"least": "2", "greatest": "7"}
    assert document["welfare"]["greatest"] == "21/2"
    assert (document["unique"], document["beyond_nash"]) == (False, True)
    frame = solution.to_frame()
    assert list(frame.columns[:5]) == ["us", "dprk", "least", "greatest", "welfare_optimum"]
    assert list(frame.greatest_exact) == ["1/2", "1", "1", "1/5"]
    assert "press, press: probability 0 to 1/5" in str(solution)
    assert "payoffs beyond lotteries over Nash equilibria: yes" in str(solution)
