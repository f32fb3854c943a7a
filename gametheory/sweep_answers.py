"""What is stable in each of many worlds, as columns: the answers to a stretch of a plan's points, and their counts.

A world is a point of a plan. Its pure outcomes are told apart with nothing hidden where several are stable: an outcome
may be the only equilibrium of a world, one of several, or not one. In a 2x2 game with two pure equilibria that differ
in both actions, the one that risk dominates the other is named (see `gametheory.selection`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory.batch import solve_batch
from gametheory.batch_payoffs import PayoffFamily
from gametheory.batch_solution import BatchSolution
from gametheory.best_replies import pure_equilibria
from gametheory.determinants import MOST_ACTIONS, polyhedra
from gametheory.errors import DetenteError
from gametheory.game import ParametricGame
from gametheory.sampling_plan import BoundPlan
from gametheory.solve import Play, solve

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Answers", "Tally", "WorldSolver"]


_NEAR = 2**13  # worlds whose payoffs stay near the processor


@dataclass(frozen=True)
class Answers:
    """The answers in some worlds.

    Attributes
    ----------
    stable : (profiles, worlds) array of bool
        Which pure profiles are stable outcomes, in the order of `ParametricGame.profiles`.
    equilibria : (worlds,) array of int
        How many equilibria there are: all pure ones under pure_nash, the extreme ones under nash (of which the others
        are mixtures), the stable outcomes under any other play.
    infinite : (worlds,) array of bool, or None
        Under nash, whether there are infinitely many.
    risk_dominant : (worlds,) array of int8, or None
        In 2x2 games the number of the profile that risk dominates the other pure equilibrium; -1 where there is none.
    least, greatest : (players, worlds) array of float64, or None
        Each player's payoff over all equilibria, rounded; NaN where there is none.
    """

    stable: NDArray[np.bool_]
    equilibria: NDArray[Any]
    infinite: NDArray[np.bool_] | None = None
    risk_dominant: NDArray[np.int8] | None = None
    least: NDArray[np.float64] | None = None
    greatest: NDArray[np.float64] | None = None


@dataclass(frozen=True)
class Tally:
    """Counts over worlds; tallies of parts add up to the whole.

    Attributes
    ----------
    worlds, none, mixed, infinite : int
        How many there are, and in how many there is no equilibrium, there are equilibria but no pure one, there are
        infinitely many.
    only, several, risk_dominant : tuple of int
        For each pure profile the worlds in which it is the only equilibrium, one of several, the risk-dominant one.
    """

    worlds: int
    none: int
    mixed: int
    infinite: int
    only: tuple[int, ...]
    several: tuple[int, ...]
    risk_dominant: tuple[int, ...]

    @classmethod
    def of(cls, answers: Answers) -> Tally:
        """Count."""
        stable, number = answers.stable, answers.equilibria
        alone = stable & (number == 1)
        only = np.count_nonzero(alone, axis=1)
        risk = answers.risk_dominant
        return cls(
            worlds=len(number),
            none=int(np.count_nonzero(number == 0)),
            mixed=int(np.count_nonzero((number > 0) & ~stable.any(axis=0))),
            infinite=0 if answers.infinite is None else int(np.count_nonzero(answers.infinite)),
            only=tuple(only.tolist()),
            several=tuple((np.count_nonzero(stable, axis=1) - only).tolist()),
            risk_dominant=tuple(
                0 if risk is None else int(np.count_nonzero(risk == profile)) for profile in range(len(stable))
            ),
        )

    def __add__(self, other: Tally) -> Tally:
        mine, others = self.to_dict(), other.to_dict()
        return Tally.from_dict(
            {
                name: [a + b for a, b in zip(value, others[name], strict=True)]
                if isinstance(value, list)
                else value + others[name]
                for name, value in mine.items()
            }
        )

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data."""
        return {
            "worlds": self.worlds,
            "none": self.none,
            "mixed": self.mixed,
            "infinite": self.infinite,
            "only": list(self.only),
            "several": list(self.several),
            "risk_dominant": list(self.risk_dominant),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Tally:
        """The inverse of `to_dict`.

        Raises
        ------
        KeyError, TypeError, ValueError
            If it is not such data.
        """
        numbers = {name: int(data[name]) for name in ("worlds", "none", "mixed", "infinite")}
        lists: dict[str, Any] = {
            name: tuple(int(count) for count in data[name]) for name in ("only", "several", "risk_dominant")
        }
        content: dict[str, Any] = {**numbers, **lists}
        return cls(**content)


@dataclass(frozen=True)
class WorldSolver:
    """Solves the worlds of a plan under a play.

    Attributes
    ----------
    game : ParametricGame
    plan : BoundPlan
    play : Play
    payoffs : bool
        Whether to work out what the equilibria yield.
    risk_dominance : bool
        Whether to work out which of two pure equilibria risk dominates the other.
    """

    game: ParametricGame
    plan: BoundPlan
    play: Play
    payoffs: bool = False
    risk_dominance: bool = True

    @property
    def in_batches(self) -> bool:
        """Whether worlds are solved in arrays, rather than one by one."""
        if self.play.form != "simultaneous" or self.play.rules:
            return False
        shape = self.game.shape
        if self.play.concept == "nash":
            return len(shape) == 2 and max(shape) <= MOST_ACTIONS
        return self.play.concept == "pure_nash" and max(shape) <= 64 and prod(shape) <= 2**10

    def check(self) -> None:
        """Raise what keeps the play from this game in any world, such as an order that leaves a player out."""
        if not self.in_batches:
            solve(self.game, self.play)

    def answers(
        self, start: int, stop: int, told: Callable[[int], None] | None = None
    ) -> tuple[NDArray[Any], int, Answers]:
        """The worlds from `start` to `stop`: their points, what these are to be divided by, and the answers.

        Where worlds are solved one by one, `told` is called before each with how many are solved.
        """
        points, denominator = self.plan.points(start, stop)
        if not self.in_batches:
            return points, denominator, self._one_by_one(points, denominator, start, told)
        if self.play.concept == "pure_nash":
            family = self._family.elsewhere(points, denominator, start, within=True)
            stable = self._pure(family)
            number = np.add.reduce(stable.view(np.uint8), axis=0, dtype=np.uint16)
            infinite = None
            extremes = self._pure_extremes(stable, points, denominator) if self.payoffs else (None, None)
        else:
            solution = solve_batch(
                self.game, "nash", denominator=denominator, points=points, names=self.plan.names, compiled=False
            )
            stable, number, infinite = self._pure_among(solution), solution.counts.astype(np.uint16), solution.infinite
            extremes = self._extremes(solution, points, denominator) if self.payoffs else (None, None)
        return (
            points,
            denominator,
            Answers(stable, number, infinite, self._risk(stable, points, denominator), *extremes),
        )

    @cached_property
    def _family(self) -> PayoffFamily:
        """The game at no point yet."""
        return PayoffFamily(self.game, np.empty((len(self.plan.names), 0), dtype=np.int64), self.plan.names)

    def _pure(self, family: PayoffFamily) -> NDArray[np.bool_]:
        """Which pure profiles are equilibria."""
        stable = np.empty((int(np.prod(self.game.shape)), family.games), dtype=bool)
        for start in range(0, family.games, _NEAR):
            stop = min(start + _NEAR, family.games)
            found, doubtful = pure_equilibria(*family.read(start, stop))
            stable[:, start:stop] = found.reshape(len(stable), -1)
            if doubtful is not None and doubtful.any():
                again = start + np.flatnonzero(doubtful)
                stable[:, again] = pure_equilibria(family.integers(again))[0].reshape(len(stable), -1)
        return stable

    def _pure_among(self, solution: BatchSolution) -> NDArray[np.bool_]:
        """Which pure profiles are equilibria, in a table."""
        supports = solution.supports
        stable = np.zeros((int(np.prod(solution.shape)), len(solution)), dtype=bool)
        table = np.full(1 << MOST_ACTIONS, -1, dtype=np.int8)
        table[1 << np.arange(MOST_ACTIONS)] = np.arange(MOST_ACTIONS)
        first, second = (table[supports[:, player].astype(np.intp)] for player in (0, 1))
        pure = (first >= 0) & (second >= 0)
        world = np.repeat(np.arange(len(solution)), solution.counts)
        stable[first[pure].astype(np.intp) * solution.shape[1] + second[pure], world[pure]] = True
        return stable

    @cached_property
    def _expressions(self) -> tuple[list[tuple[int, ...]], NDArray[np.float64]]:
        """The products of parameters that payoffs are sums of, and each payoff's coefficients, rounded."""
        fixed = {name: entry.default for name, entry in self.game.parameters.items() if name not in self.plan.names}
        rows = [expression.given(fixed).terms for own in self.game.payoffs for expression in own]
        products = sorted({product for terms in rows for product in terms}, key=sorted)
        factors = [tuple(self.plan.names.index(name) for name in sorted(product)) for product in products]
        return factors, np.array([[float(terms.get(product, 0)) for product in products] for terms in rows])

    def _payoffs(self, points: NDArray[Any], denominator: int) -> NDArray[np.float64]:
        """The payoffs of each player at each profile, rounded: (players, profiles, worlds)."""
        factors, coefficients = self._expressions
        values = (points / denominator).astype(np.float64)
        products = np.ones((len(factors), points.shape[1]))
        for row, chosen in enumerate(factors):
            for factor in chosen:
                products[row] *= values[factor]
        return (coefficients @ products).reshape(len(self.game.players), -1, points.shape[1])

    def _pure_extremes(
        self, stable: NDArray[np.bool_], points: NDArray[Any], denominator: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        payoffs = self._payoffs(points, denominator)
        least = np.where(stable, payoffs, np.inf).min(axis=1)
        greatest = np.where(stable, payoffs, -np.inf).max(axis=1)
        missing = ~stable.any(axis=0)
        least[:, missing] = greatest[:, missing] = np.nan
        return least, greatest

    def _extremes(
        self, solution: BatchSolution, points: NDArray[Any], denominator: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Over the extreme equilibria, and so over all: payoffs are linear in each strategy, extreme at vertices."""
        yields = self._payoffs(points, denominator).reshape(2, *solution.shape, -1)
        # strategies come from the payoffs as the solver has them, in integers where these are short enough
        rows, columns = solution.payoffs.read(0, len(solution))[0].astype(np.float64)
        one, two, _ = polyhedra(*solution.shape)
        world = np.repeat(np.arange(len(solution)), solution.counts)
        least = np.full((2, len(solution)), np.inf)
        greatest = np.full((2, len(solution)), -np.inf)
        bases = solution.records["first_basis"].astype(np.intp) << 8 | solution.records["second_basis"]
        for pair in np.unique(bases).tolist():
            here = world[bases == pair]
            x = _normalised(one.strategy(columns[..., here], pair >> 8), len(here))
            y = _normalised(two.strategy(rows[..., here].transpose(1, 0, 2), pair & 255), len(here))
            for player, own in enumerate(yields):
                value = np.einsum("ig,ijg,jg->g", x, own[..., here], y)
                np.minimum.at(least[player], here, value)
                np.maximum.at(greatest[player], here, value)
        return least, greatest

    def _risk(self, stable: NDArray[np.bool_], points: NDArray[Any], denominator: int) -> NDArray[np.int8] | None:
        if self.game.shape != (2, 2) or not self.risk_dominance:
            return None
        dominant = np.full(stable.shape[1], -1, dtype=np.int8)
        for one, other in ((0, 3), (1, 2)):
            worlds = np.flatnonzero(stable[one] & stable[other] & (np.count_nonzero(stable, axis=0) == 2))
            if len(worlds):
                sign = self._safer(worlds, points, denominator, one, other)
                dominant[worlds] = np.where(sign > 0, one, np.where(sign < 0, other, -1))
        return dominant

    def _safer(
        self, worlds: NDArray[np.intp], points: NDArray[Any], denominator: int, one: int, other: int
    ) -> NDArray[Any]:
        """The sign of the product of the losses from leaving `one` alone less that from leaving `other`, exactly."""
        family = PayoffFamily(self.game, points[:, worlds], self.plan.names, denominator)
        payoffs = family.integers(np.arange(len(worlds))).reshape(2, 4, -1).astype(object)
        across, down = one ^ 1, one ^ 2  # where the second player, and where the first, has moved away from `one`
        first, second = payoffs
        at_one = (first[one] - first[down]) * (second[one] - second[across])
        at_other = (first[other] - first[across]) * (second[other] - second[down])
        return np.array([(gap > 0) - (gap < 0) for gap in (at_one - at_other).tolist()], dtype=np.int8)

    def _one_by_one(
        self, points: NDArray[Any], denominator: int, start: int, told: Callable[[int], None] | None
    ) -> Answers:
        profiles = {profile: number for number, profile in enumerate(self.game.profiles())}
        worlds, players = points.shape[1], len(self.game.players)
        stable = np.zeros((len(profiles), worlds), dtype=bool)
        number = np.zeros(worlds, dtype=np.uint32)
        least, greatest = np.full((2, players, worlds), np.nan)
        for world, column in enumerate(points.T.tolist()):
            if told is not None:
                told(world)
            at = {name: Fraction(value, denominator) for name, value in zip(self.plan.names, column, strict=True)}
            try:
                outcomes = solve(self.game, self.play, at).outcomes()
            except DetenteError as error:
                place = ", ".join(f"{name}={value}" for name, value in at.items())
                raise DetenteError(f"world {start + world} ({place}): {error}") from error
            number[world] = len(outcomes)
            for outcome in outcomes:
                if outcome.profile is not None:
                    stable[profiles[outcome.profile], world] = True
            for player, values in enumerate(zip(*(outcome.payoffs for outcome in outcomes), strict=True)):
                least[player, world], greatest[player, world] = float(min(values)), float(max(values))
        extremes = (least, greatest) if self.payoffs else (None, None)
        return Answers(stable, number, None, None, *extremes)


def _normalised(weights: tuple[Any, ...], worlds: int) -> NDArray[np.float64]:
    strategy = np.array([np.broadcast_to(weight, worlds) for weight in weights], dtype=np.float64)
    return np.asarray(strategy / strategy.sum(axis=0), dtype=np.float64)
