"""The payoffs of the correlated equilibria of two players, exactly: a polygon, found from its supporting lines.

The correlated equilibria form a polytope of distributions (`gametheory.concepts.correlated`), so what they pay the two
players is a convex polygon. Its corners are found without listing those of the polytope: from points known to lie in
it, each side of their hull is asked, by a linear program, whether the polygon reaches beyond; if so there is a new
point, and if not for any side, the hull is the polygon. The programs' dual solutions prove it.
"""

from __future__ import annotations

from fractions import Fraction

from gametheory.concepts.correlated import incentives
from gametheory.convex_hull import corners, outward_normals
from gametheory.correlation import MOST_PROFILES
from gametheory.errors import NotApplicable, TooLarge
from gametheory.game import StrategicGame
from gametheory.linear_program import Constraints, Optimum, maximize_each

__all__ = ["correlated_payoffs"]

Point = tuple[Fraction, ...]


def correlated_payoffs(game: StrategicGame) -> tuple[Point, ...]:
    """The corners of the polygon, anticlockwise from the leftmost; two for a segment, one for a point.

    Raises
    ------
    NotApplicable
        If there are not two players.
    TooLarge
        If the game has more pure profiles than correlated equilibria are solved for.
    """
    if len(game.players) != 2:
        raise NotApplicable(f"a polygon of payoffs is drawn for two players, and this game has {len(game.players)}")
    payoffs = list(zip(*game.payoffs, strict=True))
    size = len(payoffs)
    if size > MOST_PROFILES:
        raise TooLarge(f"the game has {size} pure profiles, and no more than {MOST_PROFILES} are taken")
    stable = Constraints(size, [(found.gains, 0) for found in incentives(game)], [([1] * size, 1)])
    known: set[Point] = set()
    asked: set[Point] = set()
    directions: set[Point] = {(Fraction(x), Fraction(y)) for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1))}
    while directions:
        objectives = [[x * first + y * second for first, second in payoffs] for x, y in directions]
        for found in maximize_each(stable, objectives):
            assert isinstance(found, Optimum)  # there is a correlated equilibrium, and payoffs are bounded
            known.add(
                tuple(
                    sum((pay * weight for pay, weight in zip(own, found.primal, strict=True)), Fraction(0))
                    for own in game.payoffs
                )
            )
        asked |= directions
        directions = {_primitive(normal) for normal in outward_normals(known)} - asked
    return tuple(corners(known))


def _primitive(direction: Point) -> Point:
    """The same direction with a greatest coordinate of size 1, so that it is told when it comes up again."""
    size = max(map(abs, direction))
    return tuple(coordinate / size for coordinate in direction)
