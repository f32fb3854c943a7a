"""The command that sets one game under several plays side by side, and how it shows them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reports.delivery import deliver, json_text
from reports.options import (
    At,
    Csv,
    Debug,
    GameName,
    Json,
    Output,
    PolicyName,
    Quiet,
    Readings,
    ScenarioName,
    stage_asked,
    tree_asked,
)
from reports.terminal import Terminal, number

if TYPE_CHECKING:
    from gametheory.answer import Outcome
    from gametheory.comparison import Comparison, Played

__all__ = ["compare", "show_comparison"]

_MOST_OUTCOMES = 6


def compare(
    game: GameName,
    plays: Annotated[
        list[str],
        typer.Option(
            "--play",
            metavar="PLAY",
            help="FORM[:RULE=VALUE,...][/CONCEPT], such as sequential:order=a,b/subgame_perfect, or a play that the "
            "game states; for a tree, a concept. Twice or more; the first is what the others are held against.",
        ),
    ],
    scenario: ScenarioName = None,
    at: At = None,
    reading: Readings = None,
    policy: PolicyName = None,
    output: Output = None,
    as_json: Json = False,
    as_csv: Csv = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Compare ways to play one game: what commitment, patience or a mediator is worth to each player."""
    from gametheory.comparison import compare as compare_plays
    from gametheory.comparison import compare_concepts
    from payoffs.plays import play_spelled

    terminal = Terminal(quiet)
    repeated = sorted({text for text in plays if plays.count(text) > 1})
    if repeated:
        raise typer.BadParameter(f"{repeated[0]!r} is given twice", param_hint="--play")
    tree = tree_asked(game, {"--at": at, "--reading": reading, "--policy": policy, "--scenario": scenario})
    if tree is not None:
        name = title = Path(game).name
        found = compare_concepts(tree, {text: _concept(text) for text in plays})
    else:
        asked = stage_asked(game, scenario, at, reading, policy)
        name, title = asked.name, asked.title
        found = compare_plays(
            asked.game, {text: asked.with_types(play_spelled(text, asked.game, asked.stated)) for text in plays}
        )
    if as_json or (output is not None and not as_csv):
        deliver(terminal, json_text({"schema": 1, "game": name, **found.to_dict()}), output)
    elif as_csv:
        deliver(terminal, found.to_frame().to_csv(index=False), output)
    else:
        show_comparison(terminal, title, found)


def _concept(text: str) -> str:
    """The concept that a play of a tree spells: the tree says itself how it is played."""
    from gametheory.concepts import CONCEPTS

    form, slash, concept = text.strip().rpartition("/")
    if slash and form.strip() != "extensive":
        raise typer.BadParameter(
            f"a tree says itself how it is played, so {text!r} does not fit; write a concept alone", param_hint="--play"
        )
    return CONCEPTS.canonical(concept.strip())


def show_comparison(terminal: Terminal, title: str, comparison: Comparison) -> None:
    """Print what is stable under each play, what each player gets, and what it gains over the first play."""
    game, (_, *others) = comparison.game, comparison.played
    terminal.heading(title)
    for index, entry in enumerate(comparison.played, 1):
        terminal.line()
        terminal.heading(f"{index}. {entry.name}")
        outcomes = entry.answer.outcomes()
        for outcome in outcomes[:_MOST_OUTCOMES]:
            terminal.line(f"  {_outcome(comparison, outcome)}")
        if len(outcomes) > _MOST_OUTCOMES:
            terminal.line(f"  and {len(outcomes) - _MOST_OUTCOMES} more")
        if entry.ranges is None:
            terminal.line("  Nothing is stable.")
        elif not entry.answer.complete:
            terminal.line("  There may be more; the payoffs below are those of what was found.")
    terminal.line()
    columns = ["payoffs", *game.players]
    rows = [
        (_short(index, entry), *_cells(game.players, entry.ranges)) for index, entry in enumerate(comparison.played, 1)
    ]
    terminal.table(columns, rows, range(1, len(columns)))
    terminal.line()
    rows = [(_short(index, entry), *_cells(game.players, entry.gains)) for index, entry in enumerate(others, 2)]
    terminal.table(["gain over 1", *game.players], rows, range(1, len(columns)))
    terminal.line()
    for sentence in _sentences(comparison, others):
        terminal.line(sentence)


def _sentences(comparison: Comparison, others: list[Played]) -> list[str]:
    found = []
    for index, entry in enumerate(others, 2):
        if entry.gains is None:
            continue
        ends = list(zip(comparison.game.players, entry.gains, strict=True))
        gainers = [player for player, (low, _) in ends if low > 0]
        losers = [player for player, (_, high) in ends if high < 0]
        if gainers:
            found.append(f"Play {index}: {', '.join(gainers)} would gain whichever outcomes come about.")
        if losers:
            found.append(f"Play {index}: {', '.join(losers)} would lose whichever outcomes come about.")
        if all(low == high == 0 for _, (low, high) in ends):
            found.append(f"Play {index}: nobody gains or loses against play 1.")
        elif not gainers and not losers:
            found.append(f"Play {index}: who gains depends on which of the stable outcomes come about.")
    if comparison.dominance_solvable:
        found.append(
            "A mediator adds nothing where all choose at the same time: dominance leaves one outcome, and no "
            "recommendation can make anyone do otherwise."
        )
    if any(entry.ranges and any(low < high for low, high in entry.ranges) for entry in comparison.played):
        found.append("Where several outcomes are stable, a payoff is a range from the least to the greatest.")
    return found


def _short(index: int, entry: Played) -> str:
    return f"{index}. {entry.answer.form}, {entry.answer.concept}"


def _cells(players: tuple[str, ...], ranges: tuple[tuple[Fraction, Fraction], ...] | None) -> list[str]:
    if ranges is None:
        return ["none" for _ in players]
    return [number(low) if low == high else f"{number(low)} to {number(high)}" for low, high in ranges]


def _outcome(comparison: Comparison, outcome: Outcome) -> str:
    """An outcome in one line: what comes about, with probabilities where that is not certain, and what each gets."""
    drawn = sorted(outcome.lottery.items(), key=lambda entry: (-entry[1], entry[0]))
    parts = [
        ("" if chance == 1 else f"{number(chance)} ") + "/".join(comparison.named(profile).values())
        for profile, chance in drawn
    ]
    return f"{' + '.join(parts)}  (payoffs {', '.join(map(number, outcome.payoffs))})"
