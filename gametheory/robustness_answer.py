"""How settings of parameters compare over worlds, as a result: outcomes, payoffs, regret, dominance, interaction.

A *setting* puts some parameters somewhere; the *baseline* is the one that others are held against. In a world a setting
may leave several equilibria. A player's payoff there is the interval from the least to the greatest over all of them,
and no equilibrium is ever picked. One interval is *no worse* than another if neither its lower nor its upper end lies
below the other's (the order of Topkis 1978, Operations Research 26); it is *surely* better if all of it lies above.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isnan, nan
from typing import TYPE_CHECKING, Any, Literal

from gametheory.ensemble import Ensemble
from gametheory.errors import UnknownName
from gametheory.estimate import Estimate
from gametheory.game import ParametricGame, Profile
from gametheory.parameters import Point
from gametheory.solve import Play
from gametheory.sweep_answers import Tally

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Interaction",
    "PlayerEffect",
    "PlayerInteraction",
    "Robustness",
    "SettingEffect",
    "StratumEffect",
]

Verdict = Literal["complements", "substitutes", "independent", "varies"]


@dataclass(frozen=True, slots=True)
class PlayerEffect:
    """What a setting does to one player.

    Attributes
    ----------
    player : str
    better, worse, same, undecided, unknown : Estimate
        Shares of all worlds: against the baseline the player's interval is no worse and not the same, no better and
        not the same, the same, neither (one end rises, the other falls), or there is no equilibrium to compare.
    surely_better, surely_worse : Estimate
        The shares in which every equilibrium yields more, or less, than every one of the baseline; within `better` and
        `worse`.
    change : tuple of Estimate
        The mean change against the baseline, of the least payoff and of the greatest.
    worst : float
        The least payoff over all worlds and equilibria; NaN where there is none.
    regret : tuple of Estimate
        How much more the best of all the settings would yield in the same world, on average: judged by the least
        payoff of each, and by the greatest (Savage 1951, Journal of the American Statistical Association 46).
    worst_regret : tuple of float
        The greatest regret over all worlds, likewise; NaN where there is none.
    """

    player: str
    better: Estimate
    worse: Estimate
    same: Estimate
    undecided: Estimate
    unknown: Estimate
    surely_better: Estimate
    surely_worse: Estimate
    change: tuple[Estimate, Estimate]
    worst: float
    regret: tuple[Estimate, Estimate]
    worst_regret: tuple[float, float]

    def measures(self) -> Iterator[tuple[str, Estimate]]:
        """Everything measured, by name; extremes have no error."""
        for name in ("better", "worse", "same", "undecided", "unknown", "surely_better", "surely_worse"):
            yield name, getattr(self, name)
        yield from zip(("change_of_least", "change_of_greatest"), self.change, strict=True)
        yield "worst", Estimate(self.worst, nan, self.change[0].worlds)
        for end, regret, worst in zip(("least", "greatest"), self.regret, self.worst_regret, strict=True):
            yield f"regret_of_{end}", regret
            yield f"worst_regret_of_{end}", Estimate(worst, nan, regret.worlds)


@dataclass(frozen=True, slots=True)
class StratumEffect:
    """What a setting does in one kind of world.

    Attributes
    ----------
    stratum : str
    tally : Tally
        In how many worlds each outcome is the only equilibrium or one of several, and in how many there is none.
    changed : Estimate
        The share of worlds in which other pure outcomes are stable than at the baseline, or another number of
        equilibria.
    harmless, improving : Estimate
        The shares in which no player is worse off than at the baseline, and in which besides some player is better off.
    goal : tuple of Estimate, or None
        Where a goal is stated, the shares of worlds in which every equilibrium meets it, and in which some one does.
    missed : Estimate, or None
        Likewise the share in which another setting meets it where this one does not, or surely where this one does so
        only possibly: the regret that a goal knows.
    """

    stratum: str
    tally: Tally
    changed: Estimate
    harmless: Estimate
    improving: Estimate
    goal: tuple[Estimate, Estimate] | None
    missed: Estimate | None

    def measures(self) -> Iterator[tuple[str, Estimate]]:
        """The shares by name."""
        yield from (("changed", self.changed), ("harmless", self.harmless), ("improving", self.improving))
        if self.goal is not None:
            yield from zip(("goal_surely", "goal_possibly"), self.goal, strict=True)
        if self.missed is not None:
            yield "goal_missed", self.missed


@dataclass(frozen=True, slots=True)
class SettingEffect:
    """What one setting does.

    Attributes
    ----------
    name : str
    setting : mapping from str to Fraction
        The parameters of the game that it puts somewhere.
    whole : StratumEffect
        In all worlds; its stratum has the empty name.
    strata : tuple of StratumEffect
        In each kind of world.
    players : tuple of PlayerEffect
        To each player, in all worlds.
    """

    name: str
    setting: Point
    whole: StratumEffect
    strata: tuple[StratumEffect, ...]
    players: tuple[PlayerEffect, ...]

    def player(self, name: str) -> PlayerEffect:
        """The effect on one player.

        Raises
        ------
        UnknownName
            If there is no such player.
        """
        for effect in self.players:
            if effect.player == name:
                return effect
        raise UnknownName("player", name, [effect.player for effect in self.players])

    @property
    def robust_to(self) -> tuple[str, ...]:
        """The strata in whose every world, of those drawn, it meets the goal whichever equilibrium comes about.

        Where no goal is stated: in which it leaves no player worse off, and some player better off in some world.
        """
        return tuple(
            one.stratum
            for one in self.strata
            if (one.goal[0].mean == 1 if one.goal is not None else one.harmless.mean == 1 and one.improving.mean > 0)
        )


@dataclass(frozen=True, slots=True)
class PlayerInteraction:
    """By how much two settings together move a player's payoff beyond the sum of what each moves alone.

    Attributes
    ----------
    player : str
    excess : tuple of Estimate
        The mean of (both - first - second + baseline), of the least payoff and of the greatest.
    positive, negative : Estimate
        The shares of worlds in which no end of it is negative and one is positive, and the reverse.
    other : Estimate
        The share in which one end is positive and the other negative, or there is no equilibrium to compare.
    """

    player: str
    excess: tuple[Estimate, Estimate]
    positive: Estimate
    negative: Estimate
    other: Estimate

    @property
    def verdict(self) -> Verdict:
        """Complements: positive in some worlds and negative in none; substitutes: the reverse; independent: zero."""
        if self.other.mean or (self.positive.mean and self.negative.mean):
            return "varies"
        if self.positive.mean:
            return "complements"
        return "substitutes" if self.negative.mean else "independent"


@dataclass(frozen=True, slots=True)
class Interaction:
    """How two settings work together.

    Attributes
    ----------
    first, second, both : str
        Their names, and that of the setting that joins them.
    players : tuple of PlayerInteraction
    goal : tuple of Estimate, or None
        Where a goal is stated, by how much the two together raise the share of worlds that meet it beyond the sum of
        what each does alone: surely, and possibly.
    """

    first: str
    second: str
    both: str
    players: tuple[PlayerInteraction, ...]
    goal: tuple[Estimate, Estimate] | None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data."""
        return {
            "first": self.first,
            "second": self.second,
            "both": self.both,
            "players": {
                one.player: {
                    "verdict": one.verdict,
                    "excess_of_least": one.excess[0].to_dict(),
                    "excess_of_greatest": one.excess[1].to_dict(),
                    "positive": one.positive.to_dict(),
                    "negative": one.negative.to_dict(),
                    "other": one.other.to_dict(),
                }
                for one in self.players
            },
            "goal": None
            if self.goal is None
            else {"surely": self.goal[0].to_dict(), "possibly": self.goal[1].to_dict()},
        }


