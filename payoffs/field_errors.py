"""The types of one document: a model of `payoffs.scenario` as far as it makes one, and its faults in plain words."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from gametheory.errors import nearest_name
from payoffs.errors import Fault
from payoffs.toml_document import TomlDocument
from payoffs.toml_places import KeyPath

__all__ = ["Validated", "validated"]

_Model = TypeVar("_Model", bound=BaseModel)

_HINTS_GIVEN = 100
"""Looking for the nearest name takes time, so only so many faults of a document get one."""


@dataclass(frozen=True, slots=True)
class Validated(Generic[_Model]):
    """What a document holds, as far as its types are right.

    Attributes
    ----------
    content : model or None
        Whole where there is no fault. Otherwise without the entries at fault (an interest, an effect), so that the
        others can still be judged; None where what is left makes no model.
    faults : tuple of Fault
        What is wrong with keys and types.
    left_out : mapping from str to collection
        For each field of the model at fault, the keys or indices of the entries that `content` lacks.
    """

    content: _Model | None
    faults: tuple[Fault, ...] = ()
    left_out: Mapping[str, Collection[int | str]] = field(default_factory=dict)

    def original(self, path: KeyPath) -> KeyPath:
        """The path in the document of what stands at `path` in the content."""
        if len(path) < 2 or not isinstance(path[1], int) or path[0] not in self.left_out:
            return path
        index = path[1]
        for missing in sorted(entry for entry in self.left_out[str(path[0])] if isinstance(entry, int)):
            index += missing <= index
        return (path[0], index, *path[2:])


def validated(model: type[_Model], document: TomlDocument, stand_ins: Mapping[str, object]) -> Validated[_Model]:
    """The document as a model, with every fault of its keys and types.

    Parameters
    ----------
    model : type of a pydantic model
        What the document should be.
    document : TomlDocument
        A document that has been parsed.
    stand_ins : mapping from str to object
        Valid values of those fields of the model that other entries can be judged without.
    """
    try:
        return Validated(model.model_validate(document.data, strict=True))
    except ValidationError as error:
        errors = error.errors(include_url=False)
    faults: dict[tuple[object, ...], Fault] = {}
    left_out: dict[str, set[int | str]] = {}
    for number, details in enumerate(errors):
        branch = next((step for step in details["loc"] if step in _BRANCHES), None)
        path, rest = _path_of(tuple(step for step in details["loc"] if step not in _BRANCHES), document.data)
        what = _value_at(document.data, path)
        if branch == _ID_BRANCH and isinstance(what, tuple):
            continue  # the other branch of "an id, or a list of ids" says what is wrong with the list
        if branch == _ID_BRANCH and not isinstance(what, str):
            details["type"] = "id_or_list"
        message, at_key, hint = _words(model, path, rest, what, details, number < _HINTS_GIVEN)
        missing = (path, *rest) if details["type"] == "missing" else (path,)
        faults.setdefault(missing, document.fault(path, message, at_key=at_key, hint=hint))
        left_out.setdefault(str(details["loc"][0]), set()).update(path[1:2])
    data = {name: value for name, value in document.data.items() if name not in left_out}
    data |= {name: _without(document.data.get(name), entries) for name, entries in left_out.items() if entries}
    data |= {name: stand_ins[name] for name in left_out if name in stand_ins}
    try:
        content = model.model_validate(data, strict=True)
    except ValidationError:
        content = None
    return Validated(content, tuple(faults.values()), left_out)


def _without(collection: object, entries: Collection[int | str]) -> object:
    """A table or an array without some of its entries."""
    if isinstance(collection, Mapping):
        return {key: value for key, value in collection.items() if key not in entries}
    if isinstance(collection, tuple):
        return tuple(value for index, value in enumerate(collection) if index not in entries)
    return collection


def _path_of(loc: tuple[int | str, ...], data: Any) -> tuple[KeyPath, tuple[int | str, ...]]:
    """The part of a pydantic location that exists in the data, and the rest of it."""
    for length, step in enumerate(loc):
        inside = step in data if isinstance(data, Mapping) else isinstance(data, tuple) and step in range(len(data))
        if not inside:
            return loc[:length], loc[length:]
        data = data[step]
    return loc, ()


def _value_at(data: Any, path: KeyPath) -> Any:
    for step in path:
        data = data[step]
    return data


def _words(
    model: type[BaseModel],
    path: KeyPath,
    rest: tuple[int | str, ...],
    what: object,
    details: Any,
    hinted: bool,
) -> tuple[str, bool, str]:
    """The message, whether the key rather than the value is at fault, and the hint."""
    kind, context = details["type"], details.get("ctx", {})
    name = path[-1] if path else ""
    where = _table_name(path if kind == "missing" else path[:-1])
    if kind == "missing" and isinstance(rest[0], int):
        return f"a list of two is needed; this one has {len(what)}", False, ""  # type: ignore[arg-type]
    if kind == "missing":
        return f"the key {rest[0]!r} is missing{where}", True, ""
    if kind == "extra_forbidden":
        known = _keys_of(model, path[:-1])
        nearest = nearest_name(str(name), known) if hinted else None
        hint = f"the nearest is {nearest!r}" if nearest else f"there are: {', '.join(known)}"
        return f"unknown key {_short(name)}{where}", True, hint
    if kind == "string_pattern_mismatch":
        at_key = bool(rest) and rest[-1] == "[key]"
        return f"{_short(name if at_key else what)} is not {_PATTERNS[context['pattern']]}", at_key, ""
    if kind == "literal_error":
        nearest = nearest_name(what, _QUOTED.findall(context["expected"])) if isinstance(what, str) and hinted else None
        return (
            f"{_shown(what)}; {context['expected']} is needed",
            False,
            f"the nearest is {nearest!r}" if nearest else "",
        )
    if kind == "too_long" and context["field_type"] == "Tuple":
        return f"a list of {context['max_length']} is needed; this one has {context['actual_length']}", False, ""
    if kind == "too_short" and context["actual_length"]:
        fewest, there = context["min_length"], context["actual_length"]
        return f"{name!r} has {there}; at least {fewest} are needed", False, ""
    if kind == "too_short":
        return f"{name!r} is empty; at least one is needed", False, ""
    if kind == "string_too_short":
        return f"{name!r} is empty; some text is needed", False, ""
    if kind == "string_too_long":
        return f"{name!r} has {len(str(what))} characters; no more than {context['max_length']} are held", False, ""
    if kind in {"greater_than_equal", "less_than_equal"}:
        bound = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
        return f"{_shown(what)}; it must be {bound}", False, ""
    if kind == "value_error":
        return str(context["error"]).replace("the number", str(name) if isinstance(name, str) else "this", 1), False, ""
    return f"{_shown(what)}; {_NEEDED.get(kind, details['msg'])} is needed", False, ""


_QUOTED = re.compile("'([^']*)'")

_ID_BRANCH = "constrained-str"
_BRANCHES = (_ID_BRANCH, "tuple[constrained-str, ...]")
"""What pydantic puts into a location for the two types of an effect's `when`."""

