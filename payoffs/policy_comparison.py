"""A scenario's policies compared, as a result: by game, who gains and loses, who would have to agree, what dominates.

Payoffs of different players or games are never added up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gametheory.flip_answer import FlipPoint, FlipPoints
from gametheory.parameters import Point
from gametheory.polynomial import decimal
from gametheory.robustness_answer import Interaction, PlayerEffect, Robustness

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["STATUS_QUO", "Firmness", "GamePolicies", "PolicyComparison", "PolicySetting", "Stake"]

STATUS_QUO = "status quo"
"""The name of the setting in which no policy moves anything; no policy can have it, as ids hold no spaces."""


@dataclass(frozen=True, slots=True)
class PolicySetting:
    """A policy, or several done together.

    Attributes
    ----------
    name : str
        The policy's id, or several joined by plus signs.
    parts : tuple of str
        The policies that it joins; one for a policy of the scenario.
    definition : str
    setting : mapping from str to Fraction
        Where it puts which levers.
    agreed_by : tuple of str
        The actors that would have to agree.
    paragraphs : tuple of int
    assumptions : tuple of str
    """

    name: str
    parts: tuple[str, ...]
    definition: str
    setting: Point
    agreed_by: tuple[str, ...]
    paragraphs: tuple[int, ...]
    assumptions: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data."""
        return {
            "parts": list(self.parts),
            "definition": self.definition,
            "set": {name: str(value) for name, value in self.setting.items()},
            "agreed_by": list(self.agreed_by),
            "paragraphs": list(self.paragraphs),
            "assumptions": list(self.assumptions),
        }


