from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.errors import InvalidGame, UnknownName
from payoffs import scenarios as built_in
from payoffs.provenance import Factor, explain
from payoffs.scenario import Scenario
from payoffs.scenario_file import load_scenario, read_scenario
from payoffs.utility import game_at
from payoffs.utility import settings as settings_of
from tests.payoffs.conftest import Write
from tests.payoffs.made import points, scenarios


def holds(scenario: Scenario, name: str, at: dict[str, Fraction]) -> None:
    """Every cell is there once, in order, and its terms add up to the payoff that the game has."""
    game = game_at(scenario, name, at)
    cells = explain(scenario, name, at=at)
    assert [(cell.profile, cell.player) for cell in cells] == [
        (profile, player) for profile in game.profiles() for player in game.players
    ]
    for cell in cells:
        assert cell.value == game.payoff(game.player_index(cell.player), cell.profile)
        assert sum((term.contribution for term in cell.terms), Fraction(0)) == cell.value
        for term in cell.terms:
            product = term.weight * term.level
            for factor in term.times:
                product *= factor.value
            assert term.contribution == product
            assert term.paragraphs or term.assumption


@given(scenarios(), st.data())
@settings(deadline=None)
def test_contributions_add_up_to_the_payoff_in_any_scenario(scenario: Scenario, data: st.DataObject) -> None:
    holds(scenario, "game", data.draw(points(scenario)))


@pytest.mark.parametrize("name", built_in.names())
def test_contributions_add_up_in_every_cell_of_the_built_in_scenarios(name: str) -> None:
    scenario = load_scenario(name)
    points_of_view = [settings_of(scenario)]
    points_of_view += [settings_of(scenario, readings=[reading]) for reading in scenario.readings]
    points_of_view += [settings_of(scenario, policy=policy) for policy in scenario.policies]
    for game in scenario.games:
        for at in points_of_view:
            holds(scenario, game, at)


def test_a_cell_opened_by_hand(write: Write) -> None:
    scenario = read_scenario(write())
    washington, pyongyang = explain(scenario, "freeze", (0, 0), {"offer": "1/4"})
    assert (washington.player, washington.value) == ("us", Fraction(1, 4))
    calm, assurance = washington.terms
    assert (calm.interest, calm.effect, calm.weight, calm.level, calm.contribution) == ("us_calm", 0, 2, 1, 1)
    assert calm.times == (Factor("verification", False, Fraction(1, 2)),)
    assert assurance.times == (Factor("offer", True, Fraction(3, 4)),)
    assert (assurance.contribution, assurance.paragraphs, assurance.assumption) == (Fraction(-3, 4), (2,), "salience")
    assert [term.interest for term in pyongyang.terms] == ["dprk_safety"]


def test_a_profile_gives_the_cells_that_the_whole_game_gives(write: Write) -> None:
    scenario = read_scenario(write())
    everything = explain(scenario, "freeze")
    assert explain(scenario, "freeze", (1, 0)) == tuple(cell for cell in everything if cell.profile == (1, 0))


@pytest.mark.parametrize("profile", [(0,), (0, 0, 0), (2, 0), (-1, 0), ()])
def test_a_profile_that_does_not_exist(write: Write, profile: tuple[int, ...]) -> None:
    with pytest.raises(InvalidGame):
        explain(read_scenario(write()), "freeze", profile)


def test_names_that_do_not_exist(write: Write) -> None:
    scenario = read_scenario(write())
    with pytest.raises(UnknownName):
        explain(scenario, "thaw")
    with pytest.raises(UnknownName):
        explain(scenario, "freeze", at={"nothing": 1})
