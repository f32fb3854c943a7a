from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.concepts import pure_nash
from gametheory.errors import CertificateError
from gametheory.game import StrategicGame
from gametheory.potential import (
    Cycle,
    Potential,
    certify,
    exact_potential,
    generalized_ordinal_potential,
    ordinal_potential,
)
from tests.games import COARSE, games

SMALL = games(players=st.integers(1, 3), most_actions=3, numbers=COARSE)
TESTS = (exact_potential, ordinal_potential, generalized_ordinal_potential)


def bimatrix(*rows):
    return StrategicGame.from_arrays([[[cell[k] for cell in row] for row in rows] for k in (0, 1)])


MATCHING_PENNIES = bimatrix([(1, -1), (-1, 1)], [(-1, 1), (1, -1)])
PRISONERS_DILEMMA = bimatrix([(1, 1), (9, 0)], [(0, 9), (6, 6)])


def test_the_prisoners_dilemma_has_the_published_potential():
    """Monderer and Shapley (1996), section 2: (4, 3; 3, 0) for this game, up to a constant."""
    found = exact_potential(PRISONERS_DILEMMA)
    assert [value - found.values[3] for value in found.values] == [4, 3, 3, 0]


def test_matching_pennies_have_no_potential_of_any_kind():
    for test in TESTS:
        found = test(MATCHING_PENNIES)
        assert isinstance(found, Cycle)
        assert set(found.profiles) == set(product(range(2), range(2)))


def test_a_cournot_game_has_an_ordinal_but_no_exact_potential():
    """Monderer and Shapley (1996), section 2: profit q_i (F(Q) - c) has the ordinal potential q_1 q_2 (F(Q) - c)."""
    quantities = (1, 2, 3)
    demand = {2: 90, 3: 40, 4: 33, 5: 7, 6: 2}  # not linear, so that no exact potential exists
    game = StrategicGame.from_arrays(
        [[[q[k] * demand[sum(q)] for q in ((a, b) for b in quantities)] for a in quantities] for k in (0, 1)]
    )
    assert isinstance(exact_potential(game), Cycle)
    assert isinstance(ordinal_potential(game), Potential)


def test_a_game_with_a_generalized_ordinal_but_no_ordinal_potential():
    """Monderer and Shapley (1996), section 2: an indifference closes a cycle that gains alone do not."""
    game = bimatrix([(1, 0), (2, 0)], [(2, 0), (0, 1)])
    assert isinstance(generalized_ordinal_potential(game), Potential)
    assert isinstance(ordinal_potential(game), Cycle)


@settings(max_examples=150, deadline=None)
@given(SMALL)
def test_each_kind_of_potential_implies_the_next(game):
    found = [test(game) for test in TESTS]
    for stronger, weaker in pairwise(found):
        if isinstance(stronger, Potential):
            assert isinstance(weaker, Potential)
            certify(game, replace(stronger, kind=weaker.kind))
    equilibria = {equilibrium.profile for equilibrium in pure_nash.solve(game).equilibria}
    for answer in found:
        if isinstance(answer, Potential):
            assert set(answer.maxima(game)) <= equilibria


@settings(max_examples=80, deadline=None)
@given(SMALL, st.data())
def test_games_built_from_a_potential_give_it_back(game, data):
    """Every exact potential game gives each player a common function plus one of the others' actions alone."""
    potential = game.payoffs[0]
    number = st.integers(-3, 3)
    payoffs = []
    for player in range(len(game.players)):
        others = {}
        for profile in game.profiles():
            rest = profile[:player] + profile[player + 1 :]
            if rest not in others:
                others[rest] = data.draw(number)
        payoffs.append(
            tuple(
                value + others[profile[:player] + profile[player + 1 :]]
                for profile, value in zip(game.profiles(), potential, strict=True)
            )
        )
    found = exact_potential(replace(game, payoffs=tuple(payoffs)))
    assert isinstance(found, Potential)
    assert found.values == tuple(value - potential[0] for value in potential)


@settings(max_examples=80, deadline=None)
@given(games(most_actions=2, numbers=COARSE))
def test_ordinal_potentials_exist_exactly_where_some_order_of_the_profiles_agrees(game):
    """By brute force over every assignment of levels to the profiles."""
    profiles = list(game.profiles())

    def agrees(levels, kind):
        try:
            certify(game, Potential(kind, tuple(map(Fraction, levels))))
        except CertificateError:
            return False
        return True

    for test, kind in ((ordinal_potential, "ordinal"), (generalized_ordinal_potential, "generalized ordinal")):
        exists = any(agrees(levels, kind) for levels in product(range(len(profiles)), repeat=len(profiles)))
        assert isinstance(test(game), Potential) == exists


@pytest.mark.parametrize(
    "broken",
    [
        replace(exact_potential(PRISONERS_DILEMMA), values=(Fraction(0),) * 4),
        replace(exact_potential(PRISONERS_DILEMMA), values=tuple(map(Fraction, (8, 6, 6, 0)))),
        Cycle("exact", ((0, 0), (0, 1), (1, 1), (1, 0)), (Fraction(1),) * 4),
        Cycle("exact", ((0, 0), (1, 1)), (Fraction(1), Fraction(1))),
        replace(exact_potential(MATCHING_PENNIES), gains=(Fraction(2),) * 4),
    ],
)
def test_a_broken_answer_is_refused(broken):
    with pytest.raises(CertificateError):
        certify(PRISONERS_DILEMMA, broken)
