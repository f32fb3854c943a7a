"""The words for findings on a study as a whole."""

from __future__ import annotations

from collections.abc import Iterable

from reports import findings as kinds
from reports.phrases import (
    counted,
    joined,
    outcome,
    paragraph_ranges,
    quoted,
    sentence,
    spelled,
)
from reports.study import Study
from reports.wording.dispatch import MOST_TOLD, say


@say.register
def _(finding: kinds.Headline, study: Study) -> str:
    entry = study.games[finding.about]
    held = []
    if finding.readings > 1:
        under = _part(finding.held, finding.readings)
        held.append(f"under {under} combinations of readings (a count, not a probability)")
    if finding.orders and finding.kept == finding.orders:
        held.append("whoever moves first")
    elif finding.orders:
        held.append(f"in {_part(finding.kept, finding.orders)} orders of moves")
    how = f", and stays so {joined(held)}" if held else ""
    one = "one outcome of definite choices is" if finding.definite_only else "one outcome is"
    return sentence(f"on {quoted(entry.game.title)}, {one} stable{how}: {outcome(entry, finding.profile)}")


@say.register
def _(finding: kinds.Overview, study: Study) -> str:
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
        named = f" ({_titles(finding.dilemmas, study)})" if many <= MOST_TOLD else ""
        text += (
            f"; in {spelled(many)} of them{named}, everyone would prefer an outcome that nobody can bring about alone"
        )
    return sentence(text)


@say.register
def _(finding: kinds.Firmness, study: Study) -> str:
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
        if beside := len(finding.beside_others):
            stay = "stays" if beside == 1 else "stay"
            parts[-1] += f", and {spelled(beside)} more {stay} stable under all of them, though under some not alone"
    if finding.policies:
        (best, most), *others = finding.policies
        policy = quoted(study.scenario.policies[best].definition)
        if not others:
            would = f"one policy considered here, {policy}, would change {counted(most, 'answer')}"
        else:
            part = _part(len(finding.policies), finding.policies_tried)
            would = f"{part} policies considered here would change an answer"
            if all(count < most for _, count in others):
                would += f", and {policy} would change most, {spelled(most)} of them"
        parts.append(would)
    elif finding.policies_tried:
        parts.append("no policy considered here changes an answer")
    return sentence("; ".join(parts))


def _part(count: int, total: int) -> str:
    """Some of a total: "two of the three", "all three"."""
    if count == total:
        return "both" if total == 2 else f"all {spelled(total)}"
    return f"{spelled(count) if count else 'none'} of the {spelled(total)}"


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
