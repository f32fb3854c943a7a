"""Writing a file so that it is there whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from gametheory.errors import DetenteError
from payoffs.errors import printable

__all__ = ["write_atomically"]


def write_atomically(path: str | Path, data: bytes) -> None:
    """Write `data` to a new file beside `path` and rename it into place.

    Whoever reads `path` sees the old content or the new, never a part. A file that is replaced keeps its permissions,
    and a symbolic link keeps pointing where it points. A device or a pipe, such as ``/dev/stdout``, cannot be renamed
    over, so it is written to directly.

    Parameters
    ----------
    path : str or Path
        The file to write. Its folder must exist.
    data : bytes
        The whole content.

    Raises
    ------
    DetenteError
        If the file cannot be written; nothing is left behind.
    """
    try:
        _write(Path(os.path.realpath(path)), data)
    except BrokenPipeError:
        raise  # nobody reads any more: for the command line to end quietly, not a fault of the path
    except (OSError, ValueError) as error:  # ValueError: a path that holds a NUL
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise DetenteError(f"{printable(str(path))} cannot be written: {reason[:1].lower()}{reason[1:]}") from error


def _write(target: Path, data: bytes) -> None:
    mode = target.stat().st_mode if target.exists() else None
    if mode is not None and not stat.S_ISREG(mode):
        target.write_bytes(data)
        return
    if mode is not None and not os.access(target, os.W_OK):
        raise PermissionError(0, "it is read-only")  # renaming over it would succeed, against its owner's wish
    beside = target.with_name(f".{os.urandom(8).hex()}.part")
    try:
        # Not tempfile.mkstemp: a new file should get the permissions that the user's umask gives every other.
        with beside.open("xb") as part:
            part.write(data)
            part.flush()
            os.fsync(part.fileno())
        if mode is not None:
            beside.chmod(stat.S_IMODE(mode))
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
