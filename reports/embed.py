"""One figure of a study for somebody else's page: drawn in their axes, shown in a notebook, or written with its data.

A `Plot` is what `reports.figure` returns. Its files are three pictures, the numbers drawn, a description for machines
and for those who do not see, and snippets for five ways to write a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gametheory.errors import DetenteError, NotApplicable
from payoffs.errors import printable
from payoffs.scenario import Scenario
from reports.document import Figure, plain, text_of
from reports.drawing import FULL_WIDTH, applies, draw_figure
from reports.figures import FIGURES
from reports.study import Study, make_study

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["PICTURES", "Plot", "figure", "figures_of", "write_files"]

PICTURES = ("svg", "png", "pdf")
"""The kinds of picture that are written; the PNG has 300 dots to the inch."""

_MOST_ROWS = 400


@dataclass(frozen=True)
class Plot:
    """A figure of one game of a study, or of its whole scenario.

    Parameters
    ----------
    study : Study
        What is drawn from.
    name : str
        A figure of `reports.figures`.
    game : str
        A game of the study; empty for a figure of the whole scenario.
    width : float
        In inches, where the figure is not drawn in axes that exist.
    style : mapping, optional
        Settings of matplotlib, as `reports.style.read_style` reads them.

    Raises
    ------
    UnknownName
        If there is no such figure.
    NotApplicable
        If it has nothing to show here; the message names those that have.
    """

    study: Study = field(repr=False)
    name: str
    game: str = ""
    width: float = FULL_WIDTH
    style: Mapping[str, Any] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", FIGURES.canonical(self.name))
        if not applies(self.name, self.study, self.game):
            raise NotApplicable(self._refusal())

    @property
    def title(self) -> str:
        """The game's title, or the scenario's."""
        entry = self.study.games[self.game].game if self.game else self.study.scenario
        return plain(entry.title)

    @property
    def caption(self) -> str:
        """Why the figure matters."""
        return text_of(self._drawn.caption)

    @property
    def alt(self) -> str:
        """What one sees in it."""
        return self._drawn.alt

    @property
    def data(self) -> tuple[Mapping[str, str], ...]:
        """The numbers drawn, exact, one mapping a row."""
        return self._drawn.data

    @property
    def description(self) -> str:
        """All that the figure holds, in words: what it is, what one sees, and the numbers row by row."""
        rows = ["; ".join(f"{key} {value}" for key, value in row.items() if value) for row in self.data[:_MOST_ROWS]]
        more = len(self.data) - len(rows)
        told = f"The data, in {len(self.data)} rows: {'. '.join(rows)}." if rows else ""
        return " ".join(
            filter(None, (f"{self.title}.", self.caption, self.alt, told, f"And {more} more." * (more > 0)))
        )

    def size(self, width: float | None = None) -> tuple[float, float]:
        """The width and height in inches that the figure takes for a wanted width; axes of that size show it best."""
        found: tuple[float, float] = FIGURES.load(self.name).size(self.study, self.game, width or self.width)
        return found

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw it.

        Parameters
        ----------
        ax : Axes, optional
            Axes to draw in, which the figure lays itself out by (see `size`); by default new ones in a figure of their
            own.

        Returns
        -------
        Axes
            Those drawn in.
        """
        from matplotlib.figure import Figure as Drawing

        axes = Drawing(figsize=self.size()).add_axes((0.0, 0.0, 1.0, 1.0)) if ax is None else ax
        FIGURES.load(self.name).draw(self.study, axes, self.game)
        return axes

    def to_frame(self) -> pd.DataFrame:
        """The numbers drawn as a pandas frame; a column of nothing but numbers holds floats, as plots need them."""
        import pandas as pd

        frame = pd.DataFrame(list(self.data))
        for name in frame.columns:
            numbers = [_float(value) for value in frame[name]]
            if None not in numbers:
                frame[name] = numbers
        return frame

    def files(self) -> dict[str, bytes]:
        """The files that make the figure ready to be embedded, by suffix: pictures, data, description and snippets."""
        from reports.delivery import csv_text, json_text
        from reports.snippets import SNIPPETS, Placed

        drawn = draw_figure(self.name, self.study, self.game, PICTURES, self.width, self.style)
        found = {f".{suffix}": drawn.images[suffix] for suffix in PICTURES}
        found[".csv"] = csv_text(drawn.data).encode()
        placed = Placed(
            self.name, drawn.anchor, f"{self.title}. {self.caption}", drawn.alt, self.size()[0], drawn.images["png"]
        )
        found |= {suffix: snippet(placed) for suffix, snippet in SNIPPETS.items()}
        return {**found, ".json": json_text(self.to_dict()).encode()}

    def to_dict(self) -> dict[str, Any]:
        """What is known of the figure, as JSON-ready data; numbers are fractions in strings."""
        study, size = self.study, self.size()
        return {
            "schema": 1,
            "figure": self.name,
            "game": self.game or None,
            "title": self.title,
            "caption": self.caption,
            "alt": self.alt,
            "long_description": self.description,
            "width_mm": round(size[0] * 25.4, 1),
            "height_mm": round(size[1] * 25.4, 1),
            "parameters": {name: str(value) for name, value in self._parameters().items()},
            "readings": list(study.readings),
            "policy": study.policy,
            "scenario": {
                "title": study.scenario.title,
                "source": f"{study.scenario.source.author}, {study.scenario.source.title}",
                "sha256": study.hash,
            },
            "version": study.version,
        }

    def _repr_html_(self) -> str:
        """The picture with its alt text and caption, as notebooks show it."""
        from reports.formats._svg import inlined

        svg = self._drawn.images["svg"]
        picture = inlined(svg, f"{self._drawn.anchor}-{sha256(svg).hexdigest()[:8]}", self.alt)
        return f"<figure>{picture}<figcaption>{escape(f'{self.title}. {self.caption}')}</figcaption></figure>"

    @cached_property
    def _drawn(self) -> Figure:
        return draw_figure(self.name, self.study, self.game, ("svg",), self.width, self.style)

    def _parameters(self) -> dict[str, Fraction]:
        """Where every weight and lever stands that the figure rests on."""
        study = self.study
        if self.game:
            defaults = {name: entry.default for name, entry in study.games[self.game].parametric.parameters.items()}
        else:
            defaults = {name: entry.weight for name, entry in study.scenario.interests.items()}
            defaults |= {name: entry.default for name, entry in study.scenario.levers.items()}
        return {name: study.point.get(name, default) for name, default in defaults.items()}

    def _refusal(self) -> str:
        scope = FIGURES.load(self.name).SCOPE
        if scope == "scenario" and self.game:
            return f"the figure {self.name} is of the whole scenario, and takes no game"
        if scope == "game" and not self.game:
            return f"the figure {self.name} is of one game; the games are {', '.join(self.study.games)}"
        whose = f"the game {self.game}" if self.game else "this scenario"
        known = ", ".join(figures_of(self.study, self.game)) or "no figure"
        return f"the figure {self.name} has nothing to show of {whose}; what has: {known}"


