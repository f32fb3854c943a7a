"""Learning and evolution as trajectories, through nashpy: replicator dynamics and fictitious play.

*Replicator dynamics* of one population, in a symmetric game: dx_i/dt = x_i ((Ax)_i - x.Ax) (Taylor and Jonker 1978,
Mathematical Biosciences 40); of two, in any two-player game: dx_i/dt = x_i ((Ay)_i - x.Ay), and alike for y with B
(Hofbauer and Sigmund 1998, Evolutionary Games and Population Dynamics, chapter 10). *Fictitious play*: in every round
each player plays a best reply to the frequencies with which the other has played so far (Brown 1951, in Koopmans,
Activity Analysis of Production and Allocation).

All of it is in floats and says so. Rates have the unit of payoffs: time is counted in units of one over the game's
greatest range of payoffs, so that multiplying all payoffs by a number, or adding one, changes no replicator trajectory.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from gametheory.concepts.evolutionary import symmetric_payoffs
from gametheory.errors import InvalidParameter, NotApplicable
from gametheory.exact import common_denominator, exact
from gametheory.game import StrategicGame
from gametheory.trajectory import Shares, Trajectory, nashpy_game, normalised, routine, seeded, warnings_heard

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["bimatrix_replicator_dynamics", "fictitious_play", "replicator_dynamics"]

MOST_POINTS = 1_000_000
"""The most points of a trajectory."""

LONGEST_STEP = 10
"""The longest time between two points of a replicator trajectory, within the integrator's number of steps."""

_EXACT_FLOATS = 2**53


def replicator_dynamics(
    game: StrategicGame, start: Sequence[object] | None = None, *, duration: float = 100, points: int = 501
) -> Trajectory:
    """The replicator dynamics of one population that plays a symmetric game.

    Parameters
    ----------
    start : sequence of number, optional
        The share of each action; even by default, which is a rest point wherever all actions earn alike.
    duration : float
        How long, in units of one over the greatest range of payoffs.
    points : int
        At how many evenly spaced times.

    Raises
    ------
    NotApplicable
        If the game is not symmetric.
    InvalidParameter
        If `start` is no distribution, or the points are too few for the duration.
    """
    symmetric_payoffs(game)
    times = _times(duration, points)
    begin = _distribution(start, game.shape[0])
    with warnings_heard() as heard:
        shares = nashpy_game(*normalised(game)).replicator_dynamics(y0=begin, timepoints=times)
    return Trajectory(
        game,
        "replicator dynamics",
        routine("replicator_dynamics"),
        _floats(times),
        (_rows(shares),),
        None,
        True,
        heard(),
    )


def bimatrix_replicator_dynamics(
    game: StrategicGame,
    start: tuple[Sequence[object], Sequence[object]] | None = None,
    *,
    duration: float = 100,
    points: int = 501,
) -> Trajectory:
    """The replicator dynamics of two populations, one a player.

    Parameters, errors and the unit of time are those of `replicator_dynamics`, with one `start` a player and any
    two-player game.
    """
    _two_players(game)
    times = _times(duration, points)
    first, second = start if start is not None else (None, None)
    begin, other = _distribution(first, game.shape[0]), _distribution(second, game.shape[1])
    with warnings_heard() as heard:
        shares = nashpy_game(*normalised(game)).asymmetric_replicator_dynamics(x0=begin, y0=other, timepoints=times)
    return Trajectory(
        game,
        "replicator dynamics of two populations",
        routine("asymmetric_replicator_dynamics"),
        _floats(times),
        tuple(map(_rows, shares)),
        None,
        True,
        heard(),
    )


def fictitious_play(game: StrategicGame, *, rounds: int = 1000, seed: int = 0) -> Trajectory:
    """Fictitious play: the frequencies with which each player has played its actions after each round.

    The first actions, and best replies that tie, are drawn at random. Ties are seen exactly wherever the payoffs, made
    whole, stay below 2^53 when added up over the rounds, and else as floats see them.

    Raises
    ------
    NotApplicable
        If there are not two players.
    InvalidParameter
        If `rounds` is not between 1 and `MOST_POINTS`.
    """
    _two_players(game)
    if not 1 <= rounds <= MOST_POINTS:
        raise InvalidParameter(f"{rounds} rounds of fictitious play; there must be 1 to {MOST_POINTS}")
    with warnings_heard() as heard, seeded(seed):
        played = list(nashpy_game(*_whole(game, rounds)).fictitious_play(iterations=rounds))[1:]
    shares = tuple(
        tuple(tuple(map(float, counts[player] / round_)) for round_, counts in enumerate(played, 1))
        for player in (0, 1)
    )
    times = tuple(map(float, range(1, rounds + 1)))
    return Trajectory(game, "fictitious play", routine("fictitious_play"), times, shares, seed, False, heard())


def _two_players(game: StrategicGame) -> None:
    if len(game.players) != 2:
        raise NotApplicable(f"two players are needed; this game has {len(game.players)}")


def _times(duration: float, points: int) -> NDArray[np.float64]:
    import numpy as np

    if not (0 < duration < float("inf")):
        raise InvalidParameter(f"a duration of {duration}; it must be positive and finite")
    if not 2 <= points <= MOST_POINTS or duration > LONGEST_STEP * (points - 1):
        raise InvalidParameter(
            f"{points} points for a duration of {duration}; take 2 to {MOST_POINTS}, no more than {LONGEST_STEP} apart"
        )
    return np.linspace(0, duration, points)


def _distribution(shares: Sequence[object] | None, size: int) -> NDArray[np.float64]:
    import numpy as np

    if shares is None:
        return np.full(size, 1 / size)
    weights = [exact(share, "a share at the start") for share in shares]
    if len(weights) != size or min(weights) < 0 or abs(sum(weights, Fraction(-1))) > Fraction(1, 10**9):
        raise InvalidParameter(
            f"the start must be {size} shares that sum to one: {[str(weight) for weight in weights]}"
        )
    return np.array([float(weight / sum(weights)) for weight in weights])


def _whole(game: StrategicGame, rounds: int) -> list[NDArray[np.float64]]:
    """Each player's payoffs as whole numbers from zero if those stay exact over the rounds, else normalised."""
    import numpy as np

    found = []
    for player, (values, rounded) in enumerate(zip(game.payoffs, normalised(game), strict=True)):
        least, scale = min(values), common_denominator(values)
        if rounds * scale * (max(values) - least) < _EXACT_FLOATS:
            found.append(np.array([[float((value - least) * scale) for value in row] for row in game.matrix(player)]))
        else:
            found.append(rounded)
    return found


def _floats(numbers: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(map(float, numbers))


def _rows(array: NDArray[np.float64]) -> Shares:
    return tuple(map(_floats, array))
