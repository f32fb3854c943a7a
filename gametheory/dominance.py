"""Dominant and dominated actions, by pure and by mixed strategies, each with its exact certificate.

A mixed strategy *strictly dominates* an action when it yields its player more against every profile of the others'
actions; it *weakly dominates* one when it never yields less and somewhere yields more. An action that no mixed strategy
strictly dominates is a best response to some belief about the others, who may be believed to correlate their choices
(Pearce 1984, Econometrica 52, lemma 3): so each action has either a dominating mixture or a belief to show, and a
linear program finds it. An action is *dominant* when it alone dominates each of its player's other actions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from gametheory.game import Profile, StrategicGame
from gametheory.linear_program import Constraints, Optimum, maximize

__all__ = [
    "Alive",
    "Belief",
    "Dominance",
    "DominantAction",
    "Domination",
    "action_lines",
    "dominance",
    "dominant_actions",
    "gains_over",
    "holds",
    "justify",
    "weak_domination",
    "weakly_dominating",
]

Mixture = tuple[Fraction, ...]
Alive = Sequence[Sequence[int]]
"""For each player the indices of the actions that are still considered."""

Lines = Sequence[Sequence[Fraction]]


@dataclass(frozen=True, slots=True)
class Domination:
    """A mixed strategy that dominates an action.

    Attributes
    ----------
    player, action : str
        The dominated action and its player.
    mixture : tuple of Fraction
        The dominating strategy: a probability for each of the player's actions.
    margin : Fraction
        How much more it yields: for strict dominance the least gain over the others' profiles, for weak dominance the
        sum of the gains. No action that dominates has a greater one, nor, where no action does, any mixture.
    strict : bool
        Whether the dominance is strict.
    """

    player: str
    action: str
    mixture: Mixture
    margin: Fraction
    strict: bool

    @property
    def pure(self) -> bool:
        """Whether a single action dominates."""
        return max(self.mixture) == 1

    def to_dict(self, game: StrategicGame) -> dict[str, Any]:
        """JSON-ready data, with fractions as strings."""
        names = game.actions[game.players.index(self.player)]
        return {
            "player": self.player,
            "action": self.action,
            "strict": self.strict,
            "mixture": {name: str(weight) for name, weight in zip(names, self.mixture, strict=True) if weight},
            "margin": str(self.margin),
        }


@dataclass(frozen=True, slots=True)
class DominantAction:
    """An action that dominates each of its player's other actions, strictly or weakly."""

    player: str
    action: str
    strict: bool


@dataclass(frozen=True, slots=True)
class Belief:
    """Why an action is not strictly dominated: what one may believe of the others so that it is a best response.

    Attributes
    ----------
    player, action : str
        The justified action and its player.
    probabilities : tuple of (tuple of int, Fraction)
        The others' profiles of positive probability. A profile holds one action index for each other player, in order.
    """

    player: str
    action: str
    probabilities: tuple[tuple[Profile, Fraction], ...]

    def to_dict(self, game: StrategicGame) -> dict[str, Any]:
        """JSON-ready data, with fractions as strings."""
        others = [names for player, names in zip(game.players, game.actions, strict=True) if player != self.player]
        players = [player for player in game.players if player != self.player]
        return {
            "player": self.player,
            "action": self.action,
            "belief": [
                {
                    "profile": {
                        player: names[action] for player, names, action in zip(players, others, profile, strict=True)
                    },
                    "probability": str(weight),
                }
                for profile, weight in self.probabilities
            ],
        }


@dataclass(frozen=True, slots=True)
class Dominance:
    """All dominance relations of a game.

    Attributes
    ----------
    dominant : tuple of DominantAction
        At most one a player; a player with a single action has none, for it has no choice.
    dominated : tuple of Domination
        One for each dominated action: strict where possible, and of that kind by a single action where possible.
    """

    dominant: tuple[DominantAction, ...]
    dominated: tuple[Domination, ...]


def dominance(game: StrategicGame) -> Dominance:
    """Every dominant and every dominated action of a game."""
    dominated: list[Domination] = []
    for index, actions in enumerate(game.actions):
        for action in range(len(actions)):
            strictly = justify(game, index, action)
            found = strictly if isinstance(strictly, Domination) else weak_domination(game, index, action)
            if found is not None:
                dominated.append(found)
    return Dominance(dominant_actions(game), tuple(dominated))


