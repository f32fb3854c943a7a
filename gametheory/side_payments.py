"""The least side payments that make an outcome stable: promises that are paid, and promises that never have to be.

A third party promises each player a payment, not negative, at some pure profiles (k-implementation: Monderer and
Tennenholtz 2004, Journal of Artificial Intelligence Research 21). What is promised *on the path*, at the wanted
profile, is paid; what is promised *off the path* is not while everyone keeps to it, and only has to be believed.

- For an *equilibrium* nothing is needed off the path. On it, player i needs its regret, the greatest gain that it has
  from doing otherwise alone, and the margin.
- To be the *only* equilibrium, doing one's part is made dominant: off the path each player is promised its regret
  against everything that the others may do. On the path that costs no more than an equilibrium does, and no promise
  could cost less there, for the outcome has to be an equilibrium (Monderer and Tennenholtz 2004, section 4).
- With an *order of moves* a mover who does otherwise is answered by those of the later moves that are worst for it, and
  promises off the path make these worth the answerers' while. So on the path it needs what it would gain against the
  worst answers alone; no subgame-perfect equilibrium can hold it to less.

Payments are in units of each player's own payoff, and their sum adds these units one for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

from gametheory.errors import CertificateError
from gametheory.game import ParametricGame, Profile, StrategicGame
from gametheory.preference_conditions import deviated
from gametheory.wanted_outcome import WantedOutcome, wanted_outcomes

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Promise", "SidePayments", "Temptation", "certify", "side_payments"]


@dataclass(frozen=True, slots=True)
class Promise:
    """A payment that a player is promised at one pure profile."""

    player: int
    profile: Profile
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Temptation:
    """Why a player has to be paid: what it would do otherwise, what that leads to, and what it would gain."""

    player: int
    action: int
    reached: Profile
    gain: Fraction


@dataclass(frozen=True, slots=True)
class SidePayments:
    """The least payments under which a wanted outcome is stable.

    Attributes
    ----------
    game : StrategicGame
        The game before any promise.
    wanted : WantedOutcome
        What is to hold; where any order of moves would do, with the cheapest one.
    on_path : tuple of Fraction
        What each player is paid at the wanted profile.
    off_path : tuple of Promise
        What is promised at other profiles, and not paid while everyone keeps to the wanted one.
    temptations : tuple of Temptation or None
        For each player the deviation that sets its payment on the path; None where it has no other action.
    """

    game: StrategicGame
    wanted: WantedOutcome
    on_path: tuple[Fraction, ...]
    off_path: tuple[Promise, ...]
    temptations: tuple[Temptation | None, ...]

    @property
    def paid(self) -> Fraction:
        """What is paid in all while everyone keeps to the wanted profile."""
        return sum(self.on_path, Fraction(0))

    @property
    def exposure(self) -> Fraction:
        """The most that would fall due at once if play ended at some other profile."""
        due: dict[Profile, Fraction] = {}
        for promise in self.off_path:
            due[promise.profile] = due.get(promise.profile, Fraction(0)) + promise.amount
        return max(due.values(), default=Fraction(0))

    def game_with_promises(self) -> StrategicGame:
        """The game in which the promises are kept."""
        game = self.game
        payoffs = [list(values) for values in game.payoffs]
        for player, amount in enumerate(self.on_path):
            payoffs[player][game.position(self.wanted.profile)] += amount
        for promise in self.off_path:
            payoffs[promise.player][game.position(promise.profile)] += promise.amount
        return replace(game, payoffs=tuple(map(tuple, payoffs)))

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data, every number a fraction in a string."""
        game, wanted = self.game, self.wanted
        return {
            "players": list(game.players),
            "actions": {player: list(names) for player, names in zip(game.players, game.actions, strict=True)},
            "want": game.named(wanted.profile),
            "margin": str(wanted.margin),
            "unique": wanted.unique,
            "order": None if wanted.order is None else [game.players[mover] for mover in wanted.order],
            "paid": str(self.paid),
            "exposure": str(self.exposure),
            "on_path": {player: str(amount) for player, amount in zip(game.players, self.on_path, strict=True)},
            "off_path": [
                {
                    "player": game.players[promise.player],
                    "profile": game.named(promise.profile),
                    "amount": str(promise.amount),
                }
                for promise in self.off_path
            ],
            "temptations": {
                player: None
                if entry is None
                else {
                    "action": game.actions[entry.player][entry.action],
                    "reached": game.named(entry.reached),
                    "gain": str(entry.gain),
                }
                for player, entry in zip(game.players, self.temptations, strict=True)
            },
        }

    def to_frame(self) -> pd.DataFrame:
        """One row a promise: kind ("on path" or "off path"), player, one column an action, amount, amount_exact."""
        import pandas as pd

        promises = [("on path", Promise(player, self.wanted.profile, amount)) for player, amount in self._paid()]
        promises += [("off path", promise) for promise in self.off_path]
        game = self.game
        rows = [
            (
                kind,
                game.players[promise.player],
                *game.named(promise.profile).values(),
                float(promise.amount),
                str(promise.amount),
            )
            for kind, promise in promises
        ]
        actions = [f"{player}_action" for player in game.players]
        return pd.DataFrame(rows, columns=["kind", "player", *actions, "amount", "amount_exact"])

    def __str__(self) -> str:
        game = self.game
        lines = [f"{', '.join(game.named(self.wanted.profile).values())}: paid {self.paid}, exposure {self.exposure}"]
        lines += [f"  on the path, {game.players[player]}: {amount}" for player, amount in self._paid()]
        lines += [
            f"  off the path, {game.players[promise.player]} at {', '.join(game.named(promise.profile).values())}: "
            f"{promise.amount}"
            for promise in self.off_path
        ]
        return "\n".join(lines)

    def _paid(self) -> list[tuple[int, Fraction]]:
        return [(player, amount) for player, amount in enumerate(self.on_path) if amount]


