from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.errors import InvalidNumber, InvalidParameter, NotMultiAffine, UnknownName
from gametheory.parameters import MultiAffine, Parameter, point_of

NAMES = ("p", "q", "r")
NUMBERS = st.fractions(min_value=-5, max_value=5, max_denominator=6)
POINTS = st.fixed_dictionaries(dict.fromkeys(NAMES, NUMBERS))


def expressions(names: tuple[str, ...]) -> st.SearchStrategy[MultiAffine]:
    terms = st.dictionaries(st.frozensets(st.sampled_from(names)), NUMBERS.filter(bool), max_size=4)
    return terms.map(MultiAffine)


@given(expressions(NAMES), expressions(NAMES), POINTS)
def test_sums_and_differences_hold_at_every_point(
    left: MultiAffine, right: MultiAffine, point: Mapping[str, Fraction]
) -> None:
    assert (left + right).at(point) == left.at(point) + right.at(point)
    assert (left - right).at(point) == left.at(point) - right.at(point)
    assert (left - left).terms == {}


@given(expressions(("p",)), expressions(("q", "r")), POINTS)
def test_products_hold_at_every_point(left: MultiAffine, right: MultiAffine, point: Mapping[str, Fraction]) -> None:
    assert (left * right).at(point) == left.at(point) * right.at(point)


@given(expressions(NAMES), POINTS)
def test_an_expression_is_affine_in_each_parameter(expression: MultiAffine, point: Mapping[str, Fraction]) -> None:
    constant, slope = expression.affine_in("p")
    assert "p" not in constant.parameters | slope.parameters
    assert expression.at(point) == constant.at(point) + slope.at(point) * point["p"]
    assert expression.given({"p": point["p"]}).at(point) == expression.at(point)


def test_a_parameter_times_itself_is_refused_by_name() -> None:
    with pytest.raises(NotMultiAffine, match="square p"):
        MultiAffine.parameter("p") * MultiAffine.parameter("p")


def test_an_expression_reads_as_a_sum() -> None:
    p, q = MultiAffine.parameter("p"), MultiAffine.parameter("q")
    half = MultiAffine.constant(Fraction(1, 2))
    assert str(half - p + p * q * half) == "1/2 - p + 1/2*p*q"
    assert str(MultiAffine.constant(0)) == "0"


def test_points_are_checked() -> None:
    parameters = {"trust": Parameter("trust", Fraction(1, 2), Fraction(0), Fraction(1))}
    assert point_of(parameters) == {"trust": Fraction(1, 2)}
    assert point_of(parameters, {"trust": "0.1"}) == {"trust": Fraction(1, 10)}
    with pytest.raises(UnknownName, match="'trust'"):
        point_of(parameters, {"trsut": 1})
    with pytest.raises(InvalidParameter, match="outside its range 0 to 1"):
        point_of(parameters, {"trust": 2})
    with pytest.raises(InvalidNumber, match="trust"):
        point_of(parameters, {"trust": "much"})


def test_a_default_outside_its_range_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="the default of trust"):
        Parameter("trust", Fraction(2), Fraction(0), Fraction(1))
