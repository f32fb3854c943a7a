from __future__ import annotations

from fractions import Fraction
from math import factorial, prod
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.concepts import pure_nash
from gametheory.errors import InvalidParameter, NotAffine, NotApplicable, UnknownName
from gametheory.game import ParametricGame
from gametheory.outcome_polyhedra import outcome_polyhedra
from gametheory.parameters import MultiAffine, Parameter
from gametheory.regions import regions
from gametheory.solve import Play

F = Fraction
NAMES = ("p", "q", "r", "s", "t", "u")


def const(value: Fraction | int) -> MultiAffine:
    return MultiAffine.constant(value)


def entries(count: int, low: int = 0, high: int = 1) -> dict[str, Parameter]:
    return {name: Parameter(name, F(low + high, 2), F(low), F(high)) for name in NAMES[:count]}


def one_player(cells: list[MultiAffine], count: int, low: int = 0, high: int = 1) -> ParametricGame:
    names = tuple(f"a{index}" for index in range(len(cells)))
    return ParametricGame(("one",), (names,), (tuple(cells),), entries(count, low, high))


@st.composite
def games(draw: st.DrawFn, count: int) -> ParametricGame:
    shape = draw(st.tuples(st.integers(1, 3), st.integers(1, 2)))
    number = st.integers(-2, 2)

    def cell(numbers: list[int]) -> MultiAffine:
        return MultiAffine.sum(
            [const(numbers[0])]
            + [const(value) * MultiAffine.parameter(name) for name, value in zip(NAMES, numbers[1:], strict=False)]
        )

    size = prod(shape)
    cells = st.lists(number, min_size=count + 1, max_size=count + 1).map(cell)
    rows = draw(st.lists(st.lists(cells, min_size=size, max_size=size), min_size=2, max_size=2))
    actions = tuple(tuple(f"{side}{index}" for index in range(size)) for side, size in zip("ab", shape, strict=True))
    return ParametricGame(("row", "column"), actions, tuple(map(tuple, rows)), entries(count, -1, 1))


@pytest.mark.parametrize("dimensions", [1, 2, 3, 4])
def test_a_corner_of_the_box_has_the_volume_of_a_simplex(dimensions: int) -> None:
    total = MultiAffine.sum([MultiAffine.parameter(name) for name in NAMES[:dimensions]])
    found = outcome_polyhedra(one_player([const(1), total], dimensions), NAMES[:dimensions])
    below, above = found.outcomes
    assert below.share == F(1, factorial(dimensions))
    assert below.share + above.share == 1
    assert len(below.vertices or ()) == dimensions + 1
    assert len(above.vertices or ()) == 2**dimensions - 1
    assert [facet.slopes for facet in below.facets or ()] == [(-1,) * dimensions]


@settings(deadline=None, max_examples=40)
@given(
    games(3), st.lists(st.tuples(*[st.integers(-9, 9).map(lambda number: F(number, 9))] * 3), min_size=10, max_size=10)
)
def test_the_inequalities_are_the_equilibrium_conditions(
    game: ParametricGame, asked: list[tuple[Fraction, ...]]
) -> None:
    found = outcome_polyhedra(game, NAMES[:3])
    for outcome in found.outcomes:
        for point in [*asked, *(outcome.vertices or ())]:
            stable = {
                equilibrium.profile
                for equilibrium in pure_nash.solve(game.at(dict(zip(NAMES, point, strict=False)))).equilibria
            }
            held = all(inequality.at(point) >= 0 for inequality in outcome.inequalities)
            assert held == (outcome.profile in stable)
        assert all(
            all(inequality.at(vertex) >= 0 for inequality in outcome.inequalities) for vertex in outcome.vertices or ()
        )


@settings(deadline=None, max_examples=40)
@given(games(2))
def test_shares_in_two_dimensions_are_the_areas_of_the_map(game: ParametricGame) -> None:
    """A second way: the polyhedra's volumes against sums over the pieces of the plane."""
    drawn = regions(game, "p", "q", play=Play(concept="pure_nash"))
    assert drawn.exact
    for outcome in outcome_polyhedra(game, ["p", "q"]).outcomes:
        shares = [region.share.value for region in drawn.regions if outcome.profile in region.pattern.pure]
        assert outcome.share == sum(shares, F(0))


