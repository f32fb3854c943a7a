"""Results of the literature on crises and sanctions, as closed forms and properties that the solvers have to reproduce.

The results of Fearon and of Drezner are recalled from general knowledge and derived anew here, not checked against the
publications; that of Hovi, Huseby and Sprinz is stated in their abstract. All models are the smallest that show the
result.
"""

from __future__ import annotations

from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gametheory.bayesian_solution import BayesianSolution
from gametheory.flip_points import flip_points
from gametheory.game import ParametricGame
from gametheory.parameters import MultiAffine, Parameter
from gametheory.solve import Play, solve, solve_made
from gametheory.tree import ExtensiveGame
from gametheory.tree_nodes import Decision, Nature, Terminal
from gametheory.tree_solution import TreeSolution

SHARES = st.integers(1, 20).map(lambda part: Fraction(part, 20))
TYPES = 12


def crisis(demands: list[Fraction], p: Fraction, cost: Fraction, most: Fraction) -> ParametricGame:
    """A demands a share of a pie of one; B accepts, or fights a war that A wins with probability p.

    War costs A `cost` and B the parameter ``cost_b``.
    """
    cells = [(demand, answer) for demand in demands for answer in ("accept", "fight")]
    war = MultiAffine.constant(1 - p) - MultiAffine.parameter("cost_b")
    payoffs = (
        tuple(MultiAffine.constant(demand if answer == "accept" else p - cost) for demand, answer in cells),
        tuple(MultiAffine.constant(1 - demand) if answer == "accept" else war for demand, answer in cells),
    )
    parameter = Parameter("cost_b", most, Fraction(0), most)
    actions = (tuple(map(str, demands)), ("accept", "fight"))
    return ParametricGame(("a", "b"), actions, payoffs, {"cost_b": parameter})


@settings(max_examples=25, deadline=None)
@given(SHARES, SHARES, SHARES)
def test_with_complete_information_there_is_no_war(p: Fraction, cost_a: Fraction, cost_b: Fraction) -> None:
    """Fearon 1995, International Organization 49: both prefer any share in [p - c_A, p + c_B] to war."""
    assume(cost_a <= p <= 1 - cost_b)
    demands = [Fraction(part, 40) for part in range(41)]
    stage = crisis(demands, p, cost_a, cost_b)
    game = stage.at()
    for position, demand in enumerate(demands):
        agree, war = game.position((position, 0)), game.position((position, 1))
        both = all(payoffs[agree] >= payoffs[war] for payoffs in game.payoffs)
        assert both == (p - cost_a <= demand <= p + cost_b)
    answer = solve(stage, Play("sequential", "subgame_perfect", {"order": ("a", "b")}))
    # B may refuse what leaves it indifferent; then A asks for one step less, which it accepts.
    taken = {outcome.profile for outcome in answer.outcomes()}
    top = demands.index(p + cost_b)
    assert taken == {(top, 0), (top - 1, 0)}


@settings(max_examples=25, deadline=None)
@given(SHARES, SHARES, SHARES)
def test_uncertain_resolve_makes_a_demand_that_risks_war(p: Fraction, cost_a: Fraction, most: Fraction) -> None:
    """Fearon 1995: c_B uniform on [0, C] gives x = p + (C - c_A) / 2, and war with probability (C - c_A) / (2 C).

    Here c_B is uniform on the midpoints of equal parts of [0, C], and A can ask for a little less than each would bear,
    so both numbers hold within one part.
    """
    assume(cost_a <= most <= 1 - p)
    part = most / TYPES
    bears = [part * (2 * number + 1) / 2 for number in range(TYPES)]
    demands = [p + cost - part / 4 for cost in bears]
    rules = {
        "types": {"b": {f"t{number}": {"cost_b": cost} for number, cost in enumerate(bears)}},
        "prior": {"b": {f"t{number}": Fraction(1, TYPES) for number in range(TYPES)}},
        "order": ("a", "b"),
    }
    answer = solve(crisis(demands, p, cost_a, most), Play("incomplete_information", "perfect_bayesian", rules))
    assert isinstance(answer, BayesianSolution)
    assert answer.equilibria
    for outcome in answer.outcomes():
        war = sum(chance for profile, chance in outcome.lottery.items() if profile[1] == 1)
        asked = {profile[0] for profile in outcome.lottery}
        assert abs(war - (most - cost_a) / (2 * most)) <= Fraction(1, TYPES)
        for position in asked:
            assert abs(demands[position] - (p + (most - cost_a) / 2)) <= part


def sanctions(
    yielding: Fraction, damage: Fraction, sanctioned: Fraction, sender: list[Fraction], *, unsure: bool = False
) -> Decision:
    """The target yields or defies; the sender imposes or lets go; the target, sanctioned, yields or holds out.

    Yielding costs the target the same at either time, and what it has suffered by then comes on top; holding out costs
    it `sanctioned`. The sender's payoffs are for: yields at once, let go, yields under sanctions, holds out. A target
    that is unsure of the sender cannot tell its own moves in one tree from those in another.
    """
    at_once, let_go, late, hold_out = sender
    last = Decision(
        "target",
        {
            "yield": Terminal((-yielding - damage, late), name="yields late"),
            "hold out": Terminal((-sanctioned, hold_out), name="holds out"),
        },
        information_set="sanctioned" if unsure else None,
    )
    answer = Decision("sender", {"impose": last, "let go": Terminal((Fraction(0), let_go), name="let go")})
    return Decision(
        "target",
        {"yield": Terminal((-yielding, at_once), name="yields at once"), "defy": answer},
        information_set="threatened" if unsure else None,
    )


