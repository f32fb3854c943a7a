from __future__ import annotations

from fractions import Fraction

from gametheory.concepts.pure_nash import solve
from reports import findings as kinds
from reports.analyses import remedy, standing
from reports.findings import findings
from reports.study import Study, make_study
from reports.wording import say
from tests.reports.made import scenario


def of(study: Study, kind: type[kinds.Finding], game: str) -> list[kinds.Finding]:
    return [claim for claim in findings(study) if type(claim) is kind and claim.game == game]


def test_the_least_change_makes_the_wanted_outcome_stable(study: Study) -> None:
    (claim,) = of(study, kinds.LeastChange, "toll")
    assert isinstance(claim, kinds.LeastChange)
    assert claim.changes == (("subsidy", Fraction(0), Fraction(1)),)
    after = standing(study, "toll").at({name: value for name, _, value in claim.changes})
    assert (0, 0) in {found.profile for found in solve(after).equilibria}
    assert say(claim, study).startswith("The least change of levers that would make it stable that the Northern League")


def test_where_no_lever_is_enough_that_is_said_with_who_would_leave(study: Study) -> None:
    (claim,) = of(study, kinds.NoChangeEnough, "ferry")
    assert isinstance(claim, kinds.NoChangeEnough)
    assert claim.movers == ((1, 1),)
    assert say(claim, study).startswith("No setting of the levers would make it stable that")
    assert "the Southern Towns would rather leave the bridge" in say(claim, study)


def test_the_least_promises_make_it_stable(study: Study) -> None:
    for game in ("toll", "ferry"):
        found = remedy(study, game)
        assert found is not None
        kept = found.payments.game_with_promises()
        assert (0, 0) in {one.profile for one in solve(kept).equilibria}
        (claim,) = of(study, kinds.LeastPayments, game)
        assert isinstance(claim, kinds.LeastPayments)
        assert sum(amount for _, amount in claim.payments) == found.payments.paid > 0
        plural = study.games[game].game.players[claim.payments[0][0]].plural
        whose = "each one's" if len(claim.payments) > 1 else "their" if plural else "its"
        assert f"in the measure of {whose} payoffs" in say(claim, study)


def test_nothing_is_said_of_an_outcome_that_is_stable_or_that_nobody_asks_about(study: Study) -> None:
    subsidised = make_study(scenario(), policy="aid")
    assert (0, 0) in subsidised.games["toll"].stable
    assert not of(subsidised, kinds.LeastChange, "toll")
    assert not of(subsidised, kinds.LeastPayments, "toll")
    assert remedy(study, "ford") is None
