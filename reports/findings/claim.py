"""What every finding is: a claim with its sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from payoffs.scenario import Cited
from reports.study import GameStudy

__all__ = [
    "Finding",
    "Sources",
    "whole_game",
]


@dataclass(frozen=True, slots=True)
class Sources:
    """What a finding rests on: paragraphs, assumptions, or (for what is nowhere said) the source as a whole."""

    paragraphs: tuple[int, ...] = ()
    assumptions: tuple[str, ...] = ()
    whole: bool = False

    def __bool__(self) -> bool:
        return bool(self.paragraphs or self.assumptions or self.whole)

    @classmethod
    def of(cls, entries: Iterable[Cited], paragraphs: Iterable[int] = ()) -> Sources:
        """Everything that the entries cite, and further paragraphs."""
        cited = list(entries)
        numbers = {number for entry in cited for number in entry.paragraphs} | set(paragraphs)
        names = {entry.assumption: None for entry in cited if entry.assumption}
        return cls(tuple(sorted(numbers)), tuple(names))


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim about one game, or about the whole study where `game` is empty."""

    game: str
    sources: Sources


def whole_game(entry: GameStudy) -> Sources:
    """Everything that a game's payoffs rest on."""
    return Sources.of(entry.game.effects, entry.game.paragraphs)
