"""Findings on what is stable in one game, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from gametheory.game import Profile, Strategies
from payoffs.scenario import Cited
from reports.findings.claim import Finding, Sources, whole_game
from reports.incentives import Incentive
from reports.study import GameStudy, Study, mixtures

__all__ = [
    "BestReply",
    "Continuum",
    "DominantAction",
    "MixedOnly",
    "NoneFound",
    "ParetoImprovement",
    "SeveralEquilibria",
    "UniqueEquilibrium",
]


@dataclass(frozen=True, slots=True)
class UniqueEquilibrium(Finding):
    """One outcome is stable; `definite_only` where mixed equilibria of the game were not sought."""

    profile: Profile
    definite_only: bool

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """The solution is complete for its concept and is one pure equilibrium."""
        if entry.solution.complete and len(mixtures(entry.solution)) == len(entry.stable) == 1:
            yield cls(entry.id, _stability(entry), entry.stable[0], entry.solution.concept == "pure_nash")


@dataclass(frozen=True, slots=True)
class SeveralEquilibria(Finding):
    """Outcomes of definite choices are stable, and there is more than one answer; `mixed` counts the others."""

    profiles: tuple[Profile, ...]
    mixed: int
    complete: bool

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """At least one equilibrium is pure, and it is not known to be the only equilibrium."""
        solution = entry.solution
        every = mixtures(solution)
        if entry.stable and not (solution.complete and len(every) == 1):
            mixed = len(every) - len(entry.stable)
            yield cls(entry.id, _stability(entry), entry.stable, mixed, solution.complete)


@dataclass(frozen=True, slots=True)
class MixedOnly(Finding):
    """No outcome of definite choices is stable, and these mixtures are."""

    mixtures: tuple[Strategies, ...]

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """There are equilibria, and all of them are mixed."""
        if not entry.stable and (found := mixtures(entry.solution)):
            yield cls(entry.id, whole_game(entry), found)


@dataclass(frozen=True, slots=True)
class NoneFound(Finding):
    """No outcome of definite choices is stable, and mixtures were not sought or not found."""

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """The solution has no equilibrium."""
        if not mixtures(entry.solution):
            yield cls(entry.id, whole_game(entry))


@dataclass(frozen=True, slots=True)
class Continuum(Finding):
    """Some equilibria are not isolated: `touching` of the extreme ones are joined by others between them."""

    touching: int

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """A connected component has more than one extreme equilibrium."""
        touching = sum(len(component) for component in entry.solution.components if len(component) > 1)
        if touching:
            yield cls(entry.id, whole_game(entry), touching)


@dataclass(frozen=True, slots=True)
class ParetoImprovement(Finding):
    """Everyone would prefer another outcome to a stable one, or to several alike: the dilemma."""

    profiles: tuple[Profile, ...]
    preferred: tuple[Profile, ...]

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """The outcome is stable, there are two players or more, and every one strictly prefers the other outcome."""
        if len(entry.stage.players) < 2:
            return
        for preferred in dict.fromkeys(filter(None, entry.preferred.values())):
            profiles = tuple(profile for profile, better in entry.preferred.items() if better == preferred)
            yield cls(entry.id, whole_game(entry), profiles, preferred)


@dataclass(frozen=True, slots=True)
class DominantAction(Finding):
    """An action that is best whatever the others do; `strict` where it is better than all others each time."""

    player: int
    action: int
    strict: bool

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """The action is the player's only action that is a best response to everything."""
        for found in entry.dominant:
            cited = Sources.of(_effects_of(entry, found.player, study), entry.game.paragraphs)
            yield cls(entry.id, cited, found.player, found.action, found.strict)


@dataclass(frozen=True, slots=True)
class BestReply(Finding):
    """What a player does best, given what the others do at a stable outcome.

    Attributes
    ----------
    action : int
        The next best action.
    loss : Fraction
        What it would cost to take that instead.
    speaks_for, speaks_against : tuple of str
        The interests that weigh most for staying and for moving; several where they weigh the same.
    """

    profile: Profile
    player: int
    action: int
    loss: Fraction
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """The outcome is stable, and the player has another action."""
        for found in entry.incentives:
            told = found.differences
            most, least = max(told.values(), default=Fraction(0)), min(told.values(), default=Fraction(0))
            pro = tuple(name for name, value in told.items() if value == most > 0)
            contra = tuple(name for name, value in told.items() if value == least < 0)
            sources = _behind(entry, [found])
            yield cls(entry.id, sources, found.profile, found.player, found.action, found.loss, pro, contra)


def _stability(entry: GameStudy) -> Sources:
    return _behind(entry, entry.incentives) if entry.incentives else whole_game(entry)


def _behind(entry: GameStudy, incentives: Iterable[Incentive]) -> Sources:
    """The sources of the effects that tell staying from moving."""
    effects = entry.game.effects
    deciding: dict[int, None] = {}
    for found in incentives:
        shared = {term.effect for term in found.here.terms} & {term.effect for term in found.there.terms}
        told = (term.effect for term in (*found.here.terms, *found.there.terms) if term.contribution)
        deciding |= dict.fromkeys(number for number in told if number not in shared)
    return Sources.of((effects[number] for number in deciding), () if deciding else entry.game.paragraphs)


def _effects_of(entry: GameStudy, player: int, study: Study) -> Iterator[Cited]:
    actors = entry.game.players[player].actors
    return (effect for effect in entry.game.effects if study.scenario.interests[effect.interest].actor in actors)
