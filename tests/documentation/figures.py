"""The figures of the README: which they are, and how `detente embed` places them."""

from __future__ import annotations

from pathlib import Path

import reports
from reports.embed import Plot

__all__ = ["FIGURES", "FOLDER", "README", "image_line", "plot"]

ROOT = Path(__file__).parents[2]
README, FOLDER = ROOT / "README.md", ROOT / "docs" / "figures"
FIGURES = {"payoff_matrix": "dual_freeze", "completion_map": "dual_freeze"}
"""Figure and game; the file in `FOLDER` is named after the figure."""


def plot(name: str) -> Plot:
    """One figure of the README."""
    return reports.figure(FIGURES[name], name)


def image_line(name: str, files: dict[str, bytes]) -> str:
    """The line of the README that shows a figure: that of its Markdown snippet, from the README's folder."""
    snippet = files[".md"].decode().partition("\n")[0]
    return snippet.replace(f"]({name}.svg)", f"](docs/figures/{name}.svg)")
