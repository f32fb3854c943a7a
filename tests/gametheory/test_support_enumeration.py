"""Equilibria of three and more players, held to index theory, numerical search, Gambit and their own proofs."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from itertools import product
from math import prod
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import root

import gametheory.concepts.nash
import gametheory.subdivision
from gametheory.deviation import possible_deviations
from gametheory.errors import CertificateError, TooLarge
from gametheory.game import StrategicGame, Strategies
from gametheory.indifference import IndifferenceSystem
from gametheory.interval import Interval
from gametheory.solution import Equilibrium, Solution
from gametheory.solve import Play, default_play, solve
from gametheory.support_enumeration import MOST_SUPPORTS, effort
from payoffs.interchange import format_nfg
from tests.games import QUARTERS, games, permuted

NASH = Play(concept="nash")
HALF = Fraction(1, 2)


def trilinear(*equations: tuple[int, int, int, int]) -> StrategicGame:
    """A 2x2x2 game by what each gains from its first action, at the others' profiles (1,1), (1,2), (2,1), (2,2)."""
    payoffs = []
    for player, gains in enumerate(equations):
        others = [index for index in range(3) if index != player]
        payoffs.append(
            [
                gains[2 * profile[others[0]] + profile[others[1]]] if profile[player] == 0 else 0
                for profile in product(range(2), repeat=3)
            ]
        )
    return StrategicGame(
        ("ann", "bob", "cy"),
        (("l", "r"),) * 3,
        tuple(tuple(map(Fraction, values)) for values in payoffs),
    )


GOLDEN = trilinear((-2, 1, 1, 2), (-2, 1, 1, 2), (-2, 1, 1, 2))
"""Everyone's gain is 2 - q - r - 2 q r: in the symmetric equilibrium q^2 + q - 1 = 0."""


def random_game(shape: tuple[int, ...], seed: int, most: int = 999) -> StrategicGame:
    draw = Random(seed)
    size = prod(shape)
    return StrategicGame(
        tuple(f"p{player}" for player in range(len(shape))),
        tuple(tuple(f"a{action}" for action in range(count)) for count in shape),
        tuple(tuple(Fraction(draw.randint(-most, most)) for _ in range(size)) for _ in shape),
    )


def points(solution: Solution) -> set[Strategies]:
    return {equilibrium.strategies for equilibrium in solution.equilibria}


def middles(solution: Solution) -> list[list[list[float]]]:
    """Every equilibrium in floats."""
    exact = [[[float(weight) for weight in own] for own in found.strategies] for found in solution.equilibria]
    return exact + [[[float(side) for side in own] for own in found.enclosure] for found in solution.enclosed]


def index_sum(solution: Solution) -> int:
    """The sum of the indices of equilibria that are all regular: one, where none is missing.

    The index is the sign of det(-J), with J the Jacobian of the gains over the supports (Ritzberger 1994, International
    Journal of Game Theory 23; Guel, Pearce and Stacchetti 1993, Mathematics of Operations Research 18).
    """
    total = 0
    everything = [(found.supports, found.strategies) for found in solution.equilibria]
    everything += [
        (found.supports, tuple(tuple((side.lower + side.upper) / 2 for side in own) for own in found.enclosure))
        for found in solution.enclosed
    ]
    for supports, strategies in everything:
        system = IndifferenceSystem(solution.game, supports)
        jacobian = system.jacobian([strategies[player][action] for player, action in system.unknowns])
        if not jacobian:
            total += 1
            continue
        determinant = np.linalg.det(-np.array(jacobian, dtype=float))
        assert determinant != 0
        total += int(np.sign(determinant))
    return total


