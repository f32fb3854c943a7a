"""What binds where an answer changes: a player that is indifferent between actions, or ranks two outcomes alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gametheory.game import Profile

__all__ = ["Incentive", "Tie"]


@dataclass(frozen=True, slots=True, order=True)
class Incentive:
    """A player that is indifferent: its incentive constraints between the `actions` all bind.

    Attributes
    ----------
    player : int
        Who is indifferent.
    actions : tuple of int
        Its actions that yield the same.
    against : tuple of tuple of int
        The joint actions of the others against which they do, each in the order of the players: one where these play
        for certain, several where some weights on them make the player indifferent.
    """

    player: int
    actions: tuple[int, ...]
    against: tuple[Profile, ...]

    def named(self, players: Sequence[str], actions: Sequence[Sequence[str]]) -> dict[str, Any]:
        """The constraint in names."""
        others = [index for index in range(len(players)) if index != self.player]
        return {
            "player": players[self.player],
            "actions": [actions[self.player][action] for action in self.actions],
            "against": [
                {players[other]: actions[other][action] for other, action in zip(others, joint, strict=True)}
                for joint in self.against
            ],
        }

    def text(self, players: Sequence[str], actions: Sequence[Sequence[str]]) -> str:
        """Such as ``row: a = b against c+d``."""
        said = self.named(players, actions)
        against = "+".join("/".join(joint.values()) for joint in said["against"])
        tied = f"{said['player']}: {' = '.join(said['actions'])}"
        return f"{tied} against {against}" if against else tied


@dataclass(frozen=True, slots=True, order=True)
class Tie:
    """A player that ranks two outcomes alike.

    Attributes
    ----------
    player : int
        Whose payoffs are the same.
    profiles : tuple of Profile
        The two outcomes.
    """

    player: int
    profiles: tuple[Profile, Profile]

    def named(self, players: Sequence[str], actions: Sequence[Sequence[str]]) -> dict[str, Any]:
        """The tie in names."""
        outcomes = [
            {player: names[action] for player, names, action in zip(players, actions, profile, strict=True)}
            for profile in self.profiles
        ]
        return {"player": players[self.player], "outcomes": outcomes}

    def text(self, players: Sequence[str], actions: Sequence[Sequence[str]]) -> str:
        """Such as ``row: (a, c) = (b, d)``."""
        said = self.named(players, actions)
        return f"{said['player']}: " + " = ".join(f"({', '.join(one.values())})" for one in said["outcomes"])
