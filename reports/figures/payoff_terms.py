"""Why nobody moves: what each player would gain and lose, interest by interest, by leaving the stable outcome alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from reports.drawing import COLOURS, FULL_WIDTH, INK, MUTED, RULE, SURFACE, canvas, extent, write
from reports.labelling import fitted, text_width
from reports.phrases import action_label, counted, number, outcome, player_name, verb

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from reports.incentives import Incentive
    from reports.study import GameStudy, Study

__all__ = ["SCOPE", "applies", "data", "draw", "size"]

SCOPE = "game"

_MOST_ROWS, _MOST_HEIGHT = 7, 8.4
_MARGIN, _BAR, _LINE = 0.08, 0.15, 1.2 / 72
_WIDE = 5.0  # inches, from which labels stand beside their bars and not above them


def applies(study: Study, game: str) -> bool:
    """A stable outcome from which somebody could move."""
    return bool(_groups(study.games[game]))


def size(study: Study, game: str, width: float = FULL_WIDTH) -> tuple[float, float]:
    """Width and height in inches."""
    sheet = _Sheet(width)
    heights = (sheet.group_height(_steps(study, group)) for group in _drawn(study, game, sheet))
    return width, sum(heights) + sheet.legend_height + 0.14


def data(study: Study, game: str) -> Iterator[dict[str, str]]:
    """One row an outcome, player and interest: what it contributes if the player stays, and if it moves."""
    entry = study.games[game]
    for group in _groups(entry):
        for interest in group.differences:
            stays, moves = _contributions(group, interest)
            yield {
                "outcome": "; ".join(
                    f"{player}={action}" for player, action in entry.stage.named(group.profile).items()
                ),
                "player": entry.stage.players[group.player],
                "moves_to": entry.stage.actions[group.player][group.action],
                "interest": interest,
                "stays": str(stays),
                "moves": str(moves),
            }


def draw(study: Study, axes: Axes, game: str) -> str:
    """Draw a waterfall a player, from its payoff if it moves to its payoff if it stays, one step an interest."""
    entry = study.games[game]
    width, height = size(study, game, extent(axes)[0])
    sheet = _Sheet(width)
    canvas(axes, width, height)
    groups, top = _drawn(study, game, sheet), 0.08
    for group in groups:
        _waterfall(axes, entry, group, _steps(study, group), sheet, top)
        top += sheet.group_height(_steps(study, group))
    write(axes, _MARGIN, height - 0.06, sheet.legend, color=MUTED, fontsize=sheet.small, va="bottom")
    return _alt(study, entry, groups)


@dataclass(frozen=True)
class _Sheet:
    """Sizes that follow from the width, in inches and points."""

    width: float

    @property
    def wide(self) -> bool:
        return self.width >= _WIDE

    @property
    def type_size(self) -> float:
        return 9.0 if self.wide else 7.5

    @property
    def small(self) -> float:
        return 8.0 if self.wide else 6.8

    @property
    def row(self) -> float:
        return 0.31 if self.wide else 0.32

    @property
    def bars_from(self) -> float:
        return 0.46 * self.width if self.wide else _MARGIN

    @property
    def legend(self) -> str:
        note = (
            "Filled: staying serves this better. Hatched: moving would. Grey: the payoffs. Each player's bars have a "
        )
        return fitted(f"{note}scale of their own.", self.width - 2 * _MARGIN, self.small, 4)

    @property
    def legend_height(self) -> float:
        return (self.legend.count("\n") + 1) * self.small * _LINE + 0.04

    @property
    def head(self) -> float:
        return 3 * self.type_size * _LINE + 0.14

    def group_height(self, steps: list[_Step]) -> float:
        return self.head + self.row * len(steps) + 0.16


@dataclass(frozen=True)
class _Step:
    """One bar of a waterfall; a total stands on zero."""

    label: str
    start: Fraction
    end: Fraction
    total: bool = False


def _groups(entry: GameStudy) -> tuple[Incentive, ...]:
    return tuple(group for group in entry.incentives if group.differences)


def _drawn(study: Study, game: str, sheet: _Sheet) -> list[Incentive]:
    """As many of them as a page holds, and one at least."""
    chosen: list[Incentive] = []
    height = sheet.legend_height
    for group in _groups(study.games[game]):
        height += sheet.group_height(_steps(study, group))
        if chosen and height > _MOST_HEIGHT:
            break
        chosen.append(group)
    return chosen


def _contributions(group: Incentive, interest: str) -> tuple[Fraction, Fraction]:
    stays, moves = (
        sum((term.contribution for term in cell.terms if term.interest == interest), Fraction(0))
        for cell in (group.here, group.there)
    )
    return stays, moves


def _steps(study: Study, group: Incentive) -> list[_Step]:
    """The bars from top to bottom: the largest differences, what is left of them, and the payoffs they lead between."""
    level = group.there.value
    steps = [_Step("payoff when moving alone", Fraction(0), level, total=True)]
    differences = list(group.differences.items())
    shown = differences if len(differences) <= _MOST_ROWS else differences[: _MOST_ROWS - 1]
    for interest, value in shown:
        steps.append(_Step(study.scenario.interests[interest].definition.rstrip("."), level, level + value))
        level += value
    if len(shown) < len(differences):
        rest = f"{counted(len(differences) - len(shown), 'smaller difference')} together"
        steps.append(_Step(rest, level, group.here.value))
    return [*steps, _Step("payoff when staying", Fraction(0), group.here.value, total=True)]


def _waterfall(axes: Axes, entry: GameStudy, group: Incentive, steps: list[_Step], sheet: _Sheet, top: float) -> None:
    colour = COLOURS[group.player % len(COLOURS)]
    axes.plot([_MARGIN, sheet.width - _MARGIN], [top, top], color=RULE, linewidth=0.8)
    room, line = sheet.width - 2 * _MARGIN, sheet.type_size * _LINE
    stay, move = (action_label(entry, group.player, action) for action in (group.profile[group.player], group.action))
    name = fitted(player_name(entry, group.player), room, sheet.type_size, weight="bold")
    write(axes, _MARGIN, top + 0.06 + line / 2, name, color=colour, fontsize=sheet.type_size, fontweight="bold")
    told = fitted(f"stays at: {stay}", room, sheet.small), fitted(f"and not: {move}", room, sheet.small)
    for number_of_line, text in enumerate(told, 1):
        level = top + 0.06 + (number_of_line + 0.5) * line
        write(axes, _MARGIN, level, text, color=INK if number_of_line == 1 else MUTED, fontsize=sheet.small)

    values = [Fraction(0), *(step.start for step in steps), *(step.end for step in steps)]
    texts = [number(step.end) if step.total else _signed(step.end - step.start) for step in steps]
    beside = max(text_width(text, sheet.small, "bold") for text in texts) + 0.1
    left, right = sheet.bars_from + beside, sheet.width - _MARGIN - beside
    scale = (right - left) / float(max(values) - min(values) or 1)
    zero = left - float(min(values)) * scale
    level = top + sheet.head
    axes.plot([zero, zero], [level, level + sheet.row * len(steps)], color=INK, linewidth=0.8, zorder=4)
    for place, (step, text) in enumerate(zip(steps, texts, strict=True)):
        y = level + sheet.row * place + (sheet.row / 2 if sheet.wide else sheet.row - _BAR / 2 - 0.03)
        start, end = (zero + float(value) * scale for value in (step.start, step.end))
        axes.barh(y, end - start, height=_BAR, left=start, linewidth=0.9, zorder=3, **_ink(step, colour))
        if place < len(steps) - 1:
            axes.plot([end, end], [y + _BAR / 2, y + sheet.row - _BAR / 2], color=MUTED, linewidth=0.6, zorder=2)
        style: dict[str, Any] = {"fontsize": sheet.small, "fontweight": "bold" if step.total else "normal"}
        after = end >= start
        write(axes, end + (0.05 if after else -0.05), y, text, ha="left" if after else "right", **style)
        if sheet.wide:
            label = fitted(step.label, sheet.bars_from - _MARGIN - 0.1, sheet.small - 0.5, 2)
            style["fontsize"] = sheet.small - 0.5
            write(axes, sheet.bars_from - 0.06, y, label, ha="right", **style)
        else:
            label = fitted(step.label, room, 6.6, weight="bold" if step.total else "normal")
            style |= {"fontsize": 6.6, "zorder": 5, "bbox": {"facecolor": SURFACE, "edgecolor": "none", "pad": 0.4}}
            write(axes, _MARGIN, y - _BAR / 2 - 0.02, label, va="bottom", **style)


def _ink(step: _Step, colour: str) -> dict[str, Any]:
    if step.total:
        return {"facecolor": RULE, "edgecolor": INK}
    worse = step.end < step.start
    return {"facecolor": SURFACE if worse else colour, "edgecolor": colour, "hatch": "/////" if worse else None}


def _signed(value: Fraction) -> str:
    return f"+{number(value)}" if value > 0 else number(value)


def _alt(study: Study, entry: GameStudy, groups: list[Incentive]) -> str:
    said = [
        f"{counted(len(groups), 'waterfall').capitalize()} of horizontal bars, from a player's payoff if it moves "
        "alone to its payoff if it stays, one step an interest."
    ]
    for group in groups:
        name, them = player_name(entry, group.player), verb(entry, group.player, "it", "them")
        said.append(f"Outcome: {outcome(entry, group.profile)}. {name}: {number(group.there.value)} by moving;")
        said += [f"{step.label} {_signed(step.end - step.start)};" for step in _steps(study, group) if not step.total]
        said.append(f"{number(group.here.value)} by staying.")
        said.append(
            f"Staying is better for {them} by {number(group.loss)} in all."
            if group.loss
            else f"Nothing would be lost for {them} by moving."
        )
    left_out = len(_groups(entry)) - len(groups)
    return " ".join([*said, f"{counted(left_out, 'player').capitalize()} more are not drawn." * (left_out > 0)]).strip()
