"""Reading a scenario: a folder of TOML files becomes a `Scenario`, or every fault of all of them at once."""

from __future__ import annotations

import tomllib
from decimal import Decimal, InvalidOperation
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from payoffs.errors import Fault, ScenarioError
from payoffs.scenario import Game, Scenario

__all__ = ["load_scenario", "read_scenario", "scenario_hash"]

MAIN_FILE = "scenario.toml"


def load_scenario(name_or_folder: str) -> Scenario:
    """The built-in scenario of that name (hyphens or underscores), or the scenario in that folder.

    Raises
    ------
    UnknownName
        If it is neither a built-in scenario nor a folder.
    ScenarioError
        As `read_scenario`.
    """
    from payoffs import scenarios

    if name_or_folder.replace("-", "_") in scenarios.names():
        return read_scenario(scenarios.folder(name_or_folder))
    return read_scenario(Path(name_or_folder))


def read_scenario(folder: Path | Traversable) -> Scenario:
    """The scenario in a folder.

    Raises
    ------
    ScenarioError
        With every fault of every file.
    """
    main = _parse(folder.joinpath(MAIN_FILE))
    games = {
        entry.name.removesuffix(".toml"): _parse(entry)
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml") and entry.name != MAIN_FILE
    }
    try:
        scenario = Scenario.model_validate(main, strict=True)
        return scenario.model_copy(
            update={"games": {name: Game.model_validate(game, strict=True) for name, game in games.items()}}
        )
    except ValidationError as error:
        raise ScenarioError(
            Fault(str(folder), None, None, f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}")
            for fault in error.errors()
        ) from None


def scenario_hash(scenario: Scenario) -> str:
    """The SHA-256 of the scenario's content in hexadecimal.

    It does not depend on the machine, the layout of the files, or the order of tables in them.
    """
    import hashlib
    import json

    content = scenario.model_dump(by_alias=True, exclude_defaults=True)
    content["games"] = {
        name: game.model_dump(by_alias=True, exclude_defaults=True) for name, game in scenario.games.items()
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _parse(path: Path | Traversable) -> Any:
    return _frozen(tomllib.loads(path.read_text(encoding="utf-8"), parse_float=_decimal))


def _decimal(text: str) -> Decimal | str:
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent beyond what even Decimal holds: the text itself, for `exact` to refuse
        return text


def _frozen(value: Any) -> Any:
    """`value` with tuples for lists, as the models hold them."""
    if isinstance(value, dict):
        return {key: _frozen(part) for key, part in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
