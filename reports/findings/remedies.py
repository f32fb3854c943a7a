"""Findings on what would make the outcome stable that a game's question is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from gametheory.game import Profile
from payoffs.scenario import Cited
from reports.analyses import remedy
from reports.findings.claim import Finding, Sources, whole_game
from reports.study import GameStudy, Study

__all__ = ["LeastChange", "LeastPayments", "NoChangeEnough"]


@dataclass(frozen=True, slots=True)
class LeastChange(Finding):
    """The least change of levers that makes the wanted outcome stable.

    Attributes
    ----------
    profile : tuple of int
        The outcome.
    changes : tuple of (str, Fraction, Fraction)
        Which lever moves, from where, to where.
    exhaustive : bool
        Whether every joint change of the levers was looked at.
    """

    profile: Profile
    changes: tuple[tuple[str, Fraction, Fraction], ...]
    exhaustive: bool

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """The scenario says which outcome is wanted; it is not stable here, and some change of levers makes it so."""
        found = remedy(study, entry.id)
        if found is None or not found.design.cost:
            return
        levers = study.scenario.levers
        changes = tuple((change.parameter, change.before, change.after) for change in found.design.changes)
        cited: list[Cited] = [levers[name] for name, _, _ in changes]
        sources = Sources.of(cited, entry.game.paragraphs)
        yield cls(entry.id, sources, found.design.wanted.profile, changes, found.design.exhaustive)


@dataclass(frozen=True, slots=True)
class NoChangeEnough(Finding):
    """No change of the levers within their ranges makes the wanted outcome stable.

    Attributes
    ----------
    profile : tuple of int
        The outcome.
    movers : tuple of (int, int)
        Who stands in the way, so far as one proof shows it, and by which action each would leave.
    tried : tuple of str
        The levers that bear on it; none where none does.
    """

    profile: Profile
    movers: tuple[tuple[int, int], ...]
    tried: tuple[str, ...]
    exhaustive: bool

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """The scenario says which outcome is wanted, and it is proven that no change of levers is enough."""
        found = remedy(study, entry.id)
        if found is None or found.design.possible:
            return
        design = found.design
        movers = dict.fromkeys(
            (incentive.preference.player, incentive.preference.worse[incentive.preference.player])
            for incentive in design.incentives
            if incentive.preference.better == design.wanted.profile
        )
        tried = dict.fromkeys(name for attempt in design.attempts for name in attempt.movable)
        yield cls(entry.id, whole_game(entry), design.wanted.profile, tuple(movers), tuple(tried), design.exhaustive)


@dataclass(frozen=True, slots=True)
class LeastPayments(Finding):
    """What would have to be promised, at these weights and levers, for the wanted outcome to be stable.

    Attributes
    ----------
    profile : tuple of int
        The outcome.
    payments : tuple of (int, Fraction)
        Whom, and how much in units of its own payoff, for keeping to it.
    """

    profile: Profile
    payments: tuple[tuple[int, Fraction], ...]

    @classmethod
    def claims(cls, study: Study, entry: GameStudy) -> Iterator[Finding]:
        """The scenario says which outcome is wanted, and it is not stable here."""
        found = remedy(study, entry.id)
        if found is not None and found.payments.paid:
            payments = tuple((player, amount) for player, amount in enumerate(found.payments.on_path) if amount)
            yield cls(entry.id, whole_game(entry), found.payments.wanted.profile, payments)
