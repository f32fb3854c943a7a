"""Games with types: the form, Bayes-Nash and perfect Bayesian equilibria, thresholds, textbook games."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gametheory.bayesian_game import BayesianGame, TypedTree
from gametheory.bayesian_solution import BayesianSolution, Separation
from gametheory.concepts import bayes_nash, perfect_bayesian, pure_nash
from gametheory.errors import (
    CertificateError,
    DetenteError,
    InvalidGame,
    InvalidParameter,
    NotApplicable,
    NotMultiAffine,
    TooLarge,
    UnknownName,
)
from gametheory.forms.incomplete_information import Rules, play
from gametheory.game import ParametricGame, StrategicGame
from gametheory.interim_deviation import (
    Beliefs,
    bayes,
    believed,
    interim_deviations,
    sequential_deviations,
    signals,
)
from gametheory.parameters import MultiAffine, Parameter
from gametheory.solve import Play, solve
from gametheory.thresholds import thresholds
from tests.games import COARSE, QUARTERS, games
from tests.published_trees import PRINCESS_BRIDE_EQUILIBRIA, princess_bride

HALF = Fraction(1, 2)
SIGNALLING = ("sender", "receiver")


def blended(weak: object, strong: object) -> MultiAffine:
    """What is `strong` where the parameter `weak` is 0, and `weak` where it is 1."""
    share = MultiAffine.parameter("weak")
    low, high = Fraction(str(strong)), Fraction(str(weak))
    return MultiAffine.constant(low) + share * MultiAffine.constant(high - low)


def typed_stage(
    actions: tuple[tuple[str, ...], tuple[str, ...]], cells: list[list[tuple[object, object]]], p: object = HALF
) -> ParametricGame:
    """A two-player stage in which each cell gives what a player gets with a strong and with a weak first player."""
    payoffs = tuple(tuple(blended(weak, strong) for strong, weak in row) for row in cells)
    parameters = {
        "weak": Parameter("weak", Fraction(0), Fraction(0), Fraction(1)),
        "p": Parameter("p", Fraction(str(p)), Fraction(0), Fraction(1)),
    }
    return ParametricGame(SIGNALLING, actions, payoffs, parameters)


def rules(order: tuple[str, ...] = SIGNALLING, prior: object = "p") -> dict[str, Any]:
    return {
        "types": {"sender": {"strong": {"weak": 0}, "weak": {"weak": 1}}},
        "prior": {"sender": {"strong": prior}},
        "order": order,
    }


def solved(stage: ParametricGame, concept: str, own: Mapping[str, Any]) -> BayesianSolution:
    answer = solve(stage, Play("incomplete_information", concept, own))
    assert isinstance(answer, BayesianSolution)
    return answer


def beer_quiche(p: object = "9/10") -> ParametricGame:
    """Cho and Kreps 1987, section II: the strong like beer, the weak quiche; both would rather not be challenged."""
    sender = [(1, 0), (3, 2), (0, 1), (2, 3)]  # beer/duel, beer/leave, quiche/duel, quiche/leave
    receiver = [(0, 1), (1, 0), (0, 1), (1, 0)]
    return typed_stage((("beer", "quiche"), ("duel", "leave")), [sender, receiver], p)


def test_beer_and_quiche() -> None:
    answer = solved(beer_quiche(), "perfect_bayesian", rules())
    assert answer.complete
    pooled = {tuple(found.payoffs) for found in answer.equilibria}
    assert pooled == {(Fraction(29, 10), Fraction(9, 10)), (Fraction(21, 10), Fraction(9, 10))}
    assert all(set(found.separation.values()) == {Separation.POOLING} for found in answer.equilibria)
    for found in answer.equilibria:
        assert found.beliefs is not None
        ((unexpected, belief),) = [
            (done, own) for done, own in found.beliefs.items() if own != (Fraction(9, 10), Fraction(1, 10))
        ]
        assert belief[1] >= HALF, "a challenge off the path needs at least even odds that the sender is weak"
        assert bayes(answer.game, found.behaviour, unexpected) is None
    # With few strong senders there is no pooling: one type mixes, and the receiver after the other's message.
    rare = solved(beer_quiche("1/10"), "perfect_bayesian", rules())
    assert {kind for found in rare.equilibria for kind in found.separation.values()} == {Separation.SEMI_SEPARATING}
    line = thresholds(beer_quiche(), Rules(**rules()), "p")
    assert line.points == (HALF,)
    assert line.at("1/4") == ()
    assert [len(line.at(p)) for p in ("1/2", "3/4", 1)] == [2, 2, 2]
    assert line.where("receiver", "leave", seen={"sender": "beer"}) == ((HALF, Fraction(1)),)


def test_a_bluff() -> None:
    """Watson 2013, exercise 29.6: the form makes the published game, and finds all that is known of it."""
    sender = [(1, -1), (0, -3), (1, 1), (0, -1)]
    receiver = [(0, 0), (-2, 1), (0, 0), (-2, 1)]
    stage = typed_stage((("up", "stay"), ("surrender", "fight")), [sender, receiver])
    game = play(stage.moved({}), Rules(**rules()))
    assert isinstance(game, TypedTree)
    published = princess_bride().strategic_form()
    form = game.strategic_form()
    assert form.payoffs == published.payoffs
    assert {found.payoffs for found in bayes_nash.solve(game).equilibria} == {
        payoffs for _, _, payoffs in PRINCESS_BRIDE_EQUILIBRIA
    }
    # Whatever the prince does after a surprise, some belief makes it best: all of them are perfect.
    perfect = solved(stage, "perfect_bayesian", rules())
    assert [found.separation[0] for found in perfect.equilibria].count(Separation.POOLING) == 3
    kinds = {found.payoffs: found.separation[0] for found in perfect.equilibria if found.pure}
    assert kinds[0, HALF] is Separation.SEPARATING
    assert [found.separation[0] for found in perfect.equilibria if not found.pure] == [Separation.SEMI_SEPARATING]
    assert len(perfect.equilibria) == len(PRINCESS_BRIDE_EQUILIBRIA)


def test_an_incredible_threat_is_nash_and_not_perfect() -> None:
    """Entry: fighting is worse for every type of belief, so staying out for fear of it does not survive."""
    sender = [(-1, -1), (1, 1), (0, 0), (0, 0)]
    receiver = [(-1, -1), (1, 1), (2, 2), (2, 2)]
    stage = typed_stage((("enter", "out"), ("fight", "yield")), [sender, receiver])
    nash = {found.payoffs for found in solved(stage, "bayes_nash", rules()).equilibria}
    perfect = {found.payoffs for found in solved(stage, "perfect_bayesian", rules()).equilibria}
    assert nash == {(0, 2), (1, 1)}
    assert perfect == {(1, 1)}


def job_market(high: Fraction, low: Fraction, dear: Fraction, cheap: Fraction, p: Fraction) -> ParametricGame:
    """Spence 1973, with two offers: the receiver gains by promoting the strong and loses by promoting the weak."""
    sender = [(high - cheap, low - dear), (-cheap, -dear), (high, low), (0, 0)]
    receiver = [(1, -1), (0, 0), (1, -1), (0, 0)]
    return typed_stage((("signal", "none"), ("promote", "pass")), [sender, receiver], p)


@given(st.tuples(*(st.integers(0, 12).map(lambda n: Fraction(n, 4)) for _ in range(4))), st.integers(1, 9))
@settings(max_examples=40, deadline=None)
def test_a_signal_separates_exactly_between_the_two_gains(numbers: tuple[Fraction, ...], tenths: int) -> None:
    high, low, dear, cheap = numbers
    answer = solved(job_market(high, low, dear, cheap, Fraction(tenths, 10)), "perfect_bayesian", rules())
    separates = any(
        found.pure
        and found.separation == {0: Separation.SEPARATING}
        and found.behaviour[answer.game.number_of[0, 0, ()]][0]
        for found in answer.equilibria
    )
    assert separates == (cheap <= high and dear >= low)


def test_the_interval_of_costs_at_which_a_signal_separates() -> None:
    cost, one = MultiAffine.parameter("cost"), MultiAffine.constant(1)
    gains = blended(1, 3)  # acceptance is worth 3 to the strong, 1 to the weak
    stage = ParametricGame(
        SIGNALLING,
        (("signal", "none"), ("accept", "refuse")),
        (
            (gains - cost, MultiAffine.constant(0) - cost, gains, MultiAffine.constant(0)),
            tuple(MultiAffine.constant(0) if refuse else one - blended(2, 0) for _, refuse in product((0, 1), (0, 1))),
        ),
        {
            "weak": Parameter("weak", Fraction(0), Fraction(0), Fraction(1)),
            "cost": Parameter("cost", Fraction(0), Fraction(0), Fraction(5)),
        },
    )
    line = thresholds(stage, Rules(**rules(prior="1/4")), "cost")
    assert [(found.low, found.high) for found in line.separating("sender")] == [(1, 3)]
    assert line.points == (1, 3)
    # Nobody signalling is stable at any cost if a signal would be refused, and from 3 on even if it would be accepted;
    # everybody signalling, only where it is free and refused anyway.
    pooling = {(found.low, found.high) for found in line.separating("sender", Separation.POOLING)}
    assert pooling == {(0, 5), (3, 5), (0, 0)}
    frame = line.to_frame()
    assert set(frame["equilibrium"]) == set(range(len(line.ranges)))
    assert line.to_dict()["points"] == ["1", "3"]
    assert "3" in str(line)


@given(st.lists(st.integers(-20, 20), min_size=4, max_size=4, unique=True))
@settings(max_examples=30, deadline=None)
def test_minimum_trust(numbers: list[int]) -> None:
    """Kydd 2000, International Organization 54: the least trust to cooperate is (P - S) / (R - T + P - S)."""
    sucker, punishment, temptation, reward = map(Fraction, sorted(numbers))
    # The sender's type: the strong are trustworthy and cooperate, the weak defect whatever the other does.
    trust = [(1, -1), (0, -1), (0, 0), (0, 0)]
    other = [(reward, reward), (temptation, temptation), (sucker, sucker), (punishment, punishment)]
    stage = typed_stage((("cooperate", "defect"), ("cooperate", "defect")), [trust, other])
    line = thresholds(stage, Rules(**rules(order=())), "p")
    threshold = (punishment - sucker) / ((reward - temptation) + (punishment - sucker))
    assert line.where("receiver", "cooperate") == ((threshold, Fraction(1)),)
    # Read the other way round at one point: the solver agrees with the formula on either side.
    for trusted, cooperates in ((threshold / 2, False), ((1 + threshold) / 2, True)):
        answer = solved(stage, "bayes_nash", rules(order=(), prior=trusted))
        played = {found.behaviour[answer.game.number_of[1, 0, ()]][0] for found in answer.equilibria if found.pure}
        assert (1 in played) == cooperates


@st.composite
def bayesian_games(draw: st.DrawFn, players: int = 2, joint: bool = True) -> BayesianGame:
    counts = [draw(st.integers(1, 2)) for _ in range(players)]
    numbers = draw(st.sampled_from([COARSE, QUARTERS]))
    first = draw(games(st.just(players), 2, numbers))
    stages = [first]
    size = 1
    for count in counts:
        size *= count
    for _ in range(size - 1):
        payoffs = tuple(tuple(draw(numbers) for _ in row) for row in first.payoffs)
        stages.append(replace(first, payoffs=payoffs))
    if joint:
        weights = draw(st.lists(st.integers(0, 3), min_size=size, max_size=size).filter(any))
        prior = tuple(Fraction(weight, sum(weights)) for weight in weights)
    else:
        shares = [Fraction(draw(st.integers(1, 9)), 10) for _ in counts]
        own = [
            (Fraction(1),) if count == 1 else (share, 1 - share) for count, share in zip(counts, shares, strict=True)
        ]
        prior = tuple(multiplied(choice) for choice in product(*own))
    types = tuple(tuple(f"t{index}" for index in range(count)) for count in counts)
    return BayesianGame(types, prior, tuple(stages))


def multiplied(numbers: tuple[Fraction, ...]) -> Fraction:
    total = Fraction(1)
    for number in numbers:
        total *= number
    return total


def pure_plans(tree: TypedTree) -> list[tuple[tuple[Fraction, ...], ...]]:
    options = [
        [
            tuple(Fraction(index == action) for index in range(len(entry.actions)))
            for action in range(len(entry.actions))
        ]
        for entry in tree.information_sets
    ]
    return list(product(*options))


@given(bayesian_games(players=2), st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_pure_ones_are_exactly_those_without_interim_deviation(game: BayesianGame, ordered: bool) -> None:
    tree = game.tree((1, 0) if ordered else ())
    answer = bayes_nash.solve(tree)
    bayes_nash.certify(tree, answer)
    assert answer.complete
    found = {entry.behaviour for entry in answer.equilibria if entry.pure}
    assert found == {plan for plan in pure_plans(tree) if not interim_deviations(tree, plan)}


@given(bayesian_games(players=3))
@settings(max_examples=25, deadline=None)
def test_three_players_have_all_their_pure_ones(game: BayesianGame) -> None:
    tree = game.tree()
    answer = bayes_nash.solve(game)
    bayes_nash.certify(game, answer)
    plans = pure_plans(tree)
    assume(len(plans) <= 64)
    found = {entry.behaviour for entry in answer.equilibria if entry.pure}
    assert found == {plan for plan in plans if not interim_deviations(tree, plan)}


@given(bayesian_games(players=2, joint=False), st.permutations([0, 1]))
@settings(max_examples=60, deadline=None)
def test_perfect_bayesian_is_bayes_nash_with_credible_responses(game: BayesianGame, order: list[int]) -> None:
    tree = game.tree(order)
    answer = perfect_bayesian.solve(tree)
    perfect_bayesian.certify(tree, answer)
    behaviours = {entry.behaviour for entry in answer.equilibria}
    assert behaviours <= {entry.behaviour for entry in bayes_nash.solve(tree).equilibria}
    # The pure ones, found a second way: the beliefs after an unexpected move are an interval.
    by_hand = {plan for plan in pure_plans(tree) if supported_by_hand(tree, plan)}
    assert {entry.behaviour for entry in answer.equilibria if entry.pure} == by_hand


@given(bayesian_games(players=3, joint=False), st.permutations([0, 1, 2]))
@settings(max_examples=25, deadline=None)
def test_three_movers_agree_with_the_search_by_hand(game: BayesianGame, order: list[int]) -> None:
    tree = game.tree(order)
    assume(sum(tree.uncertain(player) for player in order[:-1]) <= 1 and len(pure_plans(tree)) <= 1024)
    answer = perfect_bayesian.solve(tree)
    perfect_bayesian.certify(tree, answer)
    assert {entry.behaviour for entry in answer.equilibria} == {
        plan for plan in pure_plans(tree) if supported_by_hand(tree, plan)
    }


def supported_by_hand(tree: TypedTree, plan: tuple[tuple[Fraction, ...], ...]) -> bool:
    """Whether beliefs support a plan of a game in which one of at most two types is signalled, by halving the interval.

    What an action gains at an information set is affine in the belief, so its root lies where its ends say.
    """
    fixed = {}
    unexpected = []
    for done in signals(tree):
        updated = bayes(tree, plan, done)
        if updated is None:
            unexpected.append(done)
        else:
            fixed[done] = updated
    for done in unexpected:
        low, high = Fraction(0), Fraction(1)
        for number, (_, _, seen) in enumerate(tree.known):
            if seen[: len(done)] != done:
                continue
            for action in range(len(tree.information_sets[number].actions)):
                at_no, at_yes = (
                    net_gain(tree, plan, number, action, fixed | {done: (share, 1 - share)}) for share in (0, 1)
                )
                if at_no > 0 and at_yes > 0:
                    return False
                if at_no > 0 or at_yes > 0:
                    root = at_no / (at_no - at_yes)
                    low, high = (max(low, root), high) if at_no > 0 else (low, min(high, root))
        if low > high:
            return False
        fixed[done] = (low, 1 - low)
    return not sequential_deviations(tree, plan, fixed)


def net_gain(
    tree: TypedTree, plan: tuple[tuple[Fraction, ...], ...], number: int, action: int, beliefs: Beliefs
) -> Fraction:
    """By how much an action beats the plan's own at an information set, whatever its sign."""
    names = tree.information_sets[number].actions
    certain = tuple(Fraction(index == action) for index in range(len(names)))
    swapped = (*plan[:number], certain, *plan[number + 1 :])
    player, own, seen = tree.known[number]
    shares = believed(tree, number, beliefs)
    worth = []
    for behaviour in (swapped, plan):
        total = Fraction(0)
        for types, share in shares.items():
            done = seen
            while len(done) < len(tree.order):
                mover = tree.order[len(done)]
                done = (*done, behaviour[tree.number_of[mover, types[mover], done]].index(1))
            stage = tree.bayesian.stages[tree.bayesian.position(types)]
            worth_here = stage.payoff(player, tree.stage_profile(done))
            total += share * worth_here
        worth.append(total)
    assert types[player] == own
    return worth[0] - worth[1]


