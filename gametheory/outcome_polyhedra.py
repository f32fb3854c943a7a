"""For each pure outcome the polyhedron of parameter values at which it is an equilibrium: facets, vertices, volume.

Where payoffs are affine in all parameters that move together, an outcome is an equilibrium exactly where finitely many
affine inequalities hold, one for each player and other action; with the ranges of the parameters they bound a polytope.
Its share of the box of ranges is found exactly in up to four dimensions, from a triangulation: a polytope is the union
of the simplices that join one of its vertices to those of its facets which do not hold it, these cut up alike (Cohen
and Hickey 1979, Journal of the ACM 26). Beyond, points are drawn at random, and the error is Hoeffding's (1963).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial, gcd, lcm, log, sqrt
from typing import TYPE_CHECKING, Any

from gametheory.errors import InvalidParameter, NotAffine, NotApplicable
from gametheory.flip_points import parameter_range
from gametheory.game import ParametricGame, Profile, StrategicGame
from gametheory.parameters import MultiAffine, Parameter
from gametheory.polyhedra import extreme_rays

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MOST_EXACT", "Inequality", "OutcomePolyhedra", "OutcomePolyhedron", "outcome_polyhedra", "share_of_box"]

MOST_EXACT = 4
"""The most dimensions in which volumes are exact and vertices are listed."""

CONFIDENCE = Fraction(99, 100)
"""How sure it is that a sampled share is off by no more than its error."""


@dataclass(frozen=True, slots=True)
class Inequality:
    """A player stays where it is: `constant` plus the sum of `slopes` times the parameters is at least zero.

    Attributes
    ----------
    player, action : int
        Who stays, and the action that it forgoes.
    constant : Fraction
    slopes : tuple of Fraction
        One a parameter that moves.
    """

    player: int
    action: int
    constant: Fraction
    slopes: tuple[Fraction, ...]

    def at(self, point: Sequence[Fraction]) -> Fraction:
        """What the player would lose by the other action."""
        return self.constant + sum(
            (slope * value for slope, value in zip(self.slopes, point, strict=True)), Fraction(0)
        )


@dataclass(frozen=True, slots=True)
class OutcomePolyhedron:
    """Where one outcome is an equilibrium.

    Attributes
    ----------
    profile : tuple of int
        The outcome.
    inequalities : tuple of Inequality
        All of its incentive constraints; those that hold for every value as well.
    share : Fraction or float
        The share of the box; a float where it is sampled.
    error : float
        By how much a sampled share may be off, with the confidence `CONFIDENCE`; 0 where it is exact.
    vertices : tuple of tuple of Fraction, or None
        The corners, in the order of the parameters; None beyond `MOST_EXACT` dimensions.
    facets : tuple of Inequality, or None
        The constraints that bound the polyhedron; None as before, or where it has no volume.
    """

    profile: Profile
    inequalities: tuple[Inequality, ...]
    share: Fraction | float
    error: float
    vertices: tuple[tuple[Fraction, ...], ...] | None
    facets: tuple[Inequality, ...] | None


@dataclass(frozen=True, slots=True)
class OutcomePolyhedra:
    """Where each pure outcome is an equilibrium.

    Attributes
    ----------
    game : StrategicGame
        The game at the default.
    over : tuple of Parameter
        What moves, each within its range.
    outcomes : tuple of OutcomePolyhedron
        One an outcome, in the order of the game's profiles.
    samples : int
        How many points were drawn; 0 where the shares are exact.
    """

    game: StrategicGame
    over: tuple[Parameter, ...]
    outcomes: tuple[OutcomePolyhedron, ...]
    samples: int

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data: exact numbers as fractions in strings, sampled shares as numbers with their error."""
        names = [entry.name for entry in self.over]

        def shown(found: Inequality) -> dict[str, Any]:
            player = self.game.players[found.player]
            return {
                "player": player,
                "against": self.game.actions[found.player][found.action],
                "constant": str(found.constant),
                "slopes": {name: str(slope) for name, slope in zip(names, found.slopes, strict=True) if slope},
            }

        return {
            "players": list(self.game.players),
            "over": [
                {"parameter": entry.name, "low": str(entry.low), "high": str(entry.high), "default": str(entry.default)}
                for entry in self.over
            ],
            "samples": self.samples,
            "outcomes": [
                {
                    "profile": self.game.named(found.profile),
                    "share": str(found.share) if isinstance(found.share, Fraction) else found.share,
                    "error": found.error,
                    "vertices": None
                    if found.vertices is None
                    else [[str(value) for value in vertex] for vertex in found.vertices],
                    "facets": None if found.facets is None else [shown(facet) for facet in found.facets],
                }
                for found in self.outcomes
            ],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row an outcome, as a pandas frame.

        Columns: one a player with its action, share, error (floats), share_exact (a fraction in a string; missing where
        it is sampled) and vertices (their number; missing where they are not listed).
        """
        import pandas as pd

        rows = [
            (
                *self.game.named(found.profile).values(),
                float(found.share),
                found.error,
                str(found.share) if isinstance(found.share, Fraction) else None,
                None if found.vertices is None else len(found.vertices),
            )
            for found in self.outcomes
        ]
        columns = [*self.game.players, "share", "error", "share_exact", "vertices"]
        return pd.DataFrame(rows, columns=columns).astype({"vertices": "Int64"})

    def __str__(self) -> str:
        lines = [f"share of the box of {', '.join(entry.name for entry in self.over)} in which each is an equilibrium"]
        for found in self.outcomes:
            error = f" within {100 * found.error:.2g}%" if found.error else ""
            actions = ", ".join(self.game.named(found.profile).values())
            lines.append(f"  {100 * float(found.share):.4g}%{error}: {actions}")
        return "\n".join(lines)


def outcome_polyhedra(
    game: ParametricGame | StrategicGame,
    names: Sequence[str],
    *,
    at: Mapping[str, object] | None = None,
    ranges: Mapping[str, tuple[object, object]] | None = None,
    samples: int = 100_000,
    seed: int = 0,
) -> OutcomePolyhedra:
    """For each pure outcome the polyhedron of parameter values at which it is an equilibrium.

    Parameters
    ----------
    game : ParametricGame
        The stage game, played simultaneously, with any number of players.
    names : sequence of str
        The parameters that move, one or more.
    at : mapping from str to number, optional
        Where parameters stand that differ from their defaults.
    ranges : mapping from str to (number, number), optional
        The ranges to look at; by default the parameters' own.
    samples, seed : int
        How many points are drawn beyond `MOST_EXACT` dimensions, and what the draw starts from.

    Raises
    ------
    NotAffine
        If two of the parameters multiply each other; with one of them fixed the rest can move.
    UnknownName, InvalidParameter
        If a parameter does not exist or is named twice, a range is empty, or nothing is to be drawn.
    """
    if isinstance(game, StrategicGame):
        raise NotApplicable("the game has no parameters that could move")
    stage = game.moved(at)
    wanted = {name.replace("-", "_"): ends for name, ends in (ranges or {}).items()}
    over = tuple(parameter_range(stage, name, *wanted.get(name.replace("-", "_"), (None, None))) for name in names)
    moving = [entry.name for entry in over]
    if not moving:
        raise InvalidParameter("a polyhedron needs at least one parameter that moves")
    if repeated := sorted({name for name in moving if moving.count(name) > 1}):
        raise InvalidParameter(f"{repeated[0]} is named twice")
    if samples < 1:
        raise InvalidParameter(f"{samples} points are to be drawn; at least one is needed")
    fixed = {name: entry.default for name, entry in stage.parameters.items() if name not in moving}
    payoffs = [[cell.given(fixed) for cell in row] for row in stage.payoffs]
    _check_affine(payoffs, moving)
    found = []
    points = _draw(over, samples, seed) if len(over) > MOST_EXACT else None
    for profile in stage.profiles():
        inequalities = _inequalities(stage, payoffs, profile, moving)
        if points is None:
            found.append(_exactly(profile, inequalities, over))
        else:
            found.append(_sampled(profile, inequalities, points))
    return OutcomePolyhedra(stage.at(), over, tuple(found), 0 if points is None else samples)


def share_of_box(margins: Sequence[MultiAffine], box: Mapping[str, tuple[Fraction, Fraction]]) -> Fraction:
    """The share of a box of up to `MOST_EXACT` parameters in which affine margins are not negative, exactly."""
    over = [Parameter(name, low, low, high) for name, (low, high) in box.items()]
    rows = []
    for margin in margins:
        slopes = tuple(margin.terms.get(frozenset((name,)), Fraction(0)) for name in box)
        rows.append(Inequality(0, 0, margin.terms.get(frozenset(), Fraction(0)), slopes))
    share = _exactly((), tuple(rows), over).share
    assert isinstance(share, Fraction)
    return share


def _check_affine(payoffs: Sequence[Sequence[MultiAffine]], moving: Sequence[str]) -> None:
    for row in payoffs:
        for cell in row:
            for product in cell.terms:
                if len(product) > 1:
                    one, two = sorted(product, key=moving.index)[:2]
                    raise NotAffine(
                        f"{one} and {two} multiply each other in a payoff, so they cannot move together here; fix one "
                        "of them, or map the two with regions"
                    )


def _inequalities(
    stage: ParametricGame, payoffs: Sequence[Sequence[MultiAffine]], profile: Profile, moving: Sequence[str]
) -> tuple[Inequality, ...]:
    found = []
    for player, row in enumerate(payoffs):
        for action in range(stage.shape[player]):
            if action != profile[player]:
                other = (*profile[:player], action, *profile[player + 1 :])
                margin = (row[stage.position(profile)] - row[stage.position(other)]).terms
                slopes = tuple(margin.get(frozenset((name,)), Fraction(0)) for name in moving)
                found.append(Inequality(player, action, margin.get(frozenset(), Fraction(0)), slopes))
    return tuple(found)


def _exactly(profile: Profile, inequalities: tuple[Inequality, ...], over: Sequence[Parameter]) -> OutcomePolyhedron:
    # In shares s of the way through each range, and homogeneous: rows . (s, t) >= 0, the polytope where t = 1.
    size = len(over)
    rows = []
    for found in inequalities:
        slopes = [slope * (entry.high - entry.low) for slope, entry in zip(found.slopes, over, strict=True)]
        rows.append(_whole([*slopes, found.at([entry.low for entry in over])]))
    for axis in range(size):
        unit = [int(axis == column) for column in range(size)]
        rows += [[*unit, 0], [*(-value for value in unit), 1]]
    rays = [ray for ray in extreme_rays([row for row in rows if any(row)]) if ray.direction[-1] > 0]
    numbers = [index for index, row in enumerate(rows) if any(row)]
    shares = [tuple(Fraction(value, ray.direction[-1]) for value in ray.direction[:-1]) for ray in rays]
    tight = [frozenset(index for index, ray in enumerate(rays) if ray.tight >> bit & 1) for bit in range(len(numbers))]
    volume = Fraction(0)
    for simplex in _simplices(frozenset(range(len(rays))), size, tight, shares):
        apex = shares[simplex[0]]
        volume += abs(
            _determinant([[a - b for a, b in zip(shares[other], apex, strict=True)] for other in simplex[1:]])
        )
    vertices = tuple(
        sorted(
            tuple(entry.low + share * (entry.high - entry.low) for share, entry in zip(point, over, strict=True))
            for point in shares
        )
    )
    facets = tuple(
        inequalities[number]
        for number, touched in zip(numbers, tight, strict=True)
        if number < len(inequalities) and _dimension([shares[index] for index in touched]) == size - 1
    )
    return OutcomePolyhedron(profile, inequalities, volume / factorial(size), 0.0, vertices, facets if volume else None)


def _simplices(
    face: frozenset[int], dimension: int, tight: Sequence[frozenset[int]], points: Sequence[Sequence[Fraction]]
) -> Iterator[tuple[int, ...]]:
    """Simplices that fill a face, as numbers of vertices; none where the face has a lower dimension."""
    if _dimension([points[index] for index in face]) < dimension:
        return
    apex = min(face)
    if dimension == 0:
        yield (apex,)
        return
    for facet in {face & touched for touched in tight}:
        if apex not in facet:
            for simplex in _simplices(facet, dimension - 1, tight, points):
                yield (apex, *simplex)


def _dimension(points: Sequence[Sequence[Fraction]]) -> int:
    """The dimension of the affine hull; -1 of no points."""
    if not points:
        return -1
    rows = [[a - b for a, b in zip(point, points[0], strict=True)] for point in points[1:]]
    rank = 0
    for column in range(len(points[0])):
        pivot = next((index for index in range(rank, len(rows)) if rows[index][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for index in range(rank + 1, len(rows)):
            factor = rows[index][column] / rows[rank][column]
            rows[index] = [a - factor * b for a, b in zip(rows[index], rows[rank], strict=True)]
        rank += 1
    return rank


def _determinant(rows: Sequence[Sequence[Fraction]]) -> Fraction:
    """By Laplace expansion: there are no more than four rows."""
    if not rows:
        return Fraction(1)
    return sum(
        (
            (-1) ** column * value * _determinant([[*row[:column], *row[column + 1 :]] for row in rows[1:]])
            for column, value in enumerate(rows[0])
            if value
        ),
        Fraction(0),
    )


def _whole(numbers: Sequence[Fraction]) -> list[int]:
    scale = lcm(*(value.denominator for value in numbers))
    whole = [int(value * scale) for value in numbers]
    divisor = gcd(*whole) or 1
    return [value // divisor for value in whole]


def _draw(over: Sequence[Parameter], samples: int, seed: int) -> Any:
    """Points drawn evenly from the box, one a row."""
    import numpy as np

    shares = np.random.default_rng(seed).random((samples, len(over)))
    low = np.array([float(entry.low) for entry in over])
    return low + shares * np.array([float(entry.high - entry.low) for entry in over])


def _sampled(profile: Profile, inequalities: tuple[Inequality, ...], points: Any) -> OutcomePolyhedron:
    import numpy as np

    inside = np.ones(len(points), dtype=bool)
    for found in inequalities:
        inside &= points @ np.array([float(slope) for slope in found.slopes]) >= -float(found.constant)
    error = sqrt(log(2 / float(1 - CONFIDENCE)) / (2 * len(points)))
    return OutcomePolyhedron(profile, inequalities, float(inside.mean()), error, None, None)
