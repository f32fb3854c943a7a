from fractions import Fraction

import pytest
from hypothesis import given, settings

from gametheory.concepts import nash
from gametheory.dominance import dominance
from gametheory.errors import NotApplicable
from gametheory.game import StrategicGame
from gametheory.perfection import imperfections
from tests.games import COARSE, games

ENTRY = StrategicGame.from_arrays(
    [[[0, 0], [-1, 1]], [[2, 2], [-1, 1]]], ["entrant", "incumbent"], [["out", "in"], ["fight", "yield"]]
)


def test_deterrence_by_a_threat_to_fight_is_not_perfect():
    """Selten's chain store: staying out for fear of a fight rests on a weakly dominated action."""
    perfect = [found.supports for found in nash.solve(ENTRY).equilibria if not imperfections(ENTRY, found.strategies)]
    assert perfect == [((1,), (1,))]
    fight = next(found for found in nash.solve(ENTRY).equilibria if found.supports == ((0,), (0,)))
    (found,) = imperfections(ENTRY, fight.strategies)
    assert (found.player, found.instead, found.gain) == ("incumbent", (0, 1), 2)


@settings(max_examples=150, deadline=None)
@given(games(most_actions=3, numbers=COARSE))
def test_every_game_has_a_perfect_extreme_equilibrium(game):
    """Selten (1975): one exists; that hangs on its support alone, so an extreme one is perfect too."""
    weakly = {(found.player, found.action) for found in dominance(game).dominated}
    perfect = 0
    for equilibrium in nash.solve(game).equilibria:
        found = imperfections(game, equilibrium.strategies)
        perfect += not found
        for player, actions, support in zip(game.players, game.actions, equilibrium.supports, strict=True):
            if any((player, actions[action]) in weakly for action in support):
                assert player in {imperfection.player for imperfection in found}
    assert perfect


@settings(max_examples=60, deadline=None)
@given(games(most_actions=3))
def test_trembling_by_brute_force(game):
    """A pure strategy in a perfect equilibrium is a best response to some strategy in which everything is played."""
    for equilibrium in nash.solve(game).equilibria:
        if equilibrium.pure and game.shape[1] == 2:
            own = equilibrium.supports[0][0]
            trembles = [(Fraction(k, 10**9), 1 - Fraction(k, 10**9)) for k in (1, 5 * 10**8, 10**9 - 1)]
            trembles += [(Fraction(k, 997), 1 - Fraction(k, 997)) for k in range(1, 997, 7)]
            best = any(
                all(
                    sum(
                        weight * (game.payoff(0, (own, o)) - game.payoff(0, (other, o))) for o, weight in enumerate(mix)
                    )
                    >= 0
                    for other in range(game.shape[0])
                )
                for mix in trembles
            )
            if best:
                assert game.players[0] not in {found.player for found in imperfections(game, equilibrium.strategies)}


def test_what_is_refused():
    three = StrategicGame.from_arrays([[[[0]]]] * 3)
    with pytest.raises(NotApplicable, match="this game has 3"):
        imperfections(three, ((Fraction(1),),) * 3)
    with pytest.raises(NotApplicable, match="'entrant' would deviate"):
        imperfections(ENTRY, ((Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))))
