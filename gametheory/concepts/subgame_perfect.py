"""Subgame-perfect equilibria: plans that are in equilibrium in every subgame, on the path of play and off it.

What counts is every equilibrium in which each piece of the tree (`ExtensiveGame.pieces`) plays one of its extreme Nash
equilibria, given what follows. In a game of perfect information a piece is one move, and these are all the
subgame-perfect equilibria in pure strategies; where ties leave several, all are counted, and one is listed for each
outcome. The answer is complete if all of these are there, and every piece with simultaneous or unseen moves has
finitely many equilibria. An information set that its player's own move in the same piece excludes is not told apart.

Selten 1965, Zeitschrift für die gesamte Staatswissenschaft 121; Selten 1975, International Journal of Game Theory 4.
"""

from __future__ import annotations

from gametheory.backward_induction import backward_induction
from gametheory.errors import CertificateError
from gametheory.tree import ExtensiveGame
from gametheory.tree_deviation import TreeDeviation, check_behaviour, tree_deviations
from gametheory.tree_solution import TreeEquilibrium, TreeSolution

__all__ = ["ACCEPTS", "certify", "deviations", "solve"]

ACCEPTS = (ExtensiveGame,)

RANKINGS_ONLY = True
"""The answer hangs on how each player ranks the outcomes, and on nothing else, where every move is seen."""


def deviations(game: ExtensiveGame, equilibrium: TreeEquilibrium) -> tuple[TreeDeviation, ...]:
    """Every piece in which a player would gain by another plan; empty exactly where play is subgame perfect."""
    return tree_deviations(game, equilibrium.behaviour)


def solve(game: ExtensiveGame) -> TreeSolution:
    """The subgame-perfect equilibria of a game, one for each outcome, by backward induction.

    Raises
    ------
    TooLarge
        If ties leave too many outcomes, or a piece with simultaneous moves has too many plans.
    """
    induction = backward_induction(game)
    return TreeSolution(
        game=game,
        concept="subgame_perfect",
        method="backward induction",
        arithmetic="exact rational",
        complete=induction.finite,
        equilibria=tuple(TreeEquilibrium(*found) for found in induction.found),
    )


def certify(game: ExtensiveGame, solution: TreeSolution) -> None:
    """Check that each equilibrium leads where it says, pays what it says, and leaves nobody a gain.

    Raises
    ------
    CertificateError
        If one does not, or if two lead to the same lottery over ends.
    """
    for equilibrium in solution.equilibria:
        check_behaviour(game, equilibrium.behaviour)
        if game.reached(equilibrium.behaviour) != equilibrium.reached:
            raise CertificateError("a plan does not lead to the ends that it is said to lead to")
        if game.values(equilibrium.behaviour)[0] != equilibrium.payoffs or equilibrium.count < 1:
            raise CertificateError("a plan does not pay what it is said to pay")
        if gains := deviations(game, equilibrium):
            raise CertificateError(f"subgame_perfect returned a plan that is not stable: {gains[0]}")
    outcomes = {frozenset(equilibrium.reached.items()) for equilibrium in solution.equilibria}
    if len(outcomes) < len(solution.equilibria):
        raise CertificateError("two equilibria that are listed lead to the same ends")
