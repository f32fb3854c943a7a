"""Rationalizable actions: what is left once strictly dominated actions are removed, again and again.

Each round removes every action that some mixed strategy of its player strictly dominates, given the actions that are
left, until none is (Bernheim 1984 and Pearce 1984, Econometrica 52). The order does not change what is left. With three
or more players this is *correlated* rationalizability: an action that survives is a best response to some belief about
the others' surviving actions, and the belief may correlate them (Brandenburger and Dekel 1987, Econometrica 55).

A profile is stable here when everybody plays surviving actions. So the equilibria listed are the pure profiles of
surviving actions. Weakly dominated actions are reported, and never removed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from gametheory.dominance import Belief, Domination, gains_over, holds, justify, weak_domination
from gametheory.errors import CertificateError
from gametheory.game import StrategicGame
from gametheory.solution import Equilibrium, Solution

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ACCEPTS", "Elimination", "RationalizableSolution", "certify", "deviations", "solve"]

ACCEPTS = (StrategicGame,)


@dataclass(frozen=True, slots=True)
class Elimination(Domination):
    """The removal of an action, with the strategy that dominates it against the actions left before its round.

    Attributes
    ----------
    round : int
        The round in which it goes, from 1.
    """

    round: int

    def to_dict(self, game: StrategicGame) -> dict[str, Any]:
        """JSON-ready data, with fractions as strings."""
        return {"round": self.round, **Domination.to_dict(self, game)}


@dataclass(frozen=True, slots=True, kw_only=True)
class RationalizableSolution(Solution):
    """The rationalizable actions and why the others are not.

    Attributes
    ----------
    surviving : tuple of tuple of int
        The rationalizable actions of each player.
    eliminations : tuple of Elimination
        The removed actions, round by round.
    beliefs : tuple of Belief
        For each surviving action a belief about the others' surviving actions that makes it a best response.
    weakly_dominated : tuple of Domination
        The surviving actions that are weakly dominated among the surviving ones.
    """

    surviving: tuple[tuple[int, ...], ...]
    eliminations: tuple[Elimination, ...]
    beliefs: tuple[Belief, ...]
    weakly_dominated: tuple[Domination, ...]

    @property
    def solvable(self) -> bool:
        """Whether the game is dominance solvable: one action a player survives, and forms the only equilibrium."""
        return all(len(actions) == 1 for actions in self.surviving)

    def to_dict(self) -> dict[str, Any]:
        """As `Solution.to_dict`, with the surviving actions, the eliminations and their certificates besides."""
        game = self.game
        return {
            **Solution.to_dict(self),
            "surviving": {
                player: [names[action] for action in actions]
                for player, names, actions in zip(game.players, game.actions, self.surviving, strict=True)
            },
            "solvable": self.solvable,
            "eliminations": [elimination.to_dict(game) for elimination in self.eliminations],
            "beliefs": [belief.to_dict(game) for belief in self.beliefs],
            "weakly_dominated": [domination.to_dict(game) for domination in self.weakly_dominated],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row an action, as a pandas frame.

        Columns: player, action, rationalizable (bool), round (in which it goes; missing where it stays), margin (a
        float, missing where it stays) and margin_exact (a fraction in a string, missing where it stays).
        """
        import pandas as pd

        gone = {(found.player, found.action): found for found in self.eliminations}
        rows = []
        for player, names in zip(self.game.players, self.game.actions, strict=True):
            for name in names:
                found = gone.get((player, name))
                why = (None, None, None) if found is None else (found.round, float(found.margin), str(found.margin))
                rows.append((player, name, found is None, *why))
        columns = ["player", "action", "rationalizable", "round", "margin", "margin_exact"]
        return pd.DataFrame(rows, columns=columns).astype({"round": "Int64", "margin": "float64"})

    def __str__(self) -> str:
        game = self.game
        lines = [f"{self.concept} of the {self.form} game ({self.method}, {self.arithmetic})"]
        lines += [
            f"  {player}: {', '.join(names[action] for action in actions)}"
            for player, names, actions in zip(game.players, game.actions, self.surviving, strict=True)
        ]
        lines += [
            f"  round {found.round} removes {found.action} of {found.player} (margin {found.margin})"
            for found in self.eliminations
        ]
        lines += [
            f"  {found.action} of {found.player} is weakly dominated and stays" for found in self.weakly_dominated
        ]
        return "\n".join(lines)


