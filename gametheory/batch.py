"""Millions of games of one shape, solved exactly and completely, in arrays.

`solve_batch` answers a batch that fits into memory, `iter_batches` one of any length part by part. Both take an array
of payoffs with the game as its last axis, or a parametric game with an array of points. Under ``nash`` (two players,
up to 5x5) the answer is all extreme equilibria, of which every equilibrium is a mixture; under ``pure_nash`` (any
number of players) all pure ones. Every answer is exact, whatever the size of the payoffs: see
`gametheory.batch_arithmetic`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from math import comb, prod
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from gametheory.batch_arithmetic import float_form, integer_forms
from gametheory.batch_payoffs import PayoffArray, PayoffFamily, Payoffs
from gametheory.batch_solution import NASH_RECORD, PURE_RECORD, BatchSolution
from gametheory.best_replies import pure_equilibria
from gametheory.complementarity import FIRST_BASIS, FIRST_LABELS, GAME, SECOND_BASIS, ExtremeEquilibria, by_game
from gametheory.concepts import CONCEPTS
from gametheory.determinants import MOST_ACTIONS
from gametheory.errors import InvalidGame, InvalidParameter, NotApplicable, TooLarge
from gametheory.game import ParametricGame, StrategicGame
from gametheory.number_arrays import by

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["iter_batches", "solve_batch"]

_GAMES = 4096  # a block of this many games keeps the minors near the processor at every shape
_COMPILED_GAMES = 16384  # likewise what goes into and comes out of the compiled kernel
_EXACT_GAMES = 1024  # Python integers take many times their room
_PURE_BYTES = 2**22  # long enough streams that reading does not wait on the memory
_FEW_PROFILES = 16
_MOST_PROFILES = 2**16  # what the record of a pure equilibrium can number
_MOST_PURE_ACTIONS = 64  # what the mask of a support can hold


def solve_batch(
    payoffs: Any,
    concept: str = "nash",
    *,
    denominator: int | None = None,
    points: Any = None,
    names: Sequence[str] | None = None,
    max_bytes: int = 2**32,
    compiled: bool | None = None,
) -> BatchSolution:
    """All equilibria of every game of a batch.

    Parameters
    ----------
    payoffs : array_like of shape (players, actions of player 1, actions of player 2, ..., games), or ParametricGame
        Integers, floats (taken at their binary values) or objects such as fractions. An array is not copied, so it must
        not be changed while the solution is in use.
    concept : {"nash", "pure_nash"}
        All extreme equilibria of games of two players with up to 5 actions each, or all pure ones of any players.
    denominator : int, optional
        What integers (of the payoffs, or of the points) are to be divided by. Decimals are best given so: tenths as
        integers over 10 take the fast arithmetic, as floats they are not even tenths.
    points : array_like of shape (parameters, games), optional
        For a parametric game the values of the parameters in each game.
    names : sequence of str, optional
        Which parameters the rows of `points` are; by default all of the game, in its order. The others stand at their
        defaults.
    max_bytes : int
        The most memory that the answer may take.
    compiled : bool, optional
        Whether to use the compiled kernel of the ``fast`` extra. By default it is used where it is installed and the
        batch is large enough to repay its start; the answer is the same bit for bit.

    Returns
    -------
    BatchSolution

    Raises
    ------
    InvalidGame, InvalidNumber, InvalidParameter, UnknownName
        If `payoffs`, `points`, `names` or `denominator` are not as described; the message says where.
    NotApplicable
        If the concept cannot take games of this kind.
    TooLarge
        If the answer would take more than `max_bytes`, or the games have too many actions.
    """
    canonical = _concept(concept)
    source = _source(payoffs, denominator, points, names)
    return _solve(source, _blocks(source, canonical, compiled), max_bytes)


def iter_batches(
    payoffs: Any,
    concept: str = "nash",
    *,
    denominator: int | None = None,
    points: Any = None,
    names: Sequence[str] | None = None,
    games: int = 2**16,
    compiled: bool | None = None,
) -> Iterator[BatchSolution]:
    """All equilibria of a batch of any length, part by part, in memory that does not grow with the batch.

    Parameters
    ----------
    payoffs, concept, denominator, names, compiled
        As for `solve_batch`. The array may be a memory map.
    points : array_like of shape (parameters, games), or iterable of such arrays
        An iterator or generator of arrays is read one at a time, so the points need never be in memory together.
    games : int
        The most games in a part.

    Yields
    ------
    BatchSolution
        Its attribute `first` says which game of the whole its game 0 is.

    Raises
    ------
    As `solve_batch`, when the part in question is reached.
    """
    if isinstance(games, bool) or not isinstance(games, int) or games < 1:
        raise InvalidParameter(f"a part cannot have {games!r} games; a positive integer is needed")
    canonical = _concept(concept)
    streamed = isinstance(payoffs, ParametricGame) and isinstance(points, Iterator)
    first = 0
    for part in points if streamed else (points,):
        source = _source(payoffs, denominator, part, names, first)
        blocks = _blocks(source, canonical, compiled)
        for start in range(0, source.games, games):
            yield _solve(source.part(start, start + games), blocks, None)
        first += source.games


def _solve(source: Payoffs, blocks: _Blocks, max_bytes: int | None) -> BatchSolution:
    games, size = source.games, blocks.record.itemsize
    fixed = 9 * games + 8  # offsets and flags
    _check_bytes(fixed + size * games, max_bytes, games)
    offsets = np.zeros(games + 1, dtype=np.int64)
    flags = np.zeros(games, dtype=np.uint8)
    records = np.empty(0, dtype=blocks.record)
    used = 0
    for start in range(0, games, blocks.games):
        stop = min(start + blocks.games, games)
        found, offsets[start + 1 : stop + 1], flags[start:stop] = blocks.solve(source, start, stop)
        used += len(found)
        expected = max(used, used * games // stop)
        if max_bytes is not None and fixed + size * used > max_bytes:
            _check_bytes(fixed + size * expected, max_bytes, games)
        if used > len(records):
            # growing in place, where the system can, spares a second copy of what is there
            records.resize(expected + expected // 20, refcheck=False)
        records[used - len(found) : used] = found
    records.resize(used, refcheck=False)
    return BatchSolution(
        concept=blocks.concept,
        method=blocks.method,
        arithmetic="exact",
        players=source.players,
        actions=source.actions,
        offsets=np.cumsum(offsets, out=offsets),
        records=records,
        flags=flags,
        first=source.first,
        payoffs=source,
    )


_Answer = tuple["NDArray[Any]", "NDArray[Any]", "NDArray[Any]"]
"""The records of some games, ordered by game; how many each game has; the flags."""


class _Blocks(Protocol):
    """How a block of games is solved under one concept."""

    concept: str
    method: str
    record: np.dtype[Any]
    games: int

    def solve(self, source: Payoffs, start: int, stop: int) -> _Answer:
        """The equilibria of the games from `start` to `stop`."""


class _Kernel(Protocol):
    """`ExtremeEquilibria` for payoffs in floats, or its compiled equal."""

    def solve(
        self, payoffs: NDArray[np.float64], bounds: tuple[tuple[float, ...], ...] | None = None
    ) -> tuple[NDArray[np.uint64], NDArray[np.uint8], NDArray[np.bool_] | None]:
        """As `ExtremeEquilibria.solve`."""


class _NashBlocks:
    """Extreme equilibria of two players, in the arithmetic that each game needs."""

    concept = "nash"
    method = "signs of determinants"
    record = NASH_RECORD

    def __init__(self, shape: tuple[int, int], kernel: _Kernel, games: int) -> None:
        self.games = games
        self._shape = shape
        self._floats = kernel

    def solve(self, source: Payoffs, start: int, stop: int) -> _Answer:
        payoffs, errors = source.read(start, stop)
        if payoffs.dtype == object:  # too large for any machine word
            records, flags = self._exactly(payoffs)
        else:
            form = float_form(payoffs, errors)
            records, flags, doubtful = self._floats.solve(form.payoffs, form.bounds)
            if doubtful is not None and (uncertain := np.logical_or(*(doubtful & ~form.exact))).any():
                again = np.flatnonzero(uncertain)
                some, flags[again] = self._exactly(source.integers(start + again))
                kept = records[~uncertain[(records >> GAME).astype(np.intp)]]
                records = by_game(np.concatenate((kept, _renumbered(some, again))))
        found = np.empty(len(records), dtype=NASH_RECORD)
        found["first_basis"] = records >> FIRST_BASIS & np.uint64(0xFF)
        found["second_basis"] = records >> SECOND_BASIS & np.uint64(0xFF)
        found["first_labels"] = records >> FIRST_LABELS & np.uint64(0x3FF)
        found["second_labels"] = records & np.uint64(0x3FF)
        return found, np.bincount((records >> GAME).astype(np.intp), minlength=stop - start), flags

    def _exactly(self, payoffs: NDArray[Any]) -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
        """The records and flags of a block of integer payoffs of any size."""
        flags = np.empty(payoffs.shape[-1], dtype=np.uint8)
        records = []
        for first in range(0, payoffs.shape[-1], _EXACT_GAMES):
            for games, form in integer_forms(payoffs[..., first : first + _EXACT_GAMES]):
                found, flags[first + games], _ = ExtremeEquilibria(self._shape, form.dtype, len(games)).solve(form)
                records.append(_renumbered(found, first + games))
        return by_game(np.concatenate(records)), flags


def _renumbered(records: NDArray[np.uint64], games: NDArray[np.intp]) -> NDArray[np.uint64]:
    """The records of some games of a block, in the numbers that these have there."""
    low = records & ((np.uint64(1) << GAME) - np.uint64(1))
    return low | games[(records >> GAME).astype(np.intp)].astype(np.uint64) << GAME


class _PureBlocks:
    """Pure equilibria of any number of players, by comparison alone."""

    concept = "pure_nash"
    method = "check of every profile"
    record = PURE_RECORD

    def __init__(self, shape: tuple[int, ...], games: int, compiled: bool | None) -> None:
        profiles = prod(shape)
        self.games = min(max(_PURE_BYTES // (8 * len(shape) * profiles), 64), _COMPILED_GAMES)
        self._compiled = None
        if profiles <= 64 and _compile(compiled, 2e-9 * profiles * games):  # one word holds a game's profiles
            from gametheory.best_replies_compiled import CompiledPureEquilibria

            self._compiled = CompiledPureEquilibria(shape, self.games)

    def solve(self, source: Payoffs, start: int, stop: int) -> _Answer:
        payoffs, errors = source.read(start, stop)
        flags = np.zeros(stop - start, dtype=np.uint8)
        if self._compiled is not None and payoffs.dtype in (np.float64, np.int64) and not any(errors):
            position, number = self._compiled.solve(payoffs)
            return position.view(PURE_RECORD), number, flags
        stable, doubtful = pure_equilibria(payoffs, errors)
        if doubtful is not None and doubtful.any():
            again = np.flatnonzero(doubtful)
            stable[..., again], _ = pure_equilibria(source.integers(start + again))
        by_profile = stable.reshape(-1, stop - start)
        if len(by_profile) <= _FEW_PROFILES:
            profile = np.flatnonzero(by_profile.T.ravel())
            profile %= len(by_profile)
        else:  # sorting what is found costs less than turning the whole table
            profile, game = np.divmod(np.flatnonzero(by_profile), by_profile.shape[1])
            profile = profile[np.argsort(game.astype(np.uint16), kind="stable")]
        number = np.add.reduce(by_profile.view(np.uint8), axis=0, dtype=np.uint16)
        return profile.astype(np.uint16).view(PURE_RECORD), number, flags


def _source(payoffs: Any, denominator: int | None, points: Any, names: Sequence[str] | None, first: int = 0) -> Payoffs:
    if isinstance(payoffs, ParametricGame):
        if points is None:
            raise InvalidParameter("a parametric game needs points: one row a parameter, one column a game")
        return PayoffFamily(payoffs, points, names, denominator, first)
    if isinstance(payoffs, StrategicGame):
        raise InvalidGame("a batch is an array of many games; a single game is for gametheory.solve.solve")
    if points is not None or names is not None:
        raise InvalidGame("points and names go with a parametric game, not with an array of payoffs")
    return PayoffArray(payoffs, denominator)


def _blocks(source: Payoffs, concept: str, compiled: bool | None) -> _Blocks:
    shape = tuple(map(len, source.actions))
    if concept == "pure_nash":
        if prod(shape) > _MOST_PROFILES or max(shape) > _MOST_PURE_ACTIONS:
            raise TooLarge(
                f"games of {by(shape)} actions have {prod(shape)} profiles; a batch takes up to {_MOST_PROFILES}, "
                f"and {_MOST_PURE_ACTIONS} actions a player"
            )
        return _PureBlocks(shape, source.games, compiled)
    if len(shape) != 2:
        raise NotApplicable(
            f"nash takes batches of two players, and these have {len(shape)}; pure_nash takes any number"
        )
    first, second = shape
    if max(shape) > MOST_ACTIONS:
        bases = comb(first + second, first) - 1
        raise TooLarge(
            f"games of {first}x{second} actions have {bases} bases a player; a batch takes up to "
            f"{MOST_ACTIONS}x{MOST_ACTIONS} actions (251 bases); solve larger games one by one"
        )
    return _NashBlocks((first, second), *_kernel((first, second), source.games, compiled))


def _kernel(shape: tuple[int, int], games: int, compiled: bool | None) -> tuple[_Kernel, int]:
    """What solves blocks of payoffs in floats, and the most games in a block."""
    bases = comb(sum(shape), shape[0]) - 1
    if not _compile(compiled, 2e-8 * bases * games):
        size = min(max(games, 1), _GAMES)
        return ExtremeEquilibria(shape, np.float64, size), size
    from gametheory.batch_compiled import CompiledExtremeEquilibria

    size = min(max(games, 1), _COMPILED_GAMES)
    return CompiledExtremeEquilibria(shape, size), size


def _compile(wanted: bool | None, saved: float) -> bool:
    """Whether to use compiled code, as wanted, or else where it is there and repays its start.

    Parameters
    ----------
    wanted : bool, optional
    saved : float
        About how many seconds it would save.
    """
    present = wanted is not False and find_spec("numba") is not None
    if wanted and not present:
        raise NotApplicable("compiled=True needs numba, which is not installed: pip install 'detente[fast]'")
    start = 0.02 if "gametheory.batch_compiled" in sys.modules else 2.0
    return present and (bool(wanted) or saved > start)


def _concept(name: str) -> str:
    concept = CONCEPTS.canonical(name)
    if concept not in {"nash", "pure_nash"}:
        raise NotApplicable(f"a batch is solved under nash or pure_nash, not under {concept}")
    return concept


def _check_bytes(needed: int, most: int | None, games: int) -> None:
    if most is not None and needed > most:
        raise TooLarge(
            f"the answer for {games:,} games would take about {needed:,} bytes, more than the {most:,} allowed; "
            "iter_batches gives it in parts"
        )
