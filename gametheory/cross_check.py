"""Cross-check: what nashpy's algorithms find of a solved game, where they miss or add an equilibrium, and why.

Every profile that nashpy returns is held against the exact solution. It *is* an extreme equilibrium when it lies within
`MATCH_TOLERANCE` of it in every probability, for nashpy computes in floats; any other is rounded to rationals and
certified. A maximal Nash subset conv(X) x conv(Y) holds a strategy x exactly when (x, y) is an equilibrium for every y
in Y, because it is maximal; so whether an equilibrium lies in one takes certificates only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import isfinite
from typing import Any

from gametheory.deviation import profitable_deviations
from gametheory.errors import InvalidParameter, NotApplicable
from gametheory.game import StrategicGame, Strategies
from gametheory.nashpy_limits import Reason, why_added, why_missed
from gametheory.nashpy_process import Algorithm, Call, Ending, FloatProfile, call_nashpy
from gametheory.solution import Solution

__all__ = ["AlgorithmCheck", "CrossCheck", "Reason", "Returned", "Scope", "Verdict", "compare", "cross_check"]

MATCH_TOLERANCE = 1e-6
"""How far, in any one probability, a float profile may be from the equilibrium that it stands for."""

_DENOMINATORS = (10**3, 10**6, 10**9)


class Scope(StrEnum):
    """Whether nashpy could be asked at all."""

    COMPARED = "compared"
    NOT_TWO_PLAYERS = "not_two_players"
    NOT_ALL_NASH_EQUILIBRIA = "not_all_nash_equilibria"
    PAYOFFS_OVERFLOW = "payoffs_overflow"


class Verdict(StrEnum):
    """What a returned profile turns out to be.

    EXTREME: one of the solution's extreme equilibria. INTERIOR: an exact equilibrium inside a maximal subset, not
    extreme. APPROXIMATE: no exact equilibrium, but nobody gains more than `MATCH_TOLERANCE` of the player's range of
    payoffs. NOT_EQUILIBRIUM: somebody gains more. MALFORMED: not one distribution a player. UNLISTED: an exact
    equilibrium that the solution does not hold, which would refute its completeness.
    """

    EXTREME = "extreme"
    INTERIOR = "interior"
    APPROXIMATE = "approximate"
    NOT_EQUILIBRIUM = "not_equilibrium"
    MALFORMED = "malformed"
    UNLISTED = "unlisted"


@dataclass(frozen=True, slots=True)
class Returned:
    """A profile that nashpy returned.

    Attributes
    ----------
    profile : tuple of tuple of float
        The strategies as returned.
    times : int
        How often this very profile was returned.
    verdict : Verdict
        What it is.
    equilibrium : int or None
        The extreme equilibrium that it is, as an index into the solution's.
    subset : int or None
        The first maximal subset that holds it, where it is INTERIOR.
    distance : float or None
        The largest difference in a probability from the nearest extreme equilibrium.
    regret : tuple of Fraction or None
        How much each player could gain, exactly, by its best deviation from the profile as rounded; in payoffs.
    reason : Reason or None
        Why it was returned although it is no equilibrium.
    """

    profile: FloatProfile
    times: int
    verdict: Verdict
    equilibrium: int | None = None
    subset: int | None = None
    distance: float | None = None
    regret: tuple[Fraction, ...] | None = None
    reason: Reason | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data; probabilities as text, since floats can be NaN."""
        return {
            "profile": [list(map(repr, strategy)) for strategy in self.profile],
            "times": self.times,
            "verdict": self.verdict.value,
            "equilibrium": self.equilibrium,
            "subset": self.subset,
            "distance": self.distance,
            "regret": None if self.regret is None else list(map(str, self.regret)),
            "reason": None if self.reason is None else self.reason.value,
        }


