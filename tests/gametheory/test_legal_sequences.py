"""Legal sequences, least values with their proofs, reachability and coalitions, all against plain searches."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.coalitions import coalition_improvements, coalitionally_stable, equilibrium_jumps
from gametheory.concepts import CONCEPTS
from gametheory.errors import CertificateError, InvalidGame, TooLarge
from gametheory.graph_model import GraphModel
from gametheory.least_reachable import check_least, least_reachable
from gametheory.legal_sequences import Move, reachable, sequences
from gametheory.reachability import distances, indispensable, shortest_path
from gametheory.stability import solve_graph
from tests.graph_models import models

RESPONSIVE = ("general_metarational", "symmetric_metarational", "sequentially_stable")


def walks(model: GraphModel, start: int, movers: Collection[int], improving: bool, most: int) -> Iterator[list[Move]]:
    """Every legal sequence of one to `most` moves, by trying them all."""
    step = model.improvements if improving else model.targets
    grown: list[list[Move]] = [[]]
    for _ in range(most):
        grown = [
            [*walk, Move(player, state, target)]
            for walk in grown
            for state in [walk[-1].state if walk else start]
            for player in movers
            if not walk or player != walk[-1].player
            for target in step(player, state)
        ]
        yield from grown


@settings(deadline=None)
@given(models(most_states=4, most_players=3, most_moves=4), st.booleans())
def test_sequences_are_legal_and_none_is_shorter(model: GraphModel, improving: bool) -> None:
    step = model.improvements if improving else model.targets
    everyone = range(len(model.players))
    for start in range(len(model.states)):
        shortest: dict[int, int] = {}
        for walk in walks(model, start, everyone, improving, 5):
            shortest.setdefault(walk[-1].state, len(walk))
        found = list(sequences(step, start, everyone))
        assert [path[-1].state for path in found] == list(reachable(step, start, everyone))
        assert [len(path) for path in found] == sorted(len(path) for path in found)
        for path in found:
            assert path[0].origin == start
            assert all(move.state in step(move.player, move.origin) for move in path)
            for one, two in pairwise(path):
                assert one.state == two.origin
                assert one.player != two.player
        assert {path[-1].state: len(path) for path in found if len(path) <= 5} == shortest


@settings(deadline=None)
@given(models(), st.data())
def test_least_values_are_those_of_the_reachable_lists(model: GraphModel, data: st.DataObject) -> None:
    size = len(model.states)
    movers = data.draw(st.sets(st.integers(0, len(model.players) - 1)))
    values = data.draw(st.lists(st.integers(0, 5), min_size=size, max_size=size))
    for graphs, step in ((model.moves, model.targets), (model.improvement_graphs(), model.improvements)):
        found = least_reachable(graphs, movers, values)
        check_least(step, movers, values, found)
        assert found.least == [
            min((values[state] for state in reachable(step, start, movers)), default=None) for start in range(size)
        ]


@settings(deadline=None)
@given(models(), st.data())
def test_a_wrong_least_value_fails_its_proof(model: GraphModel, data: st.DataObject) -> None:
    size = len(model.states)
    movers = data.draw(st.sets(st.integers(0, len(model.players) - 1)))
    values = data.draw(st.lists(st.integers(0, 5), min_size=size, max_size=size))
    found = least_reachable(model.moves, movers, values)
    last, state = data.draw(st.sampled_from([(last, state) for last in found.claims for state in range(size)]))
    right = found.claims[last][state]
    found.claims[last][state] = data.draw(
        st.one_of(st.none(), st.integers(-1, 6)).filter(lambda wrong: wrong != right), label="wrong"
    )
    with pytest.raises(CertificateError):
        check_least(model.targets, movers, values, found)


def test_a_claim_that_is_handed_round_in_a_circle_fails() -> None:
    """Two players who can only move to and fro claim a value that no state has."""
    to_and_fro = (((1,), (0,)), ((1,), (0,)))
    model = GraphModel(("a", "b"), ("x", "y"), to_and_fro, ((1, 2), (2, 1)))
    found = least_reachable(model.moves, (0, 1), (5, 5))
    for last in found.claims:
        found.claims[last][:] = [3, 3]
        found.onward[last][:] = [(1 if last == 0 else 0, 1), (1 if last == 0 else 0, 0)]
    with pytest.raises(CertificateError):
        check_least(model.targets, (0, 1), (5, 5), found)


@settings(deadline=None)
@given(models())
def test_an_equilibrium_is_what_leaves_no_deviation(model: GraphModel) -> None:
    for concept in ("nash_stable", *RESPONSIVE):
        entry = CONCEPTS.load(concept)
        answer = entry.solve(model)
        assert answer.equilibria == tuple(s for s in range(len(model.states)) if not entry.deviations(model, s))
        for state in range(len(model.states)):
            unsettled = {found.player for found in entry.deviations(model, state)}
            assert unsettled == {
                player for player, row in zip(model.players, answer.stable, strict=True) if not row[state]
            }


@settings(deadline=None)
@given(models(), st.data())
def test_a_wrong_answer_fails_its_certificate(model: GraphModel, data: st.DataObject) -> None:
    concept = CONCEPTS.load(data.draw(st.sampled_from(RESPONSIVE)))
    answer = concept.solve(model)
    player = data.draw(st.integers(0, len(model.players) - 1))
    state = data.draw(st.integers(0, len(model.states) - 1))
    rows = [list(row) for row in answer.stable]
    rows[player][state] = not rows[player][state]
    with pytest.raises(CertificateError):
        concept.certify(model, replace(answer, stable=tuple(map(tuple, rows))))


def test_a_false_equilibrium_of_nash_fails_its_certificate() -> None:
    model = GraphModel.from_lists(["a", "b"], {"one": {"a": ["b"]}}, {"one": ["b", "a"]})
    concept = CONCEPTS.load("nash_stable")
    with pytest.raises(CertificateError):
        concept.certify(model, replace(concept.solve(model), stable=((True, True),)))


@settings(deadline=None)
@given(models(most_states=5, most_players=3, most_moves=5), st.booleans())
def test_ways_from_a_status_quo(model: GraphModel, improving: bool) -> None:
    everyone = set(range(len(model.players)))
    step = model.improvements if improving else model.targets
    for start in range(len(model.states)):
        far = distances(model, start, improving)
        assert far[start] == 0
        for goal in range(len(model.states)):
            path = shortest_path(model, start, goal, improving)
            assert (path is None) == (goal not in far)
            needed = indispensable(model, start, goal, improving)
            if path is None:
                assert needed is None
            else:
                assert len(path) == far[goal]
                assert start == goal or path[-1].state == goal
                assert needed == tuple(
                    player
                    for player in sorted(everyone)
                    if goal != start and goal not in set(reachable(step, start, everyone - {player}))
                )


@settings(deadline=None)
@given(models(most_states=5, most_players=3, most_moves=6))
def test_coalition_improvements_are_what_all_members_prefer(model: GraphModel) -> None:
    players = range(len(model.players))
    for state in range(len(model.states)):
        expected = {
            (members, target)
            for size in range(2, len(model.players) + 1)
            for members in combinations(players, size)
            for target in reachable(model.targets, state, members)
            if all(model.ranks[player][target] > model.ranks[player][state] for player in members)
        }
        found = list(coalition_improvements(model, state))
        assert {(one.coalition, one.state) for one in found} == expected
        assert all(one.moves[-1].state == one.state and one.moves[0].origin == state for one in found)
        assert coalitionally_stable(model, state) == (not expected)
        for player in players:  # a coalition of one improves by its unilateral improvements alone
            alone = {one.state for one in coalition_improvements(model, state, [player])}
            assert alone == set(model.improvements(player, state))


@settings(deadline=None)
@given(models(most_states=5, most_players=4, most_moves=6))
def test_jumps_name_the_smallest_coalitions_only(model: GraphModel) -> None:
    equilibria = solve_graph(model, "general_metarational").equilibria
    jumps = [(one.origin, one.state, set(one.coalition)) for one in equilibrium_jumps(model, equilibria)]
    for state in equilibria:
        for found in coalition_improvements(model, state):
            covering = [h for origin, goal, h in jumps if (origin, goal) == (state, found.state)]
            if found.state in equilibria:
                assert any(members <= set(found.coalition) for members in covering)
    for origin, goal, members in jumps:
        assert {origin, goal} <= set(equilibria)
        assert not any(smaller < members for o, g, smaller in jumps if (o, g) == (origin, goal))


def test_coalitions_that_are_none_are_refused() -> None:
    model = GraphModel.from_lists(["a", "b"], {"one": {"a": ["b"]}}, {"one": ["b", "a"], "two": ["b", "a"]})
    for wrong in ([], [2], [-1]):
        with pytest.raises(InvalidGame, match="a coalition"):
            list(coalition_improvements(model, 0, wrong))
    crowd = tuple(f"p{number}" for number in range(13))
    large = GraphModel(crowd, ("s",), (((),),) * 13, ((1,),) * 13)
    with pytest.raises(TooLarge, match="8178 coalitions"):
        list(coalition_improvements(large, 0))
    assert coalitionally_stable(large, 0, [0, 12])
