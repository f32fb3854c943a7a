from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from reports import findings as kinds
from reports.citations import bracketed
from reports.document import text_of
from reports.findings import KINDS, Finding, Sources, findings
from reports.study import Study, make_study
from reports.wording import say
from tests.reports.made import chase, dilemma, scenario


def test_every_kind_of_finding_has_words_of_its_own() -> None:
    for kind in KINDS:
        assert say.dispatch(kind) is not say.dispatch(Finding), kind.__name__


def test_a_kind_without_words_is_a_loud_fault(study: Study) -> None:
    with pytest.raises(NotImplementedError, match="Finding"):
        say(Finding("toll", Sources((1,))), study)


def test_what_is_said_is_sentences_and_keeps_to_the_house_words(study: Study) -> None:
    for found in findings(study):
        told = say(found, study)
        assert re.fullmatch(r"[A-Z“].*\.", told, flags=re.DOTALL), told
        assert not re.search(r"(?i)maximi[sz]|\blikely\b|\brational|  |\.\.|[{}<>=]", told), told


def test_given_the_others_a_player_does_best(study: Study) -> None:
    first = next(found for found in findings(study) if isinstance(found, kinds.BestReply))
    assert say(first, study).startswith(
        "Given that the Southern Towns choose to leave the bridge, the Northern League does best to leave the bridge "
        "rather than mend the bridge."
    )


def test_a_count_of_readings_is_never_odds(study: Study) -> None:
    counted = [say(found, study) for found in findings(study) if isinstance(found, kinds.StableInReadings)]
    assert counted
    assert all("not a probability" in told for told in counted)


def test_ordinal_facts_carry_no_digits(study: Study) -> None:
    ordinal = (kinds.UniqueEquilibrium, kinds.ParetoImprovement, kinds.DominantAction, kinds.BestReply)
    for found in findings(study):
        if isinstance(found, ordinal):
            assert not re.search(r"\d", say(found, study))


def test_a_changed_weight_changes_the_sentences() -> None:
    def told(**at: object) -> list[str]:
        made = make_study(scenario(toll=dilemma(), ferry=chase()), at=at)
        return [say(found, made) for found in findings(made)]

    before = told()
    assert before != told(south_cost="1/10")
    assert "7 times in 12" in " ".join(before)
    assert "8 times in 12" not in " ".join(told(south_cost=4))
    assert "2 times in 3" in " ".join(told(south_cost=4))


def test_the_sentence_on_a_threshold_names_the_number_that_was_computed() -> None:
    made = make_study(scenario(toll=dilemma()), at={"north_trade": "2"})
    turn = next(found for found in findings(made) if isinstance(found, kinds.TurnsOn))
    assert turn.range.low == 1
    assert "is stable while that is 1 or more, and it stands at 2" in say(turn, made)


def test_a_citation_counts_paragraphs_and_assumptions() -> None:
    assert (
        text_of(bracketed(Finding("", Sources((1, 2, 3), ("a", "b"))))) == "(paragraphs 1\N{EN DASH}3; 2 assumptions)"
    )
    assert text_of(bracketed(Finding("", Sources((), ("a",))))) == "(1 assumption)"
    assert bracketed(Finding("", Sources(whole=True))) == ()


def test_a_dilemma_names_the_stable_outcome_where_there_are_several() -> None:
    made = make_study(scenario(toll=dilemma()), at={"south_cost": 0})
    assert made.games["toll"].stable == ((1, 0), (1, 1))
    (found,) = (found for found in findings(made) if isinstance(found, kinds.ParetoImprovement))
    told = say(found, made)
    assert "to the one in which the Northern League chooses to leave the bridge, and the Southern Towns choose" in told
    assert told.endswith(
        "that in which the Northern League chooses to mend the bridge, and the Southern Towns choose to "
        "mend the bridge."
    )
    both = kinds.ParetoImprovement("toll", found.sources, made.games["toll"].stable, found.preferred)
    assert "another outcome to the stable ones, which neither can bring about alone" in say(both, made)


PAGE = Sources((1,))
MEND, LEAVE, LONE = (0, 0), (1, 1), (0, 1)
EVEN = ((Fraction(1, 2), Fraction(1, 2)), (Fraction(1), Fraction(0)))


