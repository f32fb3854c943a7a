"""Sweeps: the answers to a game at many points, in memory that does not grow with their number.

`sweep` solves a parametric game under a play at every point of a plan and counts, for each pure outcome, the worlds in
which it is the only equilibrium, one of several, and (2x2) the risk-dominant one. With a folder it also writes every
world, in parts; a sweep that was ended at any moment, however it was, goes on from the parts that are there and ends
in the same bytes. ``nash`` and ``pure_nash`` of simultaneous games are solved in exact batches, other plays world by
world.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gametheory import __version__
from gametheory.concepts import CONCEPTS
from gametheory.errors import CertificateError, InvalidParameter, NotApplicable, UnknownName
from gametheory.forms import FORMS
from gametheory.game import ParametricGame
from gametheory.sampling_plan import SamplingPlan
from gametheory.solve import Play, default_play, rules_of
from gametheory.sweep_answers import Tally, WorldSolver
from gametheory.sweep_folder import SweepFolder
from gametheory.sweep_parts import FORMATS, Part, PartMaker
from gametheory.sweep_workers import cores, in_processes, on_cluster

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["KEPT", "Sweep", "sweep"]

KEPT = ("points", "payoffs")
"""What a world's row may hold beside which outcomes are stable: its parameters, and what the equilibria yield."""

MOST_CSV = 2**20
"""The most worlds that are written as CSV unasked, where pyarrow is missing."""

_PARTS = 256  # about how many a sweep of middling size is cut into
_PART_SIZES = {True: (2**17, 2**20), False: (2**4, 2**10)}  # the least and the greatest, in batches and one by one
_WORTH_PROCESSES = {True: 2**20, False: 2**9}  # worlds from which on starting processes repays


