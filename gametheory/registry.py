"""A folder as a registry: its entries by name without importing any, one entry loaded, the nearest on a miss."""

from __future__ import annotations

from importlib import import_module
from importlib.resources import files
from types import ModuleType

from gametheory.errors import UnknownName

__all__ = ["Registry"]


class Registry:
    """The entries of a package's folder: a file is an entry, and the file's name is the entry's name.

    Parameters
    ----------
    package : str
        The package whose modules are the entries, such as ``"gametheory.concepts"``.
    kind : str
        What one entry is called in messages, such as ``"concept"``.

    Notes
    -----
    A module whose name starts with an underscore is not an entry. Names may be written with hyphens.
    """

    def __init__(self, package: str, kind: str) -> None:
        self.package = package
        self.kind = kind
        self._names: tuple[str, ...] = ()

    def names(self) -> tuple[str, ...]:
        """The entries' names, sorted; nothing is imported but the package itself."""
        if not self._names:  # looked up once: a folder does not change while a program runs
            names = (entry.name for entry in files(self.package).iterdir())
            self._names = tuple(sorted(name[:-3] for name in names if name.endswith(".py") and name[0] != "_"))
        return self._names

    def canonical(self, name: str) -> str:
        """The entry that `name` stands for, whether written with hyphens or underscores.

        Raises
        ------
        UnknownName
            If there is none.
        """
        known = self.names()
        wanted = name.replace("-", "_")
        if wanted not in known:
            raise UnknownName(self.kind, name, known)
        return wanted

    def load(self, name: str) -> ModuleType:
        """The module of the entry named `name`."""
        return import_module(f"{self.package}.{self.canonical(name)}")
