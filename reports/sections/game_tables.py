"""The tables behind one game's page: outcomes, readings, other ways to play, ranges, and stated preferences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import prod

from gametheory.game import Profile
from payoffs.scenario import Cited
from reports.citations import citation
from reports.document import Cell, Code, Mark, Note, Runs, Table, Terms
from reports.findings import Sources
from reports.findings.timing import depends_on_type
from reports.phrases import (
    action_label,
    concept_name,
    mixture,
    number,
    parameter_name,
    player_name,
    sentence,
    short_outcome,
)
from reports.stable_ranges import StableRange
from reports.study import Answer, GameStudy, Study, best_replies, mixtures, same_answer, stable_under

__all__ = [
    "anchor",
    "comparison_table",
    "outcome_table",
    "plays_table",
    "range_table",
    "reading_terms",
    "readings_table",
]

_MOST_OUTCOMES, _MOST_RANGES, _MOST_COMBINATIONS, _MOST_TOLD = 36, 8, 60, 4


def anchor(game: str, part: str = "") -> str:
    """The anchor of a game's page, or of a part of it."""
    return "-".join(("game", game.replace("_", "-"), *([part] if part else [])))


def outcome_table(entry: GameStudy) -> Iterable[Table]:
    """Every outcome from stable to unstable: how each player ranks it, and who would move."""
    stage = entry.stage
    if prod(stage.shape) > _MOST_OUTCOMES:
        return
    profiles = sorted(stage.profiles(), key=lambda profile: profile not in entry.stable)
    rows = []
    for profile in profiles:
        mark: Mark = "stable" if profile in entry.stable else ""
        cells = [
            Cell((action_label(entry, player, action),), mark, head=player == 0)
            for player, action in enumerate(profile)
        ]
        cells += [Cell((_rank(entry, player, profile),), mark) for player in range(len(stage.players))]
        cells.append(Cell((_who_would_move(entry, profile),), mark))
        rows.append(tuple(cells))
    names = [player_name(entry, player) for player in range(len(stage.players))]
    head: list[Runs] = [*((name,) for name in names), *((f"Rank for {name}",) for name in names), ("Who would move",)]
    caption = (
        "Every outcome, how each player ranks it from 1 (best), and who would rather move from it. "
        "An equals sign marks a tie.",
    )
    align = "l" * len(names) + "c" * len(names) + "l"
    yield Table(anchor(entry.id, "outcomes"), caption, tuple(head), tuple(rows), align)


def _rank(entry: GameStudy, player: int, profile: Profile) -> str:
    payoffs = entry.stage.payoffs[player]
    here = entry.stage.payoff(player, profile)
    tied = payoffs.count(here) > 1
    return f"{'=' if tied else ''}{1 + len({value for value in payoffs if value > here})}"


def _who_would_move(entry: GameStudy, profile: Profile) -> str:
    movers = [
        player_name(entry, player) for player, stays in enumerate(best_replies(entry.stage, profile)) if not stays
    ]
    return "; ".join(movers) if movers else "nobody: stable"


def _compared(entry: GameStudy, answer: Answer) -> Cell:
    """What is stable under some readings, said against what is stable at the study's point."""
    here, there = set(entry.stable), set(answer.stable)
    new = "; or: ".join(short_outcome(entry, profile) for profile in answer.stable if profile not in here)
    if not there:
        mixed = mixtures(answer.solution)
        told = f"only mixtures: {mixture(entry, mixed[0])}" if mixed else "none of definite choices"
        return Cell((told,), "" if here else "stable")
    if here == there:
        return Cell(("the same",), "stable")
    if here and here <= there:
        return Cell((f"the same; or: {new}",), "stable")
    kept = [short_outcome(entry, profile) for profile in answer.stable if profile in here]
    return Cell(("; or: ".join([*kept, new] if new else kept),), "unstable")


def readings_table(study: Study, entry: GameStudy) -> Table:
    """A map of what is stable under each pair of readings, or a list where not two players' readings are crossed."""
    varied = {player: names for player, names in entry.game.readings.items() if len(names) > 1}
    caption = "What is stable under each {}; shaded where the outcome above is."
    if len(varied) == 2 == len(entry.game.readings):
        (first, down), (second, across) = varied.items()
        answers = iter(entry.readings)  # crossed in this order
        rows = tuple(
            (Cell((_definition(study, one),), head=True), *(_compared(entry, next(answers)) for _ in across))
            for one in down
        )
        corner = f"{_player_called(entry, first)} in rows, {_player_called(entry, second)} in columns"
        head: tuple[Runs, ...] = ((corner,), *((_definition(study, name),) for name in across))
        return Table(anchor(entry.id, "map"), (caption.format("pair of readings"),), head, rows, "l" * len(head))
    listed = entry.readings[:_MOST_COMBINATIONS]
    rows = tuple(
        (Cell((". ".join(_definition(study, name) for name in answer.readings),), head=True), _compared(entry, answer))
        for answer in listed
    )
    told = "reading" if len(varied) < 2 else "combination of readings"
    if len(listed) < len(entry.readings):
        told += f" (the first {len(listed)} of {len(entry.readings)})"
    return Table(anchor(entry.id, "map"), (caption.format(told),), (("Reading",), ("What is stable",)), rows, "ll")


