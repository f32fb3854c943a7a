"""Side payments: they work, none is larger than it must be, and what is promised off the path is told apart."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.concepts import pure_nash
from gametheory.errors import CertificateError, InvalidParameter
from gametheory.game import StrategicGame
from gametheory.preference_conditions import deviated
from gametheory.side_payments import certify, side_payments
from gametheory.solve import Play, solve
from gametheory.wanted_outcome import ANY_ORDER
from tests.games import COARSE, QUARTERS, games

PRISONERS = StrategicGame.from_arrays([[[3, 0], [4, 1]], [[3, 4], [0, 1]]])
THREE = games(players=st.integers(2, 3), most_actions=3, numbers=QUARTERS)
MARGINS = st.sampled_from([Fraction(0), Fraction(1, 2)])


@settings(max_examples=60, deadline=None)
@given(THREE, MARGINS, st.data())
def test_the_outcome_becomes_an_equilibrium_and_a_cent_less_would_not_do(
    game: StrategicGame, margin: Fraction, data: st.DataObject
) -> None:
    want = data.draw(st.sampled_from(list(game.profiles())))
    found = side_payments(game, want, margin=margin)
    assert want in {equilibrium.profile for equilibrium in pure_nash.solve(found.game_with_promises()).equilibria}
    assert found.off_path == ()
    for player, amount in enumerate(found.on_path):
        if amount:
            less = (*found.on_path[:player], amount - Fraction(1, 10**9), *found.on_path[player + 1 :])
            assert not found.wanted.holds_in(replace(found, on_path=less).game_with_promises())


@settings(max_examples=60, deadline=None)
@given(THREE, st.data())
def test_promises_off_the_path_make_ones_part_dominant_at_no_further_cost(
    game: StrategicGame, data: st.DataObject
) -> None:
    want = data.draw(st.sampled_from(list(game.profiles())))
    margin = Fraction(1, 4)
    found = side_payments(game, want, margin=margin, unique=True)
    assert found.on_path == side_payments(game, want, margin=margin).on_path
    assert all(promise.profile != want and promise.amount > 0 for promise in found.off_path)
    after = found.game_with_promises()
    for player, size in enumerate(game.shape):
        for profile in after.profiles():
            part = after.payoff(player, deviated(profile, player, want[player]))
            for action in range(size):
                if action != want[player]:
                    assert part - after.payoff(player, deviated(profile, player, action)) >= margin
    assert [equilibrium.profile for equilibrium in pure_nash.solve(after).equilibria] == [want]


@settings(max_examples=60, deadline=None)
@given(games(players=st.integers(2, 3), most_actions=2, numbers=COARSE), MARGINS, st.booleans(), st.data())
def test_in_an_order_of_moves_it_becomes_subgame_perfect_and_costs_no_more_than_at_once(
    game: StrategicGame, margin: Fraction, unique: bool, data: st.DataObject
) -> None:
    want = data.draw(st.sampled_from(list(game.profiles())))
    found = side_payments(game, want, margin=margin, unique=unique and margin > 0, order=ANY_ORDER)
    assert found.wanted.order is not None
    order = tuple(game.players[mover] for mover in found.wanted.order)
    play = Play("sequential", "subgame_perfect", {"order": order})
    outcomes = {outcome.profile for outcome in solve(found.game_with_promises(), play).outcomes()}
    assert want in outcomes
    assert not found.wanted.unique or outcomes == {want}
    assert found.paid <= side_payments(game, want, margin=margin).paid


def test_the_prisoners_by_hand() -> None:
    found = side_payments(PRISONERS, (0, 0))
    assert (found.on_path, found.paid, found.exposure) == ((1, 1), 2, 0)
    first = side_payments(PRISONERS, (0, 0), order=["player_1", "player_2"])
    # The first mover fears the answer; the second, who moves last, has to be paid.
    assert first.on_path == (0, 1)
    dominant = side_payments(PRISONERS, (0, 0), margin=1, unique=True)
    assert dominant.on_path == (2, 2)
    assert dominant.exposure == 2
    assert {(promise.player, promise.profile, promise.amount) for promise in dominant.off_path} == {
        (0, (0, 1), 2),
        (1, (1, 0), 2),
    }
    assert side_payments(PRISONERS, (1, 1)).paid == 0


def test_data_tell_the_two_kinds_apart() -> None:
    found = side_payments(PRISONERS, (0, 0), margin=1, unique=True)
    frame = found.to_frame()
    assert list(frame["kind"]) == ["on path", "on path", "off path", "off path"]
    document = found.to_dict()
    assert document["on_path"] == {"player_1": "2", "player_2": "2"}
    assert document["temptations"]["player_1"] == {
        "action": "a2",
        "reached": {"player_1": "a2", "player_2": "a1"},
        "gain": "1",
    }
    assert "off the path, player_1 at a1, a2: 2" in str(found)


def test_a_bent_answer_fails_its_certificate() -> None:
    found = side_payments(PRISONERS, (0, 0))
    certify(found)
    for on_path in ((Fraction(2), Fraction(1)), (Fraction(0), Fraction(1)), (Fraction(-1), Fraction(1))):
        with pytest.raises(CertificateError):
            certify(replace(found, on_path=on_path))


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="not negative"):
        side_payments(PRISONERS, (0, 0), margin=-1)
    with pytest.raises(InvalidParameter, match="needs a margin above zero"):
        side_payments(PRISONERS, (0, 0), unique=True)
