"""Degeneracy, with its certificate: a strategy that has more best responses than it has actions in its support.

A two-player game is *nondegenerate* when no mixed strategy has more pure best responses than actions that it plays
(von Stengel 2002, Handbook of Game Theory 3, definition 2.6). The points of a best-response polyhedron with a given
set of tight inequalities form a face, and a face of such a polyhedron has a vertex; so a degenerate game has a vertex
with too many, and looking at the vertices decides the question.

For more players there is no such finite test here. An equilibrium at which a player has more best responses than
actions that it plays is a witness; finding none among the equilibria that are known proves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory.errors import CertificateError
from gametheory.game import StrategicGame, Strategies
from gametheory.solution import Solution
from gametheory.vertex_enumeration import best_response_vertices

__all__ = ["Degeneracy", "degeneracy"]


@dataclass(frozen=True, slots=True)
class Degeneracy:
    """A witness that a game is degenerate.

    Attributes
    ----------
    player : int
        The player with too many best responses.
    against : tuple of (tuple of Fraction or None)
        The others' mixed strategies; None in the player's own place.
    replies : tuple of int
        All of the player's pure best responses to them.
    allowed : int
        How many there may be in a nondegenerate game: for two players the size of the other's support, for more the
        size of the player's own support at the equilibrium, and for one player one.
    """

    player: int
    against: tuple[tuple[Fraction, ...] | None, ...]
    replies: tuple[int, ...]
    allowed: int

    def certify(self, game: StrategicGame) -> None:
        """Check the witness from the game alone.

        Raises
        ------
        CertificateError
            If the replies are not all the best responses, or are not more than is allowed.
        """
        if [own is None for own in self.against] != [index == self.player for index in range(len(game.players))]:
            raise CertificateError("a witness gives the strategies of all players but the one who responds")
        replies = _best_responses(game, self.player, self.against)
        if replies != self.replies or len(replies) <= self.allowed:
            raise CertificateError(f"{game.players[self.player]!r} has the best responses {replies}: no degeneracy")
        if len(game.players) == 2:
            (other,) = (strategy for strategy in self.against if strategy is not None)
            if self.allowed != sum(map(bool, other)):
                raise CertificateError(f"the strategy plays {sum(map(bool, other))} actions, not {self.allowed}")

    def to_dict(self, game: StrategicGame) -> dict[str, Any]:
        """The witness in names, every number a fraction in a string."""
        return {
            "player": game.players[self.player],
            "best_responses": [game.actions[self.player][reply] for reply in self.replies],
            "allowed": self.allowed,
            "against": {
                player: {name: str(weight) for name, weight in zip(names, strategy, strict=True)}
                for player, names, strategy in zip(game.players, game.actions, self.against, strict=True)
                if strategy is not None
            },
        }


def degeneracy(game: StrategicGame, solution: Solution | None = None) -> Degeneracy | None:
    """A witness that a game is degenerate, or None.

    Parameters
    ----------
    game : StrategicGame
    solution : Solution, optional
        The game's Nash equilibria, where they are known already; used only for three and more players.

    Returns
    -------
    Degeneracy or None
        None proves that a game of one or two players is nondegenerate. For more players it says only that none of the
        known equilibria is a witness.

    Raises
    ------
    TooLarge
        If the vertices, or for more than two players the equilibria, are out of reach.
    """
    count = len(game.players)
    witness = None
    if count == 1:
        replies = _best_responses(game, 0, (None,))
        witness = Degeneracy(0, (None,), replies, 1) if len(replies) > 1 else None
    elif count == 2:
        witness = _at_a_vertex(game)
    else:
        if solution is None:
            from gametheory.concepts import nash

            solution = nash.solve(game)
        for equilibrium in solution.equilibria:
            witness = witness or _at_an_equilibrium(game, equilibrium.strategies)
    if witness is not None:
        witness.certify(game)
    return witness


def _at_a_vertex(game: StrategicGame) -> Degeneracy | None:
    for player in (0, 1):
        # What `player` gets, by the other's action first.
        payoffs = game.matrix(player)
        lines = list(zip(*payoffs, strict=True)) if player == 0 else payoffs
        for vertex in best_response_vertices(lines):
            played = sum(map(bool, vertex.strategy))
            if vertex.replies.bit_count() > played:
                against = (None, vertex.strategy) if player == 0 else (vertex.strategy, None)
                replies = tuple(action for action in range(game.shape[player]) if vertex.replies >> action & 1)
                return Degeneracy(player, against, replies, played)
    return None


def _at_an_equilibrium(game: StrategicGame, strategies: Strategies) -> Degeneracy | None:
    for player, strategy in enumerate(strategies):
        against = (*strategies[:player], None, *strategies[player + 1 :])
        replies = _best_responses(game, player, against)
        played = sum(map(bool, strategy))
        if len(replies) > played:
            return Degeneracy(player, against, replies, played)
    return None


def _best_responses(
    game: StrategicGame, player: int, against: tuple[tuple[Fraction, ...] | None, ...]
) -> tuple[int, ...]:
    anything = (Fraction(1), *(Fraction(0) for _ in game.actions[player][1:]))
    values = game.action_payoffs(player, tuple(anything if own is None else own for own in against))
    return tuple(action for action, value in enumerate(values) if value == max(values))
