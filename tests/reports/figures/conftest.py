"""The default scenario, studied once for all figures."""

from __future__ import annotations

import pytest

from payoffs.scenario_file import load_scenario
from reports.study import Study, make_study


@pytest.fixture(scope="session")
def korea() -> Study:
    return make_study(load_scenario("north_korea_2017"))
