"""Tit for tat in a repeated 2x2 game: at which discount factors it holds an outcome, as Nash and subgame perfect.

Each player starts with its part of the outcome and from then on does its part exactly if the other did in the period
before; else it takes its other action. Let r, t, s and p be what a player gets a period when both, the other alone, it
alone, and neither do their part. Against tit for tat a player's best replies are to do its part for ever (r), never
((1 - q) t + q p on average), or every other time ((t + q s) / (1 + q)), so it is a Nash equilibrium when r is at least
both of the others (Axelrod 1981, American Political Science Review 75, theorem 2). It is subgame perfect when no player
would depart from it after any history either: that pins the alternation down, (t + q s) / (1 + q) = r and
(s + q t) / (1 + q) = p, so it is so at a single discount factor if at any (Kalai, Samet and Stanford 1988, Games and
Economic Behavior).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gametheory.game import Profile, StrategicGame

__all__ = ["TitForTat", "tit_for_tat"]


@dataclass(frozen=True, slots=True)
class TitForTat:
    """At which discount factors tit for tat holds an outcome.

    Attributes
    ----------
    nash : tuple of (Fraction, Fraction) or None
        The least and the greatest discount factor at which it is a Nash equilibrium, both included, but for 1 itself;
        None where there is none.
    subgame_perfect : tuple of (Fraction, Fraction) or None
        The same for subgame perfection.
    """

    nash: tuple[Fraction, Fraction] | None
    subgame_perfect: tuple[Fraction, Fraction] | None

    def to_dict(self) -> dict[str, list[str] | None]:
        """JSON-ready data."""
        return {
            "nash": None if self.nash is None else list(map(str, self.nash)),
            "subgame_perfect": None if self.subgame_perfect is None else list(map(str, self.subgame_perfect)),
        }


def tit_for_tat(stage: StrategicGame, profile: Profile) -> TitForTat:
    """When tit for tat holds `profile` in a repeated game of two players with two actions each."""
    nash = perfect = (Fraction(0), Fraction(1))
    ranges: list[tuple[Fraction, Fraction] | None] = [nash, perfect]
    for player in (0, 1):
        mine, theirs = profile[player], profile[1 - player]

        def pays(own: int, other: int, player: int = player) -> Fraction:
            return stage.payoff(player, (own, other) if player == 0 else (other, own))

        r, t = pays(mine, theirs), pays(1 - mine, theirs)
        s, p = pays(mine, 1 - theirs), pays(1 - mine, 1 - theirs)
        # Each condition is constant + slope * q >= 0.
        as_nash = [(r - t, t - p), (r - t, r - s)]
        everywhere = [*as_nash, (t - r, s - r), (s - p, t - p), (p - s, p - t)]
        ranges = [_within(ranges[0], as_nash), _within(ranges[1], everywhere)]
    return TitForTat(*ranges)


def _within(
    found: tuple[Fraction, Fraction] | None, conditions: list[tuple[Fraction, Fraction]]
) -> tuple[Fraction, Fraction] | None:
    """The part of a range of discount factors below 1 in which every condition holds."""
    for constant, slope in conditions:
        if found is None:
            return None
        low, high = found
        if slope == 0:
            found = found if constant >= 0 else None
        elif slope > 0:
            found = (max(low, -constant / slope), high)
        else:
            found = (low, min(high, -constant / slope))
        if found is not None and (found[0] > found[1] or found[0] >= 1):
            return None
    return found
