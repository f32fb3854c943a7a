"""Bayes-Nash equilibria: no type of any player would gain by another action, given what all types of the others do.

They are the Nash equilibria of the strategic form in which everyone plans an action for each of its types (Harsanyi
1968, Management Science 14). Two players: all extreme ones with the sets that they span, mixed ones included. More
players: all, where the search is quick, and otherwise all pure ones. Two mixed plans that do the same at every type are
one equilibrium. In an order of moves, plans need not be optimal where they do not lead: see `perfect_bayesian`.
"""

from __future__ import annotations

from gametheory.bayesian_game import BayesianGame, TypedTree
from gametheory.bayesian_solution import BayesianEquilibrium, BayesianSolution
from gametheory.concepts import nash, pure_nash
from gametheory.errors import CertificateError
from gametheory.interim_deviation import InterimDeviation, check_payoffs, interim_deviations
from gametheory.tree import Behaviour
from gametheory.tree_deviation import check_behaviour

__all__ = ["ACCEPTS", "MOST_MIXED_PLANS", "certify", "deviations", "solve"]

ACCEPTS = (BayesianGame, TypedTree)

MOST_MIXED_PLANS = 16
"""The most plans of one of two players up to which mixed equilibria are looked for."""


def deviations(game: BayesianGame | TypedTree, equilibrium: BayesianEquilibrium) -> tuple[InterimDeviation, ...]:
    """Every action that would pay a type more; empty exactly at a Bayes-Nash equilibrium."""
    return interim_deviations(_tree(game), equilibrium.behaviour)


def solve(game: BayesianGame | TypedTree) -> BayesianSolution:
    """The Bayes-Nash equilibria of a game; a type of probability zero has no part in them.

    Raises
    ------
    TooLarge
        If there are too many plans to list.
    """
    tree = _tree(game)
    form = tree.strategic_form()
    mixed = _within_reach(form.shape)
    solution = nash.solve(form) if mixed else pure_nash.solve(form)
    number: dict[Behaviour, int] = {}
    same = [number.setdefault(form.behaviour(found.strategies), len(number)) for found in solution.equilibria]

    def renumbered(groups: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, ...], ...]:
        return tuple(sorted({tuple(sorted({same[index] for index in group})) for group in groups}))

    return BayesianSolution(
        game=tree,
        concept="bayes_nash",
        method=f"{solution.method} over plans" if mixed else "check of every pure plan",
        arithmetic="exact rational",
        complete=mixed and solution.complete and not solution.enclosed,
        equilibria=tuple(BayesianEquilibrium.of(tree, behaviour) for behaviour in number),
        maximal_subsets=renumbered(solution.maximal_subsets) if mixed else (),
        components=renumbered(solution.components) if mixed else (),
    )


def certify(game: BayesianGame | TypedTree, solution: BayesianSolution) -> None:
    """Check each equilibrium by the interim deviations of every type; raises `CertificateError` where one fails."""
    tree = _tree(game)
    for equilibrium in solution.equilibria:
        check_behaviour(tree, equilibrium.behaviour)
        check_payoffs(tree, equilibrium.behaviour, equilibrium.payoffs)
        if gains := deviations(tree, equilibrium):
            raise CertificateError(f"bayes_nash returned a plan that is not stable: {gains[0]}")


def _tree(game: BayesianGame | TypedTree) -> TypedTree:
    return game.tree() if isinstance(game, BayesianGame) else game


def _within_reach(shape: tuple[int, ...]) -> bool:
    if len(shape) <= 2:
        return max(shape) <= MOST_MIXED_PLANS
    from gametheory.solve import QUICK_SUPPORTS
    from gametheory.support_enumeration import effort

    return effort(shape)[1] <= QUICK_SUPPORTS
