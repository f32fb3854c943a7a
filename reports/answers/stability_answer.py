"""Equilibria of a graph model: how the status quo can lead to them, and where coalitions would jump from them."""

from __future__ import annotations

from typing import Any

from gametheory.coalitions import MOST_PLAYERS, CoalitionImprovement, equilibrium_jumps
from gametheory.graph_model import GraphModel
from gametheory.legal_sequences import Move
from gametheory.reachability import Route, routes
from gametheory.stability import StabilityAnswer
from reports.terminal import Terminal

__all__ = ["show", "to_dict"]

_MOST_STEPS = 1_000_000
_SHOWN = 20


def show(terminal: Terminal, answer: StabilityAnswer) -> None:
    """Print the answer as it reads, then routes from the status quo, then jumps of coalitions."""
    model = answer.model
    for line in str(answer).splitlines():
        terminal.line(line)
    found = _routes(answer)
    if found:
        terminal.line()
        terminal.heading("From the status quo")
        for state, (by, route) in list(found.items())[:_SHOWN]:
            terminal.line(f"  {model.states[state]}: {_moves(model, route.moves) or 'it is the status quo'}")
            if route.moves:
                needed = ", ".join(model.players[player] for player in route.indispensable) or "nobody"
                terminal.line(f"    {by}; cannot be done without {needed}")
        if len(found) > _SHOWN:
            terminal.line(f"  and {len(found) - _SHOWN} more; --json lists them all.")
    jumps = _jumps(answer)
    terminal.line()
    if jumps is None:
        terminal.line("Jumps of coalitions were not looked for: there are too many coalitions, equilibria or moves.")
    elif not jumps:
        terminal.line("No coalition would move together from one of these equilibria to another.")
    for jump in (jumps or ())[:_SHOWN]:
        members = " and ".join(model.players[player] for player in jump.coalition)
        terminal.line(
            f"{members} would move together from {model.states[jump.origin]} to {model.states[jump.state]}, "
            f"which each of them prefers: {_moves(model, jump.moves)}"
        )
    if jumps and len(jumps) > _SHOWN:
        terminal.line(f"and {len(jumps) - _SHOWN} more; --json lists them all.")


def to_dict(answer: StabilityAnswer) -> dict[str, Any]:
    """The answer's own data, with `routes` and `coalition_jumps`, the latter None where they were not looked for."""
    model, jumps = answer.model, _jumps(answer)
    return {
        **answer.to_dict(),
        "routes": [
            {
                "state": model.states[state],
                "by": by,
                "moves": _written(model, route.moves),
                "indispensable": [model.players[player] for player in route.indispensable],
            }
            for state, (by, route) in _routes(answer).items()
        ],
        "coalition_jumps": None
        if jumps is None
        else [
            {
                "coalition": [model.players[player] for player in jump.coalition],
                "from": model.states[jump.origin],
                "to": model.states[jump.state],
                "moves": _written(model, jump.moves),
            }
            for jump in jumps
        ],
    }


def _routes(answer: StabilityAnswer) -> dict[int, tuple[str, Route]]:
    """For each equilibrium that can be reached, the shortest route by improvements, or else by any moves."""
    start = answer.model.status_quo
    if start is None:
        return {}
    by_moves = routes(answer.model, start, answer.equilibria)
    by_improvements = routes(answer.model, start, answer.equilibria, only_improvements=True)
    return {
        state: ("by improvements", by_improvements[state]) if state in by_improvements else ("by moves", route)
        for state, route in by_moves.items()
    }


def _jumps(answer: StabilityAnswer) -> list[CoalitionImprovement] | None:
    """Joint improvements from one equilibrium to another; None where looking for them would take too long."""
    model = answer.model
    moves = sum(len(targets) for own in model.moves for targets in own)
    if len(model.players) > MOST_PLAYERS or len(answer.equilibria) * 2 ** len(model.players) * moves > _MOST_STEPS:
        return None
    return list(equilibrium_jumps(model, answer.equilibria))


def _moves(model: GraphModel, moves: tuple[Move, ...]) -> str:
    return "; ".join(f"{model.players[move.player]} to {model.states[move.state]}" for move in moves)


def _written(model: GraphModel, moves: tuple[Move, ...]) -> list[dict[str, str]]:
    return [{"player": model.players[move.player], "to": model.states[move.state]} for move in moves]
