"""Studies that several tests read and none changes."""

from __future__ import annotations

import pytest

from payoffs.scenario_file import load_scenario
from reports.document import Document
from reports.gallery import Gallery
from reports.report import report
from reports.study import Study, make_study
from tests.reports.made import hostile, scenario


@pytest.fixture(scope="session")
def study() -> Study:
    return make_study(scenario())


@pytest.fixture(scope="session")
def korea() -> Study:
    return make_study(load_scenario("north_korea_2017"))


@pytest.fixture(scope="session")
def document(study: Study) -> Document:
    return report(study)


@pytest.fixture(scope="session")
def hostile_document() -> Document:
    return report(make_study(hostile()))


class NoFigures(Gallery):
    """A gallery in which no figure applies, for tests of texts and tables."""

    def has(self, name: str, game: str = "") -> bool:
        return False


@pytest.fixture(scope="session")
def no_figures(study: Study) -> Gallery:
    return NoFigures(study, ("svg",), {})
