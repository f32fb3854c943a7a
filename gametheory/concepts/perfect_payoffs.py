"""Subgame-perfect payoffs of a repeated game of two players: what any credible threats and promises could average.

With public randomisation and pure actions on and off the path, the set V* of average payoffs of all subgame-perfect
equilibria is a convex polygon, the largest self-generating one (`gametheory.self_generation`). It is enclosed from
outside by repeated reductions, each rounded outward, and from inside by a polygon with simple corners that is checked,
exactly and by the definition alone, to generate itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.answer import Answer, Outcome
from gametheory.convex_hull import corners, distance
from gametheory.errors import CertificateError, NotApplicable
from gametheory.feasible_payoffs import lottery_for
from gametheory.game import StrategicGame
from gametheory.repeated_game import RepeatedGame
from gametheory.self_generation import Polygon, enforced, one_shot_gains, reduced, rounded_outward, self_generating

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ACCEPTS", "PerfectPayoffs", "certify", "deviations", "solve"]

ACCEPTS = (RepeatedGame,)

_UNIT = Fraction(1, 2**40)
_MOST_REDUCTIONS = 5000
_SIMPLE = 10**5


@dataclass(frozen=True, slots=True, kw_only=True)
class PerfectPayoffs(Answer):
    """The subgame-perfect average payoffs, enclosed.

    Attributes
    ----------
    game : RepeatedGame
        The game that was solved.
    inside : tuple of (Fraction, Fraction)
        The corners of a self-generating polygon: all its points are equilibrium payoffs. Empty where none was found.
    outside : tuple of (Fraction, Fraction)
        The corners of a polygon that holds all equilibrium payoffs; empty where that proves that there are none.
    error : Fraction or None
        How far at most, in either payoff, a point of `outside` is from the nearest of `inside`; None where `inside` is
        empty and `outside` is not.
    """

    game: RepeatedGame
    inside: Polygon
    outside: Polygon
    error: Fraction | None

    @property
    def players(self) -> tuple[str, ...]:
        """Who plays."""
        return self.game.players

    def outcomes(self) -> tuple[Outcome, ...]:
        """The corners of `inside`, each as a lottery over stage profiles that averages to it."""
        found = []
        for payoffs in self.inside:
            lottery = lottery_for(self.game.stage, payoffs)
            if lottery is not None:
                found.append(Outcome(lottery, payoffs))
        return tuple(found)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data, every number a fraction in a string."""
        return {
            "form": self.form,
            "concept": self.concept,
            "method": self.method,
            "arithmetic": self.arithmetic,
            "complete": self.complete,
            "players": list(self.players),
            "discount": str(self.game.discount),
            "inside": [list(map(str, point)) for point in self.inside],
            "outside": [list(map(str, point)) for point in self.outside],
            "error": None if self.error is None else str(self.error),
        }

    def to_frame(self) -> pd.DataFrame:
        """One row a corner: polygon (inside or outside), corner, and a column of floats a player."""
        import pandas as pd

        rows = [
            (name, number, *map(float, point))
            for name, polygon in (("inside", self.inside), ("outside", self.outside))
            for number, point in enumerate(polygon)
        ]
        return pd.DataFrame(rows, columns=["polygon", "corner", *self.players])

    def __str__(self) -> str:
        if not self.outside:
            return "no subgame-perfect equilibrium in pure actions with public randomisation"
        shown = ", ".join("(" + ", ".join(map(str, point)) + ")" for point in self.inside) or "none found"
        return f"subgame-perfect payoffs at the discount factor {self.game.discount}: corners {shown} ({self.method})"


