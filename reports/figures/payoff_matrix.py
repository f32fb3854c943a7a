"""The game at a glance: each outcome's payoffs, and from which outcomes somebody would rather move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, prod
from typing import TYPE_CHECKING, Any

from gametheory.concepts.pure_nash import best_responses
from gametheory.game import Profile, StrategicGame
from reports.drawing import COLOURS, FULL_WIDTH, INK, MUTED, RULE, STABLE, SURFACE, canvas, extent, write
from reports.labelling import fitted, text_width
from reports.phrases import number, outcome, payoffs_in_words
from reports.study import best_replies

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from reports.study import GameStudy, Study

__all__ = ["SCOPE", "applies", "data", "draw", "size"]

SCOPE = "game"

_MOST_CELLS, _MOST_ACROSS = 64, 8
_MARGIN, _GAP, _LINE = 0.08, 0.3, 1.2 / 72
_LEAST_CELL, _WIDE_CELL, _MOST_CELL = 0.5, 0.62, 2.6
_WIDE = 5.0  # inches, from which there is room for larger type
_NUMBER_SIZES = (12.0, 10.0, 8.5, 7.5, 6.5)
_PLACES = ((0.26, 0.76), (0.74, 0.25), (0.5, 0.5))
"""Where in a cell each player's payoff stands."""


def applies(study: Study, game: str) -> bool:
    """Two players, or three with few actions."""
    shape = study.games[game].stage.shape
    return len(shape) in (2, 3) and prod(shape) <= _MOST_CELLS and prod(shape[1:]) <= _MOST_ACROSS


def size(study: Study, game: str, width: float = FULL_WIDTH) -> tuple[float, float]:
    """Width and height in inches."""
    sheet = _sheet(study.games[game], width)
    return sheet.width, sheet.height


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
    sheet = _sheet(entry, extent(axes)[0])
    canvas(axes, sheet.width, sheet.height)
    for panel in range(sheet.panels):
        _heads(axes, entry, sheet, panel)
    for profile in entry.stage.profiles():
        _cell(axes, entry, sheet, profile)
    _arrows(axes, entry.stage, sheet)
    write(axes, _MARGIN, sheet.height - 0.06, sheet.legend, color=MUTED, fontsize=sheet.small, va="bottom")
    return _alt(entry)


@dataclass(frozen=True)
class _Sheet:
    """Where everything stands, in inches. Panels, one an action of a third player, stand in rows of `abreast`."""

    width: float
    left: float
    cell: tuple[float, float]
    columns: int
    rows: int
    panels: int
    abreast: int
    head: float
    labels: tuple[str, ...]
    type_size: float
    small: float
    number_size: float
    legend: str

    @property
    def height(self) -> float:
        blocks = ceil(self.panels / self.abreast) * (self.head + self.rows * self.cell[1])
        return blocks + 0.16 + (self.legend.count("\n") + 1) * self.small * _LINE

    def corner(self, profile: Profile) -> tuple[float, float]:
        """The upper left corner of an outcome's cell."""
        row, column, panel = (*profile, 0)[:3]
        down, across = divmod(panel, self.abreast)
        x = self.left + across * (self.columns * self.cell[0] + _GAP) + column * self.cell[0]
        return x, self.head + down * (self.head + self.rows * self.cell[1]) + row * self.cell[1]


