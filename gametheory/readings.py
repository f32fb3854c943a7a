"""Every ranking that stated comparisons allow: in how many of these readings each outcome is stable. Counts, not odds.

A source seldom ranks all outcomes. Its comparisons give each player a partial order of the pure outcomes, and a
*reading* is one ranking a player that agrees with all of them: a linear extension, or with ties a weak order. Only
concepts that need no more than rankings apply (`gametheory.ordinal_stability`). Where whether a player would stay hangs
on its own ranking alone, the readings in which all would stay are a product of each player's numbers, and no reading is
visited; sequential stability and subgame perfection visit every one. Where there are too many to be visited, or to be
listed, readings are drawn uniformly, and the result says so, with what that leaves uncertain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from random import Random

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import InvalidParameter, TooLarge, UnknownName
from gametheory.game import StrategicGame
from gametheory.linear_extensions import DISTANCE, Rankings
from gametheory.ordinal_stability import Judged, RankArray, stable, stays
from gametheory.partial_order import Pair, PartialOrder
from gametheory.reading_counts import Answer, Drawn, Question, Readings

__all__ = ["CONCEPTS", "MOST_CELLS", "MOST_QUESTIONS", "Stated", "open_questions", "readings"]

CONCEPTS = (
    "pure_nash",
    "subgame_perfect",
    "general_metarational",
    "symmetric_metarational",
    "sequentially_stable",
)
"""The concepts that rankings decide. Under subgame perfection an outcome counts if some order of moves leads to it."""

MOST_CELLS = 4_000_000
"""The most listed ranks of one player, rankings times outcomes, and the most that are visited or drawn: seconds."""

MOST_QUESTIONS = 2000
"""The most open pairs of which every answer is tried."""

_CHUNK = 500_000
_VISITING = ("subgame_perfect", "sequentially_stable")


@dataclass(frozen=True, slots=True)
class Stated:
    """A stated comparison: of each pair of positions in `game.profiles()`, the player ranks the first higher."""

    name: str
    player: int
    pairs: tuple[Pair, ...]
    strict: bool = True


@dataclass(frozen=True, slots=True)
class _Tally:
    """By a player's rankings (rows), in how many readings each outcome is stable: `rows` times `factors`."""

    rows: NDArray[np.int64]
    factors: tuple[int, ...]

    def counts(self, chosen: NDArray[np.bool_] | None = None) -> tuple[int, ...]:
        rows = self.rows if chosen is None else self.rows[chosen]
        return tuple(int(number) * factor for number, factor in zip(rows.sum(0), self.factors, strict=True))


