"""What is known of an answer whose parameters are only known to lie in ranges, or to agree with stated preferences.

- *Acceptability*: the share of the worlds in which an outcome is an equilibrium, after SMAA (Lahdelma, Hokkanen and
  Salminen 1998, European Journal of Operational Research 106): the only one, or one of several.
- *Sensitivity*: which single parameter the answer hangs on (`gametheory.label_sensitivity`).
- *Information*: what knowing a parameter is worth to a player (`gametheory.value_of_information`).

Worlds are drawn by `gametheory.worlds`. A share of worlds is not a probability, unless somebody believes the worlds to
be equally likely.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory.acceptability import exact_acceptability
from gametheory.answer_labels import AnswerLabels
from gametheory.binomial_bounds import share_bounds
from gametheory.concepts import CONCEPTS
from gametheory.determinants import MOST_ACTIONS
from gametheory.equilibrium_pattern import Pattern, Supports
from gametheory.errors import InvalidParameter, NotApplicable, TooLarge
from gametheory.estimate import IntervalEstimate
from gametheory.forms import FORMS
from gametheory.game import ParametricGame, Profile, StrategicGame
from gametheory.label_sensitivity import LEAST_WORLDS, Sensitivity, gini_index, label_sensitivity
from gametheory.parameters import MultiAffine
from gametheory.solve import Play, rules_of
from gametheory.sweep_answers import Tally, WorldSolver
from gametheory.value_of_information import InformationValue, value_of_information
from gametheory.worlds import Points, Worlds, draw_worlds

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MOST_WORLDS", "SAMPLES", "Acceptability", "AnswerShare", "Uncertainty", "uncertainty"]

SAMPLES = {True: 8192, False: 128}
"""How many worlds are drawn unasked, where games are solved in batches and where they are solved one by one."""

MOST_WORLDS = 2**18
"""The most worlds that may be drawn."""


@dataclass(frozen=True, slots=True)
class Acceptability:
    """In what share of the worlds one pure outcome is an equilibrium.

    Attributes
    ----------
    profile : tuple of int
    equilibrium, only, several : IntervalEstimate
        Whether at all, as the only equilibrium, as one of several. Intervals by Clopper and Pearson.
    exact : Fraction, or None
        The exact share of the region in which it is an equilibrium at all, where `gametheory.acceptability` has it.
    central : mapping from str to float, or None
        SMAA's central weights, here of all parameters that move: their means over the worlds in which the outcome is an
        equilibrium. None where there is no such world.
    """

    profile: Profile
    equilibrium: IntervalEstimate
    only: IntervalEstimate
    several: IntervalEstimate
    exact: Fraction | None
    central: Mapping[str, float] | None


@dataclass(frozen=True, slots=True)
class AnswerShare:
    """One answer, and the share of the worlds that have it: the supports of all its (extreme) equilibria."""

    supports: tuple[Supports, ...]
    share: IntervalEstimate


@dataclass(frozen=True)
class Uncertainty:
    """What is known of an uncertain game.

    Attributes
    ----------
    game : ParametricGame
        Its defaults are where the parameters stand that do not move.
    play : Play
    worlds : Worlds
        The points that were drawn.
    margins : int
        How many stated preferences the worlds agree with.
    acceptability : tuple of Acceptability
        One a pure outcome, in the order of the game's profiles.
    only_mixed, none : IntervalEstimate
        The share of the worlds that have equilibria but no pure one, and that have no equilibrium of the play's kind.
    answers : tuple of AnswerShare
        The answers, the most frequent first.
    gini : float
        The share of the pairs of worlds whose answers differ.
    sensitivity : tuple of Sensitivity
        One a parameter, in the order of the worlds' names.
    information : tuple of InformationValue
        See `gametheory.value_of_information.value_of_information`.
    """

    game: ParametricGame
    play: Play
    worlds: Worlds = field(repr=False)
    margins: int
    acceptability: tuple[Acceptability, ...]
    only_mixed: IntervalEstimate
    none: IntervalEstimate
    answers: tuple[AnswerShare, ...]
    gini: float
    sensitivity: tuple[Sensitivity, ...]
    information: tuple[InformationValue, ...]

    @property
    def ranked(self) -> tuple[Sensitivity, ...]:
        """The parameters, the one that the answer hangs on most first."""
        return tuple(sorted(self.sensitivity, key=lambda found: (-found.changes.value, found.parameter)))

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data; estimates with the interval that holds them with 99% confidence."""
        worlds, actions = self.worlds, self.game.actions
        return {
            "form": self.play.form,
            "concept": self.play.concept,
            "players": list(self.game.players),
            "worlds": len(worlds),
            "seed": worlds.seed,
            "over": {
                name: [str(low), str(high)] for name, (low, high) in zip(worlds.names, worlds.ranges, strict=True)
            },
            "margins": self.margins,
            "walked": worlds.walked,
            "acceptability": [
                {
                    "profile": self.game.named(found.profile),
                    "equilibrium": found.equilibrium.to_dict(),
                    "exact": None if found.exact is None else str(found.exact),
                    "only": found.only.to_dict(),
                    "several": found.several.to_dict(),
                    "central": None if found.central is None else dict(found.central),
                }
                for found in self.acceptability
            ],
            "only_mixed": self.only_mixed.to_dict(),
            "none": self.none.to_dict(),
            "answers": [
                {
                    "equilibria": [
                        {
                            player: [names[action] for action in own]
                            for player, names, own in zip(self.game.players, actions, one, strict=True)
                        }
                        for one in answer.supports
                    ],
                    "share": answer.share.to_dict(),
                }
                for answer in self.answers
            ],
            "gini": self.gini,
            "sensitivity": [
                {
                    "parameter": found.parameter,
                    "changes": found.changes.to_dict(),
                    "total": None if found.total is None else found.total.to_dict(),
                    "first_order": None if found.first_order is None else found.first_order.to_dict(),
                }
                for found in self.sensitivity
            ],
            "information": [found.to_dict() for found in self.information],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row a number, as a pandas frame.

        Columns: part (acceptability, sensitivity or information), subject (an outcome, or parameters joined by ``+``),
        player (of information), measure, value, low, high (99% intervals) and error (a standard error, of information).
        """
        import pandas as pd

        rows: list[dict[str, Any]] = []

        def add(
            part: str, subject: str, measure: str, found: IntervalEstimate | None, player: str | None = None
        ) -> None:
            if found is not None:
                rows.append({"part": part, "subject": subject, "player": player, "measure": measure, **found.to_dict()})

        for outcome in self.acceptability:
            subject = "/".join(self.game.named(outcome.profile).values())
            for measure in ("equilibrium", "only", "several"):
                add("acceptability", subject, measure, getattr(outcome, measure))
        for one in self.sensitivity:
            for measure in ("changes", "total", "first_order"):
                add("sensitivity", one.parameter, measure, getattr(one, measure))
        for known in self.information:
            for kind, ends in (("kept", known.kept), ("shared", known.shared)):
                for end, gain in zip(("least", "greatest"), ends or (), strict=bool(ends)):
                    subject = "+".join(known.parameters)
                    row = {"part": "information", "subject": subject, "player": known.player}
                    rows.append({**row, "measure": f"{kind}_{end}", **gain.to_dict()})
        columns = ["part", "subject", "player", "measure", "value", "low", "high", "error"]
        return pd.DataFrame(rows, columns=columns)

    def __str__(self) -> str:
        lines = [f"{self.play.concept} in {len(self.worlds):,} worlds of {len(self.worlds.names)} parameters"]
        for found in self.acceptability:
            if found.equilibrium.value:
                name = ", ".join(self.game.named(found.profile).values())
                lines.append(
                    f"  {name}: an equilibrium in {found.equilibrium.value:.1%}, the only one in {found.only.value:.1%}"
                )
        lines.append(f"  no pure equilibrium in {self.only_mixed.value + self.none.value:.1%}")
        if self.gini:
            most = self.ranked[0]
            lines.append(f"  drawing {most.parameter} anew changes the answer in {most.changes.value:.1%}")
        else:
            lines.append(
                f"  the same answer in all worlds: {Pattern.isolated(self.answers[0].supports).text(self.game.actions)}"
            )
        return "\n".join(lines)


def uncertainty(
    game: ParametricGame | StrategicGame,
    *,
    play: Play | None = None,
    over: Mapping[str, tuple[object, object] | None] | Collection[str] | None = None,
    margins: Sequence[MultiAffine] = (),
    samples: int | None = None,
    seed: int = 0,
    at: Mapping[str, object] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Uncertainty:
    """What is known of a game's answer where its parameters are uncertain.

    Parameters
    ----------
    game : ParametricGame
    play : Play, optional
        By default simultaneous ``nash`` for two players with up to five actions each, else ``pure_nash``.
    over : mapping from str to (low, high) or None, or names, optional
        What is uncertain, between which ends; by default every parameter, over its whole range.
    margins : sequence of MultiAffine
        What must not be negative in any world, such as a payoff less one that is stated to be worse.
    samples : int, optional
        How many worlds; by default `SAMPLES`. Each is solved once more for each parameter.
    seed : int
        Equal arguments give equal results.
    at : mapping from str to number, optional
        Where parameters stand that do not move, if not at their defaults.
    progress : callable, optional
        Called now and then with the worlds that are solved and those that there are, drawn anew ones among them.

    Raises
    ------
    UnknownName, InvalidParameter, NoWorlds, NotAffine, NotApplicable, TooLarge
        If something asked for is not there or cannot be; the message says which.
    """
    if not isinstance(game, ParametricGame):
        raise NotApplicable("the game has no parameters that could be uncertain")
    stage = game.moved(at)
    if play is None:
        few = len(stage.players) == 2 and max(stage.shape) <= MOST_ACTIONS
        play = Play(concept="nash" if few else "pure_nash")
    play = Play(FORMS.canonical(play.form), CONCEPTS.canonical(play.concept), dict(play.rules))
    rules_of(play)
    if over is None:
        over = [name for name, entry in stage.parameters.items() if entry.low < entry.high]
    ranges = over if isinstance(over, Mapping) else dict.fromkeys(over)
    if not ranges:
        raise InvalidParameter("nothing is uncertain: the game has no parameter with a range to move in")
    if samples is None:
        nowhere = Points((), np.empty((0, 0)), 1)
        samples = SAMPLES[WorldSolver(stage, nowhere, play).in_batches]
    if not isinstance(samples, int) or isinstance(samples, bool) or samples < LEAST_WORLDS:
        raise InvalidParameter(f"{samples!r} worlds were asked for; at least {LEAST_WORLDS} are needed")
    if samples > MOST_WORLDS:
        raise TooLarge(f"{samples:,} worlds were asked for; up to {MOST_WORLDS:,} are drawn")
    worlds = draw_worlds(stage, ranges, samples, margins=margins, seed=seed)
    solver, labels = WorldSolver(stage, worlds.points, play), AnswerLabels(stage, play)
    solver.check()

    def solved(before: int, done: int) -> None:
        if progress is not None:
            progress(before + done, (1 + len(worlds.names)) * samples)

    answers = solver.answers(0, samples, lambda done: solved(0, done // 2))[2]
    label = labels.of(worlds.points, lambda done: solved(0, (samples + done) // 2))  # the same worlds, solved again
    tally = Tally.of(answers)
    values = worlds.points.values()
    box = dict(zip(worlds.names, worlds.ranges, strict=True))
    simultaneous = play.form == "simultaneous" and play.concept in {"nash", "pure_nash"}
    anew = []
    for row in range(len(worlds.names)):
        before = (1 + row) * samples
        solved(before, 0)
        anew.append(labels.of(worlds.anew(row), partial(solved, before)))
    counts = np.bincount(label).tolist()
    order = sorted(range(len(counts)), key=lambda number: (-counts[number], labels.supports[number]))
    return Uncertainty(
        game=stage,
        play=play,
        worlds=worlds,
        margins=len(margins),
        acceptability=tuple(
            Acceptability(
                profile,
                _share(only + several, samples),
                _share(only, samples),
                _share(several, samples),
                exact_acceptability(stage, profile, box, margins) if simultaneous else None,
                dict(zip(worlds.names, values[:, holds].mean(axis=1).tolist(), strict=True)) if holds.any() else None,
            )
            for profile, only, several, holds in zip(
                stage.profiles(), tally.only, tally.several, answers.stable, strict=True
            )
        ),
        only_mixed=_share(tally.mixed, samples),
        none=_share(tally.none, samples),
        answers=tuple(
            AnswerShare(labels.supports[number], _share(counts[number], samples)) for number in order if counts[number]
        ),
        gini=gini_index(label),
        sensitivity=label_sensitivity(worlds.names, values, label, np.stack(anew), seed),
        information=value_of_information(stage, play, worlds),
    )


def _share(count: int, worlds: int) -> IntervalEstimate:
    return IntervalEstimate(count / worlds, *share_bounds(count, worlds))
