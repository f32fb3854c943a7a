"""The reduced strategic form of a tree: the plans of action of each player, and what they pay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from gametheory.errors import TooLarge
from gametheory.game import Profile, StrategicGame, Strategies
from gametheory.tree import Behaviour, ExtensiveGame
from gametheory.tree_nodes import Chance, Move, Terminal

__all__ = ["LARGEST_FORM", "PlanGame", "plan_counts", "plan_game"]

LARGEST_FORM = 500_000
"""The most payoffs that a strategic form may have, and the most entries that the plans of a player may hold."""

_NO_MOVE = "no move"
_MOST_PRINTED = 10**18


@dataclass(frozen=True, slots=True)
class PlanGame(StrategicGame):
    """The strategic form of a tree, which knows what its plans are.

    Attributes
    ----------
    tree : ExtensiveGame
        The game whose form it is.
    plans : tuple of tuple of mapping from int to int
        For each player and each of its plans the action at each information set that the plan may reach.
    """

    tree: ExtensiveGame
    plans: tuple[tuple[Mapping[int, int], ...], ...]

    def behaviour(self, strategies: Strategies) -> Behaviour:
        """What mixed plans amount to at each information set (Kuhn 1953); the first action where none leads there."""
        found: list[tuple[Fraction, ...]] = []
        weights: list[dict[tuple[int, int], Fraction]] = []
        for plans, strategy in zip(self.plans, strategies, strict=True):
            own: dict[tuple[int, int], Fraction] = {}
            for plan, weight in zip(plans, strategy, strict=True):
                if weight:
                    for move in plan.items():
                        own[move] = own.get(move, Fraction(0)) + weight
            weights.append(own)
        for number, entry in enumerate(self.tree.information_sets):
            chosen = [weights[entry.player].get((number, action), Fraction(0)) for action in range(len(entry.actions))]
            total = sum(chosen, Fraction(0))
            certain = tuple(Fraction(action == 0) for action in range(len(chosen)))
            found.append(tuple(weight / total for weight in chosen) if total else certain)
        return tuple(found)

    def lottery(self, strategies: Strategies) -> dict[Profile, Fraction]:
        """The profiles of the stage game that come about, each with its probability (see `stage_lottery`)."""
        return self.tree.stage_lottery(self.tree.reached(self.behaviour(strategies)))


def plan_counts(game: ExtensiveGame) -> tuple[int, ...]:
    """How many plans of action each player has, without listing them.

    By perfect recall the information sets of a player form a forest, each after one move of its own. A plan picks an
    action, and then a plan for what follows that action: the counts of what follows multiply, those of actions add up.
    """
    counts = []
    for player in range(len(game.players)):
        following: dict[tuple[int, int] | None, int] = {}
        for number in reversed(game.player_sets(player)):
            actions = range(len(game.information_sets[number].actions))
            own = sum(following.get((number, action), 1) for action in actions)
            before = game.last_moves[number]
            following[before] = following.get(before, 1) * own
        counts.append(following.get(None, 1))
    return tuple(counts)


def plan_game(game: ExtensiveGame) -> PlanGame:
    """The reduced strategic form; see `ExtensiveGame.strategic_form`."""
    counts = plan_counts(game)
    for player, count in enumerate(counts):
        _refuse_beyond(count * max(1, len(game.player_sets(player))), f"entries of the plans of {game.players[player]}")
    _refuse_beyond(prod(counts) * len(game.players), "payoffs")
    plans = tuple(_plans(game, player) for player in range(len(game.players)))
    actions = tuple(_names(game, player, own) for player, own in enumerate(plans))
    payoffs = _payoffs(game, plans)
    return PlanGame(game.players, actions, payoffs, game, plans)


def _refuse_beyond(size: int, what: str) -> None:
    if size > LARGEST_FORM:
        shown = f"{size:,}" if size < _MOST_PRINTED else f"more than 10^{(size.bit_length() - 1) * 30103 // 100000}"
        raise TooLarge(
            f"the strategic form of this tree would have {shown} {what}; no more than {LARGEST_FORM:,} are listed "
            "(subgame_perfect works on the tree itself)"
        )


def _plans(game: ExtensiveGame, player: int) -> tuple[Mapping[int, int], ...]:
    """The plans of a player in lexicographic order: an action for each information set that the plan may reach."""
    plans: list[dict[int, int]] = [{}]
    for number in game.player_sets(player):
        before = game.last_moves[number]
        longer = []
        for plan in plans:
            if before is None or plan.get(before[0]) == before[1]:
                longer += [plan | {number: action} for action in range(len(game.information_sets[number].actions))]
            else:
                longer.append(plan)
        plans = longer
    return tuple(plans)


def _names(game: ExtensiveGame, player: int, plans: Sequence[Mapping[int, int]]) -> tuple[str, ...]:
    sets = game.information_sets
    if not plans[0]:
        return (_NO_MOVE,)
    if len(game.player_sets(player)) == 1:
        names = [sets[number].actions[action] for plan in plans for number, action in plan.items()]
    else:
        known = {number: sets[number].name or str(place) for place, number in enumerate(game.player_sets(player), 1)}
        names = [
            ", ".join(f"{known[number]}: {sets[number].actions[action]}" for number, action in plan.items())
            for plan in plans
        ]
    if len(set(names)) < len(names):  # information sets that are named alike: number the plans
        names = [f"{index}. {name}" for index, name in enumerate(names, 1)]
    return tuple(names)


def _payoffs(game: ExtensiveGame, plans: Sequence[Sequence[Mapping[int, int]]]) -> tuple[tuple[Fraction, ...], ...]:
    """What each combination of plans pays: each end adds its payoffs wherever all the plans lead there."""
    leading: dict[tuple[int, int], list[int]] = {}
    for own in plans:
        for index, plan in enumerate(own):
            for move in plan.items():
                leading.setdefault(move, []).append(index)
    strides = [prod(map(len, plans[player + 1 :])) for player in range(len(plans))]
    payoffs = [[Fraction(0)] * prod(map(len, plans)) for _ in plans]
    everything = [list(range(len(own))) for own in plans]
    for end, probability, moves in _ends(game):
        consistent = [
            [index * stride for index in (everything[player] if move is None else leading[move])]
            for player, (move, stride) in enumerate(zip(moves, strides, strict=True))
        ]
        gains = [(row, probability * payoff) for row, payoff in zip(payoffs, end.payoffs, strict=True) if payoff]
        for choice in product(*consistent):
            position = sum(choice)
            for row, gain in gains:
                row[position] = row[position] + gain if row[position] else gain
    return tuple(map(tuple, payoffs))


def _ends(game: ExtensiveGame) -> list[tuple[Terminal, Fraction, tuple[tuple[int, int] | None, ...]]]:
    """The ends that chance allows, each with the probability of chance's moves there and every player's last move."""
    found = []
    nothing: tuple[tuple[int, int] | None, ...] = (None,) * len(game.players)
    ahead = [(0, Fraction(1), nothing)]
    while ahead:
        number, probability, moves = ahead.pop()
        node = game.nodes[number]
        if isinstance(node, Terminal):
            found.append((node, probability, moves))
            continue
        for branch, below in enumerate(game.successors[number]):
            if isinstance(node, Chance):
                if node.probabilities[branch]:
                    ahead.append((below, probability * node.probabilities[branch], moves))
            elif isinstance(node, Move):
                player = game.information_sets[node.information_set].player
                own = (node.information_set, branch)
                ahead.append((below, probability, (*moves[:player], own, *moves[player + 1 :])))
    return found
