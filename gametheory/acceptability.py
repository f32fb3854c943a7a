"""The exact share of a region of parameters in which a pure outcome is an equilibrium, where it can be had.

The region is the box of some ranges, cut down to where stated margins are not negative. An outcome is an equilibrium
where no player's loss from another action is negative. Conditions that hold all over the box drop out, whatever they
are; the others must be affine, or the share is not told. Each concerns a few parameters. Parameters that no chain of
conditions ties together are independent in the region, so the share is a product over the parts that are tied: of the
volume in which all conditions of the part hold, over that in which its margins do. Each is exact as long as the part
has no more than four parameters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product as product_of
from math import inf

from gametheory.game import ParametricGame, Profile
from gametheory.outcome_polyhedra import MOST_EXACT, share_of_box
from gametheory.parameters import MultiAffine

__all__ = ["exact_acceptability"]

_MOST_MULTIPLIED = 10


def exact_acceptability(
    game: ParametricGame,
    profile: Profile,
    ranges: Mapping[str, tuple[Fraction, Fraction]],
    margins: Sequence[MultiAffine] = (),
) -> Fraction | None:
    """The share of a region in which an outcome is a pure equilibrium of the simultaneous game.

    Parameters
    ----------
    game : ParametricGame
        Where parameters have no range here they stand at their defaults.
    profile : tuple of int
    ranges : mapping from str to (Fraction, Fraction)
        The box.
    margins : sequence of MultiAffine
        What must not be negative in the region.

    Returns
    -------
    Fraction or None
        None where a condition that decides multiplies two parameters that move, where more than `MOST_EXACT` hang
        together, or where margins that bear on the outcome leave no volume.
    """
    fixed = {name: entry.default for name, entry in game.parameters.items() if name not in ranges}
    here = game.position(profile)
    losses = [
        game.payoffs[player][here]
        - game.payoffs[player][game.position((*profile[:player], action, *profile[player + 1 :]))]
        for player, size in enumerate(game.shape)
        for action in range(size)
        if action != profile[player]
    ]
    incentives, stated = ([one.given(fixed) for one in conditions] for conditions in (losses, margins))
    incentives, stated = (
        [one for one in conditions if _extremes(one, ranges)[0] < 0] for conditions in (incentives, stated)
    )
    if any(_extremes(one, ranges)[1] <= 0 for one in incentives):
        return Fraction(0)  # it fails somewhere and is positive nowhere, so zero at most on a surface
    if any(len(product) > 1 for one in (*incentives, *stated) for product in one.terms):
        return None
    share = Fraction(1)
    for part in _parts([one.parameters for one in (*incentives, *stated)]):
        inside, region = ([one for one in own if one.parameters & part] for own in (incentives, stated))
        if not inside:
            continue
        if len(part) > MOST_EXACT:
            return None
        box = {name: ends for name, ends in ranges.items() if name in part}
        whole = share_of_box(region, box)
        if not whole:
            return None
        share *= share_of_box([*inside, *region], box) / whole
    return share


def _extremes(
    expression: MultiAffine, ranges: Mapping[str, tuple[Fraction, Fraction]]
) -> tuple[Fraction | float, Fraction | float]:
    """The least and the greatest value over a box, at corners of it; no bounds where too many are multiplied."""
    least = greatest = expression.terms.get(frozenset(), Fraction(0))
    for part in _parts(list(expression.terms)):
        if len(part) > _MOST_MULTIPLIED:
            return -inf, inf
        own = MultiAffine({product: value for product, value in expression.terms.items() if product & part})
        names = sorted(part)
        values = [own.at(dict(zip(names, corner, strict=True))) for corner in product_of(*(ranges[n] for n in names))]
        least, greatest = least + min(values), greatest + max(values)
    return least, greatest


def _parts(conditions: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """The sets of parameters that conditions tie together."""
    parts: list[frozenset[str]] = []
    for condition in conditions:
        if condition:
            joined = [part for part in parts if part & condition]
            parts = [part for part in parts if not part & condition] + [condition.union(*joined)]
    return parts
