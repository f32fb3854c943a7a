"""What an answer looks like without its numbers: which actions its equilibria play, and how they hang together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gametheory.answer import Answer
from gametheory.game import Profile
from gametheory.solution import Solution

__all__ = ["Pattern", "Supports", "pattern_of"]

Supports = tuple[tuple[int, ...], ...]
"""For each player the actions that an equilibrium plays."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A set of equilibria without its numbers, in one canonical order, so that equal patterns compare equal.

    Attributes
    ----------
    components : tuple of tuple of tuple of Supports
        For each connected component its maximal Nash subsets, for each of these its extreme equilibria, for each of
        these the actions that each player plays. Extreme equilibria that share their supports are listed apart.
    """

    components: tuple[tuple[tuple[Supports, ...], ...], ...]

    @classmethod
    def isolated(cls, equilibria: Iterable[Supports]) -> Pattern:
        """The pattern of equilibria that are components of their own."""
        return cls(tuple(((supports,),) for supports in sorted(equilibria)))

    @classmethod
    def grouped(cls, components: Iterable[Iterable[Iterable[Supports]]]) -> Pattern:
        """The pattern of components given in any order."""
        return cls(
            tuple(sorted(tuple(sorted(tuple(sorted(subset)) for subset in component)) for component in components))
        )

    @property
    def supports(self) -> tuple[Supports, ...]:
        """The supports of the extreme equilibria, without repeats."""
        return tuple(sorted({found for component in self.components for subset in component for found in subset}))

    @property
    def pure(self) -> tuple[Profile, ...]:
        """The pure equilibria."""
        return tuple(tuple(own[0] for own in found) for found in self.supports if all(len(own) == 1 for own in found))

    def named(self, actions: Sequence[Sequence[str]]) -> list[list[list[list[list[str]]]]]:
        """The components with names for actions, as JSON-ready lists."""
        return [
            [
                [
                    [[names[action] for action in own] for names, own in zip(actions, found, strict=True)]
                    for found in subset
                ]
                for subset in component
            ]
            for component in self.components
        ]

    def text(self, actions: Sequence[Sequence[str]]) -> str:
        """In names, such as ``a, c``; a mixed one as ``a+b, c+d``; those of one component are joined by ``~``."""
        shown = []
        for component in self.components:
            found = sorted({supports for subset in component for supports in subset})
            shown.append(
                " ~ ".join(
                    ", ".join(
                        "+".join(names[action] for action in own) for names, own in zip(actions, one, strict=True)
                    )
                    for one in found
                )
            )
        return "; ".join(shown) or "none"


def pattern_of(answer: Answer) -> Pattern:
    """The pattern of an answer; where it is no list of strategies, that of its outcomes."""
    if not isinstance(answer, Solution):
        lotteries = {tuple(sorted(outcome.lottery)) for outcome in answer.outcomes()}
        return Pattern.isolated(
            tuple(tuple(sorted(set(own))) for own in zip(*profiles, strict=True)) for profiles in lotteries
        )
    supports = [found.supports for found in answer.equilibria]
    enclosed = [[[found.supports]] for found in answer.enclosed]
    return Pattern.grouped(
        [
            *(
                [
                    [supports[index] for index in subset]
                    for subset in answer.maximal_subsets
                    if set(subset) <= set(component)
                ]
                for component in answer.components
            ),
            *enclosed,
        ]
    )