@dataclass(frozen=True)
class Sweep:
    """What a sweep found; the counts are exact.

    Attributes
    ----------
    play : Play
    players : tuple of str
    actions : tuple of tuple of str
    outcomes : tuple of str
        The pure profiles, as the columns of the parts name them.
    parameters : tuple of str
        What moved.
    tally : Tally
        The counts, by outcome.
    folder : Path or None
        Where the parts are.
    made : int
        The worlds that were solved now, and not found in the folder.
    workers : int
        The processes that solved them; 0 where a cluster did.
    """

    play: Play
    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    outcomes: tuple[str, ...]
    parameters: tuple[str, ...]
    tally: Tally
    folder: Path | None
    made: int
    workers: int

    @property
    def worlds(self) -> int:
        """How many points there were."""
        return self.tally.worlds

    def share(self, count: int) -> Fraction:
        """A count as a share of the worlds."""
        return Fraction(count, self.worlds)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data: what was swept, and the counts."""
        tally = self.tally
        return {
            "form": self.play.form,
            "concept": self.play.concept,
            "players": list(self.players),
            "actions": {player: list(names) for player, names in zip(self.players, self.actions, strict=True)},
            "parameters": list(self.parameters),
            "worlds": tally.worlds,
            "no_equilibrium": tally.none,
            "only_mixed": tally.mixed,
            "infinitely_many": tally.infinite,
            "outcomes": {
                name: {"only": only, "several": several, "risk_dominant": risk}
                for name, only, several, risk in self._rows()
            },
        }

    def to_frame(self) -> pd.DataFrame:
        """One row a pure outcome, as a pandas frame.

        Columns: outcome, the action of each player, the counts only, several and risk_dominant, and as shares of all
        worlds share_only, share_several, and share (of the worlds in which it is an equilibrium at all).
        """
        import pandas as pd

        frame = pd.DataFrame(self._rows(), columns=["outcome", "only", "several", "risk_dominant"])
        profiles = pd.MultiIndex.from_product(self.actions)
        for index, player in enumerate(self.players):
            frame.insert(1 + index, player, profiles.get_level_values(index))
        frame["share_only"] = frame["only"] / self.worlds
        frame["share_several"] = frame["several"] / self.worlds
        frame["share"] = (frame["only"] + frame["several"]) / self.worlds
        return frame

    def _rows(self) -> list[tuple[str, int, int, int]]:
        tally = self.tally
        return list(zip(self.outcomes, tally.only, tally.several, tally.risk_dominant, strict=True))

    def __str__(self) -> str:
        tally = self.tally
        lines = [f"{self.play.concept} in {self.worlds:,} worlds of {', '.join(self.parameters)}"]
        lines += [
            f"  {name}: the only equilibrium in {only:,}, one of several in {several:,}"
            + (f", risk dominant in {risk:,}" if risk else "")
            for name, only, several, risk in self._rows()
            if only or several
        ]
        lines.append(f"  no equilibrium in {tally.none:,}, only mixed ones in {tally.mixed:,}")
        return "\n".join(lines)


def sweep(
    game: ParametricGame,
    plan: SamplingPlan,
    *,
    play: Play | None = None,
    folder: str | Path | None = None,
    keep: tuple[str, ...] = ("points",),
    format: str | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    source: Mapping[str, Any] | None = None,
) -> Sweep:
    """Solve a game at every point of a plan.

    Parameters
    ----------
    game : ParametricGame
        Parameters that the plan does not move stand at their defaults.
    plan : Grid, Sample or PointsFile
        See `gametheory.sampling_plan`.
    play : Play, optional
        By default `gametheory.solve.default_play(game)`. Of plays other than simultaneous Nash, the stable outcomes
        are those that `Answer.outcomes` gives.
    folder : str or Path, optional
        Where to write every world; a sweep that was begun there goes on. One line reads the whole:
        ``pandas.read_parquet(folder + "/worlds")``, ``polars.scan_parquet(folder + "/worlds/*.parquet")``, in DuckDB
        ``from 'folder/worlds/*.parquet'``. The mean of an outcome's column is its share.
    keep : tuple of {"points", "payoffs"}
        What each row holds beside its outcomes. A world's number is enough to make its points again, so a sweep of
        10**9 worlds may well leave them out.
    format : {"parquet", "csv"}, optional
        By default Parquet where pyarrow is installed, else CSV up to `MOST_CSV` worlds.
    workers : int, optional
        Processes; by default as many as there are processors, where the sweep is long enough to repay their start.
    scheduler : str, optional
        The address of a Dask scheduler whose workers are to make the parts instead, such as ``tcp://host:8786``.
    progress : callable, optional
        Called after each part with the worlds that are done and those that there are.
    source : mapping, optional
        What else identifies the sweep, such as the hash of a scenario; kept in the manifest.

    Returns
    -------
    Sweep

    Raises
    ------
    UnknownName, InvalidParameter, InvalidNumber, NotApplicable, TooLarge
        If something asked for is not there or cannot be; the message says which.
    DetenteError
        If the folder cannot be used or written, another process is at work there, a worker dies again and again, or
        some world cannot be solved. Parts that are written by then are kept.
    """
    maker = _maker(game, plan, play, folder, keep, format)
    if workers is not None and (isinstance(workers, bool) or not isinstance(workers, int) or workers < 1):
        raise InvalidParameter(f"{workers!r} workers were asked for; a positive integer is needed")
    if workers is not None and scheduler is not None:
        raise InvalidParameter("a scheduler has workers of its own; leave out either workers or scheduler")
    worlds = maker.solver.plan.worlds
    place = Path(folder) if folder is not None else None
    tallies: dict[int, Tally] = {}
    if place is None:
        hands = _run(maker, range(maker.parts), workers, scheduler, tallies, progress, None)
        return _sweep(maker, tallies, None, worlds, hands)
    manifest = _manifest(maker, source or {})
    with SweepFolder(place, manifest, str(maker.format), maker.parts) as opened:
        tallies |= opened.done()
        missing = [number for number in range(maker.parts) if number not in tallies]
        made = worlds - sum(tally.worlds for tally in tallies.values())
        hands = _run(maker, missing, workers, scheduler, tallies, progress, opened.add)
        found = _sweep(maker, tallies, place, made, hands)
        opened.finish({"schema": 1, **found.to_dict()})
    return found


def _maker(
    game: ParametricGame,
    plan: SamplingPlan,
    play: Play | None,
    folder: str | Path | None,
    keep: tuple[str, ...],
    format: str | None,
) -> PartMaker:
    if not isinstance(game, ParametricGame):
        raise NotApplicable("a sweep needs a game with parameters to move; this one has none")
    chosen = play or default_play(game)
    chosen = Play(FORMS.canonical(chosen.form), CONCEPTS.canonical(chosen.concept), dict(chosen.rules))
    rules_of(chosen)
    for what in keep:
        if what not in KEPT:
            raise UnknownName("thing to keep", what, KEPT)
    bound = plan.bind(game)
    if folder is None:
        format = None
    elif format is None:
        format = "parquet" if find_spec("pyarrow") is not None else "csv"
        if format == "csv" and bound.worlds > MOST_CSV:
            raise NotApplicable(
                f"{bound.worlds:,} worlds are many for CSV, and Parquet needs pyarrow: pip install 'detente[scale]'"
                " (or ask for csv by name)"
            )
    elif format not in FORMATS:
        raise UnknownName("format of parts", format, FORMATS)
    elif format == "parquet" and find_spec("pyarrow") is None:
        raise NotApplicable("Parquet needs pyarrow: pip install 'detente[scale]'")
    solver = WorldSolver(game, bound, chosen, "payoffs" in keep)
    solver.check()
    least, most = _PART_SIZES[solver.in_batches]
    size = min(max(1 << (max(bound.worlds // _PARTS, 1) - 1).bit_length(), least), most)
    return PartMaker(solver, size, format, "points" in keep)


def _run(
    maker: PartMaker,
    numbers: range | list[int],
    workers: int | None,
    scheduler: str | None,
    tallies: dict[int, Tally],
    progress: Callable[[int, int], None] | None,
    add: Callable[[Part], None] | None,
) -> int:
    """Make parts and hand them on; the number of processes that made them."""
    worlds = maker.solver.plan.worlds
    done = sum(tally.worlds for tally in tallies.values())
    repays = worlds - done >= _WORTH_PROCESSES[maker.solver.in_batches]
    hands = min(workers or (cores() if repays else 1), max(len(numbers), 1))
    parts: Iterator[Part]
    if scheduler is not None:
        parts, hands = on_cluster(maker, numbers, scheduler), 0
    elif hands == 1:
        parts = map(maker.make, numbers)
    else:
        parts = in_processes(maker, numbers, hands)
    if progress is not None:
        progress(done, worlds)
    try:
        for part in parts:
            if add is not None:
                add(part)
            tallies[part.number] = part.tally
            done += part.tally.worlds
            if progress is not None:
                progress(done, worlds)
    finally:
        if not isinstance(parts, map):
            parts.close()  # type: ignore[attr-defined] # both are generators, which end their workers when closed
    return hands


def _sweep(maker: PartMaker, tallies: dict[int, Tally], folder: Path | None, made: int, workers: int) -> Sweep:
    total = tallies[0]
    for number in range(1, maker.parts):
        total += tallies[number]
    if total.worlds != maker.solver.plan.worlds:
        raise CertificateError(f"{total.worlds} worlds were counted of {maker.solver.plan.worlds}")
    game, solver = maker.solver.game, maker.solver
    return Sweep(
        solver.play, game.players, game.actions, maker.outcomes, solver.plan.names, total, folder, made, workers
    )


def _manifest(maker: PartMaker, source: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that the bytes of the parts depend on."""
    game, solver = maker.solver.game, maker.solver
    writer = "csv"
    if maker.format == "parquet":
        import pyarrow as pa

        writer = f"parquet of pyarrow {pa.__version__}"
    return {
        "schema": 1,
        "detente": __version__,
        "source": dict(source),
        "game": {
            "players": list(game.players),
            "actions": [list(names) for names in game.actions],
            "defaults": {name: str(parameter.default) for name, parameter in game.parameters.items()},
            "sha256": _game_hash(game),
        },
        "plan": solver.plan.to_dict(),
        "play": {
            "form": solver.play.form,
            "concept": solver.play.concept,
            "rules": {name: str(value) for name, value in sorted(solver.play.rules.items())},
        },
        "worlds": solver.plan.worlds,
        "worlds_in_a_part": maker.size,
        "format": writer,
        "columns": list(maker.columns),
    }


def _game_hash(game: ParametricGame) -> str:
    """A hash of the players, the actions, the payoffs and the parameters with their defaults and ranges."""
    digest = sha256()
    for text in (
        *game.players,
        *(action for actions in game.actions for action in ("", *actions)),
        *(str(expression) for own in game.payoffs for expression in own),
        *(f"{p.name} {p.default} {p.low} {p.high}" for p in game.parameters.values()),
    ):
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()
