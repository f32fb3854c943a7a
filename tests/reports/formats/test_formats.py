from __future__ import annotations

from pathlib import Path

import pytest

from gametheory.errors import UnknownName
from reports.formats import FORMATS, format_for


def test_a_file_name_says_its_format() -> None:
    for name in FORMATS.names():
        module = FORMATS.load(name)
        assert format_for(Path("some") / f"report{module.SUFFIX.upper()}") is module


@pytest.mark.parametrize("path", ["report.htm", "report", ".html", "report.html/x"])
def test_an_unknown_suffix_names_those_that_exist(path: str) -> None:
    with pytest.raises(UnknownName, match=r"\.html"):
        format_for(path)
