"""The words for findings on what would make the outcome stable that a game's question is about."""

from __future__ import annotations

from reports import findings as kinds
from reports.phrases import action_label, joined, number, outcome, parameter_name, player_name, sentence, spelled, verb
from reports.study import Study
from reports.wording.dispatch import MOST_TOLD, entry_of, say

__all__: list[str] = []

_NOT_TOGETHER = "Levers that multiply each other were not moved together."


@say.register
def _(finding: kinds.LeastChange, study: Study) -> str:
    entry = entry_of(finding, study)
    moves = [
        f"{parameter_name(study.scenario, name)} from {number(before)} to {number(after)}"
        for name, before, after in finding.changes
    ]
    told = sentence(
        f"the least change of levers that would make it stable that {outcome(entry, finding.profile)} moves "
        f"{joined(moves)}"
    )
    return told if finding.exhaustive else f"{told} {_NOT_TOGETHER}"


@say.register
def _(finding: kinds.NoChangeEnough, study: Study) -> str:
    entry = entry_of(finding, study)
    movers = [
        f"{player_name(entry, player)} would rather {action_label(entry, player, action)}"
        for player, action in finding.movers[:MOST_TOLD]
    ]
    more = len(finding.movers) - len(movers)
    movers += [f"{spelled(more)} more reasons"] if more > 0 else []
    why = f": {joined(movers)}" if movers else ""
    what = "no setting of the levers would make it" if finding.tried else "no lever bears on whether it is"
    told = sentence(f"{what} stable that {outcome(entry, finding.profile)}{why}")
    return told if finding.exhaustive else f"{told} {_NOT_TOGETHER}"


@say.register
def _(finding: kinds.LeastPayments, study: Study) -> str:
    entry = entry_of(finding, study)
    paid = [f"{number(amount)} to {player_name(entry, player)}" for player, amount in finding.payments]
    promises, each, are = "promises", "each one's", "are"
    if len(paid) == 1:
        promises, each, are = "a promise", verb(entry, finding.payments[0][0], "its", "their"), "is"
    return sentence(
        f"as things stand, {promises} worth {joined(paid)} in the measure of {each} payoffs, which {are} kept if all "
        "do their part, would make that outcome stable"
    )
