from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import linear_program
from gametheory.dominance import (
    Belief,
    DominantAction,
    Domination,
    dominance,
    gains_over,
    holds,
    justify,
    weak_domination,
    weakly_dominating,
)
from gametheory.game import StrategicGame
from tests.games import games

GAMES = games(players=st.integers(1, 3), most_actions=3)
HALF = Fraction(1, 2)


@settings(max_examples=150, deadline=None)
@given(GAMES)
def test_every_action_has_a_belief_or_a_dominating_strategy_that_holds(game):
    for player, names in enumerate(game.actions):
        for action in range(len(names)):
            found = justify(game, player, action)
            if isinstance(found, Belief):
                assert holds(game, found)
            else:
                assert sum(found.mixture) == 1
                assert min(found.mixture) >= 0
                assert min(gains_over(game, player, found.mixture, action)) == found.margin > 0


@settings(max_examples=150, deadline=None)
@given(GAMES)
def test_weak_dominance_holds_and_follows_from_strict(game):
    for player, names in enumerate(game.actions):
        for action in range(len(names)):
            found = weak_domination(game, player, action)
            if found is not None:
                gains = gains_over(game, player, found.mixture, action)
                assert min(gains) >= 0
                assert sum(gains) == found.margin > 0
            if isinstance(justify(game, player, action), Domination):
                assert found is not None


@settings(max_examples=100, deadline=None)
@given(games(most_actions=3))
def test_dominance_by_a_mixture_of_two_is_never_missed(game):
    """By brute force: every mixture in sixths of two actions is tried against what the linear programs say."""
    for action in range(game.shape[0]):
        strictly = isinstance(justify(game, 0, action), Domination)
        weakly = weak_domination(game, 0, action) is not None
        for first in range(game.shape[0]):
            for second in range(game.shape[0]):
                for sixths in range(7):
                    mixture = [Fraction(0)] * game.shape[0]
                    mixture[first] += Fraction(sixths, 6)
                    mixture[second] += 1 - Fraction(sixths, 6)
                    gains = gains_over(game, 0, mixture, action)
                    assert strictly or min(gains) <= 0
                    assert weakly or min(gains) < 0 or not any(gains)


def test_an_action_that_only_a_mixture_dominates():
    """Fudenberg and Tirole (1991), Game Theory, figure 1.3, in other numbers."""
    game = StrategicGame.from_arrays([[[3, 0], [0, 3], [1, 1]], [[0] * 2] * 3])
    found = justify(game, 0, 2)
    assert found == Domination("player_1", "a3", (HALF, HALF, Fraction(0)), HALF, strict=True)
    assert not found.pure
    assert found.to_dict(game) == {
        "player": "player_1",
        "action": "a3",
        "strict": True,
        "mixture": {"a1": "1/2", "a2": "1/2"},
        "margin": "1/2",
    }


def test_an_action_that_only_a_mixture_dominates_weakly():
    game = StrategicGame.from_arrays([[[2, 0, 1], [0, 2, 1], [1, 1, 0]], [[0] * 3] * 3])
    assert isinstance(justify(game, 0, 2), Belief)
    assert weak_domination(game, 0, 2) == Domination(
        "player_1", "a3", (HALF, HALF, Fraction(0)), Fraction(1), strict=False
    )


def test_an_action_justified_by_no_certain_belief():
    game = StrategicGame.from_arrays([[[3, 0], [0, 3], [2, 2]], [[0] * 2] * 3])
    found = justify(game, 0, 2)
    assert isinstance(found, Belief)
    assert len(found.probabilities) == 2
    assert holds(game, found)
    assert found.to_dict(game)["belief"][0]["profile"] == {"player_2": "a1"}


def test_a_belief_about_three_players_may_need_correlation():
    """Osborne and Rubinstein (1994), A Course in Game Theory, figure 58.1: M is best only if the others act alike."""
    own = [[[8, 0], [0, 0]], [[4, 0], [0, 4]], [[0, 0], [0, 8]], [[3, 3], [3, 3]]]
    nothing = [[[0, 0]] * 2] * 4
    game = StrategicGame.from_arrays([own, nothing, nothing])
    found = justify(game, 0, 1)
    assert isinstance(found, Belief)
    assert holds(game, found)
    believed = dict(found.probabilities)
    alike = believed.get((0, 0), 0) * believed.get((1, 1), 0)
    assert alike > believed.get((0, 1), 0) * believed.get((1, 0), 0)  # equal in every product of two beliefs


def test_dominant_actions():
    prisoners = StrategicGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
    assert dominance(prisoners).dominant == (
        DominantAction("player_1", "a2", strict=True),
        DominantAction("player_2", "a2", strict=True),
    )
    weak = StrategicGame.from_arrays([[[0, 0], [-1, 1]], [[2, 2], [-1, 1]]])  # entry deterrence: rows stay out or enter
    assert dominance(weak).dominant == (DominantAction("player_2", "a2", strict=False),)
    assert [(found.action, found.strict) for found in dominance(weak).dominated] == [("a1", False)]


def test_equal_actions_dominate_nothing_and_no_choice_is_not_dominant():
    assert dominance(StrategicGame.from_arrays([[[1, 1], [1, 1]]] * 2)) == dominance(
        StrategicGame.from_arrays([[[1]], [[1]]])
    )


@settings(max_examples=60, deadline=None)
@given(games(most_actions=3), st.data())
def test_a_mixed_strategy_is_dominated_as_its_support_is(game, data):
    """Whether a strategy is weakly dominated depends on which actions it plays alone."""
    weights = data.draw(
        st.lists(st.integers(0, 3), min_size=game.shape[0], max_size=game.shape[0]).filter(any), label="weights"
    )
    strategy = [Fraction(weight, sum(weights)) for weight in weights]
    even = [Fraction(bool(weight), sum(map(bool, weights))) for weight in weights]
    found, evenly = weakly_dominating(game, 0, strategy), weakly_dominating(game, 0, even)
    assert (found is None) == (evenly is None)
    if found is not None:
        own = [sum(strategy[a] * game.payoff(0, (a, o)) for a in range(game.shape[0])) for o in range(game.shape[1])]
        other = [sum(found[0][a] * game.payoff(0, (a, o)) for a in range(game.shape[0])) for o in range(game.shape[1])]
        assert all(map(Fraction.__ge__, other, own))
        assert sum(other) - sum(own) == found[1] > 0


@pytest.mark.parametrize("scale", [Fraction(10) ** 300, Fraction(1, 10**300), Fraction(10**40 + 1, 7)])
@pytest.mark.parametrize("limit", [0, 10**9])
def test_scale_changes_nothing(monkeypatch, scale, limit):
    monkeypatch.setattr(linear_program, "LARGEST_BY_SIMPLEX", limit)
    game = StrategicGame.from_arrays([[[3 * scale, 0], [0, 3 * scale], [scale, scale]], [[0] * 2] * 3])
    found = justify(game, 0, 2)
    assert isinstance(found, Domination)
    assert (found.mixture, found.margin) == ((HALF, HALF, 0), scale / 2)


def test_a_false_belief_is_refused():
    game = StrategicGame.from_arrays([[[3, 0], [0, 3]], [[0] * 2] * 2])
    assert holds(game, Belief("player_1", "a1", (((0,), Fraction(1)),)))
    assert not holds(game, Belief("player_1", "a1", (((1,), Fraction(1)),)))
    assert not holds(game, Belief("player_1", "a1", (((0,), Fraction(1, 2)),)))
    assert not holds(game, Belief("player_1", "a1", (((0,), Fraction(1)),)), [[0, 1], [1]])
