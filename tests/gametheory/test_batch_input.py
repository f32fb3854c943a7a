"""What a batch accepts and refuses: arrays of every kind, points of parametric games, streams and memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gametheory.batch import iter_batches, solve_batch
from gametheory.errors import (
    DetenteError,
    InvalidGame,
    InvalidNumber,
    InvalidParameter,
    NotApplicable,
    TooLarge,
    UnknownName,
)
from gametheory.game import ParametricGame, StrategicGame
from gametheory.parameters import MultiAffine, Parameter
from gametheory.solve import Play, solve

BATTLE = np.array([[[3, 0], [0, 2]], [[2, 0], [0, 3]]])[..., None]


def same(one: Any, two: Any) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(two, name)) for name in ("records", "offsets", "flags"))


@pytest.mark.parametrize(
    ("payoffs", "error", "says"),
    [
        (BATTLE > 0, InvalidNumber, "truth values"),
        (BATTLE * 1j, InvalidNumber, "complex"),
        (BATTLE.astype(str), InvalidNumber, "text"),
        (BATTLE.astype(bytes), InvalidNumber, "bytes"),
        (BATTLE.astype("datetime64[D]"), InvalidNumber, "dates"),
        (BATTLE.astype("timedelta64[D]"), InvalidNumber, "time spans"),
        (np.zeros(BATTLE.shape, dtype=[("payoff", "f8")]), InvalidNumber, "records"),
        (np.full(BATTLE.shape, None), InvalidNumber, "NoneType in game 0|payoff in game 0"),
        (np.full(BATTLE.shape, "x", dtype=object), InvalidNumber, "'x'"),
        (np.full(BATTLE.shape, True, dtype=object), InvalidNumber, "truth value"),
        (np.full(BATTLE.shape, float("nan"), dtype=object), InvalidNumber, "nan"),
        (np.full(BATTLE.shape, 10**3000, dtype=object), InvalidNumber, "digits"),
        (np.ma.masked_equal(BATTLE, 3), InvalidNumber, "masked"),
        (BATTLE.astype(np.longdouble), InvalidNumber, "float64"),
        ([[[1, 2], [3]], [[1, 2], [3, 4]]], InvalidGame, "different lengths"),
        (BATTLE[..., 0], InvalidGame, r"payoffs\[\.\.\., None\]"),
        (np.moveaxis(np.zeros((2, 3, 3, 7)), -1, 0), InvalidGame, "moveaxis"),
        (np.zeros((3, 2, 2, 5)), InvalidGame, "3x2x2x5"),
        (np.zeros((2, 0, 2, 5)), InvalidGame, "2x0x2x5"),
        (np.zeros((0, 5)), InvalidGame, "0x5"),
        (7, InvalidGame, "single number"),
        ({}, InvalidGame, "single"),
        (None, InvalidGame, "single"),
        (np.zeros((3, 2, 2, 2, 5)), NotApplicable, "pure_nash"),
        (np.zeros((1, 2, 5)), NotApplicable, "pure_nash"),
        (np.zeros((2, 6, 3, 5)), TooLarge, "83 bases"),
        (StrategicGame.from_arrays([[[1]], [[1]]]), InvalidGame, "gametheory.solve"),
    ],
)
def test_what_is_no_batch_is_refused(payoffs: Any, error: type[DetenteError], says: str) -> None:
    with pytest.raises(error, match=says):
        solve_batch(payoffs)


@pytest.mark.parametrize("concept", ["nash", "pure_nash"])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_payoff_that_is_not_finite_is_named(concept: str, bad: float) -> None:
    payoffs = np.zeros((2, 2, 3, 5000))
    payoffs[1, 0, 2, 4321] = bad
    with pytest.raises(InvalidNumber, match=r"player 2 at actions 1, 3 in game 4321"):
        solve_batch(payoffs, concept)
    stream = iter_batches(payoffs, concept, games=1000)
    assert [next(stream).first for _ in range(4)] == [0, 1000, 2000, 3000]
    with pytest.raises(InvalidNumber, match=r"in game 4321"):
        next(stream)


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"concept": "nahs"}, UnknownName, "nash"),
        ({"concept": "correlated"}, NotApplicable, "nash or pure_nash"),
        ({"denominator": 0}, InvalidNumber, "positive"),
        ({"denominator": True}, InvalidNumber, "positive"),
        ({"denominator": 2.0}, InvalidNumber, "positive"),
        ({"points": [[1]]}, InvalidGame, "parametric"),
        ({"names": ["p"]}, InvalidGame, "parametric"),
    ],
)
def test_options_that_do_not_fit_are_refused(options: dict[str, Any], error: type[DetenteError], says: str) -> None:
    with pytest.raises(error, match=says):
        solve_batch(BATTLE, **options)


def test_a_denominator_goes_with_integers_and_divides_the_payoffs() -> None:
    solution = solve_batch(BATTLE, denominator=4)
    assert solution.equilibria(0)[0].payoffs == (Fraction(3, 4), Fraction(1, 2))
    assert solution.game(0).payoffs[1][3] == Fraction(3, 4)
    quarters: Any = np.int64(4)
    assert solve_batch(BATTLE, denominator=quarters).equilibria(0) == solution.equilibria(0)
    with pytest.raises(InvalidNumber, match="float64"):
        solve_batch(BATTLE / 4, denominator=4)


@pytest.mark.parametrize("concept", ["nash", "pure_nash"])
def test_the_layout_of_the_array_does_not_matter(concept: str) -> None:
    payoffs = np.random.default_rng(0).integers(-2, 3, (2, 3, 2, 200))
    expected = solve_batch(payoffs, concept)
    fixed = payoffs.copy()
    fixed.setflags(write=False)
    wide = np.zeros((2, 3, 2, 400), dtype=np.int64)
    wide[..., ::2] = payoffs
    for other in (
        fixed,
        np.asfortranarray(payoffs),
        wide[..., ::2],
        payoffs[..., ::-1][..., ::-1],
        payoffs.tolist(),
        payoffs.astype(">i4"),
        payoffs.astype(">f8"),
        payoffs.astype(np.int8),
        payoffs.astype(np.float16),
        payoffs.astype(object),
        np.vectorize(Fraction, otypes=[object])(payoffs),
        np.vectorize(lambda value: Decimal(int(value)) / 8, otypes=[object])(payoffs),
    ):
        assert same(solve_batch(other, concept), expected)
    assert not fixed.flags.writeable


def test_no_game_and_one_game() -> None:
    empty = solve_batch(np.zeros((2, 3, 3, 0)))
    assert (len(empty), len(empty.records), empty.offsets.tolist()) == (0, 0, [0])
    assert list(iter_batches(np.zeros((2, 3, 3, 0)))) == []
    one = solve_batch(BATTLE)
    assert len(one) == 1
    for k in (-1, 1):
        with pytest.raises(IndexError, match=f"no game {k}; the batch has 1"):
            one.equilibria(k)


def test_a_batch_too_large_says_how_many_bytes_it_would_take() -> None:
    endless = np.broadcast_to(BATTLE, (2, 2, 2, 10**12))
    with pytest.raises(TooLarge, match=r"15,000,000,000,008 bytes.*iter_batches"):
        solve_batch(endless)
    stream = iter_batches(endless, games=1000)
    assert [len(next(stream)) for _ in range(3)] == [1000] * 3
    with pytest.raises(TooLarge, match="about"):  # each game has three equilibria, which only shows on the way
        solve_batch(np.broadcast_to(BATTLE, (2, 2, 2, 20000)), max_bytes=20000 * 20)
    assert len(solve_batch(np.broadcast_to(BATTLE, (2, 2, 2, 20000)), max_bytes=20000 * 27 + 8)) == 20000


@pytest.mark.parametrize("games", [0, -1, 1.5, True, "all"])
def test_the_size_of_a_part_is_a_positive_integer(games: Any) -> None:
    with pytest.raises(InvalidParameter, match="part"):
        next(iter_batches(BATTLE, games=games))


def test_pure_equilibria_of_too_many_profiles_are_refused() -> None:
    with pytest.raises(TooLarge, match="profiles"):
        solve_batch(np.zeros((2, 300, 300, 1)), "pure_nash")
    assert solve_batch(np.zeros((2, 60, 64, 1)), "pure_nash").counts.tolist() == [60 * 64]


def test_memory_does_not_grow_with_the_batch() -> None:
    def peak(count: int) -> int:
        payoffs = np.broadcast_to(np.arange(18.0).reshape(2, 3, 3, 1) % 5, (2, 3, 3, count))
        tracemalloc.start()
        for part in iter_batches(payoffs, games=4096):
            assert len(part)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(4096)
    assert peak(16 * 4096) < 1.5 * peak(2 * 4096)


# --- parametric games ---


def parameters(*ranges: tuple[int, int]) -> dict[str, Parameter]:
    return {
        name: Parameter(name, Fraction(low + high, 2), Fraction(low), Fraction(high))
        for name, (low, high) in zip("pqr", ranges, strict=False)
    }


def family(shape: tuple[int, ...] = (3, 3), seed: int = 0) -> ParametricGame:
    """A game with payoffs in sums of products of three parameters."""
    rng = np.random.default_rng(seed)
    products = [frozenset(), *map(frozenset, ("p", "q", "r", "pq", "qr", "pqr"))]

    def payoff() -> MultiAffine:
        chosen = rng.choice(len(products), 3, replace=False)
        return MultiAffine({products[i]: Fraction(int(rng.integers(1, 9)) * (-1) ** int(i), 4) for i in chosen})

    size = int(np.prod(shape))
    payoffs = tuple(tuple(payoff() for _ in range(size)) for _ in shape)
    actions = tuple(tuple(f"a{i}" for i in range(count)) for count in shape)
    names = tuple(f"player_{i}" for i in range(len(shape)))
    return ParametricGame(names, actions, payoffs, parameters((-1, 1), (0, 2), (-(10**9), 10**9)))


POINTS: dict[str, Any] = {
    "integers": lambda rng: np.stack([rng.integers(-1, 2, 40), rng.integers(0, 3, 40), rng.integers(-3, 4, 40)]),
    "quarters": lambda rng: np.stack([rng.integers(-4, 5, 40), rng.integers(0, 9, 40), rng.integers(-9, 9, 40)]) / 4,
    "floats": lambda rng: np.stack([rng.uniform(-1, 1, 40), rng.uniform(0, 2, 40), rng.uniform(-9, 9, 40)]),
    "far floats": lambda rng: np.stack(
        [rng.uniform(-1, 1, 40) * 1e-200, rng.uniform(0, 2, 40), rng.uniform(-9, 9, 40)]
    ),
    "fractions": lambda rng: np.array([[Fraction(int(v), 7) for v in rng.integers(0, 8, 40)] for _ in range(3)]),
    "long fractions": lambda rng: np.array(
        [[Fraction(int(v), 10**40 + 1) for v in rng.integers(0, 8, 40)] for _ in range(3)]
    ),
    "large": lambda rng: np.stack([rng.integers(-1, 2, 40), rng.integers(0, 3, 40), rng.integers(-(10**9), 10**9, 40)]),
}


@pytest.mark.parametrize("kind", POINTS)
@pytest.mark.parametrize(
    ("shape", "concept"), [((3, 3), "nash"), ((2, 4), "nash"), ((2, 3), "pure_nash"), ((2, 2, 3), "pure_nash")]
)
def test_a_family_equals_its_games_one_by_one(kind: str, shape: tuple[int, ...], concept: str) -> None:
    game = family(shape)
    points = POINTS[kind](np.random.default_rng(1))
    solution = solve_batch(game, concept, points=points)
    for k in range(40):
        values = dict(zip("pqr", points[:, k].tolist(), strict=True))
        assert solution.game(k) == game.at(values)
        assert solution.equilibria(k) == solve(game, Play(concept=concept), values).equilibria


@given(
    st.integers(0, 10**6),
    st.lists(st.tuples(st.integers(-6, 6), st.integers(0, 12), st.integers(-6, 6)), min_size=1, max_size=5),
)
@settings(max_examples=50, deadline=None)
def test_a_denominator_divides_the_points(seed: int, sixths: list[tuple[int, int, int]]) -> None:
    game = family((2, 2), seed)
    points = np.array(sixths).T
    solution = solve_batch(game, points=points, denominator=6)
    assert same(solution, solve_batch(game, points=points.astype(object) * Fraction(1, 6)))
    for k, column in enumerate(sixths):
        values = {name: Fraction(value, 6) for name, value in zip("pqr", column, strict=True)}
        assert solution.equilibria(k) == solve(game, Play(concept="nash"), values).equilibria


def test_rows_of_points_are_in_the_order_of_the_names_and_the_rest_at_their_defaults() -> None:
    game = family()
    solution = solve_batch(game, points=[[0, 1, 2], [1, 0, -1]], names=["q", "p"])
    assert solution.game(2) == game.at({"q": 2, "p": -1})
    assert solve_batch(game, points=np.zeros((0, 3)), names=[]).game(1) == game.at()


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({}, InvalidParameter, "needs points"),
        ({"points": [[1, 2]]}, InvalidParameter, "3 parameters p, q, r"),
        ({"points": [1, 2, 3]}, InvalidParameter, "one column a game"),
        ({"points": [[1]], "names": ["P"]}, UnknownName, "nearest is 'p'"),
        ({"points": [[1], [1]], "names": ["p", "p"]}, InvalidParameter, "twice"),
        ({"points": [[0, 2]], "names": ["p"]}, InvalidParameter, "p is 2 in game 1, outside its range -1 to 1"),
        ({"points": [[0, 2]], "names": ["p"], "denominator": -2}, InvalidNumber, "positive"),
        ({"points": [[0.5, np.nan]], "names": ["p"]}, InvalidNumber, "row 1 in game 1 is nan"),
        ({"points": [["a"]], "names": ["p"]}, InvalidNumber, "text"),
        ({"points": [[0.5]], "names": ["p"], "denominator": 2}, InvalidNumber, "integers"),
    ],
)
def test_points_that_do_not_fit_are_refused(options: dict[str, Any], error: type[DetenteError], says: str) -> None:
    with pytest.raises(error, match=says):
        solve_batch(family(), **options)


def test_points_may_come_as_a_stream() -> None:
    game = family()
    everything = np.random.default_rng(2).integers(-4, 5, (1, 700))

    def stream() -> Iterator[NDArray[Any]]:
        yield from np.split(everything, [200, 450, 450], axis=1)

    whole = solve_batch(game, points=everything, names=["p"], denominator=4)
    parts = list(iter_batches(game, points=stream(), names=["p"], denominator=4, games=128))
    assert [part.first for part in parts] == [0, 128, 200, 328, 450, 578]
    assert np.array_equal(np.concatenate([part.records for part in parts]), whole.records)
    assert parts[3].equilibria(10) == whole.equilibria(338)
    beyond = iter([np.zeros((1, 5)), np.full((1, 5), 9.0)])
    with pytest.raises(InvalidParameter, match="in game 5,"):
        list(iter_batches(game, points=beyond, names=["p"]))


def test_a_parameter_that_no_payoff_uses_may_be_of_any_size() -> None:
    one = MultiAffine.constant(1)
    game = ParametricGame(
        ("x", "y"),
        (("a",), ("b",)),
        ((one,), (one,)),
        {"p": Parameter("p", Fraction(0), Fraction(0), Fraction(10**400))},
    )
    points = np.array([[0, 10**400]], dtype=object)
    assert solve_batch(game, points=points).counts.tolist() == [1, 1]
