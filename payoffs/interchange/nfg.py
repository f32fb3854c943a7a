r"""Gambit's strategic games (``.nfg``): the payoff form and the outcome form, for any number of players.

A file reads, white space aside::

    NFG 1 R "title" { "player" ... } { 3 2 ... } "comment"
    payoffs ...

    NFG 1 R "title" { "player" ... } { { "strategy" ... } ... } "comment"
    { { "outcome" 1, 2 } ... }
    outcomes ...

Either way of giving the strategies, by number or by name, goes with either body, the comment may be left out, and ``D``
may stand for ``R``. Profiles follow each other with the *first* player's strategy moving fastest, the reverse of
`gametheory.game`. The payoff form lists every player's payoff, profile by profile; the outcome form lists the number of
an outcome, counted from 1, and 0 is the outcome that pays everybody 0. Numbers are integers, decimals, decimals with an
exponent or quotients, all exact.

In quoted text a backslash before a quote or a backslash stands for that character, and is itself anywhere else. So
every name can be written; the format's manual mentions the quote only, but Gambit 17 writes both.

A strategy without a name is called by its number, as Gambit does, and a player without one ``player_1`` and so on.

Source: the Gambit Project, *Gambit: Software Tools for Game Theory*, "Game representation formats".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from math import prod
from typing import TypeVar

from gametheory.errors import InvalidNumber
from gametheory.exact import exact
from gametheory.game import StrategicGame
from payoffs.interchange.gambit_tokens import Tokens, in_braces, in_quotes
from payoffs.interchange.text import MOST_PAYOFFS, Place, SourceText, check_writable, quoted

__all__ = ["format_nfg", "parse_nfg"]

T = TypeVar("T")

_WORD = re.compile(r"\S++")
_MOST_DIGITS_OF_A_COUNT = 18
_SEPARATORS = "payoffs are separated by spaces, and decimals take a point"


def parse_nfg(text: str, name: str = "<text>") -> StrategicGame:
    """The game that the text of an ``.nfg`` file describes.

    Parameters
    ----------
    text : str
        The file's content.
    name : str
        What messages call the file.

    Raises
    ------
    ScenarioError
        If the text does not describe a game; each fault with its line and column.
    """
    source = SourceText(text, name)
    tokens = Tokens(source)
    _read_opening(tokens)
    players = _read_players(tokens)
    actions = _read_strategies(tokens, [player for _, player in players])
    source.check()
    if tokens.kind == "text":
        tokens.advance()  # the comment
    shape = [len(names) for names in actions]
    if tokens.kind == "mark" and tokens.value == "{":
        columns = _read_outcome_body(tokens, len(players), shape)
    else:
        columns = _read_payoff_body(tokens, len(players), shape)
    source.check()
    order = _places_in_file(shape)
    payoffs = tuple(tuple(column[place] for place in order) for column in columns)
    return StrategicGame(tuple(player for _, player in players), tuple(map(tuple, actions)), payoffs)


def format_nfg(game: StrategicGame, title: str = "") -> str:
    """The game as the text of an ``.nfg`` file in payoff form, one profile a line; `parse_nfg` gives it back.

    Raises
    ------
    InvalidGame
        If a name holds a NUL or a lone surrogate, or a payoff has too many digits to be read back.
    """
    check_writable(game, title)
    head = f"NFG 1 R {in_quotes(title)} {in_braces(map(in_quotes, game.players))}"
    strategies = "\n".join(f"  {in_braces(map(in_quotes, names))}" for names in game.actions)
    lines = [""] * prod(game.shape)
    for place, payoffs in zip(_places_in_file(game.shape), zip(*game.payoffs, strict=True), strict=True):
        lines[place] = " ".join(map(str, payoffs))
    return "\n".join([head, "{", strategies, "}", '""', "", *lines, ""])


def _read_opening(tokens: Tokens) -> None:
    if tokens.value == "EFG":
        tokens.source.fail(
            tokens.offset,
            "this is an extensive game (a tree of moves); a strategic game is needed",
            "save it as an .efg file, or let Gambit write its reduced strategic form as an .nfg file",
        )
    for allowed in (("NFG",), ("1",), ("R", "D")):
        if tokens.kind != "word" or tokens.value not in allowed:
            tokens.wrong(f"{' or '.join(allowed)} (a strategic game begins with NFG 1 R)")
        tokens.advance()
    tokens.take("text", "the title in quotes")


def _read_players(tokens: Tokens) -> list[Place]:
    players: list[Place] = []
    tokens.take_mark("{", "the list of players")
    while tokens.kind == "text":
        offset, name = tokens.take("text", "a player")
        _check_size(tokens.source, offset, len(players) + 1, [])
        players.append((offset, name if name.strip() else f"player_{len(players) + 1}"))
    if not players:
        tokens.wrong("the name of a player in quotes")
    tokens.take_mark("}", "the list of players")
    tokens.source.check_distinct(players, "two players")
    return players


def _read_strategies(tokens: Tokens, players: Sequence[str]) -> list[list[str]]:
    source, start, count = tokens.source, tokens.offset, len(players)
    tokens.take_mark("{", "the list of strategies")
    if tokens.at("{"):
        named: list[list[str]] = []
        while tokens.at("{"):
            named.append(_read_names(tokens, players[len(named)] if len(named) < count else ""))
        tokens.take_mark("}", "the list of strategies")
        if len(named) != count:
            source.fail(start, f"{count} players need a list of strategies each; the file has {len(named)}")
        _check_size(source, start, count, [len(names) for names in named])
        return named
    sizes: list[int] = []
    while tokens.kind == "word":
        offset, word = tokens.take("word", "a number of strategies")
        if not (word.isascii() and word.isdigit()) or not word.strip("0"):
            source.fail(offset, f"a number of strategies should be a positive integer, but it is {quoted(word)}")
        sizes.append(int(word) if len(word) <= _MOST_DIGITS_OF_A_COUNT else MOST_PAYOFFS + 1)
    tokens.take_mark("}", "the list of strategies")
    if len(sizes) != count:
        source.fail(start, f"{count} players need a number of strategies each; the file has {len(sizes)}")
    _check_size(source, start, count, sizes)
    return [[str(number) for number in range(1, size + 1)] for size in sizes]


def _read_names(tokens: Tokens, player: str) -> list[str]:
    names: list[Place] = []
    tokens.take_mark("{", "a player's strategies")
    while tokens.kind == "text":
        offset, name = tokens.take("text", "a strategy")
        _check_size(tokens.source, offset, 1, [len(names) + 1])
        names.append((offset, name if name.strip() else str(len(names) + 1)))
    if not names:
        tokens.wrong("the name of a strategy in quotes")
    tokens.take_mark("}", "a player's strategies")
    tokens.source.check_distinct(names, f"two strategies of {quoted(player)}")
    return [name for _, name in names]


def _check_size(source: SourceText, start: int, players: int, sizes: Sequence[int]) -> None:
    """Refuse a game too big to read, before anything of its size is made."""
    payoffs = 1
    for size in (players, *sizes):
        payoffs *= size
        if payoffs > MOST_PAYOFFS:  # at once: the product of a long list of sizes would itself be too big
            source.fail(start, f"this makes more than {MOST_PAYOFFS:,} payoffs, the most that are read")


def _read_payoff_body(tokens: Tokens, players: int, shape: Sequence[int]) -> list[list[Fraction]]:
    count = players * prod(shape)
    needed = f"{count} payoffs are needed ({_by(shape)} profiles, {players} {'player' if players == 1 else 'players'})"
    values = _read_body(tokens, count, lambda word: exact(word, "the payoff"), needed, _SEPARATORS)
    return [values[player::players] for player in range(players)]


def _read_outcome_body(tokens: Tokens, players: int, shape: Sequence[int]) -> list[list[Fraction]]:
    outcomes = [(Fraction(0),) * players]
    tokens.take_mark("{", "the list of outcomes")
    while tokens.at("{"):
        if len(outcomes) * players > MOST_PAYOFFS:
            tokens.source.fail(tokens.offset, f"the outcomes have more than {MOST_PAYOFFS:,} payoffs, the most read")
        outcomes.append(_read_outcome(tokens, len(outcomes), players))
    tokens.take_mark("}", "the list of outcomes")
    last = len(outcomes) - 1

    def outcome(word: str) -> tuple[Fraction, ...]:
        if not (word.isascii() and word.isdigit()):
            raise InvalidNumber(f"the number of an outcome is needed, but this is {quoted(word)}")
        number = int(word) if len(word) <= _MOST_DIGITS_OF_A_COUNT else last + 1
        if number > last:
            raise InvalidNumber(f"there is no outcome {word[:_MOST_DIGITS_OF_A_COUNT]}; the file lists {last}")
        return outcomes[number]

    profiles = prod(shape)
    needed = f"{profiles} outcome numbers are needed, one for each of {_by(shape)} profiles"
    hint = f"outcomes are numbered from 1 to {last}; 0 is the outcome that pays everybody 0"
    values = _read_body(tokens, profiles, outcome, needed, hint)
    return [[value[player] for value in values] for player in range(players)]


def _read_outcome(tokens: Tokens, number: int, players: int) -> tuple[Fraction, ...]:
    start = tokens.offset
    payoffs: list[Fraction] = []
    tokens.take_mark("{", "an outcome")
    tokens.take("text", "the name of an outcome in quotes")
    while tokens.kind == "word":
        offset, word = tokens.take("word", "a payoff")
        try:
            payoffs.append(exact(word, "the payoff"))
        except InvalidNumber as error:
            tokens.source.fail(offset, str(error))
        if tokens.at(","):
            tokens.advance()
    tokens.take_mark("}", "an outcome")
    if len(payoffs) != players:
        tokens.source.fail(start, f"outcome {number} needs {players} payoffs, one a player; it has {len(payoffs)}")
    return tuple(payoffs)


def _read_body(tokens: Tokens, count: int, read: Callable[[str], T], needed: str, hint: str) -> list[T]:
    """The `count` values with which the file ends, in its order."""
    source = tokens.source
    cached = lru_cache(maxsize=4096)(read)  # payoffs repeat: most words have been read before
    words = _WORD.finditer(source.text, tokens.offset)
    values: list[T] = []
    found = 0
    for word in islice(words, count):
        found += 1
        try:
            values.append(cached(word[0]))
        except InvalidNumber as error:
            source.fault(word.start(), str(error), hint)
    surplus = next(words, None)
    if surplus is not None:
        source.fault(surplus.start(), f"{needed}; the file has {count + 1 + sum(1 for _ in words)}")
    elif found < count:
        source.fault(len(source.text.rstrip()), f"{needed}; the file has {found}")
    return values


def _places_in_file(shape: Sequence[int]) -> list[int]:
    """Where in a file each profile stands, for the profiles in the order of `StrategicGame.profiles`."""
    places, stride = [0], 1
    for size in shape:
        places = [place + action * stride for place in places for action in range(size)]
        stride *= size
    return places


def _by(shape: Sequence[int]) -> str:
    return " x ".join(map(str, shape[:8])) + (" x ..." if len(shape) > 8 else "")
