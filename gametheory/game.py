"""Games in strategic form: at one point (`StrategicGame`), or moving with parameters (`ParametricGame`).

Payoffs are held flat, one tuple a player: the payoff at the profile with action indices (a_1, ..., a_n) stands at the
position of that profile in `profiles()`, where the last player's action varies fastest (row-major order).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from gametheory.errors import InvalidGame, UnknownName
from gametheory.exact import exact
from gametheory.parameters import MultiAffine, Parameter, point_of

if TYPE_CHECKING:
    import numpy as np

__all__ = ["ParametricGame", "Profile", "StrategicGame", "Strategies", "check_distinct"]

Profile = tuple[int, ...]
"""One action index a player."""

Strategies = tuple[tuple[Fraction, ...], ...]
"""One mixed strategy a player: the probability of each of its actions."""


class _Frame:
    """What both kinds of game share: who plays, what each can do, and how profiles are numbered."""

    __slots__ = ()
    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of actions of each player."""
        return tuple(map(len, self.actions))

    def profiles(self) -> Iterator[Profile]:
        """Every pure action profile, in the order in which payoffs are held."""
        return product(*(range(len(actions)) for actions in self.actions))

    def position(self, profile: Profile) -> int:
        """Where the payoffs at `profile` stand."""
        position = 0
        for action, actions in zip(profile, self.actions, strict=True):
            position = position * len(actions) + action
        return position

    def player_index(self, name: str) -> int:
        """The number of the player called `name` (hyphens and underscores are the same)."""
        return _index("player", name, self.players)

    def action_index(self, player: int, name: str) -> int:
        """The number of the action called `name` among the player's."""
        return _index(f"action of {self.players[player]}", name, self.actions[player])

    def profile_named(self, names: Mapping[str, str]) -> Profile:
        """The profile that `names` spells, player by player.

        Raises
        ------
        UnknownName
            If a player or an action does not exist.
        InvalidGame
            If a player is left out or named twice.
        """
        chosen: dict[int, int] = {}
        for player_name, action_name in names.items():
            player = self.player_index(player_name)
            if player in chosen:
                raise InvalidGame(f"the profile names {self.players[player]} twice")
            chosen[player] = self.action_index(player, action_name)
        missing = [name for index, name in enumerate(self.players) if index not in chosen]
        if missing:
            raise InvalidGame(f"the profile gives no action for {', '.join(missing)}")
        return tuple(chosen[index] for index in range(len(self.players)))

    def named(self, profile: Profile) -> dict[str, str]:
        """A profile in names: the action of each player."""
        return {
            player: actions[action] for player, actions, action in zip(self.players, self.actions, profile, strict=True)
        }


