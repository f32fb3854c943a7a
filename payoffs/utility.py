"""Additive multi-attribute utility: from interests and effects to payoffs that are multi-affine in weights and levers.

What player i gets at an action profile a is the sum over the interests k of the actors that it acts for::

    u_i(a)     = sum over k of  weight_k * level_k(a)
    level_k(a) = sum over the effects e on k that a meets of  level_e * product of the factors of e

A profile meets an effect when every player that the effect's `when` names plays an action named there. A factor of an
effect is a lever x, written ``x`` in the effect's `times`, or its complement 1 - x, written ``1 - x``. Weights and
levers are the parameters; each occurs at most once in a product, so every payoff is affine in each parameter while the
others stand still.

Source: Keeney and Raiffa (1976), Decisions with Multiple Objectives, section 6.5 (additive utility).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod
from typing import TypeVar

from gametheory.errors import InvalidParameter, TooLarge, UnknownName
from gametheory.game import ParametricGame, Profile, StrategicGame
from gametheory.parameters import MultiAffine, Parameter, point_of
from payoffs.scenario import Effect, Game, Scenario

__all__ = [
    "MOST_TERMS",
    "check_size",
    "factors",
    "game_at",
    "game_named",
    "parameters",
    "parameters_used",
    "parametric_game",
    "profiles_meeting",
    "settings",
    "weight_ranges",
]

MOST_TERMS = 1_000_000
"""The most payoff cells, and the most terms in all of them together, that a game may have."""

_Entry = TypeVar("_Entry")


def game_named(scenario: Scenario, name: str) -> str:
    """The id of the scenario's game called `name`, whether written with hyphens or underscores.

    Raises
    ------
    UnknownName
        If the scenario has no such game.
    """
    return _id_of(f"game of “{scenario.title}”", name, scenario.games)  # so that nobody seeks it in the wrong scenario


def weight_ranges(scenario: Scenario) -> dict[str, tuple[Fraction, Fraction]]:
    """The least and greatest weight of every interest."""
    return {name: interest.range or scenario.weight_range for name, interest in scenario.interests.items()}


def parameters(scenario: Scenario) -> dict[str, Parameter]:
    """Every parameter of the scenario by name: first the interests' weights, then the levers."""
    ranges = weight_ranges(scenario)
    weights = {name: Parameter(name, entry.weight, *ranges[name]) for name, entry in scenario.interests.items()}
    levers = {name: Parameter(name, entry.default, *entry.range) for name, entry in scenario.levers.items()}
    return weights | levers


def parametric_game(scenario: Scenario, game_id: str) -> ParametricGame:
    """The game with payoffs in the weights and levers that its effects use.

    Parameters
    ----------
    scenario : Scenario
        A scenario that has been read, so that all its references hold.
    game_id : str
        One of its games.

    Returns
    -------
    ParametricGame
        Players and actions bear their ids. The parameters are those of `parameters_used`, in the scenario's order.

    Raises
    ------
    UnknownName
        If the scenario has no such game.
    TooLarge
        If the game has more than `MOST_TERMS` payoff cells, or terms in them.
    """
    game = scenario.games[game_named(scenario, game_id)]
    check_size(game)
    players = tuple(player.id for player in game.players)
    actions = tuple(tuple(action.id for action in player.actions) for player in game.players)
    speaks_for = {actor: index for index, player in enumerate(game.players) for actor in player.actors}
    strides = [prod(map(len, actions[index + 1 :])) for index in range(len(actions))]
    cells: list[list[dict[frozenset[str], Fraction]]] = [
        [{} for _ in range(prod(map(len, actions)))] for _ in game.players
    ]
    used = parameters_used(game)
    for effect in game.effects:
        row = cells[speaks_for[scenario.interests[effect.interest].actor]]
        term = MultiAffine({frozenset((effect.interest,)): effect.level})
        for name, complement in factors(effect):
            factor = MultiAffine.parameter(name)
            term *= MultiAffine.constant(1) - factor if complement else factor
        for profile in profiles_meeting(game, effect):
            cell = row[sum(map(int.__mul__, profile, strides))]
            for monomial, coefficient in term.terms.items():
                cell[monomial] = cell.get(monomial, _ZERO) + coefficient
    payoffs = tuple(
        tuple(MultiAffine({monomial: value for monomial, value in cell.items() if value}) for cell in row)
        for row in cells
    )
    return ParametricGame(
        players, actions, payoffs, {name: entry for name, entry in parameters(scenario).items() if name in used}
    )


