"""All the weights that agree with stated comparisons: whether an outcome can, must or cannot be stable within them.

With every parameter but some *weights* fixed, payoffs are affine in the weights. The weights within their ranges at
which every stated comparison holds form a polytope, from which each strict comparison cuts off a face; further linear
conditions, such as that one weight is no less than another, can narrow it. An outcome
*can* be a pure Nash equilibrium if some of these weights make it one, *must* be one if all do, and *cannot* if none
does; each is decided by linear programs, exactly and with their duals as proof. In between, the share of the polytope
in which it is an equilibrium is estimated by hit and run, a random walk whose points are uniform in the limit (Smith
1984, Operations Research 32), with a standard error from the means of batches of the walk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from gametheory.binomial_bounds import share_bounds
from gametheory.errors import InvalidParameter, NotMultiAffine, UnknownName
from gametheory.game import ParametricGame, Profile
from gametheory.linear_program import Constraints, Infeasible, Optimum, maximize
from gametheory.parameters import MultiAffine, point_of

__all__ = ["Preference", "Share", "Verdict", "WeightPolytope", "weight_polytope"]

_BATCHES = 20
_THINNING = 5


@dataclass(frozen=True, slots=True)
class Preference:
    """A player prefers one pure outcome to another; where not strict, a tie is allowed."""

    player: int
    better: Profile
    worse: Profile
    strict: bool = True


class Verdict(StrEnum):
    """Whether an outcome is an equilibrium for all, some or none of the weights."""

    MUST = "must"
    CAN = "can"
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True)
class Share:
    """An estimate of the share of the polytope in which an outcome is an equilibrium.

    Attributes
    ----------
    share : float
        The share of the walk's points.
    error : float
        Its standard error, from the means of consecutive batches; it does not see what the walk never reached.
    points : int
        How many points were kept.
    """

    share: float
    error: float
    points: int

    @property
    def bounds(self) -> tuple[float, float]:
        """The share with 99 % confidence, as blind as the standard error.

        By Student's t over the batches, and no narrower than if the points were independent: where they all agree, the
        batches alone would leave no doubt.
        """
        from scipy.special import stdtrit

        reach = float(stdtrit(_BATCHES - 1, 0.995)) * self.error
        low, high = share_bounds(round(self.share * self.points), self.points)
        return max(0.0, min(low, self.share - reach)), min(1.0, max(high, self.share + reach))


@dataclass(frozen=True, slots=True)
class _Affine:
    """constant + slopes . x, where x are the weights counted from the low ends of their ranges."""

    constant: Fraction
    slopes: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class WeightPolytope:
    """The weights of one game that agree with stated comparisons.

    Attributes
    ----------
    game : ParametricGame
        The game, whose other parameters stand at their defaults.
    names : tuple of str
        The weights that vary.
    preferences : tuple of Preference
        What the weights must agree with.
    conditions : tuple of MultiAffine
        Expressions in the weights that must not be negative.
    """

    game: ParametricGame
    names: tuple[str, ...]
    preferences: tuple[Preference, ...]
    conditions: tuple[MultiAffine, ...] = ()

    def empty(self) -> bool:
        """Whether no weights agree with all the comparisons and conditions."""
        return not self._feasible(())

    def has_volume(self) -> bool:
        """Whether the weights fill a volume, so that points can be drawn from them."""
        return self._interior() is not None

    def verdict(self, profile: Profile) -> Verdict:
        """Whether a pure outcome must, can or cannot be a Nash equilibrium.

        Raises
        ------
        InvalidParameter
            If no weights agree with the comparisons.
        """
        if self.empty():
            raise InvalidParameter("no weights within their ranges agree with all the comparisons")
        stays = self._incentives(profile)
        if not self._feasible(stays):
            return Verdict.CANNOT
        return Verdict.MUST if all(self._least(one) >= 0 for one in stays) else Verdict.CAN

    def weights_for(self, profile: Profile) -> dict[str, Fraction] | None:
        """Weights that agree with the comparisons and make an outcome an equilibrium; None where there are none."""
        found = self._solved(self._incentives(profile))
        if found is None or (self._strict() and found.primal[-1] <= 0):
            return None
        return {name: low + x for name, low, x in zip(self.names, self._lows(), found.primal, strict=False)}

    def shares(self, profiles: Iterable[Profile], *, points: int = 2000, seed: int = 0) -> dict[Profile, Share]:
        """The share of the polytope in which each outcome is an equilibrium, by hit and run.

        Parameters
        ----------
        profiles : iterable of tuple of int
            The outcomes.
        points : int
            How many points of the walk are kept, at least 20; every fifth step is.
        seed : int
            Of the random numbers.

        Raises
        ------
        InvalidParameter
            If the polytope has no interior, so that a walk cannot move, or the number of points is too small.
        """
        import numpy as np

        if points < _BATCHES:
            raise InvalidParameter(f"{points} points are too few; at least {_BATCHES} are needed")
        wanted = list(profiles)
        start = self._interior()
        if start is None:
            raise InvalidParameter("the weights that agree with the comparisons fill no volume, so none can be drawn")
        rng = np.random.default_rng(seed)
        # Rows of A x <= b, the polytope in floats.
        rows = [([-float(s) for s in one.slopes], float(one.constant)) for one, _ in self._comparisons()]
        for index, high in enumerate(self._widths()):
            unit = [float(index == other) for other in range(len(self.names))]
            rows += [(unit, float(high)), ([-value for value in unit], 0.0)]
        A, b = np.array([row for row, _ in rows]), np.array([bound for _, bound in rows])
        tests = [
            (
                np.array([[float(s) for s in one.slopes] for one in stays]).reshape(len(stays), len(self.names)),
                np.array([float(one.constant) for one in stays]),
            )
            for stays in map(self._incentives, wanted)
        ]
        hits = np.zeros((len(wanted), points), dtype=bool)
        here = np.array([float(value) for value in start])
        for step in range(points * _THINNING):
            direction = rng.normal(size=len(here))
            direction /= np.linalg.norm(direction)
            along, left = A @ direction, b - A @ here
            with np.errstate(divide="ignore", invalid="ignore"):
                ratios = left / along
            ahead, behind = ratios[along > 1e-12], ratios[along < -1e-12]
            here = here + rng.uniform(behind.max(initial=0.0 if not behind.size else -np.inf), ahead.min()) * direction
            if step % _THINNING == _THINNING - 1:
                for number, (slopes, constants) in enumerate(tests):
                    hits[number, step // _THINNING] = bool((slopes @ here + constants >= 0).all())
        found = {}
        for number, profile in enumerate(wanted):
            batches = np.array([part.mean() for part in np.array_split(hits[number], _BATCHES)])
            error = float(batches.std(ddof=1) / np.sqrt(_BATCHES))
            found[profile] = Share(float(hits[number].mean()), error, points)
        return found

    def _lows(self) -> list[Fraction]:
        return [self.game.parameters[name].low for name in self.names]

    def _widths(self) -> list[Fraction]:
        return [self.game.parameters[name].high - self.game.parameters[name].low for name in self.names]

    def _affine(self, expression: MultiAffine) -> _Affine:
        fixed = {name: entry.default for name, entry in self.game.parameters.items() if name not in self.names}
        left = expression.given(fixed)
        constant = Fraction(0)
        slopes = dict.fromkeys(self.names, Fraction(0))
        for product, coefficient in left.terms.items():
            if len(product) > 1:
                first, second = sorted(product)[:2]
                raise NotMultiAffine(
                    f"{first} and {second} multiply each other, so payoffs are not affine in both; fix one of them"
                )
            if product:
                slopes[next(iter(product))] += coefficient
            else:
                constant += coefficient
        constant += sum((slope * low for slope, low in zip(slopes.values(), self._lows(), strict=True)), Fraction(0))
        return _Affine(constant, tuple(slopes.values()))

    def _difference(self, player: int, better: Profile, worse: Profile) -> _Affine:
        payoffs = self.game.payoffs[player]
        return self._affine(payoffs[self.game.position(better)] - payoffs[self.game.position(worse)])

    def _comparisons(self) -> list[tuple[_Affine, bool]]:
        compared = [(self._difference(one.player, one.better, one.worse), one.strict) for one in self.preferences]
        return compared + [(self._affine(condition), False) for condition in self.conditions]

    def _incentives(self, profile: Profile) -> list[_Affine]:
        """What each player gains by staying, against each of its other actions."""
        return [
            self._difference(player, profile, (*profile[:player], action, *profile[player + 1 :]))
            for player, size in enumerate(self.game.shape)
            for action in range(size)
            if action != profile[player]
        ]

    def _strict(self) -> bool:
        return any(one.strict for one in self.preferences)

    def _solved(self, also: Sequence[_Affine]) -> Optimum | None:
        """The point at which all strict comparisons hold by the greatest margin, at most one; None if there is none."""
        size = len(self.names)
        rows = [
            ([*(-slope for slope in one.slopes), Fraction(int(strict))], one.constant)
            for one, strict in self._comparisons()
        ]
        rows += [([*(-slope for slope in one.slopes), Fraction(0)], one.constant) for one in also]
        for index, width in enumerate(self._widths()):
            rows.append(([*(Fraction(int(index == other)) for other in range(size)), Fraction(0)], width))
        rows.append(([*(Fraction(0) for _ in range(size)), Fraction(1)], Fraction(1)))
        found = maximize(Constraints(size + 1, rows), [*(Fraction(0) for _ in range(size)), Fraction(1)])
        if isinstance(found, Infeasible):
            return None
        assert isinstance(found, Optimum)  # the margin is at most one
        return found

    def _feasible(self, also: Sequence[_Affine]) -> bool:
        found = self._solved(also)
        return found is not None and (found.value > 0 or not self._strict())

    def _least(self, expression: _Affine) -> Fraction:
        """The least value over the closed polytope; it is approached within the open one too, which is not empty."""
        rows = [([-slope for slope in one.slopes], one.constant) for one, _ in self._comparisons()]
        for index, width in enumerate(self._widths()):
            rows.append(([Fraction(int(index == other)) for other in range(len(self.names))], width))
        found = maximize(Constraints(len(self.names), rows), [-slope for slope in expression.slopes])
        assert isinstance(found, Optimum)  # weights are bounded, and the polytope is not empty
        return expression.constant - found.value

    def _interior(self) -> tuple[Fraction, ...] | None:
        """A point at which every comparison and every range holds with room to spare; None if there is none."""
        size = len(self.names)
        rows = [([*(-slope for slope in one.slopes), Fraction(1)], one.constant) for one, _ in self._comparisons()]
        for index, width in enumerate(self._widths()):
            unit = [Fraction(int(index == other)) for other in range(size)]
            rows += [([*unit, Fraction(1)], width), ([*(-value for value in unit), Fraction(1)], Fraction(0))]
        found = maximize(Constraints(size + 1, rows), [*(Fraction(0) for _ in range(size)), Fraction(1)])
        return found.primal[:size] if isinstance(found, Optimum) and found.value > 0 else None


def weight_polytope(
    game: ParametricGame,
    preferences: Iterable[Preference],
    names: Sequence[str] | None = None,
    at: Mapping[str, object] | None = None,
    conditions: Iterable[MultiAffine] = (),
) -> WeightPolytope:
    """The weights that agree with preferences.

    Parameters
    ----------
    game : ParametricGame
        The game.
    preferences : iterable of Preference
        Over its pure outcomes.
    names : sequence of str, optional
        The parameters that vary within their ranges; all of the game's where left out.
    at : mapping from str to number, optional
        Where the other parameters stand, if not at their defaults.
    conditions : iterable of MultiAffine, optional
        What must not be negative, as `conditions` of the polytope.

    Raises
    ------
    UnknownName
        For a parameter that the game does not have, also in a condition.
    NotMultiAffine
        If two of the varying parameters multiply each other; the message names them.
    """
    chosen = tuple(game.parameters if names is None else names)
    for name in chosen:
        if name not in game.parameters:
            raise UnknownName("parameter", name, game.parameters)
    point_of(game.parameters, at)
    polytope = WeightPolytope(game.moved(at), chosen, tuple(preferences), tuple(conditions))
    for condition in polytope.conditions:
        for name in condition.parameters:
            if name not in game.parameters:
                raise UnknownName("parameter", name, game.parameters)
    for expression in (*(cell for row in game.payoffs for cell in row), *polytope.conditions):
        polytope._affine(expression)
    return polytope
