"""Where an outcome is stable, said in two ways: the exact half-spaces that bound it, and the best box that is found.

An outcome is an equilibrium exactly where each player's payoff there is no less than by each of its other actions. Each
such margin is an exact expression in the parameters, a half-space where no two that move are multiplied. These are
facts; how often one fails in the worlds that were drawn, and how often it alone fails, says which of them matter.

A *box* is a range for each of a few parameters. Its *coverage* is the share of the outcome's worlds that lie in it, its
*density* the share of its worlds in which the outcome is stable (Bryant and Lempert 2010, Technological Forecasting
and Social Change 77). Boxes are found by the patient rule induction method (PRIM; Friedman and Fisher 1999, Statistics
and Computing 9): from the whole, peel off that slice of about a twentieth whose loss leaves the greatest density, again
and again; of the boxes on the way keep the one with the best harmonic mean of coverage and density; then move sides
out while that mean grows, and drop those that are worth no more than a fiftieth of it. A box *fits* if it covers half
and is dense by four fifths. The search sees every other world; coverage and density are counted in the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory.batch_payoffs import PayoffFamily
from gametheory.binomial_bounds import share_bounds
from gametheory.estimate import IntervalEstimate
from gametheory.exact import common_denominator
from gametheory.game import ParametricGame, Profile
from gametheory.parameters import MultiAffine
from gametheory.worlds import CELLS, Worlds

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["FITTING_COVERAGE", "FITTING_DENSITY", "Box", "Discovery", "HalfSpace", "Side", "discover"]

FITTING_COVERAGE, FITTING_DENSITY = 0.5, 0.8
"""From where on a box is said to fit."""

_PEEL = 0.05
_LEAST_SUPPORT = 0.02
_WORTH = 0.02


@dataclass(frozen=True, slots=True)
class HalfSpace:
    """A player stays where it is as long as `margin`, its loss from another action, is not negative.

    Attributes
    ----------
    player, action : str
        Who stays, and the action that it forgoes.
    margin : MultiAffine
        In the parameters that move.
    fails, alone : float
        The share of worlds in which it is negative, and in which it is the only margin of the outcome that is.
    """

    player: str
    action: str
    margin: MultiAffine
    fails: float
    alone: float

    @property
    def whole(self) -> MultiAffine:
        """The margin times the positive number that makes its coefficients integers without a common divisor."""
        values = tuple(self.margin.terms.values())
        scale = common_denominator(values)
        divisor = gcd(*(int(value * scale) for value in values)) or 1
        return self.margin * MultiAffine.constant(Fraction(scale, divisor))

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data; each term has its coefficient and the parameters that it multiplies."""
        terms = [
            {"coefficient": str(value), "parameters": sorted(product)}
            for product, value in sorted(self.margin.terms.items(), key=lambda term: sorted(term[0]))
        ]
        return {
            "player": self.player,
            "against": self.action,
            "margin": terms,
            "fails": self.fails,
            "alone": self.alone,
        }


@dataclass(frozen=True, slots=True)
class Side:
    """The range that a box leaves one parameter, and the density that the box would have without it."""

    parameter: str
    low: Fraction
    high: Fraction
    density_without: float


