"""One HTML file that asks for nothing else: light, dark and print, by keyboard and by ear.

A what-if block comes to life by the page's one script, which stands in `reports/formats/what_if/`. What it says comes
from a data block, which no browser runs; a page without such a block has no script and may run none.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from reports.document import Block, Document, Figure, Heading, WhatIf, plain, run_text
from reports.formats._svg import inlined

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["IMAGES", "SUFFIX", "assets", "render"]

SUFFIX = ".html"
IMAGES = ("svg",)

_MOST_ROWS = 500
"""The most rows of one figure's numbers in the page."""

_SCRIPTS = ("rational.js", "nash.js", "words.js", "settings.js", "page.js")
_INERT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def render(document: Document) -> bytes:
    """The page. Its policy lets it load nothing, run its own script only, and be styled by its own sheet only."""
    live = any(isinstance(block, WhatIf) for block in document.walk())
    sheet = _file("html.css") + (_file("what_if", "what_if.css") if live else "")
    script = "".join(_file("what_if", name) for name in _SCRIPTS) if live else ""
    allowed = f" script-src {_digest(script)};" if live else ""
    page = _template().render(
        document=document,
        sheet=sheet,
        script=script,
        policy=f"default-src 'none';{allowed} style-src {_digest(sheet)}; base-uri 'none'; form-action 'none'",
        sections=_sections(document),
    )
    return page.encode("utf-8")


def assets(document: Document) -> dict[str, bytes]:
    """Nothing: the page is whole."""
    del document
    return {}


def _file(*path: str) -> str:
    return files("reports.formats").joinpath(*path).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """What lets a policy know an element of the page by its content."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _inert(data: Any) -> str:
    """Data as JSON in which every text is plain and nothing can end the element that holds it."""

    def cleaned(part: Any) -> Any:
        if isinstance(part, Mapping):
            return {name: cleaned(value) for name, value in part.items()}
        if isinstance(part, list | tuple):
            return [cleaned(value) for value in part]
        return plain(part) if isinstance(part, str) else part

    return json.dumps(cleaned(data), separators=(",", ":")).translate(_INERT)


def _sections(document: Document) -> list[tuple[Heading | None, list[Block]]]:
    """The blocks by section, each with the heading that opens it; what comes before the first heading has none."""
    sections: list[tuple[Heading | None, list[Block]]] = [(None, [])]
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            sections.append((block, []))
        sections[-1][1].append(block)
    return [section for section in sections if section[1]]


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    def picture(figure: Figure) -> Any:
        return Markup(inlined(figure.images["svg"], figure.anchor, plain(figure.alt)))

    environment = Environment(
        loader=PackageLoader("reports.formats", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["plain"] = plain
    environment.filters["plain_run"] = run_text
    environment.filters["numbers"] = _numbers
    environment.filters["picture"] = picture
    environment.tests["what_if"] = lambda part: isinstance(part, WhatIf)
    environment.filters["inert"] = lambda data: Markup(_inert(data))
    environment.filters["kind"] = lambda run: "text" if isinstance(run, str) else type(run).__name__.lower()
    return environment.get_template("html.jinja")


def _numbers(figure: Figure) -> tuple[list[str], list[list[str]], int]:
    """The heads and the rows of a figure's data, and how many rows more there are than a page should hold."""
    rows = [[plain(value) for value in row.values()] for row in figure.data[:_MOST_ROWS]]
    return [plain(name.replace("_", " ")) for name in figure.data[0]], rows, len(figure.data) - len(rows)
