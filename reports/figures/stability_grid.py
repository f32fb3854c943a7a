"""Stable in which sense: an outcome that holds however the game is played is worth more than one that needs a rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gametheory.game import Profile
from reports.analyses import ORDINAL, by_concept
from reports.document import plain
from reports.drawing import COLOURS, FULL_WIDTH, INK, MUTED, RULE, STABLE, SURFACE, canvas, extent, write
from reports.labelling import LEADING, fitted, font_size, text_height, text_width
from reports.phrases import action_label, counted, player_name, short_outcome
from reports.study import stable_under

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from reports.study import GameStudy, Study

__all__ = ["SCOPE", "applies", "data", "draw", "size"]

SCOPE = "game"

_MOST_COLUMNS, _MOST_ROWS = 6, 16
_MARGIN, _MOST_HEAD, _LEAST_PITCH = 0.08, 1.8, 0.3
_COUNTERMOVES = dict(
    zip(
        ORDINAL,
        (
            "no one moves for fear of any countermove",
            "no one moves for fear of a countermove, though one could answer it",
            "each foresees countermoves that others would gain by",
        ),
        strict=True,
    )
)
"""How the concepts of the graph model read in a row's label."""


@dataclass(frozen=True)
class _Way:
    """One way to play, and what is then stable."""

    form: str
    concept: str
    label: str
    stable: frozenset[Profile]
    lotteries: bool
    """Whether something that is no definite outcome is stable."""


def applies(study: Study, game: str) -> bool:
    """Some outcome is stable in one of two senses or more."""
    entry = study.games[game]
    ways = _ways(study, entry)
    return len(ways) > 1 and bool(_columns(ways))


def size(study: Study, game: str, width: float = FULL_WIDTH) -> tuple[float, float]:
    """Width and height in inches."""
    sheet = _sheet(study, study.games[game], width)
    return width, sheet.bottom + text_height(sheet.note, sheet.type_size) + 0.16


def data(study: Study, game: str) -> Iterator[dict[str, str]]:
    """One row a way to play and an outcome: whether it is stable then."""
    entry = study.games[game]
    for way in _ways(study, entry):
        for profile in entry.stage.profiles():
            yield {
                "play": way.label,
                "form": way.form,
                "concept": way.concept,
                **entry.stage.named(profile),
                "stable": str(profile in way.stable).lower(),
            }


def draw(study: Study, axes: Axes, game: str) -> str:
    """Draw a row for each way to play and a column for each outcome; a disc where it is stable."""
    from matplotlib.patches import Ellipse, Rectangle

    entry = study.games[game]
    width, height = size(study, game, extent(axes)[0])
    sheet = _sheet(study, entry, width)
    canvas(axes, width, height)
    for place, profile in enumerate(sheet.columns):
        x = sheet.left + (place + 0.5) * sheet.pitch
        if profile in entry.stable:
            box = (x - sheet.pitch / 2, sheet.head), sheet.pitch, sheet.bottom - sheet.head
            axes.add_patch(Rectangle(*box, facecolor=STABLE, edgecolor="none", zorder=1))
        step = sheet.type_size * LEADING / 72
        for player, action in enumerate(profile):
            text = fitted(action_label(entry, player, action), sheet.head - 0.12, sheet.type_size)
            at = x + (player - (len(profile) - 1) / 2) * step
            style: dict[str, Any] = {"rotation": 90, "ha": "center", "va": "bottom", "fontsize": sheet.type_size}
            write(axes, at, sheet.head - 0.06, text, color=COLOURS[player % len(COLOURS)], **style)
    for player, name in enumerate(sheet.names):
        style = {"color": COLOURS[player % len(COLOURS)], "fontweight": "bold", "fontsize": sheet.type_size}
        write(axes, _MARGIN, 0.12 + player * sheet.type_size * LEADING / 72, name, **style)
    for way, label, top, tall in sheet.rows:
        axes.plot([_MARGIN, width - _MARGIN], [top, top], color=RULE, linewidth=0.6, zorder=2)
        write(axes, _MARGIN, top + tall / 2, label, fontsize=sheet.type_size)
        for place, profile in enumerate(sheet.columns):
            x = sheet.left + (place + 0.5) * sheet.pitch
            holds = profile in way.stable
            across = 0.13 if holds else 0.05
            face, edge = (INK, INK) if holds else (SURFACE, MUTED)
            disc = Ellipse((x, top + tall / 2), across, across, linewidth=0.8, facecolor=face, edgecolor=edge, zorder=3)
            axes.add_patch(disc)
    axes.plot([_MARGIN, width - _MARGIN], [sheet.bottom, sheet.bottom], color=RULE, linewidth=0.6, zorder=2)
    write(axes, _MARGIN, height - 0.06, sheet.note, color=MUTED, fontsize=sheet.type_size, va="bottom")
    return _alt(entry, sheet)