_NEEDED = {
    "id_or_list": "an id in quotes, or a list of ids,",
    "string_type": "text in quotes",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list in brackets",
    "dict_type": "a table",
    "mapping_type": "a table",
    "model_type": "a table",
}

_ID = "an id, which is lower-case letters, digits and underscores, a letter first, 64 at most"
_PATTERNS = {
    r"^[a-z][a-z0-9_]{0,63}$": _ID,
    r"^(1 - )?[a-z][a-z0-9_]{0,63}$": "the id of a lever, written 'lever' or '1 - lever'",
    r"^[1-9]\d*\.[1-9]\d*$": "a paragraph and a sentence in it, such as '7.2'",
}


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return f"this is {str(value).lower()}"
    if isinstance(value, str):
        return f"this is the text {_short(value)}"
    if isinstance(value, Mapping):
        return "this is a table"
    if isinstance(value, tuple):
        return "this is a list"
    return f"this is {_short(value)}"


def _short(value: object) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 70 else f"{text[:67]}..."


def _table_name(path: KeyPath) -> str:
    """Where a key is at fault, such as " in players 1, actions 2"; nothing at the top of a file."""
    name = ""
    for before, step in zip(("", *path), path, strict=False):
        if isinstance(step, int):
            name += f" {step + 1}"
        else:
            name += f"{', ' if isinstance(before, int) else '.' if name else ''}{step}"
    return f" in {_short(name)[1:-1]}" if name else ""


def _keys_of(model: type[BaseModel], path: KeyPath) -> list[str]:
    """The keys that the table at `path` of a document may hold."""
    kind: Any = model
    for step in path:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            fields = {field.alias or name: field.annotation for name, field in kind.model_fields.items()}
            kind = fields.get(str(step))
        else:
            kind = get_args(kind)[-1 if get_origin(kind) is Mapping else 0]
        while get_origin(kind) in {Union, UnionType}:
            kind = get_args(kind)[0]
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return []
    return [field.alias or name for name, field in kind.model_fields.items() if not field.exclude]
