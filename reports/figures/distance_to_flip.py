"""How firm the answer is: how far each weight and lever would have to move, alone, before something else is stable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gametheory.flip_answer import FlipPoint, FlipPoints
from gametheory.polynomial import decimal
from reports.analyses import flips, nearest
from reports.chart import rules, shown
from reports.drawing import COLOURS, FULL_WIDTH, INK, MUTED, RULE, SURFACE, canvas, extent, write
from reports.labelling import fitted, font_size, text_width
from reports.pattern_labels import concept_note, parameter_label
from reports.phrases import counted, sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from reports.study import Study

__all__ = ["SCOPE", "applies", "data", "draw", "size"]

SCOPE = "game"

_MOST_ROWS = 12
_MARGIN, _HEAD, _FOOT, _ROW, _BESIDE = 0.1, 0.42, 0.5, 0.36, 0.1
_NARROW = 4.5


def applies(study: Study, game: str) -> bool:
    """Some weight or lever flips the answer within its range."""
    return bool(nearest(study, game))


def size(study: Study, game: str, width: float = FULL_WIDTH) -> tuple[float, float]:
    """Width and height in inches."""
    step = 0.54 if width < _NARROW else _ROW
    return width, _HEAD + step * min(len(nearest(study, game)), _MOST_ROWS) + _FOOT


def data(study: Study, game: str) -> Iterator[dict[str, str]]:
    """One row a weight or lever that has a range; the flip and its distance are empty where nothing flips."""
    for found in (*nearest(study, game), *(one for one in flips(study, game) if not one.flips)):
        entry, flip = found.parameter, found.nearest
        yield {
            "parameter": entry.name,
            "default": str(entry.default),
            "low": str(entry.low),
            "high": str(entry.high),
            "nearest_flip": "" if flip is None else decimal(flip.value),
            "distance": "" if flip is None else str(flip.distance),
            "flips": str(len(found.flips)),
        }


def draw(study: Study, axes: Axes, game: str) -> str:
    """Draw a line a parameter, as long as the share of its range that separates it from the nearest flip."""
    width, height = size(study, game, extent(axes)[0])
    canvas(axes, width, height)
    narrow, letters = width < _NARROW, font_size(width)
    rows = nearest(study, game)[:_MOST_ROWS]
    step = (height - _HEAD - _FOOT) / len(rows)
    left = _MARGIN + 0.06 if narrow else width * 0.52
    length = min(_longest(found, width - left, letters) for found in rows)
    bottom = height - _FOOT

    grid = []
    for share in (0, 25, 50, 75, 100):
        x = left + length * share / 100
        grid.append(((x, _HEAD - 0.02), (x, bottom)))
        write(axes, x, _HEAD - 0.12, f"{share}%", fontsize=letters - 0.5, color=MUTED, ha="center")
    write(axes, left, 0.12, "Distance to the nearest flip, as a share of the range", fontsize=letters)
    for index, found in enumerate(rows):
        flip = _flip(found)
        top = _HEAD + index * step
        level = top + step * 0.8 if narrow else top + step / 2
        text = parameter_label(study.scenario, found.parameter.name)
        if narrow:
            broken = fitted(text, width - left - 0.15, letters, 2)
            write(axes, left + 0.07, level - 0.07, broken, fontsize=letters, va="bottom")
        else:
            broken = fitted(text, left - _MARGIN - 0.15, letters, 2)
            write(axes, left - 0.12, level, broken, fontsize=letters, ha="right")
        weight = found.parameter.name in study.scenario.interests
        colour = COLOURS[0] if weight else COLOURS[1]
        x = left + length * float(flip.distance)
        axes.plot([left, x], [level, level], color=colour, linewidth=2.2, linestyle="-" if weight else (0, (2, 0.8)))
        axes.plot(
            [x],
            [level],
            color=colour,
            marker="o" if weight else "s",
            markersize=5.5,
            markerfacecolor=colour if weight else SURFACE,
            markeredgewidth=1.3,
            zorder=4,
        )
        cleared = {"facecolor": SURFACE, "edgecolor": "none", "pad": 0.8}
        write(axes, x + _BESIDE, level, _move(found), fontsize=letters, bbox=cleared, zorder=5)
    rules(axes, grid, color=RULE, linewidth=0.5)
    rules(axes, grid[:1], color=INK, linewidth=1.0, zorder=3)
    _notes(axes, study, game, width, bottom, letters)
    return _alt(study, game)


def _flip(found: FlipPoints) -> FlipPoint:
    flip = found.nearest
    assert flip is not None  # `nearest` keeps only those that flip
    return flip


def _longest(found: FlipPoints, room: float, letters: float) -> float:
    """How long the whole range may be drawn, if what is written beside the row's mark is to fit."""
    free = room - _BESIDE - text_width(_move(found), letters) - _MARGIN
    return min(free / max(float(_flip(found).distance), 0.01), room - 0.3)


def _move(found: FlipPoints) -> str:
    """From where to where the parameter would have to move."""
    now, there = found.parameter.default, _flip(found).value
    if there == now:
        return f"at {shown(now)}, where it stands"
    return f"{shown(now)} {'up' if there > now else 'down'} to {shown(there)}"


def _notes(axes: Axes, study: Study, game: str, width: float, bottom: float, letters: float) -> None:
    further, firm = len(nearest(study, game)) - _MOST_ROWS, sum(not found.flips for found in flips(study, game))
    told = ["Filled circle: a weight.  Open square: a lever.  " + concept_note(nearest(study, game)[0].play)]
    rest = [f"{counted(further, 'more flips', 'more flip')} it further away"] if further > 0 else []
    rest += [f"{counted(firm, 'other', 'others')} could move through the whole range and flip nothing"] if firm else []
    told += ["; ".join(rest).capitalize() + "."] if rest else []
    for index, line in enumerate(told):
        text = fitted(line, width - 2 * _MARGIN, letters - 0.5, 2 if index else 1)
        write(axes, _MARGIN, bottom + 0.06 + 0.14 * index, text, fontsize=letters - 0.5, color=MUTED, va="top")


def _alt(study: Study, game: str) -> str:
    rows = nearest(study, game)
    said = [f"Horizontal lines from zero, one a weight or lever, {len(rows[:_MOST_ROWS])} in all, the shortest on top."]
    said += [
        f"{parameter_label(study.scenario, found.parameter.name)}: {_move(found)}, "
        f"{100 * float(_flip(found).distance):.3g}% of its range."
        for found in rows[:_MOST_ROWS]
    ]
    firm = sum(not found.flips for found in flips(study, game))
    said += [sentence(f"{counted(firm, 'other', 'others')} flip nothing")] if firm else []
    return " ".join(said)
