"""The words for findings on what every ranking says that the source's comparisons allow."""

from __future__ import annotations

from reports import findings as kinds
from reports.phrases import joined, of_all, outcome, percent, player_name, quoted, sentence
from reports.study import GameStudy, Study
from reports.wording.dispatch import entry_of, say

__all__: list[str] = []

_READINGS = "combinations"


@say.register
def _(finding: kinds.StableInRankings, study: Study) -> str:
    entry = entry_of(finding, study)
    here = _here(entry, finding.profile)
    if finding.rankings == (1,) * len(finding.rankings):
        is_one = "is" if finding.count else "is not"
        return sentence(
            f"taken all together, the stated comparisons leave one ranking of the outcomes to each side, and {here} "
            f"{is_one} a Nash equilibrium under it"
        )
    many = [
        f"{'more than can be counted' if count is None else _digits(count)} for {player_name(entry, player)}"
        for player, count in enumerate(finding.rankings)
    ]
    left = f"taken all together, the stated comparisons leave this many rankings of the outcomes open: {joined(many)}"
    if finding.drawn:
        what = f"of {finding.counted:,} combinations drawn evenly, {here} is a Nash equilibrium in "
        what += percent(finding.count / finding.counted)
    elif finding.count == finding.counted:
        every = "both" if finding.counted == 2 else f"every one of the {finding.counted:,}"
        what = f"under {every} combinations, {here} is a Nash equilibrium"
    else:
        what = f"{here} is a Nash equilibrium under {of_all(finding.count, finding.counted, _READINGS)}"
    told = sentence(f"{what} (a {'share' if '%' in what else 'count'}, not a probability)")
    return f"{sentence(left)} {told}" if finding.profile == entry.opened[0] else told


@say.register
def _(finding: kinds.ComparisonThatMatters, study: Study) -> str:
    entry = entry_of(finding, study)
    named = next(one for one in entry.game.comparisons if one.id == finding.comparison)
    told = quoted(named.why) if named.why else quoted(named.id)
    share = of_all(finding.count, finding.counted, _READINGS)
    return sentence(
        f"the one comparison that matters most is {told}: without it, {_here(entry, finding.profile)} would be a Nash "
        f"equilibrium under {share}"
    )


def _here(entry: GameStudy, profile: tuple[int, ...]) -> str:
    return "this outcome" if len(entry.stable) == 1 else f"the outcome in which {outcome(entry, profile)}"


def _digits(count: int) -> str:
    """Digits throughout: these counts are compared with each other in one sentence."""
    return f"{count:,}"