def game_at(scenario: Scenario, game_id: str, values: Mapping[str, object] | None = None) -> StrategicGame:
    """The game at one point: the defaults, but for the parameters that `values` sets.

    A parameter that the scenario has and this game does not use may be set, and has no effect on it.

    Raises
    ------
    UnknownName, InvalidParameter, InvalidNumber, TooLarge
        As in `settings` and `parametric_game`.
    """
    game = parametric_game(scenario, game_id)
    point = settings(scenario, at=values)
    return game.at({name: value for name, value in point.items() if name in game.parameters})


def settings(
    scenario: Scenario,
    *,
    readings: Iterable[str] = (),
    policy: str | None = None,
    at: Mapping[str, object] | None = None,
) -> dict[str, Fraction]:
    """The parameters that stand elsewhere than at their defaults, once readings, a policy and single values are merged.

    The policy goes before the readings, and `at` before both. Names may be written with hyphens.

    Parameters
    ----------
    scenario : Scenario
        Where the names are looked up.
    readings : iterable of str
        Readings that hold together, such as one a player.
    policy : str, optional
        A policy of the scenario.
    at : mapping from str to number, optional
        Values of single parameters, as `gametheory.exact.exact` reads them.

    Returns
    -------
    dict from str to Fraction
        For any game of the scenario, including games that do not use some of these parameters (see `game_at`).

    Raises
    ------
    UnknownName
        If there is no such reading, policy or parameter.
    InvalidParameter
        If two of the readings set a parameter to different values, `at` names one twice, or a value is out of range.
    InvalidNumber
        If a value is not a number.
    """
    merged: dict[str, Fraction] = {}
    set_by: dict[str, str] = {}
    for reading in readings:
        name = _id_of("reading", reading, scenario.readings)
        for parameter, value in scenario.readings[name].set.items():
            if merged.get(parameter, value) != value:
                raise InvalidParameter(
                    f"the reading {set_by[parameter]} sets {parameter} to {merged[parameter]}, "
                    f"and the reading {name} sets it to {value}; they cannot hold together"
                )
            merged[parameter] = value
            set_by[parameter] = name
    if policy is not None:
        merged |= scenario.policies[_id_of("policy", policy, scenario.policies)].set
    known = parameters(scenario)
    chosen: dict[str, object] = {}
    for asked, number in (at or {}).items():
        name = _id_of("parameter", asked, known)
        if name in chosen:
            raise InvalidParameter(f"{name} is set twice")
        chosen[name] = number
    values = merged | chosen
    point = point_of(known, values)
    return {name: point[name] for name in known if name in values}


def parameters_used(game: Game) -> set[str]:
    """The weights and levers that a game's payoffs depend on, and the levers that say how likely its types are."""
    levers = {lever for effect in game.effects for lever, _ in factors(effect)}
    priors = {entry.lever for own in game.types.values() for entry in own.values() if entry.lever is not None}
    return levers | priors | {effect.interest for effect in game.effects}


def factors(effect: Effect) -> Iterator[tuple[str, bool]]:
    """The levers that multiply an effect, each with whether it is the complement 1 - x that does."""
    for factor in effect.times:
        yield factor.removeprefix("1 - "), factor.startswith("1 - ")


def profiles_meeting(game: Game, effect: Effect | None = None) -> Iterator[Profile]:
    """Every profile, in action indices, at which the effect counts; every profile of the game where none is given."""
    return product(*_choices_meeting(game, effect.when if effect else {}))


def _choices_meeting(game: Game, when: Mapping[str, str | tuple[str, ...]]) -> list[list[int]]:
    choices = []
    for player in game.players:
        wanted = when.get(player.id)
        named = (wanted,) if isinstance(wanted, str) else wanted
        choices.append([index for index, action in enumerate(player.actions) if named is None or action.id in named])
    return choices


def check_size(game: Game) -> None:
    """Raise `TooLarge` if the game has more than `MOST_TERMS` payoff cells, or terms in them."""
    cells = prod((len(player.actions) for player in game.players), start=len(game.players))
    if cells > MOST_TERMS:
        raise TooLarge(f"the game has more than {MOST_TERMS} payoff cells, and no more than that are held")
    terms = sum(prod(map(len, _choices_meeting(game, effect.when))) << len(effect.times) for effect in game.effects)
    if terms > MOST_TERMS:
        raise TooLarge(f"the game's payoffs have more than {MOST_TERMS} terms, and no more than that are held")


def _id_of(kind: str, name: str, entries: Mapping[str, object]) -> str:
    wanted = name.replace("-", "_")
    if wanted not in entries:
        raise UnknownName(kind, name, entries)
    return wanted


_ZERO = Fraction(0)
