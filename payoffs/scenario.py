"""The types of a scenario: what a source says, who wants what, the games it poses, and where every number comes from.

A scenario is a folder: ``scenario.toml`` holds the source, the actors, their interests, the levers, readings, policies
and named assumptions; every other ``*.toml`` beside it is one game, and the file's name is the game's id. These models
say what the files may hold and what each entry means; `payoffs.scenario_file` reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from gametheory.exact import exact

__all__ = [
    "Action",
    "ActionRecord",
    "Actor",
    "Assumption",
    "Cited",
    "Comparison",
    "Effect",
    "Game",
    "Graph",
    "GraphOption",
    "GraphPreference",
    "Id",
    "Interest",
    "Lever",
    "Number",
    "Player",
    "PlayerType",
    "Policy",
    "Reading",
    "Salience",
    "Scenario",
    "Sentence",
    "Source",
    "StatedPlay",
    "Status",
]

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
"""A name that files, the command line and payoffs share: lower-case letters, digits and underscores."""

Text = Annotated[str, Field(min_length=1, max_length=2000)]

Number = Annotated[
    Fraction,
    BeforeValidator(exact),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[-+]?\d+(/\d+|(\.\d+)?)$"}]}),
]
"""An exact number: an integer, a decimal (0.1 is one tenth) or a fraction in a string, such as "1/3"."""

Paragraphs = tuple[Annotated[int, Field(ge=1)], ...]

Status = Literal["stated", "reported", "attributed", "implied"]
"""How the source says it: in its own voice, as an actor's view, as a third party's words, or by implication only."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=False, arbitrary_types_allowed=True)


class Cited(_Model):
    """Anything that must say where it comes from: paragraphs of the source, a named assumption, or both.

    Where both stand, the paragraphs carry the direction and the assumption carries the size.
    """

    paragraphs: Paragraphs = ()
    assumption: Id | None = None
    why: Annotated[str, Field(max_length=2000)] = ""


class Source(_Model):
    """The text that the scenario codes. Paragraphs are numbered from 1."""

    title: Text
    author: Text
    publisher: Text
    year: int
    paragraphs: Annotated[int, Field(ge=1, le=100_000)]


class Sentence(_Model):
    """One sentence of the source by its place ("7.2"), in the analyst's own words, and what it bears on."""

    at: Annotated[str, Field(pattern=r"^[1-9]\d*\.[1-9]\d*$")]
    gist: Text
    bears_on: tuple[Id, ...] = ()
    """Ids of interests, levers and action records. Empty for a sentence that only sets the scene."""


class Assumption(_Model):
    """Something that the source does not say and the analyst supplies, under a name so that it can be challenged."""

    text: Text


class Actor(_Model):
    """A state, a group or a body that wants something."""

    name: Text


class Interest(Cited):
    """What an actor wants or fears. The name of its weight is the interest's id."""

    actor: Id
    definition: Text
    status: tuple[Status, ...] = Field(min_length=1)
    hedged: bool = False
    kind: Literal["end", "instrument", "identity"] = "end"
    derives_from: tuple[Id, ...] = ()
    """The ends that an instrument serves. An instrument weighs nothing unless its ends do not."""
    weight: Number
    range: tuple[Number, Number] | None = None
    """The least and greatest weight that a fair reader could give; the scenario's `weight_range` where absent."""


class Lever(Cited):
    """A number that a policy can move, or a belief or circumstance that enters payoffs."""

    definition: Text
    status: tuple[Status, ...] = ()
    hedged: bool = False
    default: Number
    range: tuple[Number, Number]


class ActionRecord(Cited):
    """Something that the source reports actors doing, or proposes that they do."""

    actors: tuple[Id, ...] = Field(min_length=1)
    definition: Text


class Reading(Cited):
    """Named weights that a fair reader of the source could hold instead of the defaults."""

    definition: Text
    set: Mapping[Id, Number] = Field(default_factory=dict)
    """The parameters that differ from the defaults. Empty for the reading that is the default."""
    sets_aside: tuple[Id, ...] = ()
    """Ids of comparisons that this reading does not accept."""


class Salience(Cited):
    """Which of an actor's interests matter most to it: what every reading of the source has to hold."""

    tiers: tuple[Annotated[tuple[Id, ...], Field(min_length=1)], ...] = Field(min_length=2)
    """Lists of interests, the most salient first. Each interest of a list weighs no less than each of the next."""


class Policy(Cited):
    """Named lever settings."""

    definition: Text
    set: Mapping[Id, Number] = Field(min_length=1)
    agreed_by: tuple[Id, ...] = Field(min_length=1)
    """The actors who would have to agree."""


class Action(Cited):
    """What a player can choose. The label is an infinitive without "to", such as "suspend large exercises"."""

    id: Id
    label: Text
    enacts: tuple[Id, ...] = ()
    """The action records of the source that this action stands for."""


class Player(_Model):
    """A player of a game, acting for one actor or for several that decide as one."""

    id: Id
    name: Text
    plural: bool = False
    """Whether the name takes a plural verb ("Washington and Seoul do")."""
    actors: tuple[Id, ...] = Field(min_length=1)
    actions: tuple[Action, ...] = Field(min_length=1)


