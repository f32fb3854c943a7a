"""The points of a sweep in a CSV file: a header of parameters' names, then one point a line, read exactly."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from hashlib import blake2b
from math import lcm
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory.errors import DetenteError, InvalidNumber, InvalidParameter, TooLarge, UnknownName
from gametheory.exact import exact
from gametheory.game import ParametricGame

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["PointsFile"]

_STRIDE = 4096
_LONGEST_LINE = 2**20


@dataclass(frozen=True)
class PointsFile:
    """The points in a CSV file.

    Parameters
    ----------
    path : str or Path
        The first line names parameters; every other that is not blank has a number for each, as
        `gametheory.exact.exact` reads them.
    """

    path: str | Path

    def bind(self, game: ParametricGame) -> _BoundFile:
        """The points for a game (see `gametheory.sampling_plan.SamplingPlan`); reads through the file once.

        Raises
        ------
        DetenteError
            If the file cannot be read.
        InvalidParameter
            If it names no parameter, names one twice, or has no points. A number that is not one, or out of its range,
            is told with its line when the sweep gets there.
        """
        path = Path(self.path).absolute()
        digest = blake2b(digest_size=32)
        offsets, lines, worlds, number, at = [], [], 0, 0, 0
        header = b""
        try:
            with path.open("rb") as file:
                while line := file.readline(_LONGEST_LINE):
                    digest.update(line)
                    number += 1
                    if len(line) == _LONGEST_LINE:
                        raise TooLarge(f"line {number} of {self.path} is longer than {_LONGEST_LINE:,} bytes")
                    if number == 1:
                        header = line
                    elif line.strip():
                        if worlds % _STRIDE == 0:
                            offsets.append(at)
                            lines.append(number)
                        worlds += 1
                    at += len(line)
        except DetenteError:
            raise
        except (OSError, ValueError) as error:  # ValueError: a path that holds a NUL
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise DetenteError(f"{self.path} cannot be read: {reason}") from error
        names = []
        for asked in _cells(header, "the first line", self.path):
            name = asked if asked in game.parameters else asked.replace("-", "_")
            if name not in game.parameters:
                raise UnknownName("parameter", asked, game.parameters)
            names.append(name)
        if len(set(names)) < len(names):
            raise InvalidParameter(f"{self.path} has two columns of one name among {', '.join(names)}")
        if not worlds:
            raise InvalidParameter(f"{self.path} has no points below its header")
        ranges = tuple((game.parameters[name].low, game.parameters[name].high) for name in names)
        return _BoundFile(tuple(names), worlds, str(path), digest.hexdigest(), tuple(offsets), tuple(lines), ranges)


@dataclass(frozen=True)
class _BoundFile:
    names: tuple[str, ...]
    worlds: int
    path: str
    digest: str
    offsets: tuple[int, ...]
    lines: tuple[int, ...]
    ranges: tuple[tuple[Any, Any], ...]

    def points(self, start: int, stop: int) -> tuple[NDArray[Any], int]:
        """As in `gametheory.sampling_plan.BoundPlan`."""
        columns: list[list[Any]] = [[] for _ in self.names]
        skip = start % _STRIDE
        with Path(self.path).open("rb") as file:
            file.seek(self.offsets[start // _STRIDE])
            number = self.lines[start // _STRIDE] - 1
            while len(columns[0]) < stop - start:
                line = file.readline()
                number += 1
                if not line:
                    raise DetenteError(f"{self.path} has become shorter than it was")
                if not line.strip():
                    continue
                if skip:
                    skip -= 1
                    continue
                self._read(line, number, columns)
        denominator = lcm(*{value.denominator for column in columns for value in column})
        whole = [[int(value * denominator) for value in column] for column in columns]
        small = all(-(2**63) <= value < 2**63 for row in whole for value in row)
        return np.array(whole, dtype=np.int64 if small else object), denominator

    def to_dict(self) -> dict[str, Any]:
        """As in `gametheory.sampling_plan.BoundPlan`: the content counts, not where it is."""
        return {"method": "file", "over": list(self.names), "samples": self.worlds, "blake2b": self.digest}

    def _read(self, line: bytes, number: int, columns: list[list[Any]]) -> None:
        where = f"line {number}"
        cells = _cells(line, where, self.path)
        if len(cells) != len(self.names):
            raise InvalidParameter(
                f"{where} of {self.path} has {len(cells)} numbers; {len(self.names)} are needed, one a parameter"
            )
        for name, cell, (low, high), column in zip(self.names, cells, self.ranges, columns, strict=True):
            value = exact(cell, f"{name} in {where} of {self.path}")
            if not low <= value <= high:
                raise InvalidParameter(f"{name} is {cell} in {where} of {self.path}, outside its range {low} to {high}")
            column.append(value)


def _cells(line: bytes, where: str, path: object) -> list[str]:
    try:
        text = line.decode("utf-8-sig")
        return [cell.strip() for cell in next(csv.reader([text], strict=True), [])]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidNumber(f"{where} of {path} is not CSV text: {error}") from error
