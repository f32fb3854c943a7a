"""What speaks for which of several equilibria, in words and as data: facts to choose by, and no choice."""

from __future__ import annotations

from typing import Any

from gametheory.degeneracy import degeneracy
from gametheory.selection import Advice, advice
from gametheory.solution import Solution
from reports.terminal import Terminal, number

__all__ = ["choice_to_dict", "show_choice"]

_MOST_COMPARED = 12


def choice_to_dict(solution: Solution) -> dict[str, Any]:
    """JSON-ready data: ``advice`` where there are several equilibria, ``degeneracy`` where there is a witness of it."""
    game = solution.game
    witness = degeneracy(game, solution)
    return {
        "advice": _advice_to_dict(advice(game, solution)) if len(solution.equilibria) > 1 else None,
        "degeneracy": None if witness is None else witness.to_dict(game),
    }


def show_choice(terminal: Terminal, solution: Solution) -> None:
    """Print what tells several equilibria apart, and whether ties make the game degenerate."""
    game = solution.game
    witness = degeneracy(game, solution)
    if witness is not None:
        names = [game.actions[witness.player][reply] for reply in witness.replies]
        terminal.line()
        terminal.line(
            f"Degenerate: {game.players[witness.player]} has {len(names)} best responses ({', '.join(names)}) where "
            f"{witness.allowed} would do, so small changes of payoffs can change which equilibria there are."
        )
    if not 1 < len(solution.equilibria) <= _MOST_COMPARED:
        return
    facts = advice(game, solution)
    terminal.line()
    terminal.heading("What tells them apart (facts to choose by, not a choice)")
    for line in _told_apart(facts):
        terminal.line(f"  {line}")
    for exposure in facts.exposures:
        terminal.line(
            f"  In {exposure.equilibrium}, {exposure.victim} must trust {exposure.deviator} not to play "
            f"{exposure.action}: {exposure.victim} would lose {number(exposure.loss)} by it, "
            f"{exposure.deviator} {number(exposure.cost) if exposure.cost else 'nothing'}."
        )


def _told_apart(facts: Advice) -> list[str]:
    lines = []
    if facts.payoff_dominant is not None:
        lines.append(f"Payoff dominance: everyone gets most in {facts.payoff_dominant}.")
    elif facts.payoff_dominance:
        pairs = ", ".join(f"{one} over {other}" for one, other in facts.payoff_dominance)
        lines.append(f"Payoff dominance: everyone gets more in {pairs}.")
    else:
        lines.append("Payoff dominance: none gives everyone more than another.")
    for risk in facts.risk_comparisons:
        first, second = map(number, risk.products)
        verdict = "neither" if risk.dominant is None else f"{risk.dominant} is the safer"
        lines.append(
            f"Risk dominance of {risk.first} and {risk.second}: {verdict} (products of losses {first} and {second})."
        )
    best = ", ".join(map(str, facts.greatest_total))
    fairest = ", ".join(map(str, facts.greatest_least))
    lines.append(f"Greatest sum of payoffs: in {best}. Greatest payoff of whoever gets least: in {fairest}.")
    return lines


def _advice_to_dict(facts: Advice) -> dict[str, Any]:
    return {
        "payoff_dominance": [list(pair) for pair in facts.payoff_dominance],
        "payoff_dominant": facts.payoff_dominant,
        "risk_comparisons": [
            {
                "equilibria": [risk.first, risk.second],
                "players": list(risk.players),
                "products": list(map(str, risk.products)),
                "dominant": risk.dominant,
            }
            for risk in facts.risk_comparisons
        ],
        "risk_dominant": facts.risk_dominant,
        "greatest_total": list(facts.greatest_total),
        "greatest_least": list(facts.greatest_least),
        "exposures": [
            {
                "equilibrium": exposure.equilibrium,
                "deviator": exposure.deviator,
                "action": exposure.action,
                "victim": exposure.victim,
                "loss": str(exposure.loss),
                "cost": str(exposure.cost),
            }
            for exposure in facts.exposures
        ],
    }
