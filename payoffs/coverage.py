"""Which paragraphs of the source bear on what, which on nothing, and how much rests on assumptions instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from payoffs.scenario import Cited, Game, Scenario, Sentence
from payoffs.utility import parameters_used

__all__ = ["Bearing", "Citation", "Coverage", "ParagraphCoverage", "coverage"]


@dataclass(frozen=True, slots=True)
class Citation:
    """An entry of a game that cites a paragraph: which game, and which of its effects or comparisons."""

    game: str
    entry: int


@dataclass(frozen=True, slots=True)
class ParagraphCoverage:
    """What cites one paragraph of the source.

    Attributes
    ----------
    paragraph : int
        Its number, from 1.
    sentences : tuple of Sentence
        The coded sentences of the paragraph.
    interests, levers, actions, readings, policies : tuple of str
        Ids of the entries of the scenario that cite it.
    salience : tuple of str
        Ids of the actors whose salience tiers cite it.
    games : tuple of str
        Ids of the games that name it as what they are about.
    plays, types, graphs : tuple of str
        Ids of the games with a stated play, a type of a player, or something of the graph model that cites it.
    effects, comparisons : tuple of Citation
        The entries of games that cite it.
    """

    paragraph: int
    sentences: tuple[Sentence, ...]
    interests: tuple[str, ...]
    levers: tuple[str, ...]
    actions: tuple[str, ...]
    readings: tuple[str, ...]
    policies: tuple[str, ...]
    salience: tuple[str, ...]
    games: tuple[str, ...]
    plays: tuple[str, ...]
    types: tuple[str, ...]
    graphs: tuple[str, ...]
    effects: tuple[Citation, ...]
    comparisons: tuple[Citation, ...]

    @property
    def bears_on_payoffs(self) -> bool:
        """Whether an effect or a comparison cites the paragraph."""
        return bool(self.effects or self.comparisons)

    @property
    def bears_on_nothing(self) -> bool:
        """Whether no entry at all cites the paragraph, and none of its sentences bears on one."""
        scenario = (self.interests, self.levers, self.actions, self.readings, self.policies, self.salience)
        cited = (*scenario, self.games, self.plays, self.types, self.graphs)
        return not (self.bears_on_payoffs or any(cited) or any(sentence.bears_on for sentence in self.sentences))


@dataclass(frozen=True, slots=True)
class Bearing:
    """How many entries rest on the text, on an assumption, or on both (the text for direction, the other for size)."""

    text_only: int
    both: int
    assumption_only: int

    @property
    def total(self) -> int:
        """How many entries there are."""
        return self.text_only + self.both + self.assumption_only

    @property
    def share_on_text(self) -> Fraction | None:
        """The share that cites the text at all; None where there is no entry."""
        return Fraction(self.text_only + self.both, self.total) if self.total else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How a scenario and its source hang together.

    Attributes
    ----------
    paragraphs : tuple of ParagraphCoverage
        One a paragraph of the source, in order.
    effects, comparisons : mapping from str to Bearing
        For each game, what its effects and its comparisons rest on.
    idle_interests, idle_levers : tuple of str
        Those that enter no payoff of any game.
    idle_assumptions : tuple of str
        The scenario's own assumptions that nothing rests on.
    """

    paragraphs: tuple[ParagraphCoverage, ...]
    effects: Mapping[str, Bearing]
    comparisons: Mapping[str, Bearing]
    idle_interests: tuple[str, ...]
    idle_levers: tuple[str, ...]
    idle_assumptions: tuple[str, ...]

    @property
    def silent_paragraphs(self) -> tuple[int, ...]:
        """The paragraphs that bear on nothing."""
        return tuple(entry.paragraph for entry in self.paragraphs if entry.bears_on_nothing)

    @property
    def all_effects(self) -> Bearing:
        """What the effects of all games together rest on."""
        return Bearing(
            sum(bearing.text_only for bearing in self.effects.values()),
            sum(bearing.both for bearing in self.effects.values()),
            sum(bearing.assumption_only for bearing in self.effects.values()),
        )