def readings(
    game: StrategicGame,
    stated: Sequence[Stated],
    *,
    concepts: Sequence[str] = CONCEPTS,
    ties: bool = False,
    drop_each: bool = False,
    add_each: bool = False,
    samples: int = 10_000,
    seed: int = 0,
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
    ties : bool
        Whether outcomes may tie where no strict comparison forbids it.
    drop_each : bool
        Whether to count again without each single comparison.
    add_each : bool
        Whether to count again with each answer about each pair of outcomes that a player's comparisons leave open.
    samples : int
        How many readings are drawn where a concept cannot be counted exactly.
    seed : int
        Of the random numbers.

    Raises
    ------
    UnknownName
        For a concept that rankings do not decide.
    InvalidGame
        If comparisons of a player contradict each other; the message names the circle.
    InvalidParameter
        If less than one reading is to be drawn.
    TooLarge
        If a game has too many outcomes, orders of moves or open pairs, or too many readings are to be drawn.
    """
    for concept in concepts:
        if concept not in CONCEPTS:
            raise UnknownName("concept that rankings decide", concept, CONCEPTS)
    if samples < 1:
        raise InvalidParameter(f"{samples} readings cannot be drawn; at least 1")
    size, players = prod(game.shape), range(len(game.players))
    orders = [_order(game, stated, player) for player in players]
    allowed = [Rankings(order, ties) for order in orders]
    numbers = tuple(map(_number, allowed))
    listed = [
        np.array(list(own), dtype=np.int32) if number is not None and number * size <= MOST_CELLS else None
        for own, number in zip(allowed, numbers, strict=True)
    ]
    lists = [own for own in listed if own is not None]
    drawing = []
    if len(lists) < len(listed):
        drawing = list(concepts)
    elif prod(map(len, lists)) * size > MOST_CELLS:
        drawing = [concept for concept in concepts if concept in _VISITING]
    rows: list[RankArray] = []
    drawn = None
    if drawing:
        rows, drawn = _draw(allowed, samples, seed, size)
    tallies = {
        concept: _drawn_tallies(game, rows, concept) if concept in drawing else _tallies(game, lists, concept)
        for concept in concepts
    }
    found = Readings(
        game,
        numbers,
        {concept: own[0].counts() for concept, own in tallies.items()},
        drawn={concept: drawn for concept in drawing if drawn is not None},
        ties=ties,
        questions=tuple(_questions(game, orders, ties, numbers, listed, rows, tallies, drawn, drawing))
        if add_each
        else (),
    )
    if not drop_each:
        return found
    without = {
        name: readings(
            game,
            [one for one in stated if one.name != name],
            concepts=concepts,
            ties=ties,
            samples=samples,
            seed=seed,
        )
        for name in dict.fromkeys(one.name for one in stated)
    }
    return found.with_dropped(without)


def open_questions(game: StrategicGame, stated: Sequence[Stated], ties: bool = False) -> list[tuple[int, Pair]]:
    """The pairs of outcomes that the comparisons leave open, each with the player whose comparisons do."""
    return [
        (player, pair)
        for player in range(len(game.players))
        for pair in _order(game, stated, player).open_pairs(ties)
    ]


def _order(game: StrategicGame, stated: Sequence[Stated], player: int) -> PartialOrder:
    own = [one for one in stated if one.player == player]
    return PartialOrder.from_pairs(
        prod(game.shape),
        strict=[pair for one in own if one.strict for pair in one.pairs],
        weak=[pair for one in own if not one.strict for pair in one.pairs],
        names=["/".join(game.named(profile).values()) for profile in game.profiles()],
    )


def _number(allowed: Rankings) -> int | None:
    try:
        return allowed.count()
    except TooLarge:
        return None


def _draw(allowed: Sequence[Rankings], samples: int, seed: int, size: int) -> tuple[list[RankArray], Drawn]:
    if samples * size > MOST_CELLS:
        raise TooLarge(f"{samples} readings of {size} outcomes; no more than {MOST_CELLS // size} are drawn")
    random = Random(seed)
    draws = [own.draw(samples, random.getrandbits(63)) for own in allowed]
    distance = DISTANCE * sum(not own.exact for own in draws)
    methods = tuple(dict.fromkeys(own.method for own in draws))
    return [np.array(own.rankings, dtype=np.int32) for own in draws], Drawn(samples, seed, distance, methods)


def _tallies(game: StrategicGame, listed: Sequence[RankArray], concept: str) -> list[_Tally]:
    """Exactly, over all combinations of the listed rankings."""
    shape, size = game.shape, prod(game.shape)
    if concept not in _VISITING:
        judged = [
            np.concatenate([stays(concept, shape, player, own[part]) for part in _parts(len(own), shape)])
            for player, own in enumerate(listed)
        ]
        staying = [[int(number) for number in own.sum(0)] for own in judged]
        return [
            _Tally(
                own.astype(np.int64),
                tuple(prod(column[:player] + column[player + 1 :]) for column in zip(*staying, strict=True)),
            )
            for player, own in enumerate(judged)
        ]
    lengths = tuple(map(len, listed))
    found = [np.zeros((length, size), dtype=np.int64) for length in lengths]
    for part in _parts(prod(lengths), shape):
        chosen = np.unravel_index(np.arange(part.start, part.stop), lengths)
        at_once = stable(concept, shape, [own[index] for own, index in zip(listed, chosen, strict=True)])
        for own, index in zip(found, chosen, strict=True):
            np.add.at(own, index, at_once)
    return [_Tally(own, (1,) * size) for own in found]


def _drawn_tallies(game: StrategicGame, rows: Sequence[RankArray], concept: str) -> list[_Tally]:
    """Over the readings that were drawn, one to a row."""
    parts: list[Judged] = [
        stable(concept, game.shape, [own[part] for own in rows]) for part in _parts(len(rows[0]), game.shape)
    ]
    tally = _Tally(np.concatenate(parts).astype(np.int64), (1,) * prod(game.shape))
    return [tally] * len(rows)


def _parts(length: int, shape: Sequence[int]) -> Iterator[slice]:
    """Stretches of rows that take little memory at once."""
    step = max(1, _CHUNK // (prod(shape) * max(shape)))
    yield from (slice(start, min(start + step, length)) for start in range(0, length, step))


def _questions(
    game: StrategicGame,
    orders: Sequence[PartialOrder],
    ties: bool,
    numbers: tuple[int | None, ...],
    listed: Sequence[RankArray | None],
    rows: Sequence[RankArray],
    tallies: Mapping[str, list[_Tally]],
    drawn: Drawn | None,
    drawing: Sequence[str],
) -> Iterator[Question]:
    """Each open pair, with the counts that are left by each answer."""
    pairs = [(player, pair) for player, order in enumerate(orders) for pair in order.open_pairs(ties)]
    if len(pairs) > MOST_QUESTIONS:
        raise TooLarge(f"the comparisons leave {len(pairs)} pairs of outcomes open; at most {MOST_QUESTIONS} are tried")
    for player, pair in pairs:
        own = listed[player]
        answers = {}
        for answer in Answer.allowed(orders[player], pair, ties):
            in_list = None if own is None else answer.holds(own, pair)
            in_draws = answer.holds(rows[player], pair) if rows else None
            number = (
                _number(Rankings(answer.added(orders[player], pair), ties)) if in_list is None else int(in_list.sum())
            )
            answers[answer] = Readings(
                game,
                (*numbers[:player], number, *numbers[player + 1 :]),
                {
                    concept: own_tallies[player].counts(in_draws if concept in drawing else in_list)
                    for concept, own_tallies in tallies.items()
                },
                drawn={concept: drawn.part(int(in_draws.sum())) for concept in drawing}
                if drawn is not None and in_draws is not None
                else {},
                ties=ties,
            )
        yield Question(player, pair, answers)
