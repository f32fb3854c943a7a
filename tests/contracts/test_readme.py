"""The README is executed: every console block prints what it says, every Python block runs, every command is there."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from payoffs.plays import play_named
from payoffs.scenario import Game, Scenario
from payoffs.scenario_file import read_scenario
from payoffs.starter import write_starter
from reports.cli import app

README = Path(__file__).parents[2] / "README.md"
TEXT = README.read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", TEXT, flags=re.MULTILINE | re.DOTALL)
CONSOLE = [block for language, block in BLOCKS if language == "console"]
PROGRESS = re.compile(r"[\d,]+ of [\d,]+ \w+, .* left.*")  # whether there is any depends on the clock
PYTHON = [block for language, block in BLOCKS if language == "python"]


def commands(block: str) -> list[tuple[str, str]]:
    """Each command of a console block with what it is said to print."""
    found: list[tuple[str, str]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], ""))
        else:
            command, printed = found[-1]
            found[-1] = (command, f"{printed}{line}\n")
    return found


@pytest.mark.parametrize("block", CONSOLE, ids=lambda block: block.splitlines()[0][:60])
def test_a_console_block_prints_what_it_says(block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    checker = doctest.OutputChecker()
    for command, printed in commands(block):
        words = shlex.split(command)
        assert words[0] == "detente", "a console block shows detente and nothing else"
        done = CliRunner().invoke(app, words[1:])
        assert done.exit_code == 0, done.output
        lines = (line.rstrip() for line in done.output.splitlines())
        actual = "\n".join(line for line in lines if not PROGRESS.fullmatch(line)) + "\n"
        assert not printed or checker.check_output(printed, actual, doctest.ELLIPSIS), actual


def test_the_python_blocks_run_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    parser = doctest.DocTestParser()
    example = parser.get_doctest("\n".join(PYTHON), {}, "README", str(README), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(example)
    assert len(example.examples) >= len(PYTHON) > 0, "a Python block is written as a session"
    assert runner.summarize(verbose=False).failed == 0


def test_every_command_is_in_the_readme() -> None:
    names = get_command(app).commands  # type: ignore[attr-defined]
    assert [name for name in names if f"detente {name}" not in TEXT] == []
    assert CONSOLE


@pytest.mark.parametrize("model", [Scenario, Game])
def test_every_table_of_a_scenario_file_is_in_the_readme(model: type[Scenario | Game]) -> None:
    section = TEXT.partition("## Write a scenario")[2]
    keys = {field.alias or name for name, field in model.model_fields.items()} - {"games"}  # the other files
    assert [key for key in sorted(keys) if f"`{key}`" not in section] == []


def test_the_play_of_the_readme_fits_the_starter_scenario(tmp_path: Path) -> None:
    (block,) = [block for language, block in BLOCKS if language == "toml" and block.startswith("[plays.")]
    folder = tmp_path / "water"
    write_starter(folder)
    with (folder / "water_release.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{block}")
    assert play_named(read_scenario(folder).games["water_release"], "signal_first").rules["noise"] == "1/10"
