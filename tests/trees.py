"""Hypothesis strategies for trees with ties, chance and unseen moves, and definitions checked by sheer enumeration."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from hypothesis import strategies as st

from gametheory.tree import Behaviour, Decision, ExtensiveGame, InformationSet, Move, Nature, Terminal
from gametheory.tree_nodes import Node, Tree

PLAYERS = ("ann", "bob", "cat")


@st.composite
def nested(draw: st.DrawFn, players: int, depth: int, payoffs: st.SearchStrategy[Fraction]) -> Tree:
    """A tree of perfect information: players and chance move at random, and paths have different lengths."""
    kind = draw(st.sampled_from(["move", "move", "move", "chance", "end"])) if depth else "end"
    if kind == "end":
        return Terminal(tuple(draw(payoffs) for _ in range(players)))
    below = [draw(nested(players, depth - 1, payoffs)) for _ in range(draw(st.integers(1, 3)))]
    if kind == "chance":
        weights = [draw(st.integers(0, 3)) for _ in below]
        weights[-1] += 1
        chances = [Fraction(weight, sum(weights)) for weight in weights]
        return Nature({f"e{index}": pair for index, pair in enumerate(zip(chances, below, strict=True))})
    return Decision(draw(st.sampled_from(PLAYERS[:players])), {f"a{index}": tree for index, tree in enumerate(below)})


@st.composite
def trees(draw: st.DrawFn, depth: int = 3, most_players: int = 3) -> ExtensiveGame:
    """A game of perfect information with many ties."""
    players = draw(st.integers(1, most_players))
    root = draw(nested(players, depth, st.integers(0, 2).map(Fraction)))
    return ExtensiveGame.from_tree(PLAYERS[:players], root)


@st.composite
def trees_with_unseen_moves(draw: st.DrawFn, depth: int = 3, most_players: int = 2) -> ExtensiveGame:
    """A game in which information sets of one player have been joined wherever nobody forgets by it."""
    game = draw(trees(depth, most_players))
    for first, second in product(range(len(game.information_sets)), repeat=2):
        if first < second < len(game.information_sets) and draw(st.booleans()):
            game = _joined(game, first, second)
    return game


def _joined(game: ExtensiveGame, first: int, second: int) -> ExtensiveGame:
    one, other = game.information_sets[first], game.information_sets[second]
    if (one.player, one.actions) != (other.player, other.actions) or game.last_moves[first] != game.last_moves[second]:
        return game

    def number_of(number: int) -> int:
        number = first if number == second else number
        return number - (number > second)

    nodes: tuple[Node, ...] = tuple(
        Move(number_of(node.information_set)) if isinstance(node, Move) else node for node in game.nodes
    )
    sets: tuple[InformationSet, ...] = game.information_sets[:second] + game.information_sets[second + 1 :]
    try:
        return ExtensiveGame(game.players, sets, nodes)
    except ValueError:  # what the player would forget lies further down
        return game


def pure_behaviours(game: ExtensiveGame) -> Iterator[Behaviour]:
    """Every way to pick one action at each information set."""
    choices = [
        [tuple(Fraction(index == taken) for index in range(len(entry.actions))) for taken in range(len(entry.actions))]
        for entry in game.information_sets
    ]
    yield from product(*choices)


def is_subgame_perfect(game: ExtensiveGame, behaviour: Behaviour) -> bool:
    """The definition: in no subgame does a player gain by any other pure behaviour, everybody else's being the same."""
    own = game.values(behaviour)
    for player in range(len(game.players)):
        others = [
            [entry] if game.information_sets[number].player != player else
            [tuple(Fraction(index == taken) for index in range(len(entry))) for taken in range(len(entry))]
            for number, entry in enumerate(behaviour)
        ]  # fmt: skip
        for deviation in product(*others):
            values = game.values(deviation)
            if any(values[root][player] > own[root][player] for root in game.subgames()):
                return False
    return True