def dominant_actions(game: StrategicGame) -> tuple[DominantAction, ...]:
    """The actions that dominate each other action of their player: the only best responses to everything."""
    dominant: list[DominantAction] = []
    for index, player in enumerate(game.players):
        lines = action_lines(game, index)
        for action, name in enumerate(game.actions[index]):
            rivals = [line for other, line in enumerate(lines) if other != action]
            if rivals and all(_weakly_above(lines[action], line) for line in rivals):
                dominant.append(DominantAction(player, name, all(_above(lines[action], line) for line in rivals)))
    return tuple(dominant)


def justify(game: StrategicGame, player: int, action: int, alive: Alive | None = None) -> Belief | Domination:
    """A belief under which an action is a best response, or else a strategy that strictly dominates it.

    Parameters
    ----------
    game : StrategicGame
        The game.
    player, action : int
        Their indices.
    alive : sequence of sequence of int, optional
        The actions, by player, to which everyone is limited; by default all.
    """
    kept = _kept(game, alive)
    lines = action_lines(game, player, kept)
    own = kept[player].index(action)
    others = _others(kept, player)
    names = game.players[player], game.actions[player][action]
    above = [(min(map(Fraction.__sub__, line, lines[own])), other) for other, line in enumerate(lines)]
    margin, best = max(above, key=lambda pair: pair[0])
    if margin > 0:
        return Domination(*names, _certain(kept[player][best], game.shape[player]), margin, strict=True)
    for column, profile in enumerate(others):  # a best response to others who are certain needs no program
        if lines[own][column] == max(line[column] for line in lines):
            return Belief(*names, ((profile, Fraction(1)),))
    # With d(b, o) the gain of b over the action at o: maximise e such that e <= sum of x_b d(b, o) for every o, where
    # the x_b sum to at most one. A dual solution at e = 0 weighs the others' profiles so that no b gains.
    gains = [list(map(Fraction.__sub__, line, lines[own])) for other, line in enumerate(lines) if other != own]
    rows = [([*(-gain for gain in column), 1], 0) for column in zip(*gains, strict=True)]
    total = ([*(1 for _ in gains), 0], 1)
    found = maximize(Constraints(len(gains) + 1, [*rows, total]), [*(0 for _ in gains), 1])
    assert isinstance(found, Optimum)  # x = 0 is feasible, and e is at most the greatest gain
    if found.value:
        weights = list(found.primal[:-1])
        weights.insert(own, Fraction(0))
        return Domination(*names, _spread(weights, kept[player], game.shape[player]), found.value, strict=True)
    believed = found.dual[: len(others)]
    total_belief = sum(believed)
    return Belief(
        *names,
        tuple((profile, weight / total_belief) for profile, weight in zip(others, believed, strict=True) if weight),
    )


def weak_domination(game: StrategicGame, player: int, action: int, alive: Alive | None = None) -> Domination | None:
    """The strategy that weakly dominates an action with the greatest sum of gains; None where none does.

    Parameters
    ----------
    game, player, action, alive
        As for `justify`. Strict dominance is a kind of weak dominance.
    """
    kept = _kept(game, alive)
    lines = action_lines(game, player, kept)
    own = kept[player].index(action)
    names = game.players[player], game.actions[player][action]
    sums = [(sum(line, Fraction(0)), other) for other, line in enumerate(lines) if _weakly_above(line, lines[own])]
    if sums:
        most, best = max(sums, key=lambda pair: pair[0])
        mixture = _certain(kept[player][best], game.shape[player])
        return Domination(*names, mixture, most - sum(lines[own]), strict=False)
    for value, *others in zip(lines[own], *(line for other, line in enumerate(lines) if other != own), strict=True):
        if all(value > other for other in others):
            return None  # somewhere it alone is best
    found = _weakly_dominating(lines, _certain(own, len(lines)))
    if found is None:
        return None
    return Domination(*names, _spread(found[0], kept[player], game.shape[player]), found[1], strict=False)


