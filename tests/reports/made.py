"""A small scenario of no real place, in which every kind of finding comes up, and the same with hostile texts."""

from __future__ import annotations

from typing import Any

from payoffs.scenario import Game, Scenario

HOSTILE = "<script>alert(1)</script> | [x](javascript:alert(1)) `a` $b$ \u202eevil\x1b[31m \\input{x} " + "W" * 1500


def cited(paragraph: int = 1, **more: Any) -> dict[str, Any]:
    return {"paragraphs": (paragraph,), **more}


def player(name: str, actor: str, *actions: str, plural: bool = False) -> dict[str, Any]:
    return {
        "id": actor,
        "name": name,
        "plural": plural,
        "actors": (actor,),
        "actions": tuple({"id": action, "label": f"{action} the bridge"} for action in actions),
    }


def effect(
    interest: str, level: str, *, times: tuple[str, ...] = (), paragraph: int = 1, **when: str
) -> dict[str, Any]:
    return {"interest": interest, "level": level, "when": when, "times": times, "paragraphs": (paragraph,)}


def game(title: str, players: tuple[dict[str, Any], ...], effects: tuple[dict[str, Any], ...], **more: Any) -> Game:
    return Game.model_validate(
        {
            "schema": 1,
            "family": "bridges",
            "title": title,
            "question": f"What becomes of {title}?",
            "paragraphs": (1,),
            "players": players,
            "effects": effects,
            **more,
        }
    )


NORTH, SOUTH, EAST = (
    player("the Northern League", "north", "mend", "leave"),
    player("the Southern Towns", "south", "mend", "leave", plural=True),
    player("Eastmark", "east", "mend", "leave"),
)


def dilemma() -> Game:
    """Each is better off leaving, and both prefer that both mend; a policy and a reading make mending stable."""
    return game(
        "The toll bridge",
        (NORTH, SOUTH),
        (
            effect("north_trade", "1", south="mend"),
            effect("south_trade", "1", north="mend", paragraph=2),
            effect("north_trade", "1/2", north="mend", paragraph=2),
            effect("north_cost", "-1", times=("1 - subsidy",), north="mend", paragraph=2),
            {**effect("south_cost", "-1", times=("1 - subsidy",), south="mend"), "assumption": "cost_size"},
        ),
        wanted={"north": "mend", "south": "mend"},
        readings={"north": ("north_frugal", "north_generous"), "south": ("south_frugal", "south_generous")},
        comparisons=(
            {
                "id": "north_likes_mending",
                "player": "north",
                "prefers": {"south": "mend"},
                "to": {"south": "leave"},
                "paragraphs": (1,),
            },
            {
                "id": "north_shuns_cost",
                "player": "north",
                "prefers": {"north": "leave"},
                "to": {"north": "mend"},
                "paragraphs": (2,),
                "why": "Masons are dear.",
            },
        ),
        plays={
            "north_first": {
                "definition": "The north moves first",
                "form": "sequential",
                "concept": "subgame_perfect",
                "rules": {"order": ("north", "south")},
                "paragraphs": (1,),
            },
            "again": {
                "definition": "They meet again and again",
                "form": "repeated",
                "concept": "sustainable",
                "paragraphs": (2,),
            },
        },
        note="A note.",
    )


def chase() -> Game:
    """One wants to match and the other to differ: only a mixture is stable, and the subsidy shifts it."""
    return game(
        "The ferry",
        (NORTH, SOUTH),
        (
            effect("north_trade", "1", north="mend", south="mend"),
            effect("north_trade", "1", north="leave", south="leave"),
            effect("south_trade", "1", north="mend", south="leave"),
            effect("south_trade", "1", north="leave", south="mend"),
            effect("south_cost", "-1/4", times=("1 - subsidy",), south="mend"),
        ),
        wanted={"north": "mend", "south": "mend"},
    )


