"""The least change: it works, nothing on a dense grid is cheaper, and its proofs hold and can be broken."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gametheory import disjunctive_program
from gametheory.design import Design, certify, design
from gametheory.deviation import profitable_deviations
from gametheory.disjunctive_program import Branching, Program, verify_proof
from gametheory.errors import CertificateError, InvalidNumber, InvalidParameter, NotApplicable, TooLarge, UnknownName
from gametheory.game import ParametricGame, Profile
from gametheory.linear_program import Infeasible, Optimum
from gametheory.parameters import MultiAffine, Parameter
from gametheory.preference_conditions import deviated
from gametheory.solution import Equilibrium
from gametheory.solve import Play, solve
from gametheory.wanted_outcome import ANY_ORDER, wanted_outcomes
from tests.parametric_games import grid, parametric_games

MARGINS = st.sampled_from([Fraction(0), Fraction(1, 4), Fraction(1)])
Asked = tuple[ParametricGame, Profile]


def checked_against_a_grid(
    game: ParametricGame, want: Profile, margin: Fraction, unique: bool = False, order: str | None = None
) -> Design:
    """The design, after a look for cheaper points all over the ranges."""
    found = design(game, want, margin=margin, unique=unique, order=order)
    ways = wanted_outcomes(game, want, margin, unique, order)
    for point, share in grid(game):
        stage = game.at(dict(point))
        if any(way.holds_in(stage) for way in ways):
            assert found.cost is not None, f"{point} was passed over"
            assert found.cost <= share, f"{point} is cheaper"
    return found


@settings(max_examples=60, deadline=None)
@given(parametric_games(players=st.integers(2, 3)), MARGINS)
def test_the_outcome_is_an_equilibrium_there_and_nothing_is_cheaper(asked: Asked, margin: Fraction) -> None:
    game, want = asked
    found = checked_against_a_grid(game, want, margin=margin)
    assert found.exhaustive
    if found.cost is not None:
        there = game.at(dict(found.values))
        assert not profitable_deviations(there, Equilibrium.pure_at(there, want).strategies)
        assert all(incentive.after >= margin for incentive in found.incentives)
        assert sum((change.cost for change in found.changes), Fraction(0)) == found.cost


@settings(max_examples=40, deadline=None)
@given(parametric_games(), st.sampled_from([Fraction(1, 4), Fraction(1)]))
def test_it_is_the_only_pure_equilibrium_there(asked: Asked, margin: Fraction) -> None:
    game, want = asked
    found = checked_against_a_grid(game, want, margin=margin, unique=True)
    if found.cost is not None:
        solution = solve(game, Play(concept="pure_nash"), dict(found.values))
        assert [equilibrium.profile for equilibrium in solution.equilibria] == [want]


@settings(max_examples=30, deadline=None)
@given(parametric_games(players=st.integers(2, 3), most_actions=2), MARGINS, st.booleans())
def test_it_is_subgame_perfect_there_in_the_order_that_is_named(asked: Asked, margin: Fraction, unique: bool) -> None:
    game, want = asked
    found = checked_against_a_grid(game, want, margin=margin, order=ANY_ORDER, unique=unique and margin > 0)
    if found.cost is not None:
        assert found.wanted.order is not None
        order = tuple(game.players[mover] for mover in found.wanted.order)
        solution = solve(game, Play("sequential", "subgame_perfect", {"order": order}), dict(found.values))
        assert want in {outcome.profile for outcome in solution.outcomes()}


@settings(max_examples=40, deadline=None)
@given(parametric_games(products=True))
def test_parameters_that_multiply_each_other_are_refused_by_name_or_moved_apart(asked: Asked) -> None:
    game, want = asked
    grouped = design(game, want)
    alone = [design(game, want, levers=[name]) for name in game.parameters]
    multiplied = any(
        frozenset(game.parameters) in (values[game.position(profile)] - values[game.position(want)]).terms
        for player, values in enumerate(game.payoffs)
        for profile in game.profiles()
        if deviated(profile, player, want[player]) == want
    )
    if multiplied:
        with pytest.raises(NotApplicable, match="p and q multiply each other"):
            design(game, want, levers=game.parameters)
        assert grouped.cost == min((found.cost for found in alone if found.cost is not None), default=None)
        assert grouped.exhaustive == (grouped.cost == 0)
    else:
        assert design(game, want, levers=game.parameters).cost == grouped.cost
        assert grouped.exhaustive


@settings(max_examples=40, deadline=None)
@given(parametric_games(), MARGINS, st.booleans())
def test_no_proof_survives_being_bent(asked: Asked, margin: Fraction, unique: bool) -> None:
    game, want = asked
    found = design(game, want, margin=margin, unique=unique and margin > 0)
    certify(found)
    if found.cost is None:
        with pytest.raises(CertificateError):
            certify(replace(found, cost=Fraction(0)))
    else:
        with pytest.raises(CertificateError):
            certify(replace(found, cost=found.cost + 1))
        with pytest.raises(CertificateError):
            certify(replace(found, cost=None))
    proof = found.attempts[0].proof
    condition = found.attempts[0].wanted.condition(game.shape)
    program = Program(found.game, found.attempts[0].movable, found.weights)
    if isinstance(proof, Branching):
        shorter = replace(proof, branches=proof.branches[:-1])
        with pytest.raises(CertificateError, match="passes over an alternative"):
            verify_proof(program, condition, found.cost, shorter)
        with pytest.raises(CertificateError, match="a choice that is not there"):
            verify_proof(program, condition, found.cost, replace(proof, choice=10**6))
    else:
        bent = replace(proof, dual=tuple(-multiplier - 1 for multiplier in proof.dual))
        assume(bent.dual)
        with pytest.raises(CertificateError, match="fails its certificate"):
            verify_proof(program, condition, found.cost, bent)


def stag_hunt(low: int, high: int) -> ParametricGame:
    """Two hunters; `s` is what the stag is worth to each, and a hare 2."""
    stag, hare, nothing = MultiAffine.parameter("s"), MultiAffine.constant(2), MultiAffine.constant(0)
    payoffs = ((stag, nothing, hare, hare), (stag, hare, nothing, hare))
    names = ("first", "second")
    parameters = {"s": Parameter("s", Fraction(1), Fraction(low), Fraction(high))}
    return ParametricGame(names, (("stag", "hare"), ("stag", "hare")), payoffs, parameters)


def test_a_case_by_hand() -> None:
    found = design(stag_hunt(0, 4), (0, 0))
    assert found.values == {"s": 2}
    assert (found.cost, found.exhaustive, found.possible) == (Fraction(1, 4), True, True)
    assert sum(found.prices) == Fraction(1, 4)  # a unit of payoff is a quarter of the range of s
    strict = design(stag_hunt(0, 4), (0, 0), margin="1/2", weights_of_change={"s": 3})
    assert (strict.values["s"], strict.cost) == (Fraction(5, 2), Fraction(9, 8))


def test_what_is_so_already_needs_no_change() -> None:
    found = design(stag_hunt(0, 4), (1, 1), margin=2)
    assert (found.cost, found.changes, dict(found.values)) == (0, (), {})
    assert "nothing to change" in str(found)


def test_what_no_change_is_enough_for_carries_a_proof_and_names_what_is_in_the_way() -> None:
    found = design(stag_hunt(0, 1), (0, 0))
    assert not found.possible
    assert isinstance(found.attempts[0].proof, Infeasible)
    assert {found.game.players[entry.preference.player] for entry in found.incentives} <= {"first", "second"}
    assert found.incentives
    assert all(entry.before == -1 for entry in found.incentives)
    never = design(stag_hunt(0, 100), (0, 0), margin=1, unique=True)  # two hares are an equilibrium whatever s is
    assert not never.possible


def test_it_starts_where_the_parameters_stand() -> None:
    assert design(stag_hunt(0, 4), (0, 0), at={"s": "3/2"}).cost == Fraction(1, 8)
    assert design(stag_hunt(0, 4), (0, 0), at={"s": 2}).cost == 0


def test_data_hold_every_number_exactly() -> None:
    found = design(stag_hunt(0, 4), (0, 0), margin="1/3")
    document = found.to_dict()
    assert document["want"] == {"first": "stag", "second": "stag"}
    assert (document["cost"], document["changes"][0]["after"]) == ("1/3", "7/3")
    assert isinstance(found.attempts[0].proof, Optimum)
    assert document["attempts"][0]["proof"]["least_cost"] == "1/3"
    frame = found.to_frame()
    assert frame.loc[0, "after_exact"] == "7/3"


@pytest.mark.parametrize(
    ("asked", "kind", "message"),
    [
        ({"levers": ["t"]}, UnknownName, "no parameter of this game is named 't'"),
        ({"at": {"s": 9}}, InvalidParameter, "outside its range"),
        ({"weights_of_change": {"s": 0}}, InvalidParameter, "must be positive"),
        ({"weights_of_change": {"t": 1}}, UnknownName, "no parameter of this game"),
        ({"weights_of_change": {"s": float("nan")}}, InvalidNumber, "weight of change of s"),
        ({"margin": -1}, InvalidParameter, "not negative"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked: dict[str, object], kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=message):
        design(stag_hunt(0, 4), (0, 0), **asked)  # type: ignore[arg-type]


def test_no_levers_leave_things_as_they_are() -> None:
    assert not design(stag_hunt(0, 4), (0, 0), levers=[]).possible
    assert design(stag_hunt(0, 4), (1, 1), levers=[]).cost == 0


def test_too_many_groups_are_refused() -> None:
    names = [f"x{number}" for number in range(14)]
    pairs = [MultiAffine({frozenset(names[k : k + 2]): Fraction(1)}) for k in range(0, 14, 2)]
    parameters = {name: Parameter(name, Fraction(0), Fraction(0), Fraction(1)) for name in names}
    game = ParametricGame(("a",), (("x", "y"),), ((MultiAffine.constant(1), MultiAffine.sum(pairs)),), parameters)
    with pytest.raises(TooLarge, match="more than 64 groups"):
        design(game, (1,))
    assert not design(game, (1,), levers=names[::2]).possible


def test_a_search_that_would_not_end_in_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"margin": 1, "unique": True}
    design(stag_hunt(0, 4), (0, 0), **asked)  # type: ignore[arg-type]
    monkeypatch.setattr(disjunctive_program, "MOST_PROGRAMS", 1)
    with pytest.raises(TooLarge, match="more than 1 linear programs"):
        design(stag_hunt(0, 4), (0, 0), **asked)  # type: ignore[arg-type]
