"""Stackelberg commitment: what a leader can get who binds itself, to an action or to a mixture, before the other moves.

Let the leader have the payoffs A and the follower B, with the leader's actions in rows. Committed to the mixture x, the
leader meets a best reply of the follower, an action j with x . B[:, j] greatest. Where several are, the *strong* value
lets the follower choose as the leader would like, and the *weak* value as it would not. Against each reply j the best
mixture is a linear program over X(j), the mixtures to which j is a best reply; the greatest of these values is the
strong one (von Stackelberg 1934; Conitzer and Sandholm 2006, ACM Conference on Electronic Commerce). The leader can
make sure of the greatest value over those j for which X(j) has full dimension, the payoff there being the least over
replies that are always equally good for the follower (von Stengel and Zamir 2010, Games and Economic Behavior 69);
all payoffs in between can come about. No leader who may mix gets less than in any Nash equilibrium of the simultaneous
game, unless the two values differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.answer import Answer, Outcome
from gametheory.commitment_game import CommitmentGame
from gametheory.errors import CertificateError
from gametheory.game import Profile
from gametheory.linear_program import Constraints, Infeasible, Optimum, maximize, verify

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ACCEPTS", "Commitment", "PureCommitment", "StackelbergAnswer", "certify", "deviations", "solve"]

ACCEPTS = (CommitmentGame,)

Matrix = list[list[Fraction]]


@dataclass(frozen=True, slots=True)
class PureCommitment:
    """An action to which the leader may bind itself, and what follows.

    Attributes
    ----------
    action : int
        The leader's action.
    replies : tuple of int
        The follower's best replies.
    strong, weak : Fraction
        What the leader gets by the reply that is best, and worst, for it.
    """

    action: int
    replies: tuple[int, ...]
    strong: Fraction
    weak: Fraction


@dataclass(frozen=True, slots=True)
class Commitment:
    """The best mixture that makes one reply a best one.

    Attributes
    ----------
    reply : int
        The follower's action.
    strategy : tuple of Fraction or None
        The leader's mixture; None where nothing makes this reply a best one.
    value : Fraction or None
        What the leader gets.
    roomy : bool
        Whether the mixtures to which it is a best reply have full dimension, so that the leader can make sure of it.
    proof : Optimum or Infeasible
        The linear program's outcome, with its dual.
    """

    reply: int
    strategy: tuple[Fraction, ...] | None
    value: Fraction | None
    roomy: bool
    proof: Optimum | Infeasible


@dataclass(frozen=True, slots=True, kw_only=True)
class StackelbergAnswer(Answer):
    """What commitment is worth to the leader.

    Attributes
    ----------
    game : CommitmentGame
        The game that was solved.
    pure : tuple of PureCommitment
        One an action of the leader.
    mixed : tuple of Commitment
        One a reply of the follower.
    value, sure : Fraction
        What the leader gets by its best mixture if ties are broken for it, and what it can make sure of.
    best : Commitment
        The commitment that yields `value`.
    """

    game: CommitmentGame
    pure: tuple[PureCommitment, ...]
    mixed: tuple[Commitment, ...]
    value: Fraction
    sure: Fraction
    best: Commitment

    @property
    def players(self) -> tuple[str, ...]:
        """Who plays."""
        return self.game.players

    def outcomes(self) -> tuple[Outcome, ...]:
        """What comes about by the leader's best mixture."""
        assert self.best.strategy is not None
        lottery = {
            self._profile(action, self.best.reply): weight for action, weight in enumerate(self.best.strategy) if weight
        }
        stage = self.game.stage
        payoffs = tuple(
            sum((weight * stage.payoff(player, profile) for profile, weight in lottery.items()), Fraction(0))
            for player in (0, 1)
        )
        return (Outcome(lottery, payoffs),)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data, every number a fraction in a string."""
        stage, leader, follower = self.game.stage, self.game.leader, self.game.follower
        own, other = stage.actions[leader], stage.actions[follower]
        (outcome,) = self.outcomes()
        assert self.best.strategy is not None
        return {
            "form": self.form,
            "concept": self.concept,
            "method": self.method,
            "arithmetic": self.arithmetic,
            "complete": self.complete,
            "players": list(stage.players),
            "actions": {player: list(names) for player, names in zip(stage.players, stage.actions, strict=True)},
            "leader": stage.players[leader],
            "value": str(self.value),
            "sure": str(self.sure),
            "commitment": {name: str(weight) for name, weight in zip(own, self.best.strategy, strict=True)},
            "reply": other[self.best.reply],
            "payoffs": {player: str(payoff) for player, payoff in zip(stage.players, outcome.payoffs, strict=True)},
            "pure": [
                {
                    "action": own[found.action],
                    "replies": [other[reply] for reply in found.replies],
                    "strong": str(found.strong),
                    "weak": str(found.weak),
                }
                for found in self.pure
            ],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row an action to which the leader may bind itself: action, replies, strong, weak (floats)."""
        import pandas as pd

        stage, leader, follower = self.game.stage, self.game.leader, self.game.follower
        rows = [
            (
                stage.actions[leader][found.action],
                ", ".join(stage.actions[follower][reply] for reply in found.replies),
                float(found.strong),
                float(found.weak),
            )
            for found in self.pure
        ]
        return pd.DataFrame(rows, columns=["action", "replies", "strong", "weak"])

    def __str__(self) -> str:
        stage, leader, follower = self.game.stage, self.game.leader, self.game.follower
        own, other = stage.actions[leader], stage.actions[follower]
        lines = [f"commitment by {stage.players[leader]} ({self.method}, {self.arithmetic})"]
        for found in self.pure:
            replies = " or ".join(other[reply] for reply in found.replies)
            worth = str(found.strong) if found.strong == found.weak else f"{found.weak} to {found.strong}"
            lines.append(f"  to {own[found.action]}: {stage.players[follower]} replies {replies}; worth {worth}")
        assert self.best.strategy is not None
        mixture = " + ".join(f"{weight} {name}" for name, weight in zip(own, self.best.strategy, strict=True) if weight)
        sure = "" if self.sure == self.value else f", of which {self.sure} is sure"
        lines.append(f"  best of all: to {mixture}, answered by {other[self.best.reply]}; worth {self.value}{sure}")
        return "\n".join(lines)

    def _profile(self, own: int, reply: int) -> Profile:
        return (own, reply) if self.game.leader == 0 else (reply, own)


