"""Payoffs opened and games solved, as the command line shows them and as data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from payoffs.provenance import Cell, Term
from payoffs.scenario import Game
from reports.terminal import Terminal, equilibrium_text, number, show_payoffs

if TYPE_CHECKING:
    from gametheory.solution import Solution

__all__ = ["cell_to_dict", "show_explanation", "show_solution", "term_rows"]


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
    """Print each payoff with its terms below it."""
    names = {player.id: player.name for player in game.players}
    shown = None
    for cell in cells:
        if cell.profile != shown:
            shown = cell.profile
            if shown is not None:
                terminal.line()
            terminal.heading(", ".join(f"{player}: {action}" for player, action in _named(game, cell).items()))
        terminal.line()
        terminal.line(f"{names[cell.player]} gets {number(cell.value)}")
        if not cell.terms:
            terminal.line("  No effect touches its interests here.")
            continue
        terminal.table(
            ("interest", "weight", "level", "times", "adds", "source"),
            [
                (
                    term.interest,
                    number(term.weight),
                    number(term.level),
                    _times(term),
                    number(term.contribution),
                    _source(term),
                )
                for term in cell.terms
            ],
            numeric=(1, 2, 4),
        )


def show_solution(terminal: Terminal, title: str, solution: Solution) -> None:
    """Print a game's payoffs and its equilibria."""
    game = solution.game
    terminal.heading(title)
    terminal.line()
    show_payoffs(terminal, game, solution)
    terminal.line()
    count = len(solution.equilibria)
    extent = "" if solution.complete else " found; there may be more"
    kind = "pure equilibri" if solution.concept == "pure_nash" else "equilibri"
    terminal.heading(f"{count or 'No'} {kind}{'um' if count < 2 else 'a'}{extent}")
    for index, equilibrium in enumerate(solution.equilibria):
        terminal.line(f"  {index}  {equilibrium_text(game, equilibrium)}")
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
    return " x ".join(
        f"(1 - {factor.lever}) = {number(factor.value)}" if factor.complement else f"{factor.lever} = {factor.value}"
        for factor in term.times
    )


def _source(term: Term) -> str:
    cited = [f"par. {', '.join(map(str, term.paragraphs))}"] if term.paragraphs else []
    if term.assumption:
        cited.append(f"assumption {term.assumption}")
    return "; ".join(cited)
