"""The words for each kind of finding: the only place that says what was found.

A stable outcome is never called likely, a count of readings never odds, and what the source reports is never endorsed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import singledispatch

from gametheory.game import Profile
from reports import findings as kinds
from reports.phrases import (
    action_label,
    counted,
    joined,
    mixture,
    number,
    outcome,
    paragraph_ranges,
    parameter_name,
    player_name,
    quoted,
    sentence,
    share,
    short_outcome,
    spelled,
    uncapitalised,
    verb,
)
from reports.study import GameStudy, Study

__all__ = ["say"]

_MOST_TOLD = 4
"""How many things a sentence lists before it counts the rest."""


@singledispatch
def say(finding: kinds.Finding, study: Study) -> str:
    """The sentence or sentences that make a finding.

    Raises
    ------
    NotImplementedError
        For a kind of finding that has no words yet.
    """
    raise NotImplementedError(f"no words for {type(finding).__name__}")


def _entry(finding: kinds.Finding, study: Study) -> GameStudy:
    return study.games[finding.game]


@say.register
def _(finding: kinds.UniqueEquilibrium, study: Study) -> str:
    entry = _entry(finding, study)
    among = "among definite choices, one outcome is stable" if finding.definite_only else "one outcome is stable"
    return sentence(f"{among}: {outcome(entry, finding.profile)}")


@say.register
def _(finding: kinds.SeveralEquilibria, study: Study) -> str:
    entry = _entry(finding, study)
    told = [outcome(entry, profile) for profile in finding.profiles[:_MOST_TOLD]]
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
    entry = _entry(finding, study)
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
    entry = _entry(finding, study)
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
    entry = _entry(finding, study)
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
    told = [quoted(study.scenario.interests[name].definition) for name in names[:_MOST_TOLD]]
    if len(names) > len(told):
        told.append(f"{spelled(len(names) - len(told))} more")
    return f"is the interest {told[0]}" if len(told) == 1 else f"are, alike, the interests {joined(told)}"


@say.register
def _(finding: kinds.ParetoImprovement, study: Study) -> str:
    entry = _entry(finding, study)
    everyone, nobody = ("both", "neither") if len(entry.game.players) == 2 else ("all", "nobody")
    many = len(finding.preferred)
    told = [f"that in which {outcome(entry, profile)}" for profile in finding.preferred[:_MOST_TOLD]]
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
        there = [outcome(entry, profile) for profile in finding.profiles[:_MOST_TOLD]]
        where = f" to the one in which {'; or to the one in which '.join(there)}"
    return sentence(
        f"{everyone} would prefer {other}{where}, which {nobody} can bring about alone: {'; or '.join(told)}"
    )


@say.register
def _(finding: kinds.StableInReadings, study: Study) -> str:
    entry = _entry(finding, study)
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
    entry = _entry(finding, study)
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
    entry, found = _entry(finding, study), finding.range
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
    entry = _entry(finding, study)
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
    told = [outcome(entry, profile) for profile in profiles[:_MOST_TOLD]]
    if (more := len(profiles) - len(told)) > 0:
        told.append(f"any of {spelled(more)} others")
    return "; or that ".join(told)


@say.register
def _(finding: kinds.PolicyChangesOutcome, study: Study) -> str:
    entry = _entry(finding, study)
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
    entry = _entry(finding, study)
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
def _(finding: kinds.PlayChangesOutcome, study: Study) -> str:
    entry = _entry(finding, study)
    played = uncapitalised(entry.game.plays[finding.play].definition.rstrip("."))
    gone = "the outcome above" if len(finding.lost) == 1 else f"{spelled(len(finding.lost))} of the outcomes above"
    if finding.lottery:
        parts = [f"{quoted(short_outcome(entry, profile))} {share(weight)}" for profile, weight in finding.lottery]
        if finding.by_type:
            return sentence(f"if {played}, what comes about depends on what only one side knows: {joined(parts)}")
        return sentence(f"if {played}, another mixture comes about: {joined(parts)}")
    if not finding.profiles:
        return sentence(f"if {played}, {gone} would not be stable")
    listed = joined([quoted(short_outcome(entry, profile)) for profile in finding.profiles[:_MOST_TOLD]])
    more = len(finding.profiles) - _MOST_TOLD
    listed += f" and {spelled(more)} more" if more > 0 else ""
    each = "each " if len(finding.profiles) > 1 else ""
    if finding.lost:
        return sentence(f"if {played}, {listed} would {each}be stable, and {gone} would not")
    told = "too" if entry.stable else "where otherwise only a mixture is"
    return sentence(f"if {played}, {listed} would {each}be stable{'' if entry.stable else ','} {told}")


@say.register
def _(finding: kinds.PlaysKeepOutcome, study: Study) -> str:
    if len(finding.plays) == 1:
        played = _entry(finding, study).game.plays[finding.plays[0]].definition.rstrip(".")
        return sentence(f"the answer is the same if {uncapitalised(played)}")
    return sentence(
        f"the answer is the same in {spelled(len(finding.plays))} other ways to play, which the table names"
    )


@say.register
def _(finding: kinds.SetAside, study: Study) -> str:
    entry = _entry(finding, study)
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


@say.register
def _(finding: kinds.Overview, study: Study) -> str:
    return f"{_answers(finding, study)} {_firmness(finding, study)}".rstrip()


def _answers(finding: kinds.Overview, study: Study) -> str:
    """What the answers are like."""
    total = len(finding.games)
    groups = [
        (finding.unique, "exactly one stable outcome"),
        (finding.several, "more than one stable outcome"),
        (finding.unsettled, "no stable outcome of definite choices"),
    ]
    told = [
        f"{spelled(len(names)) if len(names) < total else 'all'} {'has' if len(names) == 1 else 'have'} {what}"
        for names, what in groups
        if names
    ]
    text = f"of the {spelled(total)} questions put here, {joined(told)}"
    if finding.dilemmas:
        many = len(finding.dilemmas)
        named = f" ({_titles(finding.dilemmas, study)})" if many <= _MOST_TOLD else ""
        text += (
            f"; in {spelled(many)} of them{named}, everyone would prefer an outcome that nobody can bring about alone"
        )
    return sentence(text)


def _firmness(finding: kinds.Overview, study: Study) -> str:
    """How far the answers hold under other readings, and under policies."""
    parts = []
    many, firm = len(finding.varied), len(finding.unmoved)
    if many == 1:
        parts.append(
            f"the one answer tried against other readings {'stays as it is' if firm else 'changes under some'}"
        )
    elif many:
        stay = "stays" if firm == 1 else "stay"
        parts.append(
            f"of the {spelled(many)} answers tried against other readings, {spelled(firm) if firm else 'none'} {stay} "
            f"exactly as {'it is' if firm == 1 else 'they are'} under all of them"
        )
    if finding.policies:
        (best, most), *others = finding.policies
        policy = quoted(study.scenario.policies[best].definition)
        if not others:
            would = f"one policy considered here, {policy}, would change {counted(most, 'answer')}"
        else:
            would = f"{spelled(len(finding.policies))} policies considered here would change an answer"
            if all(count < most for _, count in others):
                would += f", and {policy} would change most, {spelled(most)} of them"
        parts.append(would)
    elif study.scenario.policies:
        parts.append("no policy considered here changes an answer")
    return sentence("; ".join(parts)) if parts else ""


def _titles(games: Iterable[str], study: Study) -> str:
    return joined([quoted(study.scenario.games[name].title) for name in games])


@say.register
def _(finding: kinds.SilentSource, study: Study) -> str:
    return sentence(finding.silence)


@say.register
def _(finding: kinds.SilentParagraphs, study: Study) -> str:
    where, one = paragraph_ranges(finding.paragraphs), len(finding.paragraphs) == 1
    noun, bear = ("paragraph", "bears") if one else ("paragraphs", "bear")
    return sentence(f"{noun} {where} of the source {bear} on nothing that was coded")
