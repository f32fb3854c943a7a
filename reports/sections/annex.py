"""The annex of a report: of each game the tables behind its page, and the figures that not every reader needs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from reports.analyses import once_a_study
from reports.document import Block, Heading, Note, Paragraph, Reference, Table
from reports.figures import FIGURES
from reports.gallery import Gallery
from reports.sections import game_tables
from reports.sections.game_tables import anchor
from reports.sections.rankings import rankings_table
from reports.study import Study

__all__ = ["Detail", "annex", "detail", "left_over"]

_PLAYED = ("game_tree", "state_graph", "critical_discount_factor", "payoff_polygon", "replicator_field")
_MOVED = ("distance_to_flip", "flip_points", "region_map", "sweep", "tornado")


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


@once_a_study
def detail(study: Study, game: str) -> Detail:
    """The tables of one game."""
    entry = study.games[game]
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


def left_over(placed: Collection[str], scope: Literal["game", "scenario"]) -> tuple[str, ...]:
    """The figures of a game, or of the whole scenario, that have no place on a page: the annex shows them.

    A figure needs no more than a file to be in a report.
    """
    names = [name for name in FIGURES.names() if name not in placed and scope == FIGURES.load(name).SCOPE]
    known = (*_PLAYED, *_MOVED)
    return tuple(sorted(names, key=lambda name: (known.index(name) if name in known else len(known), name)))


def annex(
    study: Study,
    figures: Gallery,
    of_games: Sequence[str],
    of_scenario: Sequence[str],
) -> Iterable[Block]:
    """The annex, game by game, with the figures that have no place elsewhere."""
    yield Heading(1, "Annex: the games in detail", "annex")
    yield Paragraph(("What the pages of the games rest on: every table, and how each answer moves.",))
    yield from figures.of(*of_scenario)
    for entry in study.games.values():
        found = detail(study, entry.id)
        yield Heading(2, entry.game.title, found.anchor, f"{entry.game.title}, in detail")
        yield Paragraph(("The page of this question is ", Reference(anchor(entry.id)), "."), "small")
        yield from found.outcomes
        yield from found.readings
        yield from found.licences
        yield from found.rankings
        yield from found.plays
        yield from figures.of(*(name for name in of_games if name not in _MOVED), game=entry.id)
        yield from found.ranges
        yield from figures.of(*(name for name in of_games if name in _MOVED), game=entry.id)
        yield from found.comparisons
