"""Plays by name, as a scenario's game states them, and plays as a text spells them, for a solver to take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from gametheory.errors import DetenteError, InvalidParameter, TooLarge, UnknownName
from gametheory.forms import FORMS
from gametheory.game import ParametricGame, StrategicGame
from gametheory.solve import Play, check_taken, default_play, rules_of
from payoffs.references import Finding
from payoffs.scenario import Game, Scenario
from payoffs.type_settings import with_types
from payoffs.utility import check_size, parametric_game

__all__ = ["in_plays", "play_named", "play_spelled", "rules_spelled"]


def in_plays(scenario: Scenario, name: str) -> Iterator[Finding]:
    """A finding for each stated play that its form cannot make of the game, or whose concept does not take that.

    Parameters
    ----------
    scenario : Scenario
        Without any finding that spoils the game's payoffs, types or plays.
    name : str
        The game.
    """
    game = scenario.games[name]
    try:
        check_size(game)
    except TooLarge:
        return  # which is a finding already
    stage = parametric_game(scenario, name) if game.plays else None
    for play in game.plays:
        assert stage is not None
        try:
            asked = with_types(scenario, name, play_named(game, play))
            form = FORMS.load(asked.form)
            made = form.play(stage, rules_of(asked))
            if asked.concept != form.DEFAULT_CONCEPT:  # which fits, and need not be imported to know it
                check_taken(asked.concept, made, asked.form)
        except DetenteError as error:
            yield Finding(name, ("plays", play), str(error), at_key=True)


def play_named(game: Game, name: str) -> Play:
    """The stated play called `name`, whether written with hyphens or underscores.

    Raises
    ------
    UnknownName
        If the game states no such play.
    """
    wanted = name.replace("-", "_")
    if wanted not in game.plays:
        raise UnknownName("play of this game", name, game.plays)
    stated = game.plays[wanted]
    return Play(stated.form, stated.concept, stated.rules)


def play_spelled(text: str, stage: StrategicGame | ParametricGame, stated: Game | None = None) -> Play:
    """The play that a text spells: the name of a stated one, or ``FORM[:RULE=VALUE,...][/CONCEPT]``.

    Parameters
    ----------
    text : str
        Such as ``sequential:order=leader,follower,noise=1/10/subgame_perfect``. What follows the last slash is the
        concept, unless it begins with a digit: then the slash is that of a fraction. A comma ends a rule where the name
        of another rule and an equals sign follow; any other comma belongs to the rule's value.
    stage : StrategicGame or ParametricGame
        The game to be played. Where no concept is named, it is the usual one of the form.
    stated : Game, optional
        The game of a scenario whose plays may be named.

    Raises
    ------
    UnknownName
        If there is no such play or form, the form has no such rule, or there is no such concept.
    InvalidParameter
        If a rule is set twice, or the text is not of this kind.
    """
    from gametheory.concepts import CONCEPTS

    known = () if stated is None else tuple(stated.plays)
    if stated is not None and text.strip().replace("-", "_") in known:
        return play_named(stated, text.strip())
    head, slash, concept = text.strip().rpartition("/")
    if not slash or concept.strip()[:1].isdigit():
        head, slash, concept = text.strip(), "", ""
    form_text, colon, rules_text = head.partition(":")
    if form_text.strip().replace("-", "_") not in FORMS.names():
        kind = "form, and no play of this game," if known else "form"
        raise UnknownName(kind, form_text.strip(), (*FORMS.names(), *known))
    form = FORMS.canonical(form_text.strip())
    if (colon and not rules_text.strip()) or (slash and not concept.strip()):
        raise InvalidParameter(f"the play {text!r} breaks off; write FORM[:RULE=VALUE,...][/CONCEPT]")
    rules = rules_spelled(form, rules_text) if colon else {}
    if concept:
        return Play(form, CONCEPTS.canonical(concept.strip()), rules)
    usual = default_play(stage)
    return Play(form, usual.concept if form == usual.form else FORMS.load(form).DEFAULT_CONCEPT, rules)


def rules_spelled(form: str, text: str) -> dict[str, str]:
    """The rules of a form that ``RULE=VALUE,RULE=VALUE`` spells, where a value may hold commas.

    Raises
    ------
    UnknownName
        If the form has no such rule.
    InvalidParameter
        If a rule is set twice, or the text is not of this kind.
    """
    known = tuple(entry.name for entry in fields(FORMS.load(form).Rules))
    found: dict[str, str] = {}
    last: str | None = None
    for part in text.split(","):
        before, equals, value = part.partition("=")
        name = before.strip().replace("-", "_")
        if equals and name in known:
            if name in found:
                raise InvalidParameter(f"the rule {name} of the {form} form is set twice")
            found[name], last = value.strip(), name
        elif last is None or (equals and "=" not in found[last]):  # a value such as a=b,c=d goes on with a pair
            if not equals:
                raise InvalidParameter(f"{part.strip()!r} is not a rule of the {form} form; write RULE=VALUE")
            raise UnknownName(f"rule of the {form} form", before.strip(), known)
        else:
            found[last] += f",{part.strip()}"
    return found