def _sheet(entry: GameStudy, width: float) -> _Sheet:
    rows, columns, panels = (*entry.stage.shape, 1)[:3]
    wide = width >= _WIDE
    type_size, small = (9.0, 8.0) if wide else (7.5, 6.8)
    left = min(max(0.27 * width, 0.85), 1.75)
    room = width - left - _MARGIN
    fits = [count for count in range(panels, 0, -1) if (room - (count - 1) * _GAP) / (count * columns) >= _WIDE_CELL]
    abreast = fits[0] if fits else 1
    cell = min(max((room - (abreast - 1) * _GAP) / (abreast * columns), _LEAST_CELL), _MOST_CELL)
    labels = tuple(fitted(action.label, cell - 0.1, type_size, 4) for action in entry.game.players[1].actions)
    lines = max(label.count("\n") + 1 for label in labels) + 1 + (panels > 1 or len(entry.stage.players) == 3)
    sheet_width = max(width, left + columns * cell + _MARGIN)
    note = (
        "Bold and underlined: the best reply to what the others do. Arrows: where the player in that colour would go."
    )
    note += " Framed: stable." if entry.stable else " No outcome is stable."
    return _Sheet(
        sheet_width,
        left,
        (cell, (0.95 if wide else 0.8) + 0.25 * (len(entry.stage.players) - 2)),
        columns,
        rows,
        panels,
        abreast,
        lines * type_size * _LINE + 0.26,
        labels,
        type_size,
        small,
        _number_size(entry.stage, cell),
        fitted(note, sheet_width - 2 * _MARGIN, small, 4),
    )


def _number_size(stage: StrategicGame, cell: float) -> float:
    """The largest type in which every payoff keeps to its half of a cell."""
    texts = [
        number(stage.payoff(player, profile)) for player in range(len(stage.players)) for profile in stage.profiles()
    ]
    sizes = [entry for entry in _NUMBER_SIZES if all(text_width(text, entry, "bold") <= 0.46 * cell for text in texts)]
    return sizes[0] if sizes else _NUMBER_SIZES[-1]


def _heads(axes: Axes, entry: GameStudy, sheet: _Sheet, panel: int) -> None:
    """The names and actions of the players around one panel."""
    players, type_size = entry.game.players, sheet.type_size
    tail = (panel,) if len(players) == 3 else ()
    left, top = sheet.corner((0, 0, *tail))
    across = sheet.columns * sheet.cell[0]
    step = type_size * _LINE
    if left == sheet.left:
        name = fitted(players[0].name, sheet.left - 0.2, type_size, 2, weight="bold")
        write(axes, _MARGIN, top - 0.06, name, color=COLOURS[0], fontsize=type_size, fontweight="bold", va="bottom")
        for row, action in enumerate(players[0].actions):
            label = fitted(action.label, sheet.left - 0.2, type_size, 4)
            write(
                axes,
                left - 0.1,
                top + (row + 0.5) * sheet.cell[1],
                label,
                color=COLOURS[0],
                fontsize=type_size,
                ha="right",
            )
    for column, label in enumerate(sheet.labels):
        x = left + (column + 0.5) * sheet.cell[0]
        write(axes, x, top - 0.06, label, color=COLOURS[1], fontsize=type_size, ha="center", va="bottom")
    above = top - 0.1 - step * max(label.count("\n") + 1 for label in sheet.labels)
    name = fitted(players[1].name, across, type_size, weight="bold")
    style: dict[str, Any] = {"fontsize": type_size, "fontweight": "bold", "ha": "center", "va": "bottom"}
    write(axes, left + across / 2, above, name, color=COLOURS[1], **style)
    if len(players) == 3:
        third = fitted(f"{players[2].name}: {players[2].actions[panel].label}", across, type_size, weight="bold")
        write(axes, left + across / 2, above - step - 0.04, third, color=COLOURS[2], **style)


