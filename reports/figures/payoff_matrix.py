"""The game at a glance: each outcome's payoffs, and from which outcomes somebody would rather move."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from gametheory.game import Profile, StrategicGame
from reports.drawing import COLOURS, FULL_WIDTH, INK, MUTED, RULE, STABLE, SURFACE, canvas, shortened, write
from reports.phrases import number, outcome, payoffs_in_words
from reports.study import best_replies

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from reports.study import GameStudy, Study

__all__ = ["SCOPE", "applies", "data", "draw", "size"]

SCOPE = "game"

_MOST_CELLS, _MOST_ACROSS = 64, 8
_WIDTH, _LEFT, _TOP, _GAP, _MARGIN, _LINE = 1.55, 1.75, 0.85, 0.35, 0.12, 0.15


def applies(study: Study, game: str) -> bool:
    """Two players, or three with few actions."""
    stage = study.games[game].stage
    across = stage.shape[1] * prod(stage.shape[2:])
    return len(stage.players) in (2, 3) and prod(stage.shape) <= _MOST_CELLS and across <= _MOST_ACROSS


def size(study: Study, game: str, width: float = FULL_WIDTH) -> tuple[float, float]:
    """Width and height in inches."""
    del width
    stage = study.games[game].stage
    rows, columns, panels = (*stage.shape, 1)[:3]
    width = _LEFT + panels * columns * _WIDTH + (panels - 1) * _GAP + _MARGIN
    return width, _top(stage) + rows * _height(stage) + 0.42


def data(study: Study, game: str) -> Iterator[dict[str, str]]:
    """One row an outcome and player: the payoff, and whether the player's action is a best response there."""
    entry = study.games[game]
    stage = entry.stage
    for profile in stage.profiles():
        replies = best_replies(stage, profile)
        for player, name in enumerate(stage.players):
            yield {
                **stage.named(profile),
                "player": name,
                "payoff": str(stage.payoff(player, profile)),
                "best_response": str(replies[player]).lower(),
                "stable": str(profile in entry.stable).lower(),
            }


def draw(study: Study, axes: Axes, game: str) -> str:
    """Draw the matrix: the first player's payoff at the lower left of a cell, the second's at the upper right."""
    entry = study.games[game]
    stage = entry.stage
    canvas(axes, *size(study, game))
    panels = range(stage.shape[2]) if len(stage.players) == 3 else range(1)
    for panel in panels:
        _panel(axes, entry, panel)
    _heads(axes, entry)
    _legend(axes, entry, size(study, game)[1] - 0.16)
    return _alt(entry)


def _top(stage: StrategicGame) -> float:
    return _TOP + (0.3 if len(stage.players) == 3 else 0)


def _height(stage: StrategicGame) -> float:
    """The height of a cell: three payoffs need more of it than two."""
    return 0.95 if len(stage.players) == 2 else 1.2


def _corner(stage: StrategicGame, profile: Profile) -> tuple[float, float]:
    """The upper left corner of an outcome's cell."""
    row, column, panel = (*profile, 0)[:3]
    left = _LEFT + panel * (stage.shape[1] * _WIDTH + _GAP)
    return left + column * _WIDTH, _top(stage) + row * _height(stage)


def _panel(axes: Axes, entry: GameStudy, panel: int) -> None:
    from matplotlib.patches import Rectangle

    stage, stable, height = entry.stage, set(entry.stable), _height(entry.stage)
    tail = (panel,) if len(stage.players) == 3 else ()
    for cell in product(range(stage.shape[0]), range(stage.shape[1])):
        profile = (*cell, *tail)
        x, y = _corner(stage, profile)
        here = profile in stable
        axes.add_patch(
            Rectangle(
                (x, y),
                _WIDTH,
                height,
                facecolor=STABLE if here else SURFACE,
                edgecolor=RULE,
                linewidth=0.8,
                zorder=1,
            )
        )
        axes.plot([x, x + _WIDTH], [y, y + height], color=RULE, linewidth=0.6, zorder=2)
        if here:
            axes.add_patch(Rectangle((x, y), _WIDTH, height, facecolor="none", edgecolor=INK, linewidth=2.4, zorder=5))
        _payoffs(axes, stage, profile)


