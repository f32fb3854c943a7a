"""The parts of a sweep: a stretch of worlds solved, as the bytes of a Parquet or CSV file, and its counts.

A part depends on nothing but the sweep and the part's number, so it can be made again alone, anywhere, to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from hashlib import sha256
from io import BytesIO, StringIO
from operator import add
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory.sweep_answers import Answers, Tally, WorldSolver

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["FORMATS", "Part", "PartMaker"]

FORMATS = ("parquet", "csv")
"""What parts can be written as."""

_BLOCK = 2**16  # worlds that are solved together
_ROW_GROUP = 2**17  # worlds that are compressed together


@dataclass(frozen=True)
class Part:
    """One part.

    Attributes
    ----------
    number : int
    data : bytes or None
        The file; None where only counts are wanted.
    sha256 : str or None
        Of the file.
    tally : Tally
    """

    number: int
    data: bytes | None
    sha256: str | None
    tally: Tally


@dataclass(frozen=True)
class PartMaker:
    """Makes the parts of a sweep, in any order.

    Attributes
    ----------
    solver : WorldSolver
    size : int
        Worlds in a part; the last has what is left.
    format : {"parquet", "csv"} or None
        None to count only.
    points : bool
        Whether the files hold the parameters of each world, beside the answers.
    """

    solver: WorldSolver
    size: int
    format: str | None
    points: bool

    @property
    def parts(self) -> int:
        """How many parts there are."""
        return -(-self.solver.plan.worlds // self.size)

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """The column of each pure profile: its actions, joined by slashes."""
        game = self.solver.game
        names = tuple("/".join(game.named(profile).values()) for profile in game.profiles())
        taken = {"world", "equilibria", "infinite", "risk_dominant", *game.parameters, *self._payoff_columns}
        if len(set(names)) < len(names) or taken.intersection(names):
            return tuple(f"outcome_{number}" for number in range(len(names)))
        return names

    @property
    def _payoff_columns(self) -> tuple[str, ...]:
        return tuple(f"{player} {end}" for player in self.solver.game.players for end in ("least", "greatest"))

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(name for name, _ in self._columns(0, 1))

    def make(self, number: int) -> Part:
        """Make a part."""
        start = number * self.size
        stop = min(start + self.size, self.solver.plan.worlds)
        if self.format is None:
            tallies = [
                Tally.of(self.solver.answers(first, min(first + _BLOCK, stop))[2])
                for first in range(start, stop, _BLOCK)
            ]
            return Part(number, None, None, reduce(add, tallies))
        data, tally = self._parquet(start, stop) if self.format == "parquet" else self._csv(start, stop)
        return Part(number, data, sha256(data).hexdigest(), tally)

    def _columns(self, start: int, stop: int, counted: Callable[[Tally], None] | None = None) -> Iterator[Any]:
        points, denominator, answers = self.solver.answers(start, stop)
        if counted is not None:
            counted(Tally.of(answers))
        yield "world", np.arange(start, stop)
        if self.points:
            for name, row in zip(self.solver.plan.names, points, strict=True):
                yield name, (row / denominator).astype(np.float64)
        yield from zip(self.outcomes, answers.stable, strict=True)
        yield "equilibria", answers.equilibria
        if answers.infinite is not None:
            yield "infinite", answers.infinite
        if answers.risk_dominant is not None:
            yield "risk_dominant", answers.risk_dominant
        yield from self._payoffs(answers)

    def _payoffs(self, answers: Answers) -> Iterator[tuple[str, NDArray[np.float64]]]:
        if answers.least is not None and answers.greatest is not None:
            rows = (row for pair in zip(answers.least, answers.greatest, strict=True) for row in pair)
            yield from zip(self._payoff_columns, rows, strict=True)

    def _parquet(self, start: int, stop: int) -> tuple[bytes, Tally]:
        import pyarrow as pa
        import pyarrow.parquet as pq

        tallies: list[Tally] = []
        sink = BytesIO()
        writer = None
        for group in range(start, stop, _ROW_GROUP):
            end = min(group + _ROW_GROUP, stop)
            batches = [
                self._batch(self._columns(first, min(first + _BLOCK, end), tallies.append))
                for first in range(group, end, _BLOCK)
            ]
            table = pa.Table.from_batches(batches)
            if writer is None:
                floats = [field.name for field in table.schema if pa.types.is_floating(field.type)]
                writer = pq.ParquetWriter(
                    sink,
                    table.schema,
                    compression="zstd",
                    compression_level=1,
                    write_statistics=[field.name for field in table.schema if not pa.types.is_boolean(field.type)],
                    use_dictionary=["risk_dominant"] if "risk_dominant" in table.column_names else False,
                    column_encoding={"world": "DELTA_BINARY_PACKED"} | dict.fromkeys(floats, "BYTE_STREAM_SPLIT"),
                )
            writer.write_table(table, row_group_size=_ROW_GROUP)
        if writer is not None:
            writer.close()
        return sink.getvalue(), reduce(add, tallies)

    def _batch(self, columns: Iterable[tuple[str, NDArray[Any]]]) -> pa.RecordBatch:
        """Columns with a schema that says what is never missing, of which Parquet then keeps no account."""
        import pyarrow as pa

        arrays = {name: self._arrow(name, values) for name, values in columns}
        fields = [pa.field(name, array.type, nullable=name == "risk_dominant") for name, array in arrays.items()]
        return pa.RecordBatch.from_arrays(list(arrays.values()), schema=pa.schema(fields))

    def _arrow(self, name: str, values: NDArray[Any]) -> pa.Array[Any]:
        import pyarrow as pa

        if name == "risk_dominant":
            indices = pa.array(values, mask=values < 0)
            return pa.DictionaryArray.from_arrays(indices, pa.array(self.outcomes))
        return pa.array(values)

    def _csv(self, start: int, stop: int) -> tuple[bytes, Tally]:
        import csv

        text = StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        tallies: list[Tally] = []
        for first in range(start, stop, _BLOCK):
            columns = [
                [self.outcomes[value] if value >= 0 else "" for value in values.tolist()]
                if name == "risk_dominant"
                else values.tolist()
                for name, values in self._columns(first, min(first + _BLOCK, stop), tallies.append)
            ]
            writer.writerows(zip(*columns, strict=True))
        return text.getvalue().encode(), reduce(add, tallies)
