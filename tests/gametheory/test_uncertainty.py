"""What is known of an uncertain game: shares held to exact volumes and to single solves, and the parts together."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gametheory.errors import InvalidParameter, NotApplicable, TooLarge, UnknownName
from gametheory.game import ParametricGame, Profile
from gametheory.outcome_polyhedra import outcome_polyhedra
from gametheory.solve import Play, solve
from gametheory.uncertainty import MOST_WORLDS, SAMPLES, uncertainty
from payoffs.orders import stated_margins
from payoffs.scenario_file import load_scenario
from payoffs.utility import parametric_game
from tests.parametric_games import parametric_games
from tests.threshold_games import chooser, expression

SCENARIO = load_scenario("north_korea_2017")
TWO_PARAMETERS = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@TWO_PARAMETERS
@given(parametric_games(st.integers(2, 3), products=True))
def test_shares_are_those_of_single_solves(drawn: tuple[ParametricGame, Profile]) -> None:
    game, _ = drawn
    found = uncertainty(game, samples=64)
    alone = {profile: [0, 0] for profile in game.profiles()}
    none = mixed = 0
    points = found.worlds.points
    for column in points.numerators.T.tolist():
        at = {name: Fraction(value, points.denominator) for name, value in zip(points.names, column, strict=True)}
        equilibria = solve(game, found.play, at).equilibria
        pure = [one.profile for one in equilibria if one.profile is not None]
        none += not equilibria
        mixed += bool(equilibria) and not pure
        for profile in pure:
            alone[profile][len(equilibria) > 1] += 1
    for one in found.acceptability:
        only, several = alone[one.profile]
        assert (one.only.value * 64, one.several.value * 64) == (only, several)
        assert one.equilibrium.value * 64 == only + several
        assert 0 <= one.equilibrium.low <= one.equilibrium.value <= one.equilibrium.high <= 1
    assert (found.none.value * 64, found.only_mixed.value * 64) == (none, mixed)
    assert sum(answer.share.value for answer in found.answers) == pytest.approx(1)


@TWO_PARAMETERS
@given(parametric_games())
def test_exact_shares_stand_beside_sampled_ones(drawn: tuple[ParametricGame, Profile]) -> None:
    game, _ = drawn
    found = uncertainty(game, samples=1024)
    volumes = {one.profile: one.share for one in outcome_polyhedra(game, list(game.parameters)).outcomes}
    for one in found.acceptability:
        assert one.exact == volumes[one.profile]
        assert abs(float(volumes[one.profile]) - one.equilibrium.value) < 5 / 32  # ten standard errors


def test_no_exact_share_where_a_product_or_another_play_stands_in_the_way() -> None:
    simple = chooser({"p": 1, "q": -1})
    assert uncertainty(simple, samples=64).acceptability[0].exact == Fraction(1, 2)
    tied = uncertainty(simple, samples=64, margins=[expression({"p": 1, "q": -1})]).acceptability[0]
    assert (tied.exact, tied.equilibrium.value) == (1, 1)
    assert uncertainty(chooser({"p q": 1, "": Fraction(-1, 2)}), samples=64).acceptability[0].exact is None
    assert uncertainty(simple, samples=64, play=Play("sequential", "subgame_perfect")).acceptability[0].exact is None


def test_one_decisive_parameter() -> None:
    found = uncertainty(chooser({"p": 1, "": Fraction(-1, 4)}))
    first, *rest = found.ranked
    assert first.parameter == "p"
    assert first.total is not None
    assert first.total.low <= 1 <= first.total.high
    for one in rest:
        assert one.changes.value == 0
    assert [
        one.share.low <= share <= one.share.high for one, share in zip(found.answers, (3 / 4, 1 / 4), strict=True)
    ] == [
        True,
        True,
    ]
    assert found.answers[0].supports == (((0,), (0,)),)
    go, never, stay, _ = found.acceptability
    assert go.central is not None
    assert stay.central is not None
    assert never.central is None
    assert go.central == pytest.approx({"p": 5 / 8, "q": 1 / 2, "r": 1 / 2}, abs=0.02)
    assert stay.central == pytest.approx({"p": 1 / 8, "q": 1 / 2, "r": 1 / 2}, abs=0.03)
    assert str(found).splitlines()[-1].startswith("  drawing p anew changes the answer in ")


def test_an_answer_that_never_changes_hangs_on_nothing() -> None:
    found = uncertainty(chooser({"": 1}), samples=64)
    assert found.gini == 0
    assert {(one.changes.value, one.total, one.first_order) for one in found.sensitivity} == {(0, None, None)}
    assert "the same answer in all worlds: go, wait" in str(found)


def test_plays_that_are_solved_one_by_one() -> None:
    """The follower of two pays nothing in any order, and the leader goes where it gains."""
    play = Play("sequential", "subgame_perfect", {"order": ("one", "two")})
    found = uncertainty(chooser({"p": 1, "": Fraction(-1, 4)}, "p"), play=play)
    assert len(found.worlds) == SAMPLES[False]
    assert found.acceptability[0].only.low <= 3 / 4 <= found.acceptability[0].only.high
    assert found.information == ()


def test_stated_comparisons_bound_the_worlds_of_every_game_of_the_scenario() -> None:
    for name, stated in SCENARIO.games.items():
        game = parametric_game(SCENARIO, name)
        margins = stated_margins(SCENARIO, name)
        assert bool(margins) == bool(stated.comparisons)
        found = uncertainty(game, margins=margins, samples=256)
        assert not found.worlds.walked
        points = found.worlds.points
        for column in points.numerators.T.tolist()[:20]:
            point = {n: Fraction(value, points.denominator) for n, value in zip(points.names, column, strict=True)}
            assert all(margin.at(point) >= 0 for margin in margins)
        assert found.play.concept == ("nash" if len(game.players) == 2 else "pure_nash")


def test_progress_counts_worlds() -> None:
    seen: list[tuple[int, int]] = []
    uncertainty(chooser({"p": 1}), samples=64, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(64, 256), (128, 256), (192, 256)]


def test_progress_counts_worlds_as_they_are_solved_one_by_one() -> None:
    seen: list[tuple[int, int]] = []
    chosen, worlds = Play(concept="rationalizable"), 64
    uncertainty(chooser({"p": 1}), samples=worlds, play=chosen, progress=lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert {done for done, _ in seen} == set(range(4 * worlds))
    assert {total for _, total in seen} == {4 * worlds}


def test_a_range_of_three_numbers_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="a low and a high end are needed"):
        uncertainty(chooser({"p": 1}), over={"p": (0, 1, 2)}, samples=64)  # type: ignore[dict-item]


def test_an_order_that_leaves_a_player_out_is_said_of_the_game_and_not_of_one_world() -> None:
    game = parametric_game(SCENARIO, "enforcement")
    with pytest.raises(InvalidParameter, match=r"^the order of moves russia leaves out us"):
        uncertainty(game, play=Play("sequential", "subgame_perfect", {"order": ("russia",)}), samples=64)


def test_equal_arguments_give_equal_results() -> None:
    game = parametric_game(SCENARIO, "enforcement")
    margins = stated_margins(SCENARIO, "enforcement")
    one, two, other = (uncertainty(game, margins=margins, samples=256, seed=seed).to_dict() for seed in (3, 3, 4))
    assert one == two
    assert one != other


def test_data_for_json_and_pandas() -> None:
    game = parametric_game(SCENARIO, "enforcement")
    found = uncertainty(game, samples=128, at={"penalty": "1/4"}, over=["self_reporting", "monitoring_cost"])
    document = json.loads(json.dumps(found.to_dict()))
    assert document["over"] == {"self_reporting": ["0", "1"], "monitoring_cost": ["0", "1"]}
    assert found.game.parameters["penalty"].default == Fraction(1, 4)
    frame = found.to_frame()
    assert list(frame.columns) == ["part", "subject", "player", "measure", "value", "low", "high", "error"]
    counts = frame.groupby("part").size().to_dict()
    # three measures an outcome and a parameter; kept and shared have two ends, of each player for all and each alone
    assert counts == {"acceptability": 3 * 4, "sensitivity": 3 * 2, "information": 4 * 2 * 3}
    shares = frame[(frame.part == "acceptability") & (frame.measure == "equilibrium")]
    assert shares.value.tolist() == [one["equilibrium"]["value"] for one in document["acceptability"]]
    assert shares.subject.tolist() == ["/".join(one["profile"].values()) for one in document["acceptability"]]


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"samples": 63}, InvalidParameter, "63 worlds were asked for; at least 64"),
        ({"samples": 1.5}, InvalidParameter, "1.5 worlds were asked for"),
        ({"samples": MOST_WORLDS + 1}, TooLarge, "262,145 worlds were asked for; up to 262,144"),
        ({"over": ["pp"]}, UnknownName, "the nearest is 'p'"),
        ({"over": {"p": (1, 0)}}, InvalidParameter, "the range of p is reversed"),
        ({"over": {"p": (0, 2)}}, InvalidParameter, "outside its range 0 to 1"),
        ({"over": []}, InvalidParameter, "nothing is uncertain"),
        ({"seed": -1}, InvalidParameter, "the seed is -1"),
        ({"play": Play("simultanous")}, UnknownName, "simultaneous"),
        ({"at": {"p": 7}}, InvalidParameter, "p is 7, outside its range"),
    ],
)
def test_what_cannot_be_asked(options: dict[str, object], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        uncertainty(chooser({"p": 1}), **options)  # type: ignore[arg-type]


def test_plain_payoffs_are_not_uncertain() -> None:
    with pytest.raises(NotApplicable, match="no parameters that could be uncertain"):
        uncertainty(chooser({"p": 1}).at())
