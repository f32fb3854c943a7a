"""Findings as plain data: what is claimed, its numbers by name, and what it rests on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

from reports.document import plain
from reports.findings import Finding
from reports.study import GameStudy, Study
from reports.wording import say

__all__ = ["finding_data"]


def finding_data(finding: Finding, study: Study) -> dict[str, Any]:
    """One finding as texts, numbers, lists and mappings.

    Returns
    -------
    dict
        `kind`, `game` (empty for the whole study), `says` (the sentence that a report makes of it), `paragraphs`,
        `assumptions`, `whole_source` (it rests on what the source nowhere says), and `facts`: the finding's own
        numbers, outcomes as mappings from player to action, exact numbers as fractions in strings.
    """
    entry = study.games.get(finding.game)
    sources = finding.sources
    return {
        "kind": re.sub(r"(?<!^)(?=[A-Z])", "_", type(finding).__name__).lower(),
        "game": finding.game,
        "says": plain(say(finding, study)),
        "paragraphs": list(sources.paragraphs),
        "assumptions": list(sources.assumptions),
        "whole_source": sources.whole,
        "facts": _facts(finding, entry, {"game", "sources"}),
    }


def _facts(record: Any, entry: GameStudy | None, apart: set[str]) -> dict[str, Any]:
    made = {
        part.name: _data(getattr(record, part.name), str(part.type), entry)
        for part in fields(record)
        if part.name not in apart
    }
    player, action = (made.get(name) for name in ("player", "action"))
    if entry is not None and isinstance(player, int):
        made["player"] = entry.stage.players[player]
        if isinstance(action, int):
            made["action"] = entry.stage.actions[player][action]
    return made


def _data(value: Any, kind: str, entry: GameStudy | None) -> Any:
    """A value as data; `kind` is the annotation of the field that it comes from, which tells outcomes from numbers."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return value.value if isinstance(value, Enum) else plain(value)
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): _data(part, kind, entry) for name, part in value.items()}
    if isinstance(value, tuple | list):
        if entry is not None and "Profile" in kind and _is_profile(value, entry):
            return entry.stage.named(tuple(value))
        if entry is not None and "Strategies" in kind and _is_mixture(value, entry):
            return {
                player: dict(zip(actions, map(str, strategy), strict=True))
                for player, actions, strategy in zip(entry.stage.players, entry.stage.actions, value, strict=True)
            }
        if entry is not None and kind.startswith("tuple[int, int]"):  # a player and the action it would take
            player, action = value
            return {entry.stage.players[player]: entry.stage.actions[player][action]}
        return [_data(part, kind, entry) for part in value]
    if is_dataclass(value):
        return _facts(value, entry, set())
    return str(value)


def _is_profile(value: tuple[Any, ...] | list[Any], entry: GameStudy) -> bool:
    return len(value) == len(entry.stage.players) and all(isinstance(part, int) for part in value)


def _is_mixture(value: tuple[Any, ...] | list[Any], entry: GameStudy) -> bool:
    sizes = [len(part) if isinstance(part, tuple | list) else -1 for part in value]
    return sizes == [len(actions) for actions in entry.stage.actions] and not isinstance(value[0][0], tuple | list)
