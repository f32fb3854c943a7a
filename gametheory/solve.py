"""One stage game, one point, one play: a solution whose every equilibrium has passed its certificate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from gametheory.concepts import CONCEPTS
from gametheory.deviation import check_strategies
from gametheory.errors import CertificateError, NotApplicable, UnknownName
from gametheory.forms import FORMS
from gametheory.game import ParametricGame, StrategicGame
from gametheory.solution import Solution

__all__ = ["Play", "check_taken", "default_play", "rules_of", "solve", "solve_made"]

QUICK_SUPPORTS = 16
"""The support profiles with three or more mixing players up to which `default_play` is `nash`."""


@dataclass(frozen=True, slots=True)
class Play:
    """How a stage game is played and what counts as stable: a form with its rules, and a concept."""

    form: str = "simultaneous"
    concept: str = "nash"
    rules: Mapping[str, Any] = field(default_factory=dict)


def rules_of(play: Play) -> Any:
    """The rules of a play, as its form's `Rules`.

    Raises
    ------
    UnknownName
        If the form does not exist or has no such rule.
    DetenteError
        If the form refuses a rule's value.
    """
    name = FORMS.canonical(play.form)
    rules = FORMS.load(name).Rules
    known = [entry.name for entry in fields(rules)]
    for rule in play.rules:
        if rule not in known:
            raise UnknownName(f"rule of the {name} form", rule, known)
    return rules(**play.rules)


def default_play(stage: StrategicGame | ParametricGame) -> Play:
    """The play that a game gets where none is asked for: simultaneous, with the fullest Nash concept that is quick.

    That is `nash` for one and two players, and for more as long as no more than `QUICK_SUPPORTS` support profiles have
    three or more players mixing (2x2x2, 3x3x2, 2x2x2x2): a few hundredths of a second, some tenths where ties abound.
    Beyond that it is `pure_nash`, and `nash` has to be asked for.
    """
    if len(stage.players) > 2:
        from gametheory.support_enumeration import effort

        if effort(stage.shape)[1] > QUICK_SUPPORTS:
            return Play(concept="pure_nash")
    return Play()


def solve(
    stage: StrategicGame | ParametricGame, play: Play | None = None, at: Mapping[str, object] | None = None
) -> Solution:
    """Solve a stage game under a play, and certify every equilibrium.

    Parameters
    ----------
    stage : StrategicGame or ParametricGame
        The game before anything is said of timing or information.
    play : Play, optional
        By default `default_play(stage)`.
    at : mapping from str to number, optional
        Parameters that differ from their defaults; only for a `ParametricGame`.

    Raises
    ------
    UnknownName
        For a form, concept, rule or parameter that does not exist.
    NotApplicable
        If the concept cannot take the game that the form makes.
    CertificateError
        If an equilibrium fails its certificate, which is a fault of this package.
    """
    chosen = play or default_play(stage)
    form_name = FORMS.canonical(chosen.form)
    solution: Solution = solve_made(
        FORMS.load(form_name).play(stage.moved(at), rules_of(chosen)), chosen.concept, form_name
    )
    return solution


def solve_made(game: Any, concept: str, form: str) -> Any:
    """Solve a game that is already what is really played, such as a tree that was read, and certify the answer.

    Parameters
    ----------
    game : StrategicGame, ExtensiveGame or another kind of game
        One with a method `strategic_form()` is also solved by concepts for games in strategic form.
    concept : str
        What counts as stable.
    form : str
        What the answer calls the form.

    Returns
    -------
    Answer
        Of the concept's own family.

    Raises
    ------
    UnknownName, NotApplicable, CertificateError
        As in `solve`.
    """
    concept_name = CONCEPTS.canonical(concept)
    asked = CONCEPTS.load(concept_name)
    check_taken(concept_name, game, form)
    if not isinstance(game, asked.ACCEPTS):
        game = game.strategic_form()
    solution = replace(asked.solve(game), form=form)
    if hasattr(asked, "certify"):  # for an answer that is more than a list of independent strategies
        asked.certify(game, solution)
        return solution
    for equilibrium in solution.equilibria:
        check_strategies(game, equilibrium.strategies)
        if gains := asked.deviations(game, equilibrium):
            raise CertificateError(f"{concept_name} returned a profile that is not stable: {gains[0]}")
    for enclosed in solution.enclosed:
        if gains := asked.deviations(game, enclosed):
            raise CertificateError(f"{concept_name} returned intervals that may not hold an equilibrium: {gains[0]}")
    return solution


def check_taken(name: str, game: object, form: str) -> None:
    """Raise `NotApplicable` unless a concept takes a game, and name what would fit.

    Parameters
    ----------
    name : str
        The concept.
    game : StrategicGame, ExtensiveGame or another kind of game
        What a form made of a stage.
    form : str
        That form, for the message.
    """
    asked = CONCEPTS.load(name)
    if _takes(asked, game):
        return
    fitting = ", ".join(other for other in CONCEPTS.names() if _takes(CONCEPTS.load(other), game))
    usual = {other: CONCEPTS.load(FORMS.load(other).DEFAULT_CONCEPT) for other in FORMS.names()}
    forms = ", ".join(other for other, concept in usual.items() if set(concept.ACCEPTS) & set(asked.ACCEPTS))
    raise NotApplicable(
        f"the concept {name} does not take the game that the {form} form makes; these do: {fitting}; "
        f"{name} goes with the form {forms}"
    )


def _takes(concept: Any, game: object) -> bool:
    """Whether a concept takes a game, itself or in strategic form."""
    return isinstance(game, concept.ACCEPTS) or (StrategicGame in concept.ACCEPTS and hasattr(game, "strategic_form"))
