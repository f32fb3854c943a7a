"""How far a long command has come, on standard error."""

from __future__ import annotations

import sys
import time

__all__ = ["Progress"]

_QUIET_SECONDS = 0.5  # what is over by then needs no progress
_TERMINAL_SECONDS, _FILE_SECONDS = 0.2, 10.0  # between two lines of progress


class Progress:
    """A line on standard error with count, rate and time left, once half a second has gone by.

    Parameters
    ----------
    quiet : bool
        Whether to show nothing.
    things : str
        What is counted.
    """

    def __init__(self, quiet: bool = False, things: str = "worlds") -> None:
        self._quiet = quiet
        self._things = things
        self._terminal = sys.stderr.isatty()
        self._started = time.monotonic()
        self._shown = self._started + _QUIET_SECONDS - self._pause
        self._before: int | None = None
        self._width = 0

    @property
    def _pause(self) -> float:
        return _TERMINAL_SECONDS if self._terminal else _FILE_SECONDS

    def __call__(self, done: int, total: int) -> None:
        """Show that so many of so many are done, unless that was shown just now."""
        now = time.monotonic()
        if self._before is None:
            self._before = done
        if self._quiet or now - self._shown < self._pause or not self._before < done < total:
            return
        self._shown = now
        rate = (done - self._before) / (now - self._started)
        left = f"{(total - done) / rate:,.0f} s left" if rate else "time left not known yet"
        text = f"{done:,} of {total:,} {self._things}, {rate:,.{0 if rate >= 10 else 1}f} a second, {left}"
        sys.stderr.write(f"\r{text:<{self._width}}" if self._terminal else f"{text}\n")
        sys.stderr.flush()
        self._width = len(text)

    def end(self) -> None:
        """Wipe the line from a terminal."""
        if self._terminal and self._width:
            sys.stderr.write(f"\r{'':<{self._width}}\r")