def _cell(axes: Axes, entry: GameStudy, sheet: _Sheet, profile: Profile) -> None:
    from matplotlib.patches import Rectangle

    (x, y), (wide, high) = sheet.corner(profile), sheet.cell
    stable = profile in entry.stable
    face = STABLE if stable else SURFACE
    axes.add_patch(Rectangle((x, y), wide, high, facecolor=face, edgecolor=RULE, linewidth=0.8, zorder=1))
    axes.plot([x, x + wide], [y, y + high], color=RULE, linewidth=0.6, zorder=2)
    if stable:
        axes.add_patch(Rectangle((x, y), wide, high, facecolor="none", edgecolor=INK, linewidth=2.2, zorder=5))
    for player, reply in enumerate(best_replies(entry.stage, profile)):
        across, down = _PLACES[player]
        text = number(entry.stage.payoff(player, profile))
        type_size = sheet.number_size
        half = text_width(text, type_size, "bold" if reply else "normal") / 2
        middle = min(max(x + across * wide, x + half + 0.04), x + wide - half - 0.04)
        style: dict[str, Any] = {"fontsize": type_size, "fontweight": "bold" if reply else "normal", "zorder": 6}
        if player == 2:  # sits on the diagonal, so it clears a space for itself
            style["bbox"] = {"facecolor": face, "edgecolor": "none", "boxstyle": "round,pad=0.15"}
        write(axes, middle, y + down * high, text, color=COLOURS[player], ha="center", **style)
        if reply:
            level = y + down * high + type_size * 0.66 / 72
            for offset in (0, 0.033)[: 1 + player % 2]:
                line = "dotted" if player == 2 else "solid"
                at = [level + offset, level + offset]
                axes.plot(
                    [middle - half, middle + half], at, color=COLOURS[player], linewidth=1.2, linestyle=line, zorder=6
                )


def _arrows(axes: Axes, stage: StrategicGame, sheet: _Sheet) -> None:
    """From every cell where a player could do better, an arrow over the edge that lies on the way to its best reply."""
    half = 0.14 if sheet.width >= _WIDE else 0.09
    for player in range(len(stage.players)):
        replies = best_responses(stage, player)
        for profile in stage.profiles():
            if stage.position(profile) in replies:
                continue
            line = [(*profile[:player], action, *profile[player + 1 :]) for action in range(stage.shape[player])]
            best = [action for action, there in enumerate(line) if stage.position(there) in replies]
            forward = min(best, key=lambda action: (abs(action - profile[player]), action)) > profile[player]
            (x, y), (wide, high) = sheet.corner(profile), sheet.cell
            if player == 0:
                ends = _span(y + high * forward, half, forward)
                _arrow(axes, player, [(x + wide / 2, end) for end in ends])
            elif player == 1:
                ends = _span(x + wide * forward, half, forward)
                _arrow(axes, player, [(end, y + high / 2) for end in ends])
            elif sheet.abreast == 1:
                ends = _span(y + high * (0.71 if forward else 0.29), 0.07, forward)
                _arrow(axes, player, [(x + wide / 2, end) for end in ends])
            else:
                text = number(stage.payoff(player, profile))
                beside = text_width(text, sheet.number_size) / 2 + 0.11
                ends = _span(x + wide / 2 + (beside if forward else -beside), 0.07, forward)
                _arrow(axes, player, [(end, y + high / 2) for end in ends])


def _span(middle: float, half: float, forward: bool) -> tuple[float, float]:
    return (middle - half, middle + half) if forward else (middle + half, middle - half)


def _arrow(axes: Axes, player: int, ends: list[tuple[float, float]]) -> None:
    from matplotlib.patches import FancyArrowPatch

    axes.add_patch(
        FancyArrowPatch(
            ends[0],
            ends[1],
            arrowstyle="-|>",
            mutation_scale=8,
            shrinkA=0,
            shrinkB=0,
            color=COLOURS[player],
            linewidth=1.3,
            zorder=7,
        )
    )


def _alt(entry: GameStudy) -> str:
    shape = " by ".join(map(str, entry.stage.shape))
    players = entry.game.players
    said = [f"A {shape} matrix: {players[0].name} in rows, {players[1].name} in columns"]
    said[0] += f", {players[2].name} in panels." if len(players) == 3 else "."
    said.append("Arrows between cells lead to the best reply of the player who would move.")
    for profile in entry.stage.profiles() if prod(entry.stage.shape) <= 9 else entry.stable:
        frame = " This cell is framed as stable." if profile in entry.stable else ""
        said.append(f"If {outcome(entry, profile)}: {payoffs_in_words(entry, profile)}.{frame}")
    if not entry.stable:
        said.append("No cell is framed: none is stable.")
    return " ".join(said)
