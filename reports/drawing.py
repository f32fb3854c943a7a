"""One registered figure drawn on fresh axes: its pictures, caption, alt text and data; and what all figures share.

Every figure lays itself out in inches, with the origin at the top left, so that it looks the same alone, in a report
and in axes of another paper. Colours are Okabe and Ito's (2008), darkened where they carry text on white; no figure
relies on colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from gametheory.errors import DetenteError
from reports.document import Figure, plain
from reports.figures import FIGURES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from reports.study import Study

__all__ = [
    "COLOURS",
    "COLUMN_WIDTH",
    "FULL_WIDTH",
    "INK",
    "MUTED",
    "RULE",
    "STABLE",
    "SURFACE",
    "FigureFailed",
    "applies",
    "canvas",
    "draw_figure",
    "extent",
    "figure_anchor",
    "panel",
    "shortened",
    "write",
]

INK, MUTED, RULE, SURFACE, STABLE = "#1b1b1b", "#595959", "#b3b3b3", "#ffffff", "#fdf3d0"
COLOURS = ("#0065a0", "#b84a00", "#007a59", "#9b4a7c")
"""Blue, vermilion, bluish green and reddish purple: one a player, in the order of players."""

FULL_WIDTH, COLUMN_WIDTH = 6.9, 85 / 25.4
"""The width of a page's text and of one column of two, in inches."""

_LEADING = 1.2
_SAME_SIZE = 0.98
_STYLE: Any = {
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],  # the first comes with matplotlib, so sizes never vary
    "font.size": 9,
    "svg.fonttype": "none",
    "svg.hashsalt": "detente",
    "hatch.linewidth": 0.8,
    "text.parse_math": False,
    "text.usetex": False,
    "path.simplify": False,
}


class FigureFailed(DetenteError):
    """A figure that cannot be drawn; the message names it and the game."""


def applies(name: str, study: Study, game: str = "") -> bool:
    """Whether the figure called `name` has something to show of a game, or, without one, of the whole scenario."""
    module = FIGURES.load(name)
    return (module.SCOPE == "scenario") == (not game) and bool(module.applies(study, game))


def draw_figure(
    name: str,
    study: Study,
    game: str = "",
    suffixes: tuple[str, ...] = ("svg",),
    width: float = FULL_WIDTH,
    style: Mapping[str, Any] | None = None,
) -> Figure:
    """The figure called `name` for one game of a study, or for the whole scenario.

    Parameters
    ----------
    name : str
        A figure of `reports.figures`.
    game : str
        A game of the study; empty for a figure whose `SCOPE` is the scenario.
    suffixes : tuple of str
        The kinds of picture wanted: ``"svg"``, ``"png"``, ``"pdf"``. The same study gives the same bytes.
    width : float
        The width wanted, in inches. A figure that cannot be read so narrow is wider.
    style : mapping, optional
        Settings of matplotlib, as `reports.style.read_style` reads them: fonts and colours other than ours.

    Raises
    ------
    FigureFailed
        If it cannot be drawn.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure as Drawing

    module = FIGURES.load(name)
    settings: Any = {**_STYLE, **(style or {})}  # matplotlib types the names of its settings one by one
    with rc_context(settings):
        try:
            drawing = Drawing(figsize=module.size(study, game, width), facecolor=SURFACE)
            alt = plain(module.draw(study, drawing.add_axes((0.0, 0.0, 1.0, 1.0)), game))
            if style:
                from reports.style import recolour

                recolour(drawing, style)
            images = {suffix: _saved(drawing, suffix) for suffix in suffixes}
            data = tuple(module.data(study, game))
        except Exception as error:
            whose = f"the game {game}" if game else "the scenario"
            raise FigureFailed(f"the figure {name} of {whose} cannot be drawn: {error}") from error
    caption = (module.__doc__ or "").splitlines()[0]
    return Figure(figure_anchor(game, name), (caption,), alt, images, data)


def figure_anchor(game: str, name: str) -> str:
    """The anchor of the figure called `name` of a game, or of the whole scenario where that is empty."""
    return f"{game or 'scenario'}-{name}".replace("_", "-")


def _saved(drawing: Any, suffix: str) -> bytes:
    out = BytesIO()
    undated = {"svg": {"Date": None, "Creator": None}, "pdf": {"CreationDate": None}}.get(suffix, {})
    drawing.savefig(out, format=suffix, metadata=undated, dpi=300)
    return out.getvalue()


def canvas(axes: Axes, width: float, height: float) -> None:
    """Make `axes` a sheet of width by height inches, the origin at the top left."""
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.set_aspect("equal")
    axes.set_axis_off()


def extent(axes: Axes) -> tuple[float, float]:
    """The width and height of `axes` in inches, for a figure to lay itself out by."""
    drawing: Any = axes.get_figure(root=True)
    box = axes.get_window_extent()
    return box.width / drawing.dpi, box.height / drawing.dpi


def panel(axes: Axes, x: float, y: float, width: float, height: float) -> Axes:
    """Axes with ticks on a sheet made by `canvas`: their upper left corner, width and height in the sheet's inches."""
    across, down = axes.get_xlim()[1], axes.get_ylim()[0]
    return axes.inset_axes((x / across, 1 - (y + height) / down, width / across, height / down))


def write(axes: Axes, x: float, y: float, text: str, **style: Any) -> None:
    """Write plain text: nothing in it is taken for mathematics.

    Lines are written one by one, so that each is anchored at `x` whatever font the reader's machine has. On a sheet
    that is shown smaller than it was laid out, as in axes too low for it, letters shrink with it.
    """
    style = {"color": INK, "ha": "left", "va": "center", "fontsize": 9, **style}
    lines = text.splitlines()
    step = style["fontsize"] * _LEADING / 72
    style["fontsize"] *= _shrinkage(axes)
    above = {"top": 0.0, "center": (len(lines) - 1) / 2, "bottom": len(lines) - 1}[style["va"]]
    for number, line in enumerate(lines):
        axes.text(x, y + (number - above) * step, line, parse_math=False, **style)


def _shrinkage(axes: Axes) -> float:
    """By which factor a sheet made by `canvas` is smaller on its drawing than it was laid out; 1 where it is not."""
    width, height = extent(axes)
    factor = min(width / abs(axes.get_xlim()[1]), height / abs(axes.get_ylim()[0]))
    return factor if factor < _SAME_SIZE else 1.0


def shortened(text: str, width: int, lines: int = 1) -> str:
    """`text` broken into at most so many lines of at most `width` characters."""
    broken = wrap(plain(text), width)
    if len(broken) > lines:
        broken[lines - 1 :] = [f"{broken[lines - 1][: width - 1].rstrip()}…"]
    return "\n".join(broken)
