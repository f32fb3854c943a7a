"""Where along one parameter an answer changes, exactly, and which incentive binds there.

While the other parameters stand still, payoffs are affine in one of them, and whatever decides which equilibria there
are is the sign of a polynomial in it (`gametheory.conditions`). The roots of these polynomials cut the parameter's
range into cells. Within a cell the *pattern* of the answer is constant: which actions its equilibria play, and how
they hang together in subsets and components. A *flip point* is a root at which the pattern is not the same just below,
at the point, and just above; roots that change nothing are left out. Ties that hold for every value are polynomials
that are zero everywhere: they count, and never flip.

The pattern comes from signs alone, at irrational roots too. The certificate: within each interval between flips, and at
each rational flip, the concept's own solver, which knows nothing of these signs, must find the same pattern.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from gametheory.concepts import CONCEPTS
from gametheory.conditions import (
    Conditions,
    Entries,
    NashConditions,
    PureConditions,
    RankingConditions,
    RationalizableConditions,
)
from gametheory.equilibrium_pattern import Pattern, pattern_of
from gametheory.errors import CertificateError, InvalidParameter, NotApplicable, UnknownName
from gametheory.exact import common_denominator, exact
from gametheory.flip_answer import Cell, FlipPoint, FlipPoints
from gametheory.forms import FORMS
from gametheory.game import ParametricGame, Profile, StrategicGame
from gametheory.incentive import Tie
from gametheory.interval import Interval
from gametheory.parameters import Parameter
from gametheory.polynomial import Number, between, enclosed, integer_polynomial
from gametheory.sign_line import SignLine
from gametheory.solve import Play, default_play, rules_of, solve
from gametheory.tree import ExtensiveGame

__all__ = ["Cut", "Question", "cut", "flip_points", "parameter_range", "play_of", "question"]

_BY_SIGNS: dict[str, Callable[[StrategicGame, Entries], Conditions]] = {
    "nash": NashConditions,
    "pure_nash": PureConditions,
    "rationalizable": RationalizableConditions,
}


def flip_points(
    game: ParametricGame | StrategicGame,
    name: str,
    *,
    at: Mapping[str, object] | None = None,
    play: Play | None = None,
    low: object = None,
    high: object = None,
) -> FlipPoints:
    """Every value of one parameter at which the answer changes, while the others stand still.

    Parameters
    ----------
    game : ParametricGame
        The stage game.
    name : str
        The parameter that moves (hyphens and underscores are the same).
    at : mapping from str to number, optional
        Where parameters stand that differ from their defaults, also the one that moves.
    play : Play, optional
        By default the simultaneous form, with all equilibria of two players, and the pure ones of more.
    low, high : number, optional
        The range to look at; by default the parameter's.

    Raises
    ------
    UnknownName
        If there is no such parameter.
    InvalidParameter
        If the range is empty, or leaves the parameter's own.
    NotApplicable
        If what decides the answer is not the sign of finitely many polynomials that are known.
    TooLarge
        If there are too many of them.
    """
    if isinstance(game, StrategicGame):
        raise NotApplicable("the game has no parameter that could move")
    stage = game.moved(at)
    entry = parameter_range(stage, name, low, high)
    chosen = play_of(stage, play)
    found = cut(stage, entry, chosen)
    flips = tuple(_flip(found, point, entry) for point in found.points)
    cells = _cells(found, flips, entry)
    shown = [(cell.sample, cell.pattern) for cell in cells]
    shown += [(flip.value, flip.here) for flip in flips if isinstance(flip.value, Fraction)]
    for value, pattern in shown:
        found.certify(value, pattern)
    return FlipPoints(found.game, entry, chosen, cells, flips)


@dataclass(frozen=True, slots=True)
class Cut:
    """A parameter's range cut at the roots of everything that an answer hangs on.

    Attributes
    ----------
    game : StrategicGame
        The game whose actions the patterns speak of, at the default.
    conditions : Conditions
        What the answer hangs on.
    line : SignLine
        The cells.
    patterns : list of (Pattern or None)
        The pattern in each cell; None in an empty one.
    solved : callable
        The pattern that the concept's own solver finds at a value.
    """

    game: StrategicGame
    conditions: Conditions
    line: SignLine
    patterns: list[Pattern | None]
    solved: Callable[[Fraction], Pattern]

    @property
    def points(self) -> list[int]:
        """The cells that are flip points."""
        around = (self.patterns[point - 1 : point + 2] for point in range(1, self.line.cells, 2))
        return [2 * index + 1 for index, three in enumerate(around) if len(set(three) - {None}) > 1]

    def certify(self, value: Fraction, pattern: Pattern) -> None:
        """Raise `CertificateError` unless the concept's own solver finds this pattern at a value."""
        if (found := self.solved(value)) != pattern:
            raise CertificateError(f"at the value {value} signs say {pattern}, and solving says {found}")


