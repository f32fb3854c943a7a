"""In how many readings each outcome is stable, and what one comparison more or less would do to that.

A count is exact, or of readings drawn uniformly at random. Then the share of all readings is known up to an error, and
every number that hangs on it carries that error with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from math import prod
from typing import TYPE_CHECKING, Any

from gametheory.binomial_bounds import share_bounds, standard_error
from gametheory.game import StrategicGame
from gametheory.partial_order import Pair

if TYPE_CHECKING:
    import pandas as pd

    from gametheory.ordinal_stability import Judged, RankArray

__all__ = ["Answer", "Drawn", "Question", "Readings"]


class Answer(StrEnum):
    """How a player ranks the two outcomes of a pair: which of them is better, or neither."""

    FIRST = "first"
    SECOND = "second"
    TIE = "tie"

    @property
    def strict(self) -> bool:
        """Whether one of the two is better."""
        return self is not Answer.TIE

    def holds(self, ranks: RankArray, pair: Pair) -> Judged:
        """In which rankings, one to a column, the answer is true."""
        one, two = ranks[pair[0]], ranks[pair[1]]
        found: Judged = one > two if self is Answer.FIRST else one < two if self is Answer.SECOND else one == two
        return found


@dataclass(frozen=True, slots=True)
class Drawn:
    """How readings were drawn at random.

    Attributes
    ----------
    number : int
        How many.
    seed : int
        Of the random numbers.
    distance : float
        How far each may be from uniform in total variation, at most; 0 where they are exactly uniform.
    methods : tuple of str
        How, without repeats.
    """

    number: int
    seed: int
    distance: float
    methods: tuple[str, ...]

    def part(self, number: int) -> Drawn:
        """Those of them that meet a condition: so much rarer, so much farther from uniform at most."""
        distance = min(1.0, 2 * self.distance * self.number / number) if number else 1.0
        return replace(self, number=number, distance=distance if self.distance else 0.0)


@dataclass(frozen=True, slots=True)
class Readings:
    """In how many readings each outcome is stable.

    Attributes
    ----------
    game : StrategicGame
        Who plays what; its payoffs are not used.
    rankings : tuple of (int or None)
        How many rankings each player has, exactly; None where they are too many to be counted.
    counts : mapping from str to tuple of int
        For each concept, for each pure outcome in order, in how many of `counted(concept)` readings it is stable.
    without : mapping from str to Readings
        The same with one comparison dropped, by its name; empty where that was not asked for.
    questions : tuple of Question
        Each pair of outcomes that is left open, with what each answer would do; empty where that was not asked for.
    drawn : mapping from str to Drawn
        The concepts whose counts are of readings drawn at random; every other one's are of all readings.
    ties : bool
        Whether rankings may have ties.
    """

    game: StrategicGame
    rankings: tuple[int | None, ...]
    counts: Mapping[str, tuple[int, ...]]
    without: Mapping[str, Readings] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    drawn: Mapping[str, Drawn] = field(default_factory=dict)
    ties: bool = False

    @property
    def total(self) -> int | None:
        """How many readings there are, exactly; None where they are too many to be counted."""
        known = [number for number in self.rankings if number is not None]
        return prod(known) if len(known) == len(self.rankings) else None

    def counted(self, concept: str) -> int:
        """Of how many readings the counts of a concept are: of all, or of those drawn."""
        if concept in self.drawn:
            return self.drawn[concept].number
        assert self.total is not None  # a concept is drawn where not all readings are listed
        return self.total

    def share(self, concept: str, position: int) -> Fraction | None:
        """The share of the counted readings in which an outcome is stable; None where none were drawn."""
        counted = self.counted(concept)
        return Fraction(self.counts[concept][position], counted) if counted else None

    def standard_error(self, concept: str, position: int) -> float:
        """The standard error of a share; 0 where it is exact."""
        if concept not in self.drawn:
            return 0.0
        return standard_error(self.counts[concept][position], self.counted(concept))

    def bounds(self, concept: str, position: int) -> tuple[float, float]:
        """Bounds between which the share of all readings lies with a confidence of 99 %; itself where it is exact."""
        if concept not in self.drawn:
            exact = float(self.share(concept, position) or 0)
            return exact, exact
        return share_bounds(self.counts[concept][position], self.drawn[concept].number, self.drawn[concept].distance)

    def weight_of(self, name: str, concept: str) -> Fraction:
        """How much dropping a comparison moves the counts: the greatest change in an outcome's share of readings."""
        return _farthest([self, self.without[name]], concept)

    def matters_most(self, concept: str) -> str | None:
        """The comparison that moves the counts most where it is dropped; None where none moves them."""
        best = max(self.without, key=lambda name: self.weight_of(name, concept), default=None)
        return best if best is not None and self.weight_of(best, concept) else None

    def best_question(self, concept: str) -> Question | None:
        """The open pair whose answers leave the counts farthest apart; None where no answer moves them."""
        best = max(self.questions, key=lambda question: question.weight(concept), default=None)
        return best if best is not None and best.weight(concept) else None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data; shares are fractions in strings, and errors of drawn ones numbers."""
        game = self.game
        profiles = [game.named(profile) for profile in game.profiles()]
        return {
            "players": list(game.players),
            "ties": self.ties,
            "rankings": dict(zip(game.players, self.rankings, strict=True)),
            "readings": self.total,
            "sampled": {
                concept: {
                    "drawn": own.number,
                    "seed": own.seed,
                    "distance_from_uniform": own.distance,
                    "methods": list(own.methods),
                }
                for concept, own in self.drawn.items()
            },
            "outcomes": [
                {
                    "profile": profile,
                    "stable_in": {concept: counts[position] for concept, counts in self.counts.items()},
                    "estimates": {
                        concept: {
                            "share": str(self.share(concept, position)),
                            "standard_error": self.standard_error(concept, position),
                            "bounds_99": list(self.bounds(concept, position)),
                        }
                        for concept in self.drawn
                    },
                }
                for position, profile in enumerate(profiles)
            ],
            "without": {
                name: {
                    "readings": other.total,
                    "moves": {concept: str(self.weight_of(name, concept)) for concept in other.counts},
                    **other._of_counts(),
                }
                for name, other in self.without.items()
            },
            "questions": [
                {
                    "player": game.players[question.player],
                    "first": profiles[question.pair[0]],
                    "second": profiles[question.pair[1]],
                    "moves": {concept: str(question.weight(concept)) for concept in self.counts},
                    "answers": {
                        answer.value: {"readings": left.total, **left._of_counts()}
                        for answer, left in question.answers.items()
                    },
                }
                for question in self.questions
            ],
        }

    def _of_counts(self) -> dict[str, Any]:
        return {
            "counted": {concept: self.counted(concept) for concept in self.counts},
            "stable_in": {concept: list(counts) for concept, counts in self.counts.items()},
        }

    def to_frame(self) -> pd.DataFrame:
        """One row a change, outcome and concept.

        The columns are `change` (empty for the comparisons as they are stated, a comparison that is dropped as
        ``without NAME``, or the answer to an open question), one a player, `concept`, `stable_in`, `counted`,
        `drawn`, and `low` and `high`, the bounds of the share (see `bounds`).
        """
        import pandas as pd

        rows = [
            (
                change,
                *self.game.named(profile).values(),
                concept,
                counts[position],
                readings.counted(concept),
                concept in readings.drawn,
                *(readings.bounds(concept, position) if readings.counted(concept) else (0.0, 1.0)),
            )
            for change, readings in self._changes()
            for position, profile in enumerate(self.game.profiles())
            for concept, counts in readings.counts.items()
        ]
        columns = ["change", *self.game.players, "concept", "stable_in", "counted", "drawn", "low", "high"]
        return pd.DataFrame(rows, columns=columns)

    def __str__(self) -> str:
        game = self.game
        allowed = " x ".join(
            f"{'uncounted' if own is None else own} for {player}"
            for player, own in zip(game.players, self.rankings, strict=True)
        )
        lines = [f"{'uncounted' if self.total is None else self.total} readings ({allowed}); counts are no probability"]
        for position, profile in enumerate(game.profiles()):
            told = []
            for concept in self.counts:
                if concept in self.drawn:
                    low, high = self.bounds(concept, position)
                    told.append(f"{concept} {low:.1%} to {high:.1%} (99 % confidence)")
                elif self.counts[concept][position]:
                    told.append(f"{concept} {self.counts[concept][position]}")
            if told:
                lines.append(f"  {'/'.join(game.named(profile).values())}: {', '.join(told)}")
        return "\n".join(lines)

    def _changes(self) -> Iterator[tuple[str, Readings]]:
        yield "", self
        for name, other in self.without.items():
            yield f"without {name}", other
        for question in self.questions:
            for answer, left in question.answers.items():
                yield question.spelled(self.game, answer), left


@dataclass(frozen=True, slots=True)
class Question:
    """A pair of outcomes whose order the comparisons leave open for a player, and what each answer would do.

    Attributes
    ----------
    player : int
        Whom to ask about.
    pair : tuple of (int, int)
        The positions of the two outcomes.
    answers : mapping from Answer to Readings
        The readings that are left by each answer that contradicts nothing.
    """

    player: int
    pair: Pair
    answers: Mapping[Answer, Readings]

    def weight(self, concept: str) -> Fraction:
        """How much hangs on the answer: the greatest difference that it makes to an outcome's share of readings."""
        return _farthest(list(self.answers.values()), concept)

    def spelled(self, game: StrategicGame, answer: Answer) -> str:
        """An answer in short: ``player: one > two``, or ``~`` for a tie."""
        profiles = list(game.profiles())
        one, two = ("/".join(game.named(profiles[position]).values()) for position in self.pair)
        if answer is Answer.SECOND:
            one, two = two, one
        return f"{game.players[self.player]}: {one} {'>' if answer.strict else '~'} {two}"


def _farthest(found: list[Readings], concept: str) -> Fraction:
    """The greatest difference between an outcome's shares in two of these."""
    counted = [readings for readings in found if readings.counted(concept)]
    return max(
        (
            abs(Fraction(first, one.counted(concept)) - Fraction(second, two.counted(concept)))
            for one, two in combinations(counted, 2)
            for first, second in zip(one.counts[concept], two.counts[concept], strict=True)
        ),
        default=Fraction(0),
    )
