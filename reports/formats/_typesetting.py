"""Typst with the fonts that figures are drawn in, for whole files and for single pictures."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from gametheory.errors import DetenteError

__all__ = ["PPI", "RenderingFailed", "letters", "rasterised", "workplace"]

PPI = 200
"""The picture elements to the inch of pictures made of drawings."""

_PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("{}.svg")\n'
_FACES = ("", "-Bold", "-Oblique", "-BoldOblique")


class RenderingFailed(DetenteError):
    """A document that the typesetter refuses; the message says why."""


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder for one piece of work, with the faces of DejaVu Sans under `fonts`; it is gone afterwards.

    The fonts come with matplotlib. The rest of its folder stays where it is: one of the fonts there has a box for every
    letter of every script.
    """
    with TemporaryDirectory() as folder:
        (Path(folder) / "fonts").mkdir()
        for face in _dejavu():
            shutil.copy(face, Path(folder) / "fonts")
        yield Path(folder)


@cache
def letters() -> frozenset[int]:
    """The letters that every face of DejaVu Sans has."""
    from matplotlib.ft2font import FT2Font

    return frozenset.intersection(*(frozenset(FT2Font(str(face)).get_charmap()) for face in _dejavu()))


def rasterised(pictures: Mapping[str, bytes]) -> dict[str, bytes]:
    """SVG files as PNG files, side by side; fonts of the machine are asked only for letters that DejaVu Sans has not.

    Raises
    ------
    RenderingFailed
        If a picture cannot be read; the message names it.
    """
    import typst

    with workplace() as root, ThreadPoolExecutor() as threads:
        own = typst.Fonts(include_system_fonts=False, font_paths=[str(root / "fonts")])

        def drawn(name: str) -> bytes:
            page = root / f"{name}.typ"
            page.write_text(_PAGE.format(name), encoding="utf-8")
            (root / f"{name}.svg").write_bytes(pictures[name])
            fonts = own if _covered(pictures[name]) else typst.Fonts(font_paths=[str(root / "fonts")])
            try:
                made: bytes = typst.compile(page, format="png", ppi=PPI, root=root, font_paths=fonts)
            except typst.TypstError as error:
                raise RenderingFailed(f"the figure {name} cannot be made into a picture: {error.message}") from error
            return made

        return dict(zip(pictures, threads.map(drawn, pictures), strict=True))


def _covered(picture: bytes) -> bool:
    return picture.isascii() or all(ord(letter) in letters() or letter.isspace() for letter in picture.decode())


def _dejavu() -> list[Path]:
    from matplotlib import get_data_path

    return [Path(get_data_path()) / "fonts" / "ttf" / f"DejaVuSans{face}.ttf" for face in _FACES]
