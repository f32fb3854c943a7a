"""An ensemble: worlds of several kinds, drawn once and shared by whatever is compared in them.

A *stratum* is a kind of world: some parameters stand still in it, the others are drawn evenly from the part of their
ranges in which stated preferences hold (`gametheory.worlds`). Each stratum has as many worlds, so that counts over the
ensemble say how many kinds of world are on which side, and are no probabilities.

Random numbers are counter-based: draw k of a parameter depends on the seed, on its name and on k alone. Strata share
their draws, and two changes of a game that are compared in the same worlds differ by nothing but the changes (common
random numbers: Law 2015, Simulation Modeling and Analysis, section 11.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory.errors import InvalidParameter, NoWorlds, TooLarge, UnknownName
from gametheory.game import ParametricGame
from gametheory.parameters import MultiAffine, point_of
from gametheory.worlds import Points, draw_worlds

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MOST_DRAWN", "Ensemble", "Stratum", "draw_ensemble"]

MOST_DRAWN = 2**18
"""The most worlds of an ensemble; a share is then known to a tenth of a percentage point."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """A kind of world.

    Attributes
    ----------
    name : str
        What it is called, such as the readings that hold in it.
    at : mapping from str to Fraction
        The parameters that stand still in it, and where.
    margins : tuple of MultiAffine
        What must not be negative in it, such as the payoff at one outcome less that at another.
    """

    name: str
    at: Mapping[str, Fraction]
    margins: tuple[MultiAffine, ...] = ()


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Worlds drawn for one game.

    Attributes
    ----------
    points : Points
        Where the parameters stand that differ between worlds.
    strata : tuple of str
        The kinds of world.
    stratum : (worlds,) array of int
        Of which kind each world is, ascending.
    seed : int
        Of the random numbers.
    walked : tuple of bool
        For each stratum whether it took a random walk, which is even in the limit only, and not draws that are
        independent of each other; errors of estimates are those of independent draws.
    """

    points: Points
    strata: tuple[str, ...]
    stratum: NDArray[np.intp]
    seed: int
    walked: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.stratum)

    def without(self, names: Iterable[str]) -> Ensemble:
        """The same worlds, where some parameters are no longer for them to say."""
        left_out = set(names)
        rows = [row for row, name in enumerate(self.points.names) if name not in left_out]
        kept = tuple(self.points.names[row] for row in rows)
        return replace(self, points=Points(kept, self.points.numerators[rows], self.points.denominator))

    def at(self, world: int) -> dict[str, Fraction]:
        """Where the parameters stand in one world."""
        values = self.points.numerators[:, world].tolist()
        return {
            name: Fraction(value, self.points.denominator)
            for name, value in zip(self.points.names, values, strict=True)
        }

    def to_dict(self) -> dict[str, Any]:
        """What the worlds are, ready for JSON."""
        sizes = np.bincount(self.stratum, minlength=len(self.strata)).tolist()
        return {
            "worlds": len(self),
            "seed": self.seed,
            "parameters": list(self.points.names),
            "strata": [
                {"stratum": name, "worlds": size, "method": "random walk" if walked else "rejection"}
                for name, size, walked in zip(self.strata, sizes, self.walked, strict=True)
            ],
        }


def draw_ensemble(
    game: ParametricGame, names: Sequence[str], strata: Sequence[Stratum], samples: int, seed: int = 0
) -> Ensemble:
    """Draw worlds, as many of each stratum, or one more of the first ones.

    Parameters
    ----------
    game : ParametricGame
        The game; parameters that neither vary nor are fixed by a stratum stand at their defaults.
    names : sequence of str
        The parameters that vary over their ranges, but where a stratum fixes them.
    strata : sequence of Stratum
        At least one, of different names.
    samples : int
        How many worlds; at least one of each stratum.
    seed : int
        Which of all such samples; not negative.

    Raises
    ------
    UnknownName
        If the game has no parameter of some name.
    InvalidParameter
        If there are too few samples, the seed is negative, or a stratum fixes a parameter outside its range.
    NoWorlds
        If a stratum leaves no world; the message says which.
    NotAffine
        If a margin multiplies two parameters that vary.
    TooLarge
        If there are too many samples.
    """
    if not strata or len({stratum.name for stratum in strata}) < len(strata):
        raise InvalidParameter("an ensemble needs one or more strata, each with a name of its own")
    if isinstance(samples, bool) or not isinstance(samples, int) or samples < len(strata):
        raise InvalidParameter(
            f"{samples!r} samples were asked for; an integer of at least {len(strata)} is needed, a world of each kind"
        )
    if samples > MOST_DRAWN:
        raise TooLarge(f"{samples:,} samples were asked for; up to {MOST_DRAWN:,} worlds are drawn")
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise InvalidParameter(f"the seed is {seed!r}; an integer that is not negative is needed")
    for name in names:
        if name not in game.parameters:
            raise UnknownName("parameter", name, game.parameters)
    varying = {name for name in names if game.parameters[name].low < game.parameters[name].high}
    kept = tuple(name for name in game.parameters if name in varying or any(name in part.at for part in strata))
    each, more = divmod(samples, len(strata))
    sizes = [each + (number < more) for number in range(len(strata))]
    parts, walked = [], []
    for stratum, size in zip(strata, sizes, strict=True):
        here = game.moved(stratum.at)
        points, random_walk = _drawn(
            here, [name for name in kept if name in varying - stratum.at.keys()], stratum, size, seed
        )
        parts.append((points, point_of(here.parameters)))
        walked.append(random_walk)
    denominator = lcm(
        *(points.denominator for points, _ in parts),
        *(fixed[name].denominator for points, fixed in parts for name in kept if name not in points.names),
    )
    columns = []
    for (points, fixed), size in zip(parts, sizes, strict=True):
        drawn = dict(zip(points.names, points.numerators * (denominator // points.denominator), strict=True))
        rows = [drawn[n] if n in drawn else np.full(size, int(fixed[n] * denominator)) for n in kept]
        columns.append(np.array(rows, dtype=None if rows else np.int64).reshape(len(kept), size))
    return Ensemble(
        points=Points(kept, np.concatenate(columns, axis=1), denominator),
        strata=tuple(stratum.name for stratum in strata),
        stratum=np.repeat(np.arange(len(strata)), sizes),
        seed=seed,
        walked=tuple(walked),
    )


def _drawn(game: ParametricGame, free: Sequence[str], stratum: Stratum, size: int, seed: int) -> tuple[Points, bool]:
    """The worlds of one stratum: where its free parameters stand, and whether it took a walk."""
    if not free:
        here = point_of(game.parameters)
        for margin in stratum.margins:
            if margin.at(here) < 0:
                raise NoWorlds(f"{stratum.name}: there is no world, as {margin} is negative")
        return Points((), np.empty((0, size), dtype=np.int64), 1), False
    try:
        worlds = draw_worlds(game, dict.fromkeys(free), size, margins=stratum.margins, seed=seed)
    except NoWorlds as error:
        raise NoWorlds(f"{stratum.name}: {error}") from error
    return worlds.points, worlds.walked
