"""The graph model that a game of a scenario states: its faults, each at its place, and the model itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from gametheory.errors import DetenteError, NotApplicable, UnknownName
from gametheory.graph_model import GraphModel
from gametheory.option_form import OptionForm, read_pattern
from gametheory.option_preferences import graph_model as model_of_options
from gametheory.option_preferences import ranks_by_levels, ranks_by_priorities, truth
from payoffs.references import Finding, citation, no_name
from payoffs.scenario import Game, Graph, GraphPreference, Scenario
from payoffs.toml_places import KeyPath

__all__ = ["graph_model", "in_graph", "option_form"]


def graph_model(game: Game) -> GraphModel:
    """The graph model that a game of a scenario states. Players bear their ids, and a state the letters of its options.

    Raises
    ------
    NotApplicable
        If the game states no graph model; the ordinal form makes one of any game.
    """
    graph = game.graph
    if graph is None:
        raise NotApplicable("this game states no graph model; under the form ordinal its payoffs make one")
    form = option_form(game, graph)
    ranks = {player: _ranks(form, preference) for player, preference in graph.preferences.items()}
    return model_of_options(form, ranks, graph.status_quo)


def option_form(game: Game, graph: Graph) -> OptionForm:
    """The options of a game's graph model; players who have none come last."""
    options: dict[str, tuple[str, ...]] = {}
    for option in graph.options:
        options[option.owner] = (*options.get(option.owner, ()), option.id)
    for player in game.players:
        options.setdefault(player.id, ())
    return OptionForm(options, graph.infeasible, graph.irreversible, graph.merged)


def in_graph(
    name: str, game: Game, graph: Graph, scenario: Scenario, assumptions: Collection[str]
) -> Iterator[Finding]:
    """Every finding in the graph model of one game."""
    players = dict.fromkeys(player.id for player in game.players)
    yield from citation(name, ("graph",), graph, scenario, assumptions)
    faults = list(_options(name, graph, players, scenario, assumptions))
    yield from faults
    for player, preference in graph.preferences.items():
        path = ("graph", "preferences", player)
        yield from citation(name, path, preference, scenario, assumptions)
        if player not in players:
            yield no_name(name, path, "player", player, players, at_key=True)
        if bool(preference.ranking) == bool(preference.priorities):
            found = "both" if preference.ranking else "neither"
            yield Finding(name, path, f"a player's states are ranked by a ranking or by priorities; this has {found}")
    for player in players:
        if player not in graph.preferences:
            message = f"the graph model gives no preferences of {player!r}"
            yield Finding(name, ("graph", "preferences"), message, at_key=True)
    if any(finding.spoils for finding in faults):
        return  # no pattern can be judged where the options are not known
    unread = list(_patterns(name, graph))
    yield from unread
    if unread:
        return
    try:
        form = option_form(game, graph)
    except DetenteError as error:
        yield Finding(name, ("graph",), str(error), at_key=True)
        return
    if graph.status_quo is not None and len(matching := form.matching(graph.status_quo)) != 1:
        message = f"the status quo is one state; {len(matching)} match this pattern"
        yield Finding(name, ("graph", "status_quo"), message)
    for player, preference in graph.preferences.items():
        try:
            _ranks(form, preference)
        except DetenteError as error:
            key = "ranking" if preference.ranking else "priorities"
            yield Finding(name, ("graph", "preferences", player, key), str(error), at_key=True)


def _options(
    name: str, graph: Graph, players: Collection[str], scenario: Scenario, assumptions: Collection[str]
) -> Iterator[Finding]:
    seen: set[str] = set()
    owners: list[str] = []
    for index, option in enumerate(graph.options):
        path = ("graph", "options", index)
        yield from citation(name, path, option, scenario, assumptions, must=False)
        if option.id in seen:
            yield Finding(name, (*path, "id"), f"two options are named {option.id!r}")
        seen.add(option.id)
        if option.owner not in players:
            yield no_name(name, (*path, "owner"), "player", option.owner, players)
        if option.owner in owners[:-1]:
            message = (
                f"the options of {option.owner!r} do not stand together; patterns have their letters in this order"
            )
            yield Finding(name, (*path, "owner"), message)
        elif option.owner not in owners:
            owners.append(option.owner)
    for option_id in graph.irreversible:
        if option_id not in seen:
            yield no_name(name, ("graph", "irreversible", option_id), "option", option_id, seen, at_key=True)


def _patterns(name: str, graph: Graph) -> Iterator[Finding]:
    """A finding for each pattern or statement that cannot be read."""
    options = [option.id for option in graph.options]
    places: list[tuple[KeyPath, str]] = []
    for key in ("infeasible", "merged"):
        places += [(("graph", key, index), text) for index, text in enumerate(getattr(graph, key))]
    if graph.status_quo is not None:
        places.append((("graph", "status_quo"), graph.status_quo))
    for player, preference in graph.preferences.items():
        path = ("graph", "preferences", player)
        for index, level in enumerate(preference.ranking):
            if isinstance(level, str):
                places.append(((*path, "ranking", index), level))
            else:
                places += [((*path, "ranking", index, inner), text) for inner, text in enumerate(level)]
        for index, statement in enumerate(preference.priorities):
            try:
                truth(options, statement)
            except UnknownName as error:
                yield no_name(name, (*path, "priorities", index), error.kind, error.name, error.known)
            except DetenteError as error:
                yield Finding(name, (*path, "priorities", index), str(error))
    for place, text in places:
        try:
            read_pattern(text, options)
        except DetenteError as error:
            yield Finding(name, place, str(error))


def _ranks(form: OptionForm, preference: GraphPreference) -> tuple[int, ...]:
    if preference.ranking:
        return ranks_by_levels(form, preference.ranking)
    return ranks_by_priorities(form, preference.priorities)
