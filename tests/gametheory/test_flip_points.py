from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from math import prod
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.concepts import nash, pure_nash, rationalizable
from gametheory.equilibrium_pattern import Pattern, pattern_of
from gametheory.errors import InvalidNumber, InvalidParameter, NotApplicable, UnknownName
from gametheory.flip_answer import FlipPoints
from gametheory.flip_points import flip_points
from gametheory.game import ParametricGame, StrategicGame
from gametheory.incentive import Incentive, Tie
from gametheory.interval import Interval
from gametheory.parameters import MultiAffine, Parameter
from gametheory.polynomial import RealRoot, between
from gametheory.solve import Play, solve

F = Fraction
P = MultiAffine.parameter("p")
STEPS = 24


def const(value: Fraction | int) -> MultiAffine:
    return MultiAffine.constant(value)


def affine(constant: Fraction | int, slope: Fraction | int) -> MultiAffine:
    return const(constant) + const(slope) * P


def game_of(payoffs: list[list[MultiAffine]], shape: tuple[int, ...], low: Any = 0, high: Any = 1) -> ParametricGame:
    actions = tuple(tuple(f"{'abc'[player]}{index}" for index in range(size)) for player, size in enumerate(shape))
    entry = Parameter("p", (F(low) + F(high)) / 2, F(low), F(high))
    return ParametricGame(("row", "column", "third")[: len(shape)], actions, tuple(map(tuple, payoffs)), {"p": entry})


@st.composite
def games(draw: st.DrawFn, shapes: st.SearchStrategy[tuple[int, ...]], most: int = 2) -> ParametricGame:
    """Coarse payoffs, so that ties for every value of the parameter, and coinciding roots, are the norm."""
    shape = draw(shapes)
    number = st.integers(-most, most)
    slope = draw(st.sampled_from([number, st.sampled_from([0, 0, 0, 1, -1])]))
    cells = st.tuples(number, slope).map(lambda pair: affine(*pair))
    size = prod(shape)
    return game_of(
        draw(st.lists(st.lists(cells, min_size=size, max_size=size), min_size=len(shape), max_size=len(shape))),
        shape,
        -1,
        1,
    )


two = st.tuples(st.integers(1, 3), st.integers(1, 3))
three = st.tuples(*[st.integers(1, 2)] * 3)


def check_by_sampling(game: ParametricGame, found: FlipPoints, answer: Callable[[StrategicGame], Any]) -> None:
    """No change within a cell, a change across every flip, and the right answer at every rational flip."""
    values = {F(step, STEPS) for step in range(-STEPS, STEPS + 1)}
    for cell in found.cells:
        inner = [between(cell.low, cell.high)]
        inner += [between(cell.low, inner[0]), between(inner[0], cell.high)]
        values.update(inner)
    for flip in found.flips:
        if isinstance(flip.value, Fraction):
            values.add(flip.value)
        assert len({flip.before, flip.here, flip.after} - {None}) > 1
    for value in values:
        assert pattern_of(answer(game.at({"p": value}))) == found.at(value)
    assert [cell.low for cell in found.cells[1:]] == [cell.high for cell in found.cells[:-1]]
    assert all(one.value < other.value for one, other in pairwise(found.flips))
    assert all(flip.binding for flip in found.flips)


@settings(deadline=None)
@given(games(two))
def test_all_equilibria_of_two_players_against_sampling(game: ParametricGame) -> None:
    check_by_sampling(game, flip_points(game, "p"), nash.solve)


@settings(deadline=None, max_examples=30)
@given(games(st.just((3, 3)), most=9))
def test_three_by_three_with_wide_payoffs_against_sampling(game: ParametricGame) -> None:
    check_by_sampling(game, flip_points(game, "p"), nash.solve)


@settings(deadline=None, max_examples=50)
@given(games(st.one_of(two, three)))
def test_pure_equilibria_of_any_number_of_players_against_sampling(game: ParametricGame) -> None:
    check_by_sampling(game, flip_points(game, "p", play=Play(concept="pure_nash")), pure_nash.solve)


@settings(deadline=None, max_examples=50)
@given(games(st.one_of(two, three)))
def test_rationalizable_actions_against_sampling(game: ParametricGame) -> None:
    check_by_sampling(game, flip_points(game, "p", play=Play(concept="rationalizable")), rationalizable.solve)


@settings(deadline=None, max_examples=30)
@given(
    games(st.tuples(st.integers(1, 2), st.integers(1, 3))),
    st.sampled_from(["subgame_perfect", "nash_stable", "sequentially_stable"]),
)
def test_concepts_of_rankings_against_sampling(game: ParametricGame, concept: str) -> None:
    play = Play("sequential" if concept == "subgame_perfect" else "ordinal", concept)
    check_by_sampling(game, flip_points(game, "p", play=play), lambda stage: solve(stage, play))


