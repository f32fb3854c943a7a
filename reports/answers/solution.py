"""Equilibria in strategic form: the payoffs, the equilibria, and for Nash equilibria what tells them apart."""

from __future__ import annotations

from typing import Any

from gametheory.solution import Solution
from reports.choosing import choice_to_dict, show_choice
from reports.terminal import Terminal, equilibrium_text, show_payoffs

__all__ = ["show", "to_dict"]


def to_dict(answer: Solution) -> dict[str, Any]:
    """JSON-ready data; Nash equilibria with what tells them apart and whether ties make them fragile."""
    return {**answer.to_dict(), **choice_to_dict(answer)} if answer.concept == "nash" else answer.to_dict()


def show(terminal: Terminal, answer: Solution) -> None:
    """Print a game's payoffs, its equilibria, and for Nash equilibria what tells them apart."""
    game = answer.game
    show_payoffs(terminal, game, answer)
    terminal.line()
    count = len(answer.equilibria) + len(answer.enclosed)
    extent = "" if answer.complete else " found; there may be more"
    kind = "pure equilibri" if answer.concept == "pure_nash" else "equilibri"
    terminal.heading(f"{count or 'No'} {kind}{'um' if count < 2 else 'a'}{extent}")
    for index, equilibrium in enumerate(answer.equilibria):
        terminal.line(f"  {index}  {equilibrium_text(game, equilibrium.strategies, equilibrium.payoffs)}")
    for index, enclosed in enumerate(answer.enclosed, len(answer.equilibria)):
        terminal.line(f"  {index}  {equilibrium_text(game, enclosed.enclosure, enclosed.payoffs)}")
    if answer.enclosed:
        terminal.line("  Numbers with an ellipsis are no fractions; each is proven to lie where its digits say.")
    for supports in answer.unresolved:
        named = "; ".join(
            f"{player}: {', '.join(names[action] for action in own)}"
            for player, names, own in zip(game.players, game.actions, supports, strict=True)
        )
        terminal.line(f"  Open: whether there are more equilibria in which the players mix among {named}.")
    for component in answer.components:
        if len(component) > 1:
            subsets = [subset for subset in answer.maximal_subsets if set(subset) <= set(component)]
            listed = "; ".join("{" + ", ".join(map(str, subset)) + "}" for subset in subsets)
            terminal.line(
                f"  Connected: {', '.join(map(str, component))}. Mixtures within {listed} are equilibria too."
            )
    terminal.line()
    terminal.line(
        f"{answer.concept} of the {answer.form} game, by {answer.method}, {answer.arithmetic}; "
        "every equilibrium certified."
    )
    if answer.concept == "nash":
        show_choice(terminal, answer)
