"""The least change of parameters under which a condition holds, exactly, with a proof that none is cheaper.

The parameters that may move, each within its range, are held as shares of their ranges: value = default + range * (up -
down) with up, down >= 0. The cost is the weighted sum of all up and down. Where every preference is affine in these, a
condition without choices is one linear program (`gametheory.linear_program`). A condition with choices is a disjunctive
program (Balas 1979, Annals of Discrete Mathematics 5), solved by branching on a choice that the cheapest point so far
does not meet, and by leaving off branches that cost no less than a point already found.

The proof is the tree of branches: each leaf is a linear program's optimum, whose dual says that nothing in this branch
is cheaper than the answer, or a Farkas certificate that nothing in it is possible. `verify_proof` replays it and knows
no solver.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from gametheory.errors import CertificateError, InvalidParameter, NotApplicable, TooLarge, UnknownName
from gametheory.exact import exact
from gametheory.game import ParametricGame
from gametheory.linear_program import Constraints, Infeasible, Limit, Optimum, Outcome, maximize, verify
from gametheory.parameters import MultiAffine
from gametheory.preference_conditions import Choice, Condition, Preference

__all__ = [
    "MOST_PROGRAMS",
    "Branching",
    "LeastChange",
    "Program",
    "Proof",
    "_first_product",
    "proof_to_dict",
    "verify_proof",
]

MOST_PROGRAMS = 5_000
"""The most linear programs that one search solves before it gives up; each takes about a millisecond."""

_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Branching:
    """A choice was branched on: `choice` numbers it among those open at this point of the tree.

    Attributes
    ----------
    choice : int
        Its place among the open choices.
    branches : tuple of Proof
        One an alternative, in their order.
    """

    choice: int
    branches: tuple[Proof, ...]


Proof = Branching | Optimum | Infeasible
"""A tree whose leaves are outcomes of linear programs."""


@dataclass(frozen=True, slots=True)
class LeastChange:
    """The cheapest point at which a condition holds.

    Attributes
    ----------
    cost : Fraction
        The weighted sum of the shares of their ranges by which the parameters move.
    values : mapping from str to Fraction
        The parameters that may move, and where they are to stand.
    prices : tuple of (Preference, Fraction)
        The preferences that were imposed, with by how much the cost would fall if the preference were eased by one unit
        of payoff: the dual.
    """

    cost: Fraction
    values: Mapping[str, Fraction]
    prices: tuple[tuple[Preference, Fraction], ...]


def _first_product(expression: MultiAffine, movable: frozenset[str]) -> tuple[str, str] | None:
    """Two of the movable parameters that multiply each other in an expression; None where it is affine in them."""
    for names in sorted(map(sorted, expression.terms)):
        both = [name for name in names if name in movable]
        if len(both) > 1:
            return both[0], both[1]
    return None


def checked_weights(game: ParametricGame, given: Mapping[str, object] | None) -> dict[str, Fraction]:
    """What moving each parameter over the whole of its range costs: 1, or as given, which must be positive."""
    weights = dict.fromkeys(game.parameters, Fraction(1))
    for name, value in (given or {}).items():
        if name not in weights:
            raise UnknownName("parameter of this game", name, weights)
        weights[name] = exact(value, f"the weight of change of {name}")
        if weights[name] <= 0:
            raise InvalidParameter(f"the weight of change of {name} is {weights[name]}; it must be positive")
    return weights


@dataclass(frozen=True, slots=True)
class Program:
    """The parameters of a game that may move, and what moving them costs.

    Attributes
    ----------
    game : ParametricGame
        Its defaults are where the parameters stand now.
    movable : tuple of str
        The parameters that may move; each has a range of more than a point.
    weights : mapping from str to Fraction
        What moving a parameter over the whole of its range costs, positive.
    """

    game: ParametricGame
    movable: tuple[str, ...]
    weights: Mapping[str, Fraction]
    _limits: dict[Preference, Limit] = field(default_factory=dict, repr=False, compare=False)

    def limit(self, preference: Preference) -> Limit:
        """The preference as a row . x <= number, where x holds the shares up and down of each parameter.

        Raises
        ------
        NotApplicable
            If two of the movable parameters multiply each other in it.
        """
        if preference not in self._limits:
            self._limits[preference] = self._limit(preference)
        return self._limits[preference]

    def _limit(self, preference: Preference) -> Limit:
        game, parameters = self.game, self.game.parameters
        payoffs = game.payoffs[preference.player]
        gain = payoffs[game.position(preference.worse)] - payoffs[game.position(preference.better)]
        pair = _first_product(gain, frozenset(self.movable))
        if pair is not None:
            raise NotApplicable(
                f"{pair[0]} and {pair[1]} multiply each other in what {game.players[preference.player]} gains, so the "
                f"least change of both at once is no linear program; fix one of the two"
            )
        here = {name: parameter.default for name, parameter in parameters.items()}
        row: list[Fraction] = []
        for name in self.movable:
            slope = gain.affine_in(name)[1].at(here) * (parameters[name].high - parameters[name].low)
            row += [slope, -slope]
        return row, -preference.margin - gain.at(here)

    def objective(self) -> list[Fraction]:
        """What is maximised: minus the cost."""
        return [-self.weights[name] for name in self.movable for _ in range(2)]

    def constraints(self, preferences: Sequence[Preference]) -> Constraints:
        """The points within the ranges at which the preferences hold; their rows come first."""
        rows: list[Limit] = [self.limit(preference) for preference in preferences]
        size = 2 * len(self.movable)
        for number, name in enumerate(self.movable):
            parameter = self.game.parameters[name]
            extent = parameter.high - parameter.low
            for offset, room in ((0, parameter.high - parameter.default), (1, parameter.default - parameter.low)):
                row = [_NOTHING] * size
                row[2 * number + offset] = Fraction(1)
                rows.append((row, room / extent))
        return Constraints(size, rows)

    def values(self, shares: Sequence[Fraction]) -> dict[str, Fraction]:
        """Where the parameters stand when they move by these shares."""
        found = {}
        for number, name in enumerate(self.movable):
            parameter = self.game.parameters[name]
            moved = shares[2 * number] - shares[2 * number + 1]
            found[name] = parameter.default + moved * (parameter.high - parameter.low)
        return found

    def least_change(self, condition: Condition, below: Fraction | None = None) -> tuple[LeastChange | None, Proof]:
        """The cheapest change under which a condition holds, and the proof.

        Parameters
        ----------
        condition : Condition
            What is to hold.
        below : Fraction, optional
            Only a change that costs less is wanted, and None the answer where there is none.

        Raises
        ------
        NotApplicable
            As in `limit`.
        TooLarge
            If the choices take more than `MOST_PROGRAMS` linear programs.
        """
        search = _Search(self, below)
        first = search.solved(condition.preferences)
        proof = search.explored(condition.preferences, condition.choices, first)
        return search.best, proof

    def holds(self, condition: Condition, shares: Sequence[Fraction]) -> bool:
        """Whether a condition holds where the parameters have moved by these shares."""
        return all(self._meets(preference, shares) for preference in condition.preferences) and all(
            self.met(choice, shares) for choice in condition.choices
        )

    def met(self, choice: Choice, shares: Sequence[Fraction]) -> bool:
        """Whether one of a choice's alternatives holds."""
        return any(self.holds(alternative, shares) for alternative in choice.alternatives())

    def _meets(self, preference: Preference, shares: Sequence[Fraction]) -> bool:
        row, number = self.limit(preference)
        return sum((a * x for a, x in zip(row, shares, strict=True) if x), _NOTHING) <= number


