"""Settings over common worlds: small games judged by hand, and every number against solving each world alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from math import isnan, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.ensemble import Ensemble, Stratum, draw_ensemble
from gametheory.errors import InvalidParameter, UnknownName
from gametheory.game import ParametricGame, Profile
from gametheory.robustness import in_arrays, robustness
from gametheory.robustness_answer import Robustness
from gametheory.solve import Play, solve
from tests.ensembles import coordination_game, game_of, sum_of, threshold_game, worlds_at
from tests.games import TWO
from tests.parametric_games import parametric_games

Setting = Mapping[str, Fraction]
F = Fraction


def four_worlds() -> Ensemble:
    return worlds_at([{"x": F(n, 8)} for n in (1, 3, 5, 7)], strata=[0, 0, 1, 1])


@pytest.fixture(scope="module")
def thresholds() -> Robustness:
    """Payoffs of a: 1/2, 1/2, 5/8, 7/8 as it is; 1/2, 5/8, 7/8, 9/8 with help; 5/8, 7/8, 9/8, 11/8 with more."""
    given = {"as it is": {}, "help": {"y": "1/4"}, "more": {"y": "1/2"}, "none": {"y": 0}}
    return robustness(threshold_game(), given, four_worlds(), goal={"a": "a0"})


def test_outcomes_are_counted_over_the_worlds(thresholds: Robustness) -> None:
    counted = {name: effect.whole.tally.only for name, effect in thresholds.effects.items()}
    assert counted == {"as it is": (2, 2), "help": (3, 1), "more": (4, 0), "none": (2, 2)}
    assert [part.tally.only for part in thresholds.effects["help"].strata] == [(1, 1), (2, 0)]
    assert thresholds.effects["help"].whole.changed.mean == 1 / 4


def test_payoffs_are_held_against_the_baseline(thresholds: Robustness) -> None:
    a, b = thresholds.effects["help"].players
    assert (a.better.mean, a.worse.mean, a.same.mean, a.surely_better.mean) == (3 / 4, 0, 1 / 4, 3 / 4)
    assert a.change[0].mean == a.change[1].mean == (0 + 1 / 8 + 1 / 4 + 1 / 4) / 4
    assert a.worst == 1 / 2
    assert (b.better.mean, b.same.mean, b.change[0].mean) == (1 / 4, 3 / 4, 1 / 4)
    base = thresholds.baseline.player("a")
    assert (base.same.mean, base.change[0].mean) == (1, 0)


def test_the_error_of_a_mean_is_that_of_a_sample(thresholds: Robustness) -> None:
    gained = [0, 1 / 8, 1 / 4, 1 / 4]
    mean = sum(gained) / 4
    deviation = sqrt(sum((value - mean) ** 2 for value in gained) / 3)
    assert thresholds.effects["help"].players[0].change[0].error == pytest.approx(deviation / 2)


def test_regret_is_against_the_best_setting_of_each_world(thresholds: Robustness) -> None:
    regrets = {name: effect.player("a") for name, effect in thresholds.effects.items()}
    assert [regrets["as it is"].regret[0].mean, regrets["as it is"].worst_regret[0]] == [3 / 8, 1 / 2]
    assert [regrets["help"].regret[1].mean, regrets["help"].worst_regret[1]] == [7 / 32, 1 / 4]
    assert regrets["more"].worst_regret == (0, 0)
    assert thresholds.least_regret("a") == ("more",)


def test_what_is_never_worse_and_somewhere_better_dominates(thresholds: Robustness) -> None:
    assert thresholds.dominators("as it is") == ("help", "more")
    assert thresholds.dominators("help") == ("more",)
    assert thresholds.dominators("more") == ()
    assert {("as it is", "none"), ("none", "as it is")} <= thresholds.at_least
    assert thresholds.dominators("none", by_goal=True) == ("help", "more")


def test_a_setting_is_robust_to_the_kinds_of_world_in_which_it_always_meets_the_goal(thresholds: Robustness) -> None:
    assert [effect.robust_to for effect in thresholds.effects.values()] == [
        ("kind 1",),
        ("kind 1",),
        ("kind 0", "kind 1"),
        ("kind 1",),
    ]
    missed = [effect.whole.missed for effect in thresholds.effects.values()]
    assert [share.mean for share in missed if share is not None] == [1 / 2, 1 / 4, 0, 1 / 2]
    without = robustness(threshold_game(), {"as it is": {}, "help": {"y": "1/4"}}, four_worlds())
    assert [effect.robust_to for effect in without.effects.values()] == [(), ("kind 0", "kind 1")]
    assert without.effects["help"].whole.goal is without.effects["help"].whole.missed is None
    assert without.goal_at_least == frozenset()


def test_none_of_several_equilibria_is_picked() -> None:
    worlds = worlds_at([{"x": F(0)}])
    given = {"as it is": {}, "up": {"y": 1}, "spread": {"y": 1, "z": "1/2"}, "down": {"z": "1/2"}}
    found = robustness(coordination_game(), given, worlds, goal={"a": "a0"})
    assert found.baseline.whole.tally.several == (1, 0, 0, 1)
    up, spread, down = (found.effects[name].players[0] for name in ("up", "spread", "down"))
    # the least is what the mixed equilibrium yields: u v / (u + v) for u and v at the pure ones
    assert found.baseline.players[0].worst == pytest.approx(2 / 3)
    assert [end.mean for end in up.change] == pytest.approx([3 / 4 - 2 / 3, 1])
    assert (up.better.mean, up.surely_better.mean) == (1, 0)
    assert [end.mean for end in spread.change] == pytest.approx([3 / 7 - 2 / 3, 1])
    assert (spread.undecided.mean, spread.better.mean, spread.worse.mean) == (1, 0, 0)
    assert (down.worse.mean, down.surely_worse.mean) == (1, 0)
    assert [share.mean for share in found.baseline.whole.goal or ()] == [0, 1]
    assert found.dominators("spread") == ("up",)


def test_settings_that_need_each_other_are_complements_and_those_that_replace_each_other_substitutes() -> None:
    joint = sum_of((1, "y z"))
    quarter = sum_of(("1/4", ""))
    needing = game_of([[joint, quarter]], (2,), {"x": (0, 0, 1), "y": (0, 0, 1), "z": (0, 0, 1)})
    replacing = game_of(
        [[sum_of((1, "y")), sum_of((1, "z")), sum_of()]], (3,), {"x": (0, 0, 1), "y": (0, 0, 1), "z": (0, 0, 1)}
    )
    apart = game_of([[sum_of((1, "y"), (1, "z"))]], (1,), {"x": (0, 0, 1), "y": (0, 0, 1), "z": (0, 0, 1)})
    given = {"none": {}, "y": {"y": 1}, "z": {"z": 1}, "both": {"y": 1, "z": 1}}
    worlds = worlds_at([{"x": F(0)}, {"x": F(1)}])
    for game, verdict, excess in (
        (needing, "complements", 3 / 4),
        (replacing, "substitutes", -1),
        (apart, "independent", 0),
    ):
        found = robustness(game, given, worlds, pairs=[("y", "z", "both")], goal={"a": "a0"})
        (one,) = found.interactions
        assert one.players[0].verdict == verdict
        assert [end.mean for end in one.players[0].excess] == [excess, excess]
        assert one.goal is not None
    (needed,) = robustness(needing, given, worlds, pairs=[("y", "z", "both")], goal={"a": "a0"}).interactions
    assert needed.goal is not None
    assert [share.mean for share in needed.goal] == [1, 1]


def test_where_there_is_no_pure_equilibrium_payoffs_are_unknown_and_nothing_dominates() -> None:
    win, lose = sum_of((1, "")), sum_of((-1, ""), (1, "y"))
    pennies = [[win, lose, lose, win], [lose, win, win, lose]]
    game = game_of(pennies, (2, 2), {"x": (0, 0, 1), "y": (0, 0, 2)})
    given = {"as it is": {}, "kind": {"y": 2}}
    found = robustness(game, given, worlds_at([{"x": F(0)}]), play=Play(concept="pure_nash"))
    one = found.effects["kind"].players[0]
    assert found.baseline.whole.tally.none == 1
    assert one.unknown.mean == 1
    assert isnan(one.change[0].mean)
    assert isnan(found.baseline.players[0].worst_regret[0])
    assert found.dominators("as it is") == ()
    assert json.loads(json.dumps(found.to_dict()))["settings"]["as it is"]["players"]["a"]["worst"]["mean"] is None
    assert robustness(game, given, worlds_at([{"x": F(0)}])).baseline.whole.tally.mixed == 1


def test_other_plays_are_solved_world_by_world() -> None:
    play = Play("sequential", "subgame_perfect", {"order": ("a", "b")})
    game = coordination_game()
    assert in_arrays(game)
    assert not in_arrays(game, play)
    worlds = worlds_at([{"x": F(0)}, {"x": F(1)}])
    found = robustness(game, {"as it is": {}, "up": {"y": 1}}, worlds, play=play)
    assert found.baseline.whole.tally.only == (2, 0, 0, 0)
    assert [end.mean for end in found.effects["up"].players[1].change] == [1, 1]


def test_a_play_that_does_not_fit_says_so_and_not_of_some_world() -> None:
    play = Play("sequential", "subgame_perfect", {"order": ("a", "nobody")})
    with pytest.raises(UnknownName, match="'nobody'") as caught:
        robustness(threshold_game(), {"as it is": {}}, four_worlds(), play=play)
    assert "world" not in str(caught.value)


def test_progress_counts_the_worlds_of_every_setting_that_differs() -> None:
    told: list[tuple[int, int]] = []
    given = {"as it is": {}, "again": {"y": 0}, "more": {"y": 1}}
    robustness(threshold_game(), given, four_worlds(), progress=lambda done, total: told.append((done, total)))
    assert told == [(4, 8), (8, 8)]


@pytest.mark.parametrize(
    ("given", "more", "error", "says"),
    [
        ({}, {}, InvalidParameter, "no setting"),
        ({"s": {"nope": 1}}, {}, UnknownName, "nope"),
        ({"s": {"y": 3}}, {}, InvalidParameter, "outside its range"),
        ({"s": {}}, {"goal": {"a": "a9"}}, UnknownName, "a9"),
        ({"s": {}}, {"goal": {}}, InvalidParameter, "names no"),
        ({"s": {}}, {"pairs": [("s", "t", "s")]}, UnknownName, "setting"),
    ],
)
def test_errors_say_what_is_wrong(
    given: Mapping[str, Mapping[str, object]], more: dict[str, object], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        robustness(threshold_game(), given, four_worlds(), **more)  # type: ignore[arg-type]


def test_the_frame_has_every_number_once(thresholds: Robustness) -> None:
    frame = thresholds.to_frame()
    assert not frame.duplicated(["setting", "stratum", "about", "measure"]).any()
    row = frame.query("setting == 'help' and stratum == '' and about == 'a' and measure == 'change_of_least'")
    assert row["value"].tolist() == [5 / 32]
    only = frame.query("setting == 'more' and stratum == 'kind 0' and about == 'a0/b0' and measure == 'only'")
    assert only["value"].tolist() == [1]
    assert "as it is: a0/b0 only 2" in str(thresholds)


HALVES = [F(number, 2) for number in range(-2, 3)]


@st.composite
def comparisons(
    draw: st.DrawFn, most_actions: int = 3, players: st.SearchStrategy[int] = TWO
) -> tuple[ParametricGame, dict[str, Setting], Ensemble]:
    """A game in p and q, settings that put q somewhere (one of them p as well), and worlds of different p."""
    game, _ = draw(parametric_games(players, most_actions, products=True))
    columns = [{"p": value} for value in draw(st.lists(st.sampled_from(HALVES), min_size=1, max_size=4))]
    given: dict[str, Setting] = {"as it is": {}}
    for number, value in enumerate(draw(st.lists(st.sampled_from(HALVES), min_size=1, max_size=3))):
        given[f"q{number}"] = {"q": value}
    given["both"] = {"q": draw(st.sampled_from(HALVES)), "p": draw(st.sampled_from(HALVES))}
    return game, given, worlds_at(columns)


def alone(
    game: ParametricGame, setting: Setting, worlds: Ensemble, play: Play
) -> list[tuple[set[Profile], list[list[Fraction]]]]:
    """For each world, solved by itself: the pure equilibria, and the least and greatest payoff of each player."""
    found = []
    for world in range(len(worlds)):
        answer = solve(game, play, {**worlds.at(world), **setting})
        ranges = answer.payoff_ranges()
        pure = {outcome.profile for outcome in answer.outcomes() if outcome.profile is not None}
        found.append((pure, [] if ranges is None else [list(ends) for ends in zip(*ranges, strict=True)]))
    return found


@settings(deadline=None, max_examples=60)
@given(comparisons(), st.sampled_from(["nash", "pure_nash"]))
def test_every_number_is_that_of_solving_each_world_alone(
    drawn: tuple[ParametricGame, dict[str, Setting], Ensemble], concept: str
) -> None:
    game, given, worlds = drawn
    play = Play(concept=concept)
    found = robustness(game, given, worlds, play=play)
    solved = {name: alone(game, setting, worlds, play) for name, setting in given.items()}

    def moved(name: str) -> Setting:
        return {n: value for n, value in given[name].items() if n == "p" or value != game.parameters[n].default}

    for name, effect in found.effects.items():
        for number, profile in enumerate(game.profiles()):
            stable = sum(profile in pure for pure, _ in solved[name])
            assert effect.whole.tally.only[number] + effect.whole.tally.several[number] == stable
        for player, measured in enumerate(effect.players):
            pairs = [(here, base) for (_, here), (_, base) in zip(solved[name], solved["as it is"], strict=True)]
            known = [
                [(here[end][player], base[end][player]) for end in (0, 1)] for here, base in pairs if here and base
            ]
            up = [all(here >= base for here, base in ends) for ends in known]
            down = [all(here <= base for here, base in ends) for ends in known]
            count = len(worlds)
            assert measured.unknown.mean == pytest.approx((count - len(known)) / count)
            assert measured.better.mean == pytest.approx(
                sum(u and not d for u, d in zip(up, down, strict=True)) / count
            )
            assert measured.worse.mean == pytest.approx(sum(d and not u for u, d in zip(up, down, strict=True)) / count)
            assert measured.surely_better.mean == pytest.approx(
                sum(low > high for (low, _), (_, high) in known) / count
            )
            if known:
                changes = [sum(here - base for here, base in (ends[end] for ends in known)) for end in (0, 1)]
                assert [end.mean for end in measured.change] == pytest.approx([float(c / len(known)) for c in changes])
        for other in given:
            if other != name:
                never_worse = all(
                    len(here) == len(there) == 2
                    and all(mine >= yours for end in (0, 1) for mine, yours in zip(here[end], there[end], strict=True))
                    for (_, here), (_, there) in zip(solved[name], solved[other], strict=True)
                )
                assert ((name, other) in found.at_least) == (never_worse or moved(name) == moved(other))


@settings(deadline=None, max_examples=60)
@given(comparisons(players=st.integers(1, 3), most_actions=2))
def test_regret_is_not_negative_and_some_setting_has_none_in_each_world(
    drawn: tuple[ParametricGame, dict[str, Setting], Ensemble],
) -> None:
    game, given, worlds = drawn
    for world in range(len(worlds)):
        found = robustness(game, given, worlds_at([worlds.at(world)]))
        for player in game.players:
            regrets = [effect.player(player).worst_regret for effect in found.effects.values()]
            for end in (0, 1):
                known = [regret[end] for regret in regrets if not isnan(regret[end])]
                assert min(known, default=0) == 0
    found = robustness(game, given, worlds)
    for name in given:
        for one in found.effects[name].players:
            assert not any(end.mean < 0 for end in one.regret)
            assert not any(worst < end.mean - 1e-12 for worst, end in zip(one.worst_regret, one.regret, strict=True))
            assert one.better.mean + one.worse.mean + one.same.mean + one.undecided.mean + one.unknown.mean == (
                pytest.approx(1)
            )
            assert one.surely_better.mean <= one.better.mean
            assert one.surely_worse.mean <= one.worse.mean


@settings(deadline=None, max_examples=30)
@given(comparisons(most_actions=2))
def test_equal_settings_meet_the_same_worlds_and_do_the_same(
    drawn: tuple[ParametricGame, dict[str, Setting], Ensemble],
) -> None:
    game, given, _ = drawn
    worlds = draw_ensemble(game, ["p"], [Stratum("one", {}), Stratum("other", {"p": F(1, 2)})], 40, seed=3)
    q = {"q": game.parameters["q"].default}
    found = robustness(game, {"as it is": {}, "again": {}, "where it stands": q, **given}, worlds)
    base = found.baseline
    for name in ("again", "where it stands"):
        assert found.effects[name].whole == base.whole
        assert found.effects[name].players == base.players
        assert {(name, "as it is"), ("as it is", name)} <= found.at_least
    assert all(one.same.mean + one.unknown.mean == 1 for one in base.players)
