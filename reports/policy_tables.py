"""A comparison of policies on the terminal: tables of all games together and of each game, and how to read them."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import TYPE_CHECKING

from reports.terminal import Terminal

if TYPE_CHECKING:
    from gametheory.estimate import Estimate
    from gametheory.robustness_answer import Interaction, SettingEffect
    from payoffs.policy_comparison import Firmness, GamePolicies, PolicyComparison

__all__ = ["show_policies"]

_CERTAIN = 2.576  # standard errors within which an estimate lies with 99% confidence
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MOST_OUTCOMES = 5
_MOST_STRATA = 4
_MOST_COLUMNS = 9


def show_policies(terminal: Terminal, compared: PolicyComparison, closely: bool = True) -> None:
    """Print what the policies do in all games together, then in each that they move; `closely` with payoffs."""
    if not compared.policies:
        terminal.line(f"{compared.title}: there are no policies to compare.")
        return
    _show_worlds(terminal, compared)
    terminal.line()
    _show_whole(terminal, compared)
    for game in compared.games.values():
        if game.moved_by or closely:
            terminal.line()
            _show_game(terminal, compared, game, closely)
    if compared.untouched and not closely:
        terminal.line()
        terminal.line(f"No policy moves {', '.join(compared.untouched)}.")
    terminal.line()
    _show_key(terminal, compared, closely)


def _show_worlds(terminal: Terminal, compared: PolicyComparison) -> None:
    sizes = sorted({len(game.robustness.worlds) for game in compared.games.values()})
    terminal.heading(f"Policies: {compared.title}")
    count = " or ".join(f"{size:,}" for size in sizes)
    terminal.line(
        f"Each game in {count} worlds (seed {compared.seed}): its players' readings in equal parts, and weights drawn "
        "evenly where they agree with the preferences that are stated; the same worlds for every policy."
    )
    if any(any(game.robustness.worlds.walked) for game in compared.games.values()):
        terminal.line("Where few weights agree, a random walk found them, which is even only in the limit.")
    half = max((0.5 / size**0.5 for size in sizes), default=0.0)
    terminal.line(
        f"A share of worlds is off by at most {100 * _CERTAIN * half:.1f} points (99% sure), and it is no probability."
    )


def _show_whole(terminal: Terminal, compared: PolicyComparison) -> None:
    rows = []
    moving = [name for name in compared.policies if compared.moves(name)]
    for name in moving:
        unwilling = compared.unwilling(name)
        losing: dict[str, list[str]] = {}
        for one in compared.losers(name):
            losing.setdefault(one.game, []).append(f"{one.player} {_percent(one.effect.worse)}")
        rows.append(
            (
                name,
                ", ".join(f"{actor}*" if actor in unwilling else actor for actor in compared.policies[name].agreed_by),
                "; ".join(f"{', '.join(players)} ({game})" for game, players in losing.items()) or "nobody",
            )
        )
    if rows:
        terminal.table(("policy", "must agree", "worse off than in the status quo"), rows)
    if any("*" in row[1] for row in rows):
        terminal.line("* would have to agree, and is worse off in some of the worlds.")
    if len(moving) < len(compared.policies):
        idle = [name for name in compared.policies if name not in moving]
        terminal.line(f"Not in these games: {', '.join(idle)}.")
    _show_dominated(terminal, compared, moving, by_goal=False)
    if compared.goal is not None:
        _show_dominated(terminal, compared, moving, by_goal=True)


def _show_dominated(terminal: Terminal, compared: PolicyComparison, moving: Sequence[str], *, by_goal: bool) -> None:
    sense = (
        "meets the goal wherever it does, and elsewhere too"
        if by_goal
        else "is never worse for anyone in any game or world, and somewhere better"
    )
    dominated = {name: compared.dominators(name, by_goal=by_goal) for name in moving}
    for name, better in dominated.items():
        if better:
            more = f" (as {_some(better[1:], 2)})" if better[1:] else ""
            terminal.line(f"{name} is dominated: {better[0]} {sense}{more}.")
    if len(moving) > 1 and not any(dominated.values()):
        terminal.line(f"No policy is dominated{' by the goal' if by_goal else ''}.")


def _some(names: Sequence[str], most: int) -> str:
    more = [f"{len(names) - most} more"] if len(names) > most else []
    return ", ".join([*names[:most], *more])


def _show_game(terminal: Terminal, compared: PolicyComparison, game: GamePolicies, closely: bool) -> None:
    found = game.robustness
    terminal.heading(f"{game.title} ({game.game})")
    terminal.line(f"Kinds of world: {_kinds(found.worlds.strata)}.")
    shown = [found.baseline, *(found.effects[name] for name in game.moved_by)]
    _show_outcomes(terminal, game, shown)
    if closely:
        _show_payoffs(terminal, game, shown)
        _show_robust(terminal, game)
        _show_firmness(terminal, game)
    together = [one for where, one in compared.interactions() if where is game]
    if together:
        _show_interactions(terminal, together)


def _kinds(strata: Sequence[str]) -> str:
    """The kinds of world, or where they are many, which readings are crossed."""
    if len(strata) <= _MOST_STRATA:
        return ", ".join(strata)
    axes = zip(*(name.split(" + ") for name in strata), strict=True)
    return f"{len(strata)}, each of " + ", with each of ".join(", ".join(dict.fromkeys(axis)) for axis in axes)


def _show_outcomes(terminal: Terminal, game: GamePolicies, shown: Sequence[SettingEffect]) -> None:
    found = game.robustness
    profiles = [found.outcome(profile) for profile in found.game.profiles()]
    most = [
        max(effect.whole.tally.only[n] + effect.whole.tally.several[n] for effect in shown)
        for n in range(len(profiles))
    ]
    held = [n for n in range(len(profiles)) if most[n]]
    told = sorted(sorted(held, key=lambda n: -most[n])[:_MOST_OUTCOMES])
    mixed = any(effect.whole.tally.mixed for effect in shown)
    none = any(effect.whole.tally.none for effect in shown)
    rows = []
    for effect in shown:
        tally, whole = effect.whole.tally, effect.whole
        row = [effect.name, *(_only_and_several(tally.only[n], tally.several[n], tally.worlds) for n in told)]
        row += [_part(tally.mixed, tally.worlds)] if mixed else []
        row += [_part(tally.none, tally.worlds)] if none else []
        row += [_percent(share) for share in whole.goal] if whole.goal is not None else []
        row += ["", ""] if effect is found.baseline else [_percent(whole.changed), _percent(whole.harmless)]
        rows.append(row)
    goal = ["goal", "or may be"] if found.goal is not None else []
    columns = [
        "policy",
        *(_LETTERS[number] for number in range(len(told))),
        *["mixed"] * mixed,
        *["none"] * none,
        *goal,
        "changed",
        "none worse",
    ]
    terminal.table(columns, rows, range(1, len(columns)))
    for number, n in enumerate(told):
        terminal.line(f"{_LETTERS[number]}: {profiles[n]}")
    if len(held) > len(told):
        terminal.line(f"{len(held) - len(told)} more outcomes are stable in fewer worlds.")


def _only_and_several(only: int, several: int, worlds: int) -> str:
    texts = ([_part(only, worlds)] if only else []) + ([f"+{_part(several, worlds)}"] if several else [])
    return " ".join(texts) or "-"


def _show_payoffs(terminal: Terminal, game: GamePolicies, shown: Sequence[SettingEffect]) -> None:
    baseline = game.robustness.baseline
    for player in game.robustness.game.players:
        rows = []
        for effect in shown:
            one = effect.player(player)
            change = (
                ("", "", "") if effect is baseline else (_range(one.change), *map(_percent, (one.better, one.worse)))
            )
            regret = (one.regret[0].mean, one.worst_regret[0])
            rows.append((effect.name, *change, *map(_number, (one.worst, *regret))))
        terminal.line()
        columns = (f"for {player}", "mean change", "better", "worse", "worst", "regret", "at most")
        terminal.table(columns, rows, range(1, len(columns)))
    means = [end for effect in shown for one in effect.players for end in (*one.change, *one.regret)]
    error = max((end.error for end in means if not isnan(end.error)), default=0.0)
    terminal.line(f"Standard errors of the means: at most {error:.1g}.")


def _show_robust(terminal: Terminal, game: GamePolicies) -> None:
    found = game.robustness
    strata = found.worlds.strata
    terminal.line()
    if 1 < len(strata) <= _MOST_COLUMNS:
        what = "every equilibrium meets the goal" if found.goal is not None else "nobody loses, somebody gains"
        terminal.line(f"In which share of the worlds of each kind {what}")
        rows = [
            (
                name,
                *(
                    _percent(part.improving if part.goal is None else part.goal[0])
                    for part in found.effects[name].strata
                ),
            )
            for name in ([found.baseline.name] if found.goal is not None else []) + list(game.moved_by)
        ]
        terminal.table(
            ("policy", *(str(number) for number in range(1, len(strata) + 1))), rows, range(1, len(strata) + 1)
        )
        for number, stratum in enumerate(strata, 1):
            terminal.line(f"{number}: {stratum}")
    for name in game.moved_by:
        kinds = found.effects[name].robust_to
        where = "every kind of world" if len(kinds) == len(strata) else _some(kinds, _MOST_STRATA) or "none"
        terminal.line(f"{name} is robust to {where}.")
    for player in found.game.players:
        best = found.least_regret(player)
        if len(best) < len(found.effects):
            moved = [name for name in best if name == found.baseline.name or name in game.moved_by]
            terminal.line(f"{player} has the smallest worst regret under {_some(moved, _MOST_STRATA)}.")


def _show_firmness(terminal: Terminal, game: GamePolicies) -> None:
    from gametheory.polynomial import decimal

    rows = []
    for name, firm in game.firmness.items():
        nearest, flip = firm.nearest, None if firm.nearest is None else firm.nearest.nearest
        rows.append(
            (
                name,
                _doses(firm, name == game.robustness.baseline.name),
                "nothing flips"
                if nearest is None or flip is None
                else f"{nearest.parameter.name} {nearest.parameter.default} -> {decimal(flip.value)}, "
                f"{float(flip.distance):.0%} of its range"
                if flip.distance
                else f"{nearest.parameter.name}, right where it stands",
            )
        )
    terminal.line()
    strata = game.robustness.worlds.strata
    terminal.line(f"Where answers flip, at the default weights{f' of {strata[0]}' if len(strata) > 1 else ''}")
    terminal.table(("policy", "on the way, at", "once there, nearest"), rows)
    for why in dict.fromkeys(firm.why_not for firm in game.firmness.values() if firm.why_not):
        terminal.line(f"Not known for some: {why}.")


def _doses(firm: Firmness, baseline: bool) -> str:
    from gametheory.polynomial import decimal

    if baseline:
        return ""
    if firm.dose is None:
        return "not known"
    return ", ".join(decimal(point.value) for point in firm.dose.flips) or "nowhere"


def _show_interactions(terminal: Terminal, together: Sequence[Interaction]) -> None:
    meeting = [one for one in together if any(player.verdict != "independent" for player in one.players)]
    rows = [
        (
            f"{one.first} and {one.second}" if not number else "",
            player.player,
            player.verdict,
            _range(player.excess),
            f"{_percent(player.positive)}/{_percent(player.negative)}",
        )
        for one in meeting
        for number, player in enumerate(one.players)
    ]
    terminal.line()
    if rows:
        terminal.table(("together", "player", "they are", "mean excess", "more/less"), rows, (3, 4))
    if len(meeting) < len(together):
        count = len(together) - len(meeting)
        terminal.line(
            f"{count} {'other ' if rows else ''}pair{'s' if count > 1 else ''} add up: neither more nor less."
        )


def _show_key(terminal: Terminal, compared: PolicyComparison, closely: bool) -> None:
    """Print what the columns say, of those that were shown."""
    shown = [game for game in compared.games.values() if game.moved_by or closely]
    told = [game.robustness for game in shown]
    tallies = [effect.whole.tally for found in told for effect in found.effects.values()]
    terminal.heading("How to read this")
    terminal.line(
        "Where a world has several equilibria none is picked: a payoff is a range from the least to the greatest."
    )
    terminal.line("better, worse: in how many worlds neither end of it falls and one rises, or the reverse.")
    terminal.line("x% +y%: the only equilibrium in x% of the worlds, and one of several in y%.")
    if any(tally.mixed for tally in tallies):
        terminal.line("mixed: there are equilibria, but each leaves the outcome to chance.")
    if any(tally.none for tally in tallies):
        pure = any(found.play.concept == "pure_nash" for found in told)
        terminal.line(
            f"none: there is no equilibrium{', mixed ones not being sought for three players' if pure else ''}."
        )
    terminal.line("changed: other outcomes are stable than in the status quo. none worse: no player is worse off.")
    if any(found.goal is not None for found in told):
        terminal.line("goal: every equilibrium meets it. or may be: some equilibrium does.")
    if any(True for _ in compared.interactions()):
        terminal.line(
            "mean excess: what two policies bring together beyond the sum of what each brings alone; more/less: in how "
            "many worlds it is positive or negative. Complements are never less than the sum, substitutes never more."
        )
    if not closely:
        terminal.line("For payoffs, regret, robustness and where answers flip: detente policies GAME")
        return
    terminal.line("mean change: against the status quo, of the least and of the greatest payoff.")
    terminal.line(
        "regret, at most: by how much the best of these policies would raise the least payoff in the same world, on "
        "average and in the worst. worst: the least payoff in any world."
    )
    robust = (
        "every equilibrium meets the goal" if compared.goal is not None else "nobody is worse off, and somebody better"
    )
    terminal.line(f"robust to a kind of world: in all of these that were drawn, {robust}.")
    terminal.line("on the way, at: the share of a policy at which the answer changes, its levers moving together.")


def _range(ends: tuple[Estimate, Estimate]) -> str:
    low, high = (_number(end.mean, signed=True) for end in ends)
    return low if low == high else f"{low} to {high}"


def _number(value: float, *, signed: bool = False) -> str:
    if isnan(value):
        return "unknown"
    text = f"{value:+.2f}" if signed else f"{value:.2f}"
    return "0" if float(text) == 0 else text


def _percent(share: Estimate) -> str:
    return _part(round(share.mean * share.worlds), share.worlds) if share.worlds else "unknown"


def _part(count: int, worlds: int) -> str:
    """A share in whole per cent; nothing is called 0 or 100 but none and all."""
    share = 100 * count / worlds
    if 0 < share < 1:
        return "<1%"
    return ">99%" if 99 < share < 100 else f"{share:.0f}%"
