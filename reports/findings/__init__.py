"""What may be claimed: one class a kind of finding, with its numbers, its sources and the condition for claiming it.

Each class has a `claims` method, which yields its findings from a study and whose docstring is the condition. A finding
that rests on no paragraph and no assumption is not made. The words are in `reports.wording`.
"""

from __future__ import annotations

from reports.findings.claim import Finding, Sources
from reports.findings.rankings import ComparisonThatMatters, StableInRankings
from reports.findings.remedies import LeastChange, LeastPayments, NoChangeEnough
from reports.findings.robustness import (
    EvidenceShare,
    NothingAlone,
    PoliciesLeaveOutcome,
    PolicyChangesOutcome,
    PolicyShiftsMixture,
    ReadingsAddOutcome,
    SetAside,
    SingleReading,
    StableInReadings,
    TurnsOn,
)
from reports.findings.stability import (
    BestReply,
    Continuum,
    DominantAction,
    MixedOnly,
    NoneFound,
    ParetoImprovement,
    SeveralEquilibria,
    UniqueEquilibrium,
)
from reports.findings.timing import PlayChangesOutcome, PlaysKeepOutcome
from reports.findings.whole import Firmness, Headline, Overview, SilentParagraphs, SilentSource
from reports.study import Study

__all__ = [
    "KINDS",
    "BestReply",
    "ComparisonThatMatters",
    "Continuum",
    "DominantAction",
    "EvidenceShare",
    "Finding",
    "Firmness",
    "Headline",
    "LeastChange",
    "LeastPayments",
    "MixedOnly",
    "NoChangeEnough",
    "NoneFound",
    "NothingAlone",
    "Overview",
    "ParetoImprovement",
    "PlayChangesOutcome",
    "PlaysKeepOutcome",
    "PoliciesLeaveOutcome",
    "PolicyChangesOutcome",
    "PolicyShiftsMixture",
    "ReadingsAddOutcome",
    "SetAside",
    "SeveralEquilibria",
    "SilentParagraphs",
    "SilentSource",
    "SingleReading",
    "Sources",
    "StableInRankings",
    "StableInReadings",
    "TurnsOn",
    "UniqueEquilibrium",
    "findings",
]

_OF_A_GAME = (
    UniqueEquilibrium,
    SeveralEquilibria,
    MixedOnly,
    NoneFound,
    Continuum,
    ParetoImprovement,
    DominantAction,
    BestReply,
    StableInReadings,
    ReadingsAddOutcome,
    SingleReading,
    StableInRankings,
    ComparisonThatMatters,
    TurnsOn,
    NothingAlone,
    LeastChange,
    NoChangeEnough,
    LeastPayments,
    PolicyChangesOutcome,
    PolicyShiftsMixture,
    PoliciesLeaveOutcome,
    PlayChangesOutcome,
    PlaysKeepOutcome,
    SetAside,
    EvidenceShare,
)
_OF_THE_STUDY = (Headline, Overview, Firmness, SilentSource, SilentParagraphs)
KINDS: tuple[type[Finding], ...] = (*_OF_A_GAME, *_OF_THE_STUDY)
"""Every kind of finding, in the order in which a report makes them."""


def findings(study: Study) -> tuple[Finding, ...]:
    """Everything that may be claimed of a study: game by game, then of the whole."""
    of_games = tuple(
        claim
        for entry in study.games.values()
        for kind in _OF_A_GAME
        for claim in kind.claims(study, entry)
        if claim.sources
    )
    of_study = (claim for kind in _OF_THE_STUDY for claim in kind.claims(study, of_games))
    return (*of_games, *(claim for claim in of_study if claim.sources))
