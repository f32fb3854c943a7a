from __future__ import annotations

from fractions import Fraction

import pytest

from reports.phrases import (
    counted,
    joined,
    mixture,
    number,
    outcome,
    paragraph_ranges,
    percent,
    sentence,
    share,
    spelled,
)
from reports.study import Study


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(-3), "\N{MINUS SIGN}3"),
        (Fraction(5, 4), "1.25"),
        (Fraction(-75, 16), "\N{MINUS SIGN}4.6875"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-2, 7), "\N{MINUS SIGN}2/7"),
        (Fraction(10**6), "1000000"),
        (Fraction(12345, 99991), "≈0.123"),
        (Fraction(10**400), "≈1.00e+400"),
        (Fraction(-1, 10**400), "≈\N{MINUS SIGN}1.00e-400"),
        (Fraction(1, 32), "1/32"),
        (Fraction(100, 10), "10"),
    ],
)
def test_numbers_are_exact_where_short(value: Fraction, text: str) -> None:
    assert number(value) == text


def test_a_number_that_looks_exact_is() -> None:
    for top in range(-40, 41):
        for bottom in range(1, 30):
            text = number(value := Fraction(top, bottom)).replace("\N{MINUS SIGN}", "-")
            assert text.startswith("≈") or Fraction(text) == value


def test_shares_are_frequencies() -> None:
    assert share(Fraction(1, 2)) == "half of the time"
    assert share(Fraction(2, 7)) == "2 times in 7"
    assert share(Fraction(1, 3)) == "once in 3"
    assert share(Fraction(31, 72)) == "about 43 times in 100"
    assert share(Fraction(1, 1000)) == "with the share 0.001"


@pytest.mark.parametrize("worlds", [2, 100, 199, 200, 2000])
def test_what_is_neither_nothing_nor_everything_is_never_rounded_to_either(worlds: int) -> None:
    told = [percent(Fraction(count, worlds)) for count in range(worlds + 1)]
    assert [index for index, text in enumerate(told) if text == "0%"] == [0]
    assert [index for index, text in enumerate(told) if text == "100%"] == [worlds]
    assert [percent(count / worlds) for count in range(worlds + 1)] == told


def test_lists_counts_and_sentences() -> None:
    assert joined([]) == ""
    assert joined(["a"]) == "a"
    assert joined(["a", "b", "c"], "or") == "a, b or c"
    assert [counted(1, "policy", "policies"), counted(2, "policy", "policies"), spelled(13)] == [
        "one policy",
        "two policies",
        "13",
    ]
    assert [sentence("is it?"), sentence("it is")] == ["Is it?", "It is."]
    assert paragraph_ranges((1, 2, 4, 5, 6, 9)) == "1, 2, 4\N{EN DASH}6, 9"


def test_a_players_name_brings_its_number(study: Study) -> None:
    told = outcome(study.games["toll"], (0, 1))
    assert told == "the Northern League chooses to mend the bridge, and the Southern Towns choose to leave the bridge"
    assert outcome(study.games["toll"], (0, 1), without=0) == "the Southern Towns choose to leave the bridge"
    even = study.games["ferry"].solution.equilibria[0].strategies
    assert mixture(study.games["ferry"], even).endswith(
        "the Southern Towns choose to mend the bridge half of the time and to leave the bridge half of the time"
    )