def cut(stage: ParametricGame, entry: Parameter, play: Play) -> Cut:
    """Cut the range of a parameter; the others stand at the defaults of `stage`."""
    asked = question(stage.along(entry.name), play)

    def solved(value: Fraction) -> Pattern:
        return asked.solved({entry.name: value})

    ends = (entry.low, (entry.low + entry.high) / 2, entry.high)
    conditions = asked.conditions(_entries([asked.payoffs({entry.name: end}) for end in ends], entry), solved)
    line = SignLine(entry.low, entry.high, conditions.polynomials())
    return Cut(asked.game, conditions, line, conditions.patterns(line), solved)


@dataclass(frozen=True, slots=True)
class Question:
    """What an answer hangs on, before anything moves.

    Attributes
    ----------
    game : StrategicGame
        The game whose actions the patterns speak of, at the default.
    payoffs : callable
        The game whose payoffs decide, where some parameters have other values.
    conditions : callable
        The conditions, for payoffs as polynomials and, for a concept of rankings, its pattern at a value.
    solved : callable
        The pattern that the concept's own solver finds where some parameters have other values.
    """

    game: StrategicGame
    payoffs: Callable[[Mapping[str, Fraction]], StrategicGame]
    conditions: Callable[[Entries, Callable[[Fraction], Pattern]], Conditions]
    solved: Callable[[Mapping[str, Fraction]], Pattern]


def play_of(stage: ParametricGame, play: Play | None) -> Play:
    """The play asked for; by default simultaneous, with all equilibria of two players, and the pure ones of more."""
    chosen = play or (default_play(stage) if len(stage.players) <= 2 else Play(concept="pure_nash"))
    return replace(chosen, form=FORMS.canonical(chosen.form), concept=CONCEPTS.canonical(chosen.concept))


def parameter_range(stage: ParametricGame, name: str, low: object, high: object) -> Parameter:
    """The parameter with the range to look at."""
    plain = {known.replace("-", "_"): known for known in stage.parameters}
    wanted = plain.get(name.replace("-", "_"))
    if wanted is None:
        raise UnknownName("parameter", name, stage.parameters)
    own = stage.parameters[wanted]
    least = own.low if low is None else exact(low, f"the low end of {wanted}")
    most = own.high if high is None else exact(high, f"the high end of {wanted}")
    if least >= most:
        what = "is empty" if least > most else "holds one value only, along which nothing can flip"
        raise InvalidParameter(f"the range of {wanted} from {least} to {most} {what}")
    if least < own.low or most > own.high:
        raise InvalidParameter(
            f"the range of {wanted} from {least} to {most} leaves the parameter's own, {own.low} to {own.high}"
        )
    if not least <= own.default <= most:
        raise InvalidParameter(f"{wanted} stands at {own.default}, outside the range from {least} to {most}")
    return Parameter(wanted, own.default, least, most)


