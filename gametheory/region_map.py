"""A map of two parameters as a result: which equilibria there are where, with areas, and the curves between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import cos, pi
from typing import TYPE_CHECKING, Any

from gametheory.equilibrium_pattern import Pattern
from gametheory.game import StrategicGame
from gametheory.parameters import Parameter
from gametheory.plane_projection import Rectangle, roots_above
from gametheory.polynomial import Number, decimal, enclosed
from gametheory.solve import Play

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Area", "Curve", "Piece", "Region", "RegionMap"]

_NODES = (24, 36)
"""At how many points heights are taken for an area: the second number's is the result, the first's its check."""


@dataclass(frozen=True, slots=True)
class Area:
    """The area of part of a map.

    Attributes
    ----------
    value : Fraction or float
        A fraction where all curves around are straight lines.
    error : float
        The estimated error of a float; 0 for a fraction.
    """

    value: Fraction | float
    error: float = 0.0

    def __add__(self, other: Area) -> Area:
        return Area(self.value + other.value, self.error + other.error)

    def share(self, whole: Fraction) -> Area:
        """The area as a share of a whole."""
        value = self.value / whole if isinstance(self.value, Fraction) else self.value / float(whole)
        return Area(value, self.error / float(whole))


@dataclass(frozen=True, slots=True)
class Curve:
    """The part of an algebraic curve that runs above a stretch of the first parameter.

    Attributes
    ----------
    terms : mapping from (int, int) to int
        The coefficients of an irreducible polynomial that is zero on the curve, by the powers of both parameters.
    branch : int
        Which of its zeros above each value of the first parameter, counted upwards from 0 within the rectangle.
    """

    terms: Mapping[tuple[int, int], int]
    branch: int

    def __hash__(self) -> int:
        return hash((frozenset(self.terms.items()), self.branch))

    @property
    def straight(self) -> bool:
        """Whether it is a line."""
        return all(of_x + of_y <= 1 for of_x, of_y in self.terms)

    def height(self, x: Fraction) -> Fraction:
        """The second parameter on a straight line."""
        return -(self.terms.get((0, 0), 0) + self.terms.get((1, 0), 0) * x) / Fraction(self.terms[0, 1])

    def text(self, first: str, second: str) -> str:
        """The polynomial in the parameters' names."""
        shown = ""
        for (of_x, of_y), value in sorted(self.terms.items(), key=lambda term: (-sum(term[0]), term[0])):
            powers = [
                f"{name}^{power}" if power > 1 else name for name, power in ((first, of_x), (second, of_y)) if power
            ]
            factors = [str(abs(value))] if abs(value) != 1 or not powers else []
            sign = "-" if value < 0 else "+"
            body = "*".join(factors + powers)
            shown += f" {sign} {body}" if shown else f"{'-' if value < 0 else ''}{body}"
        return f"{shown} = 0"


