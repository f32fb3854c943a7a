"""Potential games: one function of the profiles whose changes stand for every player's gains; or the cycle against it.

A function P of the pure profiles is, if for every profile and every change of a single player's action (Monderer and
Shapley 1996, Games and Economic Behavior 14):

- an *exact potential*: the player's gain equals the change of P;
- an *ordinal potential*: the gain is positive exactly where the change of P is;
- a *generalized ordinal potential*: where the gain is positive, so is the change of P.

Each asks less than the one before, and a maximum of any of them is a pure equilibrium. An exact potential is ruled
out by four profiles, in which two players change their actions in turn and back, around which the gains do not add up
to zero (theorem 2.8 there); an ordinal one by a cycle of changes, none of which is a loss and one a gain (Voorneveld
and Norde 1997, Games and Economic Behavior 19); a generalized ordinal one by a cycle of gains (lemma 2.5 of the first).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from itertools import combinations, pairwise

from gametheory.errors import CertificateError
from gametheory.game import Profile, StrategicGame

__all__ = [
    "Cycle",
    "Potential",
    "certify",
    "exact_potential",
    "generalized_ordinal_potential",
    "ordinal_potential",
]


@dataclass(frozen=True, slots=True)
class Potential:
    """A potential of a game.

    Attributes
    ----------
    kind : str
        "exact", "ordinal" or "generalized ordinal".
    values : tuple of Fraction
        The potential of each pure profile, in the order of `game.profiles()`.
    """

    kind: str
    values: tuple[Fraction, ...]

    def maxima(self, game: StrategicGame) -> tuple[Profile, ...]:
        """The profiles of greatest potential; each is a pure equilibrium."""
        most = max(self.values)
        return tuple(profile for profile, value in zip(game.profiles(), self.values, strict=True) if value == most)


@dataclass(frozen=True, slots=True)
class Cycle:
    """Why a game has no potential of a kind: profiles, each a change of one player's action from the one before.

    Attributes
    ----------
    kind : str
        The kind of potential that it rules out.
    profiles : tuple of tuple of int
        The profiles in turn; the last is followed by the first.
    gains : tuple of Fraction
        What each change yields the player who makes it; the last leads back to the first profile.
    """

    kind: str
    profiles: tuple[Profile, ...]
    gains: tuple[Fraction, ...]


def exact_potential(game: StrategicGame) -> Potential | Cycle:
    """The exact potential that is zero at the first profile, or four profiles around which gains do not add to zero."""
    for cycle in _squares(game):
        if sum(cycle.gains):
            return cycle
    # Every profile is reached from the first by changing one player's action after another.
    values = []
    for profile in game.profiles():
        steps = [(*profile[:player], *(0 for _ in profile[player:])) for player in range(len(profile) + 1)]
        values.append(sum((_gain(game, here, there) for here, there in pairwise(steps) if here != there), Fraction(0)))
    return _certified(game, Potential("exact", tuple(values)))


def ordinal_potential(game: StrategicGame) -> Potential | Cycle:
    """An ordinal potential in whole numbers from zero, or a cycle of changes without a loss and with a gain."""
    # Profiles that a player's indifference joins must have the same potential; a gain must lead to a higher one.
    group = _indifference_groups(game)
    members: dict[Profile, list[Profile]] = {}
    for profile, head in group.items():
        members.setdefault(head, []).append(profile)
    rises = {
        (group[here], group[there]): (here, there) for here, there in _changes(game) if _gain(game, here, there) > 0
    }
    try:
        levels = _levels(members, rises)
    except CycleError as error:
        heads = error.args[1]
        steps = [rises[pair] for pair in pairwise(heads)]
        route: list[Profile] = []
        for (_, arrived), (leaving, _) in zip([steps[-1], *steps[:-1]], steps, strict=True):
            route += _indifferent_path(game, arrived, leaving)
        return _certified(game, _cycle(game, "ordinal", route))
    return _certified(game, Potential("ordinal", tuple(levels[group[profile]] for profile in game.profiles())))


def generalized_ordinal_potential(game: StrategicGame) -> Potential | Cycle:
    """A generalized ordinal potential in whole numbers from zero, or a cycle of gains."""
    rises = {(here, there): (here, there) for here, there in _changes(game) if _gain(game, here, there) > 0}
    try:
        levels = _levels(game.profiles(), rises)
    except CycleError as error:
        return _certified(game, _cycle(game, "generalized ordinal", error.args[1][:-1]))
    return _certified(game, Potential("generalized ordinal", tuple(levels[profile] for profile in game.profiles())))


def certify(game: StrategicGame, answer: Potential | Cycle) -> None:
    """Check a potential against every change of one player's action, or a cycle against what it must show.

    Raises
    ------
    CertificateError
        If it does not hold.
    """
    if isinstance(answer, Potential):
        holds = all(
            _agrees(
                answer.kind,
                _gain(game, here, there),
                answer.values[game.position(there)] - answer.values[game.position(here)],
            )
            for here, there in _changes(game)
        )
    else:
        true_gains = _cycle(game, answer.kind, answer.profiles).gains
        holds = true_gains == answer.gains and _rules_out(answer.kind, answer.gains)
    if not holds:
        raise CertificateError(f"a {answer.kind} {type(answer).__name__.lower()} fails its certificate")


def _agrees(kind: str, gain: Fraction, rise: Fraction) -> bool:
    if kind == "exact":
        return gain == rise
    return (gain > 0) == (rise > 0) if kind == "ordinal" else gain <= 0 or rise > 0


def _rules_out(kind: str, gains: tuple[Fraction, ...]) -> bool:
    if kind == "exact":
        return sum(gains) != 0
    return min(gains) >= 0 < max(gains) if kind == "ordinal" else min(gains) > 0


def _certified(game: StrategicGame, answer: Potential | Cycle) -> Potential | Cycle:
    certify(game, answer)
    return answer


def _squares(game: StrategicGame) -> Iterator[Cycle]:
    """The cycles of four profiles in which two players change to their next action and back, all others staying.

    Around any other square the gains add up to the sum of those around some of these.
    """
    for first, second in combinations(range(len(game.players)), 2):
        for start in game.profiles():
            if start[first] + 1 < game.shape[first] and start[second] + 1 < game.shape[second]:
                across, up = _next(start, first), _next(start, second)
                yield _cycle(game, "exact", [start, across, _next(across, second), up])


def _next(profile: Profile, player: int) -> Profile:
    return (*profile[:player], profile[player] + 1, *profile[player + 1 :])


def _cycle(game: StrategicGame, kind: str, profiles: Sequence[Profile]) -> Cycle:
    """The profiles as a cycle, with the gain of each change."""
    gains = tuple(_gain(game, here, there) for here, there in zip(profiles, [*profiles[1:], profiles[0]], strict=True))
    return Cycle(kind, tuple(profiles), gains)


def _gain(game: StrategicGame, here: Profile, there: Profile) -> Fraction:
    """What the one player whose action differs gains by the change."""
    changed = [player for player, (one, other) in enumerate(zip(here, there, strict=True)) if one != other]
    if len(changed) != 1:
        raise CertificateError(f"{len(changed)} players change their actions between {here} and {there}")
    return game.payoff(changed[0], there) - game.payoff(changed[0], here)


def _changes(game: StrategicGame) -> Iterator[tuple[Profile, Profile]]:
    """Every change of one player's action."""
    for profile in game.profiles():
        for player, size in enumerate(game.shape):
            for action in range(size):
                if action != profile[player]:
                    yield profile, (*profile[:player], action, *profile[player + 1 :])


