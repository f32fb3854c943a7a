"""What solving a game yields: equilibria, the sets they span, and how the answer was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.game import Profile, StrategicGame, Strategies

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Equilibrium", "Solution"]


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """A profile of mixed strategies and what it yields.

    Attributes
    ----------
    strategies : tuple of tuple of Fraction
        For each player the probability of each of its actions.
    payoffs : tuple of Fraction
        What each player expects.
    """

    strategies: Strategies
    payoffs: tuple[Fraction, ...]

    @classmethod
    def of(cls, game: StrategicGame, strategies: Strategies) -> Equilibrium:
        """The profile with its expected payoffs in `game`."""
        payoffs = tuple(game.expected_payoff(player, strategies) for player in range(len(game.players)))
        return cls(strategies, payoffs)

    @classmethod
    def pure_at(cls, game: StrategicGame, profile: Profile) -> Equilibrium:
        """The pure profile as an equilibrium."""
        strategies = tuple(
            tuple(Fraction(index == chosen) for index in range(len(actions)))
            for chosen, actions in zip(profile, game.actions, strict=True)
        )
        return cls(strategies, tuple(game.payoff(player, profile) for player in range(len(game.players))))

    @property
    def pure(self) -> bool:
        """Whether every player plays one action for certain."""
        return all(max(strategy) == 1 for strategy in self.strategies)

    @property
    def supports(self) -> tuple[tuple[int, ...], ...]:
        """For each player the indices of the actions played with positive probability."""
        return tuple(tuple(action for action, weight in enumerate(strategy) if weight) for strategy in self.strategies)

    @property
    def profile(self) -> Profile | None:
        """The action indices of a pure equilibrium; None where someone mixes."""
        return tuple(strategy.index(Fraction(1)) for strategy in self.strategies) if self.pure else None


@dataclass(frozen=True, slots=True)
class Solution:
    """The equilibria of one game under one form and concept.

    Attributes
    ----------
    game : StrategicGame
        The game that was solved.
    concept, form : str
        What counts as stable, and how the game was played; `solve` names the form.
    method, arithmetic : str
        How the answer was found, and whether exactly.
    complete : bool
        True only where the method proves that nothing is missing: for two players, every equilibrium is a convex
        combination within one of `maximal_subsets`.
    equilibria : tuple of Equilibrium
        The extreme equilibria, without repeats.
    maximal_subsets : tuple of tuple of int
        The maximal Nash subsets, as indices into `equilibria`: the sets of equilibria whose strategies may be exchanged
        and mixed freely.
    components : tuple of tuple of int
        The connected components of the set of equilibria, as indices into `equilibria`.
    """

    game: StrategicGame
    concept: str
    method: str
    arithmetic: str
    complete: bool
    equilibria: tuple[Equilibrium, ...]
    maximal_subsets: tuple[tuple[int, ...], ...] = ()
    components: tuple[tuple[int, ...], ...] = ()
    form: str = "simultaneous"

    def to_dict(self) -> dict[str, Any]:
        """The solution as JSON-ready data, every number a fraction in a string (schema 1 of ``solve --json``)."""
        game = self.game
        return {
            "form": self.form,
            "concept": self.concept,
            "method": self.method,
            "arithmetic": self.arithmetic,
            "complete": self.complete,
            "players": list(game.players),
            "actions": {player: list(names) for player, names in zip(game.players, game.actions, strict=True)},
            "equilibria": [
                {
                    "profile": {
                        player: {name: str(weight) for name, weight in zip(names, strategy, strict=True)}
                        for player, names, strategy in zip(
                            game.players, game.actions, equilibrium.strategies, strict=True
                        )
                    },
                    "payoffs": {
                        player: str(payoff) for player, payoff in zip(game.players, equilibrium.payoffs, strict=True)
                    },
                    "pure": equilibrium.pure,
                }
                for equilibrium in self.equilibria
            ],
            "maximal_subsets": [list(subset) for subset in self.maximal_subsets],
            "components": [list(component) for component in self.components],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row an equilibrium, player and action, as a pandas frame.

        Columns: equilibrium, component (numbers), player, action, probability, payoff (floats, for plotting), and
        probability_exact, payoff_exact (fractions in strings).
        """
        import pandas as pd

        component_of = {index: number for number, members in enumerate(self.components) for index in members}
        rows = [
            (
                index,
                component_of.get(index),
                player,
                action,
                float(weight),
                float(payoff),
                str(weight),
                str(payoff),
            )
            for index, equilibrium in enumerate(self.equilibria)
            for player, actions, strategy, payoff in zip(
                self.game.players, self.game.actions, equilibrium.strategies, equilibrium.payoffs, strict=True
            )
            for action, weight in zip(actions, strategy, strict=True)
        ]
        columns = [
            "equilibrium",
            "component",
            "player",
            "action",
            "probability",
            "payoff",
            "probability_exact",
            "payoff_exact",
        ]
        return pd.DataFrame(rows, columns=columns)

    def __str__(self) -> str:
        head = f"{self.concept} of the {self.form} game: {_count(self.equilibria, 'equilibrium', 'equilibria')}"
        extent = "complete" if self.complete else "possibly not all"
        lines = [f"{head} ({self.method}, {self.arithmetic}, {extent})"]
        for equilibrium in self.equilibria:
            parts = [
                f"{player}: " + ", ".join(_played(names, strategy))
                for player, names, strategy in zip(
                    self.game.players, self.game.actions, equilibrium.strategies, strict=True
                )
            ]
            lines.append("  " + "; ".join(parts))
        return "\n".join(lines)


def _played(names: tuple[str, ...], strategy: tuple[Fraction, ...]) -> Iterable[str]:
    return (name if weight == 1 else f"{name} {weight}" for name, weight in zip(names, strategy, strict=True) if weight)


def _count(things: tuple[object, ...], one: str, many: str) -> str:
    return f"{len(things)} {one if len(things) == 1 else many}"
