"""The theory of moves against Brams's standard games, the hand work on the scenario, and all 576 strict 2x2 games."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from itertools import permutations, product
from pathlib import Path
from typing import Any

import pytest

from gametheory.concepts import pure_nash, theory_of_moves
from gametheory.concepts.theory_of_moves import NonmyopicAnswer, Survivor
from gametheory.errors import CertificateError, NotApplicable
from gametheory.game import Profile, StrategicGame
from gametheory.solve import Play, solve
from tests.games import permuted, swapped

KOREA = json.loads((Path(__file__).parents[1] / "reference" / "north_korea_2017.json").read_text(encoding="utf-8"))[
    "games"
]

PRISONERS_DILEMMA = StrategicGame.from_arrays([[[3, 1], [4, 2]], [[3, 4], [1, 2]]])
CHICKEN = StrategicGame.from_arrays([[[3, 2], [4, 1]], [[3, 4], [2, 1]]])
RANKINGS = [tuple(map(Fraction, order)) for order in permutations((1, 2, 3, 4))]


def every_game() -> list[StrategicGame]:
    names = ("a1", "a2")
    return [StrategicGame(("row", "column"), (names, names), pair) for pair in product(RANKINGS, repeat=2)]


def ends(game: StrategicGame) -> dict[Profile, set[Profile]]:
    found: dict[Profile, set[Profile]] = {}
    for survivor in solved(game).survivors:
        found.setdefault(survivor.initial, set()).add(survivor.final)
    return found


def solved(game: StrategicGame) -> NonmyopicAnswer:
    answer: object = solve(game, Play(concept="theory_of_moves"))
    assert isinstance(answer, NonmyopicAnswer)
    return answer


def test_cooperation_is_left_by_nobody_and_reached_from_where_one_is_exploited() -> None:
    assert ends(PRISONERS_DILEMMA) == {(0, 0): {(0, 0)}, (0, 1): {(0, 0)}, (1, 0): {(0, 0)}, (1, 1): {(1, 1)}}
    assert solved(PRISONERS_DILEMMA).equilibria == ((0, 0), (1, 1))
    exploited = next(one for one in solved(PRISONERS_DILEMMA).survivors if one.initial == (0, 1))
    assert exploited.movers == (1,), "the exploiter concedes before the exploited ends all cooperation"


def test_in_chicken_the_first_to_yield_is_the_one_with_less_power() -> None:
    assert ends(CHICKEN)[1, 1] == {(0, 1), (1, 0)}
    assert solved(CHICKEN).equilibria == ((0, 0), (0, 1), (1, 0))


@pytest.mark.parametrize(
    "entry", [e for e in KOREA if "theory_of_moves" in e], ids=lambda e: "+".join([e["game"], *e["readings"]])
)
def test_the_scenario_s_games_end_where_hand_work_says(entry: dict[str, Any]) -> None:
    players, actions = tuple(entry["actions"]), tuple(map(tuple, entry["actions"].values()))
    ranks = tuple(
        tuple(Fraction(entry["ranks"][player][" ".join(words)]) for words in product(*actions)) for player in players
    )
    game = StrategicGame(players, actions, ranks)

    def words(profile: Profile) -> str:
        return " ".join(game.named(profile).values())

    found = {words(initial): sorted(map(words, finals)) for initial, finals in ends(game).items()}
    assert found == {initial: sorted(finals) for initial, finals in entry["theory_of_moves"].items()}


def test_every_strict_game_ends_somewhere_and_passes_its_certificate() -> None:
    for game in every_game():
        answer = solved(game)  # which certifies it
        assert {survivor.initial for survivor in answer.survivors} == set(game.profiles())
        finals = ends(game)
        for survivor in answer.survivors:
            wrong = [profile for profile in game.profiles() if profile not in finals[survivor.initial]]
            for final in wrong:
                with pytest.raises(CertificateError):
                    theory_of_moves.certify(game, replace(answer, survivors=(replace(survivor, final=final),)))
            assert (survivor.final == survivor.initial) == (survivor.movers == ())


def test_what_both_like_best_is_never_left() -> None:
    for game in every_game():
        best = [profile for profile in game.profiles() if all(game.payoff(p, profile) == 4 for p in (0, 1))]
        for profile in best:
            assert ends(game)[profile] == {profile}
            assert all(finals == {profile} for finals in ends(game).values())


def test_nobody_ends_with_its_worst_unless_play_starts_there() -> None:
    for game in every_game():
        for survivor in solved(game).survivors:
            for mover in survivor.movers:
                stays = game.payoff(mover, survivor.initial)
                assert game.payoff(mover, survivor.final) != 1 or stays == 1


def test_names_and_order_of_players_and_actions_do_not_matter() -> None:
    for game in every_game()[::7]:
        turned = {initial[::-1]: {final[::-1] for final in finals} for initial, finals in ends(game).items()}
        assert ends(swapped(game)) == turned
        flipped = {
            (1 - initial[0], initial[1]): {(1 - final[0], final[1]) for final in finals}
            for initial, finals in ends(game).items()
        }
        assert ends(permuted(game, [[1, 0], [0, 1]])) == flipped


def test_only_the_order_of_payoffs_counts() -> None:
    for game in every_game()[::11]:
        stretched = replace(game, payoffs=tuple(tuple(value**3 - 7 for value in row) for row in game.payoffs))
        assert solved(stretched).survivors == solved(game).survivors


@pytest.mark.parametrize(
    ("payoffs", "message"),
    [
        ([[[1, 1], [2, 3]], [[1, 2], [3, 4]]], "no ties; 'player_1' is indifferent"),
        ([[[1, 2, 3], [4, 5, 6]], [[1, 2, 3], [4, 5, 6]]], "this game is 2x3"),
    ],
)
def test_other_games_are_refused(payoffs: list[Any], message: str) -> None:
    with pytest.raises(NotApplicable, match=message) as caught:
        solve(StrategicGame.from_arrays(payoffs), Play(concept="theory_of_moves"))
    assert "the theory of moves" in str(caught.value)
    assert "taxonomy" not in str(caught.value)


def test_an_answer_is_text_data_and_a_table() -> None:
    answer = solved(CHICKEN)
    document = json.loads(json.dumps(answer.to_dict()))
    assert document["complete"] is True
    assert [entry["payoffs"]["player_1"] for entry in document["equilibria"]] == ["3", "2", "4"]
    power = document["survivors"][-2]
    assert power["initial"] == {"player_1": "a2", "player_2": "a2"}
    assert power["final"] == {"player_1": "a1", "player_2": "a2"}
    assert power["moves_first"] == ["player_1"]
    assert list(answer.to_frame().columns) == ["initial", "final", "moves_first"]
    assert len(answer.to_frame()) == 5
    assert "  from a1, a1: nobody moves" in str(answer)
    assert [outcome.profile for outcome in answer.outcomes()] == list(answer.equilibria)
    assert set(answer.equilibria) >= {one.profile for one in pure_nash.solve(CHICKEN).equilibria}
    assert theory_of_moves.deviations(CHICKEN, Survivor((0, 0), (1, 1), (0,))) == (Survivor((0, 0), (0, 0), ()),)