@dataclass(frozen=True, slots=True)
class Piece:
    """The points between two values of the first parameter and between two curves, which have one pattern.

    Attributes
    ----------
    left, right : Fraction or RealRoot
        Between which values of the first parameter.
    lower, upper : Curve or None
        Between which curves; None for the rectangle's own side.
    pattern : Pattern
        Which equilibria there are.
    sample : (Fraction, Fraction)
        A point within.
    """

    left: Number
    right: Number
    lower: Curve | None
    upper: Curve | None
    pattern: Pattern
    sample: tuple[Fraction, Fraction]

    def corners(self, within: Rectangle) -> tuple[tuple[Fraction, Fraction], ...] | None:
        """The corners, anticlockwise, of a piece with rational ends between straight lines; None for any other."""
        if not (isinstance(self.left, Fraction) and isinstance(self.right, Fraction)):
            return None
        if not all(curve is None or curve.straight for curve in (self.lower, self.upper)):
            return None
        ends = (self.left, self.right)
        below = [within.bottom if self.lower is None else self.lower.height(x) for x in ends]
        above = [within.top if self.upper is None else self.upper.height(x) for x in ends]
        around = [(ends[0], below[0]), (ends[1], below[1]), (ends[1], above[1]), (ends[0], above[0])]
        return tuple(dict.fromkeys(around))

    def sides(self, within: Rectangle, points: int = 25) -> tuple[tuple[float, float, float], ...]:
        """From left to right, values of the first parameter with the second's on the lower and on the upper side.

        Rounded, for a plot: the corners where all sides are straight, and else so many points, closer near the ends.
        """
        straight = isinstance(self.left, Fraction) and isinstance(self.right, Fraction)
        if straight and all(curve is None or curve.straight for curve in (self.lower, self.upper)):
            return tuple(
                (
                    float(x),
                    float(within.bottom if self.lower is None else self.lower.height(x)),
                    float(within.top if self.upper is None else self.upper.height(x)),
                )
                for x in (self.left, self.right)
                if isinstance(x, Fraction)
            )
        left, right = self._inner_ends()
        half = (right - left) / 2
        # Just within the ends, where a curve may leave the rectangle; closer there, as it may end upright.
        waves = [Fraction(cos(pi * step / (points - 1))) * (1 - Fraction(1, 2**30)) for step in range(points)]
        across = [left + half * (1 - wave) for wave in waves]
        return tuple(
            (float(x), self._side(self.lower, x, within, False), self._side(self.upper, x, within, True))
            for x in across
        )

    def area(self, within: Rectangle) -> Area:
        """The area, exactly between straight lines, and by quadrature between others."""
        corners = self.corners(within)
        if corners is not None:
            turned = zip(corners, [*corners[1:], corners[0]], strict=True)
            return Area(sum((one[0] * two[1] - two[0] * one[1] for one, two in turned), Fraction(0)) / 2)
        rough, fine = (self._quadrature(within, count) for count in _NODES)
        return Area(fine, abs(fine - rough) + 1e-12 * abs(fine))

    def _quadrature(self, within: Rectangle, count: int) -> float:
        """Fejér's rule (1933) in x = middle + half * cos(t): curves may end upright."""
        left, right = self._inner_ends()
        total = 0.0
        for index in range(count):
            angle = (index + 0.5) * pi / count
            x = (left + right) / 2 + (right - left) / 2 * Fraction(cos(angle))
            weight = 2 / count * (1 - 2 * sum(cos(2 * k * angle) / (4 * k * k - 1) for k in range(1, count // 2 + 1)))
            total += weight * (self._side(self.upper, x, within, True) - self._side(self.lower, x, within, False))
        return total * float(right - left) / 2

    def _inner_ends(self) -> tuple[Fraction, Fraction]:
        """The ends, or rational numbers within, so near to them that a float does not tell."""
        width = Fraction(1, 2**60)
        while True:
            left, right = enclosed(self.left, width).upper, enclosed(self.right, width).lower
            if right - left > 2**20 * width:
                return left, right
            width /= 2**40

    def _side(self, curve: Curve | None, x: Fraction, within: Rectangle, upper: bool) -> float:
        if curve is None:
            return float(within.top if upper else within.bottom)
        return float(_heights(curve, x, within)[curve.branch])


def _heights(curve: Curve, x: Fraction, within: Rectangle) -> list[Number]:
    return roots_above(curve.terms, x, within)


@dataclass(frozen=True, slots=True)
class Region:
    """All points of a map that have one pattern: one or more pieces.

    Attributes
    ----------
    pattern : Pattern
        Which equilibria there are.
    pieces : tuple of Piece
        From left to right, then upwards.
    area, share : Area
        How large it is, and which share of the rectangle.
    """

    pattern: Pattern
    pieces: tuple[Piece, ...]
    area: Area
    share: Area


@dataclass(frozen=True)
class RegionMap:
    """Which equilibria there are where, over two parameters.

    Attributes
    ----------
    game : StrategicGame
        The game whose actions the patterns speak of, at the default.
    first, second : Parameter
        What moves, each with its default and the range that was looked at.
    play : Play
        The form and concept.
    pieces : tuple of Piece
        They fill the rectangle but for the curves and upright lines between them.
    now : Pattern
        Which equilibria there are at the default.
    """

    game: StrategicGame
    first: Parameter
    second: Parameter
    play: Play
    pieces: tuple[Piece, ...]
    now: Pattern

    @property
    def rectangle(self) -> Rectangle:
        """The ranges."""
        return Rectangle(self.first.low, self.first.high, self.second.low, self.second.high)

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """The pieces by their pattern, the largest region first."""
        grouped: dict[Pattern, list[Piece]] = {}
        for piece in self.pieces:
            grouped.setdefault(piece.pattern, []).append(piece)
        found = []
        for pattern, pieces in grouped.items():
            area = Area(Fraction(0))
            for piece in pieces:
                area += piece.area(self.rectangle)
            found.append(Region(pattern, tuple(pieces), area, area.share(self.rectangle.area)))
        return tuple(sorted(found, key=lambda region: -float(region.area.value)))

    @property
    def exact(self) -> bool:
        """Whether all areas are fractions, as they are where only straight lines separate the regions."""
        return all(isinstance(region.area.value, Fraction) for region in self.regions)

    def piece_at(self, x: Fraction, y: Fraction) -> Piece | None:
        """The piece that has a point inside; None on a curve, or on an upright line between two pieces."""
        for piece in self.pieces:
            if piece.left < x < piece.right:
                low = (
                    self.second.low
                    if piece.lower is None
                    else _heights(piece.lower, x, self.rectangle)[piece.lower.branch]
                )
                high = (
                    self.second.high
                    if piece.upper is None
                    else _heights(piece.upper, x, self.rectangle)[piece.upper.branch]
                )
                if low < y < high:
                    return piece
        return None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data: exact numbers as fractions in strings, an area by quadrature as a number with its error."""
        within = self.rectangle

        def curve(found: Curve | None) -> dict[str, Any] | None:
            if found is None:
                return None
            return {"equation": found.text(self.first.name, self.second.name), "branch": found.branch}

        def corners(piece: Piece) -> list[list[str]] | None:
            around = piece.corners(within)
            return None if around is None else [[str(x), str(y)] for x, y in around]

        return {
            "form": self.play.form,
            "concept": self.play.concept,
            "players": list(self.game.players),
            "over": [
                {"parameter": entry.name, "low": str(entry.low), "high": str(entry.high), "default": str(entry.default)}
                for entry in (self.first, self.second)
            ],
            "now": self.now.named(self.game.actions),
            "exact": self.exact,
            "regions": [
                {
                    "components": region.pattern.named(self.game.actions),
                    "area": _shown(region.area),
                    "share": _shown(region.share),
                    "now": region.pattern == self.now,
                    "pieces": [
                        {
                            "left": decimal(piece.left, 15),
                            "right": decimal(piece.right, 15),
                            "lower": curve(piece.lower),
                            "upper": curve(piece.upper),
                            "corners": corners(piece),
                            "sample": [str(value) for value in piece.sample],
                        }
                        for piece in region.pieces
                    ],
                }
                for region in self.regions
            ],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row a region, as a pandas frame.

        Columns: equilibria (as `Pattern.text`), share, area, area_error (floats), area_exact (a fraction in a string;
        missing where curves are not straight), pieces (their number) and now (bool).
        """
        import pandas as pd

        rows = [
            (
                region.pattern.text(self.game.actions),
                float(region.share.value),
                float(region.area.value),
                region.area.error,
                str(region.area.value) if isinstance(region.area.value, Fraction) else None,
                len(region.pieces),
                region.pattern == self.now,
            )
            for region in self.regions
        ]
        columns = ["equilibria", "share", "area", "area_error", "area_exact", "pieces", "now"]
        return pd.DataFrame(rows, columns=columns)

    def __str__(self) -> str:
        first, second = self.first, self.second
        lines = [
            f"{first.name} from {first.low} to {first.high} (now {first.default}) and {second.name} from {second.low} "
            f"to {second.high} (now {second.default}): {len(self.regions)} regions of {self.play.concept} of the "
            f"{self.play.form} game"
        ]
        for region in self.regions:
            here = " (now)" if region.pattern == self.now else ""
            lines.append(f"  {100 * float(region.share.value):.4g}%: {region.pattern.text(self.game.actions)}{here}")
        return "\n".join(lines)


def _shown(area: Area) -> Any:
    return str(area.value) if isinstance(area.value, Fraction) else {"value": area.value, "error": area.error}
