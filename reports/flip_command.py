"""The command that says where the answer to a game flips along a weight or a lever, and how it shows that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from reports.delivery import deliver, json_text
from reports.options import (
    Asked,
    At,
    Concept,
    Csv,
    Debug,
    Form,
    GameName,
    Json,
    Order,
    Output,
    PlayName,
    PolicyName,
    Quiet,
    Readings,
    RulesGiven,
    ScenarioName,
    play_asked,
    scenario_named,
    stage_asked,
)
from reports.terminal import Terminal

if TYPE_CHECKING:
    from gametheory.flip_answer import FlipPoints
    from gametheory.game import ParametricGame
    from gametheory.solve import Play

__all__ = ["flip", "parameters_asked", "play_to_map", "refuse_types", "show_flip_points"]

_MOST_BINDING = 2


def flip(
    game: GameName,
    over: Annotated[
        list[str] | None,
        typer.Option("--over", metavar="NAME[=LOW:HIGH]", help="What moves. May be repeated; left out, each in turn."),
    ] = None,
    play: PlayName = None,
    form: Form = None,
    concept: Concept = None,
    order: Order = None,
    rules: RulesGiven = None,
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
    """Find where along a weight or a lever the answer flips, exactly, and whose incentive binds there."""
    from gametheory.flip_points import flip_points

    terminal = Terminal(quiet)
    asked = stage_asked(game, scenario, at, reading, policy)
    stage, ranges = parameters_asked(asked, over, scenario)
    chosen = play_to_map(asked, play, form, concept, order, rules)
    refuse_types(asked, chosen)
    found = [flip_points(stage, name, play=chosen, low=low, high=high) for name, (low, high) in ranges.items()]
    if as_json or (output is not None and not as_csv):
        document = {"schema": 1, "game": asked.name, "over": [answer.to_dict() for answer in found]}
        deliver(terminal, json_text(document), output)
    elif as_csv:
        import pandas as pd

        frames = [answer.to_frame().assign(parameter=answer.parameter.name) for answer in found]
        columns = ["parameter", *frames[0].columns[:-1]]
        deliver(terminal, pd.concat(frames)[columns].to_csv(index=False), output)
    else:
        terminal.heading(asked.title)
        shown = found if over else sorted(found, key=lambda answer: _nearness(answer))
        for answer in shown:
            if over or answer.flips:
                terminal.line()
                show_flip_points(terminal, answer)
        firm = [answer.parameter.name for answer in shown if not answer.flips]
        if firm and not over:
            terminal.line()
            terminal.line(f"Nothing flips along {', '.join(firm)}.")


def parameters_asked(
    asked: Asked, over: list[str] | None, scenario: str | None
) -> tuple[ParametricGame, dict[str, tuple[str | None, str | None]]]:
    """The game and the parameters that are to move, each with the ends of its range where they are given."""
    from gametheory.errors import InvalidParameter, NotApplicable, UnknownName
    from gametheory.game import ParametricGame

    stage = asked.game
    if not isinstance(stage, ParametricGame):
        raise NotApplicable(f"{asked.name} is a file of plain payoffs: it has no weight or lever that could move")
    plain = {known.replace("-", "_"): known for known in stage.parameters}
    ranges: dict[str, tuple[str | None, str | None]] = {}
    for text in over or [name for name, entry in stage.parameters.items() if entry.low < entry.high]:
        written, equals, ends = text.partition("=")
        name = plain.get(written.strip().replace("-", "_"))
        if name is None:
            if asked.stated is not None:
                from payoffs.utility import parameters

                if written.strip().replace("-", "_") in parameters(scenario_named(scenario)):
                    raise InvalidParameter(
                        f"{written.strip()} is a parameter of the scenario that the game {asked.name} does not use; "
                        f"it uses {', '.join(stage.parameters)}"
                    )
            raise UnknownName(f"parameter of {asked.name}", written.strip(), stage.parameters)
        low, colon, high = ends.partition(":")
        if bool(equals) != bool(colon) or (equals and not (low.strip() and high.strip())):
            raise typer.BadParameter(f"{text!r} is not of the form NAME or NAME=LOW:HIGH", param_hint="--over")
        if name in ranges:
            raise typer.BadParameter(f"{name} is named twice", param_hint="--over")
        ranges[name] = (low.strip(), high.strip()) if equals else (None, None)
    if not ranges:
        raise NotApplicable(f"{asked.name} has no weight or lever that could move")
    return stage, ranges


def play_to_map(
    asked: Asked, play: str | None, form: str | None, concept: str | None, order: str | None, rules: list[str] | None
) -> Play | None:
    """The play that the options spell; None where they leave it open."""
    if any((play, form, concept, order, rules)):
        return play_asked(asked, play, form, concept, order, rules)
    return None


def refuse_types(asked: Asked, play: Play | None) -> None:
    """Raise `NotApplicable` for a play with types, and name the commands that take one."""
    from gametheory.errors import NotApplicable
    from payoffs.type_settings import FORM

    if play is not None and play.form == FORM:
        raise NotApplicable(
            f"the types of {asked.name} set weights and levers of their own, so this is not known of its plays with "
            "types; detente thresholds says where their answer flips, and detente uncertainty in which share it holds"
        )


def _nearness(answer: FlipPoints) -> float:
    return float("inf") if answer.nearest is None else float(answer.nearest.distance)


def show_flip_points(terminal: Terminal, answer: FlipPoints) -> None:
    """Print the intervals with what is stable in each, and between them the flip points with what binds there."""
    from gametheory.polynomial import decimal

    entry, players, actions = answer.parameter, answer.game.players, answer.game.actions
    terminal.heading(f"{entry.name}, now {entry.default}, from {entry.low} to {entry.high}")
    rows: list[tuple[str, str, str]] = []
    flips = list(answer.flips)

    def told() -> tuple[str, str, str]:
        point = flips.pop(0)
        now = " (now)" if point.value == entry.default else ""
        binding = [constraint.text(players, actions) for constraint in point.binding]
        more = [f"{len(binding) - _MOST_BINDING} more"] if len(binding) > _MOST_BINDING else []
        why = "; ".join(binding[:_MOST_BINDING] + more)
        return f"at {decimal(point.value)}{now}", point.here.text(actions), why

    for cell in answer.cells:
        while flips and flips[0].value <= cell.low:
            rows.append(told())
        here = " (now)" if entry.default in cell and all(flip.value != entry.default for flip in answer.flips) else ""
        rows.append((f"{decimal(cell.low)} to {decimal(cell.high)}{here}", cell.pattern.text(actions), ""))
    while flips:
        rows.append(told())
    terminal.table([entry.name, f"stable ({answer.play.concept})", "who is indifferent there"], rows)
    if answer.nearest is None:
        terminal.line("Nothing flips in this range.")
    elif answer.nearest.value == entry.default:
        terminal.line(f"It flips right where it is now, at {decimal(answer.nearest.value)}.")
    else:
        share = f"{100 * float(answer.nearest.distance):.3g}%"
        terminal.line(
            f"The nearest flip is at {decimal(answer.nearest.value)}, {share} of the range from where it is now."
        )
