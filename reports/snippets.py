"""A figure made ready to be pasted: what Quarto, Markdown, LaTeX, Typst and Word want to have written around it.

Titles, captions and alt texts come from a scenario, that is, from anybody; in each language they are written so that
nothing in them is taken for markup.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO

__all__ = ["SNIPPETS", "Placed", "latex", "markdown", "quarto", "typst", "word"]


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure whose pictures lie beside the text that shows it.

    Attributes
    ----------
    stem : str
        The pictures' file name without its suffix.
    label : str
        What the text may refer to it by: letters, digits and hyphens.
    caption, alt : str
        Plain text on one line.
    width : float
        In inches.
    png : bytes
        The picture, for a format that holds it.
    """

    stem: str
    label: str
    caption: str
    alt: str
    width: float
    png: bytes

    @property
    def millimetres(self) -> str:
        """The width, as typesetters write it."""
        return f"{self.width * 25.4:.4g}mm"


def quarto(placed: Placed) -> bytes:
    """A Quarto figure that can be referred to; the PNG is what every output of Quarto takes."""
    attributes = f'#fig-{placed.label} fig-alt="{_attribute(placed.alt)}" width={placed.millimetres}'
    return f"![{_markdown(placed.caption)}]({placed.stem}.png){{{attributes}}}\n".encode()


def markdown(placed: Placed) -> bytes:
    """An image and its caption in any Markdown."""
    return f"![{_markdown(placed.alt)}]({placed.stem}.svg)\n\n*{_markdown(placed.caption)}*\n".encode()


def latex(placed: Placed) -> bytes:
    """A LaTeX float; the alt text reaches a tagged PDF, and does no harm in another."""
    return (
        "% needs \\usepackage{graphicx}\n"
        "\\begin{figure}[htbp]\n"
        "  \\centering\n"
        f"  \\includegraphics[width={placed.millimetres}, alt={{{_latex(placed.alt)}}}]{{{placed.stem}.pdf}}\n"
        f"  \\caption{{{_latex(placed.caption)}}}\n"
        f"  \\label{{fig:{placed.label}}}\n"
        "\\end{figure}\n"
    ).encode()


def typst(placed: Placed) -> bytes:
    """A Typst figure; its texts are strings, in which no markup is read."""
    return (
        "#figure(\n"
        f"  image({_string(placed.stem + '.svg')}, width: {placed.millimetres}, alt: {_string(placed.alt)}),\n"
        f"  caption: [#{_string(placed.caption)}],\n"
        f") <fig-{placed.label}>\n"
    ).encode()


def word(placed: Placed) -> bytes:
    """A Word document with the picture, its alt text and a numbered caption, to be inserted into another."""
    from docx import Document
    from docx.shared import Inches

    from reports.formats._word import field, undated

    document = Document()
    paragraph = document.add_paragraph()
    shape = paragraph.add_run().add_picture(BytesIO(placed.png), width=Inches(placed.width))
    described = shape._inline.docPr
    described.set("name", placed.stem)
    described.set("descr", placed.alt)
    paragraph.paragraph_format.keep_with_next = True
    caption = document.add_paragraph("Figure ", style="Caption")
    field(caption, "SEQ Figure \\* ARABIC", "1")
    caption.add_run(f". {placed.caption}")
    return undated(document)


SNIPPETS: Mapping[str, Callable[[Placed], bytes]] = {
    ".qmd": quarto,
    ".md": markdown,
    ".tex": latex,
    ".typ": typst,
    ".docx": word,
}
"""By the suffix of the file that a snippet goes to."""

_SIGNS = {
    "\N{MINUS SIGN}": r"\ensuremath{-}",
    "\N{ALMOST EQUAL TO}": r"\ensuremath{\approx}",
    "\N{HORIZONTAL ELLIPSIS}": r"\ldots{}",
}
"""Signs that numbers and shortened texts have, and that older LaTeX does not know."""


def _latex(text: str) -> str:
    from reports.formats.latex import escaped

    return "".join(_SIGNS.get(character, character) for character in escaped(text))


def _markdown(text: str) -> str:
    from reports.formats.markdown import escaped

    return escaped(text)


def _attribute(text: str) -> str:
    """A quoted attribute of Pandoc's, in which entities are read and backslashes escape."""
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("\\", "&#92;")


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
