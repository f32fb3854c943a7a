"""Hypothesis strategies for small scenarios of one game, made as models and never as files."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from payoffs.scenario import Game, Scenario

QUARTERS = st.integers(-4, 4).map(lambda quarters: Fraction(quarters, 4))
UNIT = st.integers(0, 4).map(lambda quarters: Fraction(quarters, 4))


@st.composite
def scenarios(draw: st.DrawFn, comparisons: int = 0) -> Scenario:
    """A scenario whose one game is called ``game``: two or three players, up to three actions each."""
    shape = draw(st.lists(st.integers(1, 3), min_size=2, max_size=3))
    players = {f"p{index}": [f"a{action}" for action in range(size)] for index, size in enumerate(shape)}
    cited: dict[str, Any] = {"paragraphs": (1,)}
    interests = {
        f"i{number}": {
            "actor": draw(st.sampled_from(list(players))),
            "definition": "d",
            "status": ("stated",),
            "weight": draw(QUARTERS),
            **cited,
        }
        for number in range(draw(st.integers(1, 4)))
    }
    levers = {
        f"l{number}": {"definition": "d", "default": draw(UNIT), "range": (Fraction(0), Fraction(1)), **cited}
        for number in range(draw(st.integers(0, 3)))
    }

    def when() -> dict[str, Any]:
        named = draw(st.lists(st.sampled_from(list(players)), unique=True))
        return {player: draw(actions_of(players[player])) for player in named}

    def times() -> tuple[str, ...]:
        names = draw(st.lists(st.sampled_from(list(levers)), unique=True)) if levers else []
        return tuple(draw(st.sampled_from([name, f"1 - {name}"])) for name in names)

    effects = tuple(
        {
            "interest": draw(st.sampled_from(list(interests))),
            "when": when(),
            "level": draw(QUARTERS),
            "times": times(),
            **cited,
        }
        for _ in range(draw(st.integers(0, 6)))
    )
    stated = tuple(draw(comparison(players, number)) for number in range(draw(st.integers(0, comparisons))))
    game = Game.model_validate(
        {
            "schema": 1,
            "family": "f",
            "title": "t",
            "question": "q",
            "paragraphs": (1,),
            "players": tuple(
                {"id": player, "name": player, "actors": (player,), "actions": tuple(map(action, actions))}
                for player, actions in players.items()
            ),
            "effects": effects,
            "comparisons": stated,
        }
    )
    source = {"title": "t", "author": "a", "publisher": "p", "year": 2017, "paragraphs": 1}
    main = Scenario.model_validate(
        {
            "schema": 1,
            "title": "t",
            "question": "q",
            "source": source,
            "weight_range": (Fraction(-1), Fraction(1)),
            "actors": {player: {"name": player} for player in players},
            "interests": interests,
            "levers": levers,
        }
    )
    return main.model_copy(update={"games": {"game": game}})


def actions_of(actions: list[str]) -> st.SearchStrategy[str | tuple[str, ...]]:
    """One action, or several of them."""
    several = st.lists(st.sampled_from(actions), min_size=1, unique=True).map(tuple)
    return st.one_of(st.sampled_from(actions), several)


def action(name: str) -> dict[str, str]:
    return {"id": name, "label": name}


@st.composite
def comparison(draw: st.DrawFn, players: dict[str, list[str]], number: int) -> dict[str, Any]:
    """A comparison that may well contradict the others, or compare an outcome with itself."""
    named = draw(st.lists(st.sampled_from(list(players)), min_size=1, unique=True))
    return {
        "id": f"c{number}",
        "player": draw(st.sampled_from(list(players))),
        "prefers": {player: draw(st.sampled_from(players[player])) for player in named},
        "to": {player: draw(st.sampled_from(players[player])) for player in named},
        "strict": draw(st.booleans()),
        "paragraphs": (1,),
    }


@st.composite
def points(draw: st.DrawFn, scenario: Scenario) -> dict[str, Fraction]:
    """Values for some of a scenario's parameters, within their ranges."""
    names = [*scenario.interests, *scenario.levers]
    chosen = draw(st.lists(st.sampled_from(names), unique=True))
    return {name: draw(QUARTERS if name in scenario.interests else UNIT) for name in chosen}
