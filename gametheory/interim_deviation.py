"""Profitable deviations of types, exactly: the certificate of Bayes-Nash and perfect Bayesian equilibria.

Everyone moves once, so a plan is a Bayes-Nash equilibrium if and only if no type, where the others' plans lead to it
with positive probability, has an action that pays more in expectation over the others' types and actions. A plan with
beliefs is a *perfect Bayesian equilibrium* (Fudenberg and Tirole 1991, Game Theory, section 8.2.3) if that holds at
every information set, and if all share one belief about a player's type which its own move, and nothing else, changes:
by Bayes' rule where some type that is believed in takes that action, freely where none does. Types are independent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from gametheory.bayesian_game import TypedTree, TypeProfile
from gametheory.errors import CertificateError
from gametheory.game import Profile
from gametheory.tree import Behaviour

__all__ = [
    "Beliefs",
    "InterimDeviation",
    "bayes",
    "belief_faults",
    "believed",
    "check_payoffs",
    "interim_deviations",
    "interim_payoffs",
    "sequential_deviations",
    "signals",
]

Beliefs = Mapping[Profile, tuple[Fraction, ...]]
"""After the actions of some movers, in order: the probability of each type of the last of them, whose type is unknown.

There is an entry after every move of a player whose type the others do not know, but for the last mover's.
"""


@dataclass(frozen=True, slots=True)
class InterimDeviation:
    """An action that would pay a type more than what it does now, and by how much in its own expectation."""

    player: str
    type: str
    seen: tuple[str, ...]
    action: str
    gain: Fraction


def interim_deviations(tree: TypedTree, behaviour: Behaviour) -> tuple[InterimDeviation, ...]:
    """Every action that would pay a type more where the others lead to it; empty exactly at Bayes-Nash equilibria."""
    found: list[InterimDeviation] = []
    for number in range(len(tree.known)):
        weights = _weights(tree, number, behaviour)
        total = sum(weights.values(), Fraction(0))
        if total:
            shares = {types: weight / total for types, weight in weights.items()}
            found += _gains(tree, number, behaviour, shares)
    return tuple(found)


def sequential_deviations(tree: TypedTree, behaviour: Behaviour, beliefs: Beliefs) -> tuple[InterimDeviation, ...]:
    """Every action that would pay a type more given the beliefs, at any information set, reached or not."""
    found: list[InterimDeviation] = []
    for number in range(len(tree.known)):
        found += _gains(tree, number, behaviour, believed(tree, number, beliefs))
    return tuple(found)


def belief_faults(tree: TypedTree, behaviour: Behaviour, beliefs: Beliefs) -> tuple[str, ...]:
    """Where beliefs are missing, are no distributions, or are not what Bayes' rule makes of the behaviour."""
    faults = []
    for done in signals(tree):
        belief = beliefs.get(done)
        player = tree.movers[len(done) - 1]
        marginal = tree.bayesian.marginal(player)
        if belief is None or len(belief) != len(marginal) or min(belief) < 0 or sum(belief) != 1:
            faults.append(f"no belief about {tree.players[player]} after {done}")
        elif any(share and not chance for share, chance in zip(belief, marginal, strict=True)):
            faults.append(f"a belief in a type of {tree.players[player]} that has no probability, after {done}")
        elif (updated := bayes(tree, behaviour, done)) is not None and updated != belief:
            faults.append(f"the belief about {tree.players[player]} after {done} is not by Bayes' rule")
    return tuple(faults)


def bayes(tree: TypedTree, behaviour: Behaviour, done: Profile) -> tuple[Fraction, ...] | None:
    """What the last of some moves says of its mover's type; None where no type makes that move."""
    place = len(done) - 1
    player = tree.movers[place]
    weights = [
        chance * behaviour[tree.number_of[player, own, done[:place]]][done[place]] if chance else Fraction(0)
        for own, chance in enumerate(tree.bayesian.marginal(player))
    ]
    total = sum(weights, Fraction(0))
    return tuple(weight / total for weight in weights) if total else None


def believed(tree: TypedTree, number: int, beliefs: Beliefs) -> dict[TypeProfile, Fraction]:
    """The type profiles that a mover thinks possible, each with its probability."""
    player, own, seen = tree.known[number]
    shares: list[tuple[Fraction, ...]] = [tree.bayesian.marginal(other) for other in range(len(tree.players))]
    shares[player] = tuple(Fraction(index == own) for index in range(len(tree.bayesian.types[player])))
    for place, mover in enumerate(tree.movers[: len(seen)]):
        if tree.uncertain(mover):
            shares[mover] = beliefs[seen[: place + 1]]
    found = {}
    for types in tree.bayesian.type_profiles():
        weight = Fraction(1)
        for share, index in zip(shares, types, strict=True):
            weight *= share[index]
        if weight:
            found[types] = weight
    return found


