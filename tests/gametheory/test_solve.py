from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

import gametheory.concepts.nash
from gametheory.errors import CertificateError, UnknownName
from gametheory.game import StrategicGame
from gametheory.solution import Equilibrium, Solution
from gametheory.solve import Play, solve

MATCHING_PENNIES = StrategicGame.from_arrays([[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]])
COORDINATION = StrategicGame.from_arrays([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])


def test_unknown_forms_concepts_rules_and_parameters_are_named() -> None:
    with pytest.raises(UnknownName, match="form is named 'simultanous'; the nearest is 'simultaneous'"):
        solve(MATCHING_PENNIES, Play(form="simultanous"))
    with pytest.raises(UnknownName, match="concept"):
        solve(MATCHING_PENNIES, Play(concept="nsh"))
    with pytest.raises(UnknownName, match="rule of the simultaneous form"):
        solve(MATCHING_PENNIES, Play(rules={"order": "x"}))
    with pytest.raises(UnknownName, match="parameter"):
        solve(MATCHING_PENNIES, at={"weight": 1})


def test_no_equilibrium_of_a_kind_is_an_answer() -> None:
    solution = solve(MATCHING_PENNIES, Play(concept="pure_nash"))
    assert solution.equilibria == ()
    assert solution.complete
    assert solution.to_dict()["equilibria"] == []


def test_the_document_is_exact_and_lists_unused_actions() -> None:
    document = solve(COORDINATION).to_dict()
    mixed = document["equilibria"][2]
    assert mixed["profile"] == {"player_1": {"a1": "2/3", "a2": "1/3"}, "player_2": {"a1": "1/3", "a2": "2/3"}}
    assert mixed["payoffs"] == {"player_1": "2/3", "player_2": "2/3"}
    assert document["equilibria"][0]["profile"]["player_1"] == {"a1": "1", "a2": "0"}


def test_the_frame_has_a_row_an_equilibrium_player_and_action() -> None:
    frame = solve(COORDINATION).to_frame()
    assert len(frame) == 3 * 2 * 2
    assert frame.loc[frame.equilibrium == 2, "probability_exact"].tolist() == ["2/3", "1/3", "1/3", "2/3"]


def broken(solution: Solution, strategies: tuple[tuple[Fraction, ...], ...]) -> Solution:
    return replace(solution, equilibria=(Equilibrium.of(solution.game, strategies),))


@pytest.mark.parametrize(
    "strategies",
    [
        ((Fraction(1), Fraction(0)), (Fraction(1), Fraction(0))),  # player 2 would gain
        ((Fraction(1, 2), Fraction(1, 2)), (Fraction(1, 3), Fraction(2, 3))),  # a flipped tie: player 1 would gain
        ((Fraction(1, 2), Fraction(1, 3)), (Fraction(1, 2), Fraction(1, 2))),  # no distribution
        ((Fraction(3, 2), Fraction(-1, 2)), (Fraction(1, 2), Fraction(1, 2))),  # a flipped sign
        ((Fraction(1), Fraction(0)),),  # a player dropped
    ],
)
def test_a_solver_that_errs_is_caught_by_the_certificate(
    monkeypatch: pytest.MonkeyPatch, strategies: tuple[tuple[Fraction, ...], ...]
) -> None:
    right = gametheory.concepts.nash.solve(MATCHING_PENNIES)
    wrong = replace(right, equilibria=(replace(right.equilibria[0], strategies=strategies),))
    monkeypatch.setattr(gametheory.concepts.nash, "solve", lambda game: wrong)
    with pytest.raises(CertificateError):
        solve(MATCHING_PENNIES)


def test_a_solution_reads_in_a_few_lines() -> None:
    text = str(solve(COORDINATION))
    assert text.splitlines()[0] == (
        "nash of the simultaneous game: 3 equilibria (vertex enumeration, exact rational, complete)"
    )
    assert "player_1: a1 2/3, a2 1/3" in text
