"""Theory of moves: where farsighted players end who start in an outcome of a 2x2 game and move in turn.

Two players with two actions each rank the four outcomes without ties. Play starts in an initial state. Either player
may change its action first, then they answer each other in turn, round the same cycle of four states, until one whose
turn it is stays; play that returns to the initial state ends there. For the player that moves first the end is found by
backward induction over the three states that follow: at each, the player whose turn it is moves on exactly if it
prefers where that ends.

*Two-sidedness convention*: at the initial state each takes into account what the other would do there. Let E_i be where
play ends once player i has made the first move; i *would move* if it prefers E_i to the initial state (so it never
moves to come back to it).

- Where neither would move, play stays.
- Where i alone would, it does, and overrides the other's staying; unless the other prefers its own E_j to E_i, when it
  moves first to forestall the worse, E_j not being the initial state.
- Where both would, the end is the one of E_1 and E_2 that both prefer. If there is none, either may come about, as who
  moves first decides (what Brams calls order power).

The outcomes that come about from some initial state are the *nonmyopic equilibria*.

Source: Brams (1994), Theory of Moves, Cambridge University Press, chapters 1 and 5 (rules 1 to 6).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

from gametheory.answer import Answer, Outcome
from gametheory.errors import CertificateError, NotApplicable
from gametheory.game import Profile, StrategicGame
from gametheory.ordinal_2x2 import ranks

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ACCEPTS", "NonmyopicAnswer", "Survivor", "certify", "deviations", "solve"]

ACCEPTS = (StrategicGame,)


@dataclass(frozen=True, slots=True)
class Survivor:
    """Where play ends from an initial state.

    Attributes
    ----------
    initial, final : Profile
        From where to where.
    movers : tuple of int
        Who may move first so that play ends there; empty where nobody moves.
    """

    initial: Profile
    final: Profile
    movers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NonmyopicAnswer(Answer):
    """Where play ends from each initial state.

    Attributes
    ----------
    game : StrategicGame
        The game that was solved.
    survivors : tuple of Survivor
        By initial state, in the order of the game's profiles; two for one from which both players would move.
    """

    game: StrategicGame
    survivors: tuple[Survivor, ...]

    @property
    def players(self) -> tuple[str, ...]:
        """Who plays."""
        return self.game.players

    @property
    def equilibria(self) -> tuple[Profile, ...]:
        """The nonmyopic equilibria, in the order of the game's profiles."""
        return tuple(sorted({survivor.final for survivor in self.survivors}))

    def outcomes(self) -> tuple[Outcome, ...]:
        """The nonmyopic equilibria, as certain outcomes."""
        return tuple(
            Outcome({profile: Fraction(1)}, tuple(self.game.payoff(player, profile) for player in (0, 1)))
            for profile in self.equilibria
        )

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON-ready data: ``equilibria`` as profiles in names, and ``survivors`` by initial state."""
        game = self.game
        return {
            "form": self.form,
            "concept": self.concept,
            "method": self.method,
            "arithmetic": self.arithmetic,
            "complete": self.complete,
            "players": list(game.players),
            "actions": {player: list(names) for player, names in zip(game.players, game.actions, strict=True)},
            "equilibria": [
                {
                    "profile": game.named(next(iter(outcome.lottery))),
                    "payoffs": {
                        player: str(payoff) for player, payoff in zip(game.players, outcome.payoffs, strict=True)
                    },
                }
                for outcome in self.outcomes()
            ],
            "survivors": [
                {
                    "initial": game.named(survivor.initial),
                    "final": game.named(survivor.final),
                    "moves_first": self._first(survivor),
                }
                for survivor in self.survivors
            ],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row an initial state and survivor, as a pandas frame. Columns: initial, final, moves_first."""
        import pandas as pd

        rows = [
            (
                self._text(survivor.initial),
                self._text(survivor.final),
                " or ".join(self._first(survivor)),
            )
            for survivor in self.survivors
        ]
        return pd.DataFrame(rows, columns=["initial", "final", "moves_first"])

    def __str__(self) -> str:
        lines = [f"{self.concept}: where play ends ({self.method}, {self.arithmetic}, complete)"]
        for survivor in self.survivors:
            who = " or ".join(self._first(survivor))
            end = f"{self._text(survivor.final)} ({who} moves first)" if who else "nobody moves"
            lines.append(f"  from {self._text(survivor.initial)}: {end}")
        return "\n".join(lines)

    def _first(self, survivor: Survivor) -> list[str]:
        return [self.players[mover] for mover in survivor.movers]

    def _text(self, profile: Profile) -> str:
        return ", ".join(self.game.named(profile).values())


