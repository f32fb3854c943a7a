"""How the answers move: of every game the weights and levers whose change alone would make another answer."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from gametheory.equilibrium_pattern import Pattern
from gametheory.flip_answer import FlipPoint, FlipPoints
from gametheory.polynomial import decimal
from reports.analyses import flips, nearest
from reports.document import Block, Cell, Heading, Paragraph, Reference, Runs, Table
from reports.phrases import counted, joined, number, parameter_name, quoted, sentence, short_outcome
from reports.sections.game_tables import anchor
from reports.study import GameStudy, Study

__all__ = ["sensitivity"]

_MOST_A_GAME, _MOST_TOLD = 4, 3


def sensitivity(study: Study) -> Iterable[Block]:
    """The flip points of every game, the nearest first, and the games that nothing alone can move."""
    moving = {name: nearest(study, name) for name in study.games}
    if not any(flips(study, name) for name in study.games):
        return
    tried = sum(len(flips(study, name)) for name in study.games)
    found = sum(map(len, moving.values()))
    yield Heading(1, "How the answers move", "sensitivity")
    yield Paragraph(
        (
            "Each weight and each lever was moved through its whole range, alone, with all others where they stand: "
            f"{counted(tried, 'case')} in all. In {counted(found, 'case')} the answer changes somewhere on the way, at "
            "a value that was computed and not searched for: another outcome takes the place of the stable one, or "
            "joins it. Near to a flip means that a small error in reading the source, or a small change of mind, would "
            "make another answer. It does not mean that one is likely. ",
            Reference("annex", "The annex"),
            " draws for each question how its answer moves.",
        )
    )
    firm = [study.games[name].game.title for name, answers in moving.items() if not answers]
    if firm:
        titles = joined([quoted(title) for title in firm], "or")
        yield Paragraph((sentence(f"no single weight or lever changes the answer to {titles}"),))
    rows = tuple(
        _row(study, study.games[name], answer) for name, answers in moving.items() for answer in answers[:_MOST_A_GAME]
    )
    if rows:
        yield _table(rows, found)


def _table(rows: tuple[tuple[Cell, ...], ...], found: int) -> Table:
    more = found - len(rows)
    caption = f"The flip points nearest to where things stand{f'; {more} farther ones are not listed' if more else ''}."
    head: tuple[Runs, ...] = (
        ("Question",),
        ("What moves",),
        ("Stands at",),
        ("Answer flips at",),
        ("Distance",),
        ("Stable from there on",),
    )
    return Table("flips", (caption,), head, rows, "llcccl")


def _row(study: Study, entry: GameStudy, answer: FlipPoints) -> tuple[Cell, ...]:
    flip = answer.nearest
    assert flip is not None
    return (
        Cell((Reference(anchor(entry.id, "change"), entry.game.title),), head=True),
        Cell((sentence(parameter_name(study.scenario, answer.parameter.name)).rstrip("."),)),
        Cell((number(answer.parameter.default),)),
        Cell((number(flip.value) if isinstance(flip.value, Fraction) else decimal(flip.value),)),
        Cell((f"{100 * float(flip.distance):.1f}".removesuffix(".0") + "% of its range",)),
        Cell((_beyond(entry, answer, flip),)),
    )


def _beyond(entry: GameStudy, answer: FlipPoints, flip: FlipPoint) -> str:
    """What is stable on the far side of a flip, seen from where the parameter stands."""
    pattern = (flip.before if flip.value < answer.parameter.default else flip.after) or flip.here
    if pattern == answer.now:  # it stands on the flip itself, or the answer is another at the point alone
        pattern = flip.here
    return _told(entry, pattern)


def _told(entry: GameStudy, pattern: Pattern) -> str:
    told = [short_outcome(entry, profile) for profile in pattern.pure[:_MOST_TOLD]]
    more = len(pattern.pure) - len(told)
    if more > 0:
        told.append(f"{more} more")
    return "; or: ".join(told) if told else "only mixtures"
