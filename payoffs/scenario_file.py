"""Reading a scenario: a folder of TOML files becomes a `Scenario`, or every fault of all of them at once.

``scenario.toml`` holds the scenario; every other ``*.toml`` beside it is a game, whose id is the file's name. A
scenario that is returned is sound: every name refers to something, every entry says where it comes from, every number
is within its range, and at the default weights and under every reading the payoffs hold what the comparisons state.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from gametheory.errors import UnknownName, nearest_name
from payoffs.contradictions import in_payoffs
from payoffs.errors import Fault, ScenarioError
from payoffs.field_errors import Validated, validated
from payoffs.game_references import in_game, repeated_comparisons
from payoffs.plays import in_plays
from payoffs.references import Declared, Finding, in_scenario, no_name
from payoffs.scenario import Game, Scenario
from payoffs.toml_document import TomlDocument

__all__ = ["MOST_GAMES", "load_scenario", "read_scenario", "scenario_hash"]

MOST_GAMES = 1000
"""The most games that a scenario may have."""

_MAIN = "scenario.toml"


def load_scenario(name_or_folder: str) -> Scenario:
    """The built-in scenario of that name (hyphens and underscores are the same), else the scenario in that folder.

    Raises
    ------
    UnknownName
        If it is neither, and does not look like a path.
    ScenarioError
        As `read_scenario`.
    """
    from payoffs import scenarios

    known = scenarios.names()
    if name_or_folder.replace("-", "_") in known:
        return _read(scenarios.folder(name_or_folder), name_or_folder)
    folder = Path(name_or_folder)
    if not name_or_folder or (folder.name == name_or_folder and not _exists(folder)):
        raise UnknownName("scenario or folder", name_or_folder, known)
    return _read(folder, name_or_folder)


def read_scenario(folder: Path | Traversable) -> Scenario:
    """The scenario in a folder.

    Parameters
    ----------
    folder : Path or Traversable
        Faults name the files as this does.

    Raises
    ------
    ScenarioError
        With every fault of every file: of the folder, of TOML's grammar, of keys and types, of names that refer to
        nothing, of numbers out of range, of entries that do not say where they come from, and of comparisons that
        contradict each other or the weights. What payoffs say is judged where nothing that they hang on is at fault.
    """
    return _read(folder, str(folder) if isinstance(folder, Path) else folder.name)


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


_HUGE = 10**1000
_MAIN_STAND_INS: Mapping[str, object] = {
    "schema": 1,
    "title": "-",
    "question": "-",
    "source": {"title": "-", "author": "-", "publisher": "-", "year": 0, "paragraphs": 100_000},
    "weight_range": (-_HUGE, _HUGE),
}
_GAME_STAND_INS: Mapping[str, object] = {
    "schema": 1,
    "family": "a",
    "title": "-",
    "question": "-",
    "paragraphs": (),
    "note": "",
}
"""What stands in for a field at fault that other entries can be judged without."""

_PAYOFFS_NEED = {"actors", "interests", "levers", "weight_range", "players", "effects", "comparisons"}
_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
_NEAREST_GIVEN = 100
_MOST_COMPARED = 1000


def _read(folder: Path | Traversable, label: str) -> Scenario:
    faults: list[Fault] = []
    documents: dict[str, TomlDocument] = {}
    for name, file in _files(folder, label, faults):
        try:
            documents[name] = TomlDocument.read(file, f"{label.rstrip('/')}/{file.name}")
        except ScenarioError as error:
            faults += error.faults
    unread = bool(faults)
    checked = {
        name: validated(Game, document, _GAME_STAND_INS) for name, document in documents.items() if name != _MAIN
    }
    for result in checked.values():
        faults += result.faults
    scenario = None
    if _MAIN in documents:
        main = validated(Scenario, documents[_MAIN], _MAIN_STAND_INS)
        faults += main.faults
        if main.content is not None:
            games = {name: game.content for name, game in checked.items() if game.content is not None}
            scenario = main.content.model_copy(update={"games": games})
            results: dict[str, Validated[Any]] = {**checked, _MAIN: main}
            faults += _faults(_findings(scenario, _declared(documents, unread), results), documents, results)
    if faults or scenario is None:
        order = {document.name: number for number, document in enumerate(documents.values())}
        raise ScenarioError(
            sorted(faults, key=lambda fault: (order.get(fault.path, -1), fault.line or 0, fault.column or 0))
        )
    return scenario


def _files(folder: Path | Traversable, label: str, faults: list[Fault]) -> Iterator[tuple[str, Path | Traversable]]:
    """The main file, then each game's by its id; what is wrong with the folder is added to the faults."""
    try:
        if not folder.is_dir():
            there = "this is a file; a scenario is a folder" if folder.is_file() else "there is no such folder"
            faults.append(Fault(label, None, None, there))
            return
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        faults.append(Fault(label, None, None, f"the folder cannot be read: {error.strerror or error}"))
        return
    if all(entry.name != _MAIN for entry in entries):
        faults.append(Fault(label, None, None, f"there is no {_MAIN} in this folder, so it is no scenario"))
        return
    yield _MAIN, folder.joinpath(_MAIN)
    games = [
        entry
        for entry in entries
        if entry.name.lower().endswith(".toml") and entry.name != _MAIN and not entry.name.startswith(".")
    ]
    if len(games) > MOST_GAMES:
        faults.append(Fault(label, None, None, f"there are {len(games)} games; no more than {MOST_GAMES} are read"))
        return
    for entry in games:
        name = entry.name[: -len(".toml")]
        if entry.name.endswith(".toml") and _ID.fullmatch(name):
            yield name, entry
        else:
            message = "a game is named after its file, and this name is not an id: lower-case letters, digits and "
            message += "underscores, a letter first, 64 at most, then .toml"
            faults.append(Fault(f"{label.rstrip('/')}/{entry.name}", None, None, message))


