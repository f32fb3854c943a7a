"""The command that counts in how many readings of a source each outcome is stable, and how it shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reports.delivery import deliver, json_text
from reports.options import (
    At,
    Csv,
    Debug,
    Json,
    Output,
    PolicyName,
    Quiet,
    ScenarioName,
)
from reports.progress import Progress
from reports.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from gametheory.game import ParametricGame, Profile
    from gametheory.reading_counts import Question, Readings
    from gametheory.readings import Stated
    from gametheory.weight_polytope import Share, Verdict, WeightPolytope
    from payoffs.scenario import Scenario

__all__ = ["readings"]


_SHORT = {
    "pure_nash": "Nash",
    "subgame_perfect": "SPE",
    "general_metarational": "GMR",
    "symmetric_metarational": "SMR",
    "sequentially_stable": "SEQ",
}
_LONG = {
    "pure_nash": "pure Nash equilibrium",
    "subgame_perfect": "subgame perfect for some order of moves",
    "general_metarational": "general metarational",
    "symmetric_metarational": "symmetric metarational",
    "sequentially_stable": "sequentially stable",
}
_COUNTED_BELOW = 1_000_000
_QUESTIONS_SHOWN = 5
_SAMPLES, _POINTS = 10_000, 2_000


@dataclass(frozen=True, slots=True)
class _ByWeights:
    """What weights that agree with all comparisons and tiers say of one outcome."""

    verdict: Verdict
    weights: dict[str, Fraction] | None
    share: Share | None

    def to_dict(self) -> dict[str, Any]:
        share = self.share
        return {
            "equilibrium": self.verdict.value,
            "weights": self.weights,
            "share": None
            if share is None
            else {
                "share": share.share,
                "standard_error": share.error,
                "bounds_99": list(share.bounds),
                "points": share.points,
            },
        }

    def __str__(self) -> str:
        if self.share is None:
            return self.verdict.value
        low, high = self.share.bounds
        return f"{self.verdict.value}, {_percent(low, high)}"


def readings(
    game: Annotated[str, typer.Argument(metavar="GAME", help="A game of the scenario.")],
    concept: Annotated[
        list[str] | None, typer.Option("--concept", metavar="NAME", help="One that rankings decide. May be repeated.")
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="COMPARISON", help="Leave a stated comparison out. May be repeated."),
    ] = None,
    ties: Annotated[bool, typer.Option("--ties", help="Let outcomes tie where nothing says which is better.")] = False,
    samples: Annotated[
        int | None,
        typer.Option("--samples", metavar="N", min=20, help="How many are drawn where there are too many to count."),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="Of what is drawn at random.")] = 0,
    scenario: ScenarioName = None,
    at: At = None,
    policy: PolicyName = None,
    output: Output = None,
    as_json: Json = False,
    as_csv: Csv = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Count in how many of the rankings that the source allows each outcome is stable: not a probability."""
    from gametheory.ranking_swaps import swaps_to_change
    from gametheory.readings import CONCEPTS, MOST_QUESTIONS, open_questions
    from gametheory.readings import readings as count_readings
    from payoffs.orders import stated_comparisons
    from payoffs.utility import game_named, parametric_game, settings
    from reports.options import assignments, scenario_named

    terminal = Terminal(quiet)
    found = scenario_named(scenario)
    name = game_named(found, game)
    stage = parametric_game(found, name)
    values = settings(found, policy=policy, at=assignments(at, "--at"))
    stage = stage.moved({key: value for key, value in values.items() if key in stage.parameters})
    default = stage.at()
    stated = stated_comparisons(found.games[name], stage, without or ())
    pairs = len(open_questions(default, stated, ties))
    as_data = as_json or as_csv or output is not None
    if not as_data:
        terminal.heading(found.games[name].title)
    progress = Progress(quiet, "comparisons dropped")
    counted = count_readings(
        default,
        stated,
        concepts=tuple(one.replace("-", "_") for one in concept or ()) or CONCEPTS,
        ties=ties,
        drop_each=True,
        add_each=pairs <= MOST_QUESTIONS,
        samples=samples or _SAMPLES,
        seed=seed,
        progress=progress,
    )
    progress.end()
    swaps = {profile: swaps_to_change(default, profile) for profile in default.profiles()}
    if as_csv:
        deliver(terminal, counted.to_frame().to_csv(index=False), output)
        return
    by_weights = _by_weights(found, stage, stated, samples or _POINTS, seed)
    if as_data:
        document = {"schema": 1, "game": name, **counted.to_dict(), "open_pairs": pairs}
        document["swaps_to_change"] = [
            {
                "profile": default.named(profile),
                "least": least,
                "by_player": dict(zip(default.players, each, strict=True)),
            }
            for profile, (least, each) in swaps.items()
        ]
        document["by_weights"] = [
            {"profile": default.named(profile), **judged.to_dict()} for profile, judged in by_weights.items()
        ]
        deliver(terminal, json_text(document), output)
        return
    _show_counts(terminal, counted, by_weights)
    _show_changes(terminal, counted, pairs)
    _show_swaps(terminal, counted, swaps)


