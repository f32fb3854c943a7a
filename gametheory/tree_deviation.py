"""Profitable deviations in a tree, exactly: the certificate of subgame perfection. Knows games, and no solver.

Behaviour is subgame perfect if and only if no player can gain within one piece of the tree (see
`ExtensiveGame.pieces`) by another plan for that piece, when everything after the piece is as the behaviour says: the
one-shot deviation principle, by which a gain over a whole subgame has a last piece in which it is made. In a game of
perfect information a piece is one move (Selten 1965; Osborne and Rubinstein 1994, A Course in Game Theory, section
98.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from gametheory.errors import CertificateError
from gametheory.tree import Behaviour, ExtensiveGame, Piece
from gametheory.tree_nodes import Move

__all__ = ["TreeDeviation", "check_behaviour", "tree_deviations"]


@dataclass(frozen=True, slots=True)
class TreeDeviation:
    """A plan for one piece of the tree that would pay a player more, and by how much in that subgame.

    Attributes
    ----------
    player : str
        Who would gain.
    subgame : int
        The node at which the subgame starts.
    plan : mapping from int to int
        The action at each information set of the player's in the piece that the plan leads to.
    gain : Fraction
        By how much more.
    """

    player: str
    subgame: int
    plan: Mapping[int, int]
    gain: Fraction


def tree_deviations(game: ExtensiveGame, behaviour: Behaviour) -> tuple[TreeDeviation, ...]:
    """The best deviation of each player in each piece that has one; empty exactly where play is subgame perfect."""
    values = game.values(behaviour)
    found = []
    for piece in game.pieces():
        movers = {
            game.information_sets[node.information_set].player
            for number in piece.inner
            if isinstance(node := game.nodes[number], Move)
        }
        for player in sorted(movers):
            best, plan = _best_reply(game, piece, player, behaviour, values)
            if best > values[piece.root][player]:
                gain = best - values[piece.root][player]
                found.append(TreeDeviation(game.players[player], piece.root, plan, gain))
    return tuple(found)


def check_behaviour(game: ExtensiveGame, behaviour: Behaviour) -> None:
    """Raise `CertificateError` unless there is one distribution an information set, over its actions."""
    if len(behaviour) != len(game.information_sets):
        raise CertificateError(f"{len(behaviour)} distributions for {len(game.information_sets)} information sets")
    for entry, chances in zip(game.information_sets, behaviour, strict=True):
        if len(chances) != len(entry.actions) or min(chances) < 0 or sum(chances) != 1:
            raise CertificateError(f"at {entry.name!r} there is no distribution over the actions: {chances}")


def _best_reply(
    game: ExtensiveGame, piece: Piece, player: int, behaviour: Behaviour, values: list[tuple[Fraction, ...]]
) -> tuple[Fraction, dict[int, int]]:
    """The most that a player can get in a piece while the others stand still, and a plan that gets it.

    A node's worth is weighted by the probability with which chance and the others lead there. The player's information
    sets are settled from those after most of its own moves to those after none: by perfect recall all nodes of a set
    are after equally many.
    """
    reach = {piece.root: Fraction(1)}
    moves_before = {piece.root: 0}
    layers: dict[int, list[int]] = {}
    for number in piece.inner:
        layers.setdefault(moves_before[number], []).append(number)
        own = _own_set(game, number, player) is not None
        chances = None if own else game.branch_probabilities(number, behaviour)
        for branch, below in enumerate(game.successors[number]):
            reach[below] = reach[number] * (chances[branch] if chances is not None else 1)
            moves_before[below] = moves_before[number] + own
    worth = {number: reach[number] * values[number][player] for number in piece.exits}
    plan: dict[int, int] = {}
    for layer in sorted(layers, reverse=True):
        sums: dict[int, list[Fraction]] = {}
        for number in layers[layer]:
            own_set = _own_set(game, number, player)
            if own_set is not None:
                totals = sums.setdefault(own_set, [Fraction(0)] * len(game.successors[number]))
                for action, below in enumerate(game.successors[number]):
                    totals[action] += worth[below]
        plan |= {own_set: totals.index(max(totals)) for own_set, totals in sums.items()}
        for number in reversed(layers[layer]):
            own_set = _own_set(game, number, player)
            branches = game.successors[number]
            taken = branches if own_set is None else (branches[plan[own_set]],)
            worth[number] = sum((worth[successor] for successor in taken), Fraction(0))
    return worth[piece.root], plan


def _own_set(game: ExtensiveGame, number: int, player: int) -> int | None:
    node = game.nodes[number]
    if isinstance(node, Move) and game.information_sets[node.information_set].player == player:
        return node.information_set
    return None
