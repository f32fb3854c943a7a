"""What a scenario holds and leaves out, and what there is to choose from in the registries."""

from __future__ import annotations

from typing import Any

from gametheory.concepts import CONCEPTS
from gametheory.forms import FORMS
from payoffs import scenarios
from payoffs.coverage import coverage
from payoffs.scenario import Scenario
from reports.figures import FIGURES
from reports.formats import FORMATS

__all__ = ["contents", "gaps", "listing", "one"]


def contents(scenario: Scenario) -> dict[str, int]:
    """How many entries of each kind a scenario holds."""
    return {
        "games": len(scenario.games),
        "interests": len(scenario.interests),
        "levers": len(scenario.levers),
        "readings": len(scenario.readings),
        "policies": len(scenario.policies),
        "effects": sum(len(game.effects) for game in scenario.games.values()),
        "comparisons": sum(len(game.comparisons) for game in scenario.games.values()),
        "sentences": len(scenario.sentences),
    }


def one(kind: str) -> str:
    """A kind of entry that `contents` counts, where there is one of it."""
    return f"{kind.removesuffix('ies')}y" if kind.endswith("ies") else kind.removesuffix("s")


def gaps(scenario: Scenario) -> dict[str, list[str | int]]:
    """What was coded and bears on no answer, and what of the source was not coded."""
    covered = coverage(scenario)
    return {
        "interests that enter no payoff": list(covered.idle_interests),
        "levers that enter no payoff": list(covered.idle_levers),
        "assumptions that nothing rests on": list(covered.idle_assumptions),
        "paragraphs that bear on nothing": list(covered.silent_paragraphs),
    }


def listing(scenario: Scenario) -> dict[str, list[Any]]:
    """Everything by kind: rows of texts for what a scenario holds, names for what the package holds."""
    return {
        "games": [
            {
                "game": name,
                "family": game.family,
                "players": ", ".join(player.id for player in game.players),
                "question": game.question,
            }
            for name, game in scenario.games.items()
        ],
        "readings": [
            {"reading": name, "what it holds": reading.definition} for name, reading in scenario.readings.items()
        ],
        "policies": [{"policy": name, "what it does": policy.definition} for name, policy in scenario.policies.items()],
        "scenarios": list(scenarios.names()),
        "forms": list(FORMS.names()),
        "concepts": list(CONCEPTS.names()),
        "figures": list(FIGURES.names()),
        "formats": list(FORMATS.names()),
    }
