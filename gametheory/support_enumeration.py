"""Three and more players: equilibria by the players that mix.

Those at which at most two players mix come from `gametheory.slices`, exactly.

Where three or more players mix, each support profile gives a system of polynomial equations
(`gametheory.indifference`), whose solutions are enclosed or excluded by `gametheory.subdivision`. A profile is skipped
when some action is at least as good for its player as one of its support against every profile of the others' supports,
and better against one: then it is better against every completely mixed one (conditional dominance: Porter, Nudelman
and Shoham 2008, Games and Economic Behavior 63; support enumeration: Dickhaut and Kaplan 1991).

Solutions that are fractions are recognised and checked; the others stay enclosed. A profile whose solutions are not all
proven regular, such as a continuum of them, is reported as unresolved.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, product
from math import prod

from gametheory.deviation import profitable_deviations
from gametheory.eliminant import rational_solutions
from gametheory.errors import TooLarge
from gametheory.game import StrategicGame, Strategies
from gametheory.indifference import Box, IndifferenceSystem, Supports
from gametheory.interval import Interval
from gametheory.slices import mixing_pairs, slice_equilibria

__all__ = ["MOST_SLICES", "MOST_SUPPORTS", "Found", "all_equilibria", "effort"]

MOST_SLICES = 2_000
"""The most two-player slices that are solved before a game is refused."""

MOST_SUPPORTS = 4_000
"""The most support profiles with three or more mixing players that are looked at before a game is refused."""

MOST_CELLS = 200_000
"""The most cells that the subdivisions of one game look at: some ten seconds. What is left then is unresolved."""

DIGITS = 15
"""The decimals of the enclosures that `subdivision` makes; a report doubles them."""


@dataclass(slots=True)
class Found:
    """Equilibria, as they are found.

    Attributes
    ----------
    points : set of Strategies
        Known as fractions, among them the vertices of every polytope of equilibria.
    enclosures : list of (IndifferenceSystem, Box)
        Known as intervals.
    unresolved : set of Supports
        Support profiles that may carry more.
    cells : int
        How many cells the subdivisions looked at.
    """

    points: set[Strategies] = field(default_factory=set)
    enclosures: list[tuple[IndifferenceSystem, Box]] = field(default_factory=list)
    unresolved: set[Supports] = field(default_factory=set)
    cells: int = 0


def effort(shape: tuple[int, ...]) -> tuple[int, int]:
    """How many slices, and how many support profiles with three or more mixing players, a game of this shape has."""
    slices = sum(prod(shape) // (shape[one] * shape[two]) for one, two in mixing_pairs(shape))
    every = prod(2**size - 1 for size in shape)
    few = prod(shape)  # no player mixes, one does, two do
    several = [Fraction(2**size - 1 - size, size) for size in shape]
    few += int(prod(shape) * (sum(several) + sum(a * b for a, b in combinations(several, 2))))
    return slices, every - few


def all_equilibria(game: StrategicGame) -> Found:
    """The equilibria of a game of three or more players.

    Raises
    ------
    TooLarge
        If there are more than `MOST_SLICES` slices or `MOST_SUPPORTS` support profiles.
    """
    slices, supports = effort(game.shape)
    if slices > MOST_SLICES or supports > MOST_SUPPORTS:
        raise TooLarge(
            f"a game of {'x'.join(map(str, game.shape))} actions has {_shown(slices)} two-player slices and "
            f"{_shown(supports)} support profiles in which three or more players mix; up to {MOST_SLICES} and "
            f"{MOST_SUPPORTS} are looked at (pure_nash finds the pure equilibria of any game)"
        )
    found = Found()
    for pair in mixing_pairs(game.shape):
        for profile in product(*((0,) if p in pair else range(size) for p, size in enumerate(game.shape))):
            points, unresolved = slice_equilibria(game, pair, profile)
            found.points |= points
            found.unresolved |= unresolved
    for support_profile in _support_profiles(game.shape):
        _solve_supports(game, support_profile, found)
    return found


def _shown(count: int) -> str:
    """A count in words that stay short, however great it is."""
    return str(count) if count < 10**9 else f"more than 2**{count.bit_length() - 1}"


def _support_profiles(shape: tuple[int, ...]) -> list[Supports]:
    """The support profiles in which three or more players mix, small ones first."""
    pure = [[(action,) for action in range(size)] for size in shape]
    mixed = [[s for count in range(2, size + 1) for s in combinations(range(size), count)] for size in shape]
    able = [player for player, size in enumerate(shape) if size > 1]
    profiles = [
        profile
        for count in range(3, len(able) + 1)
        for mixers in combinations(able, count)
        for profile in product(*((mixed if player in mixers else pure)[player] for player in range(len(shape))))
    ]
    return sorted(profiles, key=lambda profile: sum(map(len, profile)))


def _solve_supports(game: StrategicGame, supports: Supports, found: Found) -> None:
    """The completely mixed equilibria of a support profile in which three or more players mix."""
    system = IndifferenceSystem(game, supports)
    tied = True
    for player, support in enumerate(supports):
        lines = [system.gaps(player, action, support[-1]) for action in range(game.shape[player])]
        for action, line in enumerate(lines):
            for mine in support:
                if mine != action and _better(line, lines[mine]):
                    return
                tied = tied and (action not in support or line == lines[mine])
    if tied:
        # Everyone is indifferent everywhere in the supports: with no better action at their corners, all is
        # equilibrium.
        corners = [
            tuple(
                tuple(Fraction(int(a == chosen)) for a in range(size))
                for chosen, size in zip(p, game.shape, strict=True)
            )
            for p in product(*supports)
        ]
        if all(not profitable_deviations(game, corner) for corner in corners):
            return  # each corner is a point of some slice, so their product is among the maximal subsets
    points = rational_solutions(system)
    if points is not None:
        profiles = map(system.strategies, points)
        found.points.update(profile for profile in profiles if not profitable_deviations(game, profile))
        return

    from gametheory.subdivision import isolate

    isolation = isolate(system, MOST_CELLS - found.cells)
    found.cells += isolation.cells
    if not isolation.resolved:
        found.unresolved.add(supports)
    for box in isolation.boxes:
        _report(system, box, found)


def _better(line: list[Fraction], other: list[Fraction]) -> bool:
    """Whether one action is never worse than another, and somewhere better."""
    return line != other and all(more >= less for more, less in zip(line, other, strict=True))


def _report(system: IndifferenceSystem, box: Box, found: Found) -> None:
    """Add the one solution in `box`, if it is an equilibrium."""
    for digits in (DIGITS, 2 * DIGITS, 4 * DIGITS):
        verdict = _verdict(system, box)
        if verdict is False:
            return
        candidate = [_simplest(side) for side in box]
        if max(value.denominator for value in candidate) < 10 ** (digits // 2) and not any(system.values(candidate)):
            strategies = system.strategies(candidate)
            if min(map(min, strategies)) >= 0 and not profitable_deviations(system.game, strategies):
                found.points.add(strategies)
            return
        if verdict and digits > DIGITS:
            found.enclosures.append((system, box))
            return
        closer = tuple(Interval.around(value, 2 * digits) for value in _refined(system, box, 2 * digits))
        # Within a box that holds one solution, a smaller one that holds one holds the same.
        if any(s.lower < t.lower or s.upper > t.upper for s, t in zip(closer, box, strict=True)):
            break
        if not system.one_root(closer):
            break
        box = closer
    found.unresolved.add(system.supports)


def _verdict(system: IndifferenceSystem, box: Box) -> bool | None:
    """Whether the solution in `box` is an equilibrium that only its own actions match; None where it is left open."""
    open_ = False
    weights = [*box, *(Interval(min(w[-1] for w in c), max(w[-1] for w in c)) for c in system.corners(box).values())]
    for weight in weights:
        if weight.upper <= 0:
            return False
        open_ |= weight.lower <= 0
    for player, support in enumerate(system.supports):
        for action in range(system.game.shape[player]):
            if action not in support:
                gain = system.gap_range(player, action, support[-1], box)
                if gain.lower > 0:
                    return False
                open_ |= gain.upper >= 0
    return None if open_ else True


def _refined(system: IndifferenceSystem, box: Box, digits: int) -> list[Fraction]:
    """The solution in `box` to well beyond `digits` decimals, by Newton's method."""
    point = [(side.lower + side.upper) / 2 for side in box]
    for _ in range(8):
        moved = system.newton_step(point)
        if moved is None:
            return point
        moved = [round(value, 2 * digits) for value in moved]
        if moved == point:
            break
        point = moved
    return point


def _simplest(interval: Interval) -> Fraction:
    """The fraction with the least denominator in an interval (Stern-Brocot descent by continued fractions)."""
    whole = -(-interval.lower.numerator // interval.lower.denominator)
    if whole <= interval.upper:
        return Fraction(whole)
    below = whole - 1
    rest = _simplest(Interval(1 / (interval.upper - below), 1 / (interval.lower - below)))
    return below + 1 / rest