def _by_weights(
    scenario: Scenario, stage: ParametricGame, stated: Sequence[Stated], points: int, seed: int
) -> dict[Profile, _ByWeights]:
    """By outcome; empty where no weights agree."""
    from gametheory.weight_polytope import Preference, Verdict, weight_polytope
    from payoffs.salience import salience_conditions

    profiles = list(stage.profiles())
    weights = weight_polytope(
        stage,
        [
            Preference(one.player, profiles[better], profiles[worse], one.strict)
            for one in stated
            for better, worse in one.pairs
        ],
        [key for key in stage.parameters if key in scenario.interests],
        conditions=salience_conditions(scenario, stage),
    )
    if weights.empty():
        return {}
    verdicts = {profile: weights.verdict(profile) for profile in profiles}
    unsettled = [profile for profile, verdict in verdicts.items() if verdict is Verdict.CAN]
    shares = _shares(weights, unsettled, points, seed)
    return {
        profile: _ByWeights(verdict, weights.weights_for(profile), shares.get(profile))
        for profile, verdict in verdicts.items()
    }


def _shares(weights: WeightPolytope, profiles: list[Profile], points: int, seed: int) -> Mapping[Profile, Share]:
    """None where the weights fill no volume, so that a walk has nowhere to go."""
    return weights.shares(profiles, points=points, seed=seed) if profiles and weights.has_volume() else {}


def _show_counts(terminal: Terminal, counted: Readings, by_weights: Mapping[Profile, _ByWeights]) -> None:
    game, total = counted.game, counted.total
    allowed = " x ".join(
        f"{_whole(own)} for {player}" for player, own in zip(game.players, counted.rankings, strict=True)
    )
    tied = ", ties included" if counted.ties else ""
    number = "Too many" if total is None else f"{total:,}"
    terminal.line(f"{number} readings{tied}: {allowed}. Counts of readings are not a probability.")
    terminal.line()
    profiles = list(game.profiles())
    shown = [
        position
        for position, profile in enumerate(profiles)
        if any(counts[position] for counts in counted.counts.values())
        or (profile in by_weights and by_weights[profile].verdict.value != "cannot")
    ]
    terminal.table(
        ("outcome", *(_SHORT[concept] for concept in counted.counts), *(["by weights"] if by_weights else [])),
        [
            (
                _outcome(counted, position),
                *(_cell(counted, concept, position) for concept in counted.counts),
                *([str(by_weights[profiles[position]])] if by_weights else []),
            )
            for position in shown
        ],
        numeric=range(1, len(counted.counts) + 1),
    )
    if len(shown) < len(profiles):
        rest = len(profiles) - len(shown)
        terminal.line(
            "The other outcome is stable in none." if rest == 1 else f"The other {rest} outcomes are stable in none."
        )
    terminal.line("; ".join(f"{_SHORT[concept]}: {_LONG[concept]}" for concept in counted.counts) + ".")
    if counted.drawn:
        drawn = next(iter(counted.drawn.values()))
        near = f", each within {drawn.distance} of uniform" if drawn.distance else ""
        terminal.line(
            f"{', '.join(_SHORT[concept] for concept in counted.drawn)}: estimated from {drawn.number:,} readings "
            f"drawn at random (seed {drawn.seed}){near}, as there are too many to visit; a range holds the share of "
            "all readings with 99 % confidence."
        )
    if by_weights:
        terminal.line(
            "By weights: whether the outcome must, can or cannot be an equilibrium at all weights that agree"
            + (
                "; a range is the share of them, by a random walk, with 99 % confidence."
                if any(judged.share for judged in by_weights.values())
                else "."
            )
        )
    else:
        terminal.line("No weights within their ranges agree with all these comparisons and tiers.")


