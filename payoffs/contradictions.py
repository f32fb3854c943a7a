"""Whether the payoffs of a game hold what its comparisons state: at the default weights, and under every reading."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from itertools import product

from gametheory.errors import TooLarge
from gametheory.game import ParametricGame, Profile
from gametheory.parameters import point_of
from payoffs.comparisons import Contradiction, contradictions, cycles, number_of_pairs, values_that_satisfy
from payoffs.references import Finding
from payoffs.scenario import Game, Scenario
from payoffs.toml_places import KeyPath
from payoffs.utility import check_size, parametric_game

__all__ = ["MOST_PAIRS", "in_payoffs"]

MOST_PAIRS = 5000
"""The most pairs of profiles that the comparisons of one game may stand for."""

_REMEDIES_GIVEN = 20
_NAMED_IN_A_CYCLE = 20


def in_payoffs(scenario: Scenario, name: str, readable: bool) -> Iterator[Finding]:
    """Every comparison of a game that contradicts the others, or that payoffs contradict.

    Parameters
    ----------
    scenario : Scenario
        Without any finding that spoils payoffs in what this game uses.
    name : str
        The game.
    readable : bool
        Whether the readings are without a finding too, so that they can be judged.
    """
    game = scenario.games[name]
    if number_of_pairs(game) > MOST_PAIRS:
        message = f"the comparisons stand for more than {MOST_PAIRS} pairs of profiles, the most that are looked at"
        yield Finding(name, ("comparisons",), message)
        return
    try:
        check_size(game)
    except TooLarge as error:
        yield Finding(name, ("players",), str(error))
        return
    number = {comparison.id: index for index, comparison in enumerate(game.comparisons)}
    hopeless: set[str] = set()
    for cycle in cycles(game):
        hopeless.add(cycle[0].player)
        message = f"these comparisons of {cycle[0].player} go round in a circle, so no weights can satisfy them: "
        named = [f"{entry.id} ({_rests_on(entry.paragraphs, entry.assumption)})" for entry in cycle[:_NAMED_IN_A_CYCLE]]
        message += ", then ".join(named) + (f", and {len(cycle) - len(named)} more" if len(named) < len(cycle) else "")
        yield Finding(name, ("comparisons", min(number[entry.id] for entry in cycle)), message, at_key=True)
    judge = _Judge(scenario, name, game, {entry.id for entry in game.comparisons if entry.player in hopeless})
    for finding, identifier in judge.findings(
        {}, (), ("the default weights contradict", ""), "all else at its default"
    ):
        yield _at(finding, name, ("comparisons", number[identifier]))
    if readable:
        yield from _under_readings(scenario, name, game, judge)


def _under_readings(scenario: Scenario, name: str, game: Game, judge: _Judge) -> Iterator[Finding]:
    by_default = set(judge.settled)
    failing: dict[str, set[str]] = {}
    for reading, entry in scenario.readings.items():
        judge.settled = set(by_default)
        what = f"the reading {reading!r} contradicts", ", which it does not set aside"
        for finding, _ in judge.findings(entry.set, entry.sets_aside, what, "all else as in this reading"):
            yield _at(finding, None, ("readings", reading))
        failing[reading] = judge.settled - by_default
    if len(game.readings) < 2:
        return
    for combination in product(*game.readings.values()):
        judge.settled = by_default.union(*(failing[reading] for reading in combination))
        entries = [scenario.readings[reading] for reading in combination]
        settings = {parameter: value for entry in entries for parameter, value in entry.set.items()}
        set_aside = [identifier for entry in entries for identifier in entry.sets_aside]
        what = f"the readings {' and '.join(combination)} together contradict", ", which none of them sets aside"
        for finding, _ in judge.findings(settings, set_aside, what, "all else as in these readings"):
            yield _at(finding, name, ("readings",))


class _Judge:
    """Judges the comparisons of one game at one point after another.

    `settled` holds the ids of comparisons that have been found at fault, and so are not judged again.
    """

    def __init__(self, scenario: Scenario, name: str, game: Game, settled: set[str]) -> None:
        self.name = name
        self.game = game
        self.stage: ParametricGame = parametric_game(scenario, name)
        self.settled = settled
        self._default_is_known = False
        self._remedies_left = _REMEDIES_GIVEN

    def findings(
        self, settings: Mapping[str, Fraction], set_aside: Collection[str], what: tuple[str, str], elsewhere: str
    ) -> Iterator[tuple[Finding, str]]:
        """A finding without its place, and the id of the comparison, for each that payoffs contradict at the point.

        The message opens with what[0], the comparison and what[1].
        """
        own = {name: value for name, value in settings.items() if name in self.stage.parameters}
        if self._default_is_known and not own:
            return  # the default once more
        self._default_is_known = True
        point = point_of(self.stage.parameters, own)
        skipped = {*set_aside, *self.settled}
        told: set[str] = set()
        for found in contradictions(self.game, self.stage, point, skipped):
            player = found.comparison.player
            hint = ""
            if player not in told and self._remedies_left:
                self._remedies_left -= 1
                hint = self._remedies(player, point, set_aside, elsewhere)
            told.add(player)
            self.settled.add(found.comparison.id)
            yield Finding(None, (), self._message(found, what), hint, at_key=True), found.comparison.id

    def _message(self, found: Contradiction, what: tuple[str, str]) -> str:
        better, worse = self._outcome(found.better), self._outcome(found.worse)
        should = "should get more" if found.comparison.strict else "should get no less"
        return (
            f"{what[0]} the comparison {found.comparison.id!r} of {self.name}{what[1]}: {found.comparison.player} gets "
            f"{found.payoff_of_better} at {better} and {found.payoff_of_worse} at {worse}; it {should} at the first"
        )

    def _outcome(self, profile: Profile) -> str:
        return f"({', '.join(f'{player}={action}' for player, action in self.stage.named(profile).items())})"

    def _remedies(self, player: str, point: Mapping[str, Fraction], set_aside: Collection[str], elsewhere: str) -> str:
        satisfying = values_that_satisfy(self.game, self.stage, player, point, set_aside)
        if not satisfying:
            return f"no single weight or lever, {elsewhere}, makes all comparisons of {player} in this game hold"
        lines = [f"all comparisons of {player} in this game hold, {elsewhere}, with any one of:"]
        lines += [f"  {name} {interval} (it is {point[name]})" for name, interval in satisfying.items()]
        return "\n".join(lines)


def _at(finding: Finding, game: str | None, path: KeyPath) -> Finding:
    return Finding(game, path, finding.message, finding.hint, finding.at_key)


def _rests_on(paragraphs: tuple[int, ...], assumption: str | None) -> str:
    cited = [f"paragraph {', '.join(map(str, paragraphs))}"] if paragraphs else []
    return "; ".join([*cited, *([f"assumption {assumption}"] if assumption else [])])