def solve(game: RepeatedGame) -> PerfectPayoffs:
    """The subgame-perfect payoffs at the game's discount factor, from inside and from outside.

    Raises
    ------
    NotApplicable
        If there are not two players, no discount factor is given, or deviations are noticed late.
    """
    if len(game.players) != 2:
        raise NotApplicable(f"perfect_payoffs takes two players, and this game has {len(game.players)}")
    if game.discount is None:
        raise NotApplicable("perfect_payoffs needs a discount factor; give the rule discount")
    if game.detection_lag != 1:
        raise NotApplicable("perfect_payoffs needs deviations that are seen at once; leave out the rule detection_lag")
    outside = _from_outside(game.stage, game.discount)
    inside = _from_inside(game.stage, game.discount, outside)
    error = None
    if inside and outside:
        error = max(distance(inside, corner) for corner in outside)
    elif not outside:
        error = Fraction(0)
    return PerfectPayoffs(
        concept="perfect_payoffs",
        method="self-generation",
        arithmetic="exact rational, enclosed from both sides",
        complete=error == 0,
        game=game,
        inside=inside,
        outside=outside,
        error=error,
    )


def deviations(game: RepeatedGame, polygon: Polygon) -> tuple[Any, ...]:
    """The corners of a polygon that credible promises within it cannot yield; empty exactly if it generates itself."""
    assert game.discount is not None
    if not game.discount:
        generated = _stage_payoffs(game.stage)
        return tuple(point for point in polygon if not _holds(generated, point))
    generated = enforced(game.stage, game.discount, polygon)
    return tuple(point for point in polygon if not _holds(generated, point))


def certify(game: RepeatedGame, answer: PerfectPayoffs) -> None:
    """Check that `inside` generates itself and lies within `outside`.

    Raises
    ------
    CertificateError
        If not.
    """
    if answer.inside and deviations(game, answer.inside):
        raise CertificateError("the inner polygon does not generate itself")
    if not all(_holds(answer.outside, point) for point in answer.inside):
        raise CertificateError("the inner polygon reaches beyond the outer one")


def _holds(polygon: Polygon, point: tuple[Fraction, ...]) -> bool:
    return bool(polygon) and corners([*polygon, point]) == corners(polygon)


def _stage_payoffs(stage: StrategicGame) -> Polygon:
    """The convex hull of the payoffs of the stage's pure equilibria: all that players without patience can average."""
    found = [
        tuple(stage.payoff(player, profile) for player in (0, 1))
        for profile in stage.profiles()
        if not any(one_shot_gains(stage, profile))
    ]
    return tuple(corners(found)) if found else ()


def _from_outside(stage: StrategicGame, discount: Fraction) -> Polygon:
    """All feasible payoffs, reduced until they no longer shrink; rounded outward, so that V* stays inside."""
    if not discount:
        return _stage_payoffs(stage)
    spread = max(max(values) - min(values) for values in stage.payoffs) or Fraction(1)
    unit = _UNIT * spread
    found: Polygon = tuple(corners(zip(*stage.payoffs, strict=True)))
    for _ in range(_MOST_REDUCTIONS):
        smaller = rounded_outward(reduced(stage, discount, found), unit)
        if smaller == found or not smaller:
            return smaller
        found = smaller
    return found


def _from_inside(stage: StrategicGame, discount: Fraction, outside: Polygon) -> Polygon:
    """A self-generating polygon: the outer one with its corners made simple, or else what simpler equilibria yield."""
    if not discount:
        return outside
    simple = tuple(corners(tuple(x.limit_denominator(_SIMPLE) for x in point) for point in outside)) if outside else ()
    candidates = [simple]
    stage_only = _stage_payoffs(stage)
    if stage_only:
        floors = tuple(map(min, zip(*stage_only, strict=True)))
        kept = [
            payoffs
            for profile in stage.profiles()
            for payoffs in (tuple(stage.payoff(player, profile) for player in (0, 1)),)
            if all(
                discount * (here - low) >= (1 - discount) * gain
                for here, low, gain in zip(payoffs, floors, one_shot_gains(stage, profile), strict=True)
            )
        ]
        candidates += [tuple(corners([*kept, *stage_only])), stage_only]
    return next((found for found in candidates if found and self_generating(stage, discount, found)), ())
