"""What solving a tree yields: plans of behaviour, what they lead to, and how many lead there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.answer import Answer, Outcome
from gametheory.tree import Behaviour, ExtensiveGame
from gametheory.tree_nodes import Chance, Move, Terminal

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Step", "TreeEquilibrium", "TreeSolution"]


@dataclass(frozen=True, slots=True)
class Step:
    """One move on a path of play.

    Attributes
    ----------
    player : str or None
        Who moves; None where chance does.
    information_set : str
        What the player knows, by the name of its information set.
    action : str
        What is done, or what happens.
    """

    player: str | None
    information_set: str
    action: str


@dataclass(frozen=True, slots=True)
class TreeEquilibrium:
    """Behaviour that is stable, and what it leads to.

    Attributes
    ----------
    behaviour : tuple of tuple of Fraction
        For each information set the probability of each of its actions.
    reached : mapping from int to Fraction
        The ends of the game that come about, by node, each with its probability.
    payoffs : tuple of Fraction
        What each player expects.
    count : int
        How many equilibria lead there: this one stands for all of them.
    """

    behaviour: Behaviour
    reached: Mapping[int, Fraction]
    payoffs: tuple[Fraction, ...]
    count: int = 1

    @property
    def pure(self) -> bool:
        """Whether nobody mixes, on the path or off it."""
        return all(max(chances) == 1 for chances in self.behaviour)


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeSolution(Answer):
    """The equilibria of a game in extensive form, one for each outcome that they lead to.

    Attributes
    ----------
    game : ExtensiveGame
        The game that was solved.
    equilibria : tuple of TreeEquilibrium
        No two lead to the same lottery over ends.
    concept, form, method, arithmetic, complete
        As in `Answer`.
    """

    game: ExtensiveGame
    equilibria: tuple[TreeEquilibrium, ...]

    @property
    def players(self) -> tuple[str, ...]:
        """Who plays."""
        return self.game.players

    @property
    def count(self) -> int:
        """How many equilibria there are, with all that lead to the same outcome."""
        return sum(equilibrium.count for equilibrium in self.equilibria)

    def outcomes(self) -> tuple[Outcome, ...]:
        """What comes about, in terms of the stage game (see `ExtensiveGame.stage_lottery`), without repeats."""
        found: list[Outcome] = []
        for equilibrium in self.equilibria:
            outcome = Outcome(self.game.stage_lottery(equilibrium.reached), equilibrium.payoffs)
            if outcome not in found:
                found.append(outcome)
        return tuple(found)

    def steps(self, node: int) -> tuple[Step, ...]:
        """The moves that lead to a node."""
        game = self.game
        found = []
        for at, branch in game.path(node):
            here = game.nodes[at]
            if isinstance(here, Move):
                entry = game.information_sets[here.information_set]
                found.append(Step(game.players[entry.player], entry.name, entry.actions[branch]))
            elif isinstance(here, Chance):
                found.append(Step(None, "", here.events[branch]))
        return tuple(found)

    def to_dict(self) -> dict[str, Any]:
        """The solution as JSON-ready data, every number a fraction in a string.

        ``plan`` holds the action probabilities at each entry of ``information_sets``, in their order; ``outcomes`` the
        ends that come about, with the path to each.
        """
        game = self.game
        return {
            "form": self.form,
            "concept": self.concept,
            "method": self.method,
            "arithmetic": self.arithmetic,
            "complete": self.complete,
            "players": list(game.players),
            "information_sets": [
                {"player": game.players[entry.player], "name": entry.name, "actions": list(entry.actions)}
                for entry in game.information_sets
            ],
            "count": _digits(self.count),
            "equilibria": [
                {
                    "plan": [
                        {action: str(chance) for action, chance in zip(entry.actions, chances, strict=True)}
                        for entry, chances in zip(game.information_sets, equilibrium.behaviour, strict=True)
                    ],
                    "outcomes": [self._outcome(node, chance) for node, chance in equilibrium.reached.items()],
                    "payoffs": {
                        player: str(payoff) for player, payoff in zip(game.players, equilibrium.payoffs, strict=True)
                    },
                    "pure": equilibrium.pure,
                    "count": _digits(equilibrium.count),
                }
                for equilibrium in self.equilibria
            ],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row an equilibrium, information set and action, as a pandas frame.

        Columns: equilibrium (a number), player, information_set, action, probability, payoff (floats, for plotting),
        and probability_exact, payoff_exact (fractions in strings). The payoff is that of the player who moves.
        """
        import pandas as pd

        columns = [
            "equilibrium",
            "player",
            "information_set",
            "action",
            "probability",
            "payoff",
            "probability_exact",
            "payoff_exact",
        ]
        rows = []
        for index, equilibrium in enumerate(self.equilibria):
            for entry, chances in zip(self.game.information_sets, equilibrium.behaviour, strict=True):
                player, payoff = self.game.players[entry.player], equilibrium.payoffs[entry.player]
                for action, chance in zip(entry.actions, chances, strict=True):
                    exact = (str(chance), str(payoff))
                    rows.append((index, player, entry.name, action, float(chance), float(payoff), *exact))
        return pd.DataFrame(rows, columns=columns)

    def __str__(self) -> str:
        found = len(self.equilibria)
        extent = "complete" if self.complete else "possibly not all"
        lines = [
            f"{self.concept} of the {self.form} game: {found} {'outcome' if found == 1 else 'outcomes'} "
            f"({self.method}, {self.arithmetic}, {extent})"
        ]
        for equilibrium in self.equilibria:
            ends = [
                ("" if chance == 1 else f"{chance}: ") + "/".join(step.action for step in self.steps(node))
                for node, chance in equilibrium.reached.items()
            ]
            lines.append(f"  {', '.join(ends)} -> {', '.join(map(str, equilibrium.payoffs))}")
        return "\n".join(lines)

    def _outcome(self, node: int, chance: Fraction) -> dict[str, Any]:
        end = self.game.nodes[node]
        return {
            "probability": str(chance),
            "name": end.name if isinstance(end, Terminal) else "",
            "path": [
                {"player": step.player, "information_set": step.information_set, "action": step.action}
                for step in self.steps(node)
            ],
        }


def _digits(count: int) -> str:
    """All digits of a count that may be longer than Python prints by itself."""
    return str(Decimal(count))