def test_the_golden_ratio_is_enclosed_and_never_a_fraction() -> None:
    solution = solve(GOLDEN)
    assert solution.complete
    (golden,) = solution.enclosed
    for own in golden.enclosure:
        low, high = own[0].lower, own[0].upper
        assert low**2 + low - 1 < 0 < high**2 + high - 1
        assert high - low < Fraction(1, 10**29)
        assert own[0].decimal().startswith("0.6180339887498948482045868343")
        assert own[0].decimal().endswith("…")
    assert points(solution) == points(solve(GOLDEN, Play(concept="pure_nash"))) | {
        e.strategies for e in solution.equilibria if not e.pure
    }
    assert index_sum(solution) == 1


def test_an_enclosed_equilibrium_in_json_text_and_frame() -> None:
    solution = solve(GOLDEN)
    document = solution.to_dict()
    number = document["enclosed"][0]["profile"]["ann"]["l"]
    assert Fraction(number["lower"]) < Fraction(number["upper"])
    assert number["decimal"].startswith("0.6180339887")
    assert document["complete"]
    assert document["unresolved"] == []
    assert "ann: l 0.61803398" in str(solution)
    frame = solution.to_frame()
    rows = frame[frame.equilibrium == len(solution.equilibria)]
    assert len(rows) == 6
    assert rows.probability_exact.isna().all()
    assert rows.component.nunique() == 1
    ranges = solution.payoff_ranges()
    assert ranges is not None
    assert all(
        low <= payoff.lower and payoff.upper <= high
        for (low, high), payoff in zip(ranges, solution.enclosed[0].payoffs, strict=True)
    )


def test_the_nine_equilibria_of_mckelvey_and_mclennan() -> None:
    # McKelvey and McLennan 1997, Journal of Economic Theory 72: the most that a regular 2x2x2 game can have.
    first = [[[9, 0], [0, 3]], [[0, 3], [9, 0]]]
    second = [[[8, 0], [0, 4]], [[0, 4], [8, 0]]]
    third = [[[12, 0], [0, 6]], [[0, 6], [2, 0]]]
    solution = solve(StrategicGame.from_arrays([first, second, third]))
    assert solution.complete
    assert len(solution.equilibria) == 9
    assert sum(equilibrium.pure for equilibrium in solution.equilibria) == 4
    assert index_sum(solution) == 1
    full = next(e for e in solution.equilibria if all(len(support) == 2 for support in e.supports))
    assert full.strategies[2][0] in {Fraction(1, 3), Fraction(1, 4)}


@pytest.mark.parametrize("shape", [(2, 2, 2), (3, 2, 2), (3, 3, 2), (2, 2, 2, 2), (3, 3, 3)])
@pytest.mark.parametrize("seed", range(6))
def test_the_indices_of_all_equilibria_sum_to_one(shape: tuple[int, ...], seed: int) -> None:
    solution = solve(random_game(shape, seed), NASH)
    assert solution.complete
    assert index_sum(solution) == 1


def test_an_enumeration_that_drops_a_solution_shows_in_the_indices(monkeypatch: pytest.MonkeyPatch) -> None:
    isolate = gametheory.subdivision.isolate
    game = next(game for seed in range(100) for game in [random_game((2, 2, 2), seed)] if solve(game, NASH).enclosed)
    monkeypatch.setattr(
        gametheory.subdivision,
        "isolate",
        lambda system, most: replace(isolate(system, most), boxes=isolate(system, most).boxes[1:]),
    )
    assert index_sum(solve(game, NASH)) != 1


@settings(max_examples=60)
@given(games(players=st.just(3), most_actions=2, numbers=QUARTERS))
def test_tied_games_find_all_that_a_numerical_search_finds(game: StrategicGame) -> None:
    solution = solve(game, NASH)
    assert points(solve(game, Play(concept="pure_nash"))) <= points(solution)
    assert solution.complete == (not solution.unresolved)
    if not solution.complete:
        return
    for found in searched(game):
        assert any(near(found, members) for members in hulls(solution)), found


