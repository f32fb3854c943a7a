"""Pure plans for games with types that are in equilibrium: at one game, or in which part of the way between two.

Between two games with the same players, actions and types, of which either the priors or the payoffs differ, what a
type gains by another action moves in a straight line: a plan is stable along one interval, whose ends are exact. All at
once, a plan is judged by Bayes-Nash. In an order of moves it is judged by perfect Bayesian equilibrium (defined in
`gametheory.interim_deviation`): plans are put together from the last mover to the first, leaving out what no belief
supports, and where nobody is expected to make a move a linear program looks for a belief that supports what follows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from gametheory.bayesian_game import BayesianGame, TypedTree, TypeProfile
from gametheory.errors import NotApplicable, TooLarge
from gametheory.game import Profile
from gametheory.interim_deviation import Beliefs
from gametheory.linear_program import Constraints, Infeasible, maximize
from gametheory.tree import Behaviour

__all__ = ["MOST_PLANS", "PureAssessment", "check_applicable", "pure_assessments", "supporting_beliefs"]

MOST_PLANS = 50_000
"""The most combinations of plans that are judged one by one."""

_Values = list[dict[int, tuple[Fraction, ...]]]
"""For each action, its worth at each end, by the type of the earlier mover whose type is unknown (or 0)."""


@dataclass(frozen=True, slots=True)
class PureAssessment:
    """A pure plan, and where it is stable.

    Attributes
    ----------
    plan : tuple of int
        The action at each information set.
    beliefs : mapping
        After the moves that nobody is expected to make: beliefs that support what follows.
    low, high : Fraction
        The part of the way from the first game to the last along which the plan is stable; both 0 for one game.
    """

    plan: tuple[int, ...]
    beliefs: Beliefs
    low: Fraction
    high: Fraction


def pure_assessments(frame: TypedTree, ends: Sequence[BayesianGame]) -> list[PureAssessment]:
    """Every pure plan that is stable somewhere.

    Parameters
    ----------
    frame : TypedTree
        Whose information sets are planned for.
    ends : sequence of one or two BayesianGame
        The game, or the two between which it moves.

    Raises
    ------
    TooLarge
        If more than `MOST_PLANS` plans would have to be judged.
    NotApplicable
        In an order of moves: if types depend on one another, if two players of unknown type move before the last, or
        if what supports a plan after an unexpected move differs between the two games.
    """
    check_applicable(frame)
    plans = _sequential_plans(frame, ends) if frame.order else _simultaneous_plans(frame, ends)
    judged = (_judge(frame, ends, plan) for plan in plans)
    return sorted((found for found in judged if found), key=lambda found: (found.low, found.high, found.plan))


def check_applicable(frame: TypedTree) -> None:
    """Raise `NotApplicable` unless beliefs after unexpected moves are about one player's type alone."""
    if not frame.order:
        return
    if not frame.bayesian.independent:
        raise NotApplicable(
            "in an order of moves, perfect Bayesian equilibrium is defined for types that are independent; "
            "bayes_nash and nash take any prior"
        )
    signallers = [frame.players[player] for player in frame.order[:-1] if frame.uncertain(player)]
    if len(signallers) > 1:
        raise NotApplicable(
            f"{' and '.join(signallers)} move before others who do not know their types; perfect Bayesian equilibria "
            "are found where that holds for one player only (bayes_nash and nash take any number)"
        )


def supporting_beliefs(frame: TypedTree, behaviour: Behaviour) -> Beliefs | None:
    """Beliefs, after the moves of the first of two players that no type makes, at which the second does its best.

    None where there are none. After moves that are made, an equilibrium needs no help from beliefs.
    """
    first, second = frame.order
    rows: dict[Profile, list[tuple[Fraction, ...]]] = {}
    for number, (player, _, seen) in enumerate(frame.known):
        if player != second:
            continue
        values = _values(frame, (frame.bayesian,), number, {})
        unexpected = not any(
            behaviour[frame.number_of[first, own, ()]][seen[0]]
            for own, chance in enumerate(frame.bayesian.marginal(first))
            if chance
        )
        if not unexpected:
            continue
        for action, chance in enumerate(behaviour[number]):
            if chance:
                rows.setdefault(seen, []).extend(_gains(values, action, 0))
    found: dict[Profile, tuple[Fraction, ...]] = {}
    for seen, gains in rows.items():
        belief = _belief(gains, len(_likely(frame, first)))
        if belief is None:
            return None
        found[seen] = _spread(frame, first, belief)
    return found


