"""Where the answer changes: what is stable in each stretch of the weight or lever that is nearest to a flip."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from gametheory.flip_answer import Cell, FlipPoint, FlipPoints
from gametheory.polynomial import decimal
from reports.analyses import nearest
from reports.chart import FILLS, letter, shown
from reports.drawing import FULL_WIDTH, INK, MUTED, SURFACE, canvas, extent, write
from reports.labelling import fitted, font_size, spread, text_height, text_width
from reports.pattern_labels import binding_label, concept_note, parameter_label, pattern_label
from reports.phrases import counted, sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from reports.study import GameStudy, Study

__all__ = ["SCOPE", "applies", "data", "draw", "size"]

SCOPE = "game"

_MARGIN, _STRIP, _BELOW, _GAP = 0.12, 0.62, 0.45, 0.07
_MOST_ROWS, _LINES = 14, 4


class _Row(NamedTuple):
    """A line of the list below the strip: what it explains, and the explanation, broken."""

    mark: str
    text: str


def applies(study: Study, game: str) -> bool:
    """Some weight or lever flips the answer within its range."""
    return bool(nearest(study, game))


def size(study: Study, game: str, width: float = FULL_WIDTH) -> tuple[float, float]:
    """Width and height in inches."""
    found, letters = nearest(study, game)[0], font_size(width)
    listed = sum(text_height(row.text, letters) + _GAP for row in _rows(study.games[game], found, width))
    return width, _top(study, found, width) + _STRIP + _BELOW + listed


def data(study: Study, game: str) -> Iterator[dict[str, str]]:
    """One row a stretch and one a flip, ascending: the ends, what is stable there, and what binds at a flip."""
    found = nearest(study, game)[0]
    players, actions = found.game.players, found.game.actions
    for part in _parts(found):
        flip = isinstance(part, FlipPoint)
        low, high = (part.value, part.value) if isinstance(part, FlipPoint) else (part.low, part.high)
        yield {
            "parameter": found.parameter.name,
            "default": str(found.parameter.default),
            "kind": "flip" if flip else "stretch",
            "low": decimal(low, 15),
            "high": decimal(high, 15),
            "stable": (part.here if isinstance(part, FlipPoint) else part.pattern).text(actions),
            "binding": "; ".join(one.text(players, actions) for one in part.binding)
            if isinstance(part, FlipPoint)
            else "",
        }


def draw(study: Study, axes: Axes, game: str) -> str:
    """Draw the range as a strip, cut at the flips, with the default marked; what does not fit in it stands below."""
    entry, found = study.games[game], nearest(study, game)[0]
    width, height = size(study, game, extent(axes)[0])
    canvas(axes, width, height)
    letters, top = font_size(width), _top(study, found, width)
    write(axes, _MARGIN, 0.08, _title(study, found, width), fontsize=letters, fontweight="bold", va="top")
    _stretches(axes, entry, found, width, top)
    _flips(axes, found, width, top)
    _scale(axes, found, width, top + _STRIP)
    rows = _rows(entry, found, width)
    level = top + _STRIP + _BELOW
    for row in rows:
        write(axes, _MARGIN, level, row.mark, fontsize=letters, fontweight="bold", va="top")
        write(axes, _MARGIN + _indent(found, letters), level, row.text, fontsize=letters, va="top")
        level += text_height(row.text, letters) + _GAP
    return _alt(study, entry, found)


def _parts(found: FlipPoints) -> list[Cell | FlipPoint]:
    """The stretches and the flips between them, ascending."""
    parts: list[Cell | FlipPoint] = []
    flips = list(found.flips)
    for cell in found.cells:
        while flips and flips[0].value <= cell.low:
            parts.append(flips.pop(0))
        parts.append(cell)
    return [*parts, *flips]


def _at(found: FlipPoints, value: object, width: float) -> float:
    """How far across the sheet a value of the parameter stands."""
    low, high = float(found.parameter.low), float(found.parameter.high)
    inset = _MARGIN + 0.1
    return inset + (width - 2 * inset) * (float(value) - low) / (high - low)  # type: ignore[arg-type]


def _title(study: Study, found: FlipPoints, width: float) -> str:
    text = parameter_label(study.scenario, found.parameter.name)
    return fitted(text, width - 2 * _MARGIN, font_size(width), 2, "bold")


def _top(study: Study, found: FlipPoints, width: float) -> float:
    """The upper edge of the strip: the title and the values of the flips stand above it."""
    return 0.08 + text_height(_title(study, found, width), font_size(width)) + 0.36


def _direct(entry: GameStudy, found: FlipPoints, cell: Cell, width: float) -> str:
    """What is stable in a stretch, broken to fit into it; empty where it does not."""
    room = _at(found, cell.high, width) - _at(found, cell.low, width) - 0.14
    if room < 0.4:
        return ""
    text = fitted(pattern_label(entry, cell.pattern), room, font_size(width), _LINES)
    return "" if text.endswith("…") or text_height(text, font_size(width)) > _STRIP - 0.06 else text


def _indent(found: FlipPoints, letters: float) -> float:
    marks = [shown(flip.value) for flip in found.flips] + [letter(len(found.cells) - 1)]
    return max(text_width(mark, letters, "bold") for mark in marks) + 0.1


def _rows(entry: GameStudy, found: FlipPoints, width: float) -> list[_Row]:
    letters = font_size(width)
    room = width - 2 * _MARGIN - _indent(found, letters)
    rows: list[_Row] = []
    for part in _parts(found):
        if isinstance(part, FlipPoint):
            told = sentence(binding_label(entry, part.binding[0])) if part.binding else "The answer changes."
            rows.append(_Row(shown(part.value), fitted(told, room, letters, 5)))
        elif not _direct(entry, found, part, width):
            stretch = f"{shown(part.low)} to {shown(part.high)}: {pattern_label(entry, part.pattern)}."
            rows.append(_Row(letter(found.cells.index(part)), fitted(stretch, room, letters, 6)))
    if len(rows) > _MOST_ROWS:
        rest = len(rows) - _MOST_ROWS + 1
        rows = [*rows[: _MOST_ROWS - 1], _Row("", f"{counted(rest, 'more', 'more').capitalize()} further right.")]
    note = concept_note(found.play)
    return [*rows, _Row("", fitted(note, room, letters, 2))] if note else rows


def _stretches(axes: Axes, entry: GameStudy, found: FlipPoints, width: float, top: float) -> None:
    from matplotlib.patches import Rectangle

    letters = font_size(width)
    fills = {pattern: FILLS[index % len(FILLS)] for index, pattern in enumerate(_patterns(found))}
    for index, cell in enumerate(found.cells):
        start, end = _at(found, cell.low, width), _at(found, cell.high, width)
        tinted, hatch = fills[cell.pattern]
        strip = Rectangle((start, top), end - start, _STRIP, facecolor=tinted, edgecolor=MUTED, hatch=hatch)
        strip.set_linewidth(0.8)
        axes.add_patch(strip)
        direct = _direct(entry, found, cell, width)
        text, weight = (direct, "normal") if direct else (letter(index), "bold")
        if direct or end - start > text_width(text, letters, weight) + 0.06:
            cleared = {"facecolor": SURFACE, "edgecolor": "none", "pad": 1.0}
            middle = (start + end) / 2, top + _STRIP / 2
            write(axes, *middle, text, fontsize=letters, fontweight=weight, ha="center", bbox=cleared, zorder=5)


def _patterns(found: FlipPoints) -> list[object]:
    """What is stable in one stretch or another, each once."""
    return list(dict.fromkeys(cell.pattern for cell in found.cells))


def _flips(axes: Axes, found: FlipPoints, width: float, top: float) -> None:
    """The flips as bars, with their values above: those nearest to the default, where not all have room."""
    letters = font_size(width)
    for flip in found.flips:
        x = _at(found, flip.value, width)
        axes.plot([x, x], [top - 0.05, top + _STRIP], color=INK, linewidth=2.2, zorder=4, solid_capstyle="butt")
    told = sorted(found.flips, key=lambda flip: float(flip.distance))
    while sum(text_width(shown(flip.value), letters, "bold") + 0.08 for flip in told) > width - 0.04:
        told.pop()
    told.sort(key=lambda flip: float(flip.value))
    where = [_at(found, flip.value, width) for flip in told]
    widths = [text_width(shown(flip.value), letters, "bold") + 0.08 for flip in told]
    for flip, x, place in zip(told, where, spread(where, widths, 0.02, width - 0.02), strict=True):
        axes.plot([x, place], [top - 0.05, top - 0.11], color=INK, linewidth=0.8)
        write(axes, place, top - 0.19, shown(flip.value), fontsize=letters, fontweight="bold", ha="center")


def _scale(axes: Axes, found: FlipPoints, width: float, bottom: float) -> None:
    """The ends of the range and the default, below the strip."""
    letters, entry = font_size(width), found.parameter
    where = {entry.low: f"{shown(entry.low)}", entry.high: f"{shown(entry.high)}"}
    where[entry.default] = f"now {shown(entry.default)}"
    values = sorted(where)
    centres = [_at(found, value, width) for value in values]
    widths = [text_width(where[value], letters, "bold") + 0.1 for value in values]
    for value, place in zip(values, spread(centres, widths, 0.02, width - 0.02), strict=True):
        here = value == entry.default
        x = _at(found, value, width)
        if here:
            axes.plot([x], [bottom + 0.07], color=INK, marker="^", markersize=6, zorder=5, clip_on=False)
        axes.plot([x, place], [bottom + (0.1 if here else 0.0), bottom + 0.16], color=MUTED, linewidth=0.6)
        weight = "bold" if here else "normal"
        write(axes, place, bottom + 0.24, where[value], fontsize=letters, fontweight=weight, ha="center")


def _alt(study: Study, entry: GameStudy, found: FlipPoints) -> str:
    parameter = found.parameter
    said = [
        f"A horizontal strip of {counted(len(found.cells), 'stretch', 'stretches')}. "
        f"{parameter_label(study.scenario, parameter.name)}, from {shown(parameter.low)} to {shown(parameter.high)}; "
        f"a triangle marks {shown(parameter.default)}, where it stands."
    ]
    for part in _parts(found)[: 2 * _MOST_ROWS]:
        if isinstance(part, FlipPoint):
            why = f": {binding_label(entry, part.binding[0])}" if part.binding else ""
            said.append(f"A flip at {shown(part.value)}{why}.")
        else:
            said.append(f"From {shown(part.low)} to {shown(part.high)}: {pattern_label(entry, part.pattern)}.")
    return " ".join(said)