def deviations(game: StrategicGame, survivor: Survivor) -> tuple[Survivor, ...]:
    """Where play ends instead, if not as the survivor says; empty exactly if it may end there.

    Of the eight ways to stop or move on round the cycle, the one is looked for from which nobody would deviate at any
    state, the rest being what it is. That is the definition, without backward induction.
    """
    ends = tuple(_undisturbed_end(game, survivor.initial, mover) for mover in (0, 1))
    found = _survivors(game, survivor.initial, ends)
    return () if survivor in found else found


def solve(game: StrategicGame) -> NonmyopicAnswer:
    """Where play ends from each of the four outcomes.

    Raises
    ------
    NotApplicable
        If the game is not 2x2, or a player is indifferent between two outcomes.
    """
    _check(game)
    survivors: list[Survivor] = []
    for initial in game.profiles():
        survivors += _survivors(game, initial, tuple(_end(game, initial, mover) for mover in (0, 1)))
    return NonmyopicAnswer(
        concept="theory_of_moves",
        method="backward induction",
        arithmetic="ordinal, exact",
        complete=True,
        game=game,
        survivors=tuple(survivors),
    )


def certify(game: StrategicGame, answer: NonmyopicAnswer) -> None:
    """Check each survivor by the definition; raises `CertificateError` where one fails."""
    for survivor in answer.survivors:
        if found := deviations(game, survivor):
            raise CertificateError(f"from {survivor.initial} play does not end in {survivor.final}, but as in {found}")


def _check(game: StrategicGame) -> None:
    try:
        ranks(game)
    except NotApplicable as error:
        raise NotApplicable(str(error).replace("the taxonomy of", "the theory of moves for")) from None


def _cycle(initial: Profile, mover: int) -> list[Profile]:
    """The four states in the order in which play passes them when `mover` moves first."""
    cycle = [initial]
    for turn in range(3):
        state = list(cycle[-1])
        player = (mover + turn) % 2
        state[player] = 1 - state[player]
        cycle.append(tuple(state))
    return cycle


def _end(game: StrategicGame, initial: Profile, mover: int) -> Profile:
    """Where play ends once `mover` has made the first move: by backward induction."""
    cycle = _cycle(initial, mover)
    end = initial  # beyond the last state of the cycle, play has returned
    for turn in (3, 2, 1):
        if not _prefers(game, (mover + turn) % 2, end, cycle[turn]):
            end = cycle[turn]
    return end


def _undisturbed_end(game: StrategicGame, initial: Profile, mover: int) -> Profile:
    """The same, as the end of the one plan that leaves nobody a reason to deviate at any state."""
    cycle = _cycle(initial, mover)
    found = set()
    for plan in product((False, True), repeat=3):  # whether play moves on from the first, second and third state after
        goes_on = dict(enumerate(plan, 1))
        ends = {4: initial}
        for turn in (3, 2, 1):
            ends[turn] = ends[turn + 1] if goes_on[turn] else cycle[turn]
        if all(goes_on[turn] == _prefers(game, (mover + turn) % 2, ends[turn + 1], cycle[turn]) for turn in goes_on):
            found.add(ends[1])
    (end,) = found
    return end


def _survivors(game: StrategicGame, initial: Profile, ends: tuple[Profile, ...]) -> tuple[Survivor, ...]:
    """What the two-sidedness convention makes of where the first move of either would end."""
    would = [mover for mover in (0, 1) if _prefers(game, mover, ends[mover], initial)]
    if len(would) == 1:
        (mover,) = would
        rival = 1 - mover
        forestalls = ends[rival] != initial and _prefers(game, rival, ends[rival], ends[mover])
        would = [rival] if forestalls else [mover]
    elif would and ends[0] != ends[1]:
        better = [mover for mover in (0, 1) if all(_prefers(game, p, ends[mover], ends[1 - mover]) for p in (0, 1))]
        would = better or would
    if not would:
        return (Survivor(initial, initial, ()),)
    finals = sorted({ends[mover] for mover in would})
    return tuple(Survivor(initial, end, tuple(mover for mover in would if ends[mover] == end)) for end in finals)


def _prefers(game: StrategicGame, player: int, one: Profile, other: Profile) -> bool:
    return game.payoff(player, one) > game.payoff(player, other)
