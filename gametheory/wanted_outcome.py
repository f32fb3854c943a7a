"""A pure outcome that is wanted, in which sense it is to be stable, and whether it is so in a game.

An *equilibrium*: whoever alone does otherwise loses at least a margin. The *only* pure equilibrium: besides, at every
other profile somebody gains at least the margin by doing otherwise. With an order of moves that all observe: what a
subgame-perfect equilibrium leads to, where doing otherwise on the path costs the mover at least the margin; the *only*
one: where it costs that off the path too.

`conditions` says this to a solver (`gametheory.preference_conditions`), and `holds_in` judges a game without one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import permutations
from math import factorial, prod

from gametheory.deviation import profitable_deviations
from gametheory.errors import InvalidParameter, TooLarge
from gametheory.exact import exact
from gametheory.game import ParametricGame, Profile, StrategicGame
from gametheory.preference_conditions import Condition, deviated, equilibrium, only_equilibrium, subgame_perfect
from gametheory.solution import Equilibrium

__all__ = ["ANY_ORDER", "MOST_ORDERS", "WantedOutcome", "wanted_outcomes"]

ANY_ORDER = "any"
"""In place of an order of moves: each of them."""

MOST_ORDERS = 120
"""The most orders of moves that `ANY_ORDER` stands for."""

MOST_PROFILES = 200
"""The most pure profiles of a game for which uniqueness or an order of moves is asked."""


@dataclass(frozen=True, slots=True)
class WantedOutcome:
    """What is wanted.

    Attributes
    ----------
    profile : tuple of int
        The outcome.
    margin : Fraction
        What whoever leaves it is to lose at least, in units of its own payoff.
    unique : bool
        Whether it is to be the only equilibrium.
    order : tuple of int or None
        The players from the first mover to the last; None where all choose at once.
    """

    profile: Profile
    margin: Fraction = Fraction(0)
    unique: bool = False
    order: tuple[int, ...] | None = None

    def condition(self, shape: Sequence[int]) -> Condition:
        """What must hold in a game of this shape."""
        if self.order is not None:
            off_path = self.margin if self.unique else Fraction(0)
            return subgame_perfect(shape, self.profile, self.order, self.margin, off_path)
        return (only_equilibrium if self.unique else equilibrium)(shape, self.profile, self.margin)

    def holds_in(self, game: StrategicGame) -> bool:
        """Whether the outcome is stable in this sense in a game, recomputed from the definitions."""
        return self._holds_at_once(game) if self.order is None else self._holds_in_order(game, self.order)

    def _holds_at_once(self, game: StrategicGame) -> bool:
        def greatest_gain(profile: Profile) -> Fraction:
            return max(
                (
                    game.payoff(player, deviated(profile, player, action)) - game.payoff(player, profile)
                    for player, size in enumerate(game.shape)
                    for action in range(size)
                    if action != profile[player]
                ),
                default=-self.margin,
            )

        if profitable_deviations(game, Equilibrium.pure_at(game, self.profile).strategies):
            return False
        if greatest_gain(self.profile) > -self.margin:
            return False
        others = (profile for profile in game.profiles() if profile != self.profile)
        return not self.unique or all(greatest_gain(profile) >= self.margin for profile in others)

    def _holds_in_order(self, game: StrategicGame, order: tuple[int, ...]) -> bool:
        off_path = self.margin if self.unique else Fraction(0)

        @cache
        def perfect(place: int, profile: Profile) -> tuple[Profile, ...]:
            """What may follow once the moves before `place` are as in `profile`, by backward induction."""
            if place == len(order):
                return (profile,)
            mover = order[place]
            after = [perfect(place + 1, deviated(profile, mover, action)) for action in range(game.shape[mover])]
            worst = [min((game.payoff(mover, end) for end in ends), default=None) for ends in after]
            return tuple(
                end
                for action, ends in enumerate(after)
                for end in ends
                if all(
                    low is not None and game.payoff(mover, end) - low >= off_path
                    for other, low in enumerate(worst)
                    if other != action
                )
            )

        for place, mover in enumerate(order):
            for action in range(game.shape[mover]):
                if action != self.profile[mover]:
                    start = deviated(self.profile, mover, action)
                    ends = perfect(place + 1, start)
                    here = game.payoff(mover, self.profile)
                    if not any(here - game.payoff(mover, end) >= self.margin for end in ends):
                        return False
        return True


def wanted_outcomes(
    game: ParametricGame | StrategicGame,
    want: Profile,
    margin: object = 0,
    unique: bool = False,
    order: Sequence[str] | str | None = None,
) -> list[WantedOutcome]:
    """What was asked for, checked: one entry, or with `ANY_ORDER` one for each order of moves.

    Raises
    ------
    InvalidParameter
        For a profile that is none, a margin below zero, or of zero where the outcome is to be the only one, or an
        order that leaves somebody out or names somebody twice.
    UnknownName
        If the order names a player that is not there.
    TooLarge
        If there are too many profiles or orders.
    """
    if len(want) != len(game.shape) or any(
        not isinstance(action, int) or not 0 <= action < size for action, size in zip(want, game.shape, strict=True)
    ):
        raise InvalidParameter(
            f"the wanted outcome is {want!r}; it needs one action number a player, below {game.shape}"
        )
    least = exact(margin, "the margin")
    if least < 0:
        raise InvalidParameter(f"the margin is {least}; it is what whoever leaves must lose, and not negative")
    if unique and not least:
        raise InvalidParameter(
            "to be the only equilibrium needs a margin above zero: everywhere else somebody has to gain strictly, "
            "and of changes that make it so there is no least one"
        )
    if (unique or order is not None) and prod(game.shape) > MOST_PROFILES:
        raise TooLarge(
            f"the game has {prod(game.shape)} pure profiles; for uniqueness or an order of moves {MOST_PROFILES} are "
            "the most"
        )
    if order is None:
        return [WantedOutcome(want, least, unique)]
    if isinstance(order, str):
        order = [part.strip() for part in order.split(",")]
    if list(order) == [ANY_ORDER]:
        if factorial(len(game.players)) > MOST_ORDERS:
            raise TooLarge(f"{len(game.players)} players can move in more than {MOST_ORDERS} orders; name one")
        return [WantedOutcome(want, least, unique, found) for found in permutations(range(len(game.players)))]
    movers = tuple(game.player_index(name) for name in order)
    if sorted(movers) != list(range(len(game.players))):
        raise InvalidParameter(
            f"the order of moves is {', '.join(order)}; it needs each of {', '.join(game.players)} once"
        )
    return [WantedOutcome(want, least, unique, movers)]
