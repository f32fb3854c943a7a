r"""LaTeX for LuaLaTeX, with the figures as PDF files beside it: long tables, captions and references of its own.

Every letter that TeX acts on is written as the command that prints it, and the ligatures by which TeX fonts turn two
hyphens or quotes into one sign are off, so the page says what the document says. Needed packages: those of TeX Live's
`latex-recommended` collection. Compile twice, for the contents and the references.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256

from reports.document import (
    Block,
    Bullets,
    Cell,
    Code,
    Document,
    Emphasis,
    Figure,
    Heading,
    Note,
    Paragraph,
    Reference,
    Run,
    Runs,
    Table,
    Terms,
    run_text,
)
from reports.formats._columns import columns

__all__ = ["IMAGES", "SUFFIX", "assets", "escaped", "render"]

SUFFIX = ".tex"
IMAGES = ("pdf",)

_ROOM = 459.0
_GAP = 3.0
"""The width of the text, and the room at either side of a cell, in points."""
_LONGEST_WORD, _FEW = 24, 4
_COMMANDS = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "`": "{`}",
    "[": "{[}",  # an open bracket or a star after the end of a row would be read as its option
    "]": "{]}",
    "*": "{*}",
    **{letter: f"\\{letter}" for letter in "{}$&#%_"},
}
_SECTIONS = {1: "section", 2: "subsection", 3: "subsubsection"}
_ROLES = {"lead": r"{\large %s\par}", "body": "%s", "small": r"{\small %s\par}"}
_PREAMBLE = r"""% Compile twice with lualatex.
\documentclass[a4paper,10pt]{article}
\usepackage{fontspec}
% What Latin Modern has no letter for comes from DejaVu Sans where that is installed; other scripts need other fonts.
\IfFontExistsTF{DejaVuSans.ttf}{%
  \directlua{luaotfload.add_fallback("scripts", {"file:DejaVuSans.ttf:mode=node;"})}%
  \defaultfontfeatures{RawFeature = {fallback=scripts}}}{}
\setmainfont{lmroman10-regular.otf}[
  BoldFont = lmroman10-bold.otf, ItalicFont = lmroman10-italic.otf, BoldItalicFont = lmroman10-bolditalic.otf,
  Ligatures = TeXOff]
\setmonofont{lmmono10-regular.otf}[Ligatures = TeXOff]
\usepackage[textwidth=459pt,top=28mm,bottom=24mm]{geometry}
\usepackage{array,longtable,booktabs,graphicx,float,caption,parskip}
\usepackage[table]{xcolor}
\usepackage{hyperref}
\definecolor{accent}{HTML}{00558A}
\definecolor{stable}{HTML}{FDF3D0}
\definecolor{unstable}{HTML}{F1F1EE}
\captionsetup{font=small,labelfont=bf,labelsep=period,justification=raggedright,singlelinecheck=false}
\setcounter{secnumdepth}{0}
\setcounter{tocdepth}{1}
\setlength{\tabcolsep}{3pt}
\setlength{\LTleft}{0pt}
\renewcommand{\arraystretch}{1.2}
\setlength{\emergencystretch}{3em}
\makeatletter
\newcommand{\fittingwidth}{\ifdim\Gin@nat@width>\linewidth\linewidth\else\Gin@nat@width\fi}
\newcommand{\fittingheight}{\ifdim\Gin@nat@height>0.8\textheight 0.8\textheight\else\Gin@nat@height\fi}
\setkeys{Gin}{width=\fittingwidth,height=\fittingheight,keepaspectratio}
\makeatother
"""


def render(document: Document) -> bytes:
    """The text. Figures are included by the names that `assets` gives them."""
    title, subtitle = escaped(document.title), escaped(document.subtitle)
    about = r"\\".join(f"{escaped(name)}: {escaped(value)}" for name, value in document.properties.items())
    parts = [
        _PREAMBLE
        + rf"\hypersetup{{unicode,colorlinks,allcolors=accent,pdflang={{{document.language}}},"
        + rf"pdftitle={{{title}}},pdfsubject={{{subtitle}}}}}",
        rf"\title{{\leavevmode {title}\\[1ex]\large {subtitle}}}" + "\n" + rf"\author{{{about}}}" + "\n" + r"\date{}",
        r"\begin{document}",
        r"\maketitle",
        r"\tableofcontents",
        *(part for block in document.blocks for part in _block(block, document)),
        r"\end{document}",
    ]
    return ("\n\n".join(parts) + "\n").encode("utf-8")


def assets(document: Document) -> dict[str, bytes]:
    """The figures by relative name. A name carries the start of its content's hash, so reports can share a folder."""
    return {_name(block): block.images["pdf"] for block in document.walk() if isinstance(block, Figure)}