@settings(deadline=None, max_examples=30)
@given(games(two))
def test_a_binding_constraint_binds(game: ParametricGame) -> None:
    """At a rational flip the player is indifferent between the actions named against the one action named."""
    for flip in flip_points(game, "p").flips:
        for constraint in flip.binding:
            assert isinstance(constraint, Incentive)
            if isinstance(flip.value, Fraction) and len(constraint.against) == 1:
                stage, ((other,),) = game.at({"p": flip.value}), constraint.against
                profiles = [(own, other) if constraint.player == 0 else (other, own) for own in constraint.actions]
                assert len({stage.payoff(constraint.player, profile) for profile in profiles}) == 1


def inspection(name: str) -> ParametricGame:
    """Inspect or not, comply or violate: gain 1 to a violator who is not caught, penalty p, cost of inspection c."""
    penalty, cost = MultiAffine.parameter("penalty"), MultiAffine.parameter("cost")
    minus = const(-1)
    inspector = [minus * cost, minus * cost, const(0), minus]  # comply, violate under inspect; then under trust
    inspectee = [const(0), minus * penalty, const(0), const(1)]
    ranges = {"penalty": Parameter("penalty", F(2), F(-1), F(4)), "cost": Parameter("cost", F(1, 2), F(0), F(2))}
    assert name in ranges
    actions = (("inspect", "trust"), ("comply", "violate"))
    return ParametricGame(("inspector", "inspectee"), actions, (tuple(inspector), tuple(inspectee)), ranges)


def test_the_inspection_game_flips_where_the_penalty_bites_and_where_inspecting_pays() -> None:
    # With cost c < 1 and penalty p > 0 the only equilibrium is mixed; p < 0: violate always pays, and inspect is best.
    by_penalty = flip_points(inspection("penalty"), "penalty")
    assert [flip.value for flip in by_penalty.flips] == [0]
    assert by_penalty.now == Pattern.isolated([((0, 1), (0, 1))])
    assert by_penalty.flips[0].before == Pattern.isolated([((0,), (1,))])
    assert by_penalty.flips[0].binding == (Incentive(1, (0, 1), ((0,),)),)
    assert by_penalty.flips[0].distance == F(2, 5)
    # Inspecting costs more than a violation does beyond c = 1; at c = 0 it is free.
    by_cost = flip_points(inspection("cost"), "cost")
    assert [flip.value for flip in by_cost.flips] == [0, 1]
    assert by_cost.flips[1].after == Pattern.isolated([((1,), (1,))])
    assert by_cost.flips[1].binding == (Incentive(0, (0, 1), ((1,),)),)
    assert by_cost.flips[0].before is None
    assert by_cost.nearest in by_cost.flips


def test_the_critical_discount_factor_of_a_repeated_prisoners_dilemma() -> None:
    # Grim trigger against defection for ever, in averages: 3, (1 - d) 5 + d 1, (1 - d) 0 + d 1, 1. Critical: 1/2.
    row = [const(3), affine(0, 1), affine(5, -4), const(1)]
    column = [const(3), affine(5, -4), affine(0, 1), const(1)]
    found = flip_points(game_of([row, column], (2, 2)), "p")
    assert F(1, 2) in [flip.value for flip in found.flips]
    assert (0, 0) in found.at(F(1, 2)).pure
    assert (0, 0) not in found.at(F(49, 100)).pure
    assert (0, 0) in found.at(F(51, 100)).pure


def test_the_critical_prior_of_a_doubtful_partner() -> None:
    # Trusting yields 2 with a sincere partner and -3 with an opportunist; refusing yields 0. Critical prior: 3/5.
    found = flip_points(game_of([[affine(-3, 5), const(0)]], (2,)), "p")
    assert [flip.value for flip in found.flips] == [F(3, 5)]
    assert found.flips[0].binding == (Incentive(0, (0, 1), ((),)),)


def test_an_irrational_flip_has_its_minimal_polynomial_and_the_answer_at_it() -> None:
    found = golden()
    irrational = [flip for flip in found.flips if isinstance(flip.value, RealRoot)]
    assert [flip.value.polynomial for flip in irrational] == [(-1, 1, 1)]
    (flip,) = irrational
    assert flip.value.decimal(10) == "0.6180339887…"
    assert isinstance(flip.distance, Interval)
    assert flip.distance.decimal().startswith("0.118033988")
    assert flip.before != flip.after
    assert flip.here not in (flip.before, flip.after)  # all three columns tie: the component is longer


def golden() -> FlipPoints:
    """Row mixes 1 : p to make c0 and c1 tie at p / (1 + p); c2 always pays 1 - p, less just where p^2 + p > 1."""
    row = [const(0), const(1), const(0), const(1), const(0), const(0)]
    column = [P, const(0), affine(1, -1), const(0), const(1), affine(1, -1)]
    return flip_points(game_of([row, column], (2, 3)), "p")


def test_structural_ties_count_and_never_flip() -> None:
    # Entry deterrence whatever p in (0, 1): out is in equilibrium with a whole segment of threats.
    payoffs = [[const(0), const(0), const(-1), P], [const(2), const(2), const(-1), const(1)]]
    found = flip_points(game_of(payoffs, (2, 2)), "p")
    out, enter = ((0,), (0,)), ((1,), (1,))
    segment = (out, ((0,), (0, 1)))
    assert found.at(F(1, 2)) == Pattern.grouped([[[*segment]], [[enter]]])
    assert [flip.value for flip in found.flips] == [0]


