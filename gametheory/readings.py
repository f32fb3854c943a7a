"""Every ranking that stated comparisons allow: in how many of these readings each outcome is stable. Counts, not odds.

A source seldom ranks all outcomes. Its comparisons give each player a partial order of the pure outcomes, and a
*reading* is one linear extension a player, that is, one full ranking each that agrees with all of them. Only concepts
that need no more than rankings apply: pure Nash equilibrium, subgame perfection for each order of moves, and the
stability concepts of the graph model. Which of a player's rankings let it stay at an outcome depends, but for
sequential stability and subgame perfection, on that ranking alone; so those counts are products and no reading is
visited twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations, product
from math import prod
from typing import TYPE_CHECKING, Any

from gametheory.errors import TooLarge, UnknownName
from gametheory.game import Profile, StrategicGame
from gametheory.graph_model import GraphModel
from gametheory.linear_extensions import Rankings, Ranks
from gametheory.partial_order import PartialOrder
from gametheory.stability import solve_graph

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CONCEPTS", "MOST_READINGS", "Readings", "Stated", "readings", "swaps_to_change"]

CONCEPTS = (
    "pure_nash",
    "subgame_perfect",
    "general_metarational",
    "symmetric_metarational",
    "sequentially_stable",
)
"""The concepts that rankings decide. Under subgame perfection an outcome counts if some order of moves leads to it."""

MOST_READINGS = 200_000
"""The most combinations of rankings that are visited one by one, and the most listed rankings of one player."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A stated comparison: of each pair of positions in `game.profiles()`, the player ranks the first higher."""

    name: str
    player: int
    pairs: tuple[tuple[int, int], ...]
    strict: bool = True


