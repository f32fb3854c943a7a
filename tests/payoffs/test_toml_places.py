"""Documents of every layout, written by a writer that notes where it puts each key, and read by the scan under test."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payoffs.toml_places import KeyPath, entries, places

NAMES = ["a", "b", "a-b", "1", "x y", "", "é", "#", "]", "=", ".", "'", '"', "\\", "a.b", "\t"]

SCALARS = [
    "1",
    "-0.5",
    "1e3",
    "nan",
    "true",
    "1979-05-27 07:32:00",
    "07:32:00",
    '""',
    "''",
    r'"a # ] } , = \" \\"',
    r"'\'",
    '"""\n[x]\na = 1 # """',
    r'"""\""" \\"""',
    '""""q"""""',  # opens with one quote of its own and closes with two
    "'''\n]'' q''''",
    "''''''",
]


def key_paths(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Every key path of a document as tomllib understands it."""
    parts: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, list):
        parts = list(enumerate(value))
    for step, part in parts:
        yield (*path, step)
        yield from key_paths(part, (*path, step))


class Writer:
    """Writes a document piece by piece and notes the offsets of the key and the value at each key path."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.text = ""
        self.noted: dict[KeyPath, tuple[int, int]] = {}
        self.defined: set[KeyPath] = set()

    def pick(self, *options: str) -> str:
        return self.draw(st.sampled_from(options))

    def maybe(self) -> bool:
        return self.draw(st.booleans())

    def names(self, most: int = 3) -> list[str]:
        return self.draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=most))

    def note(self, path: KeyPath, key: int, value: int, defines: bool) -> None:
        """What defines a path beats what only implies it; among equals the first counts."""
        if path not in self.noted or (defines and path not in self.defined):
            self.noted[path] = (key, value)
        if defines:
            self.defined.add(path)

    def key(self, name: str) -> None:
        ways = ['"' + name.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("é", "\\u00e9") + '"']
        if re.fullmatch(r"[A-Za-z0-9_-]+", name):
            ways.append(name)
        if "'" not in name:
            ways.append(f"'{name}'")
        self.text += self.pick(*ways)

    def dotted(self, base: KeyPath, names: list[str], indices: dict[KeyPath, int]) -> tuple[KeyPath, int]:
        """Write a dotted key; give its path and where its last part starts."""
        path = base
        for number, name in enumerate(names):
            if number:
                self.text += self.pick(".", " . ", ".\t")
            start = len(self.text)
            self.key(name)
            path = (*path, name)
            if number < len(names) - 1:
                self.note(path, start, start, defines=False)
                if path in indices:
                    path = (*path, indices[path])
        return path, start

    def pair(self, base: KeyPath, names: list[str], depth: int) -> None:
        path, start = self.dotted(base, names, {})
        self.text += self.pick(" = ", "=", "\t=  ")
        self.note(path, start, len(self.text), defines=True)
        self.value(path, depth)

    def value(self, path: KeyPath, depth: int) -> None:
        kind = self.draw(st.sampled_from(["scalar", "scalar", "array", "inline"] if depth else ["scalar"]))
        if kind == "scalar":
            self.text += self.pick(*SCALARS)
        elif kind == "array":
            self.array(path, depth)
        else:
            self.inline(path, depth)

    def array(self, path: KeyPath, depth: int) -> None:
        self.text += "["
        count = self.draw(st.integers(0, 3))
        for index in range(count):
            self.text += self.pick("", " ", "\n  ", "\n# ] , [\n")
            self.note((*path, index), len(self.text), len(self.text), defines=True)
            self.value((*path, index), depth - 1)
            self.text += self.pick("", " ", "\n") + ("," if index < count - 1 or self.maybe() else "")
        self.text += self.pick("", "\n", " # ]\n") + "]"

    def inline(self, path: KeyPath, depth: int) -> None:
        self.text += "{" + self.pick("", " ")
        for number, name in enumerate(self.names()):
            self.text += self.pick(", ", ",") if number else ""
            self.pair(path, [name] if self.maybe() else [name, "k"], depth - 1)
        self.text += self.pick("", " ") + "}"

    def gap(self) -> None:
        self.text += self.pick("\n", "  # a = 1 [b]\n", "\n\n\t\n")
        self.text += self.pick("", "  ", "\t", "# [c]\n")

    def pairs(self, path: KeyPath, names: list[str]) -> None:
        for name in names:
            self.pair(path, [name] if self.maybe() else [name, *self.names(2)], 2)
            self.gap()

    def header(self, names: list[str], indices: dict[KeyPath, int], element: bool) -> KeyPath:
        self.text += ("[[" if element else "[") + self.pick("", " ")
        path, start = self.dotted((), names, indices)
        if element:
            self.note(path, start, start, defines=False)
            indices[path] = indices.get(path, -1) + 1
            path = (*path, indices[path])
        self.note(path, start, start, defines=True)
        self.text += self.pick("", " ") + ("]]" if element else "]")
        self.gap()
        return path

    def table(self, names: list[str], indices: dict[KeyPath, int], depth: int) -> None:
        """A table under a header, and tables within it; a header may come late, or not at all."""
        own, below = self.split()
        if self.maybe() and depth and below:
            for name in below:
                self.table([*names, name], indices, depth - 1)
            below = []
            if not own:
                return
        self.pairs(self.header(names, indices, element=False), own)
        for name in below if depth else []:
            self.table_or_elements([*names, name], indices, depth - 1)

    def table_or_elements(self, names: list[str], indices: dict[KeyPath, int], depth: int) -> None:
        if self.maybe():
            self.table(names, indices, depth)
            return
        for _ in range(self.draw(st.integers(1, 3))):
            own, below = self.split()
            self.pairs(self.header(names, indices, element=True), own)
            for name in below if depth else []:
                self.table_or_elements([*names, name], indices, depth - 1)

    def split(self) -> tuple[list[str], list[str]]:
        names = self.names(4)
        cut = self.draw(st.integers(0, len(names)))
        return names[:cut], names[cut:]


