"""Findings on a study as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gametheory.game import Profile
from reports.analyses import by_concept
from reports.findings.claim import Finding, Sources
from reports.findings.robustness import PolicyChangesOutcome, PolicyShiftsMixture, ReadingsAddOutcome, StableInReadings
from reports.findings.stability import MixedOnly, NoneFound, ParetoImprovement, SeveralEquilibria, UniqueEquilibrium
from reports.study import Study

__all__ = [
    "Firmness",
    "Headline",
    "Overview",
    "SilentParagraphs",
    "SilentSource",
]


@dataclass(frozen=True, slots=True)
class Overview(Finding):
    """The games sorted by their answers, by id."""

    games: tuple[str, ...]
    unique: tuple[str, ...]
    several: tuple[str, ...]
    unsettled: tuple[str, ...]
    dilemmas: tuple[str, ...]

    @classmethod
    def claims(cls, study: Study, found: tuple[Finding, ...]) -> Iterator[Finding]:
        """The study has games; each is sorted by the findings that were made of it."""
        if study.games and found:
            yield cls(
                "",
                _merged(entry.sources for entry in found),
                tuple(study.games),
                _having(found, UniqueEquilibrium),
                _having(found, SeveralEquilibria),
                _having(found, MixedOnly, NoneFound),
                _having(found, ParetoImprovement),
            )


@dataclass(frozen=True, slots=True)
class Firmness(Finding):
    """How far the answers hold.

    Attributes
    ----------
    varied, unmoved : tuple of str
        The games tried against other readings, and those of them whose answer is the same under all.
    policies : tuple of (str, int)
        The policies that change an answer, with how many each changes, the most first.
    policies_tried : int
        How many policies there are.
    beside_others : tuple of str
        The games whose answer stays stable under all readings, but under some of them together with another outcome.
    """

    varied: tuple[str, ...]
    unmoved: tuple[str, ...]
    policies: tuple[tuple[str, int], ...]
    policies_tried: int
    beside_others: tuple[str, ...]

    @classmethod
    def claims(cls, study: Study, found: tuple[Finding, ...]) -> Iterator[Finding]:
        """Some game was tried against other readings, or the scenario has policies."""
        held = [entry for entry in found if isinstance(entry, StableInReadings)]
        varied = tuple(dict.fromkeys(entry.game for entry in held))
        wavering = {entry.game for entry in held if entry.count < entry.total}
        added = {entry.game for entry in found if isinstance(entry, ReadingsAddOutcome)}
        changing = [entry for entry in found if isinstance(entry, PolicyChangesOutcome | PolicyShiftsMixture)]
        if varied or study.scenario.policies:
            yield cls(
                "",
                _merged(entry.sources for entry in (*held, *changing)) or _merged(entry.sources for entry in found),
                varied,
                tuple(name for name in varied if name not in wavering | added),
                tuple(Counter(entry.policy for entry in changing).most_common()),
                len(study.scenario.policies),
                tuple(name for name in varied if name in added - wavering),
            )


@dataclass(frozen=True, slots=True)
class Headline(Finding):
    """The answer to the game that the scenario puts first, and how far it holds.

    Attributes
    ----------
    about : str
        The game.
    profile : tuple of int
        Its only stable outcome.
    held, readings : int
        Under how many of so many combinations of readings it is stable.
    kept, orders : int
        In how many of so many orders of observed moves it is subgame perfect.
    definite_only : bool
        Whether mixtures were not sought.
    """

    about: str
    profile: Profile
    held: int
    readings: int
    kept: int
    orders: int
    definite_only: bool

    @classmethod
    def claims(cls, study: Study, found: tuple[Finding, ...]) -> Iterator[Finding]:
        """The scenario names the game, the study answers it, and one outcome of it is stable."""
        about = study.scenario.headline
        for claim in found:
            if isinstance(claim, UniqueEquilibrium) and claim.game == about:
                counts = [
                    (entry.count, entry.total)
                    for entry in found
                    if isinstance(entry, StableInReadings) and entry.game == about
                ]
                orders = [stable for play, stable in by_concept(study, claim.game) if play.concept == "subgame_perfect"]
                kept = sum(claim.profile in stable for stable in orders)
                held, readings = counts[0] if counts else (1, 1)
                yield cls(
                    "",
                    claim.sources,
                    claim.game,
                    claim.profile,
                    held,
                    readings,
                    kept,
                    len(orders),
                    claim.definite_only,
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


def _having(found: tuple[Finding, ...], *kinds: type[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.game for entry in found if isinstance(entry, kinds)))


def _merged(sources: Iterable[Sources]) -> Sources:
    kept = list(sources)
    numbers = {number for entry in kept for number in entry.paragraphs}
    names = dict.fromkeys(name for entry in kept for name in entry.assumptions)
    return Sources(tuple(sorted(numbers)), tuple(names))
