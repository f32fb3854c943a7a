"""A notebook run without Jupyter: what each cell prints and shows, as IPython would store it."""

from __future__ import annotations

import ast
import io
import json
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Any

__all__ = ["Formatter", "Printer", "Shell", "run", "written"]

_LOAD = "%load_ext "


class Formatter:
    """What IPython's formatters do with classes that are registered by name."""

    def __init__(self) -> None:
        self.printers: dict[tuple[str, str], Callable[..., Any]] = {}

    def for_type_by_name(self, module: str, name: str, printer: Callable[..., Any]) -> None:
        self.printers[module, name] = printer

    def printer(self, value: object) -> Callable[..., Any] | None:
        kinds = ((kind.__module__, kind.__name__) for kind in type(value).__mro__)
        return next((self.printers[kind] for kind in kinds if kind in self.printers), None)


class Printer:
    """What a printer of plain text writes to."""

    def __init__(self) -> None:
        self.written = ""

    def text(self, text: str) -> None:
        self.written += text


class Shell:
    """As much of IPython as extensions and cells of this documentation use."""

    def __init__(self) -> None:
        self.display_formatter = self
        self.formatters = {"text/html": Formatter(), "text/plain": Formatter()}
        self.names: dict[str, Any] = {"__name__": "__main__"}

    def html(self, value: object) -> str | None:
        """A value as HTML, if it can be shown so."""
        printer = self.formatters["text/html"].printer(value)
        shown = printer(value) if printer else getattr(value, "_repr_html_", lambda: None)()
        return None if shown is None else str(shown)

    def plain(self, value: object) -> str:
        """A value as plain text."""
        printer, out = self.formatters["text/plain"].printer(value), Printer()
        if printer is None:
            return repr(value)
        printer(value, out, False)
        return out.written

    def cell(self, source: str, count: int) -> list[dict[str, Any]]:
        """Run one cell; its outputs."""
        lines = source.splitlines()
        for line in lines:
            if line.startswith(_LOAD):
                import_module(line.removeprefix(_LOAD).strip()).load_ipython_extension(self)
        tree = ast.parse("\n".join("" if line.startswith(_LOAD) else line for line in lines))
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        printed = io.StringIO()
        value = None
        with redirect_stdout(printed):
            exec(compile(tree, f"<cell {count}>", "exec"), self.names)
            if isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), f"<cell {count}>", "eval"), self.names)
        outputs: list[dict[str, Any]] = []
        if printed.getvalue():
            outputs.append({"name": "stdout", "output_type": "stream", "text": _lines(printed.getvalue())})
        if value is not None:
            data = {"text/plain": _lines(self.plain(value))}
            shown = self.html(value)
            if shown is not None:
                data = {"text/html": _lines(shown), **data}
            outputs.append({"data": data, "execution_count": count, "metadata": {}, "output_type": "execute_result"})
        return outputs


def run(path: Path) -> dict[str, Any]:
    """The notebook with the outputs that its cells have now; files go to the current folder."""
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    shell, count = Shell(), 0
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            count += 1
            cell["execution_count"], cell["outputs"] = count, shell.cell("".join(cell["source"]), count)
    return notebook


def written(notebook: dict[str, Any]) -> str:
    """A notebook as Jupyter writes it."""
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
