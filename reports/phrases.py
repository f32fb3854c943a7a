"""The phrases that sentences are made of: counts, numbers, lists, and players, actions and outcomes by name.

Action labels are infinitives without "to"; a player's name brings its own number.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from gametheory.game import Profile, Strategies
from payoffs.scenario import Scenario
from reports.study import GameStudy

__all__ = [
    "action_label",
    "chooses",
    "concept_name",
    "counted",
    "joined",
    "mixture",
    "number",
    "of_all",
    "outcome",
    "paragraph_ranges",
    "parameter_name",
    "payoffs_in_words",
    "percent",
    "player_name",
    "quoted",
    "sentence",
    "share",
    "short_outcome",
    "spelled",
    "uncapitalised",
    "verb",
]

_LARGEST_DENOMINATOR = 20
_LARGEST_COUNT = 10**6
_CONCEPTS = {
    "nash": "Nash equilibrium",
    "pure_nash": "Nash equilibrium of definite choices",
    "bayes_nash": "Bayes-Nash equilibrium",
    "perfect_bayesian": "perfect Bayesian equilibrium",
    "subgame_perfect": "subgame-perfect equilibrium",
    "correlated": "correlated equilibrium",
    "coarse_correlated": "coarse correlated equilibrium",
    "stackelberg": "Stackelberg equilibrium",
    "sustainable": "equilibrium of the repeated game",
    "nash_stable": "Nash stability",
    "general_metarational": "general metarationality",
    "symmetric_metarational": "symmetric metarationality",
    "sequentially_stable": "sequential stability",
    "simultaneously_stable": "simultaneous stability",
    "quantal_response": "quantal response equilibrium",
}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def spelled(count: int) -> str:
    """A count in words up to twelve, in digits beyond."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def concept_name(concept: str) -> str:
    """What the field calls what is stable under a concept."""
    return _CONCEPTS.get(concept, concept.replace("_", " "))


