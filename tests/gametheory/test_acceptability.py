"""Exact shares: held to volumes of whole polyhedra, to closed forms where margins bind, and to sampled worlds."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gametheory.acceptability import exact_acceptability
from gametheory.errors import NoWorlds
from gametheory.game import ParametricGame, Profile
from gametheory.outcome_polyhedra import outcome_polyhedra
from gametheory.uncertainty import uncertainty
from payoffs.orders import stated_margins
from payoffs.scenario_file import load_scenario
from payoffs.utility import parametric_game
from tests.parametric_games import parametric_games
from tests.threshold_games import chooser, expression

UNIT = (Fraction(0), Fraction(1))
GO = (0, 0)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parametric_games(st.integers(2, 3)))
def test_without_margins_it_is_the_volume_of_the_polyhedron(drawn: tuple[ParametricGame, Profile]) -> None:
    game, profile = drawn
    ranges = {name: (entry.low, entry.high) for name, entry in game.parameters.items()}
    (whole,) = (one for one in outcome_polyhedra(game, list(ranges)).outcomes if one.profile == profile)
    assert exact_acceptability(game, profile, ranges) == whole.share


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parametric_games(), st.tuples(*(st.integers(-3, 3),) * 3))
def test_with_margins_sampled_worlds_agree(drawn: tuple[ParametricGame, Profile], row: tuple[int, int, int]) -> None:
    game, profile = drawn
    margin = expression({"p": row[0], "q": row[1], "": row[2]})
    try:
        found = uncertainty(game, samples=1024, margins=[margin])
    except NoWorlds:
        return
    (one,) = (one for one in found.acceptability if one.profile == profile)
    if one.exact is None:  # a line or a corner of the square is all that the margin leaves
        assert exact_acceptability(game, profile, {}, ()) is not None
    else:
        assert abs(float(one.exact) - one.equilibrium.value) < 5 / 32  # ten standard errors


def test_shares_of_independent_parts_multiply() -> None:
    """P >= q binds one player, r + s <= 1/2 the other, t <= u a margin that concerns neither: 1/2 times 1/8."""
    game = chooser({"p": 1, "q": -1}, "p q r s t u")
    second = expression({"r": -1, "s": -1, "": Fraction(1, 2)})
    zero = expression({})
    game = ParametricGame(game.players, game.actions, (game.payoffs[0], (second, zero, zero, zero)), game.parameters)
    ranges = dict.fromkeys(game.parameters, UNIT)
    margin = expression({"u": 1, "t": -1})
    assert exact_acceptability(game, GO, ranges, [margin]) == Fraction(1, 16)
    # a margin that ties q to r and s makes one part of four, in which q <= 1/2 is as likely as not
    assert exact_acceptability(game, GO, ranges, [expression({"q": -1, "": Fraction(1, 2)})]) == Fraction(3, 4) / 8
    tied = expression({"p": 1, "q": 1, "r": 1, "t": 1, "": -1})
    assert exact_acceptability(game, GO, ranges, [tied]) is None, "five hang together"


def test_conditions_without_a_parameter_decide_alone() -> None:
    assert exact_acceptability(chooser({"": -1}), GO, {"p": UNIT}) == 0
    assert exact_acceptability(chooser({"": 1}), GO, {"p": UNIT}) == 1
    assert exact_acceptability(chooser({"p": 1, "": Fraction(-3, 4)}), GO, {"q": UNIT}) == 0, "p stands at one half"


def test_products_are_told_where_they_decide_nothing() -> None:
    """The range of p q - p + 1 is from 0 to 1, and p q - 1 is positive nowhere."""
    both = {"p": UNIT, "q": UNIT}
    assert exact_acceptability(chooser({"p q": 1, "p": -1, "": 1}), GO, both) == 1
    assert exact_acceptability(chooser({"p q": 1, "": -1}), GO, both) == 0


def test_what_cannot_be_told() -> None:
    product = chooser({"p q": 1, "": Fraction(-1, 3)})
    assert exact_acceptability(product, GO, {"p": UNIT, "q": UNIT}) is None
    assert exact_acceptability(product, GO, {"p": UNIT}) == Fraction(1, 3)
    many = "a b c d e f g h i j k"
    assert exact_acceptability(chooser({many: 1}, many), GO, dict.fromkeys(many.split(), UNIT)) is None
    flat = [expression({"p": 1, "": Fraction(-1, 2)}), expression({"p": -1, "": Fraction(1, 2)})]
    assert exact_acceptability(chooser({"p": 1, "": Fraction(-1, 4)}), GO, {"p": UNIT}, flat) is None


def test_weights_of_the_scenario_with_levers_as_they_are() -> None:
    """Where shares are exact they lie within the sampled interval: of two dozen at 99%, one or two may not."""
    scenario = load_scenario("north_korea_2017")
    inside = outside = 0
    for name in scenario.games:
        game = parametric_game(scenario, name)
        weights = [key for key in game.parameters if key in scenario.interests]
        margins = stated_margins(scenario, name, weights)
        for one in uncertainty(game, over=weights, margins=margins, samples=1024).acceptability:
            if one.exact is not None:
                within = one.equilibrium.low <= one.exact <= one.equilibrium.high
                inside, outside = inside + within, outside + (not within)
    assert inside >= 20
    assert outside <= 2