@dataclass(frozen=True)
class _Sheet:
    """Where everything stands: rows are ways to play with their label, top and height."""

    type_size: float
    left: float
    pitch: float
    head: float
    columns: tuple[Profile, ...]
    names: tuple[str, ...]
    rows: tuple[tuple[_Way, str, float, float], ...]
    note: str

    @property
    def bottom(self) -> float:
        _, _, top, tall = self.rows[-1]
        return top + tall


def _ways(study: Study, entry: GameStudy) -> list[_Way]:
    """The game as it stands, the plays that it states, and the concepts of the graph model that none of them has."""
    solution = entry.solution
    ways = [
        _Way(
            solution.form, solution.concept, "all choose at once", frozenset(entry.stable),
            any(outcome.profile is None for outcome in solution.outcomes()),
        )
    ]  # fmt: skip
    for name, answer in entry.plays.items():
        stated = entry.game.plays[name]
        lotteries = any(outcome.profile is None for outcome in answer.outcomes())
        label = stated.definition.strip().rstrip(".")
        ways.append(_Way(stated.form, answer.concept, label, frozenset(stable_under(answer)), lotteries))
    known = {(way.form, way.concept) for way in ways}
    for play, stable in by_concept(study, entry.id):
        if play.form == "ordinal" and (play.form, play.concept) not in known:
            ways.append(_Way(play.form, play.concept, _COUNTERMOVES[play.concept], stable, False))
    return ways[:_MOST_ROWS]


def _columns(ways: list[_Way]) -> list[Profile]:
    """The outcomes that are stable in some sense: first those that are so when all choose at once, then in most."""
    found = {profile for way in ways for profile in way.stable}
    return sorted(found, key=lambda one: (one not in ways[0].stable, -sum(one in way.stable for way in ways), one))


def _sheet(study: Study, entry: GameStudy, width: float) -> _Sheet:
    ways = _ways(study, entry)
    found = _columns(ways)
    type_size = font_size(width)
    least = max(_LEAST_PITCH, (len(entry.stage.players) + 0.6) * type_size * LEADING / 72)
    columns = found[: min(_MOST_COLUMNS, max(1, int(0.55 * width / least)))]
    pitch = min(0.8, max(least, 0.5 * width / len(columns)))
    left = width - _MARGIN - pitch * len(columns)
    rows = []
    labels = (action_label(entry, player, action) for one in columns for player, action in enumerate(one))
    longest = max(text_width(plain(label[:99]), type_size) for label in labels)
    top = head = min(_MOST_HEAD, max(longest, 0.12 * len(entry.stage.players)) + 0.14)
    for way in ways:
        text = f"{way.label} (nothing definite is stable)" if way.lotteries and not way.stable else way.label
        label = fitted(text[:1].upper() + text[1:], left - _MARGIN - 0.1, type_size, 3)
        tall = text_height(label, type_size) + 0.1
        rows.append((way, label, top, tall))
        top += tall
    note = "Disc: stable. Ring: not. Tinted: stable when all choose at once."
    never = len(list(entry.stage.profiles())) - len(found)
    more = len(found) - len(columns)
    note += (
        f" {counted(more, 'more outcome').capitalize()} {'is' if more == 1 else 'are'} stable in fewer of these senses."
        * (more > 0)
    )
    note += f" {counted(never, 'outcome').capitalize()} {'is' if never == 1 else 'are'} stable in none." * (never > 0)
    players = range(len(entry.stage.players))
    names = tuple(fitted(player_name(entry, one), left - _MARGIN, type_size, weight="bold") for one in players)
    told = fitted(note, width - 2 * _MARGIN, type_size, 4)
    return _Sheet(type_size, left, pitch, head, tuple(columns), names, tuple(rows), told)


def _alt(entry: GameStudy, sheet: _Sheet) -> str:
    said = [f"A grid of {counted(len(sheet.rows), 'way')} to play by {counted(len(sheet.columns), 'outcome')}."]
    for profile in sheet.columns:
        labels = [way.label for way, *_ in sheet.rows if profile in way.stable]
        said.append(
            f"{short_outcome(entry, profile)} is stable in {len(labels)} of {len(sheet.rows)}: {'; '.join(labels)}."
        )
    empty = [way.label for way, *_ in sheet.rows if not way.stable]
    return " ".join([*said, f"No definite outcome is stable under: {'; '.join(empty)}." if empty else ""]).strip()