def solve(game: CommitmentGame) -> StackelbergAnswer:
    """The leader's best commitments, pure and mixed, each mixed one with the proof of its linear program."""
    A, B = _matrices(game)
    pure = []
    for action, row in enumerate(B):
        replies = tuple(reply for reply, value in enumerate(row) if value == max(row))
        worths = [A[action][reply] for reply in replies]
        pure.append(PureCommitment(action, replies, max(worths), min(worths)))
    mixed = tuple(_commitment(A, B, reply) for reply in range(len(B[0])))
    reachable = [found for found in mixed if found.value is not None]
    best = max(reachable, key=lambda found: found.value or Fraction(0))
    assert best.value is not None
    return StackelbergAnswer(
        concept="stackelberg",
        method="one linear program a reply",
        arithmetic="exact rational",
        complete=True,
        game=game,
        pure=tuple(pure),
        mixed=mixed,
        value=max(found.value for found in reachable if found.value is not None),
        sure=max(_sure(A, B, found.reply) for found in mixed if found.roomy),
        best=best,
    )


def deviations(game: CommitmentGame, commitment: Commitment) -> tuple[int, ...]:
    """The follower's actions that answer a commitment better than the reply it is said to meet; from the definition."""
    if commitment.strategy is None:
        return ()
    _, B = _matrices(game)
    values = [_earned(commitment.strategy, B, reply) for reply in range(len(B[0]))]
    return tuple(reply for reply, value in enumerate(values) if value > values[commitment.reply])


