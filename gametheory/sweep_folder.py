"""A sweep's folder: its manifest, its parts with their receipts, and the lock of the one process that writes there.

::

    manifest.json           what the sweep is: everything that the bytes of its parts depend on
    worlds/part-000000.*    the parts
    receipts/000000.json    what each part must be (SHA-256), and its counts; a part without one is not done
    summary.json            the counts of the whole, once it is
    .lock                   held while a process writes; the system lets go of it when the process ends, however it does

Files appear whole: each is written beside its place and renamed into it, a part before its receipt. So whatever moment
a process dies at, the receipts say what is there, and what is not there is made again, to the same bytes.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from gametheory.errors import DetenteError, InvalidParameter
from gametheory.sweep_answers import Tally
from gametheory.sweep_parts import Part

__all__ = ["SweepFolder"]

_UNFINISHED = ".unfinished"


class SweepFolder:
    """The folder of one sweep, locked for this process; a context.

    Parameters
    ----------
    path : Path
        Made if it does not exist.
    manifest : mapping
        What the sweep is, ready for JSON. A folder that was begun with another is refused.
    suffix : str
        Of the parts' files.
    parts : int
        How many there are.

    Raises
    ------
    InvalidParameter
        If the folder holds another sweep, or files that are no sweep's.
    DetenteError
        If another process is at work there, or the folder cannot be written.
    """

    def __init__(self, path: Path, manifest: Mapping[str, Any], suffix: str, parts: int) -> None:
        self.path = path
        self._worlds, self._receipts = path / "worlds", path / "receipts"
        self._suffix, self._parts = suffix, parts
        try:
            path.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(path)
        except OSError as error:
            raise self._cannot("be used", error) from error
        try:
            self._begin(json.loads(json.dumps(manifest)))
        except BaseException:
            self._lock.close()
            raise

    def __enter__(self) -> SweepFolder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.close()

    def done(self) -> dict[int, Tally]:
        """The parts that are there, each compared with its receipt.

        Raises
        ------
        InvalidParameter
            If a part or a receipt is damaged, or a file is not one of the sweep's; the message says which to remove.
        """
        files = self._names(self._worlds)
        found: dict[int, Tally] = {}
        for name in self._names(self._receipts):
            number, where = self._number(name, ".json"), f"receipts/{name}"
            if number is None:
                raise self._foreign(where)
            part = self._part(number)
            if part.name not in files:
                continue
            try:
                receipt = json.loads((self._receipts / name).read_bytes())
                expected, found[number] = receipt["sha256"], Tally.from_dict(receipt["counts"])
            except (ValueError, KeyError, TypeError) as error:
                raise self._damaged(where, "it is not a receipt") from error
            if _digest(part) != expected:
                raise self._damaged(f"worlds/{part.name}", f"it is not what {where} says")
        for name in files:
            if self._number(name.removeprefix("part-"), f".{self._suffix}") is None or not name.startswith("part-"):
                raise self._foreign(f"worlds/{name}")
        return found

    def add(self, part: Part) -> None:
        """Write a part, then its receipt."""
        assert part.data is not None
        self._write(self._part(part.number), part.data)
        receipt = {"part": part.number, "sha256": part.sha256, "counts": part.tally.to_dict()}
        self._write(self._receipts / f"{part.number:06}.json", _json(receipt))

    def finish(self, summary: Mapping[str, Any]) -> None:
        """Write the summary."""
        self._write(self.path / "summary.json", _json(summary))

    def _begin(self, manifest: dict[str, Any]) -> None:
        file = self.path / "manifest.json"
        try:
            if file.exists():
                self._compare(file.read_bytes(), manifest)
            elif strangers := sorted(
                {entry.name for entry in self.path.iterdir() if entry.suffix != _UNFINISHED} - {".lock"}
            ):
                raise InvalidParameter(
                    f"{self.path} is not empty and holds no sweep (there is {strangers[0]}); choose another folder"
                )
            else:
                self._write(file, _json(manifest))
            for folder in (self.path, self._worlds, self._receipts):
                folder.mkdir(exist_ok=True)
                for leftover in folder.glob(f".*{_UNFINISHED}"):  # of a process that was killed while it wrote
                    leftover.unlink()
        except OSError as error:
            raise self._cannot("be used", error) from error

    def _compare(self, old_bytes: bytes, manifest: dict[str, Any]) -> None:
        try:
            old = json.loads(old_bytes)
            different = [name for name in manifest | old if old.get(name) != manifest.get(name)]
        except (ValueError, TypeError, AttributeError) as error:
            raise self._damaged("manifest.json", "it is not a manifest") from error
        if different:
            name = different[0]
            raise InvalidParameter(
                f"{self.path} holds another sweep: {', '.join(different)} differ"
                f" ({name} was {_short(old.get(name))}, and is {_short(manifest.get(name))});"
                " its parts are kept; choose another folder, or remove this one"
            )

    def _part(self, number: int) -> Path:
        return self._worlds / f"part-{number:06}.{self._suffix}"

    def _number(self, name: str, suffix: str) -> int | None:
        digits = name.removesuffix(suffix)
        fits = name.endswith(suffix) and digits.isascii() and digits.isdigit() and int(digits) < self._parts
        return int(digits) if fits and digits == f"{int(digits):06}" else None

    def _names(self, folder: Path) -> list[str]:
        try:
            return sorted(entry.name for entry in folder.iterdir())
        except OSError as error:
            raise self._cannot("be read", error) from error

    def _write(self, path: Path, data: bytes) -> None:
        beside = path.with_name(f".{path.name}{_UNFINISHED}")
        try:
            try:
                with beside.open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                beside.replace(path)
            finally:
                beside.unlink(missing_ok=True)
        except OSError as error:
            raise self._cannot("be written", error) from error

    def _cannot(self, what: str, error: OSError) -> DetenteError:
        reason = error.strerror or str(error)
        kept = (
            "" if what != "be written" else "; the parts that are there are kept, and the same sweep goes on from them"
        )
        return DetenteError(f"{error.filename or self.path} cannot {what}: {reason[:1].lower()}{reason[1:]}{kept}")

    def _damaged(self, where: str, why: str) -> InvalidParameter:
        return InvalidParameter(
            f"{self.path / where} is damaged: {why}; remove it, and the same sweep makes it again (all else is kept)"
        )

    def _foreign(self, where: str) -> InvalidParameter:
        return InvalidParameter(f"{self.path / where} is no file of this sweep; remove it (all else is kept)")


def _locked(path: Path) -> IO[str]:
    """The lock's file, held until it is closed or this process ends."""
    file = (path / ".lock").open("a+", encoding="ascii")
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        file.close()
        raise DetenteError(f"another process is sweeping into {path}; wait for it, or choose another folder") from None
    except BaseException:
        file.close()
        raise
    return file


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(2**20):
            digest.update(block)
    return digest.hexdigest()


def _json(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}..."
