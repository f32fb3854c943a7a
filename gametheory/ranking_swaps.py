"""How far a ranking is from changing a result: exchanges of neighbours that upset a Nash equilibrium, or make one."""

from __future__ import annotations

from gametheory.game import Profile, StrategicGame

__all__ = ["swaps_to_change"]


def swaps_to_change(game: StrategicGame, profile: Profile) -> tuple[int | None, tuple[int | None, ...]]:
    """How far a game's own ranking is from changing whether a pure outcome is a Nash equilibrium.

    The distance is counted in exchanges of two outcomes that stand next to each other in a player's ranking
    (Kendall 1938); it takes as many as there are outcomes from the outcome to the deviation that must pass it.

    Returns
    -------
    tuple of (int or None, tuple of (int or None))
        The least number of exchanges in all players' rankings together that changes it, and for each player the number
        in its ranking that changes whether it would stay; None where no exchange can, or where the player is
        indifferent somewhere, so that its payoffs are no ranking.
    """
    each: list[int | None] = []
    stays: list[bool] = []
    for player, payoffs in enumerate(game.payoffs):
        here = game.payoff(player, profile)
        others = [
            game.payoff(player, (*profile[:player], action, *profile[player + 1 :]))
            for action in range(game.shape[player])
            if action != profile[player]
        ]
        stays.append(all(other <= here for other in others))
        if len(set(payoffs)) < len(payoffs) or not others:
            each.append(None)
        elif stays[-1]:
            nearest = max(others)
            each.append(sum(nearest <= value < here for value in payoffs))
        else:
            each.append(sum(here < value <= max(others) for value in payoffs))
    if all(stays):
        return min((count for count in each if count is not None), default=None), tuple(each)
    needed = [count for count, stay in zip(each, stays, strict=True) if not stay]
    return (None if None in needed else sum(count for count in needed if count is not None)), tuple(each)
