"""One stage game under several plays: what the difference is worth to each player.

Under each play a player's payoffs over the stable outcomes span an interval. The *gain* from one play over another is
the interval of the differences between a payoff under the one and a payoff under the other: [l - h', h - l'] where
[l, h] belongs to the play and [l', h'] to the one it is held against. A gain with both ends above zero is one
whichever outcomes come about; one that spans zero depends on them. By what differs between the plays, it is the value
of commitment (von Stackelberg 1934), of patience (Friedman 1971, Review of Economic Studies 38), of information, or of
a mediator (Aumann 1974, Journal of Mathematical Economics 1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gametheory.answer import Answer, Outcome
from gametheory.errors import InvalidParameter, NotApplicable
from gametheory.game import ParametricGame, Profile, StrategicGame
from gametheory.solve import Play, solve, solve_made
from gametheory.tree import ExtensiveGame
from gametheory.tree_nodes import Chance, Move

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Comparison", "Played", "compare", "compare_concepts"]

Range = tuple[Fraction, Fraction]
"""The least and the greatest of something."""


@dataclass(frozen=True, slots=True)
class Played:
    """One play of the game and what came of it.

    Attributes
    ----------
    name : str
        What the play is called.
    play : Play
        The form, its rules and the concept.
    answer : Answer
        What is stable.
    ranges : tuple of (Fraction, Fraction) or None
        Each player's least and greatest payoff over the stable outcomes; None where nothing is stable.
    gains : tuple of (Fraction, Fraction) or None
        Each player's least and greatest gain over the first play; None where under one of the two nothing is stable.
    """

    name: str
    play: Play
    answer: Answer
    ranges: tuple[Range, ...] | None
    gains: tuple[Range, ...] | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A stage game under several plays, the first of which the others are held against.

    Attributes
    ----------
    game : StrategicGame or ExtensiveGame
        The stage game at the point that was asked about, or the tree.
    played : tuple of Played
        One a play, in the order asked for.
    dominance_solvable : bool or None
        Whether iterated strict dominance leaves one outcome. There is then one correlated equilibrium, so that a
        mediator adds nothing. None where no play is a mediated one: simultaneous moves under ``correlated``.
    """

    game: StrategicGame | ExtensiveGame
    played: tuple[Played, ...]
    dominance_solvable: bool | None

    def named(self, profile: Profile) -> dict[str, str]:
        """An outcome in names: the action of each player; in a tree the ``end``, by its name or else the path to it."""
        game = self.game
        if isinstance(game, StrategicGame):
            return game.named(profile)
        node, end = next(
            (node, end)
            for place, (node, end) in enumerate(game.terminals())
            if profile == ((place,) if end.profile is None else end.profile)
        )
        return {"end": end.name or _path(game, node)}

    @property
    def complete(self) -> bool:
        """Whether every interval is proven to leave nothing out."""
        return all(entry.answer.complete for entry in self.played)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data, every number a fraction in a string.

        ``gains`` are those over the play named in ``against``; null where nothing is stable.
        """
        game = self.game
        actions = zip(game.players, game.actions, strict=True) if isinstance(game, StrategicGame) else ()
        return {
            "players": list(game.players),
            "actions": {player: list(names) for player, names in actions},
            "against": self.played[0].name,
            "complete": self.complete,
            "dominance_solvable": self.dominance_solvable,
            "plays": [
                {
                    "name": entry.name,
                    "form": entry.answer.form,
                    "rules": {rule: _written(value) for rule, value in entry.play.rules.items()},
                    "concept": entry.answer.concept,
                    "complete": entry.answer.complete,
                    "outcomes": [self._outcome(outcome) for outcome in entry.answer.outcomes()],
                    "payoffs": self._ends(entry.ranges),
                    "gains": self._ends(entry.gains),
                }
                for entry in self.played
            ],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row a play and player.

        Columns: play, player, least, greatest, least_gain, greatest_gain (floats; NaN where nothing is stable), and the
        same four with ``_exact`` (fractions in strings, None where nothing is stable).
        """
        import pandas as pd

        names = ("least", "greatest", "least_gain", "greatest_gain")
        rows = []
        for entry in self.played:
            for index, player in enumerate(self.game.players):
                ends = [None if pair is None else pair[index] for pair in (entry.ranges, entry.gains)]
                numbers = [end for pair in ends for end in (pair or (None, None))]
                floats = [float("nan") if number is None else float(number) for number in numbers]
                exact = [None if number is None else str(number) for number in numbers]
                rows.append((entry.name, player, *floats, *exact))
        return pd.DataFrame(rows, columns=["play", "player", *names, *(f"{name}_exact" for name in names)])

    def __str__(self) -> str:
        lines = [f"{len(self.played)} plays, gains over {self.played[0].name}"]
        for entry in self.played:
            if entry.ranges is None:
                lines.append(f"  {entry.name}: nothing is stable")
                continue
            parts = []
            for index, player in enumerate(self.game.players):
                part = f"{player} {_interval(entry.ranges[index])}"
                if entry is not self.played[0] and entry.gains is not None:
                    part += f" (gain {_interval(entry.gains[index])})"
                parts.append(part)
            lines.append(f"  {entry.name}: {', '.join(parts)}")
        return "\n".join(lines)

    def _ends(self, ranges: tuple[Range, ...] | None) -> dict[str, dict[str, str]] | None:
        if ranges is None:
            return None
        return {
            player: {"least": str(low), "greatest": str(high)}
            for player, (low, high) in zip(self.game.players, ranges, strict=True)
        }

    def _outcome(self, outcome: Outcome) -> dict[str, Any]:
        return {
            "lottery": [
                {"profile": self.named(profile), "probability": str(chance)}
                for profile, chance in outcome.lottery.items()
            ],
            "payoffs": {player: str(pay) for player, pay in zip(self.game.players, outcome.payoffs, strict=True)},
        }