@pytest.mark.parametrize("concept", ["correlated", "evolutionary", "coarse_correlated"])
def test_a_concept_that_cannot_says_which_can(concept: str) -> None:
    game = game_of([[affine(0, 1), const(0), const(0), const(0)]] * 2, (2, 2))
    with pytest.raises(NotApplicable, match=r"nash, .*pure_nash"):
        flip_points(game, "p", play=Play(concept=concept))


def test_unseen_moves_and_mixed_equilibria_of_three_are_refused() -> None:
    game = game_of([[affine(0, 1), const(0), const(0), const(0)]] * 2, (2, 2))
    with pytest.raises(NotApplicable, match="every move to be seen"):
        flip_points(game, "p", play=Play("sequential", "subgame_perfect", {"observed": False}))
    with pytest.raises(NotApplicable, match="pure_nash takes any number"):
        flip_points(game_of([[affine(0, 1)]] * 3, (1, 1, 1)), "p", play=Play())
    with pytest.raises(NotApplicable, match="no parameter"):
        flip_points(game.at(), "p")


def test_ties_are_named_where_rankings_decide() -> None:
    # The second mover is bought off exactly at p = 1/2.
    payoffs = [[const(1), const(0)], [P, affine(1, -1)]]
    found = flip_points(game_of(payoffs, (1, 2)), "p", play=Play("sequential", "subgame_perfect"))
    assert [flip.value for flip in found.flips] == [F(1, 2)]
    assert found.flips[0].binding == (Tie(1, ((0, 0), (0, 1))),)
    assert len(found.flips[0].here.pure) == 2


def test_a_tie_by_coincidence_comes_after_that_of_the_outcomes_which_take_turns() -> None:
    payoffs = [[const(0)] * 4, [affine(-2, -1), affine(-3, 1), P, affine(1, -1)]]
    (flip,) = flip_points(game_of(payoffs, (1, 4)), "p", play=Play("sequential", "subgame_perfect")).flips
    assert flip.value == F(1, 2)
    assert flip.binding == (Tie(1, ((0, 2), (0, 3))), Tie(1, ((0, 0), (0, 1))))


def test_nash_of_a_sequence_speaks_of_plans() -> None:
    payoffs = [[const(1), const(0), const(0), P], [const(1), const(0), const(0), affine(1, -2)]]
    found = flip_points(game_of(payoffs, (2, 2)), "p", play=Play("sequential", "nash"))
    assert found.game.shape == (2, 4)
    assert F(1, 2) in [flip.value for flip in found.flips]


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        ({"name": "q"}, UnknownName, "no parameter is named 'q'"),
        ({"name": "p", "low": 1, "high": 0}, InvalidParameter, "is empty"),
        ({"name": "p", "low": "1/2", "high": "1/2"}, InvalidParameter, "one value only"),
        ({"name": "p", "low": -1}, InvalidParameter, "leaves the parameter's own"),
        ({"name": "p", "high": "many"}, InvalidNumber, "high end of p"),
        ({"name": "p", "low": float("nan")}, InvalidNumber, "finite"),
        ({"name": "p", "low": "3/4"}, InvalidParameter, "stands at 1/2, outside"),
        ({"name": "p", "at": {"p": 7}}, InvalidParameter, "outside its range"),
        ({"name": "p", "at": {"r": 7}}, UnknownName, "'r'"),
    ],
)
def test_bad_input_is_told(arguments: dict[str, Any], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        flip_points(game_of([[affine(0, 1), const(1)]], (2,)), **arguments)


def test_a_parameter_that_the_game_does_not_use_flips_nothing() -> None:
    found = flip_points(game_of([[const(0), const(1)]], (2,)), "p")
    assert found.flips == ()
    assert len(found.cells) == 1
    assert (found.cells[0].low_included, found.cells[0].high_included) == (True, True)
    assert found.nearest is None
    with pytest.raises(InvalidParameter, match="outside the range"):
        found.at(2)


def test_the_documents_of_a_result() -> None:
    found = golden()
    document = found.to_dict()
    values = [flip["value"] for flip in document["flips"]]
    (irrational,) = [value for value in values if isinstance(value, dict)]
    assert irrational["polynomial"] == ["-1", "1", "1"]
    assert F(irrational["lower"]) < found.flips[values.index(irrational)].value < F(irrational["upper"])
    frame = found.to_frame()
    assert list(frame["kind"]).count("flip") == len(found.flips)
    assert list(frame["kind"]).count("interval") == len(found.cells)
    assert frame["low"].is_monotonic_increasing
    text = str(found)
    assert "0.618033…" in text
    assert text.count("\n") == len(found.flips) + len(found.cells)


def test_roots_of_both_ends_are_flips_of_the_ends() -> None:
    found = flip_points(game_of([[P, const(0), const(1)]], (3,)), "p")
    assert [(flip.value, flip.before is None, flip.after is None) for flip in found.flips] == [(1, False, True)]
