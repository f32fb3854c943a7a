"""The words for findings on how far one game's answer holds: readings, single parameters, policies, evidence."""

from __future__ import annotations

from collections.abc import Sequence

from gametheory.game import Profile
from reports import findings as kinds
from reports.phrases import (
    action_label,
    counted,
    joined,
    mixture,
    number,
    outcome,
    parameter_name,
    player_name,
    quoted,
    sentence,
    spelled,
)
from reports.study import GameStudy, Study
from reports.wording.dispatch import MOST_TOLD, entry_of, say


@say.register
def _(finding: kinds.StableInReadings, study: Study) -> str:
    entry = entry_of(finding, study)
    if finding.profile is None:
        fact = "as here, no outcome of definite choices is stable"
    elif len(entry.stable) == 1:
        fact = "this outcome is stable"
    else:
        fact = f"the outcome in which {outcome(entry, finding.profile)} is stable"
    if finding.count == finding.total:
        under = f"{'both' if finding.total == 2 else f'all {spelled(finding.total)}'} combinations of readings"
    else:
        under = f"{spelled(finding.count)} of the {spelled(finding.total)} combinations of readings"
    return sentence(f"under {under} (a count of readings, not a probability), {fact}")


@say.register
def _(finding: kinds.ReadingsAddOutcome, study: Study) -> str:
    entry = entry_of(finding, study)
    another = "another outcome" if entry.stable else "an outcome of definite choices"
    if finding.alone == finding.count:
        how = "is the stable one"
    elif finding.alone:
        how = f"is stable, under {spelled(finding.alone)} of them alone"
    else:
        how = "is stable as well" if entry.stable else "is stable, beside others"
    return sentence(
        f"under {spelled(finding.count)} of the {spelled(finding.total)} combinations of readings, {another} {how}: "
        f"{outcome(entry, finding.profile)}"
    )


@say.register
def _(finding: kinds.SingleReading, study: Study) -> str:
    return "Only one reading of these preferences was coded, so this answer has not been tried against another."


@say.register
def _(finding: kinds.TurnsOn, study: Study) -> str:
    entry, found = entry_of(finding, study), finding.range
    below, bound, (player, action) = found.nearest
    name = parameter_name(study.scenario, found.parameter.name)
    here = f"the outcome in which {outcome(entry, finding.profile)}" if len(entry.stable) > 1 else "the outcome"
    span = f"in a range from {number(found.parameter.low)} to {number(found.parameter.high)}"
    now = f"just where it stands {span}" if bound == found.now else f"and it stands at {number(found.now)} {span}"
    rather = f"{player_name(entry, player)} would rather {action_label(entry, player, action)}"
    return (
        sentence(f"{here} depends most narrowly on {name}")
        + f" It is stable while that is {number(bound)} or {'more' if below else 'less'}, {now}."
        + f" {'Below' if below else 'Above'} {number(bound)}, {rather}."
    )


@say.register
def _(finding: kinds.NothingAlone, study: Study) -> str:
    entry = entry_of(finding, study)
    if len(entry.stable) == 1:
        here = "the outcome"
    elif len(finding.profiles) == len(entry.stable):
        here = "any of the stable outcomes"
    else:
        here = f"the {counted(len(finding.profiles), 'outcome')} in which " + "; or in which ".join(
            outcome(entry, profile) for profile in finding.profiles
        )
    if finding.moved == 1:
        return sentence(f"the one weight or lever of this game does not overturn {here} anywhere in its range")
    moved = f"{spelled(finding.moved)} weights and levers of this game"
    return sentence(f"none of the {moved}, moved alone within its range, overturns {here}")


def _outcomes(entry: GameStudy, profiles: Sequence[Profile]) -> str:
    told = [outcome(entry, profile) for profile in profiles[:MOST_TOLD]]
    if (more := len(profiles) - len(told)) > 0:
        told.append(f"any of {spelled(more)} others")
    return "; or that ".join(told)


@say.register
def _(finding: kinds.PolicyChangesOutcome, study: Study) -> str:
    entry = entry_of(finding, study)
    policy = f"with the policy {quoted(study.scenario.policies[finding.policy].definition)}"
    gained = [profile for profile in finding.after if profile not in finding.before]
    lost = [profile for profile in finding.before if profile not in finding.after]
    if not finding.after:
        return sentence(f"{policy}, no outcome of definite choices is stable any longer")
    if gained and not finding.before:
        return sentence(f"{policy}, an outcome of definite choices becomes stable: {_outcomes(entry, gained)}")
    if gained and lost:
        return sentence(
            f"{policy}, it becomes stable that {_outcomes(entry, gained)}, in place of the outcome without it"
        )
    if gained:
        return sentence(f"{policy}, it becomes stable as well that {_outcomes(entry, gained)}")
    return sentence(f"{policy}, it is no longer stable that {_outcomes(entry, lost)}")


@say.register
def _(finding: kinds.PolicyShiftsMixture, study: Study) -> str:
    entry = entry_of(finding, study)
    policy = f"with the policy {quoted(study.scenario.policies[finding.policy].definition)}"
    return sentence(
        f"{policy}, still no definite outcome is stable, and the balance shifts: {mixture(entry, finding.after[0])}"
    )


@say.register
def _(finding: kinds.PoliciesLeaveOutcome, study: Study) -> str:
    names = [quoted(study.scenario.policies[name].definition) for name in finding.policies]
    if len(names) == 1:
        return sentence(f"the policy {names[0]} bears on this game and leaves its answer as it is")
    return sentence(
        f"{counted(len(names), 'policy', 'policies')} bear on this game and leave its answer as it is: {joined(names)}"
    )


@say.register
def _(finding: kinds.SetAside, study: Study) -> str:
    entry = entry_of(finding, study)
    broken = [entry for entry in entry.game.comparisons if entry.id in finding.comparisons]
    names = joined([quoted(found.why) if found.why else found.id for found in broken])
    return sentence(f"at this point the payoffs contradict what the scenario states elsewhere: {names}")


@say.register
def _(finding: kinds.EvidenceShare, study: Study) -> str:
    parts = [
        (finding.text_only, "on the source alone"),
        (finding.both, "on the source for their direction and on an assumption for their size"),
        (finding.assumption_only, "on an assumption alone"),
    ]
    told = [f"{spelled(count)} {'rests' if count == 1 else 'rest'} {on}" for count, on in parts if count]
    if len(told) == 1:
        on = next(on for count, on in parts if count)
        if finding.total == 1:
            return sentence(f"the one effect behind these payoffs rests {on}")
        return sentence(f"all {spelled(finding.total)} effects behind these payoffs rest {on}")
    return sentence(f"of the {counted(finding.total, 'effect')} behind these payoffs, {joined(told)}")
