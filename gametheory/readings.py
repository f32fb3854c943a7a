"""Every ranking that stated comparisons allow: in how many of these readings each outcome is stable. Counts, not odds.

A source seldom ranks all outcomes. Its comparisons give each player a partial order of the pure outcomes, and a
*reading* is one ranking a player that agrees with all of them: a linear extension, or with ties a weak order. Only
concepts that need no more than rankings apply (`gametheory.ordinal_stability`). Where whether a player would stay hangs
on its own ranking alone, the readings in which all would stay are a product of each player's numbers, and no reading is
visited; sequential stability and subgame perfection visit every one. Where there are too many to be visited, or to be
listed, readings are drawn uniformly, and the result says so, with what that leaves uncertain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from random import Random

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import InvalidParameter, TooLarge, UnknownName
from gametheory.game import StrategicGame
from gametheory.linear_extensions import DISTANCE, Rankings, Ranks
from gametheory.ordinal_stability import Judged, RankArray, improving, stable, stays
from gametheory.partial_order import Pair, PartialOrder
from gametheory.reading_counts import Answer, Drawn, Question, Readings

__all__ = ["CONCEPTS", "MOST_CELLS", "MOST_OUTCOMES", "MOST_QUESTIONS", "Stated", "open_questions", "readings"]

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

MOST_OUTCOMES = 256
"""The most outcomes of a game: its readings then have a number of at most four thousand digits."""

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
    """By a player's rankings (columns), in how many readings each outcome (row) is stable: `rows` times `factors`."""

    rows: NDArray[np.int64]
    factors: tuple[int, ...]

    def counts(self, chosen: NDArray[np.bool_] | None = None) -> tuple[int, ...]:
        rows = self.rows if chosen is None else self.rows[:, chosen]
        return tuple(int(number) * factor for number, factor in zip(rows.sum(1), self.factors, strict=True))


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
    progress: Callable[[int, int], None] | None = None,
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
    progress : function of two int, optional
        Told how many of how many comparisons have been dropped.

    Raises
    ------
    UnknownName
        For a concept that rankings do not decide.
    InvalidGame
        If comparisons of a player contradict each other; the message names the circle.
    InvalidParameter
        If less than one reading is to be drawn, the seed is negative, or a comparison is of a player that is not there.
    TooLarge
        If a game has too many outcomes, orders of moves or open pairs, or too many readings are to be drawn.
    """
    for concept in concepts:
        if concept not in CONCEPTS:
            raise UnknownName("concept that rankings decide", concept, CONCEPTS)
    if samples < 1:
        raise InvalidParameter(f"{samples} readings cannot be drawn; at least 1")
    if seed < 0:
        raise InvalidParameter(f"the seed is {seed}; an integer that is not negative is needed")
    for one in stated:
        if not 0 <= one.player < len(game.players):
            raise InvalidParameter(
                f"{one.name} is of player number {one.player}; there are {len(game.players)}, from 0"
            )
    if prod(game.shape) > MOST_OUTCOMES:
        raise TooLarge(f"{prod(game.shape)} outcomes; readings are counted of games with at most {MOST_OUTCOMES}")
    players = range(len(game.players))
    known: dict[PartialOrder, _Own] = {}  # what comparisons leave alone is listed and drawn once

    def own(player: int, kept: Sequence[Stated], countable: bool = True) -> _Own:
        order = _order(game, kept, player)
        if order not in known:
            known[order] = _Own(order, ties, countable)
        return known[order]

    owns = [own(player, stated) for player in players]
    whole = _Count(game, owns, concepts, ties, samples, seed)
    without = {}
    names = tuple(dict.fromkeys(one.name for one in stated)) if drop_each else ()
    for done, name in enumerate(names):
        if progress is not None:
            progress(done, len(names))
        rest = [one for one in stated if one.name != name]
        left = [own(player, rest, countable=owns[player].number is not None) for player in players]
        without[name] = _Count(game, left, concepts, ties, samples, seed).readings()
    return replace(whole.readings(), without=without, questions=tuple(whole.questions()) if add_each else ())


def open_questions(game: StrategicGame, stated: Sequence[Stated], ties: bool = False) -> list[tuple[int, Pair]]:
    """The pairs of outcomes that the comparisons leave open, each with the player whose comparisons do."""
    return [
        (player, pair) for player in range(len(game.players)) for pair in _order(game, stated, player).open_pairs(ties)
    ]


def _order(game: StrategicGame, stated: Sequence[Stated], player: int) -> PartialOrder:
    own = [one for one in stated if one.player == player]
    return PartialOrder.from_pairs(
        prod(game.shape),
        strict=[pair for one in own if one.strict for pair in one.pairs],
        weak=[pair for one in own if not one.strict for pair in one.pairs],
        names=["/".join(game.named(profile).values()) for profile in game.profiles()],
    )


class _Own:
    """One player's rankings: how many, listed where that is possible, and drawn."""

    def __init__(self, order: PartialOrder, ties: bool, countable: bool = True) -> None:
        self.order, self.ties = order, ties
        self._allowed = Rankings(order, ties)
        self.number = _number(self._allowed) if countable else None
        self._draws: dict[tuple[int, int], tuple[RankArray, bool, str]] = {}

    @cached_property
    def listed(self) -> RankArray | None:
        """All of them; None if they are too many."""
        if self.number is None or self.number * self.order.size > MOST_CELLS:
            return None
        return self._allowed.columns()

    def drawn(self, samples: int, seed: int) -> tuple[RankArray, bool, str]:
        """So many of them, uniformly, and how."""
        key = (samples, seed)
        if key not in self._draws:
            if self.listed is None:
                draws = self._allowed.draw(samples, seed, by_chain=self.number is None)
                self._draws[key] = _columns(draws.rankings), draws.exact, draws.method
            else:
                chosen = np.random.default_rng(seed).integers(self.listed.shape[1], size=samples)
                method = f"{samples} independent draws from the list of all rankings"
                self._draws[key] = self.listed[:, chosen], True, method
        return self._draws[key]

    def answering(self, pair: Pair, answer: Answer) -> int | None:
        """How many of them give an answer; None if that cannot be counted."""
        if self.listed is not None:
            return int(answer.holds(self.listed, pair).sum())
        order = self.order.extended(pair if answer is not Answer.SECOND else pair[::-1], answer.strict)
        if order is None:
            return 0
        return None if self.number is None else _number(Rankings(order, self.ties))


