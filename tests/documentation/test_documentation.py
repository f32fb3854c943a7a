"""The notebook runs and shows what it says it shows; the README's figures are those that the package draws."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.documentation.figures import FIGURES, FOLDER, README, image_line, plot
from tests.documentation.refresh import NOTEBOOK
from tests.documentation.shell import run, written

STALE = "run python -m tests.documentation.refresh, look at what changed, and commit it"


def test_the_notebook_shows_what_its_cells_give(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    now = run(NOTEBOOK)
    kept = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    for cell, there in zip(now["cells"], kept["cells"], strict=True):
        assert cell == there, STALE
    assert NOTEBOOK.read_text(encoding="utf-8") == written(kept), "not as a notebook is written"


def test_the_notebook_is_one_that_jupyter_opens() -> None:
    kept = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert (kept["nbformat"], kept["nbformat_minor"]) == (4, 5)
    assert kept["metadata"]["kernelspec"]["name"] == "python3"
    ids = [cell["id"] for cell in kept["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in kept["cells"]:
        code = {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        assert set(cell) == {"cell_type", "id", "metadata", "source"} | code


def test_every_picture_of_the_notebook_has_an_alt_text() -> None:
    shown = NOTEBOOK.read_text(encoding="utf-8")
    assert shown.count("<svg") == shown.count("aria-label=") > 2


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_of_the_readme_is_the_one_that_is_drawn(name: str) -> None:
    files = plot(name).files()
    assert (FOLDER / f"{name}.svg").read_bytes() == files[".svg"], STALE
    assert image_line(name, files) in README.read_text(encoding="utf-8").splitlines(), STALE


def test_the_readme_shows_no_figure_that_is_not_kept_current() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.svg" for name in FIGURES}