def _definition(study: Study, reading: str) -> str:
    return sentence(study.scenario.readings[reading].definition).rstrip(".")


def _player_called(entry: GameStudy, player: str) -> str:
    return player_name(entry, entry.stage.player_index(player))


def reading_terms(study: Study, entry: GameStudy) -> Note:
    """What licenses each reading, and the name by which the command line knows it."""
    items: list[tuple[Runs, Runs]] = []
    for name in dict.fromkeys(name for answer in entry.readings for name in answer.readings):
        reading = study.scenario.readings[name]
        why = f"{sentence(reading.why)} " if reading.why else ""
        items.append(((_definition(study, name),), (why, "(", *_cites(reading), "; ", Code(name), ")")))
    return Note("What licenses the readings", (Terms(tuple(items)),))


def _cites(entry: Cited) -> Runs:
    """Where one entry of the scenario comes from."""
    return citation(Sources.of([entry]))


def plays_table(study: Study, entry: GameStudy) -> Iterable[Table]:
    """What would be stable if the game were played in other ways than all at once."""
    if not entry.plays:
        return
    here = set(entry.stable)
    rows = []
    for name, answer in entry.plays.items():
        stated = entry.game.plays[name]
        there = stable_under(answer)
        told = "; or: ".join(short_outcome(entry, profile) for profile in there[:_MOST_TOLD])
        told += f"; and {len(there) - _MOST_TOLD} more" if len(there) > _MOST_TOLD else ""
        same = same_answer(entry, answer)
        rows.append(
            (
                Cell((sentence(stated.definition).rstrip("."),), head=True),
                Cell((concept_name(stated.concept),)),
                Cell(
                    ("the same" if same else told or ("it depends" if depends_on_type(answer) else "a mixture"),),
                    "stable" if here & set(there) else "",
                ),
                Cell(_cites(stated)),
            )
        )
    head: tuple[Runs, ...] = (("If",), ("What counts as stable",), ("Then stable",), ("Source",))
    caption = "What is stable if the game is played otherwise; shaded where an outcome above still is."
    yield Table(anchor(entry.id, "other-plays"), (caption,), head, tuple(rows), "llll")


def range_table(study: Study, entry: GameStudy) -> Iterable[Table]:
    """Between which values of each single weight or lever the outcome stays stable."""
    for number_, profile in enumerate(entry.opened):
        ranges = [found for found in entry.ranges if found.profile == profile][:_MOST_RANGES]
        if not ranges:
            continue
        rows = tuple(
            (
                Cell((sentence(parameter_name(study.scenario, found.parameter.name)).rstrip("."),), head=True),
                Cell((number(found.now),)),
                Cell((f"{number(found.parameter.low)} to {number(found.parameter.high)}",)),
                Cell((_interval(found),)),
                Cell((_leavers(entry, found),)),
            )
            for found in ranges
        )
        which = f" ({short_outcome(entry, profile)})" if len(entry.stable) > 1 else ""
        caption = f"What could overturn the outcome{which} alone, all else standing still: the nearest first."
        head: tuple[Runs, ...] = (
            ("Weight or lever",),
            ("Now",),
            ("Its range",),
            ("Stable while",),
            ("Who moves beyond",),
        )
        yield Table(anchor(entry.id, f"ranges-{number_ + 1}"), (caption,), head, rows, "lcccl")


def _interval(found: StableRange) -> str:
    if found.low is None:
        return f"at most {number(found.high)}" if found.high is not None else "always"
    return f"at least {number(found.low)}" if found.high is None else f"{number(found.low)} to {number(found.high)}"


def _leavers(entry: GameStudy, found: StableRange) -> str:
    movers = dict.fromkeys(mover for mover in (found.mover_below, found.mover_above) if mover is not None)
    return "; ".join(
        f"{player_name(entry, player)}, to {action_label(entry, player, action)}" for player, action in movers
    )


def comparison_table(study: Study, entry: GameStudy) -> Iterable[Table]:
    """The stated preferences, each with its source, and whether the payoffs agree."""
    if not entry.game.comparisons:
        return
    rows = []
    for found in entry.game.comparisons:
        player = entry.stage.player_index(found.player)
        better, worse = (_side(entry, side) for side in (found.prefers, found.to))
        rows.append(
            (
                Cell((player_name(entry, player),), head=True),
                Cell((better,)),
                Cell((worse if found.strict else f"{worse} (or as much)",)),
                Cell(_cites(found)),
                Cell(
                    ("yes" if entry.comparisons[found.id] else "no",), "" if entry.comparisons[found.id] else "unstable"
                ),
            )
        )
    caption = "Who prefers what, other things equal, by the source or by an assumption, and whether the payoffs agree."
    head: tuple[Runs, ...] = (("Who",), ("Prefers",), ("To",), ("Source",), ("Agrees",))
    yield Table(anchor(entry.id, "comparisons"), (caption,), head, tuple(rows), "lllll")


def _side(entry: GameStudy, side: Mapping[str, str]) -> str:
    """One side of a comparison, as a label."""
    parts = []
    for player_id, action_id in side.items():
        player = entry.stage.player_index(player_id)
        action = entry.stage.action_index(player, action_id)
        parts.append(f"{player_name(entry, player)}: {action_label(entry, player, action)}")
    return "; ".join(parts)
