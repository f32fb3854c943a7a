"""Inverse analysis: the least change of parameters that makes a wanted pure outcome stable.

The change is measured as the sum over the parameters of weight * |new - old| / (width of the range). What is wanted is
one of: an equilibrium, which nobody leaves with a gain (or only with a loss of a margin); the only pure equilibrium;
the outcome of a subgame-perfect equilibrium when the players move in an order that all observe
(`gametheory.preference_conditions`). The answer is exact and carries the proof that no change is cheaper, or that none
is enough (`gametheory.disjunctive_program`). Inverse problems of this kind: Ahuja and Orlin 2001, Operations Research
49 (inverse optimisation); outcomes by promised payments instead of changed parameters are in
`gametheory.side_payments`.

All this needs payoff differences that are affine in the movable parameters together. Where two that were named multiply
each other, that is an error naming them. Where none were named, or on request, the parameters are tried in every
largest group in which no two multiply each other; the answer is the least over the groups, and with more groups than
one `Design.exhaustive` is false, because moving two from different groups at once might be cheaper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

from gametheory.disjunctive_program import LeastChange, Program, Proof, checked_weights, proof_to_dict, verify_proof
from gametheory.errors import CertificateError, UnknownName
from gametheory.game import ParametricGame, Profile, StrategicGame
from gametheory.linear_program import Infeasible
from gametheory.parameter_groups import jointly_affine_groups
from gametheory.parameters import MultiAffine
from gametheory.preference_conditions import Preference
from gametheory.wanted_outcome import WantedOutcome, wanted_outcomes

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Attempt", "Change", "Design", "Incentive", "certify", "design"]


@dataclass(frozen=True, slots=True)
class Change:
    """A parameter that is to move: from where, to where, over which share of its range, and at what cost."""

    parameter: str
    before: Fraction
    after: Fraction
    share: Fraction
    cost: Fraction


@dataclass(frozen=True, slots=True)
class Incentive:
    """A preference that the answer had to bring about.

    Attributes
    ----------
    preference : Preference
        Who must prefer which profile to which.
    before, after : Fraction
        The payoff at the better profile less that at the worse one, where the parameters stand now and where they are
        to stand (where they stand now, if no change is enough).
    price : Fraction
        By how much the cost would fall for each unit of payoff by which this preference is eased (the dual); zero where
        no change is enough.
    """

    preference: Preference
    before: Fraction
    after: Fraction
    price: Fraction


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was tried, and the proof of what it yields.

    Attributes
    ----------
    wanted : WantedOutcome
        What was to hold; attempts differ in the order of moves.
    movable : tuple of str
        The parameters that bear on the outcome and could move together.
    proof : Proof
        That nothing here is cheaper than the answer, or that nothing is possible.
    """

    wanted: WantedOutcome
    movable: tuple[str, ...]
    proof: Proof


