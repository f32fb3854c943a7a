"""Graph models of conflict: states, who can move the conflict from which to which, and who prefers which, in ranks.

A graph model has players (decision makers), states, for each player a directed graph of the moves that it can make
alone, and for each player a complete ranking of the states in which ties are allowed. A move that cannot be taken back
is an arc without its reverse. Only the order of the ranks means anything (Kilgour, Hipel and Fang 1987, Automatica 23;
Fang, Hipel and Kilgour 1993, Interactive Decision Making: The Graph Model for Conflict Resolution).

Where the states are combinations of what each player does, as they are in a strategic game or in option form, the model
also knows these *profiles*. A state that stands for several indistinguishable ones has several of them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import prod

from gametheory.errors import InvalidGame, TooLarge, UnknownName
from gametheory.game import Profile, StrategicGame

__all__ = ["MOST_MOVES", "GraphModel", "Graphs", "dense_ranks"]

MOST_MOVES = 10_000_000
"""The most moves that the model of a strategic game may have."""

Graphs = tuple[tuple[tuple[int, ...], ...], ...]
"""For each player and state, the states that the player can move to."""


@dataclass(frozen=True, slots=True)
class GraphModel:
    """A graph model.

    Attributes
    ----------
    players, states : tuple of str
        Distinct names.
    moves : tuple of tuple of tuple of int
        `moves[i][s]` are the states that player i can move to from state s in one move, ascending, without s.
    ranks : tuple of tuple of int
        `ranks[i][s]` is how player i ranks state s. More is better, equal is indifferent, and nothing else is meant.
    profiles : tuple of tuple of Profile, optional
        `profiles[s]` are the profiles that state s stands for; None where states are no combinations.
    stage : StrategicGame, optional
        The game whose profiles the states are, in its order.
    status_quo : int, optional
        The state in which the conflict stands.

    Raises
    ------
    InvalidGame
        If names repeat, a move leads nowhere or back to its start, or there is not one rank a player and state.
    """

    players: tuple[str, ...]
    states: tuple[str, ...]
    moves: Graphs
    ranks: tuple[tuple[int, ...], ...]
    profiles: tuple[tuple[Profile, ...], ...] | None = None
    stage: StrategicGame | None = None
    status_quo: int | None = None

    def __post_init__(self) -> None:
        _check_names(self.players, "player")
        _check_names(self.states, "state")
        count = len(self.states)
        for what, rows in (("moves", self.moves), ("ranks", self.ranks)):
            if len(rows) != len(self.players):
                raise InvalidGame(f"{len(self.players)} players, but the {what} of {len(rows)}")
            for player, row in zip(self.players, rows, strict=True):
                if len(row) != count:
                    raise InvalidGame(f"{player!r} has {what} at {len(row)} states; there are {count}")
        for player, graph in zip(self.players, self.moves, strict=True):
            for state, targets in enumerate(graph):
                if any(not 0 <= target < count or target == state for target in targets):
                    raise InvalidGame(f"{player!r} has a move from {self.states[state]!r} that is not to another state")
                if any(one >= two for one, two in pairwise(targets)):
                    raise InvalidGame(f"the moves of {player!r} from {self.states[state]!r} are not in ascending order")
        if self.profiles is not None and len(self.profiles) != count:
            raise InvalidGame(f"the profiles of {len(self.profiles)} states are given; there are {count}")
        if self.status_quo is not None and not 0 <= self.status_quo < count:
            raise InvalidGame(f"the status quo is state number {self.status_quo}; there are {count}, counted from 0")

    @classmethod
    def from_lists(
        cls,
        states: Sequence[Hashable],
        moves: Mapping[str, Mapping[Hashable, Iterable[Hashable]]],
        rankings: Mapping[str, Sequence[Hashable | Sequence[Hashable]]],
        status_quo: Hashable | None = None,
    ) -> GraphModel:
        """The model as papers print it.

        Parameters
        ----------
        states : sequence
            Names or numbers.
        moves : mapping
            For each player, for some of the states, the states it can move to.
        rankings : mapping
            For each player the states from best to worst; states that tie stand in a list of their own.
        status_quo : optional
            One of the states.

        Raises
        ------
        UnknownName
            If a player or a state does not exist.
        InvalidGame
            If a ranking leaves a state out or has it twice, or the model is at fault otherwise.
        """
        names = tuple(map(str, states))
        _check_names(names, "state")
        index = {name: number for number, name in enumerate(names)}

        def find(state: Hashable) -> int:
            if str(state) not in index:
                raise UnknownName("state", str(state), names)
            return index[str(state)]

        players = tuple(rankings)
        for player in moves:
            if player not in rankings:
                raise UnknownName("player with a ranking", player, players)
        graphs, ranks = [], []
        for player in players:
            graph: list[tuple[int, ...]] = [()] * len(names)
            for state, targets in moves.get(player, {}).items():
                graph[find(state)] = tuple(sorted(set(map(find, targets))))
            graphs.append(tuple(graph))
            levels = [
                [find(state) for state in (level if isinstance(level, list | tuple) else (level,))]
                for level in rankings[player]
            ]
            ranks.append(_ranks_of_levels(player, levels, names))
        quo = None if status_quo is None else find(status_quo)
        return cls(players, names, tuple(graphs), tuple(ranks), status_quo=quo)

    @classmethod
    def from_game(
        cls,
        game: StrategicGame,
        status_quo: Profile | None = None,
        irreversible: Sequence[Iterable[int]] | None = None,
    ) -> GraphModel:
        """The game as a graph model: its profiles are the states, and a move changes one player's action.

        Parameters
        ----------
        game : StrategicGame
            Payoffs become ranks.
        status_quo : tuple of int, optional
            The profile in which the conflict stands.
        irreversible : sequence of iterables of int, optional
            For each player the actions that it cannot leave again.

        Raises
        ------
        TooLarge
            If there would be more than `MOST_MOVES` moves.
        """
        size = prod(game.shape)
        count = size * sum(own - 1 for own in game.shape)
        if count > MOST_MOVES:
            raise TooLarge(f"this game has {size} states and {count} moves between them; {MOST_MOVES} are the most")
        profiles = tuple(game.profiles())
        fixed = [frozenset(actions) for actions in irreversible or [()] * len(game.players)]
        graphs = []
        for player, own in enumerate(game.shape):
            stride = prod(game.shape[player + 1 :])
            graphs.append(
                tuple(
                    ()
                    if profile[player] in fixed[player]
                    else tuple(
                        state + (action - profile[player]) * stride
                        for action in range(own)
                        if action != profile[player]
                    )
                    for state, profile in enumerate(profiles)
                )
            )
        return cls(
            game.players,
            _profile_names(game, profiles),
            tuple(graphs),
            tuple(map(dense_ranks, game.payoffs)),
            tuple((profile,) for profile in profiles),
            game,
            None if status_quo is None else game.position(status_quo),
        )

    def starting(self, state: str) -> GraphModel:
        """The same model with another status quo."""
        return replace(self, status_quo=self.state_index(state))

    def state_index(self, name: str) -> int:
        """The number of the state called `name`."""
        if name not in self.states:
            raise UnknownName("state", name, self.states)
        return self.states.index(name)

    def player_index(self, name: str) -> int:
        """The number of the player called `name`."""
        if name not in self.players:
            raise UnknownName("player", name, self.players)
        return self.players.index(name)

    def targets(self, player: int, state: int) -> tuple[int, ...]:
        """The states that `player` can move to from `state`."""
        return self.moves[player][state]

    def improvements(self, player: int, state: int) -> tuple[int, ...]:
        """The unilateral improvements: the states that `player` can move to from `state`, and prefers to it."""
        ranks = self.ranks[player]
        return tuple(target for target in self.moves[player][state] if ranks[target] > ranks[state])

    def improvement_graphs(self) -> Graphs:
        """The moves of each player that are improvements for it."""
        return tuple(
            tuple(self.improvements(player, state) for state in range(len(self.states)))
            for player in range(len(self.players))
        )


def dense_ranks(values: Sequence[object]) -> tuple[int, ...]:
    """Each value's place among the distinct values, 1 for the least."""
    place = {value: rank for rank, value in enumerate(sorted(set(values)), 1)}  # type: ignore[type-var]
    return tuple(place[value] for value in values)


