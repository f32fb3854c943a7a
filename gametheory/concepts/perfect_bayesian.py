"""Perfect Bayesian equilibria: plans that are best at every information set, given beliefs about types that fit them.

Defined in `gametheory.interim_deviation`. Two players: every extreme Nash equilibrium (`bayes_nash`) whose responses to
moves that no type makes are best for some belief, by an exact linear program. The second player's responses that some
belief supports span faces of its set of mixed plans, and the equilibria on a face of a maximal Nash subset are spanned
by extreme ones; so every perfect Bayesian equilibrium is a mixture of those reported. More players: all pure ones, from
the last mover to the first, if one player of unknown type moves before others.

Fudenberg and Tirole 1991, Game Theory, section 8.2; for signalling games Cho and Kreps 1987, Quarterly Journal of
Economics 102.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from gametheory.bayesian_game import BayesianGame, TypedTree
from gametheory.bayesian_solution import BayesianEquilibrium, BayesianSolution
from gametheory.concepts import bayes_nash
from gametheory.errors import CertificateError, NotApplicable
from gametheory.game import Profile
from gametheory.interim_deviation import (
    Beliefs,
    InterimDeviation,
    bayes,
    belief_faults,
    check_payoffs,
    sequential_deviations,
    signals,
)
from gametheory.plans import plan_counts
from gametheory.pure_assessments import check_applicable, pure_assessments, supporting_beliefs
from gametheory.tree import Behaviour
from gametheory.tree_deviation import check_behaviour

__all__ = ["ACCEPTS", "certify", "deviations", "solve"]

ACCEPTS = (BayesianGame, TypedTree)


def deviations(game: TypedTree, equilibrium: BayesianEquilibrium) -> tuple[InterimDeviation, ...]:
    """Every action that would pay a type more, given its beliefs, wherever it is called to move."""
    if equilibrium.beliefs is None:
        return bayes_nash.deviations(game, equilibrium)
    return sequential_deviations(game, equilibrium.behaviour, equilibrium.beliefs)


def solve(game: BayesianGame | TypedTree) -> BayesianSolution:
    """The perfect Bayesian equilibria of a game, each with beliefs that support it.

    Raises
    ------
    NotApplicable
        If all move at once, types depend on one another, or several players of unknown type move before others.
    TooLarge
        If there are too many plans.
    """
    if isinstance(game, BayesianGame) or not game.order:
        raise NotApplicable(
            "all move at once, so there is nothing to believe after a move: give an order, or ask for bayes_nash"
        )
    check_applicable(game)
    plans = plan_counts(game)
    if len(game.order) == 2 and max(plans) <= bayes_nash.MOST_MIXED_PLANS:
        found = [
            BayesianEquilibrium.of(game, entry.behaviour, _all_beliefs(game, entry.behaviour, beliefs))
            for entry, beliefs in _supported(game)
        ]
        method, complete = "linear programs over beliefs", True
    else:
        found = []
        for assessment in pure_assessments(game, (game.bayesian,)):
            behaviour = tuple(
                tuple(Fraction(index == action) for index in range(len(entry.actions)))
                for entry, action in zip(game.information_sets, assessment.plan, strict=True)
            )
            beliefs = _all_beliefs(game, behaviour, assessment.beliefs)
            found.append(BayesianEquilibrium.of(game, behaviour, beliefs))
        method, complete = "backward search of pure plans", False
    return BayesianSolution(
        game=game,
        concept="perfect_bayesian",
        method=method,
        arithmetic="exact rational",
        complete=complete,
        equilibria=tuple(found),
    )


def certify(game: TypedTree, solution: BayesianSolution) -> None:
    """Check the beliefs by Bayes' rule and every type's best response to them; raises `CertificateError`."""
    for equilibrium in solution.equilibria:
        check_behaviour(game, equilibrium.behaviour)
        check_payoffs(game, equilibrium.behaviour, equilibrium.payoffs)
        if faults := belief_faults(game, equilibrium.behaviour, equilibrium.beliefs or {}):
            raise CertificateError(f"perfect_bayesian returned {faults[0]}")
        if gains := deviations(game, equilibrium):
            raise CertificateError(f"perfect_bayesian returned a plan that is not stable: {gains[0]}")


def _supported(game: TypedTree) -> Iterator[tuple[BayesianEquilibrium, Beliefs]]:
    for entry in bayes_nash.solve(game).equilibria:
        beliefs = supporting_beliefs(game, entry.behaviour)
        if beliefs is not None:
            yield entry, beliefs


def _all_beliefs(game: TypedTree, behaviour: Behaviour, unexpected: Beliefs) -> Beliefs:
    """Beliefs after every move that tells of a type: by Bayes' rule, and as given where no type makes it."""
    found: dict[Profile, tuple[Fraction, ...]] = {}
    for done in signals(game):
        updated = bayes(game, behaviour, done)
        found[done] = unexpected[done] if updated is None else updated
    return found
