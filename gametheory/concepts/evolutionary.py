"""Evolutionarily stable strategies of symmetric two-player games: all of them, exactly.

A two-player game is *symmetric* when both have the same number of actions and the second player's payoffs are the
transpose of the first's, B = A'. A strategy x is *evolutionarily stable* when for every other strategy y either
y.Ax < x.Ax, or y.Ax = x.Ax and y.Ay < x.Ay: no mutant that is rare can spread (Maynard Smith and Price 1973,
Nature 246).

Let S be the support of x, E the set of best replies to x, and m in S. A mutant y with support in E differs from x by a
direction z with sum zero and z_i >= 0 on E without S, and (x - y).Ay = -z.Az. So x, once (x, x) is an equilibrium, is
evolutionarily stable exactly when the form -z.Az, in the coordinates of E without m, is strictly copositive with those
of S free (Haigh 1975, Advances in Applied Probability 7; Abakuks 1980, same journal 12; Bomze 1992, Naval Research
Logistics 39). That makes the equations of S regular, so each support carries at most one; and no other symmetric
equilibrium has its support within E (Bishop and Cannings 1976, Journal of Theoretical Biology 59).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from gametheory.copositivity import nonpositive_direction
from gametheory.deviation import Deviation, profitable_deviations
from gametheory.errors import NotApplicable, TooLarge
from gametheory.game import StrategicGame
from gametheory.linear_system import solve_or_kernel
from gametheory.solution import Equilibrium, Solution

__all__ = ["ACCEPTS", "Invasion", "deviations", "solve", "symmetric_payoffs"]

ACCEPTS = (StrategicGame,)

MOST_SUPPORTS = 5_000
"""The most supports whose equations are solved before a game is given up as too large."""

Strategy = tuple[Fraction, ...]
Matrix = list[list[Fraction]]


@dataclass(frozen=True, slots=True)
class Invasion:
    """A mutant strategy that does as well as the resident against it, and at least as well against itself.

    Attributes
    ----------
    mutant : tuple of Fraction
        The strategy y.
    advantage : Fraction
        y.Ay - x.Ay, not negative.
    """

    mutant: Strategy
    advantage: Fraction


def deviations(game: StrategicGame, equilibrium: Equilibrium) -> tuple[Deviation | Invasion, ...]:
    """What refutes that the strategy both play is evolutionarily stable; empty exactly if it is.

    Every action that would pay more, or else one mutant that would not die out.

    Raises
    ------
    NotApplicable
        If the game is not symmetric, or the two play different strategies.
    """
    payoffs = symmetric_payoffs(game)
    strategy, other = equilibrium.strategies
    if strategy != other:
        raise NotApplicable("an evolutionarily stable strategy is one that both play; these two differ")
    if found := profitable_deviations(game, equilibrium.strategies):
        return found
    invasion = _invasion(payoffs, strategy)
    return () if invasion is None else (invasion,)


def solve(game: StrategicGame) -> Solution:
    """Every evolutionarily stable strategy, as the profile in which both play it.

    Raises
    ------
    NotApplicable
        If the game is not symmetric; the message says where.
    TooLarge
        If more than `MOST_SUPPORTS` supports would have to be tried.
    """
    payoffs = symmetric_payoffs(game)
    stable = sorted(_stable_strategies(payoffs), reverse=True)
    alone = tuple((index,) for index in range(len(stable)))
    return Solution(
        game=game,
        concept="evolutionary",
        method="support enumeration and strict copositivity",
        arithmetic="exact rational",
        complete=True,
        equilibria=tuple(Equilibrium.of(game, (strategy, strategy)) for strategy in stable),
        maximal_subsets=alone,
        components=alone,
    )


def symmetric_payoffs(game: StrategicGame) -> Matrix:
    """The first player's payoffs A of a symmetric game.

    Raises
    ------
    NotApplicable
        If the game is not symmetric; the message says where.
    """
    if len(game.players) != 2:
        raise NotApplicable(f"a symmetric game of two players is needed; this one has {len(game.players)}")
    first, second = game.players
    if game.shape[0] != game.shape[1]:
        raise NotApplicable(
            f"a symmetric game is needed: {first} has {game.shape[0]} actions, and {second} {game.shape[1]}"
        )
    A, B = game.matrix(0), game.matrix(1)
    for i, row in enumerate(A):
        for j, value in enumerate(row):
            if B[j][i] != value:
                raise NotApplicable(
                    f"a symmetric game is needed, with the actions of both in the same order: {first} gets {value} "
                    f"from {game.actions[0][i]!r} against {game.actions[1][j]!r}, and {second} gets {B[j][i]} "
                    f"from {game.actions[1][i]!r} against {game.actions[0][j]!r}"
                )
    return A


def _stable_strategies(A: Matrix) -> list[Strategy]:
    found: list[Strategy] = []
    excluded: list[tuple[int, int]] = []
    for count, support in enumerate(_candidate_supports(A)):
        if count == MOST_SUPPORTS:
            raise TooLarge(f"the {len(A)} actions allow more than {MOST_SUPPORTS} supports to be tried")
        mask = sum(1 << action for action in support)
        # Bishop and Cannings: no second one within the best replies to the first, nor the other way round.
        if any(mask & ~within == 0 or own & ~mask == 0 for own, within in excluded):
            continue
        strategy = _equalising(A, support)
        if strategy is None:
            continue
        best = _best_replies(A, strategy)
        if not set(support) <= set(best):
            continue
        if _invasion(A, strategy) is None:
            found.append(strategy)
            excluded.append((mask, sum(1 << action for action in best)))
    return found


def _candidate_supports(A: Matrix) -> Iterator[tuple[int, ...]]:
    """The supports, smaller ones first, each two of whose actions do better against each other than alike.

    -z.Az > 0 along the direction from one to the other is a_ij + a_ji > a_ii + a_jj, and necessary.
    """
    size = len(A)
    mixes = [[A[i][j] + A[j][i] > A[i][i] + A[j][j] for j in range(size)] for i in range(size)]
    level: list[tuple[int, ...]] = [(action,) for action in range(size)]
    while level:
        yield from level
        level = [
            (*support, action)
            for support in level
            for action in range(support[-1] + 1, size)
            if all(mixes[other][action] for other in support)
        ]


def _equalising(A: Matrix, support: tuple[int, ...]) -> Strategy | None:
    """The strategy with exactly this support whose actions all earn the same against it, if there is just one."""
    border = [Fraction(1)] * len(support)
    rows = [[*(A[i][j] for j in support), Fraction(-1)] for i in support] + [[*border, Fraction(0)]]
    solution, _ = solve_or_kernel(rows, [*(Fraction(0) for _ in support), Fraction(1)])
    if solution is None or min(solution[:-1]) <= 0:
        return None
    weights = dict(zip(support, solution, strict=False))
    return tuple(weights.get(action, Fraction(0)) for action in range(len(A)))


def _earnings(A: Matrix, strategy: Strategy) -> list[Fraction]:
    return [sum((value * weight for value, weight in zip(row, strategy, strict=True)), Fraction(0)) for row in A]


def _best_replies(A: Matrix, strategy: Strategy) -> list[int]:
    earnings = _earnings(A, strategy)
    most = max(earnings)
    return [action for action, value in enumerate(earnings) if value == most]


def _invasion(A: Matrix, strategy: Strategy) -> Invasion | None:
    """A mutant that would not die out, where (strategy, strategy) is an equilibrium; None if there is none."""
    best = _best_replies(A, strategy)
    pivot = next(action for action in best if strategy[action])
    others = [action for action in best if action != pivot]
    form = [[A[pivot][j] + A[i][pivot] - A[i][j] - A[pivot][pivot] for j in others] for i in others]
    symmetric = [[(form[i][j] + form[j][i]) / 2 for j in range(len(others))] for i in range(len(others))]
    free = [index for index, action in enumerate(others) if strategy[action]]
    direction = nonpositive_direction(symmetric, free)
    if direction is None:
        return None
    change = [Fraction(0)] * len(A)
    for action, value in zip(others, direction, strict=True):
        change[action] = value
    change[pivot] = -sum(direction, Fraction(0))
    # As far as the simplex allows: only actions of the support can lose weight.
    step = min(-weight / value for weight, value in zip(strategy, change, strict=True) if value < 0)
    mutant = tuple(weight + step * value for weight, value in zip(strategy, change, strict=True))
    earned = _earnings(A, mutant)
    advantage = sum(((y - x) * value for y, x, value in zip(mutant, strategy, earned, strict=True)), Fraction(0))
    return Invasion(mutant, advantage)