@dataclass(frozen=True, slots=True)
class StrategicGame(_Frame):
    """A finite game in strategic form with exact payoffs.

    Attributes
    ----------
    players : tuple of str
        Distinct names.
    actions : tuple of tuple of str
        Each player's actions, at least one, distinct within a player.
    payoffs : tuple of tuple of Fraction
        `payoffs[i][game.position(profile)]` is what player i gets at `profile`.

    Raises
    ------
    InvalidGame
        If names repeat, a player has no action, or the payoffs are not one a player and profile.
    """

    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    payoffs: tuple[tuple[Fraction, ...], ...]

    def __post_init__(self) -> None:
        _check_frame(self.players, self.actions, self.payoffs)

    @classmethod
    def from_arrays(
        cls,
        payoffs: Iterable[Any],
        players: Sequence[str] | None = None,
        actions: Sequence[Sequence[str]] | None = None,
    ) -> StrategicGame:
        """The game with one nested array of payoffs a player, as nashpy and numpy users hold it.

        Parameters
        ----------
        payoffs : iterable of nested sequences or numpy arrays
            One array of shape (actions of player 1, actions of player 2, ...) a player. Numbers as in `exact`.
        players, actions : sequences of str, optional
            Names; by default ``player_1``, ... and ``a1``, ``a2``, ...

        Raises
        ------
        InvalidGame
            If an array is empty or ragged, shapes differ, or there are not as many dimensions as players.
        InvalidNumber
            If a payoff is not a finite number.
        """
        arrays = [_flat(array, f"payoffs of player {index}") for index, array in enumerate(payoffs, 1)]
        if not arrays:
            raise InvalidGame("a game needs at least one player")
        shape = arrays[0][0]
        for index, (other, _) in enumerate(arrays, 1):
            if other != shape:
                raise InvalidGame(
                    f"the payoffs of player 1 have the shape {_by(shape)}, those of player {index} {_by(other)}"
                )
        if len(shape) != len(arrays):
            raise InvalidGame(
                f"{len(arrays)} players need payoffs of {len(arrays)} dimensions; these have the shape {_by(shape)}"
            )
        if players is None:
            players = [f"player_{index}" for index in range(1, len(arrays) + 1)]
        if actions is None:
            actions = [[f"a{index}" for index in range(1, size + 1)] for size in shape]
        return cls(tuple(players), tuple(map(tuple, actions)), tuple(tuple(values) for _, values in arrays))

    def at(self, values: Mapping[str, object] | None = None) -> StrategicGame:
        """The game itself: it has no parameters, and is the same at every point (compare `ParametricGame.at`).

        Raises
        ------
        UnknownName
            If a value is given.
        """
        point_of({}, values)
        return self

    def moved(self, values: Mapping[str, object] | None = None) -> StrategicGame:
        """The game itself (compare `ParametricGame.moved`)."""
        return self.at(values)

    def payoff(self, player: int, profile: Profile) -> Fraction:
        """What `player` gets at a pure profile."""
        return self.payoffs[player][self.position(profile)]

    def matrix(self, player: int) -> list[list[Fraction]]:
        """A two-player game's payoffs of `player`: rows are the first player's actions.

        Raises
        ------
        InvalidGame
            If there are not two players.
        """
        if len(self.players) != 2:
            raise InvalidGame(f"a matrix needs two players; this game has {len(self.players)}")
        width = len(self.actions[1])
        flat = self.payoffs[player]
        return [list(flat[start : start + width]) for start in range(0, len(flat), width)]

    def array(self, player: int) -> np.ndarray[Any, np.dtype[np.float64]]:
        """The payoffs of `player` rounded to floats, as an array with one axis a player."""
        import numpy as np

        return np.array([float(value) for value in self.payoffs[player]]).reshape(self.shape)

    def expected_payoff(self, player: int, strategies: Strategies) -> Fraction:
        """What `player` expects when everyone plays its mixed strategy independently."""
        supports = [[(action, weight) for action, weight in enumerate(strategy) if weight] for strategy in strategies]
        total = Fraction(0)
        for choice in product(*supports):
            weight = prod((weight for _, weight in choice), start=Fraction(1))
            total += weight * self.payoff(player, tuple(action for action, _ in choice))
        return total

    def lottery(self, strategies: Strategies) -> dict[Profile, Fraction]:
        """The pure profiles of the stage game that come about, each with its probability.

        A strategic form whose strategies are plans for another kind of game says here what the plans lead to.
        """
        played = [[(action, weight) for action, weight in enumerate(own) if weight] for own in strategies]
        return {
            tuple(action for action, _ in choice): prod((weight for _, weight in choice), start=Fraction(1))
            for choice in product(*played)
        }

    def action_payoffs(self, player: int, strategies: Strategies) -> tuple[Fraction, ...]:
        """What each action of `player` would yield it against the others' mixed strategies."""
        values = []
        for action in range(len(self.actions[player])):
            certain = tuple(Fraction(index == action) for index in range(len(self.actions[player])))
            values.append(self.expected_payoff(player, (*strategies[:player], certain, *strategies[player + 1 :])))
        return tuple(values)


