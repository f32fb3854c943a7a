"""Simultaneous stability against the definition read off payoff tables, and in option form with infeasible meetings."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.concepts import simultaneously_stable
from gametheory.errors import CertificateError, NotApplicable, TooLarge
from gametheory.game import StrategicGame
from gametheory.graph_model import GraphModel
from gametheory.option_form import OptionForm
from gametheory.option_preferences import graph_model
from gametheory.solve import Play, solve
from gametheory.stability import StabilityAnswer, solve_graph
from tests.games import COARSE, QUARTERS, games


def answer_of(game: StrategicGame, concept: str) -> StabilityAnswer:
    answer: object = solve(game, Play("ordinal", concept))
    assert isinstance(answer, StabilityAnswer)
    return answer


@settings(deadline=None)
@given(games(players=st.integers(1, 3), most_actions=3, numbers=st.one_of(COARSE, QUARTERS)))
def test_it_is_the_definition(game: StrategicGame) -> None:
    players = range(len(game.players))
    payoffs = [np.array(values, dtype=object).reshape(game.shape) for values in game.payoffs]

    def better(player: int, here: tuple[int, ...]) -> list[int]:
        line = payoffs[player][tuple(slice(None) if p == player else here[p] for p in players)]
        return [action for action, value in enumerate(line) if value > payoffs[player][here]]

    expected = []
    for player in players:
        row = []
        for here in game.profiles():
            choices = [[here[p], *better(p, here)] for p in players]
            spoilt = []
            for own in better(player, here):
                meetings = [
                    joint
                    for joint in product(*(choices[p] if p != player else [own] for p in players))
                    if any(joint[p] != here[p] for p in players if p != player)
                ]
                spoilt.append(any(payoffs[player][joint] <= payoffs[player][here] for joint in meetings))
            row.append(all(spoilt))
        expected.append(tuple(row))
    assert answer_of(game, "simultaneously_stable").stable == tuple(expected)


@settings(deadline=None)
@given(games(players=st.integers(1, 3), most_actions=3, numbers=COARSE))
def test_in_a_game_it_lies_between_nash_and_general_metarationality(game: StrategicGame) -> None:
    tables = [
        np.array(answer_of(game, concept).stable)
        for concept in ("nash_stable", "simultaneously_stable", "general_metarational")
    ]
    for strong, weak in pairwise(tables):
        assert (strong <= weak).all()


def meeting(infeasible: tuple[str, ...]) -> StabilityAnswer:
    """Both would rather act alone than not at all, and least of all together."""
    form = OptionForm({"one": ("p",), "two": ("q",)}, infeasible)
    values = {"NN": 2, "YN": 3, "NY": 3, "YY": 1}
    ranks = tuple(values[state] for state in form.states)
    return solve_graph(graph_model(form, {"one": ranks, "two": ranks}), "simultaneously_stable")


def test_a_meeting_that_cannot_be_deters_nobody() -> None:
    assert 0 in meeting(()).equilibria
    assert 0 not in meeting(("YY",)).equilibria


def test_a_meeting_in_a_merged_state_counts() -> None:
    form = OptionForm({"one": ("p",), "two": ("q", "r")}, merged=("Y Y -",))
    values = {"YY-": 0, "NNN": 2, "YNN": 3, "NYN": 3}
    ranks = tuple(values.get(state, 1) for state in form.states)
    model = graph_model(form, {"one": ranks, "two": ranks})
    answer = solve_graph(model, "simultaneously_stable")
    start = model.states.index("NNN")
    assert model.improvements(0, start)
    assert model.improvements(1, start)
    assert start in answer.equilibria


def test_states_that_are_only_names_cannot_meet() -> None:
    model = GraphModel.from_lists(["a", "b"], {}, {"one": ["a", "b"]})
    with pytest.raises(NotApplicable, match="combinations of what each player does"):
        solve_graph(model, "simultaneously_stable")


def test_too_many_combinations_are_refused() -> None:
    """From most states each of five players with four options has eight improvements or so."""
    form = OptionForm({f"p{player}": tuple(f"o{player}_{option}" for option in range(3)) for player in range(4)})
    ranks = tuple(range(len(form.states)))
    model = graph_model(form, dict.fromkeys(form.options, ranks))
    assert simultaneously_stable.MOST_COMBINATIONS < 10**9
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simultaneously_stable, "MOST_COMBINATIONS", 10_000)
        with pytest.raises(TooLarge, match="10000 are the most"):
            solve_graph(model, "simultaneously_stable")


def test_a_false_equilibrium_fails_its_certificate() -> None:
    answer = meeting(("YY",))
    false = replace(answer, stable=tuple((True,) * len(row) for row in answer.stable))
    with pytest.raises(CertificateError):
        simultaneously_stable.certify(answer.model, false)
