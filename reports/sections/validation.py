"""How far the solvers can be trusted: published games solved anew while the report is made, beside what is in print."""

from __future__ import annotations

from collections.abc import Iterable

from gametheory.solve import solve
from payoffs.published import PublishedGame, published_games
from reports.document import Block, Cell, Heading, Paragraph, Runs, Table
from reports.phrases import counted, joined, quoted, spelled

__all__ = ["validation"]


def validation() -> Iterable[Block]:
    """A table of published games: their equilibria in print, and those found here."""
    games = published_games()
    rows = tuple(_row(entry) for entry in games)
    agree = sum(row[-1].mark == "stable" for row in rows)
    own = [quoted(entry.title) for entry in games if entry.stated == "computation"]
    yield Heading(1, "Held against published games", "validation")
    yield Paragraph(
        (
            f"The methods that answered the questions above also solved {spelled(len(games))} known games "
            "while this report was made. They found exactly the equilibria that are stated of "
            f"{'all of them' if agree == len(games) else f'{spelled(agree)} of them'}. "
            "That tests the method, and not whether these payoffs are what the parties want.",
        )
    )
    note = (
        f" Of {joined(own)} no work prints every equilibrium: what is stated there was computed by this project and "
        "checked by an independent program."
        if own
        else ""
    )
    head: tuple[Runs, ...] = (("Game",), ("Source",), ("Equilibria stated",), ("Found",), ("Agree",))
    yield Table("published", (f"Published games, solved anew.{note}",), head, rows, "llccc")


def _row(entry: PublishedGame) -> tuple[Cell, ...]:
    solution = solve(entry.game)
    found = {equilibrium.strategies for equilibrium in solution.equilibria}
    agree = solution.complete and found == entry.equilibria and len(solution.components) == entry.components
    return (
        Cell((entry.title,), head=True),
        Cell((entry.source,)),
        Cell((_counts(len(entry.equilibria), entry.components),)),
        Cell((_counts(len(found), len(solution.components)),)),
        Cell(("yes" if agree else "no",), "stable" if agree else "unstable"),
    )


def _counts(points: int, components: int) -> str:
    """How many extreme equilibria in how many components: one number where they are the same."""
    return str(points) if points == components else f"{points} in {counted(components, 'component')}"
