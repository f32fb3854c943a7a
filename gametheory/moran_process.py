"""The Moran process of a finite population that plays a symmetric game, and how often each action takes it over.

In each generation one individual, drawn in proportion to what it earns against all the others, has a copy, which
replaces one drawn evenly (Moran 1958, Mathematical Proceedings of the Cambridge Philosophical Society 54; Nowak 2006,
Evolutionary Dynamics, chapter 6). Without mutation one action takes over in the end. Computed through nashpy, in
floats, from a seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from gametheory.concepts.evolutionary import symmetric_payoffs
from gametheory.errors import InvalidParameter, NotApplicable, TooLarge
from gametheory.game import StrategicGame
from gametheory.trajectory import Trajectory, nashpy_game, normalised, routine, seeded, warnings_heard

__all__ = ["Fixation", "fixation", "moran_process"]

MOST_MEETINGS = 100_000_000
"""The most meetings of two individuals that the processes may come to; nashpy does a few million a second."""


@dataclass(frozen=True, slots=True)
class Fixation:
    """How often each action takes over a population in repeated Moran processes.

    Attributes
    ----------
    counts : tuple of int
        For each action in how many repetitions it took over.
    unfinished : int
        In how many none had by the last generation allowed.
    repetitions, seed : int
        How often it was run, and the seed of the first run.
    """

    counts: tuple[int, ...]
    unfinished: int
    repetitions: int
    seed: int


def moran_process(
    game: StrategicGame, population: Sequence[int], *, generations: int = 5000, seed: int = 0
) -> Trajectory:
    """One Moran process from a finite population that plays a symmetric game, until one action has taken over.

    Parameters
    ----------
    population : sequence of int
        How many individuals play each action at first.
    generations : int
        After how many births at most it is cut off; then `finished` is false.

    Raises
    ------
    NotApplicable
        If the game is not symmetric, or has a negative payoff: earnings are odds here, and adding a number to them
        would be another process.
    InvalidParameter
        If the population is not one count an action, two individuals or more in all.
    TooLarge
        If it could come to more than `MOST_MEETINGS` meetings.
    """
    individuals = _individuals(game, population, generations)
    with warnings_heard() as heard:
        run = _moran(game, individuals, generations, seed)
    size = len(individuals)
    shares = tuple(tuple(count / size for count in counts) for counts in run)
    times = tuple(map(float, range(len(run))))
    finished = max(run[-1]) == size
    return Trajectory(game, "Moran process", routine("moran_process"), times, (shares,), seed, finished, heard())


def fixation(
    game: StrategicGame, population: Sequence[int], *, repetitions: int = 100, generations: int = 5000, seed: int = 0
) -> Fixation:
    """Which action takes over how often, in independent Moran processes with the seeds `seed`, `seed` + 1, ...

    Parameters and errors are those of `moran_process`; all the repetitions together count for `TooLarge`.
    """
    if repetitions < 1:
        raise InvalidParameter(f"{repetitions} repetitions; there must be at least one")
    individuals = _individuals(game, population, generations * repetitions)
    counts = [0] * game.shape[0]
    unfinished = 0
    with warnings_heard():
        for repetition in range(repetitions):
            last = _moran(game, individuals, generations, seed + repetition)[-1]
            if max(last) == len(individuals):
                counts[last.index(len(individuals))] += 1
            else:
                unfinished += 1
    return Fixation(tuple(counts), unfinished, repetitions, seed)


def _moran(game: StrategicGame, individuals: list[int], generations: int, seed: int) -> list[list[int]]:
    """How many play each action, at first and after each birth."""
    import numpy as np

    size = game.shape[0]
    with seeded(seed):
        run = nashpy_game(*normalised(game, from_zero=True)).moran_process(initial_population=np.array(individuals))
        counts = [np.bincount(present, minlength=size).tolist() for present in islice(run, generations)]
    start = np.bincount(individuals, minlength=size).tolist()
    return [start] if max(start) == len(individuals) else [start, *counts]


def _individuals(game: StrategicGame, population: Sequence[int], generations: int) -> list[int]:
    A = symmetric_payoffs(game)
    for names, row in zip(game.actions[0], A, strict=True):
        if min(row) < 0:
            raise NotApplicable(
                f"earnings are odds in a Moran process, and {names!r} can earn {min(row)}; no payoff may be negative"
            )
    if generations < 1:
        raise InvalidParameter(f"{generations} generations; there must be at least one")
    if len(population) != len(A) or any(not isinstance(count, int) or count < 0 for count in population):
        raise InvalidParameter(f"the population must be {len(A)} counts, one an action: {list(population)}")
    size = sum(population)
    if size < 2:
        raise InvalidParameter(f"a population of {size}; a Moran process needs two individuals")
    if generations * size * size > MOST_MEETINGS:
        raise TooLarge(
            f"{generations} generations of {size} individuals can come to {generations * size * size} meetings; "
            f"no more than {MOST_MEETINGS} are run"
        )
    return [action for action, count in enumerate(population) for _ in range(count)]
