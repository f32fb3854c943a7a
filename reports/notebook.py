"""Answers shown in a notebook: what they say in a few lines, a game's matrix, and their data as a table to open.

The answers themselves know nothing of how they are shown, so ``%load_ext reports`` tells IPython, once a session.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from gametheory.game import StrategicGame
from payoffs.errors import printable
from reports.phrases import number
from reports.study import best_replies

__all__ = ["RESULTS", "html", "register"]

RESULTS = (
    ("gametheory.answer", "Answer"),
    ("gametheory.batch_solution", "BatchSolution"),
    ("gametheory.comparison", "Comparison"),
    ("gametheory.design", "Design"),
    ("gametheory.flip_answer", "FlipPoints"),
    ("gametheory.outcome_polyhedra", "OutcomePolyhedra"),
    ("gametheory.reading_counts", "Readings"),
    ("gametheory.region_map", "RegionMap"),
    ("gametheory.robustness_answer", "Robustness"),
    ("gametheory.side_payments", "SidePayments"),
    ("gametheory.sweep", "Sweep"),
    ("gametheory.thresholds", "Thresholds"),
    ("gametheory.trajectory", "Trajectory"),
    ("gametheory.uncertainty", "Uncertainty"),
)
"""The modules and names of the classes that are shown, with all classes made from them."""

_MOST_ROWS, _MOST_CELLS, _MOST_LINES = 60, 64, 40


def register(formatters: Mapping[str, Any]) -> None:
    """Tell the formatters of IPython how answers are shown; nothing is imported before one of them is.

    In a terminal they are shown by their lines, and not by everything that they hold.
    """
    for module, name in RESULTS:
        formatters["text/html"].for_type_by_name(module, name, html)
        formatters["text/plain"].for_type_by_name(module, name, _show_plainly)


def _show_plainly(result: Any, printer: Any, cycle: bool) -> None:
    printer.text("..." if cycle else "\n".join(map(printable, str(result).splitlines())))


def html(result: Any) -> str:
    """An answer as HTML: its lines, the matrix of a small game for two players, and its data folded away."""
    parts = []
    if any("__str__" in vars(kind) for kind in type(result).__mro__[:-1]):
        lines = [printable(line) for line in str(result).splitlines()]
        if len(lines) > _MOST_LINES:
            lines[_MOST_LINES:] = [f"and {len(lines) - _MOST_LINES} more lines"]
        parts.append(f"<pre>{escape(chr(10).join(lines))}</pre>")
    game = getattr(result, "game", None)
    if isinstance(game, StrategicGame) and len(game.players) == 2 and game.shape[0] * game.shape[1] <= _MOST_CELLS:
        parts.append(_matrix(game))
    frame = result.to_frame()
    shown = frame.head(_MOST_ROWS).rename(columns=_plain).map(_plain)
    table = shown.to_html(index=False, border=0)
    some = f", of which the first {_MOST_ROWS} are shown" if len(frame) > _MOST_ROWS else ""
    parts.append(f"<details><summary>The data: {len(frame)} rows{some}</summary>{table}</details>")
    return "".join(parts)


def _matrix(game: StrategicGame) -> str:
    """The payoffs of two players; a best response is bold and underlined, and where both are, the outcome is stable."""
    head = "".join(f'<th scope="col">{_text(action)}</th>' for action in game.actions[1])
    rows = []
    for row, action in enumerate(game.actions[0]):
        cells = "".join(f"<td>{_cell(game, (row, column))}</td>" for column in range(game.shape[1]))
        rows.append(f'<tr><th scope="row">{_text(action)}</th>{cells}</tr>')
    told = f"{_text(game.players[0])} in rows, {_text(game.players[1])} in columns; best responses are underlined."
    return (
        f"<table><caption>{told}</caption><thead><tr><td></td>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _cell(game: StrategicGame, profile: tuple[int, int]) -> str:
    replies = best_replies(game, profile)
    told = [
        f"<b><u>{number(game.payoff(player, profile))}</u></b>" if best else number(game.payoff(player, profile))
        for player, best in enumerate(replies)
    ]
    return ", ".join(told) + (" (Nash)" if all(replies) else "")


def _plain(value: Any) -> Any:
    return printable(value) if isinstance(value, str) else value


def _text(text: str) -> str:
    return escape(printable(text))
