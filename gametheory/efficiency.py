"""The Pareto frontier of the pure outcomes: where nobody can be made better off without making another worse off.

One outcome *Pareto dominates* another when it yields every player at least as much and some player more. Only pure
outcomes are compared; a lottery over several of them may dominate one that is on this frontier.
"""

from __future__ import annotations

from fractions import Fraction

from gametheory.game import Profile, StrategicGame

__all__ = ["pareto_dominates", "pareto_dominators", "pareto_frontier"]


def pareto_dominates(payoffs: tuple[Fraction, ...], others: tuple[Fraction, ...]) -> bool:
    """Whether the first payoffs, one a player, are nowhere less than the second and somewhere more."""
    return payoffs != others and all(map(Fraction.__ge__, payoffs, others))


def pareto_frontier(game: StrategicGame) -> tuple[Profile, ...]:
    """The pure profiles that no other pure profile Pareto dominates, in the order of the game's profiles."""
    # Whoever dominates has the greater sum, so each profile need only be compared with the frontier found before it.
    outcomes = list(zip(zip(*game.payoffs, strict=True), game.profiles(), strict=True))
    efficient: list[tuple[tuple[Fraction, ...], Profile]] = []
    frontier: set[tuple[Fraction, ...]] = set()
    for payoffs, profile in sorted(outcomes, key=lambda outcome: -sum(outcome[0])):
        if payoffs in frontier or not any(pareto_dominates(other, payoffs) for other in frontier):
            frontier.add(payoffs)
            efficient.append((payoffs, profile))
    return tuple(sorted(profile for _, profile in efficient))


def pareto_dominators(game: StrategicGame, profile: Profile) -> tuple[Profile, ...]:
    """The pure profiles that Pareto dominate `profile`: none exactly where it is on the frontier."""
    outcomes = list(zip(*game.payoffs, strict=True))
    own = outcomes[game.position(profile)]
    return tuple(
        other for other, payoffs in zip(game.profiles(), outcomes, strict=True) if pareto_dominates(payoffs, own)
    )
