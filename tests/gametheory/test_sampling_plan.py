from __future__ import annotations

import pickle
from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import qmc

from gametheory.errors import DetenteError, InvalidNumber, InvalidParameter, TooLarge, UnknownName
from gametheory.game import ParametricGame
from gametheory.parameters import MultiAffine, Parameter
from gametheory.sampling_plan import METHODS, MOST_WORLDS, BoundPlan, Grid, PointsFile, Sample, SamplingPlan, _permuted

PARAMETERS = {
    name: Parameter(name, Fraction(0), Fraction(low), Fraction(high))
    for name, low, high in (("first", -1, 3), ("second_one", 0, 1), ("third", -5, 5))
}
GAME = ParametricGame(("a",), (("x",),), ((MultiAffine.parameter("first"),),), PARAMETERS)
BOX: dict[str, tuple[object, object] | None] = {"first": ("-1/3", "2.5"), "second_one": None, "third": (-5, 5)}


def values(plan: BoundPlan, start: int, stop: int) -> list[list[Fraction]]:
    points, denominator = plan.points(start, stop)
    return [[Fraction(int(value), denominator) for value in row] for row in points.tolist()]


@pytest.mark.parametrize("method", METHODS)
@given(samples=st.integers(1, 300), data=st.data())
@settings(max_examples=40, deadline=None)
def test_any_stretch_is_the_same_alone(method: str, samples: int, data: st.DataObject) -> None:
    plan = Sample(BOX, samples, method, seed=3).bind(GAME)
    start = data.draw(st.integers(0, samples - 1))
    stop = data.draw(st.integers(start + 1, samples))
    whole = values(plan, 0, samples)
    assert values(pickle.loads(pickle.dumps(plan)), start, stop) == [row[start:stop] for row in whole]
    ends = [(Fraction(-1, 3), Fraction(5, 2)), (Fraction(0), Fraction(1)), (Fraction(-5), Fraction(5))]
    for row, (low, high) in zip(whole, ends, strict=True):
        assert all(low < value < high for value in row)


@pytest.mark.parametrize("method", METHODS)
def test_the_seed_decides(method: str) -> None:
    first, again, other = (values(Sample(BOX, 50, method, seed).bind(GAME), 0, 50) for seed in (0, 0, 10**30))
    assert first == again
    assert first != other


@pytest.mark.parametrize("method", ["lhs", "random"])
def test_another_parameter_leaves_the_values_of_these(method: str) -> None:
    fewer = {name: BOX[name] for name in ("first", "third")}
    one, _, three = values(Sample(BOX, 64, method).bind(GAME), 0, 64)
    assert values(Sample(fewer, 64, method).bind(GAME), 0, 64) == [one, three]


@pytest.mark.parametrize("samples", [1, 2, 7, 1000, 2**16, 70_001])
def test_a_latin_hypercube_has_one_point_in_each_slice(samples: int) -> None:
    points, denominator = Sample({"second_one": None, "third": (0, 1)}, samples, "lhs").bind(GAME).points(0, samples)
    for row in points:
        slices = [int(value) * samples // denominator for value in row.tolist()]
        assert sorted(slices) == list(range(samples))
    if samples > 2:
        assert points[0].tolist() != points[1].tolist()


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 255, 256, 257, 10_000])
def test_permutations_are_permutations(size: int) -> None:
    numbers = np.arange(size, dtype=np.uint64)
    assert sorted(_permuted(numbers, size, [1, 2, 3, 4, 5, 6]).tolist()) == numbers.tolist()