def counted(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: "one game", "two games"."""
    return f"{spelled(count)} {one if count == 1 else many or one + 's'}"


def joined(parts: Sequence[str], word: str = "and") -> str:
    """A list in a sentence: "a, b and c"."""
    return f" {word} ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else ""


def sentence(text: str) -> str:
    """`text` with a capital first letter and a full stop."""
    ended = text if text.endswith((".", "?", "!")) else f"{text}."
    return ended[:1].upper() + ended[1:]


def uncapitalised(text: str) -> str:
    """`text` for the middle of a sentence: its first letter small, unless that begins a name of an actor or place.

    A scenario's definitions begin with a capital. Whether the first word is a name is not known, so only words that
    English writes small anyway are changed.
    """
    first, space, rest = text.partition(" ")
    return f"{first.lower()}{space}{rest}" if first.lower() in _SMALL_WORDS else text


_SMALL_WORDS = {"the", "a", "an", "everyone", "nobody", "each", "both", "all", "either", "moves", "they", "it", "these"}


def number(value: Fraction) -> str:
    """A number as readers expect it: exact where that is short, else to three significant digits after "≈"."""
    sign, size = ("\N{MINUS SIGN}" if value < 0 else ""), abs(value)
    if size.denominator == 1 and size < 10**7:
        return f"{sign}{size.numerator}"
    scaled = size * 10**4
    if scaled.denominator == 1 and size < 10**4:
        return f"{sign}{scaled.numerator // 10**4}.{scaled.numerator % 10**4:04d}".rstrip("0")
    if len(quotient := str(size)) <= 6:
        return f"{sign}{quotient}"
    return f"\N{ALMOST EQUAL TO}{sign}{_three_digits(size)}"


def _three_digits(size: Fraction) -> str:
    from decimal import Context, Decimal

    context = Context(prec=3)
    rounded = context.divide(Decimal(size.numerator), Decimal(size.denominator))
    return f"{rounded:f}" if Decimal("0.001") <= rounded < Decimal(10**7) else f"{rounded:.2e}"


def quoted(text: str) -> str:
    """Somebody's definition inside a sentence of ours."""
    return f"“{text.strip().rstrip('.')}”"


def player_name(entry: GameStudy, player: int) -> str:
    """The player's name."""
    return entry.game.players[player].name


def action_label(entry: GameStudy, player: int, action: int) -> str:
    """The action's label, an infinitive without "to"."""
    return entry.game.players[player].actions[action].label


def verb(entry: GameStudy, player: int, one: str, many: str) -> str:
    """The form of a verb that agrees with the player's name."""
    return many if entry.game.players[player].plural else one


def chooses(entry: GameStudy, player: int, action: int) -> str:
    """One player's choice: "Rome chooses to stay"."""
    does = verb(entry, player, "chooses", "choose")
    return f"{player_name(entry, player)} {does} to {action_label(entry, player, action)}"


def outcome(entry: GameStudy, profile: Profile, without: int | None = None) -> str:
    """What everyone chooses, leaving out one player if asked, as a clause."""
    told = [chooses(entry, player, action) for player, action in enumerate(profile) if player != without]
    return ", and ".join(filter(None, (", ".join(told[:-1]), told[-1]))) if told else ""


def short_outcome(entry: GameStudy, profile: Profile) -> str:
    """What everyone chooses, as a label: "Rome: stay; Carthage: leave"."""
    return "; ".join(
        f"{player_name(entry, player)}: {action_label(entry, player, action)}" for player, action in enumerate(profile)
    )


def payoffs_in_words(entry: GameStudy, profile: Profile) -> str:
    """Every player's payoff at an outcome: "Rome gets 2 and Carthage gets 1"."""
    told = []
    for player in range(len(profile)):
        gets = verb(entry, player, "gets", "get")
        told.append(f"{player_name(entry, player)} {gets} {number(entry.stage.payoff(player, profile))}")
    return joined(told)


def of_all(count: int, total: int, things: str = "") -> str:
    """A part of a count: "3 of 9 things"; in percent of them where there are more than a million."""
    if total <= _LARGEST_COUNT:
        return f"{count:,} of {total:,} {things}".rstrip()
    return f"{percent(Fraction(count, total))}{f' of the {things}' if things else ''}"


def percent(share: Fraction | float) -> str:
    """A share in whole percent; what is neither nothing nor everything is never rounded to either."""
    if 0 < share <= 0.005:
        return "under 1%"
    if 0.995 <= share < 1:
        return "over 99%"
    return f"{float(share):.0%}"


def share(weight: Fraction) -> str:
    """A probability as a frequency: exact where the denominator is small."""
    if weight == Fraction(1, 2):
        return "half of the time"
    if weight.denominator <= _LARGEST_DENOMINATOR:
        return f"{'once' if weight.numerator == 1 else f'{weight.numerator} times'} in {weight.denominator}"
    percent = round(weight * 100)
    return f"about {percent} times in 100" if 1 < percent < 100 else f"with the share {number(weight)}"


def mixture(entry: GameStudy, strategies: Strategies) -> str:
    """A profile of mixed strategies as a clause."""
    return "; ".join(_mixed(entry, player, strategy) for player, strategy in enumerate(strategies))


def _mixed(entry: GameStudy, player: int, strategy: tuple[Fraction, ...]) -> str:
    played = [(action, weight) for action, weight in enumerate(strategy) if weight]
    if len(played) == 1:
        return chooses(entry, player, played[0][0])
    parts = [f"to {action_label(entry, player, action)} {share(weight)}" for action, weight in played]
    return f"{player_name(entry, player)} {verb(entry, player, 'chooses', 'choose')} {joined(parts)}"


def parameter_name(scenario: Scenario, name: str) -> str:
    """What a weight or a lever stands for, fit to stand inside a sentence."""
    if name in scenario.interests:
        interest = scenario.interests[name]
        return f"the weight that {scenario.actors[interest.actor].name} gives to {quoted(interest.definition)}"
    return f"the lever {quoted(scenario.levers[name].definition)}"


def paragraph_ranges(numbers: Sequence[int]) -> str:
    """Sorted numbers with runs of three or more written as ranges."""
    runs: list[list[int]] = []
    for value in numbers:
        if runs and value == runs[-1][-1] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    parts = [f"{run[0]}\N{EN DASH}{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return ", ".join(parts)
