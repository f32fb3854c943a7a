"""Trees: what makes one, subgames, the strategic form, published games and Gambit as an oracle."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import tree as tree_module
from gametheory.concepts import nash
from gametheory.errors import InvalidGame, TooLarge
from gametheory.game import StrategicGame
from gametheory.plans import LARGEST_FORM, plan_counts
from gametheory.tree import LARGEST_TREE, Chance, Decision, ExtensiveGame, InformationSet, Move, Nature, Terminal
from gametheory.tree_nodes import Tree
from tests.published_trees import PRINCESS_BRIDE_EQUILIBRIA, poker, princess_bride
from tests.trees import pure_behaviours, trees, trees_with_unseen_moves

HALF = Fraction(1, 2)


def test_poker_has_the_published_value_and_strategies() -> None:
    form = poker().strategic_form()
    solution = nash.solve(form)
    (equilibrium,) = solution.equilibria
    assert solution.complete
    assert equilibrium.payoffs == (Fraction(1, 3), Fraction(-1, 3))
    assert form.behaviour(equilibrium.strategies) == (
        (1, 0),
        (Fraction(2, 3), Fraction(1, 3)),
        (Fraction(1, 3), Fraction(2, 3)),
    )


def test_plans_have_names_to_read() -> None:
    form = poker().strategic_form()
    assert form.actions[0][1] == "red: raise, black: fold"
    assert form.actions[1] == ("meet", "pass")


def test_the_bluff_has_all_published_equilibria() -> None:
    form = princess_bride().strategic_form()
    solution = nash.solve(form)
    found = {
        (
            tuple(
                frozenset((_short(name), weight) for name, weight in zip(names, strategy, strict=True) if weight)
                for names, strategy in zip(form.actions, entry.strategies, strict=True)
            ),
            entry.payoffs,
        )
        for entry in solution.equilibria
    }
    wanted = {
        ((frozenset(own.items()), frozenset(other.items())), payoffs)
        for own, other, payoffs in PRINCESS_BRIDE_EQUILIBRIA
    }
    assert found == wanted
    assert solution.complete


def _short(plan: str) -> str:
    """A plan by its actions alone."""
    return " ".join(part.rpartition(": ")[2] for part in plan.split(", "))


@settings(deadline=None, max_examples=60)
@given(trees_with_unseen_moves())
def test_the_strategic_form_pays_what_the_tree_pays(game: ExtensiveGame) -> None:
    form = game.strategic_form()
    assert form.shape == plan_counts(game)
    for profile in form.profiles():
        strategies = tuple(
            tuple(Fraction(index == chosen) for index in range(size))
            for chosen, size in zip(profile, form.shape, strict=True)
        )
        values = game.values(form.behaviour(strategies))[0]
        assert values == tuple(form.payoff(player, profile) for player in range(len(game.players)))
        lottery = form.lottery(strategies)
        assert sum(lottery.values()) == 1
        ends = [end for _, end in game.terminals()]
        assert values == tuple(
            sum(weight * ends[number].payoffs[player] for (number,), weight in lottery.items())
            for player in range(len(game.players))
        )


@settings(deadline=None, max_examples=60)
@given(trees_with_unseen_moves(), st.data())
def test_mixed_plans_and_their_behaviour_lead_to_the_same(game: ExtensiveGame, data: st.DataObject) -> None:
    form = game.strategic_form()
    strategies = []
    for size in form.shape:
        weights = data.draw(st.lists(st.integers(0, 3), min_size=size, max_size=size).filter(any))
        strategies.append(tuple(Fraction(weight, sum(weights)) for weight in weights))
    mixed = tuple(strategies)
    assert game.values(form.behaviour(mixed))[0] == tuple(
        form.expected_payoff(player, mixed) for player in range(len(game.players))
    )  # Kuhn's theorem: with perfect recall


@settings(deadline=None, max_examples=60)
@given(trees_with_unseen_moves())
def test_subgames_are_what_the_definition_says(game: ExtensiveGame) -> None:
    roots = []
    for number, node in enumerate(game.nodes):
        below = set(range(number, game.ends[number]))
        whole = all(not below & set(nodes) or set(nodes) <= below for nodes in game.members)
        alone = not isinstance(node, Move) or game.members[node.information_set] == (number,)
        if whole and alone and not isinstance(node, Terminal):
            roots.append(number)
    assert list(game.subgames()) == roots
    pieces = game.pieces()
    assert sorted(number for piece in pieces for number in piece.inner) == [
        number for number, node in enumerate(game.nodes) if not isinstance(node, Terminal)
    ]
    assert all(set(piece.exits) & set(piece.inner) == set() for piece in pieces)


@settings(deadline=None, max_examples=60)
@given(trees())
def test_paths_lead_where_they_say(game: ExtensiveGame) -> None:
    for end, _ in game.terminals():
        at = 0
        for node, branch in game.path(end):
            assert node == at
            at = game.successors[at][branch]
        assert at == end


END = Terminal((0, 0))


@pytest.mark.parametrize(
    ("root", "message"),
    [
        (Terminal((0,)), "an end has 1 payoffs; 2 players need one each"),
        (Decision("a", {}), "the information set '' of 'a' offers no action"),
        (Decision("z", {"x": END}), "'z' moves at the root and is not among the players (a, b)"),
        (Decision("a", {"x": Decision("z", {"y": END})}), "'z' moves at the end of 'x' and is not among the players"),
        (Decision("a", {"x": 3}), "a int stands at the end of 'x'; a move or an end is needed"),
        (Nature({"x": ("1/2", END), "y": ("1/3", END)}), "the probabilities of 'x', 'y' sum to 5/6, not to 1"),
        (Nature({"x": ("3/2", END), "y": ("-1/2", END)}), "the probability of 'y' is -1/2, below zero"),
        (Nature({}), "a move of chance has 0 events and 0 probabilities"),
        (Nature({"x": ("nan", END)}), "a probability at the root is 'nan'"),
        (Decision("a", {"x": Terminal((True, 0))}), "a payoff at the end of 'x' is True"),
        (Decision("a", {" ": END}), "need names; one of them is ' '"),
        (
            Decision("a", {"x": Decision("b", {"p": END}, "i"), "y": Decision("b", {"q": END}, "i")}),
            "the information set 'i' of 'b' offers p at one node and q at another, the end of 'y'",
        ),
        (
            Decision("a", {"x": Decision("a", {"p": END}, "i"), "y": Decision("a", {"p": END}, "i")}),
            "'a' would forget what it did: its information set 'i' has nodes after 'x' (at '') and after 'y' (at '')",
        ),
        (
            Decision("a", {"x": Decision("a", {"x": END, "y": END}, "i"), "y": END}, "i"),
            "'a' would forget what it did: its information set 'i' has nodes after no move of its own and after 'x'",
        ),
        (
            Decision("a", {"x": Terminal((0, 0), (0, 0)), "y": END}),
            "some ends of the tree stand for a profile of a stage game and others do not",
        ),
    ],
)  # fmt: skip
def test_what_is_no_game_is_refused_by_name(root: Tree, message: str) -> None:
    with pytest.raises(InvalidGame) as error:
        ExtensiveGame.from_tree(["a", "b"], root)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("nodes", "message"),
    [
        ((), "a branch of the tree leads nowhere: after 0 nodes more are needed"),
        ((Move(0),), "a branch of the tree leads nowhere: after 1 nodes more are needed"),
        ((Terminal((Fraction(0),)), Terminal((Fraction(0),))), "the tree is whole after 1 nodes, but 2 are given"),
        ((Move(1), Terminal((Fraction(0),))), "a move belongs to an information set that is not there: 1"),
        ((Terminal((Fraction(0),)),), "the information set 'i' of 'a' has no node"),
        ((Chance(("x",), ()), Terminal((Fraction(0),))), "a move of chance has 1 events and 0 probabilities"),
    ],
)
def test_nodes_that_make_no_tree_are_refused(nodes: tuple[Move | Chance | Terminal, ...], message: str) -> None:
    with pytest.raises(InvalidGame, match=message):
        ExtensiveGame(("a",), (InformationSet("i", 0, ("x",)),), nodes)


def test_a_tree_of_any_depth_is_walked_without_recursion() -> None:
    depth = 50_000
    zero = Terminal((Fraction(0), Fraction(0)))
    sets = tuple(InformationSet(str(number), number % 2, ("stop", "go")) for number in range(depth))
    nodes = [node for number in range(depth) for node in (Move(number), zero)]
    game = ExtensiveGame(("a", "b"), sets, (*nodes, zero))
    assert len(game.subgames()) == depth
    assert plan_counts(game) == (depth // 2 + 1, depth // 2 + 1)
    with pytest.raises(TooLarge, match=f"no more than {LARGEST_FORM:,} are listed"):
        game.strategic_form()


def test_nested_moves_may_be_deep() -> None:
    tree: Tree = END
    for _ in range(20_000):
        tree = Decision("a", {"stop": END, "go on with a long name for it": tree})
    game = ExtensiveGame.from_tree(["a", "b"], tree)
    assert len(game.information_sets) == 20_000
    assert max(len(entry.name) for entry in game.information_sets) < 1000


def test_a_strategic_form_too_large_to_write_down_is_told_its_size() -> None:
    ends = Terminal((Fraction(0),) * 2)
    sets = tuple(InformationSet(str(number), 0, ("x", "y")) for number in range(3000))
    events = tuple(map(str, range(3000)))
    nodes = [node for number in range(3000) for node in (Move(number), ends, ends)]
    game = ExtensiveGame(("a", "b"), sets, (Chance(events, (Fraction(1, 3000),) * 3000), *nodes))
    assert plan_counts(game) == (2**3000, 1)
    with pytest.raises(TooLarge, match=r"would have more than 10\^906 entries of the plans of a"):
        game.strategic_form()


def test_too_many_nodes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree_module, "LARGEST_TREE", 3)
    with pytest.raises(TooLarge, match="the tree has 4 nodes or more; no more than 3 are held"):
        ExtensiveGame.from_tree(["a", "b"], Decision("a", dict.fromkeys("xyz", END)))
    assert LARGEST_TREE > 3


def test_a_game_cannot_be_changed() -> None:
    game = poker()
    with pytest.raises(dataclasses.FrozenInstanceError):
        game.players = ("x",)  # type: ignore[misc]
    assert game == poker()
    assert hash(game) == hash(poker())


def test_plans_that_would_be_named_alike_are_numbered() -> None:
    later = Decision("a", {"y": END}, "J")
    game = ExtensiveGame.from_tree(["a", "b"], Decision("a", {"x": later, "x, J: y": END}, "I"))
    form = game.strategic_form()
    assert form.actions == (("1. I: x, J: y", "2. I: x, J: y"), ("no move",))


@settings(deadline=None, max_examples=40)
@given(trees(depth=2, most_players=2))
def test_nash_of_the_strategic_form_is_nash_of_the_tree(game: ExtensiveGame) -> None:
    form = game.strategic_form()
    assert isinstance(form, StrategicGame)
    found = {form.behaviour(entry.strategies) for entry in nash.solve(form).equilibria if entry.pure}
    payoffs = {game.values(behaviour)[0] for behaviour in found}
    wanted = set()
    for behaviour in pure_behaviours(game):
        best = game.values(behaviour)[0]
        gains = (
            game.values(other)[0][player] > best[player]
            for other in pure_behaviours(game)
            for player in range(len(game.players))
            if all(
                mine == theirs or game.information_sets[number].player == player
                for number, (mine, theirs) in enumerate(zip(behaviour, other, strict=True))
            )
        )
        if not any(gains):
            wanted.add(best)
    assert payoffs == wanted
