"""The ordinal form: the graph model of a game, in which players move one after another from a status quo, in any order.

Every profile of the stage game is a state, each player can change its own action as often as it likes, and of the
payoffs only their order counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gametheory.errors import InvalidGame
from gametheory.game import ParametricGame, StrategicGame
from gametheory.graph_model import GraphModel

__all__ = ["Rules", "play"]


@dataclass(frozen=True, slots=True)
class Rules:
    """What may vary.

    Attributes
    ----------
    status_quo : mapping from str to str, optional
        Each player's action as things stand.
    irreversible : mapping from str to str or iterable of str
        For some of the players the action, or the actions, that cannot be left again.

    Raises
    ------
    InvalidGame
        If a rule is not of this kind.
    """

    status_quo: Mapping[str, str] | None = None
    irreversible: Mapping[str, str | Iterable[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.status_quo is not None and not _is_profile(self.status_quo):
            raise InvalidGame(f"the status quo gives an action a player, by name; this is {self.status_quo!r}")
        if not isinstance(self.irreversible, Mapping):
            raise InvalidGame(f"irreversible actions are listed by player; this is {self.irreversible!r}")
        for player, actions in self.irreversible.items():
            listed = (actions,) if isinstance(actions, str) else actions
            if not isinstance(listed, list | tuple | set | frozenset) or not all(isinstance(a, str) for a in listed):
                raise InvalidGame(f"the irreversible actions of {player!r} are names of actions; this is {actions!r}")


def play(stage: StrategicGame | ParametricGame | GraphModel, rules: Rules) -> GraphModel:
    """The graph model of the stage game at its defaults; a graph model is played as it is.

    Raises
    ------
    UnknownName
        If a rule names a player or an action that does not exist.
    InvalidGame
        If the status quo leaves a player out, or rules are given for a graph model, which has its own.
    """
    if isinstance(stage, GraphModel):
        if rules != Rules():
            raise InvalidGame("a graph model has its own status quo and moves; the rules are for games")
        return stage
    game = stage.at()
    fixed: list[set[int]] = [set() for _ in game.players]
    for name, actions in rules.irreversible.items():
        player = game.player_index(name)
        listed = (actions,) if isinstance(actions, str) else actions
        fixed[player] |= {game.action_index(player, action) for action in listed}
    start = None if rules.status_quo is None else game.profile_named(rules.status_quo)
    return GraphModel.from_game(game, start, fixed)


def _is_profile(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(word, str) for pair in value.items() for word in pair)
