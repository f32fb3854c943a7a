"""The simultaneous form: everyone chooses at once, not knowing what the others choose."""

from __future__ import annotations

from dataclasses import dataclass

from gametheory.game import ParametricGame, StrategicGame

__all__ = ["DEFAULT_CONCEPT", "Rules", "play"]


DEFAULT_CONCEPT = "nash"
"""What counts as stable where nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Nothing varies."""


def play(stage: StrategicGame | ParametricGame, rules: Rules) -> StrategicGame:
    """The stage game itself, at its defaults."""
    del rules
    return stage.at()