@dataclass(frozen=True, slots=True)
class Readings:
    """In how many readings each outcome is stable.

    Attributes
    ----------
    game : StrategicGame
        Who plays what; its payoffs are not used.
    rankings : tuple of int
        How many rankings each player has.
    counts : mapping from str to tuple of int
        For each concept, for each pure outcome in order, in how many of all readings it is stable.
    without : mapping from str to Readings
        The same with one comparison dropped, by its name; empty where that was not asked for.
    """

    game: StrategicGame
    rankings: tuple[int, ...]
    counts: Mapping[str, tuple[int, ...]]
    without: Mapping[str, Readings]

    @property
    def total(self) -> int:
        """How many readings there are."""
        return prod(self.rankings)

    def weight_of(self, name: str, concept: str) -> Fraction:
        """How much dropping a comparison moves the counts: the greatest change in an outcome's share of readings."""
        other = self.without[name]
        return max(
            abs(Fraction(one, self.total) - Fraction(two, other.total))
            for one, two in zip(self.counts[concept], other.counts[concept], strict=True)
        )

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data."""
        game = self.game
        return {
            "players": list(game.players),
            "rankings": dict(zip(game.players, self.rankings, strict=True)),
            "readings": self.total,
            "outcomes": [
                {
                    "profile": game.named(profile),
                    "stable_in": {concept: counts[position] for concept, counts in self.counts.items()},
                }
                for position, profile in enumerate(game.profiles())
            ],
            "without": {
                name: {
                    "readings": other.total,
                    "moves": {concept: str(self.weight_of(name, concept)) for concept in self.counts},
                }
                for name, other in self.without.items()
            },
        }

    def to_frame(self) -> pd.DataFrame:
        """One row an outcome and concept: a column a player, concept, stable_in, readings."""
        import pandas as pd

        rows = [
            (*self.game.named(profile).values(), concept, counts[position], self.total)
            for position, profile in enumerate(self.game.profiles())
            for concept, counts in self.counts.items()
        ]
        return pd.DataFrame(rows, columns=[*self.game.players, "concept", "stable_in", "readings"])


def readings(
    game: StrategicGame, stated: Sequence[Stated], *, concepts: Sequence[str] = CONCEPTS, drop_each: bool = False
) -> Readings:
    """Count, for each outcome and concept, the readings in which it is stable.

    Parameters
    ----------
    game : StrategicGame
        Who plays what; its payoffs are not used.
    stated : sequence of Stated
        The comparisons.
    concepts : sequence of str
        Some of `CONCEPTS`.
    drop_each : bool
        Whether to count again without each single comparison, to see which matters most.

    Raises
    ------
    UnknownName
        For a concept that rankings do not decide.
    InvalidGame
        If comparisons of a player contradict each other.
    TooLarge
        If there are too many readings to be visited, or rankings to be listed.
    """
    for concept in concepts:
        if concept not in CONCEPTS:
            raise UnknownName("concept that rankings decide", concept, CONCEPTS)
    listed = [_rankings(game, stated, player) for player in range(len(game.players))]
    counts = {concept: _counts(game, listed, concept) for concept in concepts}
    without: dict[str, Readings] = {}
    if drop_each:
        for name in dict.fromkeys(one.name for one in stated):
            rest = [one for one in stated if one.name != name]
            without[name] = readings(game, rest, concepts=concepts)
    return Readings(game, tuple(map(len, listed)), counts, without)


def swaps_to_change(game: StrategicGame, profile: Profile) -> tuple[int | None, tuple[int | None, ...]]:
    """How far a game's own ranking is from changing whether a pure outcome is a Nash equilibrium.

    The distance is counted in exchanges of two outcomes that stand next to each other in a player's ranking
    (Kendall 1938); it takes as many as there are outcomes from the outcome to the deviation that must pass it.

    Returns
    -------
    tuple of (int or None, tuple of (int or None))
        The least number of exchanges in all players' rankings together that changes it, and for each player the number
        in its ranking that changes whether it would stay; None where no exchange can, or where the player is
        indifferent somewhere, so that its payoffs are no ranking.
    """
    each: list[int | None] = []
    stays: list[bool] = []
    for player, payoffs in enumerate(game.payoffs):
        here = game.payoff(player, profile)
        others = [
            game.payoff(player, (*profile[:player], action, *profile[player + 1 :]))
            for action in range(game.shape[player])
            if action != profile[player]
        ]
        stays.append(all(other <= here for other in others))
        if len(set(payoffs)) < len(payoffs) or not others:
            each.append(None)
        elif stays[-1]:
            nearest = max(others)
            each.append(sum(nearest <= value < here for value in payoffs))
        else:
            each.append(sum(here < value <= max(others) for value in payoffs))
    if all(stays):
        return min((count for count in each if count is not None), default=None), tuple(each)
    needed = [count for count, stay in zip(each, stays, strict=True) if not stay]
    return (None if None in needed else sum(count for count in needed if count is not None)), tuple(each)


def _rankings(game: StrategicGame, stated: Sequence[Stated], player: int) -> list[Ranks]:
    own = [one for one in stated if one.player == player]
    size = prod(game.shape)
    order = PartialOrder.from_pairs(
        size,
        strict=[pair for one in own if one.strict for pair in one.pairs],
        weak=[pair for one in own if not one.strict for pair in one.pairs],
        names=["/".join(game.named(profile).values()) for profile in game.profiles()],
    )
    allowed = Rankings(order)
    count = allowed.count()
    if count > MOST_READINGS:
        raise TooLarge(
            f"the comparisons leave {game.players[player]!r} {count} rankings; no more than {MOST_READINGS} are listed"
        )
    return list(allowed)


def _counts(game: StrategicGame, listed: list[list[Ranks]], concept: str) -> tuple[int, ...]:
    if concept == "pure_nash":
        return _products(game, [[_best(game, player, ranks) for ranks in own] for player, own in enumerate(listed)])
    if concept in {"general_metarational", "symmetric_metarational"}:
        return _products(
            game, [[_stable_alone(game, player, ranks, concept) for ranks in own] for player, own in enumerate(listed)]
        )
    if concept == "subgame_perfect":
        return _subgame_perfect(game, listed)
    return _sequentially_stable(game, listed)


def _products(game: StrategicGame, stays: list[list[tuple[bool, ...]]]) -> tuple[int, ...]:
    """Where each player's part is its own affair: the product of the numbers of its rankings that let it stay."""
    return tuple(prod(sum(table[position] for table in own) for own in stays) for position in range(prod(game.shape)))


