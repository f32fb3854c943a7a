"""How much room the answer has when two things move at once: what is stable where, over the two nearest to a flip."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from gametheory.parameters import Parameter
from gametheory.polynomial import decimal
from gametheory.region_map import Piece, RegionMap
from reports.analyses import once_a_study, region
from reports.chart import FILLS, Frame, chart, letter, shown
from reports.drawing import FULL_WIDTH, INK, MUTED, SURFACE, canvas, extent, write
from reports.labelling import Placed, fitted, font_size, place, put, text_height
from reports.pattern_labels import concept_note, parameter_label, pattern_label
from reports.phrases import counted, sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from reports.study import GameStudy, Study

__all__ = ["SCOPE", "applies", "data", "draw", "size"]

SCOPE = "game"

_LEFT, _RIGHT, _MARGIN, _GAP, _FOOT = 0.5, 0.2, 0.12, 0.06, 0.32
_MOST_ROWS, _MOST_POLICIES = 10, 3
_CLEARED = {"facecolor": SURFACE, "edgecolor": "none", "pad": 1.0}

Point = tuple[Fraction, Fraction]


class _Plan(NamedTuple):
    """The layout for one width: the plot, the labels and letters in it, and the rows below."""

    frame: Frame
    height: float
    labels: tuple[Placed, ...]
    letters: tuple[Placed, ...]
    rows: tuple[str, ...]


def applies(study: Study, game: str) -> bool:
    """At least two weights or levers flip the answer, and not only at the ends of their ranges."""
    found = region(study, game)
    return found is not None and len(found.regions) > 1


def size(study: Study, game: str, width: float = FULL_WIDTH) -> tuple[float, float]:
    """Width and height in inches."""
    return width, _plan(study, game, width).height


def data(study: Study, game: str) -> Iterator[dict[str, str]]:
    """One row a piece of the map: what is stable there, between which values and curves, and its share of the map."""
    found = _map(study, game)
    names = (found.first.name, found.second.name)
    for part in found.regions:
        for piece in part.pieces:
            yield {
                "across": names[0],
                "up": names[1],
                "stable": part.pattern.text(found.game.actions),
                "now": str(part.pattern == found.now).lower(),
                "left": decimal(piece.left, 15),
                "right": decimal(piece.right, 15),
                "lower": str(found.second.low) if piece.lower is None else piece.lower.text(*names),
                "upper": str(found.second.high) if piece.upper is None else piece.upper.text(*names),
                "share": str(piece.area(found.rectangle).share(found.rectangle.area).value),
            }


def draw(study: Study, axes: Axes, game: str) -> str:
    """Draw the plane of two parameters, cut exactly where the answer changes, with the point where they stand."""
    entry, found = study.games[game], _map(study, game)
    width = extent(axes)[0]
    plan = _plan(study, game, width)
    canvas(axes, width, plan.height)
    letters = font_size(width)
    plot = chart(
        axes,
        plan.frame,
        size=letters,
        x_title=f"\N{RIGHTWARDS ARROW} {parameter_label(study.scenario, found.first.name)}",
        y_title=f"\N{UPWARDS ARROW} {parameter_label(study.scenario, found.second.name)}",
    )
    _fill(plot, found)
    _borders(plot, found)
    _stated(plot, study, entry, found)
    now = (found.first.default, found.second.default)
    for name, (x, y) in _marked(study, entry, found):
        here = (x, y) == now and not name.startswith("Policy")
        plot.plot(
            [float(x)],
            [float(y)],
            color=INK,
            marker="o" if here else "D",
            markersize=8 if here else 6,
            markerfacecolor=SURFACE,
            markeredgecolor=INK,
            markeredgewidth=2.0 if here else 1.2,
            zorder=7,
            clip_on=False,
        )
    for placed in plan.labels:
        put(axes, placed, bbox=_CLEARED, zorder=6)
    for placed in plan.letters:
        put(axes, placed, bbox=_CLEARED, zorder=6, fontweight="bold")
    level = plan.height - _FOOT - sum(text_height(row, letters) + _GAP for row in plan.rows)
    for row in plan.rows:
        write(axes, _MARGIN, level, row, fontsize=letters, va="top")
        level += text_height(row, letters) + _GAP
    note = fitted(_note(study, entry, found), width - 2 * _MARGIN, letters - 0.5, 2)
    write(axes, _MARGIN, plan.height - 0.05, note, fontsize=letters - 0.5, color=MUTED, va="bottom")
    return _alt(study, entry, found)


def _map(study: Study, game: str) -> RegionMap:
    found = region(study, game)
    if found is None:
        raise ValueError("fewer than two weights or levers flip anything")
    return found


@once_a_study
def _plan(study: Study, game: str, width: float) -> _Plan:
    entry, found = study.games[game], _map(study, game)
    letters = font_size(width)
    wide = width - _LEFT - _RIGHT
    across, up = (found.first.low, found.first.high), (found.second.low, found.second.high)
    frame = Frame(_LEFT, 0.2 + 2 * letters * 1.2 / 72, wide, min(0.85 * wide, 3.3), across, up)
    room = frame.room()
    marked = _marked(study, entry, found)
    for _, point in marked:
        x, y = frame.spot(*point)
        room.block(x - 0.1, y - 0.1, x + 0.1, y + 0.1)
    insides = [
        room.inside([[frame.spot(x, y) for x, y in _outline(found, piece)] for piece in part.pieces])
        for part in found.regions
    ]
    labels: list[Placed] = []

    def label(name: str, point: Point) -> bool:
        """Name a point beside it, and in its own region."""
        spot = frame.spot(*point)
        home = next((inside for inside in insides if room.holds(inside, *spot)), None)
        placed = place(room, name, spot, letters, (1.8, 1.3, 0.9), lines=4, farthest=0.3, within=home)
        labels.extend([placed] if placed else [])
        return placed is not None

    label(*marked[0])
    named = len(labels)
    marks: list[Placed] = []
    rows: list[str] = []
    for part, inside in zip(found.regions, insides, strict=True):
        text = pattern_label(entry, part.pattern)
        spot = room.middle(inside)
        widths = [share * wide for share in (0.6, 0.42, 0.32, 0.24)]
        placed = place(room, text, spot, letters, widths, lines=6, farthest=wide, within=inside)
        if placed:
            labels.append(placed)
        elif len(rows) < _MOST_ROWS:
            name = letter(len(rows))
            mark = place(room, name, spot, letters, (1.0,), farthest=wide, weight="bold", within=inside)
            marks += [mark] if mark else []
            where = "" if mark else " (too thin for its letter)"
            rows.append(fitted(f"{name}{where}: {text}", width - 2 * _MARGIN, letters, 3))
    rows += [
        fitted(f"\N{WHITE DIAMOND} {name}", width - 2 * _MARGIN, letters, 2)
        for name, point in marked[1:]
        if not label(name, point)
    ]
    unnamed = len(found.regions) - (len(labels) - named) - len(rows)
    if unnamed > 0 and len(rows) == _MOST_ROWS:
        rows.append(sentence(f"{counted(unnamed, 'smaller region', 'smaller regions')} not named"))
    height = frame.top + frame.height + 0.3 + 2 * letters * 1.2 / 72 + _FOOT
    height += sum(text_height(row, letters) + _GAP for row in rows)
    return _Plan(frame, height, tuple(labels), tuple(marks), tuple(rows))


def _outline(found: RegionMap, piece: Piece) -> list[tuple[float, float]]:
    sides = piece.sides(found.rectangle)
    return [(x, low) for x, low, _ in sides] + [(x, high) for x, _, high in reversed(sides)]


def _fill(plot: Axes, found: RegionMap) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    for index, part in enumerate(found.regions):
        tinted, hatch = FILLS[index % len(FILLS)]
        # One path a region, so that its hatch runs through all of its pieces.
        outlines = [Path([*_outline(found, piece), (0.0, 0.0)], closed=True) for piece in part.pieces]
        area = Path.make_compound_path(*outlines)
        plot.add_patch(PathPatch(area, facecolor=tinted, edgecolor=MUTED, hatch=hatch, linewidth=0, zorder=1))


def _borders(plot: Axes, found: RegionMap) -> None:
    """The curves and upright lines between pieces of which different things are stable."""
    for one in found.pieces:
        for two in found.pieces:
            if one.pattern == two.pattern:
                continue
            if one.left == two.left and one.upper is not None and one.upper == two.lower:
                sides = one.sides(found.rectangle)
                plot.plot([x for x, _, _ in sides], [high for _, _, high in sides], color=INK, linewidth=1.4, zorder=3)
            elif one.right == two.left:
                _, low, high = one.sides(found.rectangle)[-1]
                x, other_low, other_high = two.sides(found.rectangle)[0]
                low, high = max(low, other_low), min(high, other_high)
                if low < high:
                    plot.plot([x, x], [low, high], color=INK, linewidth=1.4, zorder=3)


def _readings_of(study: Study, entry: GameStudy, parameter: Parameter) -> tuple[Fraction, Fraction] | None:
    """The least and the greatest value that readings of this game give a parameter, where they differ."""
    readings = [study.scenario.readings[name] for names in entry.game.readings.values() for name in names]
    values = [reading.set.get(parameter.name) for reading in readings]
    default = entry.parametric.parameters[parameter.name].default
    given = {default if value is None else value for value in values}
    return (min(given), max(given)) if len(given) > 1 else None


def _stated(plot: Axes, study: Study, entry: GameStudy, found: RegionMap) -> None:
    """Bands over what readings of the source allow; a thin cross through the point where the parameters stand."""
    style: Any = {"color": MUTED, "linewidth": 0.8, "linestyle": (0, (4, 3)), "zorder": 2}
    plot.axvline(float(found.first.default), **style)
    plot.axhline(float(found.second.default), **style)
    band: Any = {"facecolor": "none", "edgecolor": INK, "linestyle": (0, (1, 1.5)), "linewidth": 1.2, "zorder": 4}
    if ends := _readings_of(study, entry, found.first):
        plot.axvspan(float(ends[0]), float(ends[1]), **band)
    if ends := _readings_of(study, entry, found.second):
        plot.axhspan(float(ends[0]), float(ends[1]), **band)


def _marked(study: Study, entry: GameStudy, found: RegionMap) -> list[tuple[str, Point]]:
    """The point where the parameters stand, and where policies would move it: names and places."""
    names = (found.first.name, found.second.name)
    now = (found.first.default, found.second.default)
    marked = [("now", now)]
    for answer in entry.policies:
        policy = study.scenario.policies[answer.policy or ""]
        there = (policy.set.get(names[0], now[0]), policy.set.get(names[1], now[1]))
        if there not in [point for _, point in marked] and len(marked) <= _MOST_POLICIES:
            marked.append((f"Policy: {policy.definition}", there))
    return marked


def _note(study: Study, entry: GameStudy, found: RegionMap) -> str:
    note = concept_note(found.play) + "  Ring: where they stand."
    note += "  Diamond: a policy." if len(_marked(study, entry, found)) > 1 else ""
    bands = [_readings_of(study, entry, parameter) for parameter in (found.first, found.second)]
    return note + ("  Dotted band: readings of the source." if any(bands) else "")


def _alt(study: Study, entry: GameStudy, found: RegionMap) -> str:
    first, second = found.first, found.second
    said = [
        f"A plane. Across: {parameter_label(study.scenario, first.name)}, {shown(first.low)} to {shown(first.high)}. "
        f"Up: {parameter_label(study.scenario, second.name)}, {shown(second.low)} to {shown(second.high)}. "
        f"It is cut into {counted(len(found.regions), 'region')}."
    ]
    for part in found.regions[: _MOST_ROWS + 1]:
        here = " Here lies the ring." if part.pattern == found.now else ""
        share = 100 * float(part.share.value)
        said.append(f"{pattern_label(entry, part.pattern)}: {share:.3g}% of the plane.{here}")
    said.append(f"The ring stands at {shown(first.default)} across and {shown(second.default)} up.")
    return " ".join(said)