def side_payments(
    game: StrategicGame | ParametricGame,
    want: Profile,
    *,
    at: Mapping[str, object] | None = None,
    margin: object = 0,
    unique: bool = False,
    order: Sequence[str] | str | None = None,
) -> SidePayments:
    """The least promises that make a wanted outcome stable.

    Parameters
    ----------
    game : StrategicGame or ParametricGame
        What is played.
    want : tuple of int
        One action index a player.
    at : mapping from str to number, optional
        Parameters that differ from their defaults; only for a `ParametricGame`.
    margin, unique, order
        As in `gametheory.design.design`.

    Raises
    ------
    UnknownName, InvalidParameter, TooLarge
        As in `gametheory.wanted_outcome.wanted_outcomes`.
    """
    stage = game.at(at)
    found = [_payments(stage, entry) for entry in wanted_outcomes(stage, want, margin, unique, order)]
    best = min(found, key=lambda entry: (entry.paid, entry.exposure))
    certify(best)
    return best


def certify(found: SidePayments) -> None:
    """Check that the outcome is stable once the promises are made, and that less on the path would not do.

    Raises
    ------
    CertificateError
        If one of the two fails.
    """
    if min((*found.on_path, *(promise.amount for promise in found.off_path))) < 0:
        raise CertificateError("a promise is negative")
    if not found.wanted.holds_in(found.game_with_promises()):
        raise CertificateError("the wanted outcome is not stable once the promises are made")
    for player, (amount, entry) in enumerate(zip(found.on_path, found.temptations, strict=True)):
        if amount and (entry is None or amount != _least_gain(found, player, entry) + found.wanted.margin):
            raise CertificateError("a payment on the path is more than the deviation that it answers is worth")


def _least_gain(found: SidePayments, player: int, entry: Temptation) -> Fraction:
    """What a player gains by a deviation against the answers that are worst for it, which no promise can undo."""
    start = deviated(found.wanted.profile, player, entry.action)
    ends = _endings(found.game, start, _after(found.wanted, player))
    here = found.game.payoff(player, found.wanted.profile)
    return min(found.game.payoff(player, end) for end in ends) - here


def _payments(game: StrategicGame, wanted: WantedOutcome) -> SidePayments:
    """The closed forms of the module's head."""
    temptations = tuple(_temptation(game, wanted, player) for player in range(len(game.players)))
    on_path = tuple(max(Fraction(0), entry.gain + wanted.margin) if entry else Fraction(0) for entry in temptations)
    off_path: list[Promise] = []
    if wanted.order is not None:
        off_path = [promise for promise in _answers(game, wanted, wanted.order) if promise.amount > 0]
    elif wanted.unique:
        off_path = [promise for promise in _dominating(game, wanted) if promise.amount > 0]
    return SidePayments(game, wanted, on_path, tuple(off_path), temptations)


def _temptation(game: StrategicGame, wanted: WantedOutcome, player: int) -> Temptation | None:
    want = wanted.profile
    found = []
    for action in range(game.shape[player]):
        if action != want[player]:
            end = _worst(game, player, deviated(want, player, action), _after(wanted, player))
            found.append(Temptation(player, action, end, game.payoff(player, end) - game.payoff(player, want)))
    return max(found, key=lambda entry: entry.gain, default=None)


def _after(wanted: WantedOutcome, player: int) -> tuple[int, ...]:
    """Who moves after a player; nobody where all choose at once."""
    return () if wanted.order is None else wanted.order[wanted.order.index(player) + 1 :]


def _endings(game: StrategicGame, profile: Profile, free: Sequence[int]) -> Iterator[Profile]:
    """Every profile that differs from `profile` at most in what the `free` players do."""
    return product(*(range(size) if player in free else (profile[player],) for player, size in enumerate(game.shape)))


def _worst(game: StrategicGame, player: int, profile: Profile, later: Sequence[int]) -> Profile:
    return min(_endings(game, profile, later), key=lambda end: game.payoff(player, end))


def _dominating(game: StrategicGame, wanted: WantedOutcome) -> Iterator[Promise]:
    """What makes each player's part dominant, whatever the others do."""
    for player, size in enumerate(game.shape):
        part = wanted.profile[player]
        for profile in game.profiles():
            if profile[player] == part and profile != wanted.profile and size > 1:
                best = max(
                    game.payoff(player, deviated(profile, player, action)) for action in range(size) if action != part
                )
                yield Promise(player, profile, best + wanted.margin - game.payoff(player, profile))


def _answers(game: StrategicGame, wanted: WantedOutcome, order: tuple[int, ...]) -> Iterator[Promise]:
    """What makes it worth their while to answer each deviation in the way that is worst for the deviator.

    After every deviation the answers of the later movers are followed in turn, and deviations from them answered alike,
    so that each player is promised something at a profile at most once.
    """
    off_path = wanted.margin if wanted.unique else Fraction(0)
    open_ends = [(0, wanted.profile)]
    while open_ends:
        first, target = open_ends.pop()
        for place in range(first, len(order)):
            mover, later = order[place], order[place + 1 :]
            tempting: list[Fraction] = []
            for action in range(game.shape[mover]):
                if action != target[mover]:
                    answer = _worst(game, mover, deviated(target, mover, action), later)
                    open_ends.append((place + 1, answer))
                    tempting.append(game.payoff(mover, answer))
            if target != wanted.profile and tempting:
                yield Promise(mover, target, max(tempting) + off_path - game.payoff(mover, target))
