"""Equilibria of a tree: the path that each leads along, what it pays, and what would be done off the path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from gametheory.tree_nodes import Move
from gametheory.tree_solution import TreeEquilibrium, TreeSolution
from reports.terminal import Terminal, number

__all__ = ["show"]

_MOST_OUTCOMES = 40
_MOST_PATHS = 20
_MOST_SETS = 20
_LONGEST_COUNT = 10**18


def show(terminal: Terminal, answer: TreeSolution) -> None:
    """Print one entry for each outcome that equilibria lead to."""
    found = len(answer.equilibria)
    ways = answer.count
    led = "" if ways == found else f", to which {_count(ways)} equilibria lead"
    extent = "" if answer.complete else "; there may be more"
    terminal.heading(f"{found or 'No'} stable outcome{'s' if found > 1 else ''}{led}{extent}")
    for index, equilibrium in enumerate(answer.equilibria[:_MOST_OUTCOMES]):
        _show_one(terminal, index, answer, equilibrium)
    if found > _MOST_OUTCOMES:
        terminal.line(f"  and {found - _MOST_OUTCOMES:,} more; --json lists them all.")
    terminal.line()
    terminal.line(
        f"{answer.concept} of the {answer.form} game, by {answer.method}, {answer.arithmetic}; "
        "no player gains by another plan in any subgame."
    )


def _show_one(terminal: Terminal, index: int, answer: TreeSolution, equilibrium: TreeEquilibrium) -> None:
    lead = f"  {index}  "
    for place, (node, chance) in enumerate(equilibrium.reached.items()):
        if place == _MOST_PATHS:
            terminal.line(f"{'':{len(lead)}}and {len(equilibrium.reached) - place:,} more paths")
            break
        steps = "; ".join(f"{step.player or 'chance'}: {step.action}" for step in answer.steps(node))
        with_chance = "" if chance == 1 else f"{number(chance)} of the time "
        terminal.line(f"{lead if place == 0 else ' ' * len(lead)}{with_chance}{steps or 'nobody moves'}")
    worth = ", ".join(map(number, equilibrium.payoffs))
    ways = "" if equilibrium.count == 1 else f"; {_count(equilibrium.count)} equilibria lead here, of which one is"
    terminal.line(f"{'':{len(lead)}}payoffs {worth}{ways}")
    elsewhere = list(_off_path(answer, equilibrium))
    for line in elsewhere[:_MOST_SETS]:
        terminal.line(f"{'':{len(lead)}}  {line}", "dim")
    if len(elsewhere) > _MOST_SETS:
        terminal.line(f"{'':{len(lead)}}  and {len(elsewhere) - _MOST_SETS:,} more", "dim")


def _off_path(answer: TreeSolution, equilibrium: TreeEquilibrium) -> Iterator[str]:
    """What would be done at each information set that play does not reach, and how is mixed at those it does."""
    game = answer.game
    met = {
        here.information_set
        for node in equilibrium.reached
        for at, _ in game.path(node)
        if isinstance(here := game.nodes[at], Move)
    }
    for number_of_set, entry in enumerate(game.information_sets):
        chances = equilibrium.behaviour[number_of_set]
        where = f"{game.players[entry.player]} at {entry.name!r}" if entry.name else game.players[entry.player]
        if number_of_set not in met:
            yield f"off the path, {where}: {_mixture(entry.actions, chances)}"
        elif max(chances) < 1:
            yield f"{where}: {_mixture(entry.actions, chances)}"


def _mixture(actions: Sequence[str], chances: Sequence[Fraction]) -> str:
    played = [(action, chance) for action, chance in zip(actions, chances, strict=True) if chance]
    return " + ".join(action if chance == 1 else f"{number(chance)} {action}" for action, chance in played)


def _count(count: int) -> str:
    return f"{count:,}" if count < _LONGEST_COUNT else f"more than 10^{(count.bit_length() - 1) * 30103 // 100000}"
