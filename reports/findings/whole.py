"""Findings on a study as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.findings.claim import Finding, Sources
from reports.findings.robustness import PolicyChangesOutcome, PolicyShiftsMixture, ReadingsAddOutcome, StableInReadings
from reports.findings.stability import MixedOnly, NoneFound, ParetoImprovement, SeveralEquilibria, UniqueEquilibrium
from reports.study import Study

__all__ = [
    "Overview",
    "SilentParagraphs",
    "SilentSource",
]


@dataclass(frozen=True, slots=True)
class Overview(Finding):
    """The games sorted by their answers, by id, and the policies that change an answer with how many each changes."""

    games: tuple[str, ...]
    unique: tuple[str, ...]
    several: tuple[str, ...]
    unsettled: tuple[str, ...]
    dilemmas: tuple[str, ...]
    varied: tuple[str, ...]
    unmoved: tuple[str, ...]
    moved_by_policy: tuple[str, ...]
    policies: tuple[tuple[str, int], ...]

    @classmethod
    def claims(cls, study: Study, found: tuple[Finding, ...]) -> Iterator[Finding]:
        """The study has games; each is sorted by the findings that were made of it."""

        def having(*kinds: type[Finding]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(entry.game for entry in found if isinstance(entry, kinds)))

        games = tuple(study.games)
        held = [entry for entry in found if isinstance(entry, StableInReadings)]
        varied = tuple(dict.fromkeys(entry.game for entry in held))
        wavering = {entry.game for entry in held if entry.count < entry.total}
        added = {entry.game for entry in found if isinstance(entry, ReadingsAddOutcome)}
        changing = [entry for entry in found if isinstance(entry, PolicyChangesOutcome | PolicyShiftsMixture)]
        if games and found:
            yield cls(
                "",
                _merged(entry.sources for entry in found),
                games,
                having(UniqueEquilibrium),
                having(SeveralEquilibria),
                having(MixedOnly, NoneFound),
                having(ParetoImprovement),
                varied,
                tuple(name for name in varied if name not in wavering | added),
                tuple(dict.fromkeys(entry.game for entry in changing)),
                tuple(Counter(entry.policy for entry in changing).most_common()),
            )


@dataclass(frozen=True, slots=True)
class SilentSource(Finding):
    """Something that the source does not say, as the scenario notes it."""

    silence: str

    @classmethod
    def claims(cls, study: Study, found: tuple[Finding, ...]) -> Iterator[Finding]:
        """The scenario names the silence."""
        for silence in study.scenario.silences:
            yield cls("", Sources(whole=True), silence)


@dataclass(frozen=True, slots=True)
class SilentParagraphs(Finding):
    """Paragraphs of the source that bear on nothing in the scenario."""

    paragraphs: tuple[int, ...]

    @classmethod
    def claims(cls, study: Study, found: tuple[Finding, ...]) -> Iterator[Finding]:
        """No entry of the scenario cites them."""
        if silent := study.coverage.silent_paragraphs:
            yield cls("", Sources(silent), silent)


def _merged(sources: Iterable[Sources]) -> Sources:
    kept = list(sources)
    numbers = {number for entry in kept for number in entry.paragraphs}
    names = dict.fromkeys(name for entry in kept for name in entry.assumptions)
    return Sources(tuple(sorted(numbers)), tuple(names))
