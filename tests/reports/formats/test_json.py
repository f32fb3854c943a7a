from __future__ import annotations

import json
from typing import Any

import pytest

from reports.document import Document, Figure, Table
from reports.findings import findings
from reports.formats import json as json_format
from reports.study import Study


@pytest.fixture(scope="module")
def made(document: Document) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(json_format.render(document))
    return loaded


def blocks(made: dict[str, Any]) -> list[dict[str, Any]]:
    pending, found = list(made["blocks"]), []
    while pending:
        block = pending.pop(0)
        found.append(block)
        pending = [*block.get("blocks", []), *pending]
    return found


def test_it_is_versioned_and_names_what_it_was_made_from(made: dict[str, Any], document: Document) -> None:
    assert made["schema"] == 1
    assert made["title"] == document.title
    assert made["properties"]["scenario"] == document.properties["scenario"]
    assert list(made) == ["schema", "title", "subtitle", "language", "properties", "blocks", "data"]


def test_every_finding_is_there(made: dict[str, Any], study: Study) -> None:
    assert len(made["data"]["findings"]) == len(findings(study)) > 10
    for finding in made["data"]["findings"]:
        assert set(finding) == {"kind", "game", "says", "paragraphs", "assumptions", "whole_source", "facts"}
        assert finding["paragraphs"] or finding["assumptions"] or finding["whole_source"]


def test_every_block_is_there_in_its_order(made: dict[str, Any], document: Document) -> None:
    assert [block["kind"] for block in blocks(made)] == [block.kind for block in document.walk()]


def test_figures_have_their_numbers_and_no_pictures(made: dict[str, Any], document: Document) -> None:
    figures = [block for block in document.walk() if isinstance(block, Figure)]
    for data, figure in zip((block for block in blocks(made) if block["kind"] == "figure"), figures, strict=True):
        assert data["label"] == document.labels[figure.anchor]
        assert data["data"] == [dict(row) for row in figure.data]
        assert "images" not in data
    assert "<svg" not in json.dumps(made)


def test_tables_are_whole(made: dict[str, Any], document: Document) -> None:
    tables = [block for block in document.walk() if isinstance(block, Table)]
    for data, table in zip((block for block in blocks(made) if block["kind"] == "table"), tables, strict=True):
        assert len(data["head"]) == len(table.head) == len(data["align"])
        assert [len(row) for row in data["rows"]] == [len(row) for row in table.rows]
        assert [[cell["mark"] for cell in row] for row in data["rows"]] == [
            [cell.mark for cell in row] for row in table.rows
        ]


def test_references_lead_to_parts_that_are_there(made: dict[str, Any]) -> None:
    anchors = {block["anchor"] for block in blocks(made) if "anchor" in block}
    runs = [run for block in blocks(made) for run in block.get("runs", []) if run["kind"] == "reference"]
    assert runs
    assert {run["to"] for run in runs} <= anchors
