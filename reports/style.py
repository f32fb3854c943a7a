"""A matplotlib style sheet put upon a figure: its fonts, and its colours in the place of the package's own.

Sizes stay what they are, for a figure lays itself out by them; so do the settings that make its bytes the same each
time.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gametheory.errors import InvalidParameter, nearest_name
from payoffs.errors import printable
from reports.drawing import COLOURS, INK, MUTED, RULE, STABLE, SURFACE

__all__ = ["read_style", "recolour"]

_TAKEN = ("axes.", "font.", "grid.", "hatch.", "lines.", "patch.", "xtick.", "ytick.")
_ALSO = {"figure.facecolor", "pdf.fonttype", "svg.fonttype", "text.color"}
_NOT = {"axes.titlesize", "axes.labelsize", "font.size", "xtick.labelsize", "ytick.labelsize"}
_COLOURED = ("color", "facecolor", "edgecolor", "markerfacecolor", "markeredgecolor")


def read_style(path: Path) -> dict[str, Any]:
    """The settings of a style sheet that a figure takes.

    Raises
    ------
    InvalidParameter
        If there is no such file, or matplotlib cannot read it.
    """
    from matplotlib import rc_params_from_file

    if not path.is_file():
        raise InvalidParameter(
            f"there is no style sheet {printable(str(path))}; it is a file of matplotlib settings (.mplstyle)"
        )
    try:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            _check_key(line.partition("#")[0].strip(), number)
        read = rc_params_from_file(path, fail_on_error=True, use_default_template=False)
    except (KeyError, ValueError) as error:
        told = "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else error.args[0]
        raise InvalidParameter(f"{printable(str(path))} is not a matplotlib style sheet: {told}") from error
    taken = {key: value for key, value in read.items() if key.startswith(_TAKEN) or key in _ALSO}
    return {key: value for key, value in taken.items() if key not in _NOT}


def _check_key(line: str, number: int) -> None:
    """Refuse a setting that matplotlib does not have: it would only log that, and go on."""
    from matplotlib import rcParams

    key, colon, _ = (part.strip() for part in line.partition(":"))
    if line and (not colon or key not in rcParams):
        near = nearest_name(key, rcParams)
        meant = f"; the nearest is {near}" if near else ""
        raise ValueError(f"line {number}: {printable(key)!r} is no setting{meant}")


def recolour(drawing: Any, style: Mapping[str, Any]) -> None:
    """Put the colours of a style in the place of the package's own, in everything that is drawn; tints stay as thin."""
    from matplotlib.colors import to_rgba_array

    table = _table(style)
    artists = drawing.findobj()
    boxes = [text.get_bbox_patch() for text in artists if hasattr(text, "get_bbox_patch")]
    for artist in (*artists, *(box for box in boxes if box is not None)):
        for part in _COLOURED:
            had = getattr(artist, f"get_{part}", lambda: None)()
            if had is None or (isinstance(had, str) and had == "none"):
                continue
            before = [tuple(colour) for colour in to_rgba_array(had)]
            after = [(*_changed(colour[:3], table), colour[3]) for colour in before]
            if before != after:
                getattr(artist, f"set_{part}")(after if len(after) > 1 else after[0])


_Colour = tuple[float, ...]


def _table(style: Mapping[str, Any]) -> dict[_Colour, _Colour]:
    """What each colour of the package becomes; greys and the tint of what is stable lie between ink and paper."""
    from matplotlib.colors import to_rgb

    ink = to_rgb(style.get("text.color", INK))
    paper = to_rgb(style.get("axes.facecolor", style.get("figure.facecolor", SURFACE)))
    table: dict[str, _Colour] = {}
    if {"text.color", "axes.facecolor", "figure.facecolor"} & style.keys():
        table |= {INK: ink, SURFACE: paper, MUTED: _mixed(paper, ink, 0.7), RULE: _mixed(paper, ink, 0.35)}
        table[STABLE] = _mixed(paper, ink, 0.13)
    if "grid.color" in style:
        table[RULE] = to_rgb(style["grid.color"])
    cycle = style["axes.prop_cycle"].by_key().get("color", []) if "axes.prop_cycle" in style else []
    table |= {own: to_rgb(theirs) for own, theirs in zip(COLOURS, cycle, strict=False)}
    return {to_rgb(own): theirs for own, theirs in table.items()}


def _changed(colour: _Colour, table: Mapping[_Colour, _Colour]) -> _Colour:
    """What a colour becomes, if it is one of the package's."""
    return next((theirs for own, theirs in table.items() if _close(own, colour)), colour)


def _close(one: _Colour, other: _Colour) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < 1 / 250


def _mixed(one: _Colour, other: _Colour, share: float) -> _Colour:
    return tuple(a + (b - a) * share for a, b in zip(one, other, strict=True))
