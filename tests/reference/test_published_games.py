"""Published games in strategic form: all their extreme equilibria, and in how many components, by every solver."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gametheory.batch import solve_batch
from gametheory.concepts.correlated import deviations as obedience
from gametheory.solve import Play, solve
from payoffs.published import PublishedGame, published_games

GAMES = published_games()


@pytest.mark.parametrize("entry", GAMES, ids=lambda entry: entry.id)
def test_all_equilibria_are_those_published(entry: PublishedGame) -> None:
    solution = solve(entry.game)
    assert solution.complete
    assert {equilibrium.strategies for equilibrium in solution.equilibria} == entry.equilibria
    assert len(solution.components) == entry.components
    assert entry.source
    assert entry.stated in {"source", "computation"}


@pytest.mark.parametrize("entry", GAMES, ids=lambda entry: entry.id)
def test_the_batch_agrees(entry: PublishedGame) -> None:
    game = entry.game
    whole = np.array([[int(4 * value) for value in row] for row in game.payoffs]).reshape((2, *game.shape, 1))
    found = solve_batch(whole, denominator=4).equilibria(0)
    assert {equilibrium.strategies for equilibrium in found} == entry.equilibria


@pytest.mark.parametrize("entry", GAMES, ids=lambda entry: entry.id)
def test_every_published_equilibrium_is_correlated_and_rationalizable(entry: PublishedGame) -> None:
    game = entry.game
    surviving: Any = solve(game, Play(concept="rationalizable"))
    for equilibrium in solve(game).equilibria:
        assert obedience(game, equilibrium) == ()
        for support, kept in zip(equilibrium.supports, surviving.surviving, strict=True):
            assert set(support) <= set(kept)
