from __future__ import annotations

from fractions import Fraction
from math import log, prod
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.concepts import nash, pure_nash
from gametheory.equilibrium_pattern import Pattern, pattern_of
from gametheory.errors import InvalidParameter, NotApplicable, UnknownName
from gametheory.flip_points import flip_points
from gametheory.game import ParametricGame
from gametheory.parameters import MultiAffine, Parameter
from gametheory.plane_projection import Rectangle
from gametheory.region_map import RegionMap
from gametheory.regions import regions
from gametheory.solve import Play

F = Fraction
P, Q = MultiAffine.parameter("p"), MultiAffine.parameter("q")


def const(value: Fraction | int) -> MultiAffine:
    return MultiAffine.constant(value)


def game_of(payoffs: list[list[MultiAffine]], shape: tuple[int, ...]) -> ParametricGame:
    actions = tuple(tuple(f"{'abc'[player]}{index}" for index in range(size)) for player, size in enumerate(shape))
    entries = {name: Parameter(name, F(1, 3), F(0), F(1)) for name in ("p", "q")}
    return ParametricGame(("row", "column", "third")[: len(shape)], actions, tuple(map(tuple, payoffs)), entries)


@st.composite
def games(draw: st.DrawFn, shapes: st.SearchStrategy[tuple[int, ...]], products: bool) -> ParametricGame:
    shape = draw(shapes)
    number = st.integers(-2, 2)
    often_zero = st.sampled_from([0, 0, 0, 1, -1, 2])

    def cell(four: tuple[int, int, int, int]) -> MultiAffine:
        constant, of_p, of_q, of_both = four
        both = const(of_both) * P * Q if products else const(0)
        return const(constant) + const(of_p) * P + const(of_q) * Q + both

    cells = st.tuples(number, often_zero, often_zero, often_zero).map(cell)
    size = prod(shape)
    row = st.lists(cells, min_size=size, max_size=size)
    return game_of(draw(st.lists(row, min_size=len(shape), max_size=len(shape))), shape)


small = st.tuples(st.integers(1, 3), st.integers(1, 2))
points = st.tuples(*[st.integers(0, 60).map(lambda number: F(number, 60))] * 2)


def check(game: ParametricGame, found: RegionMap, solver: Any, asked: list[tuple[Fraction, Fraction]]) -> None:
    """The exact answer at points of the map, at a point of each piece; the pieces fill the rectangle."""
    for x, y in asked:
        piece = found.piece_at(x, y)
        if piece is not None:
            assert piece.pattern == pattern_of(solver(game.at({"p": x, "q": y})))
    for piece in found.pieces:
        assert found.piece_at(*piece.sample) == piece
    total = sum(float(region.share.value) for region in found.regions)
    assert total == pytest.approx(1, abs=1e-6)
    if found.exact:
        assert sum(region.share.value for region in found.regions) == 1


@settings(deadline=None, max_examples=40)
@given(games(small, products=False), st.lists(points, min_size=20, max_size=20))
def test_all_equilibria_between_curves(game: ParametricGame, asked: list[tuple[Fraction, Fraction]]) -> None:
    check(game, regions(game, "p", "q"), nash.solve, asked)


@settings(deadline=None, max_examples=40)
@given(games(st.one_of(small, st.just((2, 2, 2))), products=True), st.lists(points, min_size=20, max_size=20))
def test_pure_equilibria_where_parameters_multiply(
    game: ParametricGame, asked: list[tuple[Fraction, Fraction]]
) -> None:
    check(game, regions(game, "p", "q", play=Play(concept="pure_nash")), pure_nash.solve, asked)


@settings(deadline=None, max_examples=20)
@given(games(small, products=True), st.integers(1, 59).map(lambda number: F(number, 60)))
def test_every_upright_cut_of_the_map_is_a_line_of_flip_points(game: ParametricGame, x: Fraction) -> None:
    """The borders that the map has above x are the flip points of the other parameter there."""
    found = regions(game, "p", "q")
    above = [piece for piece in found.pieces if piece.left < x < piece.right]
    if above:
        line = flip_points(game, "q", at={"p": x})
        inner = [flip for flip in line.flips if 0 < flip.value < 1]
        assert [piece.pattern for piece in above] == [cell.pattern for cell in line.cells]
        assert len(above) == len(inner) + 1