@dataclass(frozen=True, slots=True)
class Box:
    """The best box that was found.

    Attributes
    ----------
    sides : tuple of Side
        The parameters that it restricts, the one that matters most first; all others have their whole range.
    coverage, density : IntervalEstimate
        In the worlds that the search did not see.
    mass : float
        The share of these worlds that lie in the box.
    fits : bool
        Whether coverage and density are high enough to speak of the box instead of the half-spaces.
    """

    sides: tuple[Side, ...]
    coverage: IntervalEstimate
    density: IntervalEstimate
    mass: float
    fits: bool

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data."""
        return {
            "sides": [
                {
                    "parameter": side.parameter,
                    "low": str(side.low),
                    "high": str(side.high),
                    "density_without": side.density_without,
                }
                for side in self.sides
            ],
            "coverage": self.coverage.to_dict(),
            "density": self.density.to_dict(),
            "mass": self.mass,
            "fits": self.fits,
        }


@dataclass(frozen=True, slots=True)
class Discovery:
    """Where one pure outcome is an equilibrium of the simultaneous game.

    Attributes
    ----------
    profile : tuple of int
    share : float
        The share of the worlds.
    half_spaces : tuple of HalfSpace
        The margins that fail in some world, the most frequent first; where there is none, no world speaks against it.
    box : Box, or None
        None where the outcome is an equilibrium in all worlds, in none, or in too few to search.
    """

    profile: Profile
    share: float
    half_spaces: tuple[HalfSpace, ...]
    box: Box | None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data; the profile by numbers of actions."""
        return {
            "profile": list(self.profile),
            "share": self.share,
            "half_spaces": [found.to_dict() for found in self.half_spaces],
            "box": None if self.box is None else self.box.to_dict(),
        }


def discover(game: ParametricGame, worlds: Worlds, profile: Profile) -> Discovery:
    """Where a pure outcome is an equilibrium: the half-spaces that bound it, and the best box.

    Parameters
    ----------
    game : ParametricGame
        Played simultaneously.
    worlds : Worlds
        Points of the game.
    profile : tuple of int
        The outcome.
    """
    points = worlds.points
    family = PayoffFamily(game, points.numerators, points.names, points.denominator)
    payoffs, errors = family.read(0, points.worlds)
    if any(errors):
        payoffs = family.integers(np.arange(points.worlds))
    payoffs = payoffs.reshape(len(game.players), -1, points.worlds)
    fixed = {name: entry.default for name, entry in game.parameters.items() if name not in points.names}
    here = game.position(profile)
    rivals = []
    for player, actions in enumerate(game.actions):
        for action, name in enumerate(actions):
            if action != profile[player]:
                there = game.position((*profile[:player], action, *profile[player + 1 :]))
                margin = (game.payoffs[player][here] - game.payoffs[player][there]).given(fixed)
                rivals.append((player, name, margin, payoffs[player, here] < payoffs[player, there]))
    failing = np.array([fails for *_, fails in rivals], dtype=bool).reshape(len(rivals), points.worlds)
    number = failing.sum(axis=0)
    bounds = [
        HalfSpace(game.players[player], name, margin, float(fails.mean()), float((fails & (number == 1)).mean()))
        for player, name, margin, fails in rivals
        if fails.any()
    ]
    bounds.sort(key=lambda found: (-found.fails, -found.alone))
    stable = number == 0
    return Discovery(profile, float(stable.mean()), tuple(bounds), _best_box(worlds, stable))


def _best_box(worlds: Worlds, stable: NDArray[np.bool_]) -> Box | None:
    seen, hits = worlds.cells[:, ::2], stable[::2]
    held, wanted = worlds.cells[:, 1::2], stable[1::2]
    if hits.all() or wanted.all() or min(hits.sum(), wanted.sum()) < 1 / _PEEL:
        return None
    search = _Search(seen, hits)
    low, high = search.trimmed(*search.pasted(*max(search.peeled(), key=lambda box: search.quality(*box))))
    meets = (held >= low[:, None]) & (held <= high[:, None])
    within = meets.all(axis=0)
    both, total, there = int((within & wanted).sum()), int(within.sum()), int(wanted.sum())
    if not total:
        return None
    coverage = IntervalEstimate(both / there, *share_bounds(both, there))
    density = IntervalEstimate(both / total, *share_bounds(both, total))
    without = {
        row: float(wanted[np.delete(meets, row, axis=0).all(axis=0)].mean())
        for row in np.flatnonzero((low > 0) | (high < CELLS - 1)).tolist()
    }
    sides = [
        Side(worlds.names[row], worlds.value(row, int(low[row])), worlds.value(row, int(high[row]) + 1), without[row])
        for row in sorted(without, key=lambda row: without[row])
    ]
    fits = coverage.value >= FITTING_COVERAGE and density.value >= FITTING_DENSITY
    return Box(tuple(sides), coverage, density, total / len(wanted), fits)


