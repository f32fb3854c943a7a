"""What patience could hold: from which discount factor on a promise backed by punishment keeps each player to it.

The punishment is the return, for good, to the equilibrium that pays the deviator least
(`gametheory.concepts.sustainable`).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from gametheory.concepts.sustainable import Promise, SustainableAnswer, Temptation
from gametheory.discount_factors import Reason
from gametheory.errors import NotApplicable, TooLarge
from gametheory.interval import Interval
from gametheory.solve import Play, solve
from reports.analyses import once_a_study
from reports.chart import hbar, rules
from reports.drawing import COLOURS, FULL_WIDTH, INK, MUTED, RULE, SURFACE, canvas, extent, write
from reports.labelling import fitted, font_size, text_height, text_width
from reports.pattern_labels import player_label, profile_label
from reports.phrases import counted, joined, number, sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from reports.study import GameStudy, Study

__all__ = ["SCOPE", "applies", "data", "draw", "size"]

SCOPE = "game"

_MOST_OUTCOMES, _MOST_CELLS = 9, 64
_MARGIN, _HEAD, _FOOT, _BAR, _GAP = 0.12, 0.42, 0.34, 0.17, 0.1
_NARROW = 4.5


def applies(study: Study, game: str) -> bool:
    """More than one outcome, and a stage equilibrium to return to."""
    stage = study.games[game].stage
    small = 1 < prod(stage.shape) <= _MOST_CELLS and len(stage.players) > 1
    return small and _answer(study, game) is not None


def size(study: Study, game: str, width: float = FULL_WIDTH) -> tuple[float, float]:
    """Width and height in inches."""
    shown, players = _shown(study, game), len(study.games[game].stage.players)
    label = _label_height(players, width)
    step = _GAP + (players * _BAR + label if width < _NARROW else max(players * _BAR, label))
    return width, _HEAD + len(shown) * step + _FOOT + (0.14 if width < _NARROW else 0)


def data(study: Study, game: str) -> Iterator[dict[str, str]]:
    """One row an outcome and player: its payoffs when it keeps to it, deviates and is punished, and from where on."""
    entry = study.games[game]
    for promise in _promises(study, game):
        for temptation in promise.temptations:
            threshold = temptation.endless.threshold
            yield {
                **entry.stage.named(promise.profile),
                "player": entry.stage.players[temptation.player],
                "here": str(temptation.here),
                "tempting": str(temptation.tempting),
                "punished": str(temptation.punished),
                "critical_discount_factor": "" if threshold is None else str(threshold),
                "reason": temptation.endless.reason or "",
            }


def draw(study: Study, axes: Axes, game: str) -> str:
    """Draw a bar an outcome and player, from 0 to its critical discount factor; hatched across where none is enough."""
    entry, shown = study.games[game], _shown(study, game)
    width, height = size(study, game, extent(axes)[0])
    canvas(axes, width, height)
    narrow, letters = width < _NARROW, font_size(width)
    left, right = (_MARGIN + 0.08, width - 0.35) if narrow else (width * 0.42, width - 0.35)
    bottom = height - _FOOT
    write(axes, left, 0.12, "Critical discount factor", fontsize=letters)
    grid = []
    for tenths in (0, 2, 4, 6, 8, 10):
        x = left + (right - left) * tenths / 10
        grid.append(((x, _HEAD - 0.03), (x, bottom)))
        write(axes, x, _HEAD - 0.12, number(Fraction(tenths, 10)), fontsize=letters - 0.5, color=MUTED, ha="center")
    step = (bottom - _HEAD - (0.14 if narrow else 0)) / len(shown)
    for index, promise in enumerate(shown):
        top = _HEAD + 0.05 + index * step
        players = len(promise.temptations)
        text = profile_label(entry, promise.profile)
        if narrow:
            top += _label_height(players, width)
            written = fitted(text, width - left - _MARGIN, letters, _lines(players, width))
            write(axes, left + 0.05, top - 0.03, written, fontsize=letters, va="bottom")
        else:
            written = fitted(text, left - _MARGIN - 0.15, letters, _lines(players, width))
            write(axes, left - 0.12, top + (step - _GAP) / 2, written, fontsize=letters, ha="right")
            top += (step - _GAP - players * _BAR) / 2
        for row, temptation in enumerate(promise.temptations):
            _bar(axes, entry, temptation, (left, right, top + (row + 0.5) * _BAR), letters)
    rules(axes, grid, color=RULE, linewidth=0.5)
    rules(axes, grid[:1], color=INK, linewidth=1.0, zorder=4)
    rest = len(_promises(study, game)) - len(shown)
    note = "The more patience is needed, the longer the bar."
    note += f" {sentence(counted(rest, 'other outcome', 'other outcomes'))[:-1]} not drawn." if rest else ""
    written = fitted(note, width - 2 * _MARGIN, letters - 0.5, 2)
    write(axes, _MARGIN, bottom + 0.1, written, fontsize=letters - 0.5, color=MUTED, va="top")
    return _alt(entry, shown)


def _lines(players: int, width: float) -> int:
    """How many lines name an outcome."""
    return max(2, players) if width < _NARROW else players + 1


def _label_height(players: int, width: float) -> float:
    return text_height("\n" * (_lines(players, width) - 1), font_size(width))


@once_a_study
def _answer(study: Study, game: str) -> SustainableAnswer | None:
    """What promises could hold in the repeated game; None where no punishment is known."""
    try:
        answer = solve(study.games[game].stage, Play(form="repeated", concept="sustainable"))
    except (NotApplicable, TooLarge):
        return None
    return answer if isinstance(answer, SustainableAnswer) else None


def _promises(study: Study, game: str) -> list[Promise]:
    """Every outcome: those that need least patience first, and those that no patience holds last."""
    answer = _answer(study, game)
    return sorted(answer.promises if answer else (), key=lambda one: _value(one.threshold))


def _shown(study: Study, game: str) -> list[Promise]:
    return _promises(study, game)[:_MOST_OUTCOMES]


def _value(threshold: Fraction | Interval | None) -> float:
    return 2.0 if threshold is None else float(threshold)


def _told(threshold: Fraction | Interval | None, reason: Reason | None) -> str:
    if threshold is None:
        return "no discount factor helps"
    if reason is Reason.NO_TEMPTATION:
        return "never tempted"
    return number(threshold) if isinstance(threshold, Fraction) else f"\N{ALMOST EQUAL TO}{float(threshold):.3g}"


def _bar(
    axes: Axes, entry: GameStudy, temptation: Temptation, place: tuple[float, float, float], letters: float
) -> None:
    left, right, level = place
    threshold = temptation.endless.threshold
    colour = COLOURS[temptation.player % len(COLOURS)]
    length = (right - left) * (1.0 if threshold is None else float(threshold))
    fill = {"facecolor": SURFACE, "hatch": "////"} if threshold is None else {"facecolor": colour}
    hbar(axes, left, left + length, level, _BAR * 0.72, edgecolor=colour, zorder=2, **fill)
    told = _told(threshold, temptation.endless.reason)
    size = letters - 0.5
    name = fitted(player_label(entry, temptation.player), right - left - 0.2 - text_width(f": {told}", size), size)
    text = f"{name}: {told}"
    wide = text_width(text, size)
    # Beside the bar where there is room, and else within it, on a patch of its own.
    outside = length + wide + 0.1 <= right - left + 0.3
    x = left + length + 0.06 if outside else left + 0.08
    cleared = None if outside else {"facecolor": SURFACE, "edgecolor": "none", "pad": 0.4}
    write(axes, x, level, text, fontsize=size, bbox=cleared, zorder=5)


def _alt(entry: GameStudy, shown: list[Promise]) -> str:
    said = ["Horizontal bars from 0 to 1, one an outcome and player; hatched over the whole length where none helps."]
    for promise in shown:
        told = [
            f"{player_label(entry, one.player)} {_told(one.endless.threshold, one.endless.reason)}"
            for one in promise.temptations
        ]
        said.append(f"{profile_label(entry, promise.profile)}: {joined(told)}.")
    return " ".join(said)
