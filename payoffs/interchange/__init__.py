"""Games in and out: Gambit's ``.nfg`` and ``.efg`` files, CSV tables and nashpy's games."""

from __future__ import annotations

import sys
from pathlib import Path

from gametheory.errors import nearest_name
from gametheory.game import StrategicGame
from gametheory.tree import ExtensiveGame
from payoffs.atomic_write import write_atomically
from payoffs.errors import Fault, ScenarioError
from payoffs.interchange.bimatrix import format_csv, parse_csv
from payoffs.interchange.efg import format_efg, parse_efg
from payoffs.interchange.nashpy_game import from_nashpy, to_nashpy
from payoffs.interchange.nfg import format_nfg, parse_nfg

__all__ = [
    "MOST_BYTES",
    "SUFFIXES",
    "TREE_SUFFIX",
    "format_csv",
    "format_efg",
    "format_nfg",
    "from_nashpy",
    "parse_csv",
    "parse_efg",
    "parse_nfg",
    "read_any",
    "read_game",
    "read_tree",
    "to_nashpy",
    "write_game",
    "write_tree",
]

SUFFIXES = (".nfg", ".csv")
"""The endings of the files that hold games in strategic form."""

TREE_SUFFIX = ".efg"
"""The ending of the files that hold games in extensive form."""

MOST_BYTES = 64 * 2**20
"""The biggest file that is read."""

_OTHER_SUFFIXES = {
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
    text, name, suffix = _read(path, SUFFIXES)
    return parse_nfg(text, name) if suffix == ".nfg" else parse_csv(text, name)


def read_tree(path: str | Path) -> ExtensiveGame:
    """The game in an ``.efg`` file of Gambit's, or on standard input where the path is ``-``.

    Raises
    ------
    ScenarioError
        As in `read_game`.
    """
    text, name, _ = _read(path, (TREE_SUFFIX,))
    return parse_efg(text, name)


def read_any(path: str | Path) -> StrategicGame | ExtensiveGame:
    """The game in a file of any kind that is read; on standard input a text that begins with ``EFG`` is a tree.

    Raises
    ------
    ScenarioError
        As in `read_game`.
    """
    text, name, suffix = _read(path, (*SUFFIXES, TREE_SUFFIX))
    if suffix == TREE_SUFFIX:
        return parse_efg(text, name)
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
    text = format_nfg(game, title) if _suffix(path, SUFFIXES) == ".nfg" else format_csv(game)
    write_atomically(path, text.encode())


def write_tree(game: ExtensiveGame, path: str | Path, title: str = "") -> None:
    """Write the game as an ``.efg`` file, whole or not at all.

    Raises
    ------
    DetenteError
        If the path ends otherwise, the format cannot hold the game, or the file cannot be written.
    """
    _suffix(path, (TREE_SUFFIX,))
    write_atomically(path, format_efg(game, title).encode())


def _read(path: str | Path, suffixes: tuple[str, ...]) -> tuple[str, str, str]:
    """The text of a file, its name for messages, and the ending that says what it is."""
    if str(path) != "-":
        suffix = _suffix(path, suffixes)
        try:
            with Path(path).open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except (OSError, ValueError) as error:  # ValueError: a path that holds a NUL
            raise ScenarioError([_unreadable(Path(path), error)]) from error
        return _text(data, str(path)), str(path), suffix
    name = "<stdin>"
    if sys.stdin is None:
        raise ScenarioError([Fault(name, None, None, "standard input is closed")])
    text = _text(sys.stdin.buffer.read(MOST_BYTES + 1), name)
    start = text.removeprefix("\ufeff").lstrip()
    if start.startswith("EFG") and TREE_SUFFIX in suffixes:
        return text, name, TREE_SUFFIX
    if start.startswith(("NFG", "EFG")) and ".nfg" in suffixes:  # a tree is refused there, in words
        return text, name, ".nfg"
    return text, name, ".csv" if ".csv" in suffixes else suffixes[0]


def _suffix(path: str | Path, suffixes: tuple[str, ...]) -> str:
    suffix = Path(path).suffix.lower()
    if suffix not in suffixes:
        ending = f"ends in {suffix!r}" if suffix else "has no ending"
        fault = f"the name {ending}; games are kept in files that end in .nfg, .csv or .efg"
        if suffix in (*SUFFIXES, TREE_SUFFIX):
            kinds = "extensive form (a tree of moves)", "strategic form"
            held, needed = kinds if suffix == TREE_SUFFIX else kinds[::-1]
            fault = f"files that end in {suffix} hold games in {held}; one in {needed} is needed"
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
