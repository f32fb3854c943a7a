"""The report: which findings, tables and figures, in which order; and the bottom line of each game."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from reports import findings as kinds
from reports.document import (
    Block,
    Bullets,
    Code,
    Document,
    Heading,
    Note,
    Paragraph,
    Reference,
    Runs,
    Terms,
)
from reports.finding_data import finding_data
from reports.findings import findings
from reports.gallery import Gallery, gallery
from reports.phrases import joined
from reports.sections import annex, evidence, game, policies
from reports.sections.alternatives import alternatives
from reports.sections.brief import in_brief
from reports.sections.sensitivity import sensitivity
from reports.sections.validation import validation
from reports.sections.what_if import what_if
from reports.study import Study
from reports.wording import say

__all__ = ["bottom_lines", "report"]

_ANSWERS = (kinds.UniqueEquilibrium, kinds.SeveralEquilibria, kinds.MixedOnly, kinds.NoneFound)


def bottom_lines(study: Study) -> dict[str, str]:
    """For each game of a study, the one sentence that answers it."""
    answers = {found.game: say(found, study) for found in findings(study) if isinstance(found, _ANSWERS)}
    return {
        name: answers.get(name, "Nothing can be claimed: no payoff of this game has a source.") for name in study.games
    }


def report(
    study: Study, *, images: tuple[str, ...] = ("svg",), progress: Callable[[int, int], None] | None = None
) -> Document:
    """The whole report on a study, in no format.

    Parameters
    ----------
    images : tuple of str
        The kinds of picture that the format embeds (its `IMAGES`).
    progress : callable, optional
        Is told how many figures of how many are drawn.

    Raises
    ------
    FigureFailed
        If a figure cannot be drawn.
    """
    placed = (*game.FIGURES, *policies.FIGURES, *evidence.FIGURES)
    more, of_all = annex.left_over(placed, "game"), annex.left_over(placed, "scenario")
    of_games, of_scenario = (*game.FIGURES, *more), (*policies.FIGURES, *evidence.FIGURES, *of_all)
    with gallery(study, of_games, of_scenario, images, progress) as figures:
        blocks = (*_pages(study, figures), *annex.annex(study, figures, more, of_all))
    source = study.scenario.source
    return Document(
        title=study.scenario.title,
        subtitle=study.scenario.question,
        blocks=blocks,
        properties={
            "generator": f"detente {study.version}",
            "scenario": study.hash,
            "source": f"{source.author}, {source.title} ({source.publisher}, {source.year})",
        },
        data={"findings": [finding_data(claim, study) for claim in findings(study)]},
    )


def _pages(study: Study, figures: Gallery) -> Iterator[Block]:
    """Everything before the annex, in its order."""
    found = findings(study)
    yield from in_brief(study, found, bottom_lines(study))
    for name, entry in study.games.items():
        own = [claim for claim in found if claim.game == name]
        yield from game.game_page(study, entry, own, figures, annex.detail(study, name))
    yield from what_if(study)
    yield from policies.policies(study, figures)
    yield from evidence.ledger(study, figures)
    yield from evidence.levers(study)
    yield from evidence.assumptions(study)
    yield from evidence.coverage_table(study, found)
    yield from sensitivity(study)
    yield from alternatives(study)
    yield from validation()
    yield from _limits(study)
    yield from _reproduction(study)


def _limits(study: Study) -> Iterable[Block]:
    played = any(entry.plays for entry in study.games.values())
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
        ("Where nothing else is said, everyone is taken to choose at once and to know what the others want.",),
    ]
    if played:
        items.append(
            (
                "Other ways to play were tried as far as ",
                Reference("alternatives"),
                " says, and no further.",
            )
        )
    else:
        items.append(("Who moves first, and what one may promise or threaten, is not varied here.",))
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
                    "of the method, then checked for each that nobody gains by any other choice.",
                )
            ),
        ),
    )
