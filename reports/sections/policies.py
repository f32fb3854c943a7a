"""The policies compared over common worlds: what each changes, who gains, who would have to agree and loses by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Literal

from gametheory.errors import InvalidParameter
from gametheory.polynomial import decimal
from payoffs.policy_comparison import STATUS_QUO, GamePolicies, PolicyComparison, Stake
from reports.analyses import policies as compared_in
from reports.citations import citation
from reports.document import Block, Bullets, Cell, Heading, Mark, Note, Paragraph, Runs, Table
from reports.findings import Sources
from reports.gallery import Gallery
from reports.phrases import joined, number, percent, player_name, quoted, sentence, short_outcome, spelled
from reports.sections.game_tables import anchor
from reports.study import Study

__all__ = ["FIGURES", "policies"]

FIGURES = ("policy_comparison",)
"""The figures of this section."""

_CERTAIN = 2.576
"""Standard errors within which an estimate lies with 99 in 100 certainty."""

_MOST_OUTCOMES = 4


def policies(study: Study, figures: Gallery) -> Iterable[Block]:
    """The page on policies; nothing where the scenario has none, or none moves a game of the study."""
    found = compared_in(study)
    if found is None:
        return
    yield Heading(1, "Policies compared", "policies")
    if isinstance(found, InvalidParameter):
        yield Paragraph((f"Nothing can be compared: {found}.",))
        return
    moving = [name for name in found.policies if found.moves(name)]
    yield Paragraph((_worlds(found),))
    yield Paragraph(
        (
            "Where several outcomes are stable in a world, none is picked: a party is better off only if neither the "
            "least nor the greatest that it may get falls, and one of them rises.",
        )
    )
    yield from figures.of(*FIGURES)
    yield _stakes_table(study, found, moving)
    yield from _sentences(study, found, moving)
    for game in found.games.values():
        if game.moved_by:
            yield from _game(study, game)
    untouched = [quoted(found.games[name].title) for name in found.untouched]
    if untouched:
        yield Paragraph((sentence(f"no policy considered here bears on {joined(untouched, 'or')}"),))
    yield Note(
        "What to keep in mind",
        (
            Bullets(
                (
                    ("A policy stands here for the levers that it sets; how it would come about is not modelled.",),
                    ("Who would have to agree is coded from the text or assumed, with its source in the table.",),
                    ("Shares of worlds count what a fair reader could hold. They are not probabilities.",),
                    ("Payoffs of different parties, or of different questions, are never added up.",),
                )
            ),
        ),
    )


def _worlds(found: PolicyComparison) -> str:
    sizes = {len(game.robustness.worlds) for game in found.games.values()}
    error = _CERTAIN * max((0.5 / size**0.5 for size in sizes), default=0.0)
    walked = any(any(game.robustness.worlds.walked) for game in found.games.values())
    walk = (
        " Where few weights agree they were found by a random walk, which is even only in the limit." if walked else ""
    )
    count = " or ".join(f"{size:,}" for size in sorted(sizes))
    return (
        f"Each policy was put to the same {count} worlds of each game (seed {found.seed}): the readings of its players "
        "in equal parts, and weights drawn evenly from their ranges where they agree with what the text says of who "
        f"prefers what. A share of worlds is off by at most {100 * error:.1f} points, in ninety-nine of a hundred such "
        f"draws.{walk}"
    )


def _stakes_table(study: Study, found: PolicyComparison, moving: Sequence[str]) -> Table:
    rows = []
    for name in moving:
        policy = found.policies[name]
        unwilling = found.unwilling(name)
        sources = Sources(policy.paragraphs, policy.assumptions)
        rows.append(
            (
                Cell((sentence(study.scenario.policies[name].definition),), head=True),
                Cell((_agree(study, policy.agreed_by, unwilling),), "unstable" if unwilling else ""),
                Cell((_parties(study, found.gainers(name), "better"),)),
                Cell((_parties(study, found.losers(name), "worse"),)),
                Cell(citation(sources)),
            )
        )
    head: tuple[Runs, ...] = (
        ("Policy",),
        ("Who would have to agree",),
        ("Better off in some world",),
        ("Worse off in some world",),
        ("Source",),
    )
    caption = (
        "Who would have to agree to each policy, and who is better or worse off than without any, in which share of "
        "the worlds."
    )
    return Table("stakes", (caption,), head, tuple(rows), "lllll")


def _agree(study: Study, actors: Sequence[str], unwilling: Sequence[str]) -> str:
    told = [study.scenario.actors[actor].name + (" (which may lose)" if actor in unwilling else "") for actor in actors]
    return joined(told) if told else "not said"


def _parties(study: Study, stakes: Sequence[Stake], which: Literal["better", "worse"]) -> str:
    """Who is better or worse off, game by game, each in which share of the worlds."""
    by_game: dict[str, list[str]] = {}
    for stake in stakes:
        entry = study.games[stake.game]
        player = player_name(entry, entry.stage.player_index(stake.player))
        by_game.setdefault(entry.game.title, []).append(f"{player} {percent(getattr(stake.effect, which).mean)}")
    return "; ".join(f"{joined(players)} in {quoted(title)}" for title, players in by_game.items()) or "nobody"


def _sentences(study: Study, found: PolicyComparison, moving: Sequence[str]) -> Iterable[Block]:
    """Which policies another outdoes, and which work better or worse together."""
    told: list[Runs] = []
    for name in moving:
        better = [other for other in found.dominators(name) if other in found.policies]
        if better:
            told.append(
                (
                    sentence(
                        f"{_named(study, name)} is dominated: with {_named(study, better[0])} nobody is worse off in "
                        "any game or world, and somebody is better off somewhere"
                    ),
                )
            )
    if moving and not told:
        told.append(("No policy is dominated: each does something for somebody that no other does as well.",))
    for verdict, what in (("complements", "more"), ("substitutes", "less")):
        for game, one in found.interactions():
            entry = study.games[game.game]
            players = [own.player for own in one.players if own.verdict == verdict]
            if players:
                who = joined([f"for {player_name(entry, entry.stage.player_index(player))}" for player in players])
                told.append(
                    (
                        f"In {quoted(game.title)}, {_named(study, one.first)} and {_named(study, one.second)} are "
                        f"{verdict} {who}: together they bring {what} than the sum of what each brings alone, in "
                        "some worlds, and never the reverse.",
                    )
                )
    if told:
        yield Bullets(tuple(told))


def _named(study: Study, policy: str) -> str:
    return quoted(study.scenario.policies[policy].definition)


def _game(study: Study, game: GamePolicies) -> Iterable[Block]:
    """What each policy does in one game that it moves."""
    entry, found = study.games[game.game], game.robustness
    tallies = [found.effects[name].whole.tally for name in (STATUS_QUO, *game.moved_by)]
    profiles = list(found.game.profiles())
    most = [max(tally.only[index] + tally.several[index] for tally in tallies) for index in range(len(profiles))]
    held = sorted((index for index in range(len(profiles)) if most[index]), key=lambda index: (-most[index], index))
    shown, rest = sorted(held[:_MOST_OUTCOMES]), len(held[_MOST_OUTCOMES:])
    mixed = any(tally.mixed for tally in tallies)
    rows = tuple(_row(study, game, name, shown, mixed) for name in (STATUS_QUO, *game.moved_by))
    head: tuple[Runs, ...] = (
        ("Policy",),
        *((short_outcome(entry, profiles[index]),) for index in shown),
        *((("Only mixtures",),) if mixed else ()),
        ("Changes what is stable",),
        ("Nobody worse off",),
        ("Changes the answer from",),
    )
    more = f" {sentence(f'{spelled(rest)} rarer outcomes are left out')}" if rest else ""
    caption = (
        f"{entry.game.title}: in which share of the worlds each outcome is stable, alone or with others beside it; and "
        f"how much of the policy it takes, at the default weights, for the answer to change.{more}"
    )
    yield Heading(2, entry.game.title, anchor(entry.id, "policies"), f"{entry.game.title}: policies")
    yield Table(anchor(entry.id, "policy-shares"), (caption,), head, rows, "l" + "c" * (len(head) - 1))


def _row(study: Study, game: GamePolicies, name: str, shown: Sequence[int], mixed: bool) -> tuple[Cell, ...]:
    whole = game.robustness.effects[name].whole
    tally, moved = whole.tally, name != STATUS_QUO
    told = sentence(study.scenario.policies[name].definition).rstrip(".") if moved else "None of them"
    cells = [Cell((told,), head=True)]
    cells += [Cell((_stable(tally.only[index], tally.several[index], tally.worlds),)) for index in shown]
    cells += [Cell((percent(tally.mixed / tally.worlds),))] if mixed else []
    if not moved:
        return (*cells, Cell(("",)), Cell(("",)), Cell(("",)))
    safe: Mark = "stable" if whole.harmless.mean == 1 else ""
    return (
        *cells,
        Cell((percent(whole.changed.mean),)),
        Cell((percent(whole.harmless.mean),), safe),
        Cell((_dose(game, name),)),
    )


def _stable(only: int, several: int, worlds: int) -> str:
    parts = [f"{percent(only / worlds)} alone"] if only else []
    parts += [f"{percent(several / worlds)} with others"] if several else []
    return ", ".join(parts) if parts else "never"


def _dose(game: GamePolicies, name: str) -> str:
    """From which share of a policy on the answer is another."""
    firm = game.firmness.get(name)
    if firm is None or firm.dose is None:
        return "not known"
    flip = firm.first_flip
    if flip is None:
        return "never"
    if not flip.value:
        return "at once"
    return f"{number(flip.value) if isinstance(flip.value, Fraction) else decimal(flip.value)} of it"