def deviations(game: StrategicGame, equilibrium: Equilibrium) -> tuple[Elimination, ...]:
    """The eliminations of actions that are played; empty exactly where everybody plays rationalizable actions."""
    played = {
        (player, names[action])
        for player, names, support in zip(game.players, game.actions, equilibrium.supports, strict=True)
        for action in support
    }
    return tuple(found for found in _eliminate(game)[0] if (found.player, found.action) in played)


def solve(game: StrategicGame) -> RationalizableSolution:
    """The rationalizable actions of a game with any number of players."""
    eliminations, surviving, beliefs = _eliminate(game)
    equilibria = tuple(Equilibrium.pure_at(game, profile) for profile in product(*surviving))
    every = tuple(range(len(equilibria)))
    weakly = [
        weak_domination(game, player, action, surviving)
        for player, actions in enumerate(surviving)
        for action in actions
    ]
    return RationalizableSolution(
        game=game,
        concept="rationalizable",
        method="iterated strict dominance by mixed strategies",
        arithmetic="exact rational",
        complete=True,
        equilibria=equilibria,
        maximal_subsets=(every,),
        components=(every,),
        surviving=surviving,
        eliminations=eliminations,
        beliefs=beliefs,
        weakly_dominated=tuple(domination for domination in weakly if domination is not None),
    )


def certify(game: StrategicGame, solution: RationalizableSolution) -> None:
    """Check every elimination against the actions left before it, and every survivor by its belief; knows no solver.

    Raises
    ------
    CertificateError
        If an elimination or a belief does not hold, or an action has neither.
    """
    left = [list(range(size)) for size in game.shape]
    numbers = sorted({found.round for found in solution.eliminations})
    for number in numbers:
        now = [found for found in solution.eliminations if found.round == number]
        removed = [(game.players.index(found.player), found) for found in now]
        for player, found in removed:
            action = game.actions[player].index(found.action)
            outside = any(weight for other, weight in enumerate(found.mixture) if other not in left[player])
            distribution = min(found.mixture) >= 0 and sum(found.mixture) == 1
            if outside or not distribution or min(gains_over(game, player, found.mixture, action, left)) <= 0:
                raise CertificateError(f"{found.action!r} of {found.player!r} is not dominated in round {number}")
        for player, found in removed:
            left[player].remove(game.actions[player].index(found.action))
    believed = {(belief.player, belief.action) for belief in solution.beliefs if holds(game, belief, left)}
    for name, names, kept in zip(game.players, game.actions, left, strict=True):
        for action in kept:
            if (name, names[action]) not in believed:
                raise CertificateError(f"no belief makes {names[action]!r} of {name!r} a best response")
    profiles = [equilibrium.profile for equilibrium in solution.equilibria]
    if tuple(map(tuple, left)) != solution.surviving or profiles != list(product(*left)):
        raise CertificateError("the rationalizable profiles are not those of the surviving actions")


def _eliminate(
    game: StrategicGame,
) -> tuple[tuple[Elimination, ...], tuple[tuple[int, ...], ...], tuple[Belief, ...]]:
    """The eliminations in their order, the actions that survive, and a belief for each of these."""
    left = [list(range(size)) for size in game.shape]
    eliminations: list[Elimination] = []
    number = 0
    while True:
        number += 1
        beliefs: list[Belief] = []
        removed: list[tuple[int, int]] = []
        for player, actions in enumerate(left):
            for action in actions:
                found = justify(game, player, action, left)
                if isinstance(found, Belief):
                    beliefs.append(found)
                    continue
                eliminations.append(
                    Elimination(found.player, found.action, found.mixture, found.margin, found.strict, number)
                )
                removed.append((player, action))
        if not removed:
            return tuple(eliminations), tuple(map(tuple, left)), tuple(beliefs)
        for player, action in removed:
            left[player].remove(action)