@pytest.mark.parametrize(
    ("finding", "told"),
    [
        (kinds.SeveralEquilibria("toll", PAGE, (MEND,), 0, False), "One outcome is stable, and there may be others"),
        (kinds.SeveralEquilibria("toll", PAGE, (MEND,) * 7, 0, True), "; or one of three more."),
        (kinds.UniqueEquilibrium("toll", PAGE, MEND, True), "Among definite choices, one outcome is stable: the North"),
        (kinds.MixedOnly("ferry", PAGE, (EVEN, EVEN)), "what is stable is two mixtures, such as one that"),
        (kinds.MixedOnly("ferry", PAGE, (EVEN,)), "half of the time; the Southern Towns choose to mend the bridge."),
        (
            kinds.DominantAction("causeway", PAGE, 0, 0, True),
            "Whatever the others do, the Northern League does best to",
        ),
        (
            kinds.DominantAction("toll", PAGE, 1, 0, False),
            "the Southern Towns never do better than to mend the bridge.",
        ),
        (
            kinds.BestReply("toll", PAGE, LEAVE, 0, 0, Fraction(1), ("north_cost", "north_trade"), ("south_cost",)),
            "for it are, alike, the interests “Cost of north” and “Trade of north”; what speaks most against it is the "
            "interest “Cost of south”.",
        ),
        (kinds.BestReply("toll", PAGE, LEAVE, 0, 0, Fraction(1), ("north_cost",) * 6, ()), "of north” and two more."),
        (
            kinds.ParetoImprovement("toll", PAGE, (LEAVE,), (MEND, LONE)),
            "Both would prefer either of two other outcomes",
        ),
        (
            kinds.ParetoImprovement("causeway", PAGE, ((0, 0, 0), (1, 1, 1)), ((0, 0, 1),)),
            "which nobody can bring about",
        ),
        (kinds.ParetoImprovement("toll", PAGE, (LEAVE,), (MEND,) * 6), "any of six other outcomes"),
        (kinds.ParetoImprovement("toll", PAGE, (LEAVE,), (MEND,) * 6), "; or two more."),
        (
            kinds.StableInReadings("ferry", PAGE, None, 2, 2),
            "Under both combinations of readings (a count of readings,",
        ),
        (kinds.StableInReadings("causeway", PAGE, (0, 0, 0), 2, 3), "the outcome in which the Northern League chooses"),
        (
            kinds.ReadingsAddOutcome("toll", PAGE, MEND, 2, 2, 4),
            "two of the four combinations of readings, another outcome is the",
        ),
        (
            kinds.ReadingsAddOutcome("ferry", PAGE, MEND, 1, 0, 4),
            "an outcome of definite choices is stable, beside others:",
        ),
        (
            kinds.NothingAlone("causeway", PAGE, ((0, 0, 0),), 3),
            "overturns the one outcome in which the Northern League",
        ),
        (
            kinds.PolicyChangesOutcome("toll", PAGE, "aid", (LEAVE,), ()),
            "no outcome of definite choices is stable any longer.",
        ),
        (
            kinds.PolicyChangesOutcome("ferry", PAGE, "aid", (), (MEND,)),
            "an outcome of definite choices becomes stable: the",
        ),
        (kinds.PolicyChangesOutcome("toll", PAGE, "aid", (LEAVE,), (MEND,)), ", in place of the outcome without it."),
        (
            kinds.PolicyChangesOutcome("toll", PAGE, "aid", (LEAVE,), (LEAVE, MEND)),
            "it becomes stable as well that the",
        ),
        (
            kinds.PolicyChangesOutcome("toll", PAGE, "aid", (LEAVE, MEND), (LEAVE,)),
            "it is no longer stable that the North",
        ),
        (kinds.PolicyChangesOutcome("toll", PAGE, "aid", (), (MEND,) * 6), "; or that any of two others."),
        (
            kinds.PoliciesLeaveOutcome("toll", PAGE, ("aid", "advice")),
            "Two policies bear on this game and leave its answer",
        ),
        (
            kinds.PlayChangesOutcome("toll", PAGE, "again", (MEND,), ()),
            "If they meet again and again,",
        ),
        (kinds.PlayChangesOutcome("toll", PAGE, "again", (MEND,), (LEAVE,)), "stable, and the outcome above would not"),
        (
            kinds.PlayChangesOutcome("toll", PAGE, "again", (), (LEAVE, MEND)),
            "two of the outcomes above would not be stable",
        ),
        (kinds.PlayChangesOutcome("toll", PAGE, "again", (MEND,) * 6, ()), "and two more would each be stable too."),
        (kinds.PlaysKeepOutcome("toll", PAGE, ("north_first",)), "The answer is the same if the north moves first."),
        (kinds.PlaysKeepOutcome("toll", PAGE, ("north_first", "again")), "the same in two other ways to play"),
        (
            kinds.PlayChangesOutcome("toll", PAGE, "again", (), (), ((MEND, Fraction(1, 2)), (LEAVE, Fraction(1, 2)))),
            "” half of the time.",
        ),
        (
            kinds.PlayChangesOutcome(
                "toll", PAGE, "again", (), (LEAVE,), ((MEND, Fraction(1, 4)), (LEAVE, Fraction(3, 4))), by_type=True
            ),
            "what comes about depends on what only one side knows: ",
        ),
        (
            kinds.EvidenceShare("toll", PAGE, 0, 0, 1),
            "The one effect behind these payoffs rests on an assumption alone.",
        ),
        (kinds.SilentParagraphs("", PAGE, (1, 2, 3)), "Paragraphs 1\N{EN DASH}3 of the source bear on nothing"),
    ],
)
def test_the_turns_that_a_sentence_takes(finding: Finding, told: str, study: Study) -> None:
    assert told in say(finding, study)


