"""What commitment is worth to a leader: the best that ties may give it, the least that it can secure, and by what."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.answer import Answer, Outcome
from gametheory.commitment_game import CommitmentGame
from gametheory.linear_program import Infeasible, Optimum

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Commitment", "CommitmentSolution", "ReplyProof"]


@dataclass(frozen=True, slots=True)
class Commitment:
    """A strategy that the leader announces, the follower's answer to it, and what both get.

    Attributes
    ----------
    strategy : tuple of Fraction
        The probability of each of the leader's actions.
    answer : int
        The follower's action.
    payoffs : tuple of Fraction
        What each player of the stage game expects.
    """

    strategy: tuple[Fraction, ...]
    answer: int
    payoffs: tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class ReplyProof:
    """What the leader can get with one answer of the follower, with the linear programs that prove it.

    Attributes
    ----------
    strong : Optimum or Infeasible
        The leader's most among the commitments to which the answer is best; infeasible where it never is.
    margin : Optimum or None
        The most by which the answer can be better than all that differ from it: zero where it is only ever best
        together with another. None where no answer differs from it, or it is never best.
    weak : Optimum or None
        The leader's most where the follower picks the worst for it among the answers that are alike; None where the
        margin is zero.
    """

    strong: Optimum | Infeasible
    margin: Optimum | None = None
    weak: Optimum | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentSolution(Answer):
    """The leader's optimal commitments.

    Attributes
    ----------
    game : CommitmentGame
        The game that was solved.
    equilibria : tuple of Commitment
        The commitments that yield the leader `strong`, the follower breaking ties for it; one for each answer.
    strong, weak : Fraction
        The leader's payoffs in subgame-perfect equilibria of the commitment game are those from `weak` to `strong`
        (von Stengel and Zamir 2010). `weak` is what the leader can secure, or come as near to as it likes, when ties
        are broken against it.
    pure : tuple of Commitment
        The best commitments to a single action, ties broken for the leader.
    pure_weak : Fraction
        The most that a single action yields, ties broken against the leader.
    proofs : tuple of ReplyProof
        One for each answer of the follower.
    complete : bool
        Whether `equilibria` are all optimal commitments, each answer having one at most.
    concept, form, method, arithmetic
        As in `Answer`.
    """

    game: CommitmentGame
    equilibria: tuple[Commitment, ...]
    strong: Fraction
    weak: Fraction
    pure: tuple[Commitment, ...]
    pure_weak: Fraction
    proofs: tuple[ReplyProof, ...]

    @property
    def players(self) -> tuple[str, ...]:
        """Who plays."""
        return self.game.players

    def outcomes(self) -> tuple[Outcome, ...]:
        """What the optimal commitments and the answers to them bring about."""
        leads_second = self.game.leader == 1
        return tuple(
            Outcome(
                {
                    ((found.answer, action) if leads_second else (action, found.answer)): weight
                    for action, weight in enumerate(found.strategy)
                    if weight
                },
                found.payoffs,
            )
            for found in self.equilibria
        )

    def payoff_ranges(self) -> tuple[tuple[Fraction, Fraction], ...] | None:
        """The leader's payoffs over all subgame-perfect equilibria; the follower's over the optimal commitments."""
        follower = [found.payoffs[self.game.follower] for found in self.equilibria]
        ranges = [(self.weak, self.strong), (min(follower), max(follower))]
        return tuple(reversed(ranges)) if self.game.leader else tuple(ranges)

    def to_dict(self) -> dict[str, Any]:
        """The solution as JSON-ready data, every number a fraction in a string."""
        game = self.game
        return {
            "form": self.form,
            "concept": self.concept,
            "method": self.method,
            "arithmetic": self.arithmetic,
            "complete": self.complete,
            "players": list(game.players),
            "actions": {player: list(names) for player, names in zip(game.players, game.stage.actions, strict=True)},
            "leader": game.players[game.leader],
            "strong": str(self.strong),
            "weak": str(self.weak),
            "pure_weak": str(self.pure_weak),
            "equilibria": [self._named(found) for found in self.equilibria],
            "pure": [self._named(found) for found in self.pure],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row an optimal commitment and action of the leader, as a pandas frame.

        Columns: commitment (a number), leader, action, probability, answer, payoff (of the leader; floats, for
        plotting), and probability_exact, payoff_exact (fractions in strings).
        """
        import pandas as pd

        columns = ["commitment", "leader", "action", "probability", "answer", "payoff"]
        rows = [
            (
                index,
                self.players[self.game.leader],
                action,
                float(weight),
                self.game.follower_actions[found.answer],
                float(found.payoffs[self.game.leader]),
                str(weight),
                str(found.payoffs[self.game.leader]),
            )
            for index, found in enumerate(self.equilibria)
            for action, weight in zip(self.game.leader_actions, found.strategy, strict=True)
        ]
        return pd.DataFrame(rows, columns=[*columns, "probability_exact", "payoff_exact"])

    def __str__(self) -> str:
        leader, follower = self.players[self.game.leader], self.players[self.game.follower]
        lines = [
            f"{self.concept} of the {self.form} game: {leader} leads ({self.method}, {self.arithmetic}, "
            f"{'complete' if self.complete else 'possibly more commitments that are as good'})"
        ]
        for label, commitments in (("mixed", self.equilibria), ("pure", self.pure)):
            for found in commitments:
                played = [
                    name if weight == 1 else f"{name} {weight}"
                    for name, weight in zip(self.game.leader_actions, found.strategy, strict=True)
                    if weight
                ]
                answer = self.game.follower_actions[found.answer]
                worth = ", ".join(map(str, found.payoffs))
                lines.append(f"  {label}: {leader}: {', '.join(played)}; {follower}: {answer} -> {worth}")
        ties = f"  {leader} gets {self.strong} where ties are broken for it, {self.weak} where against it"
        return "\n".join([*lines, f"{ties}; with single actions {self.pure_weak} where against it"])

    def _named(self, found: Commitment) -> dict[str, Any]:
        game = self.game
        return {
            "profile": {
                game.players[game.leader]: {
                    action: str(weight) for action, weight in zip(game.leader_actions, found.strategy, strict=True)
                },
                game.players[game.follower]: {
                    action: str(int(index == found.answer)) for index, action in enumerate(game.follower_actions)
                },
            },
            "payoffs": {player: str(payoff) for player, payoff in zip(game.players, found.payoffs, strict=True)},
        }
