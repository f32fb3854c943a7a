"""Page one: the bottom line, what would have to be true, how solid the answers are, what the source does not say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gametheory.game import Profile
from reports import findings as kinds
from reports.analyses import ORDINAL, by_concept
from reports.citations import bracketed
from reports.document import Block, Bullets, Cell, Heading, Paragraph, Reference, Run, Runs, Table
from reports.findings import Finding
from reports.phrases import joined, number, parameter_name, quoted, sentence, short_outcome, spelled
from reports.sections.game_tables import anchor
from reports.study import GameStudy, Study
from reports.wording import say

__all__ = ["in_brief"]

_BOTTOM_LINE = (kinds.Headline, kinds.Overview, kinds.Firmness)
_MOST_NAMED, _MOST_OUTCOMES = 4, 6


def in_brief(study: Study, found: tuple[Finding, ...], answers: Mapping[str, str]) -> Iterable[Block]:
    """Page one; `answers` has each game's bottom line."""
    yield Heading(1, "In brief", "in-brief")
    whole = [claim for kind in _BOTTOM_LINE for claim in found if isinstance(claim, kind)]
    if len(study.games) == 1:
        yield Paragraph((next(iter(answers.values())), " ", _second(study, found)), "lead")
    elif whole:
        yield Paragraph((" ".join(say(claim, study) for claim in whole[:2]),), "lead")
        yield from (Paragraph((say(claim, study),)) for claim in whole[2:])
    source = study.scenario.source
    yield Paragraph(
        (
            f"What follows reads one text, {source.author}'s “{source.title}” ({source.publisher}, {source.year}), for "
            "what the parties are said to want, and asks which outcomes would then be stable: those from which no "
            "party would rather move, as long as the others stay. Claims that the text reports are reported here, not "
            "endorsed. A stable outcome is not a likely one.",
        )
    )
    if study.point or study.readings or study.policy:
        yield Paragraph((_where(study),))
    yield Heading(2, "What would have to be true", "conditions")
    yield Bullets(tuple(_conditions(study, found)))
    yield Heading(2, "How solid the answers are", "solidity")
    yield Paragraph((_solidity(study, found),))
    yield _grid(study, found)
    yield from _by_concept(study)
    remedies = tuple(_remedies(study, found))
    if remedies:
        yield Heading(2, "What it would take", "remedies")
        yield Bullets(remedies)
    silences = [claim for claim in found if isinstance(claim, kinds.SilentSource)]
    if silences:
        yield Heading(2, "What the source does not say", "silences")
        yield Bullets(tuple((say(claim, study),) for claim in silences))


def _where(study: Study) -> str:
    """Where the study stands, if not at the defaults."""
    scenario = study.scenario
    told = [f"the reading {quoted(scenario.readings[name].definition)}" for name in study.readings]
    told += [f"the policy {quoted(scenario.policies[study.policy].definition)}"] if study.policy else []
    told += [f"{parameter_name(scenario, name)} at {number(value)}" for name, value in study.at.items()]
    return sentence(f"everything that follows holds not at the scenario's defaults but with {joined(told)}")


def _second(study: Study, found: tuple[Finding, ...]) -> str:
    """What a report on one game says second: that all would prefer another outcome, or else how solid this one is."""
    for kind in (kinds.ParetoImprovement, kinds.StableInReadings, kinds.TurnsOn, kinds.SingleReading):
        for claim in found:
            if isinstance(claim, kind):
                return say(claim, study)
    return ""


def _conditions(study: Study, found: tuple[Finding, ...]) -> Iterable[Runs]:
    """For each game, what its answer depends on most."""
    for claim in found:
        if isinstance(claim, kinds.TurnsOn | kinds.NothingAlone | kinds.MixedOnly | kinds.NoneFound):
            title = study.scenario.games[claim.game].title
            yield Reference(anchor(claim.game), title), ". ", say(claim, study), *bracketed(claim)


def _remedies(study: Study, found: tuple[Finding, ...]) -> Iterable[Runs]:
    """For each game, the least that would make the outcome stable that its question is about."""
    for claim in found:
        if isinstance(claim, kinds.LeastChange | kinds.NoChangeEnough):
            title = study.scenario.games[claim.game].title
            yield Reference(anchor(claim.game, "remedies"), title), ". ", say(claim, study), *bracketed(claim)


def _solidity(study: Study, found: tuple[Finding, ...]) -> str:
    single = [claim.game for claim in found if isinstance(claim, kinds.SingleReading)]
    varied = len(study.games) - len(single)
    told = []
    if varied:
        told.append(
            "where the text can fairly be read in more than one way, the games were solved under every combination of "
            "the readings. The table says under how many of them each answer stays stable: that is a count of "
            "readings, and not a probability, for nobody has said how likely a reading is to be right"
        )
    if single:
        titles = joined([f"“{study.scenario.games[name].title}”" for name in single])
        those = "that answer" if len(single) == 1 else "those answers"
        told.append(f"no second reading was coded for {titles}, so nothing is said of how far {those} would bend")
    return " ".join(map(sentence, told))


