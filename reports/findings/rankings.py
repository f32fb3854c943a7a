"""Findings on what every ranking says that the source's comparisons allow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gametheory.game import Profile
from gametheory.reading_counts import Readings
from reports.analyses import RANKING_CONCEPTS, rankings
from reports.findings.claim import Finding, Sources
from reports.study import GameStudy, Study

__all__ = ["ComparisonThatMatters", "StableInRankings"]


@dataclass(frozen=True, slots=True)
class StableInRankings(Finding):
    """In how many of all rankings that the comparisons allow an outcome that is stable here is a Nash equilibrium.

    Attributes
    ----------
    profile : tuple of int
    rankings : tuple of (int or None)
        How many rankings of the outcomes each player has; None where they are too many to be counted.
    count, counted : int
        In how many of so many readings, one ranking a player, the outcome is stable.
    drawn : bool
        Whether the counted ones were drawn at random, as they are too many to list.
    """

    profile: Profile
    rankings: tuple[int | None, ...]
    count: int
    counted: int
    drawn: bool

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """The game has comparisons, and its rankings could be counted or drawn; the outcome is stable here."""
        found = rankings(study, entry.id)
        if found is None:
            return
        concept = RANKING_CONCEPTS[0]
        for profile in entry.opened:
            count = found.counts[concept][entry.stage.position(profile)]
            sources = Sources.of(entry.game.comparisons)
            yield cls(entry.id, sources, profile, found.rankings, count, found.counted(concept), concept in found.drawn)


@dataclass(frozen=True, slots=True)
class ComparisonThatMatters(Finding):
    """The one comparison without which the counts of rankings would change most.

    Attributes
    ----------
    comparison : str
        Its id.
    profile : tuple of int
        The outcome stable here whose share of readings moves most.
    count, counted : int
        In how many of so many readings that outcome would be a Nash equilibrium without it.
    """

    comparison: str
    profile: Profile
    count: int
    counted: int

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """The game has comparisons; without one of them some outcome that is stable here is so in another share."""
        found = rankings(study, entry.id)
        if found is None or not found.without or not entry.opened:
            return
        concept = RANKING_CONCEPTS[0]
        moves = {
            (name, profile): abs(_share(other, concept, entry, profile) - _share(found, concept, entry, profile))
            for name, other in found.without.items()
            for profile in entry.opened
        }
        name, profile = max(moves, key=lambda pair: moves[pair])
        if moves[name, profile]:
            other = found.without[name]
            count = other.counts[concept][entry.stage.position(profile)]
            cited = Sources.of([one for one in entry.game.comparisons if one.id == name])
            yield cls(entry.id, cited, name, profile, count, other.counted(concept))


def _share(found: Readings, concept: str, entry: GameStudy, profile: Profile) -> float:
    return float(found.share(concept, entry.stage.position(profile)) or 0)
