"""Subgame perfection: against its definition by enumeration, published games, ties counted, and certificates."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings

from gametheory import backward_induction
from gametheory.concepts import nash, pure_nash, subgame_perfect
from gametheory.errors import CertificateError, NotApplicable, TooLarge
from gametheory.forms.sequential import Rules, play
from gametheory.game import StrategicGame
from gametheory.solve import Play, solve
from gametheory.tree import Chance, Decision, ExtensiveGame, InformationSet, Move, Nature, Terminal
from gametheory.tree_nodes import Tree
from tests.games import COARSE, games
from tests.published_trees import deterrence, poker
from tests.trees import is_subgame_perfect, pure_behaviours, trees, trees_with_unseen_moves


@settings(deadline=None, max_examples=80)
@given(trees())
def test_with_perfect_information_every_equilibrium_is_counted(game: ExtensiveGame) -> None:
    if sum(1 for _ in zip(range(3000), pure_behaviours(game), strict=False)) == 3000:
        return
    wanted = Counter(
        frozenset(game.reached(behaviour).items())
        for behaviour in pure_behaviours(game)
        if is_subgame_perfect(game, behaviour)
    )
    solution = subgame_perfect.solve(game)
    subgame_perfect.certify(game, solution)
    assert {frozenset(entry.reached.items()): entry.count for entry in solution.equilibria} == wanted
    assert solution.complete
    assert solution.equilibria, "a finite game of perfect information has one (Zermelo, Kuhn)"


@settings(deadline=None, max_examples=80)
@given(trees_with_unseen_moves())
def test_with_unseen_moves_every_pure_equilibrium_leads_to_a_listed_outcome(game: ExtensiveGame) -> None:
    if sum(1 for _ in zip(range(2000), pure_behaviours(game), strict=False)) == 2000:
        return
    wanted = {
        frozenset(game.reached(behaviour).items())
        for behaviour in pure_behaviours(game)
        if is_subgame_perfect(game, behaviour)
    }
    solution = subgame_perfect.solve(game)
    subgame_perfect.certify(game, solution)
    assert {frozenset(entry.reached.items()) for entry in solution.equilibria if entry.pure} >= wanted
    assert all(is_subgame_perfect(game, entry.behaviour) for entry in solution.equilibria)


@settings(deadline=None, max_examples=60)
@given(trees_with_unseen_moves())
def test_subgame_perfect_equilibria_are_nash_equilibria(game: ExtensiveGame) -> None:
    form = game.strategic_form()
    for entry in subgame_perfect.solve(game).equilibria:
        for player in range(len(game.players)):
            plans = [
                tuple(
                    tuple(Fraction(index == plan[number]) for index in range(len(chances)))
                    if number in plan
                    else chances
                    for number, chances in enumerate(entry.behaviour)
                )
                for plan in form.plans[player]
            ]
            assert max(game.values(behaviour)[0][player] for behaviour in plans) == entry.payoffs[player]


@settings(deadline=None, max_examples=30)
@given(games(most_actions=3, numbers=COARSE))
def test_a_simultaneous_game_has_its_nash_equilibria(stage: StrategicGame) -> None:
    solution = solve(stage, Play("sequential", "subgame_perfect", {"observed": False}))
    wanted = nash.solve(stage)
    assert {(entry.behaviour, entry.payoffs) for entry in solution.equilibria} <= {
        (entry.strategies, entry.payoffs) for entry in wanted.equilibria
    }
    assert {frozenset(outcome.lottery.items()) for outcome in solution.outcomes()} == {
        frozenset(outcome.lottery.items()) for outcome in wanted.outcomes()
    }
    if stage.shape[0] > 1:  # otherwise there is one mover only, whose pure strategies are what counts
        assert solution.complete == all(len(component) == 1 for component in wanted.components)


@pytest.mark.parametrize(
    ("challenger", "defender", "outcome"),
    [(True, True, "quo"), (True, False, "win"), (False, True, "quo"), (False, False, "quo")],
)
def test_deterrence_fails_only_for_a_hard_challenger_of_a_soft_defender(
    challenger: bool, defender: bool, outcome: str
) -> None:
    game = deterrence(challenger, defender)
    solution = subgame_perfect.solve(game)
    (equilibrium,) = solution.equilibria
    ends = [game.nodes[node] for node in equilibrium.reached]
    assert [end.name for end in ends if isinstance(end, Terminal)] == [outcome]
    assert solution.complete


def test_without_a_proper_subgame_it_is_nash() -> None:
    (equilibrium,) = subgame_perfect.solve(poker()).equilibria
    assert equilibrium.payoffs == (Fraction(1, 3), Fraction(-1, 3))
    assert not equilibrium.pure


def entry_game() -> ExtensiveGame:
    """Stay out, or enter and then meet: out pays (2, 2); inside, a coordination game with (3, 1), (1, 3), else 0."""
    inside = Decision(
        "a",
        {
            "up": Decision("b", {"left": Terminal((3, 1)), "right": Terminal((0, 0))}, "inside"),
            "down": Decision("b", {"left": Terminal((0, 0)), "right": Terminal((1, 3))}, "inside"),
        },
        "inside",
    )
    return ExtensiveGame.from_tree(["a", "b"], Decision("a", {"out": Terminal((2, 2)), "in": inside}, "start"))


def test_every_equilibrium_of_a_simultaneous_subgame_is_followed_up() -> None:
    solution = subgame_perfect.solve(entry_game())
    found = Counter((entry.payoffs, entry.count) for entry in solution.equilibria)
    assert found == {((3, 1), 1): 1, ((2, 2), 2): 1}  # in with (3, 1) to come; out before (1, 3) and before the mixture
    assert solution.complete
    form = entry_game().strategic_form()
    nash_payoffs = {entry.payoffs for entry in pure_nash.solve(form).equilibria}
    assert nash_payoffs == {(3, 1), (2, 2)}


def test_a_ladder_of_ties_is_counted_without_being_listed() -> None:
    rungs = 60
    tree: Tree = Terminal((0, 0))
    for number in range(rungs):
        tree = Decision("ab"[number % 2], {"stop": Terminal((0, 0)), "go": tree})
    solution = subgame_perfect.solve(ExtensiveGame.from_tree(["a", "b"], tree))
    assert len(solution.equilibria) == rungs + 1
    assert solution.count == 2**rungs
    assert solution.to_dict()["count"] == str(2**rungs)


def test_counts_may_be_longer_than_python_prints() -> None:
    sets = 20_000
    zero = Terminal((Fraction(0),))
    events = tuple(map(str, range(sets)))
    nodes = [node for number in range(sets) for node in (Move(number), zero, Terminal((Fraction(1),)), zero)]
    game = ExtensiveGame(
        ("a",),
        tuple(InformationSet(str(number), 0, ("x", "y", "z")) for number in range(sets)),
        (Chance(events, (Fraction(1, sets),) * sets), *nodes),
    )
    (equilibrium,) = subgame_perfect.solve(game).equilibria
    assert equilibrium.payoffs == (1,)
    solution = subgame_perfect.solve(entry_game())
    many = replace(solution, equilibria=(replace(solution.equilibria[0], count=3**20_000),))
    assert len(many.to_dict()["count"]) == 9543


def test_ties_beyond_what_can_be_listed_are_refused_with_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    tie = Decision("a", dict.fromkeys("xy", Terminal((0,))))
    tree = Nature({str(number): (Fraction(1, 20), tie) for number in range(20)})
    with pytest.raises(TooLarge, match="ties leave more than 50,000 outcomes of subgames"):
        subgame_perfect.solve(ExtensiveGame.from_tree(["a"], tree))
    monkeypatch.setattr(backward_induction, "MOST_CHECKED", 10)
    with pytest.raises(TooLarge, match="ties leave 5 outcomes of a tree with 6 nodes, which makes 30 nodes to check"):
        subgame_perfect.solve(ExtensiveGame.from_tree(["a"], Decision("a", dict.fromkeys("vwxyz", Terminal((0,))))))


def test_long_trees_are_solved() -> None:
    depth = 20_000
    sets = tuple(InformationSet(str(number), number % 2, ("stop", "go")) for number in range(depth))
    nodes: list[Move | Terminal] = []
    for number in range(depth):  # the centipede: each time the pot grows, and the mover would rather stop
        share = (Fraction(number + 2), Fraction(number))
        nodes += [Move(number), Terminal(share if number % 2 == 0 else share[::-1])]
    game = ExtensiveGame(("a", "b"), sets, (*nodes, Terminal((Fraction(depth), Fraction(depth)))))
    solution = subgame_perfect.solve(game)
    subgame_perfect.certify(game, solution)
    (equilibrium,) = solution.equilibria
    assert equilibrium.payoffs == (2, 0)


def test_a_game_in_strategic_form_is_no_tree() -> None:
    with pytest.raises(NotApplicable, match="subgame_perfect"):
        solve(StrategicGame.from_arrays([[[1]], [[1]]]), Play("simultaneous", "subgame_perfect"))


def test_the_certificate_catches_what_is_not_stable() -> None:
    game = deterrence(True, False)
    solution = subgame_perfect.solve(game)
    (right,) = solution.equilibria
    threat = tuple(chances[::-1] if number == 1 else chances for number, chances in enumerate(right.behaviour))
    empty_threat = replace(right, behaviour=threat, reached=game.reached(threat), payoffs=game.values(threat)[0])
    for wrong in (
        empty_threat,
        replace(right, payoffs=(Fraction(9), Fraction(9))),
        replace(right, reached={1: Fraction(1)}),
        replace(right, count=0),
        replace(right, behaviour=right.behaviour[:-1]),
        replace(right, behaviour=((Fraction(2), Fraction(-1)), *right.behaviour[1:])),
    ):
        with pytest.raises(CertificateError):
            subgame_perfect.certify(game, replace(solution, equilibria=(wrong,)))
    with pytest.raises(CertificateError, match="lead to the same ends"):
        subgame_perfect.certify(game, replace(solution, equilibria=(right, right)))
    gains = {(gain.player, gain.gain) for gain in subgame_perfect.deviations(game, empty_threat)}
    assert gains == {("defender", 1), ("challenger", 1)}  # to concede after all; and not to provoke the threat


def test_an_incredible_threat_is_nash_and_not_subgame_perfect() -> None:
    stage = StrategicGame.from_arrays(
        [[[0, 0], [-1, 1]], [[2, 2], [-1, 1]]], ["entrant", "incumbent"], [["out", "in"], ["fight", "yield"]]
    )
    tree = play(stage, Rules(observed=True))
    outcomes = {outcome.profile for outcome in pure_nash.solve(tree.strategic_form()).outcomes()}
    assert (0, 0) in outcomes
    assert [outcome.profile for outcome in subgame_perfect.solve(tree).outcomes()] == [(1, 1)]


def test_the_frame_and_the_text() -> None:
    solution = subgame_perfect.solve(entry_game())
    frame = solution.to_frame()
    assert len(frame) == 2 * 3 * 2
    assert set(frame.information_set) == {"start", "inside"}
    text = str(solution)
    assert text.splitlines()[0] == (
        "subgame_perfect of the simultaneous game: 2 outcomes (backward induction, exact rational, complete)"
    )
    assert "in/up/left -> 3, 1" in text
    document = solution.to_dict()
    assert document["information_sets"][0] == {"player": "a", "name": "start", "actions": ["out", "in"]}
    (first,) = (entry for entry in document["equilibria"] if entry["payoffs"] == {"a": "3", "b": "1"})
    assert first["outcomes"] == [
        {
            "probability": "1",
            "name": "",
            "path": [
                {"player": "a", "information_set": "start", "action": "in"},
                {"player": "a", "information_set": "inside", "action": "up"},
                {"player": "b", "information_set": "inside", "action": "left"},
            ],
        }
    ]
    assert first["plan"][0] == {"out": "0", "in": "1"}