@dataclass(frozen=True, eq=False)
class Robustness:
    """Settings of one game's parameters, compared over the same worlds.

    Attributes
    ----------
    game : ParametricGame
        Its defaults are where the parameters stand that neither a world nor a setting moves.
    play : Play
        Under ``nash`` all equilibria count, mixed ones too; under ``pure_nash`` mixed ones are not looked for.
    worlds : Ensemble
    effects : mapping from str to SettingEffect
        By name; the first is the baseline.
    at_least : frozenset of (str, str)
        The pairs (s, t) of different settings where s is no worse than t for any player in any world.
    goal : mapping from str to str, or None
        The actions, of some of the players, that are wanted.
    goal_at_least : frozenset of (str, str)
        The pairs (s, t) where in every world s meets the goal surely if t does, and possibly if t does.
    interactions : tuple of Interaction
    """

    game: ParametricGame
    play: Play
    worlds: Ensemble
    effects: Mapping[str, SettingEffect]
    at_least: frozenset[tuple[str, str]]
    goal: Mapping[str, str] | None
    goal_at_least: frozenset[tuple[str, str]]
    interactions: tuple[Interaction, ...]

    @property
    def baseline(self) -> SettingEffect:
        """What the others are held against."""
        return next(iter(self.effects.values()))

    def outcome(self, profile: Profile) -> str:
        """A pure outcome in words: the actions, joined by slashes."""
        return "/".join(self.game.named(profile).values())

    def dominates(self, one: str, other: str, *, by_goal: bool = False) -> bool:
        """Whether a setting dominates another: never worse for anyone (or for the goal), and somewhere better."""
        order = self.goal_at_least if by_goal else self.at_least
        return (one, other) in order and (other, one) not in order

    def dominators(self, name: str, *, by_goal: bool = False) -> tuple[str, ...]:
        """The settings that dominate one."""
        return tuple(other for other in self.effects if self.dominates(other, name, by_goal=by_goal))

    def least_regret(self, player: str) -> tuple[str, ...]:
        """The settings whose worst regret, by the player's least payoff, is smallest (minimax regret); ties all."""
        worst = {name: effect.player(player).worst_regret[0] for name, effect in self.effects.items()}
        known = [value for value in worst.values() if not isnan(value)]
        return tuple(name for name, value in worst.items() if known and value <= min(known))

    def rows(self) -> Iterator[dict[str, Any]]:
        """One mapping a number: setting, stratum, about (an outcome, a player, or nothing), measure, value, error."""
        profiles = [self.outcome(profile) for profile in self.game.profiles()]
        for name, effect in self.effects.items():
            for part in (effect.whole, *effect.strata):
                at = {"setting": name, "stratum": part.stratum}
                worlds = part.tally.worlds
                shares = [(about, "only", count) for about, count in zip(profiles, part.tally.only, strict=True)]
                shares += [(about, "one_of_several", n) for about, n in zip(profiles, part.tally.several, strict=True)]
                shares += [("", "only_mixed", part.tally.mixed), ("", "no_equilibrium", part.tally.none)]
                measured = [(about, measure, Estimate.share(count, worlds)) for about, measure, count in shares]
                measured += [("", measure, value) for measure, value in part.measures()]
                if not part.stratum:
                    measured += [(p.player, measure, value) for p in effect.players for measure, value in p.measures()]
                for about, measure, value in measured:
                    yield {**at, "about": about, "measure": measure, "value": value.mean, "error": value.error}

    def to_frame(self) -> pd.DataFrame:
        """One row a number, as a pandas frame with the columns of `rows`."""
        import pandas as pd

        return pd.DataFrame(self.rows(), columns=["setting", "stratum", "about", "measure", "value", "error"])

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data."""
        profiles = [self.outcome(profile) for profile in self.game.profiles()]

        def shown(part: StratumEffect) -> dict[str, Any]:
            return {
                "outcomes": dict(
                    zip(
                        profiles,
                        (
                            {"only": only, "one_of_several": several}
                            for only, several in zip(part.tally.only, part.tally.several, strict=True)
                        ),
                        strict=True,
                    )
                ),
                "worlds": part.tally.worlds,
                "only_mixed": part.tally.mixed,
                "no_equilibrium": part.tally.none,
                **{name: value.to_dict() for name, value in part.measures()},
            }

        return {
            "form": self.play.form,
            "concept": self.play.concept,
            "players": list(self.game.players),
            "worlds": self.worlds.to_dict(),
            "goal": None if self.goal is None else dict(self.goal),
            "settings": {
                name: {
                    "set": {parameter: str(value) for parameter, value in effect.setting.items()},
                    **shown(effect.whole),
                    "strata": {part.stratum: shown(part) for part in effect.strata},
                    "players": {one.player: {n: v.to_dict() for n, v in one.measures()} for one in effect.players},
                    "robust_to": list(effect.robust_to),
                    "dominated_by": list(self.dominators(name)),
                    "dominated_for_the_goal_by": list(self.dominators(name, by_goal=True)),
                }
                for name, effect in self.effects.items()
            },
            "interactions": [one.to_dict() for one in self.interactions],
        }

    def __str__(self) -> str:
        lines = [f"{len(self.effects)} settings over {len(self.worlds)} worlds, {self.play.concept}"]
        for name, effect in self.effects.items():
            tally = effect.whole.tally
            counts = [
                f"{self.outcome(profile)} only {only}, one of several {several}"
                for profile, only, several in zip(self.game.profiles(), tally.only, tally.several, strict=True)
                if only or several
            ]
            lines.append(f"  {name}: {'; '.join(counts) or 'no pure equilibrium'}")
        return "\n".join(lines)
