"""Payoffs opened, as the command line shows them and as data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from payoffs.provenance import Cell, Term
from payoffs.scenario import Game
from reports.terminal import Terminal, number

__all__ = ["cell_to_dict", "show_explanation", "term_rows"]


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
