"""The report: which findings, tables and figures, in which order; and the bottom line of each game."""

from __future__ import annotations

from collections.abc import Iterable

from reports import findings as kinds
from reports.citations import bracketed
from reports.document import (
    Block,
    Bullets,
    Cell,
    Code,
    Document,
    Heading,
    Note,
    Paragraph,
    Reference,
    Run,
    Runs,
    Table,
    Terms,
)
from reports.findings import Finding, findings
from reports.phrases import joined, number, parameter_name, quoted, sentence, short_outcome, spelled
from reports.sections import evidence
from reports.sections.alternatives import alternatives
from reports.sections.game import anchor, game_section
from reports.sections.sensitivity import sensitivity
from reports.sections.validation import validation
from reports.study import GameStudy, Study
from reports.wording import say

__all__ = ["bottom_lines", "report"]

_MOST_NAMED = 4
_ANSWERS = (kinds.UniqueEquilibrium, kinds.SeveralEquilibria, kinds.MixedOnly, kinds.NoneFound)


def bottom_lines(study: Study) -> dict[str, str]:
    """For each game of a study, the one sentence that answers it."""
    answers = {found.game: say(found, study) for found in findings(study) if isinstance(found, _ANSWERS)}
    return {
        name: answers.get(name, "Nothing can be claimed: no payoff of this game has a source.") for name in study.games
    }


def report(study: Study, *, images: tuple[str, ...] = ("svg",)) -> Document:
    """The whole report on a study, in no format.

    Parameters
    ----------
    images : tuple of str
        The kinds of picture that the format embeds (its `IMAGES`).

    Raises
    ------
    FigureFailed
        If a figure cannot be drawn.
    """
    found = findings(study)
    by_game: dict[str, list[Finding]] = {name: [] for name in study.games}
    for claim in found:
        if claim.game:
            by_game[claim.game].append(claim)
    blocks: list[Block] = [*_in_brief(study, found)]
    for name, entry in study.games.items():
        blocks += game_section(study, entry, by_game[name], images)
    blocks += evidence.ledger(study)
    blocks += evidence.levers(study)
    blocks += evidence.assumptions(study)
    blocks += evidence.coverage_table(study, found)
    blocks += sensitivity(study)
    blocks += alternatives(study)
    blocks += validation()
    blocks += _limits(study)
    blocks += _reproduction(study)
    source = study.scenario.source
    return Document(
        title=study.scenario.title,
        subtitle=study.scenario.question,
        blocks=tuple(blocks),
        properties={
            "generator": f"detente {study.version}",
            "scenario": study.hash,
            "source": f"{source.author}, {source.title} ({source.publisher}, {source.year})",
        },
    )


def _in_brief(study: Study, found: tuple[Finding, ...]) -> Iterable[Block]:
    yield Heading(1, "In brief", "in-brief")
    overview = [claim for claim in found if isinstance(claim, kinds.Overview)]
    if len(study.games) == 1 and overview:
        yield Paragraph((next(iter(bottom_lines(study).values())), " ", _second(study, found)), "lead")
    else:
        yield from (Paragraph((say(claim, study),), "lead") for claim in overview)
    source = study.scenario.source
    yield Paragraph(
        (
            f"What follows reads one text, {source.author}'s “{source.title}” ({source.publisher}, {source.year}), for "
            "what the parties are said to want, and asks which outcomes would then be stable: those from which no "
            "party would rather move, as long as the others stay. Claims that the text reports are reported here, not "
            "endorsed. A stable outcome is not a likely one.",
        )
    )
    if study.point or study.readings or study.policy:
        yield Paragraph((_where(study),))
    yield Heading(2, "What would have to be true", "conditions")
    yield Bullets(tuple(_conditions(study, found)))
    yield Heading(2, "How solid the answers are", "solidity")
    yield Paragraph((_solidity(study, found),))
    yield _grid(study, found)
    silences = [claim for claim in found if isinstance(claim, kinds.SilentSource)]
    if silences:
        yield Heading(2, "What the source does not say", "silences")
        yield Bullets(tuple((say(claim, study),) for claim in silences))


def _where(study: Study) -> str:
    """Where the study stands, if not at the defaults."""
    scenario = study.scenario
    told = [f"the reading {quoted(scenario.readings[name].definition)}" for name in study.readings]
    told += [f"the policy {quoted(scenario.policies[study.policy].definition)}"] if study.policy else []
    told += [f"{parameter_name(scenario, name)} at {number(value)}" for name, value in study.at.items()]
    return sentence(f"everything that follows holds not at the scenario's defaults but with {joined(told)}")


def _second(study: Study, found: tuple[Finding, ...]) -> str:
    """What a report on one game says second: that all would prefer another outcome, or else how solid this one is."""
    for kind in (kinds.ParetoImprovement, kinds.StableInReadings, kinds.TurnsOn, kinds.SingleReading):
        for claim in found:
            if isinstance(claim, kind):
                return say(claim, study)
    return ""


def _conditions(study: Study, found: tuple[Finding, ...]) -> Iterable[Runs]:
    """For each game, what its answer depends on most."""
    for claim in found:
        if isinstance(claim, kinds.TurnsOn | kinds.NothingAlone | kinds.MixedOnly | kinds.NoneFound):
            title = study.scenario.games[claim.game].title
            yield Reference(anchor(claim.game), title), ". ", say(claim, study), *bracketed(claim)


