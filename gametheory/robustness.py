"""Settings of a game's parameters compared over common worlds: what is stable, who gains, regret, dominance, interplay.

Every setting is solved in every world, so what differs between two settings in a world is theirs alone. Settings that
put the game's parameters in the same places are solved once. `gametheory.robustness_answer` says what is measured; this
module measures it. Payoffs are compared as floats, two of them as equal where they differ by no more than a thousand
millionth of the largest; which outcomes are stable is exact.

Source: Lempert, Popper and Bankes (2003), Shaping the Next One Hundred Years, chapters 3 and 4 (policies compared over
an ensemble of scenarios, by regret and without probabilities).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import permutations
from math import nan
from typing import TYPE_CHECKING

import numpy as np

from gametheory.concepts import CONCEPTS
from gametheory.determinants import MOST_ACTIONS
from gametheory.ensemble import Ensemble
from gametheory.errors import InvalidParameter, UnknownName
from gametheory.estimate import Estimate
from gametheory.forms import FORMS
from gametheory.game import ParametricGame
from gametheory.parameters import Point, point_of
from gametheory.robustness_answer import (
    Interaction,
    PlayerEffect,
    PlayerInteraction,
    Robustness,
    SettingEffect,
    StratumEffect,
)
from gametheory.solve import Play, solve
from gametheory.sweep_answers import Answers, Tally, WorldSolver
from gametheory.worlds import Points

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["in_arrays", "robustness"]

_PART = 2**14
_MOST_CELLS = 2**22  # payoffs of a part that are held at a time
_ONE_BY_ONE = 8
_EQUAL = 1e-9


def robustness(
    game: ParametricGame,
    settings: Mapping[str, Mapping[str, object]],
    worlds: Ensemble,
    *,
    play: Play | None = None,
    goal: Mapping[str, str] | None = None,
    pairs: Sequence[tuple[str, str, str]] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Robustness:
    """Compare settings of parameters over the same worlds.

    Parameters
    ----------
    game : ParametricGame
        The stage game.
    settings : mapping from str to mapping from str to number
        By name, where each puts some of the game's parameters; it goes before what a world says. The first is the
        baseline.
    worlds : Ensemble
        Of this game.
    play : Play, optional
        By default the simultaneous form, with all equilibria of two players (up to 5 actions each), and else the pure
        ones. Others than these two are solved world by world, which takes about a millisecond each.
    goal : mapping from str to str, optional
        Actions of some of the players that are wanted.
    pairs : sequence of (str, str, str)
        For how two settings work together: their names, and that of the setting that joins them.
    progress : callable, optional
        Called now and then with how many worlds have been solved under some setting, and how many will be.

    Raises
    ------
    UnknownName
        If a parameter, a player, an action or a setting does not exist.
    InvalidParameter
        If there is no setting, or one puts a parameter outside its range.
    NotApplicable, TooLarge
        If the play cannot take the game.
    """
    if not settings:
        raise InvalidParameter("there is no setting to compare")
    points: dict[str, Point] = {}
    for name, setting in settings.items():
        point = point_of(game.parameters, setting)
        points[name] = {parameter: point[parameter] for parameter in game.parameters if parameter in setting}
    for pair in pairs:
        for name in pair:
            if name not in points:
                raise UnknownName("setting", name, points)
    chosen = _play(game, play)
    wanted = None if goal is None else _wanted(game, goal)
    if not in_arrays(game, chosen):
        solve(game, chosen)  # a play that does not fit says so here, and not of some world
    keys = {name: _moves(game, worlds, setting) for name, setting in points.items()}
    distinct = {keys[name]: setting for name, setting in points.items()}
    solved: dict[_Moves, _Solved] = {}
    for key, setting in distinct.items():
        before, total = len(solved) * len(worlds), len(distinct) * len(worlds)

        def told(done: int, before: int = before, total: int = total) -> None:
            if progress is not None:
                progress(before + done, total)

        solved[key] = _solve(game.moved(setting), worlds.without(setting), chosen, wanted, told)
    found = {name: solved[key] for name, key in keys.items()}
    base = next(iter(found.values()))
    scale = max(np.nanmax(np.abs(one.ends), initial=1.0) for one in solved.values())
    measure = _Measure(game, worlds, base, list(solved.values()), _EQUAL * float(scale), wanted is not None)
    at_least = {
        (one, other)
        for (one, ends), (other, others) in permutations(solved.items(), 2)
        if measure.no_worse(ends, others).all()
    }
    meets = {
        (one, other)
        for (one, here), (other, there) in permutations(solved.items(), 2)
        if wanted is not None and (here.goal >= there.goal).all()
    }

    def named(order: set[tuple[_Moves, _Moves]]) -> frozenset[tuple[str, str]]:
        """The same order among the settings by name, of which several may do the same."""
        return frozenset(
            (one, other)
            for one, other in permutations(keys, 2)
            if keys[one] == keys[other] or (keys[one], keys[other]) in order
        )

    effects = {name: measure.effect(name, points[name], one) for name, one in found.items()}
    return Robustness(
        game=game,
        play=chosen,
        worlds=worlds,
        effects=effects,
        at_least=named(at_least),
        goal=goal,
        goal_at_least=named(meets) if wanted is not None else frozenset(),
        interactions=tuple(measure.interaction(names, *(found[name] for name in names)) for names in pairs),
    )


def in_arrays(game: ParametricGame, play: Play | None = None) -> bool:
    """Whether worlds are solved in arrays, many at a time, rather than one by one."""
    nowhere = Points((), np.empty((0, 0), dtype=np.int64), 1)
    return WorldSolver(game, nowhere, _play(game, play)).in_batches


_Moves = tuple[tuple[str, Fraction], ...]
"""The parameters that a setting really moves, and where to."""


@dataclass(frozen=True, eq=False)
class _Solved:
    """The answers under one setting in all worlds.

    `ends` holds each player's least and greatest payoff, (2, players, worlds), NaN where there is no equilibrium;
    `goal` is 2 where every equilibrium meets the goal, 1 where some does, and else 0.
    """

    answers: Answers
    ends: NDArray[np.float64]
    goal: NDArray[np.int8]


def _play(game: ParametricGame, play: Play | None) -> Play:
    if play is None:
        few = len(game.players) == 2 and max(game.shape) <= MOST_ACTIONS
        return Play(concept="nash" if few else "pure_nash")
    return Play(FORMS.canonical(play.form), CONCEPTS.canonical(play.concept), play.rules)


def _wanted(game: ParametricGame, goal: Mapping[str, str]) -> NDArray[np.bool_]:
    """Which pure profiles meet a goal."""
    if not goal:
        raise InvalidParameter("the goal names no player's action")
    actions = {player: game.action_index(player, goal[name]) for name in goal for player in [game.player_index(name)]}
    return np.array(
        [all(profile[player] == action for player, action in actions.items()) for profile in game.profiles()]
    )


def _moves(game: ParametricGame, worlds: Ensemble, setting: Point) -> _Moves:
    """Without what stands there anyhow, in every world."""
    return tuple(
        sorted((n, v) for n, v in setting.items() if n in worlds.points.names or v != game.parameters[n].default)
    )


def _solve(
    game: ParametricGame,
    worlds: Ensemble,
    play: Play,
    wanted: NDArray[np.bool_] | None,
    told: Callable[[int], None],
) -> _Solved:
    solver = WorldSolver(game, worlds.points, play, payoffs=True, risk_dominance=False)
    cells = len(game.players) * len(game.payoffs[0])
    size = max(min(_MOST_CELLS // cells, _PART), 1) if solver.in_batches else _ONE_BY_ONE
    parts = []
    for start in range(0, len(worlds), size):
        stop = min(start + size, len(worlds))
        parts.append(solver.answers(start, stop)[2])
        told(stop)
    stable = np.concatenate([part.stable for part in parts], axis=1)
    number = np.concatenate([part.equilibria for part in parts]).astype(np.int64)
    infinite = [part.infinite for part in parts if part.infinite is not None]
    answers = Answers(stable, number, np.concatenate(infinite) if infinite else None)
    least, greatest = (np.concatenate([getattr(part, end) for part in parts], axis=1) for end in ("least", "greatest"))
    goal = np.zeros(len(worlds), dtype=np.int8)
    if wanted is not None:
        meeting = np.count_nonzero(stable[wanted], axis=0)
        goal = (meeting > 0).astype(np.int8) + ((meeting > 0) & (meeting == number))
    return _Solved(answers, np.stack([least, greatest]), goal)


@dataclass(frozen=True, eq=False)
class _Measure:
    """Measures settings against a baseline and against each other, payoffs alike where they differ by `equal`."""

    game: ParametricGame
    worlds: Ensemble
    base: _Solved
    every: list[_Solved]
    equal: float
    goal: bool

    @cached_property
    def best(self) -> NDArray[np.float64]:
        """The most that any setting yields: by the least payoffs, and by the greatest."""
        best: NDArray[np.float64] = np.fmax.reduce([one.ends for one in self.every], axis=0)  # passes over NaN
        return best

    @cached_property
    def nearest_to_goal(self) -> NDArray[np.int8]:
        """How surely the goal is met in each world under whichever setting does so most."""
        most: NDArray[np.int8] = np.maximum.reduce([one.goal for one in self.every])
        return most

    def no_worse(self, one: _Solved, other: _Solved) -> NDArray[np.bool_]:
        """For each player and world."""
        return ~_somewhere(~(one.ends >= other.ends - self.equal))  # what is NaN is not no worse

    def effect(self, name: str, setting: Point, here: _Solved) -> SettingEffect:
        up, down = self.no_worse(here, self.base), self.no_worse(self.base, here)
        unknown = _somewhere(np.isnan(here.ends + self.base.ends))
        regret = self.best - here.ends
        change = here.ends - self.base.ends
        players = tuple(
            PlayerEffect(
                player=player,
                better=_share(up[i] & ~down[i]),
                worse=_share(down[i] & ~up[i]),
                same=_share(up[i] & down[i]),
                undecided=_share(~up[i] & ~down[i] & ~unknown[i]),
                unknown=_share(unknown[i]),
                surely_better=_share(here.ends[0, i] > self.base.ends[1, i] + self.equal),
                surely_worse=_share(here.ends[1, i] < self.base.ends[0, i] - self.equal),
                change=(Estimate.average(change[0, i]), Estimate.average(change[1, i])),
                worst=_extreme(np.fmin, here.ends[0, i]),
                regret=(Estimate.average(regret[0, i]), Estimate.average(regret[1, i])),
                worst_regret=(_extreme(np.fmax, regret[0, i]), _extreme(np.fmax, regret[1, i])),
            )
            for i, player in enumerate(self.game.players)
        )
        harmless = np.asarray(up.all(axis=0))
        improving = harmless & ~np.asarray(down.all(axis=0))
        stable = here.answers.stable
        changed = np.asarray((stable != self.base.answers.stable).any(axis=0))
        changed |= here.answers.equilibria != self.base.answers.equilibria

        def part(stratum: str, which: slice) -> StratumEffect:
            infinite = here.answers.infinite
            own = Answers(
                stable[:, which], here.answers.equilibria[which], None if infinite is None else infinite[which]
            )
            goal = here.goal[which]
            return StratumEffect(
                stratum=stratum,
                tally=Tally.of(own),
                changed=_share(changed[which]),
                harmless=_share(harmless[which]),
                improving=_share(improving[which]),
                goal=(_share(goal == 2), _share(goal >= 1)) if self.goal else None,
                missed=_share(goal < self.nearest_to_goal[which]) if self.goal else None,
            )

        edges = np.searchsorted(self.worlds.stratum, np.arange(len(self.worlds.strata) + 1)).tolist()
        return SettingEffect(
            name=name,
            setting=setting,
            whole=part("", slice(None)),
            strata=tuple(
                part(stratum, slice(*edges[number : number + 2])) for number, stratum in enumerate(self.worlds.strata)
            ),
            players=players,
        )

    def interaction(self, names: tuple[str, str, str], first: _Solved, second: _Solved, both: _Solved) -> Interaction:
        four = (both, first, second, self.base)
        excess = both.ends - first.ends - second.ends + self.base.ends
        rises, falls = _somewhere(excess > self.equal), _somewhere(excess < -self.equal)
        unknown = _somewhere(np.isnan(excess))
        players = tuple(
            PlayerInteraction(
                player=player,
                excess=(Estimate.average(excess[0, i]), Estimate.average(excess[1, i])),
                positive=_share(rises[i] & ~falls[i] & ~unknown[i]),
                negative=_share(falls[i] & ~rises[i] & ~unknown[i]),
                other=_share((rises[i] & falls[i]) | unknown[i]),
            )
            for i, player in enumerate(self.game.players)
        )

        met = [
            Estimate.average(
                np.add.reduce(
                    [sign * (one.goal >= level) for sign, one in zip((1.0, -1.0, -1.0, 1.0), four, strict=True)]
                )
            )
            for level in (2, 1)
        ]
        return Interaction(*names, players=players, goal=(met[0], met[1]) if self.goal else None)


def _somewhere(ends: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """For each player and world whether something is so at one of the ends."""
    return np.asarray(ends.any(axis=0), dtype=bool)


def _share(hits: NDArray[np.bool_]) -> Estimate:
    return Estimate.share(int(np.count_nonzero(hits)), len(hits))


def _extreme(ufunc: np.ufunc, values: NDArray[np.float64]) -> float:
    """The least or the greatest of the values that are not NaN."""
    return float(ufunc.reduce(values, initial=nan))