class _Search:
    """Depth first, the cheapest alternative first."""

    def __init__(self, program: Program, below: Fraction | None) -> None:
        self.program = program
        self.best: LeastChange | None = None
        self.bound = None if below is None else -below
        self.solved_so_far = 0

    def solved(self, preferences: Sequence[Preference]) -> Optimum | Infeasible:
        self.solved_so_far += 1
        if self.solved_so_far > MOST_PROGRAMS:
            raise TooLarge(
                f"the choices that this condition leaves take more than {MOST_PROGRAMS} linear programs; "
                "allow fewer parameters to move, or ask for less"
            )
        outcome: Outcome = maximize(self.program.constraints(preferences), self.program.objective())
        assert isinstance(outcome, Optimum | Infeasible)  # every parameter has a bounded range
        return outcome

    def explored(
        self, preferences: tuple[Preference, ...], choices: tuple[Choice, ...], outcome: Optimum | Infeasible
    ) -> Proof:
        if isinstance(outcome, Infeasible) or (self.bound is not None and outcome.value <= self.bound):
            return outcome
        unmet = next(
            (number for number, choice in enumerate(choices) if not self.program.met(choice, outcome.primal)), None
        )
        if unmet is None:
            self.bound = outcome.value
            prices = tuple(zip(preferences, outcome.dual, strict=False))  # the rows of the ranges come after
            self.best = LeastChange(-outcome.value, self.program.values(outcome.primal), prices)
            return outcome
        branches = _branches(preferences, choices, unmet)
        outcomes = [self.solved(imposed) for imposed, _ in branches]
        proofs: dict[int, Proof] = {}
        for number in sorted(range(len(branches)), key=lambda number: _cost(outcomes[number])):
            proofs[number] = self.explored(*branches[number], outcomes[number])
        return Branching(unmet, tuple(proofs[number] for number in range(len(branches))))


