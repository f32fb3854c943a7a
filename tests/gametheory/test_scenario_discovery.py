"""Where an outcome holds: half-spaces held to exact polyhedra, boxes where there is one and where there is none."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gametheory.deviation import profitable_deviations
from gametheory.game import ParametricGame, Profile
from gametheory.outcome_polyhedra import outcome_polyhedra
from gametheory.parameters import MultiAffine, Parameter
from gametheory.scenario_discovery import Box, discover
from gametheory.solution import Equilibrium
from gametheory.worlds import Worlds, draw_worlds
from tests.parametric_games import parametric_games
from tests.threshold_games import chooser, expression

GO = (0, 0)


def drawn_worlds(game: ParametricGame, samples: int = 4096) -> Worlds:
    return draw_worlds(game, dict.fromkeys(game.parameters), samples)


def both(first: dict[str, int | Fraction], second: dict[str, int | Fraction]) -> ParametricGame:
    """(go, go) is an equilibrium where both expressions are not negative."""
    nothing = MultiAffine.constant(0)
    parameters = {name: Parameter(name, Fraction(1, 2), Fraction(0), Fraction(1)) for name in "pqr"}
    one, two = expression(first), expression(second)
    return ParametricGame(
        ("one", "two"),
        (("go", "stay"), ("go", "stay")),
        ((one, nothing, nothing, nothing), (two, nothing, nothing, nothing)),
        parameters,
    )


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parametric_games(st.integers(2, 3), products=True))
def test_margins_say_in_which_worlds_an_outcome_holds(drawn: tuple[ParametricGame, Profile]) -> None:
    game, profile = drawn
    worlds = drawn_worlds(game, 40)
    found = discover(game, worlds, profile)
    fails = {(half.player, half.action): 0 for half in found.half_spaces}
    alone, stable = dict(fails), 0
    for column in worlds.points.numerators.T.tolist():
        point = {n: Fraction(v, worlds.points.denominator) for n, v in zip(worlds.names, column, strict=True)}
        stage = game.at(point)
        failing = [half for half in found.half_spaces if half.margin.at(point) < 0]
        gains = profitable_deviations(stage, Equilibrium.pure_at(stage, profile).strategies)
        assert bool(gains) == bool(failing)
        assert all((half.margin.at(point) < 0) == (half.whole.at(point) < 0) for half in found.half_spaces)
        stable += not failing
        for half in failing:
            fails[half.player, half.action] += 1
            alone[half.player, half.action] += len(failing) == 1
    assert found.share == stable / 40
    for half in found.half_spaces:
        assert half.fails * 40 == pytest.approx(fails[half.player, half.action])
        assert half.alone * 40 == pytest.approx(alone[half.player, half.action])
        assert half.fails > 0
        assert all(value.denominator == 1 for value in half.whole.terms.values())


def test_half_spaces_are_the_facets_of_the_polyhedron() -> None:
    game = both({"p": 2, "q": -1}, {"r": 3, "": -1})
    found = discover(game, drawn_worlds(game), GO)
    (polyhedron,) = (one for one in outcome_polyhedra(game, "pqr").outcomes if one.profile == GO)
    assert polyhedron.facets is not None
    assert {(game.players.index(half.player), str(half.whole)) for half in found.half_spaces} == {
        (0, "2*p - q"),
        (1, "-1 + 3*r"),
    }
    assert {facet.player for facet in polyhedron.facets} == {0, 1}
    assert abs(found.share - float(polyhedron.share)) < 0.03


def box_of(game: ParametricGame, profile: Profile = GO) -> Box:
    box = discover(game, drawn_worlds(game), profile).box
    assert box is not None
    return box


def test_a_box_is_found_where_the_outcome_is_one() -> None:
    box = box_of(both({"p": 1, "": Fraction(-3, 5)}, {"r": -1, "": Fraction(1, 2)}))
    assert [side.parameter for side in sorted(box.sides, key=lambda side: side.parameter)] == ["p", "r"]
    sides = {side.parameter: side for side in box.sides}
    assert abs(sides["p"].low - Fraction(3, 5)) < Fraction(1, 20)
    assert sides["p"].high == 1
    assert sides["r"].low == 0
    assert abs(sides["r"].high - Fraction(1, 2)) < Fraction(1, 20)
    assert box.fits
    assert box.coverage.value > 0.9
    assert box.density.value > 0.9
    assert sides["p"].density_without == pytest.approx(0.4, abs=0.06)


def test_no_box_fits_a_thin_diagonal() -> None:
    box = box_of(both({"p": 1, "q": -1, "": Fraction(1, 20)}, {"p": -1, "q": 1, "": Fraction(1, 20)}))
    assert not box.fits
    assert box.density.value < 0.5


def test_an_outcome_that_nothing_moves_has_no_side() -> None:
    """Both margins hang on the same parameter, so that no range of the others does any good."""
    box = box_of(both({"p": 1, "": Fraction(-1, 2)}, {"": 1}))
    assert [side.parameter for side in box.sides] == ["p"]


def test_coverage_and_density_are_those_of_worlds_that_the_search_did_not_see() -> None:
    game = both({"p q": 4, "": -1}, {"": 1})
    worlds = drawn_worlds(game)
    found = discover(game, worlds, GO)
    box = found.box
    assert box is not None
    points = worlds.points.values()
    held = points[:, 1::2]
    stable = 4 * held[0] * held[1] >= 1
    inside = np.ones(held.shape[1], dtype=bool)
    for side in box.sides:
        row = held[worlds.names.index(side.parameter)]
        inside &= (row >= float(side.low)) & (row <= float(side.high))
    assert box.coverage.value == pytest.approx((inside & stable).sum() / stable.sum())
    assert box.density.value == pytest.approx((inside & stable).sum() / inside.sum())
    assert box.mass == pytest.approx(inside.mean())
    assert box.coverage.low <= box.coverage.value <= box.coverage.high


@pytest.mark.parametrize(
    ("gain", "half_spaces"), [({"": 1}, 0), ({"": -1}, 1), ({"p": 1, "": Fraction(-999, 1000)}, 1)]
)
def test_always_never_and_hardly_ever_have_no_box(gain: dict[str, int | Fraction], half_spaces: int) -> None:
    game = chooser(gain)
    found = discover(game, drawn_worlds(game, 512), GO)
    assert found.box is None
    assert len(found.half_spaces) == half_spaces
