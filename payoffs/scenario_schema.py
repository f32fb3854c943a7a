"""The JSON Schema of a scenario's files, so that an editor can complete keys and mark faults while somebody types."""

from __future__ import annotations

import ast
import inspect
from typing import Any

from pydantic import BaseModel

from payoffs import scenario as models
from payoffs.scenario import Game, Scenario

__all__ = ["json_schema"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, dict[str, Any]]:
    """The schemas of both kinds of file.

    Returns
    -------
    dict from str to dict
        ``"scenario"`` is the schema of ``scenario.toml`` and ``"game"`` that of a game's file, each in the dialect of
        2020-12. Every key bears what its docstring in `payoffs.scenario` says. What needs more than one entry to be
        judged, such as whether a name exists, is beyond a schema; `payoffs.scenario_file` checks it.
    """
    described = _descriptions()
    return {"scenario": _schema(Scenario, described), "game": _schema(Game, described)}


def _schema(model: type[BaseModel], described: dict[str, dict[str, str]]) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=True, mode="validation")
    for excluded in (field.alias or name for name, field in model.model_fields.items() if field.exclude):
        del schema["properties"][excluded]
    definitions = schema.get("$defs", {})
    for name, entry in ((model.__name__, schema), *definitions.items()):
        for key, description in described[name].items():
            if key in entry["properties"]:
                entry["properties"][key]["description"] = description
    _close(schema)
    _drop_unused(schema, definitions)
    return {"$schema": _DIALECT, **schema}


def _close(node: Any) -> None:
    """Allow no key in a table by id that is not an id, as the models do not."""
    if isinstance(node, dict):
        if "patternProperties" in node:
            node["additionalProperties"] = False
        for value in node.values():
            _close(value)
    elif isinstance(node, list):
        for value in node:
            _close(value)


def _drop_unused(schema: dict[str, Any], definitions: dict[str, Any]) -> None:
    """Drop the definitions that only an excluded field refers to."""
    used: set[str] = set()
    waiting: list[Any] = [{key: value for key, value in schema.items() if key != "$defs"}]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            name = str(node.get("$ref", "")).removeprefix("#/$defs/")
            if name and name not in used:
                used.add(name)
                waiting.append(definitions[name])
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
    for name in definitions.keys() - used:
        del definitions[name]


def _descriptions() -> dict[str, dict[str, str]]:
    """For each model the docstrings that stand below its fields, those of its bases included."""
    described: dict[str, dict[str, str]] = {}
    for node in ast.parse(inspect.getsource(models)).body:
        if not isinstance(node, ast.ClassDef):
            continue
        own: dict[str, str] = {}
        for base in node.bases:
            own |= described.get(base.id, {}) if isinstance(base, ast.Name) else {}
        for field, below in zip(node.body, node.body[1:], strict=False):
            if (
                isinstance(field, ast.AnnAssign)
                and isinstance(field.target, ast.Name)
                and isinstance(below, ast.Expr)
                and isinstance(below.value, ast.Constant)
                and isinstance(below.value.value, str)
            ):
                own[field.target.id] = inspect.cleandoc(below.value.value)
        described[node.name] = own
    return described