def _signaller(frame: TypedTree, seen: Profile) -> int | None:
    """The place in the order of the earlier mover whose type is unknown."""
    places = (place for place, player in enumerate(frame.movers[: len(seen)]) if frame.uncertain(player))
    return next(places, None)


def _likely(frame: TypedTree, player: int) -> list[int]:
    return [own for own, chance in enumerate(frame.bayesian.marginal(player)) if chance]


def _values(frame: TypedTree, ends: Sequence[BayesianGame], number: int, plan: Mapping[int, int]) -> _Values:
    """What each action at an information set is worth, given the plans of those who move later, or now."""
    player, own, seen = frame.known[number]
    place = _signaller(frame, seen)
    signaller = None if place is None else frame.movers[place]
    count = len(frame.bayesian.actions[player])
    keys = [0] if signaller is None else _likely(frame, signaller)
    totals = [{key: [Fraction(0)] * len(ends) for key in keys} for _ in range(count)]
    for position, types in enumerate(frame.bayesian.type_profiles()):
        if types[player] != own or not frame.bayesian.prior[position]:
            continue
        key = 0 if signaller is None else types[signaller]
        weights = [_weight(end, frame, types, position, player, signaller) for end in ends]
        for action in range(count):
            profile = _outcome(frame, types, seen, action, number, plan)
            for index, (end, weight) in enumerate(zip(ends, weights, strict=True)):
                totals[action][key][index] += weight * end.stages[position].payoff(player, profile)
    return [{key: tuple(row) for key, row in by_type.items()} for by_type in totals]


def _weight(
    end: BayesianGame, frame: TypedTree, types: TypeProfile, position: int, player: int, signaller: int | None
) -> Fraction:
    """How much a type profile weighs for one of its types.

    All at once: its probability, which any prior has. In an order: that of the types of all but the player and the
    signaller, about whom beliefs decide.
    """
    if not frame.order:
        return end.prior[position]
    others = (other for other in range(len(types)) if other not in (player, signaller) and frame.uncertain(other))
    return prod((end.marginal(other)[types[other]] for other in others), start=Fraction(1))


def _outcome(
    frame: TypedTree, types: TypeProfile, seen: Profile, action: int, number: int, plan: Mapping[int, int]
) -> Profile:
    """The profile of the stage game that comes about when a mover takes an action and all others follow the plan."""
    if not frame.order:
        mover = frame.known[number][0]
        return tuple(
            action if player == mover else plan[frame.number_of[player, types[player], ()]]
            for player in range(len(types))
        )
    done = (*seen, action)
    for player in frame.order[len(done) :]:
        done = (*done, plan[frame.number_of[player, types[player], done]])
    return frame.stage_profile(done)


def _gains(values: _Values, action: int, end: int) -> list[tuple[Fraction, ...]]:
    """By how much each other action beats one, for each type of the signaller."""
    return [
        tuple(other[key][end] - values[action][key][end] for key in other)
        for index, other in enumerate(values)
        if index != action
    ]


def _sequential_plans(frame: TypedTree, ends: Sequence[BayesianGame]) -> list[dict[int, int]]:
    """Plans in which, given what follows, no action is worse than another at every belief and at both ends."""
    plans: list[dict[int, int]] = [{}]
    for player in reversed(frame.order):
        numbers = [number for number, known in enumerate(frame.known) if known[0] == player]
        longer: list[dict[int, int]] = []
        for plan in plans:
            options = [_unbeaten(_values(frame, ends, number, plan)) for number in numbers]
            _refuse_beyond(len(longer) + prod(map(len, options)))
            longer += [plan | dict(zip(numbers, choice, strict=True)) for choice in product(*options)]
        plans = longer
    return plans


def _unbeaten(values: _Values) -> list[int]:
    return [
        action
        for action, own in enumerate(values)
        if not any(
            all(theirs > ours for key in own for theirs, ours in zip(other[key], own[key], strict=True))
            for other in values
            if other is not own
        )
    ]


def _simultaneous_plans(frame: TypedTree, ends: Sequence[BayesianGame]) -> Iterable[dict[int, int]]:
    """Every combination of plans in which no type takes an action that pays less whatever all types of others do."""
    options = [_undominated(frame, ends, number) for number in range(len(frame.known))]
    _refuse_beyond(prod(map(len, options)))
    return (dict(enumerate(choice)) for choice in product(*options))