@dataclass(frozen=True, slots=True)
class Design:
    """The least change that makes a wanted outcome stable, or the proof that none does.

    Attributes
    ----------
    game : ParametricGame
        The game; its defaults are where the parameters stand now.
    wanted : WantedOutcome
        What is to hold. Where any order of moves would do: with the cheapest one, or if none is enough, the first.
    cost : Fraction or None
        The weighted change; zero where the outcome is stable as things are, None where no change is enough.
    values : mapping from str to Fraction
        Where the parameters that move are to stand.
    changes : tuple of Change
        What has to move, the costliest first.
    incentives : tuple of Incentive
        The preferences that had to be brought about and bind, by falling price. Where no change is enough: those that
        cannot be brought about together, so far as one certificate an attempt shows it.
    exhaustive : bool
        Whether the proof covers every joint change of the parameters.
    attempts : tuple of Attempt
        The proof.
    weights : mapping from str to Fraction
        What moving each parameter over the whole of its range costs.
    """

    game: ParametricGame
    wanted: WantedOutcome
    cost: Fraction | None
    values: Mapping[str, Fraction]
    changes: tuple[Change, ...]
    incentives: tuple[Incentive, ...]
    exhaustive: bool
    attempts: tuple[Attempt, ...]
    weights: Mapping[str, Fraction]

    @property
    def possible(self) -> bool:
        """Whether some change is enough."""
        return self.cost is not None

    @property
    def prices(self) -> tuple[Fraction, ...]:
        """For each player the sum of the prices of its incentives: whose interests cost most to meet."""
        totals = [Fraction(0)] * len(self.game.players)
        for incentive in self.incentives:
            totals[incentive.preference.player] += incentive.price
        return tuple(totals)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data, every number a fraction in a string."""
        game = self.game
        return {
            "players": list(game.players),
            "actions": {player: list(names) for player, names in zip(game.players, game.actions, strict=True)},
            "want": game.named(self.wanted.profile),
            "margin": str(self.wanted.margin),
            "unique": self.wanted.unique,
            "order": _order(game, self.wanted),
            "possible": self.possible,
            "exhaustive": self.exhaustive,
            "cost": None if self.cost is None else str(self.cost),
            "changes": [
                {
                    "parameter": change.parameter,
                    "before": str(change.before),
                    "after": str(change.after),
                    "share_of_range": str(change.share),
                    "cost": str(change.cost),
                }
                for change in self.changes
            ],
            "incentives": [
                {
                    "player": game.players[incentive.preference.player],
                    "better": game.named(incentive.preference.better),
                    "worse": game.named(incentive.preference.worse),
                    "margin": str(incentive.preference.margin),
                    "before": str(incentive.before),
                    "after": str(incentive.after),
                    "price": str(incentive.price),
                }
                for incentive in self.incentives
            ],
            "prices": {player: str(price) for player, price in zip(game.players, self.prices, strict=True)},
            "attempts": [
                {
                    "parameters": list(attempt.movable),
                    "order": _order(game, attempt.wanted),
                    "proof": proof_to_dict(attempt.proof),
                }
                for attempt in self.attempts
            ],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row a parameter that has to move.

        Columns: parameter, before, after, share_of_range, cost (floats), and the same four numbers with ``_exact``
        (fractions in strings).
        """
        import pandas as pd

        numbers = ("before", "after", "share_of_range", "cost")
        rows = []
        for change in self.changes:
            exact_numbers = (change.before, change.after, change.share, change.cost)
            rows.append((change.parameter, *map(float, exact_numbers), *map(str, exact_numbers)))
        return pd.DataFrame(rows, columns=["parameter", *numbers, *(f"{name}_exact" for name in numbers)])

    def __str__(self) -> str:
        wanted = ", ".join(self.game.named(self.wanted.profile).values())
        if self.cost is None:
            return f"{wanted}: no change of these parameters is enough"
        if not self.changes:
            return f"{wanted}: stable as things are; nothing to change"
        lines = [f"{wanted}: the least change costs {self.cost}"]
        lines += [f"  {change.parameter}: {change.before} -> {change.after}" for change in self.changes]
        return "\n".join(lines)


def design(
    game: ParametricGame,
    want: Profile,
    *,
    levers: Iterable[str] | None = None,
    in_groups: bool | None = None,
    at: Mapping[str, object] | None = None,
    margin: object = 0,
    unique: bool = False,
    order: Sequence[str] | str | None = None,
    weights_of_change: Mapping[str, object] | None = None,
) -> Design:
    """The least change of parameters that makes a wanted outcome stable.

    Parameters
    ----------
    game : ParametricGame
        What the payoffs depend on.
    want : tuple of int
        One action index a player.
    levers : iterable of str, optional
        The parameters that may move, each within its range; by default all.
    in_groups : bool, optional
        Whether parameters that multiply each other are tried in groups that do not, as the module's head says, rather
        than refused; by default only where no levers are named.
    at : mapping from str to number, optional
        Where the parameters stand now, if not at their defaults.
    margin : number
        What whoever leaves the outcome must lose at least, in units of its own payoff.
    unique : bool
        Whether the outcome must be the only pure equilibrium, so that at every other profile somebody gains at least
        `margin` by leaving it; with an order of moves, the only subgame-perfect equilibrium.
    order : sequence of str, or ANY_ORDER, optional
        The players from the first mover to the last, if they do not choose at once.
    weights_of_change : mapping from str to number, optional
        What moving a parameter over the whole of its range costs; 1 where nothing is said.

    Raises
    ------
    UnknownName
        For a parameter or player that is not there.
    InvalidParameter
        For a margin below zero, or of zero where the outcome is to be unique; a weight that is not positive; an order
        that leaves somebody out; a profile that is none.
    NotApplicable
        If two of the levers multiply each other, and groups are not tried.
    TooLarge
        If there are too many profiles, groups of parameters, orders of moves or branches.
    """
    here = game.moved(at)
    wanted = wanted_outcomes(here, want, margin, unique, order)
    weights = checked_weights(here, weights_of_change)
    named = here.parameters if levers is None else _named(here, levers)
    differences = list(_differences(here, wanted[0]))
    bearing = frozenset().union(*(difference.parameters for difference in differences)) & frozenset(named)
    movable = tuple(name for name, entry in here.parameters.items() if name in bearing and entry.low < entry.high)
    grouped = levers is None if in_groups is None else in_groups
    groups = jointly_affine_groups(movable, differences) if grouped else [movable]
    best: LeastChange | None = None
    answered = wanted[0]
    attempts = []
    for entry, group in product(wanted, groups):
        program = Program(here, group, weights)
        found, proof = program.least_change(entry.condition(here.shape), None if best is None else best.cost)
        attempts.append(Attempt(entry, group, proof))
        if found is not None:
            best, answered = found, entry
            if not best.cost:
                break  # nothing can be cheaper
    exhaustive = len(groups) == 1 or (best is not None and not best.cost)
    answer = _answer(here, answered, best, exhaustive, tuple(attempts), weights)
    certify(answer)
    return answer


