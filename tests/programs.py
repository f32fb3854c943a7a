"""Programs of the machine that tests ask for a second opinion; `.ci/run` installs all of them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

__all__ = ["output"]


def output(name: str, *arguments: str, content: bytes = b"", folder: Path | None = None) -> bytes:
    """What a program prints; the test is skipped where the machine has no such program, and fails where it fails."""
    if shutil.which(name) is None:
        pytest.skip(f"no {name} here; the continuous integration installs it")
    done = subprocess.run([name, *arguments], input=content, cwd=folder, capture_output=True, timeout=180, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr).decode("utf-8", "replace")[-2000:]
    return done.stdout
