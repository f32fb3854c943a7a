"""Preferences over the states of a conflict in option form: by statements in order of priority, or by levels.

*Option prioritisation*: a player's preferences are a list of statements about options, the most important first. Of two
states the player prefers the one at which the first statement that tells them apart is true; states that no statement
tells apart tie (Hipel, Fang and Kilgour 1997, Group Decision and Negotiation 6; Peng 1999). With k statements this is
the order of the sums of 2^(k - j) over the true statements j.

A statement joins names of options by ``not``, ``and``, ``or``, ``if`` and ``iff``, in descending order of binding, with
parentheses: ``insist if not accept``. ``A if B`` is false only where B holds and A does not; ``A iff B`` is true where
both hold or neither does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from gametheory.errors import InvalidGame, TooLarge, UnknownName
from gametheory.graph_model import GraphModel, dense_ranks
from gametheory.option_form import MOST_COMPARISONS, OptionForm

__all__ = ["graph_model", "ranks_by_levels", "ranks_by_priorities", "truth"]

MOST_DEPTH = 50
"""How deep a statement may be nested."""

MOST_WORDS = 400
"""The most words, parentheses included, of a statement."""

_WORD = re.compile(r"\s*([()]|[^\s()]+)")
_JOINTS = ("iff", "if", "or", "and")
_KEYWORDS = {*_JOINTS, "not", "(", ")"}

Holds = Callable[[int], bool]


def graph_model(form: OptionForm, ranks: Mapping[str, tuple[int, ...]], status_quo: str | None = None) -> GraphModel:
    """The conflict as a graph model.

    Parameters
    ----------
    form : OptionForm
        Options, states and moves.
    ranks : mapping from str to tuple of int
        Each player's rank of each state, as `ranks_by_levels` and `ranks_by_priorities` give it.
    status_quo : str, optional
        A pattern that one state matches.

    Raises
    ------
    UnknownName
        If somebody is ranked for who is no player.
    InvalidGame
        If a player has no ranks, or the status quo is not one state.
    """
    for player in ranks:
        if player not in form.options:
            raise UnknownName("player", player, form.options)
    for player in form.options:
        if player not in ranks:
            raise InvalidGame(f"{player!r} has no preferences")
    start = None
    if status_quo is not None:
        matching = form.matching(status_quo)
        if len(matching) != 1:
            raise InvalidGame(f"the status quo is one state; {len(matching)} match {status_quo!r}")
        start = matching[0]
    return GraphModel(
        tuple(form.options),
        form.states,
        form.moves(),
        tuple(ranks[player] for player in form.options),
        form.profiles(),
        status_quo=start,
    )


def ranks_by_levels(form: OptionForm, levels: Sequence[str | Sequence[str]]) -> tuple[int, ...]:
    """The ranks of the states where they are listed from best to worst.

    Parameters
    ----------
    form : OptionForm
        The conflict.
    levels : sequence of str or of sequences of str
        Each level is a pattern, or several of them; all the states that match tie.

    Raises
    ------
    InvalidGame
        If a state is in two levels or in none, or a pattern matches none.
    TooLarge
        If there are too many patterns for so many states.
    """
    _check_size(form, sum("-" in text for level in levels for text in ([level] if isinstance(level, str) else level)))
    place: dict[int, int] = {}
    states = form.states
    for number, level in enumerate(levels):
        for text in (level,) if isinstance(level, str) else level:
            matching = form.matching(text)
            if not matching:
                raise InvalidGame(f"no feasible state matches {text!r}")
            for state in matching:
                if place.setdefault(state, number) != number:
                    raise InvalidGame(
                        f"the state {states[state]} is in level {place[state] + 1} of this ranking, and by {text!r} in "
                        f"level {number + 1} too"
                    )
    missing = [name for state, name in enumerate(states) if state not in place]
    if missing:
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        raise InvalidGame(f"this ranking leaves out {', '.join(missing[:5])}{more}")
    return dense_ranks([-place[state] for state in range(len(states))])


def ranks_by_priorities(form: OptionForm, statements: Sequence[str]) -> tuple[int, ...]:
    """The ranks of the states by option prioritisation, as the head of this module defines it.

    Raises
    ------
    InvalidGame
        If a statement cannot be read, or is true of a part of a merged state only.
    UnknownName
        If a statement names no option.
    TooLarge
        If there are too many statements for so many states.
    """
    _check_size(form, len(statements))
    scores = [0] * len(form.codes)
    for statement in statements:
        holds = truth(form.names, statement)
        for state, group in enumerate(form.codes):
            true = holds(group[0])
            if any(holds(code) != true for code in group):
                raise InvalidGame(f"{statement!r} is true of a part of the merged state {form.states[state]} only")
            scores[state] = 2 * scores[state] + true
    return dense_ranks(scores)


def truth(options: Sequence[str], statement: str) -> Holds:
    """Whether a statement holds at a combination of the options, as a function of its integer.

    Raises
    ------
    InvalidGame, UnknownName
        If the statement cannot be read; the message says where.
    """
    words = _WORD.findall(statement)
    if len(words) > MOST_WORDS:
        raise InvalidGame(f"a statement has {len(words)} words; {MOST_WORDS} are the most")
    place = {option: bit for bit, option in enumerate(options)}
    position = 0

    def fault(expected: str) -> InvalidGame:
        found = repr(words[position]) if position < len(words) else "the end"
        return InvalidGame(f"in {statement!r}, {expected} was expected in place {position + 1}, not {found}")

    def joined(level: int, depth: int) -> Holds:
        nonlocal position
        if level == len(_JOINTS):
            return negated(depth)
        left = joined(level + 1, depth)
        while position < len(words) and words[position] == _JOINTS[level]:
            position += 1
            left = _combined(_JOINTS[level], left, joined(level + 1, depth))
        return left

    def negated(depth: int) -> Holds:
        nonlocal position
        turned = False
        while position < len(words) and words[position] == "not":
            position += 1
            turned = not turned
        inner = single(depth)
        return (lambda code: not inner(code)) if turned else inner

    def single(depth: int) -> Holds:
        nonlocal position
        if depth > MOST_DEPTH:
            raise InvalidGame(f"a statement is nested more than {MOST_DEPTH} deep")
        if position < len(words) and words[position] == "(":
            position += 1
            inner = joined(0, depth + 1)
            if position == len(words) or words[position] != ")":
                raise fault("a closing parenthesis")
            position += 1
            return inner
        if position == len(words) or words[position] in _KEYWORDS:
            raise fault("an option")
        if words[position] not in place:
            raise UnknownName("option", words[position], place)
        bit = place[words[position]]
        position += 1
        return lambda code: bool(code >> bit & 1)

    whole = joined(0, 0)
    if position < len(words):
        raise fault("and, or, if, iff or the end")
    return whole


def _check_size(form: OptionForm, count: int) -> None:
    if count * len(form.codes) > MOST_COMPARISONS:
        raise TooLarge(f"{count} patterns or statements are too many to rank {len(form.codes)} states by")


def _combined(joint: str, left: Holds, right: Holds) -> Holds:
    if joint == "and":
        return lambda code: left(code) and right(code)
    if joint == "or":
        return lambda code: left(code) or right(code)
    if joint == "if":
        return lambda code: left(code) or not right(code)
    return lambda code: left(code) == right(code)
