"""What the players stand to gain: every equilibrium's payoffs as one weight or lever moves through its range."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from gametheory.equilibrium_pattern import Supports
from gametheory.flip_answer import Cell
from gametheory.solution import Equilibrium
from reports.chart import STROKES, Frame, chart, letter, padded, shown
from reports.courses import Course, Moment, course, most_telling
from reports.drawing import COLOURS, FULL_WIDTH, INK, MUTED, RULE, SURFACE, canvas, extent, write
from reports.labelling import fitted, font_size, place, put, text_height
from reports.pattern_labels import concept_note, parameter_label, player_label, supports_label
from reports.phrases import counted, number, sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from reports.study import GameStudy, Study

__all__ = ["SCOPE", "applies", "data", "draw", "size"]

SCOPE = "game"

_MARGIN, _LEFT, _GAP, _HEAD, _PLOT, _TICKS = 0.12, 0.45, 0.06, 0.34, 1.9, 0.3
_NARROW = 4.5
_MOST_PLAYERS, _MOST_ROWS = 4, 10

Key = tuple[Supports, int]
"""Which actions everyone plays, and which of the equilibria that share them."""


class _Line(NamedTuple):
    """One equilibrium through one stretch: where and what it yields each player."""

    key: Key
    cell: Cell
    values: tuple[Fraction, ...]
    payoffs: tuple[tuple[Fraction, ...], ...]


def applies(study: Study, game: str) -> bool:
    """Some weight or lever flips the answer or moves its payoffs, and there is an equilibrium on the way."""
    players = len(study.games[game].stage.players)
    return players <= _MOST_PLAYERS and most_telling(study, game) is not None and bool(_lines(_course(study, game)))


def size(study: Study, game: str, width: float = FULL_WIDTH) -> tuple[float, float]:
    """Width and height in inches."""
    letters, rows = font_size(width), _rows(study.games[game], _course(study, game), width)
    listed = sum(text_height(row, letters) + _GAP for row in rows)
    down = len(study.games[game].stage.players) if width < _NARROW else 1
    return width, down * (_HEAD + _PLOT + _TICKS) + 2 * letters * 1.2 / 72 + 0.12 + listed + 0.1


def data(study: Study, game: str) -> Iterator[dict[str, str]]:
    """One row a value of the parameter, equilibrium and player: the payoff."""
    entry, along = study.games[game], _course(study, game)
    stage = entry.stage
    moments = [("stretch", moment) for stretch in along.stretches for moment in stretch]
    moments += [("flip", moment) for moment in along.turns]
    for kind, moment in sorted(moments, key=lambda one: (one[1].value, one[0])):
        for number_, component in enumerate(moment.components):
            for found in component:
                for player, name in enumerate(stage.players):
                    yield {
                        "parameter": along.found.parameter.name,
                        "value": str(moment.value),
                        "at": kind,
                        "component": str(number_ + 1),
                        "equilibrium": ", ".join(
                            "+".join(names[action] for action in own)
                            for names, own in zip(stage.actions, found.supports, strict=True)
                        ),
                        "player": name,
                        "payoff": str(found.payoffs[player]),
                    }


def draw(study: Study, axes: Axes, game: str) -> str:
    """Draw one plot a player, and in it one line an equilibrium."""
    entry, along = study.games[game], _course(study, game)
    width, height = size(study, game, extent(axes)[0])
    canvas(axes, width, height)
    letters, players = font_size(width), len(entry.stage.players)
    across = 1 if width < _NARROW else players
    wide = (width - _MARGIN) / across - _LEFT
    parameter = along.found.parameter
    for player in range(players):
        column, row = player % across, player // across
        box = (_LEFT + column * (wide + _LEFT), _HEAD + row * (_HEAD + _PLOT + _TICKS), wide, _PLOT)
        values = [line.payoffs[index][player] for line in _lines(along) for index in range(len(line.values))]
        frame = Frame(*box, (parameter.low, parameter.high), padded(min(values), max(values), Fraction(1, 8)))
        _panel(axes, along, frame, player, letters)
        name = fitted(f"Payoff of {player_label(entry, player)}", wide + 0.3, letters, 1, "bold")
        write(axes, box[0] - 0.3, box[1] - 0.15, name, fontsize=letters, fontweight="bold", color=COLOURS[player])
    level = _HEAD + (players // across - 1) * (_HEAD + _PLOT + _TICKS) + _PLOT + _TICKS
    title = f"\N{RIGHTWARDS ARROW} {parameter_label(study.scenario, parameter.name)}"
    title = fitted(title, width - _LEFT - _MARGIN, letters, 2)
    write(axes, _LEFT, level, title, fontsize=letters, color=MUTED, va="top")
    level += 2 * letters * 1.2 / 72 + 0.1
    for row_text in _rows(entry, along, width):
        write(axes, _MARGIN, level, row_text, fontsize=letters, va="top")
        level += text_height(row_text, letters) + _GAP
    return _alt(study, entry, along)


def _course(study: Study, game: str) -> Course:
    found = most_telling(study, game)
    if found is None:
        raise ValueError("no weight or lever moves a payoff")
    return course(study, game, found.parameter.name)


def _keyed(moment: Moment) -> dict[Key, Equilibrium]:
    """The equilibria of a moment, told apart where they share their supports by the order of their strategies."""
    found: dict[Key, Equilibrium] = {}
    for one in sorted((one for part in moment.components for one in part), key=lambda one: one.strategies):
        count = sum(supports == one.supports for supports, _ in found)
        found[one.supports, count] = one
    return found


def _lines(along: Course) -> list[_Line]:
    lines = []
    for cell, stretch in zip(along.found.cells, along.stretches, strict=True):
        keyed = [_keyed(moment) for moment in stretch]
        for key in sorted({key for found in keyed for key in found}):
            held = [(moment.value, found[key]) for moment, found in zip(stretch, keyed, strict=True) if key in found]
            lines.append(_Line(key, cell, tuple(value for value, _ in held), tuple(one.payoffs for _, one in held)))
    return lines


def _keys(along: Course) -> list[Key]:
    """The equilibria that have a line, in the order in which they come up."""
    return list(dict.fromkeys(line.key for line in _lines(along)))


def _rows(entry: GameStudy, along: Course, width: float) -> list[str]:
    letters, keys = font_size(width), _keys(along)
    rows = [
        fitted(f"{letter(index)}: {supports_label(entry, supports)}", width - 2 * _MARGIN, letters, 3)
        for index, (supports, _) in enumerate(keys[:_MOST_ROWS])
    ]
    rest = len(keys) - _MOST_ROWS
    rows += [sentence(f"{counted(rest, 'more equilibrium', 'more equilibria')} not named")] if rest > 0 else []
    note = concept_note(along.found.play) + "  Dotted upright line: a flip.  Triangle: now."
    if any(len(part) > 1 for stretch in along.stretches for moment in stretch for part in moment.components):
        note += "  Shaded: equilibria that hang together."
    return [*rows, fitted(note, width - 2 * _MARGIN, letters, 2)]


def _panel(axes: Axes, along: Course, frame: Frame, player: int, letters: float) -> None:
    plot = chart(axes, frame, size=letters)
    room = frame.room()
    for flip in along.found.flips:
        plot.axvline(float(flip.value), color=MUTED, linewidth=1.0, linestyle=(0, (1, 2)), zorder=1)
    now = float(along.found.parameter.default)
    plot.axvline(now, color=RULE, linewidth=0.8, zorder=1)
    plot.plot([now], [float(frame.up[0])], marker="^", markersize=6, color=INK, clip_on=False, zorder=6)
    keys, lines = _keys(along), _lines(along)
    for stretch in along.stretches:
        _shade(plot, stretch, player)
    for line in lines:
        colour, dashes, marker = STROKES[keys.index(line.key) % len(STROKES)]
        xs, ys = [float(value) for value in line.values], [float(payoffs[player]) for payoffs in line.payoffs]
        plot.plot(xs, ys, color=colour, linestyle=dashes, linewidth=2.0, zorder=4)
        for x, y in {(xs[0], ys[0]), (xs[-1], ys[-1])}:
            plot.plot([x], [y], color=colour, marker=marker, markersize=4, clip_on=False, zorder=5)
        room.block_line([frame.spot(x, y) for x, y in zip(xs, ys, strict=True)], 0.04)
    for turn in along.turns:
        for component in turn.components:
            ends = [float(found.payoffs[player]) for found in component]
            plot.plot([float(turn.value)] * 2, [min(ends), max(ends)], color=INK, linewidth=1.2, zorder=3)
    for index, key in enumerate(keys[:_MOST_ROWS]):
        longest = max((line for line in lines if line.key == key), key=lambda line: line.values[-1] - line.values[0])
        placed = place(room, letter(index), _middle(frame, longest, player), letters + 1, (1.0,), weight="bold")
        if placed:
            colour = STROKES[index % len(STROKES)][0]
            cleared = {"facecolor": SURFACE, "edgecolor": "none", "pad": 0.4}
            put(axes, placed, color=colour, fontweight="bold", bbox=cleared)


def _middle(frame: Frame, line: _Line, player: int) -> tuple[float, float]:
    """The spot half way along a line."""
    half = (len(line.values) - 1) // 2
    ends = (half, len(line.values) - 1 - half)
    x, y = (sum(line.values[end] for end in ends) / 2, sum(line.payoffs[end][player] for end in ends) / 2)
    return frame.spot(x, y)


def _shade(plot: Axes, stretch: tuple[Moment, ...], player: int) -> None:
    """What the equilibria of each component that hangs together yield, from the least to the most."""
    if len({len(moment.components) for moment in stretch}) != 1:
        return
    for part in range(len(stretch[0].components)):
        if all(len(moment.components[part]) == 1 for moment in stretch):
            continue
        ends = [[float(found.payoffs[player]) for found in moment.components[part]] for moment in stretch]
        across = [float(moment.value) for moment in stretch]
        plot.fill_between(across, list(map(min, ends)), list(map(max, ends)), color=RULE, linewidth=0, zorder=0)


def _alt(study: Study, entry: GameStudy, along: Course) -> str:
    parameter, players = along.found.parameter, len(entry.stage.players)
    said = [
        f"{sentence(counted(players, 'plot'))[:-1]}, one a player, of payoffs as "
        f"{parameter_label(study.scenario, parameter.name)} goes from {shown(parameter.low)} to "
        f"{shown(parameter.high)}; now {shown(parameter.default)}."
    ]
    for line in _lines(along)[: 2 * _MOST_ROWS]:
        told = [
            f"{player_label(entry, player)} from {_rounded(line.payoffs[0][player])} "
            f"to {_rounded(line.payoffs[-1][player])}"
            for player in range(players)
        ]
        ends = f"from {shown(line.cell.low)} to {shown(line.cell.high)}"
        said.append(f"{supports_label(entry, line.key[0])}, {ends}: {', '.join(told)}.")
    return " ".join(said)


def _rounded(payoff: Fraction) -> str:
    """To three places: the ends of a line of mixed equilibria lie just within its stretch."""
    return number(Fraction(round(payoff * 1000), 1000))