def threshold() -> ParametricGame:
    """One player who acts where p + 2 q > 1."""
    return game_of([[P + const(2) * Q, const(1)]], (2,))


def test_a_straight_border_has_exact_areas_and_corners() -> None:
    found = regions(threshold(), "p", "q")
    acts, waits = (Pattern.isolated([((action,),)]) for action in (0, 1))
    areas = {region.pattern: region.area.value for region in found.regions}
    assert areas == {acts: F(3, 4), waits: F(1, 4)}
    assert found.exact
    assert found.now == Pattern.grouped([[[((0,),), ((1,),)]]])  # p = q = 1/3 lies on the border
    (piece,) = [piece for piece in found.pieces if piece.pattern == waits]
    assert set(piece.corners(found.rectangle) or ()) == {(0, 0), (1, 0), (0, F(1, 2))}
    assert piece.upper is not None
    assert piece.upper.text("p", "q") in ("p + 2*q - 1 = 0", "2*q + p - 1 = 0")


def test_a_hyperbola_has_the_area_that_calculus_gives() -> None:
    # A player who acts where p q > 1/4: between q = 1/(4p) and 1, an area of 3/4 - ln(4)/4.
    found = regions(game_of([[const(4) * P * Q, const(1)]], (2,)), "p", "q")
    share = {region.pattern.pure[0]: region.share for region in found.regions}[0,]
    assert not found.exact
    assert share.value == pytest.approx(0.75 - log(4) / 4, abs=1e-9)
    assert share.error < 1e-6


def test_curves_of_mixed_equilibria_are_measured_as_counting_points_does() -> None:
    # Row mixes so that column's c0 and c1 tie; whether c2 then pays more is the sign of a polynomial of degree two.
    row = [const(0), const(1), const(0), const(1), const(0), const(0)]
    column = [P, const(0), const(1) - P, const(0), Q, const(1) - P]
    found = regions(game_of([row, column], (2, 3)), "p", "q")
    for region in found.regions:
        count = 60
        hits = 0
        for i in range(count):
            for j in range(count):
                piece = found.piece_at(F(2 * i + 1, 2 * count), F(2 * j + 1, 2 * count))
                hits += piece is not None and piece.pattern == region.pattern
        assert hits / count**2 == pytest.approx(float(region.share.value), abs=0.02)


def test_the_documents_of_a_map() -> None:
    found = regions(threshold(), "p", "q", ranges={"p": ("0", "1/2"), "q": (0, "1/3")})
    assert found.rectangle == Rectangle(F(0), F(1, 2), F(0), F(1, 3))
    document = found.to_dict()
    assert document["exact"] is True
    assert sum(F(region["share"]) for region in document["regions"]) == 1
    frame = found.to_frame()
    assert frame["share"].sum() == pytest.approx(1)
    assert list(frame["area_exact"].map(F)) == [region.area.value for region in found.regions]
    assert str(found).count("\n") == len(found.regions)


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        (("p", "p"), InvalidParameter, "both are p"),
        (("p", "r"), UnknownName, "'r'"),
        (("p", "q", {"p": (1, 0)}), InvalidParameter, "is empty"),
        (("p", "q", {"p": (0, 2)}), InvalidParameter, "leaves the parameter's own"),
        (("p", "q", {"s": (0, 1)}), UnknownName, "'s'"),
    ],
)
def test_bad_input_is_told(arguments: tuple[Any, ...], error: type[Exception], says: str) -> None:
    first, second, *rest = arguments
    with pytest.raises(error, match=says):
        regions(threshold(), first, second, ranges=rest[0] if rest else None)


def test_a_game_without_parameters_has_no_map() -> None:
    with pytest.raises(NotApplicable, match="no parameters"):
        regions(threshold().at(), "p", "q")
