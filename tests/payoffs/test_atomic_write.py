"""A file that is written is there whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from gametheory.errors import DetenteError
from payoffs.atomic_write import write_atomically


def test_a_file_is_made_and_replaced_and_nothing_else_stays(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    for data in (b"first", b"second, longer", b""):
        write_atomically(path, data)
        assert path.read_bytes() == data
        assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_failure_leaves_the_old_content_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, failing, full)
    with pytest.raises(DetenteError, match=r"report\.html cannot be written: no space left on device"):
        write_atomically(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interruption_leaves_nothing_beside_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "report.html", b"new")
    assert not list(tmp_path.iterdir())


def test_permissions_are_those_of_the_old_file_or_of_any_new_one(tmp_path: Path) -> None:
    plain, fresh, secret = tmp_path / "plain", tmp_path / "fresh", tmp_path / "secret"
    plain.touch()
    write_atomically(fresh, b"")
    assert fresh.stat().st_mode == plain.stat().st_mode
    secret.touch(0o600)
    write_atomically(secret, b"new")
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    link, target = tmp_path / "link", tmp_path / "target"
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_device_is_written_to_and_not_replaced() -> None:
    write_atomically(os.devnull, b"gone")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_a_read_only_file_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anything, so permissions alone prove nothing
    with pytest.raises(DetenteError, match="cannot be written: it is read-only"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "is a directory"),
        ("nowhere/x", "no such file or directory"),
        ("a\0b", "embedded null"),
        ("x" * 300, "name too long"),
    ],
)
def test_places_that_hold_no_file_are_named(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(DetenteError, match=f"cannot be written: .*{reason}"):
        write_atomically(tmp_path / name, b"new")
    assert not list(tmp_path.iterdir())
