"""Security levels: what a player can be sure of, whatever the others do; in pure and in mixed strategies, exactly.

The *pure security level* (maximin) of a player is the greatest, over its actions, of the least that the action yields;
the *security level* proper allows it to mix. By von Neumann's minimax theorem (1928) the latter equals the least that
the others could hold it to by one distribution over their profiles, and that distribution is the proof: with more than
two players they may have to correlate for it, so the level is that of the two-player game against all others as one
(Maschler, Solan and Zamir 2013, Game Theory, sections 4.10 and 5.2). No Nash equilibrium yields a player less.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from gametheory.dominance import action_lines
from gametheory.errors import CertificateError
from gametheory.game import Profile, StrategicGame
from gametheory.linear_program import Constraints, Optimum, maximize

__all__ = ["SecurityLevel", "certify", "security_level", "security_levels"]


@dataclass(frozen=True, slots=True)
class SecurityLevel:
    """What a player can be sure of.

    Attributes
    ----------
    player : str
        The player.
    pure_value : Fraction
        The pure security level.
    pure_actions : tuple of str
        The actions that reach it.
    value : Fraction
        The security level in mixed strategies; at least `pure_value`.
    strategy : tuple of Fraction
        A mixed strategy that yields at least `value` against every profile of the others.
    held_to : tuple of (tuple of int, Fraction)
        A distribution over the others' profiles (an action index for each other player, in order), of which those of
        positive probability are listed, against which no action yields more than `value`.
    """

    player: str
    pure_value: Fraction
    pure_actions: tuple[str, ...]
    value: Fraction
    strategy: tuple[Fraction, ...]
    held_to: tuple[tuple[Profile, Fraction], ...]


def security_levels(game: StrategicGame) -> tuple[SecurityLevel, ...]:
    """The security level of each player."""
    return tuple(security_level(game, player) for player in range(len(game.players)))


def security_level(game: StrategicGame, player: int) -> SecurityLevel:
    """The security level of the player with index `player`, certified."""
    lines = action_lines(game, player)
    least = [min(line) for line in lines]
    pure_value = max(least)
    # Maximise v such that v <= sum of x_a u(a, o) for every o, with x a distribution. With payoffs counted from the
    # pure level down to their least, v >= 0 and the sum of x may fall short of one, so that x = 0 is a first vertex.
    floor = min(least)
    size = len(lines)
    rows = [([*(floor - value for value in column), 1], 0) for column in zip(*lines, strict=True)]
    found = maximize(Constraints(size + 1, [*rows, ([1] * size + [0], 1)]), [0] * size + [1])
    assert isinstance(found, Optimum)  # x = 0 is feasible, and v is at most the greatest payoff
    strategy = list(found.primal[:size])
    strategy[least.index(pure_value)] += 1 - sum(strategy)
    profiles = product(*(range(count) for index, count in enumerate(game.shape) if index != player))
    weights = found.dual[: len(rows)]
    total = sum(weights)
    level = SecurityLevel(
        game.players[player],
        pure_value,
        tuple(name for name, value in zip(game.actions[player], least, strict=True) if value == pure_value),
        floor + found.value,
        tuple(strategy),
        tuple((profile, weight / total) for profile, weight in zip(profiles, weights, strict=True) if weight),
    )
    certify(game, level)
    return level


def certify(game: StrategicGame, level: SecurityLevel) -> None:
    """Check that the strategy secures the value and that the others can hold the player to it; knows no solver.

    Raises
    ------
    CertificateError
        If either fails.
    """
    player = game.players.index(level.player)
    lines = action_lines(game, player)
    profiles = product(*(range(count) for index, count in enumerate(game.shape) if index != player))
    columns = dict(zip(profiles, zip(*lines, strict=True), strict=True))
    secured = min(sum(map(Fraction.__mul__, level.strategy, column)) for column in columns.values())
    held = max(
        sum(columns[profile][action] * weight for profile, weight in level.held_to) for action in range(len(lines))
    )
    weights = [*level.strategy, *(weight for _, weight in level.held_to)]
    distributions = min(weights) >= 0 and sum(level.strategy) == 1 and sum(weights) == 2
    if not (distributions and secured == level.value == held):
        raise CertificateError(f"the security level of {level.player!r} fails its certificate")
