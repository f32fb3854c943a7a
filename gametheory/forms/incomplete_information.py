"""The form with types: chance draws who the players are, each knows its own type, and plays at once or in an order.

A type of a player is a named setting of the stage's parameters. At a type profile the stage is played with the settings
of all, so a type may change what others get as well. With an order, later movers see earlier actions but not types.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from gametheory.bayesian_game import BayesianGame, TypedTree
from gametheory.errors import InvalidParameter, NotMultiAffine, TooLarge, UnknownName
from gametheory.exact import exact
from gametheory.game import ParametricGame, StrategicGame
from gametheory.parameters import MultiAffine, point_of

__all__ = ["DEFAULT_CONCEPT", "MOST_TYPE_PROFILES", "Rules", "order_of", "play", "prior_of", "settings_of"]

DEFAULT_CONCEPT = "bayes_nash"
"""What counts as stable where nothing else is asked for."""

MOST_TYPE_PROFILES = 10_000
"""The most combinations of types that are held."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Who the players may be, how likely that is, and who moves when.

    Attributes
    ----------
    types : mapping from str to mapping from str to mapping from str to number
        For some of the players their types, and for each type the parameters of the stage that it sets. A player that
        is not named has one type, which sets nothing.
    prior : mapping from str to mapping from str to (number or str), or sequence of mappings
        For each player with several types the probability of each, drawn independently; a parameter's name stands for
        its value. One type of a player may be left out, and has the rest. Or, for types that depend on one another, a
        list of ``{"types": {player: type}, "probability": number or name}``; profiles that are not listed do not occur.
    order : tuple of str
        The players from the first mover to the last; empty where all move at once. A string is read as names between
        commas.

    Raises
    ------
    InvalidParameter, InvalidNumber, UnknownName
        If there are no types, types or prior cannot be read, a probability is negative or above one, or probabilities
        do not sum to one.
    """

    types: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    prior: Mapping[str, Mapping[str, Any]] | Sequence[Mapping[str, Any]] = field(default_factory=dict)
    order: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        types = _types(self.types)
        if not types:
            raise InvalidParameter("nobody has types; the form with types needs them, by name, with what each sets")
        order = tuple(part.strip() for part in self.order.split(",")) if isinstance(self.order, str) else self.order
        if not isinstance(order, Sequence) or not all(isinstance(name, str) for name in order):
            raise InvalidParameter(f"the order of moves is {order!r}; names of players are needed")
        if isinstance(self.prior, Mapping):
            prior: Any = _independent(self.prior, types)
        elif isinstance(self.prior, Sequence) and not isinstance(self.prior, str):
            prior = _joint(self.prior, types)
        else:
            raise InvalidParameter(
                f"the prior is {self.prior!r}; give for each player the probability of its types, "
                "such as {'sender': {'strong': '9/10'}}, or a list of type profiles with theirs"
            )
        for name, value in (("types", types), ("prior", prior), ("order", tuple(order))):
            object.__setattr__(self, name, value)


def play(stage: StrategicGame | ParametricGame, rules: Rules) -> BayesianGame | TypedTree:
    """The game with types, at the stage's defaults; a tree where there is an order of moves.

    Raises
    ------
    UnknownName
        If the rules name a player or a parameter that is not there.
    InvalidParameter
        If a type sets a parameter out of its range, two types disagree on one, a prior at these defaults is no
        probability distribution, or the order does not name every player once.
    TooLarge
        If there are too many type profiles.
    """
    names, settings = settings_of(stage, rules)
    point = point_of(stage.parameters if isinstance(stage, ParametricGame) else {})
    prior = tuple(expression.at(point) for expression in prior_of(stage, rules))
    low = next((chance for chance in prior if chance < 0), None)
    if low is not None or sum(prior) != 1:
        told = f"a type has the probability {low}" if low is not None else f"they sum to {sum(prior)}"
        raise InvalidParameter(f"at {_shown(rules, point)} the prior is no probability distribution: {told}")
    game = BayesianGame(names, prior, tuple(stage.at(own) for own in settings))
    return game.tree(order_of(stage, rules)) if rules.order else game


def settings_of(
    stage: StrategicGame | ParametricGame, rules: Rules
) -> tuple[tuple[tuple[str, ...], ...], tuple[dict[str, Fraction], ...]]:
    """The types of each player of the stage, and for each type profile, in row-major order, what all of them set."""
    described: dict[int, Mapping[str, Mapping[str, Fraction]]] = {}
    for name, own in rules.types.items():
        player = stage.player_index(name)
        if player in described:
            raise InvalidParameter(f"the types of {stage.players[player]} are given twice")
        described[player] = own
    by_player = [described.get(player, {"": {}}) for player in range(len(stage.players))]
    if (size := prod(map(len, by_player))) > MOST_TYPE_PROFILES:
        raise TooLarge(f"there are {size} type profiles; no more than {MOST_TYPE_PROFILES} are held")
    known = stage.parameters if isinstance(stage, ParametricGame) else {}
    merged = []
    for choice in product(*(own.items() for own in by_player)):
        together: dict[str, Fraction] = {}
        set_by: dict[str, str] = {}
        for who, (name, settings) in zip(stage.players, choice, strict=True):
            for parameter, value in settings.items():
                if parameter not in known:
                    raise UnknownName(f"parameter (for the type {name} of {who})", parameter, known)
                if together.setdefault(parameter, value) != value:
                    raise InvalidParameter(
                        f"{set_by[parameter]} sets {parameter} to {together[parameter]}, and the type {name} of "
                        f"{who} sets it to {value}; one of them has to leave it alone"
                    )
                set_by[parameter] = f"the type {name} of {who}"
        merged.append(together)
    # One type without a name is how a player about whom nothing is uncertain is held; it is called by the player.
    names = tuple(tuple(name or player for name in own) for player, own in zip(stage.players, by_player, strict=True))
    return names, tuple(merged)


def prior_of(stage: StrategicGame | ParametricGame, rules: Rules) -> tuple[MultiAffine, ...]:
    """The probability of each type profile, in row-major order, as an expression in the stage's parameters.

    Raises
    ------
    UnknownName
        If a parameter is not there.
    NotMultiAffine
        If one parameter is a probability of the types of two players.
    """
    own_types = {stage.player_index(name): tuple(own) for name, own in rules.types.items()}
    types = [own_types.get(player, ("",)) for player in range(len(stage.players))]
    known = stage.parameters if isinstance(stage, ParametricGame) else {}

    def expression(value: Fraction | str) -> MultiAffine:
        if isinstance(value, Fraction):
            return MultiAffine.constant(value)
        if value not in known:
            raise UnknownName("parameter (for the prior)", value, known)
        return MultiAffine.parameter(value)

    one = MultiAffine.constant(1)
    if not isinstance(rules.prior, Mapping):
        listed: dict[tuple[str, ...], MultiAffine] = {}
        for entry in rules.prior:
            drawn = {stage.player_index(name): own for name, own in entry["types"].items()}
            key = tuple(drawn.get(player, own[0]) for player, own in enumerate(types))
            listed[key] = expression(entry["probability"])
        return tuple(listed.get(profile, MultiAffine.constant(0)) for profile in product(*types))
    chances = [{"": one} for _ in types]
    for name, own in rules.types.items():
        given = {kind: expression(value) for kind, value in rules.prior.get(name, {}).items()}
        rest = one - MultiAffine.sum(given.values())
        chances[stage.player_index(name)] = {kind: given.get(kind, rest) for kind in own}
    found = []
    for profile in product(*types):
        total = one
        for chance, kind in zip(chances, profile, strict=True):
            try:
                total *= chance[kind]
            except NotMultiAffine as error:
                raise NotMultiAffine(f"{error}: one parameter is a probability of two players' types") from None
        found.append(total)
    return tuple(found)


def _types(value: Any) -> dict[str, dict[str, dict[str, Fraction]]]:
    wrong = "the types are {!r}; give for each player its types, and for each type what it sets"
    if not isinstance(value, Mapping):
        raise InvalidParameter(wrong.format(value))
    read: dict[str, dict[str, dict[str, Fraction]]] = {}
    for player, own in value.items():
        if not isinstance(own, Mapping) or not own or not all(isinstance(each, Mapping) for each in own.values()):
            raise InvalidParameter(wrong.format(own))
        if any(not isinstance(name, str) or not name.strip() for name in own):
            raise InvalidParameter(f"a type of {player} has no name")
        read[player] = {
            name: {parameter: exact(number, f"{parameter} for {name}") for parameter, number in settings.items()}
            for name, settings in own.items()
        }
    return read


def _independent(value: Mapping[str, Any], types: Mapping[str, Iterable[str]]) -> dict[str, dict[str, Any]]:
    read: dict[str, dict[str, Any]] = {}
    for player, chances in value.items():
        if player not in types:
            raise UnknownName("player with types", player, types)
        if not isinstance(chances, Mapping):
            raise InvalidParameter(f"the prior of {player} is {chances!r}; give the probability of its types")
        for name in chances:
            if name not in types[player]:
                raise UnknownName(f"type of {player}", name, types[player])
        read[player] = {name: _chance(chance, f"{name} of {player}") for name, chance in chances.items()}
    for player, own in types.items():
        chances, names = read.get(player, {}), tuple(own)
        left = [name for name in names if name not in chances]
        if len(left) > 1:
            raise InvalidParameter(
                f"the prior gives no probability for {', '.join(left)} of {player}; only one type may have the rest"
            )
        numbers = [chance for chance in chances.values() if isinstance(chance, Fraction)]
        total, whole = sum(numbers, Fraction(0)), len(numbers) == len(names)
        if total > 1 or (whole and total != 1):
            raise InvalidParameter(f"the probabilities of the types of {player} sum to {total}; they must sum to one")
    return read


def _joint(value: Sequence[Any], types: Mapping[str, Iterable[str]]) -> tuple[dict[str, Any], ...]:
    read: list[dict[str, Any]] = []
    for entry in value:
        if not isinstance(entry, Mapping) or set(entry) != {"types", "probability"}:
            raise InvalidParameter(f"an entry of the prior is {entry!r}; it needs 'types' and 'probability'")
        drawn = entry["types"]
        if not isinstance(drawn, Mapping):
            raise InvalidParameter(f"the types in an entry of the prior are {drawn!r}; name one for each player")
        for player, name in drawn.items():
            if player not in types:
                raise UnknownName("player with types", player, types)
            if name not in types[player]:
                raise UnknownName(f"type of {player}", name, types[player])
        missing = [player for player, own in types.items() if player not in drawn and len(tuple(own)) > 1]
        if missing:
            raise InvalidParameter(f"an entry of the prior names no type of {', '.join(missing)}")
        if any(drawn == other["types"] for other in read):
            raise InvalidParameter(f"the prior has the types {', '.join(drawn.values())} twice")
        chance = _chance(entry["probability"], " with ".join(drawn.values()))
        read.append({"types": dict(drawn), "probability": chance})
    numbers = [entry["probability"] for entry in read if isinstance(entry["probability"], Fraction)]
    total = sum(numbers, Fraction(0))
    if total > 1 or (len(numbers) == len(read) and total != 1):
        raise InvalidParameter(f"the probabilities of the type profiles sum to {total}; they must sum to one")
    return tuple(read)


def _chance(value: Any, what: str) -> Fraction | str:
    if isinstance(value, str) and (value[:1].isalpha() or value[:1] == "_"):
        return value
    number = exact(value, f"the probability of {what}")
    if not 0 <= number <= 1:
        raise InvalidParameter(f"the probability of {what} is {number}; it must be from 0 to 1")
    return number


def order_of(stage: StrategicGame | ParametricGame, rules: Rules) -> tuple[int, ...]:
    """The order of moves as player indices; empty where all move at once.

    Raises
    ------
    UnknownName, InvalidParameter
        If it names somebody who is not there, or not every player once.
    """
    if not rules.order:
        return ()
    order = tuple(stage.player_index(name) for name in rules.order)
    if len(set(order)) < len(order):
        raise InvalidParameter(f"the order of moves {', '.join(rules.order)} has a player twice; each moves once")
    if missing := [name for index, name in enumerate(stage.players) if index not in order]:
        raise InvalidParameter(f"the order of moves {', '.join(rules.order)} leaves out {', '.join(missing)}")
    return order


def _shown(rules: Rules, point: Mapping[str, Fraction]) -> str:
    entries = (
        [own.values() for own in rules.prior.values()]
        if isinstance(rules.prior, Mapping)
        else [[entry["probability"] for entry in rules.prior]]
    )
    names = dict.fromkeys(value for values in entries for value in values if isinstance(value, str))
    return ", ".join(f"{name} = {point[name]}" for name in names) or "these numbers"
