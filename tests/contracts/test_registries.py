"""Every entry of every folder has its front door, so an entry cannot be half added."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import pkgutil
from pathlib import Path
from types import ModuleType

import pytest

import gametheory
import payoffs
import reports
from gametheory.concepts import CONCEPTS
from gametheory.forms import FORMS
from payoffs import scenarios
from payoffs.scenario_file import load_scenario
from payoffs.utility import parametric_game
from reports.answers import ANSWERS
from reports.figures import FIGURES
from reports.formats import FORMATS


def all_modules() -> list[str]:
    return sorted(
        module.name
        for package in (gametheory, payoffs, reports)
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    )


def parameters(function: object) -> list[str]:
    return list(inspect.signature(function).parameters)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", CONCEPTS.names())
def test_a_concept_has_its_front_door(name: str) -> None:
    concept = CONCEPTS.load(name)
    assert all(isinstance(kind, type) for kind in concept.ACCEPTS)
    assert parameters(concept.solve)[0] == "game"
    assert parameters(concept.deviations)[0] == "game"
    assert_definition_in_head(concept)


@pytest.mark.parametrize("name", FORMS.names())
def test_a_form_has_its_front_door(name: str) -> None:
    form = FORMS.load(name)
    assert dataclasses.is_dataclass(form.Rules)
    assert parameters(form.play) == ["stage", "rules"]
    assert form.DEFAULT_CONCEPT in CONCEPTS.names()


@pytest.mark.parametrize("name", FIGURES.names())
def test_a_figure_has_its_front_door(name: str) -> None:
    figure = FIGURES.load(name)
    assert parameters(figure.draw) == ["study", "axes", "game"]
    assert parameters(figure.size) == ["study", "game", "width"]
    assert parameters(figure.applies) == parameters(figure.data) == ["study", "game"]
    assert figure.SCOPE in ("game", "scenario")
    assert (figure.__doc__ or "").splitlines()[0].endswith(".")


@pytest.mark.parametrize("name", ANSWERS.names())
def test_a_kind_of_answer_has_its_front_door(name: str) -> None:
    family = ANSWERS.load(name)
    assert parameters(family.show) == ["terminal", "answer"]
    class_name = "".join(part.capitalize() for part in name.split("_"))
    assert hasattr(family, class_name), f"the file is named after the answer's class, {class_name}"


@pytest.mark.parametrize("name", FORMATS.names())
def test_a_format_has_its_front_door(name: str) -> None:
    renderer = FORMATS.load(name)
    assert renderer.SUFFIX.startswith(".")
    assert parameters(renderer.render) == ["document"]


@pytest.mark.parametrize("name", scenarios.names())
def test_a_built_in_scenario_is_whole(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.games
    for game in scenario.games:
        assert parametric_game(scenario, game).at().players


def assert_definition_in_head(module: ModuleType) -> None:
    head = inspect.getdoc(module) or ""
    assert len(head.splitlines()) > 2, f"{module.__name__} states no definition before its code"


@pytest.mark.parametrize("name", all_modules())
def test_a_module_says_what_it_holds_and_exports_what_it_names(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__
    for exported in getattr(module, "__all__", ()):
        assert hasattr(module, exported), f"{name} exports {exported} and does not have it"


@pytest.mark.parametrize("name", all_modules())
def test_public_functions_and_classes_are_described(name: str) -> None:
    module = importlib.import_module(name)
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    bare = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert bare == []


def test_nothing_outside_the_scenarios_knows_a_scenario() -> None:
    names = {"korea", "dprk", "pyongyang", "russia", "moscow", "washington", "thaad"}
    for name in all_modules():
        if name.startswith(("gametheory", "reports")):
            source = Path(str(importlib.import_module(name).__file__)).read_text(encoding="utf-8").casefold()
            assert [word for word in names if word in source] == [], name
