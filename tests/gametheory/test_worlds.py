"""Worlds: even over what the margins leave, exact, the same for equal seeds, and drawn anew one parameter at a time."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import worlds as module
from gametheory.errors import NotAffine, NoWorlds, UnknownName
from gametheory.parameters import MultiAffine
from gametheory.worlds import CELLS, Points, draw_worlds
from tests.threshold_games import chooser, expression

GAME = chooser({"p": 1})
ALL: dict[str, None] = dict.fromkeys(GAME.parameters)
COEFFICIENTS = st.integers(-3, 3)


def values(margin: MultiAffine, points: Points) -> list[Fraction]:
    return [
        margin.at({name: Fraction(value, points.denominator) for name, value in zip(points.names, column, strict=True)})
        for column in points.numerators.T.tolist()
    ]


def cdf_distance(sample: Any, cdf: Any) -> float:
    """Kolmogorov's distance between a sample and a distribution."""
    ordered = np.sort(sample)
    steps = np.arange(len(ordered) + 1) / len(ordered)
    expected = cdf(ordered)
    return float(max(np.abs(steps[1:] - expected).max(), np.abs(steps[:-1] - expected).max()))


CLOSE = 1.95 / np.sqrt(4096)  # Kolmogorov's critical value at one in a thousand


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(COEFFICIENTS, COEFFICIENTS, COEFFICIENTS), max_size=3))
def test_every_world_meets_every_margin_and_so_does_one_drawn_anew(rows: list[tuple[int, int, int]]) -> None:
    margins = [expression({"p": p, "q": q, "": c}) for p, q, c in rows]
    try:
        worlds = draw_worlds(GAME, ALL, 40, margins=margins)
    except NoWorlds:
        return
    for points in (worlds.points, *map(worlds.anew, range(3))):
        assert all(value >= 0 for margin in margins for value in values(margin, points))
        assert ((points.numerators >= 0) & (points.numerators <= points.denominator)).all()
    for row in range(3):
        changed = worlds.anew(row).numerators != worlds.points.numerators
        assert not np.delete(changed, row, axis=0).any()
    assert sorted(row for group in worlds.groups for row in group) == [0, 1, 2]
    assert (2,) in worlds.groups, "no margin names r"


def test_free_parameters_are_uniform_and_independent() -> None:
    worlds = draw_worlds(GAME, {"p": ("1/4", "3/4"), "q": None}, 4096)
    p, q = worlds.points.values()
    assert worlds.names == ("p", "q")
    assert cdf_distance(p, lambda x: 2 * x - 0.5) < CLOSE
    assert cdf_distance(q, lambda x: x) < CLOSE
    assert abs(np.corrcoef(p, q)[0, 1]) < 4 / 64
    assert worlds.groups == ((0,), (1,))
    assert worlds.mean(0) == Fraction(1, 2)
    assert not worlds.walked