def _payoffs(axes: Axes, stage: StrategicGame, profile: Profile) -> None:
    x, y = _corner(stage, profile)
    places = [(0.26, 0.74), (0.74, 0.26), (0.5, 0.5)]
    for player, reply in enumerate(best_replies(stage, profile)):
        across, down = places[player]
        text = number(stage.payoff(player, profile))
        style: dict[str, Any] = {
            "color": COLOURS[player],
            "fontsize": 12 if len(text) <= 6 else 10 if len(text) <= 8 else 7,
            "fontweight": "bold" if reply else "normal",
            "ha": "center",
            "zorder": 6,
        }
        if player == 2:  # sits on the diagonal, so it clears a space for itself
            style["bbox"] = {"facecolor": SURFACE, "edgecolor": "none", "boxstyle": "round,pad=0.15"}
        write(axes, x + across * _WIDTH, y + down * _height(stage), text, **style)
        if reply:
            half = 0.05 + 0.05 * min(len(text), 6)
            level = y + down * _height(stage) + 0.13
            for offset in (0, 0.035)[: 1 + player % 2]:
                axes.plot(
                    [x + across * _WIDTH - half, x + across * _WIDTH + half],
                    [level + offset, level + offset],
                    color=COLOURS[player],
                    linewidth=1.3,
                    linestyle="dotted" if player == 2 else "solid",
                    zorder=6,
                )


def _heads(axes: Axes, entry: GameStudy) -> None:
    stage, players = entry.stage, entry.game.players
    top = _top(stage)
    panels = range(stage.shape[2]) if len(players) == 3 else range(1)
    write(axes, 0.08, top - 0.2, shortened(players[0].name, 24, 2), color=COLOURS[0], fontweight="bold", va="bottom")
    for row, action in enumerate(players[0].actions):
        write(
            axes,
            _LEFT - 0.12,
            top + (row + 0.5) * _height(stage),
            shortened(action.label, 24, 4),
            color=COLOURS[0],
            ha="right",
        )
    for panel in panels:
        left, _ = _corner(stage, (0, 0, panel)[: len(players)])
        middle = left + stage.shape[1] * _WIDTH / 2
        if len(players) == 3:
            third = f"{players[2].name}: {players[2].actions[panel].label}"
            write(axes, middle, 0.14, shortened(third, 44), color=COLOURS[2], fontweight="bold", ha="center")
        labels = [shortened(action.label, 21, 3) for action in players[1].actions]
        above = top - 0.24 - _LINE * max(label.count("\n") + 1 for label in labels)
        name = shortened(players[1].name, 40)
        write(axes, middle, above, name, color=COLOURS[1], fontweight="bold", ha="center")
        for column, label in enumerate(labels):
            write(
                axes,
                left + (column + 0.5) * _WIDTH,
                top - 0.1,
                label,
                color=COLOURS[1],
                ha="center",
                va="bottom",
            )


def _legend(axes: Axes, entry: GameStudy, y: float) -> None:
    note = "Underlined and bold: the best reply to what the others do."
    note += "   Framed: stable." if entry.stable else "   No outcome is stable."
    write(axes, 0.08, y, note, color=MUTED, fontsize=8)


def _alt(entry: GameStudy) -> str:
    shape = " by ".join(map(str, entry.stage.shape))
    players = entry.game.players
    said = [f"A {shape} matrix: {players[0].name} in rows, {players[1].name} in columns"]
    said[0] += f", {players[2].name} in panels." if len(players) == 3 else "."
    for profile in entry.stage.profiles() if prod(entry.stage.shape) <= 9 else entry.stable:
        frame = " This cell is framed as stable." if profile in entry.stable else ""
        said.append(f"If {outcome(entry, profile)}: {payoffs_in_words(entry, profile)}.{frame}")
    if not entry.stable:
        said.append("No cell is framed: none is stable.")
    return " ".join(said)
