"""Text measured as it will be printed, and broken or shortened to fit a width in inches."""

from __future__ import annotations

from functools import lru_cache

from reports.document import plain

__all__ = ["LEAST_SIZE", "fitted", "text_width"]

LEAST_SIZE = 6.5
"""The smallest type of any figure, in points: what can be read in a column of 85 mm."""

_ELLIPSIS = "…"
_SNUG = 0.98  # letters that are fitted to the dots of a screen run a little wider
_LONGEST = 4000
"""Characters looked at: no line of any figure holds more, however narrow its letters."""


def text_width(text: str, size: float, bold: bool = False) -> float:
    """The width of one line of text in inches, in the font that matplotlib is set to.

    Parameters
    ----------
    text : str
        Nothing in it is taken for mathematics.
    size : float
        In points.
    bold : bool
        Whether it is set in bold type.
    """
    from matplotlib import rcParams

    return _width(text, size, bold, (*rcParams["font.family"], *rcParams["font.sans-serif"]))


@lru_cache(maxsize=16384)
def _width(text: str, size: float, bold: bool, fonts: tuple[str, ...]) -> float:
    del fonts  # they are those that matplotlib is set to, and part of what is remembered
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(size=size, weight="bold" if bold else "normal")
    width: float = text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]
    return width / 72


def fitted(text: str, inches: float, size: float, lines: int = 1, bold: bool = False) -> str:
    """`text` made plain and broken into at most so many lines, none wider than so many inches.

    It is broken between words where it can be; what does not fit gives way to an ellipsis.
    """
    rest, inches = plain(text[:_LONGEST]), _SNUG * inches
    broken: list[str] = []
    while rest:
        fits = _fitting(rest, inches, size, bold)
        if fits == len(rest):
            broken.append(rest)
            break
        if len(broken) == lines - 1:
            fits = _fitting(rest, inches - text_width(_ELLIPSIS, size, bold), size, bold)
            broken.append(f"{rest[:fits].rstrip()}{_ELLIPSIS}")
            break
        cut = rest.rfind(" ", 0, fits + 1)
        cut = cut if cut > 0 else max(fits, 1)
        broken.append(rest[:cut])
        rest = rest[cut:].lstrip()
    return "\n".join(broken)


def _fitting(text: str, inches: float, size: float, bold: bool) -> int:
    """How many characters from the start fit: found by halving, as a longer start is no narrower."""
    low, high = 0, min(len(text), max(8, int(inches * 72 / size * 5)))
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(text[:middle], size, bold) <= inches:
            low = middle
        else:
            high = middle - 1
    return low
