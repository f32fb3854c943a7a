from __future__ import annotations

from gametheory.equilibrium_pattern import Pattern
from gametheory.incentive import Incentive, Tie
from gametheory.solve import Play
from reports.pattern_labels import binding_label, concept_note, parameter_label, pattern_label, supports_label
from reports.study import Study


def test_pure_and_mixed_choices_are_told_by_name(study: Study) -> None:
    toll = study.games["toll"]
    assert (
        supports_label(toll, ((0,), (1,)))
        == "the Northern League: mend the bridge; the Southern Towns: leave the bridge"
    )
    assert supports_label(toll, ((0, 1), (0,))) == "the Northern League mixes; the Southern Towns: mend the bridge"
    assert supports_label(toll, ((0,), (0, 1))).endswith("the Southern Towns mix")
    viaduct = study.games["viaduct"]
    assert "North mixes “mend the bridge” and “raise the bridge”" in supports_label(viaduct, ((0, 2), (0,), (0,)))


def test_equilibria_that_hang_together_are_told_from_those_that_do_not(study: Study) -> None:
    toll = study.games["toll"]
    one, two, three = ((0,), (0,)), ((1,), (1,)), ((0, 1), (0, 1))
    assert pattern_label(toll, Pattern.isolated([one])) == supports_label(toll, one)
    assert " — or — " in pattern_label(toll, Pattern.isolated([one, two]))
    together = pattern_label(toll, Pattern.grouped([[[one, two]]]))
    assert together == f"{supports_label(toll, one)} to {supports_label(toll, two)}"
    assert pattern_label(toll, Pattern.grouped([[[one, two, three]]])).startswith("anything between 3 ends")
    assert pattern_label(toll, Pattern.isolated([])) == "no definite choices are stable"


def test_who_is_indifferent_is_told_with_what_the_others_do(study: Study) -> None:
    toll = study.games["toll"]
    assert binding_label(toll, Incentive(1, (0, 1), ((0,),))) == (
        "the Southern Towns are indifferent between “mend the bridge” and “leave the bridge” "
        "if the Northern League chooses to mend the bridge"
    )
    assert " if " not in binding_label(toll, Incentive(0, (0, 1), ((0,), (1,))))
    assert binding_label(toll, Tie(0, ((0, 0), (1, 1)))).count("the Northern League: ") == 2


def test_parameters_are_told_with_whose_they_are(study: Study) -> None:
    assert parameter_label(study.scenario, "north_trade") == "North (weight): Trade of north"
    assert parameter_label(study.scenario, "subsidy") == "Lever: share of costs met from outside"


def test_a_note_says_what_was_not_looked_for() -> None:
    assert concept_note(Play(concept="pure_nash"))
    assert not concept_note(Play(concept="nash"))