def _undominated(frame: TypedTree, ends: Sequence[BayesianGame], number: int) -> list[int]:
    player, own, _ = frame.known[number]
    shape = list(map(len, frame.bayesian.actions))
    columns: list[tuple[Fraction, ...]] = []
    for position, types in enumerate(frame.bayesian.type_profiles()):
        if types[player] == own and frame.bayesian.prior[position]:
            for end in ends:
                for others in product(*(range(1 if at == player else size) for at, size in enumerate(shape))):
                    profiles = [(*others[:player], action, *others[player + 1 :]) for action in range(shape[player])]
                    columns.append(tuple(end.stages[position].payoff(player, profile) for profile in profiles))
    actions = range(shape[player])
    return [
        action
        for action in actions
        if not any(all(column[other] > column[action] for column in columns) for other in actions)
    ]


def _judge(frame: TypedTree, ends: Sequence[BayesianGame], plan: Mapping[int, int]) -> PureAssessment | None:
    limits: list[tuple[Fraction, ...]] = []
    unexpected: dict[Profile, list[tuple[Fraction, ...]]] = {}
    for number, (_, _, seen) in enumerate(frame.known):
        values = _values(frame, ends, number, plan)
        gains = [_gains(values, plan[number], end) for end in range(len(ends))]
        place = _signaller(frame, seen)
        if place is None:
            limits += zip(*([row[0] for row in rows] for rows in gains), strict=True)
            continue
        signaller, done = frame.movers[place], seen[: place + 1]
        likely = _likely(frame, signaller)
        makers = [
            index for index, own in enumerate(likely) if plan[frame.number_of[signaller, own, done[:-1]]] == done[-1]
        ]
        if makers:
            by_end = []
            for end, rows in zip(ends, gains, strict=True):
                chances = end.marginal(signaller)
                by_end.append(
                    [sum((chances[likely[index]] * row[index] for index in makers), Fraction(0)) for row in rows]
                )
            limits += zip(*by_end, strict=True)
        else:
            if any(rows != gains[0] for rows in gains):
                raise NotApplicable(
                    f"what {frame.players[frame.known[number][0]]} gains after a move that nobody is expected to make "
                    "depends on the parameter, and so would the beliefs that support a plan; this is not followed"
                )
            unexpected.setdefault(done, []).extend(gains[0])
    interval = _interval(limits, len(ends))
    if interval is None:
        return None
    beliefs = {}
    for done, rows in unexpected.items():
        mover = frame.movers[len(done) - 1]
        belief = _belief(rows, len(_likely(frame, mover)))
        if belief is None:
            return None
        beliefs[done] = _spread(frame, mover, belief)
    return PureAssessment(tuple(plan[number] for number in range(len(frame.known))), beliefs, *interval)


def _interval(limits: Iterable[tuple[Fraction, ...]], ends: int) -> tuple[Fraction, Fraction] | None:
    """Where on the way from the first end to the last, from 0 to 1, every limit is at most zero."""
    low, high = Fraction(0), Fraction(1 if ends > 1 else 0)
    for limit in limits:
        start, stop = limit[0], limit[-1]
        if start <= 0 and stop <= 0:
            continue
        if start > 0 and stop > 0:
            return None
        root = start / (start - stop)
        low, high = (max(low, root), high) if start > 0 else (low, min(high, root))
    return (low, high) if low <= high else None


def _belief(rows: Sequence[tuple[Fraction, ...]], size: int) -> tuple[Fraction, ...] | None:
    """A distribution over types at which no row gains; None where there is none, which the program's dual proves."""
    certain = Constraints(size, [(row, Fraction(0)) for row in rows], [((Fraction(1),) * size, Fraction(1))])
    outcome = maximize(certain, (Fraction(0),) * size)
    return None if isinstance(outcome, Infeasible) else outcome.primal  # type: ignore[union-attr]


def _spread(frame: TypedTree, player: int, belief: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """A belief over a player's likely types as one over all of them."""
    shares = dict(zip(_likely(frame, player), belief, strict=True))
    return tuple(shares.get(own, Fraction(0)) for own in range(len(frame.bayesian.types[player])))


def _refuse_beyond(size: int) -> None:
    if size > MOST_PLANS:
        raise TooLarge(f"more than {MOST_PLANS:,} combinations of plans would have to be judged")
