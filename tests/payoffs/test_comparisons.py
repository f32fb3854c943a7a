from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.game import Profile
from gametheory.parameters import point_of
from payoffs.comparisons import Interval, contradictions, cycles, expand, number_of_pairs, values_that_satisfy
from payoffs.scenario import Comparison, Game, Scenario
from payoffs.scenario_file import read_scenario
from payoffs.utility import parametric_game
from tests.payoffs.conftest import Write
from tests.payoffs.made import points, scenarios


def pairs_by_definition(game: Game, comparison: Comparison) -> set[tuple[Profile, Profile]]:
    """All pairs of profiles in which the named players do as told and the others do alike."""
    shape = [range(len(player.actions)) for player in game.players]
    found = set()
    for better, worse in product(product(*shape), repeat=2):
        alike = True
        for index, player in enumerate(game.players):
            if player.id in comparison.prefers:
                alike &= player.actions[better[index]].id == comparison.prefers[player.id]
                alike &= player.actions[worse[index]].id == comparison.to[player.id]
            else:
                alike &= better[index] == worse[index]
        if alike:
            found.add((better, worse))
    return found


def contradictory(game: Game, stated: Sequence[Comparison]) -> bool:
    """Whether no ranking can satisfy all of them, by the transitive closure of their pairs."""
    reaches = {pair for comparison in stated for pair in pairs_by_definition(game, comparison)}
    strict = {pair for comparison in stated if comparison.strict for pair in pairs_by_definition(game, comparison)}
    while True:
        longer = {(a, d) for a, b in reaches for c, d in reaches if b == c} - reaches
        if not longer:
            return any(better == worse or (worse, better) in reaches for better, worse in strict)
        reaches |= longer


@given(scenarios(comparisons=4))
@settings(deadline=None)
def test_a_comparison_stands_for_one_pair_for_each_way_the_others_may_act(scenario: Scenario) -> None:
    game = scenario.games["game"]
    for comparison in game.comparisons:
        pairs = expand(game, comparison)
        assert len(set(pairs)) == len(pairs)
        assert set(pairs) == pairs_by_definition(game, comparison)
    assert number_of_pairs(game) == sum(len(expand(game, comparison)) for comparison in game.comparisons)


@given(scenarios(comparisons=5))
@settings(max_examples=200, deadline=None)
def test_cycles_are_found_exactly_where_no_ranking_satisfies_the_comparisons(scenario: Scenario) -> None:
    game = scenario.games["game"]
    found = list(cycles(game))
    for player in game.players:
        stated = [comparison for comparison in game.comparisons if comparison.player == player.id]
        own = [cycle for cycle in found if cycle[0].player == player.id]
        assert bool(own) == contradictory(game, stated)
        for cycle in own:
            assert all(comparison in stated for comparison in cycle)
            assert contradictory(game, cycle)
            assert not any(contradictory(game, [c for c in cycle if c is not left_out]) for left_out in cycle)
        rest = [comparison for comparison in stated if not any(comparison in cycle for cycle in own)]
        assert not contradictory(game, rest)


@given(scenarios(comparisons=4), st.data())
@settings(deadline=None)
def test_contradictions_are_the_comparisons_that_the_numbers_do_not_hold(
    scenario: Scenario, data: st.DataObject
) -> None:
    game, stage = scenario.games["game"], parametric_game(scenario, "game")
    values = data.draw(points(scenario))
    point = point_of(stage.parameters, {name: value for name, value in values.items() if name in stage.parameters})
    set_aside = data.draw(st.sets(st.sampled_from(["c0", "c1", "c2", "c3"])))
    at_point = stage.at(point)
    expected = []
    for comparison in game.comparisons:
        player = at_point.player_index(comparison.player)
        gaps = [
            at_point.payoff(player, better) - at_point.payoff(player, worse)
            for better, worse in pairs_by_definition(game, comparison)
        ]
        if comparison.id not in set_aside and (min(gaps) < 0 or (comparison.strict and min(gaps) == 0)):
            expected.append(comparison.id)
    found = list(contradictions(game, stage, point, set_aside))
    assert [entry.comparison.id for entry in found] == expected
    for entry in found:
        player = at_point.player_index(entry.comparison.player)
        assert (entry.better, entry.worse) in pairs_by_definition(game, entry.comparison)
        assert entry.payoff_of_better == at_point.payoff(player, entry.better)
        assert entry.payoff_of_worse == at_point.payoff(player, entry.worse)
        assert entry.payoff_of_better <= entry.payoff_of_worse


def inside(interval: Interval | None, value: Fraction) -> bool:
    if interval is None:
        return False
    above = value > interval.low or (value == interval.low and not interval.low_open)
    return above and (value < interval.high or (value == interval.high and not interval.high_open))


@given(scenarios(comparisons=3), st.data())
@settings(max_examples=200, deadline=None)
def test_the_values_that_satisfy_are_exactly_those(scenario: Scenario, data: st.DataObject) -> None:
    """Tried at the ends of the interval, just inside, just outside, and at every quarter of the range."""
    game, stage = scenario.games["game"], parametric_game(scenario, "game")
    point = point_of(stage.parameters)
    player = data.draw(st.sampled_from([entry.id for entry in game.players]))
    found = values_that_satisfy(game, stage, player, point)
    stated = [comparison for comparison in game.comparisons if comparison.player == player]
    compared = [
        row[stage.position(better)] - row[stage.position(worse)]
        for row in [stage.payoffs[stage.player_index(player)]]
        for comparison in stated
        for better, worse in pairs_by_definition(game, comparison)
    ]
    for name, parameter in stage.parameters.items():
        interval = found.get(name)
        if not any(name in difference.parameters for difference in compared):
            assert interval is None
            continue
        tried = {parameter.low + (parameter.high - parameter.low) * Fraction(step, 8) for step in range(9)}
        for end in (interval.low, interval.high) if interval else ():
            tried |= {end, end - Fraction(1, 1000), end + Fraction(1, 1000)}
        for value in tried:
            there = contradictions(game, stage, {**point, name: value})
            holds = not any(entry.comparison in stated for entry in there)
            assert inside(interval, value) == (holds and parameter.low <= value <= parameter.high)


@pytest.mark.parametrize(
    ("constant", "slope", "strict", "expected"),
    [
        (0, 1, True, "more than 0 and at most 2"),
        (0, 1, False, "at least 0 and at most 2"),
        (1, -1, True, "at least -1 and less than 1"),
        (1, -1, False, "at least -1 and at most 1"),
        (2, -1, False, "at least -1 and at most 2"),
        (2, -1, True, "at least -1 and less than 2"),
        (1, 1, True, "more than -1 and at most 2"),
        (-2, 1, False, "exactly 2"),
        (-2, 1, True, None),
        (0, 0, False, "at least -1 and at most 2"),
        (0, 0, True, None),
        (-1, 0, False, None),
    ],
)
def test_where_an_affine_expression_is_positive(constant: int, slope: int, strict: bool, expected: str | None) -> None:
    part = Interval(Fraction(-1), Fraction(2)).where_positive(Fraction(constant), Fraction(slope), strict)
    assert part.empty == (expected is None)
    if expected is not None:
        assert str(part) == expected


def test_index_profiles_by_hand(write: Write) -> None:
    game = read_scenario(write()).games["freeze"]
    assert expand(game, game.comparisons[0]) == [((0, 0), (0, 1)), ((1, 0), (1, 1))]
    assert expand(game, game.comparisons[1]) == [((1, 1), (0, 1))]
