"""Findings on how far one game's answer holds: other readings, single parameters, policies, and the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gametheory.game import Profile, Strategies
from payoffs.scenario import Cited
from reports.findings.claim import Finding, Sources, whole_game
from reports.stable_ranges import StableRange
from reports.study import GameStudy, Study, mixtures

__all__ = [
    "EvidenceShare",
    "NothingAlone",
    "PoliciesLeaveOutcome",
    "PolicyChangesOutcome",
    "PolicyShiftsMixture",
    "ReadingsAddOutcome",
    "SetAside",
    "SingleReading",
    "StableInReadings",
    "TurnsOn",
]


@dataclass(frozen=True, slots=True)
class StableInReadings(Finding):
    """In how many of the crossed readings an equilibrium of the default answer is one too.

    `profile` is None where the count is of readings under which, as here, no outcome of definite choices is stable.
    """

    profile: Profile | None
    count: int
    total: int

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """More than one reading was solved."""
        total = len(entry.readings)
        if total < 2:
            return
        cited = _cited_readings(study, entry)
        for index, found in enumerate(entry.solution.equilibria):
            if found.profile in entry.opened:
                count = sum(answer.keeps[index] for answer in entry.readings)
                yield cls(entry.id, cited, found.profile, count, total)
        if not entry.stable:
            yield cls(entry.id, cited, None, sum(not answer.stable for answer in entry.readings), total)


@dataclass(frozen=True, slots=True)
class ReadingsAddOutcome(Finding):
    """An outcome not stable here that is so under `count` of the crossed readings, in `alone` of them alone."""

    profile: Profile
    count: int
    alone: int
    total: int

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """More than one reading was solved; the outcome is stable under one of them, and not at the study's point."""
        seen = dict.fromkeys(profile for answer in entry.readings for profile in answer.stable)
        for profile in sorted(seen.keys() - set(entry.stable)):
            holding = [answer for answer in entry.readings if profile in answer.stable]
            alone = sum(len(answer.stable) == 1 for answer in holding)
            yield cls(entry.id, _cited_readings(study, entry), profile, len(holding), alone, len(entry.readings))


@dataclass(frozen=True, slots=True)
class SingleReading(Finding):
    """The scenario gives no other reading of this game, so nothing was varied."""

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """There is only one combination of readings."""
        if len(entry.readings) == 1:
            yield cls(entry.id, whole_game(entry))


@dataclass(frozen=True, slots=True)
class TurnsOn(Finding):
    """The single weight or lever whose change would overturn a stable outcome soonest."""

    profile: Profile
    range: StableRange

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """A parameter alone, moved within its range, makes somebody leave the outcome; the nearest such change."""
        for profile in entry.opened:
            nearest = next((found for found in entry.ranges if found.profile == profile), None)
            if nearest is not None:
                yield cls(entry.id, Sources.of([_parameter(study, nearest.parameter.name)]), profile, nearest)


@dataclass(frozen=True, slots=True)
class NothingAlone(Finding):
    """No single weight or lever, moved anywhere within its range, overturns these stable outcomes."""

    profiles: tuple[Profile, ...]
    moved: int

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """The game has parameters, and for none of them does the outcome cease to be stable within its range."""
        touched = {found.profile for found in entry.ranges}
        firm = tuple(profile for profile in entry.opened if profile not in touched)
        if firm and entry.parametric.parameters:
            yield cls(entry.id, whole_game(entry), firm, len(entry.parametric.parameters))


@dataclass(frozen=True, slots=True)
class PolicyChangesOutcome(Finding):
    """Under a policy other outcomes are stable than without one; where none is, nothing but mixtures may be."""

    policy: str
    before: tuple[Profile, ...]
    after: tuple[Profile, ...]

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """The stable outcomes of definite choices differ."""
        before = entry.without_policy.stable
        for answer in entry.policies:
            if answer.policy is not None and set(answer.stable) != set(before):
                cited = Sources.of([study.scenario.policies[answer.policy]], entry.game.paragraphs)
                yield cls(entry.id, cited, answer.policy, before, answer.stable)


@dataclass(frozen=True, slots=True)
class PolicyShiftsMixture(Finding):
    """Under a policy, as without one, no outcome of definite choices is stable, but the mixtures are others."""

    policy: str
    before: tuple[Strategies, ...]
    after: tuple[Strategies, ...]

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """There are mixed equilibria only, with the policy and without, and they differ."""
        before = entry.without_policy
        for answer in entry.policies:
            if answer.policy is None or answer.stable or before.stable:
                continue
            ours, theirs = mixtures(before.solution), mixtures(answer.solution)
            if ours and theirs and ours != theirs:
                cited = Sources.of([study.scenario.policies[answer.policy]], entry.game.paragraphs)
                yield cls(entry.id, cited, answer.policy, ours, theirs)


@dataclass(frozen=True, slots=True)
class PoliciesLeaveOutcome(Finding):
    """Policies that bear on this game and leave its answer as it is."""

    policies: tuple[str, ...]

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """The policies set a parameter of the game; its stable outcomes (where none is, its mixtures) are the same."""
        before = entry.without_policy
        names = tuple(
            answer.policy
            for answer in entry.policies
            if answer.policy
            and set(answer.stable) == set(before.stable)
            and (before.stable or mixtures(answer.solution) == mixtures(before.solution))
        )
        if names:
            cited = Sources.of([study.scenario.policies[name] for name in names], entry.game.paragraphs)
            yield cls(entry.id, cited, names)


@dataclass(frozen=True, slots=True)
class SetAside(Finding):
    """Comparisons that the payoffs at this point contradict."""

    comparisons: tuple[str, ...]

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """The player's payoffs do not rank the two outcomes as the comparison says."""
        broken = [found for found in entry.game.comparisons if not entry.comparisons[found.id]]
        if broken:
            yield cls(entry.id, Sources.of(broken), tuple(found.id for found in broken))


@dataclass(frozen=True, slots=True)
class EvidenceShare(Finding):
    """How many of a game's effects rest on the text, on the text for direction only, or on an assumption only."""

    text_only: int
    both: int
    assumption_only: int

    @property
    def total(self) -> int:
        """How many effects there are."""
        return self.text_only + self.both + self.assumption_only

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """The game has effects."""
        found = study.coverage.effects[entry.id]
        if found.total:
            yield cls(entry.id, whole_game(entry), found.text_only, found.both, found.assumption_only)


def _cited_readings(study: Study, entry: GameStudy) -> Sources:
    names = dict.fromkeys(name for answer in entry.readings for name in answer.readings)
    return Sources.of((study.scenario.readings[name] for name in names), entry.game.paragraphs)


def _parameter(study: Study, name: str) -> Cited:
    interests = study.scenario.interests
    return interests[name] if name in interests else study.scenario.levers[name]
