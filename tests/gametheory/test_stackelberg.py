"""Commitment: published games, the inspection game in closed form, sampled commitments, the sequential form, proofs."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.commitment_game import CommitmentGame
from gametheory.commitment_solution import CommitmentSolution
from gametheory.concepts import nash, stackelberg, subgame_perfect
from gametheory.errors import CertificateError, NotApplicable, TooLarge, UnknownName
from gametheory.forms.sequential import Rules, play
from gametheory.game import StrategicGame
from gametheory.linear_program import Infeasible
from gametheory.solve import Play, solve
from payoffs.scenario_file import load_scenario
from payoffs.utility import game_at
from payoffs.utility import settings as values_of
from tests.games import COARSE, games, swapped

HALF = Fraction(1, 2)


def led(stage: StrategicGame, leader: int = 0) -> CommitmentSolution:
    game = CommitmentGame(stage, leader)
    solution = stackelberg.solve(game)
    stackelberg.certify(game, solution)
    assert all(not stackelberg.deviations(game, found) for found in solution.equilibria)
    return solution


def test_conitzer_and_sandholm_2006() -> None:
    """Their first example: the only equilibrium pays the leader 2, a pure commitment 3, a mixed one 7/2."""
    stage = StrategicGame.from_arrays([[[2, 4], [1, 3]], [[1, 0], [0, 1]]])
    assert [entry.payoffs[0] for entry in nash.solve(stage).equilibria] == [2]
    solution = led(stage)
    (mixed,) = solution.equilibria
    assert (mixed.strategy, mixed.answer) == ((HALF, HALF), 1)
    assert solution.strong == solution.weak == Fraction(7, 2)
    assert [(found.payoffs[0], found.answer) for found in solution.pure] == [(3, 1)]
    assert solution.complete


def test_with_constant_sum_commitment_is_worth_the_value() -> None:
    stage = StrategicGame.from_arrays([[[3, -1], [-2, 1]], [[-3, 1], [2, -1]]])
    (equilibrium,) = nash.solve(stage).equilibria
    solution = led(stage)
    assert solution.strong == solution.weak == equilibrium.payoffs[0] == Fraction(1, 7)
    assert solution.pure_weak < solution.strong


def test_an_answer_that_is_never_best_alone_is_worth_nothing_to_count_on() -> None:
    # The second answer is only ever as good as the first, and best together with it at the second action.
    stage = StrategicGame.from_arrays([[[1, 0], [0, 5]], [[1, 0], [1, 1]]])
    solution = led(stage)
    assert (solution.strong, solution.weak) == (5, 1)
    (best,) = solution.equilibria
    assert (best.strategy, best.answer, best.payoffs) == ((0, 1), 1, (5, 1))
    assert (solution.pure_weak, solution.pure[0].payoffs[0]) == (1, 5)
    assert solution.payoff_ranges() == ((1, 5), (1, 1))


def test_answers_that_are_alike_leave_the_leader_the_worst_of_them() -> None:
    stage = StrategicGame.from_arrays([[[4, 0], [0, 4]], [[1, 1], [1, 1]]])
    solution = led(stage)
    assert (solution.strong, solution.weak, solution.pure_weak) == (4, 2, 0)
    assert solution.proofs[0].margin is None
    assert [found.strategy for found in solution.equilibria] == [(1, 0), (0, 1)]


def test_an_answer_that_is_dominated_is_proved_never_to_be_best() -> None:
    solution = led(StrategicGame.from_arrays([[[0, 9], [0, 9]], [[1, 0], [1, 0]]]))
    assert isinstance(solution.proofs[1].strong, Infeasible)
    assert solution.strong == 0
    assert not solution.complete  # the leader does not care what it announces


@settings(deadline=None, max_examples=50)
@given(games(most_actions=3), st.lists(st.integers(0, 6), min_size=3, max_size=3).filter(any))
def test_no_commitment_beats_the_strong_value_nor_secures_more_than_the_weak(
    stage: StrategicGame, weights: list[int]
) -> None:
    solution = led(stage)
    game = solution.game
    size = stage.shape[0]
    total = sum(weights[:size])
    if total:
        strategy = tuple(Fraction(weight, total) for weight in weights[:size])
        worth = [game.payoffs(strategy, answer)[0] for answer in game.best_answers(strategy)]
        assert max(worth) <= solution.strong
        assert min(worth) <= solution.weak
    assert solution.weak <= solution.strong
    assert solution.pure_weak <= solution.weak
    assert max(entry.payoffs[0] for entry in nash.solve(stage).equilibria) <= solution.strong


@settings(deadline=None, max_examples=50)
@given(games(most_actions=3, numbers=COARSE))
def test_the_weak_value_can_be_come_near_to(stage: StrategicGame) -> None:
    solution = led(stage)
    game = solution.game
    reached = []
    for answer, proof in enumerate(solution.proofs):
        if proof.weak is None:
            continue
        limit = proof.weak.primal[: stage.shape[0]]
        within = proof.margin.primal[: stage.shape[0]] if proof.margin is not None else limit
        share = Fraction(1, 10**6)
        near = tuple((1 - share) * x + share * y for x, y in zip(limit, within, strict=True))
        assert game.best_answers(near) == game.alike(answer)
        reached.append(min(game.payoffs(near, other)[0] for other in game.best_answers(near)))
    assert solution.weak - max(reached) <= Fraction(4, 10**6)


@settings(deadline=None, max_examples=40)
@given(games(most_actions=3, numbers=COARSE))
def test_pure_commitment_is_moving_first(stage: StrategicGame) -> None:
    solution = led(stage)
    outcomes = subgame_perfect.solve(play(stage, Rules())).outcomes()
    leader = [outcome.payoffs[0] for outcome in outcomes]
    assert max(leader) == solution.pure[0].payoffs[0]
    assert min(leader) == solution.pure_weak
    assert {outcome.profile for outcome in outcomes} >= {
        (found.strategy.index(Fraction(1)), found.answer) for found in solution.pure
    }


@settings(deadline=None, max_examples=40)
@given(games(most_actions=3))
def test_the_second_player_leads_as_the_first_of_the_turned_game(stage: StrategicGame) -> None:
    ahead, turned = led(stage, leader=1), led(swapped(stage))
    assert (ahead.strong, ahead.weak, ahead.pure_weak) == (turned.strong, turned.weak, turned.pure_weak)
    assert [(found.strategy, found.answer, found.payoffs[::-1]) for found in ahead.equilibria] == [
        (found.strategy, found.answer, found.payoffs) for found in turned.equilibria
    ]
    for outcome, found in zip(ahead.outcomes(), ahead.equilibria, strict=True):
        assert all(profile[0] == found.answer for profile in outcome.lottery)
        assert outcome.payoffs == tuple(
            sum(weight * stage.payoff(player, profile) for profile, weight in outcome.lottery.items())
            for player in (0, 1)
        )


@pytest.fixture(scope="module")
def scenario() -> Any:
    return load_scenario("north_korea_2017")


def inspection(scenario: Any, penalty: str) -> StrategicGame:
    return game_at(scenario, "enforcement", values_of(scenario, at={"penalty": penalty}))


def indifferent(gap_first: Fraction, gap_second: Fraction) -> Fraction:
    """The weight on the first of the other's actions at which the gaps between one's own actions balance."""
    return gap_second / (gap_second - gap_first)


PENALTIES = ("2/5", "1/2", "3/5", "4/5", "9/10")
"""Within the range that makes it an inspection game: at 1 the official reports deter by themselves."""


@pytest.mark.parametrize("penalty", PENALTIES)
def test_inspection_in_closed_form(scenario: Any, penalty: str) -> None:
    stage = inspection(scenario, penalty)
    assert stage.actions == (("enforce", "tolerate"), ("monitor", "rely"))
    (enforce_monitor, enforce_rely, tolerate_monitor, tolerate_rely), ours = stage.payoffs
    monitored = indifferent(enforce_monitor - tolerate_monitor, enforce_rely - tolerate_rely)
    enforced = indifferent(ours[0] - ours[1], ours[2] - ours[3])
    (equilibrium,) = nash.solve(stage).equilibria
    assert equilibrium.strategies == ((enforced, 1 - enforced), (monitored, 1 - monitored))

    solution = led(stage, leader=1)  # the rate is announced: nobody evades any more, and checking is no dearer
    (announced,) = solution.equilibria
    assert announced.strategy == (monitored, 1 - monitored)
    assert stage.actions[0][announced.answer] == "enforce"
    assert solution.strong == solution.weak > equilibrium.payoffs[1]
    assert announced.payoffs[0] == equilibrium.payoffs[0]
    assert solution.strong > solution.pure[0].payoffs[1]  # and a rate below one is enough


def test_a_heavier_penalty_lowers_monitoring_and_not_evasion(scenario: Any) -> None:
    """The paradox of Tsebelis 1989, American Political Science Review 83."""
    mixtures = [nash.solve(inspection(scenario, penalty)).equilibria[0].strategies for penalty in PENALTIES]
    monitoring = [mixture[1][0] for mixture in mixtures]
    assert monitoring == sorted(set(monitoring), reverse=True)
    assert len({mixture[0] for mixture in mixtures}) == 1
    announced = [led(inspection(scenario, penalty), leader=1) for penalty in PENALTIES]
    assert [solution.equilibria[0].strategy[0] for solution in announced] == monitoring
    assert [solution.strong for solution in announced] == sorted(solution.strong for solution in announced)


def test_the_leader_is_a_rule() -> None:
    stage = StrategicGame.from_arrays([[[2, 4], [1, 3]], [[1, 0], [0, 1]]], ["us-rok", "them"])
    solution = solve(stage, Play("commitment", "stackelberg"))
    assert isinstance(solution, CommitmentSolution)
    assert solution.to_dict()["leader"] == "us-rok"
    other = solve(stage, Play("commitment", "stackelberg", {"leader": "them"}))
    assert other.to_dict()["leader"] == "them"
    assert solve(stage, Play("commitment", "stackelberg", {"leader": "us_rok"})) == solution
    with pytest.raises(UnknownName, match="no player is named 'thm'; the nearest is 'them'"):
        solve(stage, Play("commitment", "stackelberg", {"leader": "thm"}))


def test_what_has_no_leader_and_follower_is_refused() -> None:
    three = StrategicGame.from_arrays([[[[0]]]] * 3)
    with pytest.raises(NotApplicable, match="between a leader and a follower; this game has 3 players"):
        solve(three, Play("commitment", "stackelberg"))
    with pytest.raises(NotApplicable, match="stackelberg"):
        solve(StrategicGame.from_arrays([[[0]], [[0]]]), Play("simultaneous", "stackelberg"))
    with pytest.raises(NotApplicable, match="nash"):
        solve(StrategicGame.from_arrays([[[0]], [[0]]]), Play("commitment", "nash"))


def test_a_large_game_is_refused_with_its_size() -> None:
    zero = (Fraction(0),) * 3000
    stage = StrategicGame(("a", "b"), (tuple(map(str, range(50))), tuple(map(str, range(60)))), (zero, zero))
    with pytest.raises(TooLarge, match="3,000 profiles; optimal commitments are found for up to 2,500"):
        stackelberg.solve(CommitmentGame(stage))


def test_the_certificate_catches_what_is_not_optimal() -> None:
    game = CommitmentGame(StrategicGame.from_arrays([[[2, 4], [1, 3]], [[1, 0], [0, 1]]]))
    solution = stackelberg.solve(game)
    (best,) = solution.equilibria
    strong = solution.proofs[1].strong
    assert not isinstance(strong, Infeasible)
    for wrong in (
        replace(solution, strong=Fraction(4)),
        replace(solution, weak=Fraction(3)),
        replace(solution, pure_weak=Fraction(4)),
        replace(solution, equilibria=()),
        replace(solution, equilibria=(replace(best, answer=0, payoffs=game.payoffs(best.strategy, 0)),)),
        replace(solution, equilibria=(replace(best, strategy=(Fraction(2), Fraction(-1))),)),
        replace(solution, equilibria=(replace(best, payoffs=(Fraction(7, 2), Fraction(1))),)),
        replace(solution, proofs=solution.proofs[:1]),
        replace(solution, proofs=(solution.proofs[0], replace(solution.proofs[1], margin=None))),
        replace(solution, proofs=(solution.proofs[0], replace(solution.proofs[1], weak=None))),
        replace(
            solution,
            proofs=(solution.proofs[0], replace(solution.proofs[1], strong=replace(strong, value=Fraction(4)))),
        ),
    ):
        with pytest.raises(CertificateError):
            stackelberg.certify(game, wrong)
    short = replace(best, strategy=(Fraction(0), Fraction(1)), payoffs=(Fraction(3), Fraction(1)))
    assert [(gain.player, gain.gain) for gain in stackelberg.deviations(game, short)] == [("player_1", HALF)]


def test_the_frame_the_document_and_the_text() -> None:
    solution = led(StrategicGame.from_arrays([[[2, 4], [1, 3]], [[1, 0], [0, 1]]]))
    assert solution.to_frame()["probability_exact"].tolist() == ["1/2", "1/2"]
    document = solution.to_dict()
    assert document["equilibria"] == [
        {
            "profile": {"player_1": {"a1": "1/2", "a2": "1/2"}, "player_2": {"a1": "0", "a2": "1"}},
            "payoffs": {"player_1": "7/2", "player_2": "1/2"},
        }
    ]
    assert (document["strong"], document["weak"], document["pure_weak"]) == ("7/2", "7/2", "3")
    assert "mixed: player_1: a1 1/2, a2 1/2; player_2: a2 -> 7/2, 1/2" in str(solution)
