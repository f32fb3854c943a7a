"""Facts for choosing among equilibria: payoff dominance, risk dominance, welfare, and who must be trusted. No choice.

An equilibrium *payoff dominates* another when it yields every player more (Harsanyi and Selten 1988, A General Theory
of Equilibrium Selection in Games, section 3.6).

*Risk dominance* compares two pure equilibria in which exactly two players act differently, each in the 2x2 game that is
left when those two choose between their two actions and all others stay: the one with the greater product of the two
players' losses from deviating alone risk dominates the other (there, section 3.9, where the axioms single this product
out for 2x2 games with two strict equilibria; here it is used for any two, where a loss may be zero). For pairs that
differ in other ways the theory needs its tracing procedure, and none is claimed.

To play an equilibrium is to *trust* that the others do: for each player that could deviate and each it would hurt, the
facts say which deviation hurts most, by how much, and what it would cost the deviator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations

from gametheory.game import Profile, StrategicGame
from gametheory.solution import Equilibrium, Solution

__all__ = ["Advice", "Exposure", "RiskComparison", "Welfare", "advice"]


@dataclass(frozen=True, slots=True)
class RiskComparison:
    """Two pure equilibria compared by risk.

    Attributes
    ----------
    first, second : int
        Their numbers in the solution.
    losses : tuple of tuple of Fraction
        For each of the two equilibria what each of the two players would lose by deviating alone to its action in the
        other equilibrium.
    players : tuple of str
        The two players who act differently.
    """

    first: int
    second: int
    players: tuple[str, str]
    losses: tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]

    @property
    def products(self) -> tuple[Fraction, Fraction]:
        """The product of the losses at each equilibrium."""
        (a, b), (c, d) = self.losses
        return a * b, c * d

    @property
    def dominant(self) -> int | None:
        """The number of the risk-dominant equilibrium; None where the products are equal."""
        first, second = self.products
        return None if first == second else self.first if first > second else self.second


@dataclass(frozen=True, slots=True)
class Welfare:
    """What an equilibrium yields all together: the sum of the payoffs and the least of them, in the players' units."""

    total: Fraction
    least: Fraction


@dataclass(frozen=True, slots=True)
class Exposure:
    """Whom one must trust in an equilibrium: the deviation of one player that would hurt another most.

    Attributes
    ----------
    equilibrium : int
        Its number in the solution.
    deviator, action : str
        Who would deviate, and to what.
    victim : str
        Whom it would hurt.
    loss : Fraction
        By how much; positive.
    cost : Fraction
        What the deviation would cost the deviator; zero where nothing but goodwill holds it back.
    """

    equilibrium: int
    deviator: str
    action: str
    victim: str
    loss: Fraction
    cost: Fraction


@dataclass(frozen=True, slots=True)
class Advice:
    """What speaks for which of several equilibria; their numbers are those in the solution.

    Attributes
    ----------
    payoff_dominance : tuple of (int, int)
        The pairs of equilibria of which the first yields every player more than the second.
    payoff_dominant : int or None
        The equilibrium that payoff dominates all the others; None where there is none, or no other.
    risk_comparisons : tuple of RiskComparison
        The pairs that can be compared by risk.
    risk_dominant : int or None
        The equilibrium that risk dominates all the others; None where there is none, or no other.
    welfare : tuple of Welfare
        One for each equilibrium.
    greatest_total, greatest_least : tuple of int
        The equilibria with the greatest sum of payoffs, and with the greatest least payoff.
    exposures : tuple of Exposure
        Whom one must trust in each equilibrium.
    """

    payoff_dominance: tuple[tuple[int, int], ...]
    payoff_dominant: int | None
    risk_comparisons: tuple[RiskComparison, ...]
    risk_dominant: int | None
    welfare: tuple[Welfare, ...]
    greatest_total: tuple[int, ...]
    greatest_least: tuple[int, ...]
    exposures: tuple[Exposure, ...]


def advice(game: StrategicGame, solution: Solution) -> Advice:
    """The facts about `solution.equilibria`, of which all are Nash equilibria of `game`.

    In a continuum the listed equilibria are its extreme points, and only these are compared. Where equilibria are known
    as intervals only (`solution.enclosed`), none is said to dominate all others.
    """
    equilibria = solution.equilibria
    rivals = len(equilibria) + len(solution.enclosed)
    numbers = range(len(equilibria))
    dominance = tuple(
        (one, other)
        for one, other in permutations(numbers, 2)
        if all(map(Fraction.__gt__, equilibria[one].payoffs, equilibria[other].payoffs))
    )
    compared = (_risk(game, equilibria, one, other) for one, other in combinations(numbers, 2))
    risks = tuple(comparison for comparison in compared if comparison is not None)
    beaten = {
        (comparison.dominant, comparison.first + comparison.second - comparison.dominant)
        for comparison in risks
        if comparison.dominant is not None
    }
    welfare = tuple(Welfare(sum(found.payoffs, Fraction(0)), min(found.payoffs)) for found in equilibria)
    return Advice(
        payoff_dominance=dominance,
        payoff_dominant=_over_all(set(dominance), rivals),
        risk_comparisons=risks,
        risk_dominant=_over_all(beaten, rivals),
        welfare=welfare,
        greatest_total=_greatest([found.total for found in welfare]),
        greatest_least=_greatest([found.least for found in welfare]),
        exposures=tuple(
            exposure for number, found in enumerate(equilibria) for exposure in _exposures(game, number, found)
        ),
    )


def _over_all(pairs: set[tuple[int, int]], count: int) -> int | None:
    """The number that stands before every other in the pairs."""
    for number in range(count if count > 1 else 0):
        if all((number, other) in pairs for other in range(count) if other != number):
            return number
    return None


def _greatest(values: Sequence[Fraction]) -> tuple[int, ...]:
    return tuple(number for number, value in enumerate(values) if value == max(values))


def _risk(game: StrategicGame, equilibria: Sequence[Equilibrium], first: int, second: int) -> RiskComparison | None:
    one, other = equilibria[first].profile, equilibria[second].profile
    if one is None or other is None:
        return None
    differing = [player for player in range(len(game.players)) if one[player] != other[player]]
    if len(differing) != 2:
        return None
    a, b = differing

    def loss(player: int, stay: Profile, go: Profile) -> Fraction:
        alone = (*stay[:player], go[player], *stay[player + 1 :])
        return game.payoff(player, stay) - game.payoff(player, alone)

    losses = ((loss(a, one, other), loss(b, one, other)), (loss(a, other, one), loss(b, other, one)))
    return RiskComparison(first, second, (game.players[a], game.players[b]), losses)


def _exposures(game: StrategicGame, number: int, equilibrium: Equilibrium) -> list[Exposure]:
    found = []
    for deviator, victim in permutations(range(len(game.players)), 2):
        hurts = []
        for action in range(game.shape[deviator]):
            certain = tuple(Fraction(index == action) for index in range(game.shape[deviator]))
            strategies = (*equilibrium.strategies[:deviator], certain, *equilibrium.strategies[deviator + 1 :])
            loss = equilibrium.payoffs[victim] - game.expected_payoff(victim, strategies)
            cost = equilibrium.payoffs[deviator] - game.expected_payoff(deviator, strategies)
            hurts.append((loss, -cost, -action))
        loss, gain, action = max(hurts)
        if loss > 0:
            name = game.actions[deviator][-action]
            found.append(Exposure(number, game.players[deviator], name, game.players[victim], loss, -gain))
    return found