def figure(
    game: str | None,
    name: str,
    *,
    scenario: Scenario | str | Path | None = None,
    readings: Iterable[str] = (),
    policy: str | None = None,
    at: Mapping[str, object] | None = None,
    width: float = FULL_WIDTH,
    style: Path | str | None = None,
) -> Plot:
    """One figure of one game of a scenario, to be drawn, shown or written.

    Parameters
    ----------
    game : str or None
        A game of the scenario; None for a figure of the whole scenario.
    name : str
        A figure of `reports.figures`.
    scenario : Scenario, str or Path, optional
        One that was read, a folder, or a built-in name; by default the one that comes with the package.
    readings, policy, at
        Where parameters stand, as `payoffs.utility.settings` merges them.
    width : float
        In inches.
    style : Path or str, optional
        A style sheet of matplotlib, for fonts and colours.

    Raises
    ------
    UnknownName
        For a game, figure, reading, policy or parameter that does not exist.
    NotApplicable
        If the figure has nothing to show of the game.
    """
    from payoffs.scenario_file import load_scenario
    from payoffs.scenarios import DEFAULT
    from payoffs.utility import game_named
    from reports.style import read_style

    FIGURES.canonical(name)
    found = scenario if isinstance(scenario, Scenario) else load_scenario(str(scenario or DEFAULT))
    whose = game_named(found, game) if game else ""
    study = make_study(found, games=[whose] if whose else None, readings=readings, policy=policy, at=at)
    return Plot(study, name, whose, width, None if style is None else read_style(Path(style)))


def figures_of(study: Study, game: str = "") -> tuple[str, ...]:
    """The figures that have something to show of a game of a study, or of its whole scenario."""
    return tuple(name for name in FIGURES.names() if applies(name, study, game))


def write_files(plot: Plot, folder: Path) -> tuple[Path, ...]:
    """Write all files of a figure into a folder, which is made where it is missing; each is there whole or not at all.

    Raises
    ------
    DetenteError
        If the folder or a file cannot be written.
    FigureFailed
        If the figure cannot be drawn; nothing has been written then.
    """
    from payoffs.atomic_write import write_atomically

    files = plot.files()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DetenteError(f"the folder {printable(str(folder))} cannot be made: {error.strerror}") from error
    paths = []
    for suffix, content in files.items():
        paths.append(folder / f"{plot.name}{suffix}")
        write_atomically(paths[-1], content)
    return tuple(paths)


def _float(text: str) -> float | None:
    try:
        return float(Fraction(text))
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