@given(games(players=st.just(3), most_actions=2, numbers=st.integers(0, 1).map(Fraction)))
def test_every_choice_within_a_maximal_subset_is_an_equilibrium(game: StrategicGame) -> None:
    solution = solve(game, NASH)
    for subset in solution.maximal_subsets:
        members = [solution.equilibria[index].strategies for index in subset]
        sides = [sorted({strategies[player] for strategies in members}) for player in range(3)]
        assert len(members) == prod(map(len, sides))
        middle = tuple(tuple(sum(w) / len(side) for w in zip(*side, strict=True)) for side in sides)
        assert not gametheory.concepts.nash.deviations(game, Equilibrium.of(game, middle))


def hulls(solution: Solution) -> list[list[list[list[float]]]]:
    every = middles(solution)
    count = len(solution.equilibria)
    return [[every[index] for index in subset] for subset in solution.maximal_subsets] + [[p] for p in every[count:]]


def near(found: list[list[float]], members: list[list[list[float]]]) -> bool:
    """Whether a profile of players with two actions lies in the product of the members' hulls, but for 1e-5."""
    return all(
        min(m[player][0] for m in members) - 1e-5 <= own[0] <= max(m[player][0] for m in members) + 1e-5
        for player, own in enumerate(found)
    )


def searched(game: StrategicGame) -> list[list[list[float]]]:
    """Equilibria by Newton's method from random starts on every support profile: another way, in floats."""
    draw = np.random.default_rng(0)
    arrays = [game.array(player) for player in range(3)]

    def values(strategies: list[list[float]]) -> list[np.ndarray]:
        return [
            np.einsum("abc,b,c->a", arrays[0], strategies[1], strategies[2]),
            np.einsum("abc,a,c->b", arrays[1], strategies[0], strategies[2]),
            np.einsum("abc,a,b->c", arrays[2], strategies[0], strategies[1]),
        ]

    def strategies_at(unknowns: np.ndarray, pure: tuple[int | None, ...]) -> list[list[float]]:
        rest = iter(unknowns.tolist())
        found = []
        for size, action in zip(game.shape, pure, strict=True):
            first = 1.0 if size == 1 or action == 0 else 0.0 if action == 1 else next(rest)
            found.append([first, 1 - first][:size])
        return found

    equilibria = []
    for pure in product(*((0,) if size == 1 else (0, 1, None) for size in game.shape)):
        mixers = [player for player, action in enumerate(pure) if action is None]

        def gaps(unknowns: np.ndarray, pure: tuple[int | None, ...] = pure, mixers: list[int] = mixers) -> list[float]:
            found = values(strategies_at(unknowns, pure))
            return [float(found[player][0] - found[player][1]) for player in mixers]

        for _ in range(6 if mixers else 1):
            start = draw.random(len(mixers))
            end = root(gaps, start).x if mixers else start
            profile = strategies_at(end, pure)
            found = values(profile)
            regret = max(max(own) - float(np.dot(own, mine)) for own, mine in zip(found, profile, strict=True))
            # Well inside: near the border a small residue does not tell a solution from none.
            if regret < 1e-11 and all(0.01 < value < 0.99 for value in end):
                if mixers and abs(np.linalg.det(numerical_jacobian(gaps, end))) < 1e-2:
                    continue
                equilibria.append(profile)
    return equilibria


def numerical_jacobian(gaps: object, at: np.ndarray) -> np.ndarray:
    step = 1e-6
    columns = [
        (np.array(gaps(at + step * axis)) - np.array(gaps(at - step * axis))) / (2 * step)  # type: ignore[operator]
        for axis in np.eye(len(at))
    ]
    return np.array(columns)


def test_a_double_solution_is_found_exactly() -> None:
    # The eliminant is (2 z - 1)^2: no enclosure can prove a double root, the discriminant does.
    game = trilinear((1, -1, -2, 0), (1, -1, 0, 0), (-2, -1, 0, 1))
    solution = solve(game)
    assert solution.complete
    assert not solution.enclosed


