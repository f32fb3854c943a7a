"""From solved games to reports: findings, the words for them, figures and documents.

`figure` gives one figure for a text or a notebook. In IPython, ``%load_ext reports`` makes every answer of the package
show itself as tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reports.embed import Plot

__all__ = ["figure", "load_ipython_extension"]


def figure(game: str | None, name: str, **options: Any) -> Plot:
    """One figure of one game of a scenario; see `reports.embed.figure`, which this calls.

    Parameters
    ----------
    game : str or None
        A game of the scenario; None for a figure of the whole scenario.
    name : str
        A figure of `reports.figures`.
    **options
        Among them `scenario`, `readings`, `policy` and `at`.
    """
    from reports.embed import figure as make

    return make(game, name, **options)


def load_ipython_extension(ipython: Any) -> None:
    """Let answers show themselves in a notebook: what ``%load_ext reports`` calls."""
    from reports.notebook import register

    register(ipython.display_formatter.formatters)
