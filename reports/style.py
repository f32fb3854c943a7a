"""A matplotlib style sheet put upon a figure: its fonts, and its colours in the place of the package's own.

Sizes stay what they are, for a figure lays itself out by them; so do the settings that make its bytes the same each
time.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gametheory.errors import InvalidParameter
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
        raise InvalidParameter(f"there is no style sheet {path}; it is a file of matplotlib settings (.mplstyle)")
    try:
        read = rc_params_from_file(path, fail_on_error=True, use_default_template=False)
    except (KeyError, ValueError) as error:
        raise InvalidParameter(f"{path} is not a matplotlib style sheet: {error.args[0]}") from error
    taken = {key: value for key, value in read.items() if key.startswith(_TAKEN) or key in _ALSO}
    return {key: value for key, value in taken.items() if key not in _NOT}


def recolour(drawing: Any, style: Mapping[str, Any]) -> None:
    """Put the colours of a style in the place of the package's own, in everything that is drawn."""
    from matplotlib.colors import to_hex, to_rgba_array

    table = _table(style)
    for artist in drawing.findobj():
        for part in _COLOURED:
            had = getattr(artist, f"get_{part}", lambda: None)()
            if had is None or (isinstance(had, str) and had == "none"):
                continue
            before = to_rgba_array(had)
            after = [(*table.get(to_hex(colour), colour)[:3], colour[3]) for colour in before]
            if any(tuple(one) != tuple(two) for one, two in zip(before, after, strict=True)):
                getattr(artist, f"set_{part}")(after if len(after) > 1 else after[0])


def _table(style: Mapping[str, Any]) -> dict[str, tuple[float, ...]]:
    """What each colour of the package becomes; greys and the tint of what is stable lie between ink and paper."""
    from matplotlib.colors import to_rgb

    ink = to_rgb(style.get("text.color", INK))
    paper = to_rgb(style.get("axes.facecolor", style.get("figure.facecolor", SURFACE)))
    table: dict[str, tuple[float, ...]] = {}
    if {"text.color", "axes.facecolor", "figure.facecolor"} & style.keys():
        table = {INK: ink, SURFACE: paper, MUTED: _between(ink, paper, 0.3), RULE: _between(ink, paper, 0.65)}
        table[STABLE] = _between(ink, paper, 0.87)
    if "grid.color" in style:
        table[RULE] = to_rgb(style["grid.color"])
    cycle = style["axes.prop_cycle"].by_key().get("color", []) if "axes.prop_cycle" in style else []
    table |= {own: to_rgb(theirs) for own, theirs in zip(COLOURS, cycle, strict=False)}
    return table


def _between(one: tuple[float, ...], other: tuple[float, ...], share: float) -> tuple[float, ...]:
    return tuple(a + (b - a) * share for a, b in zip(one, other, strict=True))
