"""Findings on what other ways to play would change: moves in sequence, repetition, types, a mediator, countermoves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from gametheory.answer import Answer
from gametheory.bayesian_solution import BayesianSolution
from gametheory.game import Profile
from reports.findings.claim import Finding, Sources
from reports.study import GameStudy, Study, same_answer, stable_under

__all__ = ["PlayChangesOutcome", "PlaysKeepOutcome", "depends_on_type"]


def depends_on_type(answer: Answer) -> bool:
    """Whether nobody mixes under another play, and what comes about still differs with types that only some know."""
    if not isinstance(answer, BayesianSolution):
        return False
    return all(found.pure and len(found.lottery) > 1 for found in answer.equilibria)


@dataclass(frozen=True, slots=True)
class PlayChangesOutcome(Finding):
    """Played in another way, other outcomes are stable: those `profiles` are new, and those `lost` are so no longer.

    Where neither game has stable outcomes of definite choices, `lottery` is what comes about instead, by profile.
    """

    play: str
    profiles: tuple[Profile, ...]
    lost: tuple[Profile, ...]
    lottery: tuple[tuple[Profile, Fraction], ...] = ()
    by_type: bool = False
    """Whether `lottery` is drawn by chance, as a type that one player alone knows, and nobody mixes."""

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """A stated play was solved, and the outcomes of definite choices that are stable in it are others."""
        for name, answer in entry.plays.items():
            if same_answer(entry, answer):
                continue
            there = stable_under(answer)
            lost = tuple(profile for profile in entry.stable if profile not in there)
            new = tuple(profile for profile in there if profile not in entry.stable)
            outcomes = answer.outcomes()
            by_type = not new and len(outcomes) == 1 and depends_on_type(answer)
            lottery = tuple(outcomes[0].lottery.items()) if by_type or not (new or lost) else ()
            yield cls(entry.id, Sources.of([entry.game.plays[name]]), name, new, lost, lottery, by_type)


@dataclass(frozen=True, slots=True)
class PlaysKeepOutcome(Finding):
    """Played in these other ways, the same outcomes are stable."""

    plays: tuple[str, ...]

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """Stated plays were solved, and the outcomes of definite choices that are stable in them are the same."""
        same = tuple(name for name, answer in entry.plays.items() if same_answer(entry, answer))
        if same:
            yield cls(entry.id, Sources.of(entry.game.plays[name] for name in same), same)
