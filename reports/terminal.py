"""What the command line shows: tables and sentences fit for a terminal, with nothing that a terminal acts on."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.game import Profile, StrategicGame
from gametheory.interval import Interval
from payoffs.errors import printable

if TYPE_CHECKING:
    from gametheory.solution import Solution

__all__ = ["Terminal", "equilibrium_text", "number", "show_payoffs"]

_GAP = 3  # between the columns of a table
_LONGEST_NUMBER = 20
_LONGEST_DECIMAL = 12
_MOST_PROFILES = 64


class Terminal:
    """Standard output for data and standard error for messages.

    Parameters
    ----------
    quiet : bool
        Whether to leave out every message but errors.
    """

    def __init__(self, quiet: bool = False) -> None:
        self.quiet = quiet

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]], numeric: Iterable[int] = ()) -> None:
        """Print a table; the columns numbered in `numeric` are set flush right.

        Where it is too wide for the terminal, cells are folded between words; within words only where nothing else
        makes it fit.
        """
        from rich.box import SIMPLE_HEAD
        from rich.table import Table
        from rich.text import Text

        right = set(numeric)
        console = self._console()
        head = [printable(name) for name in columns]
        body = [[printable(cell) for cell in row] for row in rows]
        widths = _widths([head, *body], console.width)
        table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
        for index, (name, width) in enumerate(zip(head, widths, strict=True)):
            table.add_column(Text(name), justify="right" if index in right else "left", overflow="fold", width=width)
        for row in body:
            table.add_row(*map(Text, row))
        console.print(table)

    def line(self, text: str = "", style: str = "") -> None:
        """Print one line of data, folded between words where a terminal is too narrow for it."""
        from rich.text import Text

        self._console().print(Text(printable(text), style=style), soft_wrap=not sys.stdout.isatty())

    def heading(self, text: str) -> None:
        """Print a heading above data."""
        self.line(text, "bold")

    def data(self, text: str) -> None:
        """Print data as it is, such as JSON or CSV."""
        sys.stdout.write(text)

    def message(self, text: str) -> None:
        """Tell the user something that is not data."""
        if not self.quiet:
            sys.stderr.write(f"{printable(text)}\n")

    def _console(self) -> Any:
        from rich.console import Console

        class Pipe(Console):
            def on_broken_pipe(self) -> None:
                raise BrokenPipeError  # rich would leave with an error; who stops reading has had enough

        return Pipe(highlight=False, markup=False, emoji=False, no_color=True if _dumb() else None)


def _widths(rows: Sequence[Sequence[str]], available: int) -> list[int | None]:
    """The widths of a table's columns where its words fit in whole, the widest giving way first; else all None."""
    from rich.cells import cell_len

    columns = list(zip(*rows, strict=True))
    room = available - _GAP * (len(columns) - 1)
    least = [max((cell_len(word) for cell in column for word in cell.split()), default=1) for column in columns]
    if sum(least) > room:
        return [None] * len(columns)
    natural = [max(cell_len(line) for cell in column for line in cell.split("\n")) for column in columns]
    widths = [max(least[index], min(width, room)) for index, width in enumerate(natural)]
    while sum(widths) > room:
        yielding = (index for index, width in enumerate(widths) if width > least[index])
        widths[max(yielding, key=widths.__getitem__)] -= 1
    return [*widths]


def number(value: Fraction | Interval) -> str:
    """A number as it is while that is short, else rounded to six figures and marked so with a tilde.

    One that is known as an interval gives the digits that are certain, and an ellipsis.
    """
    if isinstance(value, Interval):
        digits = value.decimal()
        return f"{digits[:_LONGEST_DECIMAL]}…" if digits.endswith("…") and len(digits) > _LONGEST_DECIMAL else digits
    text = str(value)
    if len(text) <= _LONGEST_NUMBER:
        return text
    return f"~{(Decimal(value.numerator) / Decimal(value.denominator)).normalize():.6g}"


def show_payoffs(terminal: Terminal, game: StrategicGame, solution: Solution) -> None:
    """Print a game's payoffs, with a star at every best response and a mark at every pure equilibrium."""
    stable = {equilibrium.profile for equilibrium in solution.equilibria} - {None}
    best = _best_responses(game)
    if len(game.players) == 2 and len(game.actions[1]) <= 6:
        rows = [
            (
                f"{action}",
                *(_cell(game, (row, column), best, stable) for column in range(len(game.actions[1]))),
            )
            for row, action in enumerate(game.actions[0])
        ]
        terminal.table((f"{game.players[0]} \\ {game.players[1]}", *game.actions[1]), rows)
    else:
        profiles = list(game.profiles())
        shown = profiles if len(profiles) <= _MOST_PROFILES else [p for p in profiles if p in stable]
        rows = [
            (
                *(names[action] for names, action in zip(game.actions, profile, strict=True)),
                _cell(game, profile, best, stable),
            )
            for profile in shown
        ]
        terminal.table((*game.players, "payoffs"), rows)
        if len(shown) < len(profiles):
            terminal.line(f"{len(profiles)} profiles; only the pure equilibria are shown.")
    terminal.line("* a best response to what the others do;  [ ] a pure equilibrium")


def equilibrium_text(
    game: StrategicGame, strategies: Sequence[Sequence[Fraction | Interval]], payoffs: Sequence[Fraction | Interval]
) -> str:
    """An equilibrium in one line: what each player does, with probabilities where it mixes, and what it gets."""
    parts = []
    for player, names, strategy in zip(game.players, game.actions, strategies, strict=True):
        played = [(name, number(weight)) for name, weight in zip(names, strategy, strict=True)]
        played = [(name, weight) for name, weight in played if weight != "0"]
        if len(played) == 1:
            parts.append(f"{player}: {played[0][0]}")
        else:
            parts.append(f"{player}: " + " + ".join(f"{weight} {name}" for name, weight in played))
    return f"{'; '.join(parts)}  (payoffs {', '.join(map(number, payoffs))})"


def _cell(game: StrategicGame, profile: Profile, best: list[set[int]], stable: Iterable[object]) -> str:
    position = game.position(profile)
    payoffs = ", ".join(
        number(values[position]) + ("*" if position in marks else "")
        for values, marks in zip(game.payoffs, best, strict=True)
    )
    return f"[{payoffs}]" if profile in stable else payoffs


def _best_responses(game: StrategicGame) -> list[set[int]]:
    from gametheory.concepts.pure_nash import best_responses

    return [best_responses(game, player) for player in range(len(game.players))]


def _dumb() -> bool:
    return os.environ.get("TERM") == "dumb"
