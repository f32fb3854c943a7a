"""The evidence of a report: the ledger of interests, the levers, the assumptions, and what each paragraph bears on."""

from __future__ import annotations

from collections.abc import Iterable

from payoffs.scenario import Assumption, Interest
from reports import findings as kinds
from reports.document import Block, Cell, Code, Heading, Paragraph, Reference, Run, Runs, Table, Terms
from reports.findings import Finding
from reports.gallery import Gallery
from reports.phrases import joined, number, paragraph_ranges, sentence
from reports.sections.game_tables import anchor
from reports.study import Study
from reports.wording import say

__all__ = ["FIGURES", "assumptions", "coverage_table", "ledger", "levers"]

FIGURES = ("evidence_map",)
"""The figures of the ledger."""

_SAID = {
    "stated": "in its own voice",
    "reported": "as an actor's view",
    "attributed": "in a third party's words",
    "implied": "by implication",
}


def ledger(study: Study, figures: Gallery) -> Iterable[Block]:
    """Every interest with its actor, paragraphs, status, weight, and the games whose payoffs it moves."""
    scenario = study.scenario
    yield Heading(1, "The evidence", "evidence")
    yield Paragraph(
        (
            "Every interest that the scenario codes: whose it is, where and how the source says it, the weight it has "
            "here, and the games whose payoffs it moves. An interest of weight zero is an instrument whose ends are "
            "counted instead, or one that only some readings weigh.",
        )
    )
    rows = []
    for actor, entry in scenario.actors.items():
        for name, interest in scenario.interests.items():
            if interest.actor != actor:
                continue
            weight = study.point.get(name, interest.weight)
            rows.append(
                (
                    Cell((sentence(interest.definition),), head=True),
                    Cell((entry.name,)),
                    Cell((paragraph_ranges(interest.paragraphs),)),
                    Cell((_status(interest),)),
                    Cell((number(weight),)),
                    Cell(_games_moved(study, name)),
                )
            )
    head: tuple[Runs, ...] = (
        ("Interest",),
        ("Of",),
        ("Paragraphs",),
        ("The source says it",),
        ("Weight",),
        ("Moves payoffs in",),
    )
    yield from figures.of(*FIGURES)
    yield Table("ledger", ("The ledger of interests.",), head, tuple(rows), "llllcl")


def levers(study: Study) -> Iterable[Block]:
    """Every lever with its paragraphs, where it stands and its range."""
    scenario = study.scenario
    if not scenario.levers:
        return
    rows = []
    for name, lever in scenario.levers.items():
        rows.append(
            (
                Cell((sentence(lever.definition),), head=True),
                Cell((paragraph_ranges(lever.paragraphs),)),
                Cell((number(study.point.get(name, lever.default)),)),
                Cell((f"{number(lever.range[0])} to {number(lever.range[1])}",)),
                Cell(_games_moved(study, name)),
            )
        )
    head: tuple[Runs, ...] = (("Lever",), ("Paragraphs",), ("Stands at",), ("Range",), ("Moves payoffs in",))
    yield Heading(2, "Levers", "levers")
    yield Paragraph(("What a policy can move, and the beliefs and circumstances that enter payoffs.",))
    yield Table("lever-table", ("The levers.",), head, tuple(rows), "llccl")


def assumptions(study: Study) -> Iterable[Block]:
    """Every assumption by name, and what rests on it."""
    yield Heading(1, "The assumptions", "assumptions")
    named: dict[str, Assumption] = dict(study.scenario.assumptions)
    for entry in study.games.values():
        named |= entry.game.assumptions
    if not named:
        yield Paragraph(("The scenario makes no assumption of its own.",))
        return
    yield Paragraph(
        ("What the source does not say and the analyst supplies. Whoever disagrees with one can set it aside by name.",)
    )
    items: list[tuple[Runs, Runs]] = []
    for name, assumption in named.items():
        using = [
            entry.game.title
            for entry in study.games.values()
            if any(cited.assumption == name for cited in (*entry.game.effects, *entry.game.comparisons))
        ]
        used = f" Payoffs in: {joined(using)}." if using else ""
        items.append(((Code(name),), (f"{sentence(assumption.text)}{used}",)))
    yield Terms(tuple(items))


def coverage_table(study: Study, found: Iterable[Finding]) -> Iterable[Block]:
    """What each paragraph of the source says, and what it bears on."""
    yield Heading(1, "What each paragraph bears on", "coverage")
    for claim in found:
        if isinstance(claim, kinds.SilentParagraphs):
            yield Paragraph((say(claim, study),))
    rows = []
    for paragraph in study.coverage.paragraphs:
        gist = " ".join(sentence(entry.gist) for entry in paragraph.sentences)
        bearing = [
            (len(paragraph.interests), "interest"),
            (len(paragraph.levers), "lever"),
            (len(paragraph.actions), "action"),
            (len(paragraph.readings), "reading"),
            (len(paragraph.policies), "policy"),
            (len(paragraph.effects), "effect"),
            (len(paragraph.comparisons), "comparison"),
        ]
        told = ", ".join(f"{count} {_plural(word, count)}" for count, word in bearing if count)
        games = dict.fromkeys(
            (*paragraph.games, *(citation.game for citation in (*paragraph.effects, *paragraph.comparisons)))
        )
        rows.append(
            (
                Cell((str(paragraph.paragraph),), head=True),
                Cell((gist or "not coded",)),
                Cell((told or "nothing",)),
                Cell(_linked(study, list(games))),
            )
        )
    head: tuple[Runs, ...] = (("Paragraph",), ("What it says, in the analyst's words",), ("Cited by",), ("Games",))
    yield Table("paragraphs", (f"The {len(rows)} paragraphs of the source.",), head, tuple(rows), "clll")


def _plural(word: str, count: int) -> str:
    if count == 1:
        return word
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def _status(interest: Interest) -> str:
    said = joined([_SAID[status] for status in interest.status])
    return f"{said}, hedged" if interest.hedged else said


def _games_moved(study: Study, parameter: str) -> Runs:
    return _linked(study, [name for name, entry in study.games.items() if parameter in entry.parametric.parameters])


def _linked(study: Study, games: list[str]) -> Runs:
    runs: list[Run] = []
    for name in games:
        if name in study.games:
            runs += [", ", Reference(anchor(name), study.games[name].game.title)]
    return tuple(runs[1:]) or ("none here",)