def test_a_curve_of_equilibria_is_named_and_its_ends_are_given() -> None:
    # Ann is indifferent whatever happens, and each of her strategies asks for another answer of bob and of cy.
    game = trilinear((0, 0, 0, 0), (2, -1, 1, -2), (1, -2, 2, -1))
    solution = solve(game)
    assert not solution.complete
    assert ((0, 1), (0, 1), (0, 1)) in solution.unresolved
    assert {name for row in solution.to_dict()["unresolved"] for name in row} == {"ann", "bob", "cy"}
    assert "possibly not all" in str(solution)
    assert points(solve(game, Play(concept="pure_nash"))) <= points(solution)


def test_a_game_of_ties_is_one_product() -> None:
    solution = solve(trilinear(*[(0, 0, 0, 0)] * 3))
    assert solution.complete
    assert len(solution.equilibria) == 8
    assert solution.maximal_subsets == (tuple(range(8)),)


def test_a_subset_cut_by_a_third_player_is_cut_exactly() -> None:
    # Ann and bob are always indifferent; cy plays r as long as ann plays l with no more than 1/3, whatever bob does.
    game = trilinear((0, 0, 0, 0), (0, 0, 0, 0), (2, 2, -1, -1))
    solution = solve(game)
    cut = {
        (own, Fraction(int(bob == 0)))
        for strategies in points(solution)
        if strategies[2] == (0, 1)
        for own, bob in [(strategies[0][0], strategies[1].index(Fraction(1)))]
    }
    assert cut == {(weight, bob) for weight in (Fraction(0), Fraction(1, 3)) for bob in (Fraction(0), Fraction(1))}


@given(games(most_actions=3))
def test_a_third_player_without_a_choice_changes_nothing(game: StrategicGame) -> None:
    wider = StrategicGame(
        (*game.players, "idle"),
        (*game.actions, ("wait",)),
        (*game.payoffs, tuple(Fraction(0) for _ in game.profiles())),
    )
    two, three = solve(game), solve(wider, NASH)
    assert {strategies[:2] for strategies in points(three)} == points(two)
    assert three.complete
    assert three.maximal_subsets == two.maximal_subsets
    assert three.components == two.components


@pytest.mark.parametrize("seed", range(4))
def test_actions_and_scales_do_not_matter(seed: int) -> None:
    game = random_game((2, 3, 2), seed)
    big = StrategicGame(
        game.players, game.actions, tuple(tuple(value * 10**300 + 7 for value in payoffs) for payoffs in game.payoffs)
    )
    solution, scaled = solve(game, NASH), solve(big, NASH)
    assert points(solution) == points(scaled)
    assert [found.enclosure for found in solution.enclosed] == [found.enclosure for found in scaled.enclosed]
    orders = [[1, 0], [2, 0, 1], [0, 1]]
    shuffled = solve(permuted(game, orders), NASH)
    assert points(shuffled) == {
        tuple(tuple(own[action] for action in order) for own, order in zip(strategies, orders, strict=True))
        for strategies in points(solution)
    }
    assert len(shuffled.enclosed) == len(solution.enclosed)


@pytest.mark.parametrize("shape", [(6, 6, 6), (2,) * 12, (300, 300, 3)])
def test_a_game_out_of_reach_is_refused_with_its_size(shape: tuple[int, ...]) -> None:
    assert effort(shape)[1] > MOST_SUPPORTS
    flat = tuple((Fraction(0),) * prod(shape) for _ in shape) if prod(shape) < 10**4 else None
    if flat is None:
        return
    actions = tuple(tuple(f"a{index}" for index in range(size)) for size in shape)
    game = StrategicGame(tuple(f"p{index}" for index in range(len(shape))), actions, flat)
    with pytest.raises(TooLarge, match=r"support profiles in which three or more players mix.*pure_nash") as caught:
        solve(game, NASH)
    assert len(str(caught.value)) < 400
    assert default_play(game).concept == "pure_nash"


def test_the_default_is_nash_where_it_is_quick() -> None:
    assert default_play(GOLDEN).concept == "nash"
    assert default_play(random_game((2, 2, 2, 2), 0)).concept == "nash"
    assert default_play(random_game((3, 3, 3), 0)).concept == "pure_nash"


