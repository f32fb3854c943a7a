from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

from gametheory.degeneracy import Degeneracy, degeneracy
from gametheory.errors import CertificateError
from gametheory.game import StrategicGame
from gametheory.solve import Play, solve
from tests.games import games

ENTRY = StrategicGame.from_arrays(
    [[[0, 0], [-1, 1]], [[2, 2], [-1, 1]]], ["entrant", "incumbent"], [["out", "in"], ["fight", "yield"]]
)
PENNIES = StrategicGame.from_arrays([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])


def test_the_incumbent_has_two_answers_to_staying_out() -> None:
    found = degeneracy(ENTRY)
    assert found is not None
    assert found.to_dict(ENTRY) == {
        "player": "incumbent",
        "best_responses": ["fight", "yield"],
        "allowed": 1,
        "against": {"entrant": {"out": "1", "in": "0"}},
    }


def test_matching_pennies_is_nondegenerate() -> None:
    assert degeneracy(PENNIES) is None


def test_a_strategy_that_no_one_plays_in_equilibrium_counts() -> None:
    # Prisoners' dilemma with a tie off the path: only ("d", "d") is an equilibrium, and it is strict.
    game = StrategicGame.from_arrays([[[3, 0], [4, 1]], [[3, 3], [0, 1]]])
    assert len(solve(game).equilibria) == 1
    found = degeneracy(game)
    assert found is not None
    assert found.against == ((1, 0), None)


@given(games())
def test_a_game_with_a_witness_or_an_odd_number_of_equilibria(game: StrategicGame) -> None:
    found = degeneracy(game)
    solution = solve(game)
    if found is None:
        assert len(solution.equilibria) % 2 == 1
        assert all(len(component) == 1 for component in solution.components)
        assert all(len({len(support) for support in e.supports}) == 1 for e in solution.equilibria)
    else:
        found.certify(game)


@given(games())
def test_an_equilibrium_with_more_best_replies_than_support_never_goes_unseen(game: StrategicGame) -> None:
    for equilibrium in solve(game).equilibria:
        for player in (0, 1):
            values = game.action_payoffs(player, equilibrium.strategies)
            if sum(value == max(values) for value in values) > len(equilibrium.supports[1 - player]):
                assert degeneracy(game) is not None


@pytest.mark.parametrize("change", [{"replies": (0,)}, {"allowed": 2}, {"player": 0}])
def test_a_false_witness_is_refused(change: dict[str, object]) -> None:
    found = degeneracy(ENTRY)
    assert found is not None
    with pytest.raises(CertificateError):
        replace(found, **change).certify(ENTRY)  # type: ignore[arg-type]


def test_one_player_with_a_tie_and_three_with_one() -> None:
    alone = StrategicGame(("ann",), (("a", "b"),), ((Fraction(1), Fraction(1)),))
    assert degeneracy(alone) == Degeneracy(0, (None,), (0, 1), 1)
    tied = StrategicGame.from_arrays(
        [[[[1, 0], [0, 0]], [[1, 0], [0, 0]]]] + [[[[1, 0], [0, 0]], [[1, 0], [0, 0]]]] * 2
    )
    solution = solve(tied, Play(concept="nash"))
    found = degeneracy(tied, solution)
    assert found is not None
    assert found == degeneracy(tied)
    found.certify(tied)