def certify(game: CommitmentGame, answer: StackelbergAnswer) -> None:
    """Check that every commitment meets the reply that it should, pays what it says, and is proven to be the best.

    Raises
    ------
    CertificateError
        If not.
    """
    A, B = _matrices(game)
    for found in answer.mixed:
        verify(_mixtures_answered(B, found.reply), [row[found.reply] for row in A], found.proof)
        if found.strategy is None:
            continue
        if deviations(game, found) or _earned(found.strategy, A, found.reply) != found.value:
            raise CertificateError(f"the commitment answered by {found.reply} is not what it is said to be")
    if answer.value != max(found.value for found in answer.mixed if found.value is not None):
        raise CertificateError("another commitment is worth more")


def _matrices(game: CommitmentGame) -> tuple[Matrix, Matrix]:
    """The leader's and the follower's payoffs, the leader's actions in rows."""
    A, B = game.stage.matrix(game.leader), game.stage.matrix(game.follower)
    if game.leader == 1:
        A, B = ([list(column) for column in zip(*matrix, strict=True)] for matrix in (A, B))
    return A, B


def _earned(strategy: Sequence[Fraction], payoffs: Matrix, reply: int) -> Fraction:
    return sum((weight * row[reply] for weight, row in zip(strategy, payoffs, strict=True)), Fraction(0))


def _mixtures_answered(B: Matrix, reply: int) -> Constraints:
    """X(j): the mixtures to which the reply is a best one."""
    size = len(B)
    others = [([row[other] - row[reply] for row in B], Fraction(0)) for other in range(len(B[0])) if other != reply]
    return Constraints(size, others, [([Fraction(1)] * size, Fraction(1))])


def _commitment(A: Matrix, B: Matrix, reply: int) -> Commitment:
    found = maximize(_mixtures_answered(B, reply), [row[reply] for row in A])
    if isinstance(found, Infeasible):
        return Commitment(reply, None, None, roomy=False, proof=found)
    assert isinstance(found, Optimum)  # mixtures are bounded
    return Commitment(reply, found.primal, found.value, _roomy(B, reply), found)


def _alike(B: Matrix, reply: int) -> list[int]:
    """The replies that are always as good for the follower as this one."""
    return [other for other in range(len(B[0])) if all(row[other] == row[reply] for row in B)]


def _roomy(B: Matrix, reply: int) -> bool:
    """Whether some mixture makes the reply better than all that are not always as good."""
    alike, size = set(_alike(B, reply)), len(B)
    at_most = [
        ([*(row[other] - row[reply] for row in B), Fraction(1)], Fraction(0))
        for other in range(len(B[0]))
        if other not in alike
    ]
    at_most.append(([Fraction(0)] * size + [Fraction(1)], Fraction(1)))
    total = ([Fraction(1)] * size + [Fraction(0)], Fraction(1))
    found = maximize(Constraints(size + 1, at_most, [total]), [Fraction(0)] * size + [Fraction(1)])
    return isinstance(found, Optimum) and found.value > 0


def _sure(A: Matrix, B: Matrix, reply: int) -> Fraction:
    """The most that the leader gets over X(j) by the worst of the replies that are always as good as j."""
    size = len(B)
    base = _mixtures_answered(B, reply)
    floor = min(min(row) for row in A)
    at_most = [([*row, Fraction(0)], bound) for row, bound in base.at_most]
    at_most += [([*(floor - row[other] for row in A), Fraction(1)], Fraction(0)) for other in _alike(B, reply)]
    total = ([Fraction(1)] * size + [Fraction(0)], Fraction(1))
    found = maximize(Constraints(size + 1, at_most, [total]), [Fraction(0)] * size + [Fraction(1)])
    assert isinstance(found, Optimum)  # a best reply to something, and payoffs are bounded
    return floor + found.value
