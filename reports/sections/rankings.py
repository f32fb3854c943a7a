"""What every ranking says that a game's comparisons allow: each outcome, in how many of them it is stable."""

from __future__ import annotations

from collections.abc import Iterable

from gametheory.game import Profile
from gametheory.reading_counts import Readings
from reports.analyses import RANKING_CONCEPTS, rankings
from reports.document import Cell, Mark, Runs, Table
from reports.phrases import of_all, percent, short_outcome
from reports.study import GameStudy, Study

__all__ = ["rankings_table"]

_HEADS = {
    "pure_nash": "Nash equilibrium",
    "subgame_perfect": "Subgame perfect, in some order of moves",
    "sequentially_stable": "Sequentially stable",
}
_MOST = 12


def rankings_table(study: Study, entry: GameStudy, anchor: str) -> Iterable[Table]:
    """A table of outcomes by concept, with counts of readings; nothing for a game without comparisons."""
    found = rankings(study, entry.id)
    if found is None:
        return
    profiles = list(entry.stage.profiles())
    somewhere = [
        index for index in range(len(profiles)) if any(found.counts[concept][index] for concept in RANKING_CONCEPTS)
    ]
    shown = sorted(somewhere, key=lambda index: (-(found.share("pure_nash", index) or 0), index))[:_MOST]
    rows = tuple(
        (
            Cell((short_outcome(entry, profiles[index]),), _mark(entry, profiles[index]), head=True),
            *(Cell((_count(found, concept, index),)) for concept in RANKING_CONCEPTS),
        )
        for index in shown
    )
    if not rows:
        return
    total = "more than can be counted" if found.total is None else f"{found.total:,}"
    drawn = ""
    if found.drawn:
        off = max(_off(found, concept, index) for concept in found.drawn for index in shown)
        drawn = (
            f" Where a share is given, combinations were drawn evenly, as there are too many to list; it is off by at "
            f"most {100 * off:.1f} points, in ninety-nine of a hundred such draws."
        )
    left_out = len(somewhere) - len(shown)
    rest = f" {left_out} outcomes that are stable in fewer are left out." if left_out else ""
    caption = (
        f"In how many of the combinations of rankings that the comparisons allow ({total} in all) each outcome is "
        f"stable. Counts, not probabilities; shaded: stable here.{drawn}{rest}"
    )
    head: tuple[Runs, ...] = (("Outcome",), *((_HEADS[concept],) for concept in RANKING_CONCEPTS))
    yield Table(anchor, (caption,), head, rows, "lccc")


def _mark(entry: GameStudy, profile: Profile) -> Mark:
    return "stable" if profile in entry.stable else ""


def _count(found: Readings, concept: str, index: int) -> str:
    count, counted = found.counts[concept][index], found.counted(concept)
    if concept in found.drawn:
        return percent(count / counted) if counted else "not known"
    return of_all(count, counted)


def _off(found: Readings, concept: str, index: int) -> float:
    low, high = found.bounds(concept, index)
    share = float(found.share(concept, index) or 0)
    return max(high - share, share - low)
