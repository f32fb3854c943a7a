"""The sequential form: the players of a stage game move one after the other, and see earlier moves, or signals of them.

Each player moves once, in any order. A mover sees the moves of those before it, of some of them, or of none: the
players who cannot tell two histories apart are in one information set. With noise, a move is seen through a signal
which shows the action that was taken with probability 1 - noise, and each other action of that player with the same
share of the rest (Bagwell 1995, Games and Economic Behavior 8, for two actions). All who see a move see one signal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory.errors import InvalidParameter
from gametheory.exact import exact
from gametheory.game import ParametricGame, StrategicGame
from gametheory.tree import LARGEST_TREE, ExtensiveGame
from gametheory.tree_nodes import Chance, InformationSet, Move, Node, Terminal
from gametheory.tree_structure import check_size

__all__ = ["DEFAULT_CONCEPT", "Rules", "play"]

DEFAULT_CONCEPT = "subgame_perfect"
"""What counts as stable where nothing else is asked for."""

_EVERYTHING, _NOTHING = {"all", "true"}, {"none", "false"}


@dataclass(frozen=True, slots=True)
class Rules:
    """Who moves when, and who sees what.

    Attributes
    ----------
    order : tuple of str
        The players from the first mover to the last; empty for the order of the stage game. A string is read as names
        between commas: ``leader,follower``.
    observed : bool or mapping from str to tuple of str
        True if everyone sees all earlier moves, False if nobody sees any, or for some of the players those whose moves
        they see; the others see all. A string is read as ``all``, ``none``, or such as ``c:a+b,b:none``.
    noise : Fraction
        The probability with which a signal is wrong.

    Raises
    ------
    InvalidParameter
        If a player is named twice, the noise is no probability, or the rules cannot be read.
    """

    order: tuple[str, ...] = ()
    observed: bool | Mapping[str, tuple[str, ...]] = True
    noise: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        order = _names(self.order, ",")
        repeated = sorted({name for name in order if order.count(name) > 1})
        if repeated:
            raise InvalidParameter(f"the order of moves has {', '.join(repeated)} twice; each player moves once")
        noise = exact(self.noise, "the noise")
        if not 0 <= noise <= 1:
            raise InvalidParameter(f"the noise is {noise}; it is the probability of a wrong signal, from 0 to 1")
        object.__setattr__(self, "order", order)
        object.__setattr__(self, "observed", _observed(self.observed))
        object.__setattr__(self, "noise", noise)


def play(stage: StrategicGame | ParametricGame, rules: Rules) -> ExtensiveGame:
    """The tree in which the players of the stage move in order.

    Raises
    ------
    UnknownName
        If the rules name a player that is not there.
    InvalidParameter
        If the order leaves a player out, or somebody is to see a move that comes later.
    TooLarge
        If the tree would be too large to hold.
    """
    game = stage.at()
    order = _order(game, rules)
    seen = _seen(game, rules, order)
    watched = [rules.noise > 0 and any(player in sources for sources in seen.values()) for player in order]
    _check_size(game, order, watched)
    sets: dict[tuple[int, tuple[int, ...]], int] = {}
    entries: list[InformationSet] = []
    nodes: list[Node] = []
    # What has been done and what has been seen of it; the last move may still have to be seen.
    ahead: list[tuple[tuple[int, ...], tuple[int, ...]]] = [((), ())]
    while ahead:
        done, signals = ahead.pop()
        if len(signals) < len(done):
            place = len(signals)
            names = game.actions[order[place]]
            chances = _signals(done[-1], len(names), rules.noise if watched[place] else Fraction(0))
            if len(chances) > 1:
                nodes.append(Chance(tuple(names[signal] for signal in chances), tuple(chances.values())))
            ahead += [(done, (*signals, signal)) for signal in reversed(chances)]
        elif len(done) == len(order):
            action_of = dict(zip(order, done, strict=True))
            profile = tuple(action_of[player] for player in range(len(order)))
            nodes.append(Terminal(tuple(game.payoff(player, profile) for player in range(len(order))), profile))
        else:
            player = order[len(done)]
            known = tuple(signal for source, signal in zip(order, signals, strict=False) if source in seen[player])
            number = sets.setdefault((player, known), len(entries))
            if number == len(entries):
                sources = [source for source in order[: len(done)] if source in seen[player]]
                name = "/".join(game.actions[source][signal] for source, signal in zip(sources, known, strict=True))
                entries.append(InformationSet(name, player, game.actions[player]))
            nodes.append(Move(number))
            ahead += [((*done, action), signals) for action in reversed(range(len(game.actions[player])))]
    return ExtensiveGame(game.players, tuple(entries), tuple(nodes))


def _names(value: Any, separator: str) -> tuple[str, ...]:
    parts: Iterable[Any] = value.split(separator) if isinstance(value, str) else value
    if not isinstance(parts, Iterable):
        raise InvalidParameter(f"the order of moves is {value!r}; names of players are needed, such as leader,follower")
    return tuple(str(part).strip() for part in parts if str(part).strip())


def _observed(value: Any) -> bool | dict[str, tuple[str, ...]]:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        word = value.strip().lower()
        if word in _EVERYTHING | _NOTHING:
            return word in _EVERYTHING
        pairs = [part.partition(":") for part in value.split(",")]
        if not all(player.strip() and colon for player, colon, _ in pairs):
            raise InvalidParameter(
                f"what is observed is {value!r}; write all, none, or who sees whom, such as c:a+b,b:none"
            )
        value = {player.strip(): sources for player, _, sources in pairs}
    if not isinstance(value, Mapping):
        raise InvalidParameter(f"what is observed is {value!r}; True, False, or the players seen by each are needed")
    read: dict[str, tuple[str, ...]] = {}
    for player, sources in value.items():
        plain = sources.strip().lower() if isinstance(sources, str) else sources
        read[str(player)] = () if plain in ("none", "", False) else _names(sources, "+")
    return read


def _order(game: StrategicGame, rules: Rules) -> tuple[int, ...]:
    order = tuple(game.player_index(name) for name in rules.order) or tuple(range(len(game.players)))
    if len(set(order)) < len(order):  # the same name written with a hyphen and an underscore
        raise InvalidParameter(f"the order of moves {', '.join(rules.order)} has a player twice; each moves once")
    missing = [name for index, name in enumerate(game.players) if index not in order]
    if missing:
        raise InvalidParameter(
            f"the order of moves {', '.join(rules.order)} leaves out {', '.join(missing)}; "
            f"it needs all of {', '.join(game.players)}"
        )
    return order


def _seen(game: StrategicGame, rules: Rules, order: tuple[int, ...]) -> dict[int, frozenset[int]]:
    """For each player the players whose moves it sees."""
    earlier = {player: frozenset(order[:place]) for place, player in enumerate(order)}
    if isinstance(rules.observed, bool):
        return earlier if rules.observed else dict.fromkeys(order, frozenset())
    seen = dict(earlier)
    for name, sources in rules.observed.items():
        player = game.player_index(name)
        wanted = frozenset(game.player_index(source) for source in sources)
        if later := wanted - earlier[player]:
            shown = ", ".join(game.players[source] for source in sorted(later))
            raise InvalidParameter(
                f"{game.players[player]} cannot see the move of {shown}, which does not come before its own "
                f"(the order is {', '.join(game.players[mover] for mover in order)})"
            )
        seen[player] = wanted
    return seen


def _signals(taken: int, actions: int, noise: Fraction) -> dict[int, Fraction]:
    """The signals of an action that may be seen, each with its probability."""
    if not noise or actions == 1:
        return {taken: Fraction(1)}
    wrong = noise / (actions - 1)
    chances = {signal: 1 - wrong * (actions - 1) if signal == taken else wrong for signal in range(actions)}
    return {signal: chance for signal, chance in chances.items() if chance}


def _check_size(game: StrategicGame, order: tuple[int, ...], watched: list[bool]) -> None:
    """Refuse a tree that is too large before any of it is made."""
    nodes, level = 1, 1
    for player, signalled in zip(order, watched, strict=True):
        level *= game.shape[player]
        nodes += level
        if signalled:
            level *= game.shape[player]
            nodes += level
    check_size(nodes, LARGEST_TREE)
