"""The command that says what is known of an answer where weights and levers are uncertain, and how it shows that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reports.delivery import deliver, json_text
from reports.flip_command import parameters_asked, play_to_map
from reports.options import (
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
    stage_asked,
)
from reports.progress import Progress
from reports.terminal import Terminal

if TYPE_CHECKING:
    from fractions import Fraction

    from gametheory.estimate import IntervalEstimate
    from gametheory.scenario_discovery import Discovery, HalfSpace
    from gametheory.uncertainty import Uncertainty
    from gametheory.value_of_information import Gain, InformationValue
    from reports.options import Asked

__all__ = ["show_discovery", "show_uncertainty", "uncertainty"]

_MOST_PARAMETERS = 8
_MOST_KNOWN = 4
_CERTAIN = 3  # standard errors that a gain lies off nothing before it is shown


def uncertainty(
    game: GameName,
    over: Annotated[
        list[str] | None,
        typer.Option("--over", metavar="NAME[=LOW:HIGH]", help="What is uncertain. Left out, every weight and lever."),
    ] = None,
    samples: Annotated[int | None, typer.Option("--samples", metavar="N", help="How many worlds to draw.")] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="Which worlds; equal seeds, equal answers.")] = 0,
    box: Annotated[
        bool, typer.Option("--box", help="Say where each outcome holds: its half-spaces, and the best box.")
    ] = False,
    whole_ranges: Annotated[
        bool, typer.Option("--whole-ranges", help="Also draw weights that contradict stated comparisons or tiers.")
    ] = False,
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
    """Say how far an answer holds where weights and levers are uncertain, and what it hangs on."""
    from gametheory.errors import NoWorlds
    from gametheory.scenario_discovery import discover
    from gametheory.uncertainty import uncertainty as study_uncertainty

    terminal = Terminal(quiet)
    asked = stage_asked(game, scenario, at, reading, policy)
    stage, named = parameters_asked(asked, over, scenario)
    chosen = play_to_map(asked, play, form, concept, order, rules)
    if box and chosen is not None and chosen.form != "simultaneous":
        raise typer.BadParameter(f"--box is about simultaneous choices, and the form is {chosen.form}")
    margins: tuple[Any, ...] = ()
    if not whole_ranges and asked.scenario is not None:
        from payoffs.orders import stated_margins

        margins = stated_margins(asked.scenario, asked.name, named)
    ranges = {name: None if low is None or high is None else (low, high) for name, (low, high) in named.items()}
    progress = Progress(quiet)
    try:
        found = study_uncertainty(
            stage, play=chosen, over=ranges, margins=margins, samples=samples, seed=seed, progress=progress
        )
    except NoWorlds as error:
        raise NoWorlds(f"{error} (stated comparisons and tiers; --whole-ranges leaves them aside)") from error
    finally:
        progress.end()
    outcomes = [one.profile for one in found.acceptability if one.equilibrium.value] if box else []
    discoveries = [discover(stage, found.worlds, profile) for profile in outcomes]
    if as_json or (output is not None and not as_csv):
        document = {"schema": 1, "game": asked.name, **found.to_dict()}
        if box:
            document["discovery"] = [{**one.to_dict(), "profile": stage.named(one.profile)} for one in discoveries]
        deliver(terminal, json_text(document), output)
    elif as_csv:
        deliver(terminal, found.to_frame().to_csv(index=False), output)
    else:
        show_uncertainty(terminal, asked, found)
        for one in discoveries:
            terminal.line()
            show_discovery(terminal, found, one)


def show_uncertainty(terminal: Terminal, asked: Asked, found: Uncertainty) -> None:
    """Print in which share of the worlds each outcome holds, what the answer hangs on, what knowing is worth."""
    _show_worlds(terminal, asked, found)
    terminal.line()
    _show_acceptability(terminal, found)
    terminal.line()
    if found.gini:
        _show_sensitivity(terminal, found)
    else:
        terminal.line("The answer is the same in all these worlds, so it hangs on no parameter within them.")
    if found.information:
        terminal.line()
        _show_information(terminal, asked, found)


def _show_worlds(terminal: Terminal, asked: Asked, found: Uncertainty) -> None:
    worlds = found.worlds
    terminal.heading(asked.title)
    agreeing = ", the weights where what is stated of preferences holds" if found.margins else ""
    moving = len(worlds.names)
    what = "parameters" if moving > 1 else "parameter"
    terminal.line(f"{len(worlds):,} worlds drawn evenly (seed {worlds.seed}): {moving} {what}{agreeing}.")
    if worlds.walked:
        terminal.line("Few worlds agree, so they were reached by a random walk, which is even only in the limit.")


def _show_acceptability(terminal: Terminal, found: Uncertainty) -> None:
    shown = [one for one in found.acceptability if one.equilibrium.value]
    rows = [
        (
            "/".join(found.game.named(one.profile).values()),
            _percent(one.equilibrium.value if one.exact is None else float(one.exact)),
            _interval(one.equilibrium) if one.exact is None else "exact",
            _percent(one.only.value),
            _percent(one.several.value),
        )
        for one in sorted(shown, key=lambda one: -one.equilibrium.value)
    ]
    terminal.table(["equilibrium", "share", "within (99%)", "only one", "of several"], rows, range(1, 5))
    hidden = [one for one in found.acceptability if not one.equilibrium.value]
    if nowhere := [one for one in hidden if one.exact == 0]:
        terminal.line(f"{_others(len(nowhere), len(hidden) + len(shown))} in no share of these ranges at all, exactly.")
    if unseen := [one for one in hidden if one.exact != 0]:
        most = max(one.equilibrium.high for one in unseen)
        which = _others(len(unseen), len(hidden) + len(shown))
        terminal.line(f"{which} in none of these worlds, so in less than {most:.2%} of all (99% sure).")
    if found.only_mixed.value:
        share = _percent(found.only_mixed.value)
        terminal.line(f"In {share} there are equilibria, but each leaves the outcome to chance.")
    if found.none.value:
        terminal.line(f"In {_percent(found.none.value)} there is no equilibrium of this kind.")
    terminal.line("Shares of worlds are no probabilities.")


def _others(number: int, outcomes: int) -> str:
    return f"{number} of the {outcomes} outcomes {'are equilibria' if number > 1 else 'is an equilibrium'}"


def _show_sensitivity(terminal: Terminal, found: Uncertainty) -> None:
    terminal.line(
        f"The worlds have {len(found.answers)} answers (sets of equilibria); two drawn at random differ in "
        f"{_percent(found.gini)} of cases."
    )
    terminal.line("What the answer hangs on: it changes if this one parameter is drawn anew in a share of")
    ranked = [one for one in found.ranked if one.changes.value][:_MOST_PARAMETERS]
    rows = [
        (
            one.parameter,
            _percent(one.changes.value),
            "" if one.total is None else f"{one.total.value:.2f}",
            "" if one.total is None else f"{one.total.low:.2f}-{one.total.high:.2f}",
            "" if one.first_order is None else f"{max(one.first_order.value, 0):.2f}",
        )
        for one in ranked
    ]
    columns = ["parameter", "share", "total", "within (99%)", "first order"]
    terminal.table(columns, rows, range(1, 5))
    rest = found.ranked[len(ranked) :]
    if rest:
        most = rest[0].changes.value
        some = f"{len(rest)} other{'s' if len(rest) > 1 else ''}"
        terminal.line(f"{some}: {'at most ' + _percent(most) if most else 'none'} of the worlds.")
    terminal.line("Indices: 1 where nothing is known without the parameter, 0 where it never matters.")


def _show_information(terminal: Terminal, asked: Asked, found: Uncertainty) -> None:
    rows = []
    silent = []
    for player in found.game.players:
        own = [one for one in found.information if one.player == player]
        telling = [one for one in own if one.perfect or _weight(one)]
        if not any(map(_weight, own)):
            silent.append(player)
            continue
        telling.sort(key=lambda one: (not one.perfect, -_weight(one)))
        rows += [
            (
                player,
                "everything" if one.perfect else _called(asked, one.parameters),
                _gains(one.kept),
                _gains(one.shared),
            )
            for one in telling[:_MOST_KNOWN]
        ]
    if rows:
        terminal.line("What knowing it first would be worth, on average, in the player's own payoff")
        terminal.table(["player", "knows", "it alone", "and so do all"], rows, (2, 3))
        terminal.line("From its worst to its best equilibrium where these differ; ± one standard error.")
    if silent:
        terminal.line(f"Knowing would change nothing for {', '.join(silent)}, as far as these worlds tell.")


def _weight(one: InformationValue) -> float:
    """The greatest gain or loss that is sure not to be chance."""
    gains = [*(one.kept or ()), *(one.shared or ())]
    return max((abs(gain.value) for gain in gains if abs(gain.value) > max(_CERTAIN * gain.error, 5e-4)), default=0.0)


def _gains(ends: tuple[Gain, Gain] | None) -> str:
    if ends is None:
        return "no equilibrium"
    texts = [f"{gain.value:.3f} ±{gain.error:.3f}" if gain.error >= 5e-4 else f"{gain.value:.3f}" for gain in ends]
    texts = [text.replace("-0.000", "0.000") for text in texts]
    return texts[0] if texts[0] == texts[1] else " to ".join(texts)


def _called(asked: Asked, names: Sequence[str]) -> str:
    """What is learnt together: a name, or how many weights of whom."""
    if len(names) == 1:
        return names[0]
    if asked.scenario is not None and all(name in asked.scenario.interests for name in names):
        actors = sorted({asked.scenario.interests[name].actor for name in names})
        return f"{len(names)} weights of {', '.join(actors)}"
    return f"{names[0]} and {len(names) - 1} tied to it"


def show_discovery(terminal: Terminal, found: Uncertainty, one: Discovery) -> None:
    """Print the half-spaces that bound an outcome, and the best box with its coverage and density."""
    names = ", ".join(found.game.named(one.profile).values())
    terminal.heading(f"Where {names} is an equilibrium ({_percent(one.share)} of the worlds)")
    if not one.half_spaces:
        terminal.line("In every one of these worlds: no margin fails.")
    for margin in one.half_spaces:
        terminal.line(_half_space(found, margin))
    if one.box is None:
        if one.half_spaces:
            terminal.line("Too few worlds to look for a box.")
        return
    box = one.box
    counted = (
        f"covers {_percent(box.coverage.value)} ({_interval(box.coverage)}) of the outcome's worlds; within it the "
        f"outcome is an equilibrium in {_percent(box.density.value)} ({_interval(box.density)})"
    )
    if not box.sides:
        terminal.line("No box does better than the whole ranges.")
        return
    terminal.line(f"{'The best box' if box.fits else 'No box fits: the best'} {counted}.")
    rows = [
        (side.parameter, f"{_decimal(side.low)} to {_decimal(side.high)}", _percent(side.density_without))
        for side in box.sides
    ]
    terminal.table(["side", "from ... to", "density without it"], rows, (2,))


def _half_space(found: Uncertainty, margin: HalfSpace) -> str:
    alone = f", alone in {_percent(margin.alone)}" if margin.alone else ", never alone"
    return f"{margin.player} keeps off {margin.action}: {margin.whole} >= 0; fails in {_percent(margin.fails)}{alone}"


def _percent(share: float) -> str:
    """A share in per cent, which neither 0 nor 100 is said for all but none and all."""
    if 0 < share < 0.0005:
        return "< 0.1%"
    if 0.9995 <= share < 1:
        return "> 99.9%"
    return f"{share:.1%}" if 0 < share < 1 else f"{share:.0%}"


def _interval(estimate: IntervalEstimate) -> str:
    return f"{100 * estimate.low:.1f}-{estimate.high:.1%}"


def _decimal(value: Fraction) -> str:
    return f"{float(value):.3g}"
