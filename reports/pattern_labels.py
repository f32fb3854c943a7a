"""Equilibria without their numbers, in words short enough to label part of a figure; and parameters likewise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gametheory.equilibrium_pattern import Pattern, Supports
from gametheory.incentive import Incentive, Tie
from gametheory.solve import Play
from payoffs.scenario import Scenario
from reports.phrases import action_label, chooses, joined, player_name, verb

if TYPE_CHECKING:
    from reports.study import GameStudy

__all__ = ["binding_label", "concept_note", "parameter_label", "pattern_label", "supports_label"]


def supports_label(entry: GameStudy, supports: Supports) -> str:
    """What everyone plays: "Rome: stay; Carthage mixes"."""
    told = []
    for player, own in enumerate(supports):
        name = player_name(entry, player)
        if len(own) == 1:
            told.append(f"{name}: {action_label(entry, player, own[0])}")
            continue
        mixes = verb(entry, player, "mixes", "mix")
        some = len(own) < len(entry.stage.actions[player])
        which = " " + joined([f"“{action_label(entry, player, action)}”" for action in own]) if some else ""
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
    told = f"{player_name(entry, player)} {verb(entry, player, 'is', 'are')} indifferent between "
    if isinstance(binding, Tie):
        return told + " and ".join(
            f"“{supports_label(entry, tuple((action,) for action in profile))}”" for profile in binding.profiles
        )
    told += joined([f"“{action_label(entry, player, action)}”" for action in binding.actions])
    others = [other for other in range(len(entry.stage.players)) if other != player]
    if len(binding.against) == 1 and others:
        told += " if " + joined(
            [chooses(entry, other, action) for other, action in zip(others, binding.against[0], strict=True)]
        )
    return told


def parameter_label(scenario: Scenario, name: str) -> str:
    """A weight with whose it is, or a lever: what moves, as a label."""
    if name in scenario.interests:
        interest = scenario.interests[name]
        name = scenario.actors[interest.actor].name
        return f"{name[:1].upper()}{name[1:]} (weight): {interest.definition.strip().rstrip('.')}"
    return f"Lever: {scenario.levers[name].definition.strip().rstrip('.')}"