def compare(
    stage: StrategicGame | ParametricGame, plays: Mapping[str, Play], at: Mapping[str, object] | None = None
) -> Comparison:
    """Solve one stage game under several plays, and hold each against the first.

    Parameters
    ----------
    stage : StrategicGame or ParametricGame
        The game before anything is said of timing or information.
    plays : mapping from str to Play
        At least two, each with the name it is to be called by.
    at : mapping from str to number, optional
        Parameters that differ from their defaults; only for a `ParametricGame`.

    Raises
    ------
    InvalidParameter
        If there are fewer than two plays.
    NotApplicable
        If under a play others than the players of the stage get payoffs, such as their types.
    UnknownName, TooLarge, CertificateError
        As in `gametheory.solve.solve`.
    """
    moved = stage.moved(at)
    game = moved.at()
    played = _played(game.players, plays, lambda play: solve(moved, play))
    return Comparison(game, played, _dominance_solvable(game, played))


def compare_concepts(tree: ExtensiveGame, concepts: Mapping[str, str]) -> Comparison:
    """Solve a tree, which says itself how it is played, under several concepts, and hold each against the first.

    Parameters
    ----------
    tree : ExtensiveGame
        The game.
    concepts : mapping from str to str
        At least two, each by the name that it is to be called by.

    Raises
    ------
    InvalidParameter
        If there are fewer than two.
    UnknownName, NotApplicable, TooLarge, CertificateError
        As in `gametheory.solve.solve_made`.
    """
    plays = {name: Play("extensive", concept) for name, concept in concepts.items()}
    played = _played(tree.players, plays, lambda play: solve_made(tree, play.concept, play.form))
    return Comparison(tree, played, None)


def _played(
    players: tuple[str, ...], plays: Mapping[str, Play], solved: Callable[[Play], Answer]
) -> tuple[Played, ...]:
    """Each play solved, and held against the first."""
    if len(plays) < 2:
        raise InvalidParameter(f"a comparison needs two plays or more; this one has {len(plays)}")
    played: list[Played] = []
    for name, play in plays.items():
        answer = solved(play)
        if answer.players != players:
            raise NotApplicable(
                f"the play {name!r} gives payoffs to {', '.join(answer.players)}, and the game is one of "
                f"{', '.join(players)}; there is nothing to hold one against the other"
            )
        ranges = answer.payoff_ranges()
        first = played[0].ranges if played else ranges
        gains = (
            None
            if ranges is None or first is None
            else tuple((low - most, high - least) for (low, high), (least, most) in zip(ranges, first, strict=True))
        )
        played.append(Played(name, play, answer, ranges, gains))
    return tuple(played)


def _dominance_solvable(game: StrategicGame, played: tuple[Played, ...]) -> bool | None:
    if not any((entry.answer.form, entry.answer.concept) == ("simultaneous", "correlated") for entry in played):
        return None
    from gametheory.concepts import rationalizable

    return rationalizable.solve(game).solvable


def _path(tree: ExtensiveGame, node: int) -> str:
    """The moves that lead to a node, in names."""
    told = []
    for at, branch in tree.path(node):
        here = tree.nodes[at]
        if isinstance(here, Move):
            told.append(tree.information_sets[here.information_set].actions[branch])
        elif isinstance(here, Chance):
            told.append(here.events[branch])
    return "/".join(told)


def _interval(ends: Range) -> str:
    low, high = ends
    return str(low) if low == high else f"[{low}, {high}]"


def _written(value: object) -> object:
    """A rule's value as JSON-ready data."""
    if isinstance(value, Mapping):
        return {str(name): _written(entry) for name, entry in value.items()}
    if isinstance(value, tuple | list):
        return [_written(entry) for entry in value]
    return value if value is None or isinstance(value, bool | int) else str(value)
