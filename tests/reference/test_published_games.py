"""Published games in strategic form: all their extreme equilibria, and in how many components, by every solver."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gametheory.batch import solve_batch
from gametheory.concepts.correlated import deviations as obedience
from gametheory.game import StrategicGame
from gametheory.solve import Play, solve

GAMES = json.loads(Path(__file__).with_name("published_games.json").read_text(encoding="utf-8"))["games"]


def game_of(entry: dict[str, Any]) -> StrategicGame:
    return StrategicGame.from_arrays([entry["row"], entry["column"]])


def published(entry: dict[str, Any]) -> set[tuple[tuple[Fraction, ...], ...]]:
    return {tuple(tuple(map(Fraction, strategy)) for strategy in point) for point in entry["equilibria"]}


@pytest.mark.parametrize("entry", GAMES, ids=lambda entry: entry["id"])
def test_all_equilibria_are_those_published(entry: dict[str, Any]) -> None:
    solution = solve(game_of(entry))
    assert solution.complete
    assert {equilibrium.strategies for equilibrium in solution.equilibria} == published(entry)
    assert len(solution.components) == entry["components"]
    assert entry["source"]
    assert entry["stated"] in {"source", "computation"}


@pytest.mark.parametrize("entry", GAMES, ids=lambda entry: entry["id"])
def test_the_batch_agrees(entry: dict[str, Any]) -> None:
    game = game_of(entry)
    whole = np.array([[int(4 * value) for value in row] for row in game.payoffs]).reshape((2, *game.shape, 1))
    found = solve_batch(whole, denominator=4).equilibria(0)
    assert {equilibrium.strategies for equilibrium in found} == published(entry)


@pytest.mark.parametrize("entry", GAMES, ids=lambda entry: entry["id"])
def test_every_published_equilibrium_is_correlated_and_rationalizable(entry: dict[str, Any]) -> None:
    game = game_of(entry)
    surviving: Any = solve(game, Play(concept="rationalizable"))
    for equilibrium in solve(game).equilibria:
        assert obedience(game, equilibrium) == ()
        for support, kept in zip(equilibrium.supports, surviving.surviving, strict=True):
            assert set(support) <= set(kept)