@pytest.mark.parametrize("samples", [16, 1024])
def test_a_sobol_sequence_is_scipys_up_to_its_shift(samples: int) -> None:
    plan = Sample({"second_one": None, "third": (-5, 5), "first": (0, 1)}, samples).bind(GAME)
    points, denominator = plan.points(0, samples)
    lows, widths = (0, -5, 0), (1, 10, 1)
    cells = [
        ((row - low * denominator) * 2**16 // (width * denominator)).tolist()
        for row, low, width in zip(points, lows, widths, strict=True)
    ]
    scipys = (qmc.Sobol(3, scramble=False, bits=32).random(samples) * 2**16).astype(int).T.tolist()
    for mine, theirs in zip(cells, scipys, strict=True):
        assert len({a ^ b for a, b in zip(mine, theirs, strict=True)}) == 1


def test_far_points_of_a_sobol_sequence() -> None:
    plan = Sample({"second_one": None, "third": (0, 1)}, 2**20).bind(GAME)
    engine = qmc.Sobol(2, scramble=False, bits=32)
    engine.fast_forward(2**20 - 8)  # steps through all of them
    theirs = (engine.random(8) * 2**16).astype(int).T
    points, denominator = plan.points(2**20 - 8, 2**20)
    mine = points * 2**16 // denominator
    origin, _ = plan.points(0, 1)
    assert (mine ^ theirs == origin * 2**16 // denominator).all()


def test_independent_points_are_uniform() -> None:
    points, denominator = Sample({"second_one": None, "third": (0, 1)}, 2**16, "random").bind(GAME).points(0, 2**16)
    unit = points / denominator
    counts = np.histogram2d(unit[0], unit[1], bins=16)[0].ravel()
    assert ((counts - 256) ** 2 / 256).sum() < 255 + 5 * np.sqrt(2 * 255)  # five deviations of chi-squared


def test_a_grid_is_every_combination() -> None:
    plan = Grid({"first": (0, 1, 4), "third": ("-1/2", "0.1", 3), "second-one": (0, 1, 2)}).bind(GAME)
    assert plan.names == ("first", "third", "second_one")
    thirds = [Fraction(0), Fraction(1, 3), Fraction(2, 3), Fraction(1)]
    expected = list(product(thirds, [Fraction(-1, 2), Fraction(-1, 5), Fraction(1, 10)], [0, 1]))
    assert list(zip(*values(plan, 0, 24), strict=True)) == expected
    assert list(zip(*values(plan, 5, 17), strict=True)) == expected[5:17]


def test_values_beyond_machine_words_stay_exact() -> None:
    tiny = Fraction(1, 3**60)
    plan = Grid({"second_one": (tiny, 1, 3)}).bind(GAME)
    assert values(plan, 0, 3) == [[tiny, (tiny + 1) / 2, Fraction(1)]]


BAD: list[tuple[SamplingPlan, type[Exception], str]] = [
    (Sample({}, 5), InvalidParameter, "at least one"),
    (Sample({"secnd_one": None}, 5), UnknownName, "nearest is 'second_one'"),
    (Sample({"second_one": None, "second-one": None}, 5), InvalidParameter, "two ranges"),
    (Sample({"first": (1, 1)}, 5), InvalidParameter, "empty"),
    (Sample({"first": (2, 1)}, 5), InvalidParameter, "reversed"),
    (Sample({"first": (0, 4)}, 5), InvalidParameter, "outside its range -1 to 3"),
    (Sample({"first": ("nan", 1)}, 5), InvalidNumber, "lower end of first"),
    (Sample({"first": (0, float("inf"))}, 5), InvalidNumber, "upper end of first"),
    (Sample(BOX, 0), InvalidParameter, "0 samples"),
    (Sample(BOX, True), InvalidParameter, "True samples"),
    (Sample(BOX, 5, "sobel"), UnknownName, "nearest is 'sobol'"),
    (Sample(BOX, 5, seed=-1), InvalidParameter, "seed"),
    (Sample(BOX, MOST_WORLDS + 1), TooLarge, "takes up to"),
    (Grid({"first": (0, 1, 1)}), InvalidParameter, "at least 2"),
    (Grid({"first": (0, 1, 10**6), "third": (0, 1, 10**6)}), TooLarge, "1,000,000 x 1,000,000"),
    (Grid({"first": (0, 1, 10**90)}), TooLarge, "more than"),
]


@pytest.mark.parametrize(("plan", "error", "said"), BAD)
def test_what_cannot_be_is_said(plan: SamplingPlan, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        plan.bind(GAME)


def written(folder: Path, text: str | bytes) -> PointsFile:
    path = folder / "points.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return PointsFile(path)


def test_a_file_is_read_exactly_from_anywhere(tmp_path: Path) -> None:
    rows = [(Fraction(k, 7), Fraction(k % 10, 10)) for k in range(-7, 9_000)]
    rows = [(first / 1000, third) for first, third in rows]
    lines = [
        f"{first},{third}\r\n" + ("\r\n" if number % 1000 == 0 else "") for number, (first, third) in enumerate(rows)
    ]
    plan = written(tmp_path, "\ufefffirst, third\r\n" + "".join(lines)).bind(GAME)
    assert plan.names == ("first", "third")
    assert plan.worlds == len(rows)
    for start, stop in ((0, 5), (4090, 4100), (8190, 8200), (len(rows) - 1, len(rows))):
        assert list(zip(*values(plan, start, stop), strict=True)) == rows[start:stop]


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("", InvalidParameter, "no points"),
        ("first\n", InvalidParameter, "no points"),
        ("frist\n1\n", UnknownName, "nearest is 'first'"),
        ("first,first\n1,1\n", InvalidParameter, "two columns"),
        ("first\n\n\nx\n", InvalidNumber, "first in line 4"),
        ("first\n=cmd()\n", InvalidNumber, "line 2"),
        ("first\n1,2\n", InvalidParameter, "line 2 .* has 2 numbers"),
        ("first\n4\n", InvalidParameter, "line 2 .*outside its range -1 to 3"),
        (b"first\n\xff\xfe\n", InvalidNumber, "not CSV text"),
        (b"first\n" + b"1" * 2**21, TooLarge, "longer than"),
    ],
)
def test_faults_of_a_file_are_told_with_their_line(
    tmp_path: Path, text: str | bytes, error: type[Exception], said: str
) -> None:
    file = written(tmp_path, text)
    with pytest.raises(error, match=said):
        file.bind(GAME).points(0, 1)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DetenteError, match="cannot be read"):
        PointsFile(tmp_path / "none.csv").bind(GAME)
