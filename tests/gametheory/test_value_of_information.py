"""What information is worth: closed forms of choices against nature, of shared knowledge that hurts, and of ties."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gametheory.game import ParametricGame, Profile
from gametheory.parameters import MultiAffine, Parameter
from gametheory.solve import Play
from gametheory.value_of_information import Gain, InformationValue, value_of_information
from gametheory.worlds import draw_worlds
from tests.parametric_games import parametric_games
from tests.threshold_games import chooser, expression

NASH = Play(concept="nash")


def values(game: ParametricGame, samples: int = 4096, **options: Any) -> dict[tuple[str, ...], InformationValue]:
    """By player and what it learns."""
    worlds = draw_worlds(game, dict.fromkeys(game.parameters), samples, **options)
    return {(one.player, *one.parameters): one for one in value_of_information(game, NASH, worlds)}


def near(gain: Gain, truth: float) -> bool:
    return abs(gain.value - truth) <= 4 * gain.error + 1e-12


def test_a_choice_against_nature() -> None:
    """Going yields p + q - 1, which is nothing at the means; knowing p alone yields E max(0, p - 1/2)."""
    found = values(chooser({"p": 1, "q": 1, "": -1}))
    for ends, truth in (
        (found["one", "p", "q", "r"], Fraction(1, 6)),
        (found["one", "p"], Fraction(1, 8)),
        (found["one", "q"], Fraction(1, 8)),
        (found["one", "r"], 0),
    ):
        assert ends.kept is not None
        assert ends.shared is not None
        assert all(near(gain, float(truth)) for gain in (*ends.kept, *ends.shared))
    assert found["one", "r"].kept == (Gain(0, 0), Gain(0, 0))
    assert found["one", "p", "q", "r"].perfect
    assert not found["one", "p"].perfect


def test_perfect_information_is_worth_at_least_partial_information() -> None:
    found = values(chooser({"p q": 4, "r": -1, "": Fraction(-1, 3)}))
    perfect = found["one", "p", "q", "r"].kept
    assert perfect is not None
    for name in "pqr":
        partial = found["one", name].kept
        assert partial is not None
        assert 0 <= partial[0].value <= perfect[0].value + 4 * perfect[0].error


def test_others_gain_or_lose_by_what_all_come_to_know() -> None:
    """One goes at the mean, which the other likes; where all know p, one goes in three worlds of four alone."""
    found = values(chooser({"p": 1, "": Fraction(-1, 4)}, "p", other={"": 2}))
    other = found["two", "p"]
    assert other.kept == (Gain(0, 0), Gain(0, 0)), "it always waits"
    assert other.shared is not None
    assert all(near(gain, -2 / 4) for gain in other.shared)
    own = found["one", "p"]
    assert own.kept is not None
    assert near(own.kept[0], 1 / 32)  # the integral of 1/4 - p up to 1/4


def test_several_equilibria_are_told_from_worst_to_best() -> None:
    """Meeting at a is worth p, at b 1 - p, apart nothing: knowing p leaves both equilibria, and picks none."""
    nothing = MultiAffine.constant(0)
    p, rest = expression({"p": 1}), expression({"": 1, "p": -1})
    game = ParametricGame(
        ("one", "two"),
        (("a", "b"), ("a", "b")),
        ((p, nothing, nothing, rest),) * 2,
        {"p": Parameter("p", Fraction(1, 2), Fraction(0), Fraction(1))},
    )
    (one, _) = value_of_information(game, NASH, draw_worlds(game, {"p": None}, 4096))
    assert one.kept is not None
    assert one.shared is not None
    # against a pure action there is nothing to learn; against an even mixture E max(p, 1 - p) / 2 - 1/4 = 1/8
    assert one.kept[0] == Gain(0, 0)
    assert near(one.kept[1], 1 / 8)
    worst, best = one.shared
    assert near(worst, 1 / 6 - 1 / 4)  # from the mixture's 1/4 to its p (1 - p)
    assert near(best, 3 / 4 - 1 / 2)  # from 1/2 to the better of p and 1 - p


def test_tied_parameters_are_learnt_together() -> None:
    margin = expression({"p": 1, "q": -1})
    found = values(chooser({"p": 1, "q": -1, "": Fraction(-1, 4)}), margins=[margin])
    assert set(found) == {
        (player, *names) for player in ("one", "two") for names in (("p", "q", "r"), ("p", "q"), ("r",))
    }
    pair = found["one", "p", "q"].kept
    assert pair is not None
    # p - q has the density 2 (1 - x) from 0 to 1 and the mean 1/3, where one goes; it would stay below 1/4
    assert near(pair[0], float(2 * (Fraction(1, 4) ** 2 / 2 - Fraction(1, 4) ** 3 / 6)))


def test_dependent_parameters_that_multiply_each_other_have_no_value_told() -> None:
    game = chooser({"p q": 1, "": Fraction(-1, 4)})
    worlds = draw_worlds(game, dict.fromkeys(game.parameters), 64, margins=[expression({"p": 1, "q": -1})])
    assert value_of_information(game, NASH, worlds) == ()
    assert value_of_information(game, NASH, draw_worlds(game, dict.fromkeys(game.parameters), 64)) != ()


def test_other_plays_have_no_value_told() -> None:
    game = chooser({"p": 1}, "p")
    worlds = draw_worlds(game, {"p": None}, 32)
    assert value_of_information(game, Play("sequential", "subgame_perfect"), worlds) == ()


def test_no_equilibrium_of_the_kind_no_value() -> None:
    game = parametric_pennies()
    worlds = draw_worlds(game, {"p": None}, 64)
    for one in value_of_information(game, Play(concept="pure_nash"), worlds):
        assert (one.kept, one.shared) == (None, None)
    for one in value_of_information(game, NASH, worlds):
        assert one.kept is not None
        assert one.shared is not None


def parametric_pennies() -> ParametricGame:
    win, lose = expression({"p": 1, "": 1}), MultiAffine.constant(-1)
    parameters = {"p": Parameter("p", Fraction(1, 2), Fraction(0), Fraction(1))}
    return ParametricGame(
        ("even", "odd"), (("h", "t"), ("h", "t")), ((win, lose, lose, win), (lose, win, win, lose)), parameters
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parametric_games(st.integers(2, 3), products=True))
def test_kept_information_never_hurts(drawn: tuple[ParametricGame, Profile]) -> None:
    game, _ = drawn
    worlds = draw_worlds(game, dict.fromkeys(game.parameters), 48)
    for one in value_of_information(game, Play(concept="nash" if len(game.players) == 2 else "pure_nash"), worlds):
        for gain in one.kept or ():
            assert gain.value >= -1e-9
        if one.kept is not None:
            assert one.kept[0].value <= one.kept[1].value


@pytest.mark.parametrize("names", ["p", "p q"])
def test_zero_sum_players_win_what_the_other_loses(names: str) -> None:
    win = expression({names: 1, "": Fraction(-1, 3)})
    lose = win * MultiAffine.constant(-1)
    half = expression({"p": Fraction(1, 2)})
    first = (win, half, half, lose)
    second = tuple(cell * MultiAffine.constant(-1) for cell in first)
    parameters = {name: Parameter(name, Fraction(1, 2), Fraction(0), Fraction(1)) for name in names.split()}
    game = ParametricGame(("one", "two"), (("a", "b"), ("a", "b")), (first, second), parameters)
    worlds = draw_worlds(game, dict.fromkeys(parameters), 256)
    found = value_of_information(game, NASH, worlds)
    for one, two in zip(found[: len(found) // 2], found[len(found) // 2 :], strict=True):
        assert one.shared is not None
        assert two.shared is not None
        assert one.shared[0].value == pytest.approx(-two.shared[1].value)
