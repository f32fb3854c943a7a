"""Types in a game's file: read, checked at their place, and what they say of the built-in scenario."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest

from gametheory.bayesian_solution import BayesianSolution, Separation
from gametheory.errors import InvalidParameter
from gametheory.forms.incomplete_information import Rules
from gametheory.game import ParametricGame
from gametheory.solve import Play, solve
from gametheory.thresholds import Thresholds, thresholds
from payoffs.errors import ScenarioError
from payoffs.plays import play_named
from payoffs.scenario import Scenario
from payoffs.scenario_file import load_scenario, read_scenario
from payoffs.type_settings import type_rules, with_types
from payoffs.utility import parametric_game, settings
from tests.payoffs.conftest import GAME, MAIN, Write, line_of

TYPES = """
[types.dprk.careful]
definition = "Safety first."
set = { dprk_safety = 3 }
lever = "verification"
paragraphs = [1]

[types.dprk.bold]
definition = "The bomb first."
set = { dprk_bomb = 3 }
paragraphs = [1]

[plays.unsure]
definition = "Nobody knows which."
form = "incomplete_information"
concept = "bayes_nash"
paragraphs = [1]
"""


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario("north_korea_2017")


def stage_of(scenario: Scenario, game: str, **options: object) -> ParametricGame:
    stage = parametric_game(scenario, game)
    values = settings(scenario, **options)  # type: ignore[arg-type]
    return stage.moved({name: value for name, value in values.items() if name in stage.parameters})


def solved(scenario: Scenario, game: str, play: str, **options: object) -> BayesianSolution:
    stated = with_types(scenario, game, play_named(scenario.games[game], play))
    answer = solve(stage_of(scenario, game, **options), stated)
    assert isinstance(answer, BayesianSolution)
    return answer


def line_over(scenario: Scenario, game: str, play: str, parameter: str, **options: object) -> Thresholds:
    stated = with_types(scenario, game, play_named(scenario.games[game], play))
    return thresholds(stage_of(scenario, game, **options), Rules(**stated.rules), parameter)


def plan_of(answer: BayesianSolution) -> Mapping[str, str]:
    """What each player does for certain at each information set of the one equilibrium."""
    (found,) = answer.equilibria
    entries = zip(answer.game.information_sets, found.behaviour, strict=True)
    return {
        f"{answer.players[entry.player]} {entry.name}".strip(): entry.actions[chances.index(Fraction(1))]
        for entry, chances in entries
    }


def test_types_are_read_and_solved(write: Write) -> None:
    scenario = read_scenario(write(MAIN, freeze=GAME + TYPES))
    rules = type_rules(scenario, "freeze")
    assert rules["prior"] == {"dprk": {"careful": "verification"}}
    assert rules["types"]["dprk"] == {"careful": {"dprk_safety": 3}, "bold": {"dprk_bomb": 3}}
    play = with_types(scenario, "freeze", play_named(scenario.games["freeze"], "unsure"))
    answer = solve(parametric_game(scenario, "freeze"), play)
    assert isinstance(answer, BayesianSolution)
    chances = answer.game.bayesian.marginal(answer.players.index("dprk"))
    assert chances[0] == scenario.levers["verification"].default
    plain = Play("simultaneous")
    assert with_types(scenario, "freeze", plain) is plain
    own = Play("incomplete_information", "bayes_nash", {"types": {"dprk": {"one": {}}}})
    assert with_types(scenario, "freeze", own) is own


@pytest.mark.parametrize(
    ("old", "new", "part", "message"),
    [
        ("[types.dprk.", "[types.dpkr.", "[types.dpkr.careful]", "player is named 'dpkr'"),
        ("set = { dprk_safety = 3 }", 'reading = "carefull"', 'reading = "carefull"', "no reading"),
        ("dprk_safety = 3", "dprk_saftey = 3", "set = { dprk_saftey = 3 }", "no interest or lever"),
        ("dprk_safety = 3", "dprk_safety = 30", "set = { dprk_safety = 30 }", "outside its range"),
        ('lever = "verification"', 'lever = "verifikation"', 'lever = "verifikation"', "no lever"),
        ('lever = "verification"', "probability = 2", "probability = 2", "at most 1"),
        ('lever = "verification"', "probability = -1", "probability = -1", "at least 0"),
        ('lever = "verification"', "", "[types.dprk.careful]", "careful and bold have no probability"),
        ('lever = "verification"', 'lever = "verification"\nprobability = 0.5', 'lever = "verification"', "not both"),
        ("bold]\n", "bold]\nprobability = 0.9\n", "[types.dprk.careful]", "sum to"),
        ("paragraphs = [1]\n\n[types.dprk.bold]", "\n[types.dprk.bold]", "[types.dprk.careful]", "assumption"),
    ],
)
def test_types_at_fault_are_named_at_their_place(write: Write, old: str, new: str, part: str, message: str) -> None:
    text = GAME + TYPES.replace(old, new)
    with pytest.raises(ScenarioError) as caught:
        read_scenario(write(MAIN, freeze=text))
    (fault,) = caught.value.faults
    assert message in fault.message
    assert fault.line == line_of(text, part)


def test_a_play_with_types_needs_types(write: Write) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(write(MAIN, freeze=GAME + TYPES[TYPES.index("[plays") :]))
    (fault,) = caught.value.faults
    assert "nobody has types" in fault.message
    with pytest.raises(InvalidParameter, match="nobody has types"):
        Rules()


def test_suspicion_makes_washington_dismiss_and_assurance_makes_trust_matter(scenario: Scenario) -> None:
    answer = solved(scenario, "sponsorship", "signal")
    plan = plan_of(answer)
    assert {plan["us enforce"], plan["us withhold"]} == {"dismiss"}
    # With Seoul assured, enforcement is accepted exactly where the sponsors are trusted enough.
    line = line_over(scenario, "sponsorship", "signal", "sponsor_sincerity", policy="assurance_for_seoul")
    stage = stage_of(scenario, "sponsorship", policy="assurance_for_seoul")

    def gain(sincerity: int) -> Fraction:
        at = stage.at({"sponsor_sincerity": sincerity})
        accept, dismiss = (at.profile_named({"us": own, "sponsors": "enforce"}) for own in ("accept", "dismiss"))
        return at.payoff(0, accept) - at.payoff(0, dismiss)

    needed = -gain(0) / (gain(1) - gain(0))
    assert line.where("us", "accept", seen={"sponsors": "enforce"}) == ((needed, Fraction(1)),)
    assert scenario.levers["sponsor_sincerity"].default < needed


def test_enforcement_separates_for_costs_in_an_interval(scenario: Scenario) -> None:
    """Those who do not mean it copy the signal while it costs less than acceptance brings them."""
    cost = "rus_own_sanction_cost"
    line = line_over(scenario, "sponsorship", "signal", cost, policy="assurance_for_seoul")
    (separating,) = line.separating("sponsors")
    stage = stage_of(scenario, "sponsorship", policy="assurance_for_seoul")
    opportunist = type_rules(scenario, "sponsorship")["types"]["sponsors"]["opportunistic"]

    def copying(weight: Fraction) -> Fraction:
        at = stage.at({**opportunist, cost: weight})
        copied = at.profile_named({"us": "accept", "sponsors": "enforce"})
        return at.payoff(1, copied) - at.payoff(1, at.profile_named({"us": "dismiss", "sponsors": "withhold"}))

    assert (separating.low, separating.high) == (Fraction(5, 3), stage.parameters[cost].high)
    assert copying(separating.low) == 0
    assert copying(stage.parameters[cost].default) > 0
    # At the default cost the signal is too cheap: opportunists copy it now and then, and are believed now and then.
    (found,) = solved(scenario, "sponsorship", "signal", policy="assurance_for_seoul").equilibria
    assert found.separation == {1: Separation.SEMI_SEPARATING}
    above = solved(scenario, "sponsorship", "signal", policy="assurance_for_seoul", at={cost: 2})
    assert Separation.SEPARATING in {entry.separation[1] for entry in above.equilibria}


def test_the_suspicion_tax(scenario: Scenario) -> None:
    """How much surer of Pyongyang Washington must be to back talks that Moscow leads than talks that it does not."""
    line = line_over(scenario, "engagement", "unsure_of_dprk", "dprk_security_seeking")
    ((suspect, _),) = line.where("us", "back", seen={"russia": "lead"})
    ((neutral, _),) = line.where("us", "back", seen={"russia": "follow"})
    stage = stage_of(scenario, "engagement")
    at = stage.at()

    def worth(**names: str) -> Fraction:
        return at.payoff(1, at.profile_named(names))

    def needed(russia: str) -> Fraction:
        """The probability of talks at which backing them is worth as much as pressure and none."""
        come = worth(russia=russia, us="back", dprk="negotiate")
        fail = worth(russia=russia, us="back", dprk="hold_out")
        return (worth(russia=russia, us="pressure", dprk="hold_out") - fail) / (come - fail)

    assert (suspect, neutral) == (needed("lead"), needed("follow"))
    tax = suspect - neutral
    assert tax == Fraction(9, 32)
    default = scenario.levers["dprk_security_seeking"].default
    assert neutral < default < suspect, "at the default, suspicion alone decides"
    trusted = line_over(scenario, "engagement", "unsure_of_dprk", "dprk_security_seeking", at={"sponsor_sincerity": 1})
    assert trusted.where("us", "back", seen={"russia": "lead"})[0][0] == neutral
    plan = plan_of(solved(scenario, "engagement", "unsure_of_dprk"))
    assert (plan["russia"], plan["us lead"], plan["us follow"]) == ("follow", "pressure", "back")


@pytest.mark.parametrize(("game", "first"), [("coercion", "tighten"), ("dual_freeze", "continue")])
def test_a_committed_pyongyang_changes_nothing_where_all_move_at_once(
    scenario: Scenario, game: str, first: str
) -> None:
    line = line_over(scenario, game, "unsure_of_dprk", "dprk_security_seeking")
    assert line.points == ()
    ((low, high),) = line.where(scenario.games[game].players[0].id, first)
    assert (low, high) == (0, 1)


def test_relief_comes_first_only_if_pyongyang_is_likely_enough_to_seek_safety(scenario: Scenario) -> None:
    line = line_over(scenario, "coercion", "unsure_of_dprk_and_first", "dprk_security_seeking")
    ((low, high),) = line.where("us", "relax")
    assert 0 < low < scenario.levers["dprk_security_seeking"].default
    assert high == 1
    for value, action in ((low / 2, "tighten"), ((low + 1) / 2, "relax")):
        answer = solved(scenario, "coercion", "unsure_of_dprk_and_first", at={"dprk_security_seeking": value})
        assert plan_of(answer)["us"] == action
