"""Bring the documentation up to date: ``python -m tests.documentation.refresh`` runs the notebook, draws figures."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from tests.documentation.figures import FIGURES, FOLDER, README, image_line, plot
from tests.documentation.shell import run, written

NOTEBOOK = Path(__file__).parents[2] / "docs" / "tour.ipynb"


def main() -> None:
    """Write the outputs of the notebook, the figures of the README and the lines that show them."""
    text = README.read_text(encoding="utf-8")
    for name in FIGURES:
        files = plot(name).files()
        (FOLDER / f"{name}.svg").write_bytes(files[".svg"])
        shown = re.compile(rf"!\[.*\]\(docs/figures/{name}\.svg\)")
        lines = [image_line(name, files) if shown.fullmatch(line) else line for line in text.splitlines()]
        text = "\n".join(lines) + "\n"
    README.write_text(text, encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        before = Path.cwd()
        os.chdir(folder)
        try:
            notebook = run(NOTEBOOK)
        finally:
            os.chdir(before)
    NOTEBOOK.write_text(written(notebook), encoding="utf-8")


if __name__ == "__main__":
    main()