@dataclass(frozen=True, slots=True)
class ParametricGame(_Frame):
    """A game whose payoffs are multi-affine in named parameters.

    Attributes
    ----------
    players, actions
        As in `StrategicGame`.
    payoffs : tuple of tuple of MultiAffine
        As in `StrategicGame`, one expression a player and profile.
    parameters : mapping from str to Parameter
        Every parameter that occurs in a payoff, and possibly others.
    """

    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    payoffs: tuple[tuple[MultiAffine, ...], ...]
    parameters: Mapping[str, Parameter]

    def __post_init__(self) -> None:
        _check_frame(self.players, self.actions, self.payoffs)
        for row in self.payoffs:
            for expression in row:
                for name in expression.parameters:
                    if name not in self.parameters:
                        raise UnknownName("parameter", name, self.parameters)

    def at(self, values: Mapping[str, object] | None = None) -> StrategicGame:
        """The game at one point: the defaults, but for the parameters that `values` sets (see `point_of`)."""
        point = point_of(self.parameters, values)
        payoffs = tuple(tuple(expression.at(point) for expression in row) for row in self.payoffs)
        return StrategicGame(self.players, self.actions, payoffs)

    def moved(self, values: Mapping[str, object] | None = None) -> ParametricGame:
        """The same game with its defaults at another point (see `point_of`), so that `at()` is the game there."""
        point = point_of(self.parameters, values)
        parameters = {name: replace(entry, default=point[name]) for name, entry in self.parameters.items()}
        return replace(self, parameters=parameters)

    def along(self, *names: str) -> ParametricGame:
        """The same game in these parameters alone; the others are fixed at their defaults."""
        fixed = {name: entry.default for name, entry in self.parameters.items() if name not in names}
        payoffs = tuple(tuple(expression.given(fixed) for expression in row) for row in self.payoffs)
        return replace(self, payoffs=payoffs, parameters={name: self.parameters[name] for name in names})


def _index(kind: str, name: str, names: tuple[str, ...]) -> int:
    if name in names:
        return names.index(name)
    plain = [known.replace("-", "_") for known in names]
    wanted = name.replace("-", "_")
    if plain.count(wanted) == 1:
        return plain.index(wanted)
    raise UnknownName(kind, name, names)


def _check_frame(
    players: tuple[str, ...], actions: tuple[tuple[str, ...], ...], payoffs: tuple[tuple[object, ...], ...]
) -> None:
    if not players:
        raise InvalidGame("a game needs at least one player")
    check_distinct(players, "the players")
    if len(actions) != len(players):
        raise InvalidGame(f"{len(players)} players, but the actions of {len(actions)}")
    for player, names in zip(players, actions, strict=True):
        if not names:
            raise InvalidGame(f"{player!r} has no action")
        check_distinct(names, f"the actions of {player!r}")
    size = prod(map(len, actions))
    if len(payoffs) != len(players):
        raise InvalidGame(f"{len(players)} players, but the payoffs of {len(payoffs)}")
    for player, values in zip(players, payoffs, strict=True):
        if len(values) != size:
            raise InvalidGame(f"{player!r} has {len(values)} payoffs; {size} profiles need one each")


def check_distinct(names: tuple[str, ...], what: str) -> None:
    """Raise `InvalidGame` unless all names are texts that say something, and differ."""
    seen = set()
    for name in names:
        if not isinstance(name, str) or not name.strip():
            raise InvalidGame(f"{what} need names; one of them is {name!r}")
        if name in seen:
            raise InvalidGame(f"{what} have the name {name!r} twice")
        seen.add(name)


def _flat(array: Any, what: str) -> tuple[tuple[int, ...], list[Fraction]]:
    """The shape of a nested array and its numbers in row-major order."""
    if hasattr(array, "tolist"):  # numpy arrays and pandas frames by way of numpy
        array = array.tolist()
    elif hasattr(array, "to_numpy"):
        array = array.to_numpy().tolist()
    if not isinstance(array, Sequence) or isinstance(array, str | bytes):
        return (), [exact(array, f"one of the {what}")]
    if not array:
        raise InvalidGame(f"the {what} are empty")
    parts = [_flat(part, what) for part in array]
    shape = parts[0][0]
    if any(other != shape for other, _ in parts):
        raise InvalidGame(f"the {what} are ragged: rows have different lengths")
    return (len(parts), *shape), [value for _, values in parts for value in values]


def _by(shape: tuple[int, ...]) -> str:
    return "x".join(map(str, shape)) or "of a single number"