@pytest.mark.parametrize("candidates", [module._MOST_CANDIDATES, 400])
def test_a_triangle_is_filled_evenly_by_rejection_and_by_a_walk(
    candidates: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where p + q <= 1/2, p / (1/2) has the distribution function 1 - (1 - x)**2."""
    monkeypatch.setattr(module, "_MOST_CANDIDATES", candidates)
    monkeypatch.setattr(module, "_BLOCK", min(candidates, module._BLOCK))
    margin = expression({"": Fraction(1, 2), "p": -1, "q": -1})
    monkeypatch.setattr(module, "_accepted", module._accepted if candidates > 400 else few_accepted(module._accepted))
    worlds = draw_worlds(GAME, ALL, 4096, margins=[margin])
    assert worlds.walked == (candidates == 400)
    assert worlds.groups == ((0, 1), (2,))
    for own in worlds.points.values()[:2]:
        assert cdf_distance(2 * own, lambda x: 1 - (1 - x) ** 2) < CLOSE
    again = worlds.anew(0).values()
    room = 0.5 - again[1]
    assert cdf_distance(again[0] / room, lambda x: x) < CLOSE
    assert cdf_distance(2 * again[0], lambda x: 1 - (1 - x) ** 2) < CLOSE, "drawing anew leaves the worlds even"
    assert abs(worlds.mean(0) - Fraction(1, 6)) < Fraction(1, 50)
    assert worlds.mean(2) == Fraction(1, 2)


def few_accepted(accepted: Any) -> Any:
    """As `accepted`, but for giving up after some ten."""
    return lambda names, group, samples, *rest: (
        accepted(names, group, min(samples, 10), *rest) if len(group) > 1 else accepted(names, group, samples, *rest)
    )


def test_equal_seeds_give_equal_worlds_and_longer_samples_begin_alike() -> None:
    margin = [expression({"p": 1, "q": -1})]
    one, two, other = (
        draw_worlds(GAME, ALL, samples, margins=margin, seed=seed) for samples, seed in ((50, 1), (80, 1), (50, 2))
    )
    assert (one.cells == two.cells[:, :50]).all()
    assert (one.anew(1).numerators == two.anew(1).numerators[:, :50]).all()
    assert (one.cells != other.cells).any()


def test_points_stand_at_midpoints_of_cells_also_where_numbers_are_long() -> None:
    low, high = Fraction(1, 3**50), Fraction(1, 3**49)
    worlds = draw_worlds(GAME, {"p": (low, high)}, 32)
    assert worlds.points.numerators.dtype == object
    for cell, value in zip(worlds.cells[0].tolist(), worlds.points.numerators[0].tolist(), strict=True):
        exact = Fraction(value, worlds.points.denominator)
        assert exact == (worlds.value(0, cell) + worlds.value(0, cell + 1)) / 2
    assert worlds.value(0, 0) == low
    assert worlds.value(0, CELLS) == high
    long = draw_worlds(
        GAME, {"p": (low, high)}, 32, margins=[expression({"p": 3**60, "": -2 * 3**10 - Fraction(1, 10**30)})]
    )
    assert long.slopes.dtype == object
    assert all(value >= 2 * Fraction(3**10, 3**60) for value in values(expression({"p": 1}), long.points))


def test_slopes_of_very_different_sizes_bound_no_cell_wrongly() -> None:
    hardly = Fraction(1, 10**40)
    worlds = draw_worlds(GAME, ALL, 64, margins=[expression({"p": 1, "q": hardly, "": Fraction(-1, 2)})])
    assert worlds.groups == ((0, 1), (2,))
    for points in (worlds.points, worlds.anew(0), worlds.anew(1)):
        p, q, _ = points.values()
        assert p.min() > 0.5
        assert q.min() < 0.2
        assert q.max() > 0.8


def test_margins_that_always_hold_tie_nothing() -> None:
    assert draw_worlds(GAME, ALL, 32, margins=[expression({"p": 1, "q": 1})]).groups == ((0,), (1,), (2,))
    tied = draw_worlds(GAME, ALL, 32, margins=[expression({"p": 1, "q": -1}), expression({"q": 1, "r": -1})])
    assert tied.groups == ((0, 1, 2),)


def test_what_stands_still_counts_at_its_default() -> None:
    worlds = draw_worlds(GAME.moved({"q": "1/4"}), {"p": None}, 200, margins=[expression({"p": 1, "q": -1})])
    assert all(value >= Fraction(1, 4) for value in values(expression({"p": 1}), worlds.points))


@pytest.mark.parametrize(
    ("margin", "error", "says"),
    [
        ({"p q": 1, "": -1}, NotAffine, "p and q multiply each other"),
        ({"p": 1, "": -2}, NoWorlds, "no world in these ranges agrees with"),
        ({"z": 1}, UnknownName, "no parameter is named 'z'"),
    ],
)
def test_margins_that_cannot_be(margin: dict[str, int], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        draw_worlds(GAME, ALL, 32, margins=[expression(margin)])


def test_margins_that_leave_next_to_no_room() -> None:
    squeezed = [expression({"p": 1, "q": -1}), expression({"p": -1, "q": 1, "": Fraction(-1, 10**9)})]
    with pytest.raises(NoWorlds, match="agrees with all the comparisons of p, q"):
        draw_worlds(GAME, ALL, 32, margins=squeezed)