class _Count:
    """In how many readings each outcome is stable, by each player's ranking."""

    def __init__(
        self, game: StrategicGame, owns: Sequence[_Own], concepts: Sequence[str], ties: bool, samples: int, seed: int
    ) -> None:
        self.game, self.owns, self.ties = game, owns, ties
        lists = [own.listed for own in owns if own.listed is not None]
        drawing: Sequence[str] = ()
        if len(lists) < len(owns):
            drawing = concepts
        elif prod(own.shape[1] for own in lists) * prod(game.shape) > MOST_CELLS:
            drawing = [concept for concept in concepts if concept in _VISITING]
        self.columns: list[RankArray] = []
        self.drawn: Drawn | None = None
        if drawing:
            self.columns, self.drawn = _draw(owns, samples, seed, prod(game.shape))
        self.drawing = frozenset(drawing)
        self.tallies = {
            concept: _drawn_tallies(game, self.columns, concept)
            if concept in drawing
            else _visited(game, lists, concept)
            if concept in _VISITING
            else _multiplied(game, lists, concept)
            for concept in concepts
        }

    def readings(self) -> Readings:
        """All the readings."""
        counts = {concept: own[0].counts() for concept, own in self.tallies.items()}
        drawn = {concept: self.drawn for concept in self.tallies if self.drawn and concept in self.drawing}
        return Readings(self.game, tuple(own.number for own in self.owns), counts, drawn=drawn, ties=self.ties)

    def questions(self) -> Iterator[Question]:
        """Each open pair, with the readings that each answer leaves."""
        pairs = [(player, pair) for player, own in enumerate(self.owns) for pair in own.order.open_pairs(self.ties)]
        if len(pairs) > MOST_QUESTIONS:
            raise TooLarge(f"the comparisons leave {len(pairs)} pairs of outcomes open; at most {MOST_QUESTIONS} tried")
        for player, pair in pairs:
            answers = {answer: self._answered(player, pair, answer) for answer in Answer if self.ties or answer.strict}
            yield Question(player, pair, {answer: left for answer, left in answers.items() if left is not None})

    def _answered(self, player: int, pair: Pair, answer: Answer) -> Readings | None:
        """The readings that an answer leaves; None if it contradicts a comparison."""
        own = self.owns[player]
        number = own.answering(pair, answer)
        if number == 0:
            return None
        in_list = None if own.listed is None else answer.holds(own.listed, pair)
        in_draws = answer.holds(self.columns[player], pair) if self.columns else None
        part = None if self.drawn is None or in_draws is None else self.drawn.part(int(in_draws.sum()))
        numbers = [other.number for other in self.owns]
        numbers[player] = number
        return Readings(
            self.game,
            tuple(numbers),
            {
                concept: tallies[player].counts(in_draws if concept in self.drawing else in_list)
                for concept, tallies in self.tallies.items()
            },
            drawn={concept: part for concept in self.tallies if part is not None and concept in self.drawing},
            ties=self.ties,
        )


def _number(allowed: Rankings) -> int | None:
    try:
        return allowed.count()
    except TooLarge:
        return None


def _columns(rankings: Iterable[Ranks]) -> RankArray:
    return np.array(list(rankings), dtype=np.int16).T.copy()


