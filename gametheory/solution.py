"""What solving a game yields: equilibria, the sets they span, and how the answer was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.answer import Answer, Outcome
from gametheory.game import Profile, StrategicGame, Strategies
from gametheory.interval import Interval

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["EnclosedEquilibrium", "Equilibrium", "Solution"]


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
class EnclosedEquilibrium:
    """An equilibrium that is not known as fractions: intervals that are proven to hold exactly one.

    Three or more players can have equilibria whose probabilities are roots of polynomials (Nash 1951 gives a poker game
    with one). The proof is `gametheory.deviation.possible_deviations`: the indifference equations of the support have
    exactly one solution within the intervals, and no other action can pay as much there.

    Attributes
    ----------
    enclosure : tuple of tuple of Interval
        For each player and each of its actions an interval with rational ends; exactly zero for an action without
        weight.
    payoffs : tuple of Interval
        What each player expects.
    """

    enclosure: tuple[tuple[Interval, ...], ...]
    payoffs: tuple[Interval, ...]

    @property
    def supports(self) -> tuple[tuple[int, ...], ...]:
        """For each player the indices of the actions played with positive probability."""
        return tuple(
            tuple(action for action, weight in enumerate(strategy) if weight.upper > 0) for strategy in self.enclosure
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution(Answer):
    """The equilibria of a game in strategic form.

    Attributes
    ----------
    game : StrategicGame
        The game that was solved.
    concept, form, method, arithmetic
        As in `Answer`.
    complete : bool
        True only where the method proves that nothing is missing: every equilibrium is one of `enclosed`, or chosen
        from the convex hulls of the strategies of one of `maximal_subsets`.
    equilibria : tuple of Equilibrium
        The extreme equilibria, without repeats: all that are known as fractions.
    maximal_subsets : tuple of tuple of int
        The maximal Nash subsets, as indices into `equilibria`: the sets of equilibria whose strategies may be exchanged
        and mixed freely.
    components : tuple of tuple of int
        The connected components of the set of equilibria, as indices into `equilibria`.
    enclosed : tuple of EnclosedEquilibrium
        The equilibria that are known as intervals, only with three or more players. Each is isolated: a subset and a
        component of its own.
    unresolved : tuple of tuple of tuple of int
        The support profiles, as action indices of each player, that may carry more equilibria than are reported, such
        as a curve of them; empty where the answer is complete.
    """

    game: StrategicGame
    equilibria: tuple[Equilibrium, ...]
    maximal_subsets: tuple[tuple[int, ...], ...] = ()
    components: tuple[tuple[int, ...], ...] = ()
    enclosed: tuple[EnclosedEquilibrium, ...] = ()
    unresolved: tuple[tuple[tuple[int, ...], ...], ...] = ()

    @property
    def players(self) -> tuple[str, ...]:
        """Who plays."""
        return self.game.players

    def outcomes(self) -> tuple[Outcome, ...]:
        """What the equilibria that are known as fractions lead to, without repeats; plans of a tree may lead alike."""
        found = [Outcome(self.game.lottery(own.strategies), own.payoffs) for own in self.equilibria]
        return tuple({(frozenset(one.lottery.items()), one.payoffs): one for one in found}.values())

    def payoff_ranges(self) -> tuple[tuple[Fraction, Fraction], ...] | None:
        """Bounds on each player's payoff over the equilibria; outer ones, by the intervals, where some are enclosed."""
        every = [[(payoff, payoff) for payoff in found.payoffs] for found in self.equilibria]
        every += [[(payoff.lower, payoff.upper) for payoff in found.payoffs] for found in self.enclosed]
        ranges = [(min(low for low, _ in ends), max(high for _, high in ends)) for ends in zip(*every, strict=True)]
        return tuple(ranges) or None

    def to_dict(self) -> dict[str, Any]:
        """The solution as JSON-ready data (schema 1 of ``solve --json``).

        Every number is a fraction in a string. In ``enclosed`` a number is such a string, or where it is not known as a
        fraction an object of three strings: the fractions ``lower`` and ``upper``, and its leading digits as
        ``decimal``.
        """
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
            "enclosed": [
                {
                    "profile": {
                        player: {name: _bounds(weight) for name, weight in zip(names, strategy, strict=True)}
                        for player, names, strategy in zip(
                            game.players, game.actions, equilibrium.enclosure, strict=True
                        )
                    },
                    "payoffs": {
                        player: _bounds(payoff)
                        for player, payoff in zip(game.players, equilibrium.payoffs, strict=True)
                    },
                    "pure": False,
                }
                for equilibrium in self.enclosed
            ],
            "unresolved": [
                {
                    player: [names[action] for action in support]
                    for player, names, support in zip(game.players, game.actions, supports, strict=True)
                }
                for supports in self.unresolved
            ],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row an equilibrium, player and action, as a pandas frame.

        Columns: equilibrium, component (numbers), player, action, probability, payoff (floats, for plotting), and
        probability_exact, payoff_exact (fractions in strings, None for a number that is known as an interval). The rows
        of `enclosed` come after those of `equilibria`, and are numbered on.
        """
        import pandas as pd

        component_of = {index: number for number, members in enumerate(self.components) for index in members}
        component_of |= {
            len(self.equilibria) + extra: len(self.components) + extra for extra in range(len(self.enclosed))
        }
        every: list[tuple[Sequence[Sequence[Number]], Sequence[Number]]] = [
            *((found.strategies, found.payoffs) for found in self.equilibria),
            *((found.enclosure, found.payoffs) for found in self.enclosed),
        ]
        rows = [
            (
                index,
                component_of.get(index),
                player,
                action,
                float(weight),
                float(payoff),
                _fraction(weight),
                _fraction(payoff),
            )
            for index, (strategies, payoffs) in enumerate(every)
            for player, actions, strategy, payoff in zip(
                self.game.players, self.game.actions, strategies, payoffs, strict=True
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
        every: list[Sequence[Sequence[Number]]] = [
            *(found.strategies for found in self.equilibria),
            *(found.enclosure for found in self.enclosed),
        ]
        head = f"{self.concept} of the {self.form} game: {_count(every, 'equilibrium', 'equilibria')}"
        extent = "complete" if self.complete else "possibly not all"
        lines = [f"{head} ({self.method}, {self.arithmetic}, {extent})"]
        for strategies in every:
            parts = [
                f"{player}: " + ", ".join(_played(names, strategy))
                for player, names, strategy in zip(self.game.players, self.game.actions, strategies, strict=True)
            ]
            lines.append("  " + "; ".join(parts))
        return "\n".join(lines)


Number = Fraction | Interval
"""A probability or a payoff: known as a fraction, or enclosed."""


def _played(names: tuple[str, ...], strategy: Sequence[Number]) -> Iterable[str]:
    for name, weight in zip(names, strategy, strict=True):
        exact = _fraction(weight)
        if exact == "1":
            yield name
        elif exact != "0":
            yield f"{name} {weight}"


def _fraction(number: Number) -> str | None:
    """The number as a fraction in a string, where it is known as one."""
    if isinstance(number, Interval):
        return str(number.lower) if number.exact else None
    return str(number)


def _bounds(number: Interval) -> str | dict[str, str]:
    """A number that need not be known as a fraction, as JSON-ready data."""
    if number.exact:
        return str(number.lower)
    return {"lower": str(number.lower), "upper": str(number.upper), "decimal": number.decimal()}


def _count(things: Sequence[object], one: str, many: str) -> str:
    return f"{len(things)} {one if len(things) == 1 else many}"