@dataclass(frozen=True, slots=True)
class AlgorithmCheck:
    """One algorithm against the solution.

    Attributes
    ----------
    algorithm : Algorithm
        Which one.
    calls : tuple of Call
        How it was called (Lemke-Howson: once a label) and how each call ended, with nashpy's warnings and errors.
    returned : tuple of Returned
        The distinct profiles.
    found : tuple of int
        The extreme equilibria that it found, as indices.
    missed : tuple of (int, Reason)
        Those that it did not find, each with the reason.
    missed_components : tuple of int
        The connected components of which it found no point.
    """

    algorithm: Algorithm
    calls: tuple[Call, ...]
    returned: tuple[Returned, ...]
    found: tuple[int, ...]
    missed: tuple[tuple[int, Reason], ...]
    missed_components: tuple[int, ...]

    @property
    def added(self) -> tuple[Returned, ...]:
        """What it returned that is neither an equilibrium nor, within the tolerance, close to one."""
        wrong = (Verdict.NOT_EQUILIBRIUM, Verdict.MALFORMED, Verdict.UNLISTED)
        return tuple(returned for returned in self.returned if returned.verdict in wrong)

    @property
    def finished(self) -> bool:
        """Whether every call came to its end."""
        return all(call.ending is Ending.FINISHED for call in self.calls)

    @property
    def agrees(self) -> bool:
        """Whether it finished, added nothing, and missed nothing of what it looks for."""
        sought = () if self.algorithm is Algorithm.LEMKE_HOWSON else self.missed
        return self.finished and not self.added and not sought

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data."""
        return {
            "algorithm": self.algorithm.value,
            "agrees": self.agrees,
            "calls": [
                {
                    "label": call.label,
                    "ending": call.ending.value,
                    "warnings": [{"category": category, "text": text} for category, text in call.warnings],
                    "error": call.error,
                }
                for call in self.calls
            ],
            "returned": [returned.to_dict() for returned in self.returned],
            "found": list(self.found),
            "missed": [{"equilibrium": index, "reason": reason.value} for index, reason in self.missed],
            "missed_components": list(self.missed_components),
        }


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """A second opinion on a solution.

    Attributes
    ----------
    scope : Scope
        Whether there was anything to compare; if not, why, and `algorithms` is empty.
    peer : str
        The package asked, with its version.
    payoffs_rounded : bool
        Whether some payoff is no float, so that nashpy was given a slightly different game.
    algorithms : tuple of AlgorithmCheck
        One an algorithm.
    """

    scope: Scope
    peer: str
    payoffs_rounded: bool = False
    algorithms: tuple[AlgorithmCheck, ...] = ()

    @property
    def agrees(self) -> bool | None:
        """Whether every algorithm agrees; None where nothing could be compared."""
        return all(check.agrees for check in self.algorithms) if self.algorithms else None

    @property
    def unlisted(self) -> tuple[Returned, ...]:
        """Exact equilibria that the solution should hold and does not: empty unless this package is at fault."""
        return tuple(
            returned for check in self.algorithms for returned in check.returned if returned.verdict is Verdict.UNLISTED
        )

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data: ``agrees`` is null where nothing could be compared."""
        return {
            "scope": self.scope.value,
            "peer": self.peer,
            "agrees": self.agrees,
            "payoffs_rounded": self.payoffs_rounded,
            "algorithms": [check.to_dict() for check in self.algorithms],
        }


def cross_check(game: StrategicGame, solution: Solution, *, seconds: float = 5.0) -> CrossCheck:
    """Ask nashpy for the equilibria of a solved two-player game, and compare.

    Parameters
    ----------
    game : StrategicGame
        The game that was solved.
    solution : Solution
        All its Nash equilibria, as `gametheory.concepts.nash` gives them.
    seconds : float
        How long nashpy may take, all its algorithms together. Starting its process is not counted.

    Raises
    ------
    InvalidParameter
        If `seconds` is not a positive, finite number.
    NotApplicable
        If the solution is of another game.

    Notes
    -----
    Nashpy gets the payoffs rounded to floats, unscaled, as its users write them.
    """
    if not (isfinite(seconds) and seconds > 0):
        raise InvalidParameter(f"a time limit of {seconds} seconds; it must be positive and finite")
    if game != solution.game:
        raise NotApplicable("the solution to check is of another game")
    scope = _scope(game, solution)
    if scope is Scope.COMPARED:
        A, B = ([list(map(float, row)) for row in game.matrix(player)] for player in (0, 1))
        return compare(game, solution, call_nashpy(A, B, seconds=seconds))
    return CrossCheck(scope, _peer())


def compare(game: StrategicGame, solution: Solution, calls: Sequence[Call]) -> CrossCheck:
    """Hold what nashpy returned against the solution; see `cross_check`."""
    checks = []
    for algorithm in Algorithm:
        own = tuple(call for call in calls if call.algorithm is algorithm)
        if own:
            checks.append(_check(game, solution, algorithm, own))
    rounded = any(Fraction(float(value)) != value for payoffs in game.payoffs for value in payoffs)
    return CrossCheck(Scope.COMPARED, _peer(), rounded, tuple(checks))


def _scope(game: StrategicGame, solution: Solution) -> Scope:
    if len(game.players) != 2:
        return Scope.NOT_TWO_PLAYERS
    if solution.concept != "nash" or not solution.complete:
        return Scope.NOT_ALL_NASH_EQUILIBRIA
    try:
        for payoffs in game.payoffs:
            list(map(float, payoffs))
    except OverflowError:
        return Scope.PAYOFFS_OVERFLOW
    return Scope.COMPARED


def _peer() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"nashpy {version('nashpy')}"
    except PackageNotFoundError:
        return "nashpy (not installed)"


