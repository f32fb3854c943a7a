"""Optimal commitment: the strategy that a leader does best to announce, given that the follower answers it best.

For each answer j of the follower, the commitments x to which j is best form a polytope X(j), on which the leader's
payoff is linear, so one linear program an answer settles what the leader can get (Conitzer and Sandholm 2006,
Proceedings of the 7th ACM Conference on Electronic Commerce). With A and B the payoffs of leader and follower:

- the *strong* value breaks ties for the leader: the greatest of max {x A_j : x in X(j)} over all j;
- the *weak* value breaks them against it: the supremum over x of the least x A_j among the best answers to x. Near any
  x there are commitments to which only answers that are alike are best, namely within an X(j) of full dimension. So it
  is the greatest of max {min {x A_k : B_k = B_j} : x in X(j)} over the j whose X(j) has full dimension.

The leader's payoffs in the subgame-perfect equilibria of the commitment game are exactly those from the weak to the
strong value (von Stengel and Zamir 2010, Games and Economic Behavior 69). X(j) has full dimension if and only if some x
makes j better than every answer that is not alike; a linear program finds the greatest margin. All programs are exact,
and their primal and dual solutions are kept as proofs.
"""

from __future__ import annotations

from fractions import Fraction

from gametheory.commitment_game import CommitmentGame
from gametheory.commitment_solution import Commitment, CommitmentSolution, ReplyProof
from gametheory.deviation import Deviation
from gametheory.errors import CertificateError, TooLarge
from gametheory.linear_program import Constraints, Infeasible, Optimum, maximize, verify

__all__ = ["ACCEPTS", "certify", "deviations", "solve"]

ACCEPTS = (CommitmentGame,)

LARGEST = 2_500
"""The most profiles: each answer takes linear programs of about the size of the game, some seconds at 50 x 50."""


def deviations(game: CommitmentGame, equilibrium: Commitment) -> tuple[Deviation, ...]:
    """Every answer that would pay the follower more; and the commitment, if another would pay the leader more.

    Empty exactly at an optimal commitment with ties broken for the leader. The leader's deviation is named by the
    answer that it aims at.
    """
    found = [
        Deviation(
            game.players[game.follower],
            action,
            game.payoffs(equilibrium.strategy, answer)[game.follower] - equilibrium.payoffs[game.follower],
        )
        for answer, action in enumerate(game.follower_actions)
        if game.payoffs(equilibrium.strategy, answer)[game.follower] > equilibrium.payoffs[game.follower]
    ]
    for answer, action in enumerate(game.follower_actions):
        best = maximize(game.best_answer_region(answer), game.columns(game.leader)[answer])
        if isinstance(best, Optimum) and best.value > equilibrium.payoffs[game.leader]:
            found.append(Deviation(game.players[game.leader], action, best.value - equilibrium.payoffs[game.leader]))
    return tuple(found)


def solve(game: CommitmentGame) -> CommitmentSolution:
    """The leader's optimal commitments, pure and mixed, and the interval of what it gets.

    Raises
    ------
    TooLarge
        If the game has more than `LARGEST` profiles.
    """
    profiles = len(game.leader_actions) * len(game.follower_actions)
    if profiles > LARGEST:
        raise TooLarge(f"the game has {profiles:,} profiles; optimal commitments are found for up to {LARGEST:,}")
    proofs = tuple(_prove(game, answer) for answer in range(len(game.follower_actions)))
    strong = max(proof.strong.value for proof in proofs if isinstance(proof.strong, Optimum))
    best = {
        answer: proof.strong
        for answer, proof in enumerate(proofs)
        if isinstance(proof.strong, Optimum) and proof.strong.value == strong
    }
    pure, pure_weak = _pure(game)
    return CommitmentSolution(
        game=game,
        concept="stackelberg",
        method="one linear program an answer",
        arithmetic="exact rational",
        complete=all(_alone(game, answer, optimum) for answer, optimum in best.items()),
        equilibria=tuple(
            Commitment(optimum.primal, answer, game.payoffs(optimum.primal, answer)) for answer, optimum in best.items()
        ),
        strong=strong,
        weak=max(proof.weak.value for proof in proofs if proof.weak is not None) + _lowest(game),
        pure=pure,
        pure_weak=pure_weak,
        proofs=proofs,
    )


