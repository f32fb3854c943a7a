from hypothesis import given
from hypothesis import strategies as st

from gametheory.efficiency import pareto_dominates, pareto_dominators, pareto_frontier
from gametheory.game import StrategicGame
from tests.games import games


@given(games(players=st.integers(1, 3)))
def test_the_frontier_is_what_nothing_dominates(game):
    outcomes = {
        profile: tuple(values[game.position(profile)] for values in game.payoffs) for profile in game.profiles()
    }
    frontier = pareto_frontier(game)
    assert frontier
    for profile, payoffs in outcomes.items():
        better = [
            other
            for other, others in outcomes.items()
            if all(a >= b for a, b in zip(others, payoffs, strict=True))
            and any(a > b for a, b in zip(others, payoffs, strict=True))
        ]
        assert (profile in frontier) == (not better)
        assert list(pareto_dominators(game, profile)) == better


def test_the_prisoners_dilemma_has_an_inefficient_equilibrium():
    game = StrategicGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
    assert pareto_frontier(game) == ((0, 0), (0, 1), (1, 0))
    assert pareto_dominators(game, (1, 1)) == ((0, 0),)


def test_equal_payoffs_do_not_dominate():
    game = StrategicGame.from_arrays([[[1, 1]], [[2, 2]]])
    assert pareto_frontier(game) == ((0, 0), (0, 1))
    assert not pareto_dominates(game.payoffs[0], game.payoffs[0])
