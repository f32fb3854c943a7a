"""What the answer leans on: how much each weight and lever, over its stated range, adds to or takes from its hold.

Where the first equilibrium is of definite choices, its hold on a player is what the player would lose by its next best
action; where it is mixed nobody loses by any, and the players' payoffs are shown instead. All others stand still.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from reports.chart import Segment, hbar, rules, shown, ticks, tint
from reports.courses import Effect, effects
from reports.drawing import COLOURS, FULL_WIDTH, INK, MUTED, RULE, SURFACE, canvas, extent, write
from reports.labelling import fitted, font_size
from reports.pattern_labels import parameter_label, player_label, supports_label
from reports.phrases import counted, number, sentence, spelled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from reports.study import GameStudy, Study

__all__ = ["SCOPE", "applies", "data", "draw", "size"]

SCOPE = "game"

_MOST_ROWS, _MOST_PLAYERS = 6, 4
_MARGIN, _TOP, _HEAD, _FOOT, _GAP, _ROW = 0.12, 0.5, 0.44, 0.28, 0.16, 0.34
_NARROW, _END = 4.5, 0.45
_CLEARED = {"facecolor": SURFACE, "edgecolor": "none", "pad": 0.2}


class _Bar(NamedTuple):
    """What a parameter does to one player: the least and the greatest value, and where in its range they are."""

    effect: Effect
    least: Fraction
    least_at: Fraction
    most: Fraction
    most_at: Fraction


def applies(study: Study, game: str) -> bool:
    """An equilibrium is known exactly, and some weight or lever with a range bears on it."""
    return len(study.games[game].stage.players) <= _MOST_PLAYERS and bool(_panels(study, game))


def size(study: Study, game: str, width: float = FULL_WIDTH) -> tuple[float, float]:
    """Width and height in inches."""
    step = _step(width)
    return width, _TOP + sum(_HEAD + step * len(bars) + _GAP for bars in _panels(study, game).values()) + _FOOT


def data(study: Study, game: str) -> Iterator[dict[str, str]]:
    """One row a player and parameter that bears on it: the range, the least and the greatest value, and where."""
    entry = study.games[game]
    for player in range(len(entry.stage.players)):
        for bar in _bars(study, game, player):
            parameter = bar.effect.found.parameter
            yield {
                "player": entry.stage.players[player],
                "parameter": parameter.name,
                "low": str(parameter.low),
                "default": str(parameter.default),
                "high": str(parameter.high),
                "quantity": "loss by leaving" if _definite(entry) else "payoff",
                "now": str(_now(bar, player)),
                "least": str(bar.least),
                "least_at": str(bar.least_at),
                "greatest": str(bar.most),
                "greatest_at": str(bar.most_at),
            }


def draw(study: Study, axes: Axes, game: str) -> str:
    """Draw a bar a parameter, one group a player, the longest first: hatched where the player would leave."""
    entry, panels = study.games[game], _panels(study, game)
    width, height = size(study, game, extent(axes)[0])
    canvas(axes, width, height)
    letters = font_size(width)
    title = fitted(_held(entry), width - 2 * _MARGIN, letters, 2, "bold")
    write(axes, _MARGIN, 0.06, title, fontsize=letters, va="top", fontweight="bold")
    top = _TOP
    for player, bars in panels.items():
        top = _panel(axes, study, entry, player, bars, top)
    note = "At the ends of a bar: the parameter's value there.  Dashed: now."
    if _definite(entry) and any(bar.least < 0 for bars in panels.values() for bar in bars):
        note = f"Hatched: leaving pays.  {note}"
    note = fitted(note, width - 2 * _MARGIN, letters - 0.5, 2)
    write(axes, _MARGIN, height - 0.06, note, fontsize=letters - 0.5, color=MUTED, va="bottom")
    return _alt(study, entry, panels)


def _held(entry: GameStudy) -> str:
    """The equilibrium whose hold is shown."""
    equilibria = entry.solution.equilibria
    which = f" (the first of {spelled(len(equilibria))} equilibria)" if len(equilibria) > 1 else ""
    return f"{supports_label(entry, equilibria[0].supports)}{which}"


def _title(entry: GameStudy, player: int) -> str:
    name = player_label(entry, player)
    if _definite(entry):
        return f"What {name} would lose by leaving"
    return f"Payoff of {name} if everybody goes on as now"


def _definite(entry: GameStudy) -> bool:
    return entry.solution.equilibria[0].pure


def _step(width: float) -> float:
    return 0.5 if width < _NARROW else _ROW


def _bars(study: Study, game: str, player: int) -> list[_Bar]:
    """What bears on a player, the longest bar first."""
    bars = []
    for effect in effects(study, game):
        if _definite(study.games[game]):
            if not effect.losses[player]:
                continue
            (least_at, least), (most_at, most) = effect.extremes(player)
        else:
            parameter = effect.found.parameter
            ends = sorted(zip(effect.payoffs[player], (parameter.low, parameter.high), strict=True))
            (least, least_at), (most, most_at) = ends
        if most > least:
            bars.append(_Bar(effect, least, least_at, most, most_at))
    return sorted(bars, key=lambda bar: bar.least - bar.most)


def _panels(study: Study, game: str) -> dict[int, list[_Bar]]:
    """The longest bars of each player that has any."""
    found = {player: _bars(study, game, player) for player in range(len(study.games[game].stage.players))}
    return {player: bars[:_MOST_ROWS] for player, bars in found.items() if bars}


def _now(bar: _Bar, player: int) -> Fraction:
    """The value where the parameter stands."""
    default = bar.effect.found.parameter.default
    if bar.effect.losses[player]:
        return bar.effect.loss(player, default)
    return bar.effect.at(default, bar.effect.payoffs[player])


def _panel(axes: Axes, study: Study, entry: GameStudy, player: int, bars: list[_Bar], top: float) -> float:
    """Draw one player's bars from a level down; the level where they end."""
    width = axes.get_xlim()[1]
    narrow, letters, step = width < _NARROW, font_size(width), _step(width)
    left, right = _MARGIN + _END if narrow else width * 0.46 + _END, width - _MARGIN - _END
    zero = [Fraction(0)] if _definite(entry) else []
    low, high = min([one.least for one in bars] + zero), max([one.most for one in bars] + zero)
    scale = (right - left) / float(high - low)
    write(
        axes,
        _MARGIN,
        top + 0.08,
        fitted(_title(entry, player), width - 2 * _MARGIN, letters, 1, "bold"),
        fontsize=letters,
        fontweight="bold",
        color=COLOURS[player % len(COLOURS)],
    )
    start, end = top + _HEAD, top + _HEAD + step * len(bars)
    grid: list[Segment] = []
    zeros: list[Segment] = []
    for tick in ticks(low, high, max(3, int((right - left) / (0.065 * letters)))):
        x = left + float(tick - low) * scale
        (zeros if zero and tick == 0 else grid).append(((x, start - 0.04), (x, end)))
        write(axes, x, start - 0.12, number(tick), fontsize=letters - 0.5, color=MUTED, ha="center")
    rules(axes, grid, color=RULE, linewidth=0.5)
    rules(axes, zeros, color=INK, linewidth=1.2)
    for index, held in enumerate(bars):
        level = start + (index + (0.78 if narrow else 0.5)) * step
        text = parameter_label(study.scenario, held.effect.found.parameter.name)
        if narrow:
            written = fitted(text, width - 2 * _MARGIN, letters, 2)
            write(axes, _MARGIN, level - 0.09, written, fontsize=letters, va="bottom", bbox=_CLEARED, zorder=5)
        else:
            written = fitted(text, left - _END - _MARGIN, letters, 2)
            write(axes, left - _END, level, written, fontsize=letters, ha="right")
        ends = left + float(held.least - low) * scale, left + float(held.most - low) * scale
        split = min(max(left - float(low) * scale, ends[0]), ends[1]) if zero else ends[0]
        _stretch(axes, ends[0], split, level, player, leaves=True)
        _stretch(axes, split, ends[1], level, player, leaves=False)
        for x, there, side in ((ends[0] - 0.05, held.least_at, "right"), (ends[1] + 0.05, held.most_at, "left")):
            told = fitted(shown(there), _END - 0.06, letters - 0.5)
            write(axes, x, level, told, fontsize=letters - 0.5, ha=side, bbox=_CLEARED, zorder=2)
    now = left + float(_now(bars[0], player) - low) * scale
    rules(axes, [((now, start - 0.04), (now, end))], color=INK, linewidth=1.2, linestyle=(0, (4, 2)), zorder=4)
    return end + _GAP


def _stretch(axes: Axes, start: float, end: float, level: float, player: int, *, leaves: bool) -> None:
    """Part of a bar: filled where the player stays, hatched where it would leave."""
    if end > start:
        colour = COLOURS[player % len(COLOURS)]
        fill = {"facecolor": SURFACE, "hatch": "/////"} if leaves else {"facecolor": tint(colour, 0.75)}
        hbar(axes, start, end, level, 0.15, edgecolor=colour, zorder=3, **fill)


def _alt(study: Study, entry: GameStudy, panels: dict[int, list[_Bar]]) -> str:
    groups = counted(len(panels), "group")
    said = [sentence(f"{groups} of bars, one group a player and one bar a weight or lever, the longest first")]
    said.append(f"The answer: {_held(entry)}.")
    for player, bars in panels.items():
        said.append(f"{_title(entry, player)}, now {number(_now(bars[0], player))}:")
        said += [
            f"{parameter_label(study.scenario, bar.effect.found.parameter.name)}, from {number(bar.least)} at "
            f"{shown(bar.least_at)} to {number(bar.most)} at {shown(bar.most_at)}."
            for bar in bars
        ]
    return " ".join(said)
