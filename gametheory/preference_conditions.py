"""What makes an outcome stable, as conditions on pure outcomes alone: who must prefer which to which, and by how much.

- A pure *equilibrium*: every player prefers the outcome to those at which it alone does otherwise.
- The *only* pure equilibrium: besides, at every other profile somebody prefers to do otherwise; who, is a choice.
- *Subgame perfect* in an order of observed moves: whoever moves prefers what its part of the outcome leads to over what
  any other move leads to, and that is subgame perfect in what follows; which of the outcomes that follow, is a choice.

Each is a `Condition`: preferences that must all hold, and choices of which one alternative must hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from gametheory.game import Profile

__all__ = ["Choice", "Condition", "Preference", "deviated", "equilibrium", "only_equilibrium", "subgame_perfect"]


@dataclass(frozen=True, slots=True)
class Preference:
    """A player's payoff at one profile is to exceed that at another by a margin, or at least to equal it."""

    player: int
    better: Profile
    worse: Profile
    margin: Fraction


@dataclass(frozen=True, slots=True)
class Condition:
    """Preferences that must all hold, and choices each of which must be met."""

    preferences: tuple[Preference, ...] = ()
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Alternatives of which one must hold; they are made when they are asked for, always in the same order."""

    alternatives: Callable[[], tuple[Condition, ...]]


def deviated(profile: Profile, player: int, action: int) -> Profile:
    """The profile with another action of one player."""
    return (*profile[:player], action, *profile[player + 1 :])


def equilibrium(shape: Sequence[int], want: Profile, margin: Fraction) -> Condition:
    """`want` is a pure Nash equilibrium, and whoever alone does otherwise loses at least `margin`."""
    return Condition(
        tuple(
            Preference(player, want, deviated(want, player, action), margin)
            for player, size in enumerate(shape)
            for action in range(size)
            if action != want[player]
        )
    )


def only_equilibrium(shape: Sequence[int], want: Profile, margin: Fraction) -> Condition:
    """`equilibrium`, and at every other profile somebody gains at least `margin` by doing otherwise."""

    def unstable(profile: Profile) -> Choice:
        return Choice(
            lambda: tuple(
                Condition((Preference(player, deviated(profile, player, action), profile, margin),))
                for player, size in enumerate(shape)
                for action in range(size)
                if action != profile[player]
            )
        )

    others = [profile for profile in product(*map(range, shape)) if profile != want]
    return Condition(equilibrium(shape, want, margin).preferences, tuple(map(unstable, others)))


def subgame_perfect(
    shape: Sequence[int], want: Profile, order: Sequence[int], margin: Fraction, off_path: Fraction
) -> Condition:
    """`want` is what a subgame-perfect equilibrium leads to when the players of `order` move one after another.

    On the path whoever moves loses at least `margin` by doing otherwise, and off the path at least `off_path`; where
    both are positive, the equilibrium is the only one.
    """

    def from_here(place: int, target: Profile, least: Fraction) -> Condition:
        """What must hold from the move at `place` on for `target` to come about, once earlier moves agree with it."""
        if place == len(order):
            return Condition()
        onward = from_here(place + 1, target, least)
        mover = order[place]
        other_moves = tuple(
            Choice(lambda action=action: other_move(place, target, action, least))  # type: ignore[misc]
            for action in range(shape[mover])
            if action != target[mover]
        )
        return Condition(onward.preferences, (*onward.choices, *other_moves))

    def other_move(place: int, target: Profile, action: int, least: Fraction) -> tuple[Condition, ...]:
        alternatives = []
        for reached in _continuations(shape, deviated(target, order[place], action), order[place + 1 :]):
            after = from_here(place + 1, reached, off_path)
            preference = Preference(order[place], target, reached, least)
            alternatives.append(Condition((preference, *after.preferences), after.choices))
        return tuple(alternatives)

    return from_here(0, want, margin)


def _continuations(shape: Sequence[int], profile: Profile, later: Sequence[int]) -> Iterator[Profile]:
    """Every profile that differs from `profile` at most in what the later movers do."""
    free = set(later)
    return product(*(range(size) if player in free else (profile[player],) for player, size in enumerate(shape)))
