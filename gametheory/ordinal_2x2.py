"""Strict ordinal 2x2 games: the class of a game in the taxonomy of 78 (or 144), from the definition.

Two players, two actions each, no ties: each player ranks the four outcomes 4 (best) to 1. There are 24 x 24 such games.
Relabelling the rows and the columns leaves 144 classes, and exchanging the players too leaves 78 (Rapoport and Guyer
1966, General Systems 11; Robinson and Goforth 2005, The Topology of the 2x2 Games).

Each class has one representative that can be read off the definition. Call a player's action *accommodating* if the
other's best outcome needs it, and *assertive* if not. A player then ranks four outcomes: R (both accommodate), T (it
asserts, the other accommodates), P (both assert) and S (it accommodates, the other asserts); its best is R or T, as the
other's accommodating action is named after it. So a player has one of 12 *kinds*, each named after the symmetric game
in which both players are of that kind, any two kinds make one class, and 12 x 12 = 144, of which 12 x 13 / 2 = 78 are
left when the players are exchanged (Bruns 2015, Games 6, 495-520, names games by their two kinds in this way).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gametheory.errors import NotApplicable
from gametheory.game import StrategicGame

__all__ = ["KINDS", "Kind", "OrdinalClass", "ordinal_class", "ranks"]


@dataclass(frozen=True, slots=True)
class Kind:
    """How a player ranks the four outcomes.

    Attributes
    ----------
    name : str
        The symmetric game of two such players.
    order : str
        The outcomes from best to worst, in the letters R, T, P, S.
    """

    name: str
    order: str

    @property
    def accommodating(self) -> bool:
        """Whether the player's best outcome is that both accommodate."""
        return self.order[0] == "R"


# Each follows from the one before by exchanging two neighbouring ranks, 1 with 2 and 2 with 3 in turn.
KINDS = (
    Kind("prisoners_dilemma", "TRPS"),
    Kind("chicken", "TRSP"),
    Kind("leader", "TSRP"),
    Kind("hero", "TSPR"),
    Kind("compromise", "TPSR"),
    Kind("deadlock", "TPRS"),
    Kind("stag_hunt", "RTPS"),
    Kind("concord", "RTSP"),
    Kind("harmony", "RSTP"),
    Kind("peace", "RSPT"),
    Kind("coordination", "RPST"),
    Kind("assurance", "RPTS"),
)
"""The twelve kinds: those whose best is T, then those whose best is R."""

_BY_ORDER = {kind.order: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class OrdinalClass:
    """The class of a strict ordinal 2x2 game.

    Attributes
    ----------
    kinds : tuple of Kind
        The kind of each player, in the game's order of players: together the class among the 144.
    accommodating : tuple of str
        Each player's accommodating action.
    """

    kinds: tuple[Kind, Kind]
    accommodating: tuple[str, str]

    @property
    def unordered(self) -> tuple[Kind, Kind]:
        """The two kinds in the order of `KINDS`: the class among the 78."""
        first, second = sorted(self.kinds, key=KINDS.index)
        return first, second

    @property
    def symmetric(self) -> bool:
        """Whether both players are of one kind; the game then bears that kind's name."""
        return self.kinds[0] == self.kinds[1]

    @property
    def name(self) -> str:
        """The name of a symmetric game, or the names of both kinds with a plus between them."""
        return self.kinds[0].name if self.symmetric else "+".join(kind.name for kind in self.unordered)

    @property
    def no_conflict(self) -> bool:
        """Whether one outcome is the best for both: so in 21 of the 78 classes."""
        return self.kinds[0].accommodating and self.kinds[1].accommodating


def ranks(game: StrategicGame) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """For each player the rank of each profile, 4 for the best, in the order of `game.profiles()`.

    Raises
    ------
    NotApplicable
        If the game is not 2x2, or a player is indifferent between two outcomes.
    """
    if game.shape != (2, 2):
        raise NotApplicable(
            f"the taxonomy of 2x2 games takes two players with two actions each; this game is "
            f"{'x'.join(map(str, game.shape))}"
        )
    for player, values in zip(game.players, game.payoffs, strict=True):
        if len(set(values)) < 4:
            raise NotApplicable(
                f"the taxonomy of strict 2x2 games takes no ties; {player!r} is indifferent between two outcomes"
            )
    first, second = (_rank(values) for values in game.payoffs)
    return first, second


def ordinal_class(game: StrategicGame) -> OrdinalClass:
    """The class of a 2x2 game without ties.

    Raises
    ------
    NotApplicable
        If the game is not 2x2, or has ties.
    """
    rows, columns = ranks(game)
    best_column, best_row = rows.index(4) % 2, columns.index(4) // 2  # where the other's best outcome is

    def kind(values: tuple[int, ...], *, first: bool) -> Kind:
        outcomes = {}
        for letter, own_accommodates, other_accommodates in _OUTCOMES:
            row = best_row if (own_accommodates if first else other_accommodates) else 1 - best_row
            column = best_column if (other_accommodates if first else own_accommodates) else 1 - best_column
            outcomes[letter] = values[2 * row + column]
        return _BY_ORDER["".join(sorted(outcomes, key=lambda letter: -outcomes[letter]))]

    return OrdinalClass(
        (kind(rows, first=True), kind(columns, first=False)),
        (game.actions[0][best_row], game.actions[1][best_column]),
    )


_OUTCOMES = (("R", True, True), ("T", False, True), ("P", False, False), ("S", True, False))


def _rank(values: tuple[Fraction, ...]) -> tuple[int, ...]:
    ordered = sorted(values)
    return tuple(ordered.index(value) + 1 for value in values)
