"""Stability in a graph model: which states each player would stay in, and the improvements that nothing deters.

All concepts of this family have one shape. State s is *stable* for player i when each unilateral improvement of i from
s is *sanctioned*: the others have a response after which i is not better off than at s. The concepts differ in which
responses count, and in whether i may answer them. So each gives, for a player and the state s1 that it would move to,
the *worths* of the responses: the best rank that i can end with after each. The improvement to s1 is sanctioned if one
of these is no better than the rank of s. An *equilibrium* is a state that is stable for every player.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.answer import Answer, Outcome
from gametheory.errors import CertificateError, NotApplicable
from gametheory.graph_model import GraphModel, Graphs
from gametheory.least_reachable import LeastReachable, check_least, least_reachable
from gametheory.legal_sequences import Step, reachable

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Improvement",
    "StabilityAnswer",
    "certify_by_responses",
    "certify_equilibria",
    "others",
    "solve_by_responses",
    "solve_graph",
    "stability",
    "unsanctioned",
    "worths_of_responses",
]

Worths = Callable[[GraphModel, int, int, int], Iterable[int]]
"""Of a model, a player, a state s and its improvement s1: the worth of each response, for the player."""

Deterred = Callable[[int, int, int], bool]
"""Of a player, a state s and its improvement s1: whether a response deters it."""


@dataclass(frozen=True, slots=True)
class Improvement:
    """A unilateral improvement, in names."""

    player: str
    origin: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StabilityAnswer(Answer):
    """Which states of a graph model are stable for whom.

    Attributes
    ----------
    model : GraphModel
        The model that was solved.
    stable : tuple of tuple of bool
        `stable[i][s]` says whether state s is stable for player i.
    responses : tuple of LeastReachable
        For each player the least that it can end with after responses of the others, as a proof; empty for a concept by
        which there are none, or only those of the moment.
    """

    form: str = "ordinal"
    model: GraphModel
    stable: tuple[tuple[bool, ...], ...]
    responses: tuple[LeastReachable, ...] = field(default=(), repr=False, compare=False)

    @property
    def players(self) -> tuple[str, ...]:
        """Who plays."""
        return self.model.players

    @property
    def equilibria(self) -> tuple[int, ...]:
        """The states that are stable for every player, ascending."""
        return tuple(state for state, judged in enumerate(zip(*self.stable, strict=True)) if all(judged))

    @property
    def reached(self) -> dict[int, bool] | None:
        """The equilibria that moves can lead to from the status quo, and whether improvements alone can.

        The status quo itself counts as reached. None for a model without a status quo.
        """
        start = self.model.status_quo
        if start is None:
            return None
        everyone = range(len(self.players))
        by_moves = {start, *reachable(self.model.targets, start, everyone)}
        by_improvements = {start, *reachable(self.model.improvements, start, everyone)}
        return {state: state in by_improvements for state in self.equilibria if state in by_moves}

    def outcomes(self) -> tuple[Outcome, ...]:
        """The equilibria as certain outcomes.

        They are profiles of the stage game, with its payoffs. For a model that does not come from a game, a profile is
        the state's number alone, and the payoffs are the ranks.
        """
        model = self.model
        if model.stage is None or model.profiles is None:
            return tuple(
                Outcome({(state,): Fraction(1)}, tuple(Fraction(ranks[state]) for ranks in model.ranks))
                for state in self.equilibria
            )
        found = []
        for state in self.equilibria:
            profile = model.profiles[state][0]
            payoffs = tuple(model.stage.payoff(player, profile) for player in range(len(self.players)))
            found.append(Outcome({profile: Fraction(1)}, payoffs))
        return tuple(found)

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON-ready data.

        ``stable`` names for each player the states that are stable for it; each of ``equilibria`` has its ``state``,
        the ``profile`` in names (None for a model that does not come from a game), the ``ranks``, and whether it is
        ``reached`` from the status quo: ``"by improvements"``, ``"by moves"`` only, ``"no"``, or None without a status
        quo.
        """
        model, reached = self.model, self.reached

        return {
            "form": self.form,
            "concept": self.concept,
            "method": self.method,
            "arithmetic": self.arithmetic,
            "complete": self.complete,
            "players": list(model.players),
            "states": list(model.states),
            "status_quo": None if model.status_quo is None else model.states[model.status_quo],
            "stable": {
                player: [name for name, stable in zip(model.states, row, strict=True) if stable]
                for player, row in zip(model.players, self.stable, strict=True)
            },
            "equilibria": [
                {
                    "state": model.states[state],
                    "profile": self._named(state),
                    "ranks": {
                        player: str(ranks[state]) for player, ranks in zip(model.players, model.ranks, strict=True)
                    },
                    "reached": None if reached is None else _REACHED[reached.get(state)],
                }
                for state in self.equilibria
            ],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row a state and player, as a pandas frame. Columns: state, player, rank, stable, equilibrium."""
        import pandas as pd

        equilibria = set(self.equilibria)
        rows = [
            (name, player, ranks[state], row[state], state in equilibria)
            for state, name in enumerate(self.model.states)
            for player, ranks, row in zip(self.players, self.model.ranks, self.stable, strict=True)
        ]
        return pd.DataFrame(rows, columns=["state", "player", "rank", "stable", "equilibrium"])

    def __str__(self) -> str:
        model, found, reached = self.model, self.equilibria, self.reached
        kind = "equilibrium" if len(found) == 1 else "equilibria"
        lines = [
            f"{self.concept} of the {self.form} game: {len(found)} {kind} among {len(model.states)} states "
            f"({self.method}, {self.arithmetic}, {'complete' if self.complete else 'possibly not all'})"
        ]
        shown: Sequence[int] = range(len(model.states)) if len(model.states) <= _SHOWN else found[:_SHOWN]
        for state in shown:
            holders = [player for player, row in zip(model.players, self.stable, strict=True) if row[state]]
            line = f"  {model.states[state]}: " + (
                f"stable for {', '.join(holders)}" if holders else "stable for nobody"
            )
            if state in found:
                line += "; equilibrium"
            if state == model.status_quo:
                line += "; status quo"
            elif reached is not None and state in found:
                line += f"; reached from the status quo: {_REACHED[reached.get(state)]}"
            lines.append(line)
        if len(model.states) > _SHOWN and len(found) > _SHOWN:
            lines.append(f"  and {len(found) - _SHOWN} more equilibria")
        return "\n".join(lines)

    def _named(self, state: int) -> dict[str, str] | None:
        if self.model.stage is None or self.model.profiles is None:
            return None
        return self.model.stage.named(self.model.profiles[state][0])


_SHOWN = 20
_REACHED = {True: "by improvements", False: "by moves", None: "no"}


def others(model: GraphModel, player: int) -> tuple[int, ...]:
    """Every player but one."""
    return tuple(other for other in range(len(model.players)) if other != player)


def worths_of_responses(
    model: GraphModel, step: Step, player: int, start: int, worth: Callable[[int], int]
) -> Iterator[int]:
    """The worth of each state that legal sequences of the others' steps lead to from `start`."""
    return map(worth, reachable(step, start, others(model, player)))


def unsanctioned(model: GraphModel, state: int, worths: Worths) -> tuple[Improvement, ...]:
    """Every unilateral improvement from a state that no response deters, by the definition and without a solver.

    Parameters
    ----------
    model : GraphModel
        The model.
    state : int
        The state s.
    worths : function of model, player, s and s1
        The concept's responses.

    Returns
    -------
    tuple of Improvement
        Empty exactly if the state is an equilibrium of the concept.
    """
    return tuple(
        Improvement(name, model.states[state], model.states[target])
        for player, name in enumerate(model.players)
        for target in model.improvements(player, state)
        if all(worth > model.ranks[player][state] for worth in worths(model, player, state, target))
    )


def solve_by_responses(
    model: GraphModel, concept: str, graphs: Graphs, worths: Iterable[Sequence[int]]
) -> StabilityAnswer:
    """The answer of a concept by which legal sequences of the others' moves are the responses.

    Parameters
    ----------
    model : GraphModel
        The model.
    concept : str
        Its name.
    graphs : tuple of tuple of tuple of int
        The moves that the others may respond with.
    worths : iterable of sequence of int
        For each player the worth of each state that a response may lead to.
    """
    found = tuple(least_reachable(graphs, others(model, player), values) for player, values in enumerate(worths))
    deterred = _deterred_by(model, found)
    return stability(model, concept, "legal sequences, backward from the worst states", deterred, found)


def certify_by_responses(
    model: GraphModel, answer: StabilityAnswer, step: Step, worths: Iterable[Sequence[int]]
) -> None:
    """Check, move by move and without the solver, all that an answer of `solve_by_responses` says.

    Raises
    ------
    CertificateError
        If a response is worth more or less than is claimed, or a state is not as stable as is said.
    """
    for player, values in enumerate(worths):
        check_least(step, others(model, player), values, answer.responses[player])
    if _judged(model, _deterred_by(model, answer.responses)) != answer.stable:
        raise CertificateError(f"{answer.concept} does not follow from the responses that it claims")


def stability(
    model: GraphModel,
    concept: str,
    method: str,
    deterred: Deterred,
    responses: tuple[LeastReachable, ...] = (),
) -> StabilityAnswer:
    """The answer of a concept.

    Parameters
    ----------
    model : GraphModel
        The model.
    concept, method : str
        As in `Answer`.
    deterred : function of player, s and s1
        Whether the improvement of the player from s to s1 is sanctioned.
    responses : tuple of LeastReachable
        As in `StabilityAnswer`.
    """
    return StabilityAnswer(
        concept=concept,
        method=method,
        arithmetic="ordinal, exact",
        complete=True,
        model=model,
        stable=_judged(model, deterred),
        responses=responses,
    )


def solve_graph(model: GraphModel, concept: str = "sequentially_stable") -> StabilityAnswer:
    """Solve a graph model that does not come from a game, and certify every equilibrium.

    Raises
    ------
    UnknownName
        For a concept that does not exist.
    NotApplicable
        If the concept does not take graph models, or this one.
    CertificateError
        If an equilibrium fails its certificate, which is a fault of this package.
    """
    from gametheory.concepts import CONCEPTS

    entry = CONCEPTS.load(concept)
    if GraphModel not in entry.ACCEPTS:
        raise NotApplicable(f"the concept {CONCEPTS.canonical(concept)} does not take graph models")
    answer: StabilityAnswer = entry.solve(model)
    entry.certify(model, answer)
    return answer


def certify_equilibria(model: GraphModel, answer: StabilityAnswer, worths: Worths) -> None:
    """Check by the definition that no equilibrium leaves an unsanctioned improvement.

    Raises
    ------
    CertificateError
        If one does.
    """
    for state in answer.equilibria:
        if gains := unsanctioned(model, state, worths):
            raise CertificateError(f"{answer.concept} returned a state that is not stable: {gains[0]}")


def _judged(model: GraphModel, deterred: Deterred) -> tuple[tuple[bool, ...], ...]:
    """For each player and state whether every improvement is deterred."""
    return tuple(
        tuple(
            all(deterred(player, state, target) for target in model.improvements(player, state))
            for state in range(len(model.states))
        )
        for player in range(len(model.players))
    )


def _deterred_by(model: GraphModel, responses: tuple[LeastReachable, ...]) -> Deterred:
    """Whether the response that leaves the player least leaves it no better off."""
    least = [found.least for found in responses]

    def deterred(player: int, state: int, target: int) -> bool:
        worst = least[player][target]
        return worst is not None and worst <= model.ranks[player][state]

    return deterred
