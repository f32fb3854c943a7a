"""Commitment held to known games, to a grid of mixtures, to Nash equilibrium and to its certificate."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.concepts import stackelberg
from gametheory.errors import CertificateError, NotApplicable, UnknownName
from gametheory.game import StrategicGame
from gametheory.solve import Play, solve
from payoffs.scenario_file import load_scenario
from payoffs.utility import parametric_game
from tests.games import COARSE, QUARTERS, games, swapped

SMALL = games(most_actions=3, numbers=st.one_of(COARSE, QUARTERS))


def committed(game: StrategicGame, leader: str | None = None) -> stackelberg.StackelbergAnswer:
    answer = solve(game, Play("commitment", "stackelberg", {} if leader is None else {"leader": leader}))
    assert isinstance(answer, stackelberg.StackelbergAnswer)
    return answer


def test_the_example_of_conitzer_and_sandholm() -> None:
    # Their figure 1: the row player gets 2 in equilibrium, 3 by a pure commitment, 7/2 by a mixed one.
    answer = committed(StrategicGame.from_arrays([[[2, 4], [1, 3]], [[1, 0], [0, 1]]]))
    assert max(found.strong for found in answer.pure) == 3
    assert answer.value == Fraction(7, 2)
    assert answer.best.strategy == (Fraction(1, 2), Fraction(1, 2))
    assert answer.sure == Fraction(7, 2)


def test_commitment_is_worth_nothing_in_matching_pennies_but_a_mixture_loses_nothing() -> None:
    answer = committed(StrategicGame.from_arrays([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]]))
    assert [found.strong for found in answer.pure] == [-1, -1]
    assert answer.value == 0


@settings(max_examples=60, deadline=None)
@given(SMALL)
def test_no_mixture_on_a_grid_does_better(game: StrategicGame) -> None:
    answer = committed(game)
    A, B = game.matrix(0), game.matrix(1)
    for parts in product(range(7), repeat=game.shape[0]):
        if sum(parts) != 6:
            continue
        x = [Fraction(part, 6) for part in parts]
        replies = [sum(w * row[j] for w, row in zip(x, B, strict=True)) for j in range(game.shape[1])]
        best = [j for j, value in enumerate(replies) if value == max(replies)]
        earned = [sum(w * row[j] for w, row in zip(x, A, strict=True)) for j in best]
        assert max(earned) <= answer.value
        assert min(earned) <= answer.sure
    assert answer.sure <= answer.value


@settings(max_examples=60, deadline=None)
@given(SMALL)
def test_a_leader_who_may_mix_is_sure_of_its_worst_equilibrium_at_least(game: StrategicGame) -> None:
    # Von Stengel and Zamir 2010: what is sure is no less than the worst Nash payoff, and the value no less than any.
    payoffs = [equilibrium.payoffs[0] for equilibrium in solve(game).equilibria]
    answer = committed(game)
    assert answer.value >= max(payoffs)
    assert answer.sure >= min(payoffs)


@settings(max_examples=40, deadline=None)
@given(SMALL)
def test_a_pure_commitment_is_moving_first(game: StrategicGame) -> None:
    answer = committed(game)
    tree = solve(game, Play("sequential", "subgame_perfect", {"order": game.players}))
    ranges = tree.payoff_ranges()
    assert ranges is not None
    assert ranges[0][1] == max(found.strong for found in answer.pure)


@given(SMALL)
def test_who_leads_is_a_rule(game: StrategicGame) -> None:
    assert committed(game, "player_2").value == committed(swapped(game), "player_2").value
    assert committed(game).value == committed(game, "player_1").value


def test_announced_inspection_lowers_evasion_and_costs_the_inspector_less() -> None:
    stage = parametric_game(load_scenario("north_korea_2017"), "enforcement")
    for penalty in ("2/5", "1/2", "3/4"):
        game = stage.at({"penalty": penalty})
        simultaneous = solve(game).equilibria[0]
        announced = committed(game, "us")
        assert announced.value > simultaneous.payoffs[1]
        assert game.actions[0][announced.best.reply] == "enforce"
        assert announced.best.strategy == simultaneous.strategies[1]  # just often enough to make enforcing as good


def test_a_heavier_penalty_lowers_monitoring_and_not_evasion() -> None:
    stage = parametric_game(load_scenario("north_korea_2017"), "enforcement")
    found = [solve(stage.at({"penalty": penalty})).equilibria[0].strategies for penalty in ("2/5", "1/2", "3/4")]
    evasion = [russia[1] for russia, _ in found]
    monitoring = [us[0] for _, us in found]
    assert len(set(evasion)) == 1
    assert monitoring[0] > monitoring[1] > monitoring[2]


def test_what_it_cannot_take_is_said() -> None:
    with pytest.raises(NotApplicable, match="two players"):
        committed(StrategicGame.from_arrays([[[[0, 1], [1, 0]], [[1, 1], [0, 0]]]] * 3))
    with pytest.raises(UnknownName, match="player_2"):
        committed(StrategicGame.from_arrays([[[1, 2], [3, 4]]] * 2), "player_3")


def test_the_certificate_catches_a_commitment_that_is_not_answered_so() -> None:
    answer = committed(StrategicGame.from_arrays([[[2, 4], [1, 3]], [[1, 0], [0, 1]]]))
    wrong = replace(answer.mixed[1], strategy=(Fraction(1), Fraction(0)), value=Fraction(4))
    with pytest.raises(CertificateError):
        stackelberg.certify(answer.game, replace(answer, mixed=(answer.mixed[0], wrong)))


def test_the_answer_is_data() -> None:
    answer = committed(StrategicGame.from_arrays([[[2, 4], [1, 3]], [[1, 0], [0, 1]]]))
    document = json.loads(json.dumps(answer.to_dict()))
    assert (document["value"], document["leader"], document["reply"]) == ("7/2", "player_1", "a2")
    assert len(answer.to_frame()) == 2
    assert "worth 7/2" in str(answer)
    assert answer.payoff_ranges() == ((Fraction(7, 2),) * 2, (Fraction(1, 2),) * 2)