def _show_changes(terminal: Terminal, counted: Readings, pairs: int) -> None:
    """Which comparison matters most, and which one would, if the source made it."""
    concept = next((one for one in counted.counts if counted.matters_most(one)), None)
    if concept is not None and (name := counted.matters_most(concept)) is not None:
        terminal.line()
        terminal.line(
            f"The comparison that matters most is {name}: without it there are "
            f"{_whole(counted.without[name].total)} readings, and shares under {_SHORT[concept]} move by up to "
            f"{_about(counted, concept)}{_share(counted.weight_of(name, concept))}."
        )
    if not pairs:
        return
    terminal.line()
    concept = next((one for one in counted.counts if counted.best_question(one)), None)
    left = "1 pair of outcomes is left open" if pairs == 1 else f"{pairs} pairs of outcomes are left open"
    if not counted.questions:
        terminal.line(f"{left}, too many to try each answer.")
    elif concept is None:
        terminal.line(f"{left}, and no single answer would move a share.")
    else:
        ranked = sorted(counted.questions, key=lambda question: -question.weight(concept))[:_QUESTIONS_SHOWN]
        terminal.line(f"{left}. These would settle most; the first is the one to ask about:")
        terminal.table(
            ("would", "rather", "readings", "or rather", "readings", f"{_SHORT[concept]} moves by"),
            [_asked(counted, question, concept) for question in ranked if question.weight(concept)],
            numeric=(2, 4, 5),
        )


def _about(counted: Readings, concept: str) -> str:
    return "about " if concept in counted.drawn else ""


def _asked(counted: Readings, question: Question, concept: str) -> tuple[str, ...]:
    from gametheory.reading_counts import Answer

    left = [question.answers.get(answer) for answer in (Answer.FIRST, Answer.SECOND)]
    numbers = ["none" if one is None else _whole(one.total) for one in left]
    first, second = (_outcome(counted, position) for position in question.pair)
    player = counted.game.players[question.player]
    moved = f"{_about(counted, concept)}{_share(question.weight(concept))}"
    return player, first, numbers[0], second, numbers[1], moved


def _show_swaps(
    terminal: Terminal, counted: Readings, swaps: Mapping[Profile, tuple[int | None, tuple[int | None, ...]]]
) -> None:
    """How far the default weights' own rankings are from changing each outcome."""
    terminal.line()
    if all(number is None for least, each in swaps.values() for number in (least, *each)):
        terminal.line(
            "At the default weights, no number of exchanges of neighbours in a ranking is known to change whether an "
            "outcome is a Nash equilibrium: none can, or there are ties."
        )
        return
    terminal.line(
        "At the default weights, how many exchanges of neighbours in a ranking change whether the outcome is a Nash "
        "equilibrium (least), and whether each player would stay:"
    )
    terminal.table(
        ("outcome", "least", *counted.game.players),
        [
            (_outcome(counted, position), *("-" if one is None else str(one) for one in (least, *each)))
            for position, (least, each) in enumerate(swaps.values())
        ],
        numeric=range(1, len(counted.game.players) + 2),
    )
    if any(None in (least, *each) for least, each in swaps.values()):
        terminal.line("-: no exchange can, or there are ties.")


def _whole(number: int | None) -> str:
    """A number of rankings or readings, rounded where it is very long."""
    if number is None:
        return "too many to count"
    return f"{number:,}" if number < 10**12 else f"about {Decimal(number):.3g}"


def _outcome(counted: Readings, position: int) -> str:
    profile = list(counted.game.profiles())[position]
    return ", ".join(counted.game.named(profile).values())


def _cell(counted: Readings, concept: str, position: int) -> str:
    """A count, or where counts are out of a million and more, or drawn, what share they are of all readings."""
    if concept in counted.drawn:
        return _percent(*counted.bounds(concept, position))
    share = counted.share(concept, position)
    if share is None or counted.total is None or counted.total < _COUNTED_BELOW:
        return f"{counted.counts[concept][position]:,}"
    return _share(share)


def _share(share: Fraction) -> str:
    """An exact share in percent; never rounded to none or all."""
    if share in (0, 1):
        return "all" if share else "none"
    low, high = 0.001, 0.999
    if not low <= share <= high:
        return "under 0.1 %" if share < low else "over 99.9 %"
    return f"{float(100 * share):.1f}".removesuffix(".0") + " %"


def _percent(low: float, high: float) -> str:
    """A range of shares in percent."""
    if low <= 0:
        return f"up to {100 * high:.2g} %" if high < 1 else "unknown"
    if high >= 1:
        return f"from {100 * low:.4g} %"
    return f"{100 * low:.1f} to {100 * high:.1f} %"
