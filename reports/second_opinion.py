"""What nashpy says of a solved game, in words: where it agrees, what it misses or adds, and why."""

from __future__ import annotations

from gametheory.cross_check import AlgorithmCheck, CrossCheck, Reason, Scope
from reports.terminal import Terminal

__all__ = ["show_second_opinion"]

_SCOPE = {
    Scope.NOT_TWO_PLAYERS: "Nashpy was not asked: it takes two players.",
    Scope.NOT_ALL_NASH_EQUILIBRIA: "Nashpy was not asked: its algorithms look for all Nash equilibria.",
    Scope.PAYOFFS_OVERFLOW: "Nashpy was not asked: some payoffs are beyond the range of its floats.",
}

_REASON = {
    Reason.UNEQUAL_SUPPORTS: "it only looks at strategies that use equally many actions",
    Reason.SINGULAR_INDIFFERENCE: "its system of equations has no unique solution there",
    Reason.UNBOUNDED_POLYTOPE: "the polytope that it walks is unbounded for these payoffs",
    Reason.SCALE: "a probability divided by the payoff falls below its absolute tolerance",
    Reason.TOLERANCE: "it takes a payoff just short of the best for the best",
    Reason.ROUNDING: "its floats round the wrong way",
    Reason.OVERFLOW: "its floats overflow",
    Reason.ONE_PER_LABEL: "it finds at most one equilibrium from each label",
    Reason.CUT_OFF: "it was cut off at the time limit",
    Reason.FAILED: "it stopped with an error",
    Reason.UNEXPLAINED: "for a reason that is not known",
}


def show_second_opinion(terminal: Terminal, opinion: CrossCheck) -> None:
    """Print how each of nashpy's algorithms compares with the exact answer."""
    terminal.line()
    terminal.heading(f"Second opinion: {opinion.peer}")
    if opinion.scope is not Scope.COMPARED:
        terminal.line(_SCOPE[opinion.scope])
        return
    if opinion.payoffs_rounded:
        terminal.line("Some payoffs have no exact binary form, so it was given rounded ones.")
    for check in opinion.algorithms:
        terminal.line(f"  {check.algorithm.value.replace('_', ' ')}: {'; '.join(_remarks(check))}.")
    for returned in opinion.unlisted:
        terminal.line(f"  An equilibrium that the answer above does not hold, which is a fault: {returned.profile}")


def _remarks(check: AlgorithmCheck) -> list[str]:
    remarks = [f"{'agrees; ' if check.agrees else ''}found {_listed(check.found)}"]
    missed: dict[Reason, list[int]] = {}
    for index, reason in check.missed:
        missed.setdefault(reason, []).append(index)
    remarks += [f"missed {_listed(tuple(indices))}, since {_REASON[reason]}" for reason, indices in missed.items()]
    remarks += [
        f"added {returned.profile}, which is no equilibrium, since {_REASON[returned.reason or Reason.UNEXPLAINED]}"
        for returned in check.added
    ]
    endings = {call.ending.value.replace("_", " ") for call in check.calls} - {"finished"}
    remarks += [f"some calls were {ending}" for ending in sorted(endings)]
    warned = sum(bool(call.warnings) for call in check.calls)
    return remarks + ([f"warned in {warned} of {len(check.calls)} calls"] if warned else [])


def _listed(indices: tuple[int, ...]) -> str:
    if not indices:
        return "none"
    return f"{'equilibrium' if len(indices) == 1 else 'equilibria'} {', '.join(map(str, indices))}"
