"""Games in extensive form: a tree of moves by players and by chance, what each mover knows, and what each end pays.

A tree is held flat, its nodes in *preorder*: a node stands before everything below it, and its successors follow one
after the other, each with all that is below it. So the number of branches of each node is all that has to be said to
give back the tree, and no method recurses, however deep it is.

An *information set* collects the nodes that a player cannot tell apart. *Perfect recall* (Kuhn 1953, Contributions to
the Theory of Games II) is part of being a game here: nobody forgets what it knew or did, that is, all nodes of an
information set have the same last move of that player's own behind them. A *subgame* starts at a node that is alone in
its information set if every information set is wholly below it or not at all (Selten 1975, International Journal of
Game Theory 4).

The *strategic form* is the reduced one: a strategy is a plan of action, which says nothing of information sets that
the plan's own moves exclude. Plans that it does not tell apart pay everybody the same, so it loses no equilibrium.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from gametheory.errors import InvalidGame
from gametheory.game import Profile
from gametheory.tree_nodes import Chance, Decision, InformationSet, Move, Nature, Node, Terminal, Tree
from gametheory.tree_structure import check_parts, check_size, flattened, last_own_moves, links

if TYPE_CHECKING:
    from gametheory.plans import PlanGame

__all__ = [
    "LARGEST_TREE",
    "Behaviour",
    "Chance",
    "Decision",
    "ExtensiveGame",
    "InformationSet",
    "Move",
    "Nature",
    "Piece",
    "Terminal",
]

LARGEST_TREE = 500_000
"""The most nodes that a tree may have."""

Behaviour = tuple[tuple[Fraction, ...], ...]
"""For each information set the probability of each of its actions."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A subgame without the subgames inside it.

    Attributes
    ----------
    root : int
        The node at which the subgame starts.
    inner : tuple of int
        The nodes at which somebody moves, in preorder, the root first.
    exits : tuple of int
        The ends of the game, and the roots of further subgames, that follow, in preorder.
    """

    root: int
    inner: tuple[int, ...]
    exits: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ExtensiveGame:
    """A finite game in extensive form with perfect recall and exact payoffs.

    Attributes
    ----------
    players : tuple of str
        Distinct names.
    information_sets : tuple of InformationSet
        In the order in which the tree first meets them.
    nodes : tuple of Move, Chance or Terminal
        In preorder; the first is the root.
    successors : tuple of tuple of int
        Derived: the nodes to which each node leads.
    ends : tuple of int
        Derived: one more than the last node below each node, so that ``range(node, ends[node])`` is its subtree.
    members : tuple of tuple of int
        Derived: the nodes of each information set.
    last_moves : tuple of (int, int) or None
        Derived: for each information set the information set and action of the player's last move before it.

    Raises
    ------
    InvalidGame
        If the parts do not make a tree, probabilities do not sum to one, or somebody forgets.
    TooLarge
        If there are more than `LARGEST_TREE` nodes.
    """

    players: tuple[str, ...]
    information_sets: tuple[InformationSet, ...]
    nodes: tuple[Node, ...]
    successors: tuple[tuple[int, ...], ...] = field(init=False, compare=False, repr=False)
    ends: tuple[int, ...] = field(init=False, compare=False, repr=False)
    members: tuple[tuple[int, ...], ...] = field(init=False, compare=False, repr=False)
    last_moves: tuple[tuple[int, int] | None, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        check_size(len(self.nodes), LARGEST_TREE)
        check_parts(self)
        successors, ends = links([self._branches(node) for node in self.nodes])
        members: list[list[int]] = [[] for _ in self.information_sets]
        for number, node in enumerate(self.nodes):
            if isinstance(node, Move):
                members[node.information_set].append(number)
        for entry, nodes in zip(self.information_sets, members, strict=True):
            if not nodes:
                raise InvalidGame(f"the information set {entry.name!r} of {self.players[entry.player]!r} has no node")
        if members != sorted(members):
            raise InvalidGame("the information sets do not stand in the order in which the tree first meets them")
        for derived, value in (("successors", successors), ("ends", ends), ("members", tuple(map(tuple, members)))):
            object.__setattr__(self, derived, value)
        object.__setattr__(self, "last_moves", last_own_moves(self))

    @classmethod
    def from_tree(cls, players: Sequence[str], root: Tree) -> ExtensiveGame:
        """The game that nested moves describe.

        Parameters
        ----------
        players : sequence of str
            In the order in which payoffs are given.
        root : Decision, Nature or Terminal
            The first move. Numbers are read by `gametheory.exact.exact`.

        Raises
        ------
        InvalidGame
            Also if a player is not among `players`, or an information set offers different actions.
        """
        entries, nodes = flattened(players, root, LARGEST_TREE)
        return cls(tuple(players), entries, nodes)

    @property
    def perfect_information(self) -> bool:
        """Whether everyone who moves knows all moves before."""
        return all(len(nodes) == 1 for nodes in self.members)

    def player_sets(self, player: int) -> tuple[int, ...]:
        """The information sets of a player, by number, in the order in which the tree first meets them."""
        return tuple(number for number, entry in enumerate(self.information_sets) if entry.player == player)

    def terminals(self) -> Iterator[tuple[int, Terminal]]:
        """The ends of the game with the number of their node."""
        return ((number, node) for number, node in enumerate(self.nodes) if isinstance(node, Terminal))

    def subgames(self) -> tuple[int, ...]:
        """The nodes at which subgames start, in preorder; the first is the root of the game itself."""
        first, last = list(range(len(self.nodes))), list(range(len(self.nodes)))
        roots = []
        for number in range(len(self.nodes) - 1, -1, -1):
            node = self.nodes[number]
            if isinstance(node, Terminal):
                continue
            reach = [(first[below], last[below]) for below in self.successors[number]]
            if isinstance(node, Move):
                nodes = self.members[node.information_set]
                reach.append((nodes[0], nodes[-1]))
            first[number] = min(number, *(low for low, _ in reach))
            last[number] = max(number, *(high for _, high in reach))
            alone = not isinstance(node, Move) or len(self.members[node.information_set]) == 1
            if alone and first[number] == number and last[number] < self.ends[number]:
                roots.append(number)
        return tuple(reversed(roots))

    def pieces(self) -> tuple[Piece, ...]:
        """The tree cut at the root of every subgame, in preorder of the pieces' roots.

        With perfect information each piece is one move. Backward induction solves the pieces from the last to the
        first, each with what its exits have been found to be worth.
        """
        roots = self.subgames()
        cut = set(roots)
        found = []
        for root in roots:
            inner, exits, ahead = [], [], [root]
            while ahead:
                number = ahead.pop()
                if number != root and (number in cut or isinstance(self.nodes[number], Terminal)):
                    exits.append(number)
                else:
                    inner.append(number)
                    ahead += reversed(self.successors[number])
            found.append(Piece(root, tuple(inner), tuple(exits)))
        return tuple(found)

    def path(self, node: int) -> tuple[tuple[int, int], ...]:
        """The nodes that lead to a node from the root, each with the number of the branch that is taken there."""
        found, at = [], 0
        while at != node:
            branch = next(index for index, below in enumerate(self.successors[at]) if below <= node < self.ends[below])
            found.append((at, branch))
            at = self.successors[at][branch]
        return tuple(found)

    def branch_probabilities(self, node: int, behaviour: Behaviour) -> tuple[Fraction, ...]:
        """With which probability each branch of a node is taken when all play as `behaviour` says."""
        here = self.nodes[node]
        if isinstance(here, Move):
            return behaviour[here.information_set]
        return here.probabilities if isinstance(here, Chance) else ()

    def values(self, behaviour: Behaviour) -> list[tuple[Fraction, ...]]:
        """What each player expects at each node when all play as `behaviour` says from there on."""
        values: list[tuple[Fraction, ...]] = [()] * len(self.nodes)
        for number in range(len(self.nodes) - 1, -1, -1):
            node = self.nodes[number]
            if isinstance(node, Terminal):
                values[number] = node.payoffs
                continue
            chances = self.branch_probabilities(number, behaviour)
            taken = [(weight, below) for weight, below in zip(chances, self.successors[number], strict=True) if weight]
            if len(taken) == 1 and taken[0][0] == 1:
                values[number] = values[taken[0][1]]
            else:
                values[number] = tuple(
                    sum((weight * values[below][player] for weight, below in taken), Fraction(0))
                    for player in range(len(self.players))
                )
        return values

    def reached(self, behaviour: Behaviour) -> dict[int, Fraction]:
        """The ends that come about when all play as `behaviour` says, each with its probability."""
        found: dict[int, Fraction] = {}
        ahead = [(0, Fraction(1))]
        while ahead:
            number, weight = ahead.pop()
            if isinstance(self.nodes[number], Terminal):
                found[number] = weight
                continue
            chances = self.branch_probabilities(number, behaviour)
            ahead += [
                (below, weight * chance)
                for chance, below in zip(reversed(chances), reversed(self.successors[number]), strict=True)
                if chance
            ]
        return found

    def stage_lottery(self, reached: Mapping[int, Fraction]) -> dict[Profile, Fraction]:
        """A lottery over ends as one over profiles of the stage game.

        Where the tree was not made from a stage game, the ends are numbered from 0 in preorder, and the profile of an
        end is its number alone.
        """
        numbers = {node: (place,) for place, (node, _) in enumerate(self.terminals())}
        found: dict[Profile, Fraction] = {}
        for number, weight in reached.items():
            node = self.nodes[number]
            if weight and isinstance(node, Terminal):
                profile = numbers[number] if node.profile is None else node.profile
                found[profile] = found.get(profile, Fraction(0)) + weight
        return found

    def strategic_form(self) -> PlanGame:
        """The reduced strategic form: everyone chooses a plan of action at the start.

        A plan is named by the actions that it takes, each after the name of its information set; where the player has
        one information set only, by the action.

        Raises
        ------
        TooLarge
            If it has more than `LARGEST_FORM` payoffs.
        """
        from gametheory.plans import plan_game

        return plan_game(self)

    def _branches(self, node: Node) -> int:
        if isinstance(node, Move):
            return len(self.information_sets[node.information_set].actions)
        return len(node.events) if isinstance(node, Chance) else 0
