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

__all__ = ["DEFAULT_CONCEPT", "Rules", "play"]

DEFAULT_CONCEPT = "sequentially_stable"
"""What counts as stable where nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What may vary.

    Attributes
    ----------
    status_quo : mapping from str to str, optional
        Each player's action as things stand.
    irreversible : mapping from str to str or iterable of str
        For some of the players the action, or the actions, that cannot be left again.

    Both may also be written as text, ``"player=action,player=action"``.

    Raises
    ------
    InvalidGame
        If a rule is not of this kind.
    """

    status_quo: Mapping[str, str] | str | None = None
    irreversible: Mapping[str, str | Iterable[str]] | str = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.start()
        self.fixed()

    def start(self) -> dict[str, str] | None:
        """The status quo, by player."""
        if self.status_quo is None:
            return None
        actions: dict[str, str] = {}
        for player, action in _pairs("the status quo", self.status_quo):
            if player in actions:
                raise InvalidGame(f"the status quo gives {player!r} two actions")
            actions[player] = action
        return actions

    def fixed(self) -> tuple[tuple[str, str], ...]:
        """The irreversible actions, each with its player."""
        return _pairs("the irreversible actions", self.irreversible)


def play(stage: StrategicGame | ParametricGame, rules: Rules) -> GraphModel:
    """The graph model of the stage game at its defaults.

    Raises
    ------
    UnknownName
        If a rule names a player or an action that does not exist.
    InvalidGame
        If the status quo leaves a player out.
    TooLarge
        If the game has too many moves.
    """
    game = stage.at()
    fixed: list[set[int]] = [set() for _ in game.players]
    for name, action in rules.fixed():
        player = game.player_index(name)
        fixed[player].add(game.action_index(player, action))
    start = rules.start()
    return GraphModel.from_game(game, None if start is None else game.profile_named(start), fixed)


def _pairs(what: str, value: object) -> tuple[tuple[str, str], ...]:
    """Players with actions, however they are written."""
    pairs: list[tuple[object, object]]
    if isinstance(value, str):
        pairs = []
        for part in value.split(","):
            player, equals, action = part.partition("=")
            if not equals:
                raise InvalidGame(f"write {what} as player=action,player=action; this is {value!r}")
            pairs.append((player.strip(), action.strip()))
    elif isinstance(value, Mapping):
        pairs = [
            (player, action)
            for player, actions in value.items()
            for action in (actions if isinstance(actions, list | tuple | set | frozenset) else (actions,))
        ]
    else:
        raise InvalidGame(f"give {what} by player; this is {value!r}")
    found = []
    for owner, chosen in pairs:
        if not isinstance(owner, str) or not isinstance(chosen, str):
            raise InvalidGame(f"give {what} as names; this has {owner!r} with {chosen!r}")
        found.append((owner, chosen))
    return tuple(found)
