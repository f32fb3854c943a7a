from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.concepts import nash, rationalizable
from gametheory.errors import CertificateError
from gametheory.game import StrategicGame
from gametheory.solution import Equilibrium
from gametheory.solve import Play, solve
from tests.games import games, permuted, swapped

PLAY = Play(concept="rationalizable")

# Mixtures of the first two rows and columns remove the third ones; then the first column the second, the first row too.
LADDER = StrategicGame.from_arrays(
    [[[4, 0, 0], [0, 4, 0], [1, 1, -1]], [[2, 1, 0], [1, 0, 0], [0, 5, 0]]],
    ["us", "dprk"],
    [["tighten", "hold", "relax"], ["test", "freeze", "disarm"]],
)


def test_eliminations_come_in_rounds_with_certificates():
    solution = solve(LADDER, PLAY)
    assert [(found.round, found.action) for found in solution.eliminations] == [
        (1, "relax"),
        (1, "disarm"),
        (2, "freeze"),
        (3, "hold"),
    ]
    assert [found.pure for found in solution.eliminations] == [False, False, True, True]
    assert solution.solvable
    assert [equilibrium.profile for equilibrium in solution.equilibria] == [(0, 0)]
    assert nash.solve(LADDER).equilibria == solution.equilibria


@settings(max_examples=120, deadline=None)
@given(games(most_actions=4))
def test_nash_equilibria_play_rationalizable_actions(game):
    solution = solve(game, PLAY)
    for equilibrium in nash.solve(game).equilibria:
        assert rationalizable.deviations(game, equilibrium) == ()
        for support, surviving in zip(equilibrium.supports, solution.surviving, strict=True):
            assert set(support) <= set(surviving)
    if solution.solvable:
        assert len(nash.solve(game).equilibria) == 1


@settings(max_examples=60, deadline=None)
@given(games(players=st.integers(1, 3), most_actions=3))
def test_the_answer_is_certified_and_explains_each_action_once(game):
    solution = solve(game, PLAY)
    explained = [(found.player, found.action) for found in (*solution.eliminations, *solution.beliefs)]
    assert sorted(explained) == sorted(
        (player, name) for player, names in zip(game.players, game.actions, strict=True) for name in names
    )


@settings(max_examples=60, deadline=None)
@given(games(most_actions=3), st.data())
def test_the_names_and_order_of_actions_and_players_do_not_matter(game, data):
    named = {
        (player, game.actions[index][action])
        for index, (player, actions) in enumerate(zip(game.players, solve(game, PLAY).surviving, strict=True))
        for action in actions
    }
    orders = [data.draw(st.permutations(range(size))) for size in game.shape]
    for other in (permuted(game, orders), swapped(game)):
        assert named == {
            (player, other.actions[index][action])
            for index, (player, actions) in enumerate(zip(other.players, solve(other, PLAY).surviving, strict=True))
            for action in actions
        }


def test_weak_dominance_is_reported_and_not_used():
    entry = StrategicGame.from_arrays([[[0, 0], [-1, 1]], [[2, 2], [-1, 1]]])
    solution = solve(entry, PLAY)
    assert solution.eliminations == ()
    assert [found.action for found in solution.weakly_dominated] == ["a1"]
    assert len(solution.equilibria) == 4


def test_a_played_dominated_action_is_a_deviation():
    equilibrium = Equilibrium.pure_at(LADDER, (2, 0))
    assert [found.action for found in rationalizable.deviations(LADDER, equilibrium)] == ["relax"]


def test_the_certificate_refuses_what_is_not_so():
    solution = rationalizable.solve(LADDER)
    rationalizable.certify(LADDER, solution)
    first = solution.eliminations[0]
    broken = [
        replace(solution, eliminations=solution.eliminations[1:]),
        replace(solution, eliminations=(replace(first, round=9), *solution.eliminations[1:])),
        replace(
            solution,
            eliminations=(replace(first, mixture=(Fraction(1), *first.mixture[1:])), *solution.eliminations[1:]),
        ),
        replace(solution, eliminations=(replace(first, mixture=first.mixture[::-1]), *solution.eliminations[1:])),
        replace(solution, beliefs=solution.beliefs[1:]),
        replace(solution, equilibria=()),
        replace(solution, surviving=((0, 1), (0,))),
    ]
    for wrong in broken:
        with pytest.raises(CertificateError):
            rationalizable.certify(LADDER, wrong)


def test_what_is_shown():
    solution = solve(LADDER, PLAY)
    document = solution.to_dict()
    assert document["concept"] == "rationalizable"
    assert document["surviving"] == {"us": ["tighten"], "dprk": ["test"]}
    assert document["eliminations"][0]["round"] == 1
    assert document["eliminations"][0]["action"] == "relax"
    frame = solution.to_frame()
    assert list(frame[frame.rationalizable].action) == ["tighten", "test"]
    assert frame["round"].max() == solution.eliminations[-1].round
    assert "round 1 removes relax of us" in str(solution)
    assert "  dprk: test" in str(solution)
