"""Linear programs over the rationals: an exact optimum with its dual, or an exact proof that there is none.

The *primal* is: maximise c . x subject to x >= 0, a . x <= b for each pair (a, b) of `at_most`, and a . x = b for each
of `equal`. A *dual* vector holds a multiplier y for every row, not negative for those of `at_most`. By the duality
theorem (Gale, Kuhn and Tucker 1951; Schrijver 1986, Theory of Linear and Integer Programming, sections 7.3 and 7.4)
exactly one of these holds, and each is proved by what is written beside it:

- an optimum: x feasible, A'y >= c, and c . x = b . y (`Optimum`);
- nothing is feasible: A'y >= 0 and b . y < 0 (`Infeasible`, Farkas);
- no bound: x feasible, and a direction r >= 0 with a . r <= 0 or = 0 for each row, and c . r > 0 (`Unbounded`).

`verify` checks these and knows no solver. A program is solved on integers by the simplex method, or, where it is large,
in floats by HiGHS: the constraints that are tight there give a rational linear system, whose solution is kept if it
verifies, and dropped for the simplex method otherwise. So floats can cost time here, and never truth.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from operator import ge

from gametheory.errors import CertificateError

__all__ = ["Constraints", "Infeasible", "Optimum", "Outcome", "Unbounded", "maximize", "maximize_each", "verify"]

Vector = Sequence[Fraction | int]
Limit = tuple[Vector, Fraction | int]

LARGEST_BY_SIMPLEX = 1500
"""The most rows times columns that go straight to the exact simplex method; beyond, floats come first (measured)."""
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Constraints:
    """The points x >= 0 with `size` coordinates that meet linear constraints.

    Attributes
    ----------
    size : int
        The number of coordinates.
    at_most, equal : sequence of (row, number)
        The constraints row . x <= number, and row . x = number.
    """

    size: int
    at_most: Sequence[Limit] = ()
    equal: Sequence[Limit] = ()

    def __post_init__(self) -> None:
        for row, _ in (*self.at_most, *self.equal):
            if len(row) != self.size:
                raise ValueError(f"a row of {len(row)} numbers constrains {self.size} coordinates")


@dataclass(frozen=True, slots=True)
class Optimum:
    """A best point and its proof.

    Attributes
    ----------
    value : Fraction
        The greatest value of the objective.
    primal : tuple of Fraction
        A point that reaches it; a vertex.
    dual : tuple of Fraction
        A multiplier for each row of `at_most`, then of `equal`, which proves that no point yields more.
    """

    value: Fraction
    primal: tuple[Fraction, ...]
    dual: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Infeasible:
    """No point meets the constraints; `dual` combines the rows into one that no x >= 0 can meet (Farkas)."""

    dual: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Unbounded:
    """The objective grows without end from the feasible `point` along `ray`."""

    point: tuple[Fraction, ...]
    ray: tuple[Fraction, ...]


Outcome = Optimum | Infeasible | Unbounded


def maximize(constraints: Constraints, objective: Vector) -> Outcome:
    """The greatest value of objective . x, exactly, with a proof that `verify` has passed."""
    return maximize_each(constraints, [objective])[0]


def maximize_each(constraints: Constraints, objectives: Iterable[Vector]) -> tuple[Outcome, ...]:
    """`maximize` for several objectives over the same points, each starting where the last one ended."""
    rows = len(constraints.at_most) + len(constraints.equal)
    floats = _Floats(constraints) if rows * constraints.size > LARGEST_BY_SIMPLEX else None
    simplex: _Dictionary | None = None
    outcomes: list[Outcome] = []
    for objective in objectives:
        outcome: Outcome | None = floats.maximize(objective) if floats else None
        if outcome is None:
            simplex = simplex or _Dictionary(constraints)
            outcome = simplex.maximize(objective)
            verify(constraints, objective, outcome)
        outcomes.append(outcome)
    return tuple(outcomes)


def verify(constraints: Constraints, objective: Vector, outcome: Outcome) -> None:
    """Check an outcome against its definition, exactly and without a solver.

    Raises
    ------
    CertificateError
        If it does not prove what it claims.
    """
    if not _proves(constraints, objective, outcome):
        raise CertificateError(f"a linear program's {type(outcome).__name__.lower()} outcome fails its certificate")


def _proves(constraints: Constraints, objective: Vector, outcome: Outcome) -> bool:
    rows = (*constraints.at_most, *constraints.equal)
    if isinstance(outcome, Unbounded):
        upper, equal = ([(row, 0) for row, _ in pairs] for pairs in (constraints.at_most, constraints.equal))
        along = Constraints(constraints.size, upper, equal)
        return _meets(constraints, outcome.point) and _meets(along, outcome.ray) and _dot(objective, outcome.ray) > 0
    if len(outcome.dual) != len(rows) or min(outcome.dual[: len(constraints.at_most)], default=0) < 0:
        return False
    used = [(row, multiplier) for (row, _), multiplier in zip(rows, outcome.dual, strict=True) if multiplier]
    combined = [sum((row[j] * multiplier for row, multiplier in used), Fraction(0)) for j in range(constraints.size)]
    bound = sum((number * multiplier for (_, number), multiplier in zip(rows, outcome.dual, strict=True)), Fraction(0))
    if isinstance(outcome, Infeasible):
        return min(combined, default=Fraction(0)) >= 0 > bound
    return (
        _meets(constraints, outcome.primal)
        and all(map(ge, combined, objective))
        and _dot(objective, outcome.primal) == outcome.value == bound
    )


def _meets(constraints: Constraints, point: Sequence[Fraction]) -> bool:
    return (
        len(point) == constraints.size
        and min(point, default=0) >= 0
        and all(_dot(row, point) <= number for row, number in constraints.at_most)
        and all(_dot(row, point) == number for row, number in constraints.equal)
    )


def _dot(row: Vector, point: Sequence[Fraction]) -> Fraction:
    return sum((x * a for a, x in zip(row, point, strict=True) if x and a), Fraction(0))


class _Dictionary:
    """The simplex method on integers, for programs that share their constraints.

    The line of a basic variable reads: denominator * basic + (entries . nonbasic) = last entry. Pivoting keeps every
    entry an integer, a minor of the first lines, and divides without a remainder (Edmonds 1967; von Stengel 2007,
    Algorithmic Game Theory, section 3.4). An equation is held as two inequalities. The entering variable is the one
    with the steepest coefficient, but while the objective stands still Bland's rule chooses, under which no dictionary
    returns (Bland 1977), so the method ends.
    """

    def __init__(self, constraints: Constraints) -> None:
        self.size = constraints.size
        pairs = [*constraints.at_most, *constraints.equal]
        pairs += [([-a for a in row], -number) for row, number in constraints.equal]
        self.split = (len(constraints.at_most), len(constraints.equal))
        self.lines: list[list[int]] = []
        self.scales: list[Fraction] = []
        for row, number in pairs:
            line, scale = _whole([*row, number])
            self.lines.append(line)
            self.scales.append(scale)
        self.goal: list[int] = [0] * (self.size + 1)
        self.denominator = 1
        self.nonbasic = list(range(self.size))
        self.basic = [self.size + number for number in range(len(pairs))]
        self.infeasible = self._find_vertex()

    def maximize(self, objective: Vector) -> Outcome:
        """The outcome for one objective, starting from the present vertex."""
        if self.infeasible is not None:
            return self.infeasible
        goal, scale = _whole(objective)
        entering = self._improve(goal)
        if entering is not None:
            ray = {self.nonbasic[entering]: Fraction(1)}
            for name, line in zip(self.basic, self.lines, strict=True):
                ray[name] = Fraction(-line[entering], self.denominator)
            return Unbounded(self._point(), tuple(ray.get(name, Fraction(0)) for name in range(self.size)))
        point = self._point()
        return Optimum(_dot(objective, point), point, self._multipliers(self.goal, scale))

    def _point(self) -> tuple[Fraction, ...]:
        values = {name: Fraction(line[-1], self.denominator) for name, line in zip(self.basic, self.lines, strict=True)}
        return tuple(values.get(name, Fraction(0)) for name in range(self.size))

    def _multipliers(self, goal: list[int], scale: Fraction) -> tuple[Fraction, ...]:
        """The dual of the objective line, in the units of the constraints as they were given."""
        at = {name: Fraction(goal[column], self.denominator) for column, name in enumerate(self.nonbasic)}
        found = [
            at.get(self.size + number, Fraction(0)) * line_scale / scale
            for number, line_scale in enumerate(self.scales)
        ]
        upper, equal = self.split
        return (*found[:upper], *(found[upper + k] - found[upper + equal + k] for k in range(equal)))

    def _find_vertex(self) -> Infeasible | None:
        """Move to a feasible vertex, by way of one more variable that relaxes every line; or prove there is none."""
        worst = min(range(len(self.lines)), key=lambda number: self.lines[number][-1], default=None)
        if worst is None or self.lines[worst][-1] >= 0:
            return None
        relaxing = self.size + len(self.lines)
        self.nonbasic.append(relaxing)
        for line in self.lines:
            line.insert(-1, -1)
        self.goal = [*(0 for _ in range(self.size)), 1, 0]
        self._pivot(worst, self.size)
        self._ascend()
        if self.goal[-1] < 0:
            return Infeasible(self._multipliers(self.goal, Fraction(1)))
        if relaxing in self.basic:  # at zero: any other variable can take its place
            row = self.basic.index(relaxing)
            self._pivot(row, next(column for column in range(self.size + 1) if self.lines[row][column]))
        column = self.nonbasic.index(relaxing)
        del self.nonbasic[column]
        for line in self.lines:
            del line[column]
        return None

    def _improve(self, goal: Sequence[int]) -> int | None:
        """Climb along a goal given on the coordinates; the column along which it has no bound, or None."""
        line = [-goal[name] * self.denominator if name < self.size else 0 for name in self.nonbasic] + [0]
        for name, basic_line in zip(self.basic, self.lines, strict=True):
            if name < self.size and (factor := goal[name]):
                line = [value + factor * entry for value, entry in zip(line, basic_line, strict=True)]
        self.goal = line
        return self._ascend()

    def _ascend(self) -> int | None:
        stalled = False
        while True:
            candidates = [column for column, value in enumerate(self.goal[:-1]) if value < 0]
            if not candidates:
                return None
            entering = min(candidates, key=lambda column: self.nonbasic[column] if stalled else self.goal[column])
            leaving = self._leaving(entering)
            if leaving is None:
                return entering
            stalled = not self.lines[leaving][-1]
            self._pivot(leaving, entering)

    def _leaving(self, entering: int) -> int | None:
        """The line that first stops the entering variable; of several, that of the first variable."""
        best: int | None = None
        for number, line in enumerate(self.lines):
            if line[entering] <= 0:
                continue
            if best is not None:
                ours, theirs = line[-1] * self.lines[best][entering], self.lines[best][-1] * line[entering]
                if ours > theirs or (ours == theirs and self.basic[number] > self.basic[best]):
                    continue
            best = number
        return best

    def _pivot(self, row: int, column: int) -> None:
        """Exchange a basic for a nonbasic variable."""
        pivot_line, old = self.lines[row], self.denominator
        pivot = pivot_line[column]
        sign = 1 if pivot > 0 else -1

        def moved(line: list[int]) -> list[int]:
            factor = line[column]
            if factor:
                line = [
                    sign * (pivot * value - factor * entry) // old
                    for value, entry in zip(line, pivot_line, strict=True)
                ]
                line[column] = -sign * factor
            elif sign * pivot != old:
                line = [sign * pivot * value // old for value in line]
            return line

        self.lines = [moved(line) if number != row else line for number, line in enumerate(self.lines)]
        self.goal = moved(self.goal)
        self.lines[row] = [sign * value for value in pivot_line]
        self.lines[row][column] = sign * old
        self.denominator = sign * pivot
        self.basic[row], self.nonbasic[column] = self.nonbasic[column], self.basic[row]


def _whole(numbers: Vector) -> tuple[list[int], Fraction]:
    """The numbers times the scale that makes them whole and without a common divisor, and that scale."""
    times = lcm(*(number.denominator for number in numbers))
    whole = [int(number * times) for number in numbers]
    divisor = gcd(*whole) or 1
    return [value // divisor for value in whole], Fraction(times, divisor)


class _Floats:
    """The optima that HiGHS points at in floats, made exact, for programs that share their constraints."""

    def __init__(self, constraints: Constraints) -> None:
        import numpy as np

        self.constraints = constraints
        whole = [_whole([*row, number]) for row, number in (*constraints.at_most, *constraints.equal)]
        self.rows, self.scales = [row for row, _ in whole], [scale for _, scale in whole]
        try:
            lines = [_scaled(row) for row in self.rows]
        except OverflowError:
            lines = []
        self.representable = len(lines) == len(self.rows)
        self.lines = np.array(lines).reshape(len(lines), constraints.size + 1)

    def maximize(self, objective: Vector) -> Optimum | None:
        """The optimum, if what the floats point at verifies."""
        import numpy as np
        from scipy.optimize import linprog

        if not self.representable:
            return None
        matrix, numbers = self.lines[:, :-1], self.lines[:, -1]
        whole, scale = _whole(objective)
        goal = np.array(_scaled([*whole, 0])[:-1])
        upper, rows = len(self.constraints.at_most), self.rows
        found = linprog(
            -goal,
            A_ub=matrix[:upper] if upper else None,
            b_ub=numbers[:upper] if upper else None,
            A_eq=matrix[upper:] if len(rows) > upper else None,
            b_eq=numbers[upper:] if len(rows) > upper else None,
            method="highs-ds",
        )
        if found.status != 0:
            return None
        best = np.asarray(found.x)
        multipliers = -np.concatenate([found.ineqlin.marginals, found.eqlin.marginals])
        # A vertex is where its tight rows, as equations in its positive coordinates, have one solution; a dual one too.
        positive = [int(j) for j in np.flatnonzero(best > _TOLERANCE)]
        slack = numbers - matrix @ best
        tight = [int(i) for i in np.argsort(slack, kind="stable") if i >= upper or slack[i] < _TOLERANCE]
        tight.sort(key=lambda i: i < upper)  # equations first
        point = _solution([[rows[i][j] for j in positive] for i in tight], [rows[i][-1] for i in tight])
        active = [i for i in range(len(rows)) if i >= upper or multipliers[i] > _TOLERANCE]
        reduced = multipliers @ matrix - goal
        held = [int(j) for j in np.argsort(reduced, kind="stable") if reduced[j] < _TOLERANCE]
        dual = _solution([[rows[i][j] for i in active] for j in held], [whole[j] for j in held])
        primal, multiplier = dict(zip(positive, point, strict=True)), dict(zip(active, dual, strict=True))
        outcome = Optimum(
            sum((objective[j] * value for j, value in primal.items()), Fraction(0)),
            tuple(primal.get(j, Fraction(0)) for j in range(self.constraints.size)),
            tuple(multiplier.get(i, Fraction(0)) * self.scales[i] / scale for i in range(len(rows))),
        )
        return outcome if _proves(self.constraints, objective, outcome) else None


def _scaled(numbers: Sequence[int]) -> list[float]:
    """A line as floats, its greatest coefficient one in size; its last number may overflow."""
    greatest = max(map(abs, numbers[:-1]), default=0) or 1
    return [value / greatest for value in numbers]


def _solution(rows: Sequence[Vector], numbers: Vector) -> list[Fraction]:
    """A solution of the first independent equations rows . x = numbers, by elimination on integers.

    Unknowns that the equations leave open are zero; an equation that contradicts earlier ones is passed over, for the
    caller verifies what comes out.
    """
    size = len(rows[0]) if rows else 0
    lines: list[list[int]] = []
    pivots: list[int] = []
    for row, number in zip(rows, numbers, strict=True):
        line, before = _whole([*row, number])[0], 1
        for earlier, column in zip(lines, pivots, strict=True):
            pivot, factor = earlier[column], line[column]
            line = [(pivot * value - factor * entry) // before for value, entry in zip(line, earlier, strict=True)]
            before = pivot  # Bareiss 1968: the division leaves no remainder
        first = next((column for column in range(size) if line[column]), None)
        if first is not None:
            lines.append(line)
            pivots.append(first)
            if len(lines) == size:
                break
    values = [Fraction(0)] * size
    for line, pivot in zip(reversed(lines), reversed(pivots), strict=True):
        rest = line[-1] - sum((line[j] * values[j] for j in range(size) if j != pivot and line[j]), Fraction(0))
        values[pivot] = Fraction(rest) / line[pivot]
    return values