def _levels(nodes: Iterable[Profile], rises: Iterable[tuple[Profile, Profile]]) -> dict[Profile, Fraction]:
    """For each node the length of the longest way up to it; raises graphlib's `CycleError` where a way leads back."""
    below: dict[Profile, list[Profile]] = {node: [] for node in nodes}
    for lower, upper in rises:
        below[upper].append(lower)
    levels: dict[Profile, Fraction] = {}
    for node in TopologicalSorter(below).static_order():
        levels[node] = max((levels[lower] + 1 for lower in below[node]), default=Fraction(0))
    return levels


def _indifference_groups(game: StrategicGame) -> dict[Profile, Profile]:
    """For each profile the first of those that changes without gain or loss join to it."""
    group: dict[Profile, Profile] = {}
    for profile in game.profiles():
        if profile not in group:
            group |= dict.fromkeys(_indifferent_from(game, profile), profile)
    return group


def _indifferent_from(game: StrategicGame, start: Profile) -> dict[Profile, Profile]:
    """The profiles that changes without gain or loss reach, each with the one before it on a shortest way."""
    before = {start: start}
    queue = [start]
    for here in queue:  # grows while it is walked
        for player, size in enumerate(game.shape):
            for action in range(size):
                there = (*here[:player], action, *here[player + 1 :])
                if there not in before and game.payoff(player, here) == game.payoff(player, there):
                    before[there] = here
                    queue.append(there)
    return before


def _indifferent_path(game: StrategicGame, start: Profile, end: Profile) -> list[Profile]:
    """A shortest way from one profile to another, both included, by changes without gain or loss."""
    before = _indifferent_from(game, start)
    path = [end]
    while path[-1] != start:
        path.append(before[path[-1]])
    return path[::-1]
