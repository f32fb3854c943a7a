"""Sustainable outcomes of a repeated game: what a promise backed by punishment can hold, and from which patience on.

A pure outcome of the stage game is *sustainable* at a discount factor when everyone doing its part of it in every
period is the path of a subgame-perfect equilibrium in which whoever deviates, once that is noticed, is answered for
ever by the stage's Nash equilibrium that is worst for the deviator (Nash reversion: Friedman 1971; Mailath and
Samuelson 2006, section 3.4). Two further answers are given where they are asked for or apply: with a punishment of
finitely many periods (`gametheory.discount_factors`), and by tit for tat (`gametheory.tit_for_tat`). Harsher
punishments than reversion to a Nash equilibrium exist; what they can hold is in `gametheory.concepts.perfect_payoffs`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.answer import Answer, Outcome
from gametheory.discount_factors import Deterrence, endless_punishment, finite_punishment
from gametheory.errors import CertificateError, TooLarge
from gametheory.game import Profile, StrategicGame
from gametheory.interval import Interval
from gametheory.repeated_game import RepeatedGame
from gametheory.tit_for_tat import TitForTat, tit_for_tat

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ACCEPTS", "Promise", "Reversion", "SustainableAnswer", "Temptation", "certify", "deviations", "solve"]

ACCEPTS = (RepeatedGame,)


@dataclass(frozen=True, slots=True)
class Reversion:
    """What a deviator is answered with: the stage's Nash equilibrium that pays it least.

    Attributes
    ----------
    payoffs : tuple of Fraction
        What each player gets a period when it is the one who is punished.
    concept : str
        Which stage equilibria were looked through: all of them, or the pure ones where mixed ones are out of reach.
    """

    payoffs: tuple[Fraction, ...]
    concept: str


@dataclass(frozen=True, slots=True)
class Temptation:
    """One player at one outcome: its best deviation, and the patience at which punishment outweighs it.

    Attributes
    ----------
    player : int
        Who is tempted.
    action : int
        The deviation that pays most; its own part of the outcome where none pays more.
    here, tempting, punished : Fraction
        What it gets a period at the outcome, while it deviates, and while it is punished for ever.
    endless : Deterrence
        When a punishment without end deters it.
    finite : Deterrence or None
        When a punishment of the game's `punishment` periods does; None where none is asked about.
    """

    player: int
    action: int
    here: Fraction
    tempting: Fraction
    punished: Fraction
    endless: Deterrence
    finite: Deterrence | None


@dataclass(frozen=True, slots=True)
class Promise:
    """One stage outcome, and whether a promise can hold it.

    Attributes
    ----------
    profile : tuple of int
        The outcome.
    payoffs : tuple of Fraction
        What each player gets a period.
    temptations : tuple of Temptation
        One a player.
    tit_for_tat : TitForTat or None
        Whether tit for tat holds it; None where the stage is not of two players with two actions each.
    """

    profile: Profile
    payoffs: tuple[Fraction, ...]
    temptations: tuple[Temptation, ...]
    tit_for_tat: TitForTat | None

    @property
    def threshold(self) -> Fraction | Interval | None:
        """The least discount factor at which endless punishment deters everyone; None where none below 1 does."""
        return _greatest(temptation.endless.threshold for temptation in self.temptations)

    @property
    def binding(self) -> tuple[int, ...]:
        """The players who need the most patience; those whom nothing deters, where there are any."""
        most = self.threshold
        return tuple(temptation.player for temptation in self.temptations if temptation.endless.threshold == most)

    def held_at(self, discount: Fraction) -> bool | None:
        """Whether it is sustainable at a discount factor; None where that lies within an enclosure."""
        answers = [temptation.endless.holds(discount) for temptation in self.temptations]
        return False if False in answers else None if None in answers else True


@dataclass(frozen=True, slots=True, kw_only=True)
class SustainableAnswer(Answer):
    """Every outcome of the stage game with what it takes to sustain it.

    Attributes
    ----------
    game : RepeatedGame
        The game that was solved.
    reversion : Reversion
        The punishments.
    promises : tuple of Promise
        One a pure outcome of the stage, in the order of its profiles.
    """

    game: RepeatedGame
    reversion: Reversion
    promises: tuple[Promise, ...]

    @property
    def players(self) -> tuple[str, ...]:
        """Who plays."""
        return self.game.players

    @property
    def sustained(self) -> tuple[Promise, ...]:
        """What is sustainable at the game's discount factor; where it has none, at some discount factor below 1."""
        discount = self.game.discount
        if discount is None:
            return tuple(promise for promise in self.promises if promise.threshold is not None)
        return tuple(promise for promise in self.promises if promise.held_at(discount))

    def outcomes(self) -> tuple[Outcome, ...]:
        """The sustained outcomes."""
        return tuple(Outcome({promise.profile: Fraction(1)}, promise.payoffs) for promise in self.sustained)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data, every exact number a fraction in a string, a threshold that is none an object of two."""
        stage = self.game.stage
        return {
            "form": self.form,
            "concept": self.concept,
            "method": self.method,
            "arithmetic": self.arithmetic,
            "complete": self.complete,
            "players": list(stage.players),
            "actions": {player: list(names) for player, names in zip(stage.players, stage.actions, strict=True)},
            "discount": None if self.game.discount is None else str(self.game.discount),
            "detection_lag": self.game.detection_lag,
            "punishment": self.game.punishment,
            "reversion": {
                "concept": self.reversion.concept,
                "payoffs": {
                    player: str(payoff) for player, payoff in zip(stage.players, self.reversion.payoffs, strict=True)
                },
            },
            "outcomes": [
                {
                    "profile": stage.named(promise.profile),
                    "payoffs": {
                        player: str(payoff) for player, payoff in zip(stage.players, promise.payoffs, strict=True)
                    },
                    "threshold": _written(promise.threshold),
                    "sustained": promise in self.sustained,
                    "binding": [stage.players[player] for player in promise.binding],
                    "temptations": {
                        stage.players[temptation.player]: {
                            "action": stage.actions[temptation.player][temptation.action],
                            "here": str(temptation.here),
                            "tempting": str(temptation.tempting),
                            "punished": str(temptation.punished),
                            "endless": _deterrence(temptation.endless),
                            "finite": _deterrence(temptation.finite),
                        }
                        for temptation in promise.temptations
                    },
                    "tit_for_tat": None if promise.tit_for_tat is None else promise.tit_for_tat.to_dict(),
                }
                for promise in self.promises
            ],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row an outcome and player.

        Columns: outcome, player, here, tempting, punished, threshold (floats; NaN where no discount factor helps),
        reason, sustained.
        """
        import pandas as pd

        stage = self.game.stage
        rows = [
            (
                ", ".join(stage.named(promise.profile).values()),
                stage.players[temptation.player],
                float(temptation.here),
                float(temptation.tempting),
                float(temptation.punished),
                float("nan") if temptation.endless.threshold is None else float(temptation.endless.threshold),
                temptation.endless.reason and temptation.endless.reason.value,
                promise in self.sustained,
            )
            for promise in self.promises
            for temptation in promise.temptations
        ]
        columns = ["outcome", "player", "here", "tempting", "punished", "threshold", "reason", "sustained"]
        return pd.DataFrame(rows, columns=columns)

    def __str__(self) -> str:
        stage = self.game.stage
        discount = self.game.discount
        lines = [f"sustainable outcomes of the {self.form} game ({self.method}, {self.arithmetic})"]
        for promise in self.promises:
            threshold = promise.threshold
            held = "no discount factor helps" if threshold is None else f"from {threshold} on"
            if discount is not None and promise.held_at(discount):
                held += f"; sustained at {discount}"
            lines.append(f"  {', '.join(stage.named(promise.profile).values())}: {held}")
        return "\n".join(lines)