def certify(found: Design) -> None:
    """Check an answer without a solver: it makes the outcome stable, and nothing cheaper does.

    Raises
    ------
    CertificateError
        If one of the two fails.
    """
    for attempt in found.attempts:
        program = Program(found.game, attempt.movable, found.weights)
        verify_proof(program, attempt.wanted.condition(found.game.shape), found.cost, attempt.proof)
    if found.cost is None:
        return
    spent = sum((found.weights[name] * _share(found.game, name, value) for name, value in found.values.items()), _ZERO)
    if spent != found.cost:
        raise CertificateError(f"the changes cost {spent}, and are said to cost {found.cost}")
    if not found.wanted.holds_in(found.game.at(dict(found.values))):
        raise CertificateError("the wanted outcome is not stable where the parameters are said to make it so")


def _answer(
    game: ParametricGame,
    wanted: WantedOutcome,
    best: LeastChange | None,
    exhaustive: bool,
    attempts: tuple[Attempt, ...],
    weights: Mapping[str, Fraction],
) -> Design:
    priced: Iterable[tuple[Preference, Fraction]] = ()
    values: dict[str, Fraction] = {}
    if best is not None:
        priced = best.prices
        values = {name: value for name, value in best.values.items() if value != game.parameters[name].default}
    else:
        priced = _in_the_way(game, attempts)
    changes = []
    for name, value in values.items():
        share = _share(game, name, value)
        changes.append(Change(name, game.parameters[name].default, value, share, weights[name] * share))
    before, after = game.at(), game.at(dict(values))
    incentives = [
        Incentive(preference, _difference(before, preference), _difference(after, preference), price)
        for preference, price in priced
        if price or best is None
    ]
    return Design(
        game=game,
        wanted=wanted,
        cost=None if best is None else best.cost,
        values=values,
        changes=tuple(sorted(changes, key=lambda change: (-change.cost, change.parameter))),
        incentives=tuple(sorted(incentives, key=lambda incentive: -incentive.price)),
        exhaustive=exhaustive,
        attempts=attempts,
        weights=weights,
    )


def _in_the_way(game: ParametricGame, attempts: Iterable[Attempt]) -> list[tuple[Preference, Fraction]]:
    """The preferences that a Farkas certificate combines, where one alone settles an attempt; they have no price."""
    found: dict[Preference, Fraction] = {}
    for attempt in attempts:
        if isinstance(attempt.proof, Infeasible):
            imposed = attempt.wanted.condition(game.shape).preferences
            used = zip(imposed, attempt.proof.dual, strict=False)  # the rows of the ranges come after
            found.update((preference, _ZERO) for preference, multiplier in used if multiplier)
    return list(found.items())


def _named(game: ParametricGame, levers: Iterable[str]) -> set[str]:
    plain = {name.replace("-", "_"): name for name in game.parameters}
    found = set()
    for lever in levers:
        name = lever if lever in game.parameters else plain.get(lever.replace("-", "_"))
        if name is None:
            raise UnknownName("parameter of this game", lever, game.parameters)
        found.add(name)
    return found


def _differences(game: ParametricGame, wanted: WantedOutcome) -> Iterable[MultiAffine]:
    """The payoff differences that count, or such as all of those are differences of."""
    want = wanted.profile
    anywhere = wanted.unique or wanted.order is not None
    for player, values in enumerate(game.payoffs):
        here = values[game.position(want)]
        for profile, payoff in zip(game.profiles(), values, strict=True):
            if anywhere or all(
                a == b or other == player for other, (a, b) in enumerate(zip(profile, want, strict=True))
            ):
                yield payoff - here


def _share(game: ParametricGame, name: str, value: Fraction) -> Fraction:
    """By how much of its range a parameter moves from where it stands."""
    parameter = game.parameters[name]
    return abs(value - parameter.default) / (parameter.high - parameter.low)


def _difference(game: StrategicGame, preference: Preference) -> Fraction:
    return game.payoff(preference.player, preference.better) - game.payoff(preference.player, preference.worse)


def _order(game: ParametricGame, wanted: WantedOutcome) -> list[str] | None:
    return None if wanted.order is None else [game.players[mover] for mover in wanted.order]


_ZERO = Fraction(0)
