from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.errors import TooLarge
from gametheory.parameter_groups import MOST_GROUPS, jointly_affine_groups
from gametheory.parameters import MultiAffine

NAMES = tuple("abcdefg")
Pairs = set[frozenset[str]]
PAIRS = st.sets(st.sampled_from([frozenset(pair) for pair in combinations(NAMES, 2)]))


def product_of(pair: frozenset[str]) -> MultiAffine:
    one, other = (MultiAffine.parameter(name) for name in sorted(pair))
    return one * other


@given(PAIRS)
def test_the_groups_are_the_sets_without_a_product_that_no_parameter_can_join(pairs: Pairs) -> None:
    def apart(group: tuple[str, ...]) -> bool:
        return not any(frozenset(pair) in pairs for pair in combinations(group, 2))

    sets = [group for size in range(len(NAMES) + 1) for group in combinations(NAMES, size) if apart(group)]
    largest = [group for group in sets if not any(set(group) < set(other) for other in sets)]
    assert jointly_affine_groups(NAMES, map(product_of, pairs)) == sorted(largest)


def test_hundreds_of_weights_times_a_few_levers_are_grouped_at_once() -> None:
    weights = [f"w{number:03}" for number in range(300)]
    pairs = {frozenset((weight, f"l{number % 3}")) for number, weight in enumerate(weights)}
    names = [*weights, "l0", "l1", "l2"]
    groups = jointly_affine_groups(names, map(product_of, pairs))
    assert len(groups) == 2**3
    assert tuple(weights) in groups


def test_too_many_groups_are_refused() -> None:
    pairs = {frozenset((f"a{number}", f"b{number}")) for number in range(MOST_GROUPS.bit_length())}
    with pytest.raises(TooLarge, match=f"more than {MOST_GROUPS} groups"):
        jointly_affine_groups(sorted(frozenset().union(*pairs)), map(product_of, pairs))
