"""The walls of the house: imports point one way, certificates know no solver, heavy libraries stay out of the start."""

from __future__ import annotations

import subprocess
import sys

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports


def test_imports_point_one_way(capsys: pytest.CaptureFixture[str]) -> None:
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS, capsys.readouterr().out


@pytest.mark.parametrize(
    ("module", "kept_out"),
    [
        ("reports.cli", {"numpy", "scipy", "matplotlib", "pandas", "nashpy", "pydantic", "rich", "jinja2"}),
        ("gametheory.solve", {"numpy", "scipy", "matplotlib", "pandas", "nashpy", "pydantic", "rich"}),
        ("payoffs.scenario_file", {"numpy", "scipy", "matplotlib", "pandas", "nashpy", "rich"}),
    ],
)
def test_what_a_start_does_not_need_is_not_imported(module: str, kept_out: set[str]) -> None:
    code = f"import sys, {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) & kept_out == set()
