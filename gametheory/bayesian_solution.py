"""What solving a game with types yields: what each type does, what it expects, and what its actions tell the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.answer import Answer, Outcome
from gametheory.bayesian_game import TypedTree
from gametheory.game import Profile
from gametheory.interim_deviation import Beliefs, interim_payoffs
from gametheory.tree import Behaviour

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BayesianEquilibrium", "BayesianSolution", "Separation", "separation_of"]


class Separation(StrEnum):
    """What the actions of a player whose type is unknown tell those who see them."""

    POOLING = "pooling"
    """All types do the same, so nothing is learned."""

    SEPARATING = "separating"
    """No two types ever do the same, so the type is learned."""

    SEMI_SEPARATING = "semi_separating"
    """Something is learned, and not everything."""


@dataclass(frozen=True, slots=True)
class BayesianEquilibrium:
    """A plan for each type that is stable, and what it leads to.

    Attributes
    ----------
    behaviour : tuple of tuple of Fraction
        For each information set of the tree the probability of each action.
    lottery : mapping from tuple of int to Fraction
        The profiles of the stage game that come about, each with its probability.
    payoffs : tuple of Fraction
        What each player expects before it knows its type.
    interim : tuple of tuple of (Fraction or None)
        What each type of each player expects; None for a type of probability zero.
    separation : mapping from int to Separation
        For each player that is seen to move and may be of several types, what its actions tell.
    beliefs : mapping, optional
        Beliefs that support the plan (see `gametheory.interim_deviation.Beliefs`), where the concept asks for them.
    """

    behaviour: Behaviour
    lottery: Mapping[Profile, Fraction]
    payoffs: tuple[Fraction, ...]
    interim: tuple[tuple[Fraction | None, ...], ...]
    separation: Mapping[int, Separation]
    beliefs: Beliefs | None = None

    @classmethod
    def of(cls, tree: TypedTree, behaviour: Behaviour, beliefs: Beliefs | None = None) -> BayesianEquilibrium:
        """The plan with all that follows from it."""
        return cls(
            behaviour,
            tree.stage_lottery(tree.reached(behaviour)),
            tree.values(behaviour)[0],
            interim_payoffs(tree, behaviour),
            separation_of(tree, behaviour),
            beliefs,
        )

    @property
    def pure(self) -> bool:
        """Whether no type mixes, reached or not."""
        return all(max(chances) == 1 for chances in self.behaviour)


@dataclass(frozen=True, slots=True, kw_only=True)
class BayesianSolution(Answer):
    """The equilibria of a game with types.

    Attributes
    ----------
    game : TypedTree
        The game that was solved.
    equilibria : tuple of BayesianEquilibrium
        Without repeats, pure ones first. All that are pure are there.
    maximal_subsets, components : tuple of tuple of int
        As in `gametheory.solution.Solution`, where the concept finds them.
    concept, form, method, arithmetic, complete
        As in `Answer`.
    """

    game: TypedTree
    equilibria: tuple[BayesianEquilibrium, ...]
    maximal_subsets: tuple[tuple[int, ...], ...] = ()
    components: tuple[tuple[int, ...], ...] = ()

    @property
    def players(self) -> tuple[str, ...]:
        """Who plays."""
        return self.game.players

    def outcomes(self) -> tuple[Outcome, ...]:
        """What comes about, over all types, in terms of the stage game; without repeats."""
        found: list[Outcome] = []
        for equilibrium in self.equilibria:
            outcome = Outcome(equilibrium.lottery, equilibrium.payoffs)
            if outcome not in found:
                found.append(outcome)
        return tuple(found)

    def to_dict(self) -> dict[str, Any]:
        """The solution as JSON-ready data, every number a fraction in a string.

        ``plan`` holds the action probabilities at each entry of ``information_sets``, in their order.
        """
        tree, game = self.game, self.game.bayesian
        return {
            "form": self.form,
            "concept": self.concept,
            "method": self.method,
            "arithmetic": self.arithmetic,
            "complete": self.complete,
            "players": list(tree.players),
            "order": [tree.players[player] for player in tree.order],
            "types": {
                player: {name: str(chance) for name, chance in zip(names, game.marginal(index), strict=True)}
                for index, (player, names) in enumerate(zip(tree.players, game.types, strict=True))
            },
            "information_sets": [
                {
                    "player": tree.players[player],
                    "type": game.types[player][own],
                    "seen": self._named(seen),
                    "actions": list(game.actions[player]),
                }
                for player, own, seen in tree.known
            ],
            "equilibria": [
                {
                    "plan": [
                        {action: str(chance) for action, chance in zip(entry.actions, chances, strict=True)}
                        for entry, chances in zip(tree.information_sets, found.behaviour, strict=True)
                    ],
                    "payoffs": {name: str(value) for name, value in zip(tree.players, found.payoffs, strict=True)},
                    "interim_payoffs": {
                        player: {
                            name: None if value is None else str(value)
                            for name, value in zip(names, values, strict=True)
                        }
                        for player, names, values in zip(tree.players, game.types, found.interim, strict=True)
                    },
                    "separation": {tree.players[player]: kind.value for player, kind in found.separation.items()},
                    "beliefs": None if found.beliefs is None else self._beliefs(found.beliefs),
                    "pure": found.pure,
                }
                for found in self.equilibria
            ],
            "maximal_subsets": [list(subset) for subset in self.maximal_subsets],
            "components": [list(component) for component in self.components],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row an equilibrium, information set and action, as a pandas frame.

        Columns: equilibrium (a number), player, type, seen, action, probability, interim_payoff (floats, for plotting),
        and probability_exact, interim_payoff_exact (fractions in strings). The payoff is that of the type that moves.
        """
        import pandas as pd

        columns = ["equilibrium", "player", "type", "seen", "action", "probability", "interim_payoff"]
        columns += ["probability_exact", "interim_payoff_exact"]
        rows = []
        for index, found in enumerate(self.equilibria):
            for (player, own, seen), chances in zip(self.game.known, found.behaviour, strict=True):
                payoff = found.interim[player][own]
                assert payoff is not None, "only types with positive probability have information sets"
                where = (
                    self.players[player],
                    self.game.bayesian.types[player][own],
                    "/".join(self._named(seen).values()),
                )
                for action, chance in zip(self.game.bayesian.actions[player], chances, strict=True):
                    exact = (str(chance), str(payoff))
                    rows.append((index, *where, action, float(chance), float(payoff), *exact))
        return pd.DataFrame(rows, columns=columns)

    def __str__(self) -> str:
        count = len(self.equilibria)
        extent = "complete" if self.complete else "possibly not all"
        lines = [
            f"{self.concept} of the {self.form} game: {count} {'equilibrium' if count == 1 else 'equilibria'} "
            f"({self.method}, {self.arithmetic}, {extent})"
        ]
        for index, found in enumerate(self.equilibria):
            kinds = ", ".join(f"{self.players[player]} {kind.value}" for player, kind in found.separation.items())
            payoffs = ", ".join(map(str, found.payoffs))
            lines.append(f"  {index}  expecting {payoffs}" + (f" ({kinds})" if kinds else ""))
            for number in sorted(range(len(self.game.known)), key=lambda at: self.game.known[at]):
                entry, chances = self.game.information_sets[number], found.behaviour[number]
                played = [
                    action if chance == 1 else f"{action} {chance}"
                    for action, chance in zip(entry.actions, chances, strict=True)
                    if chance
                ]
                at = f" at {entry.name}" if entry.name else ""
                lines.append(f"       {self.players[entry.player]}{at}: {', '.join(played)}")
        return "\n".join(lines)

    def _named(self, seen: Profile) -> dict[str, str]:
        tree = self.game
        return {
            tree.players[mover]: tree.bayesian.actions[mover][action]
            for mover, action in zip(tree.movers, seen, strict=False)
        }

    def _beliefs(self, beliefs: Beliefs) -> list[dict[str, Any]]:
        found = []
        for done, belief in beliefs.items():
            player = self.game.movers[len(done) - 1]
            names = self.game.bayesian.types[player]
            chances = {name: str(chance) for name, chance in zip(names, belief, strict=True)}
            found.append({"about": self.players[player], "seen": self._named(done), "types": chances})
        return found


def separation_of(tree: TypedTree, behaviour: Behaviour) -> dict[int, Separation]:
    """For each player that is seen to move and may be of several types, what its actions tell.

    Where others move before it, what counts are the histories that come about with positive probability.
    """
    found = {}
    histories: list[Profile] = [()]
    for player in tree.order[:-1]:
        marginal = tree.bayesian.marginal(player)
        own = [index for index, chance in enumerate(marginal) if chance]
        plans = {done: [behaviour[tree.number_of[player, index, done]] for index in own] for done in histories}
        if len(own) > 1:
            kinds = {_separation(chances) for chances in plans.values()}
            found[player] = kinds.pop() if len(kinds) == 1 else Separation.SEMI_SEPARATING
        histories = [
            (*done, action)
            for done, chances in plans.items()
            for action in range(len(tree.bayesian.actions[player]))
            if any(chance[action] for chance in chances)
        ]
    return found


def _separation(plans: list[tuple[Fraction, ...]]) -> Separation:
    if all(plan == plans[0] for plan in plans):
        return Separation.POOLING
    if all(sum(chance > 0 for chance in column) <= 1 for column in zip(*plans, strict=True)):
        return Separation.SEPARATING
    return Separation.SEMI_SEPARATING
