r"""Two-player games as a table in a CSV file, as one would lay them out in a spreadsheet.

The first cell names the players, the first row the column player's actions, the first column the row player's::

    us_rok \ dprk,moratorium,test
    suspend,3; 3,1; 4
    continue,4; 1,2; 2

Every other cell holds two numbers, the row player's payoff first, with a semicolon or a comma between them (a cell
with a comma must be quoted), in parentheses or not: ``3; 1``, ``"3, 1"``, ``"(1/2, -0.25)"``. Numbers are integers,
decimals with a point, or quotients p/q, all exact. An empty first cell stands for ``player_1 \ player_2``.

Cells are separated by commas and quoted as RFC 4180 has it; an unquoted cell loses the spaces around it. Empty rows and
empty cells at the end of a row are ignored, because spreadsheets leave them. A file separated by semicolons or tabs, or
one with decimal commas, is refused: it cannot be told from a mistake.

Two marks make every name survive. In the first cell a backslash that belongs to a name is doubled. A name that a
spreadsheet could take for a formula, because it begins with ``=``, ``+``, ``-``, ``@``, a tab or a line break, is
written behind an apostrophe, and reading takes the apostrophe away again; one more apostrophe guards a name that looks
like that already. Payoffs are written in parentheses, so that no spreadsheet takes a negative number for the start of a
formula, or ``1/2`` for a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from gametheory.errors import InvalidNumber, NotApplicable
from gametheory.exact import exact
from gametheory.game import StrategicGame
from payoffs.interchange.text import MOST_PAYOFFS, Place, SourceText, check_writable, quoted

__all__ = ["format_csv", "parse_csv"]

# Possessive throughout, so that no text makes the matching go back over itself.
_QUOTED = r'"(?P<quoted>[^"]*+(?:""[^"]*+)*+)"'
_CELL = re.compile(rf'[ \t]*+(?:{_QUOTED}[ \t]*+|(?P<bare>[^",\r\n]*+))(?P<end>,|\r\n?|\n|\Z)')
_QUOTED_CELL = re.compile(rf"[ \t]*+{_QUOTED}")
_BACKSLASHES = re.compile(r"\\++")
# What a spreadsheet may take for a formula, full-width signs included.
_FORMULA = "[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
_TO_GUARD = re.compile(rf"'*+{_FORMULA}")
_GUARDED = re.compile(rf"'++{_FORMULA}")
_DOUBLED = 'write "the ""big"" one" for: the "big" one'
_LAYOUT = r"the first row should be: row player \ column player, then the column player's actions"


def parse_csv(text: str, name: str = "<text>") -> StrategicGame:
    """The two-player game that a CSV table describes; the module's head gives the layout.

    Parameters
    ----------
    text : str
        The file's content.
    name : str
        What messages call the file.

    Raises
    ------
    ScenarioError
        If the text does not describe a game; each fault with its line and column.
    """
    source = SourceText(text, name)
    rows = _rows(source)
    corner, *columns = next(rows, [(0, "")])
    if not columns:
        separator = next((word for mark, word in ((";", "semicolons"), ("\t", "tabs")) if mark in corner[1]), None)
        hint = f"this file seems to be separated by {separator}: save it with commas" if separator else _LAYOUT
        source.fail(corner[0], "the first row names no action of the column player", hint)
    players = _players(source, corner)
    actions = _names(source, columns, f"two actions of {quoted(players[1])}")
    row_names: list[Place] = []
    values: list[tuple[Fraction, Fraction]] = []
    read_pair = lru_cache(maxsize=4096)(_pair)  # payoffs repeat: most cells have been read before
    for head, *cells in rows:
        row_names.append(head)
        if len(row_names) * len(columns) * 2 > MOST_PAYOFFS:
            source.fail(head[0], f"this table has more than {MOST_PAYOFFS:,} payoffs, the most that are read")
        if len(cells) != len(columns):
            found = f"the row {quoted(head[1])} has {len(cells)} payoff cells; {len(columns)} are needed"
            source.fault(head[0], found, "a cell with a comma in it must be quoted, and decimals take a point")
            continue
        for offset, cell in cells:
            try:
                values.append(read_pair(cell))
            except InvalidNumber as error:
                source.fault(offset, str(error), 'write "1; 2", the row player\'s first; decimals take a point')
    if not row_names:
        source.fault(len(source.text.rstrip()), "the table has no row with payoffs")
    row_actions = _names(source, row_names, f"two actions of {quoted(players[0])}")
    source.check()
    return StrategicGame(players, (row_actions, actions), (tuple(a for a, _ in values), tuple(b for _, b in values)))


def format_csv(game: StrategicGame) -> str:
    """A two-player game as a CSV table; `parse_csv` gives it back.

    Raises
    ------
    NotApplicable
        If the game has not two players.
    InvalidGame
        If a name holds a NUL or a lone surrogate, or a payoff has too many digits to be read back.
    """
    if len(game.players) != 2:
        raise NotApplicable(f"a CSV table holds two players; this game has {len(game.players)}: write an .nfg file")
    check_writable(game)
    corner = r" \ ".join(player.replace("\\", "\\\\") for player in game.players)
    rows = [[corner, *game.actions[1]]]
    rows[0] = [_guard(cell) for cell in rows[0]]
    for action, ours, theirs in zip(game.actions[0], game.matrix(0), game.matrix(1), strict=True):
        pairs = zip(ours, theirs, strict=True)
        rows.append([_guard(action), *(f"({a}; {b})" for a, b in pairs)])
    return "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows)


def _rows(source: SourceText) -> Iterator[list[Place]]:
    """The rows of a table that have any content, without the empty cells at their end."""
    text, position = source.text, 0
    row: list[Place] = []
    while position < len(text) or row:
        found = _CELL.match(text, position)
        if found is None:
            _broken_cell(source, position)
            return
        if found["quoted"] is not None:
            row.append((found.start("quoted"), found["quoted"].replace('""', '"')))
        else:
            row.append((found.start("bare"), found["bare"].rstrip(" \t")))
        if len(row) > MOST_PAYOFFS // 2 + 1:
            source.fail(position, f"this row makes more than {MOST_PAYOFFS:,} payoffs, the most that are read")
        position = found.end()
        if found["end"] != ",":
            while row and not row[-1][1]:
                row.pop()
            if row:
                yield row
            row = []


def _broken_cell(source: SourceText, position: int) -> None:
    quote = source.text.index('"', position)
    if source.text[position:quote].strip(" \t"):
        source.fail(quote, "a cell with a quote in it must be quoted whole", _DOUBLED)
    closed = _QUOTED_CELL.match(source.text, position)
    if closed is None:
        source.fail(quote, "this quote is never closed")
    source.fail(closed.end(), "only a comma or the end of the line may follow a closing quote")


def _players(source: SourceText, corner: Place) -> tuple[str, str]:
    offset, cell = corner
    if not cell:
        return "player_1", "player_2"
    cell = _unguard(cell)
    # Backslashes that belong to names are doubled, so the one that separates them is the only odd run.
    odd = [run for run in _BACKSLASHES.finditer(cell) if len(run[0]) % 2]
    if len(odd) != 1 or len(odd[0][0]) != 1:
        source.fail(offset, f"the first cell should name both players, but it is {quoted(cell)}", _LAYOUT)
    before, after = cell[: odd[0].start()].removesuffix(" "), cell[odd[0].end() :].removeprefix(" ")
    row, column = before.replace("\\\\", "\\"), after.replace("\\\\", "\\")
    if not row.strip() or not column.strip():
        source.fail(offset, f"the first cell should name both players, but it is {quoted(cell)}", _LAYOUT)
    source.check_distinct([(offset, row), (offset, column)], "two players")
    return row, column


def _names(source: SourceText, cells: list[Place], what: str) -> tuple[str, ...]:
    names = [(offset, _unguard(cell)) for offset, cell in cells]
    for offset, name in names:
        if not name.strip():
            source.fault(offset, "an action has no name", _LAYOUT)
    source.check_distinct([place for place in names if place[1].strip()], what)
    return tuple(name for _, name in names)


def _pair(cell: str) -> tuple[Fraction, Fraction]:
    inner = cell.strip()
    if inner.startswith("(") and inner.endswith(")"):
        inner = inner[1:-1]
    parts = inner.split(";" if ";" in inner else ",")
    if len(parts) != 2:
        raise InvalidNumber(f"a payoff cell holds two numbers, but this one is {quoted(cell)}")
    return exact(parts[0], "the row player's payoff"), exact(parts[1], "the column player's payoff")


def _guard(name: str) -> str:
    return f"'{name}" if _TO_GUARD.match(name) else name


def _unguard(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell
