"""The words for findings on what is stable in one game, and why."""

from __future__ import annotations

from collections.abc import Sequence

from reports import findings as kinds
from reports.phrases import (
    action_label,
    counted,
    joined,
    mixture,
    outcome,
    player_name,
    quoted,
    sentence,
    spelled,
    verb,
)
from reports.study import Study
from reports.wording.dispatch import MOST_TOLD, entry_of, say


@say.register
def _(finding: kinds.UniqueEquilibrium, study: Study) -> str:
    entry = entry_of(finding, study)
    among = "among definite choices, one outcome is stable" if finding.definite_only else "one outcome is stable"
    return sentence(f"{among}: {outcome(entry, finding.profile)}")


@say.register
def _(finding: kinds.SeveralEquilibria, study: Study) -> str:
    entry = entry_of(finding, study)
    told = [outcome(entry, profile) for profile in finding.profiles[:MOST_TOLD]]
    if (more := len(finding.profiles) - len(told)) > 0:
        told.append(f"one of {spelled(more)} more")
    many = len(finding.profiles)
    kind = "outcome of definite choices" if finding.mixed else "outcome"
    count = counted(many, kind, kind.replace("outcome", "outcomes"))
    if finding.mixed:
        count += f" and {counted(finding.mixed, 'mixture')}"
    caveat = "nothing here says which would come about" if finding.complete else "there may be others, not ruled out"
    are = "is" if many + finding.mixed == 1 else "are"
    return sentence(f"{count} {are} stable, and {caveat}: {'either ' if len(told) > 1 else ''}{'; or '.join(told)}")


@say.register
def _(finding: kinds.MixedOnly, study: Study) -> str:
    entry = entry_of(finding, study)
    what = "a mixture" if len(finding.mixtures) == 1 else f"{counted(len(finding.mixtures), 'mixture')}, such as one"
    return sentence(
        f"no outcome of definite choices is stable; what is stable is {what} that leaves nobody anything to gain, "
        f"and is no forecast: {mixture(entry, finding.mixtures[0])}"
    )


@say.register
def _(finding: kinds.NoneFound, study: Study) -> str:
    return "No outcome of definite choices is stable: from each, somebody would rather move."


@say.register
def _(finding: kinds.Continuum, study: Study) -> str:
    return (
        f"The stable points are not all isolated: {spelled(finding.touching)} of them are joined by others in between, "
        "because somebody is indifferent there."
    )


@say.register
def _(finding: kinds.DominantAction, study: Study) -> str:
    entry = entry_of(finding, study)
    name, label = player_name(entry, finding.player), action_label(entry, finding.player, finding.action)
    others = [player for player in range(len(entry.game.players)) if player != finding.player]
    if len(others) == 1:
        does = f"{player_name(entry, others[0])} {verb(entry, others[0], 'does', 'do')}"
    else:
        does = "the others do"
    if finding.strict:
        return sentence(f"whatever {does}, {name} {verb(entry, finding.player, 'does', 'do')} best to {label}")
    return sentence(f"whatever {does}, {name} never {verb(entry, finding.player, 'does', 'do')} better than to {label}")


@say.register
def _(finding: kinds.BestReply, study: Study) -> str:
    entry = entry_of(finding, study)
    name, others = player_name(entry, finding.player), outcome(entry, finding.profile, without=finding.player)
    given = f"given that {others}, " if others else ""
    label = action_label(entry, finding.player, finding.profile[finding.player])
    instead = action_label(entry, finding.player, finding.action)
    if not finding.loss:
        loses = verb(entry, finding.player, "loses", "lose")
        return sentence(f"{given}{name} would as soon {instead} as {label}: {name} {loses} nothing by moving")
    does = verb(entry, finding.player, "does", "do")
    told = sentence(f"{given}{name} {does} best to {label} rather than {instead}")
    if finding.speaks_for:
        told += f" What speaks most for it {_interests(finding.speaks_for, study)}"
        if finding.speaks_against:
            told += f"; what speaks most against it {_interests(finding.speaks_against, study)}"
        told += "."
    return told


def _interests(names: Sequence[str], study: Study) -> str:
    told = [quoted(study.scenario.interests[name].definition) for name in names[:MOST_TOLD]]
    if len(names) > len(told):
        told.append(f"{spelled(len(names) - len(told))} more")
    return f"is the interest {told[0]}" if len(told) == 1 else f"are, alike, the interests {joined(told)}"


@say.register
def _(finding: kinds.ParetoImprovement, study: Study) -> str:
    entry = entry_of(finding, study)
    everyone, nobody = ("both", "neither") if len(entry.game.players) == 2 else ("all", "nobody")
    many = len(finding.preferred)
    told = [f"that in which {outcome(entry, profile)}" for profile in finding.preferred[:MOST_TOLD]]
    if many > len(told):
        told.append(f"{spelled(many - len(told))} more")
    other = "another outcome" if many == 1 else f"any of {spelled(many)} other outcomes"
    if many == 2:
        other = "either of two other outcomes"
    if len(entry.stable) == 1:
        where = ""
    elif len(finding.profiles) == len(entry.stable):
        where = " to the stable ones"
    else:
        there = [outcome(entry, profile) for profile in finding.profiles[:MOST_TOLD]]
        where = f" to the one in which {'; or to the one in which '.join(there)}"
    return sentence(
        f"{everyone} would prefer {other}{where}, which {nobody} can bring about alone: {'; or '.join(told)}"
    )