@pytest.mark.parametrize(
    ("own", "error", "message"),
    [
        ({"types": 3}, InvalidParameter, "for each player its types"),
        ({"types": {"sender": {"strong": 1}}}, InvalidParameter, "what it sets"),
        ({"types": {"sender": {" ": {}}}}, InvalidParameter, "no name"),
        ({"types": {"sender": {"strong": {"weak": "x"}, "weak": {}}}}, DetenteError, "'x'"),
        ({"prior": {"sender": {"strong": "-1/2"}}}, InvalidParameter, "from 0 to 1"),
        ({"prior": {"sender": {"strong": "1/2", "weak": "1/3"}}}, InvalidParameter, "sum to 5/6"),
        ({"prior": {"sender": {"stong": "1/2"}}}, UnknownName, "nearest is 'strong'"),
        ({"prior": {"sendr": {"strong": "1/2"}}}, UnknownName, "nearest is 'sender'"),
        ({"prior": {}}, InvalidParameter, "strong, weak of sender"),
        ({"prior": {"sender": 1}}, InvalidParameter, "probability of its types"),
        ({"prior": "p"}, InvalidParameter, "for each player"),
        ({"prior": {"sender": {"strong": "q"}}}, UnknownName, "for the prior"),
        ({"prior": [{"types": {"sender": "strong"}, "probability": "1/3"}]}, InvalidParameter, "sum to 1/3"),
        ({"prior": [{"types": {}, "probability": 1}]}, InvalidParameter, "no type of sender"),
        ({"prior": [{"probability": 1}]}, InvalidParameter, "needs 'types'"),
        ({"prior": [{"types": {"sender": "strong"}, "probability": HALF}] * 2}, InvalidParameter, "twice"),
        ({"order": ("sender",)}, InvalidParameter, "leaves out receiver"),
        ({"order": ("sender", "sender")}, InvalidParameter, "twice"),
        ({"order": ("sender", "reciever")}, UnknownName, "nearest is 'receiver'"),
        ({"order": 3}, InvalidParameter, "names of players"),
        ({"types": {"sender": {"strong": {"week": 0}, "weak": {}}}}, UnknownName, "nearest is 'weak'"),
        ({"types": {"sender": {"strong": {"weak": 2}, "weak": {}}}}, InvalidParameter, "outside its range"),
        (
            {"types": {"sender": {"strong": {"weak": 0}, "weak": {"weak": 1}}, "receiver": {"sure": {"weak": 1}}}},
            InvalidParameter,
            "leave it alone",
        ),
    ],
)
def test_bad_rules_say_what_is_wrong(own: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        play(beer_quiche(), Rules(**{**rules(), **own}))


def test_a_prior_by_name_has_to_be_one_where_it_is_evaluated() -> None:
    stage = beer_quiche()
    wide = replace(stage, parameters={**stage.parameters, "p": Parameter("p", Fraction(2), Fraction(-1), Fraction(2))})
    with pytest.raises(InvalidParameter, match="at p = 2 the prior is no probability distribution"):
        play(wide, Rules(**rules()))
    both = {
        "types": {player: {"a": {}, "b": {}} for player in SIGNALLING},
        "prior": {p: {"a": "p"} for p in SIGNALLING},
    }
    with pytest.raises(NotMultiAffine, match="two players' types"):
        play(stage, Rules(**both))


def test_correlated_types_and_what_refuses_them() -> None:
    own = {
        "types": {"sender": {"strong": {"weak": 0}, "weak": {"weak": 1}}, "receiver": {"calm": {}, "wary": {}}},
        "prior": [
            {"types": {"sender": "strong", "receiver": "calm"}, "probability": HALF},
            {"types": {"sender": "weak", "receiver": "wary"}, "probability": HALF},
        ],
    }
    told = solved(beer_quiche(), "bayes_nash", own)  # the receiver's own type tells it the sender's
    (found,) = told.equilibria
    assert found.payoffs == (2, 1)
    with pytest.raises(NotApplicable, match="independent"):
        solved(beer_quiche(), "perfect_bayesian", {**own, "order": SIGNALLING})
    with pytest.raises(NotApplicable, match="at once"):
        perfect_bayesian.solve(BayesianGame((("a",),), (Fraction(1),), (ONE,)).tree())


ONE = StrategicGame(("alone",), (("stay", "go"),), ((Fraction(0), Fraction(1)),))


def test_games_that_are_none() -> None:
    with pytest.raises(InvalidGame, match="sum to one"):
        BayesianGame((("a",),), (HALF,), (ONE,))
    with pytest.raises(InvalidGame, match="2 type profiles"):
        BayesianGame((("a", "b"),), (Fraction(1),), (ONE,))
    with pytest.raises(InvalidGame, match="twice"):
        BayesianGame((("a", "a"),), (HALF, HALF), (ONE, ONE))
    other = StrategicGame(("other",), ONE.actions, ONE.payoffs)
    with pytest.raises(InvalidGame, match="the same at every type profile"):
        BayesianGame((("a", "b"),), (HALF, HALF), (ONE, other))


def test_types_of_no_probability_have_no_part() -> None:
    answer = solved(beer_quiche(), "bayes_nash", rules(order=(), prior=1))
    assert answer.game.known == ((0, 0, ()), (1, 0, ()))
    assert answer.equilibria[0].interim[0] == (3, None)
    assert answer.to_dict()["equilibria"][0]["interim_payoffs"]["sender"] == {"strong": "3", "weak": None}


def test_too_much_is_refused() -> None:
    many = {"types": {"sender": {f"t{n}": {} for n in range(200)}, "receiver": {f"t{n}": {} for n in range(200)}}}
    prior = {player: {f"t{n}": Fraction(1, 200) for n in range(200)} for player in SIGNALLING}
    with pytest.raises(TooLarge, match="40000 type profiles"):
        play(beer_quiche(), Rules(**many, prior=prior))
    wide = {
        "types": {"sender": {f"t{n}": {} for n in range(40)}},
        "prior": {"sender": prior["sender"] and {f"t{n}": Fraction(1, 40) for n in range(40)}},
    }
    with pytest.raises(TooLarge):
        solved(beer_quiche(), "bayes_nash", wide)


def test_a_parameter_in_prior_and_payoffs_is_refused() -> None:
    own = rules(order=())
    own["types"] = {"sender": {"strong": {"p": 1}, "weak": {}}}
    with pytest.raises(NotMultiAffine, match="prior and moves payoffs"):
        thresholds(beer_quiche(), Rules(**{**own, "prior": {"sender": {"strong": "weak"}}}), "weak")
    with pytest.raises(UnknownName):
        thresholds(beer_quiche(), Rules(**rules()), "q")
    with pytest.raises(InvalidParameter, match="no interval"):
        thresholds(beer_quiche(), Rules(**rules()), "p", low=1, high=0)
    with pytest.raises(InvalidParameter, match="moves nothing"):
        thresholds(beer_quiche(), Rules(**rules(prior=HALF)), "weak")
    line = thresholds(beer_quiche(), Rules(**rules()), "p")
    with pytest.raises(InvalidParameter, match="outside"):
        line.at(2)
    with pytest.raises(UnknownName, match="type of sender"):
        line.where("sender", "beer")
    with pytest.raises(InvalidParameter, match="sees the actions of sender"):
        line.where("receiver", "leave")


def test_a_false_equilibrium_fails_its_certificate() -> None:
    for concept in ("bayes_nash", "perfect_bayesian"):
        answer = solved(beer_quiche(), concept, rules())
        module = {"bayes_nash": bayes_nash, "perfect_bayesian": perfect_bayesian}[concept]
        first = answer.equilibria[0]
        turned = replace(first, behaviour=tuple(chances[::-1] for chances in first.behaviour))
        with pytest.raises(CertificateError):
            module.certify(answer.game, replace(answer, equilibria=(turned,)))
        with pytest.raises(CertificateError, match="expect"):
            module.certify(answer.game, replace(answer, equilibria=(replace(first, payoffs=(0, 0)),)))
    wrong = {done: tuple(belief[::-1]) for done, belief in (first.beliefs or {}).items()}
    with pytest.raises(CertificateError, match="Bayes' rule"):
        perfect_bayesian.certify(answer.game, replace(answer, equilibria=(replace(first, beliefs=wrong),)))
    with pytest.raises(CertificateError, match="no belief"):
        perfect_bayesian.certify(answer.game, replace(answer, equilibria=(replace(first, beliefs={}),)))


def test_what_an_answer_tells() -> None:
    answer = solved(beer_quiche(), "perfect_bayesian", rules())
    told = answer.to_dict()
    assert told["types"] == {"sender": {"strong": "9/10", "weak": "1/10"}, "receiver": {"receiver": "1"}}
    assert told["equilibria"][0]["separation"] == {"sender": "pooling"}
    assert {belief["about"] for belief in told["equilibria"][0]["beliefs"]} == {"sender"}
    frame = answer.to_frame()
    assert (frame.groupby(["equilibrium", "player", "type", "seen"])["probability"].sum() == 1).all()
    assert "sender pooling" in str(answer)
    for outcome in answer.outcomes():
        assert sum(outcome.lottery.values()) == 1
    plain = solve(beer_quiche(), Play("incomplete_information", "pure_nash", rules(order=())))
    assert plain.outcomes()[0].payoffs == (3, Fraction(9, 10))
    assert {found.profile for found in pure_nash.solve(answer.game.strategic_form()).equilibria}


@given(st.lists(QUARTERS, min_size=16, max_size=16), st.booleans())
@settings(max_examples=30, deadline=None)
def test_thresholds_agree_with_the_solver_at_every_point(numbers: list[Fraction], ordered: bool) -> None:
    cells = [list(zip(numbers[at : at + 8 : 2], numbers[at + 1 : at + 8 : 2], strict=True)) for at in (0, 8)]
    stage = typed_stage((("a", "b"), ("c", "d")), cells)
    own = rules(order=SIGNALLING if ordered else ())
    line = thresholds(stage, Rules(**own), "p")
    ends = [Fraction(0), *line.points, Fraction(1)]
    inner = list(line.points) + [(low + high) / 2 for low, high in pairwise(ends)]
    for p in inner:
        answer = solved(stage.moved({"p": p}), "perfect_bayesian" if ordered else "bayes_nash", own)
        pure = {tuple(chances.index(1) for chances in found.behaviour) for found in answer.equilibria if found.pure}
        assert pure == {found.plan for found in line.at(p)}
