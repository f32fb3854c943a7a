"""Whose wishes the text states, and whose it only implies: an answer can be no firmer than what it is read from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reports.chart import tint
from reports.drawing import FULL_WIDTH, INK, MUTED, RULE, SURFACE, canvas, extent, write
from reports.labelling import LEADING, fitted, font_size, text_height
from reports.phrases import counted, paragraph_ranges, spelled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from payoffs.scenario import Interest
    from reports.study import Study

__all__ = ["SCOPE", "applies", "data", "draw", "size"]

SCOPE = "scenario"

_MOST_PARAGRAPHS, _MOST_ACTORS = 60, 24
_MARGIN, _ROW, _HEAD = 0.08, 0.27, 0.42
_DARK, _LIGHT = 0.75, 0.08
"""How much ink the paragraph takes that bears most interests of one actor, and one that bears one."""


def applies(study: Study, game: str) -> bool:
    """A source short enough for one column a paragraph, with interests that cite it."""
    scenario = study.scenario
    cited = any(interest.paragraphs for interest in scenario.interests.values())
    return not game and cited and scenario.source.paragraphs <= _MOST_PARAGRAPHS and len(_actors(study)) <= _MOST_ACTORS


def size(study: Study, game: str, width: float = FULL_WIDTH) -> tuple[float, float]:
    """Width and height in inches."""
    del game
    return width, _HEAD + _ROW * len(_actors(study)) + text_height(_note(width), font_size(width)) + 0.2


def data(study: Study, game: str) -> Iterator[dict[str, str]]:
    """One row an actor and a paragraph that bears on its interests: which it states, and which it only implies."""
    del game
    for actor in _actors(study):
        for paragraph in range(1, study.scenario.source.paragraphs + 1):
            found = _interests(study, actor, paragraph)
            if found:
                implied = [name for name, interest in found.items() if _implied(interest)]
                yield {
                    "actor": actor,
                    "paragraph": str(paragraph),
                    "interests": str(len(found)),
                    "implied": str(len(implied)),
                    "names": " ".join(found),
                    "names_implied": " ".join(implied),
                }


def draw(study: Study, axes: Axes, game: str) -> str:
    """Draw a row an actor and a column a paragraph: the darker, the more interests; hatched where all are implied."""
    from matplotlib.patches import Rectangle

    width, height = size(study, game, extent(axes)[0])
    canvas(axes, width, height)
    actors, paragraphs = _actors(study), study.scenario.source.paragraphs
    type_size = font_size(width)
    left, right = _MARGIN + 0.22 * width, width - _MARGIN - 0.58
    pitch = (right - left) / paragraphs
    step = 1 if pitch > 0.2 else 5
    for paragraph in range(1, paragraphs + 1):
        if paragraph % step == 0 or paragraph == 1:
            x = left + (paragraph - 0.5) * pitch
            write(axes, x, _HEAD - 0.08, str(paragraph), color=MUTED, fontsize=type_size, ha="center")
    lift = _HEAD - 0.08 - type_size * LEADING / 72
    write(axes, left, lift, fitted("paragraph of the source", right - left, type_size), color=MUTED, fontsize=type_size)
    write(axes, width - _MARGIN, lift, "interests", color=MUTED, fontsize=type_size, ha="right")
    write(axes, width - _MARGIN, _HEAD - 0.08, "implied", color=MUTED, fontsize=type_size, ha="right")
    most = max(len(_interests(study, actor, paragraph)) for actor in actors for paragraph in range(1, paragraphs + 1))
    for row, actor in enumerate(actors):
        top = _HEAD + row * _ROW
        name = study.scenario.actors[actor].name
        label = fitted(name[:1].upper() + name[1:], left - _MARGIN - 0.08, type_size, 2)
        write(axes, left - 0.08, top + _ROW / 2, label, fontsize=type_size, ha="right")
        for paragraph in range(1, paragraphs + 1):
            found = _interests(study, actor, paragraph)
            share = _LIGHT + (_DARK - _LIGHT) * (len(found) - 1) / max(most - 1, 1)
            only = bool(found) and all(map(_implied, found.values()))
            axes.add_patch(
                Rectangle(
                    (left + (paragraph - 1) * pitch, top + 0.02),
                    pitch,
                    _ROW - 0.04,
                    # On a thinned face SVG would thin the hatch as well.
                    facecolor=SURFACE if only or not found else tint(INK, share),
                    edgecolor=INK if only else RULE,
                    hatch="//////" if only else None,
                    linewidth=0.5,
                    zorder=3 if only else 2,
                )
            )
            if found and pitch > 0.2 and not only:
                ink = SURFACE if share > 0.55 else INK
                x = left + (paragraph - 0.5) * pitch
                write(axes, x, top + _ROW / 2, str(len(found)), color=ink, fontsize=type_size, ha="center", zorder=4)
        every = [one for one in study.scenario.interests.values() if one.actor == actor]
        told = f"{len(every)} / {sum(map(_implied, every))}"
        write(axes, width - _MARGIN, top + _ROW / 2, told, fontsize=type_size, ha="right")
    write(axes, _MARGIN, height - 0.06, _note(width), color=MUTED, fontsize=type_size, va="bottom")
    return _alt(study)


def _actors(study: Study) -> list[str]:
    """The actors with interests, in the scenario's order."""
    held = {interest.actor for interest in study.scenario.interests.values()}
    return [actor for actor in study.scenario.actors if actor in held]


def _interests(study: Study, actor: str, paragraph: int) -> dict[str, Interest]:
    interests = study.scenario.interests.items()
    return {name: one for name, one in interests if one.actor == actor and paragraph in one.paragraphs}


def _implied(interest: Interest) -> bool:
    return set(interest.status) == {"implied"}


def _note(width: float) -> str:
    note = "The darker, the more interests of the actor rest on the paragraph. Hatched: it only implies them. On the "
    note += "right: how many interests are coded, and how many of them by implication only."
    return fitted(note, width - 2 * _MARGIN, font_size(width), 5)


def _alt(study: Study) -> str:
    said = [
        f"A heat map of {counted(len(_actors(study)), 'actor')} by the {study.scenario.source.paragraphs} paragraphs "
        "of the source."
    ]
    for actor in _actors(study):
        every = [one for one in study.scenario.interests.values() if one.actor == actor]
        bearing = sorted({paragraph for one in every for paragraph in one.paragraphs})
        implied = sum(map(_implied, every))
        where = f"on paragraphs {paragraph_ranges(bearing)}" if bearing else "on no paragraph"
        told = f" with {spelled(implied)} of them" if implied else ", none of them"
        name = study.scenario.actors[actor].name
        said.append(
            f"{name[:1].upper()}{name[1:]}: {counted(len(every), 'interest')}{told} by implication only, {where}."
        )
    return " ".join(said)
