"""Where behaviour drifts if what does better spreads: the pull of each outcome, and whether an equilibrium attracts.

The field is that of the replicator dynamics of two populations (`gametheory.replicator_field`).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import hypot, sqrt
from typing import TYPE_CHECKING

from gametheory.replicator_field import Kind, RestPoint, rest_points, resting_edges, velocity
from reports.chart import Frame, chart, shown
from reports.drawing import COLOURS, FULL_WIDTH, INK, MUTED, SURFACE, canvas, extent, write
from reports.labelling import fitted, font_size, text_height, text_width
from reports.pattern_labels import choice_label, player_label, supports_label
from reports.phrases import counted, sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from reports.study import GameStudy, Study

__all__ = ["SCOPE", "applies", "data", "draw", "size"]

SCOPE = "game"

_MARGIN, _TOP, _FOOT, _GAP, _GRID = 0.12, 0.42, 0.56, 0.07, 10
_NARROW = 4.5

_MARKS = {
    Kind.SINK: ("o", True, "\N{BLACK CIRCLE}", "attracts all around it"),
    Kind.SOURCE: ("o", False, "\N{WHITE CIRCLE}", "drives all around it away"),
    Kind.SADDLE: ("s", False, "\N{WHITE SQUARE}", "draws near from one side, drives away to another"),
    Kind.CENTER: ("D", True, "\N{BLACK DIAMOND}", "is circled for ever"),
    Kind.UNDECIDED: ("^", False, "\N{WHITE UP-POINTING TRIANGLE}", "attracts or not: ties leave it open"),
}
"""For each kind of rest point the marker, whether it is filled, its letter, and what it does."""


def applies(study: Study, game: str) -> bool:
    """Two players with two actions each, one of whom is not indifferent to everything."""
    stage = study.games[game].stage
    return stage.shape == (2, 2) and any(any(velocity(stage, spot)) for spot in _grid())


def size(study: Study, game: str, width: float = FULL_WIDTH) -> tuple[float, float]:
    """Width and height in inches."""
    entry, side, letters = study.games[game], _side(width), font_size(width)
    listed = sum(text_height(row, letters) + _GAP for _, row in _rows(entry, width))
    beneath = _TOP + side + _FOOT
    return width, beneath + listed if width < _NARROW else max(beneath, _TOP + listed)


def data(study: Study, game: str) -> Iterator[dict[str, str]]:
    """One row a rest point, then one an arrow: the shares of the first actions, and how fast they grow there."""
    stage = study.games[game].stage
    first = [f"share of {player}={actions[0]}" for player, actions in zip(stage.players, stage.actions, strict=True)]
    points = [(str(point.kind), point.shares) for point in rest_points(stage)]
    for kind, shares in [*points, *(("arrow", spot) for spot in _grid())]:
        speeds = velocity(stage, shares)
        yield {
            "kind": kind,
            **dict(zip(first, map(str, shares), strict=True)),
            **{f"growth of {name}": str(speed) for name, speed in zip(first, speeds, strict=True)},
        }


def draw(study: Study, axes: Axes, game: str) -> str:
    """Draw the square of shares with arrows along the field, its rest points marked by kind, equilibria ringed."""
    entry = study.games[game]
    width, height = size(study, game, extent(axes)[0])
    canvas(axes, width, height)
    letters, side, left = font_size(width), _side(width), _left(width)
    unit = (Fraction(0), Fraction(1))
    frame = Frame(left, _TOP, side, side, unit, unit)
    plot = chart(axes, frame, size=letters, numbered=False)
    _arrows(plot, entry)
    for start, end in resting_edges(entry.stage):
        ends = [(float(one), float(two)) for one, two in zip(start, end, strict=True)]
        plot.plot(*ends, color=MUTED, linewidth=3.5, linestyle=(0, (1, 1)), zorder=4, clip_on=False)
    for subset in entry.solution.maximal_subsets:
        corners = [entry.solution.equilibria[index].strategies for index in subset]
        xs, ys = ([float(strategies[player][0]) for strategies in corners] for player in (0, 1))
        plot.plot([min(xs), max(xs)], [min(ys), max(ys)], color=COLOURS[1], linewidth=3, zorder=5, clip_on=False)
    for found in entry.solution.equilibria:
        x, y = (float(strategy[0]) for strategy in found.strategies)
        (ring,) = plot.plot([x], [y], marker="o", markersize=13, color=COLOURS[1], zorder=7, clip_on=False)
        ring.set_markerfacecolor("none")
        ring.set_markeredgewidth(2.2)
    for point in rest_points(entry.stage):
        marker, filled, _, _ = _MARKS[point.kind]
        plot.plot(
            [float(point.shares[0])],
            [float(point.shares[1])],
            marker=marker,
            markersize=7,
            color=INK,
            markerfacecolor=INK if filled else SURFACE,
            markeredgewidth=1.5,
            zorder=8,
            clip_on=False,
        )
    _sides(axes, entry, width)
    narrow = width < _NARROW
    x, level = (_MARGIN, _TOP + side + _FOOT) if narrow else (left + side + 0.35, _TOP)
    for mark, row in _rows(entry, width):
        write(axes, x, level, mark, fontsize=letters, va="top")
        write(axes, x + _indent(letters), level, row, fontsize=letters, va="top")
        level += text_height(row, letters) + _GAP
    return _alt(entry)


def _grid() -> list[tuple[Fraction, Fraction]]:
    """Where arrows begin: spots evenly spaced within the square of shares."""
    along = [Fraction(2 * step + 1, 2 * _GRID) for step in range(_GRID)]
    return [(x, y) for x in along for y in along]


def _left(width: float) -> float:
    """How far across the square begins: the second player's actions stand beside it."""
    return 1.0 if width < _NARROW else 1.35