_Ends = tuple["NDArray[np.int64]", "NDArray[np.int64]"]
"""The first and the last cell of each parameter that a box holds."""


class _Search:
    """Boxes around the worlds that hit.

    Parameters
    ----------
    cells : (parameters, worlds) array of int64
    hits : (worlds,) array of bool
    """

    def __init__(self, cells: NDArray[np.int64], hits: NDArray[np.bool_]) -> None:
        self._cells, self._hits = cells, hits
        self._least = max(int(_LEAST_SUPPORT * len(hits)), 1)

    def quality(self, low: NDArray[np.int64], high: NDArray[np.int64]) -> float:
        """The harmonic mean of coverage and density."""
        within = ((self._cells >= low[:, None]) & (self._cells <= high[:, None])).all(axis=0)
        return 2 * int((within & self._hits).sum()) / int(within.sum() + self._hits.sum())

    def peeled(self) -> Iterator[_Ends]:
        """The boxes of a peeling, from the whole on."""
        rows = len(self._cells)
        low, high = np.zeros(rows, dtype=np.int64), np.full(rows, CELLS - 1, dtype=np.int64)
        cells, hits = self._cells, self._hits
        while True:
            yield low.copy(), high.copy()
            number = cells.shape[1]
            cut = max(int(_PEEL * number), 1)
            if number - cut < self._least:
                return
            ordered = np.sort(cells, axis=1)
            best: tuple[float, int, int, int] | None = None
            for row in range(rows):
                for end, bound in ((0, int(ordered[row, cut])), (1, int(ordered[row, -1 - cut]))):
                    left = cells[row] >= bound if end == 0 else cells[row] <= bound
                    size = int(left.sum())
                    if self._least <= size < number:
                        density = float(hits[left].mean())
                        if best is None or (density, size) > best[:2]:
                            best, kept, side = (density, size, row, bound), left, (low, high)[end]
            if best is None:
                return
            side[best[2]] = best[3]
            cells, hits = cells[:, kept], hits[kept]

    def pasted(self, low: NDArray[np.int64], high: NDArray[np.int64]) -> _Ends:
        """The box with sides moved out by about a twentieth of its worlds, as long as its quality grows."""
        while True:
            meets = (self._cells >= low[:, None]) & (self._cells <= high[:, None])
            step = max(int(_PEEL * int(meets.all(axis=0).sum())), 1)
            wider = []
            for row, own in enumerate(self._cells):
                open_to = own[np.delete(meets, row, axis=0).all(axis=0)]
                below, above = np.sort(open_to[open_to < low[row]]), np.sort(open_to[open_to > high[row]])
                for side, outside, end in ((low, below[::-1], 0), (high, above, CELLS - 1)):
                    if len(outside):
                        moved = side.copy()
                        moved[row] = outside[step - 1] if step < len(outside) else end
                        wider.append((moved, high) if side is low else (low, moved))
            best = max(wider, key=lambda box: self.quality(*box), default=None)
            if best is None or self.quality(*best) <= self.quality(low, high):
                return low, high
            low, high = best

    def trimmed(self, low: NDArray[np.int64], high: NDArray[np.int64]) -> _Ends:
        """The box without the sides that are worth next to nothing to its quality, the idlest first."""
        while True:
            wider = []
            for row in np.flatnonzero((low > 0) | (high < CELLS - 1)).tolist():
                ends = low.copy(), high.copy()
                ends[0][row], ends[1][row] = 0, CELLS - 1
                wider.append(ends)
            best = max(wider, key=lambda box: self.quality(*box), default=None)
            if best is None or self.quality(*best) < self.quality(low, high) - _WORTH:
                return low, high
            low, high = best
