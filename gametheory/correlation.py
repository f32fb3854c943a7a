"""Sets of outcome distributions that incentives bound: what each allows at least and at most, exactly.

A *correlated* concept calls a distribution over the pure profiles stable when certain expected gains, each linear in
the distribution, are not positive (`Incentive`). The stable distributions so form a polytope. Its answer is not a list
of points but what it allows: the least and the greatest probability of each outcome and payoff of each player, and the
greatest sum of payoffs. Each bound is the value of a linear program and carries the dual that proves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import gcd, prod
from typing import TYPE_CHECKING, Any

from gametheory.beyond_nash import BeyondNash, lotteries_over_nash
from gametheory.deviation import Deviation
from gametheory.errors import CertificateError, TooLarge
from gametheory.exact import common_denominator
from gametheory.game import Profile, StrategicGame
from gametheory.linear_program import Constraints, Optimum, maximize_each, verify
from gametheory.polyhedra import extreme_rays
from gametheory.solution import Equilibrium, Solution

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Bounds",
    "CorrelatedEquilibrium",
    "CorrelatedSolution",
    "DeviationWhenTold",
    "Incentive",
    "certify_correlated",
    "distribution_of",
    "solve_correlated",
    "violations",
]

Distribution = tuple[Fraction, ...]
"""The probability of each pure profile, in the order of `game.profiles()`."""

MOST_PROFILES = 100
"""The most pure profiles of a game whose bounds are computed; each takes two linear programs of that many unknowns."""

MOST_WORK = 300_000
"""The most that the squared number of profiles times the digits of the payoffs, written whole, may come to: exact
arithmetic then takes seconds. It stops payoffs of 1e300 beside others of 1e-300, which are 600 digits apart."""

MOST_PAIRS = 2_000
"""The work, as in `extreme_rays`, after which the vertices of the polytope are no longer listed."""


@dataclass(frozen=True, slots=True)
class Incentive:
    """What a player would gain by a deviation, as a linear function of the distribution.

    Attributes
    ----------
    player, action : int
        Who would deviate, and to what.
    told : int or None
        The recommended action from which it would deviate; None where it would deviate whatever is recommended.
    gains : tuple of Fraction
        The gain in each pure profile; zero where `told` is not recommended.
    """

    player: int
    told: int | None
    action: int
    gains: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class DeviationWhenTold(Deviation):
    """A deviation from a distribution: `told` is the recommendation that the player would not follow, None for any."""

    told: str | None


@dataclass(frozen=True, slots=True)
class CorrelatedEquilibrium(Equilibrium):
    """A distribution over the pure profiles; `strategies` are only its marginals, one a player.

    Attributes
    ----------
    distribution : tuple of Fraction
        The probability of each pure profile, in the order of `game.profiles()`.
    """

    distribution: Distribution

    @classmethod
    def over(cls, game: StrategicGame, distribution: Distribution) -> CorrelatedEquilibrium:
        """The distribution with its marginals and expected payoffs in `game`."""
        marginals = [[Fraction(0)] * size for size in game.shape]
        for profile, weight in zip(game.profiles(), distribution, strict=True):
            for marginal, action in zip(marginals, profile, strict=True):
                marginal[action] += weight
        payoffs = tuple(_expected(values, distribution) for values in game.payoffs)
        return cls(tuple(map(tuple, marginals)), payoffs, distribution)

    def lottery(self) -> dict[Profile, Fraction]:
        """The pure profiles that are drawn, each with its probability."""
        profiles = product(*(range(len(own)) for own in self.strategies))
        return {profile: weight for profile, weight in zip(profiles, self.distribution, strict=True) if weight}


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the greatest value of a linear quantity over the stable distributions, each with its proof.

    Attributes
    ----------
    lowest, highest : Optimum
        The linear programs' optima, of the quantity's negative and of the quantity. `primal` is a distribution at which
        the bound is reached; `dual` a multiplier for each incentive, then for the total probability.
    """

    lowest: Optimum
    highest: Optimum

    @property
    def least(self) -> Fraction:
        """The least value."""
        return -self.lowest.value

    @property
    def greatest(self) -> Fraction:
        """The greatest value."""
        return self.highest.value


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrelatedSolution(Solution):
    """What a polytope of stable distributions allows.

    `equilibria` are the polytope's vertices (`CorrelatedEquilibrium`) by falling sum of payoffs: all of them where
    `complete`, and else those at which a bound is reached.

    Attributes
    ----------
    outcome_bounds : tuple of Bounds
        The probability of each pure profile, in the order of `game.profiles()`.
    payoff_bounds : tuple of Bounds
        The expected payoff of each player.
    welfare : Optimum
        The greatest sum of the players' payoffs; it compares their units one for one.
    beyond_nash : BeyondNash or None
        True where some stable distribution yields payoffs that no lottery over Nash equilibria does. None where that is
        not decided: with other than two players, or when the Nash equilibria are out of reach.
    """

    outcome_bounds: tuple[Bounds, ...]
    payoff_bounds: tuple[Bounds, ...]
    welfare: Optimum
    beyond_nash: BeyondNash | None

    @property
    def unique(self) -> bool:
        """Whether there is a single stable distribution, which is then the only Nash equilibrium too."""
        return all(bounds.least == bounds.greatest for bounds in self.outcome_bounds)

    def payoff_ranges(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """The least and the greatest payoff of each player over all the stable distributions."""
        return tuple((bounds.least, bounds.greatest) for bounds in self.payoff_bounds)

    def to_dict(self) -> dict[str, Any]:
        """As `Solution.to_dict`, where ``profile`` holds marginals, with distributions and bounds besides."""
        game = self.game
        document = Solution.to_dict(self)
        for entry, equilibrium in zip(document["equilibria"], self.equilibria, strict=True):
            assert isinstance(equilibrium, CorrelatedEquilibrium)
            entry["distribution"] = _named(game, equilibrium.distribution)
        document["outcome_bounds"] = [
            {"profile": game.named(profile), **_ends(bounds)}
            for profile, bounds in zip(game.profiles(), self.outcome_bounds, strict=True)
        ]
        document["payoff_bounds"] = {
            player: _ends(bounds) for player, bounds in zip(game.players, self.payoff_bounds, strict=True)
        }
        document["welfare"] = {
            "greatest": str(self.welfare.value),
            "distribution": _named(game, self.welfare.primal),
        }
        document["unique"] = self.unique
        document["beyond_nash"] = None if self.beyond_nash is None else bool(self.beyond_nash)
        return document

    def to_frame(self) -> pd.DataFrame:
        """One row a pure profile, as a pandas frame.

        Columns: one a player with its action, then least, greatest and welfare_optimum (probabilities as floats), and
        the same with the ending _exact (fractions in strings).
        """
        import pandas as pd

        numbers = [
            (bounds.least, bounds.greatest, best)
            for bounds, best in zip(self.outcome_bounds, self.welfare.primal, strict=True)
        ]
        names = ("least", "greatest", "welfare_optimum")
        return pd.DataFrame(
            [
                {
                    **self.game.named(profile),
                    **dict(zip(names, map(float, row), strict=True)),
                    **{f"{name}_exact": str(value) for name, value in zip(names, row, strict=True)},
                }
                for profile, row in zip(self.game.profiles(), numbers, strict=True)
            ]
        )

    def __str__(self) -> str:
        game = self.game
        extent = "a single distribution" if self.unique else "a polytope of distributions"
        lines = [f"{self.concept} of the {self.form} game: {extent} ({self.method}, {self.arithmetic})"]
        lines += [
            f"  {', '.join(game.named(profile).values())}: probability {_range(bounds)}"
            for profile, bounds in zip(game.profiles(), self.outcome_bounds, strict=True)
        ]
        lines += [
            f"  payoff of {player}: {_range(bounds)}"
            for player, bounds in zip(game.players, self.payoff_bounds, strict=True)
        ]
        lines.append(f"  greatest sum of payoffs: {self.welfare.value}")
        if self.beyond_nash is not None:
            lines.append(f"  payoffs beyond lotteries over Nash equilibria: {'yes' if self.beyond_nash else 'no'}")
        return "\n".join(lines)


def distribution_of(game: StrategicGame, equilibrium: Equilibrium) -> Distribution:
    """The distribution over the pure profiles: a correlated one as it is, and else the product of the strategies."""
    if isinstance(equilibrium, CorrelatedEquilibrium):
        return equilibrium.distribution
    return tuple(
        prod((weights[action] for weights, action in zip(equilibrium.strategies, profile, strict=True)), start=_ONE)
        for profile in game.profiles()
    )


def violations(
    game: StrategicGame, incentives: Iterable[Incentive], equilibrium: Equilibrium
) -> tuple[DeviationWhenTold, ...]:
    """The deviations that would pay, with their expected gain before anything is recommended."""
    distribution = distribution_of(game, equilibrium)
    if len(distribution) != prod(game.shape) or min(distribution) < 0 or sum(distribution) != 1:
        raise CertificateError("a correlated equilibrium is not a distribution over the pure profiles")
    gains = ((incentive, _expected(incentive.gains, distribution)) for incentive in incentives)
    return tuple(
        DeviationWhenTold(
            game.players[incentive.player],
            game.actions[incentive.player][incentive.action],
            gain,
            None if incentive.told is None else game.actions[incentive.player][incentive.told],
        )
        for incentive, gain in gains
        if gain > 0
    )


def solve_correlated(game: StrategicGame, concept: str, incentives: Sequence[Incentive]) -> CorrelatedSolution:
    """What the distributions allow under which no incentive is positive.

    Raises
    ------
    TooLarge
        If the game has more than `MOST_PROFILES` pure profiles, or goes beyond `MOST_WORK`.
    """
    size = prod(game.shape)
    if size > MOST_PROFILES:
        raise TooLarge(
            f"the bounds of {concept} over {size} pure profiles take {2 * size} exact linear programs with "
            f"{size} unknowns and {len(incentives)} incentives; no more than {MOST_PROFILES} profiles are taken"
        )
    digits = max(map(_digits, game.payoffs))
    if size * size * digits > MOST_WORK:
        raise TooLarge(
            f"the bounds of {concept} over {size} pure profiles, with payoffs that take {digits} digits once they are "
            f"written in whole units, come to a work of {size * size * digits}; no more than {MOST_WORK} is taken"
        )
    constraints = _stable(game, incentives)
    lotteries = lotteries_over_nash(game)
    sides = () if lotteries is None else lotteries.sides
    along = [_along(game, side) for side in sides]
    quantities = [*_probabilities(size), *game.payoffs]
    objectives = [*quantities, *(_negative(quantity) for quantity in quantities), _welfare(game), *along]
    optima = [found for found in maximize_each(constraints, objectives) if isinstance(found, Optimum)]
    highest, lowest = optima[: len(quantities)], optima[len(quantities) : 2 * len(quantities)]
    bounds = [Bounds(low, high) for low, high in zip(lowest, highest, strict=True)]
    vertices = _vertices(constraints)
    distributions = dict.fromkeys(vertices or (found.primal for found in optima))
    equilibria = [CorrelatedEquilibrium.over(game, distribution) for distribution in distributions]
    equilibria.sort(key=lambda equilibrium: (-sum(equilibrium.payoffs), tuple(-p for p in equilibrium.distribution)))
    reached = tuple(optima[2 * len(quantities) + 1 :])
    return CorrelatedSolution(
        game=game,
        concept=concept,
        method="certified linear programs",
        arithmetic="exact rational",
        complete=vertices is not None,
        equilibria=tuple(equilibria),
        components=(tuple(range(len(equilibria))),),
        outcome_bounds=tuple(bounds[:size]),
        payoff_bounds=tuple(bounds[size:]),
        welfare=optima[2 * len(quantities)],
        beyond_nash=None if lotteries is None else BeyondNash(lotteries, reached),
    )


def certify_correlated(game: StrategicGame, incentives: Sequence[Incentive], solution: CorrelatedSolution) -> None:
    """Check every distribution by its incentives, and every bound by its primal and dual; knows no solver.

    Raises
    ------
    CertificateError
        If one of them fails.
    """
    for equilibrium in solution.equilibria:
        if gains := violations(game, incentives, equilibrium):
            raise CertificateError(f"{solution.concept} returned a distribution that is not stable: {gains[0]}")
    constraints = _stable(game, incentives)
    quantities = [*_probabilities(prod(game.shape)), *game.payoffs]
    for quantity, bounds in zip(quantities, (*solution.outcome_bounds, *solution.payoff_bounds), strict=True):
        verify(constraints, quantity, bounds.highest)
        verify(constraints, _negative(quantity), bounds.lowest)
    verify(constraints, _welfare(game), solution.welfare)
    if solution.beyond_nash is not None:
        for side, found in zip(solution.beyond_nash.lotteries.sides, solution.beyond_nash.stable, strict=True):
            verify(constraints, _along(game, side), found)


_ONE = Fraction(1)


def _stable(game: StrategicGame, incentives: Sequence[Incentive]) -> Constraints:
    size = prod(game.shape)
    return Constraints(size, [(incentive.gains, 0) for incentive in incentives], [([1] * size, 1)])


def _probabilities(size: int) -> list[list[Fraction]]:
    return [[Fraction(index == position) for index in range(size)] for position in range(size)]


def _negative(quantity: Sequence[Fraction]) -> list[Fraction]:
    return [-value for value in quantity]


def _welfare(game: StrategicGame) -> list[Fraction]:
    return _along(game, [_ONE] * len(game.players))


def _along(game: StrategicGame, direction: Sequence[Fraction]) -> list[Fraction]:
    return [_expected(direction, payoffs) for payoffs in zip(*game.payoffs, strict=True)]


def _expected(values: Sequence[Fraction], weights: Sequence[Fraction]) -> Fraction:
    return sum((value * weight for value, weight in zip(values, weights, strict=True) if weight), Fraction(0))


def _digits(values: Sequence[Fraction]) -> int:
    """The decimal digits of the largest of some numbers, in the greatest unit that makes them all whole."""
    scale = common_denominator(tuple(values))
    whole = [int(value * scale) for value in values]
    unit = gcd(*whole) or 1
    return max(int(abs(value) // unit).bit_length() for value in whole) * 30_103 // 100_000 + 1


def _vertices(constraints: Constraints) -> list[Distribution] | None:
    """Every vertex of the polytope, or None where they are too many to list."""
    size = constraints.size
    rows = [[int(index == position) for index in range(size)] for position in range(size)]
    for gains, _ in constraints.at_most:
        scale = common_denominator(tuple(map(Fraction, gains)))
        rows.append([int(-gain * scale) for gain in gains])
    try:
        rays = extreme_rays(rows, MOST_PAIRS)
    except TooLarge:
        return None
    return [tuple(Fraction(value, sum(ray.direction)) for value in ray.direction) for ray in rays]


def _named(game: StrategicGame, distribution: Distribution) -> list[dict[str, Any]]:
    """The profiles of positive probability, as JSON-ready data."""
    return [
        {"profile": game.named(profile), "probability": str(weight)}
        for profile, weight in zip(game.profiles(), distribution, strict=True)
        if weight
    ]


def _ends(bounds: Bounds) -> dict[str, str]:
    return {"least": str(bounds.least), "greatest": str(bounds.greatest)}


def _range(bounds: Bounds) -> str:
    return str(bounds.least) if bounds.least == bounds.greatest else f"{bounds.least} to {bounds.greatest}"