@st.composite
def documents(draw: st.DrawFn) -> Writer:
    writer = Writer(draw)
    own, below = writer.split()
    writer.gap()
    writer.pairs((), own)
    indices: dict[KeyPath, int] = {}
    for name in below:
        writer.table_or_elements([name], indices, 2)
    return writer


@given(documents())
@settings(max_examples=150, deadline=None)
def test_every_key_path_is_found_where_it_was_written(writer: Writer) -> None:
    data = tomllib.loads(writer.text)
    found = {path: (entry.key, entry.value) for path, entry in places(writer.text).items()}
    assert set(found) == set(key_paths(data))
    assert found == writer.noted


@given(documents(), st.data())
@settings(max_examples=50, deadline=None)
def test_on_a_document_that_breaks_off_the_places_before_stay_right(writer: Writer, data: st.DataObject) -> None:
    end = data.draw(st.integers(0, len(writer.text)))
    last_line = writer.text.rfind("\n", 0, end) + 1  # which may have lost half a key
    part, whole = (
        [entry for entry in entries(text) if entry.key < last_line] for text in (writer.text[:end], writer.text)
    )
    assert part == whole


@given(st.text(alphabet="ab=.,[]{}\"'#\\ \n\t1", max_size=60))
@settings(max_examples=300)
def test_the_scan_ends_on_any_text(text: str) -> None:
    for entry in entries(text):
        assert 0 <= entry.key <= entry.value <= len(text)


def test_every_key_of_the_built_in_scenarios_is_found() -> None:
    for folder in files("payoffs.scenarios").iterdir():
        if not folder.is_dir() or not (folder / "scenario.toml").is_file():
            continue
        for file in folder.iterdir():
            text = file.read_text(encoding="utf-8")
            assert set(places(text)) == set(key_paths(tomllib.loads(text)))


@pytest.mark.parametrize(
    "text", ["", "\n", "# a = 1", "[", "[[", "a", "a =", "a = [", "a = {", 'a = "', "= 1", "[a", "a.=1"]
)
def test_fragments(text: str) -> None:
    assert len(list(entries(text))) <= 2
