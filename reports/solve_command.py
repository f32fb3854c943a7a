"""The commands `solve` and `export`: a game of a scenario or of a file, solved as it is played, or written out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reports.delivery import deliver, json_text
from reports.options import (
    Asked,
    At,
    Concept,
    Csv,
    Debug,
    Form,
    GameName,
    Json,
    Order,
    Output,
    PlayName,
    PolicyName,
    Quiet,
    Readings,
    RulesGiven,
    ScenarioName,
    graph_asked,
    play_asked,
    stage_asked,
    tree_asked,
)
from reports.terminal import Terminal

if TYPE_CHECKING:
    from gametheory.answer import Answer
    from gametheory.cross_check import CrossCheck
    from gametheory.game import StrategicGame
    from gametheory.tree import ExtensiveGame

__all__ = ["export", "solve"]


def solve(
    game: GameName,
    play: PlayName = None,
    form: Form = None,
    concept: Concept = None,
    order: Order = None,
    rules: RulesGiven = None,
    graph: Annotated[bool, typer.Option("--graph", help="Solve the graph model that the game states.")] = False,
    scenario: ScenarioName = None,
    at: At = None,
    reading: Readings = None,
    policy: PolicyName = None,
    cross_check: Annotated[bool, typer.Option("--cross-check", help="Ask nashpy for a second opinion.")] = False,
    output: Output = None,
    as_json: Json = False,
    as_csv: Csv = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Solve a game for its equilibria, each certified exactly."""
    terminal = Terminal(quiet)
    answer: Answer
    plays = {"--play": play, "--form": form, "--order": order, "--rules": rules}
    points = {"--at": at, "--reading": reading, "--policy": policy}
    if (tree := tree_asked(game, {**plays, **points, "--graph": graph, "--scenario": scenario})) is not None:
        from gametheory.solve import solve_made

        name = title = Path(game).name
        answer = solve_made(tree, concept or "subgame_perfect", "extensive")
    else:
        asked = stage_asked(game, scenario, at, reading, policy)
        name, title = asked.name, asked.title
        if graph:
            from gametheory.forms.ordinal import DEFAULT_CONCEPT
            from gametheory.stability import solve_graph

            answer = solve_graph(graph_asked(asked, {**plays, **points}), concept or DEFAULT_CONCEPT)
        else:
            from gametheory.solve import solve as solve_stage

            answer = solve_stage(asked.game, play_asked(asked, play, form, concept, order, rules))
    opinion = _second_opinion(answer) if cross_check else None
    if as_json or (output is not None and not as_csv):
        from reports.answers import answer_to_dict

        document = {"schema": 1, "game": name, **answer_to_dict(answer)}
        document["cross_check"] = opinion.to_dict() if opinion is not None else None
        deliver(terminal, json_text(document), output)
    elif as_csv:
        deliver(terminal, answer.to_frame().to_csv(index=False), output)
    else:
        from reports.answers import show_answer

        show_answer(terminal, title, answer)
        if graph and asked.stated is not None and asked.stated.graph is not None:
            options = ", ".join(f"{option.id} ({option.owner})" for option in asked.stated.graph.options)
            terminal.line()
            terminal.line(f"The letters of a state stand for these, in order: {options}. Y: it is done; N: it is not.")
        if opinion is not None:
            from reports.second_opinion import show_second_opinion

            show_second_opinion(terminal, opinion)


def export(
    game: GameName,
    output: Annotated[Path, typer.Option("-o", "--output", help="A .nfg or .efg file for Gambit, or a .csv bimatrix.")],
    order: Order = None,
    rules: RulesGiven = None,
    scenario: ScenarioName = None,
    at: At = None,
    reading: Readings = None,
    policy: PolicyName = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Write a game's payoffs for another program; as a tree where the file ends in .efg, of moves in --order."""
    from payoffs.interchange import TREE_SUFFIX, write_game, write_tree

    terminal = Terminal(quiet)
    to_tree = output.suffix.lower() == TREE_SUFFIX
    if (order or rules) and not to_tree:
        raise typer.BadParameter(f"only a tree has an order of moves, and {output} does not end in {TREE_SUFFIX}")
    points = {"--at": at, "--reading": reading, "--policy": policy, "--scenario": scenario}
    tree = tree_asked(game, {**points, "--order": order, "--rules": rules})
    title = Path(game).name
    stage: StrategicGame | None = None
    if tree is None:
        asked = stage_asked(game, scenario, at, reading, policy)
        title, stage = asked.title, asked.game.at()
        if to_tree:
            tree = _in_order(asked, order, rules)
    if tree is not None and to_tree:
        write_tree(tree, output, title=title)
    elif tree is not None:
        write_game(tree.strategic_form(), output, title=title)
    elif stage is not None:
        write_game(stage, output, title=title)
    terminal.message(f"The game is in {output}")


def _in_order(asked: Asked, order: str | None, rules: list[str] | None) -> ExtensiveGame:
    """The game as a tree; without an order of moves somebody moves first, and nobody sees it."""
    from gametheory.forms.sequential import play
    from gametheory.solve import Play, rules_of

    given = {"observed": order is not None, **play_asked(asked, None, "sequential", None, order, rules).rules}
    return play(asked.game, rules_of(Play("sequential", rules=given)))


def _second_opinion(answer: Answer) -> CrossCheck:
    from gametheory.cross_check import cross_check
    from gametheory.solution import Solution

    if not isinstance(answer, Solution):
        raise typer.BadParameter(f"--cross-check goes with games in strategic form, not with {answer.concept}")
    return cross_check(answer.game, answer)