def ends(answer: TreeSolution, index: int) -> dict[str, Fraction]:
    """The ends that an equilibrium leads to, by name, with their probabilities."""
    found: dict[str, Fraction] = {}
    for node, chance in answer.equilibria[index].reached.items():
        end = answer.game.nodes[node]
        assert isinstance(end, Terminal)
        found[end.name] = found.get(end.name, Fraction(0)) + chance
    return found


NUMBERS = st.integers(-6, 6).map(Fraction)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 6), st.integers(1, 6), NUMBERS, st.lists(NUMBERS, min_size=4, max_size=4))
def test_sanctions_that_would_work_are_never_imposed(
    yielding: int, damage: int, sanctioned: Fraction, sender: list[Fraction]
) -> None:
    """Hovi, Huseby and Sprinz 2005, World Politics 57: imposed sanctions work only where something was misperceived.

    With complete information no subgame-perfect path has sanctions imposed and then obeyed, ties included.
    """
    tree = sanctions(Fraction(yielding), Fraction(damage), sanctioned, sender)
    answer = solve_made(ExtensiveGame.from_tree(["target", "sender"], tree), "subgame_perfect", "tree")
    assert answer.equilibria
    assert all("yields late" not in ends(answer, index) for index in range(len(answer.equilibria)))


def test_sanctions_work_once_a_misjudged_sender_shows_its_determination() -> None:
    """The same game where the target does not know whether the sender would bear the cost of imposing."""
    determined = [Fraction(3), Fraction(0), Fraction(2), Fraction(1)]
    reluctant = [Fraction(3), Fraction(0), Fraction(-1), Fraction(-2)]
    yielding, damage, sanctioned = Fraction(2), Fraction(1), Fraction(5)
    for chance, gamble in ((Fraction(1, 3), True), (Fraction(9, 10), False)):
        # To defy costs the target 3 against a determined sender, who imposes, and nothing against a reluctant one.
        assert (chance * (yielding + damage) < yielding) == gamble
        tree = Nature(
            {
                name: (share, sanctions(yielding, damage, sanctioned, payoffs, unsure=True))
                for name, share, payoffs in (("determined", chance, determined), ("reluctant", 1 - chance, reluctant))
            }
        )
        game = ExtensiveGame.from_tree(["target", "sender"], tree)
        answer = solve_made(game, "subgame_perfect", "tree")
        late = [ends(answer, index).get("yields late", Fraction(0)) for index in range(len(answer.equilibria))]
        assert late
        assert (chance in late) == gamble


def conflict(value: Fraction, sender_cost: Fraction, target_cost: Fraction) -> ParametricGame:
    """Each side counts the other's losses as gains, as far as it expects conflict with it: the parameter ``conflict``.

    A concession moves `value` from target to sender; a deadlock under sanctions costs both; otherwise nothing happens.
    """
    outcomes = [(value, -value), (-sender_cost, -target_cost), (Fraction(0), Fraction(0)), (Fraction(0), Fraction(0))]
    rivalry = MultiAffine.parameter("conflict")
    payoffs = tuple(
        tuple(
            MultiAffine.constant(outcome[own]) - rivalry * MultiAffine.constant(outcome[1 - own])
            for outcome in outcomes
        )
        for own in (0, 1)
    )
    parameter = Parameter("conflict", Fraction(0), Fraction(0), Fraction(3))
    actions = (("sanction", "nothing"), ("concede", "resist"))
    return ParametricGame(("sender", "target"), actions, payoffs, {"conflict": parameter})


POSITIVE = st.integers(1, 12).map(Fraction)
ORDER = Play("sequential", "subgame_perfect", {"order": ("sender", "target")})


@settings(max_examples=30, deadline=None)
@given(POSITIVE, POSITIVE, POSITIVE)
def test_expected_conflict_makes_senders_sanction_more_and_targets_concede_less(
    value: Fraction, sender_cost: Fraction, target_cost: Fraction
) -> None:
    """Drezner 1999, The Sanctions Paradox: adversaries are sanctioned more often, and concede less."""
    stage = conflict(value, sender_cost, target_cost)
    resists_from = max(Fraction(0), (target_cost - value) / (sender_cost + value))
    sanctions_from = sender_cost / target_cost
    steps = [Fraction(step, 7) for step in range(22) if Fraction(step, 7) not in (resists_from, sanctions_from)]
    seen = []
    for rivalry in steps:
        (outcome,) = {
            "nothing" if outcome.profile[0] == 1 else stage.actions[1][outcome.profile[1]]
            for outcome in solve(stage, ORDER, {"conflict": rivalry}).outcomes()
            if outcome.profile is not None
        }
        assert outcome == ("concede" if rivalry < resists_from else "resist" if rivalry > sanctions_from else "nothing")
        seen.append(outcome)
    conceded = [outcome == "concede" for outcome in seen]
    assert conceded == sorted(conceded, reverse=True), "once a target resists, a more hostile one does"
    deadlocks = [outcome == "resist" for outcome in seen]
    assert deadlocks == sorted(deadlocks), "once a sender accepts a deadlock, a more hostile one does"


def test_the_borders_of_sanctions_and_concessions_are_exact() -> None:
    """Where they lie between the ends, the answer flips where the target is indifferent, and where the sender is."""
    value, sender_cost, target_cost = Fraction(2), Fraction(3), Fraction(4)
    stage = conflict(value, sender_cost, target_cost)
    flips = {point.value for point in flip_points(stage, "conflict", play=ORDER).flips}
    assert {(target_cost - value) / (sender_cost + value), sender_cost / target_cost} <= flips