def weakly_dominating(
    game: StrategicGame, player: int, strategy: Sequence[Fraction]
) -> tuple[Mixture, Fraction] | None:
    """A strategy that weakly dominates a mixed one, and the sum of its gains over the others' profiles; or None."""
    return _weakly_dominating(action_lines(game, player), strategy)


def gains_over(
    game: StrategicGame, player: int, mixture: Sequence[Fraction], action: int, alive: Alive | None = None
) -> list[Fraction]:
    """What a mixed strategy yields beyond an action, against each profile of the others' actions; knows no solver."""
    kept = _kept(game, alive)
    everything = [*kept[:player], range(game.shape[player]), *kept[player + 1 :]]
    lines = action_lines(game, player, everything)
    return list(map(Fraction.__sub__, _mixed(lines, mixture), lines[action]))


def holds(game: StrategicGame, belief: Belief, alive: Alive | None = None) -> bool:
    """Whether a belief is a distribution over the others' profiles under which its action is best; knows no solver."""
    player = game.players.index(belief.player)
    kept = _kept(game, alive)
    everything = [*kept[:player], range(game.shape[player]), *kept[player + 1 :]]
    lines = action_lines(game, player, everything)
    profiles = {profile: column for column, profile in enumerate(_others(kept, player))}
    weights = [weight for _, weight in belief.probabilities]
    if min(weights) < 0 or sum(weights) != 1 or any(profile not in profiles for profile, _ in belief.probabilities):
        return False
    expected = [
        sum((line[profiles[profile]] * weight for profile, weight in belief.probabilities), Fraction(0))
        for line in lines
    ]
    return expected[game.actions[player].index(belief.action)] == max(expected)


def action_lines(game: StrategicGame, player: int, alive: Alive | None = None) -> list[list[Fraction]]:
    """For each action of a player, what it yields against each profile of the others' actions, in the same order."""
    kept = _kept(game, alive)
    strides = [prod(game.shape[index + 1 :]) for index in range(len(game.shape))]
    steps = [[action * stride for action in actions] for actions, stride in zip(kept, strides, strict=True)]
    offsets = [sum(step) for step in product(*steps[:player], *steps[player + 1 :])]
    payoffs = game.payoffs[player]
    return [[payoffs[start + offset] for offset in offsets] for start in steps[player]]


def _weakly_dominating(lines: Lines, strategy: Sequence[Fraction]) -> tuple[Mixture, Fraction] | None:
    # Maximise the sum over the others' profiles o of the gains s(o) >= 0 that a mixture x has over the strategy.
    own = _mixed(lines, strategy)
    gains = [list(map(Fraction.__sub__, line, own)) for line in lines]
    rows = [([-gain for gain in column], 0) for column in zip(*gains, strict=True)]
    found = maximize(
        Constraints(len(lines), [*rows, ([1] * len(lines), 1)]), [sum(line, Fraction(0)) for line in gains]
    )
    assert isinstance(found, Optimum)  # x = 0 is feasible, and the mixtures are bounded
    return (found.primal, found.value) if found.value else None


def _mixed(lines: Lines, mixture: Sequence[Fraction]) -> list[Fraction]:
    played = [(line, weight) for line, weight in zip(lines, mixture, strict=True) if weight]
    return [sum((line[o] * weight for line, weight in played), Fraction(0)) for o in range(len(lines[0]))]


def _above(line: Sequence[Fraction], other: Sequence[Fraction]) -> bool:
    return all(map(Fraction.__gt__, line, other))


def _weakly_above(line: Sequence[Fraction], other: Sequence[Fraction]) -> bool:
    return all(map(Fraction.__ge__, line, other)) and line != other


def _kept(game: StrategicGame, alive: Alive | None) -> list[list[int]]:
    return [list(actions) for actions in (alive or map(range, game.shape))]


def _others(kept: Sequence[Sequence[int]], player: int) -> list[Profile]:
    """The profiles of everyone but the player, in the order of `action_lines`."""
    return list(product(*kept[:player], *kept[player + 1 :]))


def _certain(action: int, size: int) -> Mixture:
    return tuple(Fraction(index == action) for index in range(size))


def _spread(mixture: Sequence[Fraction], actions: Sequence[int], size: int) -> Mixture:
    weights = dict(zip(actions, mixture, strict=True))
    return tuple(weights.get(action, Fraction(0)) for action in range(size))