def _declared(documents: Mapping[str, TomlDocument], unread: bool) -> Declared:
    main = documents[_MAIN].data

    def section(name: str) -> Mapping[str, object]:
        found = main.get(name)
        return found if isinstance(found, Mapping) else {}

    comparisons = {}
    for name, document in documents.items():
        stated = document.data.get("comparisons") if name != _MAIN else None
        for entry in stated if isinstance(stated, tuple) else ():
            if isinstance(entry, Mapping) and isinstance(entry.get("id"), str):
                comparisons[entry["id"]] = entry
    return Declared(
        actors=section("actors"),
        interests=section("interests"),
        levers=section("levers"),
        actions=section("actions"),
        assumptions=section("assumptions"),
        readings=section("readings"),
        comparisons=None if unread else comparisons,
    )


def _findings(scenario: Scenario, declared: Declared, results: Mapping[str, Validated[Any]]) -> Iterator[Finding]:
    at_fault: dict[str | None, set[str]] = {None: set(results[_MAIN].left_out)}
    at_fault |= {name: set(results[name].left_out) for name in scenario.games}

    def kept(findings: Iterator[Finding]) -> Iterator[Finding]:
        for finding in findings:
            if finding.spoils:
                at_fault[finding.game].add(str(finding.path[0]))
            yield finding

    games = [name for name in results if name != _MAIN]
    if scenario.headline is not None and scenario.headline not in games:
        yield no_name(None, ("headline",), "game", scenario.headline, games)
    yield from kept(in_scenario(scenario, declared))
    yield from kept(repeated_comparisons(scenario))
    for name in scenario.games:
        if "players" not in at_fault[name]:
            yield from kept(in_game(scenario, name, declared, results[name].left_out))
    for name in scenario.games:
        if not _PAYOFFS_NEED & (at_fault[None] | at_fault[name]):
            yield from in_payoffs(scenario, name, "readings" not in at_fault[None] | at_fault[name])
            if not {"plays", "types", "readings"} & (at_fault[None] | at_fault[name]):
                yield from in_plays(scenario, name)


def _faults(
    findings: Iterator[Finding], documents: Mapping[str, TomlDocument], results: Mapping[str, Validated[Any]]
) -> Iterator[Fault]:
    for number, finding in enumerate(findings):
        file = finding.game or _MAIN
        hint = finding.hint
        if finding.asked:
            compared = finding.known if len(finding.known) <= _MOST_COMPARED and number < _NEAREST_GIVEN else ()
            nearest = nearest_name(finding.asked, compared)
            listed = ", ".join(list(finding.known)[:12]) + (", ..." if len(finding.known) > 12 else "")
            hint = f"the nearest is {nearest!r}" if nearest else f"there are: {listed}" if listed else "there are none"
        path = results[file].original(finding.path)
        yield documents[file].fault(path, finding.message, at_key=finding.at_key, hint=hint)


def _exists(folder: Path) -> bool:
    try:
        return folder.exists()
    except OSError:  # such as a name that is too long
        return False
