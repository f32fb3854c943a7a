"""Games of incomplete information: types drawn by chance, each player told its own, and payoffs that depend on all.

A *Bayesian game* has for each player a set of types, a common prior over type profiles, and for each type profile a
stage game with the same players and actions (Harsanyi 1967, Management Science 14). It is played at once, or in an
order in which everyone sees the actions before its own and nobody else's type; with two players, of whom only the first
has types, the latter is a *signalling game*. Either way it is a tree in which chance moves first, and each player moves
once: its information sets are pairs of a type and of the actions seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from gametheory.errors import InvalidGame
from gametheory.game import Profile, StrategicGame, check_distinct
from gametheory.tree import LARGEST_TREE, ExtensiveGame
from gametheory.tree_nodes import Chance, InformationSet, Move, Node, Terminal
from gametheory.tree_structure import check_size

if TYPE_CHECKING:
    from gametheory.plans import PlanGame

__all__ = ["BayesianGame", "Known", "TypeProfile", "TypedTree"]

TypeProfile = tuple[int, ...]
"""One type index a player."""

Known = tuple[int, int, Profile]
"""What a mover is and knows: its player index, its type index, and the actions of those who moved before it."""


@dataclass(frozen=True, slots=True)
class BayesianGame:
    """A finite game with types and a common prior.

    Attributes
    ----------
    types : tuple of tuple of str
        The types of each player, at least one. A player about whom nothing is uncertain has one type.
    prior : tuple of Fraction
        The probability of each type profile, in row-major order: the last player's type varies fastest.
    stages : tuple of StrategicGame
        What is at stake at each type profile, in the same order; players and actions are the same in all.

    Raises
    ------
    InvalidGame
        If these do not fit together, or the prior is no probability distribution.
    """

    types: tuple[tuple[str, ...], ...]
    prior: tuple[Fraction, ...]
    stages: tuple[StrategicGame, ...]

    def __post_init__(self) -> None:
        size = prod(map(len, self.types))
        if not self.stages or len(self.stages) != size or len(self.prior) != size:
            raise InvalidGame(
                f"{size} type profiles need a probability and a stage game each; "
                f"there are {len(self.prior)} and {len(self.stages)}"
            )
        first = self.stages[0]
        if len(self.types) != len(first.players):
            raise InvalidGame(f"{len(first.players)} players, but the types of {len(self.types)}")
        if any((stage.players, stage.actions) != (first.players, first.actions) for stage in self.stages):
            raise InvalidGame("the players and their actions must be the same at every type profile")
        for player, names in zip(first.players, self.types, strict=True):
            check_distinct(names, f"the types of {player!r}")
        if min(self.prior) < 0 or sum(self.prior) != 1:
            raise InvalidGame(f"the prior must be probabilities that sum to one; it sums to {sum(self.prior)}")

    @property
    def players(self) -> tuple[str, ...]:
        """Who plays."""
        return self.stages[0].players

    @property
    def actions(self) -> tuple[tuple[str, ...], ...]:
        """What each player can do, whatever its type."""
        return self.stages[0].actions

    def type_profiles(self) -> Iterator[TypeProfile]:
        """Every type profile, in the order of the prior."""
        return product(*(range(len(names)) for names in self.types))

    def position(self, types: TypeProfile) -> int:
        """Where a type profile stands in the prior."""
        position = 0
        for own, names in zip(types, self.types, strict=True):
            position = position * len(names) + own
        return position

    def marginal(self, player: int) -> tuple[Fraction, ...]:
        """The probability of each type of a player."""
        totals = [Fraction(0)] * len(self.types[player])
        for types, chance in zip(self.type_profiles(), self.prior, strict=True):
            totals[types[player]] += chance
        return tuple(totals)

    @property
    def independent(self) -> bool:
        """Whether nobody's type says anything of another's."""
        marginals = [self.marginal(player) for player in range(len(self.players))]
        return all(
            chance == prod((own[index] for own, index in zip(marginals, types, strict=True)), start=Fraction(1))
            for types, chance in zip(self.type_profiles(), self.prior, strict=True)
        )

    def tree(self, order: Sequence[int] = ()) -> TypedTree:
        """The game as a tree in which chance draws the types; all at once, or in an order of moves.

        Raises
        ------
        TooLarge
            If the tree would be too large to hold.
        """
        return _tree(self, tuple(order))

    def strategic_form(self) -> PlanGame:
        """The game in which everyone plans an action for each of its types, and gets what it expects beforehand.

        Raises
        ------
        TooLarge
            If there are too many plans.
        """
        return self.tree().strategic_form()


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedTree(ExtensiveGame):
    """A Bayesian game as a tree.

    Attributes
    ----------
    bayesian : BayesianGame
        The game that is played.
    order : tuple of int
        The players from the first mover to the last, each seeing the actions before its own; empty where all move at
        once.
    known : tuple of (int, int, tuple of int)
        What is known at each information set. Types of probability zero have none.
    number_of : mapping from (int, int, tuple of int) to int
        The information set at which that is known.
    """

    bayesian: BayesianGame
    order: tuple[int, ...]
    known: tuple[Known, ...]
    number_of: Mapping[Known, int]

    @property
    def movers(self) -> tuple[int, ...]:
        """The players in the order in which the tree has them move, seen or not."""
        return self.order or tuple(range(len(self.players)))

    def seen(self, done: Profile) -> Profile:
        """What the next mover sees of the actions before its own."""
        return done if self.order else ()

    def uncertain(self, player: int) -> bool:
        """Whether the others do not know the player's type."""
        return sum(chance > 0 for chance in self.bayesian.marginal(player)) > 1

    def stage_profile(self, done: Profile) -> Profile:
        """The actions of all, in the order of moves, as a profile of the stage game."""
        at = dict(zip(self.movers, done, strict=True))
        return tuple(at[player] for player in range(len(self.players)))