def certify(game: CommitmentGame, solution: CommitmentSolution) -> None:
    """Check every value by its linear programs, and every commitment by the game.

    Raises
    ------
    CertificateError
        If something is not as the solution says.
    """
    bounds, secured = [], []
    for answer, proof in enumerate(solution.proofs):
        verify(game.best_answer_region(answer), game.columns(game.leader)[answer], proof.strong)
        if isinstance(proof.strong, Infeasible):
            continue
        bounds.append(proof.strong.value)
        differs = len(game.alike(answer)) < len(game.follower_actions)
        if differs:
            if proof.margin is None:
                raise CertificateError("nothing proves whether an answer is ever best alone")
            verify(*_margin_program(game, answer), proof.margin)
        if not differs or (proof.margin is not None and proof.margin.value > 0):
            if proof.weak is None:
                raise CertificateError("nothing proves what an answer secures")
            verify(*_weak_program(game, answer), proof.weak)
            secured.append(proof.weak.value + _lowest(game))
    if len(solution.proofs) != len(game.follower_actions) or max(bounds) != solution.strong:
        raise CertificateError("the strong value is not what the linear programs prove")
    if max(secured) != solution.weak or not solution.weak <= solution.strong:
        raise CertificateError("the weak value is not what the linear programs prove")
    if (solution.pure, solution.pure_weak) != _pure(game) or not solution.equilibria:
        raise CertificateError("the commitments to single actions are not as the game says")
    for found in solution.equilibria:
        if min(found.strategy) < 0 or sum(found.strategy) != 1:
            raise CertificateError(f"a commitment is no distribution: {found.strategy}")
        if found.payoffs != game.payoffs(found.strategy, found.answer):
            raise CertificateError("a commitment does not pay what it is said to pay")
        if found.answer not in game.best_answers(found.strategy) or found.payoffs[game.leader] != solution.strong:
            raise CertificateError("a commitment is answered otherwise, or does not reach the strong value")


def _prove(game: CommitmentGame, answer: int) -> ReplyProof:
    strong = maximize(game.best_answer_region(answer), game.columns(game.leader)[answer])
    if isinstance(strong, Infeasible):
        return ReplyProof(strong)
    margin = None
    if len(game.alike(answer)) < len(game.follower_actions):
        margin = _optimum(*_margin_program(game, answer))
        if not margin.value:
            return ReplyProof(_bounded(strong), margin)
    return ReplyProof(_bounded(strong), margin, _optimum(*_weak_program(game, answer)))


def _margin_program(game: CommitmentGame, answer: int) -> tuple[Constraints, list[int]]:
    """Maximise the margin by which an answer is better than all that are not alike."""
    return game.best_answer_region(answer, extra=1, slack=1), [0] * len(game.leader_actions) + [1]


def _weak_program(game: CommitmentGame, answer: int) -> tuple[Constraints, list[int]]:
    """Maximise the leader's least payoff among the answers that are alike, counted from its lowest payoff at all."""
    region = game.best_answer_region(answer, extra=1)
    lowest, own = _lowest(game), game.columns(game.leader)
    secured: list[tuple[list[Fraction | int], Fraction]] = [
        ([*(lowest - a for a in own[other]), 1], Fraction(0)) for other in game.alike(answer)
    ]
    goal = [0] * len(game.leader_actions) + [1]
    return Constraints(region.size, [*region.at_most, *secured], region.equal), goal


def _lowest(game: CommitmentGame) -> Fraction:
    return min(game.stage.payoffs[game.leader])


def _alone(game: CommitmentGame, answer: int, optimum: Optimum) -> bool:
    """Whether no other commitment with this answer yields as much.

    A vertex is the only best point if and only if its tight constraints are tight on the whole face of best points.
    """
    region, own = game.best_answer_region(answer), game.columns(game.leader)[answer]
    tight = [Fraction(not weight) for weight in optimum.primal]
    for row, bound in region.at_most:
        if sum((a * x for a, x in zip(row, optimum.primal, strict=True)), Fraction(0)) == bound:
            tight = [total - a for total, a in zip(tight, row, strict=True)]
    face = Constraints(region.size, region.at_most, [*region.equal, (own, optimum.value)])
    return not _optimum(face, tight).value


def _pure(game: CommitmentGame) -> tuple[tuple[Commitment, ...], Fraction]:
    """The best commitments to one action with ties for the leader, and the best value with ties against it."""
    found: list[Commitment] = []
    weakest: list[Fraction] = []
    size = len(game.leader_actions)
    for action in range(size):
        strategy = tuple(Fraction(index == action) for index in range(size))
        answers = [Commitment(strategy, reply, game.payoffs(strategy, reply)) for reply in game.best_answers(strategy)]
        found += answers
        weakest.append(min(entry.payoffs[game.leader] for entry in answers))
    best = max(entry.payoffs[game.leader] for entry in found)
    return tuple(entry for entry in found if entry.payoffs[game.leader] == best), max(weakest)


def _optimum(constraints: Constraints, objective: list[int] | list[Fraction]) -> Optimum:
    return _bounded(maximize(constraints, objective))


def _bounded(outcome: object) -> Optimum:
    if not isinstance(outcome, Optimum):
        raise CertificateError("a linear program over distributions has no optimum")
    return outcome
