"""What a reader should keep in mind with each kind of finding: one caveat a kind, and no finding without one."""

from __future__ import annotations

from collections.abc import Iterable

from reports import findings as kinds
from reports.findings import Finding

__all__ = ["caveat", "caveats"]

_STABLE = (
    "Stable means that nobody would rather move alone. It does not say that the parties would find this outcome, nor "
    "how likely it is."
)
_COUNTED = "Only readings that somebody coded are counted, and a count of readings is not a probability."
_ALONE = "Each weight and lever was moved alone; moved together, smaller changes may do as much."
_POLICY = (
    "A policy stands here for the levers that it sets. Whether it can be had, and who would have to agree, the payoffs "
    "do not say."
)
_PLAYS = "Which way to play is the real one is a question of fact; only those that were coded were tried."

_CAVEATS: dict[type[Finding], str] = {
    kinds.UniqueEquilibrium: _STABLE,
    kinds.SeveralEquilibria: "Which of several stable outcomes comes about, the payoffs do not say.",
    kinds.MixedOnly: (
        "A mixture hangs on the size of the payoffs and not only on their order, and the sizes are assumptions. Its "
        "shares are what would leave nobody anything to gain, and no forecast."
    ),
    kinds.NoneFound: "That none was found does not say what would happen instead.",
    kinds.Continuum: "Ties are what coarse numbers make; a finer weighing would break some of them.",
    kinds.ParetoImprovement: (
        "That everyone would prefer an outcome does not make it stable: something would have to bind them to it."
    ),
    kinds.DominantAction: "That one choice is best against everything holds at these weights and levers.",
    kinds.BestReply: "How much is lost by moving hangs on the analyst's weights; that something is lost hangs on less.",
    kinds.StableInReadings: _COUNTED,
    kinds.ReadingsAddOutcome: _COUNTED,
    kinds.SingleReading: "That nothing was varied is no evidence that nothing would vary.",
    kinds.StableInRankings: "Natural rankings and far-fetched ones count alike here, so no count is a probability.",
    kinds.ComparisonThatMatters: (
        "What matters most is said of one comparison left out at a time, all others kept as they are."
    ),
    kinds.TurnsOn: _ALONE,
    kinds.NothingAlone: _ALONE,
    kinds.LeastChange: (
        "The least change counts every lever by the share of its range that it moves, as if all were as hard to move."
    ),
    kinds.NoChangeEnough: "That no lever is enough holds at these weights: with other wishes, one might be.",
    kinds.LeastPayments: (
        "What a promise is worth, and whether it would be believed, no payoff says; nor does anybody have to pay it."
    ),
    kinds.PolicyChangesOutcome: _POLICY,
    kinds.PolicyShiftsMixture: _POLICY,
    kinds.PoliciesLeaveOutcome: (
        "A policy that leaves what is stable as it is may still change what the parties get from it."
    ),
    kinds.PlayChangesOutcome: _PLAYS,
    kinds.PlaysKeepOutcome: _PLAYS,
    kinds.SetAside: "Where payoffs contradict a stated preference, these are other parties than the source's.",
    kinds.EvidenceShare: "Effects are counted, and not weighed: one assumption may matter more than ten citations.",
    kinds.Headline: _STABLE,
    kinds.Overview: "All of this holds at the readings and levers named, and for games that leave much out.",
    kinds.Firmness: _COUNTED,
    kinds.SilentSource: "What a source does not say may be so all the same.",
    kinds.SilentParagraphs: "Another reader might find a use for paragraphs that bear on nothing here.",
}


def caveat(finding: Finding) -> str:
    """What to keep in mind with a finding.

    A game of three or more whose mixtures were not sought, or whose list of answers may lack some, says that first.
    """
    said = _CAVEATS[type(finding)]
    if isinstance(finding, kinds.UniqueEquilibrium) and finding.definite_only:
        return f"Mixtures were not sought, so others than this outcome may leave nobody a gain. {said}"
    if isinstance(finding, kinds.SeveralEquilibria) and not finding.complete:
        return f"The list is not proven to be complete. {said}"
    return said


def caveats(found: Iterable[Finding]) -> tuple[str, ...]:
    """The caveats of several findings, each once, in the order of the findings."""
    return tuple(dict.fromkeys(map(caveat, found)))
