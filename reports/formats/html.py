"""One HTML file that asks for nothing else: light, dark and print, by keyboard and by ear."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from reports.document import Block, Document, Figure, Heading, plain
from reports.formats._svg import inlined

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["IMAGES", "SUFFIX", "assets", "render"]

SUFFIX = ".html"
IMAGES = ("svg",)


def render(document: Document) -> bytes:
    """The page. Its policy lets it load nothing, run nothing, and be styled by its own sheet only."""
    sheet = files("reports.formats").joinpath("html.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(sheet.encode()).digest()).decode()
    page = _template().render(
        document=document,
        sheet=sheet,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        sections=_sections(document),
    )
    return page.encode("utf-8")


def assets(document: Document) -> dict[str, bytes]:
    """Nothing: the page is whole."""
    del document
    return {}


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
        return Markup(inlined(figure.images["svg"], figure.anchor, figure.alt))

    environment = Environment(
        loader=PackageLoader("reports.formats", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["plain"] = plain
    environment.filters["plain_run"] = _within_a_line
    environment.filters["picture"] = picture
    environment.filters["kind"] = lambda run: "text" if isinstance(run, str) else type(run).__name__.lower()
    return environment.get_template("html.jinja")


def _within_a_line(text: str) -> str:
    """A run as plain text, with the spaces that part it from its neighbours kept."""
    before, after = (" " if edge.isspace() else "" for edge in (text[:1], text[-1:]))
    return f"{before}{plain(text)}{after}" if text.strip() else " "
