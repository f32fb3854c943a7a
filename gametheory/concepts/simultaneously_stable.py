"""Simultaneous stability: an improvement is deterred if the others may improve at the same moment and spoil it.

State s is simultaneously stable for player i if for every unilateral improvement s1 of i from s some of the others, one
or more, have unilateral improvements from s itself that, made together with that of i, lead to a state that i does not
prefer to s. Where moves meet, each changes what its own player does, so states must be combinations of what the players
do; a combination that is no state of the model deters nothing. This is the simultaneous sanction that Fraser and Hipel
test for states from which several players would move (1979, IEEE Transactions on Systems, Man and Cybernetics 9; 1984,
Conflict Analysis: Models and Resolutions), asked here of each player and state by itself and of any number of players.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from gametheory.errors import NotApplicable, TooLarge
from gametheory.game import Profile
from gametheory.graph_model import GraphModel
from gametheory.stability import Improvement, StabilityAnswer, certify_equilibria, others, stability, unsanctioned

__all__ = ["ACCEPTS", "MOST_COMBINATIONS", "certify", "deviations", "solve"]

ACCEPTS = (GraphModel,)

RANKINGS_ONLY = True
"""The answer hangs on how each player ranks the outcomes, and on nothing else."""

MOST_COMBINATIONS = 50_000_000
"""The most combinations of improvements that are looked at before a model is given up as too large."""


def deviations(game: GraphModel, state: int) -> tuple[Improvement, ...]:
    """Every unilateral improvement that no simultaneous one spoils; empty exactly at an equilibrium."""
    return unsanctioned(game, state, _Meetings(game))


def solve(game: GraphModel) -> StabilityAnswer:
    """Which states are simultaneously stable, and for whom.

    Raises
    ------
    NotApplicable
        If the states of the model are not combinations of what each player does.
    TooLarge
        If there are more than `MOST_COMBINATIONS` combinations of improvements.
    """
    meetings = _Meetings(game)
    meetings.check_size()

    def deterred(player: int, state: int, target: int) -> bool:
        return any(worth <= game.ranks[player][state] for worth in meetings(game, player, state, target))

    return stability(game, "simultaneously_stable", "combination of improvements", deterred)


def certify(game: GraphModel, answer: StabilityAnswer) -> None:
    """Check every equilibrium by the definition; raises `CertificateError` where one fails."""
    certify_equilibria(game, answer, _Meetings(game))


class _Meetings:
    """What comes about where improvements are made at the same moment."""

    def __init__(self, model: GraphModel) -> None:
        if model.profiles is None:
            raise NotApplicable(
                "simultaneous stability needs states that are combinations of what each player does, such as those of "
                "a game or of options; the states of this model are only names"
            )
        self._model = model
        self._profiles = model.profiles
        self._state_of: Mapping[Profile, int] = {
            profile: state for state, profiles in enumerate(model.profiles) for profile in profiles
        }

    def __call__(self, model: GraphModel, player: int, state: int, target: int) -> Iterator[int]:
        """How the player ranks each state in which its move and moves of others end."""
        rivals = others(model, player)
        for profile in self._profiles[state]:
            for own in self._changes(profile, player, (target,)):
                choices = [
                    (profile[rival], *self._changes(profile, rival, model.improvements(rival, state)))
                    for rival in rivals
                ]
                for chosen in product(*choices):
                    joint = list(profile)
                    joint[player] = own
                    for rival, action in zip(rivals, chosen, strict=True):
                        joint[rival] = action
                    met = self._state_of.get(tuple(joint))
                    if met is not None and any(joint[rival] != profile[rival] for rival in rivals):
                        yield model.ranks[player][met]

    def check_size(self) -> None:
        """Raise `TooLarge` where there are too many combinations."""
        model, size = self._model, 0
        for state, profiles in enumerate(self._profiles):
            counts = [len(model.improvements(player, state)) for player in range(len(model.players))]
            size += len(profiles) * sum(
                own * prod(1 + count for rival, count in enumerate(counts) if rival != player)
                for player, own in enumerate(counts)
            )
        if size > MOST_COMBINATIONS:
            raise TooLarge(
                f"{size} combinations of improvements would have to be looked at; {MOST_COMBINATIONS} are the most"
            )

    def _changes(self, profile: Profile, player: int, targets: tuple[int, ...]) -> list[int]:
        """What the player does in each of the target states where the others do as in the profile."""
        return [
            other[player]
            for target in targets
            for other in self._profiles[target]
            if all(a == b for index, (a, b) in enumerate(zip(profile, other, strict=True)) if index != player)
        ]
