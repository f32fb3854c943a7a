"""The scenario that `detente new` starts an analyst with: small, commented, and whole."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path
from secrets import token_hex

from gametheory.errors import DetenteError

__all__ = ["write_starter"]


def write_starter(folder: Path) -> list[Path]:
    """Write the starter scenario into a new or empty folder.

    Returns
    -------
    list of Path
        The files, in the order in which to read them.

    Raises
    ------
    DetenteError
        If the folder is not empty, or cannot be made; nothing is left behind.
    """
    if folder.is_symlink() or folder.exists():
        if not folder.is_dir():
            raise DetenteError(f"{folder} is a file; name a folder that does not exist yet")
        if any(folder.iterdir()):
            raise DetenteError(f"{folder} is not empty, and nothing in it is overwritten; name a new folder")
    sources = sorted(
        (entry for entry in files(__name__).iterdir() if entry.name.endswith(".toml")),
        key=lambda entry: (entry.name != "scenario.toml", entry.name),
    )
    beside = folder.absolute().with_name(f".{token_hex(8)}.part")
    try:
        beside.mkdir()
        for source in sources:
            beside.joinpath(source.name).write_bytes(source.read_bytes())
        if folder.is_dir():
            folder.rmdir()
        beside.replace(folder.absolute())
    except OSError as error:
        raise DetenteError(f"{folder} cannot be made: {error.strerror}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return [folder / source.name for source in sources]