class Effect(Cited):
    """By how much an interest is served whenever a (partial) profile is played."""

    interest: Id
    when: Mapping[Id, Id | tuple[Id, ...]] = Field(default_factory=dict)
    """For some of the players, the action or actions that must be played. Players not named may do anything."""
    level: Annotated[Number, Field(ge=-1, le=1)]
    times: tuple[Annotated[str, Field(pattern=r"^(1 - )?[a-z][a-z0-9_]{0,63}$")], ...] = ()
    """Levers that multiply the level, each as `name` or `1 - name`."""


class Comparison(Cited):
    """A player prefers one outcome to another.

    Players named in neither profile do the same in both, whatever that is, so one comparison may stand for several
    pairs of outcomes.
    """

    id: Id
    player: Id
    prefers: Mapping[Id, Id] = Field(min_length=1)
    to: Mapping[Id, Id] = Field(min_length=1)
    strict: bool = True
    """False where the source allows a tie."""


class StatedPlay(Cited):
    """A way in which a game could really be played: a form with its rules, and what counts as stable."""

    definition: Text
    form: Id = "simultaneous"
    concept: Id
    rules: Mapping[Id, Any] = Field(default_factory=dict)
    """The rules of the form, such as ``order = ["us", "russia"]``; each form says which it has."""


class PlayerType(Cited):
    """One of several kinds of player that a player may be, which it knows and the others do not."""

    definition: Text
    reading: Id | None = None
    """The reading that holds if the player is of this type."""
    set: Mapping[Id, Number] = Field(default_factory=dict)
    """Parameters that the type sets, on top of the reading; others' payoffs may depend on them too."""
    probability: Annotated[Number, Field(ge=0, le=1)] | None = None
    lever: Id | None = None
    """The lever whose value is the probability of the type. One type of a player may have neither, and has the rest."""


class GraphOption(Cited):
    """Something that a player can do or not do. The label is an infinitive without "to"."""

    id: Id
    owner: Id
    label: Text


class GraphPreference(Cited):
    """How a player ranks the states of a graph model: by levels, or by statements. One of the two."""

    ranking: tuple[Text | tuple[Text, ...], ...] = ()
    """Patterns from the best states to the worst; those of an inner list tie."""
    priorities: tuple[Text, ...] = ()
    """Statements about options, such as ``insist if not accept``, the most important first."""


class Graph(Cited):
    """The game's question as a graph model for conflict resolution, in option form.

    A pattern has one letter an option, in their order: Y where it is taken, N where it is not, a dash for either.
    """

    options: tuple[GraphOption, ...] = Field(min_length=1)
    """Those of one owner stand together."""
    infeasible: tuple[Text, ...] = ()
    """Patterns that cannot occur."""
    irreversible: Mapping[Id, Literal["Y", "N"]] = Field(default_factory=dict)
    """For some options the letter from which there is no return."""
    merged: tuple[Text, ...] = ()
    """Patterns whose combinations are one state, as nothing that matters tells them apart."""
    status_quo: Text | None = None
    """The pattern of the state in which the conflict stands."""
    preferences: Mapping[Id, GraphPreference]
    """By player."""


class Game(_Model):
    """One question of the scenario, as a game in strategic form."""

    schema_version: Literal[1] = Field(alias="schema")
    family: Id
    title: Text
    question: Text
    paragraphs: Paragraphs
    wanted: Mapping[Id, Id] = Field(default_factory=dict)
    """The outcome that the question is about, one action a player: a report says what would make it stable."""
    note: Annotated[str, Field(max_length=4000)] = ""
    players: tuple[Player, ...] = Field(min_length=1)
    effects: tuple[Effect, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    readings: Mapping[Id, tuple[Id, ...]] = Field(default_factory=dict)
    """For some of the players, the readings of that player's preferences; a report crosses them."""
    plays: Mapping[Id, StatedPlay] = Field(default_factory=dict)
    """Other ways to play than all at once, which a report sets beside it."""
    types: Mapping[Id, Annotated[Mapping[Id, PlayerType], Field(min_length=2)]] = Field(default_factory=dict)
    """For some of the players the types that they may be, for plays of the form ``incomplete_information``."""
    graph: Graph | None = None
    """The same question as a graph model, where the players have more than one thing to do or not do."""
    assumptions: Mapping[Id, Assumption] = Field(default_factory=dict)


class Scenario(_Model):
    """A whole scenario: the content of ``scenario.toml``, and its games by id."""

    schema_version: Literal[1] = Field(alias="schema")
    title: Text
    question: Text
    source: Source
    silences: tuple[Text, ...] = ()
    """What the source does not say and a reader should know that it does not say."""
    headline: Id | None = None
    """The game that a reader in a hurry asks about: a report's bottom line begins with its answer."""
    weight_range: tuple[Number, Number]
    actors: Mapping[Id, Actor]
    interests: Mapping[Id, Interest]
    salience: Mapping[Id, Salience] = Field(default_factory=dict)
    """For some of the actors, how their interests rank by salience."""
    levers: Mapping[Id, Lever] = Field(default_factory=dict)
    actions: Mapping[Id, ActionRecord] = Field(default_factory=dict)
    assumptions: Mapping[Id, Assumption] = Field(default_factory=dict)
    readings: Mapping[Id, Reading] = Field(default_factory=dict)
    policies: Mapping[Id, Policy] = Field(default_factory=dict)
    sentences: tuple[Sentence, ...] = ()
    games: Mapping[Id, Game] = Field(default_factory=dict, exclude=True)
    """Filled from the game files, never from ``scenario.toml`` itself."""
