"""Strategic-form games in and out: Gambit's ``.nfg`` files, CSV tables and nashpy's games."""

from __future__ import annotations

import sys
from pathlib import Path

from gametheory.errors import nearest_name
from gametheory.game import StrategicGame
from payoffs.atomic_write import write_atomically
from payoffs.errors import Fault, ScenarioError
from payoffs.interchange.bimatrix import format_csv, parse_csv
from payoffs.interchange.nashpy_game import from_nashpy, to_nashpy
from payoffs.interchange.nfg import format_nfg, parse_nfg

__all__ = [
    "MOST_BYTES",
    "SUFFIXES",
    "format_csv",
    "format_nfg",
    "from_nashpy",
    "parse_csv",
    "parse_nfg",
    "read_game",
    "to_nashpy",
    "write_game",
]

SUFFIXES = (".nfg", ".csv")
"""The endings of the files that are read and written."""

MOST_BYTES = 64 * 2**20
"""The biggest file that is read."""

_OTHER_SUFFIXES = {
    ".efg": "an .efg file holds an extensive game (a tree of moves); Gambit can write its strategic form as .nfg",
    ".xlsx": "save the sheet as CSV, separated by commas",
    ".ods": "save the sheet as CSV, separated by commas",
}


def read_game(path: str | Path) -> StrategicGame:
    """The game in a file: a Gambit game if its name ends in ``.nfg``, a table of two players if in ``.csv``.

    Parameters
    ----------
    path : str or Path
        The file, or ``-`` for standard input, where a text that begins with ``NFG`` is a Gambit game and any other
        a table.

    Raises
    ------
    ScenarioError
        If the file cannot be read or does not describe a game; faults in its text with line and column.
    """
    if str(path) == "-":
        name = "<stdin>"
        if sys.stdin is None:
            raise ScenarioError([Fault(name, None, None, "standard input is closed")])
        text = _text(sys.stdin.buffer.read(MOST_BYTES + 1), name)
        suffix = ".nfg" if text.removeprefix("\ufeff").lstrip().startswith(("NFG", "EFG")) else ".csv"
    else:
        name, suffix = str(path), _suffix(path)
        try:
            with Path(path).open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except (OSError, ValueError) as error:  # ValueError: a path that holds a NUL
            raise ScenarioError([_unreadable(Path(path), error)]) from error
        text = _text(data, name)
    return parse_nfg(text, name) if suffix == ".nfg" else parse_csv(text, name)


def write_game(game: StrategicGame, path: str | Path, title: str = "") -> None:
    """Write the game in the format that the path's ending names, whole or not at all.

    Parameters
    ----------
    game : StrategicGame
        The game; of two players for ``.csv``.
    path : str or Path
        The file, which must end in ``.nfg`` or ``.csv``. It is replaced if it exists.
    title : str
        The title that an ``.nfg`` file carries; a table has none.

    Raises
    ------
    DetenteError
        If the ending is another, the format cannot hold the game, or the file cannot be written.
    """
    text = format_nfg(game, title) if _suffix(path) == ".nfg" else format_csv(game)
    write_atomically(path, text.encode())


def _suffix(path: str | Path) -> str:
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        ending = f"ends in {suffix!r}" if suffix else "has no ending"
        fault = f"the name {ending}; games are kept in files that end in {' or '.join(SUFFIXES)}"
        raise ScenarioError([Fault(str(path), None, None, fault, hint=_OTHER_SUFFIXES.get(suffix, ""))])
    return suffix


def _text(data: bytes, name: str) -> str:
    if len(data) > MOST_BYTES:
        message = f"the file is bigger than {MOST_BYTES // 2**20} MB, the most that is read"
        raise ScenarioError([Fault(name, None, None, message)])
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        start = data.rfind(b"\n", 0, error.start) + 1
        line, column = data.count(b"\n", 0, error.start) + 1, len(data[start : error.start].decode()) + 1
        message = f"the byte 0x{data[error.start]:02x} here is not UTF-8"
        raise ScenarioError([Fault(name, line, column, message, hint="save the file as UTF-8")]) from error


def _unreadable(path: Path, error: Exception) -> Fault:
    if isinstance(error, FileNotFoundError):
        message = "there is no such file"
        try:
            near = nearest_name(path.name, [entry.name for entry in path.parent.iterdir()])
        except OSError:
            message, near = f"there is no folder {str(path.parent)!r}", None
        return Fault(str(path), None, None, message, hint=f"the nearest is {near!r}" if near else "")
    if isinstance(error, IsADirectoryError):
        return Fault(str(path), None, None, "this is a folder, not a file")
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return Fault(str(path), None, None, f"it cannot be read: {reason[:1].lower()}{reason[1:]}")
