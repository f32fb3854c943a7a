"""The command that says at which prior or payoff the answer to a game with types flips, and how it shows that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from reports.delivery import deliver, json_text
from reports.options import (
    At,
    Csv,
    Debug,
    GameName,
    Json,
    Order,
    Output,
    PlayName,
    PolicyName,
    Quiet,
    Readings,
    ScenarioName,
    play_asked,
)
from reports.terminal import Terminal, number

if TYPE_CHECKING:
    from gametheory.solve import Play
    from gametheory.thresholds import Intervals, Taken, Thresholds
    from reports.options import Asked

__all__ = ["show_thresholds", "thresholds"]


def thresholds(
    game: GameName,
    over: Annotated[
        list[str] | None,
        typer.Option(
            "--over",
            metavar="NAME[=LOW:HIGH]",
            help="What moves: a probability of a type, or a payoff. May be repeated; left out, each such probability.",
        ),
    ] = None,
    play: PlayName = None,
    form: Annotated[str | None, typer.Option("--form", help="The form incomplete_information, the only one.")] = None,
    order: Order = None,
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
    """Find how sure the players must be of each other's types for the answer to flip, exactly."""
    from gametheory.solve import rules_of
    from gametheory.thresholds import thresholds as thresholds_along
    from reports.flip_command import parameters_asked
    from reports.options import stage_asked

    terminal = Terminal(quiet)
    asked = stage_asked(game, scenario, at, reading, policy)
    chosen = _play(asked, play, form, order)
    stage, ranges = parameters_asked(asked, over or _probabilities(asked, chosen), scenario)
    rules = rules_of(chosen)
    found = [thresholds_along(stage, rules, name, low, high) for name, (low, high) in ranges.items()]
    if as_json or (output is not None and not as_csv):
        document = {"schema": 1, "game": asked.name, "over": [line.to_dict() for line in found]}
        deliver(terminal, json_text(document), output)
    elif as_csv:
        import pandas as pd

        frames = [line.to_frame().assign(parameter=line.parameter) for line in found]
        columns = ["parameter", *frames[0].columns[:-1]]
        deliver(terminal, pd.concat(frames)[columns].to_csv(index=False), output)
    else:
        terminal.heading(asked.title)
        for line in found:
            terminal.line()
            now = number(stage.parameters[line.parameter].default)
            show_thresholds(terminal, line, now)


def _play(asked: Asked, play: str | None, form: str | None, order: str | None) -> Play:
    """The play with types that the options spell; what everyone does at once where they leave it open."""
    from gametheory.errors import NotApplicable
    from payoffs.type_settings import FORM

    if asked.stated is None or not asked.stated.types:
        raise NotApplicable(f"{asked.name} states no types, so nobody is unsure of anything; see [types] in the README")
    chosen = play_asked(asked, play, form or (None if play else FORM), None, order, None)
    if chosen.form != FORM:
        known = [name for name, stated in asked.stated.plays.items() if stated.form == FORM]
        raise NotApplicable(
            f"thresholds are those of a play of the form {FORM}, and this one is {chosen.form}; "
            f"{asked.name} states {', '.join(known) or 'none'}"
        )
    return chosen


def _probabilities(asked: Asked, play: Play) -> list[str]:
    """The levers that are probabilities of types."""
    from gametheory.errors import NotApplicable

    named = [chance for own in play.rules["prior"].values() for chance in own.values() if isinstance(chance, str)]
    if not named:
        raise NotApplicable(f"the probabilities of the types of {asked.name} are numbers; name what moves with --over")
    return named


def show_thresholds(terminal: Terminal, line: Thresholds, now: str) -> None:
    """Print where each action is taken in some pure equilibrium, where actions tell types, and what suspicion costs."""
    terminal.heading(f"{line.parameter}, now {now}, from {number(line.low)} to {number(line.high)}")
    players = line.game.players
    taken = sorted((one for one in line.taken if one.intervals), key=lambda one: players.index(one.player))
    rows = [(_who(one), _seen(one), one.action, _intervals(line, one.intervals)) for one in taken]
    terminal.table(("who", "after", "does", "in some pure equilibrium"), rows)
    if line.points:
        terminal.line(f"The set of pure equilibria changes at {', '.join(map(number, line.points))}.")
    else:
        terminal.line("The set of pure equilibria is the same everywhere.")
    if line.gaps:
        terminal.line(
            f"No pure equilibrium, but for the ends, {_intervals(line, line.gaps)}; see solve for mixed ones."
        )
    _show_separation(terminal, line)
    for premium in line.premiums:
        dear, cheap = premium.dear, premium.cheap
        terminal.line(
            f"{_who(dear)} would {dear.action} from {number(cheap.intervals[0][0])} on after {_seen(cheap)}, and only "
            f"from {number(dear.intervals[0][0])} on after {_seen(dear)}: {number(premium.amount)} more."
        )
    terminal.line(f"{line.concept}, pure equilibria, exact rational.")


def _show_separation(terminal: Terminal, line: Thresholds) -> None:
    from gametheory.bayesian_solution import Separation

    told = {
        Separation.SEPARATING: "what {} does tells its type",
        Separation.SEMI_SEPARATING: "what {} does tells something of its type",
        Separation.POOLING: "what {} does tells nothing of its type",
    }
    for player in line.game.players:
        for kind, sentence in told.items():
            if intervals := line.telling(player, kind):
                terminal.line(f"{kind.value}: {sentence.format(player)}, {_intervals(line, intervals)}.")


def _who(one: Taken) -> str:
    return one.player if one.own_type == one.player else f"{one.player}, {one.own_type}"


def _seen(one: Taken) -> str:
    return ", ".join(f"{player}: {action}" for player, action in one.seen.items())


def _intervals(line: Thresholds, intervals: Intervals) -> str:
    """Intervals in words."""
    spelled = []
    for low, high in intervals:
        if (low, high) == (line.low, line.high):
            spelled.append("everywhere")
        elif low == high:
            spelled.append(f"at {number(low)}")
        elif low == line.low:
            spelled.append(f"up to {number(high)}")
        elif high == line.high:
            spelled.append(f"from {number(low)} on")
        else:
            spelled.append(f"from {number(low)} to {number(high)}")
    return ", ".join(spelled)
