"""The command that asks what would have to change for an outcome to hold, and how it shows the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from reports.delivery import deliver, json_text
from reports.options import (
    Asked,
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
    assignments,
    profile_spelled,
    scenario_named,
    stage_asked,
)
from reports.terminal import Terminal, number

if TYPE_CHECKING:
    from gametheory.design import Design
    from gametheory.game import ParametricGame, Profile, StrategicGame
    from gametheory.side_payments import SidePayments
    from gametheory.wanted_outcome import WantedOutcome

__all__ = ["ALL_PARAMETERS", "design", "show_design", "show_side_payments"]

ALL_PARAMETERS = "all"
"""In place of names of levers: every weight and lever that the payoffs depend on."""


def design(
    game: GameName,
    want: Annotated[str, typer.Option("--want", metavar="PLAYER=ACTION,...", help="The outcome that is to hold.")],
    levers: Annotated[
        str | None,
        typer.Option(
            "--levers",
            metavar="A,B,...",
            help="What may move: levers and weights by name, or all. By default the scenario's levers.",
        ),
    ] = None,
    margin: Annotated[
        str, typer.Option("--margin", metavar="NUMBER", help="What whoever leaves the outcome must lose at least.")
    ] = "0",
    unique: Annotated[
        bool, typer.Option("--unique", help="The outcome must be the only equilibrium; needs a margin.")
    ] = False,
    order: Annotated[
        str | None,
        typer.Option("--order", metavar="A,B,...", help="Who moves first, second, ...; or any, for whichever is best."),
    ] = None,
    weight: Annotated[
        list[str] | None,
        typer.Option("--weight", metavar="NAME=NUMBER", help="What moving it over its range costs (1). Repeatable."),
    ] = None,
    side_payments: Annotated[
        bool, typer.Option("--side-payments", help="Change nothing: promise the least payments that do it.")
    ] = False,
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
    """Ask what would have to change for an outcome to hold: the least change, or the least side payments."""
    terminal = Terminal(quiet)
    asked = stage_asked(game, scenario, at, reading, policy)
    wanted = profile_spelled(asked.game, want, "--want")
    assert wanted is not None
    found: Design | SidePayments
    if side_payments:
        for option, given in (("--levers", levers), ("--weight", weight)):
            if given:
                raise typer.BadParameter(f"{option} changes parameters, and --side-payments leaves them as they are")
        from gametheory.side_payments import side_payments as least_payments

        found = least_payments(asked.game, wanted, margin=margin, unique=unique, order=order)
    else:
        found = _least_change(asked, scenario, wanted, levers, margin, unique, order, weight)
    if as_json or (output is not None and not as_csv):
        kind = "side_payments" if side_payments else "change"
        deliver(terminal, json_text({"schema": 1, "game": asked.name, "kind": kind, **found.to_dict()}), output)
    elif as_csv:
        deliver(terminal, found.to_frame().to_csv(index=False), output)
    else:
        terminal.heading(asked.title)
        from gametheory.design import Design

        if isinstance(found, Design):
            show_design(terminal, found)
        else:
            show_side_payments(terminal, found)


def show_design(terminal: Terminal, found: Design) -> None:
    """Print what has to change, whose interests make it costly, or what is in the way."""
    game = found.game
    terminal.line(_wanted(game, found.wanted, open_order=not found.possible and len(_orders(found)) > 1))
    terminal.line()
    considered = sorted({name for attempt in found.attempts for name in attempt.movable})
    if found.cost == 0:
        terminal.line("That is so as things are. There is nothing to change.")
        return
    if found.cost is not None:
        terminal.line("The least change:")
        moves = [
            (change.parameter, number(change.before), number(change.after), number(change.share), number(change.cost))
            for change in found.changes
        ]
        terminal.table(("", "now", "needed", "share of range", "cost"), moves, range(1, 5))
        terminal.line(
            f"It costs {number(found.cost)} in all, by share of range. No cheaper change does it{_extent(found)}."
        )
    else:
        terminal.line(f"No change of these, within their ranges, is enough{_extent(found)}.")
    terminal.line(f"What could move: {', '.join(considered) or 'nothing that bears on it'}.")
    if found.incentives:
        terminal.line()
        terminal.line("What had to be overcome:" if found.possible else "What stands in the way:")
        columns = ["", "is to prefer", "to", "difference now", *(["price"] if found.possible else [])]
        incentives = [
            (
                game.players[entry.preference.player],
                "/".join(game.named(entry.preference.better).values()),
                "/".join(game.named(entry.preference.worse).values()),
                number(entry.before),
                *([number(entry.price)] if found.possible else []),
            )
            for entry in found.incentives
        ]
        terminal.table(columns, incentives, range(3, len(columns)))
    if found.possible and max(found.prices) > 0:
        dearest = [
            player for player, price in zip(game.players, found.prices, strict=True) if price == max(found.prices)
        ]
        terminal.line("The price says by how much the cost falls for each unit of payoff that is conceded.")
        terminal.line(f"Dearest to satisfy: {', '.join(dearest)}.")


def show_side_payments(terminal: Terminal, found: SidePayments) -> None:
    """Print what would be paid, and what would only have to be promised."""
    game = found.game
    terminal.line(_wanted(game, found.wanted))
    terminal.line()
    if not found.paid and not found.off_path:
        terminal.line("That is so as things are. There is nothing to pay.")
        return
    if found.paid:
        terminal.line("Paid while everyone keeps to it:")
        rows = []
        for player, amount, temptation in zip(game.players, found.on_path, found.temptations, strict=True):
            if amount and temptation is not None:
                otherwise = "/".join(game.named(temptation.reached).values())
                rows.append((player, number(amount), otherwise, number(temptation.gain)))
        terminal.table(("", "payment", "would otherwise go for", "gain"), rows, (1, 3))
    else:
        terminal.line("Nothing is paid while everyone keeps to it.")
    if found.off_path:
        terminal.line()
        terminal.line("Promised, and paid only if play ends elsewhere:")
        promised = [
            (game.players[entry.player], "/".join(game.named(entry.profile).values()), number(entry.amount))
            for entry in found.off_path
        ]
        terminal.table(("", "at", "payment"), promised, (2,))
        terminal.line(f"At most {number(found.exposure)} would fall due there. The promises have to be believed.")
    terminal.line("No smaller payment does it. Amounts are in units of each player's own payoff.")


def _least_change(
    asked: Asked,
    scenario: str | None,
    wanted: Profile,
    levers: str | None,
    margin: str,
    unique: bool,
    order: str | None,
    weight: list[str] | None,
) -> Design:
    from gametheory.design import design as least_change
    from gametheory.errors import InvalidParameter, NotApplicable
    from gametheory.game import ParametricGame

    if not isinstance(asked.game, ParametricGame):
        raise NotApplicable(f"the payoffs in {asked.name} are fixed numbers, so nothing can move; try --side-payments")
    loaded = scenario_named(scenario)
    names: list[str] | None = None
    if levers is None:
        names = [name for name in loaded.levers if name in asked.game.parameters]
    elif levers.strip() != ALL_PARAMETERS:
        names = [part.strip() for part in levers.split(",") if part.strip()]
        for name in names:
            plain = name.replace("-", "_")
            if plain not in asked.game.parameters and plain in {*loaded.levers, *loaded.interests}:
                raise InvalidParameter(f"{name} is there, but no payoff of {asked.name} depends on it")
    return least_change(
        asked.game,
        wanted,
        levers=names,
        in_groups=levers is None or levers.strip() == ALL_PARAMETERS,
        margin=margin,
        unique=unique,
        order=order,
        weights_of_change=assignments(weight, "--weight"),
    )


def _wanted(game: ParametricGame | StrategicGame, wanted: WantedOutcome, open_order: bool = False) -> str:
    outcome = ", ".join(f"{player}: {action}" for player, action in game.named(wanted.profile).items())
    if wanted.order is None:
        sense = "the only pure equilibrium" if wanted.unique else "an equilibrium"
    else:
        first, *later = (game.players[mover] for mover in wanted.order)
        movers = ", then ".join([f"{first} moves first", *later])
        sense = "the only subgame-perfect outcome" if wanted.unique else "a subgame-perfect outcome"
        sense += " in some order of moves" if open_order else f" when {movers}"
    strictly = f" (whoever leaves it loses {number(wanted.margin)} or more)" if wanted.margin else ""
    return f"Wanted as {sense}{strictly}: {outcome}"


def _orders(found: Design) -> set[tuple[int, ...] | None]:
    return {attempt.wanted.order for attempt in found.attempts}


def _extent(found: Design) -> str:
    if found.exhaustive:
        return ""
    return ", as long as those that multiply each other do not move together"
