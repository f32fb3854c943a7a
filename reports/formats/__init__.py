"""The formats: one file is one format.

Each has the same front door: `SUFFIX` (with its dot), `IMAGES` (the kinds of picture it embeds), `render(document)`,
the file's bytes, and `assets(document)`, the files that belong beside it by relative name, none where it is whole by
itself. The same document gives the same bytes. Every string of a document is plain text: a format escapes all of them.
"""

from __future__ import annotations

from pathlib import PurePath
from types import ModuleType

from gametheory.errors import UnknownName
from gametheory.registry import Registry

__all__ = ["FORMATS", "format_for"]

FORMATS = Registry(__name__, "format")


def format_for(path: str | PurePath) -> ModuleType:
    """The format of a file, by its suffix.

    Raises
    ------
    UnknownName
        If no format has that suffix.
    """
    by_suffix = {module.SUFFIX: module for module in map(FORMATS.load, FORMATS.names())}
    suffix = PurePath(path).suffix.lower()
    if suffix not in by_suffix:
        raise UnknownName("report format", suffix or PurePath(path).name, by_suffix)
    return by_suffix[suffix]