def coverage(scenario: Scenario) -> Coverage:
    """What each paragraph of the source bears on, and what rests on the text or on assumptions."""
    sentences: dict[int, list[Sentence]] = {}
    for sentence in scenario.sentences:
        sentences.setdefault(int(sentence.at.split(".")[0]), []).append(sentence)
    interests, levers = _by_paragraph(scenario.interests), _by_paragraph(scenario.levers)
    actions, readings = _by_paragraph(scenario.actions), _by_paragraph(scenario.readings)
    policies, salience = _by_paragraph(scenario.policies), _by_paragraph(scenario.salience)
    plays, types, graphs = (
        _by_game(scenario, entries) for entries in (lambda game: game.plays.values(), _types, _graph_entries)
    )
    games: dict[int, list[str]] = {}
    effects: dict[int, list[Citation]] = {}
    comparisons: dict[int, list[Citation]] = {}
    for name, game in scenario.games.items():
        for paragraph in dict.fromkeys(game.paragraphs):
            games.setdefault(paragraph, []).append(name)
        for found, entries in ((effects, game.effects), (comparisons, game.comparisons)):
            for index, entry in enumerate(entries):
                for paragraph in dict.fromkeys(entry.paragraphs):
                    found.setdefault(paragraph, []).append(Citation(name, index))
    used = set().union(*map(parameters_used, scenario.games.values()))
    relied_on = {entry.assumption for entry in _cited(scenario)}
    return Coverage(
        paragraphs=tuple(
            ParagraphCoverage(
                number,
                sentences=tuple(sentences.get(number, ())),
                interests=tuple(interests.get(number, ())),
                levers=tuple(levers.get(number, ())),
                actions=tuple(actions.get(number, ())),
                readings=tuple(readings.get(number, ())),
                policies=tuple(policies.get(number, ())),
                salience=tuple(salience.get(number, ())),
                games=tuple(games.get(number, ())),
                plays=tuple(plays.get(number, ())),
                types=tuple(types.get(number, ())),
                graphs=tuple(graphs.get(number, ())),
                effects=tuple(effects.get(number, ())),
                comparisons=tuple(comparisons.get(number, ())),
            )
            for number in range(1, scenario.source.paragraphs + 1)
        ),
        effects={name: _bearing(game.effects) for name, game in scenario.games.items()},
        comparisons={name: _bearing(game.comparisons) for name, game in scenario.games.items()},
        idle_interests=tuple(name for name in scenario.interests if name not in used),
        idle_levers=tuple(name for name in scenario.levers if name not in used),
        idle_assumptions=tuple(name for name in scenario.assumptions if name not in relied_on),
    )


def _by_paragraph(entries: Mapping[str, Cited]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for name, entry in entries.items():
        for paragraph in dict.fromkeys(entry.paragraphs):
            found.setdefault(paragraph, []).append(name)
    return found


def _by_game(scenario: Scenario, entries: Callable[[Game], Iterable[Cited]]) -> dict[int, list[str]]:
    """For each paragraph the games of which some of these entries cite it."""
    found: dict[int, list[str]] = {}
    for name, game in scenario.games.items():
        for paragraph in sorted({number for entry in entries(game) for number in entry.paragraphs}):
            found.setdefault(paragraph, []).append(name)
    return found


def _types(game: Game) -> Iterator[Cited]:
    return (entry for own in game.types.values() for entry in own.values())


def _graph_entries(game: Game) -> Iterator[Cited]:
    if game.graph is not None:
        yield game.graph
        yield from game.graph.options
        yield from game.graph.preferences.values()


def _bearing(entries: Iterable[Cited]) -> Bearing:
    counts = {(True, False): 0, (True, True): 0, (False, True): 0}
    for entry in entries:
        counts[bool(entry.paragraphs), entry.assumption is not None] += 1
    return Bearing(*counts.values())


def _cited(scenario: Scenario) -> Iterator[Cited]:
    yield from scenario.interests.values()
    yield from scenario.salience.values()
    yield from scenario.levers.values()
    yield from scenario.actions.values()
    yield from scenario.readings.values()
    yield from scenario.policies.values()
    for game in scenario.games.values():
        yield from game.effects
        yield from game.comparisons
        yield from game.plays.values()
        yield from _types(game)
        yield from _graph_entries(game)
        for player in game.players:
            yield from player.actions
