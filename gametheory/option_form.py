"""Conflicts in option form: yes-or-no options with owners, patterns that cannot occur, and moves that stay.

A state in option form says of every option whether its owner takes it (Y) or not (N); with k options there are 2^k of
them, less those that are infeasible. A *pattern* such as ``"Y - N -"`` stands for all states with these letters, a dash
being either. A player moves by changing as many of its own options as it likes at once, to a feasible state (Howard
1971, Paradoxes of Rationality; Fraser and Hipel 1984, Conflict Analysis; Fang, Hipel and Kilgour 1993, section 2.3).

A state is held as an integer whose bit k is option k, and states are numbered in ascending order of these integers, so
that the first option changes fastest, as in the literature. Merged states come last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gametheory.errors import InvalidGame, TooLarge, UnknownName
from gametheory.graph_model import MOST_MOVES, Graphs

__all__ = ["MOST_COMPARISONS", "MOST_OPTIONS", "MOST_STATES", "OptionForm", "Pattern", "read_pattern"]

MOST_STATES = 50_000
"""The most feasible combinations of options that a model may have."""

MOST_OPTIONS = 64
"""The most options of all players together."""

MOST_COMPARISONS = 10_000_000
"""The most comparisons of a state with a pattern that are made before a model is given up as too large."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """The combinations with `value` on the options of `mask`."""

    mask: int
    value: int

    def __contains__(self, code: int) -> bool:
        return code & self.mask == self.value


@dataclass(frozen=True, slots=True)
class OptionForm:
    """Who has which options, what cannot be, what cannot be undone, and what cannot be told apart.

    Attributes
    ----------
    options : mapping from str to tuple of str
        Each player's options; together in this order they are the letters of a pattern. Names are distinct throughout.
    infeasible : tuple of str
        Patterns that cannot occur.
    irreversible : mapping from str to str
        For some options the letter from which there is no return: ``"Y"`` for one that cannot be dropped once it is
        taken, ``"N"`` for one that cannot be taken once it is dropped.
    merged : tuple of str
        Patterns whose combinations are one state, as nothing that matters tells them apart.

    Raises
    ------
    InvalidGame
        If a name repeats, a pattern does not fit the options, nothing is feasible, or two merged patterns overlap.
    UnknownName
        If an irreversible option does not exist.
    TooLarge
        If there are more than `MOST_OPTIONS` options, or more than `MOST_STATES` combinations are feasible, or they
        cannot be listed with `MOST_COMPARISONS`.
    """

    options: Mapping[str, tuple[str, ...]]
    infeasible: tuple[str, ...] = ()
    irreversible: Mapping[str, str] = field(default_factory=dict)
    merged: tuple[str, ...] = ()
    codes: tuple[tuple[int, ...], ...] = field(init=False, repr=False, compare=False)
    """For each state the combinations that it stands for."""
    _state_of: Mapping[int, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        seen: dict[str, str] = {}
        for player, options in self.options.items():
            for option in options:
                if option in seen:
                    raise InvalidGame(f"the option {option!r} of {player!r} is one of {seen[option]!r} already")
                seen[option] = player
        if not seen:
            raise InvalidGame("a conflict in option form needs at least one option")
        if len(seen) > MOST_OPTIONS:
            raise TooLarge(f"{len(seen)} options are too many; {MOST_OPTIONS} are the most")
        for option, letter in self.irreversible.items():
            if option not in seen:
                raise UnknownName("option", option, seen)
            if letter not in {"Y", "N"}:
                raise InvalidGame(f"the irreversible option {option!r} stays at Y or at N, not at {letter!r}")
        excluded = [self.pattern(text) for text in self.infeasible]
        feasible = tuple(_feasible(len(seen), excluded))
        if not feasible:
            raise InvalidGame("the infeasible patterns leave no state")
        groups: list[list[int]] = [[] for _ in self.merged]
        alone: list[tuple[int, ...]] = []
        merged = [self.pattern(text) for text in self.merged]
        if len(merged) * len(feasible) > MOST_COMPARISONS:
            raise TooLarge(f"{len(merged)} merged patterns are too many for {len(feasible)} combinations of options")
        for code in feasible:
            matching = [number for number, pattern in enumerate(merged) if code in pattern]
            if len(matching) > 1:
                first, second = (self.merged[number] for number in matching[:2])
                raise InvalidGame(f"the merged patterns {first!r} and {second!r} overlap")
            if matching:
                groups[matching[0]].append(code)
            else:
                alone.append((code,))
        for text, group in zip(self.merged, groups, strict=True):
            if not group:
                raise InvalidGame(f"no feasible state matches the merged pattern {text!r}")
        codes = (*alone, *map(tuple, groups))
        object.__setattr__(self, "codes", codes)
        object.__setattr__(self, "_state_of", {code: state for state, group in enumerate(codes) for code in group})

    @property
    def names(self) -> tuple[str, ...]:
        """Every option, in the order of the letters of a pattern."""
        return tuple(option for options in self.options.values() for option in options)

    @property
    def states(self) -> tuple[str, ...]:
        """The states by name: the letters of one combination, or a merged pattern, without spaces."""
        alone = len(self.codes) - len(self.merged)
        count = len(self.names)
        letters = tuple(_letters(group[0], count) for group in self.codes[:alone])
        return letters + tuple("".join(text.split()) for text in self.merged)

    def pattern(self, text: str) -> Pattern:
        """The pattern that `text` spells (see `read_pattern`)."""
        return read_pattern(text, self.names)

    def matching(self, text: str) -> tuple[int, ...]:
        """The states all of whose combinations lie in the pattern that `text` spells, ascending."""
        pattern = self.pattern(text)
        if pattern.mask == (1 << len(self.names)) - 1:  # spelt out, so there is no need to look through all states
            state = self._state_of.get(pattern.value)
            return () if state is None or len(self.codes[state]) > 1 else (state,)
        return tuple(state for state, group in enumerate(self.codes) if all(code in pattern for code in group))

    def moves(self) -> Graphs:
        """Each player's moves: from each state to the states that differ in the player's own options alone.

        Raises
        ------
        TooLarge
            If there are more than `gametheory.graph_model.MOST_MOVES`.
        """
        left = MOST_MOVES
        stay_taken, stay_dropped = self._one_way("Y"), self._one_way("N")
        graphs = []
        for own in self._masks():
            alike: dict[int, list[int]] = {}
            for code in self._state_of:
                alike.setdefault(code & ~own, []).append(code)
            left -= sum(len(group) * (len(group) - 1) for group in alike.values())
            if left < 0:
                raise TooLarge(f"there are more than {MOST_MOVES} moves between the {len(self.codes)} states")
            targets: list[set[int]] = [set() for _ in self.codes]
            for code, state in self._state_of.items():
                held, barred = code & stay_taken, ~code & stay_dropped
                targets[state].update(
                    self._state_of[other] for other in alike[code & ~own] if not held & ~other and not barred & other
                )
                targets[state].discard(state)
            graphs.append(tuple(tuple(sorted(reached)) for reached in targets))
        return tuple(graphs)

    def profiles(self) -> tuple[tuple[tuple[int, ...], ...], ...]:
        """For each state the combinations that it stands for, each as one integer a player, over its own options."""
        masks = self._masks()
        shifts = [(mask & -mask).bit_length() - 1 if mask else 0 for mask in masks]
        return tuple(
            tuple(tuple((code & mask) >> shift for mask, shift in zip(masks, shifts, strict=True)) for code in group)
            for group in self.codes
        )

    def _masks(self) -> list[int]:
        masks, start = [], 0
        for options in self.options.values():
            masks.append(((1 << len(options)) - 1) << start)
            start += len(options)
        return masks

    def _one_way(self, letter: str) -> int:
        return sum(1 << bit for bit, option in enumerate(self.names) if self.irreversible.get(option) == letter)


def read_pattern(text: str, options: Sequence[str]) -> Pattern:
    """The pattern that `text` spells, such as ``"Y - N -"``; spaces do not count.

    Raises
    ------
    InvalidGame
        If there is not one letter an option, or one is not Y, N or a dash.
    """
    letters = "".join(text.split())
    for place, letter in enumerate(letters, 1):
        if letter not in "YN-":
            raise InvalidGame(f"the pattern {text!r} has {letter!r} in place {place}; only Y, N and - may stand there")
    if len(letters) != len(options):
        raise InvalidGame(
            f"the pattern {text!r} has {len(letters)} letters; there are {len(options)} options ({', '.join(options)})"
        )
    mask = sum(1 << bit for bit, letter in enumerate(letters) if letter != "-")
    return Pattern(mask, sum(1 << bit for bit, letter in enumerate(letters) if letter == "Y"))


def _feasible(count: int, excluded: Sequence[Pattern]) -> Iterator[int]:
    """The combinations of `count` options in no excluded pattern, ascending.

    Options are decided from the last to the first; a branch ends as soon as all that a pattern asks for is met.
    """
    if any(not pattern.mask for pattern in excluded):
        return
    deciding: list[list[Pattern]] = [[] for _ in range(count)]
    for pattern in excluded:
        deciding[(pattern.mask & -pattern.mask).bit_length() - 1].append(pattern)
    waiting = [(count, 0)]
    comparisons = found = 0
    while waiting:
        bit, code = waiting.pop()
        if bit == 0:
            found += 1
            if found > MOST_STATES:
                raise TooLarge(f"more than {MOST_STATES} of the 2^{count} combinations of options are feasible")
            yield code
            continue
        bit -= 1
        comparisons += 2 * (1 + len(deciding[bit]))
        if comparisons > MOST_COMPARISONS:
            raise TooLarge(
                f"the feasible among the 2^{count} combinations of options cannot be listed with {MOST_COMPARISONS} "
                "comparisons; options that occur in one pattern should be close together"
            )
        for taken in (code | 1 << bit, code):  # the last one in is the first one out, and N comes before Y
            if not any(taken in pattern for pattern in deciding[bit]):
                waiting.append((bit, taken))


def _letters(code: int, count: int) -> str:
    return "".join("Y" if code >> bit & 1 else "N" for bit in range(count))