def solve(game: RepeatedGame) -> SustainableAnswer:
    """Every pure outcome of the stage, and from which discount factor on Nash reversion sustains it.

    Complete where the stage's Nash equilibria are: then no equilibrium with Nash reversion sustains more.
    """
    stage = game.stage
    reversion, complete = _reversion(stage)
    promises = tuple(
        Promise(
            profile,
            tuple(stage.payoff(player, profile) for player in range(len(stage.players))),
            tuple(_temptation(game, profile, player, reversion) for player in range(len(stage.players))),
            tit_for_tat(stage, profile) if stage.shape == (2, 2) and game.detection_lag == 1 else None,
        )
        for profile in stage.profiles()
    )
    return SustainableAnswer(
        concept="sustainable",
        method="Nash reversion, one condition a player",
        arithmetic="exact rational and proven intervals",
        complete=complete,
        game=game,
        reversion=reversion,
        promises=promises,
    )


def deviations(game: RepeatedGame, promise: Promise) -> tuple[Temptation, ...]:
    """The temptations that the promised punishment does not outweigh at the game's discount factor.

    Without a discount factor, those that none below 1 outweighs. Recomputed from the definition: the discounted sums.
    """
    found = []
    for temptation in promise.temptations:
        here, tempting, punished = temptation.here, temptation.tempting, temptation.punished
        if game.discount is None:
            outweighed = tempting <= here or punished < here
        else:
            late = game.discount**game.detection_lag
            outweighed = (1 - late) * tempting + late * punished <= here or tempting <= here
        if not outweighed:
            found.append(temptation)
    return tuple(found)


