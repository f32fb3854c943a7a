"""Why nobody moves: what each player would gain and lose, interest by interest, by leaving the stable outcome alone."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from reports.drawing import COLOURS, FULL_WIDTH, INK, MUTED, RULE, SURFACE, canvas, shortened, write
from reports.phrases import action_label, number, outcome, player_name, verb

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from reports.incentives import Incentive
    from reports.study import GameStudy, Study

__all__ = ["SCOPE", "applies", "data", "draw", "size"]

SCOPE = "game"

_MOST_GROUPS, _MOST_ROWS = 6, 8
_WIDTH, _BARS_FROM, _BARS_TO, _VALUE, _ROW, _HEAD, _FOOT = 6.9, 3.2, 6.8, 0.55, 0.44, 0.56, 0.5


def applies(study: Study, game: str) -> bool:
    """A stable outcome from which somebody could move."""
    return bool(_groups(study.games[game]))


def size(study: Study, game: str, width: float = FULL_WIDTH) -> tuple[float, float]:
    """Width and height in inches."""
    del width
    groups = _groups(study.games[game])
    return _WIDTH, sum(_HEAD + _ROW * len(_rows(group)) + _FOOT for group in groups) + 0.3


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
    """Draw two bars an interest: filled where the player stays, hatched where it moves alone."""
    entry = study.games[game]
    groups = _groups(entry)
    canvas(axes, *size(study, game))
    most = max(
        (abs(value) for group in groups for row in _rows(group) for value in _contributions(group, row)), default=0
    )
    scale = ((_BARS_TO - _BARS_FROM) / 2 - _VALUE) / float(most or 1)
    top = 0.1
    for group in groups:
        top = _group(axes, study, entry, group, top, scale)
    _legend(axes, top + 0.06)
    return _alt(study, entry, groups)


def _groups(entry: GameStudy) -> tuple[Incentive, ...]:
    return tuple(group for group in entry.incentives if group.differences)[:_MOST_GROUPS]


def _rows(group: Incentive) -> list[str]:
    return list(group.differences)[:_MOST_ROWS]


def _contributions(group: Incentive, interest: str) -> tuple[Fraction, Fraction]:
    stays, moves = (
        sum((term.contribution for term in cell.terms if term.interest == interest), Fraction(0))
        for cell in (group.here, group.there)
    )
    return stays, moves


def _group(axes: Axes, study: Study, entry: GameStudy, group: Incentive, top: float, scale: float) -> float:
    """Draw one player's bars from `top` down; the level where they end."""
    colour = COLOURS[group.player % len(COLOURS)]
    axes.plot([0.08, _WIDTH - 0.08], [top, top], color=RULE, linewidth=0.8)
    stay, move = (action_label(entry, group.player, action) for action in (group.profile[group.player], group.action))
    head = f"{player_name(entry, group.player)}: {stay}"
    write(axes, 0.08, top + 0.18, shortened(head, 84), color=colour, fontweight="bold")
    write(axes, 0.08, top + 0.38, shortened(f"rather than {move}", 96), color=MUTED, fontsize=8)
    level = top + _HEAD
    middle = (_BARS_FROM + _BARS_TO) / 2
    rows = _rows(group)
    axes.plot([middle, middle], [level, level + _ROW * len(rows)], color=INK, linewidth=0.8, zorder=4)
    for interest in rows:
        definition = study.scenario.interests[interest].definition
        write(axes, _BARS_FROM - 0.12, level + _ROW / 2, shortened(definition, 46, 2), fontsize=7.6, ha="right")
        for offset, value, filled in zip((0.06, 0.22), _contributions(group, interest), (True, False), strict=True):
            axes.barh(
                level + offset + 0.07,
                float(value) * scale,
                height=0.13,
                left=middle,
                facecolor=colour if filled else SURFACE,
                edgecolor=colour,
                hatch=None if filled else "/////",
                linewidth=0.8,
                zorder=3,
            )
            end = middle + float(value) * scale
            beside = -0.05 if value < 0 else 0.05
            write(
                axes,
                end + beside,
                level + offset + 0.07,
                number(value),
                fontsize=7.5,
                ha="right" if value < 0 else "left",
                color=INK if filled else MUTED,
            )
        level += _ROW
    them = verb(entry, group.player, "it", "them")
    left_out = len(group.differences) - len(rows)
    rest = f" ({left_out} smaller differences are not drawn)" if left_out else ""
    verdict = (
        f"Staying serves {them} better by {number(group.loss)} in all{rest}"
        if group.loss
        else f"The two come out equal: nothing would be lost by moving{rest}"
    )
    write(axes, _BARS_FROM - 0.12, level + 0.16, verdict, fontsize=8, fontweight="bold", ha="left")
    return level + _FOOT


def _legend(axes: Axes, y: float) -> None:
    write(axes, 0.08, y, "Filled bar: the player stays.   Hatched bar: it alone moves.", color=MUTED, fontsize=8)


def _alt(study: Study, entry: GameStudy, groups: tuple[Incentive, ...]) -> str:
    said = ["Pairs of horizontal bars, one pair an interest, to the right of a zero line where the interest is served."]
    for group in groups:
        said.append(f"Outcome: {outcome(entry, group.profile)}. {player_name(entry, group.player)}:")
        for interest in _rows(group):
            stays, moves = map(number, _contributions(group, interest))
            said.append(f"{study.scenario.interests[interest].definition} {stays} if it stays, {moves} if it moves;")
        said.append(f"staying is better by {number(group.loss)} in all.")
    return " ".join(said)
