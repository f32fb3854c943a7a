"""The equilibria of a batch of games, held in arrays; strategies are rebuilt exactly where they are asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory.batch_payoffs import Payoffs
from gametheory.complementarity import DEGENERATE, INFINITE
from gametheory.determinants import polyhedra
from gametheory.deviation import check_strategies, profitable_deviations
from gametheory.errors import CertificateError
from gametheory.exact import common_denominator
from gametheory.game import StrategicGame
from gametheory.solution import Equilibrium

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["NASH_RECORD", "PURE_RECORD", "BatchSolution"]

NASH_RECORD = np.dtype([("first_basis", "u1"), ("second_basis", "u1"), ("first_labels", "u2"), ("second_labels", "u2")])
"""One extreme equilibrium: for each player a basis of its vertex (`Polyhedron.bases`) and the labels there."""

PURE_RECORD = np.dtype([("profile", "u2")])
"""One pure equilibrium: the position of its profile, the last player's action varying fastest."""


@dataclass(frozen=True, eq=False, repr=False)
class BatchSolution:
    """The equilibria of many games of one shape: all extreme ones, or all pure ones.

    Attributes
    ----------
    concept, method, arithmetic : str
        What counts as stable, how the answer was found, and in which numbers.
    players : tuple of str
    actions : tuple of tuple of str
    offsets : (games + 1,) array of int64
        The equilibria of game k are ``records[offsets[k] : offsets[k + 1]]``.
    records : structured array
        One entry an equilibrium, of the type `NASH_RECORD` or `PURE_RECORD`, without repeats.
    flags : (games,) array of uint8
        Bit 0: the game is degenerate; bit 1: it has infinitely many equilibria. Unset under pure_nash, which tells
        neither.
    first : int
        The number that game 0 has in the whole batch; not zero only in the parts that `iter_batches` yields.
    complete : bool
        Always true: every extreme, or pure, equilibrium is there.
    """

    concept: str
    method: str
    arithmetic: str
    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    offsets: NDArray[np.int64]
    records: NDArray[Any]
    flags: NDArray[np.uint8]
    first: int
    payoffs: Payoffs = field(repr=False)
    complete: bool = True

    def __len__(self) -> int:
        return len(self.flags)

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of actions of each player."""
        return tuple(map(len, self.actions))

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many equilibria each game has."""
        return np.diff(self.offsets)

    @property
    def degenerate(self) -> NDArray[np.bool_]:
        """In which games some strategy has more pure best replies than actions in its support."""
        return (self.flags & DEGENERATE).astype(bool)

    @property
    def infinite(self) -> NDArray[np.bool_]:
        """Which games have infinitely many equilibria, of which the records are the extreme ones."""
        return (self.flags & INFINITE).astype(bool)

    @property
    def supports(self) -> NDArray[np.uint64]:
        """Who uses which actions in each equilibrium: a (records, players) array of masks, bit a for action a."""
        if self.concept == "pure_nash":
            profile = np.unravel_index(self.records["profile"], self.shape)
            return np.uint64(1) << np.stack(profile, axis=1).astype(np.uint64)
        first = self.shape[0]
        unused = self.records["first_labels"] & ((1 << first) - 1), self.records["second_labels"] >> first
        used = [
            mask.astype(np.uint64) ^ np.uint64((1 << size) - 1) for mask, size in zip(unused, self.shape, strict=True)
        ]
        return np.stack(used, axis=1)

    def game(self, k: int) -> StrategicGame:
        """Game k, exactly.

        Raises
        ------
        IndexError
            If there is no such game.
        """
        if not 0 <= k < len(self):
            raise IndexError(f"there is no game {k}; the batch has {len(self)}, counted from 0")
        return self.payoffs.game(k)

    def equilibria(self, k: int) -> tuple[Equilibrium, ...]:
        """The equilibria of game k, exactly, each certified anew; in the order in which `solve` gives them.

        Raises
        ------
        IndexError
            If there is no such game.
        CertificateError
            If one is not an equilibrium, which is a fault of this package or payoffs that were changed meanwhile.
        """
        game = self.game(k)
        records = self.records[self.offsets[k] : self.offsets[k + 1]]
        if self.concept == "pure_nash":
            profiles = list(game.profiles())
            found = [Equilibrium.pure_at(game, profiles[position]) for position in records["profile"].tolist()]
        else:
            found = [
                Equilibrium.of(game, strategies)
                for strategies in _strategies(game, records["first_basis"].tolist(), records["second_basis"].tolist())
            ]
            found.sort(key=lambda e: (not e.pure, [-weight for strategy in e.strategies for weight in strategy]))
        for equilibrium in found:
            check_strategies(game, equilibrium.strategies)
            if gains := profitable_deviations(game, equilibrium.strategies):
                raise CertificateError(f"a batch holds a profile of game {k} that is not stable: {gains[0]}")
        return tuple(found)

    def to_frame(self) -> pd.DataFrame:
        """One row an equilibrium, as a pandas frame.

        Columns: game, equilibrium (numbers within the batch and the game), degenerate and infinite (of the game), pure,
        and for each player the actions that it uses, joined by ``+``.
        """
        import pandas as pd

        game = np.repeat(np.arange(len(self)), self.counts)
        supports = self.supports
        columns: dict[str, Any] = {
            "game": game + self.first,
            "equilibrium": np.arange(len(game)) - self.offsets[game],
            "degenerate": self.degenerate[game],
            "infinite": self.infinite[game],
            "pure": (supports & (supports - np.uint64(1)) == 0).all(axis=1),
        }
        for index, (player, actions) in enumerate(zip(self.players, self.actions, strict=True)):
            masks, position = np.unique(supports[:, index], return_inverse=True)
            words = ["+".join(a for bit, a in enumerate(actions) if mask >> bit & 1) for mask in masks.tolist()]
            columns[player] = np.array(words, dtype=object)[position] if words else np.array([], dtype=object)
        return pd.DataFrame(columns)

    def __str__(self) -> str:
        size = "x".join(map(str, self.shape))
        lines = [
            f"{self.concept} of {len(self)} {size} games ({self.method}, {self.arithmetic}, complete)",
            f"  {len(self.records)} equilibria, {'extreme' if self.concept == 'nash' else 'pure'} ones; "
            f"{np.count_nonzero(self.counts == 0)} games have none",
        ]
        if self.concept == "nash":
            lines.append(
                f"  {np.count_nonzero(self.degenerate)} games are degenerate, "
                f"{np.count_nonzero(self.infinite)} have infinitely many equilibria"
            )
        return "\n".join(lines)

    __repr__ = __str__


def _strategies(
    game: StrategicGame, first: list[int], second: list[int]
) -> list[tuple[tuple[Fraction, ...], tuple[Fraction, ...]]]:
    """The strategies at pairs of bases."""
    one, two, _ = polyhedra(*game.shape)
    scales = [common_denominator(own) for own in game.payoffs]
    rows, columns = (
        [[int(value * scale) for value in line] for line in game.matrix(player)] for player, scale in enumerate(scales)
    )
    turned = [list(line) for line in zip(*rows, strict=True)]
    return [
        (_distribution(one.strategy(columns, basis)), _distribution(two.strategy(turned, other)))
        for basis, other in zip(first, second, strict=True)
    ]


def _distribution(weights: tuple[int, ...]) -> tuple[Fraction, ...]:
    total = sum(weights)
    return tuple(Fraction(weight, total) for weight in weights)
