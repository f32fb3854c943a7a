r"""Gambit's extensive games (``.efg``): trees of moves with information sets, chance and outcomes.

A file reads, white space aside, one node after the other in preorder::

    EFG 2 R "title" { "player" ... } "comment"
    c "node" 1 "set" { "event" 1/2 "event" 1/2 } 0
    p "node" 1 1 "set" { "action" "action" } 0
    t "node" 1 "outcome" { 3, 4 }

``c`` is a move of chance: its information set's number, name and events with their probabilities, and an outcome.
``p`` is a move: the number of the player, of the information set among the player's, its name and actions, and an
outcome. ``t`` is an end, with an outcome. An outcome is its number, name and payoffs; the number 0 alone stands for
none. The name and the list of a set, and of an outcome, may be left out where an earlier node has given them; the
comment may be left out, and ``D`` may stand for ``R``.

Outcomes at moves are paid on the way: they are added to the payoffs of all ends below, which makes the same game. Names
of nodes at which somebody moves, and the title, are not kept. An end is called by its outcome, or where that has no
name by its node. Actions and events without a name are numbered. What is written is read back as it was, but for the
profile of a stage game that an end may stand for, which the format cannot hold.

Source: the Gambit Project, *Gambit: Software Tools for Game Theory*, "Game representation formats".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from gametheory.errors import InvalidGame, InvalidNumber, TooLarge
from gametheory.exact import MOST_DIGITS, exact
from gametheory.tree import LARGEST_TREE, ExtensiveGame
from gametheory.tree_nodes import Chance, InformationSet, Move, Node, Terminal
from payoffs.errors import Fault, ScenarioError
from payoffs.interchange.gambit_tokens import Tokens, in_braces, in_quotes
from payoffs.interchange.text import MOST_PAYOFFS, Place, SourceText, check_names, quoted

__all__ = ["format_efg", "parse_efg"]

_MOST_DIGITS_OF_A_NUMBER = 9
_TOO_LONG = 10**MOST_DIGITS


def parse_efg(text: str, name: str = "<text>") -> ExtensiveGame:
    """The game that the text of an ``.efg`` file describes.

    Parameters
    ----------
    text : str
        The file's content.
    name : str
        What messages call the file.

    Raises
    ------
    ScenarioError
        If the text does not describe a game; with line and column where the fault is at one place.
    """
    source = SourceText(text, name)
    tokens = Tokens(source)
    players = _read_head(tokens)
    nodes = _Reader(tokens, players).read()
    try:
        return ExtensiveGame(tuple(players), *nodes)
    except (InvalidGame, TooLarge) as error:  # what no single node shows: a player who would forget
        raise ScenarioError([Fault(name, None, None, str(error))]) from error


def format_efg(game: ExtensiveGame, title: str = "") -> str:
    """The game as the text of an ``.efg`` file, one node a line; `parse_efg` gives it back.

    Raises
    ------
    InvalidGame
        If a name holds a NUL or a lone surrogate, or a number has too many digits to be read back.
    """
    _check_writable(game, title)
    lines = [f"EFG 2 R {in_quotes(title)} {in_braces(map(in_quotes, game.players))}", '""', ""]
    numbers: dict[int, int] = {}
    for player in range(len(game.players)):
        numbers |= {own: place for place, own in enumerate(game.player_sets(player), 1)}
    outcomes: dict[tuple[str, tuple[Fraction, ...]], int] = {}
    chances = 0
    for node in game.nodes:
        if isinstance(node, Terminal):
            number = outcomes.setdefault((node.name, node.payoffs), len(outcomes) + 1)
            lines.append(f't "" {number} {in_quotes(node.name)} {{ {", ".join(map(str, node.payoffs))} }}')
        elif isinstance(node, Chance):
            chances += 1
            pairs = zip(node.events, node.probabilities, strict=True)
            events = in_braces(f"{in_quotes(event)} {probability}" for event, probability in pairs)
            lines.append(f'c "" {chances} "" {events} 0')
        else:
            entry = game.information_sets[node.information_set]
            actions = in_braces(map(in_quotes, entry.actions))
            number = numbers[node.information_set]
            lines.append(f'p "" {entry.player + 1} {number} {in_quotes(entry.name)} {actions} 0')
    return "\n".join([*lines, ""])


def _read_head(tokens: Tokens) -> list[str]:
    if tokens.value == "NFG":
        tokens.source.fail(
            tokens.offset, "this is a strategic game (payoffs without moves); a tree is needed", "name it .nfg"
        )
    for allowed in (("EFG",), ("2",), ("R", "D")):
        if tokens.kind != "word" or tokens.value not in allowed:
            tokens.wrong(f"{' or '.join(allowed)} (an extensive game begins with EFG 2 R)")
        tokens.advance()
    tokens.take("text", "the title in quotes")
    tokens.take_mark("{", "the list of players")
    players: list[Place] = []
    while tokens.kind == "text":
        offset, player = tokens.take("text", "a player")
        players.append((offset, player if player.strip() else f"player_{len(players) + 1}"))
    if not players:
        tokens.wrong("the name of a player in quotes")
    tokens.take_mark("}", "the list of players")
    tokens.source.check_distinct(players, "two players")
    if tokens.kind == "text":
        tokens.advance()  # the comment
    tokens.source.check()
    return [player for _, player in players]


@dataclass(slots=True)
class _Outcome:
    name: str
    payoffs: tuple[Fraction, ...]


@dataclass(slots=True)
class _Reader:
    """Reads the nodes of a tree, and remembers what earlier nodes said of sets and outcomes."""

    tokens: Tokens
    players: list[str]
    entries: list[InformationSet] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    sets: dict[tuple[int, int], int] = field(default_factory=dict)
    chances: dict[int, Chance] = field(default_factory=dict)
    outcomes: dict[int, _Outcome] = field(default_factory=dict)

    def read(self) -> tuple[tuple[InformationSet, ...], tuple[Node, ...]]:
        """The information sets and the nodes, to the end of the file."""
        tokens = self.tokens
        most = min(LARGEST_TREE, MOST_PAYOFFS // len(self.players))
        nothing = (Fraction(0),) * len(self.players)
        # What has been paid on the way to each branch that is still to be read, the next one last.
        ahead = [nothing]
        while ahead:
            if tokens.kind != "word" or tokens.value not in {"c", "p", "t"}:
                many = f"{len(ahead)} branches lead" if len(ahead) > 1 else "one branch leads"
                tokens.wrong(f"c, p or t (a node: {many} to no node yet)")
            if len(self.nodes) >= most:
                tokens.source.fail(tokens.offset, f"the tree has more than {most:,} nodes, the most that are read")
            kind = tokens.value
            tokens.advance()
            _, label = tokens.take("text", "the name of the node in quotes")
            paid = ahead.pop()
            branches = self._chance() if kind == "c" else self._move() if kind == "p" else 0
            outcome = self._outcome()
            if any(outcome.payoffs):
                paid = tuple(before + here for before, here in zip(paid, outcome.payoffs, strict=True))
            if kind == "t":
                self.nodes.append(Terminal(paid, name=outcome.name or label))
            ahead += [paid] * branches
        if tokens.kind != "end":
            tokens.source.fail(
                tokens.offset, f"the tree is whole after {len(self.nodes)} nodes, but {quoted(tokens.value)} follows"
            )
        tokens.source.check()
        return tuple(self.entries), tuple(self.nodes)

    def _chance(self) -> int:
        tokens, source = self.tokens, self.tokens.source
        start = tokens.offset
        number = self._number("the number of the information set")
        if tokens.kind == "text":
            tokens.advance()
        if tokens.at("{"):
            names, probabilities = self._list("events of chance", self._probability)
            if sum(probabilities) != 1:
                source.fault(start, f"the probabilities sum to {sum(probabilities)}, not to 1")
                probabilities = [Fraction(1), *[Fraction(0)] * (len(names) - 1)]
            here = Chance(tuple(names), tuple(probabilities))
            if self.chances.setdefault(number, here) != here:
                source.fault(start, f"information set {number} of chance has had other events or probabilities before")
        elif number not in self.chances:
            tokens.wrong("the '{' of the events of chance, which no earlier node has given,")
        self.nodes.append(self.chances[number])
        return len(self.chances[number].events)

    def _move(self) -> int:
        tokens, source = self.tokens, self.tokens.source
        start = tokens.offset
        player = self._number("the number of the player") - 1
        if not 0 <= player < len(self.players):
            source.fail(start, f"there is no player {player + 1}; they are numbered from 1 to {len(self.players)}")
        start = tokens.offset
        number = self._number("the number of the information set")
        name = None
        if tokens.kind == "text":
            _, name = tokens.take("text", "the name of the information set")
        index = self.sets.setdefault((player, number), len(self.entries))
        if tokens.at("{"):
            actions, _ = self._list("actions", None)
            if index == len(self.entries):
                self.entries.append(InformationSet(name or "", player, tuple(actions)))
            elif self.entries[index].actions != tuple(actions):
                source.fail(
                    start,
                    f"information set {number} of {quoted(self.players[player])} offers {len(actions)} actions here, "
                    "and other ones at an earlier node",
                )
        elif index == len(self.entries):
            tokens.wrong("the '{' of the actions, which no earlier node has given,")
        self.nodes.append(Move(index))
        return len(self.entries[index].actions)

    def _outcome(self) -> _Outcome:
        tokens, source = self.tokens, self.tokens.source
        start = tokens.offset
        number = self._number("the number of the outcome")
        if tokens.kind != "text":
            if number == 0:
                return _Outcome("", (Fraction(0),) * len(self.players))
            if number not in self.outcomes:
                tokens.wrong(f"the name and payoffs of outcome {number}, which no earlier node has given,")
            return self.outcomes[number]
        _, name = tokens.take("text", "the name of the outcome")
        if not tokens.at("{") and number in self.outcomes:
            return self.outcomes[number]
        tokens.take_mark("{", "the payoffs")
        payoffs: list[Fraction] = []
        while tokens.kind == "word":
            payoffs.append(self._value(lambda word: exact(word, "the payoff")))
            if tokens.at(","):
                tokens.advance()
        tokens.take_mark("}", "the payoffs")
        if len(payoffs) != len(self.players):
            source.fail(
                start, f"outcome {number} needs {len(self.players)} payoffs, one a player; it has {len(payoffs)}"
            )
        here = _Outcome(name, tuple(payoffs))
        if number and self.outcomes.setdefault(number, here) != here:
            source.fault(start, f"outcome {number} has had another name or other payoffs before")
        return here

    def _list(self, what: str, probability: Callable[[str], Fraction] | None) -> tuple[list[str], list[Fraction]]:
        tokens = self.tokens
        tokens.take_mark("{", f"the {what}")
        names: list[Place] = []
        probabilities: list[Fraction] = []
        while tokens.kind == "text":
            offset, name = tokens.take("text", "a name")
            names.append((offset, name if name.strip() else str(len(names) + 1)))
            if len(names) > LARGEST_TREE:
                tokens.source.fail(offset, f"a node has more than {LARGEST_TREE:,} branches, the most that are read")
            if probability is not None:
                if tokens.kind != "word":
                    tokens.wrong("a probability")
                probabilities.append(self._value(probability))
        if not names:
            tokens.wrong("a name in quotes")
        tokens.take_mark("}", f"the {what}")
        if probability is None and len({name for _, name in names}) < len(names):
            tokens.source.check_distinct(names, f"two {what}")
            tokens.source.check()
        return [name for _, name in names], probabilities

    def _probability(self, word: str) -> Fraction:
        probability = exact(word, "the probability")
        if probability < 0:
            raise InvalidNumber(f"the probability is {probability}, below zero")
        return probability

    def _number(self, what: str) -> int:
        """A whole number, such as counts players and sets; Gambit starts at 1, and at 0 for outcomes."""
        offset, word = self.tokens.take("word", what)
        if not (word.isascii() and word.isdigit()) or len(word) > _MOST_DIGITS_OF_A_NUMBER:
            self.tokens.source.fail(offset, f"{what} should be a whole number, but it is {quoted(word)}")
        return int(word)

    def _value(self, read: Callable[[str], Fraction]) -> Fraction:
        offset, word = self.tokens.take("word", "a number")
        try:
            return read(word)
        except InvalidNumber as error:
            self.tokens.source.fault(offset, str(error))
            return Fraction(0)


def _check_writable(game: ExtensiveGame, title: str) -> None:
    names = [title, *game.players]
    numbers: list[Fraction] = []
    for entry in game.information_sets:
        names += [entry.name, *entry.actions]
    for node in game.nodes:
        if isinstance(node, Terminal):
            names.append(node.name)
            numbers += node.payoffs
        elif isinstance(node, Chance):
            names += node.events
            numbers += node.probabilities
    check_names(names)
    if any(abs(number.numerator) >= _TOO_LONG or number.denominator >= _TOO_LONG for number in numbers):
        raise InvalidNumber(f"a number of this tree has more than {MOST_DIGITS} digits: it would not be read back")