@settings(deadline=None, max_examples=10)
@given(games(3))
def test_volumes_in_three_dimensions_agree_with_draws(game: ParametricGame) -> None:
    import numpy as np

    draws = np.random.default_rng(5).uniform(-1, 1, (20_000, 3))
    for outcome in outcome_polyhedra(game, NAMES[:3]).outcomes:
        inside = np.ones(len(draws), dtype=bool)
        for found in outcome.inequalities:
            inside &= draws @ np.array([float(slope) for slope in found.slopes]) + float(found.constant) >= 0
        assert abs(float(outcome.share) - inside.mean()) < 0.03


def test_beyond_four_dimensions_shares_are_sampled_with_a_stated_error() -> None:
    total = MultiAffine.sum([MultiAffine.parameter(name) for name in NAMES[:5]])
    game = one_player([const(2), total], 5)
    found = outcome_polyhedra(game, NAMES[:5], samples=40_000, seed=3)
    # P(sum of five uniforms <= 2) by the Irwin-Hall distribution: (2^5 - 5) / 120.
    assert abs(found.outcomes[0].share - 27 / 120) <= found.outcomes[0].error < 0.01
    assert found.outcomes[0].vertices is None
    assert outcome_polyhedra(game, NAMES[:5], samples=40_000, seed=3) == found
    assert outcome_polyhedra(game, NAMES[:5], samples=40_000, seed=4) != found


def test_parameters_that_multiply_each_other_are_named_and_one_of_them_can_be_fixed() -> None:
    p, q = MultiAffine.parameter("p"), MultiAffine.parameter("q")
    game = one_player([p * q, const(F(1, 4))], 3)
    with pytest.raises(NotAffine, match="p and q multiply each other"):
        outcome_polyhedra(game, ["p", "r", "q"])
    assert outcome_polyhedra(game, ["p", "r"]).outcomes[0].share == F(1, 2)  # q stands at 1/2


def test_an_outcome_that_is_an_equilibrium_on_a_line_only_has_no_volume() -> None:
    p = MultiAffine.parameter("p")
    found = outcome_polyhedra(one_player([const(0), p, const(-1) * p], 2, -1, 1), ["p", "q"])
    assert found.outcomes[0].share == 0
    assert set(found.outcomes[0].vertices or ()) == {(0, -1), (0, 1)}
    assert found.outcomes[0].facets is None


def test_the_documents_of_polyhedra() -> None:
    found = outcome_polyhedra(one_player([MultiAffine.parameter("p"), const(F(1, 4))], 2), ["p", "q"])
    document = found.to_dict()
    assert [outcome["share"] for outcome in document["outcomes"]] == ["3/4", "1/4"]
    assert document["outcomes"][0]["facets"] == [
        {"player": "one", "against": "a1", "constant": "-1/4", "slopes": {"p": "1"}}
    ]
    frame = found.to_frame()
    assert list(frame["one"]) == ["a0", "a1"]
    assert list(frame["vertices"]) == [4, 4]
    assert "75%: a0" in str(found)


@pytest.mark.parametrize(
    ("names", "more", "error", "says"),
    [
        ([], {}, InvalidParameter, "at least one"),
        (["p", "p"], {}, InvalidParameter, "named twice"),
        (["x"], {}, UnknownName, "'x'"),
        (["p"], {"samples": 0}, InvalidParameter, "0 points"),
        (["p"], {"ranges": {"p": (1, 0)}}, InvalidParameter, "is empty"),
    ],
)
def test_bad_input_is_told(names: list[str], more: dict[str, Any], error: type[Exception], says: str) -> None:
    game = one_player([MultiAffine.parameter("p"), const(0)], 1)
    with pytest.raises(error, match=says):
        outcome_polyhedra(game, names, **more)
    with pytest.raises(NotApplicable):
        outcome_polyhedra(game.at(), ["p"])