def _check(game: StrategicGame, solution: Solution, algorithm: Algorithm, calls: tuple[Call, ...]) -> AlgorithmCheck:
    times: dict[FloatProfile, int] = {}
    for call in calls:
        for profile in call.profiles:
            times[profile] = times.get(profile, 0) + 1
    returned = tuple(_judged(game, solution, algorithm, profile, count) for profile, count in times.items())
    found = {one.equilibrium for one in returned if one.equilibrium is not None}
    touched = found | {
        index for one in returned if one.subset is not None for index in solution.maximal_subsets[one.subset]
    }
    return AlgorithmCheck(
        algorithm,
        calls,
        returned,
        tuple(sorted(found)),
        tuple(
            (index, why_missed(game, equilibrium.strategies, algorithm, calls, found_another=bool(found)))
            for index, equilibrium in enumerate(solution.equilibria)
            if index not in found
        ),
        tuple(number for number, members in enumerate(solution.components) if touched.isdisjoint(members)),
    )


def _judged(
    game: StrategicGame, solution: Solution, algorithm: Algorithm, profile: FloatProfile, times: int
) -> Returned:
    if not _distributions(profile, game.shape):
        finite = all(map(isfinite, (weight for strategy in profile for weight in strategy)))
        return Returned(profile, times, Verdict.MALFORMED, reason=Reason.UNEXPLAINED if finite else Reason.OVERFLOW)
    distances = [
        max(
            abs(one - float(other))
            for ours, theirs in zip(profile, equilibrium.strategies, strict=True)
            for one, other in zip(ours, theirs, strict=True)
        )
        for equilibrium in solution.equilibria
    ]
    distance = min(distances)
    if distance <= MATCH_TOLERANCE:
        nearest = distances.index(distance)
        return Returned(profile, times, Verdict.EXTREME, equilibrium=nearest, distance=distance)
    strategies, regret = _rounded(game, profile)
    if not any(regret):
        subset = _subset_with(game, solution, strategies)
        verdict = Verdict.UNLISTED if subset is None else Verdict.INTERIOR
        return Returned(profile, times, verdict, subset=subset, distance=distance, regret=regret)
    ranges = [max(payoffs) - min(payoffs) for payoffs in game.payoffs]
    if all(gain <= MATCH_TOLERANCE * width for gain, width in zip(regret, ranges, strict=True)):
        return Returned(profile, times, Verdict.APPROXIMATE, distance=distance, regret=regret)
    reason = why_added(game, strategies, regret, algorithm)
    return Returned(profile, times, Verdict.NOT_EQUILIBRIUM, distance=distance, regret=regret, reason=reason)


def _distributions(profile: FloatProfile, shape: tuple[int, ...]) -> bool:
    return len(profile) == len(shape) and all(
        len(strategy) == size
        and all(map(isfinite, strategy))
        and min(strategy) >= -MATCH_TOLERANCE
        and abs(sum(strategy) - 1) <= MATCH_TOLERANCE
        for strategy, size in zip(profile, shape, strict=True)
    )


def _rounded(game: StrategicGame, profile: FloatProfile) -> tuple[Strategies, tuple[Fraction, ...]]:
    """The profile in rationals and each player's regret: the simplest rounding that is an equilibrium, if one is."""
    exact = [[Fraction(max(weight, 0.0)) for weight in strategy] for strategy in profile]
    strategies = tuple(tuple(weight / sum(strategy) for weight in strategy) for strategy in exact)
    for most in _DENOMINATORS:
        simple = tuple(tuple(weight.limit_denominator(most) for weight in strategy) for strategy in exact)
        if _close(simple, exact) and all(sum(strategy) == 1 for strategy in simple):
            strategies = simple
            if not profitable_deviations(game, simple):
                break
    return strategies, _regret(game, strategies)


def _close(strategies: Strategies, others: Sequence[Sequence[Fraction]]) -> bool:
    return all(
        abs(weight - other) <= MATCH_TOLERANCE
        for strategy, other_strategy in zip(strategies, others, strict=True)
        for weight, other in zip(strategy, other_strategy, strict=True)
    )


def _regret(game: StrategicGame, strategies: Strategies) -> tuple[Fraction, ...]:
    gains = dict.fromkeys(game.players, Fraction(0))
    for deviation in profitable_deviations(game, strategies):
        gains[deviation.player] = max(gains[deviation.player], deviation.gain)
    return tuple(gains.values())


def _subset_with(game: StrategicGame, solution: Solution, strategies: Strategies) -> int | None:
    """The first maximal Nash subset that holds an equilibrium."""
    x, y = strategies
    for number, subset in enumerate(solution.maximal_subsets):
        members = [solution.equilibria[index].strategies for index in subset]
        if not any(
            profitable_deviations(game, (x, theirs)) or profitable_deviations(game, (ours, y))
            for ours, theirs in members
        ):
            return number
    return None
