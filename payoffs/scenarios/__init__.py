"""The built-in scenarios: one folder is one scenario, and the folder's name is its name."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

from gametheory.errors import UnknownName

__all__ = ["DEFAULT", "folder", "names"]

DEFAULT = "north_korea_2017"
"""The scenario that is taken where none is named."""


def names() -> tuple[str, ...]:
    """The scenarios' names, sorted; none of them is read."""
    return tuple(sorted(entry.name for entry in files(__name__).iterdir() if entry.joinpath("scenario.toml").is_file()))


def folder(name: str) -> Traversable:
    """The folder of the scenario called `name`, whether written with hyphens or underscores.

    Raises
    ------
    UnknownName
        If there is none.
    """
    known = names()
    wanted = name.replace("-", "_")
    if wanted not in known:
        raise UnknownName("scenario", name, known)
    return files(__name__).joinpath(wanted)