def question(stage: ParametricGame, play: Play) -> Question:
    """What the answer of a play hangs on.

    Raises
    ------
    NotApplicable
        If that is not the sign of finitely many polynomials that are known.
    """
    form, concept, rules = FORMS.load(play.form), CONCEPTS.load(play.concept), rules_of(play)
    if hasattr(rules, "types"):
        raise NotApplicable(
            f"what decides the answer of a game of the form {play.form} is not known as polynomials, since types set "
            "parameters of their own; gametheory.thresholds finds where such an answer flips"
        )

    def made(values: Mapping[str, Fraction]) -> StrategicGame | ExtensiveGame:
        game = form.play(stage.at(values), rules)
        if isinstance(game, ExtensiveGame) and StrategicGame in concept.ACCEPTS:
            return game.strategic_form()
        return game  # type: ignore[no-any-return]

    now = made({})
    if not isinstance(now, concept.ACCEPTS):
        raise NotApplicable(f"the concept {play.concept} does not take the game that the {play.form} form makes")
    if getattr(concept, "RANKINGS_ONLY", False):
        if isinstance(now, ExtensiveGame) and not (now.perfect_information and rules.noise == 0):
            raise NotApplicable(
                f"flip points of {play.concept} need every move to be seen as it is made; where some are not, players "
                "mix in a part of the tree, and from which value on is not the sign of a known polynomial"
            )
        game = stage.at()
        known: dict[tuple[Fraction, ...], Pattern] = {}

        def answer(values: Mapping[str, Fraction]) -> Pattern:
            key = tuple(values.values())
            if key not in known:
                known[key] = pattern_of(solve(stage, play, values))
            return known[key]

        return Question(game, stage.at, lambda entries, solved: RankingConditions(game, entries, solved), answer)
    by_signs = _BY_SIGNS.get(play.concept)
    if by_signs is None or not isinstance(now, StrategicGame):
        able = [name for name in CONCEPTS.names() if name in _BY_SIGNS or hasattr(CONCEPTS.load(name), "RANKINGS_ONLY")]
        raise NotApplicable(
            f"flip points are found where an answer hangs on the signs of known polynomials; {play.concept} is not "
            f"such a concept; these are: {', '.join(able)}"
        )
    if by_signs is NashConditions and len(now.players) == 1:
        by_signs = RationalizableConditions  # alone, what is in equilibrium is what nothing beats
    if by_signs is NashConditions and len(now.players) > 2:
        raise NotApplicable(
            f"flip points of all equilibria are found for two players, and this game has {len(now.players)}; "
            "the concept pure_nash takes any number"
        )

    def strategic(values: Mapping[str, Fraction]) -> StrategicGame:
        game = made(values)
        assert isinstance(game, StrategicGame)
        return game

    return Question(
        now,
        strategic,
        lambda entries, solved: by_signs(now, entries),
        lambda values: pattern_of(concept.solve(strategic(values))),
    )


def _entries(games: Sequence[StrategicGame], entry: Parameter) -> Entries:
    """Payoffs as polynomials in the parameter, from the games at the low end of its range, the middle and the high end.

    Each player's are at a positive scale of their own, which makes them integers.
    """
    entries = []
    for player, name in enumerate(games[0].players):
        affine = []
        for first, middle, last in zip(*(game.payoffs[player] for game in games), strict=True):
            if 2 * middle != first + last:
                raise NotApplicable(f"the payoffs of {name} are not affine in {entry.name}")
            slope = (last - first) / (entry.high - entry.low)
            affine.append((first - slope * entry.low, slope))
        scale = common_denominator(tuple(value for pair in affine for value in pair))
        # All are whole at this scale, so that none is scaled further by itself.
        entries.append([integer_polynomial([scale * constant, scale * slope]) for constant, slope in affine])
    return entries


def _flip(found: Cut, point: int, entry: Parameter) -> FlipPoint:
    value, (before, here, after) = found.line.roots[point // 2], found.patterns[point - 1 : point + 2]
    assert here is not None
    stable = {profile for pattern in (before, here, after) if pattern is not None for profile in pattern.pure}
    binding = sorted(found.conditions.binding(found.line, point), key=lambda one: _aside(one, stable))
    return FlipPoint(value, before, here, after, tuple(binding), _distance(value, entry))


def _aside(constraint: object, stable: Collection[Profile]) -> int:
    """How many outcomes of a tie are stable on no side of a flip: what ties by coincidence is told last."""
    return sum(profile not in stable for profile in constraint.profiles) if isinstance(constraint, Tie) else 0


def _cells(found: Cut, flips: Sequence[FlipPoint], entry: Parameter) -> tuple[Cell, ...]:
    """The intervals between the flips."""
    patterns = found.patterns
    ends: list[Number] = [entry.low, *(flip.value for flip in flips), entry.high]
    at_ends = [patterns[0] or patterns[1], *(flip.here for flip in flips), patterns[-1] or patterns[-2]]
    cells = []
    for number, first in enumerate([0, *(point + 1 for point in found.points)]):
        low, high = ends[number : number + 2]
        if low < high:  # unless a flip stands at an end of the range
            pattern = patterns[first] or patterns[first + 1]  # a root at the low end that is no flip has nothing below
            assert pattern is not None
            sample = entry.default if low < entry.default < high else between(low, high)
            cells.append(Cell(low, high, at_ends[number] == pattern, at_ends[number + 1] == pattern, pattern, sample))
    return tuple(cells)


def _distance(value: Number, entry: Parameter) -> Fraction | Interval:
    width = entry.high - entry.low
    if isinstance(value, Fraction):
        return abs(value - entry.default) / width
    held = enclosed(value, width / 10**12)
    while entry.default in held:
        held = enclosed(value, (held.upper - held.lower) / 1000)
    ends = sorted(abs(end - entry.default) / width for end in (held.lower, held.upper))
    return Interval(ends[0], ends[1])
