"""Why nashpy misses an equilibrium or returns a profile that is none: the limits of its algorithms, computed exactly.

Known of nashpy 0.0.43 by reading and running it. *Support enumeration* solves a square system of indifference, so it
never returns supports of unequal sizes, nor, of a continuum with equal ones, any point; and it compares the payoffs of
best responses as floats for equality. *Vertex enumeration* lifts payoffs until they are non-negative, not positive, so
that {z >= 0 : lifted payoffs . z <= 1} can be unbounded; and it tells labels by ``numpy.isclose``, that is, with an
absolute tolerance of 1e-8 on probabilities divided by payoffs and a relative one of 1e-5 on payoffs. *Lemke-Howson*
finds at most one equilibrium a label, and can run for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

from gametheory.game import StrategicGame, Strategies
from gametheory.linear_system import solve_or_kernel
from gametheory.nashpy_process import Algorithm, Call, Ending

__all__ = ["Reason", "why_added", "why_missed"]

_ABSOLUTE = Fraction(1, 10**8)
_RELATIVE = Fraction(1, 10**5)

Matrix = list[list[Fraction]]


class Reason(StrEnum):
    """Why an algorithm misses an equilibrium, or returns a profile that is none.

    UNEQUAL_SUPPORTS, SINGULAR_INDIFFERENCE: what support enumeration cannot reach. UNBOUNDED_POLYTOPE: lifted payoffs
    leave a line or column of zeros. SCALE: a probability divided by the payoff is below the absolute tolerance of 1e-8.
    TOLERANCE: a payoff short of the best by less than the relative tolerance of 1e-5 counts as a best response.
    ROUNDING: exact arithmetic would have decided otherwise. OVERFLOW: a number
    beyond the range of floats. ONE_PER_LABEL: the algorithm does not look for all.
    CUT_OFF, FAILED: the call did not finish. UNEXPLAINED: none of these.
    """

    UNEQUAL_SUPPORTS = "unequal_supports"
    SINGULAR_INDIFFERENCE = "singular_indifference"
    UNBOUNDED_POLYTOPE = "unbounded_polytope"
    SCALE = "scale"
    TOLERANCE = "tolerance"
    ROUNDING = "rounding"
    OVERFLOW = "overflow"
    ONE_PER_LABEL = "one_per_label"
    CUT_OFF = "cut_off"
    FAILED = "failed"
    UNEXPLAINED = "unexplained"


def why_missed(
    game: StrategicGame, strategies: Strategies, algorithm: Algorithm, calls: Sequence[Call], *, found_another: bool
) -> Reason:
    """Why an algorithm did not return this extreme equilibrium: first what no longer run would mend, then its calls."""
    if algorithm is not Algorithm.LEMKE_HOWSON and (reason := _out_of_reach(game, strategies, algorithm)):
        return reason
    endings = {call.ending for call in calls}
    if not endings.isdisjoint((Ending.CUT_OFF, Ending.NOT_STARTED)):
        return Reason.CUT_OFF
    if Ending.FAILED in endings:
        return Reason.FAILED
    if algorithm is Algorithm.VERTEX_ENUMERATION:
        return Reason.UNEXPLAINED
    # Exact arithmetic would have got there: the system has one solution, and every path ends at an equilibrium.
    return Reason.ONE_PER_LABEL if algorithm is Algorithm.LEMKE_HOWSON and found_another else Reason.ROUNDING


def _out_of_reach(game: StrategicGame, strategies: Strategies, algorithm: Algorithm) -> Reason | None:
    """Why an enumeration cannot find an equilibrium however long it runs, if it cannot."""
    A, B = game.matrix(0), game.matrix(1)
    rows, columns = ([action for action, weight in enumerate(strategy) if weight] for strategy in strategies)
    if algorithm is Algorithm.SUPPORT_ENUMERATION:
        if len(rows) != len(columns):
            return Reason.UNEQUAL_SUPPORTS
        ours = [[A[i][j] for j in columns] for i in rows]
        theirs = [[B[i][j] for i in rows] for j in columns]
        return Reason.SINGULAR_INDIFFERENCE if _singular(ours) or _singular(theirs) else None
    if _unbounded(A) or _unbounded(_transposed(B)):
        return Reason.UNBOUNDED_POLYTOPE
    return Reason.SCALE if _below_tolerance(game, strategies) else None


def why_added(game: StrategicGame, strategies: Strategies, regret: Sequence[Fraction], algorithm: Algorithm) -> Reason:
    """Why an algorithm returned this profile, at which the players could gain `regret`."""
    if algorithm is not Algorithm.VERTEX_ENUMERATION:
        return Reason.ROUNDING
    close = all(
        gain <= 2 * _RELATIVE * max(abs(value) for row in lifted for value in row)
        for gain, lifted in zip(regret, _lifted_pair(game), strict=True)
    )
    if close:
        return Reason.TOLERANCE
    return Reason.SCALE if _below_tolerance(game, strategies) else Reason.UNEXPLAINED


def _below_tolerance(game: StrategicGame, strategies: Strategies) -> bool:
    """Whether, at the vertices of nashpy's polytopes for these strategies, a positive coordinate counts as zero.

    The vertex for x is x divided by the opponent's greatest lifted payoff against it.
    """
    A, B = _lifted_pair(game)
    x, y = strategies
    against_x = max(sum(weight * row[j] for weight, row in zip(x, B, strict=True)) for j in range(len(y)))
    against_y = max(sum(weight * value for weight, value in zip(y, row, strict=True)) for row in A)
    return any(
        0 < weight <= _ABSOLUTE * payoff for strategy, payoff in ((x, against_x), (y, against_y)) for weight in strategy
    )


def _lifted_pair(game: StrategicGame) -> list[Matrix]:
    return [_lifted(game.matrix(player)) for player in (0, 1)]


def _lifted(matrix: Matrix) -> Matrix:
    """The payoffs as nashpy's vertex enumeration lifts them: by the least, where that is negative."""
    least = min(Fraction(0), *(value for row in matrix for value in row))
    return [[value - least for value in row] for row in matrix]


def _unbounded(matrix: Matrix) -> bool:
    """Whether {z >= 0 : lifted matrix . z <= 1} is unbounded: exactly when a column is all zeros."""
    return any(not any(column) for column in _transposed(_lifted(matrix)))


def _transposed(matrix: Matrix) -> Matrix:
    return [list(column) for column in zip(*matrix, strict=True)]


def _singular(payoffs: Matrix) -> bool:
    """Whether the system "every row pays the same, and probabilities sum to one" has no unique solution."""
    rows = [[one - other for one, other in zip(row, payoffs[0], strict=True)] for row in payoffs[1:]]
    rows.append([Fraction(1)] * len(payoffs))
    return solve_or_kernel(rows, [Fraction(0)] * len(rows))[0] is None
