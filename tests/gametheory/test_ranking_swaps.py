"""Exchanges of neighbours in a ranking, held to brute force."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings

from gametheory.game import StrategicGame
from gametheory.ranking_swaps import swaps_to_change
from gametheory.solve import Play, solve
from tests.games import QUARTERS, games


def test_exchanges_are_counted_from_the_default_ranking() -> None:
    # Ranks of the prisoner's dilemma: mutual defection holds; one exchange in either ranking upsets it.
    game = StrategicGame.from_arrays([[[3, 1], [4, 2]], [[3, 4], [1, 2]]])
    assert swaps_to_change(game, (1, 1)) == (1, (1, 1))
    assert swaps_to_change(game, (0, 0)) == (2, (1, 1))
    tied = StrategicGame.from_arrays([[[1, 1], [0, 0]], [[3, 4], [1, 2]]])
    assert swaps_to_change(tied, (0, 1))[1][0] is None


@settings(max_examples=40, deadline=None)
@given(games(most_actions=3, numbers=QUARTERS))
def test_fewer_exchanges_never_change_it(game: StrategicGame) -> None:
    """Brute force over the rankings within one exchange: a change within one is found exactly where one is said."""
    for profile in game.profiles():
        least, each = swaps_to_change(game, profile)
        if None in each or game.shape[0] * game.shape[1] > 6:
            continue
        stable = solve(game, Play(concept="pure_nash")).equilibria
        now = any(equilibrium.profile == profile for equilibrium in stable)
        changed = any(
            (profile in [e.profile for e in solve(other, Play(concept="pure_nash")).equilibria]) != now
            for other in within_one_exchange(game)
        )
        assert changed == (least == 1)


def within_one_exchange(game: StrategicGame) -> list[StrategicGame]:
    found = []
    for player, payoffs in enumerate(game.payoffs):
        ordered = sorted(payoffs)
        for low, high in pairwise(ordered):
            swapped = tuple(high if value == low else low if value == high else value for value in payoffs)
            rows = tuple(swapped if index == player else row for index, row in enumerate(game.payoffs))
            found.append(StrategicGame(game.players, game.actions, rows))
    return found