def _tree(game: BayesianGame, order: tuple[int, ...]) -> TypedTree:
    movers = order or tuple(range(len(game.players)))
    shape = [len(game.actions[player]) for player in movers]
    drawn = [(types, chance) for types, chance in zip(game.type_profiles(), game.prior, strict=True) if chance]
    check_size(1 + len(drawn) * sum(prod(shape[:place]) for place in range(len(shape) + 1)), LARGEST_TREE)
    number_of: dict[Known, int] = {}
    entries: list[InformationSet] = []
    nodes: list[Node] = []
    if len(drawn) > 1:
        nodes.append(Chance(tuple(_event(game, types) for types, _ in drawn), tuple(chance for _, chance in drawn)))
    for types, _ in drawn:
        stage = game.stages[game.position(types)]
        ahead: list[Profile] = [()]
        while ahead:
            done = ahead.pop()
            if len(done) == len(movers):
                at = dict(zip(movers, done, strict=True))
                profile = tuple(at[player] for player in range(len(movers)))
                payoffs = tuple(stage.payoff(player, profile) for player in range(len(movers)))
                nodes.append(Terminal(payoffs, profile))
                continue
            player = movers[len(done)]
            seen = done if order else ()
            known = (player, types[player], seen)
            number = number_of.setdefault(known, len(entries))
            if number == len(entries):
                names = [game.actions[source][action] for source, action in zip(movers, seen, strict=False)]
                if len(game.types[player]) > 1:
                    names.insert(0, game.types[player][types[player]])
                entries.append(InformationSet("/".join(names), player, game.actions[player]))
            nodes.append(Move(number))
            ahead += [(*done, action) for action in reversed(range(len(game.actions[player])))]
    return TypedTree(
        players=game.players,
        information_sets=tuple(entries),
        nodes=tuple(nodes),
        bayesian=game,
        order=order,
        known=tuple(number_of),
        number_of=number_of,
    )


def _event(game: BayesianGame, types: TypeProfile) -> str:
    return "/".join(names[own] for names, own in zip(game.types, types, strict=True) if len(names) > 1)
