from __future__ import annotations

import re

import pytest

from reports import findings as kinds
from reports.document import text_of
from reports.findings import KINDS, Finding, Sources, findings
from reports.study import Study, make_study
from reports.wording import bracketed, say
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