def interim_payoffs(tree: TypedTree, behaviour: Behaviour) -> tuple[tuple[Fraction | None, ...], ...]:
    """What each type of each player expects; None for a type of probability zero."""
    game = tree.bayesian
    totals = [[Fraction(0)] * len(names) for names in game.types]
    for types, chance in zip(game.type_profiles(), game.prior, strict=True):
        if chance:
            for player, value in enumerate(_follow(tree, types, (), behaviour)):
                totals[player][types[player]] += chance * value
    return tuple(
        tuple(total / weight if weight else None for total, weight in zip(own, game.marginal(player), strict=True))
        for player, own in enumerate(totals)
    )


def signals(tree: TypedTree) -> list[Profile]:
    """The histories after which there is a belief about the last mover."""
    found: list[Profile] = []
    histories: list[Profile] = [()]
    for player in tree.order[:-1]:
        histories = [(*done, action) for done in histories for action in range(len(tree.bayesian.actions[player]))]
        if tree.uncertain(player):
            found += histories
    return found


def _weights(tree: TypedTree, number: int, behaviour: Behaviour) -> dict[TypeProfile, Fraction]:
    """With which probability each type profile comes about and the others lead to an information set."""
    player, own, seen = tree.known[number]
    found = {}
    for types, chance in zip(tree.bayesian.type_profiles(), tree.bayesian.prior, strict=True):
        if types[player] != own:
            continue
        for place, action in enumerate(seen):
            if not chance:
                break
            mover = tree.movers[place]
            chance *= behaviour[tree.number_of[mover, types[mover], seen[:place]]][action]
        if chance:
            found[types] = chance
    return found


def _gains(
    tree: TypedTree, number: int, behaviour: Behaviour, shares: Mapping[TypeProfile, Fraction]
) -> list[InterimDeviation]:
    player, own, seen = tree.known[number]
    names = tree.bayesian.actions[player]
    values = []
    for action in range(len(names)):
        certain = tuple(Fraction(index == action) for index in range(len(names)))
        instead = (*behaviour[:number], certain, *behaviour[number + 1 :])
        values.append(
            sum((share * _follow(tree, types, seen, instead)[player] for types, share in shares.items()), Fraction(0))
        )
    now = sum((weight * value for weight, value in zip(behaviour[number], values, strict=True)), Fraction(0))
    shown = tuple(tree.bayesian.actions[mover][action] for mover, action in zip(tree.movers, seen, strict=False))
    return [
        InterimDeviation(tree.players[player], tree.bayesian.types[player][own], shown, name, value - now)
        for name, value in zip(names, values, strict=True)
        if value > now
    ]


def _follow(tree: TypedTree, types: TypeProfile, done: Profile, behaviour: Behaviour) -> tuple[Fraction, ...]:
    """What each player expects once some have moved, the types being known."""
    stage = tree.bayesian.stages[tree.bayesian.position(types)]
    reached = {done: Fraction(1)}
    for place in range(len(done), len(tree.movers)):
        player = tree.movers[place]
        longer: dict[Profile, Fraction] = {}
        for before, weight in reached.items():
            chances = behaviour[tree.number_of[player, types[player], tree.seen(before)]]
            longer |= {(*before, action): weight * chance for action, chance in enumerate(chances) if chance}
        reached = longer
    totals = [Fraction(0)] * len(tree.players)
    for full, weight in reached.items():
        profile = tree.stage_profile(full)
        for player in range(len(totals)):
            totals[player] += weight * stage.payoff(player, profile)
    return tuple(totals)


def check_payoffs(tree: TypedTree, behaviour: Behaviour, payoffs: tuple[Fraction, ...]) -> None:
    """Raise `CertificateError` unless the behaviour pays what it is said to pay, by the types' own expectations."""
    for player, interim in enumerate(interim_payoffs(tree, behaviour)):
        chances = tree.bayesian.marginal(player)
        total = sum((w * v for w, v in zip(chances, interim, strict=True) if v is not None), Fraction(0))
        if total != payoffs[player]:
            raise CertificateError(f"{tree.players[player]} expects {total}, and is said to expect {payoffs[player]}")
