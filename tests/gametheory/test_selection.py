from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.concepts import nash, pure_nash
from gametheory.game import StrategicGame
from gametheory.selection import Exposure, Welfare, advice
from gametheory.solution import EnclosedEquilibrium, Equilibrium
from tests.games import games

F = Fraction
HUNT = StrategicGame.from_arrays(
    [[[9, 0], [8, 7]], [[9, 8], [0, 7]]], ["us", "dprk"], [["suspend", "continue"], ["halt", "test"]]
)


def test_the_stag_hunt_where_payoff_and_risk_dominance_disagree():
    """Harsanyi and Selten (1988), section 3.9: (9, 9) payoff dominates, and 7 x 7 > 1 x 1 favours the other."""
    facts = advice(HUNT, pure_nash.solve(HUNT))
    assert facts.payoff_dominance == ((0, 1),)
    assert facts.payoff_dominant == 0
    (comparison,) = facts.risk_comparisons
    assert comparison.players == ("us", "dprk")
    assert comparison.losses == ((1, 1), (7, 7))
    assert comparison.products == (1, 49)
    assert comparison.dominant == facts.risk_dominant == 1
    assert facts.welfare == (Welfare(F(18), F(9)), Welfare(F(14), F(7)))
    assert facts.greatest_total == facts.greatest_least == (0,)
    assert facts.exposures == (
        Exposure(0, "us", "continue", "dprk", F(9), F(1)),
        Exposure(0, "dprk", "test", "us", F(9), F(1)),
    )


def test_no_choice_is_forced_where_the_facts_are_even():
    coordination = StrategicGame.from_arrays([[[1, 0], [0, 1]]] * 2)
    facts = advice(coordination, nash.solve(coordination))
    assert facts.payoff_dominant is None
    assert facts.risk_dominant is None
    assert [comparison.dominant for comparison in facts.risk_comparisons] == [None]
    assert len(facts.greatest_total) == 2


def test_a_single_equilibrium_dominates_no_other():
    prisoners = StrategicGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
    facts = advice(prisoners, nash.solve(prisoners))
    assert (facts.payoff_dominant, facts.risk_dominant) == (None, None)
    assert facts.exposures == ()  # nobody can hurt the other further


def test_nothing_dominates_all_where_an_equilibrium_is_only_enclosed():
    solution = pure_nash.solve(HUNT)
    enclosed = EnclosedEquilibrium((), ())
    facts = advice(HUNT, replace(solution, enclosed=(enclosed,)))
    assert facts.payoff_dominance == ((0, 1),)
    assert (facts.payoff_dominant, facts.risk_dominant) == (None, None)


def test_three_players_are_compared_where_two_differ():
    """The third player's action picks a stag hunt or nothing; the two equilibria of the hunt differ in two actions."""
    payoffs = [[[[HUNT.payoff(k, (a, b)), 0] for b in range(2)] for a in range(2)] for k in range(2)]
    third = [[[1, 0] for _ in range(2)] for _ in range(2)]
    game = StrategicGame.from_arrays([*payoffs, third])
    facts = advice(game, pure_nash.solve(game))
    (comparison,) = facts.risk_comparisons
    assert comparison.players == ("player_1", "player_2")
    assert comparison.products == (1, 49)
    assert facts.risk_dominant == 1
    trusted = {(found.deviator, found.victim) for found in facts.exposures if found.equilibrium == 0}
    assert ("player_3", "player_1") in trusted


def test_equilibria_that_differ_in_all_three_actions_are_not_compared_by_risk():
    same = [[[1, 0], [0, 0]], [[0, 0], [0, 1]]]
    game = StrategicGame.from_arrays([same] * 3)
    facts = advice(game, pure_nash.solve(game))
    profiles = [found.profile for found in pure_nash.solve(game).equilibria]
    assert profiles == [(0, 0, 0), (1, 1, 1)]
    assert facts.risk_comparisons == ()
    assert facts.risk_dominant is None


@settings(max_examples=100, deadline=None)
@given(games(players=st.integers(2, 3), most_actions=3))
def test_facts_hold_in_any_game(game):
    solution = pure_nash.solve(game)
    facts = advice(game, solution)
    payoffs = [found.payoffs for found in solution.equilibria]
    for one, own in enumerate(payoffs):
        for other, theirs in enumerate(payoffs):
            assert ((one, other) in facts.payoff_dominance) == all(a > b for a, b in zip(own, theirs, strict=True))
    assert all(min(loss) >= 0 for found in facts.risk_comparisons for loss in found.losses)
    for exposure in facts.exposures:
        start = solution.equilibria[exposure.equilibrium].profile
        deviator, victim = game.player_index(exposure.deviator), game.player_index(exposure.victim)
        action = game.action_index(deviator, exposure.action)
        after = Equilibrium.pure_at(game, (*start[:deviator], action, *start[deviator + 1 :]))
        before = payoffs[exposure.equilibrium]
        assert before[victim] - after.payoffs[victim] == exposure.loss > 0
        assert before[deviator] - after.payoffs[deviator] == exposure.cost >= 0


@settings(max_examples=60, deadline=None)
@given(games(most_actions=2), st.integers(1, 5), st.integers(-3, 3))
def test_risk_dominance_does_not_depend_on_a_players_units(game, factor, shift):
    """Harsanyi and Selten's first axiom: positive affine changes of one player's payoffs change nothing."""
    scaled = StrategicGame(
        game.players, game.actions, (tuple(factor * value + shift for value in game.payoffs[0]), game.payoffs[1])
    )
    before, after = (advice(each, pure_nash.solve(each)) for each in (game, scaled))
    assert before.risk_dominant == after.risk_dominant
    assert before.payoff_dominance == after.payoff_dominance