def test_one_player_takes_what_yields_most() -> None:
    solution = solve(StrategicGame(("ann",), (("a", "b", "c"),), ((Fraction(2), Fraction(1), Fraction(2)),)))
    assert points(solution) == {((1, 0, 0),), ((0, 0, 1),)}
    assert solution.maximal_subsets == ((0, 1),)


ENCLOSURE = solve(GOLDEN).enclosed[0].enclosure


@pytest.mark.parametrize("shift", [Fraction(1, 10**6), Fraction(-1, 10**28), HALF])
def test_intervals_without_the_solution_are_refused(shift: Fraction) -> None:
    moved = tuple(
        (Interval(own[0].lower + shift, own[0].upper + shift), Interval(own[1].lower - shift, own[1].upper - shift))
        for own in ENCLOSURE
    )
    with pytest.raises(CertificateError):
        possible_deviations(GOLDEN, moved)


def test_intervals_that_are_too_wide_are_no_proof() -> None:
    whole = ((Interval(Fraction(1, 100), Fraction(99, 100)),) * 2,) * 3
    with pytest.raises(CertificateError, match="exactly one solution"):
        possible_deviations(GOLDEN, whole)


def test_intervals_must_be_distributions() -> None:
    with pytest.raises(CertificateError, match="one a player and action"):
        possible_deviations(GOLDEN, ENCLOSURE[:2])
    unplayed = (Interval(Fraction(0), Fraction(1)), ENCLOSURE[0][1])
    with pytest.raises(CertificateError, match="leave open whether"):
        possible_deviations(GOLDEN, (unplayed, *ENCLOSURE[1:]))
    apart = (ENCLOSURE[0][0], ENCLOSURE[0][0])
    with pytest.raises(CertificateError, match="sum to one"):
        possible_deviations(GOLDEN, (apart, *ENCLOSURE[1:]))


def test_an_action_that_pays_more_or_as_much_is_named() -> None:
    for gain in (0, 1):
        extra = StrategicGame(
            GOLDEN.players,
            (("l", "r", "extra"), *GOLDEN.actions[1:]),
            (
                (*GOLDEN.payoffs[0], *(Fraction(gain) for _ in range(4))),
                *((*payoffs, *(Fraction(0) for _ in range(4))) for payoffs in GOLDEN.payoffs[1:]),
            ),
        )
        nothing = Interval(Fraction(0), Fraction(0))
        (deviation,) = possible_deviations(extra, ((*ENCLOSURE[0], nothing), *ENCLOSURE[1:]))
        assert (deviation.action, deviation.gain) == ("extra", gain)


def test_a_wrong_enclosure_from_the_solver_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = solve(GOLDEN)
    swapped = replace(right.enclosed[0], enclosure=tuple(own[::-1] for own in ENCLOSURE))
    monkeypatch.setattr(gametheory.concepts.nash, "solve", lambda game: replace(right, enclosed=(swapped,)))
    with pytest.raises(CertificateError):
        solve(GOLDEN)


@pytest.mark.parametrize("shape", [(2, 2, 2), (3, 2, 2), (2, 2, 2, 2)])
@pytest.mark.parametrize("seed", range(10, 16))
def test_gambit_finds_nothing_that_is_missing(shape: tuple[int, ...], seed: int) -> None:
    # One way only: Gambit's enumpoly misses equilibria.
    gambit = pytest.importorskip("pygambit")
    game = random_game(shape, seed, most=9)
    theirs = gambit.read_nfg(BytesIO(format_nfg(game).encode()))
    solution = solve(game, NASH)
    if not solution.complete:
        return
    ours = [np.concatenate(profile) for profile in middles(solution)]
    for profile in gambit.nash.enumpoly_solve(theirs).equilibria:
        flat = np.array(
            [float(own[action]) for own, names in zip(profile, game.actions, strict=True) for action in names]
        )
        assert min(float(np.abs(flat - own).max()) for own in ours) < 1e-4
