"""A game of two in which one player commits to a strategy that the other sees, and where each answer is best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from gametheory.errors import NotApplicable
from gametheory.game import StrategicGame
from gametheory.linear_program import Constraints

__all__ = ["CommitmentGame"]


@dataclass(frozen=True, slots=True)
class CommitmentGame:
    """A leader commits to a mixed strategy x, the follower sees x and answers.

    Attributes
    ----------
    stage : StrategicGame
        The game of two players.
    leader : int
        The number of the player who commits.

    Raises
    ------
    NotApplicable
        If there are not two players.
    """

    stage: StrategicGame
    leader: int = 0

    def __post_init__(self) -> None:
        if len(self.stage.players) != 2:
            raise NotApplicable(
                f"commitment is between a leader and a follower; this game has {len(self.stage.players)} players "
                f"({', '.join(self.stage.players)})"
            )

    @property
    def players(self) -> tuple[str, ...]:
        """Who plays, in the order of the stage game."""
        return self.stage.players

    @property
    def follower(self) -> int:
        """The number of the player who answers."""
        return 1 - self.leader

    @property
    def leader_actions(self) -> tuple[str, ...]:
        """What the leader mixes over."""
        return self.stage.actions[self.leader]

    @property
    def follower_actions(self) -> tuple[str, ...]:
        """What the follower answers with."""
        return self.stage.actions[self.follower]

    def columns(self, player: int) -> tuple[tuple[Fraction, ...], ...]:
        """What a player gets: for each answer of the follower, one payoff for each action of the leader."""
        rows = self.stage.matrix(player)
        return tuple(map(tuple, rows if self.leader else zip(*rows, strict=True)))

    def payoffs(self, strategy: Sequence[Fraction], answer: int) -> tuple[Fraction, Fraction]:
        """What both players of the stage expect, in its order, from a commitment and an answer."""
        first, second = (
            sum((x * a for x, a in zip(strategy, self.columns(player)[answer], strict=True)), Fraction(0))
            for player in (0, 1)
        )
        return first, second

    def best_answers(self, strategy: Sequence[Fraction]) -> tuple[int, ...]:
        """The follower's answers that pay it most against a commitment."""
        worth = [
            sum((x * b for x, b in zip(strategy, column, strict=True)), Fraction(0))
            for column in self.columns(self.follower)
        ]
        return tuple(answer for answer, value in enumerate(worth) if value == max(worth))

    def alike(self, answer: int) -> tuple[int, ...]:
        """The answers that pay the follower what `answer` does, whatever the leader does."""
        columns = self.columns(self.follower)
        return tuple(other for other, column in enumerate(columns) if column == columns[answer])

    def best_answer_region(self, answer: int, extra: int = 0, slack: int = 0) -> Constraints:
        """The commitments to which `answer` is a best answer, as constraints on x and on `extra` more variables.

        With ``slack=1`` the first of the additional variables is what each answer that is not `alike` falls short by.
        """
        own = self.columns(self.follower)
        alike = self.alike(answer)
        more: list[Fraction | int] = [slack, *[0] * (extra - 1)] if extra else []
        at_most: list[tuple[list[Fraction | int], int]] = [
            ([*(b - a for a, b in zip(own[answer], column, strict=True)), *more], 0)
            for other, column in enumerate(own)
            if other not in alike
        ]
        size = len(self.leader_actions)
        return Constraints(size + extra, at_most, [([1] * size + [0] * extra, 1)])
