"""Equilibria without their numbers, in words short enough to label part of a figure; and parameters likewise.

Names and definitions of any length are cut to what a reader can take in, so that an alternative text stays one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gametheory.equilibrium_pattern import Pattern, Supports
from gametheory.game import Profile
from gametheory.incentive import Incentive, Tie
from gametheory.solve import Play
from payoffs.scenario import Scenario
from reports.drawing import shortened
from reports.phrases import action_label, joined, player_name, verb

if TYPE_CHECKING:
    from reports.study import GameStudy

__all__ = [
    "binding_label",
    "choice_label",
    "concept_note",
    "parameter_label",
    "pattern_label",
    "player_label",
    "profile_label",
    "supports_label",
]


_LONGEST_NAME, _LONGEST_DEFINITION = 80, 160


def player_label(entry: GameStudy, player: int) -> str:
    """The player's name."""
    return shortened(player_name(entry, player), _LONGEST_NAME)


def choice_label(entry: GameStudy, player: int, action: int) -> str:
    """What the player does, an infinitive without "to"."""
    return shortened(action_label(entry, player, action), _LONGEST_NAME)


def profile_label(entry: GameStudy, profile: Profile) -> str:
    """What everybody chooses: "Rome: stay; Carthage: leave"."""
    return supports_label(entry, tuple((action,) for action in profile))


def supports_label(entry: GameStudy, supports: Supports) -> str:
    """What everyone plays: "Rome: stay; Carthage mixes"."""
    told = []
    for player, own in enumerate(supports):
        name = player_label(entry, player)
        if len(own) == 1:
            told.append(f"{name}: {choice_label(entry, player, own[0])}")
            continue
        mixes = verb(entry, player, "mixes", "mix")
        some = len(own) < len(entry.stage.actions[player])
        which = " " + joined([f"“{choice_label(entry, player, action)}”" for action in own]) if some else ""
        told.append(f"{name} {mixes}{which}")
    return "; ".join(told)


def pattern_label(entry: GameStudy, pattern: Pattern) -> str:
    """What is stable: each equilibrium, and where equilibria hang together, from which to which."""
    told = []
    for component in pattern.components:
        ends = list(dict.fromkeys(supports for subset in component for supports in subset))
        if len(ends) > 2:
            told.append(f"anything between {len(ends)} ends, such as {supports_label(entry, ends[0])}")
        else:
            told.append(" to ".join(supports_label(entry, supports) for supports in ends))
    return " \N{EM DASH} or \N{EM DASH} ".join(told) if told else "no definite choices are stable"


def concept_note(play: Play) -> str:
    """What a reader must know of the equilibria that were looked for; empty where they are all."""
    return "Equilibria of definite choices only." if play.concept == "pure_nash" else ""


def binding_label(entry: GameStudy, binding: Incentive | Tie) -> str:
    """Who is indifferent between what: "Rome is indifferent between “stay” and “leave” if Carthage chooses to stay"."""
    player = binding.player
    told = f"{player_label(entry, player)} {verb(entry, player, 'is', 'are')} indifferent between "
    if isinstance(binding, Tie):
        return told + " and ".join(f"“{profile_label(entry, profile)}”" for profile in binding.profiles)
    told += joined([f"“{choice_label(entry, player, action)}”" for action in binding.actions])
    others = [other for other in range(len(entry.stage.players)) if other != player]
    if len(binding.against) == 1 and others:
        does = [verb(entry, other, "chooses", "choose") for other in others]
        told += " if " + joined(
            [
                f"{player_label(entry, other)} {chooses} to {choice_label(entry, other, action)}"
                for other, chooses, action in zip(others, does, binding.against[0], strict=True)
            ]
        )
    return told


def parameter_label(scenario: Scenario, name: str) -> str:
    """A weight with whose it is, or a lever: what moves, as a label."""
    if name in scenario.interests:
        interest = scenario.interests[name]
        whose = shortened(scenario.actors[interest.actor].name, _LONGEST_NAME)
        return f"{whose[:1].upper()}{whose[1:]} (weight): {_definition(interest.definition)}"
    return f"Lever: {_definition(scenario.levers[name].definition)}"


def _definition(text: str) -> str:
    return shortened(text, _LONGEST_DEFINITION).rstrip(".")
