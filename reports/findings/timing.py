"""Findings on what other ways to play would change: moves in sequence, repetition, a mediator, countermoves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gametheory.game import Profile
from reports.findings.claim import Finding, Sources
from reports.study import GameStudy, Study, stable_under

__all__ = ["PlayChangesOutcome", "PlaysKeepOutcome"]


@dataclass(frozen=True, slots=True)
class PlayChangesOutcome(Finding):
    """Played in another way, other outcomes are stable; where `profiles` is empty, none of definite choices is."""

    play: str
    profiles: tuple[Profile, ...]
    lost: tuple[Profile, ...]

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """A stated play was solved, and the outcomes of definite choices that are stable in it are others."""
        here = set(entry.stable)
        for name, answer in entry.plays.items():
            there = stable_under(answer)
            if set(there) != here:
                lost = tuple(profile for profile in entry.stable if profile not in there)
                new = tuple(profile for profile in there if profile not in here)
                yield cls(entry.id, Sources.of([entry.game.plays[name]]), name, new, lost)


@dataclass(frozen=True, slots=True)
class PlaysKeepOutcome(Finding):
    """Played in these other ways, the same outcomes are stable."""

    plays: tuple[str, ...]

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """Stated plays were solved, and the outcomes of definite choices that are stable in them are the same."""
        same = tuple(name for name, answer in entry.plays.items() if set(stable_under(answer)) == set(entry.stable))
        if same:
            yield cls(entry.id, Sources.of(entry.game.plays[name] for name in same), same)
