from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from payoffs import scenarios
from payoffs.scenario import Game, Scenario
from payoffs.scenario_schema import json_schema
from tests.payoffs.conftest import GAME, MAIN

SCHEMAS = json_schema()


def faults(schema: dict[str, Any], value: Any, root: dict[str, Any]) -> Iterator[str]:
    """What the keywords that these schemas use say against a value; any other keyword is a failure of this test."""
    annotations = {"title", "description", "default", "$schema", "$defs"}
    for keyword, wanted in sorted(schema.items(), key=lambda entry: entry[0] != "type"):
        match keyword:
            case "$ref":
                yield from faults(root["$defs"][wanted.removeprefix("#/$defs/")], value, root)
            case "type":
                kinds = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float)}
                kinds |= {"boolean": bool, "null": type(None)}
                if not isinstance(value, kinds[wanted]) or (isinstance(value, bool) and wanted != "boolean"):
                    yield f"{value!r} is no {wanted}"
                    return
            case "properties":
                for name in wanted.keys() & (value.keys() if isinstance(value, dict) else ()):
                    yield from faults(wanted[name], value[name], root)
            case "patternProperties":
                for pattern, rest in wanted.items():
                    for name in value if isinstance(value, dict) else ():
                        if re.search(pattern, name):
                            yield from faults(rest, value[name], root)
            case "additionalProperties":
                assert wanted is False
                patterns = schema.get("patternProperties", {})
                for name in value:
                    if name not in schema.get("properties", {}) and not any(re.search(p, name) for p in patterns):
                        yield f"{name} is unknown"
            case "required":
                yield from (f"{name} is missing" for name in wanted if name not in value)
            case "items":
                for part in value:
                    yield from faults(wanted, part, root)
            case "prefixItems":
                for part_schema, part in zip(wanted, value, strict=False):
                    yield from faults(part_schema, part, root)
            case "anyOf":
                if all(any(faults(option, value, root)) for option in wanted):
                    yield f"{value!r} is none of the options"
            case "pattern":
                if not re.search(wanted, value):
                    yield f"{value!r} does not match"
            case "enum":
                if value not in wanted:
                    yield f"{value!r} is none of {wanted}"
            case "const":
                if value != wanted:
                    yield f"{value!r} is not {wanted!r}"
            case "minimum" | "maximum":
                if value < wanted if keyword == "minimum" else value > wanted:
                    yield f"{value!r} is out of range"
            case "minItems" | "minLength" | "minProperties":
                if len(value) < wanted:
                    yield f"{value!r} is too short"
            case "maxItems" | "maxLength":
                if len(value) > wanted:
                    yield f"{value!r} is too long"
            case _:
                assert keyword in annotations, f"the schema uses {keyword!r}, which this test does not know"


def faults_of(kind: str, text: str) -> list[str]:
    return list(faults(SCHEMAS[kind], tomllib.loads(text), SCHEMAS[kind]))


def test_the_small_scenario_and_the_built_in_ones_fit_the_schema() -> None:
    assert faults_of("scenario", MAIN) == []
    assert faults_of("game", GAME) == []
    for name in scenarios.names():
        for file in files("payoffs.scenarios").joinpath(name).iterdir():
            if file.name.endswith(".toml"):
                kind = "scenario" if file.name == "scenario.toml" else "game"
                assert faults_of(kind, file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("scenario", "weight = 2", "wieght = 2"),
        ("scenario", "year = 2017", "year = true"),
        ("scenario", 'kind = "instrument"', 'kind = "tool"'),
        ("scenario", "[actors.china]", '[actors."C n"]'),
        ("scenario", 'range = [0, "5/2"]', "range = [0]"),
        ("scenario", 'range = [0, "5/2"]', 'range = [0, "much"]'),
        ("scenario", "schema = 1", "schema = 2"),
        ("game", 'us = "suspend"', "us = 3"),
        ("game", '"1 - offer"', '"2 - offer"'),
        ("game", 'player = "us"', ""),
        ("game", "paragraphs = [1]", "paragraphs = [0]"),
    ],
)
def test_what_the_reader_refuses_by_type_the_schema_refuses(kind: str, old: str, new: str) -> None:
    text = {"scenario": MAIN, "game": GAME}[kind]
    assert old in text
    assert faults_of(kind, text.replace(old, new, 1)) != []


def test_every_key_is_there_and_what_is_documented_is_described() -> None:
    assert set(SCHEMAS["scenario"]["properties"]) == {
        field.alias or name for name, field in Scenario.model_fields.items() if name != "games"
    }
    assert set(SCHEMAS["game"]["properties"]) == {field.alias or name for name, field in Game.model_fields.items()}
    effect = SCHEMAS["game"]["$defs"]["Effect"]["properties"]
    assert effect["times"]["description"].startswith("Levers that multiply the level")
    assert "games" not in SCHEMAS["scenario"]["properties"]


@pytest.mark.parametrize("kind", ["scenario", "game"])
def test_a_schema_is_json_and_every_definition_is_used(kind: str) -> None:
    text = json.dumps(SCHEMAS[kind])
    used = set(re.findall(r'"\$ref": "#/\$defs/(\w+)"', text))
    assert used == set(SCHEMAS[kind]["$defs"])
