"""The figures of one report: which apply, drawn side by side on the machine's processors where there are many.

Drawing takes most of a report's time, and no figure needs another. Worker processes are forks of this one, so they
have the study and all that `reports.analyses` knows of it. The bytes of a figure do not depend on who draws it.
"""

from __future__ import annotations

import gc
import os
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from reports.document import Figure
from reports.drawing import applies, draw_figure
from reports.study import Study

__all__ = ["FEWEST_SHARED", "Gallery", "gallery"]

FEWEST_SHARED = 24
"""The fewest figures that repay starting workers."""

Wanted = tuple[str, str]
"""A figure's name and its game, which is empty for one of the whole scenario."""

_at_work: tuple[Study, tuple[str, ...]] | None = None
"""What the workers of this process draw; they inherit it when they are forked."""


class Gallery:
    """The figures of a report by name and game.

    Parameters
    ----------
    study : Study
    suffixes : tuple of str
        The kinds of picture.
    drawing : mapping from Wanted to Future
        The figures that workers are drawing. All others that apply are drawn here, when they are asked for.
    progress : callable, optional
        Is told how many figures of how many are there.
    """

    def __init__(
        self,
        study: Study,
        suffixes: tuple[str, ...],
        drawing: Mapping[Wanted, Future[Figure]],
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self._study = study
        self._suffixes = suffixes
        self._drawing = drawing
        self._progress = progress
        self._here: dict[Wanted, Figure] = {}

    def of(self, *names: str, game: str = "") -> Iterator[Figure]:
        """Those of the named figures that apply to a game, or to the whole scenario, in this order.

        Raises
        ------
        FigureFailed
            If one cannot be drawn.
        """
        return (self._drawn(name, game) for name in names if self.has(name, game))

    def has(self, name: str, game: str = "") -> bool:
        """Whether the figure applies."""
        return (name, game) in self._drawing or applies(name, self._study, game)

    def _drawn(self, name: str, game: str) -> Figure:
        future = self._drawing.get((name, game))
        if future is None:
            if (name, game) not in self._here:
                self._here[name, game] = draw_figure(name, self._study, game, self._suffixes)
            return self._here[name, game]
        figure = future.result()
        if self._progress is not None:
            self._progress(sum(one.done() for one in self._drawing.values()), len(self._drawing))
        return figure


@contextmanager
def gallery(
    study: Study,
    of_games: Sequence[str],
    of_scenario: Sequence[str],
    suffixes: tuple[str, ...],
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Gallery]:
    """Start to draw the named figures where they apply; the gallery waits for one that is asked for.

    Those of the whole scenario are drawn in this process while workers draw those of the games.

    Parameters
    ----------
    of_games, of_scenario : sequence of str
        Figures of each game, and of the whole scenario.
    suffixes, progress
        As `Gallery` takes them.
    """
    wanted = [(name, game) for game in study.games for name in of_games if applies(name, study, game)]
    workers = min(_processors(), len(wanted) // (FEWEST_SHARED // 2))
    if workers < 2 or sys.platform != "linux":  # forks are safe there only
        yield Gallery(study, suffixes, {}, progress)
        return
    import matplotlib.backends.backend_svg
    import matplotlib.figure
    import matplotlib.font_manager  # noqa: F401  (loaded once, before there are workers, and not once in each)

    global _at_work
    _at_work = study, suffixes
    pool = ProcessPoolExecutor(workers, mp_context=get_context("fork"))
    try:
        with warnings.catch_warnings():
            # Python 3.12 warns of forks beside threads. Those of numpy's libraries hold no lock that drawing needs.
            warnings.simplefilter("ignore", DeprecationWarning)
            drawing = {one: pool.submit(_draw, one) for one in wanted}
        figures = Gallery(study, suffixes, drawing, progress)
        for _ in figures.of(*of_scenario):
            pass
        yield figures
    finally:
        _at_work = None
        pool.shutdown(cancel_futures=True)


def _draw(one: Wanted) -> Figure:
    gc.disable()  # a figure makes many objects in circles, and this process does not live long
    assert _at_work is not None
    study, suffixes = _at_work
    return draw_figure(one[0], study, one[1], suffixes)


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
