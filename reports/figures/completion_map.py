"""What stays open where readings differ: the rankings that fit what they agree on, and what each pair makes stable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_uppercase
from typing import TYPE_CHECKING

from gametheory.linear_extensions import Ranks
from reports.chart import tint
from reports.completions import Completions, completions
from reports.drawing import COLOURS, FULL_WIDTH, INK, MUTED, RULE, SURFACE, canvas, extent, write
from reports.labelling import LEADING, fitted, font_size, text_height, text_width
from reports.phrases import action_label, counted, joined, player_name, short_outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gametheory.game import Profile
    from reports.study import GameStudy, Study

__all__ = ["SCOPE", "applies", "data", "draw", "size"]

SCOPE = "game"

_MARGIN, _ROW, _MOST_PITCH = 0.08, 0.34, 1.75
_FILLS = (*(tint(colour) for colour in COLOURS), *(tint(colour, 0.5) for colour in COLOURS))


def applies(study: Study, game: str) -> bool:
    """Two players, of whom one at least is left more than one ranking, and neither too many."""
    return completions(study, game) is not None


def size(study: Study, game: str, width: float = FULL_WIDTH) -> tuple[float, float]:
    """Width and height in inches."""
    return width, _sheet(study, game, width).height


def data(study: Study, game: str) -> Iterator[dict[str, str]]:
    """One row a pair of rankings, each from the best outcome to the worst, and an outcome: whether it is stable."""
    found = _found(study, game)
    one, two = found.game.players
    for (row, column), stable in found.stable.items():
        for profile in found.game.profiles():
            yield {
                f"ranking of {one}": _named_ranking(found, found.rankings[0][row]),
                f"ranking of {two}": _named_ranking(found, found.rankings[1][column]),
                "outcome": "/".join(found.game.named(profile).values()),
                "stable": str(profile in stable).lower(),
                "here": str((row, column) == found.here).lower(),
            }


def draw(study: Study, axes: Axes, game: str) -> str:
    """Draw a row for each ranking of one player and a column for each of the other; in each cell what is stable."""
    from matplotlib.patches import Rectangle

    entry, found = study.games[game], _found(study, game)
    width = extent(axes)[0]
    sheet = _sheet(study, game, width)
    canvas(axes, width, sheet.height)
    size, line = sheet.type_size, sheet.type_size * LEADING / 72
    letters = _letters(found)
    for player, x, y, room in ((0, _MARGIN, sheet.top - 0.05, sheet.left - 0.16), (1, sheet.left, 0.06 + 2 * line, 0)):
        name = fitted(player_name(entry, player), room or width - sheet.left - _MARGIN, size, 4, weight="bold")
        told = f"{name}\n{'from best' if player == 0 else 'from best, downwards'}"
        write(axes, x, y, told, color=COLOURS[player], fontsize=size, va="bottom")
    for column, ranks in enumerate(found.rankings[1]):
        x = sheet.left + (column + 0.5) * sheet.pitch
        text = "\n".join(_ranked(ranks, letters))
        write(axes, x, sheet.top - 0.05, text, color=COLOURS[1], fontsize=size, ha="center", va="bottom")
    kinds = list(dict.fromkeys(found.stable.values()))
    for row, ranks in enumerate(found.rankings[0]):
        y = sheet.top + row * _ROW
        text = " > ".join(_ranked(ranks, letters))
        write(axes, sheet.left - 0.08, y + _ROW / 2, text, color=COLOURS[0], fontsize=size, ha="right")
        for column in range(len(found.rankings[1])):
            stable = found.stable[row, column]
            fill = _FILLS[kinds.index(stable) % len(_FILLS)] if stable else SURFACE
            x = sheet.left + column * sheet.pitch
            box = (x, y), sheet.pitch, _ROW
            axes.add_patch(Rectangle(*box, facecolor=fill, edgecolor=RULE, linewidth=0.8, zorder=1))
            if (row, column) == found.here:
                axes.add_patch(Rectangle(*box, facecolor="none", edgecolor=INK, linewidth=2.2, zorder=4))
            told = ", ".join(letters[profile] for profile in stable) or "none"
            told = fitted(told, sheet.pitch - 0.06, size + 1, 2)
            style = {"color": INK if stable else MUTED, "fontsize": size + 1}
            write(axes, x + sheet.pitch / 2, y + _ROW / 2, told, ha="center", zorder=5, **style)
    y = sheet.top + _ROW * len(found.rankings[0]) + 0.12
    for text in sheet.below:
        write(axes, _MARGIN, y, text, color=MUTED, fontsize=size, va="top")
        y += text_height(text, size) + 0.03
    return _alt(study, entry, found)


@dataclass(frozen=True)
class _Sheet:
    """Where everything stands, and the lines below the map: what the letters mean, and which readings have names."""

    type_size: float
    left: float
    top: float
    pitch: float
    below: tuple[str, ...]
    height: float


def _found(study: Study, game: str) -> Completions:
    found = completions(study, game)
    if found is None:
        raise ValueError("nothing is left open, or too much")
    return found


def _sheet(study: Study, game: str, width: float) -> _Sheet:
    entry, found = study.games[game], _found(study, game)
    size = font_size(width)
    letters = _letters(found)
    left = _MARGIN + 0.16 + text_width(" > ".join(letters.values()), size)
    pitch = min(_MOST_PITCH, (width - left - _MARGIN) / len(found.rankings[1]))
    top = 0.2 + (len(letters) + 2) * size * LEADING / 72
    room = width - 2 * _MARGIN
    below = []
    for profile, letter in letters.items():
        labels = [action_label(entry, player, action) for player, action in enumerate(profile)]
        below.append(fitted(f"{letter}: {'; '.join(labels)}", room, size, 2))
    note = "In the cells: which outcomes are stable when all choose at once."
    note += " Framed: where this study stands." if found.here else ""
    below.append(fitted(note, room, size, 3))
    for player in range(2):
        for name, place in found.named[player].items():
            ranking = " > ".join(_ranked(found.rankings[player][place], letters))
            definition = study.scenario.readings[name].definition
            below.append(fitted(f"{ranking} for {player_name(entry, player)}: {definition}", room, size, 3))
    under = sum(text_height(text, size) + 0.03 for text in below)
    return _Sheet(size, left, top, pitch, tuple(below), top + _ROW * len(found.rankings[0]) + under + 0.18)


def _letters(found: Completions) -> dict[Profile, str]:
    return dict(zip(found.game.profiles(), ascii_uppercase, strict=False))


def _ranked(ranks: Ranks, letters: dict[Profile, str]) -> list[str]:
    """The letters of the outcomes from the best to the worst."""
    return [letter for _, letter in sorted(zip(ranks, letters.values(), strict=True), key=lambda pair: -pair[0])]


def _named_ranking(found: Completions, ranks: Ranks) -> str:
    names = ["/".join(found.game.named(profile).values()) for profile in found.game.profiles()]
    return " > ".join(name for _, name in sorted(zip(ranks, names, strict=True), key=lambda pair: -pair[0]))


def _alt(study: Study, entry: GameStudy, found: Completions) -> str:
    one, two = map(len, found.rankings)
    said = [
        f"A map of {one} by {two} cells: {counted(one, 'ranking')} of {player_name(entry, 0)} in rows, "
        f"{counted(two, 'ranking')} of {player_name(entry, 1)} in columns."
    ]
    total = one * two
    for profile in dict.fromkeys(profile for stable in found.stable.values() for profile in stable):
        count = sum(profile in stable for stable in found.stable.values())
        said.append(f"{short_outcome(entry, profile)} is stable in {count} of {total}.")
    empty = sum(not stable for stable in found.stable.values())
    said.append(f"No definite outcome is stable in {empty}." if empty else "")
    if found.here:
        stable = joined([short_outcome(entry, profile) for profile in found.stable[found.here]], "or")
        said.append(f"The framed cell is where this study stands: {stable or 'nothing definite'} is stable there.")
    return " ".join(filter(None, said))