def _side(width: float) -> float:
    return width - _left(width) - 0.25 if width < _NARROW else min(0.47 * width, 3.3)


def _indent(letters: float) -> float:
    return max(text_width(mark, letters) for _, _, mark, _ in _MARKS.values()) + 0.08


def _rows(entry: GameStudy, width: float) -> list[tuple[str, str]]:
    """Each mark with what such a rest point does; then what rings and dotted edges are."""
    letters = font_size(width)
    room = width - 2 * _MARGIN if width < _NARROW else width - _left(width) - _side(width) - 0.35 - _MARGIN
    room -= _indent(letters)
    kinds = dict.fromkeys(point.kind for point in rest_points(entry.stage))
    rows = [(mark, fitted(sentence(does), room, letters, 3)) for _, _, mark, does in map(_MARKS.__getitem__, kinds)]
    told = ["Ring: an equilibrium."]
    told += ["Thick line: equilibria that hang together."] if any(map(_long, entry.solution.maximal_subsets)) else []
    told += ["Dotted edge: nothing moves along it."] if resting_edges(entry.stage) else []
    return [*rows, ("", fitted(" ".join(told), room, letters, 4))]


def _long(subset: tuple[int, ...]) -> bool:
    return len(subset) > 1


def _named(entry: GameStudy, point: RestPoint) -> str:
    """What everybody plays at a rest point."""
    supports = tuple(
        tuple(action for action, share in enumerate((share, 1 - share)) if share) for share in point.shares
    )
    return supports_label(entry, supports)


def _arrows(plot: Axes, entry: GameStudy) -> None:
    """Arrows along the field, longer where it is faster; those at rest are left out."""
    moving = [(spot, velocity(entry.stage, spot)) for spot in _grid()]
    moving = [(spot, speeds) for spot, speeds in moving if any(speeds)]
    speeds = [hypot(float(across), float(up)) for _, (across, up) in moving]
    lengths = [(0.3 + 0.6 * sqrt(speed / max(speeds))) / _GRID / speed for speed in speeds]
    plot.quiver(
        [float(x) for (x, _), _ in moving],
        [float(y) for (_, y), _ in moving],
        [float(across) * length for (_, (across, _)), length in zip(moving, lengths, strict=True)],
        [float(up) * length for (_, (_, up)), length in zip(moving, lengths, strict=True)],
        angles="xy",
        scale_units="xy",
        scale=1,
        pivot="mid",
        units="inches",
        width=0.014,
        headwidth=5,
        headlength=6,
        color=COLOURS[0],
        zorder=3,
    )


def _sides(axes: Axes, entry: GameStudy, width: float) -> None:
    """What the ends of the scales are: everybody in the population takes the first, or the second action."""
    letters, side, left = font_size(width), _side(width), _left(width)
    title = f"\N{RIGHTWARDS ARROW} {player_label(entry, 0)}     \N{UPWARDS ARROW} {player_label(entry, 1)}"
    write(axes, left, _TOP - 0.2, fitted(title, side, letters, 1, "bold"), fontsize=letters, fontweight="bold")
    for action, level in ((0, _TOP + 0.25), (1, _TOP + side - 0.25)):
        text = fitted(choice_label(entry, 1, action), left - 0.15 - _MARGIN, letters, 4)
        write(axes, left - 0.15, level, text, fontsize=letters, ha="right", color=MUTED)
    for action, x, anchor in ((1, left, "left"), (0, left + side, "right")):
        text = fitted(choice_label(entry, 0, action), side / 2 - 0.08, letters, 2)
        write(axes, x, _TOP + side + 0.13, text, fontsize=letters, ha=anchor, va="top", color=MUTED)


def _alt(entry: GameStudy) -> str:
    said = [
        f"A square with arrows. Across, the share of {player_label(entry, 0)} that will {choice_label(entry, 0, 0)}; "
        f"up, the share of {player_label(entry, 1)} that will {choice_label(entry, 1, 0)}; both from 0 to 1."
    ]
    said += [
        f"At {shown(point.shares[0])} across and {shown(point.shares[1])} up, {_named(entry, point)}, a point that "
        f"{_MARKS[point.kind][3]}."
        for point in rest_points(entry.stage)
    ]
    said += [sentence(f"{counted(len(entry.solution.equilibria), 'ring')} for equilibria")]
    return " ".join(said)