def certify(game: RepeatedGame, answer: SustainableAnswer) -> None:
    """Check every sustained outcome against the discounted sums, and every other one for a player who gains.

    Raises
    ------
    CertificateError
        If one fails.
    """
    stage = game.stage
    for promise in answer.promises:
        for temptation in promise.temptations:
            own = [
                stage.payoff(temptation.player, _with(promise.profile, temptation.player, action))
                for action in range(stage.shape[temptation.player])
            ]
            if max(own) != temptation.tempting or own[temptation.action] != temptation.tempting:
                raise CertificateError(f"a better deviation from {promise.profile} was passed over")
        if (promise in answer.sustained) != (not deviations(game, promise)) and (
            game.discount is None or promise.held_at(game.discount) is not None
        ):
            raise CertificateError(f"the outcome {promise.profile} was misjudged")


def _reversion(stage: StrategicGame) -> tuple[Reversion, bool]:
    """The worst stage equilibrium for each player; a minimum over extreme equilibria, since payoffs are multilinear."""
    from gametheory.concepts import nash, pure_nash

    try:
        found = nash.solve(stage)
    except TooLarge:
        found = pure_nash.solve(stage)
    if not found.equilibria:
        # Mixed equilibria that are known only as intervals: a punishment cannot pay more than their upper ends.
        worst = tuple(min(payoff.upper for payoff in payoffs) for payoffs in zip(*_enclosed(found), strict=True))
        return Reversion(worst or tuple(max(values) for values in stage.payoffs), found.concept), False
    payoffs = [equilibrium.payoffs for equilibrium in found.equilibria]
    worst = tuple(min(values) for values in zip(*payoffs, strict=True))
    return Reversion(worst, found.concept), found.concept == "nash" and found.complete and not found.enclosed


def _enclosed(found: Any) -> list[tuple[Interval, ...]]:
    return [enclosed.payoffs for enclosed in found.enclosed]


def _temptation(game: RepeatedGame, profile: Profile, player: int, reversion: Reversion) -> Temptation:
    stage = game.stage
    here = stage.payoff(player, profile)
    own = [stage.payoff(player, _with(profile, player, action)) for action in range(stage.shape[player])]
    tempting = max(own)
    action = profile[player] if tempting == here else own.index(tempting)
    punished = reversion.payoffs[player]
    lag = game.detection_lag
    finite = None
    if game.punishment is not None:
        finite = finite_punishment(here, tempting, punished, lag, game.punishment)
    return Temptation(
        player, action, here, tempting, punished, endless_punishment(here, tempting, punished, lag), finite
    )


def _with(profile: Profile, player: int, action: int) -> Profile:
    return (*profile[:player], action, *profile[player + 1 :])


def _greatest(thresholds: Iterable[Fraction | Interval | None]) -> Fraction | Interval | None:
    found = list(thresholds)
    if any(threshold is None for threshold in found):
        return None
    return max((threshold for threshold in found if threshold is not None), key=_upper_end)


def _upper_end(threshold: Fraction | Interval) -> Fraction:
    return threshold.upper if isinstance(threshold, Interval) else threshold


def _written(threshold: Fraction | Interval | None) -> Any:
    if isinstance(threshold, Interval):
        return {"lower": str(threshold.lower), "upper": str(threshold.upper), "decimal": threshold.decimal()}
    return None if threshold is None else str(threshold)


def _deterrence(deterrence: Deterrence | None) -> dict[str, Any] | None:
    if deterrence is None:
        return None
    return {"threshold": _written(deterrence.threshold), "reason": deterrence.reason and deterrence.reason.value}
