"""What makes a list of nodes a tree with perfect recall: its links, its parts, and what each player remembers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gametheory.errors import InvalidGame, TooLarge
from gametheory.exact import exact
from gametheory.game import check_distinct
from gametheory.tree_nodes import Chance, Decision, InformationSet, Move, Nature, Node, Terminal, Tree

if TYPE_CHECKING:
    from gametheory.tree import ExtensiveGame

__all__ = ["check_parts", "check_size", "flattened", "last_own_moves", "links"]

OwnMove = tuple[int, int]
"""An information set and the action that its player took there."""

_Path = tuple["_Path", str] | None
"""The moves behind a node, the last one outermost, so that deep trees share what they have in common."""

_LONGEST_PATH = 12


def check_size(nodes: int, most: int) -> None:
    """Raise `TooLarge` beyond the most nodes that are held."""
    if nodes > most:
        raise TooLarge(f"the tree has {nodes:,} nodes or more; no more than {most:,} are held")


def check_parts(game: ExtensiveGame) -> None:
    """Raise `InvalidGame` for what is wrong with a part by itself."""
    if not game.players:
        raise InvalidGame("a game needs at least one player")
    check_distinct(game.players, "the players")
    for entry in game.information_sets:
        if not 0 <= entry.player < len(game.players):
            raise InvalidGame(f"the information set {entry.name!r} is that of a player who is not there")
        where = f"the information set {entry.name!r} of {game.players[entry.player]!r}"
        if not entry.actions:
            raise InvalidGame(f"{where} offers no action")
        check_distinct(entry.actions, f"the actions of {where}")
    if len({node.profile is None for node in game.nodes if isinstance(node, Terminal)}) > 1:
        raise InvalidGame("some ends of the tree stand for a profile of a stage game and others do not")
    for node in game.nodes:
        if isinstance(node, Terminal):
            if len(node.payoffs) != len(game.players):
                raise InvalidGame(f"an end has {len(node.payoffs)} payoffs; {len(game.players)} players need one each")
        elif isinstance(node, Chance):
            _check_chance(node)
        elif not 0 <= node.information_set < len(game.information_sets):
            raise InvalidGame(f"a move belongs to an information set that is not there: {node.information_set}")


def links(branches: Sequence[int]) -> tuple[tuple[tuple[int, ...], ...], tuple[int, ...]]:
    """Where each node leads, and where what is below it ends.

    Parameters
    ----------
    branches : sequence of int
        The number of branches of each node, in preorder.

    Raises
    ------
    InvalidGame
        If the numbers do not make one whole tree.
    """
    successors: list[list[int]] = [[] for _ in branches]
    ends = [0] * len(branches)
    waiting: list[int] = []
    for number in range(len(branches)):
        if waiting:
            successors[waiting[-1]].append(number)
        elif number:
            raise InvalidGame(f"the tree is whole after {number} nodes, but {len(branches)} are given")
        waiting.append(number)
        while waiting and len(successors[waiting[-1]]) == branches[waiting[-1]]:
            ends[waiting.pop()] = number + 1
    if waiting or not branches:
        raise InvalidGame(f"a branch of the tree leads nowhere: after {len(branches)} nodes more are needed")
    return tuple(map(tuple, successors)), tuple(ends)


def last_own_moves(game: ExtensiveGame) -> tuple[OwnMove | None, ...]:
    """The last move of the player's own before each information set.

    It is the same at all nodes of a set if and only if nobody forgets: what was done before that move is then the same
    by the same token, and no path meets a set twice, since the first time has less behind it.

    Raises
    ------
    InvalidGame
        If nodes of one set have different moves behind them.
    """
    found: dict[int, OwnMove | None] = {}
    last: list[OwnMove | None] = [None] * len(game.players)
    # (node, None) enters a node; (player, (move,)) sets the player's last move, before and after its branches.
    ahead: list[tuple[int, tuple[OwnMove | None] | None]] = [(0, None)]
    while ahead:
        number, setting = ahead.pop()
        if setting is not None:
            last[number] = setting[0]
            continue
        node, below = game.nodes[number], game.successors[number]
        if not isinstance(node, Move):
            ahead += [(successor, None) for successor in reversed(below)]
            continue
        own = node.information_set
        player = game.information_sets[own].player
        if found.setdefault(own, last[player]) != last[player]:
            raise InvalidGame(_forgotten(game, own, found[own], last[player]))
        ahead.append((player, (last[player],)))
        for action in range(len(below) - 1, -1, -1):
            ahead += [(below[action], None), (player, ((own, action),))]
    return tuple(found[number] for number in range(len(game.information_sets)))


def flattened(players: Sequence[str], root: Tree, most: int) -> tuple[tuple[InformationSet, ...], tuple[Node, ...]]:
    """The information sets and the nodes in preorder of nested moves; see `ExtensiveGame.from_tree`."""
    numbers = {player: number for number, player in enumerate(players)}
    sets: dict[tuple[str, str | int], int] = {}
    entries: list[InformationSet] = []
    nodes: list[Node] = []
    ahead: list[tuple[Tree, _Path]] = [(root, None)]
    while ahead:
        tree, path = ahead.pop()
        check_size(len(nodes) + 1, most)
        branches: list[tuple[str, Tree]] = []
        if isinstance(tree, Terminal):
            payoffs = tuple(exact(payoff, f"a payoff at {_at(path)}") for payoff in tree.payoffs)
            nodes.append(Terminal(payoffs, tree.profile, tree.name))
        elif isinstance(tree, Nature):
            chances = tuple(exact(chance, f"a probability at {_at(path)}") for chance, _ in tree.events.values())
            nodes.append(Chance(tuple(tree.events), chances))
            branches = [(event, branch) for event, (_, branch) in tree.events.items()]
        elif isinstance(tree, Decision):
            if tree.player not in numbers:
                there = ", ".join(players)
                raise InvalidGame(f"{tree.player!r} moves at {_at(path)} and is not among the players ({there})")
            key = (tree.player, len(nodes) if tree.information_set is None else tree.information_set)
            number = sets.setdefault(key, len(entries))
            if number == len(entries):
                name = _moves(path) if tree.information_set is None else tree.information_set
                entries.append(InformationSet(name, numbers[tree.player], tuple(tree.actions)))
            elif entries[number].actions != tuple(tree.actions):
                raise InvalidGame(
                    f"the information set {tree.information_set!r} of {tree.player!r} offers "
                    f"{', '.join(entries[number].actions)} at one node and {', '.join(tree.actions) or 'nothing'} at "
                    f"another, {_at(path)}"
                )
            nodes.append(Move(number))
            branches = list(tree.actions.items())
        else:
            raise InvalidGame(f"a {type(tree).__name__} stands at {_at(path)}; a move or an end is needed")
        ahead += [(branch, (path, name)) for name, branch in reversed(branches)]
    return tuple(entries), tuple(nodes)


def _moves(path: _Path) -> str:
    """The moves behind a node in one line, cut where they are many."""
    names: list[str] = []
    while path is not None and len(names) < _LONGEST_PATH:
        path, name = path
        names.append(str(name))
    return "/".join([*(["..."] if path is not None else []), *reversed(names)])


def _at(path: _Path) -> str:
    return "the root" if path is None else f"the end of {_moves(path)!r}"


def _check_chance(node: Chance) -> None:
    if not node.events or len(node.events) != len(node.probabilities):
        raise InvalidGame(f"a move of chance has {len(node.events)} events and {len(node.probabilities)} probabilities")
    if not all(isinstance(event, str) and event.strip() for event in node.events):
        raise InvalidGame("the events of a move of chance need names")
    for event, probability in zip(node.events, node.probabilities, strict=True):
        if probability < 0:
            raise InvalidGame(f"the probability of {event!r} is {probability}, below zero")
    total = sum(node.probabilities)
    if total != 1:
        raise InvalidGame(f"the probabilities of {', '.join(map(repr, node.events))} sum to {total}, not to 1")


def _forgotten(game: ExtensiveGame, number: int, *moves: OwnMove | None) -> str:
    entry = game.information_sets[number]
    did = [
        "no move of its own"
        if move is None
        else f"{game.information_sets[move[0]].actions[move[1]]!r} (at {game.information_sets[move[0]].name!r})"
        for move in moves
    ]
    return (
        f"{game.players[entry.player]!r} would forget what it did: its information set {entry.name!r} has nodes after "
        f"{did[0]} and after {did[1]}; give them information sets of their own (perfect recall)"
    )
