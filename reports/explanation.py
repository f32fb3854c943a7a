"""Payoffs opened and games solved, as the command line shows them and as data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from payoffs.provenance import Cell, Term
from payoffs.scenario import Game
from reports.terminal import Terminal, equilibrium_text, number, show_payoffs

if TYPE_CHECKING:
    from gametheory.answer import Answer
    from gametheory.solution import Solution

__all__ = ["answer_to_dict", "cell_to_dict", "show_answer", "show_explanation", "show_solution", "term_rows"]


def cell_to_dict(game: Game, cell: Cell) -> dict[str, Any]:
    """One payoff and its terms as JSON-ready data, every number a fraction in a string."""
    return {
        "profile": _named(game, cell),
        "player": cell.player,
        "payoff": str(cell.value),
        "terms": [
            {
                "interest": term.interest,
                "weight": str(term.weight),
                "level": str(term.level),
                "times": [
                    {"lever": factor.lever, "complement": factor.complement, "value": str(factor.value)}
                    for factor in term.times
                ],
                "contribution": str(term.contribution),
                "paragraphs": list(term.paragraphs),
                "assumption": term.assumption,
                "why": term.why,
            }
            for term in cell.terms
        ],
    }


def term_rows(game: Game, cells: Iterable[Cell]) -> list[dict[str, str]]:
    """One row a term, for a table or a CSV file."""
    return [
        {
            **_named(game, cell),
            "payoff_of": cell.player,
            "interest": term.interest,
            "weight": str(term.weight),
            "level": str(term.level),
            "times": _times(term),
            "contribution": str(term.contribution),
            "source": _source(term),
            "why": term.why,
        }
        for cell in cells
        for term in cell.terms
    ]


def show_explanation(terminal: Terminal, game: Game, cells: Iterable[Cell]) -> None:
    """Print each payoff with its terms below it: what a term adds, how it is made up, and where it comes from."""
    players = {player.id: player for player in game.players}
    shown = None
    for cell in cells:
        if cell.profile != shown:
            if shown is not None:
                terminal.line()
            shown = cell.profile
            terminal.heading(", ".join(f"{player}: {action}" for player, action in _named(game, cell).items()))
        player = players[cell.player]
        terminal.line()
        terminal.line(f"{player.name} {'get' if player.plural else 'gets'} {number(cell.value)}")
        if not cell.terms:
            terminal.line("  Nothing here serves or harms its interests: this is the zero of its scale.")
        width = max((len(number(term.contribution)) for term in cell.terms), default=0) + 2
        for term in cell.terms:
            terminal.line(f"{number(term.contribution):>{width}}  {term.interest} = {_made_up(term)}")
            terminal.line(f"{'':>{width}}  {_source(term)}", "dim")


def answer_to_dict(answer: Answer) -> dict[str, Any]:
    """An answer as JSON-ready data; Nash equilibria with what tells them apart and whether ties make them fragile."""
    from gametheory.solution import Solution

    if type(answer) is Solution and answer.concept == "nash":
        from reports.choosing import choice_to_dict

        return {**answer.to_dict(), **choice_to_dict(answer)}
    return answer.to_dict()


def show_answer(terminal: Terminal, title: str, answer: Answer) -> None:
    """Print what was found: payoffs and equilibria of a game in strategic form, and any other answer as it reads."""
    from gametheory.solution import Solution

    if type(answer) is Solution:
        show_solution(terminal, title, answer)
        if answer.concept == "nash":
            from reports.choosing import show_choice

            show_choice(terminal, answer)
        return
    terminal.heading(title)
    terminal.line()
    for line in str(answer).splitlines():
        terminal.line(line)


def show_solution(terminal: Terminal, title: str, solution: Solution) -> None:
    """Print a game's payoffs and its equilibria."""
    game = solution.game
    terminal.heading(title)
    terminal.line()
    show_payoffs(terminal, game, solution)
    terminal.line()
    count = len(solution.equilibria) + len(solution.enclosed)
    extent = "" if solution.complete else " found; there may be more"
    kind = "pure equilibri" if solution.concept == "pure_nash" else "equilibri"
    terminal.heading(f"{count or 'No'} {kind}{'um' if count < 2 else 'a'}{extent}")
    for index, equilibrium in enumerate(solution.equilibria):
        terminal.line(f"  {index}  {equilibrium_text(game, equilibrium.strategies, equilibrium.payoffs)}")
    for index, enclosed in enumerate(solution.enclosed, len(solution.equilibria)):
        terminal.line(f"  {index}  {equilibrium_text(game, enclosed.enclosure, enclosed.payoffs)}")
    if solution.enclosed:
        terminal.line("  Numbers with an ellipsis are no fractions; each is proven to lie where its digits say.")
    for supports in solution.unresolved:
        named = "; ".join(
            f"{player}: {', '.join(names[action] for action in own)}"
            for player, names, own in zip(game.players, game.actions, supports, strict=True)
        )
        terminal.line(f"  Open: whether there are more equilibria in which the players mix among {named}.")
    for component in solution.components:
        if len(component) > 1:
            subsets = [subset for subset in solution.maximal_subsets if set(subset) <= set(component)]
            listed = "; ".join("{" + ", ".join(map(str, subset)) + "}" for subset in subsets)
            terminal.line(
                f"  Connected: {', '.join(map(str, component))}. Mixtures within {listed} are equilibria too."
            )
    terminal.line()
    terminal.line(
        f"{solution.concept} of the {solution.form} game, by {solution.method}, {solution.arithmetic}; "
        "every equilibrium certified."
    )


def _named(game: Game, cell: Cell) -> dict[str, str]:
    return {player.id: player.actions[action].id for player, action in zip(game.players, cell.profile, strict=True)}


def _times(term: Term) -> str:
    return " x ".join(f"(1 - {factor.lever})" if factor.complement else factor.lever for factor in term.times)


def _made_up(term: Term) -> str:
    """Weight times level times levers, in numbers, with the name of each lever behind its number."""
    parts = [f"{number(term.weight)} x {number(term.level)}"]
    for factor in term.times:
        name = f"1 - {factor.lever}" if factor.complement else factor.lever
        parts.append(f"{number(factor.value)} ({name})")
    return " x ".join(parts)


def _source(term: Term) -> str:
    cited = [f"par. {', '.join(map(str, term.paragraphs))}"] if term.paragraphs else []
    if term.assumption:
        cited.append(f"assumption {term.assumption}")
    return "; ".join(cited)
