"""One payoff taken apart: each term with its interest, its numbers, and the paragraphs or the assumption behind it.

A payoff is a sum over effects (see `payoffs.utility`). The *contribution* of an effect at a profile that meets it is::

    weight of its interest * its level * product of the values of its factors

so the contributions of a cell add up to the payoff exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from gametheory.errors import InvalidGame
from gametheory.game import Profile
from gametheory.parameters import point_of
from payoffs.scenario import Effect, Game, Scenario
from payoffs.utility import factors, game_named, parameters, profiles_meeting, settings

__all__ = ["Cell", "Factor", "Term", "explain"]


@dataclass(frozen=True, slots=True)
class Factor:
    """A lever that multiplies an effect: the value that multiplies is 1 - (the lever's) where `complement` is true."""

    lever: str
    complement: bool
    value: Fraction


@dataclass(frozen=True, slots=True)
class Term:
    """What one effect adds to a payoff, and why.

    Attributes
    ----------
    interest : str
        The id of the interest that is served or harmed.
    effect : int
        Which of the game's effects this is, counted from 0.
    weight, level : Fraction
        The weight of the interest at the point, and the level of the effect.
    times : tuple of Factor
        The levers that multiply the effect.
    contribution : Fraction
        The product of all of them.
    paragraphs : tuple of int
        The paragraphs of the source that the effect rests on.
    assumption : str or None
        The id of the assumption that it rests on.
    why : str
        The analyst's reason.
    """

    interest: str
    effect: int
    weight: Fraction
    level: Fraction
    times: tuple[Factor, ...]
    contribution: Fraction
    paragraphs: tuple[int, ...]
    assumption: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What one player gets at one profile, and the terms that add up to it.

    Attributes
    ----------
    profile : tuple of int
        One action index a player.
    player : str
        The player's id.
    value : Fraction
        The payoff.
    terms : tuple of Term
        In the order of the game's effects; an effect whose contribution is zero at this point is listed too.
    """

    profile: Profile
    player: str
    value: Fraction
    terms: tuple[Term, ...]


def explain(
    scenario: Scenario,
    game_id: str,
    profile: Profile | None = None,
    at: Mapping[str, object] | None = None,
) -> tuple[Cell, ...]:
    """Every payoff of the game, or those at one profile, opened into their terms.

    Parameters
    ----------
    scenario : Scenario
        A scenario that has been read.
    game_id : str
        One of its games.
    profile : tuple of int, optional
        One action index a player; every profile where left out.
    at : mapping from str to number, optional
        The parameters that stand elsewhere than at their defaults, as `payoffs.utility.settings` gives them.

    Returns
    -------
    tuple of Cell
        Profiles in the order of `ParametricGame.profiles`, and the players in their order at each.

    Raises
    ------
    UnknownName, InvalidParameter, InvalidNumber
        As in `payoffs.utility.settings`.
    InvalidGame
        If the game has no such profile.
    """
    game = scenario.games[game_named(scenario, game_id)]
    point = point_of(parameters(scenario), settings(scenario, at=at))
    shape = [len(player.actions) for player in game.players]
    if profile is not None and not (len(profile) == len(shape) and all(map(_within, profile, shape))):
        raise InvalidGame(f"there is no profile {profile}; the players have {shape} actions")
    terms: dict[tuple[Profile, int], list[Term]] = {}
    player_of = {actor: index for index, player in enumerate(game.players) for actor in player.actors}
    for number, effect in enumerate(game.effects):
        term = _term(effect, number, point)
        player = player_of[scenario.interests[effect.interest].actor]
        for met in profiles_meeting(game, effect):
            if profile is None or met == profile:
                terms.setdefault((met, player), []).append(term)
    return tuple(
        _cell(game, where, player, terms.get((where, player), []))
        for where in (profiles_meeting(game) if profile is None else (profile,))
        for player in range(len(game.players))
    )


def _within(action: int, size: int) -> bool:
    return 0 <= action < size


def _cell(game: Game, profile: Profile, player: int, terms: list[Term]) -> Cell:
    value = sum((term.contribution for term in terms), Fraction(0))
    return Cell(tuple(profile), game.players[player].id, value, tuple(terms))


def _term(effect: Effect, number: int, point: Mapping[str, Fraction]) -> Term:
    times = tuple(
        Factor(lever, complement, 1 - point[lever] if complement else point[lever])
        for lever, complement in factors(effect)
    )
    weight = point[effect.interest]
    contribution = weight * effect.level
    for factor in times:
        contribution *= factor.value
    return Term(
        effect.interest,
        number,
        weight,
        effect.level,
        times,
        contribution,
        effect.paragraphs,
        effect.assumption,
        effect.why,
    )