def _grid(study: Study, found: tuple[Finding, ...]) -> Table:
    rows = []
    for name, entry in study.games.items():
        rows.append(
            (
                Cell((Reference(anchor(name), entry.game.title),), head=True),
                Cell(_stable_in_brief(entry), "stable" if entry.stable else "unstable"),
                Cell((_better(entry),)),
                Cell((_held(entry, found),)),
                Cell((_policies(entry, found),)),
            )
        )
    head = (
        ("Question",),
        ("Stable outcome",),
        ("Would all prefer another?",),
        ("Stable in readings",),
        ("Policies that change it",),
    )
    return Table(
        "answers",
        ("The answers, question by question. Counts of readings are not probabilities.",),
        head,
        tuple(rows),
        "lllll",
    )


def _stable_in_brief(entry: GameStudy) -> Runs:
    if not entry.stable:
        return ("none of definite choices",)
    runs: list[Run] = []
    for profile in entry.stable[:_MOST_NAMED]:
        runs += ["; or: ", short_outcome(entry, profile)]
    more = len(entry.stable) - _MOST_NAMED
    return (*runs[1:], f"; or one of {spelled(more)} more") if more > 0 else tuple(runs[1:])


def _better(entry: GameStudy) -> str:
    if not entry.stable:
        return "does not arise"
    trapped = sum(bool(better) for better in entry.preferred.values())
    if not trapped:
        return "no"
    return "yes" if trapped == len(entry.stable) else f"{spelled(trapped)} of {spelled(len(entry.stable))}: yes"


def _held(entry: GameStudy, found: tuple[Finding, ...]) -> str:
    counts = [claim for claim in found if isinstance(claim, kinds.StableInReadings) and claim.game == entry.id]
    told = [f"{claim.count} of {claim.total}" for claim in counts[:_MOST_NAMED]]
    return ", ".join(told) if told else "one reading only"


def _policies(entry: GameStudy, found: tuple[Finding, ...]) -> str:
    if not entry.policies:
        return "none bears on it"
    changing = [
        claim
        for claim in found
        if isinstance(claim, kinds.PolicyChangesOutcome | kinds.PolicyShiftsMixture) and claim.game == entry.id
    ]
    return f"{len(changing)} of {len(entry.policies)}"


def _by_concept(study: Study) -> Iterable[Block]:
    """Every outcome that is stable under some concept, question by question, by concept."""
    rows = [row for entry in study.games.values() for row in _concept_rows(study, entry)]
    if not rows:
        return
    yield Paragraph(
        (
            "Stable means something else where one party moves first and the others see it, and where a party thinks "
            "of the countermoves before it moves. ",
            Reference("concepts"),
            " sets every outcome that is stable in one of these senses against all of them.",
        )
    )
    head: tuple[Runs, ...] = (
        ("Question",),
        ("Outcome",),
        ("All choose at once",),
        ("One after another",),
        ("Countermoves foreseen",),
        ("Fear of any countermove",),
    )
    caption = (
        "Outcomes by what counts as stable: a Nash equilibrium; subgame perfect, in how many of the orders of moves; "
        "sequentially stable, where others would counter only to their own gain; and generally metarational, where "
        "they might counter at any cost to themselves."
    )
    yield Table("concepts", (caption,), head, tuple(rows), "llcccc")


def _concept_rows(study: Study, entry: GameStudy) -> Iterable[tuple[Cell, ...]]:
    found = by_concept(study, entry.id)
    plays = {play.concept: stable for play, stable in found}
    orders = [stable for play, stable in found if play.concept == "subgame_perfect"]
    weakest, _, strongest = ORDINAL
    shown = {profile for play, stable in found if play.concept != weakest for profile in stable}
    ranked = sorted(shown, key=lambda profile: (profile not in plays["pure_nash"], profile))
    for profile in ranked[:_MOST_OUTCOMES]:
        count = sum(profile in stable for stable in orders)
        yield (
            Cell((Reference(anchor(entry.id), entry.game.title),), head=True),
            Cell((short_outcome(entry, profile),)),
            _stable_or_not(profile, plays["pure_nash"]),
            Cell((_orders(count, len(orders)),), "stable" if count == len(orders) else ""),
            _stable_or_not(profile, plays[strongest]),
            _stable_or_not(profile, plays[weakest]),
        )
    if len(ranked) > _MOST_OUTCOMES:
        more = f"{spelled(len(ranked) - _MOST_OUTCOMES)} more outcomes, each stable in one of these senses"
        yield (Cell((Reference(anchor(entry.id), entry.game.title),), head=True), Cell((more,)), *(Cell(("",)),) * 4)


def _orders(count: int, total: int) -> str:
    if count in (0, total):
        return "in every order" if count else "in no order"
    return f"in {count} of {total} orders"


def _stable_or_not(profile: Profile, stable: frozenset[Profile]) -> Cell:
    return Cell(("stable",), "stable") if profile in stable else Cell(("no",))