def meeting() -> Game:
    """Three who want to do the same: several outcomes are stable."""
    alike = [
        (interest, action) for interest in ("north_trade", "south_trade", "east_trade") for action in ("mend", "leave")
    ]
    return game(
        "The causeway",
        (NORTH, SOUTH, EAST),
        tuple(effect(interest, "1", north=action, south=action, east=action) for interest, action in alike),
    )


def hunt() -> Game:
    """One matches, one differs and a third cannot matter: nothing pure is stable, and it is too large to mix."""
    actions = ("mend", "leave", "raise", "lower", "paint")
    players = tuple(
        player(name, actor, *actions) for name, actor in (("North", "north"), ("South", "south"), ("East", "east"))
    )
    chased = tuple(effect("north_trade", "1", north=action, south=action) for action in actions)
    fleeing = tuple(effect("south_trade", "-1", north=action, south=action) for action in actions)
    return game("The viaduct", players, (*chased, *fleeing))


def standstill() -> Game:
    """One player is indifferent throughout: a continuum."""
    return game("The ford", (NORTH, SOUTH), (effect("north_trade", "1", north="mend"),))


def scenario(**games: Game) -> Scenario:
    """The scenario with the games given, or with all of them."""
    chosen = games or {
        "toll": dilemma(),
        "ferry": chase(),
        "causeway": meeting(),
        "ford": standstill(),
        "viaduct": hunt(),
    }
    interests = {
        f"{actor}_{what}": {
            "actor": actor,
            "definition": f"{what.capitalize()} of {actor}.",
            "status": ("stated",),
            "weight": weight,
            **cited(1 + (actor == "south")),
        }
        for actor in ("north", "south", "east")
        for what, weight in (("trade", "3"), ("cost", "2"))
    }
    readings = {
        f"{actor}_{how}": {
            "definition": f"{actor.capitalize()} is {how}.",
            "set": changed,
            **cited(2, why="It says so."),
        }
        for actor in ("north", "south")
        for how, changed in (("frugal", {}), ("generous", {f"{actor}_cost": "0"}))
    }
    made = Scenario.model_validate(
        {
            "schema": 1,
            "title": "Four crossings",
            "question": "Which crossings last?",
            "source": {
                "title": "On Bridges",
                "author": "A. Mason",
                "publisher": "The Guild",
                "year": 1901,
                "paragraphs": 3,
            },
            "silences": ("Nothing is said of floods.",),
            "weight_range": ("0", "5"),
            "actors": {name: {"name": name.capitalize()} for name in ("north", "south", "east")},
            "interests": interests,
            "levers": {
                "subsidy": {
                    "definition": "share of costs met from outside",
                    "default": "0",
                    "range": ("0", "1"),
                    **cited(2),
                }
            },
            "assumptions": {"cost_size": {"text": "Costs are of one size."}},
            "readings": readings,
            "policies": {
                "aid": {"definition": "Pay the masons.", "set": {"subsidy": "1"}, "agreed_by": ("east",), **cited(2)},
                "advice": {
                    "definition": "Send a letter.",
                    "set": {"subsidy": "1/8"},
                    "agreed_by": ("east",),
                    **cited(2),
                },
            },
            "sentences": ({"at": "1.1", "gist": "Bridges carry trade.", "bears_on": ("north_trade",)},),
        }
    )
    return made.model_copy(update={"games": chosen})


def hostile() -> Scenario:
    """The scenario with every free text replaced by one that means harm."""

    def poisoned(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: poisoned(part, name) for name, part in value.items()}
        if isinstance(value, tuple | list):
            return tuple(poisoned(part, key) for part in value)
        free = {
            "title",
            "question",
            "author",
            "publisher",
            "definition",
            "text",
            "name",
            "label",
            "why",
            "note",
            "gist",
            "silences",
        }
        return HOSTILE if key in free and isinstance(value, str) else value

    whole = scenario()
    games = {
        name: Game.model_validate(poisoned(entry.model_dump(by_alias=True))) for name, entry in whole.games.items()
    }
    return Scenario.model_validate(poisoned(whole.model_dump(by_alias=True))).model_copy(update={"games": games})
