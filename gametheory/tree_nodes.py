"""The parts of a tree: information sets, moves of players and of chance, ends; and nested moves to build one from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from gametheory.game import Profile

__all__ = ["Chance", "Decision", "InformationSet", "Move", "Nature", "Node", "Terminal", "Tree"]


@dataclass(frozen=True, slots=True)
class InformationSet:
    """What a player knows when it moves.

    Attributes
    ----------
    name : str
        What tells it from the player's others, such as what has been seen; may be empty.
    player : int
        The number of the player who moves.
    actions : tuple of str
        What it can do.
    """

    name: str
    player: int
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A node at which a player moves, with one successor for each action of its information set (a number)."""

    information_set: int


@dataclass(frozen=True, slots=True)
class Chance:
    """A node at which chance moves, with one successor for each event; events may be named alike."""

    events: tuple[str, ...]
    probabilities: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Terminal:
    """An end of the game.

    Attributes
    ----------
    payoffs : tuple of Fraction
        What each player gets.
    profile : tuple of int, optional
        The profile of the stage game that has been played, where the tree was made from one.
    name : str
        What the end is called; may be empty.
    """

    payoffs: tuple[Fraction, ...]
    profile: Profile | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A player's move in a tree that is being built; see `ExtensiveGame.from_tree`.

    Attributes
    ----------
    player : str
        Who moves.
    actions : mapping from str to Decision, Nature or Terminal
        What it can do, and where that leads.
    information_set : str, optional
        Decisions of a player that share this name are one information set. By default the node is alone in its own,
        which is called by the moves that led there.
    """

    player: str
    actions: Mapping[str, Tree]
    information_set: str | None = None


@dataclass(frozen=True, slots=True)
class Nature:
    """A move of chance in a tree that is being built: for each event its probability and where it leads."""

    events: Mapping[str, tuple[object, Tree]]


Tree = Decision | Nature | Terminal
"""A nested tree, to build a game from."""

Node = Move | Chance | Terminal
"""One node of the flat tree that a game holds."""
