"""What else was considered: the ways to play each game other than all at once, and what each of them makes stable."""

from __future__ import annotations

from collections.abc import Iterable

from reports.document import Block, Cell, Heading, Paragraph, Reference, Runs, Table
from reports.phrases import counted
from reports.sections.game_tables import anchor
from reports.study import GameStudy, Study, same_answer

__all__ = ["alternatives"]

_WAYS = {
    "sequential": "One moves first",
    "commitment": "One is bound first",
    "repeated": "Again and again",
    "incomplete_information": "Motives unknown",
    "ordinal": "Countermoves foreseen",
    "simultaneous": "A mediator, or more caution",
}
"""What each form is called in a column's head, in the order of the columns."""


def alternatives(study: Study) -> Iterable[Block]:
    """A table of games by ways to play, with what changes; nothing where no game states another way."""
    played = [entry for entry in study.games.values() if entry.plays]
    if not played:
        return
    forms = [form for form in _WAYS if any(_of(entry, form) for entry in played)]
    plays = sum(len(entry.plays) for entry in played)
    changed = sum(not same_answer(entry, answer) for entry in played for answer in entry.plays.values())
    yield Heading(1, "Alternatives considered", "alternatives")
    yield Paragraph(
        (
            "The answers above are of choices made once, at the same time, by parties that know what the others want. "
            f"Each question was also put in other ways, {counted(plays, 'way')} in all: "
            f"{counted(changed, 'of them changes', 'of them change')} what is stable. "
            "Which way is the right one is a question of fact, and not one that the payoffs can answer.",
        )
    )
    rows = tuple(
        (
            Cell((Reference(anchor(entry.id, "plays"), entry.game.title),), head=True),
            *(_cell(entry, form) for form in forms),
        )
        for entry in played
    )
    head: tuple[Runs, ...] = (("Question",), *((_WAYS[form],) for form in forms))
    caption = "In how many other ways to play the answer stays the same. The sections of the games name each of them."
    yield Table("ways", (caption,), head, rows, "l" + "c" * len(forms))


def _of(entry: GameStudy, form: str) -> list[str]:
    return [name for name, stated in entry.game.plays.items() if stated.form == form]


def _cell(entry: GameStudy, form: str) -> Cell:
    names = _of(entry, form)
    if not names:
        return Cell(("not tried",))
    same = sum(same_answer(entry, entry.plays[name]) for name in names)
    if len(names) == 1:
        return Cell(("the same",), "stable") if same else Cell(("other",), "unstable")
    return Cell((f"the same in {same} of {len(names)}",), "stable" if same == len(names) else "unstable")