@dataclass(frozen=True, slots=True)
class Firmness:
    """How near a policy's answer in one game is to another answer, at the default weights of the first kind of world.

    Attributes
    ----------
    dose : FlipPoints or None
        Along the way from the status quo (0) to the policy (1): at which share of it the answer changes, exactly.
    nearest : FlipPoints or None
        With the policy in place: the parameter of the game that is nearest to a flip. None where nothing flips.
    why_not : str
        Why one of the two could not be found; empty where both could.
    """

    dose: FlipPoints | None
    nearest: FlipPoints | None
    why_not: str = ""

    @property
    def first_flip(self) -> FlipPoint | None:
        """The least share of the policy that changes the answer; None where no share does, or it is not known."""
        return None if self.dose is None else self.dose.nearest

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data; numbers are fractions in strings, or leading digits."""
        flip = self.nearest.nearest if self.nearest is not None else None
        return {
            "doses": None if self.dose is None else [decimal(point.value) for point in self.dose.flips],
            "nearest": None
            if flip is None or self.nearest is None
            else {
                "parameter": self.nearest.parameter.name,
                "now": str(self.nearest.parameter.default),
                "flips_at": decimal(flip.value),
                "share_of_range": float(flip.distance),
            },
            "why_not": self.why_not or None,
        }


@dataclass(frozen=True, slots=True)
class GamePolicies:
    """Policies in one game.

    Attributes
    ----------
    game, title : str
    actors : mapping from str to tuple of str
        For whom each player acts.
    robustness : Robustness
        The settings: the status quo, then each policy by its name, whether it moves this game or not.
    firmness : mapping from str to Firmness
        For the status quo, and each policy that was asked for by name and moves this game.
    """

    game: str
    title: str
    actors: Mapping[str, tuple[str, ...]]
    robustness: Robustness
    firmness: Mapping[str, Firmness]

    @property
    def moved_by(self) -> tuple[str, ...]:
        """The policies that put a parameter of this game elsewhere."""
        defaults = self.robustness.game.parameters
        return tuple(
            name
            for name, effect in self.robustness.effects.items()
            if any(value != defaults[parameter].default for parameter, value in effect.setting.items())
        )


@dataclass(frozen=True, slots=True)
class Stake:
    """What a policy does to one player of one game."""

    game: str
    player: str
    actors: tuple[str, ...]
    effect: PlayerEffect


@dataclass(frozen=True, eq=False)
class PolicyComparison:
    """A scenario's policies compared.

    Attributes
    ----------
    title : str
        The scenario's.
    policies : mapping from str to PolicySetting
        By name, in the order asked for; pairs that were added come last. The status quo is not among them.
    games : mapping from str to GamePolicies
        By id. `games[id].robustness.effects[policy]` holds outcome shares (`whole.tally`, and by readings `strata`),
        and for each player payoffs against the status quo, worst case and regret.
    readings : tuple of str
        Of which readings worlds were drawn; empty where of all.
    at : mapping from str to Fraction
        The parameters that stand still by request.
    goal : mapping from str to str, or None
        The actions that are wanted.
    seed : int
    """

    title: str
    policies: Mapping[str, PolicySetting]
    games: Mapping[str, GamePolicies]
    readings: tuple[str, ...]
    at: Point
    goal: Mapping[str, str] | None
    seed: int

    @property
    def untouched(self) -> tuple[str, ...]:
        """The games that no policy moves."""
        return tuple(name for name, game in self.games.items() if not game.moved_by)

    @cached_property
    def _moved(self) -> dict[str, list[GamePolicies]]:
        return {name: [game for game in self.games.values() if name in game.moved_by] for name in self.policies}

    def moves(self, policy: str) -> tuple[str, ...]:
        """The games that a policy moves."""
        return tuple(game.game for game in self._moved[policy])

    def stakes(self, policy: str) -> tuple[Stake, ...]:
        """What a policy does to each player of each game that it moves."""
        return tuple(
            Stake(game.game, effect.player, game.actors[effect.player], effect)
            for game in self._moved[policy]
            for effect in game.robustness.effects[policy].players
        )

    def gainers(self, policy: str) -> tuple[Stake, ...]:
        """Who is better off than in the status quo in some world."""
        return tuple(stake for stake in self.stakes(policy) if stake.effect.better.mean > 0)

    def losers(self, policy: str) -> tuple[Stake, ...]:
        """Who is worse off than in the status quo in some world."""
        return tuple(stake for stake in self.stakes(policy) if stake.effect.worse.mean > 0)

    def unwilling(self, policy: str) -> tuple[str, ...]:
        """The actors that would have to agree, and whose player the policy leaves worse off in some world."""
        losing = {actor for stake in self.losers(policy) for actor in stake.actors}
        return tuple(actor for actor in self.policies[policy].agreed_by if actor in losing)

    def dominators(self, name: str, *, by_goal: bool = False) -> tuple[str, ...]:
        """The policies, or the status quo, that are never worse than one, in any game or world, and somewhere better.

        Never worse for any player; or, by the goal, for meeting it.
        """
        rated = [g.robustness for g in self.games.values() if not by_goal or g.robustness.goal is not None]
        return tuple(
            other
            for other in (STATUS_QUO, *self.policies)
            if other != name
            and all(self._at_least(one, other, name, by_goal) for one in rated)
            and any(one.dominates(other, name, by_goal=by_goal) for one in rated)
        )

    @staticmethod
    def _at_least(found: Robustness, one: str, other: str, by_goal: bool) -> bool:
        return (one, other) in (found.goal_at_least if by_goal else found.at_least)

    def interactions(self) -> Iterator[tuple[GamePolicies, Interaction]]:
        """Every pair of policies in every game that both of them move."""
        for game in self.games.values():
            for one in game.robustness.interactions:
                if {one.first, one.second} <= set(game.moved_by):
                    yield game, one

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data."""
        return {
            "scenario": self.title,
            "seed": self.seed,
            "readings": list(self.readings),
            "at": {name: str(value) for name, value in self.at.items()},
            "goal": None if self.goal is None else dict(self.goal),
            "policies": {
                name: {
                    **policy.to_dict(),
                    "moves": list(self.moves(name)),
                    "gainers": [[stake.game, stake.player] for stake in self.gainers(name)],
                    "losers": [[stake.game, stake.player] for stake in self.losers(name)],
                    "agree_and_lose": list(self.unwilling(name)),
                    "dominated_by": list(self.dominators(name)),
                    "dominated_for_the_goal_by": list(self.dominators(name, by_goal=True)),
                }
                for name, policy in self.policies.items()
            },
            "games": {
                name: {
                    "title": game.title,
                    **game.robustness.to_dict(),
                    "moved_by": list(game.moved_by),
                    "firmness": {policy: firm.to_dict() for policy, firm in game.firmness.items()},
                }
                for name, game in self.games.items()
            },
        }

    def to_frame(self) -> pd.DataFrame:
        """One row a number, as a pandas frame.

        Columns: game, setting (a policy or the status quo), stratum (the readings; empty for all worlds), about (an
        outcome, a player, or nothing), measure, value, error (its standard error; NaN for what is no mean).
        """
        import pandas as pd

        rows = ({"game": name, **row} for name, game in self.games.items() for row in game.robustness.rows())
        return pd.DataFrame(rows, columns=["game", "setting", "stratum", "about", "measure", "value", "error"])

    def __str__(self) -> str:
        lines = [f"{len(self.policies)} policies in {len(self.games)} games (seed {self.seed})"]
        for name in self.policies:
            losers = ", ".join(f"{stake.player} in {stake.game}" for stake in self.losers(name)) or "nobody"
            moved = ", ".join(self.moves(name)) or "no game"
            lines.append(f"  {name}: moves {moved}; worse off in some world: {losers}")
        return "\n".join(lines)