def _best(game: StrategicGame, player: int, ranks: Ranks) -> tuple[bool, ...]:
    found = []
    for profile in game.profiles():
        own = (
            ranks[game.position((*profile[:player], action, *profile[player + 1 :]))]
            for action in range(game.shape[player])
        )
        found.append(ranks[game.position(profile)] == max(own))
    return tuple(found)


def _stable_alone(game: StrategicGame, player: int, ranks: Ranks, concept: str) -> tuple[bool, ...]:
    """Whether the player would stay at each outcome, under a concept in which the others' wishes do not count."""
    payoffs = tuple(
        tuple(map(Fraction, ranks)) if index == player else (Fraction(0),) * len(ranks)
        for index in range(len(game.players))
    )
    model = GraphModel.from_game(StrategicGame(game.players, game.actions, payoffs))
    return solve_graph(model, concept).stable[player]


def _visited(listed: list[list[Ranks]]) -> None:
    total = prod(map(len, listed))
    if total > MOST_READINGS:
        raise TooLarge(f"there are {total} readings, and no more than {MOST_READINGS} are visited one by one")


def _subgame_perfect(game: StrategicGame, listed: list[list[Ranks]]) -> tuple[int, ...]:
    """Outcomes to which some order of moves leads; rankings are strict, so each order leads to one."""
    _visited(listed)
    orders = list(permutations(range(len(game.players))))
    counts = [0] * prod(game.shape)
    known: dict[tuple[tuple[int, ...], tuple[Ranks, ...]], int] = {}
    for reading in product(*listed):
        ends = set()
        for order in orders:
            key = (order, reading)
            if key not in known:
                known[key] = _backward(game, reading, order)
            ends.add(known[key])
        for position in ends:
            counts[position] += 1
    return tuple(counts)


def _backward(game: StrategicGame, reading: Sequence[Ranks], order: Sequence[int]) -> int:
    def value(depth: int, chosen: dict[int, int]) -> int:
        if depth == len(order):
            return game.position(tuple(chosen[player] for player in range(len(order))))
        mover = order[depth]
        ends = [value(depth + 1, {**chosen, mover: action}) for action in range(game.shape[mover])]
        return max(ends, key=lambda end: reading[mover][end])

    return value(0, {})


def _sequentially_stable(game: StrategicGame, listed: list[list[Ranks]]) -> tuple[int, ...]:
    _visited(listed)
    if len(game.players) != 2:
        counts = [0] * prod(game.shape)
        for reading in product(*listed):
            payoffs = tuple(tuple(map(Fraction, ranks)) for ranks in reading)
            model = GraphModel.from_game(StrategicGame(game.players, game.actions, payoffs))
            for state in solve_graph(model, "sequentially_stable").equilibria:
                counts[state] += 1
        return tuple(counts)
    return _two_player_sequential(game, listed)


def _two_player_sequential(game: StrategicGame, listed: list[list[Ranks]]) -> tuple[int, ...]:
    """With two players a credible sanction is one improvement of the other, so bit masks of outcomes decide."""
    moves = [list(_moves(game, player)) for player in (0, 1)]
    size = prod(game.shape)
    improving = [
        [[[t for t in moves[player][s] if ranks[t] > ranks[s]] for s in range(size)] for ranks in listed[player]]
        for player in (0, 1)
    ]
    no_better = [
        [[sum(1 << t for t in range(size) if ranks[t] <= ranks[s]) for s in range(size)] for ranks in listed[player]]
        for player in (0, 1)
    ]
    masks = [[[sum(1 << t for t in targets) for targets in table] for table in improving[player]] for player in (0, 1)]
    counts = [0] * size
    for one, two in product(range(len(listed[0])), range(len(listed[1]))):
        chosen = (one, two)
        for s in range(size):
            if all(
                masks[1 - player][chosen[1 - player]][t] & no_better[player][chosen[player]][s]
                for player in (0, 1)
                for t in improving[player][chosen[player]][s]
            ):
                counts[s] += 1
    return tuple(counts)


def _moves(game: StrategicGame, player: int) -> Iterator[list[int]]:
    for profile in game.profiles():
        yield [
            game.position((*profile[:player], action, *profile[player + 1 :]))
            for action in range(game.shape[player])
            if action != profile[player]
        ]
