"""Debian's chromium, driven without a network: pages open from files, and may neither fetch nor complain."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

CHROMIUM = shutil.which("chromium")

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here; the continuous integration installs it")


@contextmanager
def launched() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, path: Path, fragment: str = "", **context: Any) -> Iterator[Page]:
    """The page of a file. Whatever it asks for beyond that file, or writes to the console, fails the test."""
    complaints: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        complaints.append(f"{message.type}: {message.text}")

    with browser.new_context(offline=True, **context) as tab:
        page = tab.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url) if request.url != path.as_uri() else None)
        page.goto(path.as_uri() + fragment)
        yield page
        page.close()
    assert complaints == []