def overview(**changed: object) -> kinds.Overview:
    made = kinds.Overview("", PAGE, ("toll", "ferry"), ("toll",), (), ("ferry",), ())
    return replace(made, **changed)  # type: ignore[arg-type]


def firmness(**changed: object) -> kinds.Firmness:
    return replace(kinds.Firmness("", PAGE, (), (), (), 2, ()), **changed)  # type: ignore[arg-type]


def headline(**changed: object) -> kinds.Headline:
    return replace(kinds.Headline("", PAGE, "toll", (1, 1), 1, 1, 2, 2, False), **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("finding", "told"),
    [
        (
            headline(),
            "On “The toll bridge”, one outcome is stable, and stays so whoever moves first: the Northern League",
        ),
        (headline(kept=1), "is stable, and stays so in one of the two orders of moves: "),
        (headline(kept=0), "is stable, and stays so in none of the two orders of moves: "),
        (headline(orders=0), "one outcome is stable: "),
        (
            headline(held=3, readings=4),
            "three of the four combinations of readings (a count, not a probability) and",
        ),
        (headline(held=4, readings=4), "under all four combinations of readings"),
        (headline(definite_only=True), "one outcome of definite choices is stable"),
        (
            overview(),
            "Of the two questions put here, one has exactly one stable outcome and one has no stable outcome of",
        ),
        (firmness(), "No policy considered here changes an answer."),
        (overview(unique=("toll", "ferry"), unsettled=()), "put here, all have exactly one stable outcome."),
        (
            firmness(varied=("toll", "ferry")),
            "Of the two answers tried against other readings, none stay exactly as they are",
        ),
        (firmness(varied=("toll", "ferry"), unmoved=("toll",)), "one stays exactly as it is under all of them"),
        (
            firmness(varied=("toll", "ferry"), unmoved=("toll",), beside_others=("ferry",)),
            "under all of them, and one more stays stable under all of them, though under some not alone;",
        ),
        (firmness(varied=("toll",), unmoved=("toll",)), "The one answer tried against other readings stays as it is"),
        (firmness(policies=(("aid", 1), ("advice", 1))), "Both policies considered here would change an answer."),
        (
            firmness(policies=(("aid", 1), ("advice", 1)), policies_tried=3),
            "Two of the three policies considered here would change an answer.",
        ),
        (
            firmness(policies=(("aid", 2),)),
            "One policy considered here, “Pay the masons”, would change two answers.",
        ),
    ],
)
def test_the_turns_that_the_lead_takes(finding: Finding, told: str, study: Study) -> None:
    assert told in say(finding, study)
