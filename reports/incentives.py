"""Why one player stays at a stable outcome: its payoff there and after its next best move, opened term by term."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gametheory.game import Profile, StrategicGame
from gametheory.parameters import Point
from payoffs.provenance import Cell, explain
from payoffs.scenario import Scenario
from reports.stable_ranges import moved

__all__ = ["Incentive", "incentive"]


@dataclass(frozen=True, slots=True)
class Incentive:
    """Why one player stays at a stable outcome: its payoff there opened beside that of its next best action.

    Attributes
    ----------
    profile : tuple of int
        The stable outcome.
    player, action : int
        Who might move, and to which of its actions.
    loss : Fraction
        What moving would cost it; zero where it is indifferent.
    here, there : Cell
        The player's payoff at the outcome and after the move, term by term.
    """

    profile: Profile
    player: int
    action: int
    loss: Fraction
    here: Cell
    there: Cell

    @property
    def differences(self) -> dict[str, Fraction]:
        """For each interest that tells the two apart, how much better staying serves it, the largest first."""
        by_interest: dict[str, Fraction] = {}
        for cell, sign in ((self.here, 1), (self.there, -1)):
            for term in cell.terms:
                by_interest[term.interest] = by_interest.get(term.interest, Fraction(0)) + sign * term.contribution
        told = ((name, value) for name, value in by_interest.items() if value)
        return dict(sorted(told, key=lambda entry: (-abs(entry[1]), entry[0])))


def incentive(
    scenario: Scenario, name: str, game: StrategicGame, profile: Profile, player: int, point: Point
) -> Incentive:
    """What keeps a player with a choice at an outcome: its payoff beside that of its next best action."""
    moves = {
        action: moved(profile, player, action) for action in range(game.shape[player]) if action != profile[player]
    }
    action = max(moves, key=lambda action: game.payoff(player, moves[action]))
    here, there = (_cell(scenario, name, cell, game.players[player], point) for cell in (profile, moves[action]))
    return Incentive(profile, player, action, here.value - there.value, here, there)


def _cell(scenario: Scenario, name: str, profile: Profile, player: str, point: Point) -> Cell:
    return next(cell for cell in explain(scenario, name, profile, point) if cell.player == player)
