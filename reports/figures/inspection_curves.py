"""The inspection paradox: what touches one side's payoffs alone changes how often the other side acts, not its own.

Where two players with two actions each can only mix, each mixes so as to leave the other indifferent, so its
probability depends on the other's payoffs alone (Tsebelis 1989, American Political Science Review 83).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from gametheory.concepts import nash
from gametheory.polynomial import enclosed
from gametheory.solution import Equilibrium
from reports.analyses import flips, once_a_study, standing
from reports.chart import GLYPHS, STROKES, Frame, chart, shown
from reports.courses import Course, course
from reports.drawing import FULL_WIDTH, INK, MUTED, RULE, SURFACE, canvas, extent, write
from reports.labelling import fitted, font_size, place, put, text_height
from reports.pattern_labels import choice_label, parameter_label, player_label
from reports.phrases import counted, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from reports.study import GameStudy, Study

__all__ = ["SCOPE", "applies", "data", "draw", "size"]

SCOPE = "game"

_MARGIN, _LEFT, _PLOT, _TICKS, _FOOT = 0.12, 0.45, 1.9, 0.34, 0.2
_NARROW, _LINES = 4.5, 3


class _Panel(NamedTuple):
    """A parameter that enters the payoffs of one player alone, and the equilibria along it."""

    player: int
    along: Course


def applies(study: Study, game: str) -> bool:
    """Two players with two actions each who can only mix, and a weight or lever of one alone that shifts the other."""
    entry = study.games[game]
    mixed = entry.stage.shape == (2, 2) and len(entry.solution.equilibria) == 1 and not entry.stable
    return mixed and all(len(own) == 2 for own in entry.solution.equilibria[0].supports) and bool(_panels(study, game))


def size(study: Study, game: str, width: float = FULL_WIDTH) -> tuple[float, float]:
    """Width and height in inches."""
    down = len(_panels(study, game)) if width < _NARROW else 1
    return width, down * (_head(width) + _PLOT + _TICKS) + _FOOT


def data(study: Study, game: str) -> Iterator[dict[str, str]]:
    """One row a value of a parameter, equilibrium and player: the probability of the player's first action."""
    stage = study.games[game].stage
    for panel in _panels(study, game):
        for stretch in panel.along.stretches:
            for moment in stretch:
                for found in (one for part in moment.components for one in part):
                    for player, strategy in enumerate(found.strategies):
                        yield {
                            "parameter": panel.along.found.parameter.name,
                            "touches": stage.players[panel.player],
                            "value": str(moment.value),
                            "player": stage.players[player],
                            "action": stage.actions[player][0],
                            "probability": str(strategy[0]),
                        }


def draw(study: Study, axes: Axes, game: str) -> str:
    """Draw one plot a parameter, and in it how often each player takes its first action."""
    entry, panels = study.games[game], _panels(study, game)
    width, height = size(study, game, extent(axes)[0])
    canvas(axes, width, height)
    letters, head = font_size(width), _head(width)
    across = 1 if width < _NARROW else len(panels)
    wide = (width - _MARGIN) / across - _LEFT
    for index, panel in enumerate(panels):
        left = _LEFT + index % across * (wide + _LEFT)
        top = head + index // across * (head + _PLOT + _TICKS)
        parameter = panel.along.found.parameter
        frame = Frame(left, top, wide, _PLOT, (parameter.low, parameter.high), (Fraction(-1, 20), Fraction(21, 20)))
        title = f"\N{RIGHTWARDS ARROW} {parameter_label(study.scenario, parameter.name)}"
        text = fitted(title, wide + 0.3, letters, _LINES, "bold")
        write(axes, left - 0.3, top - 0.22, text, fontsize=letters, va="bottom", fontweight="bold")
        alone = f"Enters the payoffs of {player_label(entry, panel.player)} alone"
        text = fitted(alone, wide + 0.3, letters, 1)
        write(axes, left - 0.3, top - 0.12, text, fontsize=letters, color=MUTED)
        _draw(axes, entry, panel, frame, letters)
    note = "Up: the probability of the action.  Dotted: a flip.  Triangle: now."
    note = fitted(note, width - 2 * _MARGIN, letters - 0.5)
    write(axes, _MARGIN, height - 0.12, note, fontsize=letters - 0.5, color=MUTED)
    return _alt(study, entry, panels)


def _head(width: float) -> float:
    """The height above a plot: the parameter in some lines, and whose payoffs it enters."""
    return text_height("\n" * _LINES, font_size(width)) + 0.2


@once_a_study
def _panels(study: Study, game: str) -> tuple[_Panel, ...]:
    """For each player the parameter of its payoffs alone that shifts the other most before anything flips."""
    parametric = study.games[game].parametric
    entered: dict[str, set[int]] = {}
    for player, expressions in enumerate(parametric.payoffs):
        for name in (name for expression in expressions for name in expression.parameters):
            entered.setdefault(name, set()).add(player)
    panels = []
    for player in (0, 1):
        own = [found.parameter.name for found in flips(study, game) if entered.get(found.parameter.name) == {player}]
        shifts = {name: _shift(study, game, name, 1 - player) for name in own}
        best = max(own, key=lambda name: shifts[name], default=None)
        if best is not None and shifts[best]:
            panels.append(_Panel(player, course(study, game, best)))
    return tuple(panels)


