"""A document as plain data: dictionaries, lists and texts, with every text made plain and every label spelled out."""

from __future__ import annotations

from typing import Any

from reports.document import (
    Block,
    Bullets,
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
    plain,
    run_text,
)

__all__ = ["plain_data"]


def plain_data(document: Document) -> dict[str, Any]:
    """The whole document; its pictures are left out, and the numbers that they draw are not.

    A block has its `kind`; a heading, table and figure its `anchor`; a table and figure its `label`. Runs are a list of
    mappings with a `kind` (text, emphasis, strong, code, reference) and a `text`, and where they lead (`to`).
    """
    return {
        "title": plain(document.title),
        "subtitle": plain(document.subtitle),
        "language": document.language,
        "properties": {plain(name): plain(value) for name, value in document.properties.items()},
        "blocks": [_block(block, document) for block in document.blocks],
    }


def _block(block: Block, document: Document) -> dict[str, Any]:
    def runs(parts: Runs) -> list[dict[str, str]]:
        return [_run(run, document) for run in parts]

    return {"kind": block.kind} | _content(block, document, runs)


def _content(block: Block, document: Document, runs: Any) -> dict[str, Any]:
    match block:
        case Heading():
            return {"level": block.level, "text": plain(block.text), "anchor": block.anchor}
        case Paragraph():
            return {"role": block.role, "runs": runs(block.runs)}
        case Bullets():
            return {"ordered": block.ordered, "items": [runs(item) for item in block.items]}
        case Terms():
            return {"items": [{"term": runs(term), "meaning": runs(meaning)} for term, meaning in block.items]}
        case Table():
            return {
                "anchor": block.anchor,
                "label": document.labels[block.anchor],
                "caption": runs(block.caption),
                "align": block.align,
                "head": [runs(head) for head in block.head],
                "rows": [
                    [{"runs": runs(cell.runs), "mark": cell.mark, "head": cell.head} for cell in row]
                    for row in block.rows
                ],
            }
        case Figure():
            return {
                "anchor": block.anchor,
                "label": document.labels[block.anchor],
                "caption": runs(block.caption),
                "alt": plain(block.alt),
                "data": [{plain(name): plain(value) for name, value in row.items()} for row in block.data],
            }
        case Note():
            return {
                "title": plain(block.title),
                "folded": block.folded,
                "blocks": [_block(inner, document) for inner in block.blocks],
            }


def _run(run: Run, document: Document) -> dict[str, str]:
    match run:
        case str():
            return {"kind": "text", "text": run_text(run)}
        case Emphasis():
            return {"kind": "strong" if run.strong else "emphasis", "text": run_text(run.text)}
        case Code():
            return {"kind": "code", "text": run_text(run.text)}
        case Reference():
            text = run_text(run.text or document.labels[run.anchor])
            return {"kind": "reference", "text": text, "to": run.anchor}