def _solidity(study: Study, found: tuple[Finding, ...]) -> str:
    single = [claim.game for claim in found if isinstance(claim, kinds.SingleReading)]
    varied = len(study.games) - len(single)
    told = []
    if varied:
        told.append(
            "where the text can fairly be read in more than one way, the games were solved under every combination of "
            "the readings. The table says under how many of them each answer stays stable: that is a count of "
            "readings, and not a probability, for nobody has said how likely a reading is to be right"
        )
    if single:
        titles = joined([f"“{study.scenario.games[name].title}”" for name in single])
        those = "that answer" if len(single) == 1 else "those answers"
        told.append(f"no second reading was coded for {titles}, so nothing is said of how far {those} would bend")
    return " ".join(map(sentence, told))


def _grid(study: Study, found: tuple[Finding, ...]) -> Table:
    rows = []
    for name, entry in study.games.items():
        rows.append(
            (
                Cell((Reference(anchor(name), entry.game.title),), head=True),
                Cell(_stable_in_brief(entry), "stable" if entry.stable else "unstable"),
                Cell((_better(entry),)),
                Cell((_held(entry, found),)),
                Cell((_policies(entry, found),)),
            )
        )
    head = (
        ("Question",),
        ("Stable outcome",),
        ("Would all prefer another?",),
        ("Stable in readings",),
        ("Policies that change it",),
    )
    return Table(
        "answers",
        ("The answers, question by question. Counts of readings are not probabilities.",),
        head,
        tuple(rows),
        "lllll",
    )


def _stable_in_brief(entry: GameStudy) -> Runs:
    if not entry.stable:
        return ("none of definite choices",)
    runs: list[Run] = []
    for profile in entry.stable[:_MOST_NAMED]:
        runs += ["; or: ", short_outcome(entry, profile)]
    more = len(entry.stable) - _MOST_NAMED
    return (*runs[1:], f"; or one of {spelled(more)} more") if more > 0 else tuple(runs[1:])


def _better(entry: GameStudy) -> str:
    if not entry.stable:
        return "does not arise"
    trapped = sum(bool(better) for better in entry.preferred.values())
    if not trapped:
        return "no"
    return "yes" if trapped == len(entry.stable) else f"{spelled(trapped)} of {spelled(len(entry.stable))}: yes"


def _held(entry: GameStudy, found: tuple[Finding, ...]) -> str:
    counts = [claim for claim in found if isinstance(claim, kinds.StableInReadings) and claim.game == entry.id]
    told = [f"{claim.count} of {claim.total}" for claim in counts[:_MOST_NAMED]]
    return ", ".join(told) if told else "one reading only"


def _policies(entry: GameStudy, found: tuple[Finding, ...]) -> str:
    if not entry.policies:
        return "none bears on it"
    changing = [
        claim
        for claim in found
        if isinstance(claim, kinds.PolicyChangesOutcome | kinds.PolicyShiftsMixture) and claim.game == entry.id
    ]
    return f"{len(changing)} of {len(entry.policies)}"


def _limits(study: Study) -> Iterable[Block]:
    yield Heading(1, "Limits", "limits")
    items: list[Runs] = [
        (
            "A stable outcome is one from which nobody would move alone. Nothing here says how likely it is, how soon "
            "it would come about, or whether the parties would find it.",
        ),
        (
            "The weights that turn what a source says into numbers are the analyst's, and ",
            Reference("assumptions", "the assumptions"),
            " name them. Which outcomes of definite choices are stable depends on how each player ranks its outcomes, "
            "and not on the size of the numbers.",
        ),
        ("Payoffs add up interest by interest: one interest never makes another more or less dear.",),
        ("Everyone is taken to know what the others want. Doubt about motives enters by levers only.",),
    ]
    if all(entry.solution.form == "simultaneous" for entry in study.games.values()):
        items.append(
            (
                "Everyone chooses at once, not knowing what the others choose. Who moves first, and what one may "
                "promise or threaten, is not varied here.",
            )
        )
    if any(entry.solution.concept == "pure_nash" for entry in study.games.values()):
        items.append(
            ("In games of three players or more, only outcomes of definite choices were sought, not mixtures.",)
        )
    yield Bullets(tuple(items))


def _reproduction(study: Study) -> Iterable[Block]:
    yield Heading(1, "How to reproduce this report", "reproduction")
    items: list[tuple[Runs, Runs]] = [
        (("Command",), (Code(study.command),)),
        (("Version",), (f"detente {study.version}",)),
        (("Scenario (SHA-256)",), (Code(study.hash),)),
    ]
    if study.readings:
        items.append((("Readings",), (joined([study.scenario.readings[name].definition for name in study.readings]),)))
    if study.policy:
        items.append((("Policy",), (study.scenario.policies[study.policy].definition,)))
    if study.at:
        items.append((("Set by hand",), (Code(", ".join(f"{name}={value}" for name, value in study.at.items())),)))
    yield Terms(tuple(items))
    methods = {f"{entry.solution.method} ({entry.solution.arithmetic})" for entry in study.games.values()}
    yield Note(
        "How the answers were checked",
        (
            Paragraph(
                (
                    f"The answers were found by {joined(sorted(methods))}. A separate calculation, which knows nothing "
                    "of the method, then checked of each that nobody gains by any other choice.",
                )
            ),
        ),
    )
