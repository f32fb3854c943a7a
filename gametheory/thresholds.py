"""Where along one parameter pure equilibria of a game with types hold: exact thresholds of a prior, or of a payoff.

A parameter may be a probability of the prior or enter payoffs, not both; then what a type gains by another action, in
expectation over the others' types, is affine in it, and each pure plan is stable on one closed interval. All at once
the plans are Bayes-Nash equilibria; in an order of moves, perfect Bayesian ones (`gametheory.pure_assessments`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from gametheory.bayesian_game import BayesianGame, TypedTree
from gametheory.bayesian_solution import Separation, separation_of
from gametheory.errors import InvalidParameter, NotMultiAffine, UnknownName
from gametheory.exact import exact
from gametheory.forms.incomplete_information import Rules, order_of, play, prior_of, settings_of
from gametheory.game import ParametricGame
from gametheory.pure_assessments import pure_assessments

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Premium", "StableRange", "Taken", "Thresholds", "thresholds"]

Intervals = tuple[tuple[Fraction, Fraction], ...]
"""Closed intervals of a parameter, ascending, that do not touch."""


@dataclass(frozen=True, slots=True)
class StableRange:
    """A pure plan with the closed interval of the parameter on which it is an equilibrium.

    Attributes
    ----------
    plan : tuple of int
        The action at each information set.
    low, high : Fraction
        The ends of the interval.
    separation : mapping from int to Separation
        For each player that is seen to move and may be of several types, what its actions tell.
    """

    plan: tuple[int, ...]
    low: Fraction
    high: Fraction
    separation: Mapping[int, Separation]


@dataclass(frozen=True, slots=True)
class Taken:
    """An action at one information set, and where along the parameter some pure equilibrium has it taken.

    Attributes
    ----------
    player, own_type, action : str
        Who, as which type, does what.
    seen : mapping from str to str
        The actions of those who moved before, in their order; empty where all move at once.
    intervals : tuple of (Fraction, Fraction)
        Where; empty if nowhere.
    """

    player: str
    own_type: str
    seen: Mapping[str, str]
    action: str
    intervals: Intervals


@dataclass(frozen=True, slots=True)
class Premium:
    """How much higher the parameter must stand for the same answer to one action of an earlier mover than to another.

    Where the parameter is the probability of a type, this is what suspicion of the earlier mover costs: how much surer
    one has to be of the type before the answer is the same.

    Attributes
    ----------
    dear, cheap : Taken
        The same action after the one and after the other; each is taken from its threshold up to the end.
    """

    dear: Taken
    cheap: Taken

    @property
    def amount(self) -> Fraction:
        """By how much the thresholds differ."""
        return self.dear.intervals[0][0] - self.cheap.intervals[0][0]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All pure equilibria along one parameter.

    Attributes
    ----------
    parameter : str
        What moves; every other parameter stands at its default.
    low, high : Fraction
        From where to where.
    concept : str
        ``bayes_nash`` all at once, ``perfect_bayesian`` in an order of moves.
    game : TypedTree
        Whose information sets the plans are for.
    ranges : tuple of StableRange
        Every pure plan that is an equilibrium somewhere, by where it starts. At an end where a type has no probability,
        a plan counts only if it is also an equilibrium nearby.
    """

    parameter: str
    low: Fraction
    high: Fraction
    concept: str
    game: TypedTree
    ranges: tuple[StableRange, ...]

    @property
    def points(self) -> tuple[Fraction, ...]:
        """The thresholds: where, strictly within the interval, the set of pure equilibria changes."""
        ends = {end for found in self.ranges for end in (found.low, found.high)}
        return tuple(sorted(end for end in ends if self.low < end < self.high))

    def at(self, value: object) -> tuple[StableRange, ...]:
        """The plans that are equilibria where the parameter has this value.

        Raises
        ------
        InvalidParameter
            If the value lies outside the interval.
        """
        number = exact(value, self.parameter)
        if not self.low <= number <= self.high:
            raise InvalidParameter(f"{self.parameter} is {number}, outside {self.low} to {self.high}")
        return tuple(found for found in self.ranges if found.low <= number <= found.high)

    def where(
        self, player: str, action: str, own_type: str | None = None, seen: Mapping[str, str] | None = None
    ) -> Intervals:
        """The intervals on which some pure equilibrium has a player take an action, after what it has seen.

        Parameters
        ----------
        player, action : str
            Who does what.
        own_type : str, optional
            As which type; needed where it has several.
        seen : mapping from str to str, optional
            The actions of those who moved before it, in any order; empty where all move at once.

        Raises
        ------
        UnknownName
            If there is no such player, action or type, or no such information set.
        """
        stage, types = self.game.bayesian.stages[0], self.game.bayesian.types
        index = stage.player_index(player)
        if own_type is None and len(types[index]) == 1:
            own_type = types[index][0]
        if own_type not in types[index]:
            raise UnknownName(f"type of {player}", own_type or "", types[index])
        given = {stage.player_index(name): done for name, done in (seen or {}).items()}
        before = self.game.order[: self.game.order.index(index)] if self.game.order else ()
        if set(given) != set(before):
            wanted = ", ".join(self.game.players[mover] for mover in before) or "nobody"
            raise InvalidParameter(f"{player} sees the actions of {wanted}; all of them are needed, and no others")
        done = tuple(stage.action_index(mover, given[mover]) for mover in before)
        number = self.game.number_of[index, types[index].index(own_type), done]
        return self._where(number, stage.action_index(index, action))

    @property
    def taken(self) -> tuple[Taken, ...]:
        """Every action at every information set, in the order in which the sets are held."""
        types = self.game.bayesian.types
        found = []
        for (player, own_type, done), number in self.game.number_of.items():
            actions = self.game.bayesian.stages[0].actions
            seen = {
                self.game.players[mover]: actions[mover][action]
                for mover, action in zip(self.game.order, done, strict=False)
            }
            found += [
                Taken(self.game.players[player], types[player][own_type], seen, name, self._where(number, action))
                for action, name in enumerate(actions[player])
            ]
        return tuple(found)

    @property
    def premiums(self) -> tuple[Premium, ...]:
        """Every pair of answers that differ in what one earlier mover did, and hold from different thresholds on."""
        upper = [one for one in self.taken if len(one.intervals) == 1 and one.intervals[0][1] == self.high]
        return tuple(
            Premium(dear, cheap)
            for dear in upper
            for cheap in upper
            if (dear.player, dear.own_type, dear.action) == (cheap.player, cheap.own_type, cheap.action)
            and len(dear.seen.items() - cheap.seen.items()) == 1
            and dear.intervals[0][0] > cheap.intervals[0][0]
        )

    @property
    def gaps(self) -> Intervals:
        """Where, but for the ends, no pure equilibrium holds."""
        held = [
            (self.low, self.low),
            *_merged((found.low, found.high) for found in self.ranges),
            (self.high, self.high),
        ]
        return tuple((one[1], two[0]) for one, two in pairwise(held) if one[1] < two[0])

    def telling(self, player: str, kind: Separation = Separation.SEPARATING) -> Intervals:
        """Where some pure equilibrium has a player's actions tell its type, or tell it as little as `kind` says."""
        return _merged((found.low, found.high) for found in self.separating(player, kind))

    def _where(self, number: int, action: int) -> Intervals:
        return _merged((found.low, found.high) for found in self.ranges if found.plan[number] == action)

    def separating(self, player: str, kind: Separation = Separation.SEPARATING) -> tuple[StableRange, ...]:
        """The equilibria in which a player's actions tell its type, or tell it as little as `kind` says."""
        index = self.game.bayesian.stages[0].player_index(player)
        return tuple(found for found in self.ranges if found.separation.get(index) is kind)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data, every number a fraction in a string."""
        return {
            "parameter": self.parameter,
            "low": str(self.low),
            "high": str(self.high),
            "concept": self.concept,
            "points": [str(point) for point in self.points],
            "ranges": [
                {
                    "low": str(found.low),
                    "high": str(found.high),
                    "plan": [
                        {"player": self.game.players[entry.player], "at": entry.name, "action": entry.actions[action]}
                        for entry, action in zip(self.game.information_sets, found.plan, strict=True)
                    ],
                    "separation": {self.game.players[player]: kind.value for player, kind in found.separation.items()},
                }
                for found in self.ranges
            ],
            "actions": [
                {**_named(one), "intervals": [list(map(str, interval)) for interval in one.intervals]}
                for one in self.taken
            ],
            "premiums": [
                {**_named(one.dear), "rather_than": dict(one.cheap.seen), "amount": str(one.amount)}
                for one in self.premiums
            ],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row an equilibrium and information set: what is done there, on which interval (floats and fractions)."""
        import pandas as pd

        columns = ["equilibrium", "low", "high", "player", "at", "action", "low_exact", "high_exact"]
        rows = []
        for index, found in enumerate(self.ranges):
            where = (index, float(found.low), float(found.high))
            for entry, action in zip(self.game.information_sets, found.plan, strict=True):
                done = (self.game.players[entry.player], entry.name, entry.actions[action])
                rows.append((*where, *done, str(found.low), str(found.high)))
        return pd.DataFrame(rows, columns=columns)

    def __str__(self) -> str:
        count = len(self.ranges)
        lines = [
            f"{self.parameter} from {self.low} to {self.high}: {count} pure "
            f"{'equilibrium' if count == 1 else 'equilibria'} ({self.concept}, exact rational)"
        ]
        for found in self.ranges:
            plan = "; ".join(
                f"{self.game.players[entry.player]}{f' at {entry.name}' if entry.name else ''}: {entry.actions[action]}"
                for entry, action in zip(self.game.information_sets, found.plan, strict=True)
            )
            lines.append(f"  {found.low} to {found.high}  {plan}")
        return "\n".join(lines)


