"""A trajectory of shares, and what it takes to have nashpy compute one: normalised payoffs, a seed, caught warnings."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from gametheory.deviation import profitable_deviations
from gametheory.errors import InvalidParameter
from gametheory.game import StrategicGame

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["Trajectory", "nashpy_game", "normalised", "routine", "seeded", "warnings_heard"]

Shares = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Trajectory:
    """How shares of actions move, in floats.

    Attributes
    ----------
    game : StrategicGame
        The game.
    dynamics, method, arithmetic : str
        The dynamics, the routine that computed it, and in which numbers.
    times : tuple of float
        The time of each point: rounds of fictitious play, generations of a Moran process, else units of one over the
        greatest range of payoffs.
    shares : tuple of tuple of tuple of float
        For each population (one, or one a player), each time and each action its share.
    seed : int or None
        The seed of what was drawn at random.
    finished : bool
        Whether the run came to its natural end rather than to its limit: a Moran process at fixation.
    warnings : tuple of str
        What the routine warned of.
    """

    game: StrategicGame
    dynamics: str
    method: str
    times: tuple[float, ...]
    shares: tuple[Shares, ...]
    seed: int | None = None
    finished: bool = True
    warnings: tuple[str, ...] = ()
    arithmetic: str = "float64"

    @property
    def end(self) -> Shares:
        """The last shares of each population."""
        return tuple(population[-1] for population in self.shares)

    @property
    def regret(self) -> tuple[Fraction, ...]:
        """What each player could gain on the last shares, exactly; zero for all at a Nash equilibrium."""
        strategies = []
        for shares in self.end * (2 // len(self.end)):
            weights = [Fraction(max(share, 0.0)) for share in shares]
            strategies.append(tuple(weight / sum(weights) for weight in weights))
        gains = dict.fromkeys(self.game.players, Fraction(0))
        for deviation in profitable_deviations(self.game, tuple(strategies)):
            gains[deviation.player] = max(gains[deviation.player], deviation.gain)
        return tuple(gains.values())

    @property
    def drift(self) -> float:
        """How far the shares of a population are from summing to one, at worst: the integrator's error in that."""
        return max(abs(sum(shares) - 1) for population in self.shares for shares in population)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data; regrets are fractions in strings."""
        return {
            "dynamics": self.dynamics,
            "method": self.method,
            "arithmetic": self.arithmetic,
            "seed": self.seed,
            "finished": self.finished,
            "times": list(self.times),
            "shares": [
                {
                    action: [shares[index] for shares in population]
                    for index, action in enumerate(self.game.actions[number])
                }
                for number, population in enumerate(self.shares)
            ],
            "regret": {player: str(gain) for player, gain in zip(self.game.players, self.regret, strict=True)},
            "drift": self.drift,
            "warnings": list(self.warnings),
        }

    def to_frame(self) -> pd.DataFrame:
        """One row a time, population and action: columns time, population (a player's name), action, share."""
        import pandas as pd

        rows = [
            (time, self.game.players[number], action, share)
            for number, population in enumerate(self.shares)
            for time, shares in zip(self.times, population, strict=True)
            for action, share in zip(self.game.actions[number], shares, strict=True)
        ]
        return pd.DataFrame(rows, columns=["time", "population", "action", "share"])

    def __str__(self) -> str:
        lines = [f"{self.dynamics} to {self.times[-1]:g} ({self.method}, {self.arithmetic})"]
        for number, shares in enumerate(self.end):
            named = zip(self.game.actions[number], shares, strict=True)
            lines.append(f"  {self.game.players[number]}: " + ", ".join(f"{name} {share:.4g}" for name, share in named))
        return "\n".join(lines)


def normalised(game: StrategicGame, *, from_zero: bool = False) -> list[NDArray[np.float64]]:
    """Each player's payoffs less their least (or zero), by the greatest range: no float is too small to hold them."""
    import numpy as np

    bases = [Fraction(0) if from_zero else min(values) for values in game.payoffs]
    scale = max(max(values) - base for values, base in zip(game.payoffs, bases, strict=True)) or Fraction(1)
    return [
        np.array([[float((value - base) / scale) for value in row] for row in game.matrix(player)])
        for player, base in enumerate(bases)
    ]


def nashpy_game(A: NDArray[np.float64], B: NDArray[np.float64]) -> Any:
    """Nashpy's own game with these payoffs."""
    import nashpy

    return nashpy.Game(A, B)


def routine(name: str) -> str:
    """What computed a trajectory: a routine of nashpy's and its version."""
    return f"nashpy {version('nashpy')} {name}"


@contextmanager
def warnings_heard() -> Iterator[Any]:
    """Collect warnings rather than let them out; yields a function that tells them, each once."""
    with warnings.catch_warnings(record=True) as recorded:
        warnings.simplefilter("always")
        yield lambda: tuple(dict.fromkeys(f"{one.category.__name__}: {one.message}" for one in recorded))


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Numpy's global generator, which nashpy draws from, seeded for a while and then put back."""
    import numpy as np

    if not 0 <= seed < 2**32:
        raise InvalidParameter(f"the seed is {seed}; it must be from 0 to {2**32 - 1}")
    state = np.random.get_state()
    np.random.seed(seed)
    try:
        yield
    finally:
        np.random.set_state(state)