def _draw(owns: Sequence[_Own], samples: int, seed: int, size: int) -> tuple[list[RankArray], Drawn]:
    if samples * size > MOST_CELLS:
        raise TooLarge(f"{samples} readings of {size} outcomes; no more than {MOST_CELLS // size} are drawn")
    random = Random(seed)
    found = [own.drawn(samples, random.getrandbits(63)) for own in owns]
    distance = DISTANCE * sum(not exact for _, exact, _ in found)
    methods = tuple(dict.fromkeys(method for _, _, method in found))
    return [columns for columns, _, _ in found], Drawn(samples, seed, distance, methods)


def _multiplied(game: StrategicGame, listed: Sequence[RankArray], concept: str) -> list[_Tally]:
    """Where each player's part is its own affair: products of the numbers of rankings by which it would stay."""
    judged = [
        np.hstack([stays(concept, game.shape, player, own[:, part]) for part in _parts(own.shape[1], game.shape)])
        for player, own in enumerate(listed)
    ]
    staying = [[int(number) for number in own.sum(1)] for own in judged]
    return [
        _Tally(
            own.astype(np.int64),
            tuple(prod(column[:player] + column[player + 1 :]) for column in zip(*staying, strict=True)),
        )
        for player, own in enumerate(judged)
    ]


def _visited(game: StrategicGame, listed: Sequence[RankArray], concept: str) -> list[_Tally]:
    """Where it is not: every combination of rankings."""
    lengths = tuple(own.shape[1] for own in listed)
    found = [np.zeros(own.shape, dtype=np.int64) for own in listed]
    sequential = _Sequential(game.shape, listed) if concept == "sequentially_stable" else None
    for part in _parts(prod(lengths), game.shape):
        chosen = np.unravel_index(np.arange(part.start, part.stop), lengths)
        if sequential is not None:
            judged = sequential.stable(chosen)
        else:
            judged = stable(concept, game.shape, [own[:, index] for own, index in zip(listed, chosen, strict=True)])
        for own, index, length in zip(found, chosen, lengths, strict=True):
            own += [np.bincount(index[stays], minlength=length) for stays in judged]
    return [_Tally(own, (1,) * prod(game.shape)) for own in found]


class _Sequential:
    """Sequential stability of listed rankings, worked out once for all that have the same improving moves.

    Of the others' rankings it matters to a player which moves improve things for them, and nothing else.
    """

    def __init__(self, shape: tuple[int, ...], listed: Sequence[RankArray]) -> None:
        self.kinds: list[NDArray[np.intp]] = []
        """For each player, the number of the kind of each of its rankings."""
        firsts = []
        for player, own in enumerate(listed):
            _, first, kinds = np.unique(improving(shape, player, own), axis=1, return_index=True, return_inverse=True)
            firsts.append(own[:, first])
            self.kinds.append(kinds.reshape(-1))
        self.tables = []
        for player, own in enumerate(listed):
            choices = [own if other == player else kind for other, kind in enumerate(firsts)]
            lengths = tuple(choice.shape[1] for choice in choices)
            judged = []
            for part in _parts(prod(lengths), shape):
                chosen = np.unravel_index(np.arange(part.start, part.stop), lengths)
                columns = {
                    other: choice[:, index] for other, (choice, index) in enumerate(zip(choices, chosen, strict=True))
                }
                judged.append(stays("sequentially_stable", shape, player, columns.pop(player), columns))
            self.tables.append(np.hstack(judged).reshape(-1, *lengths))

    def stable(self, chosen: Sequence[NDArray[np.intp]]) -> Judged:
        """The stable outcomes of the readings that combine these rankings, by their places in the lists."""
        kinds = [own[index] for own, index in zip(self.kinds, chosen, strict=True)]
        judged = []
        for player, table in enumerate(self.tables):
            place: tuple[slice | NDArray[np.intp], ...]
            place = (slice(None), *kinds[:player], chosen[player], *kinds[player + 1 :])
            judged.append(table[place])
        return np.asarray(np.logical_and.reduce(judged))


def _drawn_tallies(game: StrategicGame, rows: Sequence[RankArray], concept: str) -> list[_Tally]:
    """Over the readings that were drawn, one to a column."""
    judged = [
        stable(concept, game.shape, [own[:, part] for own in rows]) for part in _parts(rows[0].shape[1], game.shape)
    ]
    return [_Tally(np.hstack(judged).astype(np.int64), (1,) * prod(game.shape))] * len(rows)


def _parts(length: int, shape: Sequence[int]) -> Iterator[slice]:
    """Stretches of columns that take little memory at once."""
    step = max(1, _CHUNK // (prod(shape) * max(shape)))
    yield from (slice(start, min(start + step, length)) for start in range(0, length, step))
