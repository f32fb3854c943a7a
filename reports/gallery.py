"""The figures of one report: which apply, drawn side by side on the machine's processors where there are many.

Drawing takes most of a report's time, and no figure needs another. Worker processes are forks of this one, so they
have the study and all that `reports.analyses` knows of it. The bytes of a figure do not depend on who draws it.
"""

from __future__ import annotations

import gc
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
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
    """The figures of a report by name and game."""

    def __init__(self, drawn: Callable[[Wanted], Figure], wanted: Iterable[Wanted]) -> None:
        self._drawn = drawn
        self._wanted = frozenset(wanted)

    def of(self, *names: str, game: str = "") -> Iterator[Figure]:
        """Those of the named figures that apply to a game, or to the whole scenario, in this order.

        Raises
        ------
        FigureFailed
            If one cannot be drawn.
        """
        return (self._drawn((name, game)) for name in names if (name, game) in self._wanted)

    def has(self, name: str, game: str = "") -> bool:
        """Whether the figure applies."""
        return (name, game) in self._wanted


@contextmanager
def gallery(
    study: Study,
    of_games: Sequence[str],
    of_scenario: Sequence[str],
    suffixes: tuple[str, ...],
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Gallery]:
    """Start to draw the named figures wherever they apply; the gallery waits for each where it is asked for.

    Parameters
    ----------
    of_games, of_scenario : sequence of str
        Figures of each game, and of the whole scenario.
    suffixes : tuple of str
        The kinds of picture.
    progress : callable, optional
        Is told how many figures of how many are there.
    """
    wanted = [(name, game) for game in study.games for name in of_games if applies(name, study, game)]
    wanted += [(name, "") for name in of_scenario if applies(name, study)]
    workers = min(_processors(), len(wanted) // (FEWEST_SHARED // 2))
    if workers < 2 or sys.platform != "linux":  # forks are safe there only
        yield _alone(study, wanted, suffixes, progress)
        return
    global _at_work
    _at_work = study, suffixes
    pool = ProcessPoolExecutor(workers, mp_context=get_context("fork"))
    try:
        with warnings.catch_warnings():
            # Python 3.12 warns of forks beside threads. Those of numpy's libraries hold no lock that drawing needs.
            warnings.simplefilter("ignore", DeprecationWarning)
            futures = {one: pool.submit(_draw, one) for one in wanted}
        yield Gallery(_awaited(futures, progress), wanted)
    finally:
        _at_work = None
        pool.shutdown(cancel_futures=True)


def _alone(
    study: Study, wanted: Sequence[Wanted], suffixes: tuple[str, ...], progress: Callable[[int, int], None] | None
) -> Gallery:
    """A gallery that draws each figure when it is asked for."""
    known: dict[Wanted, Figure] = {}

    def drawn(one: Wanted) -> Figure:
        if one not in known:
            known[one] = draw_figure(one[0], study, one[1], suffixes)
            if progress is not None:
                progress(len(known), len(wanted))
        return known[one]

    return Gallery(drawn, wanted)


def _awaited(
    futures: dict[Wanted, Future[Figure]], progress: Callable[[int, int], None] | None
) -> Callable[[Wanted], Figure]:
    def drawn(one: Wanted) -> Figure:
        figure = futures[one].result()
        if progress is not None:
            progress(sum(future.done() for future in futures.values()), len(futures))
        return figure

    return drawn


def _draw(one: Wanted) -> Figure:
    gc.disable()  # a figure makes many objects in circles, and this process does not live long
    assert _at_work is not None
    study, suffixes = _at_work
    return draw_figure(one[0], study, one[1], suffixes)


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