def _name(figure: Figure) -> str:
    return f"figures/{figure.anchor}-{sha256(figure.images['pdf']).hexdigest()[:8]}.pdf"


def _block(block: Block, document: Document) -> Iterator[str]:
    match block:
        case Heading():
            start = "\\clearpage\n" if block.level == 1 else ""
            yield rf"{start}\{_SECTIONS[block.level]}{{{escaped(block.text)}}}\label{{{block.anchor}}}"
        case Paragraph():
            yield _ROLES[block.role] % _line(block.runs, document)
        case Bullets(items=()) | Terms(items=()):
            return  # a list without an item is an error
        case Bullets():
            name = "enumerate" if block.ordered else "itemize"
            yield _environment(name, (rf"\item {_line(item, document)}" for item in block.items))
        case Terms():
            items = (
                rf"\item[{{\normalfont {_line(term, document)}}}] {_line(said, document)}" for term, said in block.items
            )
            yield _environment("description", items)
        case Table():
            yield _table(block, document)
        case Figure():
            picture = rf"\includegraphics[alt={{{escaped(block.alt)}}}]{{{_name(block)}}}"
            yield _environment("figure", (r"\centering", picture, _caption(block, document)), "[H]")
        case Note():
            inner = (part for child in block.blocks for part in _block(child, document))
            yield _environment("quote", ("\n\n".join((rf"\textbf{{{escaped(block.title)}}}", *inner)),))


def _environment(name: str, lines: Iterable[str], options: str = "") -> str:
    return "\n".join((rf"\begin{{{name}}}{options}", *lines, rf"\end{{{name}}}"))


def _caption(block: Table | Figure, document: Document) -> str:
    return rf"\caption{{{_line(block.caption, document)}}}\label{{{block.anchor}}}"


def _table(table: Table, document: Document) -> str:
    layout = columns(table, document.labels, _ROOM)
    sides = {"l": r"\raggedright", "c": r"\centering", "r": r"\raggedleft"}
    form = "".join(
        rf">{{{sides[side]}\arraybackslash{{}}}}p{{{max(1.0, width - 2 * _GAP):.1f}pt}}"
        for side, width in zip(table.align, layout.widths, strict=True)
    )

    def row(cells: Iterable[str]) -> str:
        return rf"{' & '.join(cells)} \\"

    head = row(rf"\bfseries {_line(runs, document, layout.unbroken)}" for runs in table.head)
    lines = [
        rf"{_caption(table, document)}\\",
        rf"\toprule {head} \midrule \endfirsthead",
        rf"\toprule {head} \midrule \endhead",
        r"\bottomrule \endlastfoot",
        *(row(_cell(cell, document, layout.unbroken) for cell in cells) for cells in table.rows),
    ]
    size = rf"\fontsize{{{layout.size:g}}}{{{layout.size * 1.2:g}}}\selectfont"
    return f"{{{size}\n{_environment('longtable', lines, f'{{{form}}}')}}}"


def _cell(cell: Cell, document: Document, longest: int) -> str:
    ground = rf"\cellcolor{{{cell.mark}}}" if cell.mark else ""
    return f"{ground}{_line(cell.runs, document, longest)}"


def _line(runs: Runs, document: Document, longest: int = _LONGEST_WORD) -> str:
    return "".join(_run(run, document, longest) for run in runs).strip()


def _run(run: Run, document: Document, longest: int) -> str:
    match run:
        case str():
            return escaped(run, longest)
        case Emphasis():
            return rf"\text{'bf' if run.strong else 'it'}{{{escaped(run.text, longest)}}}"
        case Code():
            return rf"\texttt{{{escaped(run.text, longest)}}}"
        case Reference():
            label = document.labels[run.anchor]
            kind, _, number = label.partition(" ")
            if number.isdigit() and run.text in ("", label):
                return rf"\hyperref[{run.anchor}]{{{kind}~\ref*{{{run.anchor}}}}}"
            return rf"\hyperref[{run.anchor}]{{{escaped(run.text or label, longest)}}}"


def escaped(text: str, longest: int = _LONGEST_WORD) -> str:
    """Text of which no letter acts, with places in words longer than `longest` where a line may end."""
    return re.sub(r"\S+", lambda word: _word(word[0], longest), run_text(text))


def _word(word: str, longest: int) -> str:
    few = [word] if len(word) <= longest else [word[at : at + _FEW] for at in range(0, len(word), _FEW)]
    made = r"\allowbreak{}".join("".join(_COMMANDS.get(letter, letter) for letter in part) for part in few)
    return made.replace("--", r"-\/-\/").replace("''", "'{}'")  # no dash and no quotation mark, whatever the font