def verify_proof(program: Program, condition: Condition, cost: Fraction | None, proof: Proof) -> None:
    """Check without a solver that no change cheaper than `cost`, or none at all, makes a condition hold.

    Raises
    ------
    CertificateError
        If the proof does not show it.
    """
    _replay(program, condition.preferences, condition.choices, cost, proof)


def proof_to_dict(proof: Proof) -> dict[str, Any]:
    """A proof as JSON-ready data: its branches, and at each leaf the multipliers of preferences and then of ranges."""
    if isinstance(proof, Branching):
        return {"choice": proof.choice, "branches": [proof_to_dict(branch) for branch in proof.branches]}
    dual = [str(multiplier) for multiplier in proof.dual]
    if isinstance(proof, Infeasible):
        return {"impossible": dual}
    return {"least_cost": str(-proof.value), "dual": dual}


def _replay(
    program: Program,
    preferences: tuple[Preference, ...],
    choices: tuple[Choice, ...],
    cost: Fraction | None,
    proof: Proof,
) -> None:
    if isinstance(proof, Branching):
        if not 0 <= proof.choice < len(choices):
            raise CertificateError("a proof branches on a choice that is not there")
        branches = _branches(preferences, choices, proof.choice)
        if len(branches) != len(proof.branches):
            raise CertificateError("a proof passes over an alternative")
        for (imposed, left), branch in zip(branches, proof.branches, strict=True):
            _replay(program, imposed, left, cost, branch)
        return
    verify(program.constraints(preferences), program.objective(), proof)
    if isinstance(proof, Optimum) and (cost is None or -proof.value < cost):
        raise CertificateError("a proof leaves open a change that is cheaper than the one it is for")


def _branches(
    preferences: tuple[Preference, ...], choices: tuple[Choice, ...], number: int
) -> list[tuple[tuple[Preference, ...], tuple[Choice, ...]]]:
    """What is imposed and what stays open under each alternative of a choice."""
    rest = (*choices[:number], *choices[number + 1 :])
    return [
        ((*preferences, *alternative.preferences), (*rest, *alternative.choices))
        for alternative in choices[number].alternatives()
    ]


def _cost(outcome: Optimum | Infeasible) -> tuple[bool, Fraction]:
    return (True, _NOTHING) if isinstance(outcome, Infeasible) else (False, -outcome.value)