def _ranks_of_levels(player: str, levels: Sequence[Sequence[int]], names: tuple[str, ...]) -> tuple[int, ...]:
    ranks: dict[int, int] = {}
    for depth, level in enumerate(levels):
        for state in level:
            if state in ranks:
                raise InvalidGame(f"the ranking of {player!r} has the state {names[state]!r} twice")
            ranks[state] = len(levels) - depth
    missing = [name for state, name in enumerate(names) if state not in ranks]
    if missing:
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        raise InvalidGame(f"the ranking of {player!r} leaves out {', '.join(missing[:5])}{more}")
    return tuple(ranks[state] for state in range(len(names)))


def _profile_names(game: StrategicGame, profiles: Iterable[Profile]) -> tuple[str, ...]:
    words = [[actions[action] for action, actions in zip(profile, game.actions, strict=True)] for profile in profiles]
    names = tuple(map(", ".join, words))
    return names if len(set(names)) == len(names) else tuple(map(str, words))  # an action's name may hold a comma


def _check_names(names: tuple[str, ...], kind: str) -> None:
    if not names:
        raise InvalidGame(f"a graph model needs at least one {kind}")
    seen = set()
    for name in names:
        if not isinstance(name, str) or not name.strip():
            raise InvalidGame(f"every {kind} needs a name; one of them is {name!r}")
        if name in seen:
            raise InvalidGame(f"two {kind}s are named {name!r}")
        seen.add(name)
