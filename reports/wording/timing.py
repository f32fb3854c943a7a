"""The words for findings on what other ways to play would change."""

from __future__ import annotations

from reports import findings as kinds
from reports.phrases import (
    joined,
    quoted,
    sentence,
    share,
    short_outcome,
    spelled,
    uncapitalised,
)
from reports.study import Study
from reports.wording.dispatch import MOST_TOLD, entry_of, say


@say.register
def _(finding: kinds.PlayChangesOutcome, study: Study) -> str:
    entry = entry_of(finding, study)
    played = uncapitalised(entry.game.plays[finding.play].definition.rstrip("."))
    gone = "the outcome above" if len(finding.lost) == 1 else f"{spelled(len(finding.lost))} of the outcomes above"
    if finding.lottery:
        parts = [f"{quoted(short_outcome(entry, profile))} {share(weight)}" for profile, weight in finding.lottery]
        if finding.by_type:
            return sentence(f"if {played}, what comes about depends on what only one side knows: {joined(parts)}")
        return sentence(f"if {played}, another mixture comes about: {joined(parts)}")
    if not finding.profiles:
        return sentence(f"if {played}, {gone} would not be stable")
    listed = joined([quoted(short_outcome(entry, profile)) for profile in finding.profiles[:MOST_TOLD]])
    more = len(finding.profiles) - MOST_TOLD
    listed += f" and {spelled(more)} more" if more > 0 else ""
    each = "each " if len(finding.profiles) > 1 else ""
    if finding.lost:
        return sentence(f"if {played}, {listed} would {each}be stable, and {gone} would not")
    told = "too" if entry.stable else "where otherwise only a mixture is"
    return sentence(f"if {played}, {listed} would {each}be stable{'' if entry.stable else ','} {told}")


@say.register
def _(finding: kinds.PlaysKeepOutcome, study: Study) -> str:
    if len(finding.plays) == 1:
        played = entry_of(finding, study).game.plays[finding.plays[0]].definition.rstrip(".")
        return sentence(f"the answer is the same if {uncapitalised(played)}")
    return sentence(
        f"the answer is the same in {spelled(len(finding.plays))} other ways to play, which the table names"
    )
