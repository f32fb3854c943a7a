"""One game's page of a report: the question, the matrix, what is stable and why, and what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reports import findings as kinds
from reports.caveats import caveats
from reports.citations import bracketed
from reports.document import Block, Bullets, Emphasis, Heading, Note, Paragraph, Reference, Run, Runs, Terms
from reports.drawing import figure_anchor
from reports.findings import Finding
from reports.gallery import Gallery
from reports.phrases import joined, verb
from reports.sections.annex import Detail
from reports.sections.game_tables import anchor
from reports.study import GameStudy, Study
from reports.wording import say

__all__ = ["FIGURES", "game_page"]

FIGURES = ("payoff_matrix", "payoff_terms", "inspection_curves", "completion_map", "stability_grid")
"""The figures of a game's page, in their order."""

_ANSWERS = (kinds.UniqueEquilibrium, kinds.SeveralEquilibria, kinds.MixedOnly, kinds.NoneFound)


def game_page(
    study: Study, entry: GameStudy, found: Sequence[Finding], figures: Gallery, detail: Detail
) -> Iterable[Block]:
    """The blocks of one game's page; the tables in `detail` stand in the annex."""
    game = entry.game

    def at(name: str) -> tuple[str, ...]:
        return (figure_anchor(entry.id, name),) if figures.has(name, entry.id) else ()

    def heading(text: str, part: str) -> Heading:
        return Heading(2, text, anchor(entry.id, part), f"{game.title}: {text[0].lower()}{text[1:]}")

    yield Heading(1, game.title, anchor(entry.id))
    yield Paragraph((game.question,), "lead")
    yield from _players(study, entry)
    yield heading("What is stable", "stable")
    outcomes = detail.anchors(detail.outcomes)
    told = [*_said(study, found, *_ANSWERS, shown=(*at("payoff_matrix"), *outcomes))]
    told += _said(study, found, kinds.Continuum, kinds.DominantAction, kinds.ParetoImprovement, shown=outcomes)
    yield from map(Paragraph, told)
    yield from figures.of("payoff_matrix", game=entry.id)
    replies = list(_said(study, found, kinds.BestReply, shown=at("payoff_terms")))
    if replies:
        yield heading("Why nobody would move", "why")
        yield Bullets(tuple(replies))
        yield from figures.of("payoff_terms", game=entry.id)
    yield from figures.of("inspection_curves", game=entry.id)
    yield heading("What other readings say", "readings")
    mapped = (*at("completion_map"), *detail.anchors(detail.readings))
    by_reading = (kinds.StableInReadings, kinds.ReadingsAddOutcome, kinds.SingleReading)
    yield from map(Paragraph, _said(study, found, *by_reading, shown=mapped))
    by_ranking = (kinds.StableInRankings, kinds.ComparisonThatMatters)
    yield from map(Paragraph, _said(study, found, *by_ranking, shown=detail.anchors(detail.rankings)))
    yield from figures.of("completion_map", game=entry.id)
    otherwise = (kinds.PlayChangesOutcome, kinds.PlaysKeepOutcome)
    played = tuple(_said(study, found, *otherwise, shown=(*at("stability_grid"), *detail.anchors(detail.plays))))
    if played or figures.has("stability_grid", entry.id):
        yield heading("Other ways to play", "plays")
        yield from (Bullets(played),) if played else ()
        yield from figures.of("stability_grid", game=entry.id)
    yield heading("What would change it", "change")
    alone = _said(study, found, kinds.TurnsOn, kinds.NothingAlone, shown=detail.anchors(detail.ranges)[:1])
    by_policy = (kinds.PolicyChangesOutcome, kinds.PolicyShiftsMixture, kinds.PoliciesLeaveOutcome)
    yield Bullets((*alone, *_said(study, found, *by_policy)))
    remedies = tuple(_said(study, found, kinds.LeastChange, kinds.NoChangeEnough, kinds.LeastPayments))
    if remedies:
        yield heading("What it would take", "remedies")
        yield Bullets(remedies)
    yield heading("What this rests on", "evidence")
    rests = _said(study, found, kinds.EvidenceShare, kinds.SetAside, shown=detail.anchors(detail.comparisons))
    yield from map(Paragraph, rests)
    if game.note:
        yield Note("The analyst's note", (Paragraph((game.note,)),))
    yield Note("What to keep in mind", (Bullets(tuple((text,) for text in caveats(found))),))
    yield Paragraph(("The tables and further figures of this question stand in ", Reference(detail.anchor), "."))


def _said(study: Study, found: Sequence[Finding], *wanted: type[Finding], shown: Sequence[str] = ()) -> Iterable[Runs]:
    """What the findings of those kinds say, each with where it comes from and what shows it."""
    for kind in wanted:
        for claim in found:
            if type(claim) is kind:
                yield (say(claim, study), *bracketed(claim, *shown))


def _players(study: Study, entry: GameStudy) -> Iterable[Block]:
    actors = study.scenario.actors
    items: list[tuple[Runs, Runs]] = []
    for index, player in enumerate(entry.game.players):
        labels = [action.label for action in player.actions]
        name = player.name
        choices = joined([f"to {label}" for label in labels], "or")
        runs: list[Run] = [f"{verb(entry, index, 'chooses', 'choose')} {choices}"]
        represented = [actors[actor].name for actor in player.actors]
        if len(represented) > 1:
            runs.append(
                f"; decides as one for {joined(represented)}"
                if not player.plural
                else f"; decide as one for {joined(represented)}"
            )
        items.append(((Emphasis(name, strong=True),), (*runs, ".")))
    yield Terms(tuple(items))
