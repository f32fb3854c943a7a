from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from gametheory.concepts.pure_nash import solve
from gametheory.deviation import profitable_deviations
from gametheory.game import ParametricGame
from gametheory.parameters import MultiAffine, Parameter
from gametheory.solution import Equilibrium
from reports.stable_ranges import stable_ranges

quarters = st.integers(-4, 4).map(lambda number: Fraction(number, 4))
STEP = Fraction(1, 64)


@st.composite
def games(draw: st.DrawFn) -> ParametricGame:
    def cell() -> MultiAffine:
        terms = {
            frozenset[str](): draw(quarters),
            frozenset({"p"}): draw(quarters),
            frozenset({"p", "q"}): draw(quarters),
        }
        return MultiAffine({product: value for product, value in terms.items() if value})

    actions = (("a", "b"), ("c", "d", "e"))
    payoffs = tuple(tuple(cell() for _ in range(6)) for _ in range(2))
    one = Parameter("p", draw(quarters), Fraction(-1), Fraction(1))
    two = Parameter("q", draw(quarters), Fraction(-1), Fraction(1))
    return ParametricGame(("x", "y"), actions, payoffs, {"p": one, "q": two})


@given(games())
def test_within_a_range_the_outcome_is_stable_and_just_beyond_it_somebody_leaves(game: ParametricGame) -> None:
    stable = tuple(found.profile for found in solve(game.at()).equilibria if found.profile is not None)
    ranges = {(found.profile, found.parameter.name): found for found in stable_ranges(game, {}, stable)}
    for profile in stable:
        for name, parameter in game.parameters.items():
            found = ranges.get((profile, name))
            low = found.low if found and found.low is not None else parameter.low
            high = found.high if found and found.high is not None else parameter.high
            for value in (low, (low + high) / 2, high):
                assert movers(game, profile, name, value) == set()
            if found and found.low is not None and found.mover_below is not None:
                beyond = max(parameter.low, found.low - STEP)
                assert game.players[found.mover_below[0]] in movers(game, profile, name, beyond)
            if found and found.high is not None and found.mover_above is not None:
                beyond = min(parameter.high, found.high + STEP)
                assert game.players[found.mover_above[0]] in movers(game, profile, name, beyond)


def movers(game: ParametricGame, profile: tuple[int, ...], name: str, value: Fraction) -> set[str]:
    stage = game.at({name: value})
    return {found.player for found in profitable_deviations(stage, Equilibrium.pure_at(stage, profile).strategies)}


@given(games())
def test_the_nearest_change_comes_first(game: ParametricGame) -> None:
    stable = tuple(found.profile for found in solve(game.at()).equilibria if found.profile is not None)
    for profile in stable:
        distances = [found.distance for found in stable_ranges(game, {}, stable) if found.profile == profile]
        assert distances == sorted(distances)