def _firm(along: Course) -> list[tuple[Fraction, Equilibrium]]:
    """The equilibrium through the stretch in which the parameter stands."""
    for cell, stretch in zip(along.found.cells, along.stretches, strict=True):
        if along.found.parameter.default in cell:
            return [(moment.value, moment.components[0][0]) for moment in stretch if moment.components]
    return []


def _shift(study: Study, game: str, name: str, player: int) -> Fraction:
    """By how much the player's probability differs between the ends of the stretch in which the parameter stands."""
    found = next(one for one in flips(study, game) if one.parameter.name == name)
    held = next((cell for cell in found.cells if found.parameter.default in cell), None)
    if held is None:
        return Fraction(0)
    low, high = enclosed(held.low).upper, enclosed(held.high).lower
    ends = [
        nash.solve(standing(study, game).at({name: value})).equilibria[0].strategies[player][0]
        for value in ((99 * low + high) / 100, (low + 99 * high) / 100)
    ]
    return abs(ends[1] - ends[0])


def _draw(axes: Axes, entry: GameStudy, panel: _Panel, frame: Frame, letters: float) -> None:
    plot = chart(axes, frame, size=letters)
    room = frame.room()
    for flip in panel.along.found.flips:
        plot.axvline(float(flip.value), color=MUTED, linewidth=1.0, linestyle=(0, (1, 2)), zorder=1)
        room.block_line([frame.spot(float(flip.value), end) for end in frame.up], 0.02)
    now = panel.along.found.parameter.default
    plot.axvline(float(now), color=RULE, linewidth=0.8, zorder=1)
    plot.plot([float(now)], [float(frame.up[0])], marker="^", markersize=6, color=INK, clip_on=False, zorder=6)
    curves: dict[int, list[list[tuple[float, float]]]] = {0: [], 1: []}
    for stretch in panel.along.stretches:
        for player in (0, 1):
            by_rank: dict[int, list[tuple[float, float]]] = {}
            for moment in stretch:
                for rank, found in enumerate(one for component in moment.components for one in component):
                    by_rank.setdefault(rank, []).append((float(moment.value), float(found.strategies[player][0])))
            curves[player] += by_rank.values()
    for turn in panel.along.turns:
        for player in (0, 1):
            for component in turn.components:
                ends = [float(found.strategies[player][0]) for found in component]
                curves[player].append([(float(turn.value), min(ends)), (float(turn.value), max(ends))])
    for player, parts in curves.items():
        colour, dashes, marker = STROKES[player]
        for part in parts:
            plot.plot(*zip(*part, strict=True), color=colour, linestyle=dashes, linewidth=2.2, zorder=4)
            room.block_line([frame.spot(x, y) for x, y in part], 0.05)
        at_now = next((one for value, one in _firm(panel.along) if value >= now), None)
        if at_now is not None:
            held = entry.solution.equilibria[0].strategies[player][0]
            plot.plot([float(now)], [float(held)], color=colour, marker=marker, markersize=6, zorder=6, linewidth=0)
    for player in (0, 1):
        colour = STROKES[player][0]
        text = f"{GLYPHS[STROKES[player][2]]} {player_label(entry, player)}: {choice_label(entry, player, 0)}"
        firm = [(float(value), float(one.strategies[player][0])) for value, one in _firm(panel.along)]
        middle = frame.spot(*firm[len(firm) // 2])
        cleared = {"facecolor": SURFACE, "edgecolor": "none", "pad": 0.4}
        placed = place(room, text, middle, letters, (1.6, 1.2, 0.9), lines=4, farthest=1.2)
        if placed is None:  # a label that must be cut still says whose line it is
            placed = place(room, fitted(text, 1.2, letters, 2), middle, letters, (1.3,), lines=2, farthest=9)
        if placed is not None:
            put(axes, placed, color=colour, bbox=cleared, fontweight="normal", zorder=7)


def _alt(study: Study, entry: GameStudy, panels: tuple[_Panel, ...]) -> str:
    said = [
        f"{counted(len(panels), 'plot').capitalize()} of two lines each: the probabilities, from 0 to 1, with "
        f"which {player_label(entry, 0)} will {choice_label(entry, 0, 0)} and {player_label(entry, 1)} will "
        f"{choice_label(entry, 1, 0)}."
    ]
    for panel in panels:
        held, parameter = _firm(panel.along), panel.along.found.parameter
        cell = next(cell for cell in panel.along.found.cells if parameter.default in cell)
        told = [
            f"that of {player_label(entry, player)} "
            + (
                f"stays at {_rounded(held[0][1].strategies[player][0])}"
                if len({one.strategies[player] for _, one in held}) == 1
                else f"goes from {_rounded(held[0][1].strategies[player][0])} "
                f"to {_rounded(held[-1][1].strategies[player][0])}"
            )
            for player in (0, 1)
        ]
        said.append(
            f"{parameter_label(study.scenario, parameter.name)}, which enters the payoffs of "
            f"{player_label(entry, panel.player)} alone: from {shown(cell.low)} to {shown(cell.high)}, "
            f"{' and '.join(told)}. It stands at {shown(parameter.default)}."
        )
    return " ".join(said)


def _rounded(probability: Fraction) -> str:
    """To three places: the ends of a curve lie just within its stretch."""
    return number(Fraction(round(probability * 1000), 1000))