def _named(one: Taken) -> dict[str, Any]:
    return {"player": one.player, "type": one.own_type, "seen": dict(one.seen), "action": one.action}


def _merged(intervals: Iterable[tuple[Fraction, Fraction]]) -> Intervals:
    merged: list[tuple[Fraction, Fraction]] = []
    for low, high in sorted(intervals):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)


def thresholds(
    stage: ParametricGame, rules: Rules, parameter: str, low: object | None = None, high: object | None = None
) -> Thresholds:
    """Every pure equilibrium of a game with types along one parameter, and where it holds.

    Parameters
    ----------
    stage : ParametricGame
        At its defaults but for the parameter.
    rules : Rules
        Types, prior and order of moves; the prior may name the parameter.
    parameter : str
        What moves.
    low, high : number, optional
        By default the parameter's own range.

    Raises
    ------
    UnknownName
        If the stage has no such parameter.
    InvalidParameter
        If the interval is empty or leaves the parameter's range, or a type sets the parameter where it is no
        probability of the prior.
    NotMultiAffine
        If the parameter moves prior and payoffs alike.
    NotApplicable, TooLarge
        As in `gametheory.pure_assessments.pure_assessments`.
    """
    if parameter not in stage.parameters:
        raise UnknownName("parameter", parameter, stage.parameters)
    own = stage.parameters[parameter]
    first = own.low if low is None else exact(low, f"the least {parameter}")
    last = own.high if high is None else exact(high, f"the greatest {parameter}")
    if not first < last:
        raise InvalidParameter(f"{parameter} from {first} to {last} is no interval")
    _, settings = settings_of(stage, rules)
    moves_prior = any(parameter in expression.parameters for expression in prior_of(stage, rules))
    moves_payoffs = any(
        parameter in expression.parameters
        for fixed in settings
        if parameter not in fixed
        for row in stage.payoffs
        for expression in row
    )
    if moves_prior and moves_payoffs:
        raise NotMultiAffine(
            f"{parameter} is a probability of the prior and moves payoffs too, so what is gained is not affine in it; "
            "let each type set it"
        )
    if not moves_prior and all(parameter in fixed for fixed in settings):
        raise InvalidParameter(f"{parameter} moves nothing: every type sets it, and the prior does not name it")
    order = order_of(stage, rules)
    ends = [_without_order(stage, rules, {parameter: value}) for value in (first, last)]
    # Between the ends every type has a probability that has one anywhere, as none can fall below zero.
    frame = _without_order(stage, rules, {parameter: (first + last) / 2}).tree(order)
    found = []
    for assessment in pure_assessments(frame, ends):
        from_, to = (first + share * (last - first) for share in (assessment.low, assessment.high))
        if from_ == to and _vanishes(frame.bayesian, ends[from_ == last], from_ in (first, last)):
            continue
        behaviour = tuple(
            tuple(Fraction(index == action) for index in range(len(entry.actions)))
            for entry, action in zip(frame.information_sets, assessment.plan, strict=True)
        )
        found.append(StableRange(assessment.plan, from_, to, separation_of(frame, behaviour)))
    return Thresholds(parameter, first, last, "perfect_bayesian" if order else "bayes_nash", frame, tuple(found))


def _without_order(stage: ParametricGame, rules: Rules, at: Mapping[str, Fraction]) -> BayesianGame:
    game = play(stage.moved(at), Rules(rules.types, rules.prior))
    assert isinstance(game, BayesianGame)
    return game


def _vanishes(between: BayesianGame, end: BayesianGame, at_end: bool) -> bool:
    """Whether a type that has a probability between the ends has none at this end."""
    return at_end and any(
        chance and not there
        for player in range(len(between.players))
        for chance, there in zip(between.marginal(player), end.marginal(player), strict=True)
    )
