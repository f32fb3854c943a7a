"""The annex of a report: of each game the tables behind its page, and the figures that not every reader needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reports.document import Block, Heading, Note, Paragraph, Reference, Table
from reports.gallery import Gallery
from reports.sections import game_tables
from reports.sections.game_tables import anchor
from reports.sections.rankings import rankings_table
from reports.study import GameStudy, Study

__all__ = ["FIGURES", "Detail", "annex", "detail"]

_PLAYED = ("game_tree", "state_graph", "critical_discount_factor", "payoff_polygon", "replicator_field")
_MOVED = ("distance_to_flip", "flip_points", "region_map", "sweep", "tornado")
FIGURES = (*_PLAYED, *_MOVED)
"""The figures of a game's part of the annex, in their order."""


@dataclass(frozen=True, slots=True)
class Detail:
    """The tables of one game; each field has none where there is nothing to show."""

    anchor: str
    outcomes: tuple[Table, ...]
    readings: tuple[Table, ...]
    licences: tuple[Note, ...]
    rankings: tuple[Table, ...]
    plays: tuple[Table, ...]
    ranges: tuple[Table, ...]
    comparisons: tuple[Table, ...]

    @staticmethod
    def anchors(tables: Iterable[Table]) -> tuple[str, ...]:
        """The anchors of some tables, for a page to refer to."""
        return tuple(table.anchor for table in tables)


def detail(study: Study, entry: GameStudy) -> Detail:
    """The tables of one game."""
    several = len(entry.readings) > 1
    return Detail(
        anchor=anchor(entry.id, "detail"),
        outcomes=tuple(game_tables.outcome_table(entry)),
        readings=(game_tables.readings_table(study, entry),) if several else (),
        licences=(game_tables.reading_terms(study, entry),) if several else (),
        rankings=tuple(rankings_table(study, entry, anchor(entry.id, "rankings"))),
        plays=tuple(game_tables.plays_table(study, entry)),
        ranges=tuple(game_tables.range_table(study, entry)),
        comparisons=tuple(game_tables.comparison_table(study, entry)),
    )


def annex(study: Study, details: Iterable[tuple[GameStudy, Detail]], figures: Gallery) -> Iterable[Block]:
    """The annex, game by game."""
    yield Heading(1, "Annex: the games in detail", "annex")
    yield Paragraph(("What the pages of the games rest on: every table, and how each answer moves.",))
    for entry, found in details:
        yield Heading(2, entry.game.title, found.anchor, f"{entry.game.title}, in detail")
        yield Paragraph(("The page of this question is ", Reference(anchor(entry.id)), "."), "small")
        yield from found.outcomes
        yield from found.readings
        yield from found.licences
        yield from found.rankings
        yield from found.plays
        yield from figures.of(*_PLAYED, game=entry.id)
        yield from found.ranges
        yield from figures.of(*_MOVED, game=entry.id)
        yield from found.comparisons
